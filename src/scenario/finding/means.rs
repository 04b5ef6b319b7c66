//! Means of response that are gone when they are needed: access to what is down that takes what is down, runbooks stored on what they restore,
//! paging that goes down with what it is to report, false alarms that stop services with nobody asked.

use std::collections::BTreeSet;

use super::{Finding, listed, people, systems};
use crate::model::fact::{Capability, Way};
use crate::model::ids::{GrantId, PersonId, SystemId, TaskId};
use crate::model::incident::build::exposure::goes_down;
use crate::model::means::{For, Means};
use crate::model::plan::{Pagee, Plan, RequirementOf};
use crate::model::recovery::Cut;

/// All findings about means.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    for means in &plan.means {
        match &means.is_for {
            For::Use(what) => {
                for what in what {
                    let found = needed_for_itself(plan, means, *what, all);
                    match what {
                        Capability::Grant(grant) if !found => glass(plan, means, *grant, all),
                        _ => {}
                    }
                }
            }
            For::Paging => paging(plan, means, all),
            For::RemoteAccess | For::Chat(_) => {}
        }
    }
    false_isolations(plan, all);
}

/// The systems whose loss takes a system down: itself and all that it needs.
fn because_of(plan: &Plan, system: SystemId) -> Vec<SystemId> {
    let takes_down = |index: usize| {
        let mut hit = vec![false; plan.systems.len()];
        hit[index] = true;
        goes_down(&hit, &plan.systems)[system.at()]
    };
    (0..plan.systems.len()).filter(|index| takes_down(*index)).map(|index| SystemId(index as u32)).collect()
}

/// Glass that is broken for nothing while a system is down: the account behind it needs that as well.
fn glass(plan: &Plan, means: &Means, grant: GrantId, all: &mut Vec<Finding>) {
    if plan.access.passage(grant, Way::BreakGlass).is_none() {
        return;
    }
    let (grant, system) = (&plan.grants[grant.at()], &plan.systems[means.system.at()].name);
    let title = format!("The break-glass account for {grant} needs {system}");
    let evidence = format!(
        "{} is down with it, and breaking the glass is of no use then: the account behind it cannot be used either. A sealed account kept out \
         of band needs no directory.",
        means.id
    );
    all.push(Finding::new(62.0, title, evidence));
}

/// Work on a system that takes what goes down with it; whether there is any.
fn needed_for_itself(plan: &Plan, means: &Means, what: Capability, all: &mut Vec<Finding>) -> bool {
    let lost_with = because_of(plan, means.system);
    let mut blocked: BTreeSet<SystemId> = BTreeSet::new();
    let mut tasks: BTreeSet<&str> = BTreeSet::new();
    for task in plan.tasks.iter().filter(|t| t.each.is_some()) {
        let Some(RequirementOf::System(by_system)) = &task.requirement else { continue };
        for system in &lost_with {
            let asked = by_system[system.at()].map(|r| &plan.requirements[r.at()]);
            let takes = asked.is_some_and(|r| match what {
                Capability::Grant(grant) => r.grant == Some(grant),
                Capability::Knowledge(knows) => r.knows == Some(knows) && r.improvise.is_none(),
                Capability::Written(runbook) => r.knows == Some(runbook),
            });
            if takes {
                blocked.insert(*system);
                tasks.insert(&task.name);
            }
        }
    }
    if blocked.is_empty() {
        return false;
    }
    let blocked: Vec<SystemId> = blocked.into_iter().collect();
    let first = blocked.iter().map(|s| plan.systems[s.at()].tier).min().unwrap_or(3);
    let system = &plan.systems[means.system.at()].name;
    let work = listed(&tasks.into_iter().collect::<Vec<_>>());
    let title = match what {
        Capability::Grant(grant) => {
            let grant = &plan.grants[grant.at()];
            format!("The {work} of {} takes {grant}, which cannot be used while {system} is down", systems(plan, &blocked))
        }
        Capability::Knowledge(knows) | Capability::Written(knows) => {
            let runbook = &plan.knowledge[knows.at()];
            format!("The runbook {runbook} for the {work} of {} is stored on {system}, which is down then", systems(plan, &blocked))
        }
    };
    let evidence = match what {
        Capability::Grant(grant) => {
            let glass = match plan.access.passage(grant, Way::BreakGlass) {
                Some(_) => " Breaking the glass is of no use then: the account behind it needs the same.",
                None => "",
            };
            format!("{} is down with it.{glass} A sealed account kept out of band needs no directory.", means.id)
        }
        Capability::Written(runbook) => {
            let by_heart = |p: &PersonId| plan.people[p.at()].knows.contains(&runbook);
            let who: Vec<PersonId> = (0..plan.people.len() as u32).map(PersonId).filter(by_heart).collect();
            let means = &means.id;
            if who.is_empty() {
                format!("{means} is down with it, and nobody knows it by heart. A printed copy is not.")
            } else {
                format!("{means} is down with it. Only {} can do without it; a printed copy is not down.", people(plan, &who))
            }
        }
        Capability::Knowledge(_) => format!("{} is down with it. A printed copy is not.", means.id),
    };
    all.push(Finding::new(if first == 1 { 84.0 } else { 66.0 }, title, evidence));
    true
}

