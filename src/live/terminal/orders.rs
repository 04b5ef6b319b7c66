//! What the room and the facilitator do of their own accord, as commands.

use super::{FACILITATOR, because};
use crate::exercise::words::{Act, Bad, Ends, Spot};
use crate::exercise::{Session, Trouble, Viewer};
use crate::live::when;
use crate::text::nearest;

const WORDS: [&str; 30] = [
    "go",
    "step",
    "until",
    "waiting",
    "choose",
    "forecast",
    "who",
    "systems",
    "incidents",
    "tasks",
    "pages",
    "decisions",
    "notices",
    "injects",
    "journal",
    "room",
    "page",
    "declare",
    "assess",
    "assign",
    "inject",
    "away",
    "down",
    "severity",
    "say",
    "override",
    "seat",
    "note",
    "back",
    "quit",
];

/// Does a command that is an act.
pub(super) fn order(session: &mut Session, word: &str, rest: &str) -> Result<(), Trouble> {
    if matches!(word, "away" | "down" | "severity") {
        let act = on_the_spot(session, word, rest)?;
        return session.act(Some(FACILITATOR), &act, None);
    }
    let (text, why) = because(rest);
    let (text, incident) = numbered(session, text)?;
    let text = text.as_str();
    let act = match word {
        "page" => Act::Page { incident, person: person(session, text)? },
        "declare" => Act::Declare { incident },
        "assess" => Act::Assess { incident, severity: bad(text)? },
        "inject" => Act::Inject { inject: text.to_owned() },
        "assign" => {
            let (task, name) =
                text.split_once(char::is_whitespace).ok_or_else(|| Trouble::refused("say what and to whom: assign triage ana"))?;
            let (task, system) = of_system(task);
            Act::Assign { incident, task, system, person: person(session, name)? }
        }
        "override" => overriding(session, text, incident)?,
        "seat" => {
            let (name, room) = match text.rsplit_once(char::is_whitespace) {
                Some((name, "on")) => (name, true),
                Some((name, "off")) => (name, false),
                _ => return Err(Trouble::refused("say whom, and on (the room speaks for them) or off (the simulator does): seat ana on")),
            };
            let id = person(session, name)?;
            return session.seat(Some(FACILITATOR), &id, room);
        }
        _ => {
            let near = nearest(word, WORDS).map_or("; help shows all".to_owned(), |near| format!("; did you mean {near}? help shows all"));
            return Err(Trouble::refused(format!("there is no command {word:?}{near}")));
        }
    };
    session.act(Some(FACILITATOR), &act, why)
}

/// "away Ana Reyes 9h: her flight is cancelled", "down core-db 4h: …", "severity critical: …".
fn on_the_spot(session: &mut Session, word: &str, rest: &str) -> Result<Act, Trouble> {
    let form = "say what and for how long, and behind a colon what the room is told: away ana 9h: Her flight is cancelled; down core-db 4h: The \
                carrier has lost a cable; severity critical: They have published a list of clients";
    let (what, says) = rest.split_once(':').ok_or_else(|| Trouble::refused(form))?;
    let (what, incident) = numbered(session, what)?;
    let lasting = || what.rsplit_once(char::is_whitespace).ok_or_else(|| Trouble::refused(form));
    let effect = match word {
        "away" => {
            let (name, lasts) = lasting()?;
            Spot::Away { person: person(session, name)?, lasts_ms: when::span(lasts)?.0 }
        }
        "down" => {
            let (system, lasts) = lasting()?;
            Spot::Down { incident, system: system.to_owned(), lasts_ms: when::span(lasts)?.0 }
        }
        _ => Spot::Severity { incident, severity: bad(&what)? },
    };
    Ok(Act::Spot { says: says.trim().to_owned(), to: None, effect })
}

