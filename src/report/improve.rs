//! What a study of remedies came to, as `summary.json` has it, and the patches that it leaves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::head::{Head, Setting};
use super::rows::{Cell, Kind, Sheet, Table};
use super::summary::{Bounds, MeasureSummary, Summary, finite, rounded};
use super::words;
use crate::model::fact::Wait;
use crate::scenario::Scenario;
use crate::scenario::remedy::Remedy;
use crate::statistics::paired::Estimate;
use crate::study::improve::{Effect, Improved, rate, yearly};
use crate::study::stakes::Stakes;
use crate::study::{Arm, Ended, Studied};

pub mod table;

/// A difference and its interval at 95 % confidence; positive where the remedy saves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Saved {
    /// What it came to on average.
    pub mean: Option<f64>,
    /// From and to.
    pub interval: Bounds,
}
impl Saved {
    fn of(estimate: &Estimate) -> Saved {
        Saved { mean: finite(estimate.value), interval: [finite(estimate.interval.low), finite(estimate.interval.high)] }
    }
}

/// What is at stake as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AtStake {
    /// Hours from harm to recovery, on average.
    pub hours_lost: Option<f64>,
    /// The share of promises broken.
    pub promises_broken: Option<f64>,
    /// What incidents cost.
    pub money: Option<f64>,
}

/// What one remedy, or several together, came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EffectSummary {
    /// Plays of each variant.
    pub plays: u64,
    /// helps, cannot_tell, nothing or harms.
    pub verdict: String,
    /// Hours saved.
    pub hours_saved: Saved,
    /// By how much the share of broken promises falls.
    pub promises_kept: Saved,
    /// Money saved on incidents.
    pub money_saved: Saved,
    /// More false isolations a year.
    pub false_isolations_per_year: Option<f64>,
    /// More that false alarms cost a year.
    pub false_alarm_cost_per_year: f64,
    /// More grants held by people.
    pub privileged_holders: i64,
    /// Hours of work, once.
    pub hours_once: f64,
    /// Hours of work, a year.
    pub hours_per_year: f64,
    /// Money, once.
    pub once: f64,
    /// Money, a year.
    pub cost_per_year: f64,
    /// Incidents a year from which it pays.
    pub pays_from_incidents_per_year: Option<f64>,
    /// The measures as `run` with the patch, the same seed and as many plays prints them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub measures: BTreeMap<String, MeasureSummary>,
}

/// One remedy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RemedySummary {
    /// Its place among those that help; others have none.
    pub place: Option<usize>,
    /// Its short name.
    pub name: String,
    /// Its sort.
    pub sort: String,
    /// What is done.
    pub title: String,
    /// Why.
    pub why: String,
    /// The finding that it answers.
    pub finding: Option<String>,
    /// The states of the ledger that it answers.
    pub answers: Vec<String>,
    /// The file that makes it so.
    pub patch: String,
    /// Who sees to it: to be filled in.
    pub owner: Option<String>,
    /// What it came to.
    pub effect: EffectSummary,
}

/// Several together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TogetherSummary {
    /// Their names; the last was added in this step.
    pub names: Vec<String>,
    /// It is in the plan.
    pub chosen: bool,
    /// The file that makes it so; only of those in the plan.
    pub patch: Option<String>,
    /// What the hours that each saves alone add up to.
    pub hours_if_they_added_up: f64,
    /// What they came to.
    pub effect: EffectSummary,
}

/// All of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What was played; `replications` are those of each variant that was played in full.
    #[serde(flatten)]
    pub head: Head,
    /// The unit of what is saved: "incident", or "year" where incidents come again and again.
    pub per: String,
    /// What an hour of work is taken to cost.
    pub hour_of_work: f64,
    /// As it is.
    pub as_it_is: AtStake,
    /// Mean seconds in each state of the ledger, as it is.
    pub ledger: BTreeMap<String, f64>,
    /// The remedies, the best first.
    pub remedies: Vec<RemedySummary>,
    /// The best few together, step by step.
    pub together: Vec<TogetherSummary>,
}

fn effect(effect: &Effect, arm: Option<&Arm>, setting: &Setting) -> EffectSummary {
    EffectSummary {
        plays: effect.plays,
        verdict: effect.verdict().name().to_owned(),
        hours_saved: Saved::of(&effect.hours),
        promises_kept: Saved::of(&effect.promises),
        money_saved: Saved::of(&effect.money),
        false_isolations_per_year: finite(effect.false_isolations),
        false_alarm_cost_per_year: rounded(effect.false_alarm_cost),
        privileged_holders: effect.privileged,
        hours_once: effect.upkeep.0,
        hours_per_year: effect.upkeep.1,
        once: rounded(effect.once),
        cost_per_year: rounded(effect.per_year),
        pays_from_incidents_per_year: finite(effect.pays_from()),
        measures: arm.map(|arm| measures(arm, setting)).unwrap_or_default(),
    }
}

fn measures(arm: &Arm, setting: &Setting) -> BTreeMap<String, MeasureSummary> {
    let studied = Studied { tally: arm.tally.clone(), asked: arm.tally.replications(), ended: Ended::Complete };
    Summary::of(&studied, setting).measures
}

