//! The account of a session, from its journal and its facts: what a report is made from.

use std::path::Path;

use super::account::{About, Account, Choice as Made, Grade, Handed, Moved, Note, Observation, Override, Present, Rated, Weight, When};
use super::journal::{Entry, Subject, What};
use super::session::{Phase, Session};
use super::words::{self, Act, Choice, Point, Says};
use crate::engine::time::{Instant, Span};
use crate::model::ids::IncidentNo;

impl Session {
    /// The session so far as an account.
    pub fn account(&self) -> Account {
        let name = self.journal().path().and_then(Path::parent).and_then(Path::file_name);
        let mut account = Account {
            name: name.map_or("a session kept in memory".to_owned(), |name| name.to_string_lossy().into_owned()),
            ended: self.phase() == Phase::Ended,
            now: self.clock(),
            facts: self.facts().to_vec(),
            ..Account::default()
        };
        let mut wall = Clock::default();
        for entry in self.journal().entries() {
            wall.see(entry);
            let when = When { story: Instant(entry.story_ms), wall: wall.running(entry.wall_ms) };
            self.keep(&mut account, entry, when);
        }
        (account.lasted, account.paused) = (wall.running(wall.last), wall.paused);
        account.began = wall.began.map_or(String::new(), date);
        account
    }
    fn keep(&self, account: &mut Account, entry: &Entry, when: When) {
        let by = entry.who.clone().unwrap_or_default();
        let why = entry.why.clone().unwrap_or_default();
        match &entry.what {
            What::Chose { at, choice, offered } => account.choices.push(self.made(entry, when, at, choice, offered)),
            What::Acted(act) if act.is_override() => {
                account.overrides.push(Override { when, what: self.in_words(act), instead: None, why });
            }
            What::Acted(Act::Inject { inject }) => {
                let id = words::inject_of(self.plan(), inject).ok();
                let says = id.map_or(String::new(), |id| self.plan().injects.injects[id.at()].says.clone());
                account.handed.push(Handed { when, inject: id, says });
            }
            What::Acted(Act::Spot { says, effect, .. }) => {
                let says = format!("{says} ({})", effect.in_words(self.plan()));
                account.handed.push(Handed { when, inject: None, says });
            }
            What::Told { text, .. } => account.handed.push(Handed { when, inject: None, says: text.clone() }),
            What::Acted(act) => account.notes.push(Note { when, about: About::Course, by, text: self.in_words(act) }),
            What::Move { number } => account.moves.push(Moved { number: *number, when }),
            What::Present { part, name, simulated } => {
                account.present.push(Present { part: part.clone(), name: name.clone(), simulated: *simulated });
            }
            What::Note { text, about } => {
                let about = match about {
                    Subject::Course => About::Course,
                    Subject::ParkingLot => About::ParkingLot,
                    Subject::HotWash => About::HotWash,
                };
                account.notes.push(Note { when, about, by, text: text.clone() });
            }
            What::Observed { text, objective, strength } => {
                let weight = match strength {
                    Some(true) => Weight::Strength,
                    Some(false) => Weight::Improvement,
                    None => Weight::Neutral,
                };
                let objective = objective.as_deref().and_then(|id| self.objective(id));
                account.observations.push(Observation { when, objective, weight, by, text: text.clone() });
            }
            What::Rated { objective, grade } => {
                if let (Some(objective), Some(grade)) = (self.objective(objective), Grade::of(grade)) {
                    account.ratings.push(Rated { objective, grade, by, why });
                }
            }
            What::Startex | What::Pausex | What::Resumex | What::Endex | What::Went | What::Seat { .. } => {}
        }
    }
    fn made(&self, entry: &Entry, when: When, at: &Point, choice: &Choice, offered: &Choice) -> Made {
        let plan = self.plan();
        let person = words::person_of(plan, at.person()).ok().map(|person| &plan.people[person.at()]);
        let role =
            person.map_or(at.person().to_owned(), |p| p.role.as_ref().map_or_else(|| p.name.clone(), |role| role.replace(['-', '_'], " ")));
        let decision = match at {
            Point::Decision { incident, decision, .. } => {
                let place = (0..plan.decisions.len() as u32).map(crate::model::ids::DecisionId);
                let id = place.into_iter().find(|id| words::decision_in_words(plan, *id) == *decision);
                id.map(|id| (IncidentNo(incident.saturating_sub(1)), id))
            }
            Point::Page { .. } => None,
        };
        let asked = match at {
            Point::Decision { decision, .. } => decision.clone(),
            Point::Page { .. } => "to answer a page".to_owned(),
        };
        let cost = match *choice {
            Choice::Decide { takes_ms, .. } => Some(Span(takes_ms)),
            Choice::Answer { after_ms } => after_ms.map(Span),
        };
        Made {
            when,
            by_facilitator: entry.who.as_deref().is_none_or(|who| who == "facilitator"),
            role,
            decision,
            asked,
            offered: Session::options(at, offered).iter().map(said).collect(),
            taken: said(choice),
            drawn: Some(said(offered)),
            why: entry.why.clone().unwrap_or_default(),
            cost,
        }
    }
    /// An objective by its id.
    pub(super) fn objective(&self, id: &str) -> Option<usize> {
        self.plan().exercise.as_ref()?.objectives.iter().position(|objective| objective.id == id)
    }
    /// What was done, in words.
    fn in_words(&self, act: &Act) -> String {
        let plan = self.plan();
        let name = |id: &str| words::person_of(plan, id).map_or(id.to_owned(), |person| plan.people[person.at()].name.clone());
        let of = |system: &Option<String>| system.as_ref().map_or(String::new(), |system| format!(" of {system}"));
        let after = |ms: i64| if ms == 0 { "at once".to_owned() } else { format!("after {}", Span(ms)) };
        match act {
            Act::Page { person, .. } => format!("the room pages {}", name(person)),
            Act::Declare { .. } => "the room declares a major incident".to_owned(),
            Act::Assess { severity, .. } => format!("the room assesses it as {}", format!("{severity:?}").to_lowercase()),
            Act::Inject { inject } => format!("the inject {inject} is played"),
            Act::Spot { says, effect, .. } => format!("{says} ({})", effect.in_words(plan)),
            Act::Assign { task, system, person, .. } => format!("the room gives {task}{} to {}", of(system), name(person)),
            Act::EndTask { task, system, after_ms, ends, .. } => {
                let ends = if *ends == words::Ends::Done { "is done" } else { "fails" };
                format!("{task}{} {ends} {}", of(system), after(*after_ms))
            }
            Act::AnswerPage { person, after_ms: Some(ms), .. } => format!("{} answers {}", name(person), after(*ms)),
            Act::AnswerPage { person, after_ms: None, .. } => format!("{} does not answer", name(person)),
            Act::SystemBack { system, .. } => format!("{system} is back"),
        }
    }
}

