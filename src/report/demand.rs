//! Tickets and projects in words.

use super::names::Names;
use super::words::{count, duration};
use crate::engine::time::Span;
use crate::model::fact::{Fact, Spent};
use crate::study::measure::seconds;

/// What is said of a fact of demand.
pub fn tell(names: &Names, fact: &Fact) -> Option<String> {
    Some(match *fact {
        Fact::LeftTicket { person, class, .. } => format!("{} leaves a ticket ({}) for it.", names.person(person), names.demand(class)),
        Fact::Tickets { class, arrived, done, given_up, waited } => {
            let ended = done + given_up;
            let wait =
                if ended == 0 { String::new() } else { format!(", after {} on average", duration(seconds(waited) / f64::from(ended))) };
            let lost = if given_up == 0 { String::new() } else { format!(", {} given up", count(given_up.into())) };
            format!(
                "Counted so far of {}: {} tickets, {} done{lost}{wait}.",
                names.demand(class),
                count(arrived.into()),
                count(done.into())
            )
        }
        Fact::Spent { time: Span(0), .. } => return None,
        Fact::Spent { team, on, time } => {
            let hours = format!("{} hours", count(libm::round(time.hours_f64()) as u64));
            let team = names.team(team);
            match on {
                Spent::Projects => format!("{team} worked on projects for {hours}."),
                Spent::Tickets => format!("{team} worked on tickets for {hours}."),
                Spent::RootCauses => format!("{team} worked on root causes for {hours}."),
                Spent::Incidents => format!("{team} worked on incidents for {hours}."),
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
            let hours = |span: Span| format!("{} hours", count(libm::round(span.hours_f64()) as u64));
            let why = if left <= by_incidents { " With the hours that incidents took it would have been kept." } else { "" };
            format!(
                "{} is due and MISSED: {} of work are left. So far incidents have taken {} from the projects of its teams, tickets {}.{why}",
                names.milestone(project, milestone),
                hours(left),
                hours(by_incidents),
                hours(by_tickets)
            )
        }
        Fact::RootCauseWaits { .. } => "Its root cause is not fixed: that work waits behind the tickets, and it may come again.".to_owned(),
        Fact::RootCauseFixed { person, .. } => format!("{} has fixed its root cause: it does not come again.", names.person(person)),
        Fact::CameAgain { before, .. } => format!("It is {} once more: its root cause was never fixed.", names.incident(before)),
        _ => return None,
    })
}
