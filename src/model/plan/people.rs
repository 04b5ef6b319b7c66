//! Who there is, compiled: employers, teams, people, and how they answer.

use crate::engine::chance::Dist;
use crate::model::contract::Terms;
use crate::model::ids::{EmployerId, GrantId, KnowledgeId, PersonId, RequirementId, RotaId, TeamId};
use crate::model::organisation::HandOver;
use crate::model::organisation::entry::Preemption;
use crate::model::people::entry::Level;
use crate::model::plan::Desks;

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
    /// Index into `Plan::hours`: when their roster has them on shift, before the contract of a provider ends that.
    pub rostered: u32,
    /// The rotas they take turns on.
    pub rotas: Vec<RotaId>,
    /// Cost of an hour (the provider's fee where there is one).
    pub cost_per_hour: f64,
    /// How they answer.
    pub reach: Reach,
    /// What they could ever do, had they every grant and all knowledge: requirement, seat among its candidates.
    pub candidate_for: Vec<(RequirementId, u32)>,
    /// The same, a bit for each requirement.
    pub desks: Desks,
    /// What they can do at the start of a play: requirement, rank in it.
    pub qualifies: Vec<(RequirementId, u32)>,
    /// The same, a bit for each requirement.
    pub able: Desks,
    /// Requirements for which they lack only the grant, and only the knowledge.
    pub lacks_grant: Vec<RequirementId>,
    /// Requirements for which they lack only the knowledge.
    pub lacks_knowledge: Vec<RequirementId>,
    /// The contract of their employer may hold them back from work.
    pub bound: bool,
    /// Takes part in anything at all.
    pub involved: bool,
    /// Some standing permission is theirs, for work that they can do or that takes nobody's hands.
    pub need_not_ask: bool,
    /// Skills, as the file gives them.
    pub skills: Vec<(String, Level)>,
    /// Grants, as the file gives them.
    pub grants: Vec<GrantId>,
    /// Knowledge, as the file gives it.
    pub knows: Vec<KnowledgeId>,
}
