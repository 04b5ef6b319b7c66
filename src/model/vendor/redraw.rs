//! What of third parties is not known yet: when those are activated who have been called.

use super::rules::{ACTIVATION, away};
use crate::engine::chance::Unknown;
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    for case in scene.cases() {
        for (vendor, _) in scene.rooms.vendor.brought[case.at()].0.iter().filter(|(_, ready)| !ready) {
            let entry = &plan.vendors[vendor.at()];
            let back = away(scene, *vendor);
            unknown.shows(&[scene.key_for(ACTIVATION, case, entry.luck, 0)], |called, draws| {
                let (heard, takes) = (called.max(back), entry.activation.sample(&mut draws[0]));
                entry.hours.as_ref().map_or(Some(heard + takes), |hours| hours.after(heard, takes))
            });
        }
    }
}
