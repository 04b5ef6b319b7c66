//! Vendors: third parties who are brought in when something happens, such as a cyber insurer, outside counsel, a forensic retainer. Each is
//! activated once in an incident, before the first task it does; what it does then takes its own time, without hands of the organisation.
//! Leaves to others: the decision to bring it in (authority), the tasks (response), its fees (measures). Firms whose people work beside the
//! organisation's own are providers (contract).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::chance::Dist;
use crate::engine::column::{Column, Store};
use crate::engine::time::{Instant, Span};
use crate::model::happening::Case;
use crate::model::ids::{DecisionId, VendorId};
use crate::model::plan::Plan;
use crate::model::roster::Hours;

pub mod build;
pub mod entry;
pub(super) mod redraw;
pub mod rules;

/// A third party.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Key of its luck.
    pub luck: u64,
    /// Paid a month.
    pub retainer_per_month: f64,
    /// Paid for each hour of its tasks.
    pub fee_per_hour: f64,
    /// An incident in which it is brought in is charged as at least so long.
    pub minimum: Span,
    /// Time from the call until it starts.
    pub activation: Dist,
    /// That time runs only in these hours; None: always.
    pub hours: Option<Hours>,
    /// The decision to bring it in.
    pub decision: Option<DecisionId>,
}

/// The vendors called in an incident, and whether they are ready.
#[derive(Component, Debug, Default)]
pub struct Brought(pub(super) Vec<(VendorId, bool)>);

/// Until when each vendor is away.
#[derive(Resource, Debug)]
pub struct Away(Vec<Instant>);
impl Away {
    /// All are there.
    pub fn of(plan: &Plan) -> Away {
        Away(vec![Instant(0); plan.vendors.len()])
    }
}

/// The door to the room of vendors.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    brought: Store<'w, 's, Brought>,
    away: ResMut<'w, Away>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { brought: self.brought.open(), away: self.away }
    }
}
/// The room of vendors.
pub struct Room<'w> {
    brought: Column<'w, Brought>,
    away: ResMut<'w, Away>,
}
impl Room<'_> {
    /// A vendor is ready for an incident's tasks, and there.
    pub fn is_ready(&self, now: Instant, case: Case, vendor: VendorId) -> bool {
        self.away.0[vendor.at()] <= now && self.brought[case.at()].0.contains(&(vendor, true))
    }
    /// Forgets the vendors of a case that begins.
    pub fn clear(&mut self, case: Case) {
        self.brought[case.at()].0.clear();
    }
}
