//! What a policy does. Who is on call is resolved once, when a step fires; a step with nobody on call still takes its time, unless
//! `skip_if_empty`; somebody who comes on in mid-delay waits for the next step, unless `re_resolve`; after the last step the policy starts
//! again `repeat` times; then whoever is accountable for the service is paged, and after another wait it falls silent, which is a fact of its own.

use super::Ladder;
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::absence::cover;
use crate::model::duty::swaps;
use crate::model::fact::{Fact, PageFor};
use crate::model::happening::{Case, Escalation as Happening, Happening as Any, Paging, Responsibility};
use crate::model::ids::{IncidentNo, PersonId, PolicyId, RotaId};
use crate::model::plan::Pagee;
use crate::model::responsibility::service;

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Start { case, policy } if scene.live(case) => start(scene, case, policy),
        Happening::Step { case, policy, generation } if scene.live(case) => step(scene, case, policy, generation),
        Happening::LookAgain { case, policy, generation } if scene.live(case) => look_again(scene, case, policy, generation),
        Happening::Answered { case } if scene.live(case) => answered(scene, case),
        Happening::Progress { case, policy, generation } if scene.live(case) => progress(scene, case, policy, generation),
        _ => {}
    }
}

fn ladders<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Vec<Ladder> {
    &mut scene.rooms.escalation.ladders[case.at()].all
}

fn ladder<'a>(scene: &'a mut Scene, case: Case, policy: PolicyId) -> Option<&'a mut Ladder> {
    ladders(scene, case).iter_mut().find(|l| l.policy == policy)
}

/// A policy under way is not started again; one that somebody has answered for is over, whatever alerts still come.
fn start(scene: &mut Scene, case: Case, policy: PolicyId) {
    let list = ladders(scene, case);
    match list.iter_mut().find(|l| l.policy == policy) {
        Some(_) => return,
        None => list.push(Ladder { policy, step: 0, round: 0, climbing: true, owned: false, generation: 0 }),
    }
    fire(scene, case, policy);
}

fn step(scene: &mut Scene, case: Case, policy: PolicyId, generation: u32) {
    if ladder(scene, case, policy).is_some_and(|l| l.climbing && l.generation == generation) {
        fire(scene, case, policy);
    }
}

/// Fires steps until one takes time, or the policy falls silent.
fn fire(scene: &mut Scene, case: Case, policy: PolicyId) {
    let plan = scene.plan;
    let entry = &plan.policies[policy.at()];
    loop {
        let Some(ladder) = ladder(scene, case, policy) else { return };
        if ladder.step == entry.steps.len() {
            ladder.step = 0;
            ladder.round += 1;
        }
        if ladder.round > entry.repeat {
            if last_step(scene, case, policy) {
                return;
            }
            let Some(ladder) = self::ladder(scene, case, policy) else { return };
            ladder.climbing = false;
            if entry.lapses {
                scene.follow(Any::Paging(Paging::Lapse { case, policy }));
            }
            return scene.record(Fact::Silent { incident: IncidentNo(case.no), policy });
        }
        let (index, round) = (ladder.step, ladder.round);
        ladder.step += 1;
        ladder.generation += 1;
        let generation = ladder.generation;
        if entry.lapses && (index > 0 || round > 0) {
            scene.follow(Any::Paging(Paging::Lapse { case, policy }));
        }
        let (pagees, wait) = &entry.steps[index];
        let people = resolve(scene, case, pagees);
        let count = people.len() as u32;
        scene.record(Fact::StepFired { incident: IncidentNo(case.no), policy, step: index as u8, round, people: count });
        for person in &people {
            scene.follow(Any::Paging(Paging::Page { case, person: *person, why: PageFor::Policy(policy) }));
        }
        scene.rooms.escalation.ladders[case.at()].paged = people;
        if count == 0 && entry.skip_if_empty {
            continue;
        }
        let at = scene.now() + *wait;
        scene.book_at(at, Any::Escalation(Happening::Step { case, policy, generation }));
        if entry.re_resolve {
            book_look(scene, case, policy, generation, pagees, at);
        }
        return;
    }
}

/// Out of steps, a policy turns to whoever is accountable, once, and gives them some time before it falls silent.
fn last_step(scene: &mut Scene, case: Case, policy: PolicyId) -> bool {
    let kind = scene.rooms.incident.file(case).kind;
    let Some((_, service)) = service(scene.plan, kind).filter(|(_, s)| !s.owners.is_empty()) else { return false };
    let Some(ladder) = ladder(scene, case, policy).filter(|l| !l.owned) else { return false };
    ladder.owned = true;
    ladder.generation += 1;
    let generation = ladder.generation;
    scene.follow(Any::Responsibility(Responsibility::Escalate { case, silent: Some(policy) }));
    scene.book_in(service.accountable_wait, Any::Escalation(Happening::Step { case, policy, generation }));
    true
}

