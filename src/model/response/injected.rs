//! What the work makes of a change from outside: an incident is taken for worse than before, or for less bad.

use super::rules::{asks, job, work_of};
use super::{Standing, assign};
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};

/// What waits for people waits in another place now, and may take them from less severe work.
pub(super) fn weighed(scene: &mut Scene, case: Case) {
    for no in 0..work_of(scene, case).jobs.len() as JobNo {
        let state = job(scene, case, no);
        if state.standing != Standing::Queued {
            continue;
        }
        if let (Some(key), Some(requirement)) = (state.key, asks(scene, case, no)) {
            assign::desk(scene, requirement).queue.remove(&key);
            assign::queue(scene, case, no);
        }
    }
}
