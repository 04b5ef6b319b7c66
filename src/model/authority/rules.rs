//! What decisions do: holders are called in order, then delegates; whoever is reached consults, thinks and answers; a quorum opens the gate,
//! a standing permission opens it at once, and where the scenario allows somebody acts without.

use super::{Advice, Decider, Request, challenge, room};
use crate::engine::chance::{Purpose, combine};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::{Answer, Authority as On, Fact, Job, PageFor, Wait};
use crate::model::happening::{Authority as Happening, Case, Happening as Any, Incident, JobNo, Paging, Response, Responsibility};
use crate::model::ids::{DecisionId, IncidentNo, PersonId};
use crate::model::notice::{self, Start};
use crate::model::plan::Decision;
use crate::model::responsibility::{Matter, service};

pub(super) const DELIBERATION: Purpose = Purpose::named("deliberation");
pub(super) const CONSULTATION: Purpose = Purpose::named("consultation");
pub(super) const ANSWER: Purpose = Purpose::named("answer");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Ask { case, decision, job } if scene.live(case) => ask(scene, case, decision, job),
        Happening::LookAgain { case } if scene.live(case) => look_again(scene, case),
        Happening::CallNext { case, decision } if due(scene, case, decision, |r, _| Some(r.next_call)) => call_next(scene, case, decision),
        Happening::Delegate { case, decision } if due(scene, case, decision, |r, d| Some(r.asked + d.delegate_after?)) => {
            delegate(scene, case, decision)
        }
        Happening::Reached { case, decision, person } if open(scene, case, decision) => reached(scene, case, decision, person),
        Happening::Consulted { case, decision, person } if goes_on(scene, case, decision, person) => {
            consulted(scene, case, decision, person)
        }
        Happening::Concludes { case, decision, person } if goes_on(scene, case, decision, person) => {
            concludes(scene, case, decision, person)
        }
        Happening::AskAgain { case, decision, person } if goes_on(scene, case, decision, person) => think(scene, case, decision, person),
        Happening::Advised { case, decision } if open(scene, case, decision) => advised(scene, case, decision),
        Happening::AtHand { case, person } if scene.live(case) => room::at_hand(scene, case, person),
        Happening::TakesEffect { case, decision } if scene.live(case) => challenge::takes_effect(scene, case, decision),
        Happening::Challenge { case, decision } if scene.live(case) => challenge::challenge(scene, case, decision),
        Happening::ActWithout { case, decision } if due(scene, case, decision, |r, d| Some(r.asked + d.acts_without_authority_after?)) => {
            let (incident, authority) = (IncidentNo(case.no), On::Nobody);
            scene.record(Fact::Decided { incident, decision, person: None, answer: Answer::Approved, authority });
            grant(scene, case, decision, authority);
        }
        _ => {}
    }
}

/// The request is there and still open.
fn open(scene: &mut Scene, case: Case, decision: DecisionId) -> bool {
    scene.live(case) && find(scene, case, decision).is_some_and(|r| !r.granted)
}

/// The request is there and still open, and what is booked is booked for this asking and not for an earlier one.
fn due(scene: &mut Scene, case: Case, decision: DecisionId, at: fn(&Request, &Decision) -> Option<Instant>) -> bool {
    let (plan, now) = (scene.plan, scene.now());
    open(scene, case, decision) && find(scene, case, decision).and_then(|r| at(r, &plan.decisions[decision.at()])) == Some(now)
}

/// The same for what somebody does who has been reached.
fn goes_on(scene: &mut Scene, case: Case, decision: DecisionId, person: PersonId) -> bool {
    let now = scene.now();
    open(scene, case, decision) && decider(scene, case, decision, person).is_some_and(|d| d.next == now)
}

/// What somebody who has been reached does next is booked.
fn go_on(scene: &mut Scene, after: Span, (case, decision, person): (Case, DecisionId, PersonId), happening: Happening) {
    let at = scene.now() + after;
    if let Some(decider) = decider(scene, case, decision, person) {
        decider.next = at;
    }
    scene.book_at(at, Any::Authority(happening));
}

pub(super) fn decider<'a>(scene: &'a mut Scene, case: Case, decision: DecisionId, person: PersonId) -> Option<&'a mut Decider> {
    find(scene, case, decision)?.deciders.iter_mut().find(|d| d.person == person)
}

pub(super) fn requests<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Vec<Request> {
    &mut scene.rooms.authority.requests[case.at()].all
}

pub(super) fn find<'a>(scene: &'a mut Scene, case: Case, decision: DecisionId) -> Option<&'a mut Request> {
    requests(scene, case).iter_mut().find(|r| r.decision == decision)
}

