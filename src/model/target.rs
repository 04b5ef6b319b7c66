//! Targets: what the plan promises of times over all incidents of all plays, which a study checks.

use crate::engine::time::Span;
use crate::model::ids::{NoticeId, SystemId};

/// A statistic of a time.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Statistic {
    /// A quantile, 0 to 1.
    Quantile(f64),
    /// The mean.
    Mean,
}
/// A time of an incident.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Milestone {
    /// `time_to_detect`.
    Detected,
    /// `time_to_acknowledge`.
    Acknowledged,
    /// `time_to_escalate`.
    Escalated,
    /// `time_to_contain`.
    Contained,
    /// `time_to_recover`.
    Recovered,
    /// A system, from its loss.
    SystemBack(SystemId),
    /// `undetermined.<notice>`.
    Undetermined(NoticeId),
    /// `notified.<notice>`.
    Notified(NoticeId),
    /// `lateness.<notice>`.
    Lateness(NoticeId),
}
/// A promise.
#[derive(Clone, Debug)]
pub struct Target {
    /// In the file's words.
    pub id: String,
    /// Which statistic.
    pub statistic: Statistic,
    /// Of what.
    pub of: Milestone,
    /// At most.
    pub at_most: Span,
    /// Who answers for it.
    pub owner: Option<String>,
    /// What it came to when it was set, for reports to show the way from there.
    pub baseline: Option<Span>,
    /// The day by which it is to be looked at again.
    pub review: Option<jiff::civil::Date>,
}
