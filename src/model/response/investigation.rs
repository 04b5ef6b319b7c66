//! Investigation: a task that reads what telemetry has kept takes longer where nothing is left of the beginning of an attack.

use super::rules::job;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, JobNo};

/// How long a job takes that would take so long with all logs at hand. What is there when the first alert comes is kept from then on, so what
/// counts is how long the attack had gone on by then.
pub(super) fn lengthened(scene: &mut Scene, case: Case, no: JobNo, length: Span) -> Span {
    let (task, redrawn) = {
        let state = job(scene, case, no);
        (state.task, state.redrawn)
    };
    let Some(log) = scene.plan.exposure.log(task) else { return length };
    let file = scene.rooms.incident.file(scene.hot, case);
    let until = file.alerted_at.unwrap_or(scene.now());
    let dwell = until - file.began;
    if file.false_alarm.is_some() || scene.plan.kinds[file.kind.at()].attack.is_none() || dwell <= log.kept {
        return length;
    }
    if redrawn == 0 {
        let name = scene.rooms.response.job(scene.hot, case, no);
        scene.record(Fact::NothingKept { job: name, kept: log.kept, dwell });
    }
    length.times(log.without)
}
