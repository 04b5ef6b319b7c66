//! A comparison of staffing models as `summary.json` has it: each model as `run` would sum it up, what it costs, and the differences of every pair.

use serde::{Deserialize, Serialize};

pub mod assumptions;
pub mod blocks;
pub mod money;
pub mod table;
pub mod tickets;

use super::rows::{Cell, Kind, Sheet, Table, columns};
use super::summary::{Bounds, SCHEMA, Setting, Summary, bounds, finite, rounded};
use crate::statistics::paired::{Difference, Estimate};
use crate::study::arms::Played;
use crate::study::compare::Compared;
use crate::study::{Arm, Ended, Studied};
use assumptions::AssumptionSummary;
use money::MoneySummary;

/// A difference of less than this share of what there is is slight.
const SLIGHT: f64 = 0.01;

/// A whole comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Version of this layout.
    pub schema: u32,
    /// Version of the program.
    pub firedrill: String,
    /// Name of the scenario.
    pub scenario: String,
    /// Where all luck comes from.
    pub seed: u64,
    /// Replications played of each model.
    pub replications: u64,
    /// Replications asked for, when they are not those played.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u64>,
    /// Anything a reader must know first, such as that the study was interrupted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Each model; the others are held against the first in the table.
    pub models: Vec<ModelSummary>,
    /// Every measure of every pair, the first less the second.
    pub differences: Vec<DifferenceSummary>,
    /// Which assumed values turn a verdict; absent where it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assumptions: Option<AssumptionSummary>,
}

/// One staffing model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelSummary {
    /// What it is called in `differences`; its files are in a folder of this name.
    pub name: String,
    /// What it costs, by the year and once.
    pub money: MoneySummary,
    /// The same as `run` writes.
    #[serde(flatten)]
    pub summary: Summary,
}

/// A figure for each statistic; null where it cannot be told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statistics<T> {
    /// Of the mean.
    pub mean: T,
    /// Of the median.
    pub p50: T,
    /// Of the 90th percentile.
    pub p90: T,
    /// Of the 95th.
    pub p95: T,
}
impl<T> Statistics<T> {
    fn of(difference: &Difference, of: impl Fn(&Estimate) -> T) -> Self {
        let [p50, p90, p95] = &difference.quantiles;
        Statistics { mean: of(&difference.mean), p50: of(p50), p90: of(p90), p95: of(p95) }
    }
}

/// One measure of one pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DifferenceSummary {
    /// The first model.
    pub a: String,
    /// The second.
    pub b: String,
    /// The measure: as in `measures`, with `objectives.` or `annual.` before those of these.
    pub measure: String,
    /// "s", "money", "h", "d", "count" or "share".
    pub unit: String,
    /// The first less the second; null where it lies beyond the horizon or cannot be told.
    pub difference: Statistics<Option<f64>>,
    /// At 95 % confidence.
    pub interval: Statistics<Bounds>,
    /// Share of the replications in which both have it and the first is better; null where neither way is better.
    pub share_a_better: Option<f64>,
    /// The same of the second; in the others they are alike, or neither was reached.
    pub share_b_better: Option<f64>,
    /// "a_better", "b_better", "same", "same_like_for_like", "cannot_tell", and "differs" where neither way is better; on the mean.
    pub verdict: String,
    /// The same on each statistic by itself.
    pub verdicts: Statistics<String>,
    /// Where it cannot be told: replications that would tell a difference as large as the one found in 8 of 10 studies.
    pub replications_needed: Option<u64>,
    /// The whole interval of the mean difference lies within 1 % of the mean of the first model: whatever it is, it is slight.
    pub is_slight: bool,
    /// Replications in which both have it.
    pub pairs: u64,
    /// Replications in which only the first has it.
    pub only_a: u64,
    /// Replications in which only the second has it.
    pub only_b: u64,
    /// The mean difference over the incidents that have it in both, where some have it in one only: like for like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub like_for_like: Option<LikeForLike>,
    /// Variance of the difference play by play, and what it would be on different luck; null without a mean.
    pub variance: Option<VarianceSummary>,
}

/// A mean difference over the incidents that have the measure in both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LikeForLike {
    /// The difference.
    pub mean: Option<f64>,
    /// Its interval.
    pub interval: Bounds,
    /// Incidents that have it in both.
    #[serde(default)]
    pub incidents: u64,
    /// Incidents that have it in the first only.
    #[serde(default)]
    pub only_a: u64,
    /// Incidents that have it in the second only.
    #[serde(default)]
    pub only_b: u64,
}

/// What pairing is worth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VarianceSummary {
    /// On the same luck.
    pub paired: f64,
    /// On different luck.
    pub unpaired: f64,
    /// So many times the plays it saves; null where the difference is the same in every play.
    pub saves: Option<f64>,
}

