//! The report on several staffing models: who is better at what, how sure that is, and what each one costs.

mod assumed;
mod sheets;
mod shown;

use std::path::Path;

use serde::Serialize;
use shown::Beside;

use super::lanes::Told;
use super::provenance::Origins;
use super::results::{self, Results};
use super::roles::Cast;
use super::run::{label, reached, sheet_of_origins, words_of_origins};
use super::{LIMITS, Line, Made, Options, Sheet, Trouble, line, page, plots};
use crate::model::plan::Plan;
use crate::report::compare::{Comparison, DifferenceSummary, ModelSummary, tickets};
use crate::report::figures::canvas::Ink;
use crate::report::figures::exceedance::{self, Curve, Mark};
use crate::report::figures::{Figure, Values, differences, ledger, money as cost};
use crate::report::measured::signed;
use crate::report::table::labels;
use crate::report::words::{capital, count, duration, harmless, limit, list, many, money, share};
use crate::study::measure::seconds;

/// Everything that the template shows.
#[derive(Serialize)]
struct Part {
    about: String,
    setting: String,
    note: Option<String>,
    question: String,
    answers: Vec<Line>,
    lead: Vec<Figure>,
    shown: Vec<Beside>,
    models: Sheet,
    targets: Option<Sheet>,
    plan: Vec<Figure>,
    differences: Vec<Sheet>,
    assumed: Option<Sheet>,
    assumed_words: String,
    money: Option<Sheet>,
    told: Vec<Told>,
    origins: Sheet,
    origins_words: String,
    footer: Vec<Line>,
    limits: Vec<&'static str>,
}

/// The report.
pub fn report(comparison: &Comparison, folder: &Path, options: &Options) -> Result<Made, Trouble> {
    let mut all = Vec::new();
    for model in &comparison.models {
        let Results { summary, scenario, times, away, .. } = results::of(&folder.join(&model.name), model.summary.clone())?;
        all.push((Cast::of(scenario, options.names).map_err(Trouble)?, Played { times, away, horizon: summary.horizon }));
    }
    let Some((cast, _)) = all.first() else { return Err(Trouble("the comparison has no models".to_owned())) };
    let plan = &*cast.scenario.plan;
    let (casts, played): (Vec<&Cast>, Vec<&Played>) = all.iter().map(|(cast, played)| (cast, played)).unzip();
    let view = View { comparison, plan, casts: &casts, played: &played };
    let (shown, told) = view.plays();
    let origins = Origins::of(&cast.scenario.root);
    let part = Part {
        about: harmless(&cast.said(&plan.about)),
        setting: format!(
            "{} models on the same luck · {} plays of each · seed {}",
            comparison.models.len(),
            count(comparison.replications),
            comparison.seed
        ),
        note: comparison.note.clone(),
        question: view.question().to_owned(),
        answers: view.answers(),
        lead: [view.exceedance(), view.ledger()].into_iter().flatten().collect(),
        shown,
        models: view.models(),
        targets: view.targets(),
        plan: view.differences().into_iter().chain(view.cost()).collect(),
        differences: view.tables(),
        assumed: assumed::sheet(comparison.assumptions.as_ref(), cast, &|measure| label(measure, &view.first().summary, plan)),
        assumed_words: assumed::words(comparison.assumptions.as_ref()),
        money: view.money(),
        told,
        origins: sheet_of_origins(&origins),
        origins_words: words_of_origins(&origins),
        footer: view.footer(&origins),
        limits: LIMITS.to_vec(),
    };
    let html = page("compare.html", &cast.said(&plan.name), &part, options)?;
    let plots = plots(part.lead.iter().chain(&part.plan));
    Ok(Made { html, plots })
}

/// The values of one model.
struct Played {
    times: std::collections::BTreeMap<String, Vec<f64>>,
    away: std::collections::BTreeMap<String, Vec<f64>>,
    horizon: f64,
}

struct View<'a> {
    comparison: &'a Comparison,
    plan: &'a Plan,
    casts: &'a [&'a Cast],
    played: &'a [&'a Played],
}

