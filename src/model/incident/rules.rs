//! What incidents do: they arrive, go through stages, do harm, spread; then they are noticed, contained, recovered from and closed.

use super::{File, NONE, again, alarm, attack, change, exposed, milestones};
use crate::engine::chance::{Purpose, combine};
use crate::engine::driver::HAPPENS;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{BusinessCalendar, Case, Estate, Happening as Any, Incident as Happening, Response, Telemetry};
use crate::model::ids::{IncidentNo, KindId, SystemId};
use crate::model::notice::{self, Start};
use crate::model::plan::{Arrivals, Kind};
use crate::model::{duty, response};

pub(super) const ARRIVAL: Purpose = Purpose::named("arrival");
const TARGET: Purpose = Purpose::named("target");
const HOUR: f64 = 3_600_000.0;

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Arrive { kind, nth } => arrive(scene, kind, nth),
        Happening::Candidate { kind, nth } => exposed::comes(scene, kind, nth),
        Happening::Failed { system, kind, nth } => failed(scene, system, kind, nth),
        Happening::FalseAlarm { sensor, nth } => alarm::raised(scene, sensor, nth),
        Happening::FoundFalse { case } if scene.live(case) => alarm::found_false(scene, case),
        Happening::Horizon => horizon(scene),
        Happening::Follows { kind, wave, index } => again::follows(scene, kind, wave, index),
        Happening::Again { cause, generation } => again::again(scene, cause, generation),
        Happening::Raised { kind, ticket } => again::raised(scene, kind, ticket),
        Happening::ChangeFailed { case, severity } if scene.live(case) => change::failed(scene, case, severity),
        Happening::ByChange { of, change, known, luck } => change::begins(scene, of, change, known, luck),
        Happening::Breaks { kind, luck } => again::breaks(scene, kind, luck),
        Happening::CopiesBad { case, system, copies } if scene.live(case) => attack::copies_bad(scene, case, system, copies),
        Happening::Turns { case, severity, in_truth } if scene.live(case) => milestones::turns(scene, case, severity, in_truth),
        Happening::Stage { case, stage } if scene.live(case) => attack::reach_stage(scene, case, stage),
        Happening::Occur { case } if scene.live(case) => occur(scene, case),
        Happening::Spread { case, nth } if scene.live(case) => attack::spread(scene, case, nth),
        Happening::Acknowledge { case, person } if scene.live(case) => milestones::acknowledge(scene, case, person),
        Happening::Aware { case } if scene.live(case) => milestones::aware(scene, case),
        Happening::AlertedAt { case, severity } if scene.live(case) => milestones::alerted(scene, case, severity),
        Happening::Declare { case, lead } if scene.live(case) => milestones::declare(scene, case, lead),
        Happening::DoerEngaged { case } if scene.live(case) => milestones::engaged(scene, case, |file| &mut file.doer),
        Happening::DeciderEngaged { case } if scene.live(case) => milestones::engaged(scene, case, |file| &mut file.decider),
        Happening::Contained { case } if scene.live(case) => milestones::contained(scene, case),
        Happening::SystemBack { case, system } if scene.live(case) => milestones::system_back(scene, case, system),
        Happening::WorkRecovered { case } if scene.live(case) => milestones::recovered(scene, case),
        // What was booked with it may have started the clock of a notice.
        Happening::WorkClosed { case } if scene.live(case) && response::rules::all_over(scene, case) => milestones::closed(scene, case),
        Happening::OutageBegan { case } if scene.live(case) => file(scene, case).outages += 1,
        Happening::OutageEnded { case } if scene.live(case) => {
            file(scene, case).outages -= 1;
            settle(scene, case);
        }
        Happening::Settle { case } if scene.live(case) => free(scene, case),
        _ => {}
    }
}

