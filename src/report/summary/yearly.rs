//! What a year comes to, in `summary.json`: each annual measure, and how often a year costs more than so much.

use super::{AnnualSummary, ExceedanceSummary, MeasureSummary, bounds, rounded};
use crate::statistics::{Description, Interval, Sample};
use crate::study::Tally;
use crate::study::annual::{self, Annual};

/// The annual measures; nothing where a scenario has none.
pub(super) fn annual(tally: &Tally) -> Option<AnnualSummary> {
    let plan = &tally.plan;
    let whole = annual::is_a_year(plan);
    let summed = |(measure, sample): &(Annual, Sample)| {
        let mut description = Description::of(sample);
        if !whole {
            description.quantiles = [None; Description::LEVELS.len()];
            (description.p50, description.p90, description.sd) = (Interval::default(), Interval::default(), None);
        }
        (measure.name(plan), MeasureSummary::of(measure.unit(), &description))
    };
    if tally.annual.is_empty() {
        return None;
    }
    let costs = tally.annual.iter().find(|(measure, _)| *measure == Annual::Cost).filter(|_| whole);
    let exceedance = costs.map_or_else(Vec::new, |(_, costs)| annual::exceedance(costs));
    Some(AnnualSummary {
        years_per_play: rounded(annual::years(plan)),
        retainers: rounded(annual::retainers(plan)),
        on_call_allowances: rounded(annual::allowances(plan)),
        measures: tally.annual.iter().map(summed).collect(),
        exceedance: exceedance
            .into_iter()
            .map(|row| ExceedanceSummary { cost: rounded(row.over), share: rounded(row.share), interval: bounds(row.interval) })
            .collect(),
    })
}
