//! Lines about containment and recovery.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::Fact;

impl Lines<'_> {
    pub(super) fn fields_of_recovery(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let of = |incident: crate::model::ids::IncidentNo, system| vec![("incident", json!(incident.0)), self.system(system)];
        match *fact {
            Fact::CopiesLost { incident, system } => ("copies_lost", of(incident, system)),
            Fact::NoCleanCopy { incident, system } => ("no_clean_copy", of(incident, system)),
            Fact::NoCopyLeft { incident, system } => ("no_copy_left", of(incident, system)),
            Fact::Restored { job, copy, vault } => {
                let made = self.plan.zone.civil(copy).to_string();
                let mut fields = self.job(job);
                fields.extend([("copy_local", json!(made)), ("copy_s", json!(copy.0 as f64 / 1000.0)), ("vault", json!(vault))]);
                ("restored", fields)
            }
            Fact::FalseAlarm { incident, sensor, kind, system, counted } => {
                let mut fields = of(incident, system);
                fields.extend([
                    ("from", json!(self.plan.sensors[sensor.at()].id)),
                    ("looks_like", json!(self.plan.kinds[kind.at()].id)),
                    ("counted", json!(counted)),
                ]);
                ("false_alarm", fields)
            }
            Fact::FoundFalse { incident } => ("found_false", vec![("incident", json!(incident.0))]),
            Fact::Reinfected { incident, system } => ("reinfected", of(incident, system)),
            Fact::BackWith { incident, system, by } => {
                let mut fields = of(incident, system);
                fields.push(("by_incident", json!(by.0)));
                ("back_with", fields)
            }
            Fact::Isolated { incident, system } => ("isolated", of(incident, system)),
            Fact::Reconnected { incident, system } => ("reconnected", of(incident, system)),
            Fact::LaneFull { job, lane } => {
                let mut fields = self.job(job);
                fields.push(("lane", json!(self.plan.lanes[lane.at()].id)));
                ("lane_full", fields)
            }
            Fact::FullService { system } => ("full_service", vec![self.system(system)]),
            Fact::CaughtUp { system } => ("caught_up", vec![self.system(system)]),
            _ => ("fact", vec![]),
        }
    }
}
