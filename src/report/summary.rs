//! `summary.json`: what a study came to, in the names of the design. What is not measured is absent; what lies beyond
//! the horizon is null.

mod providers;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::access::AccessSummary;
use super::knowledge::KnowledgeSummary;
use super::promises::SystemSummary;
use crate::model::fact::Wait;
use crate::model::plan::{Plan, Statistic};
use crate::statistics::{Description, Interval};
use crate::study::annual;
use crate::study::measure::seconds;
use crate::study::precision::estimate;
use crate::study::tally::Kept;
use crate::study::{Ended, Measure, Studied, Tally};

mod yearly;
pub use super::head::{Head, SCHEMA, Setting};
pub use providers::ProviderSummary;

/// A whole study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// What was played.
    #[serde(flatten)]
    pub head: Head,
    /// How long each incident was followed, in seconds.
    pub horizon: f64,
    /// Incidents counted, over all replications.
    pub incidents: u64,
    /// Share of them contained before they did any harm; the times and the ledger are of the others.
    pub stopped_before_impact: Option<f64>,
    /// The replication in the middle by harm done, of those in which any was done.
    pub median_replication: Option<u64>,
    /// The replication in which most harm was done.
    pub worst_replication: Option<u64>,
    /// Each measure.
    pub measures: BTreeMap<String, MeasureSummary>,
    /// Mean seconds in each state, per incident that did harm; a lower bound when `time_to_recover` has censored values.
    pub ledger: BTreeMap<String, f64>,
    /// Shares of recovery objectives kept, of systems lost: `rto`, `rpo`, `mtpd`, and `rto.<system>`, `rpo.<system>`, `mtpd.<system>` of those
    /// measured; shares of notices sent in time, of those whose deadline came: `notices`, and `notices.<notice>`.
    pub objectives: BTreeMap<String, f64>,
    /// What is promised of each system beside what was achieved, of those that promise anything and were lost; absent without any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub systems: BTreeMap<String, SystemSummary>,
    /// What providers and third parties are paid a month whether or not there is an incident; absent without a retainer. No part of an incident's `cost`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retainer_per_month: Option<f64>,
    /// What those on call are paid a week for being so; absent without an allowance. No part of an incident's `cost`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_call_allowance_per_week: Option<f64>,
    /// What a year comes to; absent where nothing arrives again and again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annual: Option<AnnualSummary>,
    /// Privileged actions, access given, glass broken; absent where the scenario has no `grants`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<AccessSummary>,
    /// Each provider that was asked for a response; absent where none was.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub providers: BTreeMap<String, ProviderSummary>,
    /// Attempts improvised and by what is written, what was learned; absent where the scenario has neither `runbooks` nor `improvise_works`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knowledge: Option<KnowledgeSummary>,
    /// Each decision that was asked for.
    pub decisions: BTreeMap<String, DecisionSummary>,
    /// Each notice of which a deadline came; absent without any.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notices: BTreeMap<String, NoticeSummary>,
    /// Each promise of the scenario.
    pub targets: BTreeMap<String, TargetSummary>,
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MeasureSummary {
    /// "s", "money" or "count".
    pub unit: String,
    /// Values, censored ones included.
    pub count: u64,
    /// Values not reached by the horizon.
    pub censored: u64,
    /// Mean, censored values at the horizon: a lower bound when there are any.
    pub mean: Option<f64>,
    /// Standard deviation.
    pub sd: Option<f64>,
    /// 1 in 10 is better than this.
    pub p10: Option<f64>,
    /// Half are.
    pub p50: Option<f64>,
    /// 9 in 10 are.
    pub p90: Option<f64>,
    /// 19 in 20 are.
    pub p95: Option<f64>,
    /// 99 in 100 are.
    pub p99: Option<f64>,
    /// How sure that is, at 95 % confidence, with the replication as the unit.
    pub interval: Intervals,
}

/// What a year of 365 days comes to. Incidents with a date are left out: they say nothing about how often such a thing happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnnualSummary {
    /// How many years of arrivals a play has.
    pub years_per_play: f64,
    /// What providers are paid whether or not anything happens; part of `cost`.
    pub retainers: f64,
    /// What those on call are paid for being so; part of `cost`.
    pub on_call_allowances: f64,
    /// Each measure: `cost` with all that is paid, `cost.<post>` of the incidents. Quantiles are null unless a play is a year: scaled from
    /// shorter or longer plays they would be wrong, while the mean is right for any length.
    pub measures: BTreeMap<String, MeasureSummary>,
    /// How often a year costs more than round amounts; empty unless a play is a year.
    pub exceedance: Vec<ExceedanceSummary>,
}

