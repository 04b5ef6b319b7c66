//! How many hold each runbook, grant and decision, and can do each piece of work.

use super::needed::able;
use crate::model::ids::{PersonId, RequirementId};
use crate::model::plan::Plan;
use crate::scenario::finding::Uses;

/// Something that people hold.
#[derive(Clone, Debug)]
pub struct Held {
    /// "task", "knowledge", "grant", "decision".
    pub sort: &'static str,
    /// Its id, or the tasks in words.
    pub name: String,
    /// Who, in the order of their numbers.
    pub people: Vec<PersonId>,
    /// It is written down, so that others can follow it.
    pub written: bool,
    /// How many of them it takes.
    pub quorum: u32,
}

impl Held {
    /// How many can be missed.
    pub fn spare(&self) -> i64 {
        self.people.len() as i64 - i64::from(self.quorum)
    }
}

/// All that the incidents take; the fewest first within each sort.
pub fn all(plan: &Plan) -> Vec<Held> {
    let uses = Uses::of(plan);
    let asked = || (0..plan.requirements.len() as u32).map(RequirementId).filter(|r| uses.tasks(*r).next().is_some());
    let everybody = || (0..).map(PersonId).zip(&plan.people);
    let mut all: Vec<Held> = asked()
        .map(|id| Held {
            sort: "task",
            name: uses.words_of(plan, id, |_| true).join(", "),
            people: able(plan, id),
            written: false,
            quorum: 1,
        })
        .collect();
    for (number, name) in (0..).map(crate::model::ids::KnowledgeId).zip(&plan.knowledge) {
        if asked().any(|r| plan.requirements[r.at()].knows == Some(number)) {
            let people = everybody().filter(|(_, p)| p.knows.contains(&number)).map(|(id, _)| id).collect();
            let written = plan.runbooks.written(number).is_some();
            all.push(Held { sort: "knowledge", name: name.clone(), people, written, quorum: 1 });
        }
    }
    for (number, name) in (0..).map(crate::model::ids::GrantId).zip(&plan.grants) {
        if asked().any(|r| plan.requirements[r.at()].grant == Some(number)) {
            let people = everybody().filter(|(_, p)| p.grants.contains(&number)).map(|(id, _)| id).collect();
            all.push(Held { sort: "grant", name: name.clone(), people, written: false, quorum: 1 });
        }
    }
    for (id, decision) in (0..).map(crate::model::ids::DecisionId).zip(&plan.decisions) {
        if decision.access.is_none() && plan.tasks.iter().any(|task| task.decision == Some(id)) {
            let mut people: Vec<PersonId> = decision.holders.iter().chain(&decision.delegates).copied().collect();
            people.sort_unstable();
            people.dedup();
            all.push(Held { sort: "decision", name: decision.id.clone(), people, written: false, quorum: decision.quorum });
        }
    }
    let order = ["task", "knowledge", "grant", "decision"];
    let place = |held: &Held| order.iter().position(|sort| *sort == held.sort);
    all.sort_by(|a, b| place(a).cmp(&place(b)).then(a.spare().cmp(&b.spare())).then_with(|| a.name.cmp(&b.name)));
    all
}
