//! What a study adds up: one sample a measure, the ledger, and how the objectives fared. Constant in size for each
//! replication; everything is added in replication order.

use std::sync::Arc;

use super::Replicated;
use super::annual::Annual;
use super::measure::{Measure, Reading};
use super::promises::Achieved;
use crate::engine::time::Span;
use crate::measures::{Access, Knowledge, Outcome};
use crate::model::fact::{Authority, Wait};
use crate::model::plan::Plan;
use crate::statistics::Sample;

/// How often an objective was kept, of how often it was at stake.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// How often it was kept.
    pub kept: u64,
    /// How often it was at stake.
    pub of: u64,
}
impl Kept {
    fn count(&mut self, kept: Option<bool>) {
        if let Some(kept) = kept {
            self.of += 1;
            self.kept += u64::from(kept);
        }
    }

    /// The share kept; none when it was never at stake.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.kept as f64 / self.of as f64)
    }
}

/// How one decision fared.
#[derive(Copy, Clone, Debug, Default)]
pub struct DecisionTally {
    /// Answers of deciders, and askings that got none.
    pub asked: u64,
    /// Milliseconds until one who may decide was reached, to the horizon where nobody was.
    pub reaching: i128,
    /// Milliseconds from there to the answer.
    pub deciding: i128,
    /// How often somebody acted without authority.
    pub without_authority: u64,
}

/// What all incidents came to in access.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct AccessTally {
    /// Starts of work that takes a privileged grant.
    pub privileged_actions: u64,
    /// Of these, those with no authority on record.
    pub without_authority: u64,
    /// Access given on request.
    pub given: u64,
    /// Glass broken.
    pub glass_broken: u64,
    /// Reviews of that not done in time.
    pub reviews_overdue: u64,
}
impl AccessTally {
    fn add(&mut self, access: &Access) {
        self.privileged_actions += u64::from(access.privileged_actions);
        self.without_authority += u64::from(access.without_authority);
        self.given += u64::from(access.given);
        self.glass_broken += u64::from(access.glass_broken);
        self.reviews_overdue += u64::from(access.reviews_overdue);
    }
}
/// How the requests to one provider fared.
#[derive(Copy, Clone, Debug, Default)]
pub struct ProviderTally {
    /// How often it was asked for a response.
    pub requests: u64,
    /// How often it responded.
    pub responded: u64,
    /// Milliseconds to these responses.
    pub waited: i128,
    /// How often within the time promised.
    pub within: Kept,
}
/// What all incidents came to in knowledge.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct KnowledgeTally {
    /// Attempts improvised, and those of them that failed.
    pub improvised: (u64, u64),
    /// Attempts by what is written, and those of them that failed.
    pub followed: (u64, u64),
    /// Runbooks learned at work.
    pub learned: u64,
    /// Time of those who worked beside others to learn.
    pub pairing: Span,
}
impl KnowledgeTally {
    fn add(&mut self, of: &Knowledge) {
        let counted = |sum: &mut (u64, u64), all: u32, failed: u32| *sum = (sum.0 + u64::from(all), sum.1 + u64::from(failed));
        counted(&mut self.improvised, of.improvised, of.improvised_failed);
        counted(&mut self.followed, of.followed, of.followed_failed);
        self.learned += u64::from(of.learned);
        self.pairing += of.pairing;
    }
}
/// How one notice fared.
#[derive(Copy, Clone, Debug, Default)]
pub struct NoticeTally {
    /// Whether it was in time, of the times that this was decided by the horizon.
    pub in_time: Kept,
    /// What most of the time went into, each time that it was not in time.
    pub late_for: [u64; Wait::ALL.len()],
}

/// How bad one replication was: incidents not recovered, then the time lost in milliseconds, then what day-to-day work waited.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Harm {
    /// Incidents not recovered by their horizon.
    pub open: u32,
    /// Time from occurrence to recovery or the horizon, over all incidents.
    pub lost: i64,
    /// Incidents that did harm at all.
    pub incidents: u32,
    /// Time that tickets waited and milestones were late.
    pub waited: i64,
}

