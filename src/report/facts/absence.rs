//! How absences are written.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::Fact;

impl Lines<'_> {
    pub(super) fn fields_of_absence(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        match *fact {
            Fact::Away { person, why, until } => {
                // Beyond what is played nobody knows.
                let until = (until < self.plan.arrivals_end + self.plan.horizon).then(|| self.plan.zone.civil(until).to_string());
                ("away", vec![self.person(person), ("why", json!(why.name())), ("until", json!(until))])
            }
            Fact::Back { person } => ("back", vec![self.person(person)]),
            Fact::Left { person } => ("left", vec![self.person(person)]),
            Fact::Hired { person } => ("hired", vec![self.person(person)]),
            Fact::Covered { incident, rota, person, by } => {
                let (rota, by) = (json!(self.plan.rotas[rota.at()].id()), json!(self.plan.people[by.at()].id));
                ("covered", vec![("incident", json!(incident.0)), ("rota", rota), self.person(person), ("by", by)])
            }
            _ => ("fact", vec![]),
        }
    }
}