fn ask(scene: &mut Scene, case: Case, decision: DecisionId, job: JobNo) {
    let right = &scene.plan.decisions[decision.at()];
    let mut answers = 0;
    if let Some(request) = find(scene, case, decision) {
        let (granted, on) = (request.granted, request.on);
        if granted && right.access.is_some() {
            // Access that has run out is asked for again; the luck of the answers goes on.
            answers = request.answers;
            requests(scene, case).retain(|r| r.decision != decision);
        } else {
            return already_asked(scene, case, decision, granted, on);
        }
    }
    put(scene, (case, decision, job), answers, false);
}

/// Puts a decision before those who may take it.
pub(super) fn put(scene: &mut Scene, (case, decision, job): (Case, DecisionId, JobNo), answers: u32, challenged: bool) {
    let (plan, incident) = (scene.plan, IncidentNo(case.no));
    let right = &plan.decisions[decision.at()];
    let what: Job = scene.rooms.response.job(case, job);
    scene.record(Fact::Asked { incident, decision, job: what });
    let kind = scene.rooms.incident.file(case).kind;
    let to_ask = service(plan, kind).is_some_and(|(_, s)| s.to_ask(Matter::Decision(decision)).next().is_some());
    let now = scene.now();
    let deciders = scene.rooms.authority.requests[case.at()].spare.pop().unwrap_or_default();
    requests(scene, case).push(Request {
        decision,
        asked: now,
        next_call: now,
        job,
        granted: false,
        challenged,
        authority: None,
        called: 0,
        delegates_may: false,
        delegates_called: 0,
        deciders,
        answers,
        on: Wait::DecisionReach,
        advice: if to_ask { Advice::Needed } else { Advice::Had },
    });
    if pre_authorised(scene, case, decision) {
        return;
    }
    scene.follow(Any::Response(Response::DecisionWaits { case, decision, on: Wait::DecisionReach }));
    for _ in 1..right.quorum {
        call_one(scene, case, decision);
    }
    call_next(scene, case, decision);
    if let Some(after) = right.delegate_after {
        scene.book_in(after, Any::Authority(Happening::Delegate { case, decision }));
    }
    if let Some(after) = right.acts_without_authority_after {
        scene.book_in(after, Any::Authority(Happening::ActWithout { case, decision }));
    }
}

fn already_asked(scene: &mut Scene, case: Case, decision: DecisionId, granted: bool, on: Wait) {
    scene.follow(Any::Response(if granted {
        Response::Granted { case, decision }
    } else {
        Response::DecisionWaits { case, decision, on }
    }));
}

/// Grants a decision on a standing permission, while somebody is on duty who holds it and can do the job.
fn pre_authorised(scene: &mut Scene, case: Case, decision: DecisionId) -> bool {
    let plan = scene.plan;
    let assessed = scene.rooms.incident.file(case).acts_on();
    let Some(job) = find(scene, case, decision).filter(|r| !r.challenged).map(|r| r.job) else { return false };
    for (index, (_, covers, from)) in plan.decisions[decision.at()].pre_authorised.iter().enumerate() {
        if assessed < *from {
            continue;
        }
        if let Some(matter) = plan.decisions[decision.at()].access {
            // Whoever may have it without asking has it.
            permit(scene, case, decision, index as u8, matter.person);
            return true;
        }
        let able = |person: PersonId| covers[person.at()] && scene.rooms.duty.here(person, case);
        let someone = match scene.rooms.response.requirement(case, job) {
            Some(requirement) => {
                let candidates = plan.requirements[requirement.at()].candidates.iter().map(|c| c.0).filter(|p| able(*p));
                let ranked = candidates.filter_map(|p| Some((scene.rooms.qualification.rank(plan, p, requirement)?, p)));
                ranked.min().map(|(_, p)| p)
            }
            None => (0..plan.people.len() as u32).map(PersonId).find(|p| able(*p)),
        };
        if let Some(person) = someone {
            permit(scene, case, decision, index as u8, person);
            return true;
        }
    }
    false
}

fn permit(scene: &mut Scene, case: Case, decision: DecisionId, nth: u8, person: PersonId) {
    let (incident, authority) = (IncidentNo(case.no), On::PreAuthorised(nth));
    scene.record(Fact::Decided { incident, decision, person: Some(person), answer: Answer::Approved, authority });
    grant(scene, case, decision, authority);
}