/// A choice in words.
fn said(choice: &Choice) -> String {
    match *choice {
        Choice::Decide { says: Says::Approve, takes_ms } => format!("approve after {}", Span(takes_ms)),
        Choice::Decide { says: Says::Defer, takes_ms } => format!("defer after {}", Span(takes_ms)),
        Choice::Decide { says: Says::Refuse, takes_ms } => format!("refuse after {}", Span(takes_ms)),
        Choice::Answer { after_ms: Some(ms) } => format!("answer after {}", Span(ms)),
        Choice::Answer { after_ms: None } => "no answer".to_owned(),
    }
}

/// The wall clock of a session: how long it has been under way, pauses left out.
#[derive(Default)]
struct Clock {
    began: Option<u64>,
    /// Under way since then.
    since: Option<u64>,
    /// Pausing since then.
    rests: Option<u64>,
    before: Span,
    paused: Span,
    last: u64,
}
impl Clock {
    fn see(&mut self, entry: &Entry) {
        let between = |from: u64| Span(i64::try_from(entry.wall_ms.saturating_sub(from)).unwrap_or(i64::MAX));
        self.last = entry.wall_ms;
        match entry.what {
            What::Startex | What::Resumex => {
                self.began.get_or_insert(entry.wall_ms);
                self.paused += self.rests.take().map_or(Span(0), between);
                self.since = Some(entry.wall_ms);
            }
            What::Pausex | What::Endex => {
                self.before += self.since.take().map_or(Span(0), between);
                self.rests = (entry.what == What::Pausex).then_some(entry.wall_ms);
            }
            _ => {}
        }
    }
    fn running(&self, now: u64) -> Span {
        self.before + self.since.map_or(Span(0), |since| Span(i64::try_from(now.saturating_sub(since)).unwrap_or(i64::MAX)))
    }
}

/// A moment of the wall clock as "2026-11-25 14:02", in UTC: where the exercise was held is not known.
fn date(ms: u64) -> String {
    let at = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    at.map_or(String::new(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}
