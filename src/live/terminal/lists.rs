//! How things stand, as lists.

use super::{forecast, local, orders};
use crate::engine::time::{Instant, Span};
use crate::exercise::journal::What;
use crate::exercise::view::{Duty, Person, View};
use crate::exercise::words::{Choice, Says};
use crate::exercise::{Session, Trouble, Viewer};
use crate::report::words::{duration, harmless};

/// The list that a command asks for; nothing where it asks for none.
pub(super) fn list(session: &mut Session, word: &str, rest: &str) -> Option<Result<String, Trouble>> {
    let lines = match word {
        "who" | "people" => return Some(who(session, rest)),
        "systems" => systems(session),
        "incidents" => incidents(session),
        "tasks" => tasks(session),
        "pages" => pages(session),
        "decisions" => decisions(session),
        "notices" | "clocks" => notices(session),
        "injects" => injects(session),
        "journal" => journal(session),
        "forecast" | "f" => return Some(forecast::told(session, rest)),
        _ => return None,
    };
    Some(Ok(lines))
}

fn view(session: &mut Session) -> View {
    session.view(&Viewer::Facilitator)
}

fn listed(lines: Vec<String>, none: &str) -> String {
    if lines.is_empty() { format!("{none}\n") } else { lines.concat() }
}

fn who(session: &mut Session, rest: &str) -> Result<String, Trouble> {
    let people = view(session).people;
    if !rest.is_empty() && rest != "all" {
        let id = orders::person(session, rest)?;
        return Ok(people.iter().filter(|p| p.id == id).map(person).collect());
    }
    let here = |p: &&Person| {
        let idle = matches!(p.duty, Duty::OffDuty | Duty::Away | Duty::Resting) && p.pages_open == 0;
        rest == "all" || !idle || (p.seat && p.duty != Duty::OffDuty)
    };
    let shown: Vec<String> = people.iter().filter(here).map(person).collect();
    let others = people.len() - shown.len();
    let more = if others > 0 { format!("{others} more are off duty; who all shows them.\n") } else { String::new() };
    Ok(shown.concat() + &more)
}

fn person(p: &Person) -> String {
    let duty = match p.duty {
        Duty::OnShift => "on shift",
        Duty::CalledOut => "called out",
        Duty::StaysOn => "stays on after the shift",
        Duty::OnCall => "on call",
        Duty::Resting => "resting",
        Duty::Away => "away",
        Duty::OffDuty => "off duty",
    };
    let until = p.until_local.as_ref().map_or(String::new(), |until| format!(" until {until}"));
    let role = p.role.as_ref().map_or(String::new(), |role| format!(" ({})", harmless(role)));
    let mut text = format!("{}{role}: {duty}{until}", harmless(&p.name));
    if let Some(task) = &p.task {
        let system = p.system.as_ref().map_or(String::new(), |system| format!(" of {}", harmless(system)));
        text.push_str(&format!(", at {}{system}", harmless(task)));
    }
    if p.leads {
        text.push_str(", leads");
    }
    if p.pages_open > 0 {
        text.push_str(&format!(", {} {} not answered", p.pages_open, if p.pages_open == 1 { "page" } else { "pages" }));
    }
    if p.seat {
        text.push_str("; the room speaks for them");
    }
    text + "\n"
}

fn systems(session: &mut Session) -> String {
    let all = view(session).systems;
    let total = all.len();
    let lines = all.iter().filter(|s| !s.up || s.hit || s.isolated).map(|s| {
        let mut how = Vec::new();
        if s.hit {
            how.push("hit".to_owned());
        }
        if s.isolated {
            how.push("isolated".to_owned());
        }
        how.push(match s.down_ms {
            Some(at) => {
                let rto = s.rto_ms.map_or(String::new(), |rto| format!(", due back by {} (RTO)", local(session, at + rto)));
                format!("down since {}{rto}", local(session, at))
            }
            None => "up".to_owned(),
        });
        format!("{}, tier {}: {}\n", harmless(&s.name), s.tier, how.join(", "))
    });
    let lines: Vec<String> = lines.collect();
    let well = total - lines.len();
    lines.concat() + &format!("{well} of {total} systems are up and not hit.\n")
}

fn incidents(session: &mut Session) -> String {
    let all = view(session).incidents;
    let lines = all.iter().map(|i| {
        let mut text = format!("#{} {}", i.incident, harmless(i.name.as_deref().unwrap_or("not known yet")));
        let marks = [
            ("alerted", i.alerted_ms),
            ("acknowledged", i.acknowledged_ms),
            ("aware", i.aware_ms),
            ("declared", i.declared_ms),
            ("contained", i.contained_ms),
            ("recovered", i.recovered_ms),
            ("closed", i.closed_ms),
        ];
        for (name, at) in marks {
            if let Some(at) = at {
                text.push_str(&format!("; {name} {}", local(session, at)));
            }
        }
        if let Some(assessed) = i.assessed {
            text.push_str(&format!("; taken for {}", format!("{assessed:?}").to_lowercase()));
        }
        if let Some(lead) = &i.lead {
            text.push_str(&format!("; led by {}", harmless(lead)));
        }
        text + "\n"
    });
    listed(lines.collect(), "No incident so far.")
}

fn tasks(session: &mut Session) -> String {
    let all = view(session).tasks;
    let lines = all.iter().map(|t| {
        let system = t.system.as_ref().map_or(String::new(), |system| format!("@{}", harmless(system)));
        let how = match (&t.at_work, t.under_way, t.waits_for) {
            (Some(name), ..) => format!("{} is at it", harmless(name)),
            (None, true, _) => "under way".to_owned(),
            (None, false, Some(wait)) => format!("waits: {}", wait.replace('_', " ")),
            (None, false, None) => "ready".to_owned(),
        };
        let attempt = if t.attempt > 1 { format!(", attempt {}", t.attempt) } else { String::new() };
        format!("#{} {}{system}: {how}{attempt}, ready since {}\n", t.incident, harmless(&t.id), local(session, t.since_ms))
    });
    listed(lines.collect(), "No task is ready.")
}

