//! What a file may say about a contract with a provider.

use crate::engine::chance::Dist;
use crate::model::playbook::entry::Phase;
use crate::model::quantity::{Moment, Money, Positive, Share, Span};
use crate::text::{Id, entry};

entry! {
    /// What a provider owes and what it is paid.
    pub struct ContractEntry {
        /// Paid every month, whatever happens.
        retainer_per_month: Money = Money(0.0),
        /// Paid for each hour its people work on an incident; replaces their own cost per hour.
        fee_per_hour: Money = Money(0.0),
        /// Paid instead for an hour of recovery.
        recovery_fee_per_hour: Option<Money>,
        /// Hours of a calendar month that cost no fee.
        included_hours_per_month: Span = Span(0),
        /// An incident in which they work is charged as at least so long.
        minimum: Span = Span(0),
        /// The roster of the hours in which they are owed; always, when not given.
        hours: Option<Id>,
        /// Outside these hours they come all the same, for so many times the fee.
        out_of_hours: Option<f64>,
        /// How soon they answer, once an incident.
        response: Option<ResponseEntry>,
        /// What they cover; everything, when not given.
        covers: Option<ScopeEntry>,
        /// What they do not cover.
        excludes: Option<ScopeEntry>,
        /// How work outside the scope can be ordered; not at all, when not given.
        change_order: Option<ChangeOrderEntry>,
        /// Other clients whom the same people serve.
        shared: Option<SharedEntry>,
        /// Systems without which they cannot work: their portal, their own network.
        needs: Vec<Id> = Vec::new(),
        /// The end of the contract: from then on they are gone.
        ends: Option<Moment>,
    }
}
entry! {
    /// How soon a provider answers.
    pub struct ResponseEntry {
        /// As the contract promises.
        target: Option<Positive>,
        /// As it is.
        actual: Dist,
    }
}
entry! {
    /// A part of the work: by phase, by service, by system. Of each list that is given, one must fit.
    pub struct ScopeEntry {
        /// Phases of playbooks.
        phases: Vec<Phase> = Vec::new(),
        /// Entries of `responsibilities`.
        services: Vec<Id> = Vec::new(),
        /// Systems.
        systems: Vec<Id> = Vec::new(),
    }
}
entry! {
    /// An order for work outside the scope, once an incident.
    pub struct ChangeOrderEntry {
        /// The decision of the organisation that it takes.
        decision: Id,
        /// How long it takes from there until they start.
        takes: Dist,
        /// What it costs.
        costs: Money = Money(0.0),
    }
}
entry! {
    /// People who serve other clients as well.
    pub struct SharedEntry {
        /// How many other clients.
        clients: u32,
        /// The share of the time in which any one of them has them busy.
        busy: Share = Share(0.0),
        /// How much later they come when they are with another client.
        free_after: Option<Dist>,
        /// The share of the people left for this client when an incident hits the whole sector.
        left_sector_wide: Option<Share>,
    }
}
