//! How vulnerability findings are written.

use serde_json::{Value, json};

use super::Lines;
use crate::engine::time::{Instant, Span};
use crate::model::exposure::Told;
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
        };
        (name, fields)
    }
}
