//! Demand: the tickets and alerts that occupy the same people as incidents do, projects that get what is left of their time, and the
//! root-cause work that both keep displacing.
//! Leaves to others: who is on shift (duty), the work of incidents (response), what an alert that is real leads to (telemetry, incident).
//!
//! A ticket is no incident: it is a row in a slab of the demand's own, with two or three happenings a step, and no facts of its own. Whoever has
//! no job of an incident in hand takes the next by priority, then by order; incidents take people from tickets whenever they need them.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::happening::{Demand as Happening, Happening as Any};
use crate::model::ids::PersonId;
use crate::model::plan::Plan;

mod alerts;
mod arrivals;
mod book;
pub mod build;
mod causes;
pub mod counts;
pub mod entry;
mod hours;
pub mod plan;
mod projects;
pub(super) mod redraw;
pub mod rules;
mod steps;
mod tickets;

pub use book::Book;
pub use causes::Cause;

/// What somebody on shift is doing.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, Default)]
pub enum Activity {
    /// They are not on shift, or take no part in demand.
    #[default]
    Off,
    /// Nothing of an incident and no ticket in hand: projects get this time.
    Free,
    /// At a ticket.
    Ticket,
    /// At work on the root cause of an incident.
    Cause,
    /// At a job of an incident.
    Incident,
    /// At a change.
    Change,
}

/// The door to the room of demand.
#[derive(SystemParam)]
pub struct Door<'w> {
    book: ResMut<'w, Book>,
}
impl<'w> Door<'w> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { book: self.book.into_inner() }
    }
}
/// The room of demand.
pub struct Room<'w> {
    pub(super) book: &'w mut Book,
}
impl Room<'_> {
    /// Somebody is at a ticket or at root-cause work, which an incident may take them from.
    pub fn at_ticket(&self, person: PersonId) -> bool {
        self.book.posts.get(person.at()).is_some_and(|p| p.ticket != book::NONE)
    }
    /// Somebody is at a ticket that they stay for when their shift ends: it is not done at that very instant.
    pub fn finishes(&self, plan: &Plan, person: PersonId, now: Instant) -> bool {
        let no = self.book.posts.get(person.at()).map_or(book::NONE, |p| p.ticket);
        no != book::NONE && plan.demand.classes[self.book.class_of(no)].stays && self.book.ends(no) > now
    }
}

/// What somebody has in hand of incidents, or whether they are on shift, has changed: demand looks what that means for it.
pub fn look(scene: &mut Scene, person: PersonId) {
    if scene.plan.demand.concerns(person) {
        scene.follow(Any::Demand(Happening::Look { person }));
    }
}
