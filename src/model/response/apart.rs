//! People of two employers who do not see each other's tickets: who is at work on an incident, what is done twice, what has to be read into
//! when a job goes from one to the other, and whose a new job is.

use super::rules::{asks, job, stand, waits, work_of};
use super::{Standing, lanes, retime};
use crate::engine::chance::Purpose;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::{Fact, Wait};
use crate::model::hand_offs::HandOffs;
use crate::model::happening::{Case, Happening as Any, JobNo, Response as Happening};
use crate::model::ids::{EmployerId, IncidentNo, PersonId};

const OWNER: Purpose = Purpose::named("owner");

fn employer(scene: &Scene, person: PersonId) -> EmployerId {
    scene.plan.people[person.at()].employer
}

/// The employers of those who have a job of an incident in hand, in order.
fn at_work(scene: &Scene, case: Case) -> Vec<EmployerId> {
    scene.rooms.response.of(case).employers.iter().map(|(e, _)| *e).collect()
}

/// Somebody takes a job of an incident in hand.
#[inline]
pub(super) fn joins(scene: &mut Scene, case: Case, person: PersonId) {
    if let Some(law) = &scene.plan.hand_offs {
        join(scene, law, case, person);
    }
}

fn join(scene: &mut Scene, law: &HandOffs, case: Case, person: PersonId) {
    let employer = employer(scene, person);
    let list = &mut work_of(scene, case).employers;
    match list.binary_search_by_key(&employer, |(e, _)| *e) {
        Ok(at) => list[at].1 += 1,
        Err(at) => {
            list.insert(at, (employer, 1));
            let other = list.iter().map(|(e, _)| *e).find(|e| law.apart(*e, employer));
            if let Some(other) = other {
                let (first, second) = (other.min(employer), other.max(employer));
                scene.record(Fact::WorkApart { incident: IncidentNo(case.no), first, second });
                retime::soon(scene, case);
            }
        }
    }
}

/// Somebody puts a job of an incident down.
#[inline]
pub(super) fn leaves(scene: &mut Scene, case: Case, person: PersonId) {
    if scene.plan.hand_offs.is_some() {
        leave(scene, case, person);
    }
}

fn leave(scene: &mut Scene, case: Case, person: PersonId) {
    let employer = employer(scene, person);
    let list = &mut work_of(scene, case).employers;
    if let Ok(at) = list.binary_search_by_key(&employer, |(e, _)| *e) {
        list[at].1 -= 1;
        if list[at].1 == 0 {
            list.remove(at);
            retime::soon(scene, case);
        }
    }
}

/// People of an employer who do not see somebody's tickets are at work on the same incident.
fn beside_others(scene: &Scene, case: Case, person: PersonId) -> bool {
    let Some(law) = scene.plan.hand_offs.as_ref().filter(|law| law.duplicated > 0.0) else { return false };
    let own = employer(scene, person);
    scene.rooms.response.of(case).employers.iter().any(|(other, _)| law.apart(own, *other))
}

/// How many times as long a job takes because some of the work is done twice, or because others began it.
#[inline]
pub(super) fn pace(scene: &Scene, case: Case, no: JobNo, person: PersonId) -> f64 {
    scene.plan.hand_offs.as_ref().map_or(1.0, |law| pace_by(scene, law, case, no, person))
}

fn pace_by(scene: &Scene, law: &HandOffs, case: Case, no: JobNo, person: PersonId) -> f64 {
    let foreign = scene.rooms.response.of(case).jobs[no as usize].foreign;
    let doubled = if beside_others(scene, case, person) { 1.0 + law.duplicated } else { 1.0 };
    doubled * if foreign { law.context } else { 1.0 }
}

/// The share of somebody's time at a job that is done twice as things are.
#[inline]
pub(super) fn twice(scene: &Scene, case: Case, person: PersonId) -> f64 {
    let law = scene.plan.hand_offs.as_ref().filter(|_| beside_others(scene, case, person));
    law.map_or(0.0, |law| law.twice())
}

/// Somebody takes up a job: if people of an employer whose tickets they do not see did what was before it, they have to read in.
#[inline]
pub(super) fn takes_up(scene: &mut Scene, case: Case, no: JobNo, person: PersonId) -> Span {
    scene.plan.hand_offs.as_ref().map_or(Span(0), |law| take_up(scene, law, case, no, person))
}

fn take_up(scene: &mut Scene, law: &HandOffs, case: Case, no: JobNo, person: PersonId) -> Span {
    let own = employer(scene, person);
    let state = job(scene, case, no);
    let from = state.from.replace(own).filter(|from| law.apart(*from, own));
    let Some(from) = from else { return Span(0) };
    state.foreign = true;
    let name = scene.rooms.response.job(case, no);
    scene.record(Fact::HandedOff { job: name, person, from, reading_in: law.cost });
    law.cost
}

/// A job is put down or done: what of it was done twice is told.
#[inline]
pub(super) fn settle(scene: &mut Scene, case: Case, no: JobNo, person: PersonId) {
    if scene.plan.hand_offs.is_some() {
        tell_twice(scene, case, no, person);
    }
}

fn tell_twice(scene: &mut Scene, case: Case, no: JobNo, person: PersonId) {
    let time = std::mem::take(&mut job(scene, case, no).twice);
    if time > Span(0) {
        let name = scene.rooms.response.job(case, no);
        scene.record(Fact::DoneTwice { job: name, person, time });
    }
}

/// Whose a new job is has to be settled first: people of two employers who do not see each other's tickets are at it (one of them may just have
/// done what was before it), and both could do it.
pub(super) fn owner_unclear(scene: &mut Scene, case: Case, no: JobNo) -> bool {
    let plan = scene.plan;
    let Some(law) = &plan.hand_offs else { return false };
    let (Some(settling), Some(requirement)) = (&law.unclear_owner, asks(scene, case, no)) else { return false };
    let state = job(scene, case, no);
    let (luck, attempt, from) = (state.luck, state.attempt, state.from);
    let mut here = at_work(scene, case);
    here.extend(from.filter(|from| !here.contains(from)));
    if attempt > 1 || law.pair_apart(&here).is_none() {
        return false;
    }
    let able = |scene: &Scene, e: EmployerId| {
        let of = |p: &PersonId| plan.people[p.at()].employer == e && scene.rooms.qualification.rank(plan, *p, requirement).is_some();
        plan.requirements[requirement.at()].candidates.iter().any(|(p, _)| of(p))
    };
    here.retain(|e| able(scene, *e));
    if law.pair_apart(&here).is_none() {
        return false;
    }
    let takes = settling.sample(&mut scene.draw(OWNER, luck, 0));
    stand(scene, case, no, Standing::Unowned);
    let state = job(scene, case, no);
    state.generation += 1;
    let generation = state.generation;
    let name = scene.rooms.response.job(case, no);
    scene.record(Fact::OwnerUnclear { job: name, takes });
    waits(scene, case, no, Wait::HandOver);
    scene.book_in(takes, Any::Response(Happening::Owned { case, job: no, generation }));
    true
}

/// It is settled whose a job is.
pub(super) fn owned(scene: &mut Scene, case: Case, no: JobNo, generation: u32) {
    let state = job(scene, case, no);
    if state.standing() == Standing::Unowned && state.generation == generation {
        lanes::enter_or_queue(scene, case, no);
    }
}
