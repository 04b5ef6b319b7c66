//! What can go on: a job is ready once those before it are over and nothing else holds it back.

use super::rules::{job, work_of};
use super::{Work, jobs, reinfection};
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::TaskId;
use crate::model::notice;
use crate::model::playbook::entry::Phase;

/// Releases every blocked job all of whose predecessors are over.
pub(super) fn release_ready(scene: &mut Scene, case: Case, by: Option<JobNo>) {
    let plan = scene.plan;
    let mut from = 0;
    while let Some(no) = work_of(scene, case).unblocked(plan, from) {
        if ready(scene, case, no) {
            jobs::release(scene, case, no, by);
        }
        from = no + 1;
    }
}

/// Nothing but the jobs before it held up a job, and nothing else does.
fn ready(scene: &mut Scene, case: Case, no: JobNo) -> bool {
    let plan = scene.plan;
    let Work { jobs, reinfected, .. } = &*work_of(scene, case);
    let state = &jobs[no as usize];
    let (task, once) = (&plan.tasks[state.task.at()], state.system.is_none());
    !reinfection::holds_back(plan, jobs, reinfected, state)
        && (!task.is_review() || everything_back(scene, case))
        && !awaits_its_clock(scene, case, no)
        && (!(task.reconnects.is_some() || once) || task.after.iter().all(|b| !awaits_harm(scene, case, *b)))
}

/// What an emergency owes is done once everything is back, or the attack was stopped.
fn everything_back(scene: &Scene, case: Case) -> bool {
    let file = scene.rooms.incident.file(case);
    file.recovered || file.stopped
}

/// A notice is worked on only once its clock runs.
pub(super) fn awaits_its_clock(scene: &mut Scene, case: Case, no: JobNo) -> bool {
    let task = job(scene, case, no).task;
    scene.plan.tasks[task.at()].sends.is_some() && !scene.rooms.notice.runs(case, notice::rules::owed(scene, case), task)
}

/// A task done for each system hit cannot be over before anything was hit, unless the attack was stopped.
fn awaits_harm(scene: &Scene, case: Case, before: TaskId) -> bool {
    let file = scene.rooms.incident.file(case);
    let task = &scene.plan.tasks[before.at()];
    task.each.is_some() && task.phase == Phase::Recover && !file.occurred && !file.stopped
}
