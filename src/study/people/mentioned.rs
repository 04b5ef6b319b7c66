//! Who is in the facts of a play, and who can matter without being in any.

use std::sync::Arc;

use crate::model::absence::Cover;
use crate::model::change::Step;
use crate::model::exposure;
use crate::model::fact::{Fact, Told, Wait};
use crate::model::ids::{PersonId, RequirementId, TeamId};
use crate::model::knowledge::Knowing;
use crate::model::plan::{Plan, RequirementOf, Task};

/// By person: they can change a play without being in any of its facts.
#[derive(Clone, Debug)]
pub struct Seen {
    unseen: Vec<bool>,
    /// By decision: for whom it gives access.
    asks_for: Arc<[Option<PersonId>]>,
    /// By task: who can do it, for whatever system.
    can: Arc<[Vec<PersonId>]>,
}

impl Seen {
    /// Those of teams whose tickets are followed, of providers who must be asked first, and everybody where there are changes or findings; and those
    /// whose turns on call pass to others while they are away, who can be reached otherwise then.
    pub fn of(plan: &Plan) -> Seen {
        let everybody = plan.changes.any() || !plan.exposure.sources.is_empty();
        let followed = |team: TeamId| plan.demand.followed.get(team.at()).copied().unwrap_or(false);
        let unseen = plan.people.iter().map(|p| everybody || followed(p.team) || plan.employers[p.employer.at()].terms.bind());
        let mut unseen: Vec<bool> = unseen.collect();
        for rota in plan.rotas.iter().filter(|rota| !matches!(rota.cover(), Cover::Nobody)) {
            rota.members().iter().for_each(|member| unseen[member.at()] = true);
        }
        let can = plan.tasks.iter().map(|task| can_do(plan, task)).collect();
        Seen { unseen, can, asks_for: plan.decisions.iter().map(|decision| decision.access.map(|matter| matter.person)).collect() }
    }

    /// Somebody can change a play without being in any of its facts.
    pub fn may_matter_unseen(&self, person: PersonId) -> bool {
        self.unseen[person.at()]
    }
}

/// Who is in the facts of one play.
#[derive(Clone, Debug)]
pub struct Mentioned {
    people: Vec<bool>,
    asks_for: Arc<[Option<PersonId>]>,
    can: Arc<[Vec<PersonId>]>,
}

/// Who can do a task, for whatever system.
fn can_do(plan: &Plan, task: &Task) -> Vec<PersonId> {
    let of = |requirement: RequirementId| plan.requirements[requirement.at()].candidates.iter().map(|(person, _)| *person);
    match &task.requirement {
        Some(RequirementOf::Task(requirement)) => of(*requirement).collect(),
        Some(RequirementOf::System(by_system)) => by_system.iter().flatten().copied().flat_map(of).collect(),
        None => Vec::new(),
    }
}

impl Mentioned {
    /// Nobody yet but those who can matter unseen.
    pub fn new(seen: &Seen) -> Mentioned {
        Mentioned { people: seen.unseen.clone(), asks_for: seen.asks_for.clone(), can: seen.can.clone() }
    }

    /// Any of some people can have changed the play.
    pub fn any(&self, people: &[PersonId]) -> bool {
        people.iter().any(|person| self.people[person.at()])
    }

    /// Notes who is in a fact. Being away, and back, is no part in anything.
    pub fn note(&mut self, fact: &Fact) {
        let mut note = |person: PersonId| self.people[person.at()] = true;
        match *fact {
            Fact::NotDelivered { person, .. }
            | Fact::CutOff { person, .. }
            | Fact::OnSite { person, .. }
            | Fact::Paged { person, .. }
            | Fact::Answered { person, .. }
            | Fact::Acknowledged { person, .. }
            | Fact::CalledOut { person, .. }
            | Fact::StoodDown { person, .. }
            | Fact::StaysOn { person, .. }
            | Fact::BackOnShift { person, .. }
            | Fact::MustRest { person }
            | Fact::Gained { person, .. }
            | Fact::Lost { person, .. }
            | Fact::AccessGiven { person, .. }
            | Fact::Privileged { person, .. }
            | Fact::GlassReviewed { person, .. }
            | Fact::Stolen { person, .. }
            | Fact::Stopped { person, .. }
            | Fact::Tired { person, .. }
            | Fact::Switched { person, .. }
            | Fact::HandedOff { person, .. }
            | Fact::DoneTwice { person, .. }
            | Fact::LeadTakesOver { person, .. }
            | Fact::LeadStaysOn { person, .. }
            | Fact::LeadEnds { person, .. }
            | Fact::Update { person, .. }
            | Fact::Reached { person, .. }
            | Fact::LeftTicket { person, .. }
            | Fact::RootCauseFixed { person, .. }
            | Fact::Left { person }
            | Fact::Hired { person }
            | Fact::Consulted { person, .. } => note(person),
            Fact::Declared { lead: Some(person), .. }
            | Fact::Started { person: Some(person), .. }
            | Fact::Ended { person: Some(person), .. }
            | Fact::Decided { person: Some(person), .. }
            | Fact::Informed { by: Some(person), .. } => note(person),
            Fact::LeadHandsOver { person, to, .. } => [Some(person), to].into_iter().flatten().for_each(note),
            Fact::Covered { person, by, .. } => [person, by].into_iter().for_each(note),
            Fact::Knowing(Knowing::Follows { person, .. } | Knowing::Parts { person, .. }) => note(person),
            Fact::Knowing(Knowing::Joins { person, beside, .. }) => [person, beside].into_iter().for_each(note),
            Fact::Inject(Told::Call { person, .. }) => note(person),
            // While others are consulted people are called for the work already, unless somebody is there who can do it.
            Fact::Waits { job, on: Wait::Consultation } => self.can[job.task.at()].iter().copied().for_each(note),
            Fact::Asked { decision, .. } => self.asks_for[decision.at()].into_iter().for_each(note),
            Fact::Change(Step::Reviewed { person, .. }) => note(person),
            Fact::Exposure(exposure::Told::Remediated { person, .. }) => note(person),
            _ => {}
        }
    }
}
