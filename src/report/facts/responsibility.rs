//! Lines about those who are accountable, consulted and informed.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::Fact;
use crate::model::ids::{IncidentNo, ServiceId};
use crate::model::responsibility::Matter;

impl Lines<'_> {
    /// How a fact about responsibilities is written.
    pub(super) fn fields_of_responsibility(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let this = |name, incident: IncidentNo, service: ServiceId, more: Vec<(&'static str, Value)>| {
            let service = ("service", json!(self.plan.services[service.at()].id));
            (name, [("incident", json!(incident.0)), service].into_iter().chain(more).collect::<Vec<_>>())
        };
        let consulted = |service: ServiceId, party: u32| {
            ("consulted", self.plan.services[service.at()].consulted.get(party as usize).map_or(Value::Null, |c| json!(c.party.id)))
        };
        match *fact {
            Fact::Owned { incident, service, silent } => {
                this("owned", incident, service, vec![("silent", silent.map_or(Value::Null, |policy| self.policy(policy).1))])
            }
            Fact::Consulting { incident, matter, service, party } => {
                this("consulting", incident, service, vec![consulted(service, party), self.matter(matter)])
            }
            Fact::Consulted { incident, matter, service, party, person } => {
                this("consulted", incident, service, vec![consulted(service, party), self.matter(matter), self.person(person)])
            }
            Fact::WentWithout { incident, matter, service, party } => {
                this("went_without", incident, service, vec![consulted(service, party), self.matter(matter)])
            }
            Fact::Informed { incident, service, by } => {
                let told: Vec<&str> = self.plan.services[service.at()].informed.iter().map(|p| p.id.as_str()).collect();
                this("informed", incident, service, vec![("informed", json!(told)), self.maybe(by)])
            }
            _ => ("fact", vec![]),
        }
    }
    /// What somebody is asked about.
    fn matter(&self, matter: Matter) -> (&'static str, Value) {
        match matter {
            Matter::Decision(decision) => self.decision(decision),
            Matter::Task(task) => ("task", json!(self.plan.tasks[task.at()].id)),
        }
    }
    /// The same in words.
    pub(super) fn matter_in_words(&self, matter: Matter) -> String {
        match matter {
            Matter::Decision(decision) => format!("decision {}", self.plan.decisions[decision.at()].id),
            Matter::Task(task) => format!("task {}", self.plan.tasks[task.at()].id),
        }
    }
}
