//! The incident lead: who runs a major incident, how many at once, how often they tell others how it stands, and to whom they hand it over.
//! A lead has one attention: reading in, an update or a job in their own hands takes it from every incident they run, and work that goes on
//! side by side without it is slower.
//! Leaves to others: who is there (duty), whether they can be reached (paging), what is done (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::time::{Instant, Span};
use crate::model::Hot;
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
}

/// The room of leads.
#[derive(SystemParam)]
pub struct Room<'w, 's> {
    led: Query<'w, 's, &'static mut Led>,
    leading: Query<'w, 's, &'static mut Leading>,
}
impl Room<'_, '_> {
    /// Somebody leads some incident.
    pub fn leads(&self, hot: &Hot, person: PersonId) -> bool {
        !self.of(hot, person).cases.is_empty()
    }
    /// The first of the incidents that somebody leads.
    pub fn first(&self, hot: &Hot, person: PersonId) -> Option<Case> {
        self.of(hot, person).cases.first().copied()
    }
    /// Who leads an incident, unless they read in or give an update.
    pub fn attentive(&self, hot: &Hot, case: Case) -> Option<PersonId> {
        let person = self.led(hot, case).person?;
        (self.of(hot, person).busy_until <= hot.core.now).then_some(person)
    }
    /// Forgets who led before in the place of a case that begins.
    pub fn clear(&mut self, hot: &Hot, case: Case) {
        if let Ok(mut led) = self.led.get_mut(hot.case(case)) {
            *led = Led::default();
        }
    }
    fn led(&self, hot: &Hot, case: Case) -> &Led {
        self.led.get(hot.case(case)).expect("every case may be led")
    }
    fn of(&self, hot: &Hot, person: PersonId) -> &Leading {
        self.leading.get(hot.person(person)).expect("every person may lead")
    }
}