/// Who a step pages now, each of them once. Whoever is done with the list puts it back.
fn resolve(scene: &mut Scene, case: Case, pagees: &[Pagee]) -> Vec<PersonId> {
    let plan = scene.plan;
    let mut people = std::mem::take(&mut scene.rooms.escalation.ladders[case.at()].paged);
    people.clear();
    for pagee in pagees {
        match pagee {
            Pagee::People(list) => people.extend_from_slice(list),
            Pagee::Team(team) => people.extend(plan.teams[team.at()].members.iter().filter(|p| scene.rooms.duty.of(**p).on_shift)),
            Pagee::Rota(rota) => on_rota(scene, case, *rota, &mut people),
        }
    }
    let mut known = 0;
    for index in 0..people.len() {
        if !people[..known].contains(&people[index]) {
            people[known] = people[index];
            known += 1;
        }
    }
    people.truncate(known);
    people
}

/// Those on call, and for those of them who are away whoever takes their turn.
fn on_rota(scene: &mut Scene, case: Case, rota: RotaId, people: &mut Vec<PersonId>) {
    let (turns, now) = (&scene.plan.rotas[rota.at()], scene.now());
    if let Some(turn) = swaps::instead(scene, rota, now) {
        return people.extend(&turn.people);
    }
    for &person in turns.on_call(now) {
        if swaps::is_off(scene, person, now) {
            continue;
        }
        let by = cover::stands_in(scene, turns, person, now);
        if by != person {
            scene.record(Fact::Covered { incident: IncidentNo(case.no), rota, person, by });
        }
        people.push(by);
    }
}

/// Books a look at the first instant before the next step at which somebody comes on.
fn book_look(scene: &mut Scene, case: Case, policy: PolicyId, generation: u32, pagees: &[Pagee], before: Instant) {
    let plan = scene.plan;
    let now = scene.now();
    let mut next: Option<Instant> = None;
    let mut note = |at: Option<Instant>| {
        if let Some(at) = at {
            next = Some(next.map_or(at, |n| n.min(at)));
        }
    };
    for pagee in pagees {
        match pagee {
            Pagee::People(_) => {}
            Pagee::Team(team) => {
                for person in &plan.teams[team.at()].members {
                    note(cover::next_on_shift(scene, *person, now));
                }
            }
            Pagee::Rota(rota) => note(cover::next_turn(scene, *rota, now)),
        }
    }
    if let Some(at) = next.filter(|at| *at < before) {
        scene.book_at(at, Any::Escalation(Happening::LookAgain { case, policy, generation }));
    }
}

fn look_again(scene: &mut Scene, case: Case, policy: PolicyId, generation: u32) {
    let Some(ladder) = ladder(scene, case, policy).filter(|l| l.climbing && l.generation == generation) else { return };
    let index = ladder.step - 1;
    let plan = scene.plan;
    let (pagees, wait) = &plan.policies[policy.at()].steps[index];
    let why = PageFor::Policy(policy);
    let people = resolve(scene, case, pagees);
    for &person in &people {
        if !scene.rooms.paging.is_open(case, person, why) {
            scene.follow(Any::Paging(Paging::Page { case, person, why }));
        }
    }
    scene.rooms.escalation.ladders[case.at()].paged = people;
    let before = scene.now() + *wait;
    book_look(scene, case, policy, generation, pagees, before);
}

/// An answer ends all policies of the incident; they start again if nothing comes of it.
fn answered(scene: &mut Scene, case: Case) {
    let plan = scene.plan;
    let mut watch = Vec::new();
    for ladder in ladders(scene, case).iter_mut().filter(|l| l.climbing) {
        ladder.climbing = false;
        ladder.generation += 1;
        if let Some(after) = plan.policies[ladder.policy.at()].re_page_after {
            watch.push((ladder.policy, ladder.generation, after));
        }
    }
    for (policy, generation, after) in watch {
        scene.book_in(after, Any::Escalation(Happening::Progress { case, policy, generation }));
    }
}

fn progress(scene: &mut Scene, case: Case, policy: PolicyId, generation: u32) {
    if scene.rooms.response.has_begun(case) {
        return;
    }
    let Some(ladder) = ladder(scene, case, policy).filter(|l| !l.climbing && l.generation == generation) else { return };
    ladder.climbing = true;
    ladder.owned = false;
    ladder.step = 0;
    ladder.round = 0;
    fire(scene, case, policy);
}
