//! The tables of a results folder: which columns they have. What stands in them is `fill`'s.

mod fill;

use crate::measures::Post;
use crate::model::fact::{Answer, Authority, Wait};
use crate::model::plan::Plan;
use crate::study::annual::{self, Annual};
use crate::study::measure::Measure;

pub use fill::{Add, Rows};

/// What a column holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Whole numbers.
    Whole,
    /// Numbers; missing where there is none.
    Real,
    /// Text.
    Text,
    /// Yes or no.
    Flag,
}

/// One cell; none where the value is missing or lies beyond the horizon.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    /// A whole number.
    Whole(u64),
    /// A number.
    Real(Option<f64>),
    /// Text.
    Text(Option<&'a str>),
    /// Yes or no.
    Flag(Option<bool>),
}

/// One table.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// Which table it is.
    pub table: Table,
    /// Its file is called so, with `.parquet` or `.csv`.
    pub name: &'static str,
    /// Its columns in order.
    pub columns: Vec<(String, Kind)>,
}

/// Times of milestones, in the order of the columns.
const TIMES: [Measure; 6] = [Measure::Dwell, Measure::Detect, Measure::Acknowledge, Measure::Escalate, Measure::Contain, Measure::Recover];
const MILESTONES: [&str; 11] = [
    "began_s",
    "occurred_s",
    "alerted_s",
    "acknowledged_s",
    "aware_s",
    "declared_s",
    "escalated_s",
    "contained_s",
    "recovered_s",
    "closed_s",
    "horizon_s",
];

/// Of a scenario with `grants`.
const ACCESS: [&str; 5] = ["privileged_actions", "privileged_without_authority", "access_given", "glass_broken", "glass_reviews_overdue"];

/// Of a scenario that says what becomes of work without the knowledge.
const KNOWLEDGE: [&str; 5] = ["improvised_attempts", "improvised_failed", "followed_attempts", "followed_failed", "runbooks_learned"];

/// The tables of a results folder.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Table {
    /// A row per incident.
    Incidents,
    /// A row per incident and system that lost its service.
    Systems,
    /// A row per incident, a column per state.
    Ledger,
    /// A row per decision asked for.
    Decisions,
    /// A row per play, where incidents arrive again and again.
    Plays,
    /// A row per notice owed.
    Notices,
    /// A row per pair of models and measure, of a comparison.
    Differences,
    /// A row per incident and provider asked or third party called, where there are any.
    Providers,
    /// A table of a study that is no run.
    OfStudy,
}

/// Something is promised of some system.
fn promises(plan: &Plan) -> bool {
    plan.systems.iter().any(|s| s.rto.is_some() || s.rpo.is_some() || s.mtpd.is_some())
}

/// The posts that have a column: penalties only where there are any.
fn posts(plan: &Plan) -> impl Iterator<Item = Post> {
    let penalties = Post::Penalty.in_use(plan);
    Post::ALL.into_iter().filter(move |post| *post != Post::Penalty || penalties)
}

/// Columns of one kind.
pub(super) fn columns(names: &[&str], kind: Kind) -> Vec<(String, Kind)> {
    names.iter().map(|name| ((*name).to_owned(), kind)).collect()
}

/// The columns of the systems that lost their service.
fn systems(plan: &Plan) -> Vec<(String, Kind)> {
    let mut systems = columns(&["replication", "incident"], Kind::Whole);
    systems.extend(columns(&["system"], Kind::Text));
    systems.extend(columns(&["hit"], Kind::Flag));
    systems.extend(columns(&["lost_s", "back_s", "recover_s"], Kind::Real));
    systems.extend(columns(&["rto_met", "mtpd_met"], Kind::Flag));
    systems.extend(columns(&["data_loss_s", "full_s", "caught_up_s"], Kind::Real));
    systems.extend(columns(&["rpo_met", "no_copy_left", "isolated"], Kind::Flag));
    if promises(plan) {
        systems.extend(columns(&["rto_s", "rpo_s", "mtpd_s"], Kind::Real));
    }
    if Post::Penalty.in_use(plan) {
        systems.extend(columns(&["penalty"], Kind::Real));
    }
    systems
}

