//! People who come and go while nothing waits for them: only the desks notice. Whoever steps through shifts asks here whether that is so, and
//! need not book anything then.

use super::rules::work_of;
use super::seats;
use crate::model::Scene;
use crate::model::happening::{Case, Happening as Any, Response};
use crate::model::ids::PersonId;
use crate::model::incident::NONE;

/// Notes at which desks jobs wait, and at which they will once others have been asked or a decision is taken.
pub fn look(scene: &mut Scene) {
    let turns = &mut *scene.rooms.response.turns;
    let mut awaited = std::mem::take(&mut turns.awaited);
    awaited.copy(&turns.lines);
    if turns.asking > 0 {
        for place in 0..scene.rooms.incident.places() {
            let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
            if case.no == NONE || work_of(scene, case).asking() == 0 || !scene.rooms.authority.any_open(case) {
                continue;
            }
            let work = &*work_of(scene, case);
            let asking = std::iter::successors(work.next_asking(0), |no| work.next_asking(no + 1));
            asking.filter_map(|no| work.jobs[no as usize].asks).for_each(|desk| awaited.set(desk));
        }
    }
    scene.rooms.response.turns.awaited = awaited;
}

/// Nobody but the desks would notice somebody come or go: they have nothing in hand, and could do nothing of what was waiting when it was
/// looked at last.
pub fn is_unnoticed(scene: &Scene, person: PersonId) -> bool {
    let hands = &scene.rooms.response.hands[person.at()];
    hands.job.is_none()
        && hands.beside.is_none()
        && !scene.plan.demand.concerns(person)
        && !scene.plan.people[person.at()].desks.any_set(&scene.rooms.response.turns.awaited)
}

/// Somebody leaves with others, and takes nothing up from now on. Where people work beside others to learn, that may have to be told, after
/// whatever is told now.
pub fn leaves(scene: &mut Scene, person: PersonId) {
    if scene.plan.runbooks.passed_on {
        scene.follow(Any::Response(Response::Leaves { person }));
    } else {
        seats::withdraw(scene, person);
    }
}

/// Somebody comes on shift, unnoticed.
pub fn comes(scene: &mut Scene, person: PersonId) {
    seats::take(scene, person, true);
}

/// Somebody's shift ends, unnoticed.
pub fn goes(scene: &mut Scene, person: PersonId) {
    seats::take(scene, person, false);
}
