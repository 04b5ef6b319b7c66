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
    let step = |n: &mut u32| *n = if on { *n + 1 } else { n.saturating_sub(1) };
    let held = &rooms.qualification;
    let desks = &mut rooms.response.desks;
    let mut at = |requirement: RequirementId, which: fn(&mut Desk) -> &mut u32| step(which(&mut desks[requirement.at()]));
    held.qualifies(plan, person).iter().for_each(|(r, _)| at(*r, |d| &mut d.qualified));
    held.lacks_grant(plan, person).iter().for_each(|r| at(*r, |d| &mut d.lack_grant));
    held.lacks_knowledge(plan, person).iter().for_each(|r| at(*r, |d| &mut d.lack_knowledge));
}
