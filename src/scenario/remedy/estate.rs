//! Remedies for systems: restores that are tested, things that are watched, alerts that page somebody.

use super::needs::Needs;
use super::patch::{Edit, find, list, quoted};
use super::{Remedy, Sort};
use crate::engine::time::Instant;
use crate::model::fact::Wait;
use crate::model::ids::SystemId;
use crate::model::plan::{Arrivals, ItSystem, Kind, Plan};
use crate::text::Node;

/// The share of restores that work where they are tested every year; Harbour Mutual's notes say 0.95 and more.
const TESTED_WORKS: f64 = 0.95;
/// Of what a new source watches, it sees so much of an outage and so much of each stage of an attack (or what the best source of the scenario sees,
/// where that is less).
const SEES: (f64, f64) = (0.95, 0.3);
/// Alerts about nothing that a new source raises a week, and the share of them that triage takes for real.
const FALSELY: (f64, f64) = (2.0, 0.05);

/// Proposes.
pub fn remedies(plan: &Plan, root: &Node, _: &Needs, all: &mut Vec<Remedy>) {
    let kinds: Vec<&Kind> = plan
        .kinds
        .iter()
        .filter(|kind| kind.change.is_none() && !matches!(kind.arrivals, Arrivals::Every(_) if kind.hits.is_empty()))
        .collect();
    tests(plan, &kinds, all);
    for kind in &kinds {
        watch(plan, root, kind, all);
    }
    page(plan, &kinds, all);
}

/// The systems that an incident may hit, those it spreads to included.
fn exposed(plan: &Plan, kinds: &[&Kind], id: SystemId) -> bool {
    let spreads = |kind: &Kind| kind.attack.is_some_and(|attack| plan.attacks[attack.at()].spread.is_some());
    kinds.iter().any(|kind| spreads(kind) || kind.hits.contains(&id) || kind.hits_one_of.iter().any(|(system, _)| *system == id))
}

fn tests(plan: &Plan, kinds: &[&Kind], all: &mut Vec<Remedy>) {
    let today = plan.zone.civil(Instant(0)).date().to_string();
    let systems = (0..).map(SystemId).zip(&plan.systems).filter(|(id, _)| exposed(plan, kinds, *id));
    let mut bundle: Vec<(&ItSystem, Vec<Edit>, f64)> = Vec::new();
    for (_, system) in systems {
        let Some(backup) = system.backup.as_ref().filter(|backup| !backup.tested_lately) else { continue };
        let fails = (1.0 - backup.works) * backup.untested_fails.max(1.0);
        let better = fails - (1.0 - backup.works.max(TESTED_WORKS));
        if better <= 0.0 {
            continue;
        }
        let mut edits = vec![Edit::set(&["systems", &system.id, "backup", "last_tested"], quoted(&today))];
        if backup.works < TESTED_WORKS {
            edits.push(Edit::set(&["systems", &system.id, "backup", "works"], format!("{TESTED_WORKS}")));
        }
        bundle.push((system, edits, better * backup.restore.mean() / 3_600_000.0));
    }
    bundle.sort_by(|a, b| b.2.total_cmp(&a.2).then_with(|| a.0.id.cmp(&b.0.id)));
    for (system, edits, weight) in bundle.into_iter().take(super::OF_A_SORT) {
        let works = system.backup.as_ref().map_or(1.0, |backup| backup.works);
        let title = format!("Test the restore of {} until it works", system.name);
        let why = format!(
            "It was not tested in the last year, and {:.0} % of restores work; a tested one is taken to work in {:.0} %.",
            works * 100.0,
            100.0 * works.max(TESTED_WORKS)
        );
        let slug = format!("test-restore-{}", system.id);
        all.push(Remedy::new(Sort::TestRestore, &slug, (title, why), &[Wait::Rework], edits).weighing(weight).about([system.name.clone()]));
    }
}

