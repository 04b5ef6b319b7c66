//! What of work is not known yet: how long the jobs take that are ready or in hand. Of one in hand it is known that what has been done of it
//! did not suffice.

use super::length::{self, EFFORT};
use super::{JobState, Standing, retime};
use crate::engine::chance::Unknown;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::happening::{Case, Happening as Any, JobNo, Response as Happening};

/// Says what is not known of it.
pub fn redraw(scene: &mut Scene, unknown: &mut Unknown) {
    for case in scene.cases() {
        for no in 0..scene.rooms.response.of(case).jobs.len() as JobNo {
            let state = scene.rooms.response.of(case).jobs[no as usize].clone();
            if !matches!(state.standing(), Standing::Blocked | Standing::Over) {
                job(scene, unknown, case, no, &state);
            }
        }
    }
}

fn job(scene: &mut Scene, unknown: &mut Unknown, case: Case, no: JobNo, state: &JobState) {
    let occurrence = u64::from(state.attempt) + (u64::from(state.redrawn) << 32);
    let key = (EFFORT, state.luck, occurrence);
    if unknown.asked(key).is_none() {
        return;
    }
    let done = done(scene, unknown.now(), case, no, state);
    // Where logs are gone it takes so many times as long as was drawn.
    let drawn = length::sample(scene, case, no, &mut unknown.drawn(key));
    let longer = if drawn > Span(0) { state.effort.0 as f64 / drawn.0 as f64 } else { 1.0 };
    unknown.agrees(&[key], |draws| drawn == Span(0) || length::sample(scene, case, no, &mut draws[0]).times(longer) > done);
}

/// How much of a job has been done, in ordinary hands' time.
fn done(scene: &Scene, now: Instant, case: Case, no: JobNo, state: &JobState) -> Span {
    let mut state = state.clone();
    match state.standing() {
        Standing::Worked => {
            retime::bank(&mut state, now);
        }
        Standing::Elapsing => {
            let ends = |h: &Any| {
                matches!(h, Any::Response(Happening::Ends { case: of, job, generation })
                    if (*of, *job, *generation) == (case, no, state.generation))
            };
            let end = scene.hot.core.calendar.booked().find(|(_, h)| ends(h)).map(|(at, _)| at);
            state.left = end.map_or(state.left, |end| end - now);
        }
        _ => {}
    }
    state.reached.max(state.effort - state.left)
}
