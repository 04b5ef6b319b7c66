//! What can go on: a job is ready once those before it are over and nothing else holds it back.

use super::rules::{job, work_of};
use super::{JobState, Standing, Work, jobs, reinfection};
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::TaskId;
use crate::model::notice;
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;

/// Releases every blocked job all of whose predecessors are over.
pub(super) fn release_ready(scene: &mut Scene, case: Case, by: Option<JobNo>) {
    let mut from = 0;
    while let Some(no) = unblocked(scene, case, from) {
        if ready(scene, case, no) {
            jobs::release(scene, case, no, by);
        }
        from = no as usize + 1;
    }
}

/// The next blocked job all of whose predecessors are over.
fn unblocked(scene: &mut Scene, case: Case, from: usize) -> Option<JobNo> {
    let plan = scene.plan;
    let Work { jobs, opened, .. } = work_of(scene, case);
    (from..jobs.len()).find_map(|no| {
        let state = &jobs[no];
        if state.standing != Standing::Blocked {
            return None;
        }
        if state.cleared == Some(*opened) {
            return Some(no as JobNo);
        }
        if state.blocker.is_some_and(|b| jobs[b as usize].standing != Standing::Over) {
            return None;
        }
        let blocker = before(plan, jobs, state).find(|b| jobs[*b as usize].standing != Standing::Over);
        let state = &mut jobs[no];
        state.blocker = blocker;
        state.cleared = blocker.is_none().then_some(*opened);
        blocker.is_none().then_some(no as JobNo)
    })
}

/// The jobs that must be over before one: those of the tasks before its own, for the same system where both are done for each.
fn before<'a>(plan: &'a Plan, jobs: &'a [JobState], state: &'a JobState) -> impl Iterator<Item = JobNo> + 'a {
    let alike = |j: &JobState| j.system.is_none() || state.system.is_none() || j.system == state.system;
    let after = &plan.tasks[state.task.at()].after;
    let all = (0..).zip(jobs).filter(move |(_, j)| alike(j) && after.contains(&j.task));
    all.map(|(no, _)| no)
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
