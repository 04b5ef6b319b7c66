//! What comes of an attempt at a job: it may fail, more often where somebody follows what is written or improvises, or send the work back to an earlier task.

use super::rules::{asks, job, stand, work_of};
use super::{Standing, jobs, length};
use crate::engine::chance::Purpose;
use crate::engine::driver::Bound;
use crate::model::fact::{Ending, Fact};
use crate::model::happening::{Case, JobNo};
use crate::model::ids::{SystemId, TaskId};
use crate::model::knowledge::Manner;
use crate::model::plan::Length;
use crate::model::recovery::Source;
use crate::model::{Scene, change};

const WORKS: Purpose = Purpose::named("works");
const BACK: Purpose = Purpose::named("back");

/// Whether an attempt worked, and whether it sends the work back.
pub(super) fn ending(scene: &mut Scene, case: Case, no: JobNo) -> Ending {
    let plan = scene.plan;
    let state = job(scene, case, no);
    let (task, system, attempt, luck) = (state.task, state.system, state.attempt, state.luck);
    let entry = &plan.tasks[task.at()];
    let works = works(scene, case, no);
    if works < 1.0 && !scene.draw(WORKS, luck, u64::from(attempt)).chance(works) {
        return Ending::Failed;
    }
    if entry.change.is_some_and(|of| change::rules::attempt_fails(scene, case, of, super::job::luck(plan, task, system), attempt)) {
        return Ending::Failed;
    }
    match entry.back_to {
        Some((target, share)) if scene.draw(BACK, luck, u64::from(attempt)).chance(share) => Ending::BackTo(target),
        _ => Ending::Done,
    }
}

/// How likely this attempt is to work: as its task or the copies have it, less so in the hands of whoever follows what is written or improvises at its end.
fn works(scene: &mut Scene, case: Case, no: JobNo) -> f64 {
    let plan = scene.plan;
    let state = job(scene, case, no);
    let (task, system, manner) = (state.task, state.system, state.manner);
    let backup = system.and_then(|s| plan.systems[s.at()].backup.as_ref());
    let known = match (&plan.tasks[task.at()].length, backup) {
        // Copies destroyed while they were being read do no harm any more.
        (Length::Restore, Some(backup)) => length::source(scene, case, no).map_or(backup.works_first(), |source| backup.works_from(source)),
        _ => plan.tasks[task.at()].works,
    };
    if manner == Manner::Knows {
        return known;
    }
    let Some(asked) = asks(scene, case, no).map(|r| &plan.requirements[r.at()]) else { return known };
    match manner {
        Manner::Knows => known,
        Manner::Follows => known * asked.knows.and_then(|k| plan.runbooks.written(k)).map_or(1.0, |w| w.works),
        Manner::Improvises => known * asked.improvise_works,
    }
}

/// Records which copy a restore that worked has gone back to, where that is known.
pub(super) fn tell_copy(scene: &mut Scene, case: Case, no: JobNo, task: TaskId) {
    if !matches!(scene.plan.tasks[task.at()].length, Length::Restore) {
        return;
    }
    if let Some(Source { copy: Some(copy), vault }) = length::source(scene, case, no) {
        let name = scene.rooms.response.job(case, no);
        scene.record(Fact::Restored { job: name, copy, vault });
    }
}

/// Another attempt at a job, released by another or by its own failure.
pub(super) fn again(scene: &mut Scene, case: Case, no: JobNo, by: JobNo) {
    work_of(scene, case).opened += 1;
    stand(scene, case, no, Standing::Blocked);
    let state = job(scene, case, no);
    state.attempt += 1;
    let attempt = u64::from(state.attempt);
    state.on = None;
    state.key = None;
    state.summoning = false;
    if attempt > scene.plan.limits.attempts {
        return scene.hot.core.breaks(Bound::Attempts);
    }
    jobs::release(scene, case, no, Some(by));
}

/// The work goes back: everything from the target to this job is done again, for this system where it is done for each.
pub(super) fn go_back(scene: &mut Scene, case: Case, no: JobNo, target: TaskId, system: Option<SystemId>) {
    let plan = scene.plan;
    let redo = &plan.tasks[job(scene, case, no).task.at()].redo;
    let concerned = |j: &super::JobState| j.system.is_none() || system.is_none() || j.system == system;
    let mut targets = Vec::new();
    work_of(scene, case).opened += 1;
    for index in 0..work_of(scene, case).jobs.len() as JobNo {
        let state = job(scene, case, index);
        if !redo.contains(&state.task) || !concerned(state) || state.standing() != Standing::Over {
            continue;
        }
        stand(scene, case, index, Standing::Blocked);
        let state = job(scene, case, index);
        state.on = None;
        state.key = None;
        // A copy that did not pass is as bad as one that could not be read.
        state.failed += u32::from(matches!(plan.tasks[state.task.at()].length, Length::Restore));
        if state.task == target {
            targets.push(index);
        } else {
            state.attempt += 1;
        }
    }
    for index in targets {
        again(scene, case, index, no);
    }
}
