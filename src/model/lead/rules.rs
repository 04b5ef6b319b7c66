//! What leads do: somebody is named or called, takes over, gives updates, hands over, and is free when all is back.

use super::{LeadLaw, Leading, Led};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::duty::on_call;
use crate::model::fact::{Fact, PageFor, Told};
use crate::model::happening::{Case, Duty, Happening as Any, Lead as Happening, Paging, Response};
use crate::model::ids::{IncidentNo, PersonId};
use crate::model::{contract, incident, response};

/// How long one is called before the next is called too.
const CALL_WAIT: Span = Span(15 * 60_000);

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Update { case, due } if scene.live(case) => update(scene, case, due),
        Happening::Attends { person, generation } => attends(scene, person, generation),
        Happening::Call { case } if scene.live(case) => call(scene, case),
        Happening::Answered { case, person } if scene.live(case) => answered(scene, case, person),
        Happening::Left { person } => left(scene, person),
        Happening::Seek { case } if scene.live(case) => seek(scene, case),
        Happening::CouldCome { person } => could_come(scene, person),
        Happening::Called { case, takes } if scene.live(case) => called(scene, case, takes),
        Happening::Occupied { person, takes } => {
            occupy(scene, person, takes);
            repace(scene, person);
        }
        _ => {}
    }
}

/// Nobody leads anything.
pub fn begin(scene: &mut Scene) {
    if scene.plan.has_leads {
        scene.rooms.lead.leading.iter_mut().for_each(|leading| *leading = Leading::default());
    }
}

fn led<'a>(scene: &'a mut Scene, case: Case) -> &'a mut Led {
    &mut scene.rooms.lead.led[case.at()]
}
fn leading<'a>(scene: &'a mut Scene, person: PersonId) -> &'a mut Leading {
    &mut scene.rooms.lead.leading[person.at()]
}
fn law<'p>(scene: &Scene<'p, '_>, case: Case) -> Option<&'p LeadLaw> {
    let plan = scene.plan;
    plan.playbooks[plan.kinds[scene.rooms.incident.file(case).kind.at()].playbook.at()].lead.as_ref()
}

/// Somebody who may lead is there for it and runs few enough incidents: free hands before busy ones, then those who run the fewest, then in order.
pub fn choose(scene: &Scene, case: Case) -> Option<PersonId> {
    let law = law(scene, case)?;
    let runs = |p: PersonId| scene.rooms.lead.of(p).cases.len();
    let may = |p: &PersonId| is_here(scene, case, *p) && runs(*p) < law.at_once as usize;
    let free = law.able.iter().copied().filter(may);
    free.min_by_key(|p| (scene.rooms.response.has_hands_full(*p), runs(*p)))
}

/// Somebody is at work for an incident, and not about to go because their provider is not owed from this instant on.
fn is_here(scene: &Scene, case: Case, person: PersonId) -> bool {
    scene.rooms.duty.here(person, case) && !contract::changed::is_over(scene, person)
}

/// A major incident is declared; the lead was chosen among those on duty. At once, so that nobody is given other work in between.
pub fn declared(scene: &mut Scene, case: Case, lead: Option<PersonId>) {
    let Some(law) = law(scene, case) else { return };
    led(scene, case).needed = true;
    if let Some((every, _)) = law.updates {
        scene.book_in(every, Any::Lead(Happening::Update { case, due: true }));
    }
    match lead {
        Some(person) => take_over(scene, case, person),
        None => leaderless(scene, case),
    }
}

/// Somebody takes the lead: all but the first read in.
fn take_over(scene: &mut Scene, case: Case, person: PersonId) {
    let hand_over = law(scene, case).map_or(Span(0), |law| law.hand_over);
    let state = led(scene, case);
    let reading_in = if state.has_been { hand_over } else { Span(0) };
    (state.person, state.has_been) = (Some(person), true);
    if let Some(before) = state.leaving.take() {
        scene.record(Fact::LeadHandsOver { incident: IncidentNo(case.no), person: before, to: Some(person) });
    }
    let state = leading(scene, person);
    state.cases.push(case);
    let runs = state.cases.len().min(255) as u8;
    scene.record(Fact::LeadTakesOver { incident: IncidentNo(case.no), person, reading_in, runs });
    occupy(scene, person, reading_in);
    response::rules::takes_lead(scene, person);
    repace(scene, person);
}

/// Takes so much of a lead's attention, once they have it again. Returns when that begins.
fn occupy(scene: &mut Scene, person: PersonId, span: Span) {
    if span == Span(0) {
        return;
    }
    let now = scene.now();
    let state = leading(scene, person);
    state.busy_until = state.busy_until.max(now) + span;
    state.generation += 1;
    let (at, generation) = (state.busy_until, state.generation);
    scene.book_at(at, Any::Lead(Happening::Attends { person, generation }));
}

/// Whatever a lead runs goes faster or more slowly from now on.
pub fn repace(scene: &mut Scene, person: PersonId) {
    for index in 0..leading(scene, person).cases.len() {
        let case = leading(scene, person).cases[index];
        scene.follow(Any::Response(Response::Repace { case }));
    }
}

