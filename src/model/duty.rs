//! Duty: what a person is at one instant, on shift, called out, resting or off. Rosters say when shifts are; this says who is there.
//! Leaves to others: who is away when (absence), whether somebody answers (paging), what they do (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::absence::{Spell, cover};
use crate::model::happening::Case;
use crate::model::ids::{PersonId, RotaId};
use crate::model::plan::Plan;

mod quiet;
pub mod rules;
pub mod seen;
mod stretch;
pub mod swaps;
pub mod turns;

pub use seen::Seen;

/// What a person is now.
#[derive(Component, Clone, Debug, Default)]
pub struct Duty {
    /// On shift by roster, and not resting.
    pub on_shift: bool,
    /// The incident they were called out for.
    pub called_for: Option<Case>,
    /// At work after the end of their shift, to finish.
    pub staying: bool,
    /// When this stretch of work began.
    pub since: Option<Instant>,
    /// Resting until then.
    pub rests_until: Instant,
    /// Told apart from happenings booked for an earlier stretch.
    pub generation: u32,
    /// The absence they are in.
    pub away: Option<Spell>,
    /// When it was last told that they are away, until it is told that they are back.
    pub told_away: Option<Instant>,
    /// What takes the place of their roster for a time.
    pub swap: Option<swaps::Swap>,
    /// Their employer owes us nobody for a time, whatever their roster says and whatever takes its place.
    pub shut: Option<swaps::Shut>,
}
impl Duty {
    /// At work, in whatever way.
    pub fn at_work(&self) -> bool {
        self.on_shift || self.called_for.is_some() || self.staying
    }
}

/// One change of duty.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// When.
    pub at: Instant,
    /// False: a shift ends or an absence begins (these come first).
    pub begins: bool,
    /// Whose.
    pub person: PersonId,
}

/// All changes of duty of those who take part, in order, and how far the play has come in them.
#[derive(Resource, Debug)]
pub struct Clock {
    /// In order.
    pub changes: Vec<Change>,
    /// The first not yet in effect.
    pub next: usize,
    /// Beginnings and ends of the absences of this play, in order.
    pub absences: Vec<Change>,
    /// The first of these not yet in effect.
    pub next_absence: usize,
    /// Rotas whose turns have gone to others than is planned.
    pub turns: Vec<swaps::Turn>,
    /// Those whose duty changes together; room to work in.
    pub together: Vec<PersonId>,
    /// A change is booked, and duty is up to date.
    pub running: bool,
    /// Told apart from changes booked before a stop.
    pub generation: u32,
}
impl Clock {
    /// The changes of a plan.
    #[inline]
    pub fn of(plan: &Plan) -> Clock {
        let mut changes = Vec::new();
        for (index, person) in plan.people.iter().enumerate().filter(|(_, p)| p.involved) {
            let person_id = PersonId(index as u32);
            for &(from, to) in plan.hours[person.hours as usize].spans() {
                changes.push(Change { at: from, begins: true, person: person_id });
                changes.push(Change { at: to, begins: false, person: person_id });
            }
        }
        changes.retain(|c| c.at > Instant(0));
        changes.sort_unstable();
        Clock {
            changes,
            next: 0,
            absences: Vec::new(),
            next_absence: 0,
            turns: Vec::new(),
            together: Vec::new(),
            running: false,
            generation: 0,
        }
    }
    /// The first change not yet in effect.
    fn head(&self) -> Option<Change> {
        let (shift, absence) = (self.changes.get(self.next), self.absences.get(self.next_absence));
        shift.into_iter().chain(absence).min().copied()
    }
}

/// The door to the room of duty.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    people: Store<'w, 's, Duty>,
    clock: ResMut<'w, Clock>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { people: self.people.open(), clock: self.clock.into_inner() }
    }
}
/// The room of duty.
pub struct Room<'w> {
    people: Column<'w, Duty>,
    clock: &'w mut Clock,
}
impl Room<'_> {
    /// A person's duty.
    #[inline]
    pub fn of(&self, person: PersonId) -> &Duty {
        &self.people[person.at()]
    }
    /// At work for this incident: on shift, or called out for it.
    #[inline]
    pub fn here(&self, person: PersonId, case: Case) -> bool {
        let duty = self.of(person);
        duty.on_shift || duty.called_for == Some(case)
    }
}

/// Somebody is on call on one of their rotas, in their own turn or in that of somebody away.
pub fn on_call(scene: &Scene, person: PersonId, at: Instant) -> bool {
    let by_plan = |rota: &RotaId| cover::is_on_call(scene, *rota, person, at);
    !swaps::is_off(scene, person, at) && (scene.plan.people[person.at()].rotas.iter().any(by_plan) || swaps::has_turns(scene, person, at))
}
