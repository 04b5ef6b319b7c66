//! Isolation: a service is taken down so that no harm can pass, and comes back when it is reconnected.

use super::rules::{come_up, go_down, service};
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Happening as Any, JobNo, Response};
use crate::model::ids::{IncidentNo, SystemId};

/// An incident's containment takes a system's service down.
pub(super) fn isolate(scene: &mut Scene, case: Case, system: SystemId) {
    let state = service(scene, system);
    if state.isolated.contains(&case) {
        return;
    }
    state.isolated.push(case);
    state.generation += 1;
    scene.record(Fact::Isolated { incident: IncidentNo(case.no), system });
    go_down(scene, system, case);
}

/// A system is reconnected, as far as one incident is concerned.
pub(super) fn reconnect(scene: &mut Scene, case: Case, system: SystemId, job: Option<JobNo>) {
    let state = service(scene, system);
    let Some(place) = state.isolated.iter().position(|c| *c == case) else { return };
    state.isolated.remove(place);
    scene.record(Fact::Reconnected { incident: IncidentNo(case.no), system });
    let state = service(scene, system);
    if !state.may_come_up() {
        return;
    }
    if let Some(job) = job {
        state.back_by = Some((case, job));
    }
    come_up(scene, system);
}

/// An incident isolates nothing any more, save (unless `all`) what a task of its playbook is to reconnect.
pub(super) fn rejoin(scene: &mut Scene, case: Case, all: bool) {
    let plan = scene.plan;
    let kind = scene.rooms.incident.file(case).kind;
    let by_task = &plan.playbooks[plan.kinds[kind.at()].playbook.at()].reconnected;
    for system in (0..plan.systems.len() as u32).map(SystemId) {
        if all || !by_task[system.at()] {
            reconnect(scene, case, system, None);
        }
    }
}

/// A hit system is restored: where no task reconnects it, that is all it takes. While it is isolated it stays down, but what needs it can be
/// restored meanwhile.
pub(super) fn restored(scene: &mut Scene, case: Case, system: SystemId, job: JobNo) {
    let plan = scene.plan;
    // With the last of those that hit it, it is restored for all of them.
    for of in service(scene, system).isolated.clone() {
        let file = scene.rooms.incident.file(of);
        let playbook = &plan.playbooks[plan.kinds[file.kind.at()].playbook.at()];
        if file.hit.contains(&system) && !playbook.reconnected[system.at()] {
            reconnect(scene, of, system, (of == case).then_some(job));
        }
    }
    if service(scene, system).isolated.is_empty() {
        return;
    }
    let mut seen = vec![false; plan.systems.len()];
    let mut open = vec![system];
    while let Some(next) = open.pop() {
        for dependent in &plan.systems[next.at()].needed_by {
            if !std::mem::replace(&mut seen[dependent.at()], true) {
                open.push(*dependent);
            }
        }
    }
    for dependent in (0..plan.systems.len() as u32).map(SystemId).filter(|s| seen[s.at()]) {
        scene.follow(Any::Response(Response::NeedsUp { system: dependent, by: Some((case, job)) }));
    }
}
