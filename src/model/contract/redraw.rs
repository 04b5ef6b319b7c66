//! What of contracts is not known yet: when a provider responds that was asked to, and when a change order comes.

use super::Order;
use super::changed;
use super::rules::{BENCH, ORDER, RESPONSE};
use crate::engine::chance::Unknown;
use crate::engine::time::Span;
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    for case in scene.cases() {
        for engagement in &scene.rooms.contract.engagements[case.at()].0 {
            let employer = engagement.employer;
            let terms = &plan.employers[employer.at()].terms;
            let key = |purpose, nth| scene.key_for(purpose, case, terms.luck, nth);
            let actual = changed::response(scene, employer).or(terms.response.as_ref().map(|r| &r.actual));
            let free_after = terms.bench.as_ref().and_then(|bench| bench.free_after.as_ref());
            // That everybody is with other clients is told at once; how much later they come is not.
            let free_after = free_after.filter(|_| unknown.asked(key(BENCH, 1)).is_some());
            let keys: Vec<_> = actual.map(|_| key(RESPONSE, 0)).into_iter().chain(free_after.map(|_| key(BENCH, 1))).collect();
            if !engagement.responded && !engagement.due {
                unknown.shows(&keys, |asked, draws| {
                    let takes = actual.into_iter().chain(free_after).zip(draws).map(|(dist, draw)| dist.sample(draw));
                    let takes = takes.fold(Span(0), |sum, span| sum + span);
                    terms.only_in().map_or(Some(asked + takes), |hours| hours.after(asked, takes))
                });
            }
            if let Some(order) = terms.change_order.as_ref().filter(|_| engagement.order == Order::Prepared) {
                unknown.shows(&[key(ORDER, 0)], |asked, draws| Some(asked + order.takes.sample(&mut draws[0])));
            }
        }
    }
}
