//! What exposure does: findings come, find an owner or none, run into their deadlines, are remediated.
//! Leaves to others: how the risk of one is accepted (exceptions).

use super::plan::{Owner, Source};
use super::{About, Finding, Happening, Open, Told, exceptions};
use crate::engine::chance::{Purpose, combine};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Demand, Happening as Any};
use crate::model::ids::{FindingNo, PersonId};
use crate::model::incident::entry::Severity;

const FOUND_ON: Purpose = Purpose::named("found on");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Found { source, severity, nth } => found(scene, source, severity, nth),
        Happening::Assigned { finding, by } => assigned(scene, finding, by),
        // What is remediated at the very instant of its deadline is in time, whatever was booked first.
        Happening::Due { finding, last: false } => scene.book_in(Span(0), Any::Exposure(Happening::Due { finding, last: true })),
        Happening::Due { finding, last: true } => due(scene, finding),
        Happening::Remediated { finding, person } => remediated(scene, finding, person),
        Happening::Asks { finding, nth } => exceptions::asks(scene, finding, nth),
        Happening::Answered { finding, nth, accepted, by } => exceptions::answered(scene, finding, nth, accepted, by),
        Happening::Expires { finding } => exceptions::expires(scene, finding),
    }
}

/// Forgets all findings.
pub fn begin(scene: &mut Scene) {
    let register = &mut *scene.rooms.exposure.register;
    register.open.clear();
    register.free.clear();
    register.found = 0;
    register.counts.clear();
    register.counts.resize(scene.plan.exposure.sources.len(), Default::default());
}

/// A finding in hand; none when it is remediated by now.
pub(super) fn open<'a>(scene: &'a mut Scene, finding: Finding) -> Option<&'a mut Open> {
    scene.rooms.exposure.register.open[finding.place as usize].as_mut().filter(|open| open.about.no == finding.no)
}

pub(super) fn source<'p>(scene: &Scene<'p, '_>, about: About) -> &'p Source {
    &scene.plan.exposure.sources[about.source as usize]
}

fn found(scene: &mut Scene, source: u32, severity: Severity, nth: u64) {
    let (now, plan) = (scene.now(), scene.plan);
    let entry = &plan.exposure.sources[source as usize];
    let luck = combine(entry.luck[severity as usize], nth);
    // The system that draws the highest number: each as often, and one more system in the file leaves the luck of the others alone.
    let number = |system: usize| scene.draw(FOUND_ON, combine(luck, plan.systems[entry.systems[system].0.at()].luck), 0).uniform();
    let numbers = (0..entry.systems.len()).map(|on| (number(on), on));
    let Some((_, on)) = numbers.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else { return };
    let (system, owner) = entry.systems[on];
    let register = &mut *scene.rooms.exposure.register;
    let about = About { no: FindingNo(register.found), source, severity, system };
    register.found += 1;
    register.counts[source as usize][severity as usize].open += 1;
    let state = Open { about, nth, found: now, on, owned: false, late: false, overdue: None, asks: None, exempt: None };
    let place = match register.free.pop() {
        Some(place) => {
            register.open[place as usize] = Some(state);
            place
        }
        None => {
            register.open.push(Some(state));
            register.open.len() as u32 - 1
        }
    };
    let finding = Finding { place, no: about.no };
    let due = now + entry.within(severity);
    let owned = owner.filter(|owner| !owner.assigned);
    tell(scene, Told::Found { about, due, team: owned.map(|owner| owner.team) });
    scene.book_at(due, Any::Exposure(Happening::Due { finding, last: false }));
    if let Some(law) = &entry.exceptions {
        scene.book_at(due - law.before, Any::Exposure(Happening::Asks { finding, nth: 0 }));
    }
    match (owned, owner) {
        (Some(owner), _) => owned_by(scene, finding, owner),
        (None, Some(_)) => look_for_owner(scene, finding),
        // Nobody sees to it.
        (None, None) => {}
    }
}

pub(super) fn tell(scene: &mut Scene, told: Told) {
    scene.record(Fact::Exposure(told));
}

/// It is a team's: remediating it is one of their tickets.
fn owned_by(scene: &mut Scene, finding: Finding, owner: Owner) {
    let Some(state) = open(scene, finding) else { return };
    state.owned = true;
    let (class, nth) = (owner.classes[state.about.severity as usize], state.nth);
    let asks = state.asks;
    scene.follow(Any::Demand(Demand::Remediate { class, nth, finding }));
    if let Some(nth) = asks {
        exceptions::asks(scene, finding, nth);
    }
}

/// Whoever is accountable gives it to a team, in their next hour at work.
fn look_for_owner(scene: &mut Scene, finding: Finding) {
    let now = scene.now();
    let Some(about) = open(scene, finding).map(|state| state.about) else { return };
    let plan = scene.plan;
    let Some(service) = source(scene, about).service.map(|s| &plan.services[s.at()]) else { return };
    let there = service.owners.iter().filter_map(|person| Some((at_work_from(scene, *person, now)?, *person)));
    if let Some((at, by)) = there.min() {
        scene.book_at(at, Any::Exposure(Happening::Assigned { finding, by }));
    }
}

/// The first instant from one on at which somebody is at work by their roster and not away.
pub(super) fn at_work_from(scene: &Scene, person: PersonId, from: Instant) -> Option<Instant> {
    let hours = &scene.plan.hours[scene.plan.people[person.at()].hours as usize];
    let mut at = hours.after(from, Span(0))?;
    while let Some(spell) = scene.rooms.absence.at(person, at) {
        at = hours.after(spell.to, Span(0))?;
    }
    Some(at)
}

fn assigned(scene: &mut Scene, finding: Finding, by: PersonId) {
    let Some((about, on)) = open(scene, finding).map(|state| (state.about, state.on)) else { return };
    let Some(owner) = source(scene, about).systems[on].1 else { return };
    tell(scene, Told::Assigned { about, team: owner.team, by });
    owned_by(scene, finding, owner);
}

fn due(scene: &mut Scene, finding: Finding) {
    let now = scene.now();
    let Some(state) = open(scene, finding) else { return };
    state.late = true;
    let (about, owned, exempt) = (state.about, state.owned, state.exempt.is_some());
    if !exempt {
        state.overdue = Some(now);
        tell(scene, Told::Overdue { about, owned });
    }
    scene.rooms.exposure.register.counts[about.source as usize][about.severity as usize].late += 1;
}

fn remediated(scene: &mut Scene, finding: Finding, person: PersonId) {
    let now = scene.now();
    let Some(state) = open(scene, finding) else { return };
    let (about, after, overdue, late) = (state.about, now - state.found, state.overdue, state.late);
    let register = &mut *scene.rooms.exposure.register;
    let count = &mut register.counts[about.source as usize][about.severity as usize];
    count.open -= 1;
    count.late -= u32::from(late);
    register.open[finding.place as usize] = None;
    register.free.push(finding.place);
    tell(scene, Told::Remediated { about, person, after, overdue });
}
