//! The end of a run: one table for a leader, where the time went, the worst finding in a sentence, what to do next.

use super::summary::{MeasureSummary, Summary, TargetSummary};
use super::words::{apportion, count, duration, harmless, level, limit, money, share, state, to_the_minute, wrap};
use super::{notices, promises};
use crate::model::fact::Wait;
use crate::model::plan::Plan;

/// Systems without a target that are shown as well: those that are away for longest.
const SYSTEMS_SHOWN: usize = 4;
/// Posts that stand below the cost where a scenario can have them; the others are in summary.json.
const POSTS_SHOWN: [(&str, &str); 4] = [
    ("overtime", "  of which overtime"),
    ("vendor", "  of which third parties"),
    ("downtime.by_calendar", "  added by the calendar"),
    ("penalty", "  of which penalties"),
];
/// Cells of the longest possible bar.
const BAR: i64 = 40;
const WIDTH: usize = 96;

/// What the table cannot know from the summary.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// How long it took, for the first line.
    pub took: Option<f64>,
    /// The worst finding in one sentence, if the checker has one.
    pub worst: Option<String>,
    /// What to type next.
    pub next: Vec<String>,
    /// Where the results are, and how many files.
    pub written: Option<(String, usize)>,
}

/// The whole text.
pub fn of(summary: &Summary, plan: &Plan, around: &Around) -> String {
    let mut text = head(summary, plan, around);
    text.push('\n');
    text.push_str(&times(summary, plan));
    text.push_str(&objectives(summary));
    text.push_str(&promises::table(summary, plan));
    text.push_str(&providers(summary, plan));
    if let Some(sentences) = super::year::sentences(summary) {
        text.push_str(&format!("\n{}", labelled("A year", &sentences)));
    }
    for (label, words) in [("Downtime", super::year::downtime(summary, plan)), ("Deadlines", super::year::deadlines(summary))] {
        text.push_str(&words.map_or(String::new(), |words| labelled(label, &words)));
    }
    for (label, words) in super::demand::of_year(summary, plan) {
        text.push_str(&labelled(label, &words));
    }
    if let Some(words) = super::changes::of_year(summary, plan) {
        text.push_str(&labelled("Changes", &words));
    }
    if let Some(words) = super::exposure::of_year(summary, plan) {
        text.push_str(&format!("\n{}", labelled("Exposure", &words)));
    }
    if let Some(sentences) = super::access::sentences(summary) {
        text.push_str(&format!("\n{}", labelled("Access", &sentences)));
    }
    if let Some(sentences) = super::knowledge::sentences(summary) {
        text.push_str(&format!("\n{}", labelled("Knowledge", &sentences)));
    }
    text.push_str(&notices::table(summary, plan));
    text.push_str(&where_the_time_goes(summary));
    text.push('\n');
    if let Some(worst) = around.worst.clone().or_else(|| worst(summary, plan)) {
        text.push_str(&labelled("Worst finding", &harmless(&worst)));
    }
    for (at, command) in around.next.iter().enumerate() {
        text.push_str(&format!("{:<15}{command}\n", if at == 0 { "Next" } else { "" }));
    }
    if let Some((folder, files)) = &around.written {
        text.push_str(&format!("{:<15}{folder}/summary.json and {} more\n", "Written", files.saturating_sub(1)));
    }
    text
}

pub(super) fn labelled(label: &str, words: &str) -> String {
    let rows = wrap(words, WIDTH - 15);
    rows.iter().enumerate().map(|(at, row)| format!("{:<15}{row}\n", if at == 0 { label } else { "" })).collect()
}

