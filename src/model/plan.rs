//! The compiled scenario: every entry in a table, every id a number, every question that can be answered before a play answered.
//! Nothing here changes during a play; a study shares one among all its workers.

mod authority;
mod bits;
mod estate;
mod incident;
mod people;
mod work;

use crate::engine::time::{Instant, Span};
use crate::model::absence::Absence;
use crate::model::access;
use crate::model::business_calendar::BusinessCalendar;
use crate::model::change::Changes;
use crate::model::cost::Pay;
use crate::model::demand::plan::Demand;
use crate::model::exercise::Exercise;
use crate::model::exposure::plan::Exposure;
use crate::model::hand_offs::HandOffs;
use crate::model::ids::PersonId;
use crate::model::inject::Script;
use crate::model::knowledge::Runbooks;
use crate::model::means::Means;
use crate::model::notice::Notice;
use crate::model::organisation::Strain;
pub use crate::model::organisation::{Limits, Rest};
use crate::model::recovery::Lane;
use crate::model::responsibility::Service;
use crate::model::roster::{Hours, Rota, Zone};
pub use crate::model::target::{Milestone, Statistic, Target};
use crate::model::transition::Transition;
use crate::model::vendor::Vendor;
pub use authority::{Decision, Pagee, Policy};
pub use bits::{Desks, Set};
pub use estate::{ItSystem, Sensor, Users};
pub use incident::{Arrivals, Attack, Kind, Spread};
pub use people::{AnswerLaw, Employer, Person, Reach, Team};
pub use work::{Length, Playbook, Requirement, RequirementOf, Task, numbered};

/// A compiled scenario.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub about: String,
    /// Where and when it plays.
    pub zone: Zone,
    /// Incidents that begin before this are not counted.
    pub warm_up: Instant,
    /// No incident arrives from here on.
    pub arrivals_end: Instant,
    /// How long each incident is followed.
    pub horizon: Span,
    /// Bounds.
    pub limits: Limits,
    /// Hours in which downtime costs more.
    pub business_hours: Hours,
    /// Times of the business year.
    pub calendar: BusinessCalendar,
    /// Working time.
    pub rest: Option<Rest>,
    /// What it costs when work lasts.
    pub strain: Strain,
    /// What it costs when employers work from two ticket systems.
    pub hand_offs: Option<HandOffs>,
    /// Incidents of some playbook are led.
    pub has_leads: bool,
    /// Price of a call-out.
    pub call_out_pay: f64,
    /// A call-out is paid for at least this long.
    pub call_out_at_least: Span,
    /// Overtime and standing payments.
    pub pay: Pay,
    /// Employers.
    pub employers: Vec<Employer>,
    /// Third parties.
    pub vendors: Vec<Vendor>,
    /// Teams.
    pub teams: Vec<Team>,
    /// All hours that people are on shift, shared by those with equal rosters.
    pub hours: Vec<Hours>,
    /// Rotas.
    pub rotas: Vec<Rota>,
    /// Those who are on shift around the clock and rest in turn, by team and roster.
    pub in_turn: Vec<Vec<PersonId>>,
    /// People.
    pub people: Vec<Person>,
    /// How often and how long they are away; none when nobody can be.
    pub absence: Option<Absence>,
    /// Names of grants.
    pub grants: Vec<String>,
    /// Names of what people may know.
    pub knowledge: Vec<String>,
    /// What is said of each of these.
    pub runbooks: Runbooks,
    /// Systems.
    pub systems: Vec<ItSystem>,
    /// Restores that can run at once.
    pub lanes: Vec<Lane>,
    /// What the response itself needs.
    pub means: Vec<Means>,
    /// Telemetry.
    pub sensors: Vec<Sensor>,
    /// Services and who stands to them in which way.
    pub services: Vec<Service>,
    /// Times in which holidays and overrides change when people work.
    pub unusual: Hours,
    /// Overrides of rosters that change nothing.
    pub idle_overrides: Vec<String>,
    /// Decision rights as the file has them; behind them, those on somebody's access, one for each person and grant.
    pub decisions: Vec<Decision>,
    /// How grants are come by, and when they end.
    pub access: access::Rules,
    /// Policies.
    pub policies: Vec<Policy>,
    /// Playbooks.
    pub playbooks: Vec<Playbook>,
    /// Tasks of all playbooks.
    pub tasks: Vec<Task>,
    /// What tasks ask of people.
    pub requirements: Vec<Requirement>,
    /// Notices.
    pub notices: Vec<Notice>,
    /// Attacks.
    pub attacks: Vec<Attack>,
    /// Kinds of incident.
    pub kinds: Vec<Kind>,
    /// Scripted changes during them.
    pub injects: Script,
    /// The frame in which people play it.
    pub exercise: Option<Exercise>,
    /// The way to this staffing model, for `compare`.
    pub transition: Option<Transition>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Tickets and projects.
    pub demand: Demand,
    /// Vulnerability findings.
    pub exposure: Exposure,
    /// Changes.
    pub changes: Changes,
}
