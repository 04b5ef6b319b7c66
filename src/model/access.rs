//! Access: how somebody comes by a grant that they do not hold. They ask for it, and whoever may give it decides; or they break the glass,
//! on an authority of its own and owing a review. Either way they hold it for a while; what people hold for good ends with role or contract.
//! Leaves to others: who holds what now (qualification), the decision itself (authority), the work that waits and the review (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::chance::Dist;
use crate::engine::column::{Column, Store};
use crate::engine::time::{Instant, Span};
use crate::model::happening::Case;
use crate::model::ids::{DecisionId, GrantId, PersonId, TaskId};

pub mod build;
pub mod entry;
pub(super) mod redraw;
pub mod rules;

/// How somebody comes by a grant that they do not hold.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// They ask for it.
    Request,
    /// They take it in an emergency.
    BreakGlass,
}
/// What is on record for a privileged action.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The decision on the work, or a standing permission for it.
    Decision,
    /// An approved access request.
    Request,
    /// The glass was broken for it: as good as its review.
    BreakGlass,
    /// Nothing: nobody decided, or somebody acted without authority.
    Nothing,
}

/// What a scenario says of access.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// One for each grant; none at all where the scenario says nothing of any.
    grants: Vec<Rule>,
    /// When somebody's grant ends with their role or contract, in order.
    endings: Vec<(Instant, PersonId, GrantId)>,
}
/// What a scenario says of one grant.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// What it opens can do great harm: its use is counted.
    pub privileged: bool,
    /// How it is had by whoever lacks it, by [`Way`].
    passages: [Option<Passage>; 2],
}
/// One way to a grant.
#[derive(Clone, Debug)]
pub struct Passage {
    /// The decision right.
    pub right: DecisionId,
    /// How long work must have waited before this way may be taken.
    pub after: Span,
    /// From the decision to the access; at once, when not given.
    pub takes: Option<Dist>,
    /// How long it is held.
    pub lasts: Span,
    /// What is owed afterwards.
    pub review: Option<Review>,
    /// Everybody who could ever need it, and the decision about them: nobody decides about themselves.
    matters: Vec<(PersonId, DecisionId)>,
}
/// The review that a break-glass owes.
#[derive(Clone, Debug)]
pub struct Review {
    /// How long after the incident is over for the systems it must be done.
    pub within: Span,
    /// The task that it is, by playbook; none where no task of a playbook takes the grant.
    tasks: Vec<Option<TaskId>>,
}
/// What a decision is about, when it is about somebody's access.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// The decision right in the file.
    pub right: DecisionId,
    /// Whose access.
    pub person: PersonId,
    /// To what.
    pub grant: GrantId,
    /// In which way.
    pub way: Way,
}

impl Rules {
    /// Enters when grants end with role or contract, in order.
    pub fn end(&mut self, endings: Vec<(Instant, PersonId, GrantId)>) {
        self.endings = endings;
    }
    /// When a grant of somebody ends with role or contract, where it does.
    pub fn ends(&self, person: PersonId, grant: GrantId) -> Option<Instant> {
        self.endings.iter().find(|(_, who, what)| (*who, *what) == (person, grant)).map(|(at, ..)| *at)
    }
    /// Nothing is said of any grant.
    pub fn is_empty(&self) -> bool {
        self.grants.is_empty()
    }
    /// What is said of a grant.
    pub fn of(&self, grant: GrantId) -> Option<&Rule> {
        self.grants.get(grant.at())
    }
    /// Use of a grant is counted.
    pub fn privileged(&self, grant: GrantId) -> bool {
        self.of(grant).is_some_and(|rule| rule.privileged)
    }
    /// Use of some grant is counted.
    pub fn any_privileged(&self) -> bool {
        self.grants.iter().any(|rule| rule.privileged)
    }
    /// Somebody who lacks a grant can come by it, in some way.
    pub fn can_be_had(&self, grant: GrantId) -> bool {
        self.of(grant).is_some_and(|rule| rule.passages.iter().any(Option::is_some))
    }
    /// One way to a grant.
    pub fn passage(&self, grant: GrantId, way: Way) -> Option<&Passage> {
        self.of(grant)?.passages[way as usize].as_ref()
    }
    /// All decision rights by which access is given: the grant, the way, the passage.
    pub fn passages(&self) -> impl Iterator<Item = (GrantId, Way, &Passage)> {
        let grants = (0..).map(GrantId).zip(&self.grants);
        grants.flat_map(|(grant, rule)| {
            [Way::Request, Way::BreakGlass].into_iter().filter_map(move |way| Some((grant, way, rule.passages[way as usize].as_ref()?)))
        })
    }
}
impl Passage {
    /// The decision about one person's access.
    pub fn matter(&self, person: PersonId) -> Option<DecisionId> {
        self.matters.binary_search_by_key(&person, |m| m.0).ok().map(|at| self.matters[at].1)
    }
    /// The decisions about everybody's access.
    pub fn matters(&self) -> &[(PersonId, DecisionId)] {
        &self.matters
    }
}

/// How far an asking for access has come.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Stage {
    /// Nobody has decided.
    Asked,
    /// Allowed, and not yet there.
    Provisioning,
    /// Given, or not needed any more.
    Over,
}
/// Somebody's access as an incident has asked for it.
#[derive(Clone, Debug)]
struct Asking {
    decision: DecisionId,
    matter: Matter,
    stage: Stage,
    /// How often it was asked for.
    times: u64,
}
/// The reviews that an incident owes.
#[derive(Clone, Debug)]
struct Owed {
    grant: GrantId,
    done: bool,
    /// How often one was owed; what is due for an earlier one counts no more.
    times: u32,
}
/// What an incident has asked for, and what it owes for it.
#[derive(Component, Debug, Default)]
pub struct Askings {
    asked: Vec<Asking>,
    owed: Vec<Owed>,
}
/// A grant that somebody holds for a while.
#[derive(Copy, Clone, Debug)]
struct Loan {
    person: PersonId,
    grant: GrantId,
    until: Instant,
    way: Way,
    /// Somebody who may do so has decided on it.
    authorised: bool,
}
/// All grants that are held for a while.
#[derive(Resource, Debug, Default)]
pub struct Loans(Vec<Loan>);

/// The door to the room of access.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    askings: Store<'w, 's, Askings>,
    loans: ResMut<'w, Loans>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room { askings: self.askings.open(), loans: self.loans }
    }
}
/// The room of access.
pub struct Room<'w> {
    askings: Column<'w, Askings>,
    loans: ResMut<'w, Loans>,
}
impl Room<'_> {
    /// The decisions on access to a grant that an incident waits for; none once one is taken and the access is on its way.
    pub fn awaited(&self, case: Case, grant: GrantId) -> impl Iterator<Item = DecisionId> {
        let of = move |a: &&Asking| a.matter.grant == grant;
        let asked = &self.askings[case.at()].asked;
        let on_its_way = asked.iter().filter(of).any(|a| a.stage == Stage::Provisioning);
        asked.iter().filter(of).filter(move |a| !on_its_way && a.stage == Stage::Asked).map(|a| a.decision)
    }
    /// Forgets what was asked for in a case that begins.
    pub fn clear(&mut self, case: Case) {
        let askings = &mut self.askings[case.at()];
        askings.asked.clear();
        askings.owed.clear();
    }
}