fn head(summary: &Summary, plan: &Plan, around: &Around) -> String {
    let plays = match summary.head.asked {
        // The bare numbers, so that a log can be searched for them.
        Some(asked) => format!("{} of {asked} plays", summary.head.replications),
        None => format!("{} {}", count(summary.head.replications), if summary.head.replications == 1 { "play" } else { "plays" }),
    };
    let mut parts = vec![harmless(&plan.name)];
    parts.extend(summary.head.model.as_deref().map(harmless));
    parts.extend([plays, format!("seed {}", summary.head.seed)]);
    parts.extend(around.took.map(|seconds| if seconds < 60.0 { format!("{seconds:.1} s") } else { duration(seconds) }));
    let mut text = format!("{}\n", parts.join(" · "));
    for line in wrap(&harmless(&plan.about), WIDTH).iter().filter(|line| !line.is_empty()) {
        text.push_str(&format!("{line}\n"));
    }
    if let Some(note) = &summary.head.note {
        text.push_str(&format!("NOTE  {note}\n"));
    }
    let per_play = summary.incidents as f64 / summary.head.replications.max(1) as f64;
    if summary.incidents == 0 {
        text.push_str("no incident began in any play\n");
    } else if summary.incidents != summary.head.replications {
        text.push_str(&format!("{} incidents, {per_play:.1} a play on average\n", count(summary.incidents)));
    }
    if let Some(stopped) = summary.stopped_before_impact.filter(|stopped| *stopped > 0.0) {
        text.push_str(&format!("stopped before any harm in {} of incidents; times and ledger are of the rest\n", share(stopped)));
    }
    text
}

fn times(summary: &Summary, plan: &Plan) -> String {
    let mut text = String::new();
    // Tickets alone have no such rows.
    if summary.incidents > 0 || !summary.targets.is_empty() {
        text.push_str(&format!("{:<26}{:>14}{:>16}\n", "", "", "1 in 10 is"));
        text.push_str(&format!("{:<26}{:>14}{:>16}   {:<26}met\n", "of incidents and outages", "typical", "worse than", "target"));
    }
    let (rows, left_out) = labels(summary, plan);
    for (name, label) in rows {
        // A part of the cost that is hardly ever paid says nothing here.
        let part = name.starts_with("cost.");
        if let Some(measure) = summary.measures.get(&name).filter(|m| m.count > 0 && !(part && m.p90 == Some(0.0))) {
            text.push_str(&row(summary, &name, &label, measure));
        }
    }
    if let Some(retainer) = summary.retainer_per_month {
        text.push_str(&format!("{:<26}{:>14}   a month, whether or not there is an incident\n", "providers are paid", money(retainer)));
    }
    if let Some(allowance) = summary.on_call_allowance_per_week {
        text.push_str(&format!("{:<26}{:>14}   a week, for being on call\n", "those on call are paid", money(allowance)));
    }
    if left_out > 0 {
        text.push_str(&format!("({left_out} more tier-1 systems in summary.json)\n"));
    }
    for (name, target) in summary.targets.iter().filter(|(_, target)| target.met.is_none()) {
        text.push_str(&format!("NOTE  target {} could not be tested: no play has a {}\n", harmless(name), harmless(&target.measure)));
    }
    text
}

/// The measures that a table tells, in its order, and what a leader calls them; how many systems are left out.
pub(super) fn labels(summary: &Summary, plan: &Plan) -> (Vec<(String, String)>, usize) {
    let (systems, left_out) = systems_shown(summary);
    let mut rows = vec![
        ("dwell".to_owned(), "dwell".to_owned()),
        ("time_to_detect".to_owned(), "time to detect".to_owned()),
        ("time_to_acknowledge".to_owned(), "time to acknowledge".to_owned()),
        ("time_to_escalate".to_owned(), "time to escalate".to_owned()),
        ("time_to_contain".to_owned(), "time to contain".to_owned()),
    ];
    rows.extend(systems.into_iter().map(|name| {
        let label = format!("{} back", system_label(plan, &name));
        (name, label)
    }));
    rows.push(("duplicated_work".to_owned(), "work done twice".to_owned()));
    rows.push(("time_without_lead".to_owned(), "nobody in the lead".to_owned()));
    let targeted = summary.targets.values().map(|target| target.measure.clone());
    rows.extend(targeted.filter_map(|measure| notices::measure_label(&measure).map(|label| (measure, label))));
    rows.extend([
        ("time_to_recover".to_owned(), "every hit system back".to_owned()),
        ("data_loss".to_owned(), "data lost".to_owned()),
        ("cost".to_owned(), "cost".to_owned()),
    ]);
    rows.extend(POSTS_SHOWN.map(|(name, label)| (format!("cost.{name}"), label.to_owned())));
    (rows, left_out)
}

