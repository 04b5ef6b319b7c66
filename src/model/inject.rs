//! Injects: scripted changes during an incident. One comes at an instant, in a state, by chance, or by the hand of whoever runs an exercise.
//!
//! What an incident comes to is seen in one place, where facts are recorded (`Scene::record`): each fact is at most one or two cues, and
//! the injects that wait for a cue are found in a sorted list. A scenario without injects pays a branch a fact; one with injects goes
//! through no list in the steady state, and nothing is asked of incidents that nobody waits for.
//!
//! Leaves to others: everything that an inject does. It books what the domains already know: absence, qualification, estate, incident and so on.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::chance::Dist;
use crate::engine::column::{Column, Store};
use crate::engine::time::{Instant, Span};
use crate::model::fact::Capability;
use crate::model::happening::Case;
use crate::model::ids::{
    AttackId, DecisionId, EmployerId, IncidentNo, InjectId, KindId, NoticeId, PersonId, RotaId, SensorId, SystemId, TaskId, VendorId,
};
use crate::model::incident::entry::Severity;
use crate::model::roster::HoursId;

pub mod build;
mod effects;
pub mod entry;
pub(super) mod redraw;
pub mod rules;

/// An inject of the scenario.
#[derive(Clone, Debug)]
pub struct Inject {
    /// Id.
    pub id: String,
    /// What the room is told.
    pub says: String,
    /// Key of its luck.
    pub luck: u64,
    /// The incidents that it belongs to, in order; all where there are none.
    pub belongs: Vec<KindId>,
    /// It comes at this instant.
    pub at: Option<Instant>,
    /// How long after its instant or state it comes.
    pub after: Option<Dist>,
    /// In which share of the cases it comes.
    pub chance: f64,
    /// How often it may come in one incident.
    pub times: u32,
    /// Only whoever runs an exercise plays it.
    pub held_back: bool,
    /// What it waits for: each of these will do.
    pub cues: Vec<Cue>,
    /// What it does, in this order.
    pub effects: Vec<Effect>,
}
impl Inject {
    /// It may come in some play.
    pub fn may_come(&self) -> bool {
        self.held_back || self.chance > 0.0
    }
    /// It belongs to incidents of a kind.
    pub fn belongs_to(&self, kind: KindId) -> bool {
        self.belongs.is_empty() || self.belongs.binary_search(&kind).is_ok()
    }
}

/// What an inject does.
#[derive(Clone, Debug)]
pub enum Effect {
    /// They are away.
    Absent(Vec<PersonId>, Dist),
    /// They come to hold this, or hold it no more, for good or for so long.
    Holds(Vec<PersonId>, Capability, bool, Option<Dist>),
    /// The copies of these systems are found bad, or the newest so many of them.
    Copies(Vec<SystemId>, Option<u32>),
    /// These systems are down for so long.
    Down(Vec<SystemId>, Dist),
    /// These see nothing, for good or for so long.
    Blind(Vec<SensorId>, Option<Dist>),
    /// A third party is away for so long.
    VendorAway(VendorId, Dist),
    /// A decision is asked for again.
    Challenged(DecisionId),
    /// Somebody calls, and takes so much of the time of these, or of the lead.
    Call(Option<Vec<PersonId>>, Dist),
    /// How bad it is: in truth, or to those who deal with it.
    Severity(Severity, bool),
    /// They work, or do not, for so long, whatever their roster says.
    Shift(Vec<PersonId>, bool, Dist),
    /// The turns of a rota are these people's for so long; nobody's where there is none.
    Turns(RotaId, Vec<PersonId>, Dist),
    /// Nobody of a provider works or answers, for good or for so long.
    Suspended(EmployerId, Option<Dist>),
    /// A provider is owed in these hours only, for good or for so long.
    OwedIn(EmployerId, HoursId, Option<Dist>),
    /// A provider responds after so long.
    RespondsAfter(EmployerId, Dist),
    /// Another incident begins.
    NewIncident(KindId),
}

/// Something that an incident comes to, as facts tell it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cue {
    /// It begins.
    Began,
    /// The first harm.
    Occurred,
    /// An attack reaches a stage.
    Stage(AttackId, u8),
    /// An alert.
    Alerted,
    /// An escalation policy has run out of steps.
    Silent,
    /// An answer.
    Acknowledged,
    /// Triage is done.
    Aware,
    /// A major incident is declared.
    Declared,
    /// Nobody leads it.
    Leaderless,
    /// Those are engaged who may do and decide.
    Escalated,
    /// It can do no further harm.
    Contained,
    /// Everything is back.
    Recovered,
    /// A system is lost because of it.
    Down(SystemId),
    /// So many have been.
    Lost(u32),
    /// Work on a task starts.
    Started(TaskId),
    /// A task is done.
    Done(TaskId),
    /// An attempt at a task fails.
    Failed(TaskId),
    /// A decision is asked for.
    Asked(DecisionId),
    /// A decision is taken.
    Approved(DecisionId),
    /// Somebody refuses it.
    Refused(DecisionId),
    /// A notice is sent.
    Sent(NoticeId),
    /// A notice is late.
    Missed(NoticeId),
    /// Another inject has come.
    Injected(InjectId),
}

