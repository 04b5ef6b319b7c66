//! Two at one job: somebody who lacks only the knowledge works beside whoever has it, and has it too when the job is done. They do it only
//! while nothing else waits for them: at the desks they count as free, and any job of an incident takes them away.
//! Leaves to others: what is passed on, and what that costs (knowledge), what they can do with it from then on (qualification).

use super::rules::{asks, job};
use super::{Hands, Standing, finished, outside, remote, retime};
use crate::engine::chance::{Purpose, combine, subject};
use crate::engine::time::Span;
use crate::model::fact::{Capability, Fact};
use crate::model::happening::{Case, Happening as Any, JobNo, Qualification, Response as Happening};
use crate::model::ids::{KnowledgeId, PersonId, RequirementId};
use crate::model::knowledge::{Knowing, Manner, Pairing};
use crate::model::qualification::Fit;
use crate::model::{Scene, demand};

const LEARNS: Purpose = Purpose::named("learns");

/// A job has been taken up; once everything that was to happen at this instant has its people, somebody may join.
#[inline]
pub(super) fn begun(scene: &mut Scene, case: Case, no: JobNo) {
    if scene.plan.runbooks.passed_on && passed_on(scene, case, no).is_some() {
        scene.book_in(Span(0), Any::Response(Happening::Pair { case, job: no }));
    }
}

/// What whoever has a job in hand could pass on, where there is anything.
fn passed_on(scene: &mut Scene, case: Case, no: JobNo) -> Option<(RequirementId, KnowledgeId, Pairing)> {
    let requirement = asks(scene, case, no)?;
    let state = job(scene, case, no);
    if state.standing() != Standing::Worked || state.manner != Manner::Knows {
        return None;
    }
    let plan = scene.plan;
    let runbook = plan.requirements[requirement.at()].knows?;
    Some((requirement, runbook, *plan.runbooks.pairing(runbook)?))
}

/// The first of those who could do it but for the knowledge, and have nothing in hand, joins.
pub(super) fn pair(scene: &mut Scene, case: Case, no: JobNo) {
    let Some((requirement, runbook, _)) = passed_on(scene, case, no) else { return };
    let (beside, owner) = (job(scene, case, no).beside, job(scene, case, no).person);
    let (None, Some(owner)) = (beside, owner) else { return };
    let plan = scene.plan;
    let asked = &plan.requirements[requirement.at()];
    let mut seats = asked.candidates.iter().map(|(person, _)| *person);
    let Some(person) = seats.find(|p| *p != owner && could_learn(scene, *p, requirement, case)) else { return };
    job(scene, case, no).beside = Some(person);
    hands(scene, person).beside = Some((case, no));
    let name = scene.rooms.response.job(case, no);
    scene.record(Fact::Knowing(Knowing::Joins { job: name, person, beside: owner, runbook }));
    retime::retime(scene, case, no);
    demand::look(scene, person);
}

/// Somebody who is there for the incident has nothing to do, and lacks nothing but the knowledge.
fn could_learn(scene: &Scene, person: PersonId, requirement: RequirementId, case: Case) -> bool {
    let rooms = &*scene.rooms;
    let state = &rooms.response.hands[person.at()];
    let duty = rooms.duty.of(person);
    let here = if duty.on_shift { state.idle } else { duty.called_for == Some(case) && !remote::away(scene, person) };
    here && state.job.is_none()
        && state.beside.is_none()
        && !rooms.lead.leads(person)
        && !rooms.demand.at_ticket(person)
        && lacks_only_knowledge(scene, person, requirement)
        && outside::may(scene, case, requirement, person)
}

fn lacks_only_knowledge(scene: &Scene, person: PersonId, requirement: RequirementId) -> bool {
    let fit = scene.rooms.qualification.fit(scene.plan, person, &scene.plan.requirements[requirement.at()]);
    matches!(fit, Fit::Follows | Fit::Improvises | Fit::LacksKnowledge)
}

