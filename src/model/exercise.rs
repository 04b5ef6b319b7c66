//! The exercise of a scenario: what a facilitator prepares. Objectives, moves, what should happen by when, who sits at the table.
//!
//! No play is different for it: it is the frame in which people play the scenario, and by which they and simulated plays are judged
//! (`exercise::expectation`). What changes in the middle of an incident are injects, which have a room of their own.

use crate::engine::time::{Instant, Span};
use crate::model::ids::{DecisionId, InjectId, KindId, NoticeId, PersonId, SystemId, TaskId};

pub mod build;
pub mod entry;

/// What a facilitator has prepared.
#[derive(Clone, Debug)]
pub struct Exercise {
    /// What players call it; it does not say what is going to happen.
    pub title: String,
    /// What players are told beforehand.
    pub brief: String,
    /// The rules of the room; those of the house where there are none.
    pub ground_rules: Vec<String>,
    /// How long the session lasts by the clock on the wall, in minutes.
    pub minutes: u32,
    /// How long the room talks about a decision, in minutes.
    pub minutes_per_decision: u32,
    /// How long it takes to read an inject out and take it in, in minutes.
    pub minutes_per_inject: u32,
    /// When the exercise ends in story time; with the play where it is not said.
    pub ends: Option<Begins>,
    /// What is to be shown or learned, in the order of the ids.
    pub objectives: Vec<Objective>,
    /// In the order in which they are played.
    pub moves: Vec<Move>,
    /// What a facilitator knows of injects beside what they say, in the order of the injects.
    pub cards: Vec<Card>,
    /// What should happen, in the order of the ids.
    pub expectations: Vec<Expectation>,
    /// Who sits at the table, in the order of the file.
    pub seats: Vec<Seat>,
}

impl Exercise {
    /// The move that an inject is written for.
    pub fn move_of(&self, inject: InjectId) -> Option<usize> {
        self.moves.iter().position(|m| m.injects.contains(&inject))
    }
    /// The card of an inject.
    pub fn card(&self, inject: InjectId) -> Option<&Card> {
        self.cards.iter().find(|card| card.inject == inject)
    }
    /// The seat of somebody.
    pub fn seat_of(&self, person: PersonId) -> Option<usize> {
        self.seats.iter().position(|seat| seat.people.contains(&person))
    }
    /// The minutes of all moves together.
    pub fn minutes_of_moves(&self) -> u32 {
        self.moves.iter().map(|m| m.minutes).sum()
    }
}

/// Something that the exercise is to show or teach.
#[derive(Clone, Debug)]
pub struct Objective {
    /// Id.
    pub id: String,
    /// In a sentence.
    pub text: String,
    /// The capability that it exercises.
    pub capability: String,
}

/// A part of the session.
#[derive(Clone, Debug)]
pub struct Move {
    /// Its title.
    pub title: String,
    /// What is read out when it begins.
    pub says: String,
    /// How long it lasts by the clock on the wall, in minutes.
    pub minutes: u32,
    /// When it begins in story time; the first one with the play, where that is not said.
    pub begins: Option<Begins>,
    /// What the room is asked.
    pub questions: Vec<String>,
    /// The injects that are written for it, in the order in which they are named.
    pub injects: Vec<InjectId>,
}

/// When something of an exercise begins or ends in story time.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Begins {
    /// At this instant.
    At(Instant),
    /// So long after the first harm.
    After(Span),
}
impl Begins {
    /// As an instant, once it is known when the first harm was done.
    pub fn instant(self, occurred: Option<Instant>) -> Option<Instant> {
        match self {
            Begins::At(at) => Some(at),
            Begins::After(span) => occurred.map(|occurred| occurred + span),
        }
    }
}

/// What a facilitator knows of an inject beside what it says.
#[derive(Clone, Debug)]
pub struct Card {
    /// Of this inject.
    pub inject: InjectId,
    /// Who says it in the story: "Department of Financial Services".
    pub from: Option<String>,
    /// Whom it reaches; the whole room where there are none.
    pub to: Vec<PersonId>,
    /// These by the names that the file gives.
    pub to_names: Vec<String>,
    /// What should come of it, in words.
    pub expected: Option<String>,
    /// The objective that it serves, by its place.
    pub objective: Option<usize>,
    /// For the facilitator only.
    pub notes: Option<String>,
}

/// Something that should happen.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Id.
    pub id: String,
    /// In a sentence, where the file has one.
    pub text: Option<String>,
    /// The objective that it is part of, by its place.
    pub objective: usize,
    /// The incidents in which it is looked for, in order; all where there are none.
    pub belongs: Vec<KindId>,
    /// What it follows on.
    pub after: Trigger,
    /// What should happen.
    pub deeds: Vec<Deed>,
    /// Each of these, or any.
    pub need: Need,
    /// In so long after the trigger.
    pub within: Span,
    /// What it is worth.
    pub points: u32,
}
impl Expectation {
    /// It is looked for in incidents of a kind.
    pub fn belongs_to(&self, kind: KindId) -> bool {
        self.belongs.is_empty() || self.belongs.binary_search(&kind).is_ok()
    }
}

/// A stage that an incident comes to once.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Milestone {
    /// The first harm.
    Occurred,
    /// An alert or call.
    Alerted,
    /// Somebody has answered.
    Acknowledged,
    /// Somebody has concluded that it is an incident.
    Aware,
    /// A major incident is declared.
    Declared,
    /// One who may do it and one who may decide are both engaged.
    Escalated,
    /// It can do no further harm.
    Contained,
    /// Every hit system is back.
    Recovered,
}

/// What an expectation follows on.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// The incident has come so far.
    Milestone(Milestone),
    /// A system is lost because of it.
    Down(SystemId),
    /// A decision is asked for.
    Asked(DecisionId),
    /// A decision is taken or refused.
    Decided(DecisionId),
    /// An inject has come.
    Injected(InjectId),
}

/// What should happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The incident has come so far.
    Milestone(Milestone),
    /// Those who may have taken this decision, or refused it.
    Decided(DecisionId),
    /// Those who may have taken it.
    Approved(DecisionId),
    /// A system that was lost is in service.
    Restored(SystemId),
    /// A notice is sent.
    Sent(NoticeId),
    /// A task is done, in one of these playbooks.
    Done(Vec<TaskId>),
    /// One of these people is paged; the name that the file gives them.
    Paged(String, Vec<PersonId>),
}

/// How much of several deeds is asked for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Need {
    /// Every one.
    All,
    /// Any one.
    AtLeastOne,
}

/// A place at the table.
#[derive(Clone, Debug)]
pub struct Seat {
    /// As the file calls it: a role or a person.
    pub id: String,
    /// Who plays there.
    pub people: Vec<PersonId>,
}
