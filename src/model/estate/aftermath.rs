//! What comes after a service is back: it may be slow at first, and the business has to work off what was left lying.

use super::rules::service;
use super::{Aftermath, Service};
use crate::engine::chance::Purpose;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Estate as Happening, Happening as Any, Incident};
use crate::model::ids::SystemId;

pub(super) const FULL: Purpose = Purpose::named("full capacity");

/// A service that an incident had taken down is up again, at its minimum capacity when it had to be restored.
pub(super) fn begins(scene: &mut Scene, case: Case, system: SystemId, out: Span) {
    let plan = scene.plan;
    let entry = &plan.systems[system.at()];
    let now = scene.now();
    let state = service(scene, system);
    state.outages += 1;
    let (nth, generation, was_hit) = (state.outages, state.generation, std::mem::replace(&mut state.was_hit, false));
    let slow = entry.capacity.as_ref().filter(|_| was_hit);
    let full = now + slow.map_or(Span(0), |c| c.full_after.sample(&mut scene.draw_for(FULL, case, entry.luck, u64::from(nth))));
    let state = service(scene, system);
    let work = std::mem::take(&mut state.backlog) + entry.catch_up.map_or(Span(0), |each| out.times(each));
    let caught_up = full + work;
    state.aftermath = Some(Aftermath { case, full, caught_up });
    if entry.capacity.is_some() {
        scene.book_at(full, Any::Estate(Happening::FullService { system, generation }));
    }
    if entry.catch_up.is_some() {
        scene.book_at(caught_up, Any::Estate(Happening::CaughtUp { system, generation }));
    }
}

/// It runs at full capacity.
pub(super) fn full(scene: &mut Scene, system: SystemId) {
    scene.record(Fact::FullService { system });
    if scene.plan.systems[system.at()].catch_up.is_none() {
        ends(scene, system);
    }
}

/// The business has caught up.
pub(super) fn caught_up(scene: &mut Scene, system: SystemId) {
    scene.record(Fact::CaughtUp { system });
    ends(scene, system);
}

fn ends(scene: &mut Scene, system: SystemId) {
    if let Some(Aftermath { case, .. }) = service(scene, system).aftermath.take() {
        scene.follow(Any::Incident(Incident::OutageEnded { case }));
    }
}

/// The service is lost again: what is left to catch up on is added to what the next outage leaves.
pub(super) fn is_cut_short(scene: &mut Scene, system: SystemId) {
    let now = scene.now();
    let state = service(scene, system);
    if let Some(Aftermath { full, caught_up, .. }) = state.aftermath {
        state.backlog = left(caught_up, full.max(now));
        ends(scene, system);
    }
}

fn left(until: Instant, from: Instant) -> Span {
    Span((until.0 - from.0).max(0))
}

impl Service {
    /// Nothing keeps it down.
    pub(super) fn may_come_up(&self) -> bool {
        self.hits == 0 && self.needs_down == 0 && self.isolated.is_empty() && self.out == 0
    }
}
