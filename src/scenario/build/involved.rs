//! Who takes part in anything at all: nobody else's duty is followed.

use std::collections::BTreeSet;

use crate::model::ids::{DecisionId, PersonId, TeamId};
use crate::model::plan::{Pagee, Plan};

/// Marks everybody who can do some task, or could with other grants and knowledge, who decides, owns a service, must be asked, is paged, sees a
/// queue that alerts reach, or is of a team with tickets or projects.
pub fn mark(plan: &mut Plan) {
    let mut people: BTreeSet<PersonId> = BTreeSet::new();
    let mut teams: BTreeSet<TeamId> = BTreeSet::new();
    for decision in &plan.decisions {
        people.extend(decision.holders.iter().chain(&decision.delegates));
    }
    people.extend(plan.playbooks.iter().filter_map(|p| p.lead.as_ref()).flat_map(|lead| &lead.able));
    for (pagees, _) in plan.policies.iter().flat_map(|p| &p.steps) {
        for pagee in pagees {
            match pagee {
                Pagee::People(some) => people.extend(some),
                Pagee::Team(team) => {
                    teams.insert(*team);
                }
                Pagee::Rota(rota) => {
                    let rota = plan.rotas.get(rota.at());
                    people.extend(rota.into_iter().flat_map(|r| r.everyone()));
                    if plan.absence.is_some() {
                        people.extend(rota.into_iter().flat_map(|r| r.members()));
                    }
                }
            }
        }
    }
    for service in &plan.services {
        people.extend(service.owners.iter().chain(service.consulted.iter().flat_map(|c| &c.party.people)));
    }
    teams.extend((0..).map(TeamId).zip(&plan.demand.followed).filter(|(_, followed)| **followed).map(|(team, _)| team));
    teams.extend(plan.changes.0.iter().flat_map(|c| &c.teams));
    teams.extend(plan.sensors.iter().filter_map(|s| s.goes_to));
    teams.extend(plan.systems.iter().filter_map(|s| s.users.as_ref()?.team));
    people.extend(teams.iter().filter_map(|t| plan.teams.get(t.at())).flat_map(|t| &t.members));
    for (number, person) in (0..).map(PersonId).zip(&mut plan.people) {
        let works = !person.candidate_for.is_empty();
        person.involved = works || people.contains(&number);
        person.bound = plan.employers.get(person.employer.at()).is_some_and(|employer| employer.terms.bind());
    }
    need_not_ask(plan);
}

/// Marks everybody whom some standing permission spares asking, for work that they can do or that takes nobody's hands.
fn need_not_ask(plan: &mut Plan) {
    let handless = |decision: DecisionId| plan.tasks.iter().any(|t| t.requirement.is_none() && t.decision == Some(decision));
    let spared: Vec<(&[bool], bool)> = (0..)
        .map(DecisionId)
        .zip(&plan.decisions)
        .flat_map(|(id, decision)| decision.pre_authorised.iter().map(move |(_, covers, _)| (&**covers, handless(id))))
        .collect();
    let marks: Vec<bool> = (plan.people.iter().enumerate())
        .map(|(index, person)| spared.iter().any(|(covers, handless)| covers[index] && (*handless || !person.candidate_for.is_empty())))
        .collect();
    for (person, mark) in plan.people.iter_mut().zip(marks) {
        person.need_not_ask = mark;
    }
}
