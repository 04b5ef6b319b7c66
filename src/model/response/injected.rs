//! What the work makes of a change from outside: copies are found bad, a decision is asked for again, somebody calls, an incident is taken for
//! worse than before, or for less bad.

use super::rules::{asks, in_hand, job, stand, waits, work_of};
use super::{Standing, assign, jobs, lanes, leading, length, line, seats, work};
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::{Ending, Fact, Told, Wait};
use crate::model::happening::{Case, Happening as Any, JobNo, Lead, Response};
use crate::model::ids::{DecisionId, IncidentNo, PersonId, SystemId};
use crate::model::plan::Length;

/// What waits for people waits in another place now, and may take them from less severe work.
pub(super) fn weighed(scene: &mut Scene, case: Case) {
    if work_of(scene, case).how_many(Standing::Queued) == 0 {
        return;
    }
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        if take_off_desk(scene, case, no) {
            assign::queue(scene, case, no);
        }
    }
}

/// Takes a job that waits for people off its desk; false when it does not wait for any.
pub(super) fn take_off_desk(scene: &mut Scene, case: Case, no: JobNo) -> bool {
    let state = job(scene, case, no);
    if state.standing() != Standing::Queued {
        return false;
    }
    if let (Some(key), Some(requirement)) = (state.key, asks(scene, case, no)) {
        line::leave(scene, requirement, key);
    }
    true
}

/// Whatever reads the copies of a system has failed; what was to read them reads others, or waits where none are left.
pub(super) fn copies_bad(scene: &mut Scene, case: Case, system: SystemId) {
    let plan = scene.plan;
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        let state = job(scene, case, no);
        if state.system != Some(system) || !matches!(plan.tasks[state.task.at()].length, Length::Restore) {
            continue;
        }
        match state.standing() {
            Standing::Worked | Standing::Elapsing => work::ends_now(scene, case, no, Some(Ending::Failed)),
            Standing::Queued | Standing::InLine | Standing::Gated | Standing::Consulting | Standing::Unowned => {
                reads_others(scene, case, no)
            }
            Standing::Blocked | Standing::Shut | Standing::NeedsDown | Standing::Called | Standing::Over => {}
        }
    }
}

fn reads_others(scene: &mut Scene, case: Case, no: JobNo) {
    let ready = take_off_desk(scene, case, no) || job(scene, case, no).standing() == Standing::InLine;
    lanes::forget(scene, case, no, false);
    if length::source(scene, case, no).is_none() {
        if let Some(system) = job(scene, case, no).system
            && scene.plan.systems[system.at()].backup.is_some()
        {
            scene.record(Fact::NoCopyLeft { incident: IncidentNo(case.no), system });
        }
        stand(scene, case, no, Standing::NeedsDown);
        return waits(scene, case, no, Wait::Dependency);
    }
    length::draw(scene, case, no);
    if ready {
        jobs::proceed(scene, case, no);
    }
}

/// What a decision had allowed and nobody has begun waits for it again; what is in hand goes on.
pub(super) fn reopened(scene: &mut Scene, case: Case, decision: DecisionId) {
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        if scene.plan.tasks[job(scene, case, no).task.at()].decision != Some(decision) {
            continue;
        }
        if take_off_desk(scene, case, no) || matches!(job(scene, case, no).standing(), Standing::InLine | Standing::Unowned) {
            lanes::forget(scene, case, no, false);
            stand(scene, case, no, Standing::Gated);
            let on = scene.rooms.authority.waits_on(case, decision).unwrap_or(Wait::DecisionReach);
            waits(scene, case, no, on);
        }
    }
}

/// Somebody calls a person: what they have in hand takes so much longer, and with empty hands they take up nothing meanwhile. Who is not at
/// work does not take it.
pub(super) fn called(scene: &mut Scene, case: Case, person: PersonId, takes: Span) {
    if !scene.rooms.duty.of(person).at_work() {
        return;
    }
    scene.record(Fact::Inject(Told::Call { incident: IncidentNo(case.no), person, takes }));
    if let Some(at) = in_hand(scene, person) {
        return leading::lengthen(scene, at, takes);
    }
    let until = scene.now() + takes;
    let hands = &mut scene.rooms.response.hands[person.at()];
    hands.on_call_until = hands.on_call_until.max(until);
    seats::withdraw(scene, person);
    if scene.rooms.lead.leads(person) {
        scene.follow(Any::Lead(Lead::Occupied { person, takes }));
    }
    scene.book_in(takes, Any::Response(Response::Free { person }));
}

/// Somebody is on the telephone, and takes nothing up.
pub(super) fn on_the_telephone(scene: &Scene, person: PersonId) -> bool {
    scene.rooms.response.hands[person.at()].on_call_until > scene.now()
}
