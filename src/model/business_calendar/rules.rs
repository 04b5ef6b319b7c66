//! What the business calendar does: while incidents are in hand it says which periods are under way, and when they begin and end. What a
//! period scales is looked up by those whom it concerns (measures, demand).

use super::Turn;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{BusinessCalendar as Happening, Happening as Any};
use crate::model::ids::PeriodId;

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::FirstInHand => first_in_hand(scene),
        Happening::Turns => turns(scene),
    }
}

/// Nothing is told yet.
pub fn begin(scene: &mut Scene) {
    scene.rooms.business_calendar.watch.booked = false;
}

/// The first incident is in hand: says what is under way, and looks out for what begins and ends.
fn first_in_hand(scene: &mut Scene) {
    let plan = scene.plan;
    let now = scene.now();
    for (period, entry) in (0..).map(PeriodId).zip(&plan.calendar.periods) {
        // What begins at this very instant and is looked out for is told as that.
        let begins = scene.rooms.business_calendar.watch.booked && entry.hours.next_start(now) == Some(now);
        if entry.hours.on_at(now) && !begins {
            scene.record(Fact::Period { period, turn: Turn::UnderWay });
        }
    }
    if !scene.rooms.business_calendar.watch.booked {
        book_next(scene);
    }
}

/// Some period begins or ends.
fn turns(scene: &mut Scene) {
    scene.rooms.business_calendar.watch.booked = false;
    if !scene.rooms.incident.any_in_hand() {
        return;
    }
    let plan = scene.plan;
    let now = scene.now();
    let periods = || (0..).map(PeriodId).zip(&plan.calendar.periods);
    for (period, _) in periods().filter(|(_, entry)| entry.hours.spans().binary_search_by_key(&now, |span| span.1).is_ok()) {
        scene.record(Fact::Period { period, turn: Turn::Ends });
    }
    for (period, _) in periods().filter(|(_, entry)| entry.hours.next_start(now) == Some(now)) {
        scene.record(Fact::Period { period, turn: Turn::Begins });
    }
    book_next(scene);
}

fn book_next(scene: &mut Scene) {
    if let Some(at) = scene.plan.calendar.next_turn(scene.now()) {
        scene.rooms.business_calendar.watch.booked = true;
        scene.book_at(at, Any::BusinessCalendar(Happening::Turns));
    }
}
