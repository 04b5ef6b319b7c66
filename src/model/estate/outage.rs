//! An outage that nobody here can end: a carrier, a power station, a provider's cloud. It is over when it is over.

use super::rules::{come_up, go_down, service};
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::fact::{Fact, Told};
use crate::model::happening::{Case, Estate as Happening, Happening as Any};
use crate::model::ids::{IncidentNo, SystemId};

/// A system goes down, in the course of an incident, until then.
pub(super) fn goes_out(scene: &mut Scene, case: Case, system: SystemId, until: Instant) {
    let state = service(scene, system);
    state.out += 1;
    state.generation += 1;
    scene.record(Fact::Inject(Told::Out { incident: IncidentNo(case.no), system, until }));
    scene.book_at(until, Any::Estate(Happening::ComesBack { system }));
    go_down(scene, system, case);
}

/// What kept it down is over; it is up unless something else keeps it down.
pub(super) fn comes_back(scene: &mut Scene, system: SystemId) {
    let state = service(scene, system);
    state.out = state.out.saturating_sub(1);
    if state.may_come_up() {
        state.back_by = None;
        come_up(scene, system);
    }
}