/// The systems with a target, and those away for longest; how many were left out.
fn systems_shown(summary: &Summary) -> (Vec<String>, usize) {
    let measured = summary.measures.iter().filter(|(name, measure)| name.starts_with("recover.") && measure.count > 0);
    let (mut shown, mut others): (Vec<_>, Vec<_>) =
        measured.partition(|(name, _)| summary.targets.values().any(|target| target.measure == **name));
    others.sort_by(|a, b| b.1.mean.unwrap_or(0.0).total_cmp(&a.1.mean.unwrap_or(0.0)));
    let room = SYSTEMS_SHOWN.saturating_sub(shown.len());
    let left_out = others.len().saturating_sub(room);
    shown.extend(others.into_iter().take(room));
    (shown.into_iter().map(|(name, _)| name.clone()).collect(), left_out)
}

fn system_label(plan: &Plan, measure: &str) -> String {
    let id = measure.strip_prefix("recover.").unwrap_or(measure);
    let name = plan.systems.iter().find(|system| system.id == id).map_or(id, |system| &system.name);
    // An id is what the rest of the files call it; a long name would break the columns.
    harmless(if name.chars().count() <= 20 { name } else { id })
}

fn row(summary: &Summary, name: &str, label: &str, measure: &MeasureSummary) -> String {
    let shown = |value: Option<f64>| match value {
        Some(value) if measure.unit == "money" => money(value),
        Some(value) => duration(value),
        None if name == "data_loss" => "all of it".to_owned(),
        None => format!("> {}", duration(summary.horizon)),
    };
    let mut text = String::new();
    // A label that is too long takes its room from the gap before the first figure.
    let first = 14usize.saturating_sub(label.chars().count().saturating_sub(26)).max(9);
    let mut left = format!("{label:<26}{:>first$}{:>16}", shown(measure.p50), shown(measure.p90));
    for target in summary.targets.values().filter(|target| target.measure == name) {
        text.push_str(&format!("{left}   {:<26}{}\n", promise(target), verdict(target)));
        left = " ".repeat(56);
    }
    if text.is_empty() { format!("{left}\n") } else { text }
}

pub(super) fn promise(target: &TargetSummary) -> String {
    let of = match target.statistic.strip_prefix('p').and_then(|digits| digits.parse::<f64>().ok()) {
        Some(percent) => format!("({})", level(percent / 100.0)),
        None => "(on average)".to_owned(),
    };
    let at_most = if target.limit > 0.0 { limit(target.limit) } else { "in time".to_owned() };
    format!("{at_most:<8}{of}")
}

fn verdict(target: &TargetSummary) -> String {
    let [low, high] = target.interval;
    let inside = low.is_some_and(|low| low <= target.limit) && high.is_none_or(|high| target.limit < high);
    let word = match target.met {
        Some(true) => "yes",
        Some(false) => "NO",
        None => "-",
    };
    if inside && target.met.is_some() { format!("{word}, narrowly: more plays could turn it") } else { word.to_owned() }
}

fn objectives(summary: &Summary) -> String {
    let mut said = Vec::new();
    for (name, words, of) in [("rto", "RTO", "outages"), ("rpo", "RPO", "restores"), ("mtpd", "MTPD", "outages")] {
        said.extend(summary.objectives.get(name).map(|kept| format!("{words} kept in {} of {of}", share(*kept))));
    }
    if said.is_empty() { String::new() } else { format!("\n{}", labelled("Objectives", &said.join("; "))) }
}

