//! What telemetry does: stages, hits and outages are seen or not; alerts go to queues and policies.

use super::sight;
use crate::engine::chance::{Draw, Purpose, combine};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::absence::cover;
use crate::model::fact::{AlertFrom, AlertTo, Fact, PageFor};
use crate::model::happening::{Case, Demand, Escalation, Happening as Any, Incident, Paging, Response, Telemetry as Happening};
use crate::model::ids::{DemandId, IncidentNo, PersonId, PolicyId, SensorId, SystemId, TeamId};
use crate::model::incident::NONE;
use crate::model::incident::entry::Severity;

pub(super) const SEES: Purpose = Purpose::named("sees");
pub(super) const USERS: Purpose = Purpose::named("users");
pub(super) const REPORT: Purpose = Purpose::named("report");

/// Hands a happening to its rule.
pub fn happen(scene: &mut Scene, happening: &Happening) {
    match *happening {
        Happening::StageShows { case, stage } if scene.live(case) => stage_shows(scene, case, stage),
        Happening::HitShows { case, system } if scene.live(case) => hit_shows(scene, case, system),
        Happening::OutageShows { case, system } if scene.live(case) => outage_shows(scene, case, system),
        Happening::Report { case } if scene.live(case) => report(scene, case),
        Happening::Alert { from: AlertFrom::Sensor(sensor), .. } if scene.rooms.telemetry.is_blind(sensor) => {}
        Happening::Alert { case, from, severity, team, policy } if scene.live(case) => alert(scene, case, from, severity, team, policy),
        Happening::Blinded { sensor } => sight::blinded(scene, sensor),
        Happening::SeesAgain { sensor } => sight::sees_again(scene, sensor),
        Happening::LookAtQueue { case, team } if scene.live(case) => look_at_queue(scene, case, team),
        Happening::LookedAtBy { person } => looked_at_by(scene, person),
        Happening::Taken { case, team, person } if scene.live(case) => taken(scene, case, team, person),
        Happening::Among { case, class } if scene.live(case) => among(scene, case, class),
        Happening::OutageAlert { case, sensor, system } if scene.live(case) && down(scene, system) => {
            sensor_alert(scene, case, sensor, system)
        }
        Happening::UserCall { case, system } if scene.live(case) && down(scene, system) => user_call(scene, case, system),
        _ => {}
    }
}

fn down(scene: &Scene, system: SystemId) -> bool {
    scene.rooms.estate.of(system).down
}

/// A draw of what a sensor sees, one for each thing it may see; one that is blind sees nothing.
pub(super) fn seen(scene: &Scene, case: Case, id: SensorId, of: u64) -> Option<Span> {
    let sensor = &scene.plan.sensors[id.at()];
    if scene.rooms.telemetry.is_blind(id) {
        return None;
    }
    let mut draw: Draw = scene.draw_for(SEES, case, combine(sensor.luck, of), 0);
    let sees = draw.chance(sensor.sees);
    sees.then(|| sensor.after.sample(&mut draw))
}

fn stage_shows(scene: &mut Scene, case: Case, stage: u8) {
    let plan = scene.plan;
    let file = scene.rooms.incident.file(case);
    let Some(attack) = plan.kinds[file.kind.at()].attack.map(|a| &plan.attacks[a.at()]) else { return };
    let name = &attack.stages[usize::from(stage)].0;
    let shows: Vec<(usize, Span)> = plan
        .sensors
        .iter()
        .enumerate()
        .filter(|(_, s)| s.stages.contains(name) && file.hit.iter().any(|h| s.watches[h.at()]))
        .filter_map(|(i, _)| seen(scene, case, SensorId(i as u32), u64::from(stage)).map(|after| (i, after)))
        .collect();
    book_alerts(scene, case, shows);
}