impl DifferenceSummary {
    fn of(compared: &Compared, arms: &[Arm]) -> Self {
        let difference = &compared.difference;
        let plays = arms[compared.a].tally.replications();
        let mean = arms[compared.a].figure(&compared.measure).and_then(|figure| figure.sample.mean());
        let within = |end: Option<f64>| end.zip(mean).is_some_and(|(end, mean)| libm::fabs(end) <= SLIGHT * libm::fabs(mean));
        let verdict = |estimate: &Estimate| compared.verdict_of(estimate).name().to_owned();
        let shares = compared.shares_better();
        DifferenceSummary {
            a: arms[compared.a].name.clone(),
            b: arms[compared.b].name.clone(),
            measure: compared.measure.clone(),
            unit: compared.unit.to_owned(),
            difference: Statistics::of(difference, |estimate| finite(estimate.value)),
            interval: Statistics::of(difference, |estimate| bounds(estimate.interval)),
            share_a_better: finite(shares.map(|shares| shares.0)),
            share_b_better: finite(shares.map(|shares| shares.1)),
            verdict: compared.verdict().name().to_owned(),
            verdicts: Statistics::of(difference, verdict),
            replications_needed: compared.needed(plays),
            is_slight: within(difference.mean.interval.low) && within(difference.mean.interval.high),
            pairs: difference.pairs,
            only_a: difference.alone.0,
            only_b: difference.alone.1,
            like_for_like: compared.alike.map(|alike| LikeForLike {
                mean: finite(alike.mean.value),
                interval: bounds(alike.mean.interval),
                incidents: alike.incidents,
                only_a: alike.only.0,
                only_b: alike.only.1,
            }),
            variance: difference.pairing.map(|pairing| VarianceSummary {
                paired: rounded(pairing.paired),
                unpaired: rounded(pairing.unpaired),
                saves: finite(pairing.saves()),
            }),
        }
    }
}

impl Comparison {
    /// Sums a comparison up: the arms, their differences, and the fingerprint and models of each arm.
    pub fn of(arms: &[Arm], compared: &[Compared], played: Played, settings: &[Setting]) -> Self {
        let replications = arms.first().map_or(0, |arm| arm.tally.replications());
        let sum_up = |(arm, setting): (&Arm, &Setting)| {
            let studied = Studied { tally: arm.tally.clone(), asked: played.asked, ended: played.ended };
            let summary = Summary::of(&studied, setting);
            ModelSummary { name: arm.name.clone(), money: money::of(arm, &arms[0]), summary }
        };
        let precision = settings.first().and_then(|setting| setting.precision);
        Comparison {
            schema: SCHEMA,
            firedrill: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: arms.first().map_or(String::new(), |arm| arm.plan().name.clone()),
            seed: settings.first().map_or(0, |setting| setting.seed),
            replications,
            asked: (played.asked != replications).then_some(played.asked),
            note: match (played.ended, precision) {
                (Ended::Interrupted, _) => {
                    Some(format!("interrupted: {replications} of {} replications of each model, a complete prefix", played.asked))
                }
                (Ended::NotPreciseEnough, Some(precision)) => {
                    Some(format!("{replications} replications were not enough for intervals of {} %", precision * 100.0))
                }
                _ => None,
            },
            models: arms.iter().zip(settings).map(sum_up).collect(),
            differences: compared.iter().map(|compared| DifferenceSummary::of(compared, arms)).collect(),
            assumptions: None,
        }
    }

    /// The text of `summary.json`.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// One measure of two models, by their names.
    pub fn difference(&self, a: &str, b: &str, measure: &str) -> Option<&DifferenceSummary> {
        self.differences.iter().find(|d| d.a == a && d.b == b && d.measure == measure)
    }

    /// Whether some model meets every target. Without targets there is none to miss.
    pub fn some_model_meets_all_targets(&self) -> bool {
        self.models.iter().any(|model| !model.summary.misses_a_target())
    }

    /// `differences.parquet`.
    pub fn sheet() -> Sheet {
        let mut all = columns(&["a", "b", "measure", "unit", "verdict"], Kind::Text);
        for statistic in ["mean", "p50", "p90", "p95"] {
            all.extend(["difference", "low", "high"].map(|what| (format!("{statistic}_{what}"), Kind::Real)));
        }
        all.extend(columns(&["share_a_better", "share_b_better", "variance_paired", "variance_unpaired"], Kind::Real));
        all.extend(columns(&["replications_needed"], Kind::Real));
        all.extend(columns(&["pairs", "only_a", "only_b"], Kind::Whole));
        Sheet { table: Table::Differences, name: "differences", columns: all }
    }

    /// Its rows.
    pub fn rows(&self) -> Vec<Vec<Cell<'_>>> {
        self.differences.iter().map(DifferenceSummary::row).collect()
    }
}

impl DifferenceSummary {
    fn row(&self) -> Vec<Cell<'_>> {
        let mut row: Vec<Cell<'_>> =
            [&self.a, &self.b, &self.measure, &self.unit, &self.verdict].map(|text| Cell::Text(Some(text.as_str()))).to_vec();
        let (of, interval) = (&self.difference, &self.interval);
        for (value, bounds) in [(of.mean, interval.mean), (of.p50, interval.p50), (of.p90, interval.p90), (of.p95, interval.p95)] {
            row.extend([value, bounds[0], bounds[1]].map(Cell::Real));
        }
        let variance = |pick: fn(&VarianceSummary) -> f64| self.variance.as_ref().map(pick);
        row.extend([self.share_a_better, self.share_b_better, variance(|v| v.paired), variance(|v| v.unpaired)].map(Cell::Real));
        row.push(Cell::Real(self.replications_needed.map(|needed| needed as f64)));
        row.extend([self.pairs, self.only_a, self.only_b].map(Cell::Whole));
        row
    }
}
