//! What absence does: at the start of a play it is drawn who is away when. Everything else follows from that (duty, paging).

use super::draw::draw;
use crate::model::Scene;
use crate::model::ids::PersonId;

/// Draws the absences of everybody who takes part.
pub fn begin(scene: &mut Scene) {
    let plan = scene.plan;
    let Some(absence) = &plan.absence else { return };
    let luck = scene.hot.core.luck;
    let calendar = &mut *scene.rooms.absence.calendar;
    calendar.spells.clear();
    calendar.first.clear();
    for (number, person) in (0..).map(PersonId).zip(&plan.people) {
        calendar.first.push(calendar.spells.len());
        if person.involved {
            draw(absence, &luck, person.luck, number, &mut calendar.drawn, &mut calendar.spells);
        }
    }
    calendar.first.push(calendar.spells.len());
}
