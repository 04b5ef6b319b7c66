//! Who may and who is paged, compiled: decisions and escalation policies.

use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::model::access;
use crate::model::authority::entry::DecisionKind;
use crate::model::ids::{PersonId, RotaId, SystemId, TeamId};
use crate::model::incident::entry::Severity;
use std::sync::Arc;

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
#[derive(Clone, Debug, PartialEq, Eq)]
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
