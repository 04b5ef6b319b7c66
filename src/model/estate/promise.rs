//! Promises about a system whose breaking costs a penalty: the moment at which one is broken is told.

use super::rules::service;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Estate as Happening, Happening as Any};
use crate::model::ids::{IncidentNo, SystemId};
use crate::model::penalty::Promise;

/// What is back after exactly so long is in time.
const AFTER: Span = Span(1);

/// A service is lost: its promise may be broken.
pub(super) fn at_stake(scene: &mut Scene, system: SystemId) {
    let entry = &scene.plan.systems[system.at()];
    if let Some(limit) = entry.penalty.and_then(|(promise, _)| promise.of(entry)) {
        let lost = scene.now();
        scene.book_in(limit + AFTER, Any::Estate(Happening::PromiseRunsOut { system, lost }));
    }
}

/// The time that was promised for an outage is over.
pub(super) fn runs_out(scene: &mut Scene, system: SystemId, lost: Instant) {
    let entry = &scene.plan.systems[system.at()];
    let Some((promise, _)) = entry.penalty else { return };
    let works_off = promise == Promise::Mtpd && entry.catch_up.is_some();
    let state = service(scene, system);
    if state.down_since != lost {
        return;
    }
    let by = if state.down { state.by } else { state.aftermath.filter(|_| works_off).map(|aftermath| aftermath.case) };
    let Some(case) = by else { return };
    if scene.live(case) && scene.rooms.incident.file(case).false_alarm.is_none() {
        scene.record(Fact::PromiseBroken { incident: IncidentNo(case.no), system, promise });
    }
}
