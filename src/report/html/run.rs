//! The report on many plays of one scenario: a page for the leader, a part for the planner, a part for the analyst.

mod boards;
mod charts;

use serde::Serialize;

use super::lanes::{self, Told};
use super::provenance::Origins;
use super::results::Results;
use super::roles::Cast;
use super::{LIMITS, Line, Made, Options, Sheet, Trouble, cures, line, page, plots};
use crate::model::fact::Wait;
use crate::model::plan::Plan;
use crate::report::figures::Figure;
use crate::report::summary::{MeasureSummary, Summary, TargetSummary};
use crate::report::table::{labels, promise, worst};
use crate::report::words::{count, duration, harmless, limit, list, money, share, state};
use crate::scenario::finding::{Finding, findings};
use boards::Board;

/// So many findings are listed.
const FINDINGS: usize = 12;

/// A finding with its evidence.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Found {
    title: String,
    evidence: String,
}

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
    targets_kept: String,
    worst: Option<Found>,
    worst_play: Option<String>,
    cures: Vec<Line>,
    boards: Vec<Board>,
    plan: Vec<Figure>,
    told: Vec<Told>,
    findings: Vec<Found>,
    more_findings: usize,
    sheets: Vec<Sheet>,
    analysis: Vec<Figure>,
    measures: Sheet,
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
    owner: String,
}

/// The report.
pub fn report(results: Results, options: &Options) -> Result<Made, Trouble> {
    let Results { summary, scenario, times, away, one_each } = results;
    let cast = Cast::of(scenario, options.names).map_err(Trouble)?;
    let plan = &*cast.scenario.plan;
    let data = charts::Data { summary: &summary, plan, times: &times, away: &away, one_each };
    let (mut pictures, mut told) = (Vec::new(), Vec::new());
    let worst_play = summary.worst_replication.filter(|worst| Some(*worst) != summary.median_replication);
    for (replication, which, id) in [(summary.median_replication, "median", "median-play"), (worst_play, "worst", "worst-play")] {
        if let Some(replication) = replication {
            let (figure, story) = lanes::of(&cast, summary.seed, replication, which, id);
            pictures.extend(figure);
            told.extend(story);
        }
    }
    let found = found(&cast, &summary);
    let origins = Origins::of(&cast.scenario.root);
    let mut planned = pictures;
    planned.extend([data.estate(), data.duty()].into_iter().flatten());
    let part = Part {
        about: harmless(&cast.said(&plan.about)),
        setting: setting(&summary),
        note: summary.note.clone(),
        question: question(&summary),
        answers: answers(&summary, plan),
        lead: [data.exceedance(), data.ledger()].into_iter().flatten().collect(),
        targets: summary.targets.iter().map(|(name, target)| target_row(name, target, &summary, plan)).collect(),
        targets_kept: targets_kept(&summary),
        worst: found.first().cloned(),
        worst_play: told.last().map(|told: &Told| told.link()),
        cures: cures::of(&summary),
        boards: boards::of(&summary, plan),
        plan: planned,
        told,
        more_findings: found.len().saturating_sub(FINDINGS),
        findings: found.into_iter().take(FINDINGS).collect(),
        sheets: [boards::promises(&summary, plan), boards::decisions(&summary), boards::notices(&summary, plan)]
            .into_iter()
            .flatten()
            .collect(),
        analysis: [data.spread(), data.convergence()].into_iter().flatten().collect(),
        measures: measures(&summary),
        origins: sheet_of_origins(&origins),
        origins_words: words_of_origins(&origins),
        footer: footer(&summary),
        limits: LIMITS.to_vec(),
    };
    let html = page("run.html", &cast.said(&plan.name), &part, options)?;
    let plots = plots(part.lead.iter().chain(&part.plan).chain(&part.analysis));
    Ok(Made { html, plots })
}

/// The checker's findings, the worst first; what the study itself shows where it has none.
fn found(cast: &Cast, summary: &Summary) -> Vec<Found> {
    let plan = &cast.scenario.plan;
    let of = |finding: Finding| Found { title: harmless(&cast.said(&finding.title)), evidence: harmless(&cast.said(&finding.evidence)) };
    let mut all: Vec<Found> = findings(plan).into_iter().map(of).collect();
    if all.is_empty() {
        all.extend(worst(summary, plan).map(|title| Found { title: harmless(&title), evidence: String::new() }));
    }
    all
}

