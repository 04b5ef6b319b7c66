//! What duty does: shifts begin and end, people are called out, stay on, must rest.

use super::stretch::{end_stretch, leave_work, limit_stretch, must_rest, rested, stays_on};
use super::{Change, Duty, quiet, swaps};
use crate::engine::driver::{BEGINS, ENDS};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::absence::{Spell, Why};
use crate::model::demand;
use crate::model::fact::{Fact, Stop};
use crate::model::happening::{Case, Duty as Happening, Happening as Any, Paging, Response, Telemetry};
use crate::model::ids::PersonId;
use crate::model::response;

/// Whoever is called out sooner than this after a shift has not rested: it is the same stretch of work.
const BREAK: Span = Span(3_600_000);

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Change { generation } => change(scene, generation),
        Happening::CallOut { case, person } => call_out(scene, case, person),
        Happening::StandDown { case, person } => stand_down(scene, case, person),
        Happening::WentHome { person, late } => went_home(scene, person, late),
        Happening::Stays { person } => stays_on(scene, person),
        Happening::MustRest { person, generation } => must_rest(scene, person, generation),
        Happening::Rested { person, generation } => rested(scene, person, generation),
        Happening::Away { person } => called_away(scene, person),
        Happening::Swap { person, works, until } => swaps::swap(scene, person, works, until),
        Happening::TimeOff { person, until } => swaps::shut(scene, person, until),
        Happening::SwapEnds { person } => swaps::ends(scene, person),
        Happening::ClearTurns { rota, until } => swaps::clear_turns(scene, rota, until),
        Happening::TakesTurns { rota, person } => swaps::take_turns(scene, rota, person),
    }
}

/// Puts everybody at the start of time.
pub fn begin(scene: &mut Scene) {
    scene.rooms.duty.clock.next = 0;
    scene.rooms.duty.clock.running = false;
    scene.rooms.duty.clock.turns.clear();
    if scene.plan.absence.is_some() || !scene.rooms.duty.clock.absences.is_empty() {
        list_absences(scene);
    }
    for index in 0..scene.plan.people.len() {
        let person = PersonId(index as u32);
        let (on, since) = rostered(scene, person, Instant(0));
        let away = scene.rooms.absence.at(person, Instant(0));
        *duty(scene, person) = Duty { on_shift: on, since, away, ..Duty::default() };
    }
}

/// All beginnings and ends of the absences of this play, in order.
fn list_absences(scene: &mut Scene) {
    let clock = &mut *scene.rooms.duty.clock;
    clock.absences.clear();
    clock.next_absence = 0;
    for person in (0..scene.plan.people.len() as u32).map(PersonId) {
        for spell in scene.rooms.absence.spells(person) {
            let ends = [(spell.from, false), (spell.to, true)].into_iter().filter(|(at, _)| *at > Instant(0));
            clock.absences.extend(ends.map(|(at, begins)| Change { at, begins, person }));
        }
    }
    clock.absences.sort_unstable();
}

/// Brings duty up to date and keeps it so: called when the first incident is in hand.
pub fn run(scene: &mut Scene) {
    if scene.rooms.duty.clock.running {
        return;
    }
    let now = scene.now();
    let clock = &mut *scene.rooms.duty.clock;
    let behind = begun(&clock.changes[clock.next..], now);
    clock.next += behind;
    clock.next_absence += clock.absences[clock.next_absence..].partition_point(|c| c.at <= now);
    clock.running = true;
    clock.generation += 1;
    // Without bounds on working time and what it costs when work lasts it does not matter since when somebody is there.
    let since_matters = scene.plan.rest.is_some() || scene.plan.strain.counts() || scene.rooms.absence.any() || scene.plan.injects.swaps;
    let matters = behind > 0 || since_matters;
    let everybody = if matters { scene.plan.people.len() } else { 0 };
    let quiet = matters && quiet::is_quiet(scene);
    for index in 0..everybody {
        if scene.plan.people[index].involved {
            let person = PersonId(index as u32);
            let by_roster = rostered(scene, person, now);
            if !since_matters && by_roster.0 == scene.rooms.duty.of(person).on_shift {
                continue;
            }
            let since = by_roster.1;
            let state = duty(scene, person);
            state.since = since.map(|s| s.max(state.rests_until));
            if state.on_shift {
                limit_stretch(scene, person);
            } else if state.rests_until <= now {
                state.generation += 1;
            }
            let before = duty(scene, person).away;
            if !(quiet && quiet::set(scene, person, by_roster.0)) {
                set_by(scene, person, by_roster);
            }
            if duty(scene, person).away == before {
                tell_away(scene, person);
            }
        }
    }
    book_next(scene);
}

