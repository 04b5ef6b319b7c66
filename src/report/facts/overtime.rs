//! How hand-overs, hand-offs and leads are written.

use serde_json::{Value, json};

use super::Lines;
use crate::model::fact::{Fact, Job};
use crate::model::ids::{EmployerId, IncidentNo};
use crate::study::measure::seconds;

impl Lines<'_> {
    pub(super) fn fields_of_overtime(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let work = |name, job: Job, more: Vec<(&'static str, Value)>| (name, self.job(job).into_iter().chain(more).collect::<Vec<_>>());
        match *fact {
            Fact::HandedOver { job, then, again } => {
                let then = format!("{then:?}").to_lowercase();
                work("handed_over", job, vec![("then", json!(then)), ("again_s", json!(again.0 as f64 / 1000.0))])
            }
            Fact::Tired { job, person, step } => {
                let law = self.plan.strain.fatigue.get(usize::from(step));
                let (after, takes) =
                    law.map_or((Value::Null, Value::Null), |(after, takes)| (json!(after.0 as f64 / 1000.0), json!(takes)));
                work("tired", job, vec![self.person(person), ("after_s", after), ("takes", takes)])
            }
            Fact::Switched { job, person, from } => work("switched", job, vec![self.person(person), ("from", json!(from.0))]),
            _ => ("fact", vec![]),
        }
    }

    pub(super) fn fields_of_hand_offs(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let work = |name, job: Job, more: Vec<(&'static str, Value)>| (name, self.job(job).into_iter().chain(more).collect::<Vec<_>>());
        let employer = |id: EmployerId| json!(self.plan.employers[id.at()].id);
        match *fact {
            Fact::HandedOff { job, person, from, reading_in } => {
                let reading = ("reading_in_s", json!(seconds(reading_in)));
                work("handed_off", job, vec![self.person(person), ("from", employer(from)), reading])
            }
            Fact::WorkApart { incident, first, second } => {
                ("work_apart", vec![("incident", json!(incident.0)), ("first", employer(first)), ("second", employer(second))])
            }
            Fact::DoneTwice { job, person, time } => work("done_twice", job, vec![self.person(person), ("time_s", json!(seconds(time)))]),
            Fact::OwnerUnclear { job, takes } => work("owner_unclear", job, vec![("takes_s", json!(seconds(takes)))]),
            _ => ("fact", vec![]),
        }
    }

    pub(super) fn fields_of_lead(&self, fact: &Fact) -> (&'static str, Vec<(&'static str, Value)>) {
        let this = |name, incident: IncidentNo, more: Vec<(&'static str, Value)>| {
            (name, std::iter::once(("incident", json!(incident.0))).chain(more).collect::<Vec<_>>())
        };
        match *fact {
            Fact::LeadTakesOver { incident, person, reading_in, runs } => {
                let reading = ("reading_in_s", json!(seconds(reading_in)));
                this("lead_takes_over", incident, vec![self.person(person), reading, ("runs", json!(runs))])
            }
            Fact::LeadHandsOver { incident, person, to } => {
                let to = to.map_or(Value::Null, |to| self.person(to).1);
                this("lead_hands_over", incident, vec![self.person(person), ("to", to)])
            }
            Fact::LeadStaysOn { incident, person, ends } => {
                this(if ends { "lead_back_on_shift" } else { "lead_stays_on" }, incident, vec![self.person(person)])
            }
            Fact::LeadEnds { incident, person } => this("lead_ends", incident, vec![self.person(person)]),
            Fact::LeaderLess { incident } => this("leaderless", incident, vec![]),
            Fact::Update { incident, person, takes, leads } => {
                this("update", incident, vec![self.person(person), ("takes_s", json!(seconds(takes))), ("leads", json!(leads))])
            }
            _ => ("fact", vec![]),
        }
    }
}
