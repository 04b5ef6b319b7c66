//! What of absence is not known yet: who falls sick, and who gives notice. Leave and training are planned, a note says how long a sickness
//! lasts, and whoever has given notice has said when they go.

use super::draw::{Seat, TURNOVER};
use super::{Absence, BEFORE, Habits, Why};
use crate::engine::chance::{Draw, Unknown};
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::ids::PersonId;

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    let plan = scene.plan;
    let Some(absence) = &plan.absence else { return };
    for ((who, person), habits) in (0..).map(PersonId).zip(&plan.people).zip(&absence.habits).filter(|((_, person), _)| person.involved) {
        // Of whoever is away it is known until when.
        let mut back = unknown.now();
        while let Some(spell) = scene.rooms.absence.at(who, back) {
            back = spell.to;
        }
        notices(absence, habits, person.luck, back, unknown);
        sickness(absence, habits, person.luck, back, unknown);
    }
}

/// Whoever has the seat has not given notice by now, and does not leave before they are back; of those who come after them nothing is known.
fn notices(absence: &Absence, habits: &Habits, key: u64, back: Instant, unknown: &mut Unknown) {
    let Some(turnover) = &habits.turnover else { return };
    let mut seat = Seat { turnover, days: &absence.days[habits.days], end: absence.end, since: Instant(0) };
    let now = unknown.now();
    let mut open = false;
    for nth in 0.. {
        let key = (TURNOVER, key, nth);
        if unknown.asked(key).is_none() {
            return;
        }
        let gives_notice = |draw: &mut Draw| seat.since + seat.stays(draw);
        // Their last day may lie before their notice, where that is short.
        let after_now = |draw: &mut Draw| {
            let gap = seat.clone().next_gap(draw.clone());
            gives_notice(draw) > now && gap.is_none_or(|gap| gap.from > back)
        };
        if open {
            unknown.agrees(&[key], |_| true);
        } else if after_now(&mut unknown.drawn(key)) {
            unknown.agrees(&[key], |draws| after_now(&mut draws[0]));
            open = true;
        }
        if !open && seat.next_gap(unknown.drawn(key)).is_none() {
            return;
        }
    }
}

/// Sickness that would begin after an instant begins at another time after it.
fn sickness(absence: &Absence, habits: &Habits, key: u64, now: Instant, unknown: &mut Unknown) {
    for habit in habits.kinds.iter().filter(|habit| habit.why == Why::Sick) {
        let days = &absence.days[habits.days];
        let expected = &absence.expected[habit.expected];
        // Whether a sickness that is due once so many have been expected begins after now: within the time before the first shift missed.
        let after_now = |so_far: f64, draw: &mut Draw| {
            let day = expected.partition_point(|e| *e <= so_far).saturating_sub(1);
            let Some(day) = day.checked_sub(BEFORE) else { return false };
            let Some((begins, _)) = days.get(day) else { return true };
            let worked = day.checked_sub(1).map_or(Instant(0).min(*begins), |last| days[last].1);
            habit.lasts.sample(draw);
            draw.uniform();
            worked + (*begins - worked).times(draw.uniform()) > now
        };
        let mut so_far = 0.0;
        let mut open = false;
        for nth in 0.. {
            let key = (habit.purpose, key, nth);
            if unknown.asked(key).is_none() {
                break;
            }
            let due = |draw: &mut Draw| so_far - libm::log(draw.uniform());
            let mut drawn = unknown.drawn(key);
            let its = due(&mut drawn);
            if open {
                unknown.agrees(&[key], |_| true);
            } else if after_now(its, &mut drawn) {
                unknown.agrees(&[key], |draws| {
                    let due = due(&mut draws[0]);
                    after_now(due, &mut draws[0])
                });
                open = true;
            }
            so_far = its;
        }
    }
}