/// How well providers keep what they promise.
fn providers(summary: &Summary, plan: &Plan) -> String {
    let words = summary.providers.iter().map(|(id, provider)| {
        let name = plan.employers.iter().find(|e| e.id == *id).map_or(id.as_str(), |e| e.name.as_str());
        let after = provider.response.map_or(String::new(), |mean| match mean {
            0.0 => ", always at once".into(),
            mean => format!(", after {} on average", duration(mean)),
        });
        match (provider.target, provider.within_target) {
            (Some(target), Some(within)) => {
                format!(
                    "{} answered within the promised {} in {} of {} incidents{after}",
                    harmless(name),
                    limit(target),
                    share(within),
                    count(provider.requests)
                )
            }
            _ => format!("{} answered in {} of {} incidents{after}", harmless(name), share(provider.responded), count(provider.requests)),
        }
    });
    let words: Vec<String> = words.collect();
    if words.is_empty() { String::new() } else { format!("\n{}", labelled("Providers", &words.join("; "))) }
}

fn where_the_time_goes(summary: &Summary) -> String {
    let parts: Vec<f64> = Wait::ALL.iter().map(|state| summary.ledger.get(state.name()).copied().unwrap_or(0.0)).collect();
    let total: f64 = parts.iter().sum();
    let minutes = libm::round(total / 60.0) as i64;
    if minutes == 0 {
        return String::new();
    }
    let mut text = format!("\nWhere the {} between the first harm and every hit system back go, on average\n", to_the_minute(minutes));
    let censored = summary.measures.get("time_to_recover").map_or(0, |measure| measure.censored);
    if censored > 0 {
        let (which, are) =
            if censored == 1 { ("1 incident was".to_owned(), "is") } else { (format!("{} incidents were", count(censored)), "are") };
        text = format!("{text}(at least: {which} not over after {} and {are} counted up to there)\n", duration(summary.horizon));
    }
    let (times, percents, bars) = (apportion(&parts, minutes), apportion(&parts, 100), apportion(&parts, BAR));
    let mut order: Vec<usize> = (0..parts.len()).filter(|&at| parts[at] > 0.0).collect();
    order.sort_by(|&a, &b| parts[b].total_cmp(&parts[a]));
    for at in order {
        let bar = if bars[at] == 0 { "·".to_owned() } else { "█".repeat(bars[at] as usize) };
        let words = format!("{}{}", state(Wait::ALL[at]), detail(summary, Wait::ALL[at]));
        text.push_str(&format!("{:>18}{:>5} %  {bar}  {words}\n", to_the_minute(times[at]), percents[at]));
    }
    text.push_str(&format!("{:>18}{:>5} %\n", to_the_minute(minutes), 100));
    text
}

/// Which decision is waited for most.
fn detail(summary: &Summary, wait: Wait) -> String {
    let waited = |decision: &super::summary::DecisionSummary| {
        let each = if wait == Wait::DecisionReach { decision.reach } else { decision.deliberation };
        each * decision.asked as f64
    };
    if !matches!(wait, Wait::DecisionReach | Wait::Deliberation) {
        return String::new();
    }
    let most = summary.decisions.iter().max_by(|a, b| waited(a.1).total_cmp(&waited(b.1)));
    most.filter(|(_, decision)| waited(decision) > 0.0).map_or(String::new(), |(id, _)| format!(", mostly {}", harmless(id)))
}

