//! The incident lead: who runs a major incident, how many at once, how often they tell others how it stands, and to whom they hand it over.
//! A lead has one attention: reading in, an update or a job in their own hands takes it from every incident they run, and work that goes on
//! side by side without it is slower.
//! Leaves to others: who is there (duty), whether they can be reached (paging), what is done (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::engine::time::{Instant, Span};
use crate::model::happening::Case;
use crate::model::ids::PersonId;

pub mod build;
pub mod entry;
pub mod rules;

/// How the incidents of a playbook are led.
#[derive(Clone, Debug)]
pub struct LeadLaw {
    /// Who may lead, in the order in which they are asked.
    pub able: Vec<PersonId>,
    /// How many incidents one of them runs at once.
    pub at_once: u32,
    /// How often others are told how it stands, and how long that takes.
    pub updates: Option<(Span, Span)>,
    /// Whoever takes over reads in this long.
    pub hand_over: Span,
    /// How many times as long work takes that goes on side by side with nobody leading it.
    pub without: f64,
}

/// Who leads an incident.
#[derive(Component, Clone, Debug, Default)]
pub struct Led {
    /// They do now.
    person: Option<PersonId>,
    /// Somebody has led it: whoever takes over has to read in.
    has_been: bool,
    /// They have just left, and the next is looked for.
    leaving: Option<PersonId>,
    /// A major incident was declared and is not over: it needs a lead.
    needed: bool,
    /// They left it to nobody, and are called last.
    gone: Option<PersonId>,
    /// People are being called for it.
    calling: bool,
}

/// What somebody leads.
#[derive(Component, Clone, Debug, Default)]
pub struct Leading {
    /// In the order in which they took them over.
    cases: Vec<Case>,
    /// Until then their attention is elsewhere: they read in, or give an update.
    busy_until: Instant,
    /// Ends of that booked before carry an older one.
    generation: u32,
    /// Their shift ended then.
    off_at: Instant,
    /// They have stayed on since then, and it is known.
    overtime: bool,
}

/// The door to the room of leads.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    led: Store<'w, 's, Led>,
    leading: Store<'w, 's, Leading>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { led: self.led.open(), leading: self.leading.open() }
    }
}
/// The room of leads.
pub struct Room<'w> {
    led: Column<'w, Led>,
    leading: Column<'w, Leading>,
}
impl Room<'_> {
    /// Somebody leads some incident.
    pub fn leads(&self, person: PersonId) -> bool {
        !self.of(person).cases.is_empty()
    }
    /// The first of the incidents that somebody leads.
    pub fn first(&self, person: PersonId) -> Option<Case> {
        self.of(person).cases.first().copied()
    }
    /// Who leads an incident, unless they read in or give an update.
    pub fn attentive(&self, now: Instant, case: Case) -> Option<PersonId> {
        let person = self.led(case).person?;
        (self.of(person).busy_until <= now).then_some(person)
    }
    /// Forgets who led before in the place of a case that begins.
    pub fn clear(&mut self, case: Case) {
        self.led[case.at()] = Led::default();
    }
    fn led(&self, case: Case) -> &Led {
        &self.led[case.at()]
    }
    fn of(&self, person: PersonId) -> &Leading {
        &self.leading[person.at()]
    }
}
