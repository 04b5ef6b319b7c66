//! Lines about injects, and about what they alone bring about.

use serde_json::{Value, json};

use super::Lines;
use crate::engine::time::Instant;
use crate::model::fact::Told;
use crate::model::ids::EmployerId;

impl Lines<'_> {
    /// Which provider, and until when: null where that is for good.
    fn employed(&self, employer: EmployerId, until: Option<Instant>) -> Vec<(&'static str, Value)> {
        let employer = ("employer", json!(self.plan.employers[employer.at()].id));
        let ends = until.map(|at| Some(at).filter(|at| *at < Instant::NEVER));
        let until = ends.into_iter().flat_map(|at| {
            [
                ("until_local", json!(at.map(|at| self.plan.zone.civil(at).to_string()))),
                ("until_s", json!(at.map(|at| at.0 as f64 / 1000.0))),
            ]
        });
        std::iter::once(employer).chain(until).collect()
    }
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
            Told::Shift { person, works, until: at } => {
                let name = if works { "comes_in" } else { "time_off" };
                (name, std::iter::once(self.person(person)).chain(until(at)).collect())
            }
            Told::OnCall { rota, person, until: at } => {
                let rota = ("rota", json!(self.plan.rotas[rota.at()].id()));
                let person = person.map(|person| self.person(person)).unwrap_or(("person", Value::Null));
                ("on_call_changed", [rota, person].into_iter().chain(until(at)).collect())
            }
            Told::Suspended { employer, until: at } => ("contract_suspended", self.employed(employer, Some(at))),
            Told::Resumes { employer } => ("contract_resumes", self.employed(employer, None)),
            Told::OwedIn { employer, until: at } => ("contract_hours", self.employed(employer, Some(at))),
            Told::RespondsAfter { employer, takes } => {
                let takes = ("takes_s", json!(takes.0 as f64 / 1000.0));
                ("contract_response", self.employed(employer, None).into_iter().chain([takes]).collect())
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