impl View<'_> {
    fn first(&self) -> &ModelSummary {
        &self.comparison.models[0]
    }

    fn name(model: &ModelSummary) -> String {
        harmless(&model.name)
    }

    fn recover(model: &ModelSummary, pick: fn(&crate::report::summary::MeasureSummary) -> Option<f64>) -> Option<f64> {
        model.summary.measures.get("time_to_recover").filter(|m| m.count > 0).and_then(pick)
    }

    fn question(&self) -> &'static str {
        match tickets::are_all_there_is(self.comparison, self.plan) {
            true => "With which staffing model do tickets wait less, how sure is that, and what does it cost?",
            false => "Which staffing model gets us back sooner, how sure is that, and what does it cost?",
        }
    }

    fn answers(&self) -> Vec<Line> {
        let models = &self.comparison.models;
        let means = models.iter().filter_map(|model| Some((Self::recover(model, |m| m.mean)?, model)));
        let fastest = means.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, model)| model);
        let all_met = |model: &&ModelSummary| !model.summary.targets.is_empty() && !model.summary.misses_a_target();
        let met: Vec<String> = models.iter().filter(all_met).map(Self::name).collect();
        let keeps = match (met.as_slice(), models.iter().any(|model| !model.summary.targets.is_empty())) {
            (_, false) => String::new(),
            ([], true) => " No model meets every target.".to_owned(),
            (some, true) => format!(" Every target is met by {}.", list(some, 6)),
        };
        let board = match fastest {
            Some(model) => {
                let typical = reached(&model.summary, Self::recover(model, |m| m.p50));
                format!("Everything is back soonest with {}: typically after {typical}.{keeps}", Self::name(model))
            }
            None if tickets::are_all_there_is(self.comparison, self.plan) => {
                format!("No incident can come in this scenario.{}", self.least_wait().unwrap_or_default())
            }
            None => "No incident did any harm in any model.".to_owned(),
        };
        let of_interest = self.comparison.differences.iter().filter(|d| d.a == self.first().name && d.verdict != "same");
        let (told, unsure): (Vec<&DifferenceSummary>, Vec<_>) = of_interest.partition(|d| d.verdict != "cannot_tell");
        let analyst = format!(
            "Held against {}, {} differences are told apart from none at 95 % confidence, {} cannot be with {} plays.",
            Self::name(self.first()),
            told.len(),
            unsure.len(),
            count(self.comparison.replications)
        );
        vec![line("For the board", board), line("For the planner", self.cheapest()), line("For the analyst", analyst)]
    }

    /// With which model those tickets wait least that wait longest with the first.
    fn least_wait(&self) -> Option<String> {
        let with = |model: &ModelSummary, name: &str| tickets::mean(&model.summary, name);
        let all = tickets::rows(self.comparison, self.plan)
            .into_iter()
            .filter_map(|(name, label)| Some((with(self.first(), &name)?, name, label)));
        let (before, name, label) = all.max_by(|a, b| a.0.total_cmp(&b.0))?;
        let means = self.comparison.models.iter().filter_map(|model| Some((with(model, &name)?, model)));
        let (least, model) = means.min_by(|a, b| a.0.total_cmp(&b.0))?;
        let [least, before] = [least, before].map(|hours| duration(hours * 3600.0));
        Some(format!(" On average {label} least with {}: {least}, against {before} with {}.", Self::name(model), Self::name(self.first())))
    }

    /// Which model is cheapest to have and in an incident.
    fn cheapest(&self) -> String {
        let models = &self.comparison.models;
        let paid = |model: &ModelSummary| model.money.standing_per_year;
        let standing = models.iter().min_by(|a, b| paid(a).total_cmp(&paid(b))).filter(|_| models.iter().any(|model| paid(model) > 0.0));
        let standing = standing
            .map(|model| format!("Cheapest to have: {}, for {} a year before anything happens", Self::name(model), money(paid(model))));
        let incident = models.iter().filter_map(|model| Some((model.money.incident?, model))).min_by(|a, b| a.0.total_cmp(&b.0));
        let incident =
            incident.map(|(cost, model)| format!("cheapest in an incident: {}, with {} on average", Self::name(model), money(cost)));
        match (standing, incident) {
            (Some(standing), Some(incident)) => format!("{standing}; {incident}."),
            (Some(one), None) => one + ".",
            (None, Some(one)) => capital(&one) + ".",
            (None, None) => "The scenario does not say what people and providers cost.".to_owned(),
        }
    }

    /// The system that has a target, whose recovery is shown; else everything.
    fn targeted(&self) -> Option<&crate::model::plan::ItSystem> {
        let mut targeted = self.first().summary.targets.values().filter_map(|target| target.measure.strip_prefix("recover."));
        targeted.find_map(|id| self.plan.systems.iter().find(|system| system.id == id))
    }

    fn exceedance(&self) -> Option<Figure> {
        let system = self.targeted();
        let mut marks = Vec::new();
        if let Some(system) = system {
            let promised =
                |what: &str, at: Option<crate::engine::time::Span>, ink| at.map(|at| Mark { label: what.to_owned(), at: seconds(at), ink });
            marks.extend(promised("RTO", system.rto, Ink::Rto));
            marks.extend(promised("MTPD", system.mtpd, Ink::Mtpd));
        }
        let curves: Vec<Curve> = self
            .comparison
            .models
            .iter()
            .zip(self.played)
            .map(|(model, played)| {
                let values = system.map_or(played.times.get("time_to_recover"), |system| played.away.get(&system.id));
                Curve { label: Self::name(model), values: Values::of(values.into_iter().flatten().copied()) }
            })
            .collect();
        let what = system.map_or("everything".to_owned(), |system| harmless(&system.name));
        let typical: Vec<String> = curves
            .iter()
            .filter(|curve| !curve.values.is_empty())
            .map(|curve| format!("{} {}", curve.label, curve.values.quantile(0.5).map_or("beyond the horizon".to_owned(), duration)))
            .collect();
        let mark = marks.first().map_or(String::new(), |mark| {
            let over = curves.iter().map(|curve| curve.values.share_above(mark.at)).fold(f64::INFINITY, f64::min);
            format!(" Even at best {} of outages are longer than the {} of {}.", share(over), mark.label, limit(mark.at))
        });
        let caption = format!("Typically until {what} is back: {}.{mark}", typical.join("; "));
        let horizon = self.played.iter().map(|played| played.horizon).fold(0.0, f64::max);
        exceedance::of("recovery", &format!("How often it takes longer until {what} is back"), caption, &curves, &marks, horizon)
    }

    fn ledger(&self) -> Option<Figure> {
        let bar = |model: &ModelSummary| ledger::Bar { label: Self::name(model), parts: model.summary.ledger.clone() };
        let bars: Vec<ledger::Bar> = self.comparison.models.iter().map(bar).collect();
        let caption =
            "From the first harm until every hit system is back, on average. What differs between the models is waiting more than work.";
        let work = |bar: &ledger::Bar| bar.parts.get("working").copied().unwrap_or(0.0);
        let total = |bar: &ledger::Bar| bar.parts.values().sum::<f64>();
        let range = |of: &dyn Fn(&ledger::Bar) -> f64| {
            let all: Vec<f64> = bars.iter().map(of).collect();
            all.iter().copied().fold(0.0, f64::max) - all.iter().copied().fold(f64::INFINITY, f64::min)
        };
        let waiting = range(&|bar| total(bar) - work(bar)) > range(&work);
        let caption = if waiting { caption } else { "From the first harm until every hit system is back, on average." };
        ledger::of_several("ledger", "Where the time goes in each model", caption.to_owned(), &bars)
    }

    fn cost(&self) -> Option<Figure> {
        let dot = |model: &ModelSummary| {
            let risk = Self::recover(model, |m| m.p90).unwrap_or(f64::NAN);
            cost::Dot { label: Self::name(model), cost: model.money.standing_per_year, risk }
        };
        let dots: Vec<cost::Dot> = self.comparison.models.iter().map(dot).collect();
        cost::of("cost", "Cost against risk", "one incident in ten takes longer than", &dots)
    }

    /// The measures that are held against each other, and their labels.
    fn measures(&self) -> Vec<(String, String)> {
        let mut rows = labels(&self.first().summary, self.plan).0;
        rows.iter_mut().for_each(|(name, label)| *label = self::label(name, &self.first().summary, self.plan));
        let more = [
            ("objectives.rto", "RTO kept"),
            ("objectives.mtpd", "MTPD kept"),
            ("objectives.rpo", "RPO kept"),
            ("annual.cost", "a year's cost"),
        ];
        rows.extend(more.map(|(name, label)| (name.to_owned(), label.to_owned())));
        rows.extend(tickets::rows(self.comparison, self.plan));
        rows
    }

    fn difference(&self, other: &ModelSummary, measure: &str) -> Option<&DifferenceSummary> {
        let all = &self.comparison.differences;
        all.iter().find(|d| d.a == self.first().name && d.b == other.name && d.measure == measure)
    }

    /// For each other model a figure of its differences from the first, as shares of what the first has.
    fn differences(&self) -> Vec<Figure> {
        let first = self.first();
        let figure = |(at, other): (usize, &ModelSummary)| {
            let row = |(name, label): &(String, String)| {
                let found = self.difference(other, name).filter(|d| d.verdict != "same")?;
                let mean = first.summary.measures.get(name).and_then(|m| m.mean).or_else(|| tickets::mean(&first.summary, name));
                let mean = mean.filter(|mean| *mean > 0.0)?;
                let ([Some(low), Some(high)], Some(value)) = (found.interval.mean, found.difference.mean) else { return None };
                // The first less the second: what is less with the second lies to the left.
                Some(differences::Row {
                    label: label.clone(),
                    value: -value / mean,
                    low: -high / mean,
                    high: -low / mean,
                    verdict: verdict(found),
                })
            };
            let rows: Vec<differences::Row> = self.measures().iter().filter_map(row).collect();
            let better = rows.iter().filter(|row| row.verdict == "better").count();
            let worse = rows.iter().filter(|row| row.verdict == "worse").count();
            let caption = format!(
                "{} against {}: better in {better} and worse in {worse} of the {} that differ; less is better in all of them.",
                Self::name(other),
                Self::name(first),
                many(rows.len() as u64, "measure")
            );
            let title = format!("{} against {}", Self::name(other), Self::name(first));
            differences::of(&format!("against-{}", at + 1), &title, caption, &rows)
        };
        self.comparison.models.iter().skip(1).enumerate().filter_map(figure).collect()
    }

    fn tables(&self) -> Vec<Sheet> {
        let first = self.first();
        let table = |other: &ModelSummary| {
            let row = |(name, label): &(String, String)| {
                let found = self.difference(other, name).filter(|found| found.verdict != "same")?;
                let value = found.difference.mean?;
                let between = match found.interval.mean {
                    [Some(low), Some(high)] => format!("{} to {}", signed(&found.unit, -high, '−'), signed(&found.unit, -low, '−')),
                    _ => String::new(),
                };
                let better = found.share_b_better.map_or(String::new(), share);
                Some(vec![label.clone(), signed(&found.unit, -value, '−'), between, better, verdict(found)])
            };
            let rows: Vec<Vec<String>> = self.measures().iter().filter_map(row).collect();
            let head = ["on average", "difference", "95 % sure between", "better in", "verdict"].map(str::to_owned).to_vec();
            Sheet {
                caption: format!(
                    "{} against {}, play by play on the same luck; what is not here does not differ",
                    Self::name(other),
                    Self::name(first)
                ),
                head,
                rows,
            }
        };
        self.comparison.models.iter().skip(1).map(table).filter(|table| !table.rows.is_empty()).collect()
    }

    fn footer(&self, origins: &Origins) -> Vec<Line> {
        let hash = |model: &ModelSummary| format!("{} {}", Self::name(model), model.summary.head.scenario_hash);
        let hashes: Vec<String> = self.comparison.models.iter().map(hash).collect();
        vec![
            line("Scenario", harmless(&self.comparison.scenario)),
            line("Hashes of the scenario with each model", hashes.join(", ")),
            line(
                "Luck",
                format!("seed {}, {} plays of each model, the same luck in all", self.comparison.seed, count(self.comparison.replications)),
            ),
            line("Program", format!("firedrill {}", self.comparison.firedrill)),
            line("Values", words_of_origins(origins)),
            line("Assumed values", assumed::words(self.comparison.assumptions.as_ref())),
        ]
    }
}

/// A verdict on the second model in a word or two.
fn verdict(of: &DifferenceSummary) -> String {
    let word = match of.verdict.as_str() {
        "b_better" => "better",
        "a_better" => "worse",
        "same" => "no different",
        "same_like_for_like" => "no different, like for like",
        "differs" => "different",
        _ if of.is_slight => "hardly any",
        _ => "cannot tell",
    };
    word.to_owned()
}
