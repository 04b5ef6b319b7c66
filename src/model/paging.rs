//! Paging: whether and how soon somebody can be reached. Drawn once per incident, person and day, by duty: paging the same sleeper again does
//! not help, and who was in touch at work may not be at home.
//! Leaves to others: whom to page and what an answer leads to.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::time::Instant;
use crate::model::Hot;
use crate::model::fact::PageFor;
use crate::model::happening::Case;
use crate::model::ids::PersonId;

pub mod rules;

/// How well somebody can be reached, by their duty; the best last.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Within {
    /// Away.
    Absent,
    /// Off duty, or resting.
    OffDuty,
    /// On call.
    OnCall,
    /// At work.
    OnShift,
}

/// One person as an incident tries to reach them.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Who.
    pub person: PersonId,
    /// The day of the draw, from one morning to the next.
    pub day: i64,
    /// How well they could be reached when it was made.
    pub within: Within,
    /// They have answered on that day.
    pub answered: bool,
    /// When they will.
    pub answers_at: Option<Instant>,
    /// What they were paged for and have not answered.
    pub open: Vec<PageFor>,
    /// All that they were ever paged for.
    pub paged: Vec<PageFor>,
    /// Told apart from answers booked before.
    pub generation: u32,
}

/// Everybody an incident has tried to reach.
#[derive(Component, Debug, Default)]
pub struct Contacts(pub(super) Vec<Contact>);

/// The room of paging.
#[derive(SystemParam)]
pub struct Room<'w, 's> {
    contacts: Query<'w, 's, &'static mut Contacts>,
}
impl Room<'_, '_> {
    /// Somebody has been paged for this.
    pub fn was_paged(&self, hot: &Hot, case: Case, person: PersonId, why: PageFor) -> bool {
        let contacts = self.contacts.get(hot.case(case)).expect("every case has contacts");
        contacts.0.iter().any(|c| c.person == person && c.paged.contains(&why))
    }
    /// Somebody still has this page open.
    pub fn is_open(&self, hot: &Hot, case: Case, person: PersonId, why: PageFor) -> bool {
        let contacts = self.contacts.get(hot.case(case)).expect("every case has contacts");
        contacts.0.iter().any(|c| c.person == person && c.open.contains(&why))
    }
    /// Forgets all contacts of a case that begins.
    pub fn clear(&mut self, hot: &Hot, case: Case) {
        self.contacts.get_mut(hot.case(case)).expect("every case has contacts").0.clear();
    }
}
