//! Tickets and projects in words: facts, and what a year came to.

use super::names::Names;
use super::summary::Summary;
use super::words::{count, duration, harmless, list, share};
use crate::engine::time::Span;
use crate::model::demand::plan::{CAUSE, Class, ROOT_CAUSE, Sort};
use crate::model::fact::{Fact, Spent};
use crate::model::plan::Plan;
use crate::study::measure::seconds;

/// The share of tickets not done by the end above which that is said.
const LEFT_LYING: f64 = 0.05;

/// The measures of a year in which tickets wait, by their names without `annual.`, and what a planner calls them: of each kind how long one waits,
/// and where it is passed on how long it takes in all.
pub fn waits(plan: &Plan) -> Vec<(String, String)> {
    let of = |class: &Class| {
        let named = |what: &str, words: &str| (format!("tickets.{}.{what}", class.id), format!("{} {words}", harmless(&class.name)));
        let took = (!class.then.is_empty()).then(|| named("took_hours", "take in all"));
        [Some(named("wait_hours", "wait")), took].into_iter().flatten()
    };
    plan.demand.classes.iter().filter(|class| class.is_told() && class.level < CAUSE).flat_map(of).collect()
}

/// A time that people work, in hours however long it is.
fn in_hours(span: Span) -> String {
    match libm::round(span.hours_f64()) as u64 {
        0 | 1 => duration(seconds(span)),
        hours => format!("{} hours", count(hours)),
    }
}

/// What is said of a fact of demand.
pub fn tell(names: &Names, fact: &Fact) -> Option<String> {
    Some(match *fact {
        Fact::LeftTicket { person, class, .. } => format!("{} leaves a ticket ({}) for it.", names.person(person), names.demand(class)),
        Fact::Tickets { .. } | Fact::TicketsTook { .. } | Fact::TicketsPassedOn { .. } | Fact::TicketsWaiting { .. } => {
            return of_tickets(names, fact);
        }
        Fact::Spent { time: Span(0), .. } => return None,
        Fact::Spent { team, on, time } => {
            let hours = in_hours(time);
            let team = names.team(team);
            match on {
                Spent::Projects => format!("{team} worked on projects for {hours}."),
                Spent::Tickets => format!("{team} worked on tickets for {hours}."),
                Spent::RootCauses => format!("{team} worked on root causes for {hours}."),
                Spent::Incidents => format!("{team} worked on incidents for {hours}."),
                Spent::Changes => format!("{team} worked on changes for {hours}."),
                Spent::Nothing => return None,
                Spent::DisplacedByTickets => format!("Tickets took {hours} of {team} from projects."),
                Spent::DisplacedByIncidents => format!("Incidents took {hours} of {team} from projects."),
            }
        }
        Fact::MilestoneReached { project, milestone, late } => {
            let days = |span: Span| duration(seconds(span));
            let when = match late.0 {
                1.. => format!("{} LATE", days(late)),
                _ => format!("{} before it is due", days(Span(-late.0))),
            };
            format!("{} is reached, {when}.", names.milestone(project, milestone))
        }
        Fact::MilestoneMissed { project, milestone, left, by_incidents, by_tickets } => {
            let why = if left <= by_incidents { " With the hours that incidents took it would have been kept." } else { "" };
            format!(
                "{} is due and MISSED, with {} of work left. So far incidents have taken {} from the projects of its teams, tickets {}.{why}",
                names.milestone(project, milestone),
                in_hours(left),
                in_hours(by_incidents),
                in_hours(by_tickets)
            )
        }
        Fact::RootCauseWaits { .. } => "Its root cause is not fixed: that work waits behind the tickets, and it may come again.".to_owned(),
        Fact::RootCauseFixed { person, .. } => format!("{} has fixed its root cause: it does not come again.", names.person(person)),
        Fact::CameAgain { before, .. } => format!("It is {} once more: its root cause was never fixed.", names.incident(before)),
        _ => return None,
    })
}

