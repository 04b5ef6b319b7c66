//! What is promised of each system beside what was achieved: its RTO, RPO and MTPD with quantiles over all outages, and how often they were kept.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::summary::{Summary, finite, rounded};
use super::words::{count, duration, harmless, limit, share};
use crate::engine::time::Span;
use crate::model::plan::Plan;
use crate::statistics::Sample;
use crate::study::Tally;
use crate::study::measure::seconds;
use crate::study::tally::Kept;

/// So many systems stand in the table.
const ROWS: usize = 6;

/// The promises about one system.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SystemSummary {
    /// How often its service was lost.
    pub outages: u64,
    /// Recovery time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rto: Option<PromiseSummary>,
    /// Data lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rpo: Option<PromiseSummary>,
    /// Disruption, to when the business has caught up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mtpd: Option<PromiseSummary>,
}

/// One promise and what was achieved, in seconds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PromiseSummary {
    /// At most this.
    pub promised: f64,
    /// Half are better; null beyond the horizon, where all data was lost, or where there was nothing to measure.
    pub p50: Option<f64>,
    /// 9 in 10 are; null as above.
    pub p90: Option<f64>,
    /// The share kept; null where it was never decided.
    pub met: Option<f64>,
}

/// The systems that promise anything and were lost at least once.
pub fn of(tally: &Tally) -> BTreeMap<String, SystemSummary> {
    let plan = &*tally.plan;
    let mut all = BTreeMap::new();
    for (at, (system, achieved)) in plan.systems.iter().zip(&tally.achieved).enumerate() {
        let Some(achieved) = achieved.as_ref().filter(|achieved| achieved.back.count() > 0) else { continue };
        let promise = |promised: Option<Span>, sample: &Sample, kept: Kept| {
            let quantile = |level| finite(sample.quantile(level));
            let met = kept.share().map(rounded);
            promised.map(|promised| PromiseSummary { promised: seconds(promised), p50: quantile(0.5), p90: quantile(0.9), met })
        };
        let (rto, mtpd) = tally.objectives[at];
        let summary = SystemSummary {
            outages: achieved.back.count(),
            rto: promise(system.rto, &achieved.back, rto),
            rpo: promise(system.rpo, &achieved.data_loss, tally.points[at]),
            mtpd: promise(system.mtpd, &achieved.caught_up, mtpd),
        };
        all.insert(system.id.clone(), summary);
    }
    all
}

/// The gravest promise about a system that is not always kept: the MTPD, since that is what the business cannot bear, else the RTO, else the RPO.
fn gravest(told: &SystemSummary) -> Option<(&'static str, &PromiseSummary, f64)> {
    let promises = [("MTPD", &told.mtpd), ("RTO", &told.rto), ("RPO", &told.rpo)];
    promises.into_iter().find_map(|(name, promise)| {
        let promise = promise.as_ref()?;
        Some((name, promise, promise.met.filter(|met| *met < 1.0)?))
    })
}

/// A line for each system that breaks a promise, those of the first tier first, then those that keep it least often and miss it by most.
pub fn table(summary: &Summary, plan: &Plan) -> String {
    let broken = plan.systems.iter().filter_map(|system| Some((system, gravest(summary.systems.get(&system.id)?)?)));
    let mut rows: Vec<_> = broken.collect();
    let over = |promise: &PromiseSummary| promise.p50.unwrap_or(f64::INFINITY) / promise.promised;
    rows.sort_by(|(a, of_a), (b, of_b)| {
        let by_share = of_a.2.total_cmp(&of_b.2).then_with(|| over(of_b.1).total_cmp(&over(of_a.1)));
        a.tier.cmp(&b.tier).then(by_share).then_with(|| a.id.cmp(&b.id))
    });
    if rows.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{:<26}{:>9}{:>14}{:>16}\n", "", "", "", "1 in 10 is");
    text.push_str(&format!("{:<26}{:>9}{:>14}{:>16}{:>9}\n", "Promises broken", "promised", "typical", "worse than", "kept"));
    for (system, (name, promise, met)) in rows.iter().take(ROWS) {
        let shown = |value: Option<f64>| match value {
            Some(value) => duration(value),
            None if *name == "RPO" => "all of it".to_owned(),
            None => format!("> {}", duration(summary.horizon)),
        };
        let label = format!("{} {name}", harmless(&system.id));
        let first = 9usize.saturating_sub(label.chars().count().saturating_sub(26)).max(5);
        let promised = limit(promise.promised);
        text.push_str(&format!("{label:<26}{promised:>first$}{:>14}{:>16}{:>9}\n", shown(promise.p50), shown(promise.p90), share(*met)));
    }
    if rows.len() > ROWS {
        text.push_str(&format!("({} more systems in summary.json)\n", count((rows.len() - ROWS) as u64)));
    }
    text
}
