//! Demand as the plan has it.

use super::counts::Counts;
use crate::engine::chance::Dist;
use crate::engine::time::{Instant, Span};
use crate::model::ids::{GrantId, KindId, PersonId, TeamId};
use crate::model::incident::entry::Severity;

/// The levels of tickets: the four priorities, the most pressing first, and root-cause work behind all of them.
pub const LEVELS: usize = 5;
/// The level of root-cause work.
pub const CAUSE: u8 = 4;
/// How the name of work on root causes begins; that of the incident follows.
pub const ROOT_CAUSE: &str = "root cause: ";

/// Everything about demand. Empty, and without any cost, in a scenario that has none.
#[derive(Clone, Debug, Default)]
pub struct Demand {
    /// Kinds of tickets; behind those of the file one for the root causes of each kind of incident that comes again.
    pub classes: Vec<Class>,
    /// Who takes them: one desk for each set of people.
    pub desks: Vec<TicketDesk>,
    /// By person: their desks and their rank there. Empty without demand.
    pub at_desks: Vec<Vec<(u32, u32)>>,
    /// Projects.
    pub projects: Vec<Project>,
    /// By team: its projects in the order in which they are worked on, the one that is due first.
    pub lines: Vec<Vec<u32>>,
    /// By kind of incident: how it comes again.
    pub recurs: Vec<Option<Recurs>>,
    /// By team: demand follows what its people do.
    pub followed: Vec<bool>,
    /// By person: they are of such a team.
    pub concerned: Vec<bool>,
    /// By whole hour from the one in which the play starts: its row in the tables of counts: the hour of the week by the local clock, in a
    /// week of the scale that the business calendar gives it.
    pub hours: Vec<u16>,
    /// How much of the first of these hours lies before the start.
    pub before_start: Span,
    /// The share of paid time that is there for work.
    pub available: f64,
}

impl Demand {
    /// There is any.
    #[inline]
    pub fn any(&self) -> bool {
        !self.concerned.is_empty()
    }
    /// How a kind of incident comes again.
    #[inline]
    pub fn recurs(&self, kind: KindId) -> Option<&Recurs> {
        self.recurs.get(kind.at()).and_then(Option::as_ref)
    }
    /// Alerts may be the first sign of a kind of incident.
    pub fn raises(&self, kind: KindId) -> bool {
        self.classes.iter().any(|c| c.raises.is_some_and(|(of, _)| of == kind))
    }
    /// What somebody does matters to it.
    #[inline]
    pub fn concerns(&self, person: PersonId) -> bool {
        self.concerned.get(person.at()).copied().unwrap_or(false)
    }
}

/// What tickets of a kind are.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Tickets, requests, alerts.
    Tickets,
    /// Work on root causes; none arrives by itself.
    Causes,
    /// Vulnerability findings of a source and a severity: they arrive, and exposure says what becomes of them.
    Findings(u32, Severity),
    /// Work on findings; none arrives by itself.
    Remediation,
}

/// A kind of ticket.
#[derive(Clone, Debug)]
pub struct Class {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// What they are.
    pub sort: Sort,
    /// Key of its luck.
    pub luck: u64,
    /// Whose queue.
    pub team: TeamId,
    /// Who of them takes it, an index into [`Demand::desks`].
    pub desk: u32,
    /// 0 for the most pressing.
    pub level: u8,
    /// How many arrive in an hour, by row.
    pub counts: Counts,
    /// How many arrive in a week, on average.
    pub per_week: f64,
    /// Work in ordinary hands, all of whose time is there for it.
    pub effort: Dist,
    /// How long it takes to reach its queue.
    pub after: Option<Dist>,
    /// How long it waits before nobody needs it any more.
    pub gives_up_after: Option<Dist>,
    /// Whoever has one in hand when their shift ends stays until it is done.
    pub stays: bool,
    /// What comes after the first step, in order.
    pub then: Vec<Step>,
    /// Where the counts of these begin in those of all kinds.
    pub first_count: u32,
    /// What one in so many of them is the first sign of.
    pub raises: Option<(KindId, f64)>,
}