/// "task restore@core-db done in 2h", "page ana 10m", "system core-db".
fn overriding(session: &mut Session, text: &str, incident: u32) -> Result<Act, Trouble> {
    let form = "say what: override task TASK done in 2h because …, override page NAME 10m because …, override system NAME because …";
    let (what, rest) = text.split_once(char::is_whitespace).ok_or_else(|| Trouble::refused(form))?;
    let rest = rest.trim();
    match what {
        "task" => {
            let (rest, after) = match rest.rsplit_once(" in ") {
                Some((rest, time)) => (rest, when::span(time)?),
                None => (rest, crate::engine::time::Span(0)),
            };
            let (task, ends) = match rest.rsplit_once(char::is_whitespace) {
                Some((task, "failed" | "fails")) => (task, Ends::Failed),
                Some((task, "done")) => (task, Ends::Done),
                _ => return Err(Trouble::refused(form)),
            };
            let (task, system) = of_system(task.trim());
            Ok(Act::EndTask { incident, task, system, after_ms: after.0, ends })
        }
        "page" => {
            let (name, time) = rest.rsplit_once(char::is_whitespace).ok_or_else(|| Trouble::refused(form))?;
            let after_ms = if matches!(time, "silent" | "none") { None } else { Some(when::span(time)?.0) };
            Ok(Act::AnswerPage { incident, person: person(session, name)?, after_ms })
        }
        "system" => Ok(Act::SystemBack { incident, system: rest.trim_end_matches(" back").to_owned() }),
        _ => Err(Trouble::refused(form)),
    }
}

/// The incident that a command is about: "#2", or the latest that is known to anybody.
fn numbered(session: &mut Session, text: &str) -> Result<(String, u32), Trouble> {
    let of = |word: &&str| word.strip_prefix('#').and_then(|number| number.parse::<u32>().ok());
    let named = text.split_whitespace().find_map(|word| of(&word));
    let text = text.split_whitespace().filter(|word| of(word).is_none()).collect::<Vec<_>>().join(" ");
    let latest = || {
        let facts = session.facts().iter().rev();
        let open = |no: u32| {
            session.known_to(&Viewer::Room).any(
                |nth| matches!(session.facts()[nth].1, crate::model::fact::Fact::Acknowledged { incident, .. } if incident.0 + 1 == no),
            )
        };
        let began =
            facts.filter_map(
                |(_, fact)| if let crate::model::fact::Fact::Acknowledged { incident, .. } = fact { Some(incident.0 + 1) } else { None },
            );
        began.into_iter().find(|no| open(*no))
    };
    Ok((text, named.or_else(latest).unwrap_or(1)))
}

fn of_system(task: &str) -> (String, Option<String>) {
    match task.split_once('@') {
        Some((task, system)) => (task.to_owned(), Some(system.to_owned())),
        None => (task.to_owned(), None),
    }
}

fn bad(text: &str) -> Result<Bad, Trouble> {
    Ok(match text.to_lowercase().as_str() {
        "low" => Bad::Low,
        "medium" => Bad::Medium,
        "high" => Bad::High,
        "critical" => Bad::Critical,
        _ => return Err(Trouble::refused("say how bad: assess low, medium, high or critical")),
    })
}

/// Somebody by id, by name, or by the one role that only they have.
pub(super) fn person(session: &Session, text: &str) -> Result<String, Trouble> {
    let people = &session.plan().people;
    let text = text.trim();
    let lower = text.to_lowercase();
    let by = |fits: &dyn Fn(&crate::model::plan::Person) -> bool| {
        let mut found = people.iter().filter(|p| fits(p));
        found.next().filter(|_| found.next().is_none()).map(|p| p.id.clone())
    };
    let found =
        by(&|p| p.id == text).or_else(|| by(&|p| p.name.to_lowercase() == lower)).or_else(|| by(&|p| p.role.as_deref() == Some(text)));
    let found = found.or_else(|| by(&|p| !lower.is_empty() && p.name.to_lowercase().split_whitespace().any(|part| part == lower)));
    found.ok_or_else(|| {
        let near = nearest(text, people.iter().map(|p| p.id.as_str())).map_or(String::new(), |near| format!("; did you mean {near}?"));
        Trouble::refused(format!("nobody is called {text:?}{near}"))
    })
}
