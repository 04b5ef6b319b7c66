//! `summary.json` of a study of people, read back.

use serde::Deserialize;

use crate::report::summary::Bounds;

/// All of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Read {
    /// Plays as it is, and without each.
    pub replications: u64,
    /// With everybody there.
    pub as_it_is: AsItIs,
    /// Each absence.
    pub absences: Vec<Absence>,
    /// The smallest sets of people without whom a system does not come back.
    pub unrecoverable: Vec<Unrecoverable>,
    /// How few it takes, by hour.
    pub truck_factor_by_hour: Vec<ByHour>,
    /// Who holds what.
    pub holders: Vec<Holder>,
}

/// With everybody there.
#[derive(Clone, Debug, Deserialize)]
pub struct AsItIs {
    /// Until every hit system is back.
    pub time_to_recover: Times,
    /// How often something is missed.
    pub shares: Shares<Option<f64>>,
}

/// Times in seconds; none beyond the horizon.
#[derive(Clone, Debug, Deserialize)]
pub struct Times {
    /// Incidents.
    pub count: u64,
    /// Half are within.
    pub p50: Option<f64>,
    /// Nine in ten are within.
    pub p90: Option<f64>,
}

/// What may be missed in a play.
#[derive(Clone, Debug, Deserialize)]
pub struct Shares<T> {
    /// The RTO of some system.
    pub rto_missed: T,
    /// The MTPD of some system.
    pub mtpd_missed: T,
    /// Recovery by the horizon.
    pub not_recovered: T,
}

/// A change and its interval.
#[derive(Clone, Debug, Deserialize)]
pub struct Change {
    /// How much; none where it lies beyond the horizon.
    pub value: Option<f64>,
    /// From and to.
    pub interval: Bounds,
}

/// How often something is missed without somebody.
#[derive(Clone, Debug, Deserialize)]
pub struct Missed {
    /// The change of its share.
    pub change: Change,
}

/// One absence.
#[derive(Clone, Debug, Deserialize)]
pub struct Absence {
    /// "person", "pair", "team", "provider".
    pub away: String,
    /// Ids.
    pub who: String,
    /// No play changed.
    pub no_effect: bool,
    /// Until every hit system is back.
    pub time_to_recover: Longer,
    /// How often something is missed.
    pub shares: Shares<Missed>,
    /// Systems that are typically away for longer than their MTPD then, and not as it is.
    pub beyond_mtpd: Vec<String>,
}

/// How much longer it takes.
#[derive(Clone, Debug, Deserialize)]
pub struct Longer {
    /// Half are within.
    pub p50: Option<f64>,
    /// Nine in ten are within.
    pub p90: Option<f64>,
    /// The changes.
    pub change: Changes,
}

/// The changes.
#[derive(Clone, Debug, Deserialize)]
pub struct Changes {
    /// On average.
    pub mean: Change,
}

/// A system and an incident that can take it down.
#[derive(Clone, Debug, Deserialize)]
pub struct Unrecoverable {
    /// The system, by id.
    pub system: String,
    /// The smallest sets first.
    pub sets: Vec<Set>,
}

/// Some people without whom it does not come back.
#[derive(Clone, Debug, Deserialize)]
pub struct Set {
    /// Ids.
    pub people: Vec<String>,
    /// What nobody is left for.
    pub because: String,
}

/// How few it takes at each hour of the week.
#[derive(Clone, Debug, Deserialize)]
pub struct ByHour {
    /// The system, by id.
    pub system: String,
    /// From Monday 00:00 on.
    pub by_hour: Vec<u64>,
}

/// Something that people hold.
#[derive(Clone, Debug, Deserialize)]
pub struct Holder {
    /// "task", "knowledge", "grant", "decision".
    pub sort: String,
    /// What it is.
    pub name: String,
    /// How many it takes.
    pub takes: usize,
    /// It is written down.
    pub written: bool,
    /// Ids.
    pub people: Vec<String>,
}

impl Holder {
    /// Nobody can be missed, and nothing is written down that others could follow.
    pub fn nobody_to_spare(&self) -> bool {
        self.people.len() <= self.takes && !self.written
    }
}
