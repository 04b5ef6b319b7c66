//! Changes of one play: how many were done, failed, were rolled back, what they waited for, which incidents they were, and the reviews that
//! emergency changes owe.
//!
//! They are no incidents, so they have no outcome; what they came to is a sum of the play. What happens after the time that is counted is left
//! out, and so are changes that were raised in the warm-up.

use std::collections::BTreeMap;

use crate::engine::time::{Instant, Span};
use crate::model::change::Part;
use crate::model::change::entry::ChangeKind;
use crate::model::fact::{Fact, Job, Step, Wait};
use crate::model::ids::{IncidentNo, PersonId};
use crate::model::plan::Plan;

/// What the changes of a play came to.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct ChangeSums {
    /// Raised by themselves.
    pub raised: u64,
    /// Done, and working.
    pub done: u64,
    /// Failed.
    pub failed: u64,
    /// Rolled back in time.
    pub rolled_back: u64,
    /// Given up, since no window was left.
    pub lapsed: u64,
    /// Windows that ended before a change was begun for which they were open.
    pub missed: u64,
    /// Incidents that failed changes were.
    pub incidents: u64,
    /// Emergency changes carried out, by tasks of playbooks or by themselves, whether or not they worked.
    pub emergencies: u64,
    /// Reviews that these owe.
    pub owed: u64,
    /// Reviews done.
    pub reviewed: u64,
    /// Reviews not done in time.
    pub overdue: u64,
    /// How long all changes waited before they were begun, indexed by `For as usize`.
    pub waited: [Span; For::ALL.len()],
    /// Hands-on work on changes raised by themselves.
    pub worked: Span,
    /// What that work cost.
    pub labour: f64,
}

/// What a change waits for before it is begun.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum For {
    /// Somebody to approve it, or to give the go-ahead.
    Approval,
    /// Its window, or the end of a freeze.
    Window,
    /// Somebody to do it.
    People,
}
impl For {
    /// All of them.
    pub const ALL: [For; 3] = [For::Approval, For::Window, For::People];
    /// Its name in files.
    pub fn name(self) -> &'static str {
        ["approval", "window", "people"][self as usize]
    }
}

/// One change in hand.
#[derive(Debug, Default)]
struct Open {
    waits: Option<(For, Instant)>,
    begun: bool,
    working: Vec<(PersonId, Instant)>,
}

/// The changes of a play.
#[derive(Debug, Default)]
pub(super) struct Changes {
    open: BTreeMap<IncidentNo, Open>,
    sums: ChangeSums,
}

impl Changes {
    /// Another play begins.
    pub(super) fn clear(&mut self) {
        self.open.clear();
        self.sums = ChangeSums::default();
    }

    /// What they came to; what is still in hand counts up to the end of what is counted, or of the play.
    pub(super) fn sums(&mut self, plan: &Plan, end: Instant) -> ChangeSums {
        let end = end.min(plan.arrivals_end);
        for mut open in std::mem::take(&mut self.open).into_values() {
            self.turn(&mut open, end, None);
            for (person, since) in open.working {
                self.work(plan, person, end - since);
            }
        }
        self.sums
    }

    /// Takes note of a fact.
    pub(super) fn observe(&mut self, plan: &Plan, at: Instant, fact: &Fact) {
        // What was going on at the end of the count is counted up to there.
        let counted = at <= plan.arrivals_end;
        let at = at.min(plan.arrivals_end);
        match *fact {
            Fact::Change(step) => self.step(plan, at, counted, &step),
            Fact::Waits { job, on } => {
                let on = match on {
                    Wait::DecisionReach | Wait::Deliberation | Wait::Consultation => For::Approval,
                    _ => For::People,
                };
                self.waits(job, at, Some(on));
            }
            Fact::Started { job, person, .. } => {
                self.waits(job, at, None);
                if let Some(open) = self.open.get_mut(&job.incident) {
                    open.begun |= part(plan, job) == Some(Part::Carry);
                    open.working.extend(person.map(|person| (person, at)));
                }
            }
            Fact::Stopped { job, person, .. } | Fact::Ended { job, person: Some(person), .. } => self.stop(plan, at, job.incident, person),
            Fact::Skipped { job } => self.waits(job, at, None),
            _ => {}
        }
    }

    fn step(&mut self, plan: &Plan, at: Instant, counted: bool, step: &Step) {
        let urgent = |change| plan.changes.of(change).kind == ChangeKind::Emergency;
        let of_one = self.open.contains_key(&step.incident());
        // Emergency changes of playbooks go by the number of their incident.
        let by_task = at >= plan.warm_up && !of_one;
        let sums = &mut self.sums;
        match *step {
            Step::Raised { incident, counted: true, .. } => {
                sums.raised += 1;
                self.open.insert(incident, Open::default());
            }
            Step::Shut { job, .. } => self.waits(job, at, Some(For::Window)),
            Step::Closed { incident } => {
                if let Some(mut open) = self.open.remove(&incident) {
                    self.turn(&mut open, at, None);
                }
            }
            _ if !counted => {}
            Step::Begins { of, .. } => sums.incidents += u64::from(self.open.contains_key(&of) || at >= plan.warm_up),
            Step::Done { change, .. } if of_one || by_task && urgent(change) => {
                sums.done += 1;
                sums.emergencies += u64::from(urgent(change));
            }
            Step::Failed { change, .. } if of_one || by_task && urgent(change) => {
                sums.failed += 1;
                sums.emergencies += u64::from(urgent(change));
            }
            Step::ReviewOwed { .. } if of_one || by_task => sums.owed += 1,
            Step::Reviewed { .. } if of_one || by_task => sums.reviewed += 1,
            Step::ReviewOverdue { .. } if of_one || by_task => sums.overdue += 1,
            Step::RolledBack { works: true, .. } if of_one => sums.rolled_back += 1,
            Step::Missed { .. } if of_one => sums.missed += 1,
            Step::Lapsed { .. } if of_one => sums.lapsed += 1,
            _ => {}
        }
    }

    fn waits(&mut self, job: Job, at: Instant, on: Option<For>) {
        if let Some(mut open) = self.open.remove(&job.incident) {
            self.turn(&mut open, at, on);
            self.open.insert(job.incident, open);
        }
    }

    /// A change waits for something else now, as long as it is not begun.
    fn turn(&mut self, open: &mut Open, at: Instant, to: Option<For>) {
        if let Some((on, since)) = open.waits.take() {
            self.sums.waited[on as usize] += at - since;
        }
        open.waits = to.filter(|_| !open.begun).map(|on| (on, at));
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
}

fn part(plan: &Plan, job: Job) -> Option<Part> {
    plan.tasks.get(job.task.at())?.change.map(|of| of.part)
}
