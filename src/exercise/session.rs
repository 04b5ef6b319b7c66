//! A session: a play that stands still between what is done to it, its clock, its journal.

use std::path::Path;
use std::sync::Arc;

use super::account::Grade;
use super::journal::{Entry, Journal, What};
use super::known::{Known, Viewer};
use super::words::{self, Act, Choice, Point};
use super::{Kind, Trouble};
use crate::engine::time::Instant;
use crate::model::fact::Fact;
use crate::model::plan::Plan;
use crate::play::{Play, Played, Stood};
use crate::scenario::Scenario;

mod open;
mod replay;

/// What tells the wall clock, in milliseconds since 1970: for the journal only.
pub type Wall = Box<dyn Fn() -> u64 + Send>;

/// What a session is opened with.
pub struct Opening<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Where all luck comes from.
    pub seed: u64,
    /// For whom the room speaks from the start: ids of people. Where there is nothing: those who play at the seats of the scenario's exercise, or
    /// everybody who may decide anything where it names none.
    pub seats: Option<Vec<String>>,
    /// The folder in which the journal is kept; in memory only where there is none.
    pub folder: Option<&'a Path>,
    /// What tells the wall clock.
    pub wall: Wall,
}

/// Where an exercise stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// It has not started.
    Ready,
    /// It is under way.
    Running,
    /// It pauses.
    Paused,
    /// It has ended.
    Ended,
}

/// Up to where a session is taken over into another one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Upto {
    /// So many entries of its journal.
    Entries(u64),
    /// All entries up to this story time, which is where the new one then stands, or at the first choice before.
    Story(Instant),
}

/// An exercise in hand.
pub struct Session {
    pub(super) play: Play,
    pub(super) plan: Arc<Plan>,
    pub(super) text: Arc<str>,
    pub(super) journal: Journal,
    pub(super) facts: Vec<(Instant, Fact)>,
    pub(super) known: Known,
    pub(super) clock: Instant,
    pub(super) over: Option<Played>,
    pub(super) phase: Phase,
    wall: Wall,
}

