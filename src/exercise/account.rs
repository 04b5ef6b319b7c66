//! A session as it was: the facts of the story and what was said and chosen at the table. An after-action report is made from this and the
//! scenario alone. A session fills it from its journal; a simulated play is an account without a table.

use std::sync::Arc;

use crate::engine::time::{Instant, Span};
use crate::model::fact::Fact;
use crate::model::ids::{DecisionId, IncidentNo, InjectId};
use crate::model::plan::Plan;
use crate::play::{LimitHit, Play};

/// When something was said or done: by the story's clock and by the one on the wall.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct When {
    /// Story time.
    pub story: Instant,
    /// Since STARTEX, pauses excluded.
    pub wall: Span,
}

/// A session.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// What the session is called: the name of its folder.
    pub name: String,
    /// The day and time of STARTEX by the clock on the wall, as "2026-11-25 14:02".
    pub began: String,
    /// From STARTEX to ENDEX (or to now), pauses excluded.
    pub lasted: Span,
    /// Pauses.
    pub paused: Span,
    /// ENDEX has been called.
    pub ended: bool,
    /// The story has come so far.
    pub now: Instant,
    /// All facts up to then, in order.
    pub facts: Vec<(Instant, Fact)>,
    /// Who was there.
    pub present: Vec<Present>,
    /// The moves that were begun, in order.
    pub moves: Vec<Moved>,
    /// What the room was asked and said.
    pub choices: Vec<Choice>,
    /// What the facilitator has set against the simulator.
    pub overrides: Vec<Override>,
    /// Injects that were handed in by hand.
    pub handed: Vec<Handed>,
    /// What was noted, in order.
    pub notes: Vec<Note>,
    /// What evaluators saw.
    pub observations: Vec<Observation>,
    /// What evaluators rated.
    pub ratings: Vec<Rated>,
}

/// Somebody who took part. They are told, and never rated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// Facilitator, evaluator, or the seat.
    pub part: String,
    /// Their name as they gave it; empty where nobody did.
    pub name: String,
    /// Nobody sat there: the simulator played the role.
    pub simulated: bool,
}

/// A move that was begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Its place among the moves of the exercise.
    pub number: usize,
    /// When.
    pub when: When,
}

/// A choice that the room made where the simulator would have drawn one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// When it was made.
    pub when: When,
    /// Whose it was: a seat or a role.
    pub role: String,
    /// The facilitator entered it for them.
    pub by_facilitator: bool,
    /// The decision, where it was one.
    pub decision: Option<(IncidentNo, DecisionId)>,
    /// What was asked.
    pub asked: String,
    /// What could be said.
    pub offered: Vec<String>,
    /// What was said.
    pub taken: String,
    /// What the simulator would have done, where that is known.
    pub drawn: Option<String>,
    /// Why, in their words.
    pub why: String,
    /// How much story time it cost.
    pub cost: Option<Span>,
}

/// Something that the facilitator has set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// When.
    pub when: When,
    /// What was set.
    pub what: String,
    /// Instead of what, where that is known.
    pub instead: Option<String>,
    /// Why.
    pub why: String,
}

/// An inject that was handed in by hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// When.
    pub when: When,
    /// Which of the scenario's; none that was written on the spot.
    pub inject: Option<InjectId>,
    /// What it said.
    pub says: String,
}

/// What a note is about.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// The course of events.
    Course,
    /// Something to be settled later.
    ParkingLot,
    /// What participants said afterwards.
    HotWash,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// When.
    pub when: When,
    /// What it is about.
    pub about: About,
    /// The part of whoever wrote it.
    pub by: String,
    /// The words.
    pub text: String,
}

/// Whether something went well.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Weight {
    /// To be kept.
    Strength,
    /// To be mended.
    Improvement,
    /// Neither.
    Neutral,
}

/// What an evaluator saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// When.
    pub when: When,
    /// The objective that it belongs to, by its place; the exercise as a whole where there is none.
    pub objective: Option<usize>,
    /// Whether it went well.
    pub weight: Weight,
    /// The part of whoever saw it.
    pub by: String,
    /// The words.
    pub text: String,
}

/// How well an objective was met, in the four grades of HSEEP.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Performed without challenges.
    P,
    /// Performed with some challenges.
    S,
    /// Performed with major challenges.
    M,
    /// Unable to be performed.
    U,
}
impl Grade {
    /// All, the best first.
    pub const ALL: [Grade; 4] = [Grade::P, Grade::S, Grade::M, Grade::U];
    /// Its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Grade::P => "P",
            Grade::S => "S",
            Grade::M => "M",
            Grade::U => "U",
        }
    }
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Grade::P => "performed without challenges",
            Grade::S => "performed with some challenges",
            Grade::M => "performed with major challenges",
            Grade::U => "unable to be performed",
        }
    }
    /// By its letter.
    pub fn of(letter: &str) -> Option<Grade> {
        Grade::ALL.into_iter().find(|grade| grade.letter().eq_ignore_ascii_case(letter.trim()))
    }
}

/// What an evaluator rated an objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rated {
    /// The objective, by its place.
    pub objective: usize,
    /// The grade.
    pub grade: Grade,
    /// The part of whoever rated.
    pub by: String,
    /// Why.
    pub why: String,
}

impl Account {
    /// A simulated play as an account: the facts, and nobody at the table.
    pub fn of_play(plan: &Arc<Plan>, seed: u64, replication: u64) -> Result<Account, LimitHit> {
        let mut play = Play::new(plan.clone());
        play.reset(seed, replication);
        let mut facts = Vec::new();
        let played = play.run(&mut |at, fact| facts.push((at, *fact)))?;
        let name = format!("simulated play {replication} of seed {seed}");
        Ok(Account { name, ended: true, now: played.end, facts, ..Account::default() })
    }

    /// Notes about one thing.
    pub fn notes_about(&self, about: About) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(move |note| note.about == about)
    }
}
