//! Incidents that follow from others: those of a wave, those that come again because a root cause is not fixed, those that an alert among
//! many is the first sign of, and those that an inject begins.

use super::NONE;
use super::rules::{file, open, targets};
use crate::engine::chance::{Draw, Purpose, combine};
use crate::engine::driver::HAPPENS;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Demand, Happening as Any, Incident as Happening};
use crate::model::ids::{IncidentNo, KindId};

pub(super) const WAVE: Purpose = Purpose::named("wave");
const AGAIN: Purpose = Purpose::named("again");
/// No wave has more than this.
const MOST: f64 = 10_000.0;

/// Books the others of a wave whose first begins now. Its size is 1 or more with the geometric law, so that on average it is as given:
/// with size s the number that comes in a time long against the wave has a variance of 2 s - 1 times its mean.
pub(super) fn book_wave(scene: &mut Scene, kind: KindId, nth: u32, luck: u64) {
    let plan = scene.plan;
    let Some(law) = plan.kinds[kind.at()].waves else { return };
    let now = scene.now();
    let mut draw = scene.draw(WAVE, luck, 0);
    for (index, after) in (1..).zip(wave(law, &mut draw)) {
        let at = now + after;
        if at < plan.arrivals_end {
            scene.rooms.incident.ledger.arrivals_open += 1;
            scene.hot.core.book(at, HAPPENS, Any::Incident(Happening::Follows { kind, wave: nth, index }));
        }
    }
}

/// How long after the first of a wave the others of it come.
pub(super) fn wave((size, within): (f64, Span), draw: &mut Draw) -> impl Iterator<Item = Span> {
    let more = libm::floor(libm::log(draw.uniform()) / libm::log(1.0 - 1.0 / size)).min(MOST) as u32;
    (0..more).map(move |_| within.times(draw.uniform()))
}

/// Another one of a wave begins.
pub(super) fn follows(scene: &mut Scene, kind: KindId, wave: u32, index: u32) {
    scene.rooms.incident.ledger.arrivals_open -= 1;
    let luck = combine(combine(scene.plan.kinds[kind.at()].luck, u64::from(wave)), u64::from(index));
    let hits = targets(scene, kind, luck);
    open(scene, kind, luck, hits);
}

/// One begins again, unless its root cause has been fixed by now.
pub(super) fn again(scene: &mut Scene, cause: u32, generation: u32) {
    let Some(before) = scene.rooms.demand.still_open(cause, generation) else { return };
    if scene.now() >= scene.plan.arrivals_end {
        return;
    }
    // It hits what it hit before.
    let hits = before.system.as_ref().map_or_else(|| targets(scene, before.kind, before.luck), std::slice::from_ref);
    let luck = combine(before.luck, AGAIN.0);
    if let Some(case) = open(scene, before.kind, luck, hits) {
        file(scene, case).cause = cause;
        scene.record(Fact::CameAgain { incident: IncidentNo(case.no), before: before.incident });
    }
}

/// An alert among many is the first sign of an incident.
pub(super) fn raised(scene: &mut Scene, kind: KindId, ticket: u32) {
    let luck = combine(scene.plan.kinds[kind.at()].luck, scene.rooms.demand.luck_of(ticket, scene.plan));
    let hits = targets(scene, kind, luck);
    if let Some(case) = open(scene, kind, luck, hits) {
        debug_assert!(file(scene, case).cause == NONE);
        scene.follow(Any::Demand(Demand::Raised { ticket, case }));
    }
}

/// One breaks in upon another, while incidents arrive at all.
pub(super) fn breaks(scene: &mut Scene, kind: KindId, luck: u64) {
    if scene.now() < scene.plan.arrivals_end {
        let hits = targets(scene, kind, luck);
        open(scene, kind, luck, hits);
    }
}
