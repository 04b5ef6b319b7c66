//! What paging does: a page is answered or not; the answer goes to who asked.

use super::{Contact, Drawn, Within};
use crate::engine::chance::Purpose;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::absence::{Why, cover};
use crate::model::choice;
use crate::model::contract::terms;
use crate::model::duty::on_call;
use crate::model::fact::{Fact, PageFor};
use crate::model::happening::{
    Authority, Case, Contract, Escalation, Happening as Any, Incident, Lead, Paging as Happening, Response, Responsibility, Telemetry,
};
use crate::model::ids::{EmployerId, IncidentNo, PersonId, PolicyId};
use crate::model::incident::NONE;
use crate::model::means::{self, For};
use crate::model::plan::{AnswerLaw, Reach};

pub(super) const REACH: Purpose = Purpose::named("reach");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Page { case, person, why } if scene.live(case) => page(scene, case, person, why),
        Happening::Arrives { case, person, why } if scene.live(case) => arrives(scene, case, person, why),
        Happening::Answers { case, person, generation } if scene.live(case) => answers(scene, case, person, generation),
        Happening::TryAgain { case, person, generation } if scene.live(case) => try_again(scene, case, person, generation),
        Happening::Comes { person } => comes(scene, person),
        Happening::ProviderHere { case, employer } if scene.live(case) => provider_here(scene, case, employer),
        Happening::Lapse { case, policy } if scene.live(case) => lapse(scene, case, policy),
        Happening::MustAnswer { case, person, after } if scene.live(case) && has_open(scene, case, person) => {
            answers_after(scene, case, person, after, None)
        }
        _ => {}
    }
}

fn contacts<'a>(scene: &'a mut Scene, case: Case) -> &'a mut [Contact] {
    scene.rooms.paging.contacts[case.at()].tried_mut()
}

fn contact<'a>(scene: &'a mut Scene, case: Case, person: PersonId) -> &'a mut Contact {
    scene.rooms.paging.contacts[case.at()].of(person)
}

fn page(scene: &mut Scene, case: Case, person: PersonId, why: PageFor) {
    let now = scene.now();
    let day = scene.plan.zone.day(now);
    let entry = contact(scene, case, person);
    if !entry.open.contains(&why) {
        entry.open.push(why);
    }
    if !entry.paged.contains(&why) {
        entry.paged.push(why);
    }
    scene.record(Fact::Paged { incident: IncidentNo(case.no), person, why });
    // Whoever is at work sees it there, and whoever has answered is in touch already.
    let carried = scene.plan.means.is_empty() || scene.rooms.duty.of(person).at_work() || in_touch(scene, case, person, day);
    if !carried && scene.rooms.means.lost(scene.plan, &For::Paging).is_some() {
        return means::rules::hold(scene, case, person, why);
    }
    ring(scene, case, person, day);
}

/// A page that was held up is delivered, unless it has lapsed or somebody else was quicker to reach them.
fn arrives(scene: &mut Scene, case: Case, person: PersonId, why: PageFor) {
    if contact(scene, case, person).open.contains(&why) {
        let day = scene.plan.zone.day(scene.now());
        ring(scene, case, person, day);
    }
}

fn ring(scene: &mut Scene, case: Case, person: PersonId, day: i64) {
    let entry = contact(scene, case, person);
    let waits = entry.day == day && entry.answers_at.is_some();
    if by_contract(scene, person) {
        ask_provider(scene, case, person);
    } else if in_touch(scene, case, person, day) {
        deliver(scene, case, person);
    } else if !waits {
        draw(scene, case, person, day);
    }
}

/// Somebody has answered today, and can be reached as well as then.
fn in_touch(scene: &mut Scene, case: Case, person: PersonId, day: i64) -> bool {
    let entry = contact(scene, case, person);
    if entry.day != day || !entry.answered {
        return false;
    }
    let then = entry.within;
    then <= within(scene, person)
}

/// How well somebody can be reached now.
fn within(scene: &Scene, person: PersonId) -> Within {
    let (now, duty) = (scene.now(), scene.rooms.duty.of(person));
    if duty.at_work() {
        Within::OnShift
    } else if duty.away.is_some() {
        Within::Absent
    } else if on_call(scene, person, now) && duty.rests_until <= now {
        Within::OnCall
    } else {
        Within::OffDuty
    }
}

/// Somebody on duty answers when their employer responds, as its contract has it, rather than by themselves.
#[inline]
fn by_contract(scene: &Scene, person: PersonId) -> bool {
    scene.plan.people[person.at()].bound && responds_by_contract(scene, person)
}

fn responds_by_contract(scene: &Scene, person: PersonId) -> bool {
    let (now, duty) = (scene.now(), scene.rooms.duty.of(person));
    let terms = terms::of(scene.plan, person);
    terms.response.is_some()
        && !terms::closed(scene, person)
        && (duty.at_work() || (on_call(scene, person, now) && duty.rests_until <= now))
}

