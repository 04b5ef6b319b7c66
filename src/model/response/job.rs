//! A job and where it stands. Leaves to others: what is open of all jobs of an incident (tally).

use crate::engine::chance::combine;
use crate::engine::time::{Instant, Span};
use crate::model::fact::{Ending, Wait};
use crate::model::happening::JobNo;
use crate::model::ids::{EmployerId, LaneId, PersonId, RequirementId, SystemId, TaskId};
use crate::model::knowledge::Manner;
use crate::model::plan::{Plan, Task};
use crate::model::playbook::entry::Phase;

mod tally;

pub use tally::Work;

/// Where a job stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Tasks before it are not done.
    Blocked,
    /// What the system needs is down, or no copy is left.
    NeedsDown,
    /// Others must be asked first.
    Consulting,
    /// A decision is open.
    Gated,
    /// It is not clear whose it is.
    Unowned,
    /// It waits for room in its restore lane.
    InLine,
    /// It waits for its window.
    Shut,
    /// It waits for somebody.
    Queued,
    /// Somebody is at it.
    Worked,
    /// A vendor is being brought in.
    Called,
    /// Time passes.
    Elapsing,
    /// Done, or not needed.
    Over,
}
impl Standing {
    /// It waits for others to be asked, or for a decision.
    pub fn asks(self) -> bool {
        matches!(self, Standing::Consulting | Standing::Gated)
    }
}
/// A job: one task of one incident, for one system when it is done once for each.
#[derive(Clone, Debug)]
pub struct JobState {
    /// The task.
    pub task: TaskId,
    /// The system.
    pub system: Option<SystemId>,
    /// What it asks of people.
    pub asks: Option<RequirementId>,
    /// Key of its luck: that of its incident, its task and its system.
    pub luck: u64,
    /// Where it stands; only its [`Work`] changes that, and counts.
    standing: Standing,
    /// What it counts as while it is open.
    counts: Counts,
    /// A job before it that is not over: until it is, nothing else need be looked at.
    blocker: Option<JobNo>,
    /// The first of the jobs that wait for this one in that way, and the next of those that wait for the same one as this does.
    behind: Option<JobNo>,
    /// See `behind`.
    beside_it: Option<JobNo>,
    /// All jobs before it were over when so many had been opened; while no other is opened they still are.
    cleared: Option<u32>,
    /// From 1.
    pub attempt: u32,
    /// Hands-on time in ordinary hands, drawn for this attempt.
    pub effort: Span,
    /// What is left of it.
    pub left: Span,
    /// The most that had been done of it whenever it was put down: some may be lost since.
    pub reached: Span,
    /// Whoever takes it up has to read in this long: it was handed over.
    pub owed: Span,
    /// What is left of reading in for the person at it.
    pub reading_in: Span,
    /// The part of `left` that was done before, and is done again because it changed hands.
    pub again: Span,
    /// Since when what is done has not been counted, and how many times as long it takes in these hands as things are.
    pub began: Instant,
    /// See `began`.
    pub factor: f64,
    /// What skill, knowledge and the person's own pace make of it.
    pub skilled: f64,
    /// Who is at it.
    pub person: Option<PersonId>,
    /// Whose people did what released it, or had it in hand last; followed where hand-offs cost anything.
    pub from: Option<EmployerId>,
    /// Others began it, whose tickets those at it do not see.
    pub foreign: bool,
    /// The share of the time at it that is done twice as things are, and how much that was since it was taken up.
    pub doubled: f64,
    /// See `doubled`.
    pub twice: Span,
    /// How whoever has it in hand does it.
    pub manner: Manner,
    /// Who works beside them to learn it.
    pub beside: Option<PersonId>,
    /// Who did it last.
    pub done_by: Option<PersonId>,
    /// Ends booked for an earlier start carry an older one.
    pub generation: u32,
    /// Its place in the queue: severity, then order of becoming ready.
    pub key: Option<(u8, u64)>,
    /// What it was last said to wait for.
    pub on: Option<Wait>,
    /// Since when it has waited for nothing but a grant that somebody who is there lacks and could come by.
    pub lacks_since: Option<Instant>,
    /// People called for it are called by a chain of calls under way.
    pub summoning: bool,
    /// Restores of it that failed.
    pub failed: u32,
    /// The restore lane it waits for or has.
    pub lane: Option<LaneId>,
    /// Times that its length was drawn anew within an attempt.
    pub redrawn: u32,
    /// How it ends, whatever would be drawn.
    pub must: Option<Ending>,
}
impl JobState {
    /// A job of which nothing is known yet.
    pub fn of(task: TaskId, system: Option<SystemId>) -> JobState {
        JobState {
            task,
            system,
            asks: None,
            luck: 0,
            standing: Standing::Blocked,
            counts: Counts::NONE,
            blocker: None,
            behind: None,
            beside_it: None,
            cleared: None,
            attempt: 1,
            effort: Span(0),
            left: Span(0),
            reached: Span(0),
            owed: Span(0),
            reading_in: Span(0),
            again: Span(0),
            began: Instant(0),
            factor: 1.0,
            skilled: 1.0,
            person: None,
            from: None,
            foreign: false,
            doubled: 0.0,
            twice: Span(0),
            manner: Manner::Knows,
            beside: None,
            done_by: None,
            generation: 0,
            key: None,
            on: None,
            lacks_since: None,
            summoning: false,
            failed: 0,
            lane: None,
            redrawn: 0,
            must: None,
        }
    }
    /// Where it stands.
    pub fn standing(&self) -> Standing {
        self.standing
    }
}

/// The key of a job's luck within its incident: its task, and its system.
pub(super) fn luck(plan: &Plan, task: TaskId, system: Option<SystemId>) -> u64 {
    combine(plan.tasks[task.at()].luck, system.map_or(0, |s| plan.systems[s.at()].luck))
}

/// What a job counts as while it is open.
#[derive(Copy, Clone, Debug)]
struct Counts {
    /// The place of its task among those of the playbook.
    nth: u32,
    /// Where its system stands among those that have recovery of their own, if it is part of that.
    own: Option<u32>,
    /// The phase; none for reviews, which count as nothing.
    phase: Option<Phase>,
    /// It is done for all systems at once and sends nothing.
    at_once: bool,
}
impl Counts {
    /// Nothing.
    const NONE: Counts = Counts { nth: 0, own: None, phase: None, at_once: false };

    #[inline(always)]
    fn of(task: &Task, system: Option<SystemId>) -> Counts {
        let phase = Some(task.phase).filter(|_| !task.is_review());
        Counts { nth: task.nth, own: None, phase, at_once: phase.is_some() && system.is_none() && task.sends.is_none() }
    }
}
