//! What of telemetry is not known yet: whether and when sources, users and those who report see what they have not seen.

use super::rules::{REPORT, SEES, USERS};
use crate::engine::chance::{Unknown, combine};
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    for case in scene.cases() {
        let kind = &plan.kinds[scene.rooms.incident.file(case).kind.at()];
        let stages = kind.attack.map_or(0, |attack| plan.attacks[attack.at()].stages.len() as u64);
        for sensor in &plan.sensors {
            for of in (0..stages).chain(plan.systems.iter().map(|system| system.luck)) {
                let key = scene.key_for(SEES, case, combine(sensor.luck, of), 0);
                unknown.shows(&[key], |asked, draws| draws[0].chance(sensor.sees).then(|| asked + sensor.after.sample(&mut draws[0])));
            }
        }
        for system in &plan.systems {
            let Some(users) = &system.users else { continue };
            let key = scene.key_for(USERS, case, system.luck, 0);
            unknown.shows(&[key], |asked, draws| {
                let passes = draws[0].chance(users.call).then(|| users.notice.sample(&mut draws[0]))?;
                users.hours.after(asked, passes)
            });
        }
        if let Some(reported) = &kind.reported {
            let key = scene.key_for(REPORT, case, 0, 0);
            unknown.shows(&[key], |asked, draws| Some(asked + reported.sample(&mut draws[0])));
        }
    }
}