/// Delivers the pages of somebody whose employer has responded; else it is asked to.
fn ask_provider(scene: &mut Scene, case: Case, person: PersonId) {
    let employer = scene.plan.people[person.at()].employer;
    match scene.rooms.contract.find(case, employer) {
        Some(state) if state.left_out.contains(&person) => {}
        Some(state) if state.responded && !scene.rooms.contract.is_down(employer) => deliver(scene, case, person),
        Some(state) if state.responded => {}
        _ => scene.follow(Any::Contract(Contract::Request { case, employer })),
    }
}

/// A provider has responded: those of its people who were paged answer, each in their own way where they are off duty by now.
fn provider_here(scene: &mut Scene, case: Case, employer: EmployerId) {
    let plan = scene.plan;
    let of = |c: &Contact| (plan.people[c.person.at()].employer == employer && !c.open.is_empty()).then_some(c.person);
    let paged: Vec<PersonId> = contacts(scene, case).iter().filter_map(of).collect();
    for person in paged {
        if by_contract(scene, person) {
            ask_provider(scene, case, person);
        } else {
            let day = plan.zone.day(scene.now());
            draw(scene, case, person, day);
        }
    }
}

/// Draws whether and when somebody answers, or leaves it to the room, unless that is known for today.
fn draw(scene: &mut Scene, case: Case, person: PersonId, day: i64) {
    let now = scene.now();
    let plan = scene.plan;
    if terms::closed(scene, person) {
        // Nobody is owed; once the contract has ended, nobody ever will be.
        if !terms::gone(scene, person) {
            retry_later(scene, case, person, None);
        }
        return;
    }
    let duty = scene.rooms.duty.of(person);
    if duty.away.is_some_and(|spell| spell.why == Why::Left) {
        return retry_later(scene, case, person, None);
    }
    let within = within(scene, person);
    let law = law_of(&plan.people[person.at()].reach, within);
    let by_night = law.at_night != law.by_day && plan.zone.is_night(now);
    let share = if by_night { law.at_night } else { law.by_day };
    let known = contact(scene, case, person);
    // Who was in touch and is not any more may be again; who could not be reached is not reached any better where less can be hoped for.
    if known.day == day && !known.answered && known.within >= within {
        return retry_later(scene, case, person, None);
    }
    let mut draw = scene.draw_for(REACH, case, plan.people[person.at()].luck, day as u64);
    let answers = draw.chance(share);
    let after = answers.then(|| law.after.sample(&mut draw));
    if scene.hot.core.luck.is_noted() {
        // By contract it is their employer who answers for them at work.
        let shift = cover::next_on_shift(scene, person, now).filter(|_| terms::of(plan, person).response.is_none());
        contact(scene, case, person).drawn.push(Drawn { day, at: now, within, shift, lapsed: None });
    }
    if scene.rooms.choice.seats(person) {
        let pages = contact(scene, case, person).open.clone();
        return choice::rules::page(scene, case, person, after, pages);
    }
    answers_on(scene, case, person, after, None, (day, within));
}

/// It is known whether somebody answers, and after how long. What follows takes the place in the calendar that was kept for it, if one was.
fn answers_after(scene: &mut Scene, case: Case, person: PersonId, after: Option<Span>, place: Option<u64>) {
    let reached = (scene.plan.zone.day(scene.now()), within(scene, person));
    answers_on(scene, case, person, after, place, reached);
}

/// The same for those of whom it is known on which day that is, and how well they can be reached.
fn answers_on(scene: &mut Scene, case: Case, person: PersonId, after: Option<Span>, place: Option<u64>, (day, within): (i64, Within)) {
    let now = scene.now();
    let entry = contact(scene, case, person);
    entry.luck_known = entry.day == day && (entry.answered || entry.luck_known);
    entry.day = day;
    entry.within = within;
    entry.answered = false;
    entry.generation += 1;
    let generation = entry.generation;
    entry.answers_at = after.map(|after| now + after);
    match after {
        Some(after) => scene.book_placed(now + after, place, Any::Paging(Happening::Answers { case, person, generation })),
        None => retry_later(scene, case, person, place),
    }
}

/// The room has chosen whether somebody answers, and after how long.
pub fn chosen(scene: &mut Scene, case: Case, person: PersonId, after: Option<Span>, place: u64) {
    answers_after(scene, case, person, after, Some(place));
}

/// Somebody has been paged for something and has not answered.
pub fn has_open(scene: &Scene, case: Case, person: PersonId) -> bool {
    scene.rooms.paging.contacts[case.at()].tried().iter().any(|c| c.person == person && !c.open.is_empty())
}

