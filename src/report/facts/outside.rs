//! How providers and third parties are written.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::Fact;
use crate::model::ids::{EmployerId, IncidentNo, VendorId};

impl Lines<'_> {
    pub(super) fn fields_of_outside(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        match *fact {
            Fact::ProviderRequested { incident, employer } => ("provider_requested", self.of_provider(incident, employer)),
            Fact::ProviderResponded { incident, employer } => ("provider_responded", self.of_provider(incident, employer)),
            Fact::BenchBusy { incident, employer } => ("bench_busy", self.of_provider(incident, employer)),
            Fact::BenchShared { incident, employer, left, of } => {
                let mut fields = self.of_provider(incident, employer);
                fields.extend([("left", json!(left)), ("of", json!(of))]);
                ("bench_shared", fields)
            }
            Fact::ChangeOrdered { incident, employer } => ("change_ordered", self.of_provider(incident, employer)),
            Fact::ProviderDown { employer } => ("provider_down", vec![self.employer(employer)]),
            Fact::ProviderBack { employer } => ("provider_back", vec![self.employer(employer)]),
            Fact::ContractEnded { employer } => ("contract_ended", vec![self.employer(employer)]),
            Fact::VendorCalled { incident, vendor } => ("vendor_called", self.of_vendor(incident, vendor)),
            Fact::VendorReady { incident, vendor } => ("vendor_ready", self.of_vendor(incident, vendor)),
            _ => ("fact", vec![]),
        }
    }

    fn employer(&self, employer: EmployerId) -> (&'static str, Value) {
        ("employer", json!(self.plan.employers[employer.at()].id))
    }
    fn of_provider(&self, incident: IncidentNo, employer: EmployerId) -> Vec<(&'static str, Value)> {
        vec![("incident", json!(incident.0)), self.employer(employer)]
    }
    fn of_vendor(&self, incident: IncidentNo, vendor: VendorId) -> Vec<(&'static str, Value)> {
        vec![("incident", json!(incident.0)), ("vendor", json!(self.plan.vendors[vendor.at()].id))]
    }
}