fn setting(summary: &Summary) -> String {
    let plays = match summary.asked {
        Some(asked) => format!("{} of {} plays", count(summary.replications), count(asked)),
        None if summary.replications == 1 => "1 play".to_owned(),
        None => format!("{} plays", count(summary.replications)),
    };
    let model = summary.model.as_deref().map_or("as written".to_owned(), |model| format!("with {}", harmless(model)));
    format!("{model} · {plays} · seed {} · each incident followed for {}", summary.seed, duration(summary.horizon))
}

fn question(summary: &Summary) -> String {
    match summary.targets.len() {
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
        return vec![line("For everybody", "No incident did any harm in any play, so there is no recovery to tell of.")];
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
        count(summary.replications),
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
    let known = labels(summary, plan).0.into_iter().find(|(name, _)| name == measure);
    harmless(&known.map_or(measure.to_owned(), |(_, label)| label.trim().to_owned()))
}

fn target_row(name: &str, target: &TargetSummary, summary: &Summary, plan: &Plan) -> TargetRow {
    let [low, high] = target.interval;
    let narrowly = target.met.is_some() && low.is_some_and(|low| low <= target.limit) && high.is_none_or(|high| target.limit < high);
    let (verdict, word) = match (target.met, narrowly) {
        (None, _) => ("untested", "not tested"),
        (Some(true), false) => ("met", "met"),
        (Some(true), true) => ("met", "met, narrowly: more plays could turn it"),
        (Some(false), false) => ("missed", "missed"),
        (Some(false), true) => ("missed", "missed, narrowly: more plays could turn it"),
    };
    let between = low.map_or(String::new(), |low| format!("{} to {}", duration(low), reached(summary, high)));
    TargetRow {
        name: harmless(&name.replace('-', " ")),
        what: label(&target.measure, summary, plan),
        promised: promise(target).split_whitespace().collect::<Vec<_>>().join(" "),
        came: if target.met.is_none() { "nothing to measure".to_owned() } else { reached(summary, target.value) },
        between: if target.met.is_none() { String::new() } else { between },
        verdict,
        word: word.to_owned(),
        owner: harmless(target.owner.as_deref().unwrap_or("")),
    }
}

fn shown(summary: &Summary, measure: &MeasureSummary, value: Option<f64>) -> String {
    match (value, measure.unit.as_str()) {
        (Some(value), "s") => duration(value),
        (Some(value), "money") => money(value),
        (Some(value), _) => format!("{value:.2}"),
        (None, "s") if measure.count > 0 => format!("> {}", duration(summary.horizon)),
        (None, _) => String::new(),
    }
}

/// Every measure, for whoever wants them all.
fn measures(summary: &Summary) -> Sheet {
    let head = [
        "measure",
        "values",
        "not reached",
        "mean",
        "1 in 10 below",
        "half below",
        "9 in 10 below",
        "95 in 100 below",
        "interval of the median",
    ];
    let row = |(name, measure): (&String, &MeasureSummary)| {
        let mut row = vec![harmless(name), count(measure.count), count(measure.censored)];
        row.extend([measure.mean, measure.p10, measure.p50, measure.p90, measure.p95].map(|value| shown(summary, measure, value)));
        let [low, high] = measure.interval.p50;
        row.push(low.map_or(String::new(), |low| format!("{} to {}", shown(summary, measure, Some(low)), shown(summary, measure, high))));
        row
    };
    Sheet {
        caption: "All measures of an incident, as in summary.json; what lies beyond the horizon stands as “>”".to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: summary.measures.iter().filter(|(_, measure)| measure.count > 0).map(row).collect(),
    }
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

fn footer(summary: &Summary) -> Vec<Line> {
    vec![
        line("Scenario", format!("{}, hash {}", harmless(&summary.scenario), summary.scenario_hash)),
        line("Model", summary.model.as_deref().map_or("as written".to_owned(), harmless)),
        line(
            "Luck",
            format!(
                "seed {}, {} plays; the same scenario, seed and version give the same figures",
                summary.seed,
                count(summary.replications)
            ),
        ),
        line("Program", format!("firedrill {}", summary.firedrill)),
        line("Horizon", limit(summary.horizon)),
    ]
}
