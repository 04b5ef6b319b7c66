//! A system that two incidents hit is restored once: what one of them has brought back is back for the other too, whose own work on it is
//! dropped. It counts for the other where it did what the other's work would have done: a restore from a copy that is clean for the other as
//! well, or the remedy of one and the same playbook.

use super::rules::{job, work_of};
use super::{Standing, dropped, jobs, length, reinfection, work};
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, Estate, Happening as Any, Incident, JobNo};
use crate::model::ids::{IncidentNo, PersonId, SystemId};
use crate::model::incident::NONE;
use crate::model::plan::Length;
use crate::model::playbook::entry::Phase;

/// An incident has brought a system back: it is back for every other one too that hit it and for which that will do, the first ones first.
pub(super) fn back_for_others(scene: &mut Scene, by: Case, system: SystemId, no: JobNo) {
    let case_of = |place| Case { place, no: scene.rooms.incident.file(Case { place, no: 0 }).no };
    let others = (0..scene.rooms.incident.places()).map(case_of).filter(|case| case.no != NONE && *case != by);
    let mut others: Vec<Case> = others.filter(|case| awaits(scene, *case, system)).collect();
    others.sort_unstable_by_key(|case| case.no);
    for case in others {
        if will_do(scene, by, case, system) {
            is_back(scene, case, system, (by, no));
        }
    }
}

/// An incident hit a system, and it is not back yet.
fn awaits(scene: &Scene, case: Case, system: SystemId) -> bool {
    let file = scene.rooms.incident.file(case);
    file.occurred && file.false_alarm.is_none() && file.hit.contains(&system) && !file.back.contains(&system)
}

/// What one incident did to bring a system back is what another one needs.
fn will_do(scene: &mut Scene, by: Case, other: Case, system: SystemId) -> bool {
    let plan = scene.plan;
    let restored =
        |j: &super::JobState| j.system == Some(system) && j.done_by.is_some() && matches!(plan.tasks[j.task.at()].length, Length::Restore);
    let Some(restore) = work_of(scene, by).jobs.iter().position(restored) else { return same_remedy(scene, by, other) };
    let file = scene.rooms.incident.file(other);
    let (attacked, began, lost) = (plan.kinds[file.kind.at()].attack.is_some(), file.began, file.copies_lost.contains(&system));
    !attacked
        || length::source(scene, by, restore as JobNo).is_some_and(|read| match read.copy {
            Some(made) => made < began,
            None => read.vault || !lost,
        })
}

/// Both are answered by one playbook, and no attacker is behind either.
fn same_remedy(scene: &Scene, by: Case, other: Case) -> bool {
    let kind = |case| &scene.plan.kinds[scene.rooms.incident.file(case).kind.at()];
    let (one, two) = (kind(by), kind(other));
    one.playbook == two.playbook && one.attack.is_none() && two.attack.is_none()
}

/// A system is back for an incident thanks to another one: what it still had to do about that is dropped.
fn is_back(scene: &mut Scene, case: Case, system: SystemId, (by, no): (Case, JobNo)) {
    let plan = scene.plan;
    let mut hands = drop(scene, case, &|j| j.system == Some(system));
    if reinfection::strikes(scene, case, system) {
        return go_on(scene, case, hands);
    }
    let (incident, thanks_to) = (IncidentNo(case.no), IncidentNo(by.no));
    scene.record(Fact::BackWith { incident, system, by: thanks_to });
    scene.follow(Any::Estate(Estate::Restored { case: by, system, job: no }));
    scene.follow(Any::Incident(Incident::SystemBack { case, system }));
    let file = scene.rooms.incident.file(case);
    let last = file.hit.iter().all(|hit| *hit == system || file.back.contains(hit));
    let own = |j: &super::JobState| j.system.is_some() && plan.tasks[j.task.at()].phase == Phase::Recover;
    if last && !work_of(scene, case).jobs.iter().any(own) {
        // What it does for all systems at once has nothing left to bring back.
        hands.extend(drop(scene, case, &|j| j.system.is_none()));
    }
    go_on(scene, case, hands);
}

/// Drops the open jobs of recovery of a kind, those under way first; returns who had them in hand.
fn drop(scene: &mut Scene, case: Case, which: &dyn Fn(&super::JobState) -> bool) -> Vec<PersonId> {
    let plan = scene.plan;
    let recovers = |j: &super::JobState| {
        let task = &plan.tasks[j.task.at()];
        task.phase == Phase::Recover && task.sends.is_none() && j.standing() != Standing::Over && which(j)
    };
    let mut open: Vec<JobNo> = (0..).zip(&work_of(scene, case).jobs).filter(|(_, j)| recovers(j)).map(|(no, _)| no).collect();
    open.sort_by_key(|no| job(scene, case, *no).standing() == Standing::Blocked);
    open.into_iter().filter_map(|no| dropped::drop_one(scene, case, no)).collect()
}

/// The incident goes on without the work that was dropped.
fn go_on(scene: &mut Scene, case: Case, hands: Vec<PersonId>) {
    jobs::look_again(scene, case);
    for person in hands {
        work::freed(scene, case, person);
    }
}
