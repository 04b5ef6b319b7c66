//! Work that turns out not to be needed: a false alarm was found out, a change is not undone any more; whoever has it in hand puts it down.

use super::rules::{asks, job, stand, work_of};
use super::{Standing, beside, lanes, line, work};
use crate::model::Scene;
use crate::model::fact::{Fact, Stop};
use crate::model::happening::{Case, JobNo};
use crate::model::ids::PersonId;

/// Drops all open jobs of an incident but the reviews it owes (a glass was broken whether or not there was anything behind the alarm); those who
/// had one in hand turn to something else.
pub(super) fn drop_all(scene: &mut Scene, case: Case) {
    let plan = scene.plan;
    let work = work_of(scene, case);
    let needless = (0..).zip(&work.jobs).filter(|(_, j)| !plan.tasks[j.task.at()].is_review()).map(|(no, _)| no);
    let needless: Vec<JobNo> = needless.collect();
    let hands: Vec<PersonId> = needless.into_iter().filter_map(|no| drop_one(scene, case, no)).collect();
    for person in hands {
        work::freed(scene, case, person);
    }
}

/// Drops a job; whoever had it in hand has nothing in hand now.
pub(super) fn drop_one(scene: &mut Scene, case: Case, no: JobNo) -> Option<PersonId> {
    let standing = stand(scene, case, no, Standing::Over);
    if standing == Standing::Over {
        return None;
    }
    let state = job(scene, case, no);
    state.generation += 1;
    let (person, key) = (state.person.take(), state.key.take());
    if let (Standing::Queued, Some(key), Some(requirement)) = (standing, key, asks(scene, case, no)) {
        line::leave(scene, requirement, key);
    }
    lanes::forget(scene, case, no, standing == Standing::Worked);
    let name = scene.rooms.response.job(case, no);
    if let Some(person) = person {
        work::let_go(scene, case, person);
        scene.record(Fact::Stopped { job: name, person, why: Stop::NotNeeded });
        beside::over(scene, case, no, false);
    }
    scene.record(Fact::Skipped { job: name });
    person
}
