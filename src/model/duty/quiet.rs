//! Shifts that begin or end while nothing waits for those whose they are. Most do in the long tail of an incident; then nothing follows but
//! that they are there or not, and nothing is booked for it.

use super::rules::duty;
use super::stretch::limit_stretch;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::happening::Case;
use crate::model::ids::PersonId;
use crate::model::incident::NONE;
use crate::model::{lead, response};

/// Puts all shifts into effect that begin or end together now, if nothing follows from any of them; else leaves them all alone and returns false.
pub(super) fn change(scene: &mut Scene, at: Instant, begins: bool) -> bool {
    let clock = &*scene.rooms.duty.clock;
    let together = |change: &&super::Change| change.at == at && change.begins == begins;
    if scene.plan.injects.swaps || clock.absences.get(clock.next_absence).is_some_and(|c| together(&c)) || lead::rules::any_needed(scene) {
        return false;
    }
    let first = clock.next;
    let all = first..first + clock.changes[first..].iter().take_while(together).count();
    response::quiet::look(scene);
    let open = begins && decisions_open(scene);
    let clock = &*scene.rooms.duty.clock;
    if !clock.changes[all.clone()].iter().all(|change| is_unnoticed(scene, change.person, begins, open)) {
        return false;
    }
    scene.rooms.duty.clock.next = all.end;
    for index in all {
        let person = scene.rooms.duty.clock.changes[index].person;
        if begins {
            comes(scene, person);
        } else {
            goes(scene, person);
        }
    }
    true
}

/// Nothing else is to follow now, and nobody needs a lead: as long as nothing waits either, people can come and go unnoticed.
pub(super) fn is_quiet(scene: &mut Scene) -> bool {
    response::quiet::look(scene);
    scene.hot.core.is_settled() && !lead::rules::any_needed(scene) && !decisions_open(scene)
}

/// Puts somebody's shift into effect if nothing follows from that; else leaves it alone and returns false.
pub(super) fn set(scene: &mut Scene, person: PersonId, rostered: bool) -> bool {
    let (now, state) = (scene.now(), scene.rooms.duty.of(person));
    let on = rostered && state.rests_until <= now;
    if on == state.on_shift || !is_unnoticed(scene, person, on, false) {
        return false;
    }
    if on {
        comes(scene, person);
    } else {
        goes(scene, person);
    }
    true
}

/// Some decision is open, which somebody who comes may have leave to take without asking.
fn decisions_open(scene: &Scene) -> bool {
    (0..scene.rooms.incident.places()).any(|place| {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        case.no != NONE && scene.rooms.authority.any_open(case)
    })
}

/// Nothing follows from it that somebody's shift begins or ends.
fn is_unnoticed(scene: &Scene, person: PersonId, begins: bool, open: bool) -> bool {
    let (plan, now, state) = (scene.plan, scene.now(), scene.rooms.duty.of(person));
    let absent = scene.rooms.absence.any() && (state.away.is_some() || scene.rooms.absence.at(person, now).is_some());
    let by_roster = !absent && state.swap.is_none() && state.shut.is_none();
    let worked_long = || plan.rest.is_some_and(|rest| state.since.is_some_and(|since| now - since >= rest.longest_stretch));
    let told = if begins { open && plan.people[person.at()].need_not_ask } else { state.on_shift && worked_long() };
    by_roster && state.called_for.is_none() && !told && response::quiet::is_unnoticed(scene, person)
}

/// A shift begins. Whoever must still rest comes when they have rested.
fn comes(scene: &mut Scene, person: PersonId) {
    let now = scene.now();
    let state = duty(scene, person);
    if state.on_shift || state.rests_until > now {
        return;
    }
    state.on_shift = true;
    state.staying = false;
    state.since.get_or_insert(now);
    limit_stretch(scene, person);
    response::quiet::comes(scene, person);
}

/// A shift ends, and its owner goes home.
fn goes(scene: &mut Scene, person: PersonId) {
    let state = duty(scene, person);
    if !state.on_shift {
        return;
    }
    state.on_shift = false;
    state.staying = false;
    state.since = None;
    state.generation += 1;
    response::quiet::goes(scene, person);
}
