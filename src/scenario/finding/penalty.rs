//! Promises whose breaking costs a penalty, and that a night or a weekend without anybody who restores the system is enough to break.

use super::cover::gap_in_words;
use super::week::Weeks;
use super::{Finding, of_week, people};
use crate::engine::time::Span;
use crate::model::ids::{PersonId, SystemId};
use crate::model::plan::{Plan, RequirementOf};
use crate::model::playbook::entry::Phase;

/// All findings about penalties.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    if plan.systems.iter().all(|system| system.penalty.is_none()) {
        return;
    }
    let weeks = Weeks::of(plan);
    for (id, system) in (0..).map(SystemId).zip(&plan.systems) {
        let Some((promise, limit)) = system.penalty.and_then(|(promise, _)| Some((promise, promise.of(system)?))) else { continue };
        let worst = restorers(plan, id).into_iter().map(|who| {
            let cover = weeks.any_on_shift(plan, &who);
            let missing = weeks.uncovered(&cover);
            let gap = weeks.gap(&cover).map_or(Span::WEEK, |(from, to)| to - from);
            (gap, missing, who, cover)
        });
        // Of tasks with the same gap the one that the fewest can do.
        let worst = worst.max_by_key(|(gap, missing, who, _)| (*gap, *missing, std::cmp::Reverse(who.len())));
        if let Some((gap, missing, who, cover)) = worst.filter(|(gap, missing, ..)| *missing > Span(0) && *gap >= limit) {
            let title = format!(
                "The {} of {}, which costs a penalty, can be broken with nobody on shift who restores it, for {}",
                promise.name(),
                system.name,
                of_week(missing)
            );
            let when = gap_in_words(plan, &weeks, &cover);
            let evidence = format!("It is promised within {limit}; restoring it takes {}. {when}", people(plan, &who));
            let weight = 46.0 + 20.0 * (1.0 - limit.hours_f64() / gap.hours_f64());
            all.push(Finding::new(weight, title, evidence).outside(plan, &weeks, &cover));
        }
    }
}

/// For each task of a recovery that is done on a system: who can do it.
fn restorers(plan: &Plan, system: SystemId) -> Vec<Vec<PersonId>> {
    let recovers =
        plan.tasks.iter().filter(|task| task.phase == Phase::Recover && task.each.as_ref().is_some_and(|each| each[system.at()]));
    let requirement = recovers.filter_map(|task| match task.requirement.as_ref()? {
        RequirementOf::Task(requirement) => Some(*requirement),
        RequirementOf::System(by_system) => by_system[system.at()],
    });
    requirement.map(|requirement| plan.requirements[requirement.at()].qualified.iter().map(|(person, ..)| *person).collect()).collect()
}
