//! What is said of copies and restores.

use super::{Teller, sentence, since};
use crate::model::fact::{Fact, Job, Wait};

impl Teller<'_> {
    /// Why a job waits has been said already, better than its state could.
    pub(super) fn explained(&self, job: Job, on: Wait) -> bool {
        on == Wait::Dependency && job.system.is_some_and(|system| self.bare.contains(&(job.incident, system)))
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
