//! Authority: who may take a decision, who is asked in which order, what they say, and on what authority work goes on.
//! Leaves to others: whether a holder can be reached (paging), the work that waits (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::column::{Column, Store};
use crate::engine::time::Instant;
use crate::model::fact::{Answer, Authority, Wait};
use crate::model::happening::{Case, JobNo};
use crate::model::ids::{DecisionId, PersonId};

pub mod build;
mod challenge;
pub mod entry;
pub(super) mod redraw;
pub mod room;
pub mod rules;

/// Somebody who has been reached for a decision.
#[derive(Copy, Clone, Debug)]
pub struct Decider {
    /// Who.
    pub person: PersonId,
    /// They are a delegate.
    pub delegate: bool,
    /// They have asked those who must be consulted.
    pub consulted: bool,
    /// They have agreed.
    pub agreed: bool,
    /// When they go on: what is booked for an earlier asking counts no more.
    pub next: Instant,
    /// What the room has them say then.
    pub says: Option<Answer>,
}

/// Where asking those stands whom the responsibilities name.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// They will be asked once somebody who may decide has been reached.
    Needed,
    /// They are being asked.
    Asked,
    /// Nobody need be waited for.
    Had,
}
/// A decision that an incident needs.
#[derive(Clone, Debug)]
pub struct Request {
    /// Which.
    pub decision: DecisionId,
    /// When it was asked for.
    pub asked: Instant,
    /// When the next holder or delegate is called.
    pub next_call: Instant,
    /// The first job that needs it.
    pub job: JobNo,
    /// Taken.
    pub granted: bool,
    /// It had been taken and was questioned: no standing permission holds.
    pub challenged: bool,
    /// On what authority it was taken.
    pub authority: Option<Authority>,
    /// Holders called so far.
    pub called: usize,
    /// Delegates may decide.
    pub delegates_may: bool,
    /// Delegates called so far.
    pub delegates_called: usize,
    /// Who has been reached, in that order.
    pub deciders: Vec<Decider>,
    /// Answers given, which number the luck of the next.
    pub answers: u32,
    /// What its jobs wait for.
    pub on: Wait,
    /// Others must be asked first.
    pub advice: Advice,
}
/// The decisions of an incident.
#[derive(Component, Debug, Default)]
pub struct Requests {
    pub(super) all: Vec<Request>,
    /// Lists of deciders that are not in use.
    spare: Vec<Vec<Decider>>,
}

/// The door to the room of decisions.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    requests: Store<'w, 's, Requests>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { requests: self.requests.open() }
    }
}
/// The room of decisions.
pub struct Room<'w> {
    requests: Column<'w, Requests>,
}
impl Room<'_> {
    /// A decision has been taken for an incident.
    #[inline]
    pub fn is_granted(&self, case: Case, decision: DecisionId) -> bool {
        self.find(case, decision).is_some_and(|r| r.granted)
    }
    /// On what authority a decision has been taken for an incident.
    pub fn granted_on(&self, case: Case, decision: DecisionId) -> Option<Authority> {
        self.find(case, decision)?.authority
    }
    /// What jobs wait for that need a decision.
    pub fn waits_on(&self, case: Case, decision: DecisionId) -> Option<Wait> {
        self.find(case, decision).map(|r| r.on)
    }
    /// Some decision of an incident is asked for and not taken.
    #[inline]
    pub fn any_open(&self, case: Case) -> bool {
        self.requests[case.at()].all.iter().any(|r| !r.granted)
    }
    #[inline]
    fn find(&self, case: Case, decision: DecisionId) -> Option<&Request> {
        self.requests[case.at()].all.iter().find(|r| r.decision == decision)
    }
    /// Forgets all decisions of a case that begins.
    pub fn clear(&mut self, case: Case) {
        let Requests { all, spare } = &mut self.requests[case.at()];
        spare.extend(all.drain(..).map(|mut request| {
            request.deciders.clear();
            request.deciders
        }));
    }
}
