//! Who is at the desks: with nothing in hand, or on shift at all.

use super::{Desk, beside};
use crate::model::Scene;
use crate::model::ids::{PersonId, RequirementId};

/// Marks somebody idle or not at all desks they qualify for.
pub(super) fn mark(scene: &mut Scene, person: PersonId, idle: bool) {
    let rooms = &mut *scene.rooms;
    let hands = &mut rooms.response.hands[person.at()];
    // The desks know it already; a change of rank is theirs to follow.
    if hands.idle == idle {
        return;
    }
    hands.idle = idle;
    for &(requirement, rank) in rooms.qualification.qualifies(scene.plan, person) {
        rooms.response.desks[requirement.at()].set_idle(rank, idle);
    }
}

/// Somebody is not there any more.
#[inline]
pub(super) fn withdraw(scene: &mut Scene, person: PersonId) {
    beside::goes(scene, person);
    mark(scene, person, false);
}

/// Counts somebody in or out at the desks where they qualify or nearly do.
pub(super) fn count(scene: &mut Scene, person: PersonId, on: bool) {
    let (plan, rooms) = (scene.plan, &mut *scene.rooms);
    if std::mem::replace(&mut rooms.response.hands[person.at()].counted, on) == on {
        return;
    }
    let held = &rooms.qualification;
    let desks = &mut rooms.response.desks;
    let mut at = |requirement: RequirementId, which: fn(&mut Desk) -> &mut u32| step(which(&mut desks[requirement.at()]), on);
    held.qualifies(plan, person).iter().for_each(|(r, _)| at(*r, |d| &mut d.qualified));
    held.lacks_grant(plan, person).iter().for_each(|r| at(*r, |d| &mut d.lack_grant));
    held.lacks_knowledge(plan, person).iter().for_each(|r| at(*r, |d| &mut d.lack_knowledge));
}

/// Somebody with nothing in hand takes their seats, or leaves them: counted and marked at once.
pub(super) fn take(scene: &mut Scene, person: PersonId, on: bool) {
    let hands = &mut scene.rooms.response.hands[person.at()];
    if hands.counted == on || hands.idle == on {
        count(scene, person, on);
        return mark(scene, person, on);
    }
    (hands.counted, hands.idle) = (on, on);
    let (plan, rooms) = (scene.plan, &mut *scene.rooms);
    let (held, desks) = (&rooms.qualification, &mut rooms.response.desks);
    for &(requirement, rank) in held.qualifies(plan, person) {
        let desk = &mut desks[requirement.at()];
        step(&mut desk.qualified, on);
        desk.set_idle(rank, on);
    }
    held.lacks_grant(plan, person).iter().for_each(|r| step(&mut desks[r.at()].lack_grant, on));
    held.lacks_knowledge(plan, person).iter().for_each(|r| step(&mut desks[r.at()].lack_knowledge, on));
}

fn step(n: &mut u32, on: bool) {
    *n = if on { *n + 1 } else { n.saturating_sub(1) };
}