/// How often a year costs more than an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExceedanceSummary {
    /// The amount.
    pub cost: f64,
    /// The share of years that cost more.
    pub share: f64,
    /// The interval of that share.
    pub interval: Bounds,
}

/// From and to; null where it lies beyond the horizon or the replications are too few.
pub type Bounds = [Option<f64>; 2];

/// The intervals of one measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Intervals {
    /// Of the median.
    pub p50: Bounds,
    /// Of the 90th percentile.
    pub p90: Bounds,
    /// Of the mean.
    pub mean: Bounds,
}

/// How one decision fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionSummary {
    /// Answers of deciders, and askings that got none; a quorum of two gives two.
    pub asked: u64,
    /// Mean seconds until one who may decide was reached.
    pub reach: f64,
    /// Mean seconds from there to the answer.
    pub deliberation: f64,
    /// Share in which somebody acted without authority.
    pub without_authority: f64,
}

/// How one notice fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoticeSummary {
    /// How often it was known by the horizon whether it was in time.
    pub due: u64,
    /// Share of those in time.
    pub in_time: f64,
    /// Of those that were not, the share in which most of the time went into each state of the ledger.
    pub late_for: BTreeMap<String, f64>,
}

/// How one promise fared.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TargetSummary {
    /// The measure it is about.
    pub measure: String,
    /// "p90", "mean".
    pub statistic: String,
    /// What it came to; null beyond the horizon, or when there was nothing to measure.
    pub value: Option<f64>,
    /// The interval of that.
    pub interval: Bounds,
    /// At most this was promised.
    pub limit: f64,
    /// Whether the promise is kept; null when there was nothing to measure.
    pub met: Option<bool>,
    /// Who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What it came to when it was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<f64>,
    /// The day by which it is to be looked at again: "2026-06-30".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
}

impl Summary {
    /// Sums a study up.
    pub fn of(studied: &Studied, setting: &Setting) -> Self {
        let tally = &studied.tally;
        let plan = &*tally.plan;
        let played = tally.replications();
        Summary {
            head: Head {
                asked: (studied.asked != played).then_some(studied.asked),
                ..setting.head("", &plan.name, played, note(studied, setting))
            },
            horizon: seconds(plan.horizon),
            incidents: tally.incidents,
            stopped_before_impact: finite(Kept { kept: tally.stopped, of: tally.incidents }.share()),
            median_replication: tally.median_replication(),
            worst_replication: tally.worst_replication(),
            measures: tally
                .samples
                .iter()
                .map(|(measure, sample)| (measure.name(plan), MeasureSummary::of(measure.unit(), &Description::of(sample))))
                .collect(),
            ledger: Wait::ALL.iter().zip(tally.ledger_means()).map(|(state, mean)| (state.name().to_owned(), rounded(mean))).collect(),
            objectives: objectives(tally),
            systems: super::promises::of(tally),
            providers: providers::providers(tally),
            decisions: decisions(tally),
            notices: notices(tally),
            retainer_per_month: Some(annual::retainer_per_month(plan)).filter(|paid| *paid > 0.0),
            on_call_allowance_per_week: Some(plan.pay.on_call_per_week).filter(|paid| *paid > 0.0),
            annual: yearly::annual(tally),
            access: super::access::of(tally),
            knowledge: super::knowledge::of(tally),
            targets: targets(tally),
        }
    }

    /// The text of `summary.json`.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }

    /// Whether some promise is broken.
    pub fn misses_a_target(&self) -> bool {
        // A gate through which no incident has passed has kept nothing out.
        let untested = self.incidents == 0 && !self.targets.is_empty();
        untested || self.targets.values().any(|target| target.met == Some(false))
    }
}

fn note(studied: &Studied, setting: &Setting) -> Option<String> {
    let (played, asked) = (studied.tally.replications(), studied.asked);
    match (studied.ended, setting.precision) {
        (Ended::Interrupted, _) => Some(format!("interrupted: {played} of {asked} replications, a complete prefix")),
        (Ended::NotPreciseEnough, Some(precision)) => {
            Some(format!("{played} replications were not enough for intervals of {} %", precision * 100.0))
        }
        _ => None,
    }
}

/// A figure for a file: nothing but finite numbers, to the millionth; further digits are noise.
pub(super) fn finite(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite()).map(rounded)
}
pub(super) fn rounded(value: f64) -> f64 {
    libm::round(value * 1e6) / 1e6
}
pub(super) fn bounds(interval: Interval) -> Bounds {
    [finite(interval.low), finite(interval.high)]
}

