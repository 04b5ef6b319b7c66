//! The moment of a play that nobody has a hand in: where a replication stands at an instant. Nothing is chosen there; it goes on as it goes.

use std::sync::Arc;

use super::{Moment, Sink};
use crate::engine::time::Instant;
use crate::model::ids::IncidentNo;
use crate::model::plan::Plan;
use crate::play::Play;

/// A replication at an instant.
#[derive(Clone, Debug)]
pub struct At {
    /// What is played.
    pub plan: Arc<Plan>,
    /// Where its luck comes from.
    pub seed: u64,
    /// Which replication.
    pub replication: u64,
    /// The instant.
    pub at: Instant,
    /// The incident that is looked at.
    pub incident: IncidentNo,
}
impl Moment for At {
    fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }
    fn incident(&self) -> IncidentNo {
        self.incident
    }
    fn at(&self) -> Instant {
        self.at
    }
    fn options(&self) -> Vec<String> {
        vec!["as it goes on".to_owned()]
    }
    fn bring(&self, play: &mut Play, sink: &mut Sink) -> Result<(), String> {
        play.reset(self.seed, self.replication);
        match play.run_until(self.at, sink) {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err("the play is over before that moment".to_owned()),
            Err(limit) => Err(limit.to_string()),
        }
    }
    fn take(&self, _: &mut Play, _: usize, _: &mut Sink) -> Result<(), String> {
        Ok(())
    }
}