/// An inject that waits for a cue.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Watch {
    /// For what.
    pub cue: Cue,
    /// Which.
    pub inject: InjectId,
    /// Only for this system.
    pub system: Option<SystemId>,
    /// Only if nobody answers for so long from there on.
    pub unanswered: Option<Span>,
}

/// All injects of a scenario.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// In the order of their ids.
    pub injects: Vec<Inject>,
    /// In the order of what they wait for.
    pub watches: Vec<Watch>,
    /// Some inject waits for a number of systems that are lost.
    pub counts_losses: bool,
    /// Some inject changes when people work.
    pub swaps: bool,
    /// Some inject questions a decision.
    pub questions: bool,
}
impl Script {
    /// Those who may be away because of some inject.
    pub fn absent(&self) -> impl Iterator<Item = PersonId> {
        let effects = self.injects.iter().flat_map(|i| &i.effects);
        effects.filter_map(|e| if let Effect::Absent(people, _) = e { Some(people) } else { None }).flatten().copied()
    }
}

/// What injects record; what they do is recorded by the domains that do it.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Told {
    /// An inject comes into an incident.
    Fired { incident: IncidentNo, inject: InjectId },
    /// The copies of a system are found bad, or the newest so many of them.
    CopiesBad { incident: IncidentNo, system: SystemId, copies: Option<u32> },
    /// A system is down until then, whatever is done about it.
    Out { incident: IncidentNo, system: SystemId, until: Instant },
    /// A source of telemetry sees nothing from now on, or sees again.
    Sight { sensor: SensorId, blind: bool },
    /// A third party is away until then.
    VendorAway { vendor: VendorId, until: Instant },
    /// A decision that had been taken is asked for again.
    Challenged { incident: IncidentNo, decision: DecisionId },
    /// A call takes so much of somebody's time.
    Call { incident: IncidentNo, person: PersonId, takes: Span },
    /// Somebody works until then, or does not, whatever their roster says.
    Shift { person: PersonId, works: bool, until: Instant },
    /// The turns of a rota are somebody's until then, or nobody's.
    OnCall { rota: RotaId, person: Option<PersonId>, until: Instant },
    /// Nobody of a provider works or answers until then; for ever where that never comes.
    Suspended { employer: EmployerId, until: Instant },
    /// A provider is back.
    Resumes { employer: EmployerId },
    /// A provider is owed only in other hours than before until then; for ever where that never comes.
    OwedIn { employer: EmployerId, until: Instant },
    /// A provider responds otherwise from now on: after so long on average.
    RespondsAfter { employer: EmployerId, takes: Span },
    /// From now on it is as bad as this: in truth, or to those who deal with it.
    Turns { incident: IncidentNo, severity: Severity, in_truth: bool },
}
impl Told {
    /// The incident that it is about.
    pub fn incident(self) -> Option<IncidentNo> {
        match self {
            Told::Fired { incident, .. }
            | Told::Turns { incident, .. }
            | Told::CopiesBad { incident, .. }
            | Told::Out { incident, .. }
            | Told::Challenged { incident, .. }
            | Told::Call { incident, .. } => Some(incident),
            Told::Sight { .. }
            | Told::VendorAway { .. }
            | Told::Shift { .. }
            | Told::OnCall { .. }
            | Told::Suspended { .. }
            | Told::Resumes { .. }
            | Told::OwedIn { .. }
            | Told::RespondsAfter { .. } => None,
        }
    }
}

/// What injects know of an incident.
#[derive(Component, Clone, Debug, Default)]
pub struct Seen {
    /// By inject: how often what it waits for has come, or the facilitator has played it. As long as it had to be.
    pub(super) reached: Vec<u32>,
    /// By inject: how often it has come. As long as it had to be.
    pub(super) came: Vec<u32>,
    /// Systems lost because of it, where that is counted.
    pub(super) lost: Vec<SystemId>,
}

/// The door to the room of injects.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    seen: Store<'w, 's, Seen>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { seen: self.seen.open() }
    }
}
/// The room of injects.
pub struct Room<'w> {
    seen: Column<'w, Seen>,
}
impl Room<'_> {
    /// Forgets what was seen of the place of a case that begins.
    pub fn clear(&mut self, case: Case) {
        let seen = &mut self.seen[case.at()];
        seen.reached.clear();
        seen.came.clear();
        seen.lost.clear();
    }
}
