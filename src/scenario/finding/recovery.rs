//! What copies cannot do: old ones, none from before an attack, none that an attacker could not change, restores tested long ago.

use std::collections::BTreeSet;

use super::attack::{self, pick};
use super::{Finding, listed, systems};
use crate::engine::time::Span;
use crate::model::ids::{KindId, LaneId, SystemId, TaskId};
use crate::model::incident::build::exposure::can_hit;
use crate::model::plan::{ItSystem, Kind, Plan};
use crate::model::playbook::entry::Phase;

/// All findings about copies.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    tested_long_ago(plan, all);
    test_to_come(plan, all);
    off_line(plan, all);
    for system in &plan.systems {
        points(system, all);
        catching_up(system, all);
    }
    for lane in (0..plan.lanes.len() as u32).map(LaneId) {
        lanes(plan, lane, all);
    }
    for (id, kind) in (0..).map(KindId).zip(&plan.kinds).filter(|(_, k)| k.attack.is_some()) {
        let can = can_hit(id, &plan.kinds, &plan.attacks, &plan.systems);
        dwell(plan, kind, &can, all);
        too_early(plan, kind, all);
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
    let evidence = "Systems change; a restore that worked then says little about now. Test it again.".into();
    all.push(Finding::new(38.0 + old.len().min(10) as f64, title, evidence));
}

fn test_to_come(plan: &Plan, all: &mut Vec<Finding>) {
    let to_come = pick(plan, |s| plan.systems[s.at()].backup.as_ref().is_some_and(|b| b.test_to_come));
    if to_come.is_empty() {
        return;
    }
    let title = format!("The last test of restoring {} is dated after the start of the scenario", systems(plan, &to_come));
    let evidence = "A test that is still to come proves nothing, and the play counts it as done: `last_tested` is the day of the last one before the start.";
    all.push(Finding::new(45.0 + to_come.len().min(10) as f64, title, evidence.into()));
}

