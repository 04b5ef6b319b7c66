//! Expectations judged from facts alone: met, missed or still open, with the fact that shows it and by how much. The same for a session, for a
//! simulated play, and in the middle of either.
//!
//! **When the time runs.** From the first fact that the expectation follows on, in the first incident that it belongs to. Until then it is
//! *not due*. What an incident comes to once (answered, declared, contained …), a decision that stands, a notice or a task counts also when it came
//! before that: it is done. A page counts only afterwards. A decision that is questioned has to be taken anew.
//!
//! **Deciding.** A decision counts when it is granted by those who may, by a standing permission, or refused. Somebody who acts without
//! authority decides nothing.
//!
//! **Service.** That a system is back is asked only of one that was lost by the incident; one that never was leaves the rest of the
//! expectation to be judged, and with nothing left the expectation is not due.

use std::collections::BTreeMap;

use crate::engine::time::{Instant, Span};
use crate::model::exercise::{Deed, Expectation, Milestone, Need, Trigger};
use crate::model::fact::{Answer, Authority, Ending, Fact, Told};
use crate::model::ids::{DecisionId, IncidentNo, KindId};
use crate::model::plan::Plan;

/// A fact by its place in the order in which facts were recorded, and its instant.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shown {
    /// When.
    pub at: Instant,
    /// Which of all facts, counted from 0.
    pub fact: usize,
}

/// What became of an expectation.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What it follows on has not come.
    NotDue,
    /// Its time runs until then.
    Open {
        /// The last moment at which it is met.
        until: Instant,
    },
    /// It was done in time.
    Met {
        /// What shows it.
        by: Shown,
        /// So much was left of its time.
        spare: Span,
    },
    /// Its time ran out.
    Missed {
        /// When.
        at: Instant,
        /// It was done all the same, later: what shows it.
        late: Option<Shown>,
    },
}

/// An expectation and what became of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Its place among those of the exercise.
    pub expectation: usize,
    /// The incident in which its time began to run, and what began it.
    pub since: Option<(IncidentNo, Shown)>,
    /// What became of it.
    pub verdict: Verdict,
}
impl Judged {
    /// By how much it was late, where it was done at all.
    pub fn late_by(&self) -> Option<Span> {
        match self.verdict {
            Verdict::Missed { at, late: Some(late) } => Some(late.at - at),
            _ => None,
        }
    }
}

/// Sees facts in their order and judges at any moment.
#[derive(Clone, Debug)]
pub struct Judge<'p> {
    plan: &'p Plan,
    kinds: BTreeMap<IncidentNo, KindId>,
    watched: Vec<Watched>,
    seen: usize,
}

/// What has been seen of one expectation.
#[derive(Clone, Debug, Default)]
struct Watched {
    since: Option<(IncidentNo, Shown)>,
    /// By incident, for each deed: done when, and whether it is asked for at all.
    done: BTreeMap<IncidentNo, Vec<Done>>,
}
#[derive(Copy, Clone, Debug, Default)]
struct Done {
    by: Option<Shown>,
    lost: bool,
}

impl<'p> Judge<'p> {
    /// Nothing seen yet.
    pub fn new(plan: &'p Plan) -> Judge<'p> {
        let many = plan.exercise.as_ref().map_or(0, |exercise| exercise.expectations.len());
        Judge { plan, kinds: BTreeMap::new(), watched: vec![Watched::default(); many], seen: 0 }
    }

    /// Sees the next fact.
    pub fn see(&mut self, at: Instant, fact: &Fact) {
        let shown = Shown { at, fact: self.seen };
        self.seen += 1;
        let Some(exercise) = &self.plan.exercise else { return };
        // A change that is kept like an incident is none.
        if let Fact::Began { incident, kind, .. } = *fact
            && self.plan.kinds[kind.at()].change.is_none()
        {
            self.kinds.insert(incident, kind);
        }
        for (watched, expectation) in self.watched.iter_mut().zip(&exercise.expectations) {
            watched.see(expectation, &self.kinds, shown, fact);
        }
    }

    /// What has become of each expectation by a moment.
    pub fn by(&self, now: Instant) -> Vec<Judged> {
        let Some(exercise) = &self.plan.exercise else { return Vec::new() };
        let each = self.watched.iter().zip(&exercise.expectations).enumerate();
        each.map(|(at, (watched, expectation))| Judged { expectation: at, since: watched.since, verdict: watched.by(expectation, now) })
            .collect()
    }
}

/// What has become of each expectation of a plan by a moment, from all facts up to then.
pub fn judge(plan: &Plan, facts: &[(Instant, Fact)], now: Instant) -> Vec<Judged> {
    let mut judge = Judge::new(plan);
    for (at, fact) in facts.iter().take_while(|(at, _)| *at <= now) {
        judge.see(*at, fact);
    }
    judge.by(now)
}

impl Watched {
    fn see(&mut self, expectation: &Expectation, kinds: &BTreeMap<IncidentNo, KindId>, shown: Shown, fact: &Fact) {
        // A system comes back for every incident that had taken it.
        if let Fact::Up { system } = *fact {
            for done in self.done.values_mut() {
                for (done, deed) in done.iter_mut().zip(&expectation.deeds) {
                    if *deed == Deed::Restored(system) && done.lost && done.by.is_none() {
                        done.by = Some(shown);
                    }
                }
            }
            return;
        }
        let Some(incident) = incident_of(fact) else { return };
        if !kinds.get(&incident).is_some_and(|kind| expectation.belongs_to(*kind)) {
            return;
        }
        let done = self.done.entry(incident).or_insert_with(|| vec![Done::default(); expectation.deeds.len()]);
        // A page before the trigger is no answer to it.
        let waits = self.since.is_some_and(|(of, _)| of == incident);
        for (done, deed) in done.iter_mut().zip(&expectation.deeds) {
            match (fact, deed) {
                (Fact::Down { system, .. }, Deed::Restored(of)) if system == of => done.lost = true,
                (Fact::Inject(Told::Challenged { decision, .. }), Deed::Decided(of) | Deed::Approved(of)) if decision == of => {
                    done.by = None
                }
                (Fact::Paged { .. }, Deed::Paged(..)) if !waits => {}
                _ if done.by.is_none() && does(deed, fact) => done.by = Some(shown),
                _ => {}
            }
        }
        if self.since.is_none() && triggers(expectation.after, fact) {
            self.since = Some((incident, shown));
        }
    }