/// The sums of a study.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The scenario.
    pub plan: Arc<Plan>,
    /// Each measure's values.
    pub samples: Vec<(Measure, Sample)>,
    /// What each play comes to in a year; empty where nothing arrives again and again.
    pub annual: Vec<(Annual, Sample)>,
    /// Milliseconds in each state of the ledger, over all incidents that occurred.
    pub ledger: [i128; Wait::ALL.len()],
    /// Incidents counted.
    pub incidents: u64,
    /// Those that did harm.
    pub occurred: u64,
    /// Those contained before they did any.
    pub stopped: u64,
    /// Incidents in which an escalation policy fell silent.
    pub silent: u64,
    /// Each system's RTO and MTPD.
    pub objectives: Vec<(Kept, Kept)>,
    /// Each system's RPO.
    pub points: Vec<Kept>,
    /// What was achieved of the promises about each system.
    pub achieved: Vec<Option<Achieved>>,
    /// Each decision.
    pub decisions: Vec<DecisionTally>,
    /// Privileged actions, access given, glass broken.
    pub access: AccessTally,
    /// Attempts improvised and by what is written, what was learned.
    pub knowledge: KnowledgeTally,
    /// Each notice.
    pub notices: Vec<NoticeTally>,
    /// Each employer, of which only providers are asked.
    pub providers: Vec<ProviderTally>,
    /// How bad each replication was.
    pub harm: Vec<Harm>,
}

impl Tally {
    /// Nothing added up yet.
    pub fn new(plan: Arc<Plan>) -> Self {
        Tally {
            samples: Measure::all(&plan).into_iter().map(|measure| (measure, Sample::new())).collect(),
            annual: Annual::all(&plan).into_iter().map(|annual| (annual, Sample::new())).collect(),
            ledger: [0; Wait::ALL.len()],
            incidents: 0,
            occurred: 0,
            stopped: 0,
            silent: 0,
            objectives: vec![Default::default(); plan.systems.len()],
            points: vec![Default::default(); plan.systems.len()],
            achieved: Achieved::of(&plan),
            decisions: vec![Default::default(); plan.decisions.len()],
            access: AccessTally::default(),
            knowledge: KnowledgeTally::default(),
            notices: vec![Default::default(); plan.notices.len()],
            providers: vec![Default::default(); plan.employers.len()],
            harm: Vec::new(),
            plan,
        }
    }

    /// Adds the next replication.
    pub fn add(&mut self, replicated: &Replicated) {
        let outcomes = replicated.outcomes.as_slice();
        for (annual, sample) in &mut self.annual {
            if let Some(value) = annual.read(&self.plan, &replicated.year) {
                sample.add(value);
            }
            sample.end_replication();
        }
        for (measure, sample) in &mut self.samples {
            for outcome in outcomes {
                measure.each(&self.plan, outcome, |reading| match reading {
                    Reading::Missing => {}
                    Reading::Value(value) => sample.add(value),
                    Reading::MoreThan(value) => sample.add_censored(value),
                });
            }
            sample.end_replication();
        }
        let mut harm = Harm { open: 0, lost: 0, incidents: 0, waited: replicated.year.work_waited().0 };
        for outcome in outcomes {
            self.add_incident(outcome);
            if let Some(occurred) = outcome.occurred {
                harm.incidents += 1;
                harm.open += u32::from(outcome.recovered.is_none());
                harm.lost += (outcome.recovered.unwrap_or(outcome.horizon).0 - occurred.0).max(0);
            }
        }
        self.harm.push(harm);
    }

