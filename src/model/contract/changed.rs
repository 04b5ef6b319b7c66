//! Contracts that change in the course of a play: nobody of a provider can be had for a time or any more, it is owed in other hours, it responds
//! sooner or later than before.

use super::Changed;
use super::rules::{can_be_had, cases, people};
use crate::engine::chance::Dist;
use crate::engine::driver::HAPPENS;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::{Fact, Told};
use crate::model::happening::{Contract as Happening, Duty, Happening as Any, Response};
use crate::model::ids::{EmployerId, InjectId, PersonId};
use crate::model::inject::Effect;
use crate::model::roster::HoursId;

fn changed<'s>(scene: &'s mut Scene, employer: EmployerId) -> &'s mut Changed {
    &mut scene.rooms.contract.standing.changed[employer.at()]
}

/// Nobody of a provider can be had until then.
pub(super) fn suspended(scene: &mut Scene, employer: EmployerId, until: Instant) {
    let state = changed(scene, employer);
    // The longest of several counts.
    if state.suspended.is_some_and(|longer| longer >= until) {
        return;
    }
    state.suspended = Some(until);
    scene.record(Fact::Inject(Told::Suspended { employer, until }));
    shuts(scene, employer, until);
    if until < Instant::NEVER {
        scene.hot.core.book(until, HAPPENS, Any::Contract(Happening::Resumes { employer }));
    }
}

/// Whoever of a provider is at work for us goes, and comes to no shift before that.
fn shuts(scene: &mut Scene, employer: EmployerId, until: Instant) {
    let people: Vec<_> = people(scene, employer).filter(|p| scene.plan.people[p.at()].involved).collect();
    for &person in &people {
        let for_good = until == Instant::NEVER;
        scene.follow(Any::Response(if for_good { Response::ContractEnded { person } } else { Response::Suspended { person } }));
    }
    tell_people(scene, employer);
    for case in cases(scene) {
        scene.follow(Any::Response(Response::ContractNews { case }));
    }
}

/// Until when nobody of a provider comes to a shift, as things stand now.
fn tell_people(scene: &mut Scene, employer: EmployerId) {
    let until = changed(scene, employer).opens().unwrap_or(scene.now());
    let people: Vec<_> = people(scene, employer).filter(|p| scene.plan.people[p.at()].involved).collect();
    for person in people {
        scene.follow(Any::Duty(Duty::TimeOff { person, until }));
    }
}

/// A suspension may be over.
pub(super) fn resumes(scene: &mut Scene, employer: EmployerId) {
    let now = scene.now();
    if changed(scene, employer).suspended.is_none_or(|until| until != now) {
        return;
    }
    scene.record(Fact::Inject(Told::Resumes { employer }));
    if !changed(scene, employer).closes(now) {
        can_be_had(scene, employer);
    }
}

/// A provider is owed in these hours only.
pub(super) fn owed_in(scene: &mut Scene, employer: EmployerId, hours: HoursId, until: Instant) {
    scene.record(Fact::Inject(Told::OwedIn { employer, until }));
    let state = changed(scene, employer);
    state.owed_in = Some((hours, until));
    state.generation += 1;
    let generation = state.generation;
    hours_turn(scene, employer, generation);
}

/// The hours in which a provider is owed begin or end, or are those of its contract again.
pub(super) fn hours_turn(scene: &mut Scene, employer: EmployerId, generation: u32) {
    let now = scene.now();
    let state = changed(scene, employer);
    let Some((hours, until)) = state.owed_in.filter(|_| state.generation == generation) else { return };
    let hours = &scene.plan.hours[hours.at()];
    let state = changed(scene, employer);
    if now >= until {
        (state.owed_in, state.shut) = (None, None);
        return can_be_had(scene, employer);
    }
    if hours.on_at(now) {
        let was_shut = state.shut.take();
        if was_shut.is_some_and(|until| until > now) {
            // Other hours than those in which it was shut until later.
            tell_people(scene, employer);
        }
        if let Some(end) = hours.next_end(now).filter(|end| *end < until) {
            scene.hot.core.book(end, HAPPENS, Any::Contract(Happening::OwedHours { employer, generation }));
        } else if until < Instant::NEVER {
            scene.hot.core.book(until, HAPPENS, Any::Contract(Happening::OwedHours { employer, generation }));
        }
        if was_shut.is_some() && !changed(scene, employer).closes(now) {
            can_be_had(scene, employer);
        }
    } else {
        let opens = hours.next_start(now).map_or(until, |at| at.min(until));
        state.shut = Some(opens);
        shuts(scene, employer, opens);
        if opens < Instant::NEVER {
            scene.hot.core.book(opens, HAPPENS, Any::Contract(Happening::OwedHours { employer, generation }));
        }
    }
}

/// Somebody's provider is not owed any more from this very instant on, whether they have gone already or are about to.
pub fn is_over(scene: &Scene, person: PersonId) -> bool {
    let (now, employer) = (scene.now(), scene.plan.people[person.at()].employer);
    let other_hours = scene.rooms.contract.changed(employer).owed_in;
    let outside = |(hours, until): (HoursId, Instant)| now < until && !scene.plan.hours[hours.at()].on_at(now);
    scene.plan.employers[employer.at()].terms.gone(now) || other_hours.is_some_and(outside)
}

/// A provider that is asked from now on responds as an effect of an inject says.
pub(super) fn responds_as(scene: &mut Scene, employer: EmployerId, inject: InjectId, effect: u32) {
    changed(scene, employer).responds_as = Some((inject, effect));
    let takes = response(scene, employer).map_or(Span(0), |takes| Span(libm::round(takes.mean()) as i64));
    scene.record(Fact::Inject(Told::RespondsAfter { employer, takes }));
}

/// How soon a provider responds, where that has changed.
pub(super) fn response<'s>(scene: &Scene<'s, '_>, employer: EmployerId) -> Option<&'s Dist> {
    let (inject, effect) = scene.rooms.contract.changed(employer).responds_as?;
    match scene.plan.injects.injects[inject.at()].effects.get(effect as usize)? {
        Effect::RespondsAfter(_, takes) => Some(takes),
        _ => None,
    }
}