/// What came of a kind of ticket in the time that is counted.
fn of_tickets(names: &Names, fact: &Fact) -> Option<String> {
    Some(match *fact {
        Fact::Tickets { class, arrived, taken, done, given_up, waited } => {
            let ended = taken + given_up;
            let wait = if ended == 0 {
                String::new()
            } else {
                format!("; on average they waited {}", duration(seconds(waited) / f64::from(ended)))
            };
            let lost = if given_up == 0 { String::new() } else { format!(", {} given up", count(given_up.into())) };
            let (arrived, done, name) = (count(arrived.into()), count(done.into()), names.demand(class));
            match names.0.demand.classes[class.at()].sort {
                Sort::Causes => {
                    let of = name.strip_prefix(ROOT_CAUSE).unwrap_or(&name);
                    format!("Root causes of \"{of}\" up to now: {arrived} to be found, {done} fixed{lost}{wait}.")
                }
                _ => format!("Tickets up to now ({name}): {arrived} came, {done} done{lost}{wait}."),
            }
        }
        Fact::TicketsTook { done: 0, .. } | Fact::TicketsPassedOn { came: 0, .. } => return None,
        Fact::TicketsTook { class, done, took } => {
            let took = duration(seconds(took) / f64::from(done));
            format!("Tickets that were done ({}) took {took} on average, from their arrival on.", names.demand(class))
        }
        Fact::TicketsPassedOn { class, step, came, taken, waited } => {
            let team = names.0.demand.classes[class.at()].later(step).map_or(String::new(), |later| names.team(later.team));
            let wait = match taken {
                0 => "none has been taken up there".to_owned(),
                _ => format!("on average they waited {} there", duration(seconds(waited) / f64::from(taken))),
            };
            format!("Tickets passed on to {team} ({}, step {}): {}; {wait}.", names.demand(class), step + 1, count(came.into()))
        }
        Fact::TicketsWaiting { class, step, waiting, waited } => {
            let (entry, name) = (&names.0.demand.classes[class.at()], names.demand(class));
            let so_far = duration(seconds(waited) / f64::from(waiting));
            let number = count(waiting.into());
            match (entry.sort, entry.later(step)) {
                (Sort::Causes, _) => {
                    let of = name.strip_prefix(ROOT_CAUSE).unwrap_or(&name);
                    format!("Root causes of \"{of}\" that wait for somebody: {number}, on average for {so_far} so far.")
                }
                (_, Some(later)) => {
                    let team = names.team(later.team);
                    format!("Tickets that wait at {team} ({name}, step {}): {number}, on average for {so_far} so far.", step + 1)
                }
                (_, None) => format!("Tickets that still wait ({name}): {number}, on average for {so_far} so far."),
            }
        }
        _ => return None,
    })
}

/// What becomes of tickets that are passed on: which share of them come to whom, and how long they wait there. The first three steps are told.
fn passed_on(plan: &Plan, class: &Class, arrived: f64, of: impl Fn(&str) -> Option<f64>) -> String {
    const TOLD: usize = 3;
    let said = (2..).zip(&class.then).filter_map(|(number, step)| {
        let came = of(&format!("step_{number}.came")).filter(|came| *came > 0.0)?;
        let team = harmless(&plan.teams[step.team.at()].name);
        let wait = match of(&format!("step_{number}.wait_hours")) {
            Some(wait) => format!("wait {} there", duration(wait * 3600.0)),
            None => "none is taken up there".to_owned(),
        };
        // All but those that are still on their way.
        let part = if came >= 0.99 * arrived { "all".to_owned() } else { share(came / arrived) };
        Some(format!("{part} go on to {team} and {wait}"))
    });
    let mut said: Vec<String> = said.collect();
    if said.is_empty() {
        return String::new();
    }
    if said.len() > TOLD {
        said.truncate(TOLD);
        said.push("and so on".to_owned());
    }
    let done = of("took_hours").map_or("none was done".to_owned(), |took| format!("done after {}", duration(took * 3600.0)));
    format!(" ({}; {done})", said.join(", "))
}

