//! What of demand is not known yet: tickets still to come, how long those that are open take and wait, and whether an incident comes again.

use super::arrivals::ARRIVALS;
use super::book::Link;
use super::causes::{CAUSE, COMES_AGAIN};
use super::steps::PASSED_ON;
use super::tickets::TICKET;
use crate::engine::chance::{Draw, Unknown, combine};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::demand::book::NONE;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    if scene.plan.demand.any() {
        still_to_come(scene, unknown);
        open_tickets(scene, unknown);
        comes_again(scene, unknown);
    }
}

/// Hours that have been looked at and of which no ticket has come. Those of an hour of which some have come stay.
fn still_to_come(scene: &Scene, unknown: &mut Unknown) {
    let demand = &scene.plan.demand;
    let now = unknown.now();
    for (class, stream) in demand.classes.iter().zip(&scene.rooms.demand.book.streams) {
        let begun = (now.0 + demand.before_start.0).div_euclid(Span::HOUR.0).max(0) as u32;
        for hour in begun..stream.hour() {
            let row = demand.hours[hour as usize];
            // Work on findings has the luck of the findings, and none of it arrives by itself.
            if class.counts.never(row) {
                continue;
            }
            let begins = i64::from(hour) * Span::HOUR.0 - demand.before_start.0;
            unknown.shows(&[(ARRIVALS, class.luck, u64::from(hour))], |_, draws| {
                let count = class.counts.of(row, draws[0].uniform());
                let moment = |draw: &mut Draw| Instant(begins + (draw.uniform() * Span::HOUR.0 as f64) as i64);
                (0..count).map(|_| moment(&mut draws[0])).filter(|at| *at >= Instant(0)).min()
            });
        }
    }
}

/// Tickets that wait or are in hand: what has been done of them, and how long they have waited.
fn open_tickets(scene: &Scene, unknown: &mut Unknown) {
    let now = unknown.now();
    for ticket in scene.rooms.demand.book.open_tickets() {
        let class = &scene.plan.demand.classes[ticket.class as usize];
        let under_way = if ticket.person == NONE { Span(0) } else { (now - ticket.began).times(1.0 / ticket.factor) };
        let done = ticket.effort - ticket.left + under_way;
        let key = match ticket.link {
            Link::Cause(_) => (CAUSE, ticket.nth, 0),
            _ if ticket.redrawn > 0 => (TICKET, class.luck_of(ticket.step), combine(ticket.nth, u64::from(ticket.redrawn))),
            _ if ticket.step > 0 => (PASSED_ON, class.luck_of(ticket.step), ticket.nth),
            _ => (TICKET, class.luck, ticket.nth),
        };
        let passed = now - ticket.since;
        if let Some(later) = class.later(ticket.step) {
            unknown.agrees(&[key], |draws| match ticket.redrawn {
                0 => {
                    let longer = draws[0].chance(later.share) && later.effort.sample(&mut draws[0]) > done;
                    let way = later.after.as_ref().filter(|_| ticket.on_its_way);
                    longer && way.is_none_or(|way| way.sample(&mut draws[0]) > passed)
                }
                _ => later.effort.sample(&mut draws[0]) > done,
            });
            continue;
        }
        unknown.agrees(&[key], |draws| {
            let longer = class.effort.sample(&mut draws[0]) > done;
            let patience = class.gives_up_after.as_ref().filter(|_| ticket.link == Link::None).map(|p| p.sample(&mut draws[0]));
            let way = class.after.as_ref().filter(|_| ticket.on_its_way).map(|way| way.sample(&mut draws[0]));
            let waits = !ticket.taken && !ticket.on_its_way;
            longer && patience.is_none_or(|patience| !waits || patience > passed) && way.is_none_or(|way| way > passed)
        });
    }
}

/// Incidents whose root cause is not fixed, and that have not come again.
fn comes_again(scene: &Scene, unknown: &mut Unknown) {
    for cause in scene.rooms.demand.book.causes.iter().filter(|cause| cause.open) {
        let Some(recurs) = scene.plan.demand.recurs(cause.kind) else { continue };
        unknown.shows(&[(COMES_AGAIN, cause.luck, 0)], |asked, draws| {
            draws[0].chance(recurs.chance).then(|| asked + recurs.within.times(draws[0].uniform()))
        });
    }
}
