//! What is at stake in a play, in three figures that variants of a scenario can be ranked by: hours lost, promises broken, money. Each has one
//! value a play, so that variants are held against each other play by play.

use super::annual::{self, Annual};
use super::arms::Arm;
use super::measure::{Measure, seconds};
use super::objective::Objective;
use crate::model::plan::Plan;
use crate::statistics::Sample;
use crate::statistics::paired::{Difference, Estimate, Side};

/// The figures of an arm.
#[derive(Clone, Debug)]
pub struct Stakes {
    /// Hours from occurrence to recovery (or the horizon), over the incidents of a play; none of one that was stopped before any harm. Where
    /// incidents come again and again, of a year.
    pub hours: Sample,
    /// The share of promises that a play broke: RTO, MTPD, notices, recovery within the horizon, and each target as a limit on this play.
    pub broken: Sample,
    /// What the incidents of a play cost; of a year, where they come again and again.
    pub money: Sample,
}

/// The figures are those of a year, because incidents come again and again.
pub fn of_a_year(plan: &Plan) -> bool {
    Annual::all(plan).contains(&Annual::Cost)
}

fn of_values(values: impl Iterator<Item = f64>) -> Sample {
    let mut sample = Sample::new();
    for value in values {
        sample.add(value);
        sample.end_replication();
    }
    sample
}

impl Stakes {
    /// Of an arm.
    pub fn of(arm: &Arm) -> Stakes {
        let plan = arm.plan();
        let yearly = of_a_year(plan);
        let scale = if yearly { annual::years(plan) } else { 1.0 };
        let hours = of_values(arm.tally.harm.iter().map(|harm| harm.lost as f64 / 3_600_000.0 / scale));
        let money = match arm.tally.annual.iter().find(|(annual, _)| *annual == Annual::Cost) {
            // Retainers and allowances are charged to the model, not to its incidents.
            Some((_, sample)) => {
                let standing = annual::retainers(plan) + annual::allowances(plan);
                of_values(sample.by_replication().map(|(_, sum)| sum - standing))
            }
            None => of_values(arm.tally.sample(Measure::Cost).into_iter().flat_map(|s| s.by_replication().map(|(_, sum)| sum))),
        };
        Stakes { hours, broken: broken(arm), money }
    }
}

/// What counts as a promise of its own.
fn is_whole(objective: Objective) -> bool {
    matches!(objective, Objective::Recovered | Objective::Rto(None) | Objective::Mtpd(None) | Objective::Notice(None))
}

fn broken(arm: &Arm) -> Sample {
    let plays = arm.tally.harm.len();
    let mut promises: Vec<Vec<bool>> = Vec::new();
    for (_, sample) in arm.objectives.iter().filter(|(objective, _)| is_whole(*objective)) {
        promises.push(sample.by_replication().map(|(kept, _)| kept.contains(&0.0)).collect());
    }
    for target in &arm.plan().targets {
        let Some(sample) = arm.tally.sample(Measure::of_target(target.of)) else { continue };
        let limit = seconds(target.at_most);
        promises.push(sample.by_replication().map(|(values, _)| values.iter().any(|value| *value > limit)).collect());
    }
    let of = promises.len().max(1) as f64;
    of_values((0..plays).map(|play| promises.iter().filter(|broken| broken[play]).count() as f64 / of))
}

/// How much less than the first the second has, with the interval of that.
pub fn saved(first: &Sample, second: &Sample) -> Estimate {
    Difference::of(&Side::of(first), &Side::of(second)).mean
}
