//! Notices: whom the organisation must tell of an incident, from when the clock of each runs, when it is due, and whether it was sent in time.
//! Leaves to others: the work on a notice, which is a task like any other (response), and its decision (authority).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::engine::time::Instant;
use crate::model::happening::Case;
use crate::model::ids::{DecisionId, NoticeId, TaskId};
use crate::model::incident::entry::Severity;
use crate::model::penalty::Penalty;

pub mod build;
pub mod deadline;
pub mod entry;
pub mod rules;

use deadline::Term;

/// A notice of the scenario.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Who is told.
    pub to: Option<String>,
    /// How soon.
    pub term: Term,
    /// From which assessed severity on.
    pub from_severity: Option<Severity>,
    /// What it costs when it is not sent in time.
    pub penalty: Option<Penalty>,
}

/// What a clock runs from.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// The first harm.
    Occurred,
    /// Somebody is aware.
    Aware,
    /// A major incident is declared.
    Declared,
    /// A decision is taken.
    Decided(DecisionId),
    /// A task is done for the first time.
    TaskDone(TaskId),
    /// Another notice is sent.
    Submitted(NoticeId),
}
impl Start {
    /// Somebody has to conclude it: while nobody does, the clock does not run, and the time counts as undetermined.
    pub fn is_a_judgement(self) -> bool {
        matches!(self, Start::Aware | Start::Declared | Start::Decided(_))
    }
}

/// A notice that a playbook owes, and the task by which it is prepared and sent.
#[derive(Copy, Clone, Debug)]
pub struct Owed {
    /// The notice.
    pub notice: NoticeId,
    /// Its task.
    pub task: TaskId,
    /// What its clock runs from.
    pub start: Start,
    /// What its second limit runs from.
    pub cap: Option<Start>,
}

/// How far a notice of an incident has come.
#[derive(Copy, Clone, Debug, Default)]
pub struct Clock {
    /// Its clock has run since.
    pub(super) started: Option<Instant>,
    /// Its second limit has run since.
    pub(super) cap_from: Option<Instant>,
    /// When it is due, as far as that is known.
    pub(super) due: Option<Instant>,
    /// It has been sent.
    pub(super) sent: bool,
    /// Its deadline has passed without it.
    pub(super) missed: bool,
    /// The incident is not severe enough for it.
    pub(super) waived: bool,
}
/// The notices of an incident, in the order in which its playbook owes them.
#[derive(Component, Debug, Default)]
pub struct Clocks(pub(super) Vec<Clock>);

/// The door to the room of notices.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    clocks: Store<'w, 's, Clocks>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { clocks: self.clocks.open() }
    }
}
/// The room of notices.
pub struct Room<'w> {
    clocks: Column<'w, Clocks>,
}
impl Room<'_> {
    /// The clock of the notice that is sent by a task runs.
    #[inline]
    pub fn runs(&self, case: Case, owed: &[Owed], task: TaskId) -> bool {
        let clocks = &self.clocks[case.at()].0;
        owed.iter().zip(clocks).any(|(owed, clock)| owed.task == task && clock.started.is_some() && !clock.waived)
    }
    /// Stops all clocks of a case that begins, which owes so many notices.
    pub fn clear(&mut self, case: Case, owed: usize) {
        let clocks = &mut self.clocks[case.at()].0;
        clocks.clear();
        clocks.resize(owed, Clock::default());
    }
}

#[cfg(test)]
#[allow(clippy::too_many_lines, reason = "a table is as long as its cases")]
mod tests;
