//! What an incident is said to wait for, at the right of its story, as far as it is known at the time.

use std::collections::BTreeMap;

use super::incident_of;
use crate::model::fact::{Fact, Job, Wait};
use crate::model::ids::IncidentNo;

/// What each incident waits for as it happens. The ledger at the end is found by walking back from the recovery, which
/// nobody knows at the time, so the two may differ where several tasks run side by side.
#[derive(Default)]
pub(super) struct Waiting {
    incidents: BTreeMap<IncidentNo, Present>,
}
#[derive(Default)]
struct Present {
    harmed: bool,
    alerted: bool,
    acknowledged: bool,
    over: bool,
    running: BTreeMap<Job, u32>,
    waits: BTreeMap<Job, Wait>,
    attempts: BTreeMap<Job, u32>,
}

impl Waiting {
    /// Takes note of a fact.
    pub(super) fn see(&mut self, fact: &Fact) {
        let Some(incident) = incident_of(fact) else { return };
        let present = self.incidents.entry(incident).or_default();
        match *fact {
            Fact::Occurred { .. } => present.harmed = true,
            Fact::Alerted { .. } => present.alerted = true,
            Fact::Acknowledged { .. } => present.acknowledged = true,
            Fact::Recovered { .. } | Fact::StoppedBeforeImpact { .. } => present.over = true,
            Fact::Released { job, attempt, .. } => {
                present.attempts.insert(job, attempt);
            }
            Fact::Waits { job, on } => {
                present.running.remove(&job);
                present.waits.insert(job, on);
            }
            Fact::Started { job, attempt, .. } => {
                present.waits.remove(&job);
                present.running.insert(job, attempt);
            }
            Fact::Stopped { job, .. } | Fact::Ended { job, .. } | Fact::Skipped { job } => {
                present.running.remove(&job);
                present.waits.remove(&job);
            }
            _ => {}
        }
    }

    /// What an incident waits for now; nothing before its first harm and once it is over.
    pub(super) fn of(&self, incident: IncidentNo) -> Option<Wait> {
        let present = self.incidents.get(&incident).filter(|present| present.harmed && !present.over)?;
        if !present.alerted {
            Some(Wait::Undetected)
        } else if !present.acknowledged {
            Some(Wait::Unanswered)
        } else if let Some(&attempt) = present.running.values().min() {
            Some(if attempt > 1 { Wait::Rework } else { Wait::Working })
        } else {
            // One that waits for something outside may be waiting for another job's system: it is the last to look at.
            let (job, wait) = present.waits.iter().min_by_key(|(job, wait)| (**wait == Wait::Dependency, **job))?;
            let again = present.attempts.get(job).is_some_and(|attempt| *attempt > 1);
            Some(if again { Wait::Rework } else { *wait })
        }
    }
}
