//! Sentences about what the room chooses and does in an exercise; what comes of it is told by the domains concerned. That it is what would have
//! been drawn is not said: the room reads this too.

use crate::engine::time::Span;
use crate::model::choice::{Spot, Told};
use crate::model::fact::{Answer, Ending};
use crate::report::names::Names;
use crate::report::words::{duration, harmless};

/// What is said of it.
pub(super) fn tell(names: Names, told: Told) -> String {
    match told {
        Told::Seat { person, room: true } => format!("The room speaks for {}.", names.person(person)),
        Told::Seat { person, room: false } => format!("{} is simulated from here on.", names.person(person)),
        Told::Says { decision, person, answer, takes, .. } => {
            let answer = match answer {
                Answer::Approved => "is to approve",
                Answer::Deferred => "is to put off",
                Answer::Refused => "is to refuse",
            };
            format!("The room chose: {} {answer} {}, {}.", names.person(person), names.decision(decision), after(takes))
        }
        Told::Answers { person, after: Some(span), .. } => {
            format!("The room chose: {} is to answer the page, {}.", names.person(person), after(span))
        }
        Told::Answers { person, after: None, .. } => {
            format!("The room chose: {} is not to answer the page for now.", names.person(person))
        }
        Told::Pages { person, .. } => format!("The room pages {}.", names.person(person)),
        Told::Declares { .. } => "The room declares a major incident.".to_owned(),
        Told::Assesses { severity, .. } => format!("The room assesses it as {severity:?}."),
        Told::Assigns { job, person } => format!("The room gives {} to {}.", names.job(job), names.person(person)),
        Told::Plays { inject } => format!("The facilitator plays the inject {}.", harmless(&names.0.injects.injects[inject.at()].id)),
        Told::Spot(Spot::Away { person, lasts }) => {
            format!("The facilitator has {} away for {}.", names.person(person), duration(lasts.seconds_f64()))
        }
        Told::Spot(Spot::Down { system, lasts, .. }) => {
            format!("The facilitator has {} down for {}.", names.system(system), duration(lasts.seconds_f64()))
        }
        Told::Spot(Spot::Severity { severity, .. }) => format!("The facilitator has it become {severity:?}."),
        Told::EndsTask { job, after: span, ending } => {
            let ending = if ending == Ending::Done { "is done" } else { "fails" };
            format!("OVERRIDE: {} {ending}, {}.", names.job(job), after(span))
        }
        Told::AnswersPage { person, after: Some(span), .. } => format!("OVERRIDE: {} answers, {}.", names.person(person), after(span)),
        Told::AnswersPage { person, after: None, .. } => format!("OVERRIDE: {} does not answer for now.", names.person(person)),
        Told::BringsBack { system, .. } => format!("OVERRIDE: {} is back.", names.system(system)),
        Told::Overtaken => "What the room did was overtaken by what happened at the same moment, and comes to nothing.".to_owned(),
    }
}

fn after(span: Span) -> String {
    if span == Span(0) { "at once".to_owned() } else { format!("after {}", duration(span.seconds_f64())) }
}
