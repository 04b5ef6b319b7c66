//! What of decisions is not known yet: how long those still consult or deliberate who have been reached.

use super::rules::{ANSWER, CONSULTATION, DELIBERATION};
use crate::engine::chance::{Unknown, combine};
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    for case in scene.cases() {
        for request in scene.rooms.authority.requests[case.at()].all.iter().filter(|request| !request.granted) {
            let right = &plan.decisions[request.decision.at()];
            for (place, decider) in (0..).zip(&request.deciders) {
                let answers = u64::from(request.answers);
                let thinks = scene.key_for(DELIBERATION, case, combine(right.luck, place), answers);
                if scene.rooms.choice.is_awaited(case, Some(request.decision), decider.person) {
                    // What they say, and when, is the room's choice: what would be drawn is not known. Of several the luck is that of their turn.
                    unknown.agrees(&[thinks], |_| true);
                    for turn in 0..request.deciders.len() as u64 {
                        let says = scene.key_for(ANSWER, case, combine(right.luck, place), answers + turn);
                        unknown.agrees(&[says], |_| true);
                    }
                    continue;
                }
                if decider.says.is_some() {
                    continue;
                }
                if let Some(takes) = &right.consultation {
                    let key = scene.key_for(CONSULTATION, case, right.luck, place + 1);
                    unknown.shows(&[key], |asked, draws| Some(asked + takes.sample(&mut draws[0])));
                }
                unknown.shows(&[thinks], |asked, draws| Some(asked + right.deliberation.sample(&mut draws[0])));
            }
        }
    }
}