fn hit_shows(scene: &mut Scene, case: Case, system: SystemId) {
    let plan = scene.plan;
    let file = scene.rooms.incident.file(case);
    let Some(attack) = plan.kinds[file.kind.at()].attack.map(|a| &plan.attacks[a.at()]) else { return };
    let Some((name, ..)) = attack.stages.last() else { return };
    let shows: Vec<(usize, Span)> = plan
        .sensors
        .iter()
        .enumerate()
        .filter(|(_, s)| s.stages.contains(name) && s.watches[system.at()])
        .filter_map(|(i, _)| seen(scene, case, SensorId(i as u32), plan.systems[system.at()].luck).map(|after| (i, after)))
        .collect();
    book_alerts(scene, case, shows);
}

fn book_alerts(scene: &mut Scene, case: Case, shows: Vec<(usize, Span)>) {
    for (index, after) in shows {
        let sensor = &scene.plan.sensors[index];
        let severity = sensor.severity.unwrap_or(scene.rooms.incident.file(case).severity);
        let (from, team, policy) = (AlertFrom::Sensor(SensorId(index as u32)), sensor.goes_to, sensor.pages);
        scene.book_in(after, Any::Telemetry(Happening::Alert { case, from, severity, team, policy }));
    }
}

fn outage_shows(scene: &mut Scene, case: Case, system: SystemId) {
    let plan = scene.plan;
    let luck = plan.systems[system.at()].luck;
    for (index, _) in plan.sensors.iter().enumerate().filter(|(_, s)| s.stages.is_empty() && s.watches[system.at()]) {
        let sensor = SensorId(index as u32);
        if scene.rooms.telemetry.is_blind(sensor) {
            sight::misses(scene, sensor, case, system);
        } else if let Some(after) = seen(scene, case, sensor, luck) {
            scene.book_in(after, Any::Telemetry(Happening::OutageAlert { case, sensor, system }));
        }
    }
    let Some(users) = &plan.systems[system.at()].users else { return };
    let mut draw = scene.draw_for(USERS, case, luck, 0);
    if draw.chance(users.call) {
        let passes = users.notice.sample(&mut draw);
        if let Some(at) = users.hours.after(scene.now(), passes) {
            scene.book_at(at, Any::Telemetry(Happening::UserCall { case, system }));
        }
    }
}

fn sensor_alert(scene: &mut Scene, case: Case, sensor: SensorId, system: SystemId) {
    if scene.rooms.telemetry.is_blind(sensor) {
        return sight::misses(scene, sensor, case, system);
    }
    let entry = &scene.plan.sensors[sensor.at()];
    let severity = entry.severity.unwrap_or(scene.rooms.incident.file(case).severity);
    alert(scene, case, AlertFrom::Sensor(sensor), severity, entry.goes_to, entry.pages);
}

fn user_call(scene: &mut Scene, case: Case, system: SystemId) {
    let Some(users) = &scene.plan.systems[system.at()].users else { return };
    let severity = scene.rooms.incident.file(case).severity;
    alert(scene, case, AlertFrom::Users(system), severity, users.team, users.pages);
}

fn report(scene: &mut Scene, case: Case) {
    let plan = scene.plan;
    let file = scene.rooms.incident.file(case);
    let kind = &plan.kinds[file.kind.at()];
    let severity = file.severity;
    let Some(reported) = &kind.reported else { return };
    let after = reported.sample(&mut scene.draw_for(REPORT, case, 0, 0));
    let policy = plan.playbooks[kind.playbook.at()].escalation;
    scene.book_in(after, Any::Telemetry(Happening::Alert { case, from: AlertFrom::Report, severity, team: None, policy }));
}

fn alert(scene: &mut Scene, case: Case, from: AlertFrom, severity: Severity, team: Option<TeamId>, policy: Option<PolicyId>) {
    let incident = IncidentNo(case.no);
    if scene.rooms.incident.file(case).recovered {
        return;
    }
    scene.follow(Any::Incident(Incident::AlertedAt { case, severity }));
    if let Some(team) = team {
        scene.record(Fact::Alerted { incident, from, to: AlertTo::Queue(team), severity });
        lies(scene, case, team);
        scene.follow(Any::Telemetry(Happening::LookAtQueue { case, team }));
    }
    if let Some(policy) = policy {
        scene.record(Fact::Alerted { incident, from, to: AlertTo::Policy(policy), severity });
        scene.follow(Any::Escalation(Escalation::Start { case, policy }));
    }
    if team.is_none() && policy.is_none() {
        scene.record(Fact::Alerted { incident, from, to: AlertTo::Responders, severity });
        scene.follow(Any::Response(Response::Begin { case }));
    }
}

