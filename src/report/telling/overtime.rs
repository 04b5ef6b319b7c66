//! In words: work that lasts, who leads it, and what goes from one employer to another.

use super::super::names::Names;
use super::super::words::duration;
use super::sentence;
use crate::model::fact::Fact;
use crate::model::ids::KindId;
use crate::model::organisation::entry::Then;
use crate::study::measure::seconds;

/// What it costs when work lasts.
pub(super) fn strain(names: Names, fact: &Fact) -> Option<String> {
    Some(match *fact {
        Fact::HandedOver { job, then: Then::Resume, again } => {
            format!("With the hand-over {} of the work on {} is lost and has to be done again.", duration(seconds(again)), names.job(job))
        }
        Fact::HandedOver { job, again, .. } => {
            format!("With the hand-over {} starts again: {} of work is lost.", names.job(job), duration(seconds(again)))
        }
        Fact::Tired { job, person, step } => {
            let (after, takes) = names.0.strain.fatigue.get(usize::from(step)).copied()?;
            let hours = duration(seconds(after));
            format!("{} is tired after {hours} at work: {} takes {takes} times as long.", names.person(person), names.job(job))
        }
        Fact::Switched { job, person, from } => {
            format!("{} turns from incident {} to {}.", names.person(person), names.incident(from), names.job(job))
        }
        _ => return None,
    })
}

/// Who leads. `announced`: the declaration has just said so; `kind`: of the incident, where it is known.
pub(super) fn lead(names: Names, announced: bool, kind: Option<KindId>, fact: &Fact) -> Option<String> {
    Some(match *fact {
        Fact::LeadTakesOver { person, reading_in, runs, .. } => {
            let who = names.person(person);
            let also = if runs > 1 { format!(", and runs {runs} incidents now") } else { String::new() };
            match (announced, reading_in.0 > 0) {
                (true, _) if runs < 2 => return None,
                (true, _) => format!("{who} runs {runs} incidents now."),
                (false, true) => format!("{who} takes the lead{also}, reading in for {}.", duration(seconds(reading_in))),
                (false, false) => format!("{who} takes the lead{also}."),
            }
        }
        Fact::LeadHandsOver { person, to: Some(to), .. } => {
            format!("{} hands the lead over to {}.", names.person(person), names.person(to))
        }
        Fact::LeadHandsOver { person, to: None, .. } => format!("{} leaves, with nobody to hand the lead over to.", names.person(person)),
        Fact::LeadStaysOn { person, ends: false, .. } => {
            format!("The shift of {} ends, with nobody to hand the lead over to; overtime from here on.", names.person(person))
        }
        Fact::LeadStaysOn { person, ends: true, .. } => {
            format!("The next shift of {} begins, which ends the overtime.", names.person(person))
        }
        Fact::LeaderLess { .. } => {
            let playbook = kind.map(|kind| &names.0.playbooks[names.0.kinds[kind.at()].playbook.at()]);
            let without = playbook.and_then(|p| p.lead.as_ref()).map_or(1.0, |lead| lead.without);
            if without <= 1.0 {
                return None;
            }
            format!("Without a lead, whatever is done side by side takes {without} times as long.")
        }
        Fact::Update { person, takes, leads: true, .. } => {
            format!("{} gives an update, for {}.", names.person(person), duration(seconds(takes)))
        }
        Fact::Update { person, takes, leads: false, .. } => {
            let who = names.person(person);
            format!("With nobody in the lead, {who} interrupts work for an update, for {}.", duration(seconds(takes)))
        }
        _ => return None,
    })
}

/// Employers who work from two ticket systems.
pub(super) fn apart(names: Names, fact: &Fact) -> Option<String> {
    Some(match *fact {
        Fact::HandedOff { job, from, .. } => {
            format!("{} comes from {}, without a shared view.", sentence(names.job(job)), names.employer(from))
        }
        Fact::WorkApart { first, second, .. } => {
            let twice = names.0.hand_offs.as_ref().map_or(0.0, |law| law.duplicated);
            let but = if twice > 0.0 { format!(": {:.0} % of the work is done twice", twice * 100.0) } else { String::new() };
            format!("{} and {} are both at it without a shared view{but}.", names.employer(first), names.employer(second))
        }
        Fact::DoneTwice { job, time, .. } => format!("On {} {} of work was done twice.", names.job(job), duration(seconds(time))),
        Fact::OwnerUnclear { job, takes } => {
            format!("It is not clear whose {} is; that takes {} to settle.", names.job(job), duration(seconds(takes)))
        }
        _ => return None,
    })
}