fn pages(session: &mut Session) -> String {
    let all = view(session).pages;
    let lines = all.iter().rev().take(20).rev().map(|p| {
        let answered = p.answered_ms.map_or("not answered".to_owned(), |at| format!("answered {}", local(session, at)));
        let times = if p.times > 1 { format!(", {} times", p.times) } else { String::new() };
        format!("{} {} for {}{times}: {answered}\n", p.at_local, harmless(&p.name), harmless(&p.about))
    });
    listed(lines.collect(), "Nobody has been paged.")
}

fn decisions(session: &mut Session) -> String {
    let all = view(session).decisions;
    let lines = all.iter().map(|d| {
        let mut text = format!("#{} {}, asked {} for {}", d.incident, harmless(&d.decision), local(session, d.asked_ms), harmless(&d.task));
        for (name, says, at) in &d.answers {
            let says = match says {
                Says::Approve => "approves",
                Says::Defer => "puts it off",
                Says::Refuse => "refuses",
            };
            text.push_str(&format!("; {} {says} {}", name.as_deref().map_or("somebody".to_owned(), harmless), local(session, *at)));
        }
        match (d.granted_ms, d.authority) {
            (Some(at), Some(on)) => text.push_str(&format!("; taken {} ({})", local(session, at), on.replace('_', "-"))),
            _ if d.reached.is_empty() => text.push_str("; nobody who may take it has been reached"),
            _ => text.push_str("; open"),
        }
        text + "\n"
    });
    listed(lines.collect(), "No decision has been asked for.")
}

fn notices(session: &mut Session) -> String {
    let all = view(session).notices;
    let lines = all.iter().map(|n| {
        let how = match (n.sent_ms, &n.deadline_local) {
            (Some(at), _) => format!("sent {}", local(session, at)),
            (None, _) if n.waived => "not owed".to_owned(),
            (None, Some(deadline)) => {
                let left = n.deadline_ms.map_or(0, |at| at - session.clock().0);
                let how = if n.missed { "LATE, it was due".to_owned() } else { format!("due in {},", duration(Span(left).seconds_f64())) };
                format!("{how} {deadline}{}", if n.runs { "" } else { " (its second limit; its own clock has not started)" })
            }
            (None, None) => "its clock has not started".to_owned(),
        };
        format!("#{} {}: {how}\n", n.incident, harmless(&n.name))
    });
    listed(lines.collect(), "No notice is owed so far as is known.")
}

fn injects(session: &mut Session) -> String {
    let all = view(session).injects;
    let lines = all.iter().map(|i| {
        let when = match (i.came_ms.last(), i.held_back, i.at_ms) {
            (Some(at), ..) => format!("came {}", local(session, *at)),
            (None, true, _) => "held back".to_owned(),
            (None, false, Some(at)) => format!("comes {}", local(session, at)),
            (None, false, None) => "comes in its state".to_owned(),
        };
        format!("{}: {when}. {}\n", harmless(&i.id), harmless(&i.says))
    });
    listed(lines.collect(), "The scenario has no injects; say WORDS tells the room something.")
}

fn journal(session: &mut Session) -> String {
    let entries = session.journal().entries();
    let lines = entries.iter().filter(|entry| entry.what != What::Went).map(|entry| {
        let who = entry.who.as_ref().map_or(String::new(), |who| format!(" ({})", harmless(who)));
        let why = entry.why.as_ref().map_or(String::new(), |why| format!(", because {}", harmless(why)));
        format!("{} {}{who}: {}{why}\n", entry.entry, session.plan().zone.format(Instant(entry.story_ms)), done(&entry.what))
    });
    listed(lines.collect(), "Nothing has been entered.")
}

fn done(what: &What) -> String {
    match what {
        What::Startex => "STARTEX".to_owned(),
        What::Pausex => "PAUSEX".to_owned(),
        What::Resumex => "goes on".to_owned(),
        What::Endex => "ENDEX".to_owned(),
        What::Went => "the story went on".to_owned(),
        What::Chose { at, choice, .. } => {
            let after = |ms: i64| duration(Span(ms).seconds_f64());
            match choice {
                Choice::Decide { says, takes_ms } => {
                    format!("{}: {} after {}", harmless(at.person()), format!("{says:?}").to_lowercase(), after(*takes_ms))
                }
                Choice::Answer { after_ms: Some(ms) } => format!("{}: answers after {}", harmless(at.person()), after(*ms)),
                Choice::Answer { after_ms: None } => format!("{}: does not answer", harmless(at.person())),
            }
        }
        What::Acted(act) => {
            let said = serde_json::to_string(act).unwrap_or_default();
            format!("{}{}", if act.is_override() { "OVERRIDE " } else { "" }, harmless(&said))
        }
        What::Seat { person, room } => format!("{} is {}", harmless(person), if *room { "in the room's hands" } else { "simulated" }),
        What::Told { text, .. } => format!("said to the room: {}", harmless(text)),
        What::Note { text, .. } => format!("note: {}", harmless(text)),
        What::Move { number } => format!("move {} begins", number + 1),
        What::Present { part, name, .. } => format!("present: {} {}", harmless(part), harmless(name)),
        What::Rated { objective, grade } => format!("rated {}: {}", harmless(objective), harmless(grade)),
        What::Observed { text, objective, .. } => {
            format!("observed{}: {}", objective.as_ref().map_or(String::new(), |o| format!(" for {}", harmless(o))), harmless(text))
        }
    }
}
