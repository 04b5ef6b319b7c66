//! What of access is not known yet: when access that is being set up is there.

use super::Stage;
use super::rules::PROVISIONING;
use crate::engine::chance::Unknown;
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    for case in scene.cases() {
        for asking in scene.rooms.access.askings[case.at()].asked.iter().filter(|asking| asking.stage == Stage::Provisioning) {
            let Some(takes) = plan.access.passage(asking.matter.grant, asking.matter.way).and_then(|p| p.takes.as_ref()) else { continue };
            let key = scene.key_for(PROVISIONING, case, plan.decisions[asking.decision.at()].luck, asking.times);
            unknown.shows(&[key], |asked, draws| Some(asked + takes.sample(&mut draws[0])));
        }
    }
}
