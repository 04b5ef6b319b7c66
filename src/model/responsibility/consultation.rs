//! Consultation: whoever must be asked about a decision or a task is called, person after person, a wait apart; once one of them is reached
//! they take their time to answer. After the time allowed work goes on without them.

use super::{Asked, Asking, Consultation, service};
use crate::engine::chance::{Purpose, combine};
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::{Fact, PageFor};
use crate::model::happening::{Authority, Case, Happening as Any, Paging, Response, Responsibility as Happening};
use crate::model::ids::{IncidentNo, PersonId, ServiceId};
use crate::model::plan::Plan;
use crate::model::responsibility::{Consulted, Matter};

pub(super) const ADVICE: Purpose = Purpose::named("advice");
/// How long one of a party is called before the next is called too.
const CALL_WAIT: Span = Span(15 * 60_000);

fn all<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Vec<Consultation> {
    &mut scene.rooms.responsibility.consultations[case.at()].0
}
fn find<'a>(scene: &'a mut Scene, case: Case, matter: Matter, party: u32) -> Option<&'a mut Asked> {
    all(scene, case).iter_mut().find(|c| c.matter == matter)?.asked.iter_mut().find(|a| a.party == party)
}
/// What the plan says of a party.
fn consulted<'p>(scene: &Scene<'p, '_>, case: Case, party: u32) -> Option<(ServiceId, &'p Consulted)> {
    let (id, service) = service(scene.plan, scene.rooms.incident.file(case).kind)?;
    Some((id, service.consulted.get(party as usize)?))
}

/// Asks everybody who must be asked about a matter; once in an incident.
pub(super) fn begin(scene: &mut Scene, case: Case, matter: Matter) {
    let Some((id, service)) = service(scene.plan, scene.rooms.incident.file(case).kind) else { return };
    if all(scene, case).iter().any(|c| c.matter == matter) {
        return again(scene, case, matter, id);
    }
    let asked = service.to_ask(matter).map(|party| Asked { party, asking: Asking::Calling, called: Vec::new() }).collect();
    all(scene, case).push(Consultation { matter, asked });
    for party in service.to_ask(matter) {
        scene.record(Fact::Consulting { incident: IncidentNo(case.no), matter, service: id, party });
        call_next(scene, case, matter, party);
        let at_most = service.consulted[party as usize].at_most;
        scene.book_in(at_most, Any::Responsibility(Happening::GivesUp { case, matter, party }));
    }
}

/// A matter comes up once more, as when a decision has been questioned: what was said holds, and whose time ended while it stood is not asked again.
fn again(scene: &mut Scene, case: Case, matter: Matter, service: ServiceId) {
    let lapsed = |asked: &&mut Asked| asked.asking == Asking::Lapsed;
    while let Some(asked) = all(scene, case).iter_mut().filter(|c| c.matter == matter).flat_map(|c| &mut c.asked).find(lapsed) {
        asked.asking = Asking::GivenUp;
        let party = asked.party;
        scene.record(Fact::WentWithout { incident: IncidentNo(case.no), matter, service, party });
    }
    tell_if_over(scene, case, matter);
}

/// Calls the next of a party: those at work first, then in the order of the list.
pub(super) fn call_next(scene: &mut Scene, case: Case, matter: Matter, party: u32) {
    let Some((_, entry)) = consulted(scene, case, party) else { return };
    let Some(asked) = find(scene, case, matter, party).filter(|a| a.asking == Asking::Calling) else { return };
    let called = asked.called.clone();
    let left = entry.party.people.iter().copied().filter(|p| !called.contains(p));
    let Some(person) = left.min_by_key(|p| !scene.rooms.duty.of(*p).at_work()) else { return };
    if let Some(asked) = find(scene, case, matter, party) {
        asked.called.push(person);
    }
    scene.follow(Any::Paging(Paging::Page { case, person, why: PageFor::Advice(matter) }));
    scene.book_in(CALL_WAIT, Any::Responsibility(Happening::CallNext { case, matter, party }));
}

/// Somebody who was called is there: they answer for every party that they belong to.
pub(super) fn reached(scene: &mut Scene, case: Case, matter: Matter, person: PersonId) {
    let Some(known) = all(scene, case).iter().find(|c| c.matter == matter) else { return };
    let calling: Vec<u32> = known.asked.iter().filter(|a| a.asking == Asking::Calling).map(|a| a.party).collect();
    for party in calling {
        let Some((_, entry)) = consulted(scene, case, party).filter(|(_, e)| e.party.people.contains(&person)) else { continue };
        if let Some(asked) = find(scene, case, matter, party) {
            asked.asking = Asking::Reached(person);
        }
        let takes = entry.takes.sample(&mut scene.draw_for(ADVICE, case, luck_of(scene.plan, entry, matter), 0));
        scene.book_in(takes, Any::Responsibility(Happening::Answers { case, matter, party }));
    }
}

/// The luck of how long a party takes belongs to the party and to what it is asked about.
pub(super) fn luck_of(plan: &Plan, party: &Consulted, matter: Matter) -> u64 {
    let about = match matter {
        Matter::Decision(decision) => plan.decisions[decision.at()].luck,
        Matter::Task(task) => plan.tasks[task.at()].luck,
    };
    combine(party.luck, about)
}

pub(super) fn answers(scene: &mut Scene, case: Case, matter: Matter, party: u32) {
    let Some((service, _)) = consulted(scene, case, party) else { return };
    let Some(asked) = find(scene, case, matter, party) else { return };
    let Asking::Reached(person) = asked.asking else { return };
    asked.asking = Asking::Answered;
    scene.record(Fact::Consulted { incident: IncidentNo(case.no), matter, service, party, person });
    if !decided(scene, case, matter) {
        tell_if_over(scene, case, matter);
    }
}

pub(super) fn gives_up(scene: &mut Scene, case: Case, matter: Matter, party: u32) {
    let Some((service, _)) = consulted(scene, case, party) else { return };
    let decided = decided(scene, case, matter);
    let Some(asked) = find(scene, case, matter, party).filter(|a| a.asking != Asking::Answered) else { return };
    if decided {
        asked.asking = Asking::Lapsed;
        return;
    }
    asked.asking = Asking::GivenUp;
    scene.record(Fact::WentWithout { incident: IncidentNo(case.no), matter, service, party });
    tell_if_over(scene, case, matter);
}

/// The decision was taken meanwhile, on a standing permission or without authority: nothing waits for advice any more.
fn decided(scene: &Scene, case: Case, matter: Matter) -> bool {
    match matter {
        Matter::Decision(decision) => scene.rooms.authority.is_granted(case, decision),
        Matter::Task(_) => false,
    }
}

fn tell_if_over(scene: &mut Scene, case: Case, matter: Matter) {
    if scene.rooms.responsibility.is_over(case, matter) {
        tell(scene, case, matter);
    }
}

fn tell(scene: &mut Scene, case: Case, matter: Matter) {
    scene.follow(match matter {
        Matter::Decision(decision) => Any::Authority(Authority::Advised { case, decision }),
        Matter::Task(task) => Any::Response(Response::Advised { case, task }),
    });
}
