//! What of consultation is not known yet: how long those still think who have been reached.

use super::consultation::{ADVICE, luck_of};
use super::{Asking, service};
use crate::engine::chance::Unknown;
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    for case in scene.cases() {
        let Some((_, service)) = service(plan, scene.rooms.incident.file(case).kind) else { continue };
        for consultation in &scene.rooms.responsibility.consultations[case.at()].0 {
            for asked in consultation.asked.iter().filter(|asked| matches!(asked.asking, Asking::Reached(_))) {
                let Some(party) = service.consulted.get(asked.party as usize) else { continue };
                let key = scene.key_for(ADVICE, case, luck_of(plan, party, consultation.matter), 0);
                unknown.shows(&[key], |reached, draws| Some(reached + party.takes.sample(&mut draws[0])));
            }
        }
    }
}