/// Somebody came who may need to ask nobody.
fn look_again(scene: &mut Scene, case: Case) {
    for index in 0..requests(scene, case).len() {
        if let Some(decision) = requests(scene, case).get(index).filter(|r| !r.granted).map(|r| r.decision) {
            pre_authorised(scene, case, decision);
        }
    }
}

/// Calls the next holder, or the next delegate once they may; false when nobody is left to call.
fn call_one(scene: &mut Scene, case: Case, decision: DecisionId) -> bool {
    let right = &scene.plan.decisions[decision.at()];
    let Some(request) = find(scene, case, decision) else { return false };
    let person = if request.called < right.holders.len() {
        request.called += 1;
        right.holders[request.called - 1]
    } else if request.delegates_may && request.delegates_called < right.delegates.len() {
        request.delegates_called += 1;
        right.delegates[request.delegates_called - 1]
    } else {
        return false;
    };
    scene.follow(Any::Paging(Paging::Page { case, person, why: PageFor::Decision(decision) }));
    true
}

/// As many as it takes have been reached: nobody else need be called.
fn enough(scene: &mut Scene, case: Case, decision: DecisionId) -> bool {
    let quorum = scene.plan.decisions[decision.at()].quorum;
    find(scene, case, decision).is_some_and(|r| r.deciders.len() as u32 >= quorum)
}

fn call_next(scene: &mut Scene, case: Case, decision: DecisionId) {
    if pre_authorised(scene, case, decision) || enough(scene, case, decision) {
        return;
    }
    if call_one(scene, case, decision) {
        let wait = scene.plan.decisions[decision.at()].call_wait;
        let at = scene.now() + wait;
        if let Some(request) = find(scene, case, decision) {
            request.next_call = at;
        }
        scene.book_at(at, Any::Authority(Happening::CallNext { case, decision }));
    }
}

/// From now on delegates may decide too, and they are called before holders not yet called.
fn delegate(scene: &mut Scene, case: Case, decision: DecisionId) {
    let right = &scene.plan.decisions[decision.at()];
    let Some(request) = find(scene, case, decision) else { return };
    let chain_had_ended = request.called >= right.holders.len();
    request.delegates_may = true;
    request.called = right.holders.len();
    if enough(scene, case, decision) {
        return;
    }
    if chain_had_ended {
        call_next(scene, case, decision);
    } else {
        call_one(scene, case, decision);
    }
}

pub(super) fn reached(scene: &mut Scene, case: Case, decision: DecisionId, person: PersonId) {
    let (plan, now) = (scene.plan, scene.now());
    let right = &plan.decisions[decision.at()];
    let Some(request) = find(scene, case, decision) else { return };
    if request.deciders.iter().any(|d| d.person == person) || request.deciders.len() as u32 >= right.quorum {
        return;
    }
    let delegate = !right.holders.contains(&person);
    if delegate && !request.delegates_may {
        // They answer a page of an earlier asking; for this one it is too early.
        return;
    }
    request.deciders.push(Decider { person, delegate, consulted: false, agreed: false, next: now, says: None });
    let nth = request.deciders.len() as u64;
    if request.advice == Advice::Needed {
        request.advice = Advice::Asked;
        scene.follow(Any::Responsibility(Responsibility::Consult { case, matter: Matter::Decision(decision) }));
    }
    scene.record(Fact::Reached { incident: IncidentNo(case.no), decision, person });
    engaged(scene, case, decision);
    match &right.consultation {
        Some(takes) => {
            let takes = takes.sample(&mut scene.draw_for(CONSULTATION, case, right.luck, nth));
            go_on(scene, takes, (case, decision, person), Happening::Consulted { case, decision, person });
            tell(scene, case, decision);
        }
        None => consulted(scene, case, decision, person),
    }
}

fn consulted(scene: &mut Scene, case: Case, decision: DecisionId, person: PersonId) {
    let Some(request) = find(scene, case, decision) else { return };
    let advised = request.advice == Advice::Had;
    if let Some(decider) = request.deciders.iter_mut().find(|d| d.person == person) {
        decider.consulted = true;
        if advised {
            think(scene, case, decision, person);
        }
        tell(scene, case, decision);
    }
}

/// All who must be asked have been: those who were waiting for that begin to think.
fn advised(scene: &mut Scene, case: Case, decision: DecisionId) {
    let Some(request) = find(scene, case, decision) else { return };
    request.advice = Advice::Had;
    let waiting: Vec<PersonId> = request.deciders.iter().filter(|d| d.consulted).map(|d| d.person).collect();
    for person in waiting {
        think(scene, case, decision, person);
    }
    tell(scene, case, decision);
}

