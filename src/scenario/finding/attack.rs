//! What an attack can do: how far it spreads, what it leaves nothing of, and what has no backup.

use std::collections::BTreeSet;

use super::{Finding, listed, systems};
use crate::model::ids::{GrantId, KindId, SystemId};
use crate::model::incident::build::exposure::{can_hit, first_hits};
use crate::model::plan::{Kind, Plan};

/// All findings about what incidents can hit.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    let mut hit = vec![false; plan.systems.len()];
    for (id, kind) in (0..).map(KindId).zip(&plan.kinds) {
        let can = can_hit(id, &plan.kinds, &plan.attacks, &plan.systems);
        spread(plan, id, kind, &can, all);
        copies(plan, kind, &can, all);
        hit.iter_mut().zip(can).for_each(|(all, this)| *all |= this);
    }
    let restorable = plan.playbooks.iter().any(|p| p.has_recover);
    let bare: Vec<SystemId> = pick(plan, |id| hit[id.at()] && restorable && plan.systems[id.at()].backup.is_none());
    if !bare.is_empty() {
        let first = bare.iter().map(|s| plan.systems[s.at()].tier).min().unwrap_or(3);
        let title = format!("{} can be hit and {} no backup", systems(plan, &bare), if bare.len() == 1 { "has" } else { "have" });
        let evidence = "What cannot be restored from a copy has to be built anew.".into();
        all.push(Finding::new(if first == 1 { 62.0 } else { 46.0 }, title, evidence));
    }
}

pub(super) fn pick(plan: &Plan, is: impl Fn(SystemId) -> bool) -> Vec<SystemId> {
    (0..plan.systems.len() as u32).map(SystemId).filter(|id| is(*id)).collect()
}

/// Systems of tier 1 that an attack reaches from where it begins.
fn spread(plan: &Plan, id: KindId, kind: &Kind, can: &[bool], all: &mut Vec<Finding>) {
    let first = first_hits(id, &plan.kinds, &plan.systems);
    let reached = pick(plan, |s| can[s.at()] && !first.contains(&s) && plan.systems[s.at()].tier == 1);
    if reached.is_empty() {
        return;
    }
    let many = if reached.len() == 1 { "a tier 1 system".to_string() } else { format!("{} tier 1 systems", reached.len()) };
    let title = format!("{} can spread to {many}: {}", kind.name, systems(plan, &reached));
    let stolen: Vec<&str> = stolen(plan, kind, can).iter().map(|g| plan.grants[g.at()].as_str()).collect();
    let evidence = match stolen.as_slice() {
        [] => "It passes from system to system over the network.".to_string(),
        some => format!("It can come to hold {}.", listed(some)),
    };
    all.push(Finding::new(46.0 + reached.len().min(10) as f64, title, evidence));
}

/// The grants that an attack can come to hold.
pub(super) fn stolen(plan: &Plan, kind: &Kind, can: &[bool]) -> BTreeSet<GrantId> {
    let Some(attack) = kind.attack.map(|a| &plan.attacks[a.at()]) else { return BTreeSet::new() };
    let found = plan.systems.iter().zip(can).filter(|(_, can)| **can).flat_map(|(s, _)| &s.exposes);
    attack.steals().chain(found.copied()).collect()
}

/// Systems whose only copies an attack can destroy.
fn copies(plan: &Plan, kind: &Kind, can: &[bool], all: &mut Vec<Finding>) {
    let stolen = stolen(plan, kind, can);
    let losable = |s: SystemId| {
        let backup = plan.systems[s.at()].backup.as_ref();
        can[s.at()] && backup.is_some_and(|b| b.vault.is_none() && b.lost > 0.0 && b.reached_by.is_some_and(|g| stolen.contains(&g)))
    };
    let lost = pick(plan, losable);
    if lost.is_empty() {
        return;
    }
    let first = lost.iter().map(|s| plan.systems[s.at()].tier).min().unwrap_or(3);
    let title = format!("{} can destroy the only copies of {}", kind.name, systems(plan, &lost));
    let by: BTreeSet<&str> =
        lost.iter().filter_map(|s| plan.systems[s.at()].backup.as_ref()?.reached_by).map(|g| plan.grants[g.at()].as_str()).collect();
    let by: Vec<&str> = by.into_iter().collect();
    let evidence = format!(
        "The copies are reached with {}, which the attacker can come to hold; they are not immutable and there is no vault.",
        listed(&by)
    );
    all.push(Finding::new(if first == 1 { 78.0 } else { 64.0 }, title, evidence));
}
