//! How vulnerability findings are written.

use serde_json::{Value, json};

use super::Lines;
use crate::engine::time::{Instant, Span};
use crate::model::exposure::Told;
use crate::model::fact::Fact;
use crate::study::annual::severity_name;

impl Lines<'_> {
    pub(super) fn fields_of_exposure(&self, told: &Told) -> (&'static str, Vec<(&'static str, Value)>) {
        let about = told.about();
        let mut fields = vec![
            ("finding", json!(about.no.0)),
            ("source", json!(self.plan.exposure.sources[about.source as usize].id)),
            ("severity", json!(severity_name(about.severity))),
            self.system(about.system),
        ];
        let team = |team: crate::model::ids::TeamId| ("team", json!(self.plan.teams[team.at()].id));
        let when = |at: Instant| json!(at.0 as f64 / 1000.0);
        let long = |span: Span| json!(span.0 as f64 / 1000.0);
        let name = match *told {
            Told::Found { due, team: owner, .. } => {
                fields.push(("due_s", when(due)));
                fields.extend(owner.map(team));
                "finding"
            }
            Told::Assigned { team: to, by, .. } => {
                fields.extend([team(to), self.person(by)]);
                "finding_assigned"
            }
            Told::Overdue { owned, .. } => {
                fields.push(("owned", json!(owned)));
                "finding_overdue"
            }
            Told::Remediated { person, after, overdue, .. } => {
                fields.extend([self.person(person), ("after_s", long(after)), ("overdue_since_s", json!(overdue.map(when)))]);
                "finding_remediated"
            }
            Told::Asked { decision, nobody, .. } => {
                fields.extend([("decision", json!(self.plan.decisions[decision.at()].id)), ("nobody", json!(nobody))]);
                "exception_asked"
            }
            Told::Accepted { by, until, overdue, .. } => {
                fields.extend([self.person(by), ("until_s", json!(until.map(when))), ("overdue_since_s", json!(overdue.map(when)))]);
                "exception_accepted"
            }
            Told::Refused { by, .. } => {
                fields.push(self.person(by));
                "exception_refused"
            }
            Told::Expired { overdue, .. } => {
                fields.push(("overdue", json!(overdue)));
                "exception_expired"
            }
            Told::CameThrough { incident, late, .. } => {
                fields.extend([("incident", json!(incident.0)), ("past_deadline", json!(late))]);
                "came_through"
            }
        };
        (name, fields)
    }

    pub(super) fn fields_of_logs(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let Fact::NothingKept { job, kept, dwell } = *fact else { return ("fact", vec![]) };
        let mut fields = self.job(job);
        fields.extend([("kept_s", kept), ("dwell_s", dwell)].map(|(name, span)| (name, json!(span.0 as f64 / 1000.0))));
        ("nothing_kept", fields)
    }
}
