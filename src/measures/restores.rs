//! Which systems an incident hit and isolated, which copies they went back to, and how much data that lost.

use crate::engine::time::{Instant, Span};
use crate::model::fact::Fact;
use crate::model::ids::SystemId;

/// One system that was hit.
#[derive(Copy, Clone, Debug)]
struct Hit {
    system: SystemId,
    at: Instant,
    /// The copy that the last restore went back to.
    copy: Option<Instant>,
    /// No copy was left.
    bare: bool,
}

/// The hit systems of one incident.
#[derive(Debug, Default)]
pub(super) struct Restores {
    hits: Vec<Hit>,
    /// What was isolated, and when.
    isolated: Vec<(SystemId, Instant)>,
}

impl Restores {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.hits.clear();
        self.isolated.clear();
    }

    /// Takes note of what is told of hits and copies.
    pub(super) fn note(&mut self, at: Instant, fact: &Fact) {
        match *fact {
            Fact::Isolated { system, .. } => self.isolated.push((system, at)),
            Fact::Hit { system, .. } => self.hits.push(Hit { system, at, copy: None, bare: false }),
            Fact::NoCopyLeft { system, .. } => self.of(system).for_each(|hit| (hit.copy, hit.bare) = (None, true)),
            Fact::Restored { job, copy, .. } => {
                let Some(system) = job.system else { return };
                self.of(system).for_each(|hit| (hit.copy, hit.bare) = (Some(copy), false));
            }
            _ => {}
        }
    }

    fn of(&mut self, system: SystemId) -> impl Iterator<Item = &mut Hit> {
        self.hits.iter_mut().filter(move |hit| hit.system == system)
    }

    /// The incident hit a system.
    pub(super) fn has(&self, system: SystemId) -> bool {
        self.hits.iter().any(|hit| hit.system == system)
    }

    /// The incident isolated a system in a time.
    pub(super) fn isolated(&self, system: SystemId, lost: Instant, back: Option<Instant>) -> bool {
        self.isolated.iter().any(|(s, at)| *s == system && lost <= *at && back.is_none_or(|back| *at <= back))
    }

    /// How much data a loss of service from one instant to another cost, and whether no copy was left; nothing where the system was not hit
    /// in that time or has not gone back to a copy.
    pub(super) fn data_lost(&self, system: SystemId, lost: Instant, back: Option<Instant>) -> (Option<Span>, bool) {
        let within = |hit: &&Hit| hit.system == system && lost <= hit.at && back.is_none_or(|back| hit.at <= back);
        let hit = self.hits.iter().find(within);
        (hit.and_then(|hit| Some(hit.at - hit.copy?)), hit.is_some_and(|hit| hit.bare))
    }
}
