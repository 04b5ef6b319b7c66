//! What is told of changes.

use super::{Teller, sentence};
use crate::engine::time::Instant;
use crate::model::change::entry::ChangeKind;
use crate::model::fact::{Fact, Job, Step};
use crate::model::ids::ChangeId;
use crate::report::notices::day_and_time;
use crate::report::words::duration;
use crate::study::measure::seconds;

impl Teller<'_> {
    pub(super) fn change(&mut self, at: Instant, fact: &Fact) -> Option<String> {
        let names = self.names;
        let Fact::Change(step) = *fact else { return None };
        let name = |change: ChangeId| sentence(names.change(change));
        let when = |until: Instant| names.0.zone.civil(until).strftime("%A %-d %B, %H:%M").to_string();
        Some(match step {
            Step::Raised { change, .. } => {
                let kind = match names.0.changes.of(change).kind {
                    ChangeKind::Standard => "a standard change, approved beforehand",
                    ChangeKind::Normal => "a normal change",
                    ChangeKind::Emergency => "an emergency change",
                };
                format!("{} is raised, {kind}.", name(change))
            }
            Step::Shut { job, until, freeze } => {
                let why = if freeze { "changes are FROZEN" } else { "its window is shut" };
                format!("{} waits: {why} until {} ({} from now).", sentence(names.job(job)), when(until), duration(seconds(until - at)))
            }
            Step::Missed { change, .. } => format!("The window of {} ends, and it was NOT BEGUN.", names.change(change)),
            Step::Lapsed { change, .. } => format!("{} is GIVEN UP: no window is left for it.", name(change)),
            Step::Done { change, .. } => {
                let owes = if names.0.changes.of(change).review.is_some() { "; it owes a review" } else { "" };
                format!("{} is DONE{owes}.", name(change))
            }
            Step::Failed { change, noticed: true, .. } => format!("{} has FAILED.", name(change)),
            Step::Failed { change, noticed: false, .. } => format!("{} has FAILED, and nobody has noticed.", name(change)),
            Step::RolledBack { change, works: true, .. } => format!("{} is ROLLED BACK: all is as it was before.", name(change)),
            Step::RolledBack { change, works: false, .. } => format!("The rollback of {} does NOT WORK.", names.change(change)),
            Step::TooLate { change, .. } => format!("{} was not rolled back in time.", name(change)),
            Step::Begins { change, .. } => format!("It is the failed change {}.", names.change(change)),
            Step::ReviewDue { change, due, .. } => {
                format!("The review of {} is due by {}.", names.change(change), day_and_time(names.0, due))
            }
            Step::Reviewed { change, person, .. } => format!("{} has REVIEWED {}.", names.person(person), names.change(change)),
            Step::ReviewOverdue { change, .. } => format!("OVERDUE: nobody has reviewed {}.", names.change(change)),
            Step::ReviewOwed { .. } | Step::Closed { .. } => return None,
        })
    }

    /// The job is nothing but a decision on a change, which is told by itself.
    pub(super) fn only_decides(&self, job: Job) -> bool {
        self.names.0.tasks[job.task.at()].change.is_some_and(|of| of.part.is_decision())
    }
}
