//! Changes to rosters that change nothing.

use super::{Finding, listed};
use crate::model::plan::Plan;

/// Overrides that take from people what they have not, or give them what they have.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    let idle: Vec<&str> = plan.idle_overrides.iter().map(String::as_str).collect();
    if idle.is_empty() {
        return;
    }
    let (they, change) = if idle.len() == 1 { ("The override", "changes") } else { ("The overrides", "change") };
    let title = format!("{they} {} {change} nobody's hours", listed(&idle));
    let evidence = "At none of the hours that are played is anybody on shift or on call, or not, because of that: those taken out \
                    have no shift or turn then, or those added have one already.";
    all.push(Finding::new(34.0, title, evidence.into()));
}
