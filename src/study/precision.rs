//! How narrow the intervals are, for a study that runs until they are narrow enough.

use super::measure::Measure;
use super::tally::Tally;
use crate::model::plan::{Plan, Statistic};
use crate::statistics::{Interval, Sample, interval};

/// No study goes on for longer than this many replications by itself.
pub const AT_MOST: u64 = 1_000_000;

/// What has no value at all in so many replications is not waited for.
const IN_VAIN: u64 = 1_000;

/// Whether every statistic that matters is known to within this share of its value: half the interval's width is no
/// more than that. Those that matter are the targets', or without targets the median and 90th percentile of the time to recover.
pub fn reached(tally: &Tally, precision: f64) -> bool {
    wanted(&tally.plan)
        .into_iter()
        .all(|(measure, statistic)| tally.sample(measure).is_none_or(|sample| in_vain(sample) || narrow(sample, statistic, precision)))
}

/// It never comes to this in the plays of a scenario, so there is nothing to be known more precisely.
fn in_vain(sample: &Sample) -> bool {
    sample.count() == 0 && sample.replications() as u64 >= IN_VAIN
}

/// The statistics that matter.
pub fn wanted(plan: &Plan) -> Vec<(Measure, Statistic)> {
    let wanted: Vec<(Measure, Statistic)> = plan.targets.iter().map(|target| (Measure::of_target(target.of), target.statistic)).collect();
    if wanted.is_empty() { [0.5, 0.9].map(|level| (Measure::Recover, Statistic::Quantile(level))).to_vec() } else { wanted }
}

fn narrow(sample: &Sample, statistic: Statistic, precision: f64) -> bool {
    let (value, interval) = estimate(sample, statistic);
    let Some(value) = value else { return false };
    // Wholly in the censored part: more plays will not bring it before the horizon.
    let settled = interval.low == Some(f64::INFINITY);
    settled || interval.relative_half_width(value).is_some_and(|width| width <= precision)
}

/// A statistic of a sample and its interval.
pub fn estimate(sample: &Sample, statistic: Statistic) -> (Option<f64>, Interval) {
    match statistic {
        Statistic::Mean => (sample.mean(), interval::of_mean(sample)),
        Statistic::Quantile(level) => {
            let sorted = sample.sorted();
            (crate::statistics::quantile::quantile(&sorted, level), interval::of_quantile(sample, &sorted, level))
        }
    }
}
