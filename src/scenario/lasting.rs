//! A scenario that goes on for longer than its file says, for those who look at rosters over a year.

use std::sync::Arc;

use super::Scenario;
use crate::engine::time::Span;
use crate::model::plan::Plan;
use crate::text::Overlay;

impl Scenario {
    /// The scenario compiled so that incidents can begin, and rosters reach, for at least so long. Where it lasts long enough already, or cannot
    /// last longer, it is the plan it has.
    pub fn lasting(&self, at_least: Span) -> Arc<Plan> {
        if self.plan.arrivals_end - self.plan.warm_up >= at_least {
            return self.plan.clone();
        }
        let sets = [format!("runs_for={}d", (at_least.0 + Span::DAY.0 - 1) / Span::DAY.0)];
        self.with(&Overlay { sets: &sets, ..Overlay::default() }).map_or_else(|_| self.plan.clone(), |longer| longer.plan)
    }
}
