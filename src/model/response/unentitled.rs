//! Work that waits for nothing but access: whoever is there lacks only the grant. It asks for access, and says how far that has come.
//! Leaves to others: who asks, and what comes of it (access), the decision (authority).

use super::rules::{asks, job, waits, work_of};
use super::{Room, Standing, assign};
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::fact::Wait;
use crate::model::happening::{Access, Case, Happening as Any, JobNo};
use crate::model::ids::{GrantId, RequirementId};
use crate::model::plan::Plan;

/// Says what a queued job waits for, and wants access where that is all that is missing and can be had.
pub(super) fn tell(scene: &mut Scene, case: Case, no: JobNo, requirement: RequirementId) {
    let on = assign::reason(scene, case, requirement);
    let plan = scene.plan;
    let wanted = plan.requirements[requirement.at()].grant.filter(|g| on == Wait::NoGrant && plan.access.can_be_had(*g));
    let Some(grant) = wanted else {
        job(scene, case, no).lacks_since = None;
        return waits(scene, case, no, on);
    };
    let now = scene.now();
    let state = job(scene, case, no);
    let fresh = state.lacks_since.is_none();
    state.lacks_since.get_or_insert(now);
    scene.follow(Any::Access(Access::Wanted { case, job: no, fresh }));
    let on = decided_on(scene, case, grant).unwrap_or(on);
    waits(scene, case, no, on);
}

/// While access is being decided on the job waits for the decision, for the one that is nearest.
fn decided_on(scene: &Scene, case: Case, grant: GrantId) -> Option<Wait> {
    let near = |on: &Wait| match on {
        Wait::Deliberation => 2,
        Wait::Consultation => 1,
        _ => 0,
    };
    let awaited = scene.rooms.access.awaited(case, grant);
    awaited.filter_map(|decision| scene.rooms.authority.waits_on(case, decision)).max_by_key(near)
}

/// Access to a grant has been asked for, weighed or allowed: the jobs that wait for it wait for something else now.
pub(super) fn moves(scene: &mut Scene, case: Case, grant: GrantId) {
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        let state = job(scene, case, no);
        let lacks = state.standing() == Standing::Queued && state.lacks_since.is_some();
        let Some(requirement) = asks(scene, case, no).filter(|_| lacks) else { continue };
        if scene.plan.requirements[requirement.at()].grant == Some(grant) {
            tell(scene, case, no, requirement);
        }
    }
}

impl Room<'_> {
    /// What a job asks that waits for nothing but a grant, and since when.
    pub fn lacks_grant(&self, case: Case, job: JobNo) -> Option<(RequirementId, Instant)> {
        let state = &self.of(case).jobs[job as usize];
        let since = state.lacks_since.filter(|_| state.standing() == Standing::Queued)?;
        Some((state.asks?, since))
    }
    /// Some job of an incident that takes this grant waits for people.
    pub fn any_queued(&self, plan: &Plan, case: Case, grant: GrantId) -> bool {
        let queued = self.of(case).jobs.iter().filter(|j| j.standing() == Standing::Queued);
        queued.filter_map(|j| j.asks).any(|r| plan.requirements[r.at()].grant == Some(grant))
    }
    /// Some job of an incident waits for nothing but this grant.
    pub fn any_lacks(&self, plan: &Plan, case: Case, grant: GrantId) -> bool {
        let jobs = 0..self.of(case).jobs.len() as JobNo;
        jobs.filter_map(|job| self.lacks_grant(case, job)).any(|(r, _)| plan.requirements[r.at()].grant == Some(grant))
    }
}
