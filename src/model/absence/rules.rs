//! What absence does: at the start of a play it is drawn who is away when; then people leave for good, with what only they know, and others come.
//! Everything else follows from that (duty, paging).

use super::draw::draw;
use super::{Absence, Spell, Why};
use crate::engine::driver::ENDS;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::fact::{Capability, Fact};
use crate::model::happening::{Absence as Happening, Duty, Happening as Any, Qualification};
use crate::model::ids::{KnowledgeId, PersonId};

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Leaves { person } => leaves(scene, person),
        Happening::Comes { person } => scene.record(Fact::Hired { person }),
        Happening::Called { person, until } => called_away(scene, person, until),
    }
}

/// Draws the absences of everybody who takes part.
pub fn begin(scene: &mut Scene) {
    let plan = scene.plan;
    let luck = &scene.hot.core.luck;
    let calendar = &mut *scene.rooms.absence.calendar;
    // Also where nobody can be away: in the play before somebody may have been by a facilitator's word.
    calendar.spells.clear();
    calendar.first.clear();
    let Some(absence) = &plan.absence else { return };
    for (number, person) in (0..).map(PersonId).zip(&plan.people) {
        calendar.first.push(calendar.spells.len());
        if person.involved {
            draw(absence, luck, person.luck, number, &mut calendar.drawn, &mut calendar.spells);
        }
    }
    calendar.first.push(calendar.spells.len());
    book_turnover(scene, absence);
}

/// Books when people leave for good, and when others come: before the shift begins on which they do.
fn book_turnover(scene: &mut Scene, absence: &Absence) {
    let seats = (0..).map(PersonId).zip(&absence.habits).filter(|(_, h)| h.turnover.is_some());
    for (person, _) in seats {
        for at in 0..scene.rooms.absence.spells(person).len() {
            let spell = scene.rooms.absence.spells(person)[at];
            if spell.why == Why::Left {
                scene.book_at(spell.from, Any::Absence(Happening::Leaves { person }));
                if spell.to < Instant::NEVER {
                    // Booked before all else, so that whoever comes is there before they can be away themselves.
                    scene.hot.core.book(spell.to, ENDS, Any::Absence(Happening::Comes { person }));
                }
            }
        }
    }
}

/// Somebody has left: what they knew goes with them.
fn leaves(scene: &mut Scene, person: PersonId) {
    scene.record(Fact::Left { person });
    for what in (0..scene.plan.knowledge.len() as u32).map(|k| Capability::Knowledge(KnowledgeId(k))) {
        if scene.rooms.qualification.has(scene.plan, person, what) {
            scene.follow(Any::Qualification(Qualification::Lose { person, what }));
        }
    }
}

/// Somebody is called away from now on, as far as they are not away already.
fn called_away(scene: &mut Scene, person: PersonId, until: Instant) {
    let spell = Spell { from: scene.now(), to: until, why: Why::Other };
    scene.rooms.absence.calendar.lay_in(person, spell, scene.plan.people.len());
    scene.follow(Any::Duty(Duty::Away { person }));
}

/// How many times as long work takes somebody because they are new.
pub fn pace(scene: &Scene, person: PersonId) -> f64 {
    let habits = scene.plan.absence.as_ref().map(|a| &a.habits[person.at()]);
    let Some(turnover) = habits.and_then(|h| h.turnover.as_ref()) else { return 1.0 };
    let since = scene.rooms.absence.successor_since(person, scene.now());
    if since.is_some_and(|since| scene.now() < since + turnover.ramp) { turnover.ramp_takes } else { 1.0 }
}
