//! Escalation policies: whom to page, in which order, how far apart, until somebody answers or the policy falls silent.
//! Leaves to others: whether somebody answers (paging).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::model::happening::Case;
use crate::model::ids::{PersonId, PolicyId};

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
pub struct Ladders {
    pub(super) all: Vec<Ladder>,
    /// Whom a step pages; room to work in.
    paged: Vec<PersonId>,
}

/// The door to the room of policies.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    ladders: Store<'w, 's, Ladders>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { ladders: self.ladders.open() }
    }
}
/// The room of policies.
pub struct Room<'w> {
    ladders: Column<'w, Ladders>,
}
impl Room<'_> {
    /// Forgets all policies of a case that begins.
    pub fn clear(&mut self, case: Case) {
        self.ladders[case.at()].all.clear();
    }
}
