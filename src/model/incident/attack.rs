//! How an attack goes on: from stage to stage, from system to system, and what becomes of the copies.

use super::rules::{file, hit};
use crate::engine::chance::Purpose;
use crate::model::Scene;
use crate::model::fact::{Capability, Fact, Told};
use crate::model::happening::{Case, Happening as Any, Incident as Happening, Response, Telemetry};
use crate::model::ids::{IncidentNo, PersonId, SystemId};
use crate::model::incident::entry::Over;
use crate::model::plan::Attack;

const TARGET: Purpose = Purpose::named("target");
pub(super) const STAGE: Purpose = Purpose::named("stage");
pub(super) const SPREAD: Purpose = Purpose::named("spread");
const COPIES: Purpose = Purpose::named("copies");
const HOLDER: Purpose = Purpose::named("holder");

pub(super) fn reach_stage(scene: &mut Scene, case: Case, stage: u8) {
    let plan = scene.plan;
    let state = scene.rooms.incident.file(case);
    let (kind, stopped) = (&plan.kinds[state.kind.at()], state.contained);
    let Some(attack) = kind.attack.map(|a| &plan.attacks[a.at()]) else { return };
    if stopped {
        return;
    }
    let (_, next, steals) = &attack.stages[usize::from(stage)];
    scene.record(Fact::Stage { incident: IncidentNo(case.no), stage });
    file(scene, case).stolen.extend_from_slice(steals);
    take_from_holders(scene, case, attack, stage);
    if usize::from(stage) + 1 < attack.stages.len() {
        let after = next.sample(&mut scene.draw_for(STAGE, case, u64::from(stage), 0));
        scene.follow(Any::Telemetry(Telemetry::StageShows { case, stage }));
        scene.book_in(after, Any::Incident(Happening::Stage { case, stage: stage + 1 }));
    } else {
        scene.follow(Any::Incident(Happening::Occur { case }));
    }
}

/// Of a system whose copies are all younger than the attack none can be used.
pub(super) fn judge_copies(scene: &mut Scene, case: Case, system: SystemId) {
    let plan = scene.plan;
    let Some(copies) = plan.systems[system.at()].backup.as_ref().and_then(|b| b.copies) else { return };
    let loss = scene.rooms.incident.file(case).loss(plan, system);
    if copies.clean(&plan.zone, &loss, 0).is_none() {
        file(scene, case).copies_lost.push(system);
        scene.record(Fact::NoCleanCopy { incident: IncidentNo(case.no), system });
    }
}

/// Each holder of a grant is a way to it: whoever falls, by luck of their own, gives away all of these that they hold at this instant.
fn take_from_holders(scene: &mut Scene, case: Case, attack: &Attack, stage: u8) {
    let plan = scene.plan;
    for (_, grants, each) in attack.from_holders.iter().filter(|(at, ..)| *at == stage) {
        for (person, entry) in (0..).map(PersonId).zip(&plan.people) {
            let held = grants.iter().filter(|g| scene.rooms.qualification.has(plan, person, Capability::Grant(**g)));
            let held: Vec<_> = held.copied().collect();
            if held.is_empty() || !scene.draw_for(HOLDER, case, entry.luck, u64::from(stage)).chance(*each) {
                continue;
            }
            for grant in held {
                file(scene, case).stolen.push(grant);
                scene.record(Fact::Stolen { incident: IncidentNo(case.no), person, grant });
            }
        }
    }
}

/// Copies of hit systems that a stolen grant reaches are destroyed or not, once each.
pub(super) fn lose_copies(scene: &mut Scene, case: Case) {
    let plan = scene.plan;
    let state = scene.rooms.incident.file(case);
    let reached: Vec<SystemId> = state
        .hit
        .iter()
        .copied()
        .filter(|s| !state.copies_lost.contains(s))
        .filter(|s| plan.systems[s.at()].backup.as_ref().and_then(|b| b.reached_by).is_some_and(|g| state.stolen.contains(&g)))
        .collect();
    for system in reached {
        let entry = &plan.systems[system.at()];
        let lost = entry.backup.as_ref().map_or(0.0, |b| b.lost);
        if scene.draw_for(COPIES, case, entry.luck, 0).chance(lost) {
            file(scene, case).copies_lost.push(system);
            scene.record(Fact::CopiesLost { incident: IncidentNo(case.no), system });
        }
    }
}

/// The copies of a system are found bad, or the newest so many of them.
pub(super) fn copies_bad(scene: &mut Scene, case: Case, system: SystemId, copies: Option<u32>) {
    let state = file(scene, case);
    match (copies, state.copies_bad.iter_mut().find(|(of, _)| *of == system)) {
        (Some(more), Some((_, bad))) => *bad = bad.saturating_add(more),
        (Some(bad), None) => state.copies_bad.push((system, bad)),
        (None, _) if !state.copies_lost.contains(&system) => state.copies_lost.push(system),
        (None, _) => {}
    }
    scene.record(Fact::Inject(Told::CopiesBad { incident: IncidentNo(case.no), system, copies }));
    scene.follow(Any::Response(Response::CopiesBad { case, system }));
}

pub(super) fn book_spread(scene: &mut Scene, case: Case, nth: u32) {
    let plan = scene.plan;
    let state = scene.rooms.incident.file(case);
    let spread = plan.kinds[state.kind.at()].attack.and_then(|a| plan.attacks[a.at()].spread.as_ref());
    let Some(spread) = spread else { return };
    if state.contained || state.hit.len() as u32 >= spread.at_most {
        return;
    }
    let after = spread.every.sample(&mut scene.draw_for(SPREAD, case, 0, u64::from(nth)));
    scene.book_in(after, Any::Incident(Happening::Spread { case, nth }));
}

pub(super) fn spread(scene: &mut Scene, case: Case, nth: u32) {
    let plan = scene.plan;
    let state = scene.rooms.incident.file(case);
    let Some(law) = plan.kinds[state.kind.at()].attack.and_then(|a| plan.attacks[a.at()].spread.as_ref()) else { return };
    if state.contained || state.recovered {
        return;
    }
    let reachable = |index: usize| {
        if state.hit.contains(&SystemId(index as u32)) {
            return false;
        }
        let system = &plan.systems[index];
        let by_grant = law.over.contains(&Over::Grants) && system.grant.is_some_and(|g| state.stolen.contains(&g));
        // Nothing passes to or from what is isolated.
        let isolated = |s: SystemId| !scene.rooms.estate.of(s).isolated.is_empty();
        let by_network = law.over.contains(&Over::Network)
            && system.segment.is_some()
            && state.hit.iter().any(|h| plan.systems[h.at()].segment == system.segment && !isolated(*h));
        (by_grant || by_network) && !isolated(SystemId(index as u32))
    };
    let mut best: Option<(f64, SystemId)> = None;
    for index in (0..plan.systems.len()).filter(|i| reachable(*i)) {
        let weight = law.weights[index];
        if weight > 0.0 {
            // The system whose exponential clock rings first: so one more system in the file leaves the luck of the others alone.
            let clock = -libm::log(scene.draw_for(TARGET, case, plan.systems[index].luck, u64::from(nth) + 1).uniform()) / weight;
            if best.is_none_or(|(b, _)| clock < b) {
                best = Some((clock, SystemId(index as u32)));
            }
        }
    }
    if let Some((_, system)) = best {
        hit(scene, case, system);
    }
    book_spread(scene, case, nth + 1);
}
