//! The estate: IT systems, what is down because of what, and when it is back. Outage follows needs; malware does not.
//! Leaves to others: what hits a system (incident), who restores it (response).

use std::collections::BTreeMap;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::engine::time::{Instant, Span};
use crate::model::happening::{Case, JobNo};
use crate::model::ids::SystemId;
use crate::model::plan::Plan;

mod aftermath;
pub mod build;
mod containment;
pub mod entry;
mod outage;
mod promise;
pub(super) mod redraw;
pub mod rules;

/// What follows once a service is up again.
#[derive(Copy, Clone, Debug)]
pub struct Aftermath {
    /// The incident that had taken it down.
    pub case: Case,
    /// When it runs at full capacity.
    pub full: Instant,
    /// When the business has caught up.
    pub caught_up: Instant,
}
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
    /// Incidents whose containment keeps it down.
    pub isolated: Vec<Case>,
    /// So many things that nobody here can end keep it down.
    pub out: u32,
    /// It was hit in this outage.
    pub was_hit: bool,
    /// When it went down.
    pub down_since: Instant,
    /// Outages so far.
    pub outages: u32,
    /// What an outage left to catch up on when the next began.
    pub backlog: Span,
    /// What still follows from the last outage.
    pub aftermath: Option<Aftermath>,
    /// Failures so far.
    pub failures: u32,
    /// What is left of the time to its next failure.
    pub to_failure: Option<Span>,
    /// When it came up.
    pub up_since: Instant,
}

/// The door to the room of systems.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    services: Store<'w, 's, Service>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { services: self.services.open() }
    }
}
/// The room of systems.
pub struct Room<'w> {
    services: Column<'w, Service>,
}
impl Room<'_> {
    /// A system's service.
    pub fn of(&self, system: SystemId) -> &Service {
        &self.services[system.at()]
    }
    /// An incident has hit a system that is down, isolates it, or something that nobody here can end keeps it down since.
    pub fn is_down_by(&self, system: SystemId, case: Case) -> bool {
        let state = self.of(system);
        let here = state.isolated.contains(&case) || state.by == Some(case) && (state.hits > 0 || state.out > 0);
        state.down && here && state.needs_down == 0
    }
    /// Nothing keeps a system from being restored: all it needs is up, or down only because it is isolated.
    pub fn may_be_restored(&self, plan: &Plan, system: SystemId) -> bool {
        if self.of(system).needs_down == 0 {
            return true;
        }
        let isolates = plan.playbooks.iter().any(|p| p.isolates);
        let mut known = BTreeMap::new();
        isolates && plan.systems[system.at()].needs.iter().all(|n| self.sound(plan, *n, &mut known))
    }
    /// A system is up, or would be if nothing were isolated.
    fn sound(&self, plan: &Plan, system: SystemId, known: &mut BTreeMap<SystemId, bool>) -> bool {
        if let Some(known) = known.get(&system) {
            return *known;
        }
        let state = self.of(system);
        let kept_down = !state.isolated.is_empty() || state.needs_down > 0;
        let sound = !state.down
            || state.hits == 0
                && state.out == 0
                && kept_down
                && plan.systems[system.at()].needs.iter().all(|n| self.sound(plan, *n, known));
        known.insert(system, sound);
        sound
    }
}
