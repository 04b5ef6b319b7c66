//! `summary.json` of a coverage study, read back.

use std::collections::BTreeMap;

use serde::Deserialize;

/// All of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Read {
    /// The weeks that were looked at.
    pub calendar: Calendar,
    /// What must be covered.
    pub gaps: Vec<Gap>,
    /// The on-call rotas.
    pub rotas: Vec<Rota>,
    /// How long policies take to reach a human.
    pub escalations: Vec<Escalation>,
    /// The incident at each hour; none where nothing was played.
    #[serde(default)]
    pub incident: Option<Incident>,
}

/// The weeks that were looked at.
#[derive(Clone, Debug, Deserialize)]
pub struct Calendar {
    /// Local time.
    pub from: String,
    /// How many.
    pub weeks: u64,
}

/// Something that must be covered.
#[derive(Clone, Debug, Deserialize)]
pub struct Gap {
    /// "work", "decision", "policy", "skill", "grant", "knowledge".
    pub sort: String,
    /// What it is.
    pub name: String,
    /// An incident of the scenario takes it.
    pub used: bool,
    /// How many have everything it takes.
    pub able: u64,
    /// Hours of a week that a calendar shows as open.
    pub calendar_gap_hours: f64,
    /// Hours of a week that are open.
    pub effective_gap_hours: f64,
    /// The same by cause.
    pub by_cause_hours: BTreeMap<String, f64>,
    /// The share of each hour that is covered.
    pub covered_by_hour: Vec<f64>,
    /// What most of the rest lacks.
    pub cause_by_hour: Vec<Option<String>>,
}

/// An on-call rota.
#[derive(Clone, Debug, Deserialize)]
pub struct Rota {
    /// Its id.
    pub rota: String,
    /// The share of the week with somebody on call.
    pub covered: f64,
    /// From 0, one carries all, to 1, all carry the same.
    pub balance: f64,
    /// Both together.
    pub score: f64,
    /// By the ids of people.
    pub hours_a_week: BTreeMap<String, f64>,
}

/// A policy.
#[derive(Clone, Debug, Deserialize)]
pub struct Escalation {
    /// Its id.
    pub policy: String,
    /// Starts that were looked at.
    pub starts: u64,
    /// Until a human answers.
    pub time_to_a_human: Human,
    /// The worst start.
    pub worst: Start,
    /// Seconds until its last page.
    pub falls_silent_after: f64,
    /// How often nobody has answered by then.
    pub nobody_when_silent: f64,
}

/// Seconds until a human answers; none beyond seven days.
#[derive(Clone, Debug, Deserialize)]
pub struct Human {
    /// Half are within.
    pub p50: Option<f64>,
    /// Nine in ten are within.
    pub p90: Option<f64>,
}

/// One start.
#[derive(Clone, Debug, Deserialize)]
pub struct Start {
    /// Local time.
    pub at: String,
    /// Nine in ten are within.
    pub p90: Option<f64>,
}

/// The incident begun at each hour of the week.
#[derive(Clone, Debug, Deserialize)]
pub struct Incident {
    /// Its id.
    pub kind: String,
    /// Plays of each hour.
    pub replications: u64,
    /// Those that were played.
    pub hours: Vec<Hour>,
}

/// One hour.
#[derive(Clone, Debug, Deserialize)]
pub struct Hour {
    /// Of the week, from Monday 00:00 on.
    pub hour: usize,
    /// By name.
    pub measures: BTreeMap<String, Measure>,
}

/// A time in seconds.
#[derive(Clone, Debug, Deserialize)]
pub struct Measure {
    /// How often it was at stake.
    pub count: u64,
    /// Half are within; none beyond the horizon.
    pub p50: Option<f64>,
    /// Nine in ten are within.
    pub p90: Option<f64>,
}