/// Pages about an outage that go over what is out.
fn paging(plan: &Plan, means: &Means, all: &mut Vec<Finding>) {
    if plan.means.iter().filter(|m| m.is_for == For::Paging).count() > 1 {
        return;
    }
    let lost_with = because_of(plan, means.system);
    let off_shift = |policy: usize| plan.policies[policy].steps.iter().any(|(who, _)| who.iter().any(|w| !matches!(w, Pagee::Team(_))));
    let reports = plan.sensors.iter().filter(|s| s.stages.is_empty() && s.pages.is_some_and(|p| off_shift(p.at())));
    let silent: Vec<&str> = reports.filter(|s| lost_with.iter().any(|l| s.watches[l.at()])).map(|s| s.id.as_str()).collect();
    if silent.is_empty() {
        return;
    }
    let system = &plan.systems[means.system.at()].name;
    let title = format!("When {} is down, {} cannot page anybody about it", systems(plan, &lost_with), listed(&silent));
    let evidence = match means.fallback {
        Some(after) => format!("Pages go over {system}; the telephone tree takes {after}."),
        None => format!("Pages go over {system}, and there is no telephone tree."),
    };
    all.push(Finding::new(if means.fallback.is_some() { 50.0 } else { 72.0 }, title, evidence));
}

/// How often a year containment is expected to stop a service because of a false alarm, with nobody asked.
fn false_isolations(plan: &Plan, all: &mut Vec<Finding>) {
    for sensor in &plan.sensors {
        let Some(law) = sensor.false_alarms.as_ref().filter(|law| law.taken_for_real > 0.0) else { continue };
        let kind = &plan.kinds[law.looks_like.at()];
        let severity = sensor.severity.unwrap_or(kind.severity);
        let asks_nobody = |t: &&TaskId| {
            let decision = plan.tasks[t.at()].decision.map(|d| &plan.decisions[d.at()]);
            decision.is_none_or(|d| d.pre_authorised.iter().any(|(_, _, from)| severity >= *from))
        };
        let tasks = plan.playbooks[kind.playbook.at()].tasks.iter().filter(|t| plan.tasks[t.at()].isolates.is_some());
        let named: Vec<&TaskId> = tasks.filter(asks_nobody).collect();
        if named.is_empty() {
            continue;
        }
        let a_year = crate::engine::time::Span::YEAR.0 as f64 / law.mean_gap.0 as f64 * law.taken_for_real;
        let what: BTreeSet<String> = named
            .iter()
            .flat_map(|t| match &plan.tasks[t.at()].isolates {
                Some(Cut::These(some)) => some.iter().map(|s| plan.systems[s.at()].name.clone()).collect(),
                _ => vec!["what it is about".to_string()],
            })
            .collect();
        let what = listed(&what.into_iter().collect::<Vec<_>>());
        let title = format!("About {a_year:.0} times a year a false alarm of {} isolates {what} with nobody asked", sensor.id);
        let evidence = format!(
            "It raises {:.0} a week, {:.0} % of which triage takes for real, and {} needs no decision then.",
            crate::engine::time::Span::WEEK.0 as f64 / law.mean_gap.0 as f64,
            law.taken_for_real * 100.0,
            listed(&named.iter().map(|t| plan.tasks[t.at()].name.as_str()).collect::<Vec<_>>())
        );
        all.push(Finding::new(if a_year >= 1.0 { 52.0 } else { 34.0 }, title, evidence));
    }
}
