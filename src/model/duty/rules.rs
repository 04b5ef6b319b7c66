//! What duty does: shifts begin and end, people are called out, stay on, must rest.

use super::{Change, Duty};
use crate::engine::driver::{BEGINS, ENDS, HAPPENS};
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Duty as Happening, Happening as Any, Response};
use crate::model::ids::PersonId;

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: Happening) {
    match happening {
        Happening::Change { generation } => change(scene, generation),
        Happening::CallOut { case, person } => call_out(scene, case, person),
        Happening::StandDown { case, person } => stand_down(scene, case, person),
        Happening::WentHome { person, late } => went_home(scene, person, late),
        Happening::MustRest { person, generation } => must_rest(scene, person, generation),
        Happening::Rested { person, generation } => rested(scene, person, generation),
    }
}

/// Puts everybody at the start of time.
pub fn begin(scene: &mut Scene) {
    scene.rooms.duty.clock.next = 0;
    scene.rooms.duty.clock.running = false;
    for index in 0..scene.plan.people.len() {
        let person = PersonId(index as u32);
        let (on, since) = rostered(scene, person, Instant(0));
        *duty(scene, person) = Duty { on_shift: on, since, ..Duty::default() };
    }
}

/// Brings duty up to date and keeps it so: called when the first incident is in hand.
pub fn run(scene: &mut Scene) {
    if scene.rooms.duty.clock.running {
        return;
    }
    let now = scene.now();
    let behind = scene.rooms.duty.clock.changes[scene.rooms.duty.clock.next..].partition_point(|c| c.at <= now);
    scene.rooms.duty.clock.next += behind;
    scene.rooms.duty.clock.running = true;
    scene.rooms.duty.clock.generation += 1;
    // Without bounds on working time and what it costs when work lasts it does not matter since when somebody is there.
    let counts = scene.plan.rest.is_some() || scene.plan.strain.counts();
    let everybody = if behind > 0 || counts { scene.plan.people.len() } else { 0 };
    for index in 0..everybody {
        if scene.plan.people[index].involved {
            let person = PersonId(index as u32);
            let (_, since) = rostered(scene, person, now);
            let state = duty(scene, person);
            state.since = since.map(|s| s.max(state.rests_until));
            if state.on_shift {
                limit_stretch(scene, person);
            } else if state.rests_until <= now {
                state.generation += 1;
            }
            set(scene, person);
        }
    }
    book_next(scene);
}

/// Lets duty rest: nobody needs to know it while no incident is in hand.
pub fn stop(scene: &mut Scene) {
    scene.rooms.duty.clock.running = false;
    scene.rooms.duty.clock.generation += 1;
}

fn book_next(scene: &mut Scene) {
    let clock = &scene.rooms.duty.clock;
    if let Some(change) = clock.changes.get(clock.next) {
        let (at, phase, generation) = (change.at, if change.begins { BEGINS } else { ENDS }, clock.generation);
        scene.hot.core.book(at, phase, Any::Duty(Happening::Change { generation }));
    }
}

fn change(scene: &mut Scene, generation: u32) {
    if generation != scene.rooms.duty.clock.generation {
        return;
    }
    let Some(&Change { at, begins, .. }) = scene.rooms.duty.clock.changes.get(scene.rooms.duty.clock.next) else { return };
    let mut together = Vec::new();
    let clock = &mut *scene.rooms.duty.clock;
    while let Some(change) = clock.changes.get(clock.next).filter(|c| c.at == at && c.begins == begins) {
        together.push(change.person);
        clock.next += 1;
    }
    // Whoever leaves with others takes nothing from them.
    if !begins {
        for person in &together {
            scene.follow(Any::Response(Response::Leaves { person: *person }));
        }
    }
    for person in together {
        set(scene, person);
    }
    book_next(scene);
}

fn duty<'a>(scene: &'a mut Scene, person: PersonId) -> &'a mut Duty {
    let entity = scene.hot.person(person);
    scene.rooms.duty.people.get_mut(entity).expect("every person has a duty").into_inner()
}

/// Whether the roster has somebody on shift, and since when.
fn rostered(scene: &Scene, person: PersonId, at: Instant) -> (bool, Option<Instant>) {
    let spans = scene.plan.hours[scene.plan.people[person.at()].hours as usize].spans();
    let index = spans.partition_point(|&(from, _)| from <= at);
    match index.checked_sub(1).map(|i| spans[i]) {
        Some((from, to)) if to > at => (true, Some(from)),
        _ => (false, None),
    }
}

