//! Knowledge in sentences: who works beside whom to learn, and what they know afterwards.

use super::Teller;
use crate::engine::time::Instant;
use crate::model::fact::{Capability, Knowing};

impl Teller<'_> {
    pub(super) fn knowing(&mut self, at: Instant, what: Knowing) -> Option<String> {
        let names = self.names;
        let known = |runbook| names.capability(Capability::Knowledge(runbook));
        Some(match what {
            // Told with the start of the work.
            Knowing::Follows { job, runbook, .. } => {
                self.by_runbook = Some((job, runbook));
                return None;
            }
            Knowing::Joins { person, beside, runbook, .. } => {
                self.beside.insert(person, beside);
                format!("{} works beside {}, to learn {}.", names.person(person), names.person(beside), known(runbook))
            }
            Knowing::Parts { job, person, learned } => {
                let beside = self.beside.remove(&person);
                match (learned, beside) {
                    (Some(runbook), Some(beside)) => {
                        self.given = Some((at, person, Capability::Knowledge(runbook)));
                        format!(
                            "LEARNED: {} knows {} now, having worked beside {}.",
                            names.person(person),
                            known(runbook),
                            names.person(beside)
                        )
                    }
                    (_, Some(beside)) => {
                        format!(
                            "{} leaves the side of {} at {}, with more to learn.",
                            names.person(person),
                            names.person(beside),
                            names.job(job)
                        )
                    }
                    _ => return None,
                }
            }
        })
    }
}
