//! Promises that systems cannot keep: restores never tested, objectives shorter than what they depend on.

use super::{Finding, about, listed, several, systems};
use crate::engine::time::Span;
use crate::model::ids::SystemId;
use crate::model::plan::{ItSystem, Plan};

/// All findings about systems.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    untested(plan, all);
    plan.systems.iter().for_each(|system| unbearable(system, all));
    sooner_than_needs(plan, all);
    slower_than_promised(plan, all);
}

/// More weight for what comes first.
fn by_tier(system: &ItSystem) -> f64 {
    match system.tier {
        1 => 12.0,
        2 => 6.0,
        _ => 0.0,
    }
}

fn untested(plan: &Plan, all: &mut Vec<Finding>) {
    let is = |s: &ItSystem| s.tier == 1 && s.backup.as_ref().is_some_and(|b| !b.tested);
    let untested: Vec<SystemId> = (0..).map(SystemId).zip(&plan.systems).filter(|(_, s)| is(s)).map(|(id, _)| id).collect();
    if untested.is_empty() {
        return;
    }
    let worst = untested.iter().filter_map(|s| plan.systems[s.at()].backup.as_ref()).map(|b| b.works_first()).fold(1.0, f64::min);
    let many = if untested.len() == 1 { "a tier 1 system".to_string() } else { format!("{} tier 1 systems", untested.len()) };
    let title = format!("The restore of {many} was never tested: {}", systems(plan, &untested));
    let expected = if worst < 1.0 { format!("as few as {:.0} % of these restores", worst * 100.0) } else { "every restore".to_string() };
    let evidence = format!("`last_tested` is not given. The scenario expects {expected} to work. Test one, and give the date.");
    all.push(Finding::new(54.0 + 2.0 * untested.len().min(10) as f64, title, evidence));
}

fn unbearable(system: &ItSystem, all: &mut Vec<Finding>) {
    if let (Some(rto), Some(mtpd)) = (system.rto, system.mtpd)
        && mtpd < rto
    {
        let title = format!("{} may be down for {rto}, longer than the business can bear", system.name);
        all.push(Finding::new(
            58.0 + by_tier(system),
            title,
            format!("Its RTO is {rto}, its MTPD {mtpd}. Promise it sooner, or agree on a longer MTPD."),
        ));
    }
}

/// Promises that are shorter than that of something the system needs.
fn sooner_than_needs(plan: &Plan, all: &mut Vec<Finding>) {
    let mut broken: Vec<(&ItSystem, Span, Span, &str)> = Vec::new();
    for (system, need) in plan.systems.iter().zip(slowest_needs(plan)) {
        if let (Some(rto), Some((longest, need))) = (system.rto, need)
            && longest > rto
        {
            broken.push((system, rto, longest, &plan.systems[need.at()].name));
        }
    }
    let rule =
        "An RTO cannot be shorter than that of anything the system needs, directly or not: promise it later, or what it needs sooner.";
    let weight = broken.iter().map(|(system, ..)| by_tier(system)).fold(0.0, f64::max) + broken.len().min(10) as f64;
    match broken.as_slice() {
        [] => {}
        [(system, rto, longest, need)] => {
            let title = format!("{} promises to be back in {rto}, but needs {need}, which promises {longest}", system.name);
            all.push(Finding::new(40.0 + weight, title, rule.into()));
        }
        many => {
            let names: Vec<&str> = many.iter().map(|(system, ..)| system.name.as_str()).collect();
            let title = format!("{} systems promise to be back sooner than what they need: {}", many.len(), listed(&names));
            let each = many.iter().map(|(system, rto, longest, need)| format!("{} in {rto}, {need} in {longest}", system.name));
            all.push(Finding::new(40.0 + weight, title, format!("{rule} {}", several(&each.collect::<Vec<_>>()))));
        }
    }
}

/// Restores that take longer than the promise, even if nobody is waited for.
fn slower_than_promised(plan: &Plan, all: &mut Vec<Finding>) {
    let mean = |s: &ItSystem| Some(about(s.backup.as_ref()?.restore.mean()));
    let slow: Vec<(&ItSystem, Span, Span)> =
        plan.systems.iter().filter_map(|s| Some((s, mean(s)?, s.rto?))).filter(|(_, mean, rto)| mean > rto).collect();
    let weight = slow.iter().map(|(system, ..)| by_tier(system)).fold(0.0, f64::max) + slow.len().min(10) as f64;
    match slow.as_slice() {
        [] => {}
        [(system, mean, rto)] => {
            let title = format!("Restoring {} takes longer than its RTO", system.name);
            let evidence =
                format!("Hands-on work alone takes {mean} on average; the RTO is {rto}. Restore it faster, or promise it later.");
            all.push(Finding::new(44.0 + weight, title, evidence));
        }
        many => {
            let names: Vec<&str> = many.iter().map(|(system, ..)| system.name.as_str()).collect();
            let title = format!("Restoring {} systems takes longer than their RTO: {}", many.len(), listed(&names));
            let each = many.iter().map(|(system, mean, rto)| format!("{} {mean}, RTO {rto}", system.name));
            let evidence = format!(
                "Restore them faster, or promise them later. Hands-on work alone takes, on average: {}",
                several(&each.collect::<Vec<_>>())
            );
            all.push(Finding::new(44.0 + weight, title, evidence));
        }
    }
}

/// For each system the one with the longest RTO of all that it needs, directly or not. Needs have no cycles.
fn slowest_needs(plan: &Plan) -> Vec<Option<(Span, SystemId)>> {
    let mut waits: Vec<usize> = plan.systems.iter().map(|s| s.needs.len()).collect();
    let mut ready: Vec<usize> = (0..waits.len()).filter(|i| waits[*i] == 0).collect();
    let mut slowest: Vec<Option<(Span, SystemId)>> = vec![None; waits.len()];
    while let Some(index) = ready.pop() {
        let own = plan.systems[index].rto.map(|rto| (rto, SystemId(index as u32)));
        let through = own.max(slowest[index]);
        for dependent in &plan.systems[index].needed_by {
            slowest[dependent.at()] = slowest[dependent.at()].max(through);
            waits[dependent.at()] -= 1;
            if waits[dependent.at()] == 0 {
                ready.push(dependent.at());
            }
        }
    }
    slowest
}
