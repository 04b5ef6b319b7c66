//! False alarms of one play: how many there were, what they took, which services were down for nothing.
//!
//! They are no incidents, so they have no outcome and no part in any measure of incidents; what they cost is a sum of the play.

use std::collections::BTreeMap;

use super::cost;
use crate::engine::time::{Instant, Span};
use crate::model::fact::Fact;
use crate::model::ids::{IncidentNo, PersonId, SystemId};
use crate::model::plan::Plan;

/// What the false alarms of a play came to.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct FalseAlarmSums {
    /// How many.
    pub alarms: u64,
    /// How many of them took a service down.
    pub isolations: u64,
    /// Hands-on work on them.
    pub worked: Span,
    /// What that work cost.
    pub labour: f64,
    /// What the services cost that they took down.
    pub downtime: f64,
}

/// One false alarm in hand.
#[derive(Debug, Default)]
struct Open {
    working: Vec<(PersonId, Instant)>,
    down: Vec<(SystemId, Instant)>,
    isolated: bool,
    closed: bool,
}

/// The false alarms of a play. Those of the warm-up are not told of.
#[derive(Debug, Default)]
pub(super) struct Alarms {
    open: BTreeMap<IncidentNo, Open>,
    sums: FalseAlarmSums,
}

impl Alarms {
    /// Another play begins.
    pub(super) fn clear(&mut self) {
        self.open.clear();
        self.sums = FalseAlarmSums::default();
    }

    /// What they came to; what is still in hand counts up to `end`.
    pub(super) fn sums(&mut self, plan: &Plan, end: Instant) -> FalseAlarmSums {
        for open in std::mem::take(&mut self.open).into_values() {
            for (person, since) in open.working {
                self.work(plan, person, end - since);
            }
            self.sums.downtime += open.down.iter().map(|(system, since)| cost::downtime(plan, *system, *since, end).cost).sum::<f64>();
        }
        self.sums
    }

    /// Takes note of a fact.
    pub(super) fn observe(&mut self, plan: &Plan, at: Instant, fact: &Fact) {
        match *fact {
            Fact::FalseAlarm { incident, counted: true, .. } => {
                self.sums.alarms += 1;
                self.open.insert(incident, Open::default());
            }
            Fact::Started { job, person: Some(person), .. } => {
                if let Some(open) = self.open.get_mut(&job.incident) {
                    open.working.push((person, at));
                }
            }
            Fact::Stopped { job, person, .. } | Fact::Ended { job, person: Some(person), .. } => self.stop(plan, at, job.incident, person),
            Fact::Isolated { incident, .. } => {
                if let Some(open) = self.open.get_mut(&incident) {
                    self.sums.isolations += u64::from(!std::mem::replace(&mut open.isolated, true));
                }
            }
            Fact::Down { system, by } => {
                if let Some(open) = self.open.get_mut(&by) {
                    open.down.push((system, at));
                }
            }
            Fact::Up { system } if !self.open.is_empty() => self.up(plan, at, system),
            Fact::Closed { incident } => self.close(incident),
            _ => {}
        }
    }

    fn stop(&mut self, plan: &Plan, at: Instant, incident: IncidentNo, person: PersonId) {
        let Some(open) = self.open.get_mut(&incident) else { return };
        let Some(place) = open.working.iter().position(|(p, _)| *p == person) else { return };
        let (_, since) = open.working.swap_remove(place);
        self.work(plan, person, at - since);
    }

    fn work(&mut self, plan: &Plan, person: PersonId, worked: Span) {
        self.sums.worked += worked;
        self.sums.labour += worked.hours_f64() * plan.people.get(person.at()).map_or(0.0, |p| p.cost_per_hour);
    }

    fn up(&mut self, plan: &Plan, at: Instant, system: SystemId) {
        for open in self.open.values_mut() {
            if let Some(place) = open.down.iter().position(|(s, _)| *s == system) {
                let (_, since) = open.down.swap_remove(place);
                self.sums.downtime += cost::downtime(plan, system, since, at).cost;
            }
        }
        self.open.retain(|_, open| !open.closed || !open.down.is_empty());
    }

    /// The last task of an alarm is done or dropped; a service that it took down may still have to start again.
    fn close(&mut self, incident: IncidentNo) {
        if let Some(open) = self.open.get_mut(&incident) {
            open.closed = true;
            if open.down.is_empty() {
                self.open.remove(&incident);
            }
        }
    }
}
