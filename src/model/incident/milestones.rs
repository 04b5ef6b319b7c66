//! The milestones of an incident: alerted, acknowledged, aware, declared, escalated, contained, recovered, closed.

use super::entry::Severity;
use super::rules::{file, settle};
use super::{File, alarm, change};
use crate::engine::chance::Purpose;
use crate::model::Scene;
use crate::model::fact::{Fact, Told};
use crate::model::happening::{Authority, Case, Demand, Estate, Happening as Any, Response, Responsibility};
use crate::model::ids::{IncidentNo, PersonId, SystemId};
use crate::model::lead;
use crate::model::notice::{self, Start};
use crate::model::responsibility::rules::owners;

const ASSESSMENT: Purpose = Purpose::named("assessment");

pub(super) fn alerted(scene: &mut Scene, case: Case, severity: Severity) {
    let now = scene.now();
    let state = file(scene, case);
    state.alerted = true;
    state.alerted_at.get_or_insert(now);
    if !state.aware {
        let before = state.acts_on();
        state.assessed = state.assessed.max(Some(severity));
        weighed(scene, case, before);
    }
}

/// It may be taken for worse than before, or for less bad: its work waits in another place then, and whoever had to be asked may be asked no more.
fn weighed(scene: &mut Scene, case: Case, before: Severity) {
    if scene.rooms.incident.file(case).acts_on() != before {
        scene.follow(Any::Response(Response::Weighed { case }));
        scene.follow(Any::Authority(Authority::LookAgain { case }));
    }
}

pub(super) fn acknowledge(scene: &mut Scene, case: Case, person: PersonId) {
    let state = file(scene, case);
    if state.acknowledged {
        return;
    }
    state.acknowledged = true;
    scene.record(Fact::Acknowledged { incident: IncidentNo(case.no), person });
    scene.follow(Any::Response(Response::Begin { case }));
}

/// Triage puts the incident where it belongs, one step too low or one too high.
pub(super) fn aware(scene: &mut Scene, case: Case) {
    if file(scene, case).aware {
        return;
    }
    let plan = scene.plan;
    let state = scene.rooms.incident.file(case);
    let [low, high] = plan.kinds[state.kind.at()].assessment;
    let truth = state.severity;
    let luck = scene.draw_for(ASSESSMENT, case, 0, 0).uniform();
    let assessed = match truth {
        _ if luck < low => [Severity::Low, Severity::Low, Severity::Medium, Severity::High][truth as usize],
        _ if luck >= 1.0 - high => [Severity::Medium, Severity::High, Severity::Critical, Severity::Critical][truth as usize],
        _ => truth,
    };
    let state = file(scene, case);
    let before = state.acts_on();
    state.aware = true;
    state.assessed = Some(assessed);
    if state.false_alarm.is_some() && alarm::seen_through(scene, case) {
        return alarm::found_false(scene, case);
    }
    scene.record(Fact::Aware { incident: IncidentNo(case.no), severity: assessed });
    weighed(scene, case, before);
    notice::rules::tell(scene, case, Start::Aware);
}

/// It is worse than it was, or less bad: in truth, or to those who deal with it, for whom others may now be needed and need not be asked.
pub(super) fn turns(scene: &mut Scene, case: Case, severity: Severity, in_truth: bool) {
    let state = file(scene, case);
    if in_truth {
        state.severity = severity;
    } else {
        state.assessed = Some(severity);
    }
    scene.record(Fact::Inject(Told::Turns { incident: IncidentNo(case.no), severity, in_truth }));
    scene.follow(Any::Response(Response::Weighed { case }));
    scene.follow(Any::Authority(Authority::LookAgain { case }));
}

/// Whoever may lead and is there does; where nothing is said about leads, `doer`, who has concluded that it is one.
pub(super) fn declare(scene: &mut Scene, case: Case, doer: Option<PersonId>) {
    if std::mem::replace(&mut file(scene, case).declared, true) {
        return;
    }
    let state = scene.rooms.incident.file(case);
    let led = scene.plan.playbooks[scene.plan.kinds[state.kind.at()].playbook.at()].lead.is_some() && !state.recovered && !state.stopped;
    let lead = if led { lead::rules::choose(scene, case) } else { doer };
    scene.record(Fact::Declared { incident: IncidentNo(case.no), lead });
    if led {
        lead::rules::declared(scene, case, lead);
    }
    if !owners(scene, case).is_empty() {
        scene.follow(Any::Responsibility(Responsibility::Escalate { case, silent: None }));
    }
    notice::rules::tell(scene, case, Start::Declared);
}

pub(super) fn engaged(scene: &mut Scene, case: Case, which: fn(&mut File) -> &mut bool) {
    let state = file(scene, case);
    if *which(state) {
        return;
    }
    *which(state) = true;
    if state.doer && state.decider {
        scene.record(Fact::Escalated { incident: IncidentNo(case.no) });
    }
}

pub(super) fn contained(scene: &mut Scene, case: Case) {
    let state = file(scene, case);
    if state.contained {
        return;
    }
    state.contained = true;
    let before_harm = !state.occurred;
    scene.record(Fact::Contained { incident: IncidentNo(case.no) });
    if file(scene, case).false_alarm.is_some() {
        return alarm::contained(scene, case);
    }
    if before_harm {
        file(scene, case).stopped = true;
        file(scene, case).hit.clear();
        scene.record(Fact::StoppedBeforeImpact { incident: IncidentNo(case.no) });
        scene.follow(Any::Response(Response::StandDown { case }));
        settle(scene, case);
    }
}

/// What was isolated comes back, where the playbook has no task for that or all is done.
fn rejoin(scene: &mut Scene, case: Case, all: bool) {
    let plan = scene.plan;
    let kind = scene.rooms.incident.file(case).kind;
    if plan.playbooks[plan.kinds[kind.at()].playbook.at()].isolates {
        scene.follow(Any::Estate(Estate::Rejoin { case, all }));
    }
}

pub(super) fn system_back(scene: &mut Scene, case: Case, system: SystemId) {
    let state = file(scene, case);
    if !state.back.contains(&system) {
        state.back.push(system);
    }
    if state.back.len() == state.hit.len() {
        recovered(scene, case);
    }
}

pub(super) fn recovered(scene: &mut Scene, case: Case) {
    let state = file(scene, case);
    if state.recovered || state.stopped || !state.occurred {
        return;
    }
    state.recovered = true;
    let kind = state.kind;
    scene.record(Fact::Recovered { incident: IncidentNo(case.no) });
    if scene.plan.demand.recurs(kind).is_some() {
        scene.follow(Any::Demand(Demand::Recovered { case }));
    }
    rejoin(scene, case, false);
    scene.follow(Any::Response(Response::StandDown { case }));
    settle(scene, case);
}

pub(super) fn closed(scene: &mut Scene, case: Case) {
    let state = file(scene, case);
    if state.closed {
        return;
    }
    if scene.plan.kinds[scene.rooms.incident.file(case).kind.at()].change.is_some() {
        return change::closed(scene, case);
    }
    let state = file(scene, case);
    state.closed = true;
    scene.record(Fact::Closed { incident: IncidentNo(case.no) });
    rejoin(scene, case, true);
    settle(scene, case);
}
