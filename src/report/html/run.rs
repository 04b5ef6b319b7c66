//! The report on many plays of one scenario: a page for the leader, a part for the planner, a part for the analyst.

mod boards;
mod charts;
mod found;

use std::collections::BTreeMap;

use serde::Serialize;

use super::lanes::Told;
use super::provenance::Origins;
use super::results::Results;
use super::roles::Cast;
use super::{LIMITS, Line, Made, Options, Sheet, Trouble, cures, line, page, plots};
use crate::model::fact::Wait;
use crate::model::plan::Plan;
use crate::report::figures::Figure;
use crate::report::summary::{Bounds, MeasureSummary, Summary, TargetSummary};
use crate::report::table::{labels, promise};
use crate::report::words::{count, duration, harmless, limit, list, money, share, state};
use boards::Board;
use found::Found;

/// Everything that the template shows.
#[derive(Serialize)]
struct Part {
    about: String,
    setting: String,
    note: Option<String>,
    question: String,
    answers: Vec<Line>,
    lead: Vec<Figure>,
    targets: Vec<TargetRow>,
    /// Some target says what it came to when it was set, or when it is to be looked at again.
    followed: bool,
    targets_kept: String,
    worst: Option<Found>,
    cures: Vec<Line>,
    improve: String,
    boards: Vec<Board>,
    /// Timelines of single plays, of which one may be picked.
    plays: Vec<Figure>,
    plan: Vec<Figure>,
    told: Vec<Told>,
    findings: Vec<Found>,
    more_findings: usize,
    sheets: Vec<Sheet>,
    analysis: Vec<Figure>,
    measures: Vec<Sheet>,
    origins: Sheet,
    origins_words: String,
    footer: Vec<Line>,
    limits: Vec<&'static str>,
}

/// A row of the targets.
#[derive(Serialize)]
struct TargetRow {
    name: String,
    what: String,
    promised: String,
    came: String,
    between: String,
    verdict: &'static str,
    word: String,
    baseline: String,
    owner: String,
    review: String,
}

/// The report.
pub fn report(results: Results, options: &Options) -> Result<Made, Trouble> {
    let cast = Cast::of(results.scenario.clone(), options.names).map_err(Trouble)?;
    let plan = &*cast.scenario.plan;
    let Results { summary, times, away, one_each, .. } = &results;
    let data = charts::Data { summary, plan, times, away, one_each: *one_each };
    let all = found::of(&cast, &results)?;
    let origins = Origins::of(&cast.scenario.root);
    let in_play = all.plays.iter().find(|again| Some(again.replication) == summary.median_replication);
    let in_play = in_play.and_then(|again| data.in_play(again, "systems-median", "What was down in the median play"));
    let part = Part {
        about: harmless(&cast.said(&plan.about)),
        setting: setting(summary, plan),
        note: summary.head.note.clone(),
        question: question(summary, plan),
        answers: answers(summary, plan),
        lead: [data.exceedance(), data.ledger()].into_iter().flatten().collect(),
        targets: summary.targets.iter().map(|(name, target)| target_row(name, target, summary, &cast)).collect(),
        followed: summary.targets.values().any(|target| target.baseline.is_some() || target.review.is_some()),
        targets_kept: targets_kept(summary),
        worst: all.found.first().cloned(),
        cures: cures::of(summary, &cast),
        improve: format!("firedrill improve scenario.ron --seed {}", summary.head.seed),
        boards: boards::of(summary, plan),
        plays: all.plays.iter().filter_map(|again| again.figure(&cast)).collect(),
        plan: [in_play, data.estate(), data.duty()].into_iter().flatten().collect(),
        told: all.plays.iter().map(|again| again.told(summary.head.seed)).collect(),
        more_findings: all.more,
        findings: all.found,
        sheets: [boards::promises(summary, plan), boards::decisions(summary), boards::notices(summary, plan)]
            .into_iter()
            .flatten()
            .collect(),
        analysis: [data.spread(), data.convergence()].into_iter().flatten().collect(),
        measures: measures(summary),
        origins: sheet_of_origins(&origins),
        origins_words: words_of_origins(&origins),
        footer: footer(summary, &origins),
        limits: LIMITS.to_vec(),
    };
    let html = page("run.html", &cast.said(&plan.name), &part, options)?;
    let plots = plots(part.lead.iter().chain(&part.plays).chain(&part.plan).chain(&part.analysis));
    Ok(Made { html, plots })
}

