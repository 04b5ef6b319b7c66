//! What becomes of a ticket beyond its first step: it is passed on to those who go on with it, and reaches them after a while; and who stays
//! after their shift to finish the one in hand.

use super::book::NONE;
use super::plan::Step;
use super::{Activity, tickets};
use crate::engine::chance::Purpose;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::happening::{Demand as Happening, Duty, Happening as Any};
use crate::model::ids::PersonId;

pub(super) const PASSED_ON: Purpose = Purpose::named("ticket passed on");

/// A ticket will reach its queue so much later.
pub(super) fn is_on_its_way(scene: &mut Scene, no: u32, takes: Span) {
    let ticket = scene.rooms.demand.book.ticket(no);
    ticket.on_its_way = true;
    let generation = ticket.generation;
    scene.book_in(takes, Any::Demand(Happening::Joins { ticket: no, generation }));
}

/// A ticket has come through a step that another may follow. False where none does: it is done.
#[inline(never)]
pub(super) fn passes_on(scene: &mut Scene, no: u32, next: &Step) -> bool {
    let book = &mut *scene.rooms.demand.book;
    let ticket = book.ticket(no);
    let (nth, class) = (ticket.nth, &scene.plan.demand.classes[ticket.class as usize]);
    let count = class.count_of(ticket.step + 1);
    let mut draw = scene.hot.core.luck.draw_of(&book.step_luck[count], nth);
    if !draw.chance(next.share) {
        return false;
    }
    let now = scene.hot.core.now;
    let effort = next.effort.sample(&mut draw);
    let order = book.next_order();
    let ticket = book.ticket(no);
    ticket.generation += 1;
    ticket.step += 1;
    (ticket.effort, ticket.left) = (effort, effort);
    (ticket.since, ticket.order) = (now, order);
    (ticket.person, ticket.taken, ticket.redrawn) = (NONE, false, 0);
    if book.counting {
        book.step_sums[count].came += 1;
    }
    match &next.after {
        None => {
            tickets::place(scene, no);
        }
        Some(after) => {
            let takes = after.sample(&mut draw);
            is_on_its_way(scene, no, takes);
        }
    }
    true
}

/// Somebody whose shift is over stays for the ticket in hand.
pub(super) fn stays(scene: &Scene, person: PersonId) -> bool {
    scene.rooms.duty.of(person).staying && scene.rooms.demand.finishes(scene.plan, person, scene.now())
}

/// Somebody has done a ticket; where they had stayed for it they go home. False where they had not.
pub(super) fn goes_home(scene: &mut Scene, person: PersonId) -> bool {
    if scene.rooms.duty.of(person).on_shift {
        return false;
    }
    tickets::turn(scene, person, Activity::Off);
    scene.follow(Any::Duty(Duty::WentHome { person, late: true }));
    true
}
