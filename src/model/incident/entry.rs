//! What a file may say about attacks and incidents.

use crate::engine::chance::Dist;
use crate::model::demand::entry::RecursEntry;
use crate::model::exposure::entry::ExposedByEntry;
use crate::model::quantity::{ClockTime, Days, Moment, Positive, Share};
use crate::text::{Dict, Id, choice, entry};

choice! {
    /// How bad an incident is.
    #[derive(Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Severity {
        /// Can wait.
        Low,
        /// Handled in office hours.
        Medium,
        /// Handled now.
        High,
        /// A crisis.
        Critical,
    }
}
entry! {
    /// A way in, step by step.
    pub struct AttackEntry {
        /// Its stages in order; the last one does harm.
        stages: Vec<StageEntry>,
        /// How often a system that is restored before eradication is done is hit again.
        reinfects: Share = Share(0.0),
        /// How it goes from system to system once it does harm.
        spread: Option<SpreadEntry>,
    }
}
entry! {
    /// A stage of an attack.
    pub struct StageEntry {
        /// What telemetry calls it.
        stage: Id,
        /// Time to the next stage; every stage but the last has one.
        next: Option<Dist>,
        /// Grants the attacker holds from here on.
        steals: Vec<Id> = Vec::new(),
        /// Grants that each of their holders may give away here.
        from_holders: Option<HoldersEntry>,
    }
}
entry! {
    /// Access taken from people who have it: the more hold it, the likelier one of them falls.
    pub struct HoldersEntry {
        /// The grants.
        grants: Vec<Id>,
        /// The chance that any one holder falls.
        each: Share,
    }
}
choice! {
    /// What an attack spreads over.
    #[derive(Copy, PartialEq, Eq)]
    pub enum Over {
        /// To systems whose grant was stolen.
        Grants,
        /// To systems in the same segment as one already hit.
        Network,
    }
}
entry! {
    /// How an attack goes from system to system until contained.
    pub struct SpreadEntry {
        /// What it can pass over.
        over: Vec<Over>,
        /// Time from one hit to the next.
        every: Dist,
        /// No more systems than this.
        at_most: u32,
        /// What draws it; a system not named has weight 1, a weight of 0 keeps it away.
        weights: Dict<f64>,
    }
}
entry! {
    /// An incident: scripted (`at`), repeated (`every`), or random (`rate_per_year`). One that only a system's `fails` names has none of these.
    pub struct IncidentEntry {
        /// Shown in reports.
        name: Option<String>,
        /// The playbook that answers it.
        playbook: Id,
        /// The attack behind it.
        attack: Option<Id>,
        /// When it begins.
        at: Option<Moment>,
        /// Time from one to the next.
        every: Option<Dist>,
        /// How many a year of 365 days, on average, at random.
        rate_per_year: Option<f64>,
        /// Hours of the week that draw more or fewer of them; the others weigh 1.
        weight_by_hour: Vec<WeightEntry> = Vec::new(),
        /// The systems it takes down.
        hits: Vec<Id> = Vec::new(),
        /// Instead: one of these, by weight.
        hits_one_of: Dict<f64>,
        /// How bad it is.
        severity: Severity,
        /// It hits the whole sector at once, so that providers' people are wanted everywhere.
        sector_wide: bool = false,
        /// Somebody reports it by this time after it occurred, without telemetry.
        reported: Option<Dist>,
        /// How triage judges it.
        assessment: Option<AssessmentEntry>,
        /// Vulnerability findings that make it more frequent.
        exposed_by: Option<ExposedByEntry>,
        /// They come in waves rather than one by one.
        waves: Option<WavesEntry>,
        /// It comes again until its root cause is fixed.
        recurs: Option<RecursEntry>,
    }
}
entry! {
    /// Incidents of a kind that come in waves: a campaign, a bad batch, one change after another.
    pub struct WavesEntry {
        /// How many a wave has, on average.
        size: f64,
        /// All of a wave begin within this time after the first.
        within: Positive,
    }
}
entry! {
    /// How much some hours of the week weigh.
    pub struct WeightEntry {
        /// "Mon-Fri".
        days: Days,
        /// From a full hour.
        from: ClockTime,
        /// To a full hour.
        to: ClockTime,
        /// 0 for never.
        weight: f64,
    }
}
entry! {
    /// How often triage puts an incident one step too low or too high.
    pub struct AssessmentEntry {
        /// One step too low.
        too_low: Share = Share(0.0),
        /// One step too high.
        too_high: Share = Share(0.0),
    }
}
