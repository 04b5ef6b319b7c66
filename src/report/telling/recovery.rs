//! What is said of containment and recovery.

use super::{Teller, sentence, since};
use crate::engine::time::Instant;
use crate::model::fact::{Fact, Job, Wait};
use crate::model::ids::SystemId;
use crate::report::words::harmless;

impl Teller<'_> {
    /// Why a job waits has been said already, better than its state could.
    pub(super) fn explained(&self, job: Job, on: Wait) -> bool {
        let bare = || job.system.is_some_and(|system| self.bare.contains(&(job.incident, system)));
        on == Wait::Dependency && (self.in_line == Some(job) || bare())
    }

    /// What is said of alarms about nothing.
    pub(super) fn false_alarm(&mut self, fact: &Fact) -> Option<String> {
        let names = self.names;
        Some(match *fact {
            Fact::FalseAlarm { incident, sensor, kind, system, .. } => {
                self.kinds.insert(incident, kind);
                let sensor = sentence(names.sensor(sensor));
                format!("{sensor} sees what looks like {} on {}: a FALSE ALARM.", names.kind(kind), names.system(system))
            }
            Fact::FoundFalse { .. } => "It is NOTICED that there is nothing: everybody drops it.".to_owned(),
            _ => return None,
        })
    }

    /// What is said of isolation, reinfection and restore lanes.
    pub(super) fn containment(&mut self, fact: &Fact) -> Option<String> {
        let names = self.names;
        Some(match *fact {
            Fact::Isolated { system, .. } => format!("{} is ISOLATED: its service is down for it.", sentence(names.system(system))),
            Fact::Reconnected { system, .. } => format!("{} is reconnected.", sentence(names.system(system))),
            Fact::BackWith { system, by, .. } => {
                format!("{} is back for this incident as well: {} has brought it back.", sentence(names.system(system)), names.incident(by))
            }
            Fact::Reinfected { system, .. } => {
                format!("{} is HIT AGAIN: it was restored before the cause was removed.", sentence(names.system(system)))
            }
            Fact::LaneFull { job, lane } => {
                self.in_line = Some(job);
                let lane = &names.0.lanes[lane.at()];
                let (most, id) = (lane.at_once, harmless(&lane.id));
                let restores = if most == 1 { "one restore".to_owned() } else { format!("{most} restores") };
                format!("{} waits for its turn: {id} can run {restores} at once.", sentence(names.job(job)))
            }
            _ => return None,
        })
    }

    /// What is said of what follows an outage; what follows at once needs no words.
    pub(super) fn aftermath(&mut self, at: Instant, system: SystemId, fact: &Fact) -> Option<String> {
        let name = self.names.system(system);
        let up = self.up.get(&system).copied();
        match fact {
            Fact::Up { .. } => {
                self.up.insert(system, at);
                None
            }
            Fact::FullService { .. } => {
                let after = up.filter(|up| *up < at)?;
                Some(format!("{} is back at full capacity, {} after it came back.", sentence(name), since(after, at)))
            }
            _ => Some(format!("The business has caught up on what the outage of {name} left lying.")),
        }
    }

    /// What is said of copies: destroyed, too young, used.
    pub(super) fn copies(&mut self, fact: &Fact) -> Option<String> {
        let names = self.names;
        Some(match *fact {
            Fact::CopiesLost { system, .. } => format!("The backup copies of {} are destroyed.", names.system(system)),
            Fact::NoCleanCopy { system, .. } => {
                format!("No backup copy of {} from before the attack is kept any more.", names.system(system))
            }
            Fact::NoCopyLeft { incident, system } => {
                self.bare.push((incident, system));
                format!("NO COPY of {} is left to restore it from.", names.system(system))
            }
            Fact::Restored { job, copy, vault } => {
                let system = job.system?;
                let which = if vault { "the off-line copy" } else { "the copy" };
                let hit = self.hit.get(&(job.incident, system)).copied().unwrap_or(copy);
                let made = names.0.zone.format(copy);
                let lost = if hit > copy { format!("{} of data are lost", since(copy, hit)) } else { "no data is lost".to_owned() };
                format!("{} is as it was in {which} of {made}: {lost}.", sentence(names.system(system)))
            }
            _ => return None,
        })
    }
}
