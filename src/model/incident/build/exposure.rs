//! Which systems an incident can hit: those it names, those whose failure it is, and those its attack can spread to.

use crate::model::ids::{GrantId, KindId, SystemId};
use crate::model::incident::entry::Over;
use crate::model::plan::{Attack, ItSystem, Kind};

/// The systems that a kind of incident can hit, one flag a system.
pub fn can_hit(kind: KindId, kinds: &[Kind], attacks: &[Attack], systems: &[ItSystem]) -> Vec<bool> {
    let first = first_hits(kind, kinds, systems);
    let mut hit = vec![false; systems.len()];
    for system in &first {
        hit[system.at()] = true;
    }
    let Some(attack) = kinds[kind.at()].attack.and_then(|a| attacks.get(a.at())) else { return hit };
    let Some(spread) = &attack.spread else { return hit };
    let together = kinds[kind.at()].hits.len().max(1);
    if spread.at_most as usize <= together {
        return hit;
    }
    let mut stolen: Vec<GrantId> = attack.steals().collect();
    let mut fresh = first;
    while !fresh.is_empty() {
        stolen.extend(fresh.iter().flat_map(|s| systems[s.at()].exposes.iter().copied()));
        stolen.sort_unstable();
        stolen.dedup();
        let mut segments: Vec<&str> = fresh.iter().filter_map(|s| systems[s.at()].segment.as_deref()).collect();
        segments.sort_unstable();
        segments.dedup();
        let by_grant = |s: &ItSystem| spread.over.contains(&Over::Grants) && s.grant.is_some_and(|g| stolen.binary_search(&g).is_ok());
        let by_network =
            |s: &ItSystem| spread.over.contains(&Over::Network) && s.segment.as_deref().is_some_and(|g| segments.binary_search(&g).is_ok());
        let reached = (0..systems.len())
            .filter(|i| !hit[*i] && spread.weights.get(*i).is_some_and(|w| *w > 0.0))
            .filter(|i| by_grant(&systems[*i]) || by_network(&systems[*i]))
            .map(|i| SystemId(i as u32));
        fresh = reached.collect();
        for system in &fresh {
            hit[system.at()] = true;
        }
    }
    hit
}

/// The systems that an incident takes down itself, before it spreads.
pub fn first_hits(kind: KindId, kinds: &[Kind], systems: &[ItSystem]) -> Vec<SystemId> {
    let entry = &kinds[kind.at()];
    let named = entry.hits.iter().copied().chain(entry.hits_one_of.iter().filter(|(_, w)| *w > 0.0).map(|(s, _)| *s));
    let failing = systems.iter().enumerate().filter(|(_, s)| s.fails.as_ref().is_some_and(|(_, k)| *k == kind));
    let named = named.chain(entry.by_changes.iter().copied());
    let mut all: Vec<SystemId> = named.chain(failing.map(|(i, _)| SystemId(i as u32))).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The systems that go down when these do, these included.
pub fn goes_down(hit: &[bool], systems: &[ItSystem]) -> Vec<bool> {
    let mut down = hit.to_vec();
    let mut fresh: Vec<usize> = (0..down.len()).filter(|i| down[*i]).collect();
    while let Some(system) = fresh.pop() {
        for dependent in &systems[system].needed_by {
            if !std::mem::replace(&mut down[dependent.at()], true) {
                fresh.push(dependent.at());
            }
        }
    }
    down
}
