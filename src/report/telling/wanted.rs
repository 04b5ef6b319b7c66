//! Who is still wanted when they answer, and who has any part in what is going on: an answer that comes too late is told as that, one of
//! somebody who is at it already not at all, and of those who have no part nobody need hear when they must rest.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fact::{Fact, Job, Knowing, PageFor};
use crate::model::ids::{DecisionId, IncidentNo, PersonId, TaskId};

/// Remembers what is waited for, and who has a part in which incident that is not over.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    waiting: BTreeSet<Job>,
    did: BTreeSet<(IncidentNo, TaskId, PersonId)>,
    leads: BTreeMap<IncidentNo, PersonId>,
    taken: BTreeSet<(IncidentNo, DecisionId)>,
    parts: BTreeMap<PersonId, BTreeSet<IncidentNo>>,
}

impl Wanted {
    /// Takes note of a fact, once it has been told.
    pub(super) fn see(&mut self, fact: &Fact) {
        match *fact {
            Fact::Waits { job, .. } => {
                self.waiting.insert(job);
            }
            Fact::Started { job, person, .. } => {
                self.waiting.remove(&job);
                if let Some(person) = person {
                    self.did.insert((job.incident, job.task, person));
                    self.has_part(person, job.incident);
                }
            }
            Fact::Ended { job, .. } | Fact::Skipped { job } => {
                self.waiting.remove(&job);
            }
            Fact::LeadTakesOver { incident, person, .. } => {
                self.leads.insert(incident, person);
                self.has_part(person, incident);
            }
            Fact::LeadHandsOver { incident, .. } | Fact::LeadEnds { incident, .. } => {
                self.leads.remove(&incident);
            }
            Fact::Granted { incident, decision, .. } => {
                self.taken.insert((incident, decision));
            }
            Fact::Asked { incident, decision, .. } => {
                self.taken.remove(&(incident, decision));
            }
            Fact::Paged { incident, person, .. }
            | Fact::CalledOut { incident, person }
            | Fact::Reached { incident, person, .. }
            | Fact::Covered { incident, by: person, .. } => self.has_part(person, incident),
            Fact::Knowing(Knowing::Joins { job, person, .. }) => self.has_part(person, job.incident),
            Fact::Closed { incident } | Fact::HorizonReached { incident } => {
                self.parts.values_mut().for_each(|of| {
                    of.remove(&incident);
                });
                self.did.retain(|(of, ..)| *of != incident);
            }
            _ => {}
        }
    }

    fn has_part(&mut self, person: PersonId, incident: IncidentNo) {
        self.parts.entry(person).or_default().insert(incident);
    }

    /// Somebody has a part in an incident that is not over.
    pub(super) fn takes_part(&self, person: PersonId) -> bool {
        self.parts.get(&person).is_some_and(|of| !of.is_empty())
    }

    /// What is to be said of an answer beside that it came; nothing where it says nothing new.
    pub(super) fn answered(&self, incident: IncidentNo, person: PersonId, why: PageFor) -> Option<&'static str> {
        let waits = |task: TaskId| self.waiting.iter().any(|job| job.incident == incident && job.task == task);
        match why {
            PageFor::Task(task) if !waits(task) => {
                let at_it = self.did.contains(&(incident, task, person));
                if at_it { None } else { Some(": too late, it needs nobody any more") }
            }
            PageFor::Lead => match self.leads.get(&incident) {
                Some(lead) if *lead == person => None,
                Some(_) => Some(": too late, somebody leads"),
                None => Some(""),
            },
            PageFor::Decision(decision) if self.taken.contains(&(incident, decision)) => Some(": too late, it has been taken"),
            _ => Some(""),
        }
    }
}
