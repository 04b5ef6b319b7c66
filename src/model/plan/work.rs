//! What is done, compiled: playbooks, their tasks, and what these ask of people.

use crate::engine::chance::Dist;
use crate::model::change::Belongs;
use crate::model::ids::{
    DecisionId, EmployerId, GrantId, KnowledgeId, NoticeId, PersonId, PlaybookId, PolicyId, RequirementId, ServiceId, SystemId, TaskId,
    TeamId, VendorId,
};
use crate::model::incident::entry::Severity;
use crate::model::lead::LeadLaw;
use crate::model::notice::Owed;
use crate::model::people::entry::Level;
use crate::model::plan::Desks;
use crate::model::playbook::entry::{OnlyIf, Phase};
use crate::model::recovery::Cut;

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
    /// What its tasks ask of people, but for telling others; set when the plan is complete.
    pub takes: Desks,
    /// The same without finding out.
    pub does: Desks,
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
    /// Its place among all tasks of the playbook; set when the plan is complete.
    pub nth: u32,
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

impl Task {
    /// What it asks of people, for a system where it is done once for each.
    pub fn requirement_for(&self, system: Option<SystemId>) -> Option<RequirementId> {
        match self.requirement.as_ref()? {
            RequirementOf::Task(requirement) => Some(*requirement),
            RequirementOf::System(by_system) => by_system[system?.at()],
        }
    }
    /// What it asks of people, for any system.
    pub fn requirements(&self) -> impl Iterator<Item = RequirementId> {
        let (one, by_system) = match &self.requirement {
            None => (None, &[][..]),
            Some(RequirementOf::Task(requirement)) => (Some(*requirement), &[][..]),
            Some(RequirementOf::System(by_system)) => (None, &by_system[..]),
        };
        one.into_iter().chain(by_system.iter().copied().flatten())
    }
    /// A task that asks nothing of anybody and takes no time.
    pub fn bare(playbook: PlaybookId, phase: Phase) -> Task {
        Task {
            change: None,
            id: String::new(),
            name: String::new(),
            luck: 0,
            playbook,
            nth: 0,
            phase,
            after: Vec::new(),
            each: None,
            requirement: None,
            decision: None,
            length: Length::Nothing,
            vendor: false,
            by: None,
            chance: 1.0,
            back_to: None,
            redo: Vec::new(),
            from_severity: None,
            only_if: None,
            declares: false,
            needs_up: false,
            works: 1.0,
            consulted: false,
            notice: false,
            owed: None,
            isolates: None,
            reconnects: None,
            sends: None,
        }
    }
}
/// Gives the tasks of a complete plan their places among those of their playbooks.
pub fn numbered(mut tasks: Vec<Task>) -> Vec<Task> {
    let mut so_far: Vec<u32> = Vec::new();
    for task in &mut tasks {
        let playbook = task.playbook.at();
        so_far.resize(so_far.len().max(playbook + 1), 0);
        task.nth = so_far[playbook];
        so_far[playbook] += 1;
    }
    tasks
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
    /// Whose work it is.
    pub teams: Vec<TeamId>,
    /// The skill it takes, at this level or above.
    pub skill: Option<(String, Level)>,
    /// Providers whose contracts keep them from it.
    pub barred: Vec<EmployerId>,
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
