//! Escalation policies: whom to page, in which order, how far apart, until somebody answers or the policy falls silent.
//! Leaves to others: whether somebody answers (paging).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::model::Hot;
use crate::model::happening::Case;
use crate::model::ids::PolicyId;

pub mod build;
pub mod entry;
pub mod rules;

/// A policy under way.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// Which.
    pub policy: PolicyId,
    /// The step that fires next.
    pub step: usize,
    /// Rounds done.
    pub round: u32,
    /// Under way.
    pub climbing: bool,
    /// The accountable has been paged as a last step.
    pub owned: bool,
    /// Steps booked for an earlier start carry an older one.
    pub generation: u32,
}
/// The policies of an incident.
#[derive(Component, Debug, Default)]
pub struct Ladders(pub(super) Vec<Ladder>);

/// The room of policies.
#[derive(SystemParam)]
pub struct Room<'w, 's> {
    ladders: Query<'w, 's, &'static mut Ladders>,
}
impl Room<'_, '_> {
    /// Forgets all policies of a case that begins.
    pub fn clear(&mut self, hot: &Hot, case: Case) {
        self.ladders.get_mut(hot.case(case)).expect("every case has ladders").0.clear();
    }
}
