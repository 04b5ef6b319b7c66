//! Lines about changes.

use serde_json::{Value, json};

use super::Lines;
use crate::model::change::entry::ChangeKind;
use crate::model::fact::Step;
use crate::model::ids::{ChangeId, IncidentNo};

impl Lines<'_> {
    pub(super) fn fields_of_change(&self, step: &Step) -> (&'static str, Vec<(&'static str, Value)>) {
        let of = |incident: IncidentNo, change: ChangeId| {
            vec![("incident", json!(incident.0)), ("change", json!(self.plan.changes.of(change).id))]
        };
        let with = |incident, change, more: Vec<(&'static str, Value)>| of(incident, change).into_iter().chain(more).collect();
        let instant = |at: crate::engine::time::Instant| (json!(self.plan.zone.civil(at).to_string()), json!(at.0 as f64 / 1000.0));
        match *step {
            Step::Raised { incident, change, counted } => {
                let kind = match self.plan.changes.of(change).kind {
                    ChangeKind::Standard => "standard",
                    ChangeKind::Normal => "normal",
                    ChangeKind::Emergency => "emergency",
                };
                ("change_raised", with(incident, change, vec![("kind", json!(kind)), ("counted", json!(counted))]))
            }
            Step::Shut { job, until, freeze } => {
                let (local, s) = instant(until);
                let more = [("until_local", local), ("until_s", s), ("freeze", json!(freeze))];
                ("change_shut", self.job(job).into_iter().chain(more).collect())
            }
            Step::Missed { incident, change } => ("change_window_missed", of(incident, change)),
            Step::Lapsed { incident, change } => ("change_lapsed", of(incident, change)),
            Step::Done { incident, change } => ("change_done", of(incident, change)),
            Step::Failed { incident, change, noticed } => ("change_failed", with(incident, change, vec![("noticed", json!(noticed))])),
            Step::RolledBack { incident, change, works } => ("change_rolled_back", with(incident, change, vec![("works", json!(works))])),
            Step::TooLate { incident, change } => ("change_rollback_too_late", of(incident, change)),
            Step::Begins { incident, change, of: work } => ("change_begins", with(incident, change, vec![("of", json!(work.0))])),
            Step::ReviewOwed { incident, change } => ("change_review_owed", of(incident, change)),
            Step::ReviewDue { incident, change, due } => {
                let (local, s) = instant(due);
                ("change_review_due", with(incident, change, vec![("deadline_local", local), ("deadline_s", s)]))
            }
            Step::Reviewed { incident, change, person } => ("change_reviewed", with(incident, change, vec![self.person(person)])),
            Step::ReviewOverdue { incident, change } => ("change_review_overdue", of(incident, change)),
            Step::Closed { incident } => ("change_closed", vec![("incident", json!(incident.0))]),
        }
    }
}
