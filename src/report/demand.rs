//! Tickets and projects in words.

use super::names::Names;
use super::words::{count, duration};
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
        Fact::Spent { on: Spent::Nothing, .. } => return None,
        Fact::Spent { team, on, time } => {
            let hours = libm::round(time.hours_f64()) as u64;
            let on = match on {
                Spent::Tickets => "tickets",
                Spent::Incidents | Spent::Nothing => "incidents",
            };
            format!("{} spent {} hours on {on}.", names.team(team), count(hours))
        }
        _ => return None,
    })
}