/// How many of some changes come no later than an instant: few as a rule, so that it is looked for from the first one on, in steps each twice
/// as long as the one before.
fn begun(changes: &[Change], now: Instant) -> usize {
    let by_now = |change: &Change| change.at <= now;
    let mut step = 1;
    while changes.get(step).is_some_and(by_now) {
        step *= 2;
    }
    let from = step / 2;
    from + changes[from..step.min(changes.len())].partition_point(by_now)
}

/// Lets duty rest: nobody needs to know it while no incident is in hand.
pub fn stop(scene: &mut Scene) {
    scene.rooms.duty.clock.running = false;
    scene.rooms.duty.clock.generation += 1;
}

fn book_next(scene: &mut Scene) {
    let clock = &scene.rooms.duty.clock;
    if let Some(change) = clock.head() {
        let (at, phase, generation) = (change.at, if change.begins { BEGINS } else { ENDS }, clock.generation);
        scene.hot.core.book(at, phase, Any::Duty(Happening::Change { generation }));
    }
}

fn change(scene: &mut Scene, generation: u32) {
    if generation != scene.rooms.duty.clock.generation {
        return;
    }
    let Some(Change { at, begins, .. }) = scene.rooms.duty.clock.head() else { return };
    if quiet::change(scene, at, begins) {
        return book_next(scene);
    }
    let clock = &mut *scene.rooms.duty.clock;
    let mut together = std::mem::take(&mut clock.together);
    together.clear();
    while let Some(change) = clock.changes.get(clock.next).filter(|c| c.at == at && c.begins == begins) {
        together.push(change.person);
        clock.next += 1;
    }
    while let Some(change) = clock.absences.get(clock.next_absence).filter(|c| c.at == at && c.begins == begins) {
        together.push(change.person);
        clock.next_absence += 1;
    }
    // Whoever leaves with others takes nothing from them.
    if !begins {
        let others = swaps::leaving(scene);
        together.extend(others);
        together.sort_unstable();
        together.dedup();
        for person in &together {
            response::quiet::leaves(scene, *person);
        }
    }
    let all_there = !scene.rooms.absence.any();
    for &person in &together {
        let state = scene.rooms.duty.of(person);
        if all_there && state.swap.is_none() && state.shut.is_none() {
            set_by(scene, person, (begins, begins.then_some(at)));
        } else {
            set(scene, person);
        }
    }
    scene.rooms.duty.clock.together = together;
    book_next(scene);
}

pub(super) fn duty<'a>(scene: &'a mut Scene, person: PersonId) -> &'a mut Duty {
    &mut scene.rooms.duty.people[person.at()]
}

/// Whether the roster has somebody on shift who is not away, and since when.
pub(super) fn rostered(scene: &Scene, person: PersonId, at: Instant) -> (bool, Option<Instant>) {
    if scene.rooms.absence.any() && scene.rooms.absence.at(person, at).is_some() {
        return (false, None);
    }
    let state = scene.rooms.duty.of(person);
    let swap = state.swap.filter(|swap| swap.holds(at));
    if state.shut.is_some_and(|shut| shut.holds(at)) || swap.is_some_and(|swap| !swap.works) {
        return (false, None);
    }
    match scene.plan.hours[scene.plan.people[person.at()].hours as usize].span_at(at) {
        Some((from, _)) => (true, Some(scene.rooms.absence.back_since(person, at).map_or(from, |back| back.max(from)))),
        _ => (swap.is_some(), swap.map(|swap| swap.from)),
    }
}

/// When the stretch of a shift began that ended so short a while ago that nobody has rested since.
fn shift_before(scene: &Scene, person: PersonId) -> Option<Instant> {
    scene.plan.rest?;
    let now = scene.now();
    let spans = scene.plan.hours[scene.plan.people[person.at()].hours as usize].spans();
    let (_, ended) = *spans[..spans.partition_point(|&(from, _)| from <= now)].last()?;
    if ended > now || now - ended >= BREAK {
        return None;
    }
    let (on, since) = rostered(scene, person, ended - Span(1));
    since.filter(|_| on).map(|since| since.max(scene.rooms.duty.of(person).rests_until))
}

/// Puts somebody's shift into effect as the roster and their rest have it now.
pub(super) fn set(scene: &mut Scene, person: PersonId) {
    let by_roster = rostered(scene, person, scene.now());
    set_by(scene, person, by_roster);
}

