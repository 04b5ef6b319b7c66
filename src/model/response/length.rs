//! How long a job takes in ordinary hands, and what a restore reads.

use super::investigation;
use super::rules::job;
use crate::engine::chance::{Draw, Purpose};
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::plan::Length;
use crate::model::recovery::Source;

pub(super) const EFFORT: Purpose = Purpose::named("effort");

/// What the restore of a job's system reads; nothing when no copy is left.
pub(super) fn source(scene: &mut Scene, case: Case, no: JobNo) -> Option<Source> {
    let plan = scene.plan;
    let state = job(scene, case, no);
    let (system, failed) = (state.system?, state.failed);
    let backup = plan.systems[system.at()].backup.as_ref()?;
    let file = scene.rooms.incident.file(case);
    if let Some(first) = backup.undated()
        && !file.copies_lost.contains(&system)
    {
        return Some(first);
    }
    backup.source(&plan.zone, &file.loss(plan, system), failed)
}

/// How long an attempt takes in ordinary hands, with all logs at hand, as luck has it.
#[inline]
pub(super) fn sample(scene: &mut Scene, case: Case, no: JobNo, draw: &mut Draw) -> Span {
    let plan = scene.plan;
    let state = job(scene, case, no);
    let (task, system) = (state.task, state.system);
    let backup = system.and_then(|s| plan.systems[s.at()].backup.as_ref());
    match &plan.tasks[task.at()].length {
        Length::Nothing => Span(0),
        Length::Effort(dist) | Length::Takes(dist) => dist.sample(draw),
        Length::Restore => {
            let Some(backup) = backup else { return Span(0) };
            let Some(source) = source(scene, case, no) else { return Span(0) };
            backup.restore_from(source).sample(draw)
        }
        Length::Verify => backup.and_then(|b| b.verify.as_ref()).map_or(Span(0), |takes| takes.sample(draw)),
    }
}

/// Draws how long this attempt takes in ordinary hands. The draw belongs to the task: who does it only scales it.
pub(super) fn draw(scene: &mut Scene, case: Case, no: JobNo) {
    let state = job(scene, case, no);
    let (luck, attempt, redrawn) = (state.luck, state.attempt, state.redrawn);
    let mut draw = scene.draw(EFFORT, luck, u64::from(attempt) + (u64::from(redrawn) << 32));
    let length = sample(scene, case, no, &mut draw);
    let length = investigation::lengthened(scene, case, no, length);
    let state = job(scene, case, no);
    state.effort = length;
    (state.left, state.reached) = (length, Span(0));
    (state.owed, state.reading_in, state.again) = (Span(0), Span(0), Span(0));
}
