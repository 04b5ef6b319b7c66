//! Remedies for people who are there and cannot: runbooks written down, skills and runbooks learned, access given.

use std::collections::BTreeMap;

use super::needs::{Need, Needs, entry_of};
use super::patch::{Edit, quoted};
use super::{Remedy, Sort};
use crate::model::fact::Wait;
use crate::model::ids::{KnowledgeId, PersonId};
use crate::model::people::entry::Level;
use crate::model::plan::{Plan, Requirement};
use crate::scenario::finding::listed;
use crate::text::Node;

const KNOWLEDGE: &[Wait] = &[Wait::NoKnowledge, Wait::OffDuty, Wait::Rework, Wait::Working];
const ACCESS: &[Wait] = &[Wait::NoGrant, Wait::OffDuty];
const SKILL: &[Wait] = &[Wait::OffDuty, Wait::Busy];

/// Remedies of one thing, by its key: several needs may call for the same.
type Found = BTreeMap<String, Remedy>;

/// Proposes.
pub fn remedies(plan: &Plan, root: &Node, needs: &Needs, all: &mut Vec<Remedy>) {
    let mut found = Found::new();
    for need in &needs.all {
        let asked = &plan.requirements[need.requirement.at()];
        if let Some(runbook) = asked.knows {
            document(plan, need, runbook, &mut found);
            teach(plan, root, needs, (need, runbook), &mut found);
        }
        train(plan, root, needs, (need, asked), &mut found);
        grant(plan, root, needs, (need, asked), &mut found);
    }
    all.extend(found.into_values());
}

fn add(found: &mut Found, remedy: Remedy) {
    match found.get_mut(&remedy.slug) {
        Some(known) => known.weight += remedy.weight,
        None => {
            found.insert(remedy.slug.clone(), remedy);
        }
    }
}

/// What waits for a need, in words.
pub fn tasks(plan: &Plan, need: &Need) -> String {
    let mut names: Vec<String> = need.tasks.iter().map(|task| plan.tasks[task.at()].name.clone()).collect();
    names.sort();
    names.dedup();
    listed(&names)
}

fn holders(count: usize) -> String {
    match count {
        0 => "Nobody".to_owned(),
        1 => "One person".to_owned(),
        count => format!("{count} people"),
    }
}

fn document(plan: &Plan, need: &Need, runbook: KnowledgeId, found: &mut Found) {
    if plan.runbooks.written(runbook).is_some() {
        return;
    }
    let name = &plan.knowledge[runbook.at()];
    let knowers = plan.people.iter().filter(|person| person.knows.contains(&runbook)).count();
    let why = format!(
        "{} can do it from memory; written down, whoever has skill and access can follow it ({}).",
        holders(knowers),
        tasks(plan, need)
    );
    let edits = vec![Edit::set(&["runbooks", name, "documented"], "true")];
    let remedy =
        Remedy::new(Sort::Document, &format!("document-{name}"), (format!("Write down the runbook {name:?}"), why), KNOWLEDGE, edits);
    add(found, remedy.weighing(need.weight).about([name.clone()]));
}

fn teach(plan: &Plan, root: &Node, needs: &Needs, (need, runbook): (&Need, KnowledgeId), found: &mut Found) {
    let name = &plan.knowledge[runbook.at()];
    let knowers = plan.people.iter().filter(|person| person.knows.contains(&runbook)).count();
    let lacking = (0..plan.people.len() as u32).map(PersonId).filter(|person| {
        let person = &plan.people[person.at()];
        person.lacks_knowledge.contains(&need.requirement) || person.candidate_for.iter().any(|(r, _)| *r == need.requirement)
    });
    let able = |person: &PersonId| {
        let person = &plan.people[person.at()];
        !person.knows.contains(&runbook) && !person.lacks_grant.contains(&need.requirement)
    };
    for person in needs.likeliest(lacking.filter(able), 2) {
        let who = &plan.people[person.at()];
        let edits = vec![Edit::append(&["people", &entry_of(root, &who.id), "knows"], quoted(name))];
        let words =
            (format!("Teach {} the runbook {name:?}", who.name), format!("{} can do it now ({}).", holders(knowers), tasks(plan, need)));
        let remedy = Remedy::new(Sort::CrossTrain, &format!("teach-{}-{name}", who.id), words, KNOWLEDGE, edits);
        add(found, remedy.weighing(need.weight * (0.2 + needs.presence[person.at()])).about([name.clone()]));
    }
}

/// A skill that somebody of the team lacks who has the access already, or needs none.
fn train(plan: &Plan, root: &Node, needs: &Needs, (need, asked): (&Need, &Requirement), found: &mut Found) {
    let Some((skill, level)) = &asked.skill else { return };
    let has = |person: &PersonId, level: Level| plan.people[person.at()].skills.iter().any(|(known, how)| known == skill && *how >= level);
    let members = asked.teams.iter().flat_map(|team| plan.teams[team.at()].members.iter().copied());
    let able = |person: &PersonId| {
        let grants = &plan.people[person.at()].grants;
        !has(person, *level) && asked.grant.is_none_or(|grant| grants.contains(&grant))
    };
    for person in needs.likeliest(members.filter(able), 1) {
        let who = &plan.people[person.at()];
        let edits = vec![Edit::set(&["people", &entry_of(root, &who.id), "skills", skill], format!("{level:?}"))];
        let title = format!("Train {} in {skill} ({level:?})", who.name);
        let why = format!("{} can do {} now.", holders(asked.qualified.len()), tasks(plan, need));
        let remedy = Remedy::new(Sort::CrossTrain, &format!("train-{}-{skill}", who.id), (title, why), SKILL, edits);
        add(found, remedy.weighing(need.weight * (0.2 + needs.presence[person.at()])).about([who.name.clone(), skill.clone()]));
    }
}

fn grant(plan: &Plan, root: &Node, needs: &Needs, (need, asked): (&Need, &Requirement), found: &mut Found) {
    let Some(grant) = asked.grant else { return };
    let name = &plan.grants[grant.at()];
    let lacking = (0..plan.people.len() as u32).map(PersonId).filter(|p| plan.people[p.at()].lacks_grant.contains(&need.requirement));
    for person in needs.likeliest(lacking, 2) {
        let who = &plan.people[person.at()];
        let edits = vec![Edit::append(&["people", &entry_of(root, &who.id), "grants"], quoted(name))];
        let why = format!("{} has the skill and is kept from {} by access alone.", who.name, tasks(plan, need));
        let words = (format!("Give {} the grant {name:?}", who.name), why);
        let remedy = Remedy::new(Sort::Grant, &format!("grant-{name}-to-{}", who.id), words, ACCESS, edits);
        add(found, remedy.weighing(need.weight * (0.2 + needs.presence[person.at()])).about([name.clone()]));
    }
}
