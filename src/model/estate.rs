//! The estate: IT systems, what is down because of what, and when it is back. Outage follows needs; malware does not.
//! Leaves to others: what hits a system (incident), who restores it (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::time::{Instant, Span};
use crate::model::Hot;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::SystemId;

pub mod build;
pub mod entry;
pub mod rules;

/// A system's service.
#[derive(Component, Clone, Debug, Default)]
pub struct Service {
    /// Incidents that hit it and are not over.
    pub hits: u32,
    /// Needs that are down.
    pub needs_down: u32,
    /// Down now.
    pub down: bool,
    /// The incident that brought it down.
    pub by: Option<Case>,
    /// The job that brought it, or what it needed, back.
    pub back_by: Option<(Case, JobNo)>,
    /// Starts and failures booked for an earlier state carry an older one.
    pub generation: u32,
    /// Failures so far.
    pub failures: u32,
    /// What is left of the time to its next failure.
    pub to_failure: Option<Span>,
    /// When it came up.
    pub up_since: Instant,
}

/// The room of systems.
#[derive(SystemParam)]
pub struct Room<'w, 's> {
    services: Query<'w, 's, &'static mut Service>,
}
impl Room<'_, '_> {
    /// A system's service.
    pub fn of(&self, hot: &Hot, system: SystemId) -> &Service {
        self.services.get(hot.system(system)).expect("every system has a service")
    }
}
