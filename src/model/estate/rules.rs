//! What systems do: go down with what they need, come back after it, fail by themselves while up.

use super::{Service, aftermath, containment, outage, promise};
use crate::engine::chance::Purpose;
use crate::engine::time::Span;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Contract, Estate as Happening, Happening as Any, Incident, JobNo, Means, Response, Telemetry};
use crate::model::ids::{IncidentNo, SystemId};
use crate::model::plan::Sensor;

pub(super) const RESTART: Purpose = Purpose::named("restart");
pub(super) const FAILURE: Purpose = Purpose::named("failure");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::Strike { case, system } => strike(scene, case, system),
        Happening::Restored { case, system, job } => restored(scene, case, system, job),
        Happening::Isolate { case, system } if scene.live(case) => containment::isolate(scene, case, system),
        Happening::Reconnect { case, system, job } => containment::reconnect(scene, case, system, job),
        Happening::Rejoin { case, all } if scene.live(case) => containment::rejoin(scene, case, all),
        Happening::Isolate { .. } | Happening::Rejoin { .. } => {}
        Happening::FullService { system, generation } => {
            if service(scene, system).generation == generation {
                aftermath::full(scene, system);
            }
        }
        Happening::CaughtUp { system, generation } => {
            if service(scene, system).generation == generation {
                aftermath::caught_up(scene, system);
            }
        }
        Happening::Restarted { system, generation } => {
            if service(scene, system).generation == generation {
                come_up(scene, system);
            }
        }
        Happening::PromiseRunsOut { system, lost } => promise::runs_out(scene, system, lost),
        Happening::Fails { system, generation } => fails(scene, system, generation),
        Happening::GoesOut { case, system, until } if scene.live(case) => outage::goes_out(scene, case, system, until),
        Happening::GoesOut { .. } => {}
        Happening::ComesBack { system } => outage::comes_back(scene, system),
    }
}

/// Puts every system up and starts the clocks of those that fail.
pub fn begin(scene: &mut Scene) {
    for index in 0..scene.plan.systems.len() {
        let system = SystemId(index as u32);
        *service(scene, system) = Service::default();
        run_clock(scene, system);
    }
}

pub(super) fn service<'a>(scene: &'a mut Scene, system: SystemId) -> &'a mut Service {
    &mut scene.rooms.estate.services[system.at()]
}

fn strike(scene: &mut Scene, case: Case, system: SystemId) {
    let state = service(scene, system);
    state.hits += 1;
    state.was_hit = true;
    state.generation += 1;
    go_down(scene, system, case);
}

pub(super) fn go_down(scene: &mut Scene, system: SystemId, by: Case) {
    let now = scene.now();
    let state = service(scene, system);
    if state.down {
        // Whoever looks after it sees that there is something else, too.
        if state.by.is_some_and(|first| first != by) {
            scene.follow(Any::Telemetry(Telemetry::OutageShows { case: by, system }));
        }
        return;
    }
    state.down = true;
    state.down_since = now;
    state.by = Some(by);
    state.back_by = None;
    state.generation += 1;
    if let Some(left) = state.to_failure {
        state.to_failure = Some(Span((left.0 - (now - state.up_since).0).max(1)));
    }
    if state.aftermath.is_some() {
        aftermath::is_cut_short(scene, system);
    }
    scene.record(Fact::Down { system, by: IncidentNo(by.no) });
    promise::at_stake(scene, system);
    if needed_by_provider(scene, system) {
        scene.follow(Any::Contract(Contract::SystemChanged { system }));
    }
    scene.follow(Any::Incident(Incident::OutageBegan { case: by }));
    if !scene.plan.systems[system.at()].means.is_empty() {
        scene.follow(Any::Means(Means::SystemDown { system }));
    }
    let plan = scene.plan;
    let shows = |sensor: &Sensor| sensor.stages.is_empty() && sensor.watches[system.at()];
    if plan.systems[system.at()].users.is_some() || plan.sensors.iter().any(shows) {
        scene.follow(Any::Telemetry(Telemetry::OutageShows { case: by, system }));
    }
    for &dependent in &plan.systems[system.at()].needed_by {
        service(scene, dependent).needs_down += 1;
        service(scene, dependent).generation += 1;
        go_down(scene, dependent, by);
    }
}

fn needed_by_provider(scene: &Scene, system: SystemId) -> bool {
    scene.plan.employers.iter().any(|e| e.terms.needs.contains(&system))
}

fn restored(scene: &mut Scene, case: Case, system: SystemId, job: JobNo) {
    let state = service(scene, system);
    state.hits = state.hits.saturating_sub(1);
    state.back_by = Some((case, job));
    if state.may_come_up() {
        come_up(scene, system);
    } else if !state.isolated.is_empty() && state.hits == 0 {
        containment::restored(scene, case, system, job);
    }
}

pub(super) fn come_up(scene: &mut Scene, system: SystemId) {
    let now = scene.now();
    let state = service(scene, system);
    if !state.down {
        return;
    }
    state.down = false;
    let ended = state.by.take();
    let out = now - state.down_since;
    state.up_since = now;
    state.generation += 1;
    let by = state.back_by;
    scene.record(Fact::Up { system });
    let plan = scene.plan;
    let entry = &plan.systems[system.at()];
    if !entry.means.is_empty() {
        scene.follow(Any::Means(Means::SystemUp { system }));
    }
    if needed_by_provider(scene, system) {
        scene.follow(Any::Contract(Contract::SystemChanged { system }));
    }
    match ended {
        Some(case) if entry.has_aftermath() => aftermath::begins(scene, case, system, out),
        Some(case) => scene.follow(Any::Incident(Incident::OutageEnded { case })),
        None => {}
    }
    run_clock(scene, system);
    for &dependent in &plan.systems[system.at()].needed_by {
        let state = service(scene, dependent);
        state.needs_down = state.needs_down.saturating_sub(1);
        if state.needs_down > 0 {
            continue;
        }
        scene.follow(Any::Response(Response::NeedsUp { system: dependent, by }));
        let state = service(scene, dependent);
        if state.may_come_up() {
            state.back_by = by;
            state.generation += 1;
            let (generation, started) = (state.generation, state.by.map_or(0, |c| u64::from(c.no)));
            let entry = &plan.systems[dependent.at()];
            let after = entry.restart.as_ref().map_or(Span(0), |r| r.sample(&mut scene.draw(RESTART, entry.luck, started)));
            scene.book_in(after, Any::Estate(Happening::Restarted { system: dependent, generation }));
        }
    }
}

/// Starts or goes on with the clock of a system that fails by itself.
fn run_clock(scene: &mut Scene, system: SystemId) {
    let plan = scene.plan;
    let Some((every, _)) = &plan.systems[system.at()].fails else { return };
    let nth = service(scene, system).failures;
    let drawn = match service(scene, system).to_failure {
        Some(left) => left,
        None => every.sample(&mut scene.draw(FAILURE, plan.systems[system.at()].luck, u64::from(nth))),
    };
    let state = service(scene, system);
    state.to_failure = Some(drawn);
    let generation = state.generation;
    if scene.now() + drawn < plan.arrivals_end {
        scene.book_in(drawn, Any::Estate(Happening::Fails { system, generation }));
    }
}

fn fails(scene: &mut Scene, system: SystemId, generation: u32) {
    let state = service(scene, system);
    if state.generation != generation || state.down {
        return;
    }
    let nth = state.failures;
    state.failures += 1;
    state.to_failure = None;
    if let Some((_, kind)) = scene.plan.systems[system.at()].fails {
        scene.follow(Any::Incident(Incident::Failed { system, kind, nth }));
    }
}