/// The luck of an answer belongs to the incident and the decision, not to who gives it.
pub(super) fn luck_of(scene: &mut Scene, case: Case, decision: DecisionId, person: PersonId) -> (u64, u64) {
    let right = &scene.plan.decisions[decision.at()];
    let Some(request) = find(scene, case, decision) else { return (right.luck, 0) };
    let place = request.deciders.iter().position(|d| d.person == person).unwrap_or(0) as u64;
    (combine(right.luck, place), u64::from(request.answers))
}

fn think(scene: &mut Scene, case: Case, decision: DecisionId, person: PersonId) {
    let (luck, nth) = luck_of(scene, case, decision, person);
    let takes = scene.plan.decisions[decision.at()].deliberation.sample(&mut scene.draw_for(DELIBERATION, case, luck, nth));
    // Whoever is asked about a false alarm looks closer: there is nothing to choose.
    if scene.rooms.choice.seats(person) && scene.rooms.incident.file(case).false_alarm.is_none() {
        return room::offer(scene, (case, decision, person), takes);
    }
    go_on(scene, takes, (case, decision, person), Happening::Concludes { case, decision, person });
}

/// What somebody says by the luck of the play.
pub(super) fn drawn(scene: &Scene, case: Case, luck: u64, nth: u64, outcomes: &[f64; 3]) -> Answer {
    [Answer::Approved, Answer::Deferred, Answer::Refused][scene.draw_for(ANSWER, case, luck, nth).pick(outcomes)]
}

/// Tells the jobs what they wait for, when that has changed.
fn tell(scene: &mut Scene, case: Case, decision: DecisionId) {
    let quorum = scene.plan.decisions[decision.at()].quorum as usize;
    let Some(request) = find(scene, case, decision) else { return };
    let on = if request.deciders.len() < quorum {
        Wait::DecisionReach
    } else if request.advice != Advice::Had || request.deciders.iter().any(|d| !d.consulted) {
        Wait::Consultation
    } else {
        Wait::Deliberation
    };
    if request.on != on {
        request.on = on;
        scene.follow(Any::Response(Response::DecisionWaits { case, decision, on }));
    }
}

fn concludes(scene: &mut Scene, case: Case, decision: DecisionId, person: PersonId) {
    if scene.rooms.incident.file(case).false_alarm.is_some() {
        // Whoever is asked looks closer.
        return scene.follow(Any::Incident(Incident::FoundFalse { case }));
    }
    let right = &scene.plan.decisions[decision.at()];
    let (luck, nth) = luck_of(scene, case, decision, person);
    let says = decider(scene, case, decision, person).and_then(|d| d.says.take());
    let answer = says.unwrap_or_else(|| drawn(scene, case, luck, nth, &right.outcomes));
    let Some(request) = find(scene, case, decision) else { return };
    request.answers += 1;
    let Some(decider) = request.deciders.iter_mut().find(|d| d.person == person) else { return };
    decider.agreed = answer == Answer::Approved;
    let authority = if decider.delegate { On::Delegate } else { On::Holder };
    let agreed = request.deciders.iter().filter(|d| d.agreed).count() as u32;
    scene.record(Fact::Decided { incident: IncidentNo(case.no), decision, person: Some(person), answer, authority });
    if agreed >= right.quorum {
        grant(scene, case, decision, authority);
    } else if answer != Answer::Approved {
        go_on(scene, right.ask_again, (case, decision, person), Happening::AskAgain { case, decision, person });
    }
}

fn grant(scene: &mut Scene, case: Case, decision: DecisionId, authority: On) {
    if let Some(request) = find(scene, case, decision) {
        request.granted = true;
        request.authority = Some(authority);
    }
    scene.record(Fact::Granted { incident: IncidentNo(case.no), decision, authority });
    // Whoever acts without authority has reached nobody who may decide.
    if authority != On::Nobody {
        engaged(scene, case, decision);
    }
    if scene.plan.injects.questions {
        scene.follow(Any::Authority(Happening::TakesEffect { case, decision }));
    } else {
        challenge::takes_effect(scene, case, decision);
    }
    notice::rules::tell(scene, case, Start::Decided(decision));
}

/// One who may decide is engaged. Whoever only gives access decides nothing about the incident.
fn engaged(scene: &mut Scene, case: Case, decision: DecisionId) {
    if scene.plan.decisions[decision.at()].access.is_none() && !scene.rooms.incident.file(case).decider {
        scene.follow(Any::Incident(Incident::DeciderEngaged { case }));
    }
}
