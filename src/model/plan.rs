//! The compiled scenario: every entry in a table, every id a number, every question that can be answered before a play answered.
//! Nothing here changes during a play; a study shares one among all its workers.

use std::sync::Arc;

use crate::engine::chance::Dist;
use crate::engine::time::{Instant, Span};
use crate::model::absence::Absence;
use crate::model::access;
use crate::model::authority::entry::DecisionKind;
use crate::model::business_calendar::BusinessCalendar;
use crate::model::change::{Belongs, Changes};
use crate::model::contract::Terms;
use crate::model::cost::Pay;
use crate::model::demand::plan::Demand;
use crate::model::exposure::plan::Exposure;
use crate::model::hand_offs::HandOffs;
use crate::model::ids::{
    AttackId, ChangeId, DecisionId, EmployerId, GrantId, KindId, KnowledgeId, MeansId, NoticeId, PersonId, PlaybookId, PolicyId,
    RequirementId, RotaId, SensorId, ServiceId, SystemId, TaskId, TeamId, VendorId,
};
use crate::model::incident::entry::{Over, Severity};
use crate::model::inject::Script;
use crate::model::knowledge::Runbooks;
use crate::model::lead::LeadLaw;
use crate::model::means::Means;
use crate::model::notice::{Notice, Owed};
use crate::model::organisation::entry::Preemption;
use crate::model::organisation::{HandOver, Strain};
pub use crate::model::organisation::{Limits, Rest};
use crate::model::penalty::{Penalty, Promise};
use crate::model::people::entry::Level;
use crate::model::playbook::entry::{OnlyIf, Phase};
use crate::model::recovery::{Backup, Capacity, Cut, Lane};
use crate::model::responsibility::Service;
use crate::model::roster::{Hours, Rota, Zone};
pub use crate::model::target::{Milestone, Statistic, Target};
use crate::model::telemetry::FalseAlarms;
use crate::model::vendor::Vendor;

