//! What a file may say about decision rights.

use crate::engine::chance::Dist;
use crate::model::incident::entry::Severity;
use crate::model::quantity::{Share, Span};
use crate::text::{Id, choice, entry};

entry! {
    /// A decision: who may take it, who stands in, when nobody needs to be asked.
    pub struct DecisionEntry {
        /// What kind of decision it is, where it is one that an organisation keeps to itself.
        kind: Option<DecisionKind>,
        /// People or roles in the order in which they are called.
        held_by: Vec<Id>,
        /// People or roles who may take it once `delegate_after` has passed.
        delegates: Vec<Id> = Vec::new(),
        /// How long until the delegates may.
        delegate_after: Option<Span>,
        /// How many must agree.
        quorum: u32 = 1,
        /// How long one is called before the next is called too.
        call_wait: Span = Span::minutes(15),
        /// How long one thinks about it.
        deliberation: Dist,
        /// How long asking those who must be consulted takes, before the thinking.
        consultation: Option<Dist>,
        /// What comes out.
        outcomes: Option<OutcomesEntry>,
        /// How long after a deferral or refusal it is asked again.
        ask_again: Span = Span::hours(1),
        /// Who need not ask.
        pre_authorised: Vec<PreAuthorisedEntry> = Vec::new(),
        /// Once it is taken, restores wait for their lanes in this order.
        restore_order: Vec<Id> = Vec::new(),
        /// How long until somebody acts without it.
        acts_without_authority_after: Option<Span>,
    }
}
choice! {
    /// Decisions that an organisation keeps to itself, whoever does its work.
    #[derive(Copy, PartialEq, Eq)]
    pub enum DecisionKind {
        /// To live with a risk: a loss of data, a system not patched, an exception.
        RiskAcceptance,
        /// To tell a regulator, a customer or the public.
        Notification,
        /// To stop a part of the business.
        BusinessShutdown,
    }
}
entry! {
    /// What comes of asking; the three add up to 1.
    pub struct OutcomesEntry {
        /// Yes.
        approve: Share,
        /// Not yet.
        defer: Share = Share(0.0),
        /// No.
        refuse: Share = Share(0.0),
    }
}
entry! {
    /// A standing permission.
    pub struct PreAuthorisedEntry {
        /// A person, role, team or employer: it holds while one of them is on duty who can do the task.
        to: Id,
        /// From this assessed severity on.
        from_severity: Severity = Severity::Low,
    }
}