fn attends(scene: &mut Scene, person: PersonId, generation: u32) {
    if leading(scene, person).generation == generation {
        repace(scene, person);
    }
}

/// Nobody leads: people are called who may.
fn leaderless(scene: &mut Scene, case: Case) {
    scene.record(Fact::LeaderLess { incident: IncidentNo(case.no) });
    scene.follow(Any::Response(Response::Repace { case }));
    call_if_needed(scene, case);
}

fn call_if_needed(scene: &mut Scene, case: Case) {
    let now = scene.now();
    let state = led(scene, case);
    if state.needed && state.person.is_none() && state.leaving.is_none() && !std::mem::replace(&mut state.calling, true) {
        // Not before those are there whose shift begins now.
        scene.book_at(now, Any::Lead(Happening::Call { case }));
    }
}

/// Calls the next who may lead: those on call first, in the order of ids, a wait apart; whoever has just left comes last.
fn call(scene: &mut Scene, case: Case) {
    let state = led(scene, case);
    let (wanted, gone) = (state.needed && state.person.is_none(), state.gone);
    let now = scene.now();
    let could_come = |scene: &Scene, p: PersonId| {
        let duty = scene.rooms.duty.of(p);
        !duty.at_work() && duty.away.is_none() && duty.rests_until <= now && !scene.rooms.paging.was_paged(case, p, PageFor::Lead)
    };
    let able = law(scene, case).filter(|_| wanted).map_or(&[][..], |law| &law.able);
    let next = able.iter().copied().filter(|p| could_come(scene, *p)).min_by_key(|p| (gone == Some(*p), !on_call(scene, *p, now), *p));
    let Some(person) = next else {
        led(scene, case).calling = false;
        return;
    };
    scene.follow(Any::Paging(Paging::Page { case, person, why: PageFor::Lead }));
    scene.book_in(CALL_WAIT, Any::Lead(Happening::Call { case }));
}

/// Somebody who was called to lead answers: they come, unless somebody leads by now.
fn answered(scene: &mut Scene, case: Case, person: PersonId) {
    let state = led(scene, case);
    if state.needed && state.person.is_none() {
        scene.follow(Any::Duty(Duty::CallOut { case, person }));
        came(scene, person);
    }
}

/// All incidents that need a lead, in the order of their places.
fn in_need(scene: &mut Scene) -> Vec<Case> {
    let mut all = Vec::new();
    for place in 0..scene.rooms.incident.places() {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        if case.no != incident::NONE && led(scene, case).needed {
            all.push(case);
        }
    }
    all.sort_unstable_by_key(|case| case.no);
    all
}

/// Some incident needs a lead, whether it has one or not.
pub fn any_needed(scene: &Scene) -> bool {
    let needed = |place| {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        case.no != incident::NONE && scene.rooms.lead.led[case.at()].needed
    };
    scene.plan.has_leads && (0..scene.rooms.incident.places()).any(needed)
}

/// Somebody has come to work: they may be the one who is waited for, or relieve one who has stayed on.
pub fn came(scene: &mut Scene, person: PersonId) {
    if !scene.plan.has_leads {
        return;
    }
    for case in in_need(scene) {
        let able = law(scene, case).is_some_and(|law| {
            let runs = scene.rooms.lead.of(person).cases.len();
            law.able.contains(&person) && runs < law.at_once as usize && is_here(scene, case, person)
        });
        let leads = led(scene, case).person;
        match leads {
            None if able => take_over(scene, case, person),
            Some(before) if able && before != person && !scene.rooms.duty.here(before, case) => {
                hand_to(scene, case, before, person);
            }
            _ => {}
        }
    }
}

/// Somebody can be called again.
fn could_come(scene: &mut Scene, person: PersonId) {
    for case in in_need(scene) {
        if law(scene, case).is_some_and(|law| law.able.contains(&person)) {
            call_if_needed(scene, case);
        }
    }
}

/// Somebody's duty has changed: what they are no longer there for they hand over, once those whose shift begins are there too.
fn left(scene: &mut Scene, person: PersonId) {
    let now = scene.now();
    leading(scene, person).off_at = now;
    let stays = scene.rooms.duty.of(person).staying;
    for case in leading(scene, person).cases.clone() {
        if scene.rooms.duty.here(person, case) {
            continue;
        }
        if !stays {
            release(scene, case, person);
            led(scene, case).leaving = Some(person);
        }
        scene.book_at(now, Any::Lead(Happening::Seek { case }));
    }
}

/// Somebody leads an incident no more.
fn release(scene: &mut Scene, case: Case, person: PersonId) {
    led(scene, case).person = None;
    let state = leading(scene, person);
    state.cases.retain(|c| *c != case);
    if state.cases.is_empty() {
        state.busy_until = Instant(0);
        state.generation += 1;
        state.overtime = false;
    }
}

