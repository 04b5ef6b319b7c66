//! Changes: work that is planned, approved, done in its window, and may fail. What was not rolled back in time is an incident. Emergency
//! changes are approved by others and owe a review.
//! Leaves to others: the work itself, which hangs on desks like any other (response), who approves (authority), what a failed change is as an
//! incident, and the place in which a change of its own is kept (incident).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::engine::time::{Instant, Span};
use crate::model::fact::Job;
use crate::model::happening::Case;
use crate::model::ids::{ChangeId, DecisionId, IncidentNo, KindId, PersonId, PlaybookId, SystemId, TaskId, TeamId};
use crate::model::notice::deadline::Term;
use crate::model::plan::Task;
use crate::model::playbook::entry::Phase;
use crate::model::roster::Hours;

pub mod build;
pub mod entry;
mod review;
pub mod rules;

use entry::{ChangeKind, Risk};

/// The changes of a scenario. Empty, and without any cost, in one that has none.
#[derive(Clone, Debug, Default)]
pub struct Changes(pub Vec<Change>);
impl Changes {
    /// There are any.
    #[inline]
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }
    /// A change.
    pub fn of(&self, id: ChangeId) -> &Change {
        &self.0[id.at()]
    }
    /// An incident of this kind may be a change that has failed, and those who carried it out always notice.
    pub fn notice(&self, kind: KindId) -> bool {
        let mut of = self.0.iter().filter(|c| c.begins == Some(kind)).peekable();
        of.peek().is_some() && of.all(|c| c.noticed >= 1.0)
    }
    /// Changes that come again and again may be incidents of this kind.
    pub fn begin_again(&self, kind: KindId) -> bool {
        self.0.iter().any(|c| c.begins == Some(kind) && (c.comes_again || c.by_tasks))
    }
}

/// A change.
#[derive(Clone, Debug)]
pub struct Change {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Key of its luck.
    pub luck: u64,
    /// Its kind.
    pub kind: ChangeKind,
    /// How risky it is, as far as that is said.
    pub risk: Option<Risk>,
    /// What it changes.
    pub systems: Vec<SystemId>,
    /// Who carries it out, the first of them seeing to it when it has failed.
    pub teams: Vec<TeamId>,
    /// How often it fails.
    pub fails: f64,
    /// How often those who carried it out see that at once.
    pub noticed: f64,
    /// What incident it is then.
    pub begins: Option<KindId>,
    /// It is raised again and again.
    pub comes_again: bool,
    /// Tasks of playbooks are such a change.
    pub by_tasks: bool,
    /// The decision that approves it.
    pub approval: Option<DecisionId>,
    /// The decision that is asked for in the window.
    pub go_ahead: Option<DecisionId>,
    /// When it may begin, as the file says; none: at any time.
    pub window: Option<Hours>,
    /// The same without what is frozen; none: at any time.
    pub open: Option<Hours>,
    /// The task of carrying it out, where it is raised by itself.
    pub carry: Option<TaskId>,
    /// How it is undone.
    pub rollback: Option<Rollback>,
    /// What an emergency change owes.
    pub review: Option<Review>,
}
/// How a change is undone.
#[derive(Clone, Debug)]
pub struct Rollback {
    /// The task.
    pub task: TaskId,
    /// How often it works.
    pub works: f64,
    /// How soon; by the end of the window where that is not said.
    pub within: Option<Span>,
}
/// A review after the fact.
#[derive(Clone, Debug)]
pub struct Review {
    /// How soon.
    pub within: Term,
    /// Its task in each playbook whose tasks may be such a change.
    pub tasks: Vec<(PlaybookId, TaskId)>,
}

/// What a task is of a change.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Testing it before.
    Test,
    /// Being approved, where a go-ahead is needed as well.
    Approval,
    /// Being told in the window that it may begin.
    GoAhead,
    /// Carrying it out.
    Carry,
    /// Undoing it.
    Rollback,
    /// Looking back on it.
    Review,
    /// A task of a playbook that is an emergency change.
    Emergency,
}
/// The change that a task belongs to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Belongs {
    /// The change.
    pub change: ChangeId,
    /// What the task is of it.
    pub part: Part,
    /// People who are not there are called for it.
    pub calls: bool,
}

impl Task {
    /// It is there to tell others: people are called for it even when everything is back.
    pub fn tells_others(&self) -> bool {
        self.sends.is_some() || self.phase == Phase::Notify
    }
    /// It looks back on what was done, once everything is back, and is no part of the recovery.
    pub fn is_review(&self) -> bool {
        self.owed.is_some() || self.change.is_some_and(|of| of.part == Part::Review)
    }
}

