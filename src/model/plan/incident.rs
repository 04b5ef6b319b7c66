//! What goes wrong, compiled: attacks, and kinds of incident.

use crate::engine::chance::Dist;
use crate::engine::time::{Instant, Span};
use crate::model::ids::{AttackId, ChangeId, GrantId, PlaybookId, SensorId, SystemId};
use crate::model::incident::entry::{Over, Severity};

/// An attack.
#[derive(Clone, Debug)]
pub struct Attack {
    /// Id.
    pub id: String,
    /// Stages: name, time to the next, grants stolen.
    pub stages: Vec<(String, Dist, Vec<GrantId>)>,
    /// What it takes from those who hold it: the stage, the grants, the chance that any one of their holders falls.
    pub from_holders: Vec<(u8, Vec<GrantId>, f64)>,
    /// How often a system restored too early is hit again.
    pub reinfects: f64,
    /// Spread.
    pub spread: Option<Spread>,
}
impl Attack {
    /// The grants that its stages can bring it.
    pub fn steals(&self) -> impl Iterator<Item = GrantId> {
        let outright = self.stages.iter().flat_map(|(_, _, steals)| steals);
        outright.chain(self.from_holders.iter().flat_map(|(_, grants, _)| grants)).copied()
    }
}
/// How an attack goes on.
#[derive(Clone, Debug)]
pub struct Spread {
    /// Over what.
    pub over: Vec<Over>,
    /// How often.
    pub every: Dist,
    /// How far.
    pub at_most: u32,
    /// One weight a system.
    pub weights: Vec<f64>,
}
/// When incidents of a kind begin.
#[derive(Clone, Debug)]
pub enum Arrivals {
    /// Only by a system's failure.
    ByFailure,
    /// Once.
    At(Instant),
    /// Again and again.
    Every(Dist),
    /// At random: mean a ms of hour of week (168).
    Rate(Vec<f64>),
}
/// A kind of incident.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Key of its luck.
    pub luck: u64,
    /// Playbook.
    pub playbook: PlaybookId,
    /// Attack.
    pub attack: Option<AttackId>,
    /// When.
    pub arrivals: Arrivals,
    /// What it hits.
    pub hits: Vec<SystemId>,
    /// Or one of these.
    pub hits_one_of: Vec<(SystemId, f64)>,
    /// Severity.
    pub severity: Severity,
    /// It hits the whole sector, so that providers have their hands full.
    pub sector_wide: bool,
    /// Reported.
    pub reported: Option<Dist>,
    /// Too low, too high.
    pub assessment: [f64; 2],
    /// How many a wave has on average, and how long it lasts; the rate is that of waves.
    pub waves: Option<(f64, Span)>,
    /// The sensors that may see it are all sensors; these are those that watch outages.
    pub sensors: Vec<SensorId>,
    /// What it hits when it is one of several changes that failed.
    pub by_changes: Vec<SystemId>,
    /// It is no incident, but a change that is kept like one.
    pub change: Option<ChangeId>,
}
