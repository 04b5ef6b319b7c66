//! What it costs when work lasts: fatigue slows whoever has been at work for long, and taking up another incident costs a start.

use super::retime;
use super::rules::job;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Happening as Any, JobNo, Response as Happening};
use crate::model::ids::{IncidentNo, PersonId};

/// How many times as long somebody takes who has been at work for so long.
#[inline]
pub(super) fn fatigue(scene: &Scene, person: PersonId) -> f64 {
    let strain = &scene.plan.strain;
    if strain.fatigue.is_empty() { 1.0 } else { strain.takes(steps(scene, person)) }
}

/// How many thresholds somebody has passed.
fn steps(scene: &Scene, person: PersonId) -> usize {
    let since = scene.rooms.duty.of(person).since;
    since.map_or(0, |since| scene.plan.strain.steps(scene.now() - since))
}

/// Books the next threshold that somebody passes before the job in hand ends.
pub(super) fn book_next(scene: &mut Scene, case: Case, no: JobNo, end: Instant) {
    let state = job(scene, case, no);
    let (Some(person), generation) = (state.person, state.generation) else { return };
    let Some(since) = scene.rooms.duty.of(person).since else { return };
    let next = scene.plan.strain.fatigue.get(steps(scene, person)).map(|(after, _)| since + *after);
    if let Some(at) = next.filter(|at| *at < end) {
        scene.book_at(at, Any::Response(Happening::Tires { case, job: no, generation }));
    }
}

/// Somebody passes a threshold with a job in hand.
pub(super) fn tires(scene: &mut Scene, case: Case, no: JobNo, generation: u32) {
    let state = job(scene, case, no);
    if state.generation != generation {
        return;
    }
    retime::retime(scene, case, no);
    tell(scene, case, no);
}

/// Says so when a job is in tired hands.
#[inline]
pub(super) fn tell(scene: &mut Scene, case: Case, no: JobNo) {
    if !scene.plan.strain.fatigue.is_empty() {
        tell_tired(scene, case, no);
    }
}

fn tell_tired(scene: &mut Scene, case: Case, no: JobNo) {
    let Some(person) = job(scene, case, no).person else { return };
    if let Some(step) = steps(scene, person).checked_sub(1) {
        let name = scene.rooms.response.job(case, no);
        scene.record(Fact::Tired { job: name, person, step: step.min(255) as u8 });
    }
}

/// What it costs somebody to take up a job of this incident: nothing at the start of their duty, nor when they did something of it last.
#[inline]
pub(super) fn switch(scene: &mut Scene, case: Case, no: JobNo, person: PersonId) -> Span {
    let cost = scene.plan.strain.switch;
    if cost == Span(0) { cost } else { switch_for(scene, case, no, person, cost) }
}

fn switch_for(scene: &mut Scene, case: Case, no: JobNo, person: PersonId, cost: Span) -> Span {
    let Some(stretch) = scene.rooms.duty.of(person).since else { return Span(0) };
    let last = scene.rooms.response.hands[person.at()].last.replace((case, stretch));
    let Some((before, _)) = last.filter(|(before, of)| *before != case && *of == stretch) else { return Span(0) };
    let name = scene.rooms.response.job(case, no);
    scene.record(Fact::Switched { job: name, person, from: IncidentNo(before.no) });
    cost
}