/// What becomes of a change.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// It is raised; one of the warm-up is not counted. `incident` is the number by which its work goes.
    Raised { incident: IncidentNo, change: ChangeId, counted: bool },
    /// It may not begin before its window opens; `freeze` when it could but for a freeze.
    Shut { job: Job, until: Instant, freeze: bool },
    /// Its window has ended, and it was not begun.
    Missed { incident: IncidentNo, change: ChangeId },
    /// No window is left: it is given up.
    Lapsed { incident: IncidentNo, change: ChangeId },
    /// It is done, and works.
    Done { incident: IncidentNo, change: ChangeId },
    /// It has failed; `noticed` when those who carried it out see it.
    Failed { incident: IncidentNo, change: ChangeId, noticed: bool },
    /// It is undone, or that did not work.
    RolledBack { incident: IncidentNo, change: ChangeId, works: bool },
    /// It was not rolled back in time.
    TooLate { incident: IncidentNo, change: ChangeId },
    /// A failed change is an incident; `of` is the number by which the work on the change goes.
    Begins { incident: IncidentNo, change: ChangeId, of: IncidentNo },
    /// An emergency change owes a review.
    ReviewOwed { incident: IncidentNo, change: ChangeId },
    /// It can begin, and must be done by then.
    ReviewDue { incident: IncidentNo, change: ChangeId, due: Instant },
    /// It is done.
    Reviewed { incident: IncidentNo, change: ChangeId, person: PersonId },
    /// It was not done in time.
    ReviewOverdue { incident: IncidentNo, change: ChangeId },
    /// Nothing of the change is left to do.
    Closed { incident: IncidentNo },
}
impl Part {
    /// It is nothing but a decision.
    pub fn is_decision(self) -> bool {
        matches!(self, Part::Approval | Part::GoAhead)
    }
}
impl Step {
    /// The number by which what it is about goes.
    pub fn incident(&self) -> IncidentNo {
        match *self {
            Step::Shut { job, .. } => job.incident,
            Step::Raised { incident, .. }
            | Step::Missed { incident, .. }
            | Step::Lapsed { incident, .. }
            | Step::Done { incident, .. }
            | Step::Failed { incident, .. }
            | Step::RolledBack { incident, .. }
            | Step::TooLate { incident, .. }
            | Step::Begins { incident, .. }
            | Step::ReviewOwed { incident, .. }
            | Step::ReviewDue { incident, .. }
            | Step::Reviewed { incident, .. }
            | Step::ReviewOverdue { incident, .. }
            | Step::Closed { incident } => incident,
        }
    }
}

/// What can be booked to happen to changes.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Happening {
    /// A change is raised.
    Raised { case: Case, counted: bool },
    /// Its window opens.
    Opens { case: Case, generation: u32 },
    /// Its window ends.
    Closes { case: Case, generation: u32 },
    /// A failed one should have been rolled back by now.
    TooLate { case: Case },
    /// The review of an emergency change can begin.
    ReviewBegins { case: Case, change: ChangeId },
    /// It must be done by now.
    ReviewDue { case: Case, change: ChangeId, times: u32 },
}

/// A review that is owed.
#[derive(Clone, Debug)]
pub(super) struct Owed {
    pub change: ChangeId,
    pub done: bool,
    /// How often one was owed; what is due for an earlier one counts no more.
    pub times: u32,
}
/// How far a change has come, and which reviews an incident owes.
#[derive(Component, Debug, Default)]
pub struct Course {
    /// Somebody has begun to carry it out.
    begun: bool,
    /// The end of the window that is open now.
    closes: Option<Instant>,
    /// What is booked for an earlier window counts no more.
    generation: u32,
    /// It has failed and is being undone.
    undoing: bool,
    /// Who had it in hand last.
    by: Option<PersonId>,
    owed: Vec<Owed>,
}

/// The door to the room of changes.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    courses: Store<'w, 's, Course>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { courses: self.courses.open() }
    }
}
/// The room of changes.
pub struct Room<'w> {
    courses: Column<'w, Course>,
}
impl Room<'_> {
    /// Forgets what was known of a case that begins.
    pub fn clear(&mut self, case: Case) {
        let course = &mut self.courses[case.at()];
        course.begun = false;
        course.closes = None;
        course.generation += 1;
        course.undoing = false;
        course.by = None;
        course.owed.clear();
    }
}