/// The columns of incidents.
fn incidents(plan: &Plan) -> Vec<(String, Kind)> {
    let mut incidents = columns(&["replication", "incident"], Kind::Whole);
    incidents.extend(columns(&["kind", "began_local"], Kind::Text));
    incidents.extend(columns(&MILESTONES, Kind::Real));
    incidents.extend(columns(&["stopped_before_impact"], Kind::Flag));
    if !plan.exposure.doors.is_empty() {
        incidents.extend(columns(&["through_finding"], Kind::Flag));
    }
    for time in TIMES {
        incidents.push((format!("{}_s", time.name(plan)), Kind::Real));
        incidents.push((format!("{}_censored", time.name(plan)), Kind::Flag));
    }
    incidents.extend(columns(&["cost"], Kind::Real));
    incidents.extend(posts(plan).map(|post| (post.name().to_owned(), Kind::Real)));
    incidents.extend(columns(&["systems_lost", "silences"], Kind::Whole));
    if plan.calendar.scales_downtime_cost() {
        incidents.extend(columns(&["downtime_by_calendar"], Kind::Real));
    }
    if plan.hand_offs.is_some() {
        incidents.extend(columns(&["duplicated_work_s"], Kind::Real));
    }
    if plan.has_leads {
        incidents.extend(columns(&["time_without_lead_s"], Kind::Real));
    }
    if !plan.access.is_empty() {
        incidents.extend(columns(&ACCESS, Kind::Whole));
    }
    if plan.runbooks.counted {
        incidents.extend(columns(&KNOWLEDGE, Kind::Whole));
        incidents.extend(columns(&["pairing_s"], Kind::Real));
    }
    if !plan.injects.injects.is_empty() {
        incidents.extend(columns(&["injects"], Kind::Whole));
    }
    incidents
}

/// All tables that a scenario fills.
pub fn sheets(plan: &Plan) -> Vec<Sheet> {
    let key = || columns(&["replication", "incident"], Kind::Whole);
    let mut ledger = key();
    ledger.extend(Wait::ALL.iter().map(|state| (format!("{}_s", state.name()), Kind::Real)));
    let mut decisions = key();
    decisions.extend(columns(&["decision"], Kind::Text));
    decisions.extend(columns(&["asked_s", "reached_s", "decided_s"], Kind::Real));
    decisions.extend(columns(&["person", "answer", "authority"], Kind::Text));
    let mut all = vec![
        Sheet { table: Table::Incidents, name: "incidents", columns: incidents(plan) },
        Sheet { table: Table::Systems, name: "systems", columns: systems(plan) },
        Sheet { table: Table::Ledger, name: "ledger", columns: ledger },
        Sheet { table: Table::Decisions, name: "decisions", columns: decisions },
    ];
    if plan.playbooks.iter().any(|playbook| !playbook.notices.is_empty()) {
        let mut notices = key();
        notices.extend(columns(&["notice"], Kind::Text));
        notices.extend(columns(&["needed"], Kind::Flag));
        notices.extend(columns(&["started_s", "deadline_s", "submitted_s", "margin_s", "undetermined_s"], Kind::Real));
        notices.extend(columns(&["undetermined_censored", "met"], Kind::Flag));
        notices.extend(columns(&["waited_on"], Kind::Text));
        if Post::Penalty.in_use(plan) {
            notices.extend(columns(&["penalty"], Kind::Real));
        }
        all.push(Sheet { table: Table::Notices, name: "notices", columns: notices });
    }
    if !Annual::all(plan).is_empty() {
        let mut plays = columns(&["replication", "incidents"], Kind::Whole);
        plays.extend(columns(&["years", "cost"], Kind::Real));
        plays.extend(posts(plan).map(|post| (post.name().to_owned(), Kind::Real)));
        plays.extend(annual::OfYear::all(plan).into_iter().map(|annual| (annual.name(plan), Kind::Real)));
        all.push(Sheet { table: Table::Plays, name: "plays", columns: plays });
    }
    if !plan.vendors.is_empty() || plan.employers.iter().any(|e| e.terms.responds()) {
        let mut providers = key();
        providers.extend(columns(&["provider"], Kind::Text));
        providers.extend(columns(&["requested_s", "responded_s", "response_s", "target_s"], Kind::Real));
        providers.extend(columns(&["within_target"], Kind::Flag));
        all.push(Sheet { table: Table::Providers, name: "providers", columns: providers });
    }
    all
}

/// An answer as files call it.
pub fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Approved => "approved",
        Answer::Deferred => "deferred",
        Answer::Refused => "refused",
    }
}

/// An authority as files call it.
pub fn authority(authority: Authority) -> &'static str {
    match authority {
        Authority::Holder => "holder",
        Authority::Delegate => "delegate",
        Authority::PreAuthorised(_) => "pre_authorised",
        Authority::Nobody => "nobody",
    }
}