impl MeasureSummary {
    fn of(unit: &str, description: &Description) -> Self {
        let [p10, p50, p90, p95, p99] = description.quantiles.map(finite);
        MeasureSummary {
            unit: unit.to_owned(),
            count: description.count,
            censored: description.censored,
            mean: finite(description.mean),
            sd: finite(description.sd),
            p10,
            p50,
            p90,
            p95,
            p99,
            interval: Intervals { p50: bounds(description.p50), p90: bounds(description.p90), mean: bounds(description.mean_interval) },
        }
    }
}

fn objectives(tally: &Tally) -> BTreeMap<String, f64> {
    let plan = &tally.plan;
    let all = |pick: fn(&(Kept, Kept)) -> Kept| {
        tally.objectives.iter().map(pick).fold(Kept::default(), |a, b| Kept { kept: a.kept + b.kept, of: a.of + b.of })
    };
    let points = tally.points.iter().fold(Kept::default(), |a, b| Kept { kept: a.kept + b.kept, of: a.of + b.of });
    let mut shares = vec![("rto".to_owned(), all(|both| both.0)), ("mtpd".to_owned(), all(|both| both.1)), ("rpo".to_owned(), points)];
    for (measure, _) in &tally.samples {
        if let Measure::SystemBack(system) = *measure {
            let (rto, mtpd) = tally.objectives[system.at()];
            let id = &plan.systems[system.at()].id;
            shares.extend([(format!("rto.{id}"), rto), (format!("mtpd.{id}"), mtpd), (format!("rpo.{id}"), tally.points[system.at()])]);
        }
    }
    let in_time = || tally.notices.iter().map(|notice| notice.in_time);
    shares.push(("notices".to_owned(), in_time().fold(Kept::default(), |a, b| Kept { kept: a.kept + b.kept, of: a.of + b.of })));
    shares.extend(plan.notices.iter().zip(in_time()).map(|(notice, kept)| (format!("notices.{}", notice.id), kept)));
    shares.into_iter().filter_map(|(name, kept)| Some((name, rounded(kept.share()?)))).collect()
}

fn decisions(tally: &Tally) -> BTreeMap<String, DecisionSummary> {
    let asked = tally.plan.decisions.iter().zip(&tally.decisions).filter(|(_, tally)| tally.asked > 0);
    asked
        .map(|(decision, tally)| {
            let each = |sum: i128| rounded(sum as f64 / tally.asked as f64 / 1000.0);
            let summary = DecisionSummary {
                asked: tally.asked,
                reach: each(tally.reaching),
                deliberation: each(tally.deciding),
                without_authority: rounded(tally.without_authority as f64 / tally.asked as f64),
            };
            (decision.id.clone(), summary)
        })
        .collect()
}

fn notices(tally: &Tally) -> BTreeMap<String, NoticeSummary> {
    let due = tally.plan.notices.iter().zip(&tally.notices).filter_map(|(notice, fared)| Some((notice, fared, fared.in_time.share()?)));
    let summed = due.map(|(notice, fared, share)| {
        let late: u64 = fared.late_for.iter().sum();
        let states = Wait::ALL.iter().zip(fared.late_for).filter(|(_, times)| *times > 0);
        let late_for = states.map(|(state, times)| (state.name().to_owned(), rounded(times as f64 / late as f64))).collect();
        (notice.id.clone(), NoticeSummary { due: fared.in_time.of, in_time: rounded(share), late_for })
    });
    summed.collect()
}

fn targets(tally: &Tally) -> BTreeMap<String, TargetSummary> {
    let plan: &Plan = &tally.plan;
    let summed = plan.targets.iter().map(|target| {
        let measure = Measure::of_target(target.of);
        let (value, interval) = tally.sample(measure).map_or((None, Interval::default()), |sample| estimate(sample, target.statistic));
        let limit = seconds(target.at_most);
        let summary = TargetSummary {
            measure: measure.name(plan),
            statistic: statistic_name(target.statistic),
            value: finite(value),
            interval: bounds(interval),
            limit,
            met: value.map(|value| value <= limit),
            owner: target.owner.clone(),
            baseline: target.baseline.map(seconds),
            review: target.review.map(|day| day.to_string()),
        };
        (target.id.clone(), summary)
    });
    summed.collect()
}

fn statistic_name(statistic: Statistic) -> String {
    match statistic {
        Statistic::Mean => "mean".to_owned(),
        Statistic::Quantile(level) => format!("p{}", libm::round(level * 1000.0) / 10.0),
    }
}