/// The worst of what the study itself shows, when the checker has nothing to say.
pub fn worst(summary: &Summary, plan: &Plan) -> Option<String> {
    let unauthorised = summary.decisions.iter().max_by(|a, b| a.1.without_authority.total_cmp(&b.1.without_authority));
    let unauthorised = unauthorised.filter(|(_, decision)| decision.without_authority >= 0.1);
    let over =
        |system: &&crate::model::plan::ItSystem| summary.objectives.get(&format!("mtpd.{}", system.id)).map_or(0.0, |kept| 1.0 - kept);
    let longest = plan.systems.iter().max_by(|a, b| over(a).total_cmp(&over(b))).filter(|system| over(system) >= 0.1);
    let waits = summary.ledger.iter().filter(|(name, mean)| *name != Wait::Working.name() && **mean > 0.0);
    let wait = waits
        .max_by(|a, b| a.1.total_cmp(b.1))
        .and_then(|(name, mean)| Some((Wait::ALL.into_iter().find(|state| state.name() == name)?, *mean)));
    match (longest, unauthorised, wait) {
        (Some(system), _, wait) => {
            let why = wait.map_or(String::new(), |(state_of, _)| format!("; what is waited for longest is: {}", state(state_of)));
            let mtpd = system.mtpd.map_or(String::new(), |mtpd| format!(" of {}", limit(crate::study::measure::seconds(mtpd))));
            Some(format!("In {} of its outages {} is away for longer than its MTPD{mtpd}{why}.", share(over(&system)), system.id))
        }
        (None, Some((id, decision)), _) => Some(format!(
            "In {} of cases nobody who may decide on {id} was there in time, and somebody acted without authority.",
            share(decision.without_authority)
        )),
        (None, None, Some((state_of, mean))) => {
            Some(format!("An incident waits {} on average for this: {}.", duration(mean), state(state_of)))
        }
        (None, None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::summary::Setting;
    use crate::report::testing;
    use crate::study::{Ended, Studied, Tally};

    /// Forty plays, of which the last two do not recover within the horizon.
    fn study(plays: u64, asked: u64, ended: Ended) -> Studied {
        let plan = testing::plan();
        let mut tally = Tally::new(plan.clone());
        for k in 0..plays as i64 {
            let mut facts = testing::facts(10 + 9 * k, 1500 + 140 * k);
            if k >= 38 {
                let incident = crate::model::ids::IncidentNo(0);
                facts.retain(|(_, fact)| {
                    !matches!(
                        fact,
                        crate::model::fact::Fact::Up { .. }
                            | crate::model::fact::Fact::Recovered { .. }
                            | crate::model::fact::Fact::Closed { .. }
                    )
                });
                let horizon = crate::engine::time::Instant(700 * 60_000 + plan.horizon.0);
                facts.push((horizon, crate::model::fact::Fact::HorizonReached { incident }));
            }
            tally.add(&testing::replicated(&plan, &facts));
        }
        Studied { tally, asked, ended }
    }
    fn setting() -> Setting {
        Setting { scenario_hash: "5eed".into(), models: vec!["co-managed".into()], seed: 7, precision: None }
    }

    #[test]
    fn a_study_is_shown_as_it_should_be() {
        let studied = study(40, 40, Ended::Complete);
        let summary = Summary::of(&studied, &setting());
        let around = Around {
            took: Some(1.42),
            worst: Some("From Friday 18:00 to Monday 08:00 nobody who may isolate a server is on duty.".into()),
            next: vec!["firedrill trace ransomware.ron".into()],
            written: Some(("results/ransomware".into(), 7)),
        };
        let shown = of(&summary, &studied.tally.plan, &around);
        testing::golden("table.txt", &shown);
        testing::golden("summary.json", &summary.to_json().expect("it can be written"));
    }

    #[test]
    fn what_is_written_can_be_read_back() {
        let summary = Summary::of(&study(5, 5, Ended::Complete), &setting());
        let read: Summary = serde_json::from_str(&summary.to_json().expect("it can be written")).expect("it can be read");
        assert_eq!(read, summary);
    }

    #[test]
    fn the_ledger_adds_up_to_the_mean_time_to_recover() {
        let summary = Summary::of(&study(40, 40, Ended::Complete), &setting());
        let sum: f64 = summary.ledger.values().sum();
        let mean = summary.measures["time_to_recover"].mean.expect("there are values");
        assert!((sum - mean).abs() < 2e-5, "{sum} {mean}");
    }

    #[test]
    fn an_interrupted_study_says_so() {
        let studied = study(12, 10_000, Ended::Interrupted);
        let summary = Summary::of(&studied, &setting());
        assert_eq!((summary.head.replications, summary.head.asked), (12, Some(10_000)));
        let shown = of(&summary, &studied.tally.plan, &Around::default());
        assert!(shown.contains("12 of 10000 plays"), "{shown}");
        assert!(summary.head.note.is_some_and(|note| note.contains("12 of 10000")));
    }

    #[test]
    fn without_a_single_play_there_is_still_a_table() {
        let studied = study(0, 10, Ended::Interrupted);
        let summary = Summary::of(&studied, &setting());
        assert!(of(&summary, &studied.tally.plan, &Around::default()).contains("no incident"));
        assert!(summary.misses_a_target(), "a gate through which nothing has passed keeps nothing");
    }
}