/// How somebody answers who can be reached so well.
pub(super) fn law_of(reach: &Reach, within: Within) -> &AnswerLaw {
    match within {
        Within::OnShift => &reach.on_shift,
        Within::OnCall => &reach.on_call,
        Within::OffDuty => &reach.off_duty,
        Within::Absent => &reach.absent,
    }
}

/// Somebody who does not answer is reached no sooner than next morning or at their next shift.
fn retry_later(scene: &mut Scene, case: Case, person: PersonId, place: Option<u64>) {
    let now = scene.now();
    let morning = scene.plan.zone.next_morning(now);
    let shift = cover::next_on_shift(scene, person, now);
    let at = shift.map_or(morning, |s| s.min(morning)).max(scene.rooms.duty.of(person).rests_until);
    let entry = contact(scene, case, person);
    entry.generation += 1;
    let generation = entry.generation;
    scene.book_placed(at, place, Any::Paging(Happening::TryAgain { case, person, generation }));
}

fn try_again(scene: &mut Scene, case: Case, person: PersonId, generation: u32) {
    let entry = contact(scene, case, person);
    if entry.generation != generation || entry.open.is_empty() {
        return;
    }
    if by_contract(scene, person) {
        return ask_provider(scene, case, person);
    }
    let day = scene.plan.zone.day(scene.now());
    draw(scene, case, person, day);
}

/// Somebody comes in the middle of a shift: what they were paged for and have not answered reaches them as it does at the beginning of one.
fn comes(scene: &mut Scene, person: PersonId) {
    for place in 0..scene.rooms.incident.places() {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        if case.no == NONE {
            continue;
        }
        let waits = |c: &&Contact| c.person == person && !c.open.is_empty() && c.answers_at.is_none();
        if let Some(generation) = contacts(scene, case).iter().find(waits).map(|c| c.generation) {
            try_again(scene, case, person, generation);
        }
    }
}

fn answers(scene: &mut Scene, case: Case, person: PersonId, generation: u32) {
    let entry = contact(scene, case, person);
    if entry.generation != generation {
        return;
    }
    entry.answered = true;
    entry.answers_at = None;
    deliver(scene, case, person);
}

/// Tells everybody who asked for somebody that they are there.
fn deliver(scene: &mut Scene, case: Case, person: PersonId) {
    // All that it asks for is booked, so nothing is paged meanwhile.
    let mut next = 0;
    while let Some(&why) = contact(scene, case, person).open.get(next) {
        next += 1;
        scene.record(Fact::Answered { incident: IncidentNo(case.no), person, why });
        match why {
            PageFor::Queue(team) => {
                acknowledges(scene, case, person);
                scene.follow(Any::Telemetry(Telemetry::Taken { case, team, person }));
            }
            PageFor::Policy(_) | PageFor::Accountable(_) => {
                scene.follow(Any::Response(Response::Answered { case, person, task: None }));
                scene.follow(Any::Escalation(Escalation::Answered { case }));
                acknowledges(scene, case, person);
            }
            PageFor::Task(task) => {
                // Answered: should they have to rest before it is done, they can be called for it again.
                contact(scene, case, person).paged.retain(|w| *w != why);
                scene.follow(Any::Response(Response::Answered { case, person, task: Some(task) }));
            }
            PageFor::Lead => {
                contact(scene, case, person).paged.retain(|w| *w != why);
                scene.follow(Any::Lead(Lead::Answered { case, person }));
            }
            PageFor::Decision(decision) => scene.follow(Any::Authority(Authority::Reached { case, decision, person })),
            PageFor::Room => {
                contact(scene, case, person).paged.retain(|w| *w != why);
                scene.follow(Any::Response(Response::Answered { case, person, task: None }));
                acknowledges(scene, case, person);
                scene.follow(Any::Authority(Authority::AtHand { case, person }));
            }
            PageFor::Advice(matter) => scene.follow(Any::Responsibility(Responsibility::Reached { case, matter, person })),
        }
    }
    contact(scene, case, person).open.clear();
}

/// Somebody has answered for an incident, for the first time as far as is known.
fn acknowledges(scene: &mut Scene, case: Case, person: PersonId) {
    if !scene.rooms.incident.file(case).acknowledged {
        scene.follow(Any::Incident(Incident::Acknowledge { case, person }));
    }
}

/// Pages of a policy that are still open count no more.
fn lapse(scene: &mut Scene, case: Case, policy: PolicyId) {
    let (why, now) = (PageFor::Policy(policy), scene.now());
    for entry in contacts(scene, case).iter_mut() {
        entry.open.retain(|w| *w != why);
        if entry.open.is_empty() && entry.answers_at.is_some() {
            entry.generation += 1;
            entry.answers_at = None;
            entry.day = i64::MIN;
            if let Some(last) = entry.drawn.last_mut() {
                last.lapsed = Some(now);
            }
        }
    }
}
