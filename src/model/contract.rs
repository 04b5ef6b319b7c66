//! Contracts with providers, whose people work beside the organisation's own: when they owe an answer and how soon they give it, what they
//! cover, whom else they serve, what they depend on, when they leave. The people of a provider without such terms work like any others.
//! Leaves to others: who takes which task (response), pages (paging), the decision on a change order (authority), fees (measures).
//!
//! A provider *responds* once in an incident: the first page to one of its people on duty, or the first task that waits for them, is the
//! request; until the response nobody of it answers or takes up work of the incident.

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::chance::Dist;
use crate::engine::column::{Column, Store};
use crate::engine::time::{Instant, Span};
use crate::model::happening::Case;
use crate::model::ids::{DecisionId, EmployerId, InjectId, PersonId, SystemId};
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;
use crate::model::roster::{Hours, HoursId};

pub mod build;
pub mod changed;
pub mod entry;
pub(super) mod redraw;
pub mod rules;
pub mod terms;

/// The terms of a contract. Those of the organisation itself, and of a provider about whom nothing is said, are empty.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Key of the provider's luck.
    pub luck: u64,
    /// They are owed in these hours; None: always.
    pub hours: Option<Hours>,
    /// Outside these hours they come for so many times the fee; None: they do not.
    pub out_of_hours: Option<f64>,
    /// How soon they answer.
    pub response: Option<Response>,
    /// How their people are shared with other clients.
    pub bench: Option<Bench>,
    /// What they cover; empty lists: everything.
    pub covers: Scope,
    /// What they do not.
    pub excludes: Scope,
    /// How work outside the scope can be ordered; None: it cannot.
    pub change_order: Option<ChangeOrder>,
    /// Systems without which they cannot work.
    pub needs: Vec<SystemId>,
    /// From then on they are gone.
    pub ends: Option<Instant>,
    /// They may change in the course of a play.
    pub changes: bool,
    /// Fee for an hour of recovery, where it is another one.
    pub recovery_fee: Option<f64>,
    /// Hours of a calendar month that cost no fee.
    pub included: Span,
    /// An incident in which they work is charged as at least so long.
    pub minimum: Span,
}
/// How soon a provider answers.
#[derive(Clone, Debug)]
pub struct Response {
    /// As promised.
    pub target: Option<Span>,
    /// As it is.
    pub actual: Dist,
}
/// People shared with other clients.
#[derive(Clone, Debug)]
pub struct Bench {
    /// The share of requests that find them all with other clients.
    pub taken: f64,
    /// How much later they come then.
    pub free_after: Option<Dist>,
    /// The share of the people that is left for this client when the whole sector is hit.
    pub left: Option<f64>,
}
/// A part of the work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scope {
    /// Phases.
    pub phases: Vec<Phase>,
    /// Services, by their numbers.
    pub services: Vec<u32>,
    /// Systems.
    pub systems: Vec<SystemId>,
}
/// How work outside the scope is ordered.
#[derive(Clone, Debug)]
pub struct ChangeOrder {
    /// Who in the organisation must agree.
    pub decision: DecisionId,
    /// How long the order then takes.
    pub takes: Dist,
    /// What it costs, once an incident.
    pub price: f64,
}

/// Why somebody of a provider may not take up work.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// The provider has not responded yet.
    Response,
    /// It takes a change order.
    Order,
    /// What the provider depends on is down.
    Down,
    /// They are with other clients for all of this incident.
    Bench,
    /// Outside the hours of the contract, or after its end.
    Closed,
}

/// How far a change order is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub enum Order {
    /// Nobody has asked for one.
    #[default]
    None,
    /// The decision on it is open.
    Asked,
    /// It is agreed to and on its way.
    Prepared,
    /// The provider may do everything.
    Done,
}
/// One provider in one incident.
#[derive(Clone, Debug)]
pub struct Engagement {
    /// Which.
    pub employer: EmployerId,
    /// When it was asked for a response.
    pub requested: Option<Instant>,
    /// The response is due, but the provider is down.
    pub due: bool,
    /// It has responded.
    pub responded: bool,
    /// Those of its people who are with other clients.
    pub left_out: Vec<PersonId>,
    /// Work outside the scope.
    pub order: Order,
}
/// The providers in an incident.
#[derive(Component, Debug, Default)]
pub struct Engagements(pub(super) Vec<Engagement>);

/// What has changed in a contract in the course of a play.
#[derive(Copy, Clone, Debug, Default)]
pub struct Changed {
    /// Nobody is owed until then.
    suspended: Option<Instant>,
    /// They are owed in these hours only, until then.
    owed_in: Option<(HoursId, Instant)>,
    /// Outside these hours nobody is owed until then.
    shut: Option<Instant>,
    /// Told apart from the hours of an earlier change.
    generation: u32,
    /// They respond as this effect of an inject says.
    responds_as: Option<(InjectId, u32)>,
}
impl Changed {
    /// Nobody is owed at an instant.
    fn closes(&self, at: Instant) -> bool {
        self.suspended.into_iter().chain(self.shut).any(|until| at < until)
    }
    /// When they are owed again.
    fn opens(&self) -> Option<Instant> {
        self.suspended.into_iter().chain(self.shut).max()
    }
}

/// Which providers cannot work now, and what has changed in their contracts.
#[derive(Resource, Debug)]
pub struct Standing {
    /// One flag an employer.
    down: Vec<bool>,
    /// By employer.
    changed: Vec<Changed>,
}
impl Standing {
    /// All can.
    pub fn of(plan: &Plan) -> Standing {
        Standing { down: vec![false; plan.employers.len()], changed: vec![Changed::default(); plan.employers.len()] }
    }
}

/// The door to the room of contracts.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    engagements: Store<'w, 's, Engagements>,
    standing: ResMut<'w, Standing>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { engagements: self.engagements.open(), standing: self.standing }
    }
}
/// The room of contracts.
pub struct Room<'w> {
    engagements: Column<'w, Engagements>,
    standing: ResMut<'w, Standing>,
}
impl Room<'_> {
    /// A provider in an incident, if anything was asked of it.
    pub fn find(&self, case: Case, employer: EmployerId) -> Option<&Engagement> {
        self.engagements[case.at()].0.iter().find(|e| e.employer == employer)
    }
    /// What has changed in a contract.
    fn changed(&self, employer: EmployerId) -> &Changed {
        &self.standing.changed[employer.at()]
    }
    /// Something that a provider cannot work without is down.
    pub fn is_down(&self, employer: EmployerId) -> bool {
        self.standing.down[employer.at()]
    }
    /// Forgets the providers of a case that begins.
    pub fn clear(&mut self, case: Case) {
        self.engagements[case.at()].0.clear();
    }
}
