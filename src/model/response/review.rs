//! Jobs that wait are looked at again: duty, grants or contracts have changed, so they may wait for another reason, and somebody may have to be called.

use super::assign::{summon_if_needed, take, wait};
use super::line::desk;
use super::rules::{asks, job, work_of};
use super::{Standing, leading};
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::{PersonId, RequirementId};

/// Duty has changed: jobs at the desks of a person may wait for another reason now.
pub(super) fn of_person(scene: &mut Scene, person: PersonId) {
    let desks = &scene.plan.people[person.at()].desks;
    let mut line = desks.next_set(&scene.rooms.response.turns.lines, None);
    while let Some(requirement) = line {
        of_desk(scene, requirement);
        line = desks.next_set(&scene.rooms.response.turns.lines, Some(requirement));
    }
    if scene.rooms.response.turns.asking > 0 {
        of_gated(scene, person);
    }
}

/// Duty has changed: a job that still waits for a decision may have lost the last who was there to do it.
fn of_gated(scene: &mut Scene, person: PersonId) {
    let plan = scene.plan;
    for place in 0..scene.rooms.incident.places() {
        let case = Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
        if case.no == crate::model::incident::NONE || work_of(scene, case).asking() == 0 || !scene.rooms.authority.any_open(case) {
            continue;
        }
        let mut from = 0;
        while let Some(no) = work_of(scene, case).next_asking(from) {
            if asks(scene, case, no).is_some_and(|desk| plan.people[person.at()].desks.has(desk)) {
                summon_if_needed(scene, case, no);
            }
            from = no + 1;
        }
    }
}

/// Jobs at a desk may wait for another reason now, and somebody may have to be called.
pub(super) fn of_desk(scene: &mut Scene, requirement: RequirementId) {
    let mut before = None;
    while let Some((place, (case, no))) = desk(scene, requirement).queue.behind(before) {
        before = Some(place);
        if let Some(rank) = leading::last_resort(scene, case, requirement) {
            take(scene, case, no, requirement, rank);
            continue;
        }
        wait(scene, case, no, requirement);
        summon_if_needed(scene, case, no);
    }
}

/// Somebody has joined an incident: its jobs may wait for another reason now.
pub(super) fn of_case(scene: &mut Scene, case: Case) {
    if work_of(scene, case).how_many(Standing::Queued) == 0 {
        return;
    }
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        if job(scene, case, no).standing() == Standing::Queued
            && let Some(requirement) = asks(scene, case, no)
        {
            wait(scene, case, no, requirement);
        }
    }
}
