//! Exposure as the plan has it.

use crate::engine::time::Span;
use crate::model::ids::{DecisionId, KindId, ServiceId, SystemId, TaskId, TeamId};
use crate::model::incident::entry::Severity;

/// Everything about findings. Empty, and without any cost, in a scenario that has none.
#[derive(Clone, Debug, Default)]
pub struct Exposure {
    /// Where findings come from.
    pub sources: Vec<Source>,
    /// By kind of incident: the findings that make it more frequent. Empty where none does.
    pub doors: Vec<Option<Door>>,
    /// By task: what it reads of what telemetry has kept. Empty where none does.
    pub logs: Vec<Option<Log>>,
}
impl Exposure {
    /// There is any.
    #[inline]
    pub fn any(&self) -> bool {
        !self.sources.is_empty()
    }
    /// The findings that make a kind of incident more frequent.
    #[inline]
    pub fn door(&self, kind: KindId) -> Option<&Door> {
        self.doors.get(kind.at()).and_then(Option::as_ref)
    }
    /// What a task reads of what telemetry has kept.
    #[inline]
    pub fn log(&self, task: TaskId) -> Option<&Log> {
        self.logs.get(task.at()).and_then(Option::as_ref)
    }
}

/// Findings that make a kind of incident more frequent. Where n findings of a severity count, its rate is that of the file times
/// min(`at_most`, 1 + the sum over severities of `each` n).
#[derive(Clone, Debug)]
pub struct Door {
    /// Where they come from.
    pub sources: Vec<u32>,
    /// How much of the rate each of them adds, by severity, the lowest first.
    pub each: [f64; 4],
    /// No more often than so many times.
    pub at_most: f64,
    /// They count since they were found, not only since their deadline.
    pub from_found: bool,
}

/// What a task reads of what telemetry has kept.
#[derive(Copy, Clone, Debug)]
pub struct Log {
    /// So much of it.
    pub kept: Span,
    /// It takes so many times as long when nothing has been kept of the beginning.
    pub without: f64,
}

/// Living with findings for a while.
#[derive(Copy, Clone, Debug)]
pub struct Exceptions {
    /// Whose decision that is.
    pub decision: DecisionId,
    /// It is asked for so long before the deadline.
    pub before: Span,
    /// It holds so long.
    pub lasts: Option<Span>,
}

/// A source of findings.
#[derive(Clone, Debug)]
pub struct Source {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// By severity, the lowest first: key of the luck of those findings.
    pub luck: [u64; 4],
    /// How many a week, by severity.
    pub per_week: [f64; 4],
    /// How long there is to remediate one, by severity.
    pub within: [Span; 4],
    /// Where they are found, and whose they are there.
    pub systems: Vec<(SystemId, Option<Owner>)>,
    /// Whose accountable finds an owner where the system has none.
    pub service: Option<ServiceId>,
    /// How the risk of one that is not remediated in time is accepted.
    pub exceptions: Option<Exceptions>,
}
impl Source {
    /// How long there is for a finding of a severity.
    pub fn within(&self, severity: Severity) -> Span {
        self.within[severity as usize]
    }
}

/// Whose the findings of a source on a system are.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The team.
    pub team: TeamId,
    /// It is theirs only once whoever is accountable has said so.
    pub assigned: bool,
    /// The kind of ticket that remediating one is, by severity: an index into `Demand::classes`.
    pub classes: [u32; 4],
}
