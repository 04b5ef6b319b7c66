//! Reinfection: what is restored before the cause is removed may be hit again, and is then left until it is.

use super::rules::{job, stand, work_of};
use super::{JobState, Standing};
use crate::engine::chance::Purpose;
use crate::model::Scene;
use crate::model::fact::Fact;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::{IncidentNo, SystemId};
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;

const REINFECTED: Purpose = Purpose::named("reinfected");

/// The cause is removed: all eradication is done, or all containment where the playbook has none.
fn eradicated(plan: &Plan, jobs: &[JobState]) -> bool {
    let phase = |j: &JobState| plan.tasks[j.task.at()].phase;
    let removes = if jobs.iter().any(|j| phase(j) == Phase::Eradicate) { Phase::Eradicate } else { Phase::Contain };
    jobs.iter().filter(|j| phase(j) == removes).all(|j| j.standing() == Standing::Over)
}

/// A job waits until the cause is removed, since its system was hit again before.
pub(super) fn holds_back(plan: &Plan, jobs: &[JobState], reinfected: &[SystemId], state: &JobState) -> bool {
    !reinfected.is_empty()
        && plan.tasks[state.task.at()].phase == Phase::Recover
        && state.system.is_some_and(|s| reinfected.contains(&s))
        && !eradicated(plan, jobs)
}

/// Whether a system that has just been restored is hit again; then all of its recovery is to be done again.
pub(super) fn strikes(scene: &mut Scene, case: Case, system: SystemId) -> bool {
    let plan = scene.plan;
    let kind = scene.rooms.incident.file(case).kind;
    let chance = plan.kinds[kind.at()].attack.map_or(0.0, |a| plan.attacks[a.at()].reinfects);
    if chance <= 0.0 || work_of(scene, case).reinfected.contains(&system) {
        return false;
    }
    let work = work_of(scene, case);
    if work.begun && eradicated(plan, &work.jobs) {
        return false;
    }
    if !scene.draw_for(REINFECTED, case, plan.systems[system.at()].luck, 0).chance(chance) {
        return false;
    }
    scene.record(Fact::Reinfected { incident: IncidentNo(case.no), system });
    let work = work_of(scene, case);
    work.reinfected.push(system);
    work.opened += 1;
    for no in 0..work.jobs.len() as JobNo {
        let state = job(scene, case, no);
        if state.system == Some(system) && plan.tasks[state.task.at()].phase == Phase::Recover {
            stand(scene, case, no, Standing::Blocked);
            let state = job(scene, case, no);
            state.attempt += 1;
            state.on = None;
            state.key = None;
            state.summoning = false;
        }
    }
    true
}
