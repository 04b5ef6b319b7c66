//! Who is asked beside those who have nothing in hand: whoever did what comes before, or has just failed at it.

use super::rules::{in_hand, job, work_of};
use super::{Standing, injected, outside, remote};
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::RequirementId;

/// A notice is given by whoever did the task before it, while they are there with nothing in hand.
pub(super) fn declarer(scene: &mut Scene, case: Case, no: JobNo, requirement: RequirementId) -> Option<usize> {
    let plan = scene.plan;
    let task = &plan.tasks[job(scene, case, no).task.at()];
    let before = |j: &&super::JobState| task.after.contains(&j.task);
    let person = work_of(scene, case).jobs.iter().find(before)?.done_by?;
    let free = scene.rooms.duty.here(person, case) && in_hand(scene, person).is_none() && outside::may(scene, case, requirement, person);
    let rank = scene.rooms.qualification.rank(plan, person, requirement)?;
    free.then_some(rank as usize)
}

/// Whoever has just done what was before a job, or failed at it, is as free as those who have nothing in hand, unless other work waits for them.
pub(super) fn just_free(scene: &mut Scene, case: Case, requirement: RequirementId) -> Option<usize> {
    let (now, plan) = (scene.now(), scene.plan);
    let (person, done, _) = work_of(scene, case).just_free.filter(|(.., at)| *at == now)?;
    if scene.rooms.response.hands[person.at()].idle {
        // They have looked round since, and count as free anyway.
        return None;
    }
    let rank = scene.rooms.qualification.rank(plan, person, requirement)?;
    let free = scene.rooms.duty.here(person, case)
        && in_hand(scene, person).is_none()
        && !has_to_tell(scene, case, done)
        && !scene.rooms.lead.leads(person)
        && !remote::away(scene, person)
        && !injected::on_the_telephone(scene, person)
        && outside::may(scene, case, requirement, person);
    let rooms = &*scene.rooms;
    let lines = &rooms.response.turns.lines;
    let some = || plan.people[person.at()].desks.any_set(lines);
    let awaited = || some() && rooms.qualification.qualifies(plan, person).iter().any(|(r, _)| lines.has(*r));
    (free && !awaited()).then_some(rank as usize)
}

/// A notice is about to be given by whoever did a job.
fn has_to_tell(scene: &mut Scene, case: Case, done: JobNo) -> bool {
    let plan = scene.plan;
    let task = job(scene, case, done).task;
    let notice = |j: &super::JobState| plan.tasks[j.task.at()].notice && plan.tasks[j.task.at()].after.contains(&task);
    work_of(scene, case).jobs.iter().any(|j| j.standing() == Standing::Blocked && notice(j))
}
