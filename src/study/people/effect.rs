//! What somebody's absence changes, play by play on the same luck.

use super::Away;
use crate::measures::Outcome;
use crate::model::ids::SystemId;
use crate::model::plan::Plan;
use crate::statistics::Sample;
use crate::statistics::paired::{Difference, Side};
use crate::study::Replicated;
use crate::study::measure::{Measure, Reading};
use crate::study::resume::Piece;

/// Something that is missed in a play or not.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Missed {
    /// The recovery time objective of some system.
    Rto,
    /// The maximum tolerable period of disruption of some system.
    Mtpd,
    /// Recovery itself, by the horizon.
    Recovery,
}
impl Missed {
    /// All of them.
    pub const ALL: [Missed; 3] = [Missed::Rto, Missed::Mtpd, Missed::Recovery];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        ["rto_missed", "mtpd_missed", "not_recovered"][self as usize]
    }

    /// Whether it was missed in a play; nothing where it was not at stake.
    fn read(self, outcomes: &[Outcome]) -> Option<bool> {
        let mut known = outcomes.iter().flat_map(|outcome| {
            let of_systems = |kept: fn(&crate::measures::SystemOutcome) -> Option<bool>| {
                outcome.systems.iter().filter_map(kept).reduce(|a, b| a && b).map(|kept| !kept)
            };
            match self {
                Missed::Rto => of_systems(|entry| entry.rto_met),
                Missed::Mtpd => of_systems(|entry| entry.mtpd_met),
                Missed::Recovery => outcome.occurred.map(|_| outcome.recovered.is_none()),
            }
        });
        let first = known.next()?;
        Some(known.fold(first, |any, missed| any || missed))
    }
}

/// What all plays of one variant came to.
#[derive(Clone, Debug)]
pub struct Readings {
    /// Time until every hit system is back, of each incident.
    pub recover: Sample,
    /// By [`Missed`]: 1 in plays in which it was missed, else 0.
    pub missed: Vec<Sample>,
    /// Of each tier-1 system with an MTPD: how long it was away, each time.
    pub systems: Vec<(SystemId, Sample)>,
}

impl Readings {
    /// Nothing played yet.
    pub fn new(plan: &Plan) -> Readings {
        let held = |id: &SystemId| plan.systems[id.at()].tier == 1 && plan.systems[id.at()].mtpd.is_some();
        let systems = (0..plan.systems.len() as u32).map(SystemId).filter(held).map(|id| (id, Sample::new())).collect();
        Readings { recover: Sample::new(), missed: vec![Sample::new(); Missed::ALL.len()], systems }
    }

    /// How many replications were added.
    pub fn replications(&self) -> u64 {
        self.recover.replications() as u64
    }

    /// Adds the next replication.
    pub fn add(&mut self, plan: &Plan, replicated: &Replicated) {
        fn put(sample: &mut Sample, reading: Reading) {
            match reading {
                Reading::Missing => {}
                Reading::Value(value) => sample.add(value),
                Reading::MoreThan(value) => sample.add_censored(value),
            }
        }
        for outcome in &replicated.outcomes {
            put(&mut self.recover, Measure::Recover.read(plan, outcome));
            for (system, sample) in &mut self.systems {
                Measure::SystemBack(*system).each(plan, outcome, |reading| put(sample, reading));
            }
        }
        self.recover.end_replication();
        self.systems.iter_mut().for_each(|(_, sample)| sample.end_replication());
        for (missed, sample) in Missed::ALL.iter().zip(&mut self.missed) {
            if let Some(missed) = missed.read(&replicated.outcomes) {
                sample.add(if missed { 1.0 } else { 0.0 });
            }
            sample.end_replication();
        }
    }

    /// All its values, one measure after the other.
    pub(super) fn put(&self, words: &mut Vec<u64>) {
        let Readings { recover, missed, systems } = self;
        recover.put(words);
        missed.iter().chain(systems.iter().map(|(_, sample)| sample)).for_each(|sample| sample.put(words));
    }

    /// Takes them back.
    pub(super) fn get(&mut self, words: &mut dyn Iterator<Item = u64>) -> Option<()> {
        let Readings { recover, missed, systems } = self;
        recover.get(words)?;
        missed.iter_mut().chain(systems.iter_mut().map(|(_, sample)| sample)).try_for_each(|sample| sample.get(words))
    }

    /// Tier-1 systems that are typically away for longer than their MTPD.
    fn beyond(&self, plan: &Plan) -> Vec<SystemId> {
        let beyond = |(id, sample): &&(SystemId, Sample)| {
            let limit = plan.systems[id.at()].mtpd.map_or(f64::INFINITY, |mtpd| mtpd.seconds_f64());
            sample.quantile(0.5).is_some_and(|median| median > limit)
        };
        self.systems.iter().filter(beyond).map(|(id, _)| *id).collect()
    }
}

/// What the absence of somebody changes: without them, less as it is.
#[derive(Clone, Debug)]
pub struct Effect {
    /// Who is away.
    pub away: Away,
    /// Plays of which their absence can have changed anything; the others were not played again.
    pub played: u64,
    /// Of all plays.
    pub replications: u64,
    /// Half, and nine in ten, are back within: without them.
    pub recover: [Option<f64>; 2],
    /// Time until every hit system is back.
    pub longer: Difference,
    /// By [`Missed`]: how often it is missed without them.
    pub shares: Vec<Option<f64>>,
    /// By [`Missed`]: the difference of the shares.
    pub oftener: Vec<Difference>,
    /// Tier-1 systems that without them, and not as it is, are typically away for longer than their MTPD.
    pub beyond_mtpd: Vec<SystemId>,
}

impl Effect {
    /// Compares the plays without somebody with those as they are.
    pub fn of(plan: &Plan, away: Away, base: &Readings, without: &Readings, played: u64) -> Effect {
        let compare = |a: &Sample, b: &Sample| Difference::of(&Side::of(a), &Side::of(b));
        let as_it_is = base.beyond(plan);
        Effect {
            away,
            played,
            replications: without.replications(),
            recover: [0.5, 0.9].map(|level| without.recover.quantile(level)),
            longer: compare(&without.recover, &base.recover),
            shares: without.missed.iter().map(Sample::mean).collect(),
            oftener: without.missed.iter().zip(&base.missed).map(|(a, b)| compare(a, b)).collect(),
            beyond_mtpd: without.beyond(plan).into_iter().filter(|system| !as_it_is.contains(system)).collect(),
        }
    }

    /// Nothing changed in any play.
    pub fn is_nothing(&self) -> bool {
        let zero = |difference: &Difference| difference.smaller == (0, 0) && difference.alone == (0, 0);
        self.played == 0 || (zero(&self.longer) && self.oftener.iter().all(zero))
    }
}
