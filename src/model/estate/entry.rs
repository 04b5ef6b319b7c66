//! What a file may say about IT systems: what they need, what their loss costs, how they are restored.

use crate::engine::chance::Dist;
use crate::model::penalty::entry::BrokenEntry;
use crate::model::people::entry::Level;
use crate::model::quantity::{Money, Positive, Share};
use crate::model::recovery::entry::{BackupEntry, CapacityEntry};
use crate::text::{Dict, Id, entry};

entry! {
    /// One system, or `count` alike (then their ids are `<id>-1`, `<id>-2`, …).
    pub struct SystemEntry {
        /// Shown in reports.
        name: Option<String>,
        /// How many alike systems this entry stands for.
        count: Option<u32>,
        /// The team that remediates what is found on it.
        owner: Option<Id>,
        /// How much depends on it, 1 for the most: reports and findings go by it.
        tier: u32 = 3,
        /// Recovery time objective, from the loss of its service.
        rto: Option<Positive>,
        /// Recovery point objective: how much data may be lost.
        rpo: Option<Positive>,
        /// Maximum tolerable period of disruption.
        mtpd: Option<Positive>,
        /// What an hour without it costs.
        downtime_cost: Option<DowntimeCostEntry>,
        /// What it costs when a promise about it is broken.
        penalty: Option<BrokenEntry>,
        /// Goes down with these, is restored after them.
        needs: Vec<Id> = Vec::new(),
        /// Access that hands-on work on it takes.
        grant: Option<Id>,
        /// Skill that its restore takes.
        skill: Option<(Id, Level)>,
        /// Knowledge that its restore takes.
        runbook: Option<Id>,
        /// Those without the knowledge restore it too, in this many times the time; without it they cannot.
        improvise: Option<f64>,
        /// How often an attempt of theirs works, as a share of how often one works in hands that know.
        improvise_works: Option<Share>,
        /// Systems with the same segment can be reached from each other by an attacker.
        segment: Option<Id>,
        /// Grants an attacker finds on it.
        exposes: Vec<Id> = Vec::new(),
        /// How it is restored after a hit.
        backup: Option<BackupEntry>,
        /// It is slow at first when it had to be restored.
        capacity: Option<CapacityEntry>,
        /// How long the business works off what an hour without it left lying.
        catch_up: Option<Positive>,
        /// How long it takes to start again once what it needs is back, when it was not hit itself.
        restart: Option<Dist>,
        /// Fails by itself.
        fails: Option<FailsEntry>,
        /// The people who would notice that it is down.
        users: Option<UsersEntry>,
    }
}
entry! {
    /// What an hour without a system costs.
    pub struct DowntimeCostEntry {
        /// In business hours.
        business_hour: Money,
        /// At any other time.
        other: Money,
    }
}
entry! {
    /// A system's own clock of failures, which runs only while it is up.
    pub struct FailsEntry {
        /// Time from being back (or from the start) to the next failure.
        every: Dist,
        /// The incident that a failure is.
        incident: Id,
    }
}
entry! {
    /// People who notice an outage and call somebody.
    pub struct UsersEntry {
        /// The roster of their hours.
        hours: Id,
        /// How much of their hours passes before one calls.
        notice: Dist,
        /// How often anybody does.
        call: Share = Share(1.0),
        /// The team whose queue the call reaches.
        team: Option<Id>,
        /// The escalation policy the call starts.
        pages: Option<Id>,
    }
}
/// Systems by id.
pub type Systems = Dict<SystemEntry>;
