//! What a file may say about telemetry: what it watches and whom it tells.

use crate::engine::chance::Dist;
use crate::model::incident::entry::Severity;
use crate::model::quantity::{Positive, Share};
use crate::text::{Id, entry};

entry! {
    /// A source of alerts.
    pub struct TelemetryEntry {
        /// The systems it watches.
        watches: Vec<Id>,
        /// The attack stages it may see there; without any it sees outages.
        stages: Vec<Id> = Vec::new(),
        /// The share of those it sees.
        sees: Share = Share(1.0),
        /// How long after.
        after: Dist,
        /// The team whose queue its alerts reach.
        goes_to: Option<Id>,
        /// The escalation policy its alerts start.
        pages: Option<Id>,
        /// How long it keeps what it has seen; for ever, when not given.
        retention: Option<Positive>,
        /// How many alerts a week it raises about nothing.
        false_alarms_per_week: Option<f64>,
        /// The incident that a false alarm looks like: whose playbook answers it.
        looks_like: Option<Id>,
        /// The share of false alarms that triage takes for real.
        taken_for_real: Share = Share(0.0),
        /// How long after containment somebody notices that there was nothing.
        noticed_after: Option<Dist>,
        /// The severity its alerts carry; the true one, when not given.
        severity: Option<Severity>,
    }
}