/// A later step of a ticket: somebody goes on with it.
#[derive(Clone, Debug)]
pub struct Step {
    /// The share of those that come so far that are passed on.
    pub share: f64,
    /// How long it takes to reach the queue.
    pub after: Option<Dist>,
    /// Whose queue.
    pub team: TeamId,
    /// Who of them takes it, an index into [`Demand::desks`].
    pub desk: u32,
    /// Work in ordinary hands, all of whose time is there for it.
    pub effort: Dist,
    /// Key of its luck.
    pub luck: u64,
}

/// What one step of a kind of ticket brings to those who take it.
#[derive(Copy, Clone, Debug)]
pub struct Part<'c> {
    /// Whose queue.
    pub team: TeamId,
    /// Who of them takes it.
    pub desk: u32,
    /// How many come to it in a week, on average.
    pub per_week: f64,
    /// Work in ordinary hands.
    pub effort: &'c Dist,
}

impl Class {
    /// All of its steps, the first of them first.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let first = Part { team: self.team, desk: self.desk, per_week: self.per_week, effort: &self.effort };
        let mut per_week = self.per_week;
        let later = self.then.iter().map(move |step| {
            per_week *= step.share;
            Part { team: step.team, desk: step.desk, per_week, effort: &step.effort }
        });
        std::iter::once(first).chain(later)
    }
    /// The desk at which its tickets wait for a step, 0 for the first.
    #[inline]
    pub fn desk_of(&self, step: u32) -> u32 {
        self.later(step).map_or(self.desk, |later| later.desk)
    }
    /// How long a step takes in ordinary hands.
    #[inline]
    pub fn effort_of(&self, step: u32) -> &Dist {
        self.later(step).map_or(&self.effort, |later| &later.effort)
    }
    /// Key of the luck of a step.
    #[inline]
    pub fn luck_of(&self, step: u32) -> u64 {
        self.later(step).map_or(self.luck, |later| later.luck)
    }
    /// Where what became of a later step is counted.
    #[inline]
    pub fn count_of(&self, step: u32) -> usize {
        (self.first_count + step - 1) as usize
    }
    /// A step after the first.
    #[inline]
    pub fn later(&self, step: u32) -> Option<&Step> {
        self.then.get((step as usize).wrapping_sub(1))
    }
    /// What became of them is counted and told.
    pub fn is_told(&self) -> bool {
        matches!(self.sort, Sort::Tickets | Sort::Causes)
    }
}

/// A project. Its last milestone is that all of it is done.
#[derive(Clone, Debug)]
pub struct Project {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Whose people work on it.
    pub teams: Vec<TeamId>,
    /// In the order in which they are reached.
    pub milestones: Vec<Milestone>,
}
impl Project {
    /// All of its work, as time on shift.
    pub fn needs(&self) -> Span {
        self.milestones.last().map_or(Span(0), |m| m.needs)
    }
}

/// A milestone.
#[derive(Clone, Debug)]
pub struct Milestone {
    /// Id; none for the end of the project.
    pub id: Option<String>,
    /// The time on shift that it takes from the beginning, what is not there for work included.
    pub needs: Span,
    /// It is in time up to here.
    pub due: Instant,
}

/// How a kind of incident comes again.
#[derive(Clone, Debug)]
pub struct Recurs {
    /// The share of incidents after which it does.
    pub chance: f64,
    /// It does so within this time.
    pub within: Span,
    /// The class of its root-cause work.
    pub class: u32,
}

/// People who take the same tickets.
#[derive(Clone, Debug)]
pub struct TicketDesk {
    /// In the order of preference: the least skill that suffices, then id; and how many times as long they take.
    pub people: Vec<(PersonId, f64)>,
    /// Access that it takes to begin; those who do not have it now pass over what waits here.
    pub grant: Option<GrantId>,
}