fn setting(summary: &Summary, plan: &Plan) -> String {
    let plays = match summary.head.asked {
        Some(asked) => format!("{} of {} plays", count(summary.head.replications), count(asked)),
        None if summary.head.replications == 1 => "1 play".to_owned(),
        None => format!("{} plays", count(summary.head.replications)),
    };
    let model = summary.head.model.as_deref().map_or("as written".to_owned(), |model| format!("with {}", harmless(model)));
    let followed = match plan.kinds.is_empty() {
        true => String::new(),
        false => format!(" · each incident followed for {}", duration(summary.horizon)),
    };
    format!("{model} · {plays} · seed {}{followed}", summary.head.seed)
}

fn question(summary: &Summary, plan: &Plan) -> String {
    match summary.targets.len() {
        0 if plan.kinds.is_empty() => "What becomes of day-to-day work?".to_owned(),
        0 => "When would we be back, and what would we be waiting for?".to_owned(),
        1 => "Does the plan keep what it promises?".to_owned(),
        many => format!("Does the plan keep its {many} promises, and what are we waiting for when it does not?"),
    }
}

fn targets_kept(summary: &Summary) -> String {
    let tested: Vec<bool> = summary.targets.values().filter_map(|target| target.met).collect();
    let kept = tested.iter().filter(|met| **met).count();
    match (tested.len(), kept) {
        (0, _) => "No target was tested.".to_owned(),
        (all, kept) if all == kept => format!("All {all} targets are met."),
        (all, kept) => format!("{kept} of {all} targets are met, {} missed.", all - kept),
    }
}

/// A quantile in words, with the horizon where it lies beyond.
pub(super) fn reached(summary: &Summary, value: Option<f64>) -> String {
    value.map_or_else(|| format!("more than {}", duration(summary.horizon)), duration)
}

/// A sentence for each audience.
fn answers(summary: &Summary, plan: &Plan) -> Vec<Line> {
    let Some(recover) = summary.measures.get("time_to_recover").filter(|m| m.count > 0) else {
        return vec![line(
            "For everybody",
            if plan.kinds.is_empty() {
                "No incident can come in this scenario: it is about day-to-day work, of which the figures below tell what becomes."
            } else {
                "No incident did any harm in any play, so there is no recovery to tell of."
            },
        )];
    };
    let (typical, bad) = (reached(summary, recover.p50), reached(summary, recover.p90));
    let kept = if summary.targets.is_empty() { String::new() } else { format!(" {}", targets_kept(summary)) };
    let cost = summary.measures.get("cost").and_then(|m| m.p50).filter(|cost| *cost > 0.0);
    let cost = cost.map_or(String::new(), |cost| format!(", at a cost of {}", money(cost)));
    let board = format!("Typically everything is back after {typical}{cost}; in one incident in ten it takes longer than {bad}.{kept}");
    let total: f64 = summary.ledger.values().sum();
    let mut waits: Vec<(Wait, f64)> =
        Wait::ALL.into_iter().map(|wait| (wait, summary.ledger.get(wait.name()).copied().unwrap_or(0.0))).collect();
    let worked = waits.iter().find(|(wait, _)| *wait == Wait::Working).map_or(0.0, |(_, mean)| *mean);
    waits.retain(|(wait, mean)| *wait != Wait::Working && *mean > 0.02 * total);
    waits.sort_by(|a, b| b.1.total_cmp(&a.1));
    let most: Vec<String> = waits.iter().take(2).map(|(wait, mean)| format!("{} ({})", state(*wait), duration(*mean))).collect();
    let operations = match most.is_empty() {
        true => format!("Nearly all of the {} that a recovery takes on average is work.", duration(total)),
        false => format!(
            "Of the {} that a recovery takes on average {} is work; longest waited for: {}.",
            duration(total),
            share(worked / total.max(1.0)),
            list(&most, 2)
        ),
    };
    let [low, high] = recover.interval.p50;
    let interval =
        low.zip(high).map_or("too few plays for an interval".to_owned(), |(low, high)| format!("{} to {}", duration(low), duration(high)));
    let open = match recover.censored {
        0 => String::new(),
        1 => "; 1 incident was not over at the horizon".to_owned(),
        many => format!("; {} incidents were not over at the horizon", count(many)),
    };
    let analyst = format!(
        "Median time to recover {typical} (95 % interval {interval}) over {} incidents in {} plays{open}; {} systems, {} people.",
        count(recover.count),
        count(summary.head.replications),
        plan.systems.len(),
        plan.people.len()
    );
    vec![line("For the board", board), line("For the operations lead", operations), line("For the analyst", analyst)]
}