    fn by(&self, expectation: &Expectation, now: Instant) -> Verdict {
        let Some((incident, since)) = self.since.filter(|(_, since)| since.at <= now) else { return Verdict::NotDue };
        let until = since.at + expectation.within;
        let done = self.done.get(&incident).map_or(&[][..], Vec::as_slice);
        let asked: Vec<Option<Shown>> = done
            .iter()
            .zip(&expectation.deeds)
            .filter(|(done, deed)| done.lost || !matches!(deed, Deed::Restored(_)))
            // What was done before is done from the beginning.
            .map(|(done, _)| done.by.filter(|by| by.at <= now).map(|by| by.max(Shown { fact: by.fact, ..since })))
            .collect();
        if asked.is_empty() {
            return Verdict::NotDue;
        }
        let by = match expectation.need {
            Need::All => asked.iter().copied().collect::<Option<Vec<Shown>>>().and_then(|all| all.into_iter().max()),
            Need::AtLeastOne => asked.iter().copied().flatten().min(),
        };
        match by {
            Some(by) if by.at <= until => Verdict::Met { by, spare: until - by.at },
            late if now > until => Verdict::Missed { at: until, late },
            _ => Verdict::Open { until },
        }
    }
}

/// The incident that a fact is about, of the facts that matter here.
fn incident_of(fact: &Fact) -> Option<IncidentNo> {
    match *fact {
        Fact::Occurred { incident, .. }
        | Fact::Alerted { incident, .. }
        | Fact::Acknowledged { incident, .. }
        | Fact::Aware { incident, .. }
        | Fact::Declared { incident, .. }
        | Fact::Escalated { incident }
        | Fact::Contained { incident }
        | Fact::Recovered { incident }
        | Fact::Down { by: incident, .. }
        | Fact::Asked { incident, .. }
        | Fact::Decided { incident, .. }
        | Fact::Granted { incident, .. }
        | Fact::NoticeSubmitted { incident, .. }
        | Fact::Paged { incident, .. } => Some(incident),
        Fact::Ended { job, .. } => Some(job.incident),
        Fact::Inject(Told::Fired { incident, .. } | Told::Challenged { incident, .. }) => Some(incident),
        _ => None,
    }
}

/// The stage that a fact tells.
fn milestone(fact: &Fact) -> Option<Milestone> {
    Some(match fact {
        Fact::Occurred { .. } => Milestone::Occurred,
        Fact::Alerted { .. } => Milestone::Alerted,
        Fact::Acknowledged { .. } => Milestone::Acknowledged,
        Fact::Aware { .. } => Milestone::Aware,
        Fact::Declared { .. } => Milestone::Declared,
        Fact::Escalated { .. } => Milestone::Escalated,
        Fact::Contained { .. } => Milestone::Contained,
        Fact::Recovered { .. } => Milestone::Recovered,
        _ => return None,
    })
}

/// The stage that an incident comes to by a fact.
pub fn reaches(fact: &Fact) -> Option<(IncidentNo, Milestone)> {
    incident_of(fact).zip(milestone(fact))
}

/// A fact settles a decision: taken by those who may, or refused.
fn settles(fact: &Fact, of: DecisionId) -> bool {
    match *fact {
        Fact::Granted { decision, authority, .. } => decision == of && authority != Authority::Nobody,
        Fact::Decided { decision, answer: Answer::Refused, authority, .. } => decision == of && authority != Authority::Nobody,
        _ => false,
    }
}

fn triggers(trigger: Trigger, fact: &Fact) -> bool {
    match (trigger, fact) {
        (Trigger::Milestone(of), fact) => milestone(fact) == Some(of),
        (Trigger::Down(of), Fact::Down { system, .. }) => *system == of,
        (Trigger::Asked(of), Fact::Asked { decision, .. }) => *decision == of,
        (Trigger::Decided(of), fact) => settles(fact, of),
        (Trigger::Injected(of), Fact::Inject(Told::Fired { inject, .. })) => *inject == of,
        _ => false,
    }
}

fn does(deed: &Deed, fact: &Fact) -> bool {
    match (deed, fact) {
        (Deed::Milestone(of), fact) => milestone(fact) == Some(*of),
        (Deed::Decided(of), fact) => settles(fact, *of),
        (Deed::Approved(of), Fact::Granted { decision, authority, .. }) => decision == of && *authority != Authority::Nobody,
        (Deed::Sent(of), Fact::NoticeSubmitted { notice, .. }) => notice == of,
        (Deed::Done(tasks), Fact::Ended { job, ending: Ending::Done, .. }) => tasks.contains(&job.task),
        (Deed::Paged(_, people), Fact::Paged { person, .. }) => people.contains(person),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
