//! How long anybody works at a stretch: its end where a longest is stated, and the rest that follows before they come back.

use super::rules::{comes_in_between, duty, set};
use crate::engine::driver::HAPPENS;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::fact::{Fact, Stop};
use crate::model::happening::{Duty as Happening, Happening as Any, Response};
use crate::model::ids::PersonId;

/// A stretch of work begins: the end of the longest that anybody may work is booked, unless their shift ends sooner. Then it matters only for
/// those who stay on.
pub(super) fn limit_stretch(scene: &mut Scene, person: PersonId) {
    let Some(rest) = scene.plan.rest else { return };
    let state = duty(scene, person);
    let Some(since) = state.since else { return };
    state.generation += 1;
    if !(state.on_shift && ends_before(scene, person, since + rest.longest_stretch)) {
        stays_on(scene, person);
    }
}

/// Somebody goes on working beyond their shift, or is there by no shift: the end of the longest stretch anybody may work is booked.
pub(super) fn stays_on(scene: &mut Scene, person: PersonId) {
    let Some(rest) = scene.plan.rest else { return };
    let state = duty(scene, person);
    let (Some(since), generation) = (state.since.filter(|_| state.at_work()), state.generation) else { return };
    let at = (since + rest.longest_stretch).max(scene.now());
    scene.hot.core.book(at, HAPPENS, Any::Duty(Happening::MustRest { person, generation }));
}

/// The shift that somebody is on ends before an instant, whatever else happens.
fn ends_before(scene: &Scene, person: PersonId, at: Instant) -> bool {
    let hours = &scene.plan.hours[scene.plan.people[person.at()].hours as usize];
    !scene.plan.injects.swaps && hours.span_at(scene.now()).is_some_and(|(_, to)| to < at)
}

/// Somebody who worked beyond their roster, or as long as anybody may, comes back only after the least rest.
pub(super) fn end_stretch(scene: &mut Scene, person: PersonId) {
    let now = scene.now();
    let least = scene.plan.rest.map(|r| r.least_rest);
    let state = duty(scene, person);
    state.since = None;
    state.generation += 1;
    let generation = state.generation;
    match least {
        Some(least) => {
            state.rests_until = now + least;
            scene.book_in(least, Any::Duty(Happening::Rested { person, generation }));
        }
        None => scene.follow(Any::Response(Response::CouldCome { person })),
    }
}

pub(super) fn must_rest(scene: &mut Scene, person: PersonId, generation: u32) {
    if !scene.rooms.duty.clock.running {
        return;
    }
    let state = duty(scene, person);
    if state.generation != generation || !state.at_work() {
        return;
    }
    scene.record(Fact::MustRest { person });
    scene.follow(Any::Response(Response::DownTools { person, why: Stop::Rest }));
    leave_work(scene, person, true);
}

/// Somebody stops work in the middle of a shift, a call-out or what they stayed for; those who are tired come back only after the least rest.
pub(super) fn leave_work(scene: &mut Scene, person: PersonId, tired: bool) {
    let state = duty(scene, person);
    if !state.at_work() {
        return;
    }
    let called_for = state.called_for;
    let was_on = state.on_shift;
    state.called_for = None;
    state.staying = false;
    state.on_shift = false;
    if tired {
        end_stretch(scene, person);
    } else {
        state.since = None;
        state.generation += 1;
    }
    if let Some(case) = called_for {
        let incident = crate::model::ids::IncidentNo(case.no);
        scene.record(Fact::StoodDown { incident, person });
    }
    if was_on {
        scene.follow(Any::Response(Response::WentOff { person }));
    }
}

pub(super) fn rested(scene: &mut Scene, person: PersonId, generation: u32) {
    if duty(scene, person).generation != generation {
        return;
    }
    set(scene, person);
    if duty(scene, person).on_shift {
        comes_in_between(scene, person);
    } else {
        scene.follow(Any::Response(Response::CouldCome { person }));
    }
}
