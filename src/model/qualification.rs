//! Qualification: what people hold and know at one instant, and so which work they may and can do. Team and skill are fixed for a play;
//! grants and knowledge come and go: access is given and expires, a runbook is learned, a vault is down.
//! Leaves to others: why something is gained or lost (whoever books it), the desks (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::model::fact::Capability;
use crate::model::ids::{GrantId, KnowledgeId, PersonId, RequirementId};
use crate::model::knowledge::Manner;
use crate::model::plan::{Desks, Plan, Requirement};

pub mod rules;

/// How somebody stands to what a task asks, their team and skill given.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// They may do it and know how.
    Knows,
    /// They may do it, by what is written down.
    Follows,
    /// They may do it, without the knowledge.
    Improvises,
    /// They lack only the grant.
    LacksGrant,
    /// They lack only the knowledge.
    LacksKnowledge,
    /// They lack both.
    LacksBoth,
}

/// What somebody holds and knows, where that has changed since the start of the play.
#[derive(Clone, Debug)]
struct Changed {
    grants: Vec<GrantId>,
    knows: Vec<KnowledgeId>,
    qualifies: Vec<(RequirementId, u32)>,
    lacks_grant: Vec<RequirementId>,
    lacks_knowledge: Vec<RequirementId>,
}

/// What has changed in what people hold and know. Somebody to whom nothing happened stands as the plan has them, at no cost.
#[derive(Resource, Debug)]
pub struct Holdings {
    people: Vec<Option<Box<Changed>>>,
    /// What nobody can use, once for each reason why.
    out_of_use: Vec<Capability>,
}
impl Holdings {
    /// Nothing has changed.
    pub fn of(plan: &Plan) -> Holdings {
        Holdings { people: vec![None; plan.people.len()], out_of_use: Vec::new() }
    }
}

/// The room of qualification.
#[derive(SystemParam)]
pub struct Room<'w> {
    holdings: ResMut<'w, Holdings>,
}
impl Room<'_> {
    /// What somebody can do now: requirement, rank in it.
    #[inline]
    pub fn qualifies<'r>(&'r self, plan: &'r Plan, person: PersonId) -> &'r [(RequirementId, u32)] {
        self.changed(person).map_or(&plan.people[person.at()].qualifies, |c| &c.qualifies)
    }
    /// Somebody can do some of this now.
    #[inline]
    pub fn can_some(&self, plan: &Plan, person: PersonId, of: &Desks) -> bool {
        match self.changed(person) {
            None => plan.people[person.at()].able.meet(of),
            Some(changed) => changed.qualifies.iter().any(|(requirement, _)| of.has(*requirement)),
        }
    }
    /// The rank of somebody in a requirement, if they meet it now.
    #[inline]
    pub fn rank(&self, plan: &Plan, person: PersonId, requirement: RequirementId) -> Option<u32> {
        self.qualifies(plan, person).iter().find(|(r, _)| *r == requirement).map(|(_, rank)| *rank)
    }
    /// Somebody meets a requirement now, of whom the plan says so or a desk has noted it.
    #[inline]
    pub fn still_meets(&self, person: PersonId, requirement: RequirementId) -> bool {
        self.changed(person).is_none_or(|c| c.qualifies.iter().any(|(r, _)| *r == requirement))
    }
    /// Requirements for which somebody lacks only the grant.
    #[inline]
    pub fn lacks_grant<'r>(&'r self, plan: &'r Plan, person: PersonId) -> &'r [RequirementId] {
        self.changed(person).map_or(&plan.people[person.at()].lacks_grant, |c| &c.lacks_grant)
    }
    /// Requirements for which somebody lacks only the knowledge.
    #[inline]
    pub fn lacks_knowledge<'r>(&'r self, plan: &'r Plan, person: PersonId) -> &'r [RequirementId] {
        self.changed(person).map_or(&plan.people[person.at()].lacks_knowledge, |c| &c.lacks_knowledge)
    }
    /// Somebody holds a grant, or knows something, whether it can be used now or not.
    pub fn has(&self, plan: &Plan, person: PersonId, what: Capability) -> bool {
        let entry = &plan.people[person.at()];
        match what {
            Capability::Grant(g) => self.changed(person).map_or(&entry.grants, |c| &c.grants).binary_search(&g).is_ok(),
            Capability::Knowledge(k) => self.changed(person).map_or(&entry.knows, |c| &c.knows).binary_search(&k).is_ok(),
            Capability::Written(k) => plan.runbooks.written(k).is_some(),
        }
    }
    /// Something can be used by those who have it.
    pub fn usable(&self, what: Capability) -> bool {
        !self.holdings.out_of_use.contains(&what)
    }
    /// How somebody of its teams and with its skill stands to what is asked now.
    pub fn fit(&self, plan: &Plan, person: PersonId, asked: &Requirement) -> Fit {
        let can = |what: Capability| self.has(plan, person, what) && self.usable(what);
        let granted = asked.grant.is_none_or(|g| can(Capability::Grant(g)));
        let knows = asked.knows.is_none_or(|k| can(Capability::Knowledge(k)));
        let without = if knows { None } else { self.without(plan, asked) };
        match (granted, knows, without) {
            (true, true, _) => Fit::Knows,
            (true, false, Some(Manner::Follows)) => Fit::Follows,
            (true, false, Some(_)) => Fit::Improvises,
            (true, false, None) => Fit::LacksKnowledge,
            (false, true, _) | (false, false, Some(_)) => Fit::LacksGrant,
            (false, false, None) => Fit::LacksBoth,
        }
    }
    /// How those do it now who do not know how; nothing where they cannot.
    pub fn without(&self, plan: &Plan, asked: &Requirement) -> Option<Manner> {
        let written = asked.knows.filter(|k| plan.runbooks.written(*k).is_some());
        if written.is_some_and(|k| self.usable(Capability::Written(k))) {
            return Some(Manner::Follows);
        }
        asked.improvise.map(|_| Manner::Improvises)
    }
    /// Whoever does not know how cannot look it up now, though it is written down.
    pub fn lost(&self, plan: &Plan, asked: &Requirement) -> bool {
        asked.knows.is_some_and(|k| plan.runbooks.written(k).is_some() && !self.usable(Capability::Written(k)))
    }
    #[inline]
    fn changed(&self, person: PersonId) -> Option<&Changed> {
        self.holdings.people[person.at()].as_deref()
    }
}

/// A requirement asks for something.
pub fn asks_for(asked: &Requirement, what: Capability) -> bool {
    match what {
        Capability::Grant(g) => asked.grant == Some(g),
        Capability::Knowledge(k) | Capability::Written(k) => asked.knows == Some(k),
    }
}
