//! Choices: what people in the room's hands say and do is not drawn but chosen, at the points where it would be drawn, and acted out at any
//! moment besides. The drawn value is offered at each such point from the same keyed luck, so that whoever takes every offer plays the very
//! play that a study would have played. (Where several think about one decision at once, the luck of an answer is that of its turn, and who is
//! reached later may have theirs first: the offer is then what it would be if nobody else came.)
//!
//! A play without seats pays a branch where somebody begins to think about a decision or is paged, and nothing else.
//!
//! Leaves to others: what a choice leads to (authority, paging, response and so on), names in words, journals (exercise).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::time::{Instant, Span};
use crate::model::fact::{Answer, Authority, Ending, Job, PageFor};
use crate::model::happening::Case;
use crate::model::ids::{DecisionId, IncidentNo, InjectId, PersonId, SystemId};
use crate::model::incident::entry::Severity;

mod acts;
pub mod rules;
mod spot;

pub use acts::Refusal;
pub use spot::Spot;

/// Where a choice is to be made.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Point {
    /// Somebody thinks about a decision: what do they say, and when? `nth` counts from 1 how often they have in this incident.
    Decision {
        /// The incident.
        case: Case,
        /// Which decision.
        decision: DecisionId,
        /// Who has been reached for it.
        person: PersonId,
        /// The how-manieth time.
        nth: u32,
    },
    /// Somebody is paged: do they answer, and when? `nth` counts from 1 how often that was open in this incident.
    Page {
        /// The incident.
        case: Case,
        /// Who is paged.
        person: PersonId,
        /// The how-manieth time.
        nth: u32,
    },
}
impl Point {
    /// The incident.
    pub fn case(&self) -> Case {
        match *self {
            Point::Decision { case, .. } | Point::Page { case, .. } => case,
        }
    }
    /// Whose choice it is.
    pub fn person(&self) -> PersonId {
        match *self {
            Point::Decision { person, .. } | Point::Page { person, .. } => person,
        }
    }
}

/// What is chosen at a point.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What somebody says to a decision, after so long.
    Says {
        /// What.
        answer: Answer,
        /// How long they think about it.
        takes: Span,
    },
    /// When somebody answers a page; never on that day where there is nothing.
    Answers {
        /// How long after it.
        after: Option<Span>,
    },
}

/// A choice that the play waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Where it is made.
    pub point: Point,
    /// What the simulator would have drawn.
    pub offer: Choice,
    /// What somebody is paged for, at a page.
    pub pages: Vec<PageFor>,
    /// On what authority somebody would decide, at a decision.
    pub authority: Authority,
    /// The place in the calendar that what follows from it takes, as if it had been drawn.
    order: u64,
}

/// What the room does of its own accord, at an instant at which the play stands still.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Pages somebody about an incident.
    Page {
        /// The incident.
        incident: IncidentNo,
        /// Whom.
        person: PersonId,
    },
    /// Declares a major incident.
    Declare {
        /// The incident.
        incident: IncidentNo,
    },
    /// Takes an incident to be as bad as this.
    Assess {
        /// The incident.
        incident: IncidentNo,
        /// How bad.
        severity: Severity,
    },
    /// Plays an inject of the scenario.
    Inject {
        /// Which.
        inject: InjectId,
    },
    /// Does what an inject does that is written on the spot.
    Spot(Spot),
    /// Gives a task to somebody; whoever has it in hand hands it over.
    Assign {
        /// Which task.
        job: Job,
        /// To whom.
        person: PersonId,
    },
    /// Overrides what the simulator would have had: a task ends so, after so long.
    EndTask {
        /// Which task.
        job: Job,
        /// How long from now.
        after: Span,
        /// How.
        ending: Ending,
    },
    /// Overrides when somebody answers what they have been paged for; not today, where there is nothing.
    AnswerPage {
        /// The incident.
        incident: IncidentNo,
        /// Who.
        person: PersonId,
        /// How long from now.
        after: Option<Span>,
    },
    /// Overrides that a system is down because of an incident: it is back.
    SystemBack {
        /// The incident.
        incident: IncidentNo,
        /// Which system.
        system: SystemId,
    },
}

/// What is done to a play that stands still.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The room speaks for somebody from now on, or the simulator does again.
    Seat {
        /// Whom.
        person: PersonId,
        /// The room does.
        room: bool,
    },
    /// A choice is made that the play waits for.
    Choose {
        /// Where.
        point: Point,
        /// What.
        choice: Choice,
    },
    /// Nothing is done; only whether the room could act so now is asked.
    May {
        /// What.
        act: Act,
    },
    /// The room acts at an instant, not before the present.
    Act {
        /// When.
        at: Instant,
        /// What.
        act: Act,
    },
}