/// Off-line copies made less often than the data that may be lost, where those who need them have lost the first ones.
fn off_line(plan: &Plan, all: &mut Vec<Finding>) {
    let seldom = |s: &ItSystem| {
        let vault = s.backup.as_ref()?.vault.as_ref()?.copies?;
        let rpo = s.rpo.filter(|rpo| vault.every > *rpo)?;
        Some(format!("{} every {}, RPO {rpo}", s.name, vault.every))
    };
    let found = pick(plan, |s| seldom(&plan.systems[s.at()]).is_some());
    if found.is_empty() {
        return;
    }
    let each: Vec<String> = found.iter().filter_map(|s| seldom(&plan.systems[s.at()])).collect();
    let are = if found.len() == 1 { "promises" } else { "promise" };
    let title = format!("{} {are} to lose less data than their off-line copies would", systems(plan, &found));
    let title = if found.len() == 1 { title.replace("their off-line", "its off-line") } else { title };
    let evidence = format!("Once the first copies are lost these are all there is: {}", super::several(&each));
    all.push(Finding::new(if first_tier(plan, &found) { 41.0 } else { 32.0 }, title, evidence));
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

/// An RTO that can be kept, and the business has caught up too late all the same.
fn catching_up(system: &ItSystem, all: &mut Vec<Finding>) {
    let (Some(mtpd), Some(each)) = (system.mtpd, system.catch_up) else { return };
    let Some(rto) = system.rto else { return too_long_to_catch_up(system, mtpd, each, all) };
    let slow = system.capacity.as_ref().map_or(Span(0), |c| Span(c.full_after.mean() as i64));
    let done = rto + slow + rto.times(each);
    if rto <= mtpd && done > mtpd {
        let title = format!("{} can be back within its RTO and break its MTPD all the same", system.name);
        let slow = if slow > Span(0) { format!(", {slow} until it runs at full capacity") } else { String::new() };
        let evidence = format!(
            "After an outage of {rto}, its RTO{slow}, the business catches up for {}: {done} in all, and its MTPD is {mtpd}.",
            rto.times(each)
        );
        all.push(Finding::new(if system.tier == 1 { 62.0 } else { 48.0 }, title, evidence));
    }
}

/// Without an RTO: the restore alone takes so long that the business cannot catch up in time.
fn too_long_to_catch_up(system: &ItSystem, mtpd: Span, each: f64, all: &mut Vec<Finding>) {
    let Some(backup) = &system.backup else { return };
    let slow = system.capacity.as_ref().map_or(Span(0), |c| Span(c.full_after.mean() as i64));
    let restore = Span(backup.restore.mean() as i64);
    let done = restore + slow + restore.times(each);
    if done > mtpd {
        let title = format!("{} breaks its MTPD even if its restore begins at once", system.name);
        let evidence = format!(
            "The restore takes {restore} on average and the business catches up for {}: {done} in all, and its MTPD is {mtpd}. It has no RTO \
             that would tell how soon it must be back.",
            restore.times(each)
        );
        all.push(Finding::new(if system.tier == 1 { 64.0 } else { 50.0 }, title, evidence));
    }
}

/// Restores that share a lane and cannot all be done in time, when one incident hits all of them.
fn lanes(plan: &Plan, lane: LaneId, all: &mut Vec<Finding>) {
    let entry = &plan.lanes[lane.at()];
    for (id, kind) in (0..).map(KindId).zip(&plan.kinds) {
        let can = can_hit(id, &plan.kinds, &plan.attacks, &plan.systems);
        let through = |s: &ItSystem| s.backup.as_ref().is_some_and(|b| b.lane == Some(lane));
        let mut promised: Vec<(Span, SystemId)> = pick(plan, |s| can[s.at()] && through(&plan.systems[s.at()]))
            .into_iter()
            .filter_map(|s| Some((plan.systems[s.at()].rto?, s)))
            .collect();
        promised.sort_unstable();
        let mut work = Span(0);
        for (count, (rto, system)) in promised.iter().enumerate() {
            work += Span(plan.systems[system.at()].backup.as_ref().map_or(0.0, |b| b.restore.mean()) as i64);
            // The lanes are the bottleneck only where restores must wait for each other.
            if count < entry.at_once as usize || work.times(1.0 / f64::from(entry.at_once)) <= *rto {
                continue;
            }
            let together: Vec<SystemId> = promised[..=count].iter().map(|(_, s)| *s).collect();
            let title = format!("The restore lane {} cannot bring {} back within {rto} together", entry.id, systems(plan, &together));
            let evidence = format!(
                "{} can hit all of them; their restores take {work} on average, {} at once, and the last of these RTOs is {rto}.",
                kind.name, entry.at_once
            );
            all.push(Finding::new(if first_tier(plan, &together) { 60.0 } else { 44.0 }, title, evidence));
            return;
        }
    }
}

/// Restores that may begin before the cause is removed, where that has them hit again.
fn too_early(plan: &Plan, kind: &Kind, all: &mut Vec<Finding>) {
    let Some(attack) = kind.attack.map(|a| &plan.attacks[a.at()]).filter(|a| a.reinfects > 0.0) else { return };
    let tasks = &plan.playbooks[kind.playbook.at()].tasks;
    let phase = |t: &TaskId| plan.tasks[t.at()].phase;
    let removes = if tasks.iter().any(|t| phase(t) == Phase::Eradicate) { Phase::Eradicate } else { Phase::Contain };
    let removing: Vec<TaskId> = tasks.iter().copied().filter(|t| phase(t) == removes).collect();
    let waits_for_all = |t: &TaskId| {
        let mut seen = vec![*t];
        let mut next = 0;
        while let Some(at) = seen.get(next).copied() {
            next += 1;
            seen.extend(plan.tasks[at.at()].after.iter().filter(|b| !seen.contains(b)).copied().collect::<Vec<_>>());
        }
        removing.iter().all(|r| seen.contains(r))
    };
    let last = |t: &&TaskId| !tasks.iter().any(|other| phase(other) == Phase::Recover && plan.tasks[other.at()].after.contains(t));
    let brings_back = |t: &&TaskId| phase(t) == Phase::Recover && plan.tasks[t.at()].each.is_some();
    let early: Vec<&str> =
        tasks.iter().filter(brings_back).filter(last).filter(|t| !waits_for_all(t)).map(|t| plan.tasks[t.at()].name.as_str()).collect();
    if early.is_empty() || removing.is_empty() {
        return;
    }
    let names: Vec<&str> = removing.iter().map(|t| plan.tasks[t.at()].name.as_str()).collect();
    let title = format!("{}: {} can be done before {} is, and the system is hit again", kind.name, listed(&early), listed(&names));
    let evidence = format!(
        "The scenario expects {:.0} % of what is restored too early to be hit again. Let it come `after`.",
        attack.reinfects * 100.0
    );
    all.push(Finding::new(57.0, title, evidence));
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
        let evidence = format!("It is in for {dwell} on average before that; copies are kept for {shortest}. Keep some for longer.");
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