/// One alert among many is the first sign of an incident: it says no more than the others, and lies where they lie.
fn among(scene: &mut Scene, case: Case, class: DemandId) {
    let entry = &scene.plan.demand.classes[class.at()];
    let severity = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low][usize::from(entry.level.min(3))];
    scene.follow(Any::Incident(Incident::AlertedAt { case, severity }));
    let (incident, from) = (IncidentNo(case.no), AlertFrom::Among(class));
    scene.record(Fact::Alerted { incident, from, to: AlertTo::Queue(entry.team), severity });
}

/// Notes that an alert lies in the queue of a team.
fn lies(scene: &mut Scene, case: Case, team: TeamId) {
    let queues = &mut scene.rooms.telemetry.queues[case.at()].0;
    if !queues.contains(&team) {
        queues.push(team);
    }
}

/// Everybody of a team on shift sees its queue, save those at a ticket that is as pressing; with nobody there it is looked at again when the next of them comes.
fn look_at_queue(scene: &mut Scene, case: Case, team: TeamId) {
    if scene.rooms.incident.file(case).acknowledged {
        return;
    }
    let plan = scene.plan;
    let now = scene.now();
    let severity = scene.rooms.incident.file(case).acts_on();
    if plan.demand.followed.get(team.at()).is_some_and(|f| *f) {
        scene.follow(Any::Demand(Demand::AlertWaits { case, team }));
    }
    let mut next: Option<Instant> = None;
    for &person in &plan.teams[team.at()].members {
        if scene.rooms.duty.of(person).on_shift {
            sees(scene, case, person, severity, team);
        } else if let Some(start) = cover::next_on_shift(scene, person, now) {
            next = Some(next.map_or(start, |n| n.min(start)));
        }
    }
    if let Some(at) = next {
        scene.book_at(at, Any::Telemetry(Happening::LookAtQueue { case, team }));
    }
}

/// Somebody on shift sees an alert in the queue of their team, unless they have seen it before.
fn sees(scene: &mut Scene, case: Case, person: PersonId, severity: Severity, team: TeamId) {
    let why = PageFor::Queue(team);
    let attends = scene.rooms.demand.attends(scene.plan, person, severity);
    if attends && !scene.rooms.paging.was_paged(case, person, why) {
        scene.follow(Any::Paging(Paging::Page { case, person, why }));
    }
}

/// Somebody comes in the middle of a shift and looks at what lies in the queue of their team.
fn looked_at_by(scene: &mut Scene, person: PersonId) {
    let team = scene.plan.people[person.at()].team;
    for place in 0..scene.rooms.incident.places() {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        if case.no != NONE && scene.rooms.telemetry.lies_with(case, team) {
            let file = scene.rooms.incident.file(case);
            let (acknowledged, severity) = (file.acknowledged, file.acts_on());
            if !acknowledged {
                sees(scene, case, person, severity, team);
            }
        }
    }
}

/// Whoever takes an alert from a queue tells the responders, unless they are of a responsible team themselves.
fn taken(scene: &mut Scene, case: Case, team: TeamId, _person: PersonId) {
    let plan = scene.plan;
    let kind = &plan.kinds[scene.rooms.incident.file(case).kind.at()];
    let playbook = &plan.playbooks[kind.playbook.at()];
    if let Some(policy) = playbook.escalation.filter(|_| !playbook.responsible.contains(&team)) {
        scene.follow(Any::Escalation(Escalation::Start { case, policy }));
    }
}
