//! What of pages is not known yet: whether and when those answer who have been paged and have not.

use super::rules::{REACH, law_of};
use crate::engine::chance::Unknown;
use crate::model::Scene;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    for case in scene.cases() {
        for contact in scene.rooms.paging.contacts[case.at()].0.iter().filter(|contact| !contact.answered && !contact.luck_known) {
            let person = &plan.people[contact.person.at()];
            let law = law_of(&person.reach, contact.within);
            let key = scene.key_for(REACH, case, person.luck, contact.day as u64);
            if scene.rooms.choice.seats(contact.person) {
                // The room has said whether they answer, or is about to: then what would be drawn is not known.
                let today = scene.key_for(REACH, case, person.luck, plan.zone.day(unknown.now()) as u64);
                if scene.rooms.choice.is_awaited(case, None, contact.person) {
                    unknown.agrees(&[today], |_| true);
                }
                continue;
            }
            unknown.shows(&[key], |asked, draws| {
                let share = if plan.zone.is_night(asked) { law.at_night } else { law.by_day };
                draws[0].chance(share).then(|| asked + law.after.sample(&mut draws[0]))
            });
        }
    }
}
