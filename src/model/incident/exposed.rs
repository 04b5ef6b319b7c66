//! Incidents that come in through vulnerability findings, beyond those that come anyway.
//!
//! While findings count, incidents of a kind come at m(t) times the rate r(t) of the file, with m(t) = min(c, 1 + Σ a n(t)) (see
//! [`Door`](crate::model::exposure::plan::Door)). Those at rate r(t) come as they would without any finding, each with its luck. Those beyond are
//! drawn apart: candidates come at (c - 1) r(t), which is as many as there could ever be, and each is real with the chance (m(t) - 1) / (c - 1).
//! By thinning (P. A. W. Lewis, G. S. Shedler, 1979; Y. Ogata, 1981, where the rate depends on what came before) the real ones come at rate
//! (m(t) - 1) r(t) exactly, and both together at m(t) r(t): so m(t) r(t) integrated over time is how many are expected.

use super::again::book_wave;
use super::rules::{by_rate, open, targets};
use crate::engine::chance::{Purpose, combine};
use crate::engine::driver::HAPPENS;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::exposure::Told;
use crate::model::fact::Fact;
use crate::model::happening::{Happening as Any, Incident as Happening};
use crate::model::ids::{IncidentNo, KindId};

pub(super) const CANDIDATE: Purpose = Purpose::named("candidate");
const REAL: Purpose = Purpose::named("candidate is real");
const THROUGH: Purpose = Purpose::named("came through");
/// Their luck is not that of those which come anyway.
pub(super) const BEYOND: Purpose = Purpose::named("beyond the rate");
/// Numbers of waves of theirs begin here.
const WAVES: u32 = 1 << 31;

/// Books the n-th candidate of a kind, where findings open its door.
pub(super) fn book(scene: &mut Scene, kind: KindId, nth: u32, after: Instant) {
    let Some(door) = scene.plan.exposure.door(kind) else { return };
    let luck = scene.plan.kinds[kind.at()].luck;
    let amount = -libm::log(scene.draw(CANDIDATE, luck, u64::from(nth)).uniform()) / (door.at_most - 1.0);
    let at = by_rate(scene, kind, after, amount);
    if at < scene.plan.arrivals_end {
        scene.rooms.incident.ledger.arrivals_open += 1;
        scene.hot.core.book(at, HAPPENS, Any::Incident(Happening::Candidate { kind, nth }));
    }
}

/// A candidate comes: is it real, and through which finding does it come?
pub(super) fn comes(scene: &mut Scene, kind: KindId, nth: u32) {
    scene.rooms.incident.ledger.arrivals_open -= 1;
    let now = scene.now();
    book(scene, kind, nth + 1, now);
    let Some(door) = scene.plan.exposure.door(kind) else { return };
    let key = scene.plan.kinds[kind.at()].luck;
    let share = (scene.rooms.exposure.multiplier(door) - 1.0) / (door.at_most - 1.0);
    if !scene.draw(REAL, key, u64::from(nth)).chance(share) {
        return;
    }
    let luck = combine(combine(key, BEYOND.0), u64::from(nth));
    let uniform = |finding: u64| scene.draw(THROUGH, combine(luck, finding), 0).uniform();
    let way_in = scene.rooms.exposure.way_in(scene.plan, door, uniform);
    book_wave(scene, kind, WAVES + nth, luck);
    let hits = targets(scene, kind, luck);
    if let (Some(case), Some((about, late))) = (open(scene, kind, luck, hits), way_in) {
        scene.record(Fact::Exposure(Told::CameThrough { about, incident: IncidentNo(case.no), late }));
    }
}