    fn add_incident(&mut self, outcome: &Outcome) {
        self.incidents += 1;
        self.occurred += u64::from(outcome.occurred.is_some());
        self.stopped += u64::from(outcome.stopped_before_impact);
        self.silent += u64::from(outcome.silences > 0);
        for (sum, span) in self.ledger.iter_mut().zip(outcome.ledger) {
            *sum += i128::from(span.0);
        }
        for entry in &outcome.systems {
            let (rto, mtpd) = &mut self.objectives[entry.system.at()];
            rto.count(entry.rto_met);
            mtpd.count(entry.mtpd_met);
            self.points[entry.system.at()].count(entry.rpo_met);
            if let Some(achieved) = &mut self.achieved[entry.system.at()] {
                achieved.add(&self.plan.systems[entry.system.at()], outcome, entry);
            }
        }
        for told in &outcome.notices {
            let notice = &mut self.notices[told.notice.at()];
            notice.in_time.count(told.met);
            if let (Some(false), Some(wait)) = (told.met, told.waited_on) {
                notice.late_for[wait as usize] += 1;
            }
        }
        for record in &outcome.providers {
            let provider = &mut self.providers[record.employer.at()];
            provider.requests += 1;
            provider.responded += u64::from(record.responded.is_some());
            provider.waited += record.responded.map_or(0, |at| i128::from((at - record.requested).0));
            provider.within.count(record.within);
        }
        for record in &outcome.decisions {
            // What is asked about somebody's access counts for the decision right.
            let right = self.plan.decisions[record.decision.at()].access.map_or(record.decision, |m| m.right);
            let decision = &mut self.decisions[right.at()];
            decision.asked += 1;
            // Access that nobody has given by the end of the incident is not waited for any longer.
            let settled = record.decided.or(outcome.closed).unwrap_or(outcome.horizon);
            let reached = record.reached.unwrap_or(settled);
            decision.reaching += i128::from((reached.0 - record.asked.0).max(0));
            decision.deciding += i128::from((settled.0 - reached.0).max(0));
            decision.without_authority += u64::from(record.authority == Some(Authority::Nobody));
        }
        self.access.add(&outcome.access);
        self.knowledge.add(&outcome.knowledge);
    }

    /// How many replications were added.
    pub fn replications(&self) -> u64 {
        self.harm.len() as u64
    }

    /// The values of one measure, if it is measured.
    pub fn sample(&self, measure: Measure) -> Option<&Sample> {
        self.samples.iter().find(|(known, _)| *known == measure).map(|(_, sample)| sample)
    }

    /// Mean seconds in each state, over the incidents that occurred; they add up to the mean time to recover.
    pub fn ledger_means(&self) -> [f64; Wait::ALL.len()] {
        self.ledger.map(|sum| if self.occurred == 0 { 0.0 } else { sum as f64 / self.occurred as f64 / 1000.0 })
    }

    /// The replication in the middle, of those in which any harm was done.
    pub fn median_replication(&self) -> Option<u64> {
        let order = self.by_harm();
        order.get(order.len().checked_sub(1)? / 2).copied()
    }

    /// The worst replication: most incidents not recovered, then most time lost, then most time that other work waited, then the first of its kind.
    pub fn worst_replication(&self) -> Option<u64> {
        let worst = self.harm.iter().max()?;
        self.harm.iter().position(|harm| harm == worst).map(|at| at as u64)
    }

    fn by_harm(&self) -> Vec<u64> {
        let any = self.harm.iter().any(|harm| harm.incidents > 0);
        let mut order: Vec<u64> = (0..self.replications()).filter(|&k| !any || self.harm[k as usize].incidents > 0).collect();
        order.sort_by_key(|&k| (self.harm[k as usize], k));
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_play_is_one_in_which_harm_was_done() {
        let mut tally = Tally::new(crate::report::testing::plan());
        let harm = |open, lost, incidents| Harm { open, lost, incidents, waited: 0 };
        tally.harm = vec![harm(0, 0, 0), harm(0, 30, 1), harm(1, 20, 1), harm(0, 10, 1), harm(0, 0, 0), harm(1, 20, 1)];
        assert_eq!(tally.median_replication(), Some(1));
        assert_eq!(tally.worst_replication(), Some(2));
    }
}
