//! Sources that are blind for a time: an agent is off, a licence has run out, the collector is down. What they would have told of an outage they
//! tell once they see again, if it still lasts; stages and hits of an attack that went by meanwhile they never see.

use super::rules::seen;
use crate::model::Scene;
use crate::model::fact::{Fact, Told};
use crate::model::happening::{Case, Happening as Any, Telemetry as Happening};
use crate::model::ids::{SensorId, SystemId};

/// All sources see.
pub fn begin(scene: &mut Scene) {
    let sight = &mut *scene.rooms.telemetry.sight;
    sight.blind.fill(0);
    sight.missed.clear();
}

/// A source sees nothing from now on.
pub(super) fn blinded(scene: &mut Scene, sensor: SensorId) {
    let reasons = &mut scene.rooms.telemetry.sight.blind[sensor.at()];
    *reasons += 1;
    if *reasons == 1 {
        scene.record(Fact::Inject(Told::Sight { sensor, blind: true }));
    }
}

/// A blind source misses an outage.
pub(super) fn misses(scene: &mut Scene, sensor: SensorId, case: Case, system: SystemId) {
    scene.rooms.telemetry.sight.missed.push((sensor, case, system));
}

/// One reason why a source was blind is gone. With the last of them it sees what it has missed and still lasts.
pub(super) fn sees_again(scene: &mut Scene, sensor: SensorId) {
    let sight = &mut *scene.rooms.telemetry.sight;
    sight.blind[sensor.at()] = sight.blind[sensor.at()].saturating_sub(1);
    if sight.blind[sensor.at()] > 0 {
        return;
    }
    let missed: Vec<_> = sight.missed.extract_if(.., |(of, ..)| *of == sensor).collect();
    scene.record(Fact::Inject(Told::Sight { sensor, blind: false }));
    for (_, case, system) in missed {
        let still = scene.live(case) && scene.rooms.estate.of(system).down;
        let luck = scene.plan.systems[system.at()].luck;
        if let Some(after) = seen(scene, case, sensor, luck).filter(|_| still) {
            scene.book_in(after, Any::Telemetry(Happening::OutageAlert { case, sensor, system }));
        }
    }
}