/// Books the first arrival of each kind.
pub fn begin(scene: &mut Scene) {
    scene.rooms.incident.files.iter_mut().for_each(|file| file.no = NONE);
    let ledger = &mut *scene.rooms.incident.ledger;
    (ledger.began, ledger.open, ledger.followed, ledger.arrivals_open) = (0, 0, 0, 0);
    ledger.horizons.clear();
    for index in 0..scene.plan.kinds.len() {
        book_arrival(scene, KindId(index as u32), 0, Instant(0));
        exposed::book(scene, KindId(index as u32), 0, Instant(0));
    }
    alarm::begin(scene);
    let fails = may_still_come(scene);
    if scene.rooms.incident.ledger.arrivals_open == 0 && !fails {
        scene.hot.core.finish();
    }
    if fails {
        // Once nothing can fail and no ticket counts any more the play may be over.
        scene.book_at(scene.plan.arrivals_end, Any::Incident(Happening::Horizon));
    }
}

/// Incidents may come without being booked: systems fail, tickets are the first sign of one, changes go wrong.
fn may_still_come(scene: &Scene) -> bool {
    let plan = scene.plan;
    plan.demand.any() || plan.changes.any() || plan.systems.iter().any(|s| s.fails.is_some())
}

/// The rate of a kind cumulated over the hours of the week; empty for kinds that do not arrive at random.
pub fn cumulated(kind: &Kind) -> Vec<f64> {
    let Arrivals::Rate(rates) = &kind.arrivals else { return Vec::new() };
    let mut sums = vec![0.0];
    for rate in rates {
        sums.push(sums[sums.len() - 1] + rate * HOUR);
    }
    sums
}

fn book_arrival(scene: &mut Scene, kind: KindId, nth: u32, after: Instant) {
    let plan = scene.plan;
    let entry = &plan.kinds[kind.at()];
    let at = match &entry.arrivals {
        Arrivals::ByFailure => return,
        Arrivals::At(at) if nth == 0 => *at,
        Arrivals::At(_) => return,
        Arrivals::Every(every) => after + every.sample(&mut scene.draw(ARRIVAL, entry.luck, u64::from(nth))),
        Arrivals::Rate(_) => {
            let amount = -libm::log(scene.draw(ARRIVAL, entry.luck, u64::from(nth)).uniform());
            by_rate(scene, kind, after, amount)
        }
    };
    if at < plan.arrivals_end {
        scene.rooms.incident.ledger.arrivals_open += 1;
        scene.hot.core.book(at, HAPPENS, Any::Incident(Happening::Arrive { kind, nth }));
    }
}

/// The instant by which the cumulated rate since `after` has grown by `amount` (inversion, exact for rates constant over each hour).
pub(super) fn by_rate(scene: &Scene, kind: KindId, after: Instant, amount: f64) -> Instant {
    let sums = &scene.rooms.incident.ledger.weekly[kind.at()];
    let week = sums[168];
    let (hour, into) = scene.plan.zone.hour_of_week(after);
    let within = into.0 as f64 / HOUR;
    let here = sums[hour] + (sums[hour + 1] - sums[hour]) * within;
    let weeks = libm::floor((here + amount) / week);
    let left = here + amount - weeks * week;
    let landed = sums.partition_point(|s| *s <= left).clamp(1, 168) - 1;
    let rate = sums[landed + 1] - sums[landed];
    let part = if rate > 0.0 { (left - sums[landed]) / rate } else { 0.0 };
    let hours = weeks * 168.0 + landed as f64 + part - (hour as f64 + within);
    after + Span(libm::round(hours * HOUR).clamp(1.0, 1e17) as i64)
}

fn arrive(scene: &mut Scene, kind: KindId, nth: u32) {
    scene.rooms.incident.ledger.arrivals_open -= 1;
    let now = scene.now();
    book_arrival(scene, kind, nth + 1, now);
    let luck = combine(scene.plan.kinds[kind.at()].luck, u64::from(nth));
    if scene.plan.kinds[kind.at()].change.is_some() {
        return change::raised(scene, kind, luck);
    }
    again::book_wave(scene, kind, nth, luck);
    let hits = targets(scene, kind, luck);
    open(scene, kind, luck, hits);
}

