//! Work that may begin in its window only, as that on changes, and work that is given up.

use super::rules::{asks, job, stand, work_of};
use super::{Standing, dropped, jobs, line, work};
use crate::model::Scene;
use crate::model::change::{self, Part};
use crate::model::happening::{Case, JobNo};
use crate::model::ids::TaskId;

/// Whether a job that is this of a change must wait for its window.
pub(super) fn shut(scene: &mut Scene, case: Case, no: JobNo, part: Part) -> bool {
    let task = job(scene, case, no).task;
    let Some(of) = scene.plan.tasks[task.at()].change.filter(|of| of.part == part) else { return false };
    if change::rules::may_begin(scene, case, no, of.change) {
        return false;
    }
    stand(scene, case, no, Standing::Shut);
    job(scene, case, no).on = None;
    true
}

/// The window opens: what has waited for it goes on.
pub(super) fn opens(scene: &mut Scene, case: Case) {
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        if job(scene, case, no).standing() == Standing::Shut {
            jobs::gate(scene, case, no);
        }
    }
}

/// The window ends: what waits for somebody to begin it waits for the next window instead.
pub(super) fn closes(scene: &mut Scene, case: Case) {
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        let state = job(scene, case, no);
        let (standing, key, task) = (state.standing(), state.key, state.task);
        let carries = scene.plan.tasks[task.at()].change.is_some_and(|of| of.part == Part::Carry);
        if let (true, Standing::Queued, Some(key), Some(requirement)) = (carries, standing, key, asks(scene, case, no)) {
            line::leave(scene, requirement, key);
            jobs::proceed(scene, case, no);
        }
    }
}

/// A task is to be done no more: whoever has it in hand turns to something else.
pub(super) fn give_up(scene: &mut Scene, case: Case, task: TaskId) {
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        if job(scene, case, no).task == task
            && let Some(person) = dropped::drop_one(scene, case, no)
        {
            work::freed(scene, case, person);
        }
    }
    jobs::look_again(scene, case);
}
