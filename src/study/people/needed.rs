//! What the recovery of a tier-1 system cannot do without: for each kind of incident that can take it down, the tasks on the way to its return and
//! to that of everything it needs, and the decisions they wait for. Without anybody left for one of them the system does not come back.
//!
//! Looked at are tasks that are done in every such incident: not those needed only now and then (`chance`), only when copies are lost or intact,
//! or only from a higher severity on than the incident has. Whoever lacks no more than a grant that can be asked for, or taken in an emergency, counts
//! as able. A decision needs its quorum among holders and delegates, unless somebody who can do the work need not ask, or people act without it after
//! a while.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::ids::{DecisionId, KindId, PersonId, RequirementId, SystemId, TaskId};
use crate::model::plan::{Kind, Plan, RequirementOf, Task};
use crate::model::playbook::entry::Phase;

/// Why a system does not come back.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// Nobody is left for this task, for this system where it is done for each.
    Task(TaskId, Option<SystemId>),
    /// Too few are left to decide on it.
    Decision(DecisionId, TaskId),
}

/// Something that takes people.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition {
    /// Any of these can, in the order of their numbers.
    pub able: Vec<PersonId>,
    /// So many of them are needed.
    pub need: u32,
    /// Or one of these.
    pub or_one_of: Vec<PersonId>,
    /// What it is.
    pub why: Why,
}

impl Condition {
    /// It can be met by those who are left.
    pub fn met(&self, left: impl Fn(PersonId) -> bool) -> bool {
        self.or_one_of.iter().any(|p| left(*p)) || self.able.iter().filter(|p| left(**p)).count() >= self.need as usize
    }
}

/// A tier-1 system and an incident that can take it down.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// The system.
    pub system: SystemId,
    /// The kind of incident.
    pub kind: KindId,
    /// All must be met.
    pub conditions: Vec<Condition>,
}

/// Every tier-1 system with every kind of incident that can take it down and has a way to bring it back.
pub fn recoveries(plan: &Plan) -> Vec<Recovery> {
    let mut all = Vec::new();
    for (id, kind) in (0..).map(KindId).zip(&plan.kinds).filter(|(_, kind)| kind.change.is_none()) {
        let hit = can_hit(plan, kind);
        for system in (0..plan.systems.len() as u32).map(SystemId).filter(|s| plan.systems[s.at()].tier == 1) {
            let needed: Vec<SystemId> = with_needs(plan, system).into_iter().filter(|s| hit[s.at()]).collect();
            let conditions = conditions(plan, kind, &needed);
            if !conditions.is_empty() {
                all.push(Recovery { system, kind: id, conditions });
            }
        }
    }
    all
}

/// The systems that an incident can hit, one flag a system.
fn can_hit(plan: &Plan, kind: &Kind) -> Vec<bool> {
    let mut hit = vec![false; plan.systems.len()];
    let one_of = kind.hits_one_of.iter().map(|(system, _)| system);
    kind.hits.iter().chain(one_of).chain(&kind.by_changes).for_each(|system| hit[system.at()] = true);
    let spread = kind.attack.and_then(|attack| plan.attacks[attack.at()].spread.as_ref());
    for (flag, weight) in hit.iter_mut().zip(spread.map_or(&[][..], |spread| &spread.weights)) {
        *flag |= *weight > 0.0;
    }
    hit
}

/// A system and everything that it cannot run without.
fn with_needs(plan: &Plan, system: SystemId) -> BTreeSet<SystemId> {
    let (mut all, mut open) = (BTreeSet::new(), vec![system]);
    while let Some(next) = open.pop() {
        if all.insert(next) {
            open.extend(&plan.systems[next.at()].needs);
        }
    }
    all
}

/// The task is done in every incident of the kind.
fn always(kind: &Kind, task: &Task) -> bool {
    task.chance >= 1.0
        && task.only_if.is_none()
        && task.sends.is_none()
        && task.owed.is_none()
        && task.change.is_none()
        && !task.notice
        && task.from_severity.is_none_or(|from| from <= kind.severity)
}