/// What a measure is called on a page.
pub(super) fn label(measure: &str, summary: &Summary, plan: &Plan) -> String {
    let of_system = |id: &str| plan.systems.iter().find(|system| system.id == id).map_or(id.to_owned(), |system| system.name.clone());
    if let Some(id) = measure.strip_prefix("recover.") {
        return harmless(&format!("{} back", of_system(id)));
    }
    let of_notice = |id: &str| plan.notices.iter().find(|notice| notice.id == id).map_or(id.to_owned(), |notice| notice.name.clone());
    for (prefix, words) in [("undetermined.", "undecided for"), ("notified.", "sent after"), ("lateness.", "late by")] {
        if let Some(id) = measure.strip_prefix(prefix) {
            return harmless(&format!("{}: {words}", of_notice(id)));
        }
    }
    let known = labels(summary, plan).0.into_iter().find(|(name, _)| name == measure);
    harmless(&known.map_or(measure.to_owned(), |(_, label)| label.trim().to_owned()))
}

fn target_row(name: &str, target: &TargetSummary, summary: &Summary, cast: &Cast) -> TargetRow {
    let [low, high] = target.interval;
    let narrowly = target.met.is_some() && low.is_some_and(|low| low <= target.limit) && high.is_none_or(|high| target.limit < high);
    let (verdict, word) = match (target.met, narrowly) {
        (None, _) => ("untested", "not tested"),
        (Some(true), false) => ("met", "met"),
        (Some(true), true) => ("met", "met, narrowly: more plays could turn it"),
        (Some(false), false) => ("missed", "missed"),
        (Some(false), true) => ("missed", "missed, narrowly: more plays could turn it"),
    };
    // What was promised in time, and is, was late by nothing at all.
    let none_late = target.limit == 0.0 && target.value == Some(0.0);
    let between = low.map_or(String::new(), |low| format!("{} to {}", duration(low), reached(summary, high)));
    let between = if none_late && high == Some(0.0) { String::new() } else { between };
    let came = if none_late { "in time".to_owned() } else { reached(summary, target.value) };
    TargetRow {
        name: harmless(&name.replace('-', " ")),
        what: label(&target.measure, summary, &cast.scenario.plan),
        promised: promise(target).split_whitespace().collect::<Vec<_>>().join(" "),
        came: if target.met.is_none() { "nothing to measure".to_owned() } else { came },
        between: if target.met.is_none() { String::new() } else { between },
        verdict,
        word: word.to_owned(),
        baseline: target.baseline.map_or(String::new(), duration),
        owner: target.owner.as_deref().map_or(String::new(), |owner| cast.name(owner)),
        review: target.review.clone().unwrap_or_default(),
    }
}

