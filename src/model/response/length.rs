//! How long a job takes in ordinary hands, and what a restore reads.

use super::investigation;
use super::jobs::luck;
use super::rules::job;
use crate::engine::chance::Purpose;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::plan::Length;
use crate::model::recovery::Source;

const EFFORT: Purpose = Purpose::named("effort");

/// What the restore of a job's system reads; nothing when no copy is left.
pub(super) fn source(scene: &mut Scene, case: Case, no: JobNo) -> Option<Source> {
    let plan = scene.plan;
    let state = job(scene, case, no);
    let (system, failed) = (state.system?, state.failed);
    let loss = scene.rooms.incident.file(case).loss(plan, system);
    plan.systems[system.at()].backup.as_ref()?.source(&plan.zone, &loss, failed)
}

/// Draws how long this attempt takes in ordinary hands. The draw belongs to the task: who does it only scales it.
pub(super) fn draw(scene: &mut Scene, case: Case, no: JobNo) {
    let plan = scene.plan;
    let state = job(scene, case, no);
    let (task, system, attempt, redrawn) = (state.task, state.system, state.attempt, state.redrawn);
    let mut draw = scene.draw_for(EFFORT, case, luck(scene, task, system), u64::from(attempt) + (u64::from(redrawn) << 32));
    let backup = system.and_then(|s| plan.systems[s.at()].backup.as_ref());
    let length = match &plan.tasks[task.at()].length {
        Length::Nothing => Span(0),
        Length::Effort(dist) | Length::Takes(dist) => dist.sample(&mut draw),
        Length::Restore => {
            let read = backup.zip(source(scene, case, no));
            read.map_or(Span(0), |(backup, source)| backup.restore_from(source).sample(&mut draw))
        }
        Length::Verify => backup.and_then(|b| b.verify.as_ref()).map_or(Span(0), |takes| takes.sample(&mut draw)),
    };
    let length = investigation::lengthened(scene, case, no, length);
    let state = job(scene, case, no);
    state.effort = length;
    state.left = length;
    (state.owed, state.reading_in, state.again) = (Span(0), Span(0), Span(0));
}
