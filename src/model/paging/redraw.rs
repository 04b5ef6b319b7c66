//! What of pages is not known yet: whether and when those answer who have been paged and have not.

use super::rules::{REACH, law_of};
use super::{Contact, Drawn, Within};
use crate::engine::chance::{Draw, Unknown};
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::happening::Case;
use crate::model::plan::Plan;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    let today = plan.zone.day(unknown.now());
    for case in scene.cases() {
        for contact in scene.rooms.paging.contacts[case.at()].tried().iter().filter(|contact| !contact.answered && !contact.luck_known) {
            let luck = plan.people[contact.person.at()].luck;
            if scene.rooms.choice.seats(contact.person) {
                // The room has said whether they answer, or is about to: then what would be drawn is not known.
                if scene.rooms.choice.is_awaited(case, None, contact.person) {
                    unknown.agrees(&[scene.key_for(REACH, case, luck, today as u64)], |_| true);
                }
                continue;
            }
            if contact.day != today {
                of_day(scene, unknown, case, contact, contact.day);
            }
            of_day(scene, unknown, case, contact, today);
        }
    }
}

/// Whether and when they answer what they were paged for on a day.
fn of_day(scene: &Scene, unknown: &mut Unknown, case: Case, contact: &Contact, day: i64) {
    let plan = scene.plan;
    let drawn: Vec<Drawn> = contact.drawn.iter().filter(|drawn| drawn.day == day).copied().collect();
    let key = scene.key_for(REACH, case, plan.people[contact.person.at()].luck, day as u64);
    unknown.shows(&[key], |_, draws| drawn.iter().find_map(|drawn| answers(plan, contact, drawn, &draws[0])));
}

/// When it would have shown that they answer; nothing where they do not, or where nobody waited for it any more by then. Whoever does not answer
/// is asked the same luck again once they can be reached better, as at their next shift, or are paged for something else.
fn answers(plan: &Plan, contact: &Contact, drawn: &Drawn, draw: &Draw) -> Option<Instant> {
    let reach = &plan.people[contact.person.at()].reach;
    let waits = |at: &Instant| drawn.lapsed.is_none_or(|lapsed| *at <= lapsed);
    let answer = |asked: Instant, within: Within| {
        let (law, mut draw) = (law_of(reach, within), draw.clone());
        let share = if plan.zone.is_night(asked) { law.at_night } else { law.by_day };
        draw.chance(share).then(|| asked + law.after.sample(&mut draw))
    };
    let again = || {
        let same = |shift: &Instant| plan.zone.day(*shift) == drawn.day && drawn.within < Within::OnShift;
        answer(drawn.shift.filter(same).filter(waits)?, Within::OnShift)
    };
    answer(drawn.at, drawn.within).or_else(again).filter(waits)
}