impl Session {
    /// The scenario as it is played.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }
    /// The journal.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }
    /// Everything that has happened, in order: the truth.
    pub fn facts(&self) -> &[(Instant, Fact)] {
        &self.facts
    }
    /// The places in [`Session::facts`] of what a viewer knows by now.
    pub fn known_to<'a>(&'a self, viewer: &'a Viewer) -> impl Iterator<Item = usize> + 'a {
        (0..self.facts.len()).filter(move |nth| self.known.knows(&self.plan, viewer, *nth))
    }
    /// The story's clock.
    pub fn clock(&self) -> Instant {
        self.clock
    }
    /// The wall clock, in milliseconds since 1970, as the session was told to ask for it.
    pub fn wall_ms(&self) -> u64 {
        (self.wall)()
    }
    /// Where the exercise stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }
    /// What the whole play took, once it is over.
    pub fn over(&self) -> Option<Played> {
        self.over
    }
    /// A number that stands for all facts so far, 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        format!("{:016x}", self.play.fingerprint())
    }
    /// The choices that the story waits for, with what is offered, in the order in which they came up.
    pub fn pending(&self) -> Vec<(Point, Choice)> {
        self.play.pending().iter().map(|p| (Point::of(&self.plan, &p.point), Choice::of(&p.offer))).collect()
    }

    /// STARTEX: from here on the story can go on. `who` says so, if anybody.
    ///
    /// # Errors
    /// When it has started already.
    pub fn start(&mut self, who: Option<&str>) -> Result<(), Trouble> {
        match self.phase {
            Phase::Ready => self.mark(who, What::Startex),
            Phase::Running => Err(Trouble::refused("the exercise is under way already")),
            Phase::Paused => self.mark(who, What::Resumex),
            Phase::Ended => Err(ended()),
        }
    }
    /// PAUSEX: nothing goes on until it is started again.
    ///
    /// # Errors
    /// When it is not under way.
    pub fn pause(&mut self, who: Option<&str>) -> Result<(), Trouble> {
        self.under_way()?;
        self.mark(who, What::Pausex)
    }
    /// ENDEX: the session goes no further. It can be left for another course by [`Session::branch`].
    ///
    /// # Errors
    /// When it has ended already.
    pub fn end(&mut self, who: Option<&str>) -> Result<(), Trouble> {
        if self.phase == Phase::Ended { Err(ended()) } else { self.mark(who, What::Endex) }
    }
    fn mark(&mut self, who: Option<&str>, what: What) -> Result<(), Trouble> {
        self.add(who, what, None)?;
        Ok(())
    }

    /// Goes on to the next instant at which anything happens that is recorded, or to a choice. False where the play is over.
    ///
    /// # Errors
    /// When the exercise is not under way, or a limit of the scenario is hit.
    pub fn step(&mut self) -> Result<bool, Trouble> {
        self.under_way()?;
        let before = self.facts.len();
        let mut stood = self.advance(Instant::NEVER, 1)?;
        while stood == Stood::Paused && self.facts.len() == before && self.over.is_none() {
            stood = self.advance(Instant::NEVER, 1)?;
        }
        if stood == Stood::Paused {
            self.settle()?;
        }
        self.went()
    }
    /// Goes on to the next choice, or to the end. False where the play is over.
    ///
    /// # Errors
    /// When the exercise is not under way, or a limit of the scenario is hit.
    pub fn go(&mut self) -> Result<bool, Trouble> {
        self.under_way()?;
        self.advance(Instant::NEVER, u64::MAX)?;
        self.went()
    }
    /// Goes on to an instant of the story, or to a choice before it. False where the play is over.
    ///
    /// # Errors
    /// When the exercise is not under way, the instant is past, or a limit of the scenario is hit.
    pub fn until(&mut self, at: Instant) -> Result<bool, Trouble> {
        self.under_way()?;
        if at < self.clock {
            return Err(Trouble::refused(format!(
                "{} is past: it is {}",
                self.plan.zone.format_long(at),
                self.plan.zone.format_long(self.clock)
            )));
        }
        if self.advance(at, u64::MAX)? == Stood::Paused {
            self.clock = self.clock.max(at);
        }
        self.went()
    }
    fn went(&mut self) -> Result<bool, Trouble> {
        self.add(None, What::Went, None)?;
        Ok(self.over.is_none())
    }

    /// Makes a choice that the story waits for. `who` makes it: a seat, or the facilitator for a role. Of two who are at it at once the first
    /// makes it, and the other is told ([`Kind::Overtaken`]).
    ///
    /// # Errors
    /// When nobody waits for it, it is a choice of another kind, or the exercise is not under way.
    pub fn choose(&mut self, who: Option<&str>, at: &Point, choice: Choice, why: Option<&str>) -> Result<(), Trouble> {
        self.under_way()?;
        let Some((_, offered)) = self.pending().into_iter().find(|(point, _)| point == at) else {
            return Err(Trouble { kind: Kind::Overtaken, words: "that choice has been made already, or nobody waits for it".to_owned() });
        };
        if std::mem::discriminant(&offered) != std::mem::discriminant(&choice) {
            return Err(Trouble::refused(
                "that is a choice of another kind: say approve, defer or refuse to a decision, and when to a page",
            ));
        }
        choice.to_play()?;
        self.add(who, What::Chose { at: at.clone(), choice, offered }, why)
    }
    /// Acts: what the room does of its own accord, an inject that the facilitator plays, an override. It is done at this instant of the story,
    /// at once or (while a choice is waited for) as soon as the story goes on.
    ///
    /// # Errors
    /// When it cannot be done now, says what there is not, is an override without a reason, or the exercise is not under way.
    pub fn act(&mut self, who: Option<&str>, act: &Act, why: Option<&str>) -> Result<(), Trouble> {
        if let Act::Spot { says, to, .. } = act {
            self.sayable(says, to.as_deref())?;
        }
        self.may(act)?;
        if act.is_override() && why.is_none_or(|why| why.trim().is_empty()) {
            return Err(Trouble::refused("an override needs a reason: the report lists it"));
        }
        self.add(who, What::Acted(act.clone()), why)
    }
    /// Whether that could be done now; nothing is done.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&mut self, act: &Act) -> Result<(), Trouble> {
        self.under_way()?;
        let act = act.to_play(&self.plan, &self.facts)?;
        self.play.may(act).map_err(|refusal| Trouble::refused(refusal.to_string()))
    }
    /// The room speaks for somebody from here on, or the simulator does again. A choice that is waited for stays one.
    ///
    /// # Errors
    /// When there is nobody of that id, or the exercise has ended.
    pub fn seat(&mut self, who: Option<&str>, person: &str, room: bool) -> Result<(), Trouble> {
        if self.phase == Phase::Ended {
            return Err(ended());
        }
        let id = words::person_of(&self.plan, person)?;
        if self.play.seats(id) == room {
            return Ok(());
        }
        self.add(who, What::Seat { person: person.to_owned(), room }, None)
    }
    /// Says words to the room, or to a role, that are no inject of the scenario.
    ///
    /// # Errors
    /// When there are no words or nobody has the role, the exercise has ended, or it cannot be written.
    pub fn tell(&mut self, who: Option<&str>, text: &str, to: Option<&str>) -> Result<(), Trouble> {
        if self.phase == Phase::Ended {
            return Err(ended());
        }
        self.sayable(text, to)?;
        self.add(who, What::Told { text: text.to_owned(), to: to.map(str::to_owned) }, None)
    }
    /// There are words, and somebody to whom they are said.
    fn sayable(&self, text: &str, to: Option<&str>) -> Result<(), Trouble> {
        if text.trim().is_empty() {
            return Err(Trouble::refused("say what: the words are missing"));
        }
        match to {
            Some(role) if !self.plan.people.iter().any(|person| person.role.as_deref() == Some(role)) => {
                let roles = self.plan.people.iter().filter_map(|person| person.role.as_deref());
                let near = crate::text::nearest(role, roles).map_or(String::new(), |near| format!("; did you mean {near:?}?"));
                Err(Trouble::refused(format!("nobody has the role {role:?}{near}")))
            }
            _ => Ok(()),
        }
    }
    /// Notes something beside the play: a note, who is present, that a move begins, what an evaluator saw or rates.
    ///
    /// # Errors
    /// When the exercise has no such move or objective, the words or the grade are missing, it is no note, or it cannot be written.
    pub fn note(&mut self, who: Option<&str>, what: What, why: Option<&str>) -> Result<(), Trouble> {
        let objective = |id: &str| match self.objective(id) {
            Some(_) => Ok(()),
            None => Err(Trouble::refused(format!("the exercise has no objective {id:?}{}", self.objectives()))),
        };
        match &what {
            What::Note { text, .. } | What::Observed { text, .. } if text.trim().is_empty() => {
                return Err(Trouble::refused("say what: the words are missing"));
            }
            What::Observed { objective: Some(id), .. } => objective(id)?,
            What::Rated { objective: id, grade } => {
                objective(id)?;
                if Grade::of(grade).is_none() {
                    return Err(Trouble::refused(format!("{grade:?} is no grade: P, S, M or U")));
                }
            }
            What::Move { number } if *number >= self.plan.exercise.as_ref().map_or(0, |exercise| exercise.moves.len()) => {
                return Err(Trouble::refused(format!("the exercise has no move {}", number + 1)));
            }
            What::Note { .. } | What::Observed { .. } | What::Move { .. } | What::Present { .. } => {}
            _ => return Err(Trouble::refused("that is no note")),
        }
        self.add(who, what, why)
    }
    fn objectives(&self) -> String {
        let ids = self.plan.exercise.iter().flat_map(|exercise| exercise.objectives.iter().map(|objective| objective.id.as_str()));
        let ids: Vec<&str> = ids.collect();
        if ids.is_empty() { String::new() } else { format!("; it has {}", ids.join(", ")) }
    }

    fn under_way(&self) -> Result<(), Trouble> {
        match self.phase {
            Phase::Running => Ok(()),
            Phase::Ready => Err(Trouble::refused("the exercise has not started yet")),
            Phase::Paused => Err(Trouble::refused("the exercise pauses; start it again first")),
            Phase::Ended => Err(ended()),
        }
    }
    /// Writes an entry, then does what it says.
    fn add(&mut self, who: Option<&str>, what: What, why: Option<&str>) -> Result<(), Trouble> {
        let entry = Entry {
            entry: self.journal.entries().len() as u64 + 1,
            position: self.play.happenings(),
            facts: self.fingerprint(),
            story_ms: self.clock.0,
            story: self.plan.zone.format_long(self.clock),
            wall_ms: self.wall_ms(),
            who: who.map(str::to_owned),
            what: what.clone(),
            why: why.map(str::trim).filter(|why| !why.is_empty()).map(str::to_owned),
        };
        self.journal.add(entry)?;
        self.apply(&what)
    }
}

fn ended() -> Trouble {
    Trouble::refused("the exercise has ended; replay it, or branch from any moment of it")
}
