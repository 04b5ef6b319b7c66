//! Rosters that change in the course of a play: somebody works beyond their roster or is given time off, the turns of a rota go to somebody
//! else or to nobody. A later change takes the place of an earlier one.

use super::rules::{comes_in_between, duty, rostered, set};
use crate::engine::driver::{CLOSES, HAPPENS};
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::fact::{Fact, Told};
use crate::model::happening::{Duty as Happening, Happening as Any, Response};
use crate::model::ids::{PersonId, RotaId};

/// Somebody works from one instant to another whatever their roster says, or does not.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Swap {
    /// They work.
    pub works: bool,
    /// Since then.
    pub from: Instant,
    /// Until then.
    pub until: Instant,
}
impl Swap {
    /// It holds at an instant.
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// From one instant to another nobody of somebody's employer is owed.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Shut {
    /// Since then.
    pub from: Instant,
    /// Until then.
    pub until: Instant,
}
impl Shut {
    /// It holds at an instant.
    pub fn holds(&self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// Who has the turns of a rota, whatever it says.
#[derive(Clone, Debug)]
pub struct Turn {
    /// Which.
    pub rota: RotaId,
    /// Until then.
    pub until: Instant,
    /// Whose they are; nobody's where there is none.
    pub people: Vec<PersonId>,
}

/// Somebody works, or does not, from now on.
pub(super) fn swap(scene: &mut Scene, person: PersonId, works: bool, until: Instant) {
    scene.record(Fact::Inject(Told::Shift { person, works, until }));
    lay(scene, person, works, until);
}

/// Nobody of somebody's employer is owed until then; from now on they are when that is no later than now. What takes the place of their own roster
/// goes on meanwhile, and holds again where it has not ended by then.
pub(super) fn shut(scene: &mut Scene, person: PersonId, until: Instant) {
    let from = scene.now();
    duty(scene, person).shut = (until > from).then_some(Shut { from, until });
    changes(scene, person);
    if until > from && until < Instant::NEVER {
        scene.hot.core.book(until, HAPPENS, Any::Duty(Happening::SwapEnds { person }));
    }
}

/// Lays a change over somebody's roster.
fn lay(scene: &mut Scene, person: PersonId, works: bool, until: Instant) {
    let from = scene.now();
    duty(scene, person).swap = Some(Swap { works, from, until });
    changes(scene, person);
    if until == Instant::NEVER {
        return;
    }
    // Whoever comes back comes after those whose shifts begin at that instant, in whatever order the two were booked.
    scene.hot.core.book(until, if works { CLOSES } else { HAPPENS }, Any::Duty(Happening::SwapEnds { person }));
}

/// Those who are at work in the place of their roster, and go at this instant.
pub(super) fn leaving(scene: &Scene) -> Vec<PersonId> {
    let now = scene.now();
    let leaves = |person: &PersonId| {
        let state = scene.rooms.duty.of(*person);
        let over = state.on_shift && state.swap.is_some_and(|swap| swap.works && swap.until == now);
        over && !rostered(scene, *person, now).0
    };
    if scene.plan.injects.swaps { (0..scene.plan.people.len() as u32).map(PersonId).filter(leaves).collect() } else { Vec::new() }
}

/// What came in the place of somebody's roster may be over. All who leave at the same instant leave together, so that nobody takes anything from
/// them who goes as well.
pub(super) fn ends(scene: &mut Scene, person: PersonId) {
    let together = leaving(scene);
    for other in &together {
        scene.follow(Any::Response(Response::Leaves { person: *other }));
    }
    for other in together {
        changes(scene, other);
    }
    changes(scene, person);
}

/// What somebody's roster is has changed.
pub(super) fn changes(scene: &mut Scene, person: PersonId) {
    if !scene.rooms.duty.clock.running {
        return;
    }
    let before = duty(scene, person).on_shift;
    set(scene, person);
    if !before && duty(scene, person).on_shift {
        comes_in_between(scene, person);
    }
}

/// From now on nobody has the turns of a rota, until somebody takes them.
pub(super) fn clear_turns(scene: &mut Scene, rota: RotaId, until: Instant) {
    let turns = &mut scene.rooms.duty.clock.turns;
    turns.retain(|turn| turn.rota != rota);
    turns.push(Turn { rota, until, people: Vec::new() });
}

/// Somebody takes the turns of a rota, beside others who have just done so.
pub(super) fn take_turns(scene: &mut Scene, rota: RotaId, person: PersonId) {
    if let Some(turn) = scene.rooms.duty.clock.turns.iter_mut().find(|turn| turn.rota == rota) {
        turn.people.push(person);
    }
}

/// Who has the turns of a rota in place of those whose they are by plan.
pub fn instead<'s>(scene: &'s Scene, rota: RotaId, at: Instant) -> Option<&'s Turn> {
    scene.rooms.duty.clock.turns.iter().find(|turn| turn.rota == rota && at < turn.until)
}

/// Somebody has the turns of some rota, by such a change.
pub(super) fn has_turns(scene: &Scene, person: PersonId, at: Instant) -> bool {
    scene.rooms.duty.clock.turns.iter().any(|turn| at < turn.until && turn.people.contains(&person))
}

/// Somebody was given time off, or is not owed, and is not on call either.
pub fn is_off(scene: &Scene, person: PersonId, at: Instant) -> bool {
    let state = scene.rooms.duty.of(person);
    state.shut.is_some_and(|shut| shut.holds(at)) || state.swap.is_some_and(|swap| !swap.works && swap.holds(at))
}
