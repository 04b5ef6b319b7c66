//! What the desks make of it when somebody gains or loses access or knowledge: they are counted anew, put down what they may do no more,
//! and take up what they can do now.

use super::rules::{in_hand, job};
use super::{assign, beside, line, review, work};
use crate::model::Scene;
use crate::model::fact::{Capability, Stop};
use crate::model::happening::{Happening as Any, Response};
use crate::model::ids::{PersonId, RequirementId};
use crate::model::qualification::asks_for;

/// What somebody may or can do of all that asks for this has changed. It may have changed for others too, so nobody takes up or puts down
/// anything before the desks know it of all of them.
pub(super) fn requalified(scene: &mut Scene, person: PersonId, what: Capability) {
    let plan = scene.plan;
    let concerned = |r: &RequirementId| asks_for(&plan.requirements[r.at()], what);
    for &(requirement, seat) in plan.people[person.at()].candidate_for.iter().filter(|(r, _)| concerned(r)) {
        seat_anew(scene, person, requirement, seat);
        count_anew(scene, requirement);
    }
    scene.follow(Any::Response(Response::LookRound { person, what }));
}

/// Somebody puts down what they may do no more, or takes up what they can do now.
pub(super) fn look_round(scene: &mut Scene, person: PersonId, what: Capability) {
    let plan = scene.plan;
    let concerned = |r: &RequirementId| asks_for(&plan.requirements[r.at()], what);
    if let Some((case, no)) = in_hand(scene, person) {
        let asked = job(scene, case, no).asks;
        if asked.is_some_and(|r| scene.rooms.qualification.rank(plan, person, r).is_none()) {
            work::stop(scene, person, Stop::Disqualified);
            work::turns_to_other(scene, case, person);
        }
    } else {
        beside::look_again(scene, person);
        assign::free(scene, person);
    }
    for &(requirement, _) in plan.people[person.at()].candidate_for.iter().filter(|(r, _)| concerned(r)) {
        review::of_desk(scene, requirement);
    }
}

/// Their idle mark moves to the rank that they have now, or goes.
fn seat_anew(scene: &mut Scene, person: PersonId, requirement: RequirementId, seat: u32) {
    let plan = scene.plan;
    let asked = &plan.requirements[requirement.at()];
    let idle = scene.rooms.response.hands[person.at()].idle;
    let rank = scene.rooms.qualification.rank(plan, person, requirement);
    let desk = line::desk(scene, requirement);
    desk.set_idle(asked.rank(seat, false), false);
    desk.set_idle(asked.rank(seat, true), false);
    if let Some(rank) = rank.filter(|_| idle) {
        desk.set_idle(rank, true);
    }
}

/// Counts those on shift at a desk from scratch: this is rare, and needs no memory of what they could do before.
fn count_anew(scene: &mut Scene, requirement: RequirementId) {
    let plan = scene.plan;
    let (mut qualified, mut lack_grant, mut lack_knowledge) = (0, 0, 0);
    for &(person, _) in &plan.requirements[requirement.at()].candidates {
        if !scene.rooms.response.hands[person.at()].counted {
            continue;
        }
        let held = &scene.rooms.qualification;
        qualified += u32::from(held.rank(plan, person, requirement).is_some());
        lack_grant += u32::from(held.lacks_grant(plan, person).contains(&requirement));
        lack_knowledge += u32::from(held.lacks_knowledge(plan, person).contains(&requirement));
    }
    let desk = line::desk(scene, requirement);
    (desk.qualified, desk.lack_grant, desk.lack_knowledge) = (qualified, lack_grant, lack_knowledge);
}