/// A source of alerts for what an incident hits, where nothing watches that.
fn watch(plan: &Plan, root: &Node, kind: &Kind, all: &mut Vec<Remedy>) {
    let playbook = &plan.playbooks[kind.playbook.at()];
    let Some(policy) = playbook.escalation.map(|policy| plan.policies[policy.at()].id.as_str()) else { return };
    let mut systems: Vec<SystemId> = kind.hits.iter().copied().chain(kind.hits_one_of.iter().map(|(system, _)| *system)).collect();
    systems.sort_unstable();
    systems.dedup();
    let id = format!("new-{}", kind.id);
    if systems.is_empty() || find(root, &["telemetry", &id]).is_some() {
        return;
    }
    let attack = kind.attack.map(|attack| &plan.attacks[attack.at()]);
    let seen =
        |system: &SystemId| plan.sensors.iter().any(|sensor| sensor.watches[system.at()] && (attack.is_some() != sensor.stages.is_empty()));
    if systems.iter().all(seen) {
        return;
    }
    let watches: Vec<&str> = systems.iter().map(|system| plan.systems[system.at()].id.as_str()).collect();
    let names: Vec<&str> = systems.iter().map(|system| plan.systems[system.at()].name.as_str()).collect();
    let (sees, stages) = match attack {
        Some(attack) => (
            plan.sensors.iter().filter(|s| !s.stages.is_empty()).map(|s| s.sees).fold(0.0, f64::max).clamp(0.05, SEES.1),
            format!(", stages: {}", list(&attack.stages.iter().map(|(stage, ..)| stage).collect::<Vec<_>>())),
        ),
        None => (SEES.0, String::new()),
    };
    let value = format!(
        "(watches: {}{stages}, sees: {sees}, after: \"5m\", pages: {}, false_alarms_per_week: {}, looks_like: {}, taken_for_real: {}, noticed_after: \"2h\")",
        list(&watches),
        quoted(policy),
        FALSELY.0,
        quoted(&kind.id),
        FALSELY.1
    );
    let title = format!("Watch {} and let alerts page by {policy:?}", crate::scenario::finding::listed(&names));
    let why = format!(
        "{} is noticed by nothing that watches; the new source is taken to see {:.0} % within 5 minutes, and to raise {} alerts a week about nothing.",
        kind.name,
        sees * 100.0,
        FALSELY.0
    );
    let edits = vec![Edit::set(&["telemetry", &id], value)];
    let remedy = Remedy::new(Sort::Telemetry, &format!("watch-{}", kind.id), (title, why), &[Wait::Undetected, Wait::Unanswered], edits);
    all.push(remedy.weighing(names.len() as f64));
}

/// Alerts that lie in a queue page somebody instead.
fn page(plan: &Plan, kinds: &[&Kind], all: &mut Vec<Remedy>) {
    for sensor in plan.sensors.iter().filter(|sensor| sensor.pages.is_none()) {
        let watched = |kind: &&&Kind| kind.hits.iter().chain(kind.hits_one_of.iter().map(|(s, _)| s)).any(|s| sensor.watches[s.at()]);
        let policy = kinds.iter().filter(watched).find_map(|kind| plan.playbooks[kind.playbook.at()].escalation);
        let Some(policy) = policy.map(|policy| plan.policies[policy.at()].id.as_str()) else { continue };
        let title = format!("Let alerts of {} page by {policy:?}", sensor.id);
        let queue = sensor.goes_to.map_or("nobody", |team| plan.teams[team.at()].name.as_str());
        let why = format!("They lie in the queue of {queue} until somebody looks.");
        let edits = vec![Edit::set(&["telemetry", &sensor.id, "pages"], quoted(policy))];
        let slug = format!("page-{}", sensor.id);
        let remedy = Remedy::new(Sort::Telemetry, &slug, (title, why), &[Wait::Unanswered], edits);
        all.push(remedy.weighing(2.0 + sensor.sees).about([sensor.id.clone()]));
    }
}
