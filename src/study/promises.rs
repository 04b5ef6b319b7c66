//! What was achieved of the promises about each system: its values in all outages of all plays, for quantiles beside what was promised.

use super::measure::seconds;
use crate::engine::time::Instant;
use crate::measures::{Outcome, SystemOutcome};
use crate::model::plan::{ItSystem, Plan};
use crate::statistics::Sample;

/// What was achieved, of a system that promises anything.
#[derive(Clone, Debug, Default)]
pub struct Achieved {
    /// From the loss of its service to its return, beside its RTO.
    pub back: Sample,
    /// From there to when the business had caught up, beside its MTPD.
    pub caught_up: Sample,
    /// How much data was lost, beside its RPO.
    pub data_loss: Sample,
}

impl Achieved {
    /// One for each system, nothing for those that promise nothing.
    pub fn of(plan: &Plan) -> Vec<Option<Achieved>> {
        let promises = |s: &ItSystem| s.rto.is_some() || s.rpo.is_some() || s.mtpd.is_some();
        plan.systems.iter().map(|system| promises(system).then(Achieved::default)).collect()
    }

    /// Adds one outage.
    pub fn add(&mut self, system: &ItSystem, outcome: &Outcome, outage: &SystemOutcome) {
        let time = |sample: &mut Sample, reached: Option<Instant>| match reached {
            Some(at) => sample.add(seconds(at - outage.lost)),
            None => sample.add_censored(seconds(outcome.horizon - outage.lost)),
        };
        time(&mut self.back, outage.back);
        time(&mut self.caught_up, if system.catch_up.is_some() { outage.caught_up } else { outage.back });
        match outage.data_loss {
            _ if outage.no_copy_left => self.data_loss.add_censored(0.0),
            Some(lost) => self.data_loss.add(seconds(lost)),
            None => {}
        }
    }
}
