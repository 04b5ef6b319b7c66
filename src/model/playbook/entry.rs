//! What a file may say about playbooks: the tasks that answer one kind of incident, and their order.

use crate::engine::chance::Dist;
use crate::model::exposure::entry::InvestigatesEntry;
use crate::model::incident::entry::Severity;
use crate::model::lead::entry::LeadEntry;
use crate::model::people::entry::Level;
use crate::model::quantity::Share;
use crate::model::recovery::entry::CutEntry;
use crate::model::vendor::entry::TaskVendor;
use crate::text::{Dict, Field, Id, Node, Place, Problems, Read, Value, Word, choice, entry, read::read};

entry! {
    /// The answer to one kind of incident.
    pub struct PlaybookEntry {
        /// The service whose responsible teams do its tasks.
        service: Option<Id>,
        /// Who is paged; without one the work goes straight to the responsible teams' queue.
        escalation: Option<Id>,
        /// Who leads its incidents, unless as usual.
        lead: Option<LeadEntry>,
        /// The tasks.
        tasks: Dict<TaskEntry>,
        /// Who must be told, by the ids of `notices`.
        notices: Vec<Id> = Vec::new(),
    }
}
choice! {
    /// The part of the response a task belongs to.
    #[derive(Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Phase {
        /// Finding out; somebody is aware once the first of these is done.
        Triage,
        /// Stopping the harm; the incident is contained once all are done.
        Contain,
        /// Removing the cause.
        Eradicate,
        /// Bringing systems back; a system is back once all of these that concern it are done.
        Recover,
        /// Telling others.
        Notify,
        /// Learning.
        Close,
    }
}
choice! {
    /// What a task is done for.
    #[derive(Copy, PartialEq, Eq)]
    pub enum Each {
        /// Once for each system hit.
        Affected,
    }
}
/// Hands-on time.
#[derive(Clone, Debug)]
pub enum Effort {
    /// That of the system's backup: `Restore`.
    Restore,
    /// Checking what was restored, as the system's backup has it: `Verify`.
    Verify,
    /// A distribution, or a plain duration.
    Of(Dist),
}
impl Read for Effort {
    fn read(node: &Node, problems: &mut Problems) -> Option<Effort> {
        match &node.value {
            Value::Word(word) if word == "Restore" => Some(Effort::Restore),
            Value::Word(word) if word == "Verify" => Some(Effort::Verify),
            // The long form reads too, for those who think of it as a choice.
            Value::Tuple(Some(word), parts) if word.text == "Of" && parts.len() == 1 => read(&parts[0], problems).map(Effort::Of),
            _ => read(node, problems).map(Effort::Of),
        }
    }
    fn amount(&self) -> Option<f64> {
        if let Effort::Of(dist) = self { dist.amount() } else { None }
    }
    fn expected() -> String {
        format!("`Restore`, `Verify`, or {}", Dist::expected())
    }
}
choice! {
    /// When a task is needed.
    #[derive(Copy, PartialEq, Eq)]
    pub enum OnlyIf {
        /// Some hit system's first copies were destroyed.
        CopiesLost,
        /// None were.
        CopiesIntact,
    }
}
entry! {
    /// One task.
    pub struct TaskEntry {
        /// Shown in reports.
        name: Option<String>,
        /// The part of the response it belongs to.
        phase: Phase,
        /// Tasks that must be done before it.
        after: Vec<Id> = Vec::new(),
        /// Once for each system hit.
        each: Option<Each>,
        /// With `each`: only for these systems.
        only: Vec<Id> = Vec::new(),
        /// Who does it; else the responsible teams of the playbook's service.
        teams: Vec<Id> = Vec::new(),
        /// Skill it takes.
        skill: Option<(Id, Level)>,
        /// Access it takes.
        grant: Option<Id>,
        /// Knowledge it takes.
        knows: Option<Id>,
        /// Those without the knowledge do it too, in this many times the time.
        improvise: Option<f64>,
        /// How often an attempt of theirs works, as a share of how often one works in hands that know.
        improvise_works: Option<Share>,
        /// The share of attempts that work; one that does not is done again. A restore has that of its backup.
        works: Share = Share(1.0),
        /// With `each`: skill, grant and knowledge are those of the system; so it is with `effort: Restore` and `effort: Verify`.
        by_system: bool = false,
        /// The decision it waits for.
        decision: Option<Id>,
        /// Hands-on time: a distribution, `Restore` or `Verify`.
        effort: Option<Effort>,
        /// Elapsed time without hands.
        takes: Option<Dist>,
        /// The elapsed time is a wait on a vendor: `true`, or which.
        vendor: TaskVendor = TaskVendor::No,
        /// How often it is needed at all.
        chance: Share = Share(1.0),
        /// How often the work goes back to an earlier task when this one is done.
        back_to: Option<(Id, Share)>,
        /// Needed only from this assessed severity on.
        from_severity: Option<Severity>,
        /// Needed only then.
        only_if: Option<OnlyIf>,
        /// Its end takes services down: `true` that of the system it is done for, or a list of systems.
        isolates: Option<CutEntry>,
        /// Its end brings isolated services back.
        reconnects: Option<CutEntry>,
        /// It reads what telemetry has kept.
        investigates: Option<InvestigatesEntry>,
        /// Its end declares a major incident.
        declares: bool = false,
        /// It is an emergency change, by this entry of `changes`.
        change: Option<Id>,
    }
}

impl TaskEntry {
    /// A task of a phase that says nothing else.
    pub fn of_phase(phase: &str, place: Place) -> Option<TaskEntry> {
        let field = Field { name: Word { text: "phase".into(), place }, node: Node { place, value: Value::Word(phase.into()) } };
        read(&Node { place, value: Value::Struct(None, vec![field]) }, &mut Problems::new())
    }
}