/// Puts somebody's shift into effect as the roster and their rest have it now.
fn set(scene: &mut Scene, person: PersonId) {
    let now = scene.now();
    let (rostered, since) = rostered(scene, person, now);
    let state = duty(scene, person);
    let on = rostered && state.rests_until <= now;
    if on == state.on_shift {
        return;
    }
    state.on_shift = on;
    if on {
        state.staying = false;
        state.since = state.since.or(since.map(|s| s.max(state.rests_until)));
        limit_stretch(scene, person);
        scene.follow(Any::Response(Response::CameOn { person }));
    } else {
        state.staying = state.called_for.is_none();
        scene.follow(Any::Response(Response::WentOff { person }));
    }
}

/// Books the end of the longest stretch anybody may work.
fn limit_stretch(scene: &mut Scene, person: PersonId) {
    let Some(rest) = scene.plan.rest else { return };
    let state = duty(scene, person);
    let Some(since) = state.since else { return };
    state.generation += 1;
    let generation = state.generation;
    scene.hot.core.book(since + rest.longest_stretch, HAPPENS, Any::Duty(Happening::MustRest { person, generation }));
}

fn call_out(scene: &mut Scene, case: Case, person: PersonId) {
    let now = scene.now();
    let state = duty(scene, person);
    if state.on_shift || state.called_for.is_some() || state.rests_until > now {
        return;
    }
    state.called_for = Some(case);
    state.staying = false;
    state.since = state.since.or(Some(now));
    limit_stretch(scene, person);
    let incident = crate::model::ids::IncidentNo(case.no);
    scene.record(Fact::CalledOut { incident, person });
    scene.follow(Any::Response(Response::Joined { case, person }));
}

fn stand_down(scene: &mut Scene, case: Case, person: PersonId) {
    let state = duty(scene, person);
    if state.called_for != Some(case) {
        return;
    }
    state.called_for = None;
    let incident = crate::model::ids::IncidentNo(case.no);
    scene.record(Fact::StoodDown { incident, person });
    if !duty(scene, person).on_shift {
        end_stretch(scene, person);
    }
}

fn went_home(scene: &mut Scene, person: PersonId, late: bool) {
    let state = duty(scene, person);
    if !state.staying || state.on_shift || state.called_for.is_some() {
        return;
    }
    state.staying = false;
    if late {
        end_stretch(scene, person);
    } else {
        state.since = None;
        state.generation += 1;
        scene.follow(Any::Response(Response::CouldCome { person }));
    }
}

/// Somebody who worked beyond their roster comes back only after the least rest.
fn end_stretch(scene: &mut Scene, person: PersonId) {
    let now = scene.now();
    let least = scene.plan.rest.map(|r| r.least_rest);
    let state = duty(scene, person);
    state.since = None;
    state.generation += 1;
    let generation = state.generation;
    match least {
        Some(least) => {
            state.rests_until = now + least;
            scene.book_in(least, Any::Duty(Happening::Rested { person, generation }));
        }
        None => scene.follow(Any::Response(Response::CouldCome { person })),
    }
}

fn must_rest(scene: &mut Scene, person: PersonId, generation: u32) {
    if !scene.rooms.duty.clock.running {
        return;
    }
    let state = duty(scene, person);
    if state.generation != generation || !state.at_work() {
        return;
    }
    let called_for = state.called_for;
    scene.record(Fact::MustRest { person });
    scene.follow(Any::Response(Response::DownTools { person }));
    let state = duty(scene, person);
    let was_on = state.on_shift;
    state.called_for = None;
    state.staying = false;
    state.on_shift = false;
    end_stretch(scene, person);
    if let Some(case) = called_for {
        let incident = crate::model::ids::IncidentNo(case.no);
        scene.record(Fact::StoodDown { incident, person });
    }
    if was_on {
        scene.follow(Any::Response(Response::WentOff { person }));
    }
}

fn rested(scene: &mut Scene, person: PersonId, generation: u32) {
    if duty(scene, person).generation == generation {
        set(scene, person);
        if !duty(scene, person).on_shift {
            scene.follow(Any::Response(Response::CouldCome { person }));
        }
    }
}
