//! Who goes before the first who is free: whoever did what comes before, or has just failed at it and knows how.

use super::rules::{in_hand, job, work_of};
use super::{outside, remote};
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::RequirementId;

/// A notice is given by whoever did the task before it, while they are there with nothing in hand.
pub(super) fn declarer(scene: &mut Scene, case: Case, no: JobNo, requirement: RequirementId) -> Option<usize> {
    let plan = scene.plan;
    let task = &plan.tasks[job(scene, case, no).task.at()];
    if !task.notice {
        return None;
    }
    let before = |j: &&super::JobState| task.after.contains(&j.task);
    let person = work_of(scene, case).jobs.iter().find(before)?.done_by?;
    let free = scene.rooms.duty.here(scene.hot, person, case)
        && in_hand(scene, person).is_none()
        && outside::may(scene, case, requirement, person);
    let rank = scene.rooms.qualification.rank(plan, person, requirement)?;
    free.then_some(rank as usize)
}

/// Whoever knows how and has just failed tries again, before somebody takes over who does not know; unless other work waits for them.
pub(super) fn knows_and_failed(scene: &mut Scene, case: Case, no: JobNo, requirement: RequirementId, idle: Option<usize>) -> Option<usize> {
    let plan = scene.plan;
    let asked = &plan.requirements[requirement.at()];
    let without = asked.knows.is_some() && idle.is_some_and(|rank| asked.at_rank(rank).2);
    let state = job(scene, case, no);
    let person = state.done_by.filter(|_| without && state.attempt > 1)?;
    let rank = scene.rooms.qualification.rank(plan, person, requirement).map(|rank| rank as usize)?;
    let free = scene.rooms.duty.here(scene.hot, person, case)
        && in_hand(scene, person).is_none()
        && !scene.rooms.lead.leads(scene.hot, person)
        && !remote::away(scene, person)
        && outside::may(scene, case, requirement, person);
    let rooms = &*scene.rooms;
    let mut desks = rooms.qualification.qualifies(plan, person).iter().map(|(r, _)| rooms.response.desks.get(scene.hot.desk(*r)));
    let awaited = desks.any(|desk| desk.is_ok_and(|desk| !desk.queue.is_empty()));
    (free && !awaited && !asked.at_rank(rank).2).then_some(rank)
}
