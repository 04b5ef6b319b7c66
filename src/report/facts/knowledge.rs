//! Lines about knowledge: what is followed, who works beside whom, what they learn.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::{Capability, Knowing};

impl Lines<'_> {
    pub(super) fn fields_of_knowing(&self, what: Knowing) -> (&'static str, Vec<(&'static str, Value)>) {
        let mut fields = self.job(what.job());
        match what {
            Knowing::Follows { person, runbook, .. } => {
                fields.extend([self.person(person), self.capability(Capability::Written(runbook))]);
                ("follows_runbook", fields)
            }
            Knowing::Joins { person, beside, runbook, .. } => {
                let beside = ("beside", json!(self.plan.people[beside.at()].id));
                fields.extend([self.person(person), beside, self.capability(Capability::Knowledge(runbook))]);
                ("pairing_begins", fields)
            }
            Knowing::Parts { person, learned, .. } => {
                fields.extend([self.person(person), ("learned", json!(learned.is_some()))]);
                ("pairing_ends", fields)
            }
        }
    }
}
