//! Services that are lost and come back: which incidents took them down, and what follows from that once they are up.

use super::Recorder;
use crate::engine::time::Instant;
use crate::model::fact::Fact;
use crate::model::ids::{IncidentNo, SystemId};

impl Recorder<'_> {
    pub(super) fn down(&mut self, at: Instant, system: SystemId, by: IncidentNo) {
        self.follows(at, system, &Fact::Down { system, by }, true);
        let Some(place) = self.follow(at, by) else { return };
        if let Some(list) = self.down_by.get_mut(system.at())
            && self.records[place].lose(at, system)
        {
            list.push(by);
        }
    }

    pub(super) fn up(&mut self, at: Instant, system: SystemId) {
        let Some(list) = self.down_by.get_mut(system.at()) else { return };
        let more = self.plan.systems.get(system.at()).is_some_and(|s| s.has_aftermath());
        let mut because_of = std::mem::take(list);
        for incident in because_of.drain(..) {
            if let Some(place) = self.follow(at, incident) {
                self.records[place].regain(at, system, more);
                if more {
                    self.after[system.at()].push(incident);
                }
                self.conclude_if_over(place, at);
            }
        }
        self.down_by[system.at()] = because_of;
    }

    /// What follows from an outage that is over; once all of it has, nothing keeps its incidents open.
    pub(super) fn follows(&mut self, at: Instant, system: SystemId, fact: &Fact, over: bool) {
        if self.after.get(system.at()).is_none_or(Vec::is_empty) {
            return;
        }
        let incidents = std::mem::take(&mut self.after[system.at()]);
        for incident in &incidents {
            if let Some(place) = self.follow(at, *incident) {
                self.records[place].follows(at, system, fact, over);
                self.conclude_if_over(place, at);
            }
        }
        if !over {
            self.after[system.at()] = incidents;
        }
    }
}
