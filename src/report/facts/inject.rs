//! Lines about injects, and about what they alone bring about.

use serde_json::{Value, json};

use super::Lines;
use crate::engine::time::Instant;
use crate::model::fact::Told;

impl Lines<'_> {
    pub(super) fn fields_of_inject(&self, told: Told) -> (&'static str, Vec<(&'static str, Value)>) {
        let until = |at: Instant| [("until_local", json!(self.plan.zone.civil(at).to_string())), ("until_s", json!(at.0 as f64 / 1000.0))];
        let (name, more) = match told {
            Told::Fired { inject, .. } => {
                let entry = &self.plan.injects.injects[inject.at()];
                ("inject", vec![("inject", json!(entry.id)), ("says", json!(entry.says))])
            }
            Told::CopiesBad { system, copies, .. } => ("copies_bad", vec![self.system(system), ("copies", json!(copies))]),
            Told::Out { system, until: at, .. } => ("system_out", std::iter::once(self.system(system)).chain(until(at)).collect()),
            Told::Sight { sensor, blind } => {
                let name = if blind { "telemetry_blind" } else { "telemetry_sees" };
                (name, vec![("telemetry", json!(self.plan.sensors[sensor.at()].id))])
            }
            Told::VendorAway { vendor, until: at } => {
                let vendor = ("vendor", json!(self.plan.vendors[vendor.at()].id));
                ("vendor_away", std::iter::once(vendor).chain(until(at)).collect())
            }
            Told::Challenged { decision, .. } => ("challenged", vec![self.decision(decision)]),
            Told::Call { person, takes, .. } => ("call", vec![self.person(person), ("takes_s", json!(takes.0 as f64 / 1000.0))]),
            Told::Turns { severity, in_truth, .. } => {
                let severity = json!(format!("{severity:?}").to_lowercase());
                (if in_truth { "severity_changed" } else { "reassessed" }, vec![("severity", severity)])
            }
        };
        let incident = told.incident().map(|incident| ("incident", json!(incident.0)));
        (name, incident.into_iter().chain(more).collect())
    }
}
