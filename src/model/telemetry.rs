//! Telemetry and users: who sees it, how long after, and whom they tell. An alert in an unstaffed queue is not awareness.
//! Leaves to others: whether somebody can be reached (paging), what they do (response).

use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::model::ids::KindId;

pub mod build;
pub mod entry;
pub mod rules;

/// Alerts about nothing.
#[derive(Clone, Debug)]
pub struct FalseAlarms {
    /// From one to the next, on average, at random.
    pub mean_gap: Span,
    /// What they look like.
    pub looks_like: KindId,
    /// Share that triage takes for real.
    pub taken_for_real: f64,
    /// From containment until somebody notices.
    pub noticed_after: Dist,
}
