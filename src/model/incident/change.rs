//! Changes as incidents know them: a change is kept in a place like an incident, so that its work, its decisions and its pages are like those
//! of any other; it is none, and counts as none. One that has failed may be an incident, which is opened here.

use super::entry::Severity;
use super::rules::{file, open, open_file, settle, targets};
use crate::engine::chance::combine;
use crate::model::Scene;
use crate::model::change::entry::ChangeKind;
use crate::model::change::{Happening as Change, Step};
use crate::model::fact::{AlertFrom, Fact};
use crate::model::happening::{Case, Happening as Any, Incident as Happening, Response, Telemetry};
use crate::model::ids::{ChangeId, IncidentNo, KindId, PersonId};

/// A change is raised: a place is kept for it, in which nothing is wrong.
pub(super) fn raised(scene: &mut Scene, kind: KindId, luck: u64) {
    let counted = scene.now() >= scene.plan.warm_up;
    let Some(case) = open_file(scene, kind, luck, &[], false) else { return };
    let state = file(scene, case);
    (state.acknowledged, state.aware, state.contained, state.recovered) = (true, true, true, true);
    (state.doer, state.decider) = (true, true);
    state.assessed = Some(state.severity);
    scene.follow(Any::Change(Change::Raised { case, counted }));
}

/// How pressing the work on a change is.
pub fn urgency(kind: ChangeKind) -> Severity {
    match kind {
        ChangeKind::Standard | ChangeKind::Normal => Severity::Low,
        ChangeKind::Emergency => Severity::High,
    }
}

/// A change has failed: undoing it is as pressing as the incident that it would be.
pub(super) fn failed(scene: &mut Scene, case: Case, severity: Severity) {
    let state = file(scene, case);
    state.assessed = state.assessed.max(Some(severity));
}

/// A failed change is an incident. Whoever carried it out and sees it tells their team, and takes it up if they are still there.
pub(super) fn begins(scene: &mut Scene, of: Case, change: ChangeId, known: Option<Option<PersonId>>, luck: u64) {
    let plan = scene.plan;
    let entry = plan.changes.of(change);
    let Some(kind) = entry.begins.filter(|_| scene.now() < plan.arrivals_end) else { return };
    let luck = combine(plan.kinds[kind.at()].luck, combine(scene.rooms.incident.file(of).luck, luck));
    let hits = if entry.systems.is_empty() { targets(scene, kind, luck) } else { &entry.systems };
    let Some(case) = open(scene, kind, luck, hits) else { return };
    scene.record(Fact::Change(Step::Begins { incident: IncidentNo(case.no), change, of: IncidentNo(of.no) }));
    let Some(by) = known else { return };
    let Some(team) = by.map(|p| plan.people[p.at()].team).or(entry.teams.first().copied()) else { return };
    let (from, severity) = (AlertFrom::Change(change), plan.kinds[kind.at()].severity);
    scene.follow(Any::Telemetry(Telemetry::Alert { case, from, severity, team: Some(team), policy: None }));
    if let Some(person) = by.filter(|p| scene.rooms.duty.of(*p).at_work()) {
        scene.follow(Any::Incident(Happening::Acknowledge { case, person }));
        scene.follow(Any::Telemetry(Telemetry::Taken { case, team, person }));
    }
}

/// Nothing of a change is left to do.
pub(super) fn closed(scene: &mut Scene, case: Case) {
    file(scene, case).closed = true;
    scene.record(Fact::Change(Step::Closed { incident: IncidentNo(case.no) }));
    scene.follow(Any::Response(Response::StandDown { case }));
    settle(scene, case);
}