/// What it takes to bring some hit systems back.
fn conditions(plan: &Plan, kind: &Kind, needed: &[SystemId]) -> Vec<Condition> {
    let playbook = &plan.playbooks[kind.playbook.at()];
    let concerns = |task: &Task, system: SystemId| task.each.as_ref().is_none_or(|each| each[system.at()]);
    // From the tasks of recovery back to all that they come after.
    let mut way: BTreeSet<(TaskId, Option<SystemId>)> = BTreeSet::new();
    let mut open: Vec<(TaskId, SystemId)> = Vec::new();
    for &system in needed {
        let recovers = |id: &&TaskId| plan.tasks[id.at()].phase == Phase::Recover && concerns(&plan.tasks[id.at()], system);
        let (own, general): (Vec<TaskId>, Vec<TaskId>) =
            playbook.tasks.iter().filter(recovers).partition(|id| plan.tasks[id.at()].each.is_some());
        // A system with work of its own is back when that is done; any other when what is done for all of them is.
        open.extend(if own.is_empty() { general } else { own }.into_iter().map(|task| (task, system)));
    }
    while let Some((id, system)) = open.pop() {
        let task = &plan.tasks[id.at()];
        if !concerns(task, system) || !way.insert((id, task.each.is_some().then_some(system))) {
            continue;
        }
        open.extend(task.after.iter().map(|before| (*before, system)));
    }
    let mut all: BTreeMap<(Vec<PersonId>, u32, Vec<PersonId>), Why> = BTreeMap::new();
    for (id, system) in way {
        let task = &plan.tasks[id.at()];
        if !always(kind, task) {
            continue;
        }
        let requirement = match &task.requirement {
            Some(RequirementOf::Task(requirement)) => Some(*requirement),
            Some(RequirementOf::System(by_system)) => system.and_then(|s| by_system[s.at()]),
            None => None,
        };
        let able = requirement.map(|requirement| able(plan, requirement));
        if let Some(able) = &able {
            all.entry((able.clone(), 1, Vec::new())).or_insert(Why::Task(id, system));
        }
        if let Some(decision) = task.decision
            && let Some((deciders, quorum, permitted)) = deciders(plan, kind, decision, able.as_deref())
        {
            all.entry((deciders, quorum, permitted)).or_insert(Why::Decision(decision, id));
        }
    }
    all.into_iter().map(|((able, need, or_one_of), why)| Condition { able, need, or_one_of, why }).collect()
}

/// Everybody who can do it, or lacks no more than a grant that can be had.
pub fn able(plan: &Plan, requirement: RequirementId) -> Vec<PersonId> {
    let of = &plan.requirements[requirement.at()];
    let mut all: Vec<PersonId> = of.qualified.iter().map(|(person, ..)| *person).collect();
    if of.grant.is_some_and(|grant| plan.access.can_be_had(grant)) {
        let lacking = (0..).map(PersonId).zip(&plan.people).filter(|(_, p)| p.lacks_grant.contains(&requirement));
        all.extend(lacking.map(|(id, _)| id));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Those who may decide, how many must agree, and those who need not ask; nothing where people act without it after a while.
fn deciders(plan: &Plan, kind: &Kind, decision: DecisionId, able: Option<&[PersonId]>) -> Option<(Vec<PersonId>, u32, Vec<PersonId>)> {
    let right = &plan.decisions[decision.at()];
    if right.acts_without_authority_after.is_some() {
        return None;
    }
    let delegates = right.delegates.iter().filter(|_| right.delegate_after.is_some());
    let mut may: Vec<PersonId> = right.holders.iter().chain(delegates).copied().collect();
    may.sort_unstable();
    may.dedup();
    let need_not_ask = |p: &PersonId| right.pre_authorised.iter().any(|(_, flags, from)| flags[p.at()] && *from <= kind.severity);
    let works = |p: &PersonId| able.is_none_or(|able| able.contains(p));
    let permitted = (0..plan.people.len() as u32).map(PersonId).filter(|p| need_not_ask(p) && works(p)).collect();
    Some((may, right.quorum, permitted))
}