/// The same for those of whom it is known whether the roster has them on shift now, and since when.
fn set_by(scene: &mut Scene, person: PersonId, (rostered, since): (bool, Option<Instant>)) {
    let now = scene.now();
    let away = scene.rooms.absence.at(person, now);
    let before = duty(scene, person).away;
    if away != before {
        turns_away(scene, person, away);
    }
    let state = duty(scene, person);
    let on = rostered && state.rests_until <= now;
    if on == state.on_shift {
        if before.is_some() && away.is_none() {
            scene.follow(Any::Response(Response::CouldCome { person }));
        }
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
        if !state.staying {
            stays_on(scene, person);
        }
        scene.follow(Any::Response(Response::WentOff { person }));
    }
}

/// An absence begins, ends, or turns into another: whoever goes puts everything down.
fn turns_away(scene: &mut Scene, person: PersonId, away: Option<Spell>) {
    let state = duty(scene, person);
    let before = std::mem::replace(&mut state.away, away);
    let beyond_shift = state.called_for.is_some() || state.staying;
    tell_away(scene, person);
    if before.is_none() && away.is_some() {
        scene.follow(Any::Response(Response::DownTools { person, why: Stop::Away }));
        leave_work(scene, person, beyond_shift);
    }
}

/// When somebody is away has changed in the course of the play: what is to come is listed anew, and what holds now takes effect.
fn called_away(scene: &mut Scene, person: PersonId) {
    let now = scene.now();
    let clock = &mut *scene.rooms.duty.clock;
    let mut next = clock.next_absence;
    clock.absences.retain(|change| {
        let over = next > 0;
        next = next.saturating_sub(1);
        over || change.person != person
    });
    for spell in scene.rooms.absence.spells(person) {
        let ends = [(spell.from, false), (spell.to, true)].into_iter().filter(|(at, _)| *at > now);
        clock.absences.extend(ends.map(|(at, begins)| Change { at, begins, person }));
    }
    clock.absences[clock.next_absence..].sort_unstable();
    if clock.running {
        clock.generation += 1;
        set(scene, person);
        book_next(scene);
    }
}

/// Records that somebody is away, or is back after it was told. Those who have left and those who come for them are told of by absence itself.
fn tell_away(scene: &mut Scene, person: PersonId) {
    let now = scene.now();
    let away = duty(scene, person).away.filter(|spell| spell.why != Why::Left);
    let told = std::mem::replace(&mut duty(scene, person).told_away, away.map(|_| now));
    match (away, told) {
        (Some(spell), _) => scene.record(Fact::Away { person, why: spell.why, until: spell.to }),
        // Somebody who left in the meantime does not come back, nor does whoever came for them.
        (None, Some(since)) if !scene.rooms.absence.has_left(person, since, now) => scene.record(Fact::Back { person }),
        _ => {}
    }
}

fn call_out(scene: &mut Scene, case: Case, person: PersonId) {
    // Whoever's rest ends at this very instant in the middle of their shift is on shift, not called out.
    set(scene, person);
    let now = scene.now();
    let going_on = shift_before(scene, person);
    let state = duty(scene, person);
    if state.on_shift || state.called_for.is_some() || state.away.is_some() || state.rests_until > now {
        return;
    }
    state.called_for = Some(case);
    state.staying = false;
    state.since = state.since.or(going_on).or(Some(now));
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
    let now = scene.now();
    let state = duty(scene, person);
    if !state.staying || state.on_shift || state.called_for.is_some() {
        return;
    }
    state.staying = false;
    // Whoever goes before the ticket that they stayed for is done puts it down.
    if scene.rooms.demand.at_ticket(person) {
        demand::look(scene, person);
    }
    let state = duty(scene, person);
    let worked = state.since.map_or(Span(0), |since| now - since);
    let spent = scene.plan.rest.is_some_and(|rest| worked >= rest.longest_stretch);
    if spent && !late {
        scene.record(Fact::MustRest { person });
    }
    let state = duty(scene, person);
    if late || spent {
        end_stretch(scene, person);
    } else {
        state.since = None;
        state.generation += 1;
        scene.follow(Any::Response(Response::CouldCome { person }));
    }
}

/// Somebody comes in the middle of a shift, when nobody looks round by the clock: what lies in their queue, and whatever else they were paged
/// for, reaches them now.
pub(super) fn comes_in_between(scene: &mut Scene, person: PersonId) {
    scene.follow(Any::Telemetry(Telemetry::LookedAtBy { person }));
    scene.follow(Any::Paging(Paging::Comes { person }));
}
