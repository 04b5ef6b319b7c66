//! What there is, compiled: systems, who uses them, and what watches them.

use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::model::ids::{GrantId, KindId, MeansId, PolicyId, SystemId, TeamId};
use crate::model::incident::entry::Severity;
use crate::model::penalty::{Penalty, Promise};
use crate::model::recovery::{Backup, Capacity};
use crate::model::roster::Hours;
use crate::model::telemetry::FalseAlarms;

/// A system.
#[derive(Clone, Debug)]
pub struct ItSystem {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Key of its luck.
    pub luck: u64,
    /// Tier.
    pub tier: u32,
    /// Recovery time objective.
    pub rto: Option<Span>,
    /// Recovery point objective.
    pub rpo: Option<Span>,
    /// Maximum tolerable period of disruption.
    pub mtpd: Option<Span>,
    /// Cost of an hour in business hours.
    pub cost_business_hour: f64,
    /// Cost of any other hour.
    pub cost_other_hour: f64,
    /// What it costs when this promise about it is broken.
    pub penalty: Option<(Promise, Penalty)>,
    /// What it needs.
    pub needs: Vec<SystemId>,
    /// What needs it.
    pub needed_by: Vec<SystemId>,
    /// Access it takes.
    pub grant: Option<GrantId>,
    /// Where an attacker reaches it from.
    pub segment: Option<String>,
    /// What an attacker finds on it.
    pub exposes: Vec<GrantId>,
    /// How it is restored.
    pub backup: Option<Backup>,
    /// Slow at first after a restore.
    pub capacity: Option<Capacity>,
    /// Hours that the business takes to work off an hour without it.
    pub catch_up: Option<f64>,
    /// Time to start again.
    pub restart: Option<Dist>,
    /// Its own failures.
    pub fails: Option<(Dist, KindId)>,
    /// Means of response that go down with it.
    pub means: Vec<MeansId>,
    /// Who notices.
    pub users: Option<Users>,
}
impl ItSystem {
    /// Something follows once its service is back: it is slow at first, or the business has to catch up.
    pub fn has_aftermath(&self) -> bool {
        self.capacity.is_some() || self.catch_up.is_some()
    }
}
/// People who notice.
#[derive(Clone, Debug)]
pub struct Users {
    /// Their hours.
    pub hours: Hours,
    /// How much of them passes.
    pub notice: Dist,
    /// How often one calls.
    pub call: f64,
    /// Whose queue.
    pub team: Option<TeamId>,
    /// Which policy.
    pub pages: Option<PolicyId>,
}
/// A source of alerts.
#[derive(Clone, Debug)]
pub struct Sensor {
    /// Id.
    pub id: String,
    /// Key of its luck.
    pub luck: u64,
    /// What it watches, one flag a system.
    pub watches: Vec<bool>,
    /// Stages it sees.
    pub stages: Vec<String>,
    /// Share it sees.
    pub sees: f64,
    /// How long after.
    pub after: Dist,
    /// Queue.
    pub goes_to: Option<TeamId>,
    /// Policy.
    pub pages: Option<PolicyId>,
    /// Alerts about nothing.
    pub false_alarms: Option<FalseAlarms>,
    /// Severity of its alerts.
    pub severity: Option<Severity>,
}
