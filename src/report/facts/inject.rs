//! Lines about injects.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::Told;

impl Lines<'_> {
    pub(super) fn fields_of_inject(&self, told: Told) -> (&'static str, Vec<(&'static str, Value)>) {
        match told {
            Told::Fired { incident, inject } => {
                let entry = &self.plan.injects.injects[inject.at()];
                ("inject", vec![("incident", json!(incident.0)), ("inject", json!(entry.id)), ("says", json!(entry.says))])
            }
            Told::Turns { incident, severity, in_truth } => {
                let severity = json!(format!("{severity:?}").to_lowercase());
                let name = if in_truth { "severity_changed" } else { "reassessed" };
                (name, vec![("incident", json!(incident.0)), ("severity", severity)])
            }
        }
    }
}
