//! Remedies for decisions that are waited for: standing permissions and deputies.

use super::needs::{Needs, requirements};
use super::patch::{Edit, find, quoted};
use super::{Remedy, Seen, Sort};
use crate::model::fact::Wait;
use crate::model::ids::{DecisionId, PersonId, TeamId};
use crate::model::incident::entry::Severity;
use crate::model::notice::Start;
use crate::model::plan::{Decision, Plan, Task};
use crate::scenario::finding::listed;
use crate::text::Node;

/// Proposes.
pub fn remedies(plan: &Plan, root: &Node, (needs, seen): (&Needs, &Seen), all: &mut Vec<Remedy>) {
    for (id, decision) in (0..).map(DecisionId).zip(&plan.decisions).filter(|(_, decision)| decision.access.is_none()) {
        let gated: Vec<&Task> = plan.tasks.iter().filter(|task| task.decision == Some(id) && task.change.is_none()).collect();
        if gated.is_empty() {
            continue;
        }
        // What an organisation keeps to itself is not given away to those who do the work, nor what it says to regulators.
        let starts = |task: &&&Task| {
            let owed = &plan.playbooks[task.playbook.at()].notices;
            task.sends.is_some() || owed.iter().any(|owed| owed.start == Start::Decided(id) || owed.cap == Some(Start::Decided(id)))
        };
        let says = gated.iter().any(|task| starts(&task));
        let waited = seen.decisions.get(id.at()).copied().unwrap_or(0.0);
        if decision.kind.is_none() && !says {
            all.extend(pre_authorise(plan, decision, &gated).map(|remedy| remedy.weighing(waited)));
        }
        delegate(plan, root, needs, (decision, &gated), waited, all);
    }
}

/// The teams whose people can do what the decision gates.
fn doers(plan: &Plan, gated: &[&Task]) -> Vec<TeamId> {
    let of = |task: &&Task| requirements(task).into_iter().flat_map(|r| plan.requirements[r.at()].qualified.iter().map(|(p, ..)| *p));
    let mut teams: Vec<TeamId> = gated.iter().flat_map(of).map(|person: PersonId| plan.people[person.at()].team).collect();
    teams.sort_unstable();
    teams.dedup();
    teams
}

/// From high severity on, or from that of the incidents where none is as grave.
fn severity(plan: &Plan, gated: &[&Task]) -> Severity {
    let kinds = plan.kinds.iter().filter(|kind| gated.iter().any(|task| task.playbook == kind.playbook));
    kinds.map(|kind| kind.severity).max().map_or(Severity::High, |gravest| gravest.min(Severity::High))
}

fn pre_authorise(plan: &Plan, decision: &Decision, gated: &[&Task]) -> Option<Remedy> {
    let teams: Vec<&str> = doers(plan, gated).into_iter().map(|team| plan.teams[team.at()].id.as_str()).collect();
    let missing: Vec<&str> = teams.into_iter().filter(|team| decision.pre_authorised.iter().all(|(to, ..)| to != team)).collect();
    if missing.is_empty() {
        return None;
    }
    let from = severity(plan, gated);
    let item = |team: &&str| format!("(from_severity: {from:?}, to: {})", quoted(team));
    let edits = missing.iter().map(|team| Edit::append(&["decisions", &decision.id, "pre_authorised"], item(team))).collect();
    let named = |team: &&str| plan.teams.iter().find(|known| known.id == *team).map_or((*team).to_owned(), |known| known.name.clone());
    let whom = listed(&missing.iter().map(named).collect::<Vec<_>>());
    let title = format!("Pre-authorise {:?} for {whom} from {from:?} severity on", decision.id);
    let why = format!("Nobody needs to be reached and asked first for {}.", tasks(gated));
    let answers = &[Wait::DecisionReach, Wait::Deliberation, Wait::Consultation];
    let remedy = Remedy::new(Sort::PreAuthorise, &format!("pre-authorise-{}", decision.id), (title, why), answers, edits);
    Some(remedy.about([decision.id.clone()]))
}

fn delegate(plan: &Plan, root: &Node, needs: &Needs, (decision, gated): (&Decision, &[&Task]), waited: f64, all: &mut Vec<Remedy>) {
    let taken = |person: &PersonId| decision.holders.contains(person) || decision.delegates.contains(person);
    // Somebody of the organisation itself, and of the rank of those who do it or decide.
    let teams: Vec<TeamId> =
        doers(plan, gated).into_iter().chain(decision.holders.iter().map(|holder| plan.people[holder.at()].team)).collect();
    let own = |person: &PersonId| !plan.employers[plan.people[person.at()].employer.at()].provider;
    let people = (0..plan.people.len() as u32).map(PersonId).filter(|p| teams.contains(&plan.people[p.at()].team));
    let holder = decision.holders.iter().map(|p| needs.presence[p.at()]).fold(0.0, f64::max);
    for person in needs.likeliest(people.filter(|p| own(p) && !taken(p)), 2) {
        if needs.presence[person.at()] <= holder {
            continue;
        }
        let who = &plan.people[person.at()];
        let mut edits = vec![Edit::append(&["decisions", &decision.id, "delegates"], quoted(&who.id))];
        if find(root, &["decisions", &decision.id, "delegate_after"]).is_none() {
            edits.push(Edit::set(&["decisions", &decision.id, "delegate_after"], "\"30m\""));
        }
        let title = format!("Let {} take {:?} as a deputy", who.name, decision.id);
        let why = format!("{} is easier to reach than those who hold it, for {}.", who.name, tasks(gated));
        let answers = &[Wait::DecisionReach];
        let slug = format!("delegate-{}-{}", decision.id, who.id);
        let gain = (needs.presence[person.at()] - holder) * waited;
        all.push(Remedy::new(Sort::Delegate, &slug, (title, why), answers, edits).weighing(gain).about([decision.id.clone()]));
    }
}

fn tasks(gated: &[&Task]) -> String {
    let mut names: Vec<String> = gated.iter().map(|task| task.name.clone()).collect();
    names.sort();
    names.dedup();
    listed(&names)
}