/// How many times as long a job takes because somebody is shown how it is done.
pub(super) fn pace(scene: &Scene, case: Case, no: JobNo) -> f64 {
    let plan = scene.plan;
    let state = &scene.rooms.response.of(case).jobs[no as usize];
    let asked = state.beside.and(state.asks).and_then(|r| plan.requirements[r.at()].knows);
    asked.and_then(|runbook| plan.runbooks.pairing(runbook)).map_or(1.0, |law| law.takes)
}

/// Somebody turns to something else.
#[inline]
pub(super) fn part(scene: &mut Scene, person: PersonId) {
    if scene.plan.runbooks.passed_on {
        turn_away(scene, person);
    }
}

fn turn_away(scene: &mut Scene, person: PersonId) {
    if let Some((case, no)) = hands(scene, person).beside {
        leave(scene, case, no, person, None);
    }
}

/// Somebody goes. Who has seen a job to its end, which is at this very instant and only has not come yet, has learned what it has to teach.
#[inline]
pub(super) fn goes(scene: &mut Scene, person: PersonId) {
    if scene.plan.runbooks.passed_on {
        go(scene, person);
    }
}

fn go(scene: &mut Scene, person: PersonId) {
    if let Some((case, no)) = hands(scene, person).beside
        && !finished::is_done(scene, case, no)
    {
        leave(scene, case, no, person, None);
    }
}

/// Whoever worked beside a job stands to it otherwise than before: they leave it unless there is still something to learn.
pub(super) fn look_again(scene: &mut Scene, person: PersonId) {
    if !scene.plan.runbooks.passed_on {
        return;
    }
    let Some((case, no)) = hands(scene, person).beside else { return };
    if !asks(scene, case, no).is_some_and(|r| lacks_only_knowledge(scene, person, r)) {
        part(scene, person);
    }
}

/// Work on a job is over for now, and with it what somebody learns from it; `done` when nothing of it is left to see.
#[inline]
pub(super) fn over(scene: &mut Scene, case: Case, no: JobNo, done: bool) {
    if scene.plan.runbooks.passed_on {
        ends(scene, case, no, done);
    }
}

fn ends(scene: &mut Scene, case: Case, no: JobNo, done: bool) {
    let Some(person) = job(scene, case, no).beside else { return };
    let plan = scene.plan;
    let runbook = asks(scene, case, no).and_then(|r| plan.requirements[r.at()].knows);
    let law = runbook.and_then(|k| Some((k, plan.runbooks.pairing(k)?)));
    let learned = law.filter(|(k, law)| done && (law.learns >= 1.0 || learns(scene, case, no, person, *k, law.learns)));
    leave(scene, case, no, person, learned.map(|(k, _)| k));
    if let Some((runbook, _)) = learned {
        scene.follow(Any::Qualification(Qualification::Gain { person, what: Capability::Knowledge(runbook) }));
    }
}

/// The luck belongs to the person, what there is to learn, and the job.
fn learns(scene: &mut Scene, case: Case, no: JobNo, person: PersonId, runbook: KnowledgeId, share: f64) -> bool {
    let plan = scene.plan;
    let state = job(scene, case, no);
    let (task, system) = (state.task, state.system);
    let of_job = combine(plan.tasks[task.at()].luck, system.map_or(0, |s| plan.systems[s.at()].luck));
    let of = combine(combine(of_job, plan.people[person.at()].luck), subject(&plan.knowledge[runbook.at()]));
    scene.draw_for(LEARNS, case, of, 0).chance(share)
}

fn leave(scene: &mut Scene, case: Case, no: JobNo, person: PersonId, learned: Option<KnowledgeId>) {
    hands(scene, person).beside = None;
    job(scene, case, no).beside = None;
    let name = scene.rooms.response.job(case, no);
    scene.record(Fact::Knowing(Knowing::Parts { job: name, person, learned }));
    retime::retime(scene, case, no);
    demand::look(scene, person);
}

fn hands<'a>(scene: &'a mut Scene, person: PersonId) -> &'a mut Hands {
    &mut scene.rooms.response.hands[person.at()]
}
