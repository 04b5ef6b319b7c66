//! Telemetry and users: who sees it, how long after, and whom they tell. An alert in an unstaffed queue is not awareness.
//! Leaves to others: whether somebody can be reached (paging), what they do (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::chance::Dist;
use crate::engine::column::{Column, Store};
use crate::engine::time::Span;
use crate::model::happening::Case;
use crate::model::ids::{KindId, SensorId, SystemId, TeamId};
use crate::model::plan::Plan;

pub mod build;
pub mod entry;
pub(super) mod redraw;
pub mod rules;
mod sight;

pub use sight::begin;

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

/// Which sources see nothing, and what they would have told.
#[derive(Resource, Debug)]
pub struct Sight {
    /// By source: for how many reasons it is blind.
    blind: Vec<u32>,
    /// Outages of which a source did not tell because it was blind.
    missed: Vec<(SensorId, Case, SystemId)>,
}
impl Sight {
    /// All see.
    pub fn of(plan: &Plan) -> Sight {
        Sight { blind: vec![0; plan.sensors.len()], missed: Vec::new() }
    }
}

/// The teams in whose queues an alert of an incident lies.
#[derive(Component, Debug, Default)]
pub struct Queues(Vec<TeamId>);

/// The door to the room of telemetry.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    sight: ResMut<'w, Sight>,
    queues: Store<'w, 's, Queues>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { sight: self.sight, queues: self.queues.open() }
    }
}
/// The room of telemetry.
pub struct Room<'w> {
    sight: ResMut<'w, Sight>,
    queues: Column<'w, Queues>,
}
impl Room<'_> {
    /// No alert of a case that begins lies anywhere.
    pub fn clear(&mut self, case: Case) {
        self.queues[case.at()].0.clear();
    }
    /// An alert of an incident lies in the queue of a team.
    fn lies_with(&self, case: Case, team: TeamId) -> bool {
        self.queues[case.at()].0.contains(&team)
    }
    /// A source sees nothing now.
    pub fn is_blind(&self, sensor: SensorId) -> bool {
        self.sight.blind[sensor.at()] > 0
    }
}