/// A compiled scenario.
#[derive(Debug)]
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
    /// Targets.
    pub targets: Vec<Target>,
    /// Tickets and projects.
    pub demand: Demand,
    /// Vulnerability findings.
    pub exposure: Exposure,
    /// Changes.
    pub changes: Changes,
}
/// An employer.
#[derive(Clone, Debug)]
pub struct Employer {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// A provider.
    pub provider: bool,
    /// Paid a month.
    pub retainer_per_month: f64,
    /// Paid an hour, instead of the people's own cost.
    pub fee_per_hour: f64,
    /// What it owes.
    pub terms: Terms,
}
/// A team.
#[derive(Clone, Debug)]
pub struct Team {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// None: owners finish; else work is handed over so.
    pub hand_over: Option<HandOver>,
    /// What more severe work does.
    pub preemption: Preemption,
    /// Its members.
    pub members: Vec<PersonId>,
}
/// One way of answering a page.
#[derive(Clone, Debug)]
pub struct AnswerLaw {
    /// Share by day.
    pub by_day: f64,
    /// Share at night.
    pub at_night: f64,
    /// How soon.
    pub after: Dist,
}
/// How somebody answers pages.
#[derive(Clone, Debug)]
pub struct Reach {
    /// On shift.
    pub on_shift: AnswerLaw,
    /// On call.
    pub on_call: AnswerLaw,
    /// Off duty.
    pub off_duty: AnswerLaw,
    /// Away.
    pub absent: AnswerLaw,
}
/// A person.
#[derive(Clone, Debug)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Role.
    pub role: Option<String>,
    /// Key of their luck.
    pub luck: u64,
    /// Team.
    pub team: TeamId,
    /// Employer.
    pub employer: EmployerId,
    /// Index into `Plan::hours`.
    pub hours: u32,
    /// The rotas they take turns on.
    pub rotas: Vec<RotaId>,
    /// Cost of an hour (the provider's fee where there is one).
    pub cost_per_hour: f64,
    /// How they answer.
    pub reach: Reach,
    /// What they could ever do, had they every grant and all knowledge: requirement, seat among its candidates.
    pub candidate_for: Vec<(RequirementId, u32)>,
    /// What they can do at the start of a play: requirement, rank in it.
    pub qualifies: Vec<(RequirementId, u32)>,
    /// Requirements for which they lack only the grant, and only the knowledge.
    pub lacks_grant: Vec<RequirementId>,
    /// Requirements for which they lack only the knowledge.
    pub lacks_knowledge: Vec<RequirementId>,
    /// Takes part in anything at all.
    pub involved: bool,
    /// Skills, as the file gives them.
    pub skills: Vec<(String, Level)>,
    /// Grants, as the file gives them.
    pub grants: Vec<GrantId>,
    /// Knowledge, as the file gives it.
    pub knows: Vec<KnowledgeId>,
}
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
/// A decision right.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Id.
    pub id: String,
    /// Key of its luck.
    pub luck: u64,
    /// One that the organisation should keep to itself.
    pub kind: Option<DecisionKind>,
    /// In calling order.
    pub holders: Vec<PersonId>,
    /// In calling order.
    pub delegates: Vec<PersonId>,
    /// When delegates may.
    pub delegate_after: Option<Span>,
    /// How many must agree.
    pub quorum: u32,
    /// Time between calls.
    pub call_wait: Span,
    /// Thinking.
    pub deliberation: Dist,
    /// Asking others.
    pub consultation: Option<Dist>,
    /// approve, defer, refuse.
    pub outcomes: [f64; 3],
    /// Time to the next asking.
    pub ask_again: Span,
    /// Who need not ask: what the file calls them, one flag a person, from which severity.
    pub pre_authorised: Vec<(String, Arc<[bool]>, Severity)>,
    /// The order in which restores wait for their lanes once it is taken.
    pub restore_order: Vec<SystemId>,
    /// Until somebody acts without.
    pub acts_without_authority_after: Option<Span>,
    /// Whose access it is about, when it is about that.
    pub access: Option<access::Matter>,
}
/// Who a step pages.
#[derive(Clone, Debug)]
pub enum Pagee {
    /// These people.
    People(Vec<PersonId>),
    /// Those of a team on shift.
    Team(TeamId),
    /// Who is on call.
    Rota(RotaId),
}
/// A policy.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Id.
    pub id: String,
    /// Steps.
    pub steps: Vec<(Vec<Pagee>, Span)>,
    /// How often again.
    pub repeat: u32,
    /// Empty steps take no time.
    pub skip_if_empty: bool,
    /// Newcomers are paged at once.
    pub re_resolve: bool,
    /// Pages end with their step.
    pub lapses: bool,
    /// Start again without progress.
    pub re_page_after: Option<Span>,
}
/// A playbook.
#[derive(Clone, Debug)]
pub struct Playbook {
    /// Id.
    pub id: String,
    /// Service.
    pub service: Option<ServiceId>,
    /// Policy.
    pub escalation: Option<PolicyId>,
    /// Responsible teams.
    pub responsible: Vec<TeamId>,
    /// Its tasks.
    pub tasks: Vec<TaskId>,
    /// Some task belongs to this phase.
    pub has_contain: bool,
    /// Tasks whose end brings systems back.
    pub has_recover: bool,
    /// Any task asks for a decision.
    pub has_decisions: bool,
    /// Who leads its incidents once they are declared.
    pub lead: Option<LeadLaw>,
    /// Any task takes services down.
    pub isolates: bool,
    /// Systems that some task reconnects, one flag a system.
    pub reconnected: Vec<bool>,
    /// Whom it must tell; their tasks come after its own.
    pub notices: Vec<Owed>,
}
/// How long a task takes.
#[derive(Clone, Debug)]
pub enum Length {
    /// Nothing at all.
    Nothing,
    /// Hands-on.
    Effort(Dist),
    /// Hands-on, of the system's backup.
    Restore,
    /// Hands-on: checking what was restored.
    Verify,
    /// Elapsed.
    Takes(Dist),
}
/// A task.
#[derive(Clone, Debug)]
pub struct Task {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Key of its luck.
    pub luck: u64,
    /// Playbook.
    pub playbook: PlaybookId,
    /// Phase.
    pub phase: Phase,
    /// Before it.
    pub after: Vec<TaskId>,
    /// Once for each of these systems, one flag a system; None: once.
    pub each: Option<Vec<bool>>,
    /// What it asks of people: one for all, or one a system.
    pub requirement: Option<RequirementOf>,
    /// Decision.
    pub decision: Option<DecisionId>,
    /// Length.
    pub length: Length,
    /// Elapsed time of a vendor.
    pub vendor: bool,
    /// Which, where it is known.
    pub by: Option<VendorId>,
    /// How often needed.
    pub chance: f64,
    /// Back to which, how often.
    pub back_to: Option<(TaskId, f64)>,
    /// Tasks that start over when `back_to` strikes: the target and what lies between, this one included.
    pub redo: Vec<TaskId>,
    /// From which severity.
    pub from_severity: Option<Severity>,
    /// Only then.
    pub only_if: Option<OnlyIf>,
    /// Declares.
    pub declares: bool,
    /// Waits until everything the system needs is up.
    pub needs_up: bool,
    /// The share of attempts that work, where it is no restore.
    pub works: f64,
    /// Somebody must be asked about it before it is begun.
    pub consulted: bool,
    /// Tells the informed of its service.
    pub notice: bool,
    /// Done only when breaking the glass for this grant owes it, once everything is back.
    pub owed: Option<GrantId>,
    /// Takes these services down.
    pub isolates: Option<Cut>,
    /// Brings these back.
    pub reconnects: Option<Cut>,
    /// Sends this notice: ready once its clock runs, and no part of the recovery.
    pub sends: Option<NoticeId>,
    /// Belongs to this change.
    pub change: Option<Belongs>,
}
/// A requirement of a task.
#[derive(Clone, Debug)]
pub enum RequirementOf {
    /// The same for every system.
    Task(RequirementId),
    /// By system.
    System(Vec<Option<RequirementId>>),
}
/// Who may do something, and how fast.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// In words: teams, skill, grant, knowledge.
    pub words: String,
    /// Access it takes.
    pub grant: Option<GrantId>,
    /// Knowledge it takes.
    pub knows: Option<KnowledgeId>,
    /// How many times as long it takes without the knowledge; None: it cannot be done without.
    pub improvise: Option<f64>,
    /// How often an attempt without the knowledge works, as a share of how often one works with it.
    pub improvise_works: f64,
    /// Everybody of its teams with the skill, whatever they hold and know: least skill first, then id; how many times as long they take.
    pub candidates: Vec<(PersonId, f64)>,
    /// Who is qualified at the start of a play, in the order of preference: knowers first, then least skill, then id; how many times as long they take, and whether they do without knowing.
    pub qualified: Vec<(PersonId, f64, bool)>,
    /// Some of them may be held back by the contract of their employer.
    pub bound: bool,
    /// Providers who do it on a change order only.
    pub on_order: Vec<EmployerId>,
}
impl Requirement {
    /// The rank of a candidate in the order of preference: those who know come before all who follow what is written or improvise.
    pub fn rank(&self, seat: u32, without: bool) -> u32 {
        if without { self.candidates.len() as u32 + seat } else { seat }
    }
    /// Who has a rank, how many times as long they take, whatever they know, and whether it is a rank of those who do not.
    pub fn at_rank(&self, rank: usize) -> (PersonId, f64, bool) {
        let without = rank >= self.candidates.len();
        let (person, takes) = self.candidates[if without { rank - self.candidates.len() } else { rank }];
        (person, takes, without)
    }
}
/// An attack.
#[derive(Clone, Debug)]
pub struct Attack {
    /// Id.
    pub id: String,
    /// Stages: name, time to the next, grants stolen.
    pub stages: Vec<(String, Dist, Vec<GrantId>)>,
    /// What it takes from those who hold it: the stage, the grants, the chance that any one of their holders falls.
    pub from_holders: Vec<(u8, Vec<GrantId>, f64)>,
    /// How often a system restored too early is hit again.
    pub reinfects: f64,
    /// Spread.
    pub spread: Option<Spread>,
}
impl Attack {
    /// The grants that its stages can bring it.
    pub fn steals(&self) -> impl Iterator<Item = GrantId> {
        let outright = self.stages.iter().flat_map(|(_, _, steals)| steals);
        outright.chain(self.from_holders.iter().flat_map(|(_, grants, _)| grants)).copied()
    }
}
/// How an attack goes on.
#[derive(Clone, Debug)]
pub struct Spread {
    /// Over what.
    pub over: Vec<Over>,
    /// How often.
    pub every: Dist,
    /// How far.
    pub at_most: u32,
    /// One weight a system.
    pub weights: Vec<f64>,
}
/// When incidents of a kind begin.
#[derive(Clone, Debug)]
pub enum Arrivals {
    /// Only by a system's failure.
    ByFailure,
    /// Once.
    At(Instant),
    /// Again and again.
    Every(Dist),
    /// At random: mean a ms of hour of week (168).
    Rate(Vec<f64>),
}
/// A kind of incident.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Id.
    pub id: String,
    /// Shown in reports.
    pub name: String,
    /// Key of its luck.
    pub luck: u64,
    /// Playbook.
    pub playbook: PlaybookId,
    /// Attack.
    pub attack: Option<AttackId>,
    /// When.
    pub arrivals: Arrivals,
    /// What it hits.
    pub hits: Vec<SystemId>,
    /// Or one of these.
    pub hits_one_of: Vec<(SystemId, f64)>,
    /// Severity.
    pub severity: Severity,
    /// It hits the whole sector, so that providers have their hands full.
    pub sector_wide: bool,
    /// Reported.
    pub reported: Option<Dist>,
    /// Too low, too high.
    pub assessment: [f64; 2],
    /// How many a wave has on average, and how long it lasts; the rate is that of waves.
    pub waves: Option<(f64, Span)>,
    /// The sensors that may see it are all sensors; these are those that watch outages.
    pub sensors: Vec<SensorId>,
    /// What it hits when it is one of several changes that failed.
    pub by_changes: Vec<SystemId>,
    /// It is no incident, but a change that is kept like one.
    pub change: Option<ChangeId>,
}