/// What an incident of a kind hits: all that the kind names, or one of several by its luck.
pub(super) fn targets<'a>(scene: &Scene<'a, '_>, kind: KindId, luck: u64) -> &'a [SystemId] {
    let entry = &scene.plan.kinds[kind.at()];
    if entry.hits_one_of.is_empty() {
        return &entry.hits;
    }
    let weights: Vec<f64> = entry.hits_one_of.iter().map(|(_, w)| *w).collect();
    std::slice::from_ref(&entry.hits_one_of[scene.draw(TARGET, luck, 0).pick(&weights)].0)
}

fn failed(scene: &mut Scene, system: SystemId, kind: KindId, nth: u32) {
    let plan = scene.plan;
    if scene.now() < plan.arrivals_end {
        let luck = combine(combine(plan.kinds[kind.at()].luck, plan.systems[system.at()].luck), u64::from(nth));
        open(scene, kind, luck, &[system]);
    }
}

/// Opens an incident in a free place.
pub(super) fn open(scene: &mut Scene, kind: KindId, luck: u64, hits: &[SystemId]) -> Option<Case> {
    let (now, plan) = (scene.now(), scene.plan);
    let counted = now >= plan.warm_up;
    let case = open_file(scene, kind, luck, hits, counted)?;
    scene.record(Fact::Began { incident: IncidentNo(case.no), kind, counted });
    if counted {
        follow_to_horizon(scene, case, now + plan.horizon);
    }
    if plan.kinds[kind.at()].attack.is_some() {
        scene.follow(Any::Incident(Happening::Stage { case, stage: 0 }));
    } else {
        scene.follow(Any::Incident(Happening::Occur { case }));
    }
    Some(case)
}

/// Puts an incident, or what looks like one, into a free place.
pub(super) fn open_file(scene: &mut Scene, kind: KindId, luck: u64, hits: &[SystemId], counted: bool) -> Option<Case> {
    let place = scene.hot.free.pop()?;
    if scene.hot.free.is_empty() {
        scene.hot.core.needs_room();
    }
    let (now, severity) = (scene.now(), scene.plan.kinds[kind.at()].severity);
    let ledger = &mut *scene.rooms.incident.ledger;
    let case = Case { place, no: ledger.began };
    ledger.began += 1;
    ledger.open += 1;
    let first = ledger.open == 1;
    let begun = File { no: case.no, kind, luck, counted, began: now, severity, ..File::default() };
    self::file(scene, case).begin(begun, hits);
    scene.rooms.paging.clear(case);
    scene.rooms.escalation.clear(case);
    scene.rooms.access.clear(case);
    scene.rooms.authority.clear(case);
    scene.rooms.responsibility.clear(case);
    scene.rooms.response.clear(case);
    scene.rooms.lead.clear(case);
    scene.rooms.vendor.clear(case);
    let owed = scene.plan.playbooks[scene.plan.kinds[kind.at()].playbook.at()].notices.len();
    scene.rooms.notice.clear(case, owed);
    scene.rooms.contract.clear(case);
    scene.rooms.change.clear(case);
    scene.rooms.inject.clear(case);
    scene.rooms.telemetry.clear(case);
    duty::rules::run(scene);
    if first && !scene.plan.calendar.periods.is_empty() {
        scene.follow(Any::BusinessCalendar(BusinessCalendar::FirstInHand));
    }
    Some(case)
}

pub(super) fn file<'a>(scene: &'a mut Scene, case: Case) -> &'a mut File {
    &mut scene.rooms.incident.files[case.at()]
}

/// Horizons come in the order of beginnings, so only the first is booked.
fn follow_to_horizon(scene: &mut Scene, case: Case, at: Instant) {
    let ledger = &mut *scene.rooms.incident.ledger;
    ledger.followed += 1;
    ledger.horizons.push_back((at, case));
    if ledger.horizons.len() == 1 {
        scene.book_at(at, Any::Incident(Happening::Horizon));
    }
}

