//! How many times as long a job takes in somebody's hands: what skill and knowledge make of it, times whatever else slows the work now.

use super::{apart, beside, strain};
use crate::model::Scene;
use crate::model::absence;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::PersonId;

/// The factor for a job in somebody's hands from now on; `skilled` is what their skill, pace and knowledge make of it. Each domain that
/// slows or speeds work has one line here.
#[inline]
pub(super) fn factor(scene: &Scene, case: Case, no: JobNo, person: PersonId, skilled: f64) -> f64 {
    let shown = if scene.plan.runbooks.passed_on { beside::pace(scene, case, no) } else { 1.0 };
    let without_chat = if scene.plan.means.is_empty() { 1.0 } else { scene.rooms.means.slows(scene.plan) };
    skilled
        * strain::fatigue(scene, person)
        * absence::rules::pace(scene, person)
        * unled(scene, case)
        * apart::pace(scene, case, no, person)
        * shown
        * without_chat
}

/// What work that goes on side by side makes of it that nobody leads: no lead, or one who reads in, gives an update or has a job in hand.
fn unled(scene: &Scene, case: Case) -> f64 {
    if !scene.plan.has_leads || scene.rooms.response.of(case).at_work < 2 {
        return 1.0;
    }
    let plan = scene.plan;
    let playbook = &plan.playbooks[plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook.at()];
    let attended = |person| !scene.rooms.response.has_hands_full(person);
    match &playbook.lead {
        Some(law) if !scene.rooms.lead.attentive(scene.hot.core.now, case).is_some_and(attended) => law.without,
        _ => 1.0,
    }
}
