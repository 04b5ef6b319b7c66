//! What false alarms are like in a year: how many, which of them stop services, what that takes and costs.

use super::OfYear;
use crate::measures::FalseAlarmSums;
use crate::model::plan::Plan;

/// What false alarms come to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Noise {
    /// They are raised.
    Raised,
    /// They take a service down.
    Isolations,
    /// Hands-on hours that they take.
    Hours,
    /// What that work costs, and the services that are down for nothing.
    Cost,
}

impl Noise {
    /// All of a scenario; none where nothing raises any.
    pub fn all(plan: &Plan) -> Vec<OfYear> {
        if plan.sensors.iter().all(|s| s.false_alarms.is_none()) {
            return Vec::new();
        }
        [Noise::Raised, Noise::Isolations, Noise::Hours, Noise::Cost].map(OfYear::FalseAlarms).to_vec()
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Noise::Raised => "false_alarms",
            Noise::Isolations => "false_isolations",
            Noise::Hours => "false_alarm_hours",
            Noise::Cost => "false_alarm_cost",
        }
    }

    /// Its unit in files.
    pub fn unit(self) -> &'static str {
        match self {
            Noise::Raised | Noise::Isolations => "count",
            Noise::Hours => "h",
            Noise::Cost => "money",
        }
    }

    /// What it came to in a play.
    pub fn sum(self, sums: &FalseAlarmSums) -> f64 {
        match self {
            Noise::Raised => sums.alarms as f64,
            Noise::Isolations => sums.isolations as f64,
            Noise::Hours => sums.worked.hours_f64(),
            Noise::Cost => sums.labour + sums.downtime,
        }
    }
}
