//! Responsibility (RACI): for each service who does the work, who is accountable for it, who must be consulted and about what, who is told.
//! The accountable owns the service and is escalated to; they approve only where a decision right says so. Consulted parties delay what they
//! must be asked about; informed ones cost whoever tells them some time.
//! Leaves to others: whether somebody can be reached (paging), the decisions and the work that wait (authority, response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::chance::Dist;
use crate::engine::column::{Column, Store};
use crate::engine::time::Span;
use crate::model::happening::Case;
use crate::model::ids::{DecisionId, KindId, PersonId, ServiceId, TaskId, TeamId};
use crate::model::plan::Plan;

pub mod build;
mod consultation;
pub mod entry;
pub mod notice;
pub(super) mod redraw;
pub mod rules;

/// What somebody must be asked about.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// A decision, before whoever takes it thinks about it.
    Decision(DecisionId),
    /// A task, before it is begun.
    Task(TaskId),
}
/// People as the file calls them: a person, a role or a team.
#[derive(Clone, Debug)]
pub struct Party {
    /// What the file calls them.
    pub id: String,
    /// Who that is, in the order of their numbers.
    pub people: Vec<PersonId>,
}
/// Somebody who must be asked.
#[derive(Clone, Debug)]
pub struct Consulted {
    /// Who; one of them answers for all.
    pub party: Party,
    /// Key of their luck.
    pub luck: u64,
    /// About what.
    pub about: Vec<Matter>,
    /// From being reached to their answer.
    pub takes: Dist,
    /// From the asking on; then work goes on without them.
    pub at_most: Span,
}
/// A service, and who stands to it in which way.
#[derive(Clone, Debug)]
pub struct Service {
    /// Id.
    pub id: String,
    /// Teams that do the work.
    pub responsible: Vec<TeamId>,
    /// Who owns it, as the file calls them; one person, where all is well.
    pub accountable: Vec<Party>,
    /// The same people, each once.
    pub owners: Vec<PersonId>,
    /// How long the owners are given when an escalation has run out of steps.
    pub accountable_wait: Span,
    /// Who must be asked.
    pub consulted: Vec<Consulted>,
    /// Who is told.
    pub informed: Vec<Party>,
}
impl Service {
    /// Who must be asked about something, by place in `consulted`.
    pub fn to_ask(&self, matter: Matter) -> impl Iterator<Item = u32> {
        (0..).zip(&self.consulted).filter(move |(_, c)| c.about.contains(&matter)).map(|(place, _)| place)
    }
}
/// The service that an incident of a kind concerns.
pub fn service(plan: &Plan, kind: KindId) -> Option<(ServiceId, &Service)> {
    let id = plan.playbooks[plan.kinds[kind.at()].playbook.at()].service?;
    Some((id, &plan.services[id.at()]))
}

/// How far asking one party has come.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Nobody of them has been reached.
    Calling,
    /// Somebody has been, and thinks about it.
    Reached(PersonId),
    /// They have answered.
    Answered,
    /// Work goes on without them.
    GivenUp,
    /// Their time ended while the decision stood on other grounds: nothing has gone on without them, unless it is put again.
    Lapsed,
}
/// One party that is asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Their place in the service's list.
    pub party: u32,
    /// How far it has come.
    pub asking: Asking,
    /// Who of them has been called.
    pub called: Vec<PersonId>,
}
/// All that is asked about one matter.
#[derive(Clone, Debug)]
pub struct Consultation {
    /// About what.
    pub matter: Matter,
    /// Whom.
    pub asked: Vec<Asked>,
}
impl Consultation {
    /// Nobody is waited for any more.
    pub fn is_over(&self) -> bool {
        self.asked.iter().all(|a| matches!(a.asking, Asking::Answered | Asking::GivenUp))
    }
}
/// The consultations of an incident.
#[derive(Component, Debug, Default)]
pub struct Consultations(pub(super) Vec<Consultation>);

/// The door to the room of responsibility.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    consultations: Store<'w, 's, Consultations>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { consultations: self.consultations.open() }
    }
}
/// The room of responsibility.
pub struct Room<'w> {
    consultations: Column<'w, Consultations>,
}
impl Room<'_> {
    /// All that must be asked about a matter has been, or is given up.
    pub fn is_over(&self, case: Case, matter: Matter) -> bool {
        let all = &self.consultations[case.at()];
        all.0.iter().any(|c| c.matter == matter && c.is_over())
    }
    /// Forgets all consultations of a case that begins.
    pub fn clear(&mut self, case: Case) {
        self.consultations[case.at()].0.clear();
    }
}
