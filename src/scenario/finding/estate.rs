//! Promises that systems cannot keep: restores never tested, objectives shorter than what they depend on.

use super::{Finding, systems};
use crate::engine::time::Span;
use crate::model::ids::SystemId;
use crate::model::plan::{ItSystem, Plan};

/// All findings about systems.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    untested(plan, all);
    for (system, need) in plan.systems.iter().zip(slowest_needs(plan)) {
        objectives(plan, system, need, all);
    }
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
    let evidence = format!("`last_tested` is not given. The scenario expects as few as {:.0} % of these restores to work.", worst * 100.0);
    all.push(Finding::new(54.0 + 2.0 * untested.len().min(10) as f64, title, evidence));
}

fn objectives(plan: &Plan, system: &ItSystem, need: Option<(Span, SystemId)>, all: &mut Vec<Finding>) {
    let Some(rto) = system.rto else { return };
    if let Some(mtpd) = system.mtpd.filter(|mtpd| *mtpd < rto) {
        let title = format!("{} may be down for {rto}, longer than the business can bear", system.name);
        all.push(Finding::new(58.0 + by_tier(system), title, format!("Its RTO is {rto}, its MTPD {mtpd}.")));
    }
    if let Some((longest, need)) = need.filter(|(longest, _)| *longest > rto) {
        let need = &plan.systems[need.at()].name;
        let title = format!("{} promises to be back in {rto}, but needs {need}, which promises {longest}", system.name);
        let evidence = "An RTO cannot be shorter than that of anything the system needs, directly or not.".into();
        all.push(Finding::new(40.0 + by_tier(system), title, evidence));
    }
    if let Some(backup) = &system.backup {
        let mean = Span(backup.restore.mean() as i64);
        if mean > rto {
            let title = format!("Restoring {} takes longer than its RTO", system.name);
            let evidence = format!("Hands-on work alone takes {mean} on average; the RTO is {rto}.");
            all.push(Finding::new(44.0 + by_tier(system), title, evidence));
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
