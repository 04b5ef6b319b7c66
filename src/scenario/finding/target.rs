//! Targets that nobody has looked at when they should have been.

use super::Finding;
use crate::engine::time::Instant;
use crate::model::plan::Plan;

/// Reviews that were due before the scenario starts.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    let starts = plan.zone.civil(Instant(0)).date();
    for target in &plan.targets {
        let Some(due) = target.review.filter(|due| *due < starts) else { continue };
        let whose = target.owner.as_ref().map_or("nobody owns it".to_owned(), |owner| format!("its owner is {owner}"));
        all.push(Finding::new(
            12.0,
            format!("The target {:?} is overdue for review", target.id),
            format!("It was to be looked at by {due}, before the scenario starts ({starts}); {whose}."),
        ));
    }
}
