//! What copies cannot do: old ones, none from before an attack, none that an attacker could not change, restores tested long ago.

use std::collections::BTreeSet;

use super::attack::{self, pick};
use super::{Finding, listed, systems};
use crate::engine::time::Span;
use crate::model::ids::{KindId, SystemId};
use crate::model::incident::build::exposure::can_hit;
use crate::model::plan::{ItSystem, Kind, Plan};

/// All findings about copies.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    tested_long_ago(plan, all);
    for system in &plan.systems {
        points(system, all);
    }
    for (id, kind) in (0..).map(KindId).zip(&plan.kinds).filter(|(_, k)| k.attack.is_some()) {
        let can = can_hit(id, &plan.kinds, &plan.attacks, &plan.systems);
        dwell(plan, kind, &can, all);
        reach(plan, kind, &can, all);
    }
}

fn first_tier(plan: &Plan, of: &[SystemId]) -> bool {
    of.iter().any(|s| plan.systems[s.at()].tier == 1)
}

fn tested_long_ago(plan: &Plan, all: &mut Vec<Finding>) {
    let old = |s: SystemId| {
        let system = &plan.systems[s.at()];
        system.tier == 1 && system.backup.as_ref().is_some_and(|b| b.tested && !b.tested_lately)
    };
    let old = pick(plan, old);
    if old.is_empty() {
        return;
    }
    let title = format!("The last test of restoring {} was more than a year before the start", systems(plan, &old));
    let evidence = "Systems change; a restore that worked then says little about now.".into();
    all.push(Finding::new(38.0 + old.len().min(10) as f64, title, evidence));
}

/// Copies made less often than the data that may be lost.
fn points(system: &ItSystem, all: &mut Vec<Finding>) {
    let (Some(rpo), Some(backup)) = (system.rpo, &system.backup) else { return };
    let more = if system.tier == 1 { 14.0 } else { 0.0 };
    match backup.copies {
        None => {
            let title = format!("{} promises to lose {rpo} of data at most, and nothing says how often it is copied", system.name);
            all.push(Finding::new(30.0 + more, title, "`rpo` is given, `backup.every` is not; whether it is met cannot be played.".into()));
        }
        Some(copies) if copies.every > rpo => {
            let title = format!("{} promises to lose {rpo} of data at most, but is copied every {}", system.name, copies.every);
            let evidence = format!("A loss right before the next copy takes {} of data with it; the RPO is {rpo}.", copies.every);
            all.push(Finding::new(46.0 + more, title, evidence));
        }
        Some(_) => {}
    }
}

/// How long an attack is in before it does harm: only what was copied before that is clean.
fn dwell(plan: &Plan, kind: &Kind, can: &[bool], all: &mut Vec<Finding>) {
    let Some(attack) = kind.attack.map(|a| &plan.attacks[a.at()]) else { return };
    let dwell: Span = attack.stages.iter().rev().skip(1).map(|(_, next, _)| Span(next.mean() as i64)).sum();
    let kept = |s: &ItSystem| s.backup.as_ref().and_then(|b| b.copies).and_then(|c| c.keep);
    let gone = pick(plan, |s| can[s.at()] && kept(&plan.systems[s.at()]).is_some_and(|keep| keep < dwell));
    if !gone.is_empty() {
        let title = format!("When {} does harm, no clean copy of {} is kept any more", kind.name, systems(plan, &gone));
        let shortest = gone.iter().filter_map(|s| kept(&plan.systems[s.at()])).min().unwrap_or(Span(0));
        let evidence = format!("It is in for {dwell} on average before that; copies are kept for {shortest}.");
        all.push(Finding::new(if first_tier(plan, &gone) { 74.0 } else { 60.0 }, title, evidence));
    }
    let dated = |s: &ItSystem| s.backup.as_ref().is_some_and(|b| b.copies.is_some());
    let short = |s: &ItSystem| dated(s) && s.rpo.is_some_and(|rpo| rpo < dwell);
    let short = pick(plan, |s| can[s.at()] && !gone.contains(&s) && short(&plan.systems[s.at()]));
    if !short.is_empty() {
        let title = format!("After {} the RPO of {} cannot be met", kind.name, systems(plan, &short));
        let least = short.iter().filter_map(|s| plan.systems[s.at()].rpo).min().unwrap_or(Span(0));
        let evidence = format!(
            "It is in for {dwell} on average before it does harm, and only copies from before that are clean; the shortest of these RPOs is {least}."
        );
        all.push(Finding::new(if first_tier(plan, &short) { 56.0 } else { 42.0 }, title, evidence));
    }
}

/// First copies that an attack can destroy, where off-line ones are left: slower, and older.
fn reach(plan: &Plan, kind: &Kind, can: &[bool], all: &mut Vec<Finding>) {
    let stolen = attack::stolen(plan, kind, can);
    let reached = |s: SystemId| {
        let backup = plan.systems[s.at()].backup.as_ref();
        can[s.at()] && backup.is_some_and(|b| b.vault.is_some() && b.lost > 0.0 && b.reached_by.is_some_and(|g| stolen.contains(&g)))
    };
    let reached = pick(plan, reached);
    if reached.is_empty() {
        return;
    }
    let grants = reached.iter().filter_map(|s| plan.systems[s.at()].backup.as_ref()?.reached_by);
    let by: Vec<&str> = grants.map(|g| plan.grants[g.at()].as_str()).collect::<BTreeSet<_>>().into_iter().collect();
    let title = format!("{} can destroy the first copies of {}: they are not immutable", kind.name, systems(plan, &reached));
    let evidence =
        format!("They are reached with {}, which the attacker can come to hold; only the off-line copies are left.", listed(&by));
    all.push(Finding::new(if first_tier(plan, &reached) { 50.0 } else { 40.0 }, title, evidence));
}
