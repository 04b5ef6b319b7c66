//! The sections of a scenario file together.

use crate::engine::chance::Dist;
use crate::model::absence::entry::AbsenceEntry;
use crate::model::access::entry::GrantEntry;
use crate::model::authority::entry::DecisionEntry;
use crate::model::business_calendar::entry::PeriodEntry;
use crate::model::change::entry::ChangeEntry;
use crate::model::demand::entry::{DemandEntry, ProjectEntry};
use crate::model::escalation::entry::PolicyEntry;
use crate::model::estate::entry::SystemEntry;
use crate::model::exercise::entry::ExerciseEntry;
use crate::model::exposure::entry::VulnerabilitiesEntry;
use crate::model::hand_offs::entry::HandOffsEntry;
use crate::model::incident::entry::{AttackEntry, IncidentEntry};
use crate::model::inject::entry::InjectEntry;
use crate::model::knowledge::entry::RunbookEntry;
use crate::model::lead::entry::LeadEntry;
use crate::model::means::entry::MeansEntry;
use crate::model::notice::entry::NoticeEntry;
use crate::model::organisation::entry::{EmployerEntry, LimitsEntry, RestEntry, TeamEntry, WorkEntry};
use crate::model::people::entry::{PersonEntry, ReachEntry};
use crate::model::playbook::entry::PlaybookEntry;
use crate::model::quantity::{Date, Moment, Positive, Span};
use crate::model::recovery::entry::LaneEntry;
use crate::model::responsibility::entry::ResponsibilityEntry;
use crate::model::roster::entry::{HolidayEntry, OverrideEntry, RosterEntry, ShiftEntry};
use crate::model::telemetry::entry::TelemetryEntry;
use crate::model::transition::entry::TransitionEntry;
use crate::model::vendor::entry::VendorEntry;
use crate::text::{Dict, Id, choice, entry};

entry! {
    /// A whole scenario.
    pub struct ScenarioEntry {
        /// Shown at the top of every report.
        name: String,
        /// Shown below it.
        about: String = String::new(),
        /// IANA name; rosters and instants are local to it.
        time_zone: String,
        /// When a play starts.
        starts: Moment,
        /// Incidents that begin in this time are played and not counted.
        warm_up: Span = Span(0),
        /// Incidents arrive in this time after the warm-up.
        runs_for: Positive,
        /// Each incident is followed this long.
        horizon: Positive = Positive::hours(30 * 24),
        /// The hours in which downtime costs `business_hour`.
        business_hours: Option<Vec<ShiftEntry>>,
        /// Times of the business year: month-end, renewals, audits, freezes.
        calendar: Dict<PeriodEntry>,
        /// Bounds on one play.
        limits: Option<LimitsEntry>,
        /// The way to this staffing model, for `compare`.
        transition: Option<TransitionEntry>,
        /// Who employs people.
        employers: Dict<EmployerEntry>,
        /// Third parties who are brought in.
        vendors: Dict<VendorEntry>,
        /// Teams.
        teams: Dict<TeamEntry>,
        /// Rosters and on-call rotas.
        rosters: Dict<RosterEntry>,
        /// Public holidays.
        holidays: Dict<HolidayEntry>,
        /// Changes to rosters for a while.
        overrides: Dict<OverrideEntry>,
        /// Bounds on everyone's working time.
        rest: Option<RestEntry>,
        /// Speed by skill and the price of call-outs.
        work: Option<WorkEntry>,
        /// Who leads incidents, and what it takes.
        lead: Option<LeadEntry>,
        /// What it costs when employers work from two ticket systems.
        hand_offs: Option<HandOffsEntry>,
        /// How people answer pages unless team or person say otherwise.
        reach: Option<ReachEntry>,
        /// How often and how long people are away, unless team or person say otherwise.
        absence: Option<AbsenceEntry>,
        /// People.
        people: Dict<PersonEntry>,
        /// IT systems.
        systems: Dict<SystemEntry>,
        /// What is written down, and how knowledge is passed on.
        runbooks: Dict<RunbookEntry>,
        /// What the response itself needs.
        means: Dict<MeansEntry>,
        /// Restores that can run at once.
        restore_lanes: Dict<LaneEntry>,
        /// Sources of alerts.
        telemetry: Dict<TelemetryEntry>,
        /// What it means to hold a grant, and how one is come by.
        grants: Dict<GrantEntry>,
        /// Decision rights.
        decisions: Dict<DecisionEntry>,
        /// Who does the work for each service, owns it, must be asked, is told.
        responsibilities: Dict<ResponsibilityEntry>,
        /// Escalation policies.
        escalation: Dict<PolicyEntry>,
        /// Playbooks.
        playbooks: Dict<PlaybookEntry>,
        /// Whom to tell of incidents, and how soon.
        notices: Dict<NoticeEntry>,
        /// Attacks.
        attacks: Dict<AttackEntry>,
        /// Incidents.
        incidents: Dict<IncidentEntry>,
        /// Changes, planned and in an emergency.
        changes: Dict<ChangeEntry>,
        /// Scripted changes during them.
        injects: Dict<InjectEntry>,
        /// Tickets and alerts that occupy people.
        demand: Dict<DemandEntry>,
        /// Work that is planned.
        projects: Dict<ProjectEntry>,
        /// Where vulnerability findings come from.
        vulnerabilities: Dict<VulnerabilitiesEntry>,
        /// What the plan promises.
        targets: Dict<TargetEntry>,
        /// The frame in which people play it.
        exercise: Option<ExerciseEntry>,
    }
}
entry! {
    /// A promise that a study checks; a missed one gives exit status 3.
    pub struct TargetEntry {
        /// What is measured.
        measure: Quantile,
        /// The limit; only `Lateness` may be "0s".
        at_most: Span,
        /// Who answers for it.
        owner: Option<String>,
        /// What it came to when it was set.
        baseline: Option<Span>,
        /// The day by which it is to be looked at again.
        review: Option<Date>,
    }
}
choice! {
    /// A quantile over all incidents of all plays.
    pub enum Quantile {
        /// Half of the incidents.
        P50(Milestone),
        /// Nine in ten.
        P90(Milestone),
        /// Nineteen in twenty.
        P95(Milestone),
        /// Ninety-nine in a hundred.
        P99(Milestone),
        /// The average.
        Mean(Milestone),
    }
}
choice! {
    /// A time of an incident.
    pub enum Milestone {
        /// Occurred to alerted.
        Detected,
        /// Alerted to a person's answer.
        Acknowledged,
        /// Alerted to escalated.
        Escalated,
        /// Occurred to contained.
        Contained,
        /// Occurred to every hit system back; systems that were only down with what they need may take longer to start again.
        Recovered,
        /// From its loss to the system being back.
        SystemBack(Id),
        /// From the first harm until somebody has concluded that the clock of this notice runs.
        Undetermined(Id),
        /// From the first harm until this notice is sent.
        Notified(Id),
        /// From its deadline until this notice is sent; none when it is in time.
        Lateness(Id),
    }
}
/// Kept here so that a scenario's distributions and those of its domains are the same type.
pub type Distribution = Dist;
