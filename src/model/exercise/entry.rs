//! What a file may say about the exercise of a scenario.

use crate::model::inject::entry::At;
use crate::model::quantity::Positive;
use crate::text::{Dict, Id, OneOrMore, choice, entry};

entry! {
    /// What a facilitator prepares.
    pub struct ExerciseEntry {
        /// What players call it.
        title: String = String::new(),
        /// What players are told beforehand.
        brief: String = String::new(),
        /// The rules of the room.
        ground_rules: Vec<String> = Vec::new(),
        /// How long the session lasts by the clock on the wall.
        minutes: u32 = 90,
        /// How long the room talks about a decision.
        minutes_per_decision: u32 = 5,
        /// How long it takes to read an inject out and take it in.
        minutes_per_inject: u32 = 2,
        /// When the exercise ends in story time.
        ends: Option<At>,
        /// What is to be shown or learned.
        objectives: Dict<ObjectiveEntry>,
        /// The parts of the session in their order.
        moves: Vec<MoveEntry> = Vec::new(),
        /// What a facilitator knows of injects, by their ids.
        cards: Dict<CardEntry>,
        /// What should happen.
        expectations: Dict<ExpectationEntry>,
        /// Who sits at the table: roles or people.
        seats: Vec<Id> = Vec::new(),
    }
}
entry! {
    /// What is to be shown or learned.
    pub struct ObjectiveEntry {
        /// In a sentence.
        text: String,
        /// The capability that it exercises.
        capability: String,
    }
}
entry! {
    /// A part of the session.
    pub struct MoveEntry {
        /// Its title.
        title: String,
        /// What is read out when it begins.
        says: String = String::new(),
        /// How long it lasts by the clock on the wall.
        minutes: u32,
        /// When it begins in story time.
        begins: Option<At>,
        /// What the room is asked.
        questions: Vec<String> = Vec::new(),
        /// The injects that are written for it.
        injects: Vec<Id> = Vec::new(),
    }
}
entry! {
    /// What a facilitator knows of an inject beside what it says.
    pub struct CardEntry {
        /// Who says it in the story.
        from: Option<String>,
        /// Whom it reaches, by person, role or team; the whole room, when not said.
        to: Option<OneOrMore<Id>>,
        /// What should come of it, in words.
        expected: Option<String>,
        /// The objective that it serves.
        objective: Option<Id>,
        /// For the facilitator only.
        notes: Option<String>,
    }
}
entry! {
    /// Something that should happen.
    pub struct ExpectationEntry {
        /// In a sentence; made from the rest, when not said.
        text: Option<String>,
        /// What it follows on.
        after: AfterEntry,
        /// What should happen.
        what: OneOrMore<DeedEntry>,
        /// Each of several deeds, or at least one.
        need: Option<NeedEntry>,
        /// In so long after what it follows on.
        within: Positive,
        /// What it is worth.
        points: u32 = 10,
        /// The objective that it is part of.
        objective: Id,
        /// The incidents in which it is looked for; all of them when not said.
        r#for: Vec<Id> = Vec::new(),
    }
}
choice! {
    /// What an expectation follows on.
    pub enum AfterEntry {
        /// The first harm.
        Occurred,
        /// An alert reaches a queue or a policy.
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
        /// The service of this system is lost because of it.
        SystemDown(Id),
        /// This decision is asked for.
        Asked(Id),
        /// This decision is taken or refused.
        Decided(Id),
        /// This inject has come.
        Injected(Id),
    }
}
choice! {
    /// What should happen.
    pub enum DeedEntry {
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
        /// This decision is taken or refused by those who may.
        Decided(Id),
        /// This decision is taken by those who may.
        Approved(Id),
        /// This system is back in service.
        Restored(Id),
        /// This notice is sent.
        NoticeSent(Id),
        /// This task is done.
        TaskDone(Id),
        /// They are paged: a person, role, team or on-call rota.
        Paged(Id),
    }
}
choice! {
    /// How much of several deeds is asked for.
    #[derive(Copy, PartialEq, Eq)]
    pub enum NeedEntry {
        /// Each.
        All,
        /// Any one.
        AtLeastOne,
    }
}