/// Looks for the next lead of an incident whose lead has gone, or has stayed on after the shift.
fn seek(scene: &mut Scene, case: Case) {
    let (needed, person) = (led(scene, case).needed, led(scene, case).person);
    if !needed || person.is_some_and(|p| scene.rooms.duty.here(p, case)) {
        return;
    }
    match (person, choose(scene, case)) {
        (Some(before), Some(next)) => hand_to(scene, case, before, next),
        (None, Some(next)) => take_over(scene, case, next),
        (Some(person), None) => stays_on(scene, case, person),
        (None, None) => {
            if let Some(before) = led(scene, case).leaving.take() {
                led(scene, case).gone = Some(before);
                scene.record(Fact::LeadHandsOver { incident: IncidentNo(case.no), person: before, to: None });
                leaderless(scene, case);
            }
        }
    }
}

/// A lead has stayed on after the shift, since nobody is there to take over. With something in hand they stay for that, which is told already.
fn stays_on(scene: &mut Scene, case: Case, person: PersonId) {
    let duty = scene.rooms.duty.of(person);
    if scene.plan.pay.overtime.is_none() || !duty.staying || duty.called_for.is_some() {
        return;
    }
    let known = std::mem::replace(&mut leading(scene, person).overtime, true);
    if !known && !scene.rooms.response.has_hands_full(person) {
        scene.record(Fact::LeadStaysOn { incident: IncidentNo(case.no), person, ends: false });
    }
}

/// The next shift of a lead who has stayed on begins. With something in hand that is told with it.
pub fn back_on_shift(scene: &mut Scene, person: PersonId) {
    let state = leading(scene, person);
    let (stayed, first) = (std::mem::take(&mut state.overtime), state.cases.first().copied());
    if let Some(case) = first.filter(|_| stayed && !scene.rooms.response.has_hands_full(person)) {
        scene.record(Fact::LeadStaysOn { incident: IncidentNo(case.no), person, ends: true });
    }
}

/// One lead hands over to the next, and goes home if they only stayed for that.
fn hand_to(scene: &mut Scene, case: Case, before: PersonId, next: PersonId) {
    release(scene, case, before);
    led(scene, case).leaving = Some(before);
    take_over(scene, case, next);
    relieved(scene, before);
}

/// Somebody leads one incident less: they take another that nobody leads, do other work, or go home if they stayed only for that.
fn relieved(scene: &mut Scene, person: PersonId) {
    let duty = scene.rooms.duty.of(person);
    let (on_shift, staying) = (duty.on_shift, duty.staying);
    if on_shift {
        came(scene, person);
        return scene.follow(Any::Response(Response::Free { person }));
    }
    let state = leading(scene, person);
    let (leads, off_at) = (!state.cases.is_empty(), state.off_at);
    let late = off_at < scene.now();
    if staying && !leads && !scene.rooms.response.has_hands_full(person) {
        scene.follow(Any::Duty(Duty::WentHome { person, late }));
    }
}

/// Everything is back: nobody needs to lead any more.
pub fn over(scene: &mut Scene, case: Case) {
    let state = led(scene, case);
    if !std::mem::replace(&mut state.needed, false) {
        return;
    }
    if let Some(person) = led(scene, case).person {
        release(scene, case, person);
        scene.record(Fact::LeadEnds { incident: IncidentNo(case.no), person });
        repace(scene, person);
        relieved(scene, person);
    }
}

/// Somebody calls the lead; with nobody in the lead, one who is at work on it.
fn called(scene: &mut Scene, case: Case, takes: Span) {
    match led(scene, case).person {
        Some(person) => scene.follow(Any::Response(Response::Called { case, person, takes })),
        None => {
            if let Some(person) = response::rules::interrupt(scene, case, None, takes) {
                scene.record(Fact::Inject(Told::Call { incident: IncidentNo(case.no), person, takes }));
            }
        }
    }
}

/// An update is due, or late: the lead gives it as soon as they can; with nobody in the lead it interrupts one who is at work.
fn update(scene: &mut Scene, case: Case, due: bool) {
    let Some((every, takes)) = law(scene, case).and_then(|law| law.updates) else { return };
    if !led(scene, case).needed {
        return;
    }
    if due {
        scene.book_in(every, Any::Lead(Happening::Update { case, due: true }));
    }
    let incident = IncidentNo(case.no);
    let lead = led(scene, case).person;
    let busy_until = lead.map_or(Instant(0), |person| leading(scene, person).busy_until);
    match lead {
        Some(_) if busy_until > scene.now() => scene.book_at(busy_until, Any::Lead(Happening::Update { case, due: false })),
        Some(person) if !scene.rooms.response.has_hands_full(person) => {
            scene.record(Fact::Update { incident, person, takes, leads: true });
            occupy(scene, person, takes);
            repace(scene, person);
        }
        lead => {
            if let Some(person) = response::rules::interrupt(scene, case, lead, takes) {
                scene.record(Fact::Update { incident, person, takes, leads: lead == Some(person) });
            }
        }
    }
}
