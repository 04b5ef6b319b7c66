//! Lines about access: given, used and reviewed.

use serde_json::{Value, json};

use super::super::rows::authority;
use super::Lines;
use crate::model::fact::{Basis, Capability, Fact, Way};
use crate::model::ids::{GrantId, IncidentNo};

impl Lines<'_> {
    pub(super) fn fields_of_access(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let about = |incident: IncidentNo, grant: GrantId| vec![("incident", json!(incident.0)), self.capability(Capability::Grant(grant))];
        match *fact {
            Fact::AccessGiven { incident, person, grant, way, authority: on, lasts } => {
                let way = ("way", json!(if way == Way::Request { "request" } else { "break_glass" }));
                let lasts = ("lasts_s", json!(lasts.0 as f64 / 1000.0));
                (
                    "access_given",
                    [about(incident, grant), vec![self.person(person), way, ("authority", json!(authority(on))), lasts]].concat(),
                )
            }
            Fact::Privileged { job, person, grant, basis } => {
                let basis = ("authority", json!(basis_name(basis)));
                ("privileged", [self.job(job), vec![self.person(person), self.capability(Capability::Grant(grant)), basis]].concat())
            }
            Fact::GlassReviewed { incident, grant, person } => {
                ("glass_reviewed", [about(incident, grant), vec![self.person(person)]].concat())
            }
            Fact::ReviewOverdue { incident, grant } => ("review_overdue", about(incident, grant)),
            _ => ("fact", vec![]),
        }
    }
}

fn basis_name(basis: Basis) -> &'static str {
    match basis {
        Basis::Decision => "decision",
        Basis::Request => "access_request",
        Basis::BreakGlass => "break_glass",
        Basis::Nothing => "nothing",
    }
}
