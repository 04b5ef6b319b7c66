//! Paging: whether and how soon somebody can be reached. Drawn once per incident, person and day, by duty: paging the same sleeper again does
//! not help, and who was in touch at work may not be at home.
//! Leaves to others: whom to page and what an answer leads to.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::engine::time::Instant;
use crate::model::fact::PageFor;
use crate::model::happening::Case;
use crate::model::ids::PersonId;

pub(super) mod redraw;
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
    /// They had answered on that day before they were out of touch again, so that its luck is known.
    pub luck_known: bool,
    /// When they will.
    pub answers_at: Option<Instant>,
    /// What they were paged for and have not answered.
    pub open: Vec<PageFor>,
    /// All that they were ever paged for.
    pub paged: Vec<PageFor>,
    /// Told apart from answers booked before.
    pub generation: u32,
    /// What was drawn, in order, where luck is noted: for continuations of the play.
    pub drawn: Vec<Drawn>,
}
impl Contact {
    fn of(person: PersonId) -> Contact {
        Contact {
            person,
            day: i64::MIN,
            within: Within::Absent,
            answered: false,
            luck_known: false,
            answers_at: None,
            open: Vec::new(),
            paged: Vec::new(),
            generation: 0,
            drawn: Vec::new(),
        }
    }
    /// It is somebody else from now on; what the lists have allocated is kept.
    fn begin(&mut self, person: PersonId) {
        self.person = person;
        self.day = i64::MIN;
        self.within = Within::Absent;
        (self.answered, self.luck_known) = (false, false);
        self.answers_at = None;
        self.open.clear();
        self.paged.clear();
        self.generation = 0;
        self.drawn.clear();
    }
}
/// That it was drawn whether and when somebody answers. The luck of a day is one and the same however often it is asked for.
#[derive(Copy, Clone, Debug)]
pub struct Drawn {
    /// The day.
    pub day: i64,
    /// When.
    pub at: Instant,
    /// How well they could be reached.
    pub within: Within,
    /// When their next shift begins, at which it is drawn again where they do not answer.
    pub shift: Option<Instant>,
    /// When it came to nothing since nobody waited for the answer any more.
    pub lapsed: Option<Instant>,
}

/// Everybody an incident has tried to reach.
#[derive(Component, Debug, Default)]
pub struct Contacts {
    /// First those of this incident, then those of incidents that were here before, for what they have allocated.
    all: Vec<Contact>,
    /// How many are of this incident.
    used: usize,
    /// Where the one stands who was looked for last: whoever is paged is looked for several times on end.
    last: usize,
}
impl Contacts {
    /// Those whom it has tried to reach, in that order.
    #[inline]
    pub(super) fn tried(&self) -> &[Contact] {
        &self.all[..self.used]
    }
    /// The same.
    #[inline]
    pub(super) fn tried_mut(&mut self) -> &mut [Contact] {
        &mut self.all[..self.used]
    }
    /// One person, whom nobody may have tried to reach yet.
    #[inline]
    pub(super) fn of(&mut self, person: PersonId) -> &mut Contact {
        if self.tried().get(self.last).is_none_or(|contact| contact.person != person) {
            self.look_for(person);
        }
        &mut self.all[self.last]
    }
    #[inline(never)]
    fn look_for(&mut self, person: PersonId) {
        self.last = self.tried().iter().position(|contact| contact.person == person).unwrap_or_else(|| self.add(person));
    }
    fn add(&mut self, person: PersonId) -> usize {
        match self.all.get_mut(self.used) {
            Some(contact) => contact.begin(person),
            None => self.all.push(Contact::of(person)),
        }
        self.used += 1;
        self.used - 1
    }
}

/// The door to the room of paging.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    contacts: Store<'w, 's, Contacts>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { contacts: self.contacts.open() }
    }
}
/// The room of paging.
pub struct Room<'w> {
    contacts: Column<'w, Contacts>,
}
impl Room<'_> {
    /// Somebody has been paged for this.
    #[inline]
    pub fn was_paged(&self, case: Case, person: PersonId, why: PageFor) -> bool {
        let contacts = &self.contacts[case.at()];
        contacts.tried().iter().any(|c| c.person == person && c.paged.contains(&why))
    }
    /// Somebody still has this page open.
    #[inline]
    pub fn is_open(&self, case: Case, person: PersonId, why: PageFor) -> bool {
        let contacts = &self.contacts[case.at()];
        contacts.tried().iter().any(|c| c.person == person && c.open.contains(&why))
    }
    /// Forgets all contacts of a case that begins.
    pub fn clear(&mut self, case: Case) {
        self.contacts[case.at()].used = 0;
    }
}
