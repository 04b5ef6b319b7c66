//! Exposure as the plan has it.

use crate::engine::time::Span;
use crate::model::ids::{ServiceId, SystemId, TeamId};
use crate::model::incident::entry::Severity;

/// Everything about findings. Empty, and without any cost, in a scenario that has none.
#[derive(Debug, Default)]
pub struct Exposure {
    /// Where findings come from.
    pub sources: Vec<Source>,
}
impl Exposure {
    /// There is any.
    #[inline]
    pub fn any(&self) -> bool {
        !self.sources.is_empty()
    }
}

/// A source of findings.
#[derive(Debug)]
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
