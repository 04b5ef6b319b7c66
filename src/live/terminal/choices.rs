//! What the story waits for, and how the room's choices are entered.

use super::{FACILITATOR, because, local};
use crate::engine::time::Span;
use crate::exercise::view::Waiting;
use crate::exercise::words::{Choice, Point, Says};
use crate::exercise::{Session, Trouble, Viewer};
use crate::live::when;
use crate::report::words::{duration, harmless};

/// The choices that are waited for, numbered, with lettered options.
pub(super) fn waiting(session: &mut Session) -> String {
    let all = session.view(&Viewer::Facilitator).waiting;
    if all.is_empty() {
        return "Nothing is waited for. go comes to the next choice, step to the next thing that happens.\n".to_owned();
    }
    let mut text = String::from("WAITING FOR THE ROOM\n");
    for (number, one) in (1..).zip(&all) {
        text.push_str(&format!("{number}  {}\n", question(session, one)));
        for (letter, option) in ('a'..).zip(&one.options) {
            let drawn = if one.offer == Some(*option) { " (as would be drawn)" } else { "" };
            text.push_str(&format!("   {number}{letter}  {}{drawn}\n", in_words(option)));
        }
    }
    text
}

fn question(session: &Session, one: &Waiting) -> String {
    let role = one.role.as_ref().map_or(String::new(), |role| format!(" ({})", harmless(role)));
    let who = format!("{}{role}", harmless(&one.name));
    let about = one.about.iter().map(|about| harmless(about)).collect::<Vec<_>>().join(" and ");
    match &one.at {
        Point::Page { .. } => format!("{who} is paged for {about}. When do they answer?"),
        Point::Decision { incident, asking, .. } => {
            let task = one.task.as_ref().map_or(String::new(), |task| {
                let system = one.system.as_ref().map_or(String::new(), |system| format!(" of {}", harmless(system)));
                format!(", needed for {}{system}", harmless(task))
            });
            let since = one.asked_ms.map_or(String::new(), |at| format!(", asked for at {}", local(session, at)));
            let again = if *asking > 1 { ", asked again" } else { "" };
            let delegate = if one.authority == Some("delegate") { " as a delegate" } else { "" };
            let quorum = if one.quorum > 1 { format!("; {} must agree", one.quorum) } else { String::new() };
            let many = if session.journal().entries().is_empty() { String::new() } else { format!(" of incident {incident}") };
            format!("{who} decides{delegate} on {about}{many}{task}{since}{again}{quorum}. What do they say?")
        }
    }
}

fn in_words(choice: &Choice) -> String {
    let after = |ms: i64| if ms == 0 { "at once".to_owned() } else { format!("after {}", duration(Span(ms).seconds_f64())) };
    match *choice {
        Choice::Decide { says, takes_ms } => {
            let says = match says {
                Says::Approve => "approve",
                Says::Defer => "defer (not yet)",
                Says::Refuse => "refuse",
            };
            format!("{says}, {}", after(takes_ms))
        }
        Choice::Answer { after_ms: Some(ms) } => format!("answer, {}", after(ms)),
        Choice::Answer { after_ms: None } => "no answer before the next morning or their next shift".to_owned(),
    }
}

/// "1a": the number of a choice and the letter of an option.
pub(super) fn two_keys(word: &str) -> Option<(usize, usize)> {
    let letter = word.chars().last().filter(char::is_ascii_lowercase)?;
    let number = word[..word.len() - 1].parse::<usize>().ok().filter(|number| *number > 0)?;
    Some((number, letter as usize - 'a' as usize))
}

/// Takes an option.
pub(super) fn take(session: &mut Session, number: usize, option: usize) -> Result<(), Trouble> {
    let one = numbered(session, number)?;
    let choice = one.options.get(option).copied();
    let choice = choice.ok_or_else(|| Trouble::refused(format!("choice {number} has {} options", one.options.len())))?;
    session.choose(Some(FACILITATOR), &one.at, choice, None)
}

/// "1 approve 30m because they would lose the night".
pub(super) fn choose(session: &mut Session, rest: &str) -> Result<(), Trouble> {
    let (text, why) = because(rest);
    let mut words = text.splitn(3, char::is_whitespace);
    let form = "say which choice and what: choose 1 approve 30m because …; for a page choose 1 answer 10m, or choose 1 silent";
    let (Some(number), Some(what)) = (words.next().and_then(|word| word.parse().ok()), words.next()) else {
        return Err(Trouble::refused(form));
    };
    let time = words.next().map(str::trim).filter(|time| !time.is_empty()).map(when::span).transpose()?;
    let one = numbered(session, number)?;
    let drawn = match one.offer {
        Some(Choice::Decide { takes_ms, .. }) => takes_ms,
        Some(Choice::Answer { after_ms }) => after_ms.unwrap_or(15 * 60_000),
        None => 0,
    };
    let ms = time.map_or(drawn, |span| span.0);
    let choice = match what {
        "approve" | "yes" => Choice::Decide { says: Says::Approve, takes_ms: ms },
        "defer" | "wait" => Choice::Decide { says: Says::Defer, takes_ms: ms },
        "refuse" | "no" => Choice::Decide { says: Says::Refuse, takes_ms: ms },
        "answer" | "answers" => Choice::Answer { after_ms: Some(ms) },
        "silent" | "none" => Choice::Answer { after_ms: None },
        _ => return Err(Trouble::refused(form)),
    };
    session.choose(Some(FACILITATOR), &one.at, choice, why)
}

fn numbered(session: &mut Session, number: usize) -> Result<Waiting, Trouble> {
    let all = session.view(&Viewer::Facilitator).waiting;
    let found = number.checked_sub(1).and_then(|place| all.get(place)).cloned();
    found.ok_or_else(|| {
        Trouble::refused(if all.is_empty() {
            "nothing is waited for".to_owned()
        } else {
            format!("there is no choice {number}; waiting lists them")
        })
    })
}