/// What happens by the room's hand.
#[derive(Copy, Clone, Debug)]
pub enum Happening {
    /// The n-th act of the play is done.
    Done {
        /// Which, from 0.
        nth: u32,
    },
}

/// What is recorded of choices and acts; what comes of them is recorded by the domains concerned.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// From now on the room speaks for somebody, or the simulator does.
    Seat { person: PersonId, room: bool },
    /// The room has somebody say this after so long; `offered` where it is what would have been drawn.
    Says { incident: IncidentNo, decision: DecisionId, person: PersonId, answer: Answer, takes: Span, offered: bool },
    /// The room has somebody answer a page after so long, or not that day.
    Answers { incident: IncidentNo, person: PersonId, after: Option<Span>, offered: bool },
    /// The room pages somebody.
    Pages { incident: IncidentNo, person: PersonId },
    /// The room declares a major incident.
    Declares { incident: IncidentNo },
    /// The room takes it to be as bad as this.
    Assesses { incident: IncidentNo, severity: Severity },
    /// The room gives a task to somebody.
    Assigns { job: Job, person: PersonId },
    /// The facilitator plays an inject.
    Plays { inject: InjectId },
    /// The facilitator has this happen, which is no inject of the scenario.
    Spot(Spot),
    /// The facilitator has a task end so, after so long, whatever would have been drawn.
    EndsTask { job: Job, after: Span, ending: Ending },
    /// The facilitator has somebody answer after so long, or not that day, whatever would have been drawn.
    AnswersPage { incident: IncidentNo, person: PersonId, after: Option<Span> },
    /// The facilitator has a system back.
    BringsBack { incident: IncidentNo, system: SystemId },
    /// What the room did at this instant comes to nothing: it was overtaken by what happened at the same instant.
    Overtaken,
}
impl Told {
    /// The incident that it is about.
    pub fn incident(self) -> Option<IncidentNo> {
        match self {
            Told::Says { incident, .. }
            | Told::Answers { incident, .. }
            | Told::Pages { incident, .. }
            | Told::Declares { incident }
            | Told::Assesses { incident, .. }
            | Told::AnswersPage { incident, .. }
            | Told::BringsBack { incident, .. } => Some(incident),
            Told::Assigns { job, .. } | Told::EndsTask { job, .. } => Some(job.incident),
            Told::Spot(spot) => spot.incident(),
            Told::Seat { .. } | Told::Plays { .. } | Told::Overtaken => None,
        }
    }
}

/// Who is in the room's hands, what the play waits for, what the room has done.
#[derive(Resource, Debug, Default)]
pub struct Table {
    /// By person; empty while nobody is.
    seated: Vec<bool>,
    /// In the order in which they came up.
    pending: Vec<Pending>,
    /// In the order in which they were done.
    acts: Vec<Act>,
    /// How often each point came up: incident, decision where it is one, person.
    counts: Vec<(u32, Option<DecisionId>, PersonId, u32)>,
}
impl Table {
    /// Forgets everything, who is seated too: another play begins.
    pub fn clear(&mut self) {
        self.seated.clear();
        self.pending.clear();
        self.acts.clear();
        self.counts.clear();
    }
    /// What the play waits for, in the order in which it came up.
    pub fn pending(&self) -> &[Pending] {
        &self.pending
    }
    /// The room speaks for somebody.
    pub fn seats(&self, person: PersonId) -> bool {
        self.seated.get(person.at()).copied().unwrap_or(false)
    }
    /// Puts somebody into the room's hands, or back into the simulator's. What the play already waits for stays.
    fn seat(&mut self, person: PersonId, room: bool, people: usize) {
        self.seated.resize(people, false);
        self.seated[person.at()] = room;
    }
    fn count(&mut self, case: Case, decision: Option<DecisionId>, person: PersonId) -> u32 {
        let key = (case.no, decision, person);
        match self.counts.iter_mut().find(|(no, of, who, _)| (*no, *of, *who) == key) {
            Some((.., count)) => {
                *count += 1;
                *count
            }
            None => {
                self.counts.push((case.no, decision, person, 1));
                1
            }
        }
    }
}

/// The room of choices.
#[derive(SystemParam)]
pub struct Room<'w> {
    table: ResMut<'w, Table>,
}
impl Room<'_> {
    /// The room speaks for somebody.
    #[inline]
    pub fn seats(&self, person: PersonId) -> bool {
        self.table.seats(person)
    }
    /// The play waits for what somebody says to a decision, or whether they answer a page.
    pub fn is_awaited(&self, case: Case, decision: Option<DecisionId>, person: PersonId) -> bool {
        self.table.pending.iter().any(|pending| match pending.point {
            Point::Decision { case: of, decision: what, person: who, .. } => (of, Some(what), who) == (case, decision, person),
            Point::Page { case: of, person: who, .. } => (of, None, who) == (case, decision, person),
        })
    }
}
