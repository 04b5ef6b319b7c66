//! What the work makes of the room's hand: a job is given to somebody, ends as the facilitator says, or a system is back.

use super::rules::{asks, in_hand, job, work_of};
use super::{Standing, assign, dropped, finished, injected, lanes, outside, remote, retime, work};
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::choice::Refusal;
use crate::model::fact::{Ending, Job, Stop};
use crate::model::happening::{Case, Estate, Happening as Any, Incident, JobNo, Response};
use crate::model::ids::{PersonId, SystemId};
use crate::model::playbook::entry::Phase;

/// A job of an incident that is still open, by what it is.
pub fn find(scene: &Scene, case: Case, of: Job) -> Option<JobNo> {
    let jobs = scene.rooms.response.of(case).jobs.iter();
    let open = jobs.enumerate().filter(|(_, j)| j.standing() != Standing::Over);
    open.into_iter().find(|(_, j)| j.task == of.task && j.system == of.system).map(|(no, _)| no as JobNo)
}

/// Somebody could take a job up now, or take it over from whoever has it in hand.
pub fn may_take(scene: &Scene, case: Case, no: JobNo, person: PersonId) -> Result<(), Refusal> {
    let state = &scene.rooms.response.of(case).jobs[no as usize];
    let requirement = asks(scene, case, no).ok_or(Refusal::NoHands)?;
    let refused = if !matches!(state.standing(), Standing::Queued | Standing::Worked) {
        Refusal::NotReady
    } else if state.person == Some(person) {
        Refusal::HasIt
    } else if scene.rooms.qualification.rank(scene.plan, person, requirement).is_none() || !outside::may(scene, case, requirement, person) {
        Refusal::NotQualified
    } else if scene.rooms.lead.leads(person) {
        Refusal::Leads
    } else if !scene.rooms.duty.here(person, case) || remote::away(scene, person) || injected::on_the_telephone(scene, person) {
        Refusal::NotAtWork
    } else {
        return Ok(());
    };
    Err(refused)
}

/// A job could be said to have ended, done or failed.
pub fn may_end(scene: &Scene, case: Case, no: JobNo) -> Result<(), Refusal> {
    match scene.rooms.response.of(case).jobs[no as usize].standing() {
        Standing::Over => Err(Refusal::NoTask),
        Standing::Blocked => Err(Refusal::NotReady),
        _ => Ok(()),
    }
}

/// The room gives a job to somebody: they put down what they have in hand, whoever had this one hands it over.
pub(super) fn assigned(scene: &mut Scene, case: Case, no: JobNo, person: PersonId) {
    if may_take(scene, case, no, person).is_err() {
        return;
    }
    let before = job(scene, case, no).person;
    if let Some(before) = before {
        if finished::ends_with_its_owner(scene, before, Stop::Reassigned) {
            return;
        }
        work::put_down(scene, before, Stop::Reassigned);
        // A restore leaves its lane and takes it again with whoever goes on with it.
        job(scene, case, no).lane = lanes::left(scene, case, no);
    }
    let own =
        if finished::ends_with_its_owner(scene, person, Stop::Reassigned) { None } else { work::put_down(scene, person, Stop::Reassigned) };
    let Some(requirement) = asks(scene, case, no) else { return };
    if let Some(rank) = scene.rooms.qualification.rank(scene.plan, person, requirement) {
        assign::take(scene, case, no, requirement, rank as usize);
    }
    if let Some((case, no)) = own {
        work::wait_again(scene, case, no);
    }
    if let Some(before) = before {
        work::turns_to_other(scene, case, before);
    }
}

/// A job ends so, at once or after so long. One that nobody has begun counts as done without hands.
pub(super) fn must_end(scene: &mut Scene, case: Case, no: JobNo, after: Span, ending: Ending) {
    if may_end(scene, case, no).is_err() {
        return;
    }
    let now = scene.now();
    let standing = job(scene, case, no).standing();
    match standing {
        Standing::Worked if after > Span(0) => {
            let state = job(scene, case, no);
            retime::bank(state, now);
            (state.reading_in, state.left) = (Span(0), after.times(1.0 / state.factor));
            state.must = Some(ending);
            retime::book_end(scene, case, no);
        }
        Standing::Elapsing if after > Span(0) => {
            let state = job(scene, case, no);
            state.generation += 1;
            state.must = Some(ending);
            let generation = state.generation;
            scene.book_in(after, Any::Response(Response::Ends { case, job: no, generation }));
        }
        _ if after > Span(0) => {
            scene.book_in(after, Any::Response(Response::MustEnd { case, job: no, after: Span(0), ending }));
        }
        Standing::Worked | Standing::Elapsing => work::ends_now(scene, case, no, Some(ending)),
        _ => {
            injected::take_off_desk(scene, case, no);
            lanes::forget(scene, case, no, false);
            job(scene, case, no).generation += 1;
            work::ends_now(scene, case, no, Some(ending));
        }
    }
}

/// A system is back, whatever was left to do about it: its recovery is not needed any more, and nothing isolates it.
pub(super) fn must_be_back(scene: &mut Scene, case: Case, system: SystemId) {
    let plan = scene.plan;
    let own = |scene: &mut Scene, no: JobNo| {
        let state = job(scene, case, no);
        state.system == Some(system) && state.standing() != Standing::Over && plan.tasks[state.task.at()].phase == Phase::Recover
    };
    let mut hands = Vec::new();
    let mut last = None;
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        if own(scene, no) {
            hands.extend(dropped::drop_one(scene, case, no));
            last = Some(no);
        }
    }
    for person in hands {
        work::freed(scene, case, person);
    }
    let hit = scene.rooms.incident.file(case).hit.contains(&system) && !scene.rooms.incident.file(case).back.contains(&system);
    if let Some(job) = last {
        scene.follow(Any::Response(Response::Done { case, job }));
    } else if hit {
        scene.follow(Any::Estate(Estate::Restored { case, system, job: 0 }));
        scene.follow(Any::Incident(Incident::SystemBack { case, system }));
    }
    scene.follow(Any::Estate(Estate::Reconnect { case, system, job: None }));
    for _ in 0..scene.rooms.estate.of(system).out {
        scene.follow(Any::Estate(Estate::ComesBack { system }));
    }
}

/// Somebody has something in hand.
pub fn at(scene: &Scene, person: PersonId) -> Option<Job> {
    in_hand(scene, person).map(|(case, no)| scene.rooms.response.job(case, no))
}