impl Plan {
    /// Of a study.
    pub fn of(improved: &Improved, remedies: &[(Remedy, Scenario, String)], setting: &Setting, asked: u64) -> Plan {
        let plan = improved.base.plan();
        let stakes = Stakes::of(&improved.base);
        let replications = improved.base.tally.replications();
        let interrupted = improved.ended == Ended::Interrupted;
        let mut place = 0;
        let all = improved.tried.iter().enumerate().map(|(at, tried)| {
            let (remedy, ..) = &remedies[tried.remedy];
            let helps = tried.arm.is_some() && tried.effect.verdict() == crate::study::improve::Verdict::Helps;
            place += usize::from(helps);
            RemedySummary {
                place: helps.then_some(place),
                name: remedy.slug.clone(),
                sort: remedy.sort.name().to_owned(),
                title: remedy.title.clone(),
                why: remedy.why.clone(),
                finding: remedy.finding.clone(),
                answers: remedy.answers.iter().map(|state| state.name().to_owned()).collect(),
                patch: format!("patches/{:02}-{}.ron", at + 1, remedy.slug),
                owner: None,
                effect: effect(&tried.effect, tried.arm.as_ref(), setting),
            }
        });
        let remedies_summed: Vec<RemedySummary> = all.collect();
        let together = improved.together.iter().map(|step| TogetherSummary {
            names: step.remedies.iter().map(|at| remedies[*at].0.slug.clone()).collect(),
            chosen: step.chosen,
            patch: step.chosen.then(|| format!("patches/00-best-{}-together.ron", step.remedies.len())),
            hours_if_they_added_up: rounded(step.sum),
            effect: effect(&step.effect, Some(&step.arm), setting),
        });
        let note = interrupted.then(|| format!("interrupted: {replications} of {asked} plays of each variant are finished"));
        Plan {
            head: setting.head("improve", &plan.name, replications, note),
            per: if yearly(improved) { "year" } else { "incident" }.to_owned(),
            hour_of_work: rounded(rate(plan)),
            as_it_is: AtStake {
                hours_lost: finite(stakes.hours.mean()),
                promises_broken: finite(stakes.broken.mean()),
                money: finite(stakes.money.mean()),
            },
            ledger: Wait::ALL
                .iter()
                .zip(improved.base.tally.ledger_means())
                .map(|(s, mean)| (s.name().to_owned(), rounded(mean)))
                .collect(),
            together: together.collect(),
            remedies: remedies_summed,
        }
    }

    /// The text of `summary.json`.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// What a patch says of what was seen with it.
    pub fn seen(&self, effect: &EffectSummary, answers: &[String]) -> String {
        let states = Wait::ALL.iter().filter(|wait| answers.iter().any(|name| name == wait.name()));
        let answers =
            states.map(|wait| format!("{} {}", wait.name(), words::duration(self.ledger.get(wait.name()).copied().unwrap_or(0.0))));
        let answers: Vec<String> = answers.collect();
        let answers = if answers.is_empty() { String::new() } else { format!("Where time goes that it answers: {}. ", answers.join(", ")) };
        format!(
            "{answers}Played {} times (seed {}): {}. {} To see it again: firedrill run SCENARIO --model THIS_FILE --seed {} -n {}",
            effect.plays,
            self.head.seed,
            table::saves(effect, &self.per),
            table::side_effects(effect),
            self.head.seed,
            effect.plays
        )
    }

    /// The table of remedies.
    pub fn sheet() -> Sheet {
        let columns = [
            ("place", Kind::Whole),
            ("name", Kind::Text),
            ("sort", Kind::Text),
            ("verdict", Kind::Text),
            ("plays", Kind::Whole),
            ("hours_saved", Kind::Real),
            ("hours_saved_low", Kind::Real),
            ("hours_saved_high", Kind::Real),
            ("promises_kept", Kind::Real),
            ("money_saved", Kind::Real),
            ("false_isolations_per_year", Kind::Real),
            ("privileged_holders", Kind::Real),
            ("hours_per_year", Kind::Real),
            ("cost_once", Kind::Real),
            ("cost_per_year", Kind::Real),
        ];
        let columns = columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec();
        Sheet { table: Table::OfStudy, name: "remedies", columns }
    }

    /// Its rows, in the order of the columns; `place` counts all of them.
    pub fn rows(&self) -> Vec<Vec<Cell<'_>>> {
        let row = |(at, remedy): (usize, &'_ RemedySummary)| {
            let effect = &remedy.effect;
            let [low, high] = effect.hours_saved.interval;
            (at as u64 + 1, low, high, effect.hours_saved.mean)
        };
        self.remedies
            .iter()
            .enumerate()
            .map(|(at, remedy)| {
                let (place, low, high, mean) = row((at, remedy));
                let effect = &remedy.effect;
                vec![
                    Cell::Whole(place),
                    Cell::Text(Some(&remedy.name)),
                    Cell::Text(Some(&remedy.sort)),
                    Cell::Text(Some(&effect.verdict)),
                    Cell::Whole(effect.plays),
                    Cell::Real(mean),
                    Cell::Real(low),
                    Cell::Real(high),
                    Cell::Real(effect.promises_kept.mean),
                    Cell::Real(effect.money_saved.mean),
                    Cell::Real(effect.false_isolations_per_year),
                    Cell::Real(Some(effect.privileged_holders as f64)),
                    Cell::Real(Some(effect.hours_per_year)),
                    Cell::Real(Some(effect.once)),
                    Cell::Real(Some(effect.cost_per_year)),
                ]
            })
            .collect()
    }
}
