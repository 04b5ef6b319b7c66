//! Investigation: a task that reads what telemetry has kept takes longer where nothing is left of the beginning.

use super::rules::job;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, JobNo};

/// How long a job takes that would take so long with all logs at hand. What is there when the first alert comes is kept from then on, so what
/// counts is how long it had gone on by then: an attack from its first stage on, anything else from its first harm.
#[inline]
pub(super) fn lengthened(scene: &mut Scene, case: Case, no: JobNo, length: Span) -> Span {
    if scene.plan.exposure.logs.is_empty() { length } else { by_logs(scene, case, no, length) }
}

fn by_logs(scene: &mut Scene, case: Case, no: JobNo, length: Span) -> Span {
    let (task, redrawn) = {
        let state = job(scene, case, no);
        (state.task, state.redrawn)
    };
    let Some(log) = scene.plan.exposure.log(task) else { return length };
    let file = scene.rooms.incident.file(case);
    let until = file.alerted_at.unwrap_or(scene.now());
    let dwell = until - file.began;
    if file.false_alarm.is_some() || dwell <= log.kept {
        return length;
    }
    if redrawn == 0 {
        let name = scene.rooms.response.job(case, no);
        scene.record(Fact::NothingKept { job: name, kept: log.kept, dwell });
    }
    length.times(log.without)
}
