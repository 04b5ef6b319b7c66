//! Standing permissions: whom they spare the asking, and those that spare nobody anything. One holds from the severity on that it says, and while
//! somebody whom it names is there who can do the work.

use std::collections::BTreeMap;

use super::{Finding, listed};
use crate::model::ids::{DecisionId, PersonId, RequirementId};
use crate::model::incident::entry::Severity;
use crate::model::inject::Effect;
use crate::model::plan::{Decision, Plan, RequirementOf, Task};

/// How often a permission has to hold to count.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// In every incident that asks.
    Always,
    /// In the most severe of them at least.
    AtTimes,
}

/// All findings about permissions that are of no use.
pub(super) fn findings(plan: &Plan, used: &[(DecisionId, &Decision)], all: &mut Vec<Finding>) {
    let mut alike: BTreeMap<(&str, String), Vec<&str>> = BTreeMap::new();
    for (id, decision) in used {
        for (to, flags, from) in &decision.pre_authorised {
            let held = (0..).map(PersonId).take(plan.people.len()).any(|p| flags[p.at()] && can_do(plan, *id, p));
            let why = match asked(plan, *id) {
                Some((_, most)) if most < *from => {
                    format!("It holds from {from:?} on, and no incident in which that is asked is taken for worse than {most:?}.")
                }
                _ if !held => format!("Nobody of those whom it names can do any of the work that waits for it ({}).", work(plan, *id)),
                _ => continue,
            };
            alike.entry((to, why)).or_default().push(&decision.id);
        }
    }
    for ((to, why), decisions) in alike {
        let title = format!("The standing permission of {} for {} is of no use", called(plan, to), listed(&decisions));
        all.push(Finding::new(46.0, title, format!("{why} Whoever decides is asked all the same.")));
    }
}

/// The work that waits for a decision.
fn work(plan: &Plan, id: DecisionId) -> String {
    let mut names: Vec<&str> = plan.tasks.iter().filter(|t| t.decision == Some(id)).map(|t| t.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    listed(&names)
}

/// Those who need not ask.
pub fn permitted(plan: &Plan, id: DecisionId, holds: Holds) -> Vec<PersonId> {
    let decision = &plan.decisions[id.at()];
    if decision.pre_authorised.is_empty() {
        return Vec::new();
    }
    let asked = asked(plan, id).map(|(least, most)| if holds == Holds::Always { least } else { most });
    let may = |p: &PersonId| decision.pre_authorised.iter().any(|(_, flags, from)| flags[p.at()] && asked.is_none_or(|a| a >= *from));
    (0..).map(PersonId).take(plan.people.len()).filter(|p| may(p) && can_do(plan, id, *p)).collect()
}

/// What is said of permissions that do not hold in every incident: "The permission of SOC holds from High on only."
pub(super) fn only_at_times(plan: &Plan, ids: &[DecisionId]) -> String {
    let mut words: Vec<String> = Vec::new();
    for id in ids {
        let Some((least, _)) = asked(plan, *id) else { continue };
        for (to, _, from) in plan.decisions[id.at()].pre_authorised.iter().filter(|(.., from)| least < *from) {
            words.push(format!(" The standing permission of {} holds from {from:?} on only.", called(plan, to)));
        }
    }
    words.sort();
    words.dedup();
    words.concat()
}

/// The least and the greatest severity as which incidents are taken that ask for a decision; none where nothing says which do.
fn asked(plan: &Plan, id: DecisionId) -> Option<(Severity, Severity)> {
    // An inject, or an alert before triage, may have anything taken for worse.
    let injected = plan.injects.injects.iter().flat_map(|inject| &inject.effects).filter_map(|effect| match effect {
        Effect::Severity(severity, _) => Some(*severity),
        _ => None,
    });
    let raised = injected.chain(plan.sensors.iter().filter_map(|s| s.severity)).max();
    let waits = |task: &Task| task.decision == Some(id);
    let mut all: Vec<(Severity, Severity)> = Vec::new();
    for kind in &plan.kinds {
        let most = if kind.assessment[1] > 0.0 { one_worse(kind.severity) } else { kind.severity };
        let most = raised.map_or(most, |raised| most.max(raised));
        for task in plan.playbooks[kind.playbook.at()].tasks.iter().map(|t| &plan.tasks[t.at()]).filter(|t| waits(t)) {
            let needed = task.from_severity.unwrap_or(Severity::Low);
            if needed <= most {
                all.push((kind.severity.max(needed), most));
            }
        }
    }
    let least = all.iter().map(|(least, _)| *least).min()?;
    Some((least, all.iter().map(|(_, most)| *most).max()?))
}

fn one_worse(severity: Severity) -> Severity {
    match severity {
        Severity::Low => Severity::Medium,
        Severity::Medium => Severity::High,
        Severity::High | Severity::Critical => Severity::Critical,
    }
}

/// Somebody can do some work that waits for a decision, or could with the access; where it takes nobody's hands, anybody.
fn can_do(plan: &Plan, id: DecisionId, person: PersonId) -> bool {
    let could = |r: &RequirementId| plan.people[person.at()].candidate_for.iter().any(|(asked, _)| asked == r);
    let mut tasks = plan.tasks.iter().filter(|t| t.decision == Some(id)).peekable();
    tasks.peek().is_none()
        || tasks.any(|task| match &task.requirement {
            None => true,
            Some(RequirementOf::Task(requirement)) => could(requirement),
            Some(RequirementOf::System(by_system)) => by_system.iter().flatten().any(could),
        })
}

/// What somebody whom a file names is called in reports.
fn called<'p>(plan: &'p Plan, to: &'p str) -> &'p str {
    let team = plan.teams.iter().find(|t| t.id == to).map(|t| &t.name);
    let employer = || plan.employers.iter().find(|e| e.id == to).map(|e| &e.name);
    let person = || plan.people.iter().find(|p| p.id == to).map(|p| &p.name);
    team.or_else(employer).or_else(person).map_or(to, String::as_str)
}
