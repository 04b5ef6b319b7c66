//! What of systems is not known yet: when those that start are up, when those that are up run at full capacity, when they fail by themselves.

use super::aftermath::FULL;
use super::rules::{FAILURE, RESTART};
use crate::engine::chance::Unknown;
use crate::engine::time::Span;
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let now = unknown.now();
    for (entry, service) in scene.plan.systems.iter().zip(scene.rooms.estate.services.iter()) {
        if let Some(restart) = &entry.restart
            && service.down
            && service.may_come_up()
        {
            let started = service.by.map_or(0, |case| u64::from(case.no));
            unknown.shows(&[(RESTART, entry.luck, started)], |asked, draws| Some(asked + restart.sample(&mut draws[0])));
        }
        if let (Some(capacity), Some(aftermath)) = (&entry.capacity, &service.aftermath) {
            let key = scene.key_for(FULL, aftermath.case, entry.luck, u64::from(service.outages));
            unknown.shows(&[key], |asked, draws| Some(asked + capacity.full_after.sample(&mut draws[0])));
        }
        if let (Some((every, _)), Some(left)) = (&entry.fails, service.to_failure) {
            let key = (FAILURE, entry.luck, u64::from(service.failures));
            // The clock of a system stands still while it is down.
            let left = if service.down { left } else { left - (now - service.up_since) };
            let run = every.sample(&mut unknown.drawn(key)) - left.max(Span(0));
            unknown.agrees(&[key], |draws| every.sample(&mut draws[0]) > run);
        }
    }
}
