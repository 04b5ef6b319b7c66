//! False alarms: an alert without an incident behind it. It occupies whoever triages it; taken for real, it is contained as the incident that
//! it looks like would be, and where that needs nobody's leave a service is down for nothing until somebody notices.

use super::rules::{file, finish_if_over, open_file};
use crate::engine::chance::{Purpose, combine};
use crate::engine::driver::HAPPENS;
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::fact::{AlertFrom, Fact};
use crate::model::happening::{Case, Estate, Happening as Any, Incident as Happening, Response, Telemetry};
use crate::model::ids::{IncidentNo, SensorId, SystemId};
use crate::model::telemetry::FalseAlarms;

pub(super) const NEXT: Purpose = Purpose::named("false alarm");
const WHERE: Purpose = Purpose::named("false alarm on");
const TAKEN: Purpose = Purpose::named("taken for real");
pub(super) const NOTICED: Purpose = Purpose::named("noticed");

fn law<'p>(scene: &Scene<'p, '_>, sensor: SensorId) -> Option<&'p FalseAlarms> {
    scene.plan.sensors[sensor.at()].false_alarms.as_ref()
}

/// Books the first false alarm of each source.
pub(super) fn begin(scene: &mut Scene) {
    for sensor in (0..scene.plan.sensors.len() as u32).map(SensorId) {
        book(scene, sensor, 0, Instant(0));
    }
}

/// Books the n-th false alarm of a source.
fn book(scene: &mut Scene, sensor: SensorId, nth: u32, after: Instant) {
    let Some(law) = law(scene, sensor) else { return };
    let luck = scene.plan.sensors[sensor.at()].luck;
    let gap = -libm::log(scene.draw(NEXT, luck, u64::from(nth)).uniform()) * law.mean_gap.0 as f64;
    let at = after + Span(libm::round(gap).clamp(1.0, 1e17) as i64);
    if at < scene.plan.arrivals_end {
        scene.rooms.incident.ledger.arrivals_open += 1;
        scene.hot.core.book(at, HAPPENS, Any::Incident(Happening::FalseAlarm { sensor, nth }));
    }
}

/// A source raises an alarm about nothing on one of the systems that it watches.
pub(super) fn raised(scene: &mut Scene, sensor: SensorId, nth: u32) {
    scene.rooms.incident.ledger.arrivals_open -= 1;
    let (now, plan) = (scene.now(), scene.plan);
    book(scene, sensor, nth + 1, now);
    if scene.rooms.telemetry.is_blind(sensor) {
        return finish_if_over(scene);
    }
    let Some(law) = law(scene, sensor) else { return };
    let entry = &plan.sensors[sensor.at()];
    let luck = combine(entry.luck, u64::from(nth));
    let watched: Vec<SystemId> = (0..plan.systems.len() as u32).map(SystemId).filter(|s| entry.watches[s.at()]).collect();
    let system = watched[scene.draw(WHERE, luck, 0).pick(&vec![1.0; watched.len()])];
    let Some(case) = open_file(scene, law.looks_like, luck, &[system], false) else { return };
    file(scene, case).false_alarm = Some(sensor);
    let (incident, counted) = (IncidentNo(case.no), now >= plan.warm_up);
    scene.record(Fact::FalseAlarm { incident, sensor, kind: law.looks_like, system, counted });
    let severity = entry.severity.unwrap_or(plan.kinds[law.looks_like.at()].severity);
    let (from, team, policy) = (AlertFrom::Sensor(sensor), entry.goes_to, entry.pages);
    scene.follow(Any::Telemetry(Telemetry::Alert { case, from, severity, team, policy }));
    // One that nobody ever looks at is forgotten in the end.
    scene.book_in(plan.horizon, Any::Incident(Happening::FoundFalse { case }));
}

/// Triage is done: whether it sees that there is nothing, or takes it for real.
pub(super) fn seen_through(scene: &Scene, case: Case) -> bool {
    let law = scene.rooms.incident.file(case).false_alarm.and_then(|s| law(scene, s));
    law.is_some_and(|law| !scene.draw_for(TAKEN, case, 0, 0).chance(law.taken_for_real))
}

/// All containment is done; after a while somebody notices that there was nothing to contain.
pub(super) fn contained(scene: &mut Scene, case: Case) {
    let Some(law) = scene.rooms.incident.file(case).false_alarm.and_then(|s| law(scene, s)) else { return };
    let after = law.noticed_after.sample(&mut scene.draw_for(NOTICED, case, 0, 0));
    scene.book_in(after, Any::Incident(Happening::FoundFalse { case }));
}

/// There was nothing: everybody drops it, and what was isolated is reconnected.
pub(super) fn found_false(scene: &mut Scene, case: Case) {
    let state = file(scene, case);
    if state.false_alarm.is_none() || state.stopped {
        return;
    }
    (state.stopped, state.contained) = (true, true);
    state.hit.clear();
    let kind = state.kind;
    scene.record(Fact::FoundFalse { incident: IncidentNo(case.no) });
    if scene.plan.playbooks[scene.plan.kinds[kind.at()].playbook.at()].isolates {
        scene.follow(Any::Estate(Estate::Rejoin { case, all: true }));
    }
    scene.follow(Any::Response(Response::Drop { case }));
}