/// What people's hours go on, what becomes of tickets and of projects: a label and its words each, on average over all plays.
pub fn of_year(summary: &Summary, plan: &Plan) -> Vec<(&'static str, String)> {
    let Some(annual) = &summary.annual else { return Vec::new() };
    let mean = |name: &str| annual.measures.get(name).and_then(|m| m.mean);
    let mut all = Vec::new();
    let on = |on: Spent| mean(&format!("hours.{}", on.name())).unwrap_or(0.0);
    let parts = [
        (Spent::Tickets, "tickets"),
        (Spent::Projects, "projects"),
        (Spent::RootCauses, "root causes"),
        (Spent::Incidents, "incidents"),
        (Spent::Changes, "changes"),
        (Spent::Nothing, "nothing of these"),
    ];
    let total: f64 = parts.iter().map(|(what, _)| on(*what)).sum();
    if total > 0.0 {
        let said: Vec<String> =
            parts.iter().filter(|(what, _)| on(*what) > 0.0).map(|(what, words)| format!("{} {words}", share(on(*what) / total))).collect();
        let mut text = format!("{} a year on shift: {}.", count(libm::round(total) as u64), list(&said, 6));
        if !plan.demand.projects.is_empty() {
            let [incidents, tickets] =
                [Spent::DisplacedByIncidents, Spent::DisplacedByTickets].map(|what| count(libm::round(on(what)) as u64));
            text.push_str(&format!(" From projects incidents took {incidents} hours, tickets {tickets}."));
        }
        all.push(("Hours", text));
    }
    let mut waits: Vec<(f64, String)> = Vec::new();
    let mut arrived = 0.0;
    for class in plan.demand.classes.iter().filter(|c| c.is_told() && c.level < CAUSE) {
        let of = |what: &str| mean(&format!("tickets.{}.{what}", class.id));
        let Some(number) = of("arrived").filter(|n| *n > 0.0) else { continue };
        arrived += number;
        let given_up = of("given_up").unwrap_or(0.0);
        let lost = if given_up > 0.0 { format!(", {} given up", share(given_up / number)) } else { String::new() };
        // A few are in hand or on their way whenever the end comes; many are left lying, and how long those waited who were lucky says little.
        let left = 1.0 - (of("done").unwrap_or(0.0) + given_up) / number;
        let left = if left > LEFT_LYING { format!(", {} not done by the end", share(left)) } else { String::new() };
        let then = passed_on(plan, class, number, of);
        let name = harmless(&class.name);
        waits.push(match of("wait_hours") {
            Some(wait) => (wait, format!("{name} wait {}{lost}{left}{then}", duration(wait * 3600.0))),
            None => (f64::INFINITY, format!("none of {name} is taken up{lost}{then}")),
        });
    }
    if !waits.is_empty() {
        waits.sort_by(|a, b| b.0.total_cmp(&a.0));
        let said: Vec<String> = waits.into_iter().map(|(_, words)| words).collect();
        all.push(("Tickets", format!("{} a year. On average {}.", count(libm::round(arrived) as u64), list(&said, 4))));
    }
    let of = |what: &str| mean(&format!("milestones.{what}")).unwrap_or(0.0);
    if of("due") > 0.0 {
        let missed = of("missed") / of("due");
        let mut text = format!("{} of milestones missed", share(missed));
        if let Some(late) = mean("milestones.late_days").filter(|_| missed > 0.0) {
            text.push_str(&format!(", by {} on average", duration(late * 86_400.0)));
        }
        if missed > 0.0 {
            let by_incidents = of("missed_by_incidents") / of("missed");
            text.push_str(&format!("; {} of these would have been kept with the hours that incidents took", share(by_incidents)));
        }
        all.push(("Projects", format!("{text}.")));
    }
    all
}