fn shown(summary: &Summary, measure: &MeasureSummary, value: Option<f64>) -> String {
    match (value, measure.unit.as_str()) {
        (Some(value), "s") => duration(value),
        (Some(value), "money") => money(value),
        (Some(value), unit @ ("h" | "d")) => format!("{value:.2} {unit}"),
        (Some(value), _) => format!("{value:.2}"),
        (None, "s") if measure.count > 0 => format!("> {}", duration(summary.horizon)),
        (None, _) => String::new(),
    }
}

/// Every measure, for whoever wants them all: of an incident, and of a year.
fn measures(summary: &Summary) -> Vec<Sheet> {
    let head = ["measure", "values", "not reached", "mean", "1 in 10 below", "half below", "9 in 10 below", "95 in 100 below"];
    let sheet = |caption: &str, measures: &BTreeMap<String, MeasureSummary>, interval: &str, of: fn(&MeasureSummary) -> Bounds| {
        let row = |(name, measure): (&String, &MeasureSummary)| {
            let mut row = vec![harmless(name), count(measure.count), count(measure.censored)];
            row.extend([measure.mean, measure.p10, measure.p50, measure.p90, measure.p95].map(|value| shown(summary, measure, value)));
            let [low, high] = of(measure);
            row.push(
                low.map_or(String::new(), |low| format!("{} to {}", shown(summary, measure, Some(low)), shown(summary, measure, high))),
            );
            row
        };
        let rows: Vec<Vec<String>> = measures.iter().filter(|(_, measure)| measure.count > 0).map(row).collect();
        let head = head.into_iter().chain([interval]).map(str::to_owned).collect();
        (!rows.is_empty()).then(|| Sheet { caption: caption.to_owned(), head, rows })
    };
    let beyond = "All measures of an incident, as in summary.json; what lies beyond the horizon stands as “>”";
    let of_incidents = sheet(beyond, &summary.measures, "interval of the median", |measure| measure.interval.p50);
    let of_a_year = summary.annual.as_ref().and_then(|annual| {
        let caption = "All measures of a year, as in summary.json; quantiles only where a play is a year";
        sheet(caption, &annual.measures, "interval of the mean", |measure| measure.interval.mean)
    });
    [of_incidents, of_a_year].into_iter().flatten().collect()
}

pub(super) fn sheet_of_origins(origins: &Origins) -> Sheet {
    let row = |(section, (all, by)): (&String, &(usize, [usize; 4]))| {
        let mut row = vec![harmless(section), count(*all as u64)];
        row.extend(by.iter().map(|values| count(*values as u64)));
        row
    };
    Sheet {
        caption: "Where the values of the scenario come from, by section; what is not marked counts as assumed".to_owned(),
        head: ["section", "values", "measured", "by contract", "estimated", "assumed"].map(str::to_owned).to_vec(),
        rows: origins.sections.iter().map(row).collect(),
    }
}

pub(super) fn words_of_origins(origins: &Origins) -> String {
    let (all, [measured, contract, estimated, assumed]) = origins.total();
    let part = |values: usize| share(values as f64 / all.max(1) as f64);
    format!(
        "Of {} values {} are measured, {} by contract, {} estimated and {} assumed.",
        count(all as u64),
        part(measured),
        part(contract),
        part(estimated),
        part(assumed)
    )
}

fn footer(summary: &Summary, origins: &Origins) -> Vec<Line> {
    vec![
        line("Scenario", format!("{}, hash {}", harmless(&summary.head.scenario), summary.head.scenario_hash)),
        line("Model", summary.head.model.as_deref().map_or("as written".to_owned(), harmless)),
        line(
            "Luck",
            format!(
                "seed {}, {} plays; the same scenario, seed and version give the same figures",
                summary.head.seed,
                count(summary.head.replications)
            ),
        ),
        line("Program", format!("firedrill {}", summary.head.firedrill)),
        line("Horizon", limit(summary.horizon)),
        line("Values", words_of_origins(origins)),
    ]
}
