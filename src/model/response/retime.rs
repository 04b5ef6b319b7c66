//! How long a job in hand still takes. Its end is booked when it starts; whatever slows or speeds it meanwhile has it timed anew at that
//! very instant: what is done counts as it was done, and only what is left takes longer or shorter from there on.
//! Leaves to others: what slows or speeds work (pace), and when that changes, which they say by `Response::Repace` and `Response::RepaceAll`.

use super::rules::{job, work_of};
use super::{JobState, Standing, apart, pace, strain};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::happening::{Case, Happening as Any, JobNo, Response as Happening};
use crate::model::incident::NONE;

/// Counts what has been done since the work began or was last counted, reading in first. Returns it in ordinary hands' time.
pub(super) fn bank(state: &mut JobState, now: Instant) -> Span {
    let elapsed = now - state.began;
    let worked = Span((elapsed.0 - state.reading_in.0).max(0));
    let done = Span(worked.times(1.0 / state.factor).0.clamp(0, state.left.0.max(0)));
    state.left -= done;
    if state.doubled > 0.0 {
        state.twice += worked.times(state.doubled);
    }
    state.again = Span((state.again - done).0.max(0));
    state.reading_in = Span((state.reading_in.0 - elapsed.0).max(0));
    state.began = now;
    done
}

/// Books the end of a job in hand as things stand now; ends booked before count no more.
#[inline]
pub(super) fn book_end(scene: &mut Scene, case: Case, no: JobNo) {
    let state = job(scene, case, no);
    state.generation += 1;
    let generation = state.generation;
    let takes = state.reading_in + state.left.times(state.factor);
    scene.book_in(takes, Any::Response(Happening::Ends { case, job: no, generation }));
    if !scene.plan.strain.fatigue.is_empty() {
        let end = scene.now() + takes;
        strain::book_next(scene, case, no, end);
    }
}

/// Times a job in hand anew, if something slows or speeds it otherwise than before.
pub(super) fn retime(scene: &mut Scene, case: Case, no: JobNo) {
    let now = scene.now();
    let state = job(scene, case, no);
    let (Standing::Worked, Some(person), skilled) = (state.standing(), state.person, state.skilled) else { return };
    let before = (state.factor, state.doubled);
    let factor = pace::factor(scene, case, no, person, skilled);
    let doubled = apart::twice(scene, case, person);
    if (factor, doubled) == before {
        return;
    }
    let state = job(scene, case, no);
    bank(state, now);
    (state.factor, state.doubled) = (factor, doubled);
    book_end(scene, case, no);
}

/// Times all jobs of an incident anew that somebody has in hand.
pub(super) fn retime_case(scene: &mut Scene, case: Case) {
    if work_of(scene, case).how_many(Standing::Worked) == 0 {
        return;
    }
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        retime(scene, case, no);
    }
}

/// Has all jobs in hand of an incident timed anew, once what changes now has changed.
pub(super) fn soon(scene: &mut Scene, case: Case) {
    scene.follow(Any::Response(Happening::Repace { case }));
}

/// Times all work in hand anew, whatever incident it is for.
pub(super) fn retime_all(scene: &mut Scene) {
    for place in 0..scene.rooms.incident.places() {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        if case.no != NONE {
            retime_case(scene, case);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::{PersonId, TaskId};

    fn at_work(left: i64, reading_in: i64, factor: f64) -> JobState {
        let (left, reading_in) = (Span::minutes(left), Span::minutes(reading_in));
        let mut state = JobState::of(TaskId(0), None);
        (state.left, state.reading_in, state.factor, state.person) = (left, reading_in, factor, Some(PersonId(0)));
        state
    }
    fn minute(count: i64) -> Instant {
        Instant(0) + Span::minutes(count)
    }

    #[test]
    fn what_is_done_counts_at_the_pace_at_which_it_was_done() {
        let mut state = at_work(60, 0, 2.0);
        assert_eq!(bank(&mut state, minute(40)), Span::minutes(20));
        assert_eq!((state.left, state.began), (Span::minutes(40), minute(40)));
        // From here on in half the time.
        state.factor = 0.5;
        assert_eq!(bank(&mut state, minute(50)), Span::minutes(20));
        assert_eq!(state.left, Span::minutes(20));
    }

    #[test]
    fn reading_in_comes_first_and_does_not_depend_on_the_pace() {
        let mut state = at_work(60, 30, 2.0);
        assert_eq!(bank(&mut state, minute(10)), Span(0));
        assert_eq!((state.left, state.reading_in), (Span::minutes(60), Span::minutes(20)));
        assert_eq!(bank(&mut state, minute(40)), Span::minutes(5));
        assert_eq!((state.left, state.reading_in), (Span::minutes(55), Span(0)));
    }

    #[test]
    fn counting_twice_at_one_instant_counts_once_and_never_more_than_is_left() {
        let mut state = at_work(60, 0, 1.0);
        assert_eq!(bank(&mut state, minute(15)), Span::minutes(15));
        assert_eq!(bank(&mut state, minute(15)), Span(0));
        assert_eq!(bank(&mut state, minute(1_000)), Span::minutes(45));
        assert_eq!(state.left, Span(0));
    }

    #[test]
    fn a_thousand_small_changes_lose_no_more_than_their_rounding() {
        let mut state = at_work(600, 0, 1.0);
        for step in 1..=1_000 {
            bank(&mut state, Instant(step * 7_001));
            state.factor = if step % 2 == 0 { 1.0 } else { 1.25 };
        }
        let done = Span::minutes(600) - state.left;
        let exact = Span(7_001 * 500).times(1.0).0 as f64 + 7_001.0 * 500.0 / 1.25;
        assert!((done.0 as f64 - exact).abs() <= 500.0, "{done} against {exact} ms");
    }
}
