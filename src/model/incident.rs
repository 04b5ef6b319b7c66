//! Incidents: what goes wrong, when, how an attack goes from stage to stage and from system to system, and the milestones on the way back.
//! Leaves to others: who sees it (telemetry), what it takes down (estate), what is done about it (response).

use std::collections::VecDeque;

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::engine::time::Instant;
use crate::model::happening::Case;
use crate::model::ids::{GrantId, KindId, SensorId, SystemId};
use crate::model::plan::Plan;
use crate::model::recovery::Loss;

mod again;
mod alarm;
mod attack;
pub mod build;
pub mod change;
pub mod entry;
mod exposed;
mod milestones;
pub(super) mod redraw;
pub mod rules;

use entry::Severity;

/// The number of a place that holds no incident.
pub const NONE: u32 = u32::MAX;

/// One incident.
#[derive(Component, Clone, Debug)]
pub struct File {
    /// Its number in this play; `NONE` while the place is free.
    pub no: u32,
    /// Its kind.
    pub kind: KindId,
    /// Key of its luck: kind and n-th of that kind.
    pub luck: u64,
    /// Counted in the results.
    pub counted: bool,
    /// Followed long enough; what comes after is not counted.
    pub past_horizon: bool,
    /// When it began.
    pub began: Instant,
    /// Harm was done.
    pub occurred: bool,
    /// True severity.
    pub severity: Severity,
    /// What people believe.
    pub assessed: Option<Severity>,
    /// An alert was raised.
    pub alerted: bool,
    /// When the first was.
    pub alerted_at: Option<Instant>,
    /// Somebody answered.
    pub acknowledged: bool,
    /// Somebody is aware.
    pub aware: bool,
    /// It can do no further harm.
    pub contained: bool,
    /// Everything is back.
    pub recovered: bool,
    /// All tasks are done.
    pub closed: bool,
    /// Stopped before any harm.
    pub stopped: bool,
    /// One who may do it is engaged.
    pub doer: bool,
    /// One who may decide is engaged.
    pub decider: bool,
    /// What the attacker holds.
    pub stolen: Vec<GrantId>,
    /// Systems hit, in order.
    pub hit: Vec<SystemId>,
    /// When each of them was hit.
    pub hit_at: Vec<(SystemId, Instant)>,
    /// Systems hit whose first copies are lost, or of which none is clean.
    pub copies_lost: Vec<SystemId>,
    /// Systems of which the newest so many copies were found bad.
    pub copies_bad: Vec<(SystemId, u32)>,
    /// How many of `hit` are back.
    pub back: Vec<SystemId>,
    /// Services that are down because of it.
    pub outages: u32,
    /// It is no incident: this source raised a false alarm.
    pub false_alarm: Option<SensorId>,
    /// A major incident was declared.
    pub declared: bool,
    /// The root cause it shares with the one before; `NONE` for the first.
    pub cause: u32,
}
impl Default for File {
    fn default() -> Self {
        File {
            no: NONE,
            kind: KindId(0),
            luck: 0,
            counted: false,
            past_horizon: false,
            began: Instant(0),
            occurred: false,
            severity: Severity::Low,
            assessed: None,
            alerted: false,
            alerted_at: None,
            acknowledged: false,
            aware: false,
            contained: false,
            recovered: false,
            closed: false,
            stopped: false,
            doer: false,
            decider: false,
            stolen: Vec::new(),
            hit: Vec::new(),
            hit_at: Vec::new(),
            copies_lost: Vec::new(),
            copies_bad: Vec::new(),
            back: Vec::new(),
            outages: 0,
            false_alarm: None,
            declared: false,
            cause: NONE,
        }
    }
}
impl File {
    /// Another incident begins in this place and is to hit this; what the lists of the one before have allocated is kept.
    fn begin(&mut self, begun: File, hits: &[SystemId]) {
        let before = std::mem::replace(self, begun);
        self.hit = before.hit;
        self.hit.clear();
        self.hit.extend_from_slice(hits);
        (self.stolen, self.hit_at, self.copies_lost) = (before.stolen, before.hit_at, before.copies_lost);
        (self.copies_bad, self.back) = (before.copies_bad, before.back);
        self.stolen.clear();
        self.hit_at.clear();
        self.copies_lost.clear();
        self.copies_bad.clear();
        self.back.clear();
    }
    /// The severity on which rules act.
    pub fn acts_on(&self) -> Severity {
        self.assessed.unwrap_or(self.severity)
    }
    /// What became of a system that was hit, as far as its copies care.
    pub fn loss(&self, plan: &Plan, system: SystemId) -> Loss {
        let hit = self.hit_at.iter().find(|(s, _)| *s == system).map_or(self.began, |(_, at)| *at);
        let attack_began = plan.kinds[self.kind.at()].attack.map(|_| self.began);
        let bad = self.copies_bad.iter().find(|(of, _)| *of == system).map_or(0, |(_, bad)| *bad);
        Loss { hit, attack_began, copies_lost: self.copies_lost.contains(&system), bad }
    }
}

/// Counts of a play: how many incidents, of which kinds, how many still followed.
#[derive(Resource, Debug)]
pub struct Ledger {
    /// Numbers given.
    pub began: u32,
    /// In hand.
    pub open: u32,
    /// Counted and still followed.
    pub followed: u32,
    /// Arrivals still to come may be booked.
    pub arrivals_open: u32,
    /// Followed incidents in the order of their horizons.
    pub horizons: VecDeque<(Instant, Case)>,
    /// What the incident hits that does harm now; room to work in.
    pub struck: Vec<SystemId>,
    /// Cumulated arrival rate over the week, per kind (empty for kinds without).
    pub weekly: Vec<Vec<f64>>,
}
impl Ledger {
    /// For a plan.
    pub fn of(plan: &Plan) -> Ledger {
        let weekly = plan.kinds.iter().map(rules::cumulated).collect();
        Ledger { began: 0, open: 0, followed: 0, arrivals_open: 0, horizons: VecDeque::new(), struck: Vec::new(), weekly }
    }
}

/// The door to the room of incidents.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    files: Store<'w, 's, File>,
    ledger: ResMut<'w, Ledger>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { files: self.files.open(), ledger: self.ledger.into_inner() }
    }
}
/// The room of incidents.
pub struct Room<'w> {
    files: Column<'w, File>,
    ledger: &'w mut Ledger,
}
impl Room<'_> {
    /// Some incident is in hand, or what looks like one.
    pub fn any_in_hand(&self) -> bool {
        self.ledger.open > 0
    }
    /// How many places for incidents there are.
    pub fn places(&self) -> u32 {
        self.files.len() as u32
    }
    /// The incident in a place.
    pub fn file(&self, case: Case) -> &File {
        &self.files[case.at()]
    }
}
