//! Security exposure in words: facts about vulnerability findings, and what a year came to.

use super::names::Names;
use super::summary::Summary;
use super::telling::sentence;
use super::words::{count, duration, list};
use crate::engine::time::Span;
use crate::model::exposure::{About, SEVERITIES, Told};
use crate::model::fact::{Fact, Job};
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;
use crate::study::annual::severity_name;
use crate::study::measure::seconds;

/// Findings of lower severity are only in `trace.jsonl`: there are too many of them to read.
const TOLD: Severity = Severity::High;

/// A finding: "the critical finding 17 on Identity".
pub fn finding(names: &Names, about: About) -> String {
    format!("the {} finding {} on {}", severity_name(about.severity), about.no.0 + 1, names.system(about.system))
}

/// What is said of a fact.
pub fn say(names: &Names, fact: &Fact) -> Option<String> {
    match *fact {
        Fact::Exposure(told) => tell(names, &told),
        Fact::NothingKept { job, kept, dwell } => nothing_kept(names, job, kept, dwell),
        _ => None,
    }
}

fn tell(names: &Names, told: &Told) -> Option<String> {
    let about = told.about();
    if about.severity < TOLD && told.incident().is_none() {
        return None;
    }
    let it = finding(names, about);
    Some(match *told {
        Told::Found { team, .. } => {
            let (source, severity) = (sentence(names.source(about.source)), severity_name(about.severity));
            let (system, no, within) = (names.system(about.system), about.no.0 + 1, within(names, about));
            let whose = team.map_or("nobody owns it".to_owned(), |team| format!("it is for {}", names.team(team)));
            format!("{source}: a {severity} vulnerability on {system}, finding {no}; {whose}, due in {within}.")
        }
        Told::Assigned { team, by, .. } => format!("{} gives {it} to {}.", names.person(by), names.team(team)),
        Told::Overdue { owned, .. } => format!("{} is OVERDUE{}.", sentence(it), if owned { "" } else { ", which nobody owns" }),
        Told::Remediated { person, after, overdue, .. } => {
            let late = if overdue.is_some() { ", overdue" } else { "" };
            format!("{} has remediated {it} after {}{late}.", names.person(person), duration(seconds(after)))
        }
        Told::Asked { decision, nobody: false, .. } => format!("An exception is asked for ({}): {it}.", names.decision(decision)),
        Told::Asked { decision, nobody: true, .. } => {
            format!("An exception is asked for ({}): {it}. Nobody who may accept that is ever at work.", names.decision(decision))
        }
        Told::Accepted { by, until, .. } => {
            let until = until.map_or(" for good".to_owned(), |until| names.0.zone.civil(until).strftime(" until %-d %B %Y").to_string());
            format!("{} accepts the risk of {it}{until}.", names.person(by))
        }
        Told::Refused { by, .. } => format!("{} REFUSES an exception for {it}.", names.person(by)),
        Told::Expired { overdue: true, .. } => format!("The exception for {it} is over: it is OVERDUE."),
        Told::Expired { overdue: false, .. } => format!("The exception for {it} is over."),
        Told::CameThrough { late, .. } => {
            format!("It comes in through {it}{}.", if late { ", which is past its deadline" } else { "" })
        }
    })
}

/// What is said of an investigation without logs.
fn nothing_kept(names: &Names, job: Job, kept: Span, dwell: Span) -> Option<String> {
    let times = names.0.exposure.log(job.task)?.without;
    Some(format!(
        "The logs reach back {}, and it began {} before the first alert: {} takes {times} times as long.",
        duration(seconds(kept)),
        duration(seconds(dwell)),
        names.job(job)
    ))
}

fn within(names: &Names, about: About) -> String {
    let within: Span = names.0.exposure.sources[about.source as usize].within(about.severity);
    duration(seconds(within))
}

/// What became of the findings of a year, on average over all plays.
pub fn of_year(summary: &Summary, plan: &Plan) -> Option<String> {
    let annual = summary.annual.as_ref().filter(|_| plan.exposure.any())?;
    let mean = |severity: Severity, what: &str| {
        annual.measures.get(&format!("exposure.{}.{what}", severity_name(severity))).and_then(|m| m.mean).unwrap_or(0.0)
    };
    let sum = |what: &str| SEVERITIES.iter().map(|severity| mean(*severity, what)).sum::<f64>();
    let whole = |number: f64| count(libm::round(number) as u64);
    let mut text = format!(
        "{} findings a year, {} remediated. At the end {} are open and {} of them overdue",
        whole(sum("found")),
        whole(sum("remediated")),
        whole(sum("open_at_end")),
        whole(sum("overdue_at_end"))
    );
    let days: Vec<String> = SEVERITIES
        .iter()
        .rev()
        .filter(|severity| mean(**severity, "days_overdue") >= 0.5)
        .map(|severity| format!("{} {}", severity_name(*severity), whole(mean(*severity, "days_overdue"))))
        .collect();
    text.push_str(&if days.is_empty() { ".".to_owned() } else { format!("; finding-days overdue: {}.", list(&days, 4)) });
    let [accepted, refused] = [sum("exceptions_accepted"), sum("exceptions_refused")];
    if accepted + refused > 0.0 {
        text.push_str(&format!(" Exceptions: {} accepted, {} refused.", whole(accepted), whole(refused)));
    }
    if !plan.exposure.doors.is_empty() {
        text.push_str(&format!(
            " {:.2} incidents a year come in through findings, {:.2} of them past their deadlines.",
            sum("incidents"),
            sum("incidents_past_deadline")
        ));
    }
    Some(text)
}
