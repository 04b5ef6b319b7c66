//! Lines about the means of response.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::Fact;

impl Lines<'_> {
    pub(super) fn fields_of_means(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let of = |incident: crate::model::ids::IncidentNo, person| vec![("incident", json!(incident.0)), self.person(person)];
        let means = |means: crate::model::ids::MeansId| {
            let entry = &self.plan.means[means.at()];
            vec![("means", json!(entry.id)), self.system(entry.system)]
        };
        match *fact {
            Fact::MeansDown { means: id } => ("means_down", means(id)),
            Fact::MeansUp { means: id } => ("means_up", means(id)),
            Fact::NotDelivered { incident, person, why } => {
                let mut fields = of(incident, person);
                fields.push(("for", self.page(why)));
                ("not_delivered", fields)
            }
            Fact::CutOff { incident, person } => ("cut_off", of(incident, person)),
            Fact::OnSite { incident, person } => ("on_site", of(incident, person)),
            _ => ("fact", vec![]),
        }
    }
}
