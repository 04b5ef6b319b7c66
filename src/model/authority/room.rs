//! What the room has to do with decisions: it says what those in its hands say, and reaches people who may decide.

use super::rules::{decider, drawn, find, luck_of, reached, requests};
use super::{Decider, Request};
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::choice;
use crate::model::fact::{Answer, Authority as On};
use crate::model::happening::{Authority as Happening, Case, Happening as Any};
use crate::model::ids::{DecisionId, PersonId};

/// Leaves to the room what somebody says who is in its hands, and offers what they would say by the luck of the play. Of those who think at
/// the same time, those who end sooner have the luck of the answers before.
pub(super) fn offer(scene: &mut Scene, (case, decision, person): (Case, DecisionId, PersonId), takes: Span) {
    let (luck, nth) = luck_of(scene, case, decision, person);
    let (now, outcomes) = (scene.now(), scene.plan.decisions[decision.at()].outcomes);
    let Some(request) = find(scene, case, decision) else { return };
    let sooner = |d: &&Decider| d.person != person && d.consulted && !d.agreed && d.next > now && d.next <= now + takes;
    let before = request.deciders.iter().filter(sooner).count() as u64;
    let delegate = request.deciders.iter().any(|d| d.person == person && d.delegate);
    let authority = if delegate { On::Delegate } else { On::Holder };
    let answer = drawn(scene, case, luck, nth + before, &outcomes);
    choice::rules::decision(scene, (case, decision, person), authority, (answer, takes));
}

/// The room has chosen what somebody says, and how long they think about it.
pub fn chosen(scene: &mut Scene, (case, decision, person): (Case, DecisionId, PersonId), (answer, takes): (Answer, Span), place: u64) {
    let at = scene.now() + takes;
    if let Some(decider) = decider(scene, case, decision, person) {
        decider.next = at;
        decider.says = Some(answer);
    }
    scene.book_placed(at, Some(place), Any::Authority(Happening::Concludes { case, decision, person }));
}

/// The room has reached somebody: open decisions that they may take now are put to them.
pub(super) fn at_hand(scene: &mut Scene, case: Case, person: PersonId) {
    let plan = scene.plan;
    let theirs = |r: &&Request| {
        let right = &plan.decisions[r.decision.at()];
        !r.granted && (right.holders.contains(&person) || r.delegates_may && right.delegates.contains(&person))
    };
    let waiting: Vec<DecisionId> = requests(scene, case).iter().filter(theirs).map(|r| r.decision).collect();
    for decision in waiting {
        reached(scene, case, decision, person);
    }
}
