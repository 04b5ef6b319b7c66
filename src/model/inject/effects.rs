//! What injects do to an incident and to those who deal with it. Each books what the domain concerned already knows to do.

use super::{Effect, Told};
use crate::engine::chance::{Dist, Purpose, combine};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::{Capability, Fact};
use crate::model::happening::{
    Absence, Authority, Case, Contract, Duty, Estate, Happening as Any, Incident, Lead, Qualification, Response, Telemetry, Vendor,
};
use crate::model::ids::{InjectId, KindId, PersonId, RotaId, SensorId};

pub(super) const LASTS: Purpose = Purpose::named("inject lasts");

/// Which effect of which inject, in which incident, for the how-manieth time.
pub(super) struct Of {
    pub(super) case: Case,
    pub(super) inject: InjectId,
    pub(super) nth: u32,
    pub(super) place: u64,
}

/// Does it.
pub(super) fn apply(scene: &mut Scene, effect: &Effect, of: &Of) {
    match effect {
        Effect::Absent(people, lasts) => absent(scene, of, people, lasts),
        Effect::Holds(people, what, held, lasts) => {
            let lasts = lasts.as_ref().map(|lasts| span(scene, of, lasts));
            people.iter().for_each(|person| holds(scene, *person, *what, *held, lasts));
        }
        Effect::Copies(systems, copies) => {
            for &system in systems {
                scene.follow(Any::Incident(Incident::CopiesBad { case: of.case, system, copies: *copies }));
            }
        }
        Effect::Down(systems, lasts) => {
            let until = scene.now() + span(scene, of, lasts);
            for &system in systems {
                scene.follow(Any::Estate(Estate::GoesOut { case: of.case, system, until }));
            }
        }
        Effect::Blind(sensors, lasts) => blind(scene, of, sensors, lasts.as_ref()),
        Effect::VendorAway(vendor, lasts) => {
            let until = scene.now() + span(scene, of, lasts);
            scene.follow(Any::Vendor(Vendor::Away { vendor: *vendor, until }));
        }
        Effect::Challenged(decision) => scene.follow(Any::Authority(Authority::Challenge { case: of.case, decision: *decision })),
        Effect::Call(people, takes) => call(scene, of, people.as_deref(), takes),
        Effect::Severity(severity, in_truth) => {
            let (case, severity, in_truth) = (of.case, *severity, *in_truth);
            scene.follow(Any::Incident(Incident::Turns { case, severity, in_truth }));
        }
        Effect::Shift(people, works, lasts) => shift(scene, of, people, *works, lasts),
        Effect::Turns(rota, people, lasts) => turns(scene, of, *rota, people, lasts),
        Effect::Suspended(employer, lasts) => {
            let until = until(scene, of, lasts.as_ref());
            scene.follow(Any::Contract(Contract::Suspended { employer: *employer, until }));
        }
        Effect::OwedIn(employer, hours, lasts) => {
            let until = until(scene, of, lasts.as_ref());
            scene.follow(Any::Contract(Contract::OwedIn { employer: *employer, hours: *hours, until }));
        }
        Effect::RespondsAfter(employer, _) => {
            let (employer, inject, effect) = (*employer, of.inject, of.place as u32);
            scene.follow(Any::Contract(Contract::RespondsAs { employer, inject, effect }));
        }
        Effect::NewIncident(kind) => new_incident(scene, of, *kind),
    }
}

/// How long an effect lasts: at least a moment.
fn span(scene: &Scene, of: &Of, lasts: &Dist) -> Span {
    let luck = scene.plan.injects.injects[of.inject.at()].luck;
    let mut draw = scene.draw_for(LASTS, of.case, combine(luck, of.place), u64::from(of.nth));
    lasts.sample(&mut draw).max(Span(1))
}

/// When an effect is over; never where it is for good.
fn until(scene: &Scene, of: &Of, lasts: Option<&Dist>) -> Instant {
    lasts.map_or(Instant::NEVER, |lasts| scene.now() + span(scene, of, lasts))
}

/// They come or go together: nobody takes up what another of them puts down.
fn shift(scene: &mut Scene, of: &Of, people: &[PersonId], works: bool, lasts: &Dist) {
    let until = scene.now() + span(scene, of, lasts);
    if !works {
        people.iter().for_each(|&person| scene.follow(Any::Response(Response::Leaves { person })));
    }
    people.iter().for_each(|&person| scene.follow(Any::Duty(Duty::Swap { person, works, until })));
}

fn turns(scene: &mut Scene, of: &Of, rota: RotaId, people: &[PersonId], lasts: &Dist) {
    let until = scene.now() + span(scene, of, lasts);
    scene.follow(Any::Duty(Duty::ClearTurns { rota, until }));
    if people.is_empty() {
        scene.record(Fact::Inject(Told::OnCall { rota, person: None, until }));
    }
    for &person in people {
        scene.record(Fact::Inject(Told::OnCall { rota, person: Some(person), until }));
        scene.follow(Any::Duty(Duty::TakesTurns { rota, person }));
    }
}

/// They go together: nobody takes up what another of them puts down.
fn absent(scene: &mut Scene, of: &Of, people: &[PersonId], lasts: &Dist) {
    let until = scene.now() + span(scene, of, lasts);
    for person in people.iter().copied().filter(|p| scene.rooms.duty.of(*p).away.is_none()).collect::<Vec<_>>() {
        scene.follow(Any::Response(Response::Leaves { person }));
    }
    for &person in people {
        scene.follow(Any::Absence(Absence::Called { person, until }));
    }
}

/// Somebody comes to hold something, or holds it no more, as long as that lasts; who does already is left alone.
fn holds(scene: &mut Scene, person: PersonId, what: Capability, held: bool, lasts: Option<Span>) {
    if scene.rooms.qualification.has(scene.plan, person, what) == held {
        return;
    }
    let change = |held| Any::Qualification(if held { Qualification::Gain { person, what } } else { Qualification::Lose { person, what } });
    scene.follow(change(held));
    if let Some(lasts) = lasts {
        scene.book_in(lasts, change(!held));
    }
}

fn blind(scene: &mut Scene, of: &Of, sensors: &[SensorId], lasts: Option<&Dist>) {
    let lasts = lasts.map(|lasts| span(scene, of, lasts));
    for &sensor in sensors {
        scene.follow(Any::Telemetry(Telemetry::Blinded { sensor }));
        if let Some(lasts) = lasts {
            scene.book_in(lasts, Any::Telemetry(Telemetry::SeesAgain { sensor }));
        }
    }
}

/// Somebody calls. Who is asleep or away does not take it.
fn call(scene: &mut Scene, of: &Of, people: Option<&[PersonId]>, takes: &Dist) {
    let (case, takes) = (of.case, span(scene, of, takes));
    match people {
        None => scene.follow(Any::Lead(Lead::Called { case, takes })),
        Some(people) => people.iter().for_each(|&person| scene.follow(Any::Response(Response::Called { case, person, takes }))),
    }
}

/// Another incident begins, whose luck is its own.
fn new_incident(scene: &mut Scene, of: &Of, kind: KindId) {
    let plan = scene.plan;
    let from = combine(scene.rooms.incident.file(of.case).luck, plan.injects.injects[of.inject.at()].luck);
    let luck = combine(combine(plan.kinds[kind.at()].luck, from), combine(of.place, u64::from(of.nth)));
    scene.follow(Any::Incident(Incident::Breaks { kind, luck }));
}
