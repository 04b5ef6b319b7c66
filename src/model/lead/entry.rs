//! What a file may say about incident leads.

use crate::model::people::entry::Level;
use crate::model::quantity::{Positive, Span};
use crate::text::{Id, entry};

entry! {
    /// How incidents are led.
    pub struct LeadEntry {
        /// Who may lead: people or roles, in the order in which they are asked.
        by: Vec<Id> = Vec::new(),
        /// The skill it takes; without `by` everybody who has it may lead.
        skill: Option<(Id, Level)>,
        /// How many incidents one lead runs at once.
        at_once: u32 = 1,
        /// How often others are told how it stands.
        updates: Option<UpdatesEntry>,
        /// Whoever takes over reads in this long, and meanwhile nobody leads.
        hand_over: Span = Span(0),
        /// Work that goes on side by side takes this many times as long while nobody leads it.
        without: f64,
    }
}
entry! {
    /// How often others are told how it stands.
    pub struct UpdatesEntry {
        /// Time from one update to the next, from the declaration on.
        every: Positive,
        /// How long one takes.
        takes: Positive,
    }
}