fn horizon(scene: &mut Scene) {
    let now = scene.now();
    finish_if_over(scene);
    while let Some(&(at, case)) = scene.rooms.incident.ledger.horizons.front() {
        if at > now && scene.live(case) && !settled(scene.rooms.incident.file(case)) {
            scene.book_at(at, Any::Incident(Happening::Horizon));
            return;
        }
        scene.rooms.incident.ledger.horizons.pop_front();
        if scene.live(case) && !file(scene, case).past_horizon && !settled(scene.rooms.incident.file(case)) {
            file(scene, case).past_horizon = true;
            scene.record(Fact::HorizonReached { incident: IncidentNo(case.no) });
            no_longer_followed(scene);
        }
    }
}

/// Nothing that is counted can still happen to it.
fn settled(file: &File) -> bool {
    file.closed && (file.recovered || file.stopped) && file.outages == 0
}

fn no_longer_followed(scene: &mut Scene) {
    scene.rooms.incident.ledger.followed -= 1;
    finish_if_over(scene);
}

/// The play is over when no incident can arrive and none is followed.
pub(super) fn finish_if_over(scene: &mut Scene) {
    let ledger = &scene.rooms.incident.ledger;
    let arrivals = ledger.arrivals_open > 0 || (scene.now() < scene.plan.arrivals_end && may_still_come(scene));
    if ledger.followed == 0 && !arrivals {
        scene.hot.core.finish();
    }
}

fn occur(scene: &mut Scene, case: Case) {
    let mut hits = std::mem::take(&mut scene.rooms.incident.ledger.struck);
    hits.clear();
    let state = file(scene, case);
    state.occurred = true;
    let severity = state.severity;
    hits.append(&mut state.hit);
    scene.record(Fact::Occurred { incident: IncidentNo(case.no), severity });
    notice::rules::tell(scene, case, Start::Occurred);
    for system in &hits {
        hit(scene, case, *system);
    }
    scene.rooms.incident.ledger.struck = hits;
    let kind = &scene.plan.kinds[scene.rooms.incident.file(case).kind.at()];
    if kind.reported.is_some() {
        scene.follow(Any::Telemetry(Telemetry::Report { case }));
    }
    attack::book_spread(scene, case, 0);
    finish_if_over(scene);
}

pub(super) fn hit(scene: &mut Scene, case: Case, system: SystemId) {
    let plan = scene.plan;
    let now = scene.now();
    let entry = &plan.systems[system.at()];
    let state = file(scene, case);
    if state.hit.contains(&system) {
        return;
    }
    state.hit.push(system);
    state.hit_at.push((system, now));
    let attacked = plan.kinds[state.kind.at()].attack.is_some();
    if attacked {
        state.stolen.extend_from_slice(&entry.exposes);
    }
    scene.record(Fact::Hit { incident: IncidentNo(case.no), system });
    scene.follow(Any::Estate(Estate::Strike { case, system }));
    if attacked {
        scene.follow(Any::Telemetry(Telemetry::HitShows { case, system }));
        attack::judge_copies(scene, case, system);
        attack::lose_copies(scene, case);
    }
    // Before the response begins nobody need be told: it begins with all that has been hit.
    if scene.rooms.response.is_under_way(case) {
        scene.follow(Any::Response(Response::HitMore { case, system }));
    }
}

/// Frees the place of an incident of which nothing is left to do, once all that follows from its end has been done.
pub(super) fn settle(scene: &mut Scene, case: Case) {
    let state = scene.rooms.incident.file(case);
    if settled(state) {
        scene.follow(Any::Incident(Happening::Settle { case }));
    }
}

fn free(scene: &mut Scene, case: Case) {
    let state = scene.rooms.incident.file(case);
    let followed = state.counted && !state.past_horizon;
    file(scene, case).no = NONE;
    scene.hot.free.push(case.place);
    scene.rooms.incident.ledger.open -= 1;
    if scene.rooms.incident.ledger.open == 0 && !scene.plan.demand.any() {
        duty::rules::stop(scene);
    }
    if followed {
        no_longer_followed(scene);
    } else {
        finish_if_over(scene);
    }
}
