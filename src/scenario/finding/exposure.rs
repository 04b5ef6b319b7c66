//! Vulnerability findings that nobody owns, deadlines that those who remediate cannot keep, exceptions that are no good, and logs that are gone
//! when somebody looks for them.

use std::collections::BTreeSet;

use super::cover::{WORTH_TELLING, gap_in_words};
use super::demand::work;
use super::week::Weeks;
use super::{Finding, nobody_on_shift, of_week, people, systems};
use crate::engine::time::Span;
use crate::model::demand::plan::{CAUSE, Class, Part, Sort};
use crate::model::exposure::SEVERITIES;
use crate::model::exposure::plan::{Owner, Source};
use crate::model::ids::{AttackId, PersonId, SystemId};
use crate::model::plan::Plan;

const WEEK: f64 = 168.0;
const NAMES: [&str; 4] = ["low", "medium", "high", "critical"];

/// All findings about exposure.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    logs(plan, all);
    if !plan.exposure.any() {
        return;
    }
    let weeks = Weeks::of(plan);
    for source in &plan.exposure.sources {
        unowned(source, plan, all);
        assigned(source, plan, &weeks, all);
        exceptions(source, plan, &weeks, all);
        let mut owners: Vec<Owner> = source.systems.iter().filter_map(|(_, owner)| *owner).collect();
        owners.sort_by_key(|owner| owner.classes);
        owners.dedup_by_key(|owner| owner.classes);
        for owner in owners {
            late(source, owner, plan, &weeks, all);
        }
    }
}

fn of<'s>(source: &'s Source, which: impl Fn(&Option<Owner>) -> bool + 's) -> Vec<SystemId> {
    source.systems.iter().filter(|(_, owner)| which(owner)).map(|(system, _)| *system).collect()
}

/// Systems whose findings are nobody's.
fn unowned(source: &Source, plan: &Plan, all: &mut Vec<Finding>) {
    let none = of(source, |owner| owner.is_none());
    if none.is_empty() {
        return;
    }
    let title = format!("Nobody owns what {} finds on {}", source.name, systems(plan, &none));
    let a_week = source.per_week.iter().sum::<f64>() * none.len() as f64 / source.systems.len() as f64;
    let evidence = format!(
        "{a_week:.1} findings a week wait until they are overdue, and longer. A system has an `owner`, or a `service` somebody who is accountable for finding one."
    );
    all.push(Finding::new(60.0, title, evidence));
}

/// Owners that somebody has to find who is seldom there.
fn assigned(source: &Source, plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    let found = of(source, |owner| owner.is_some_and(|owner| owner.assigned));
    let Some(service) = source.service.map(|s| &plan.services[s.at()]).filter(|_| !found.is_empty()) else { return };
    let cover = weeks.any_on_shift(plan, &service.owners);
    let missing = weeks.uncovered(&cover);
    let title =
        format!("What {} finds on {} waits until {} finds it an owner", source.name, systems(plan, &found), people(plan, &service.owners));
    let evidence = format!("Accountable for {}, and not on shift for {}.", service.id, of_week(missing));
    all.push(Finding::new(20.0 + 40.0 * missing.hours_f64() / WEEK, title, evidence).outside(plan, weeks, &cover));
}

/// Findings that those who may and can remediate them have not the hours for: with what goes before them there is more work a week than time,
/// or one of them takes longer than there is until its deadline.
fn late(source: &Source, owner: Owner, plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    let demand = &plan.demand;
    let who: Vec<PersonId> = demand.desks[demand.classes[owner.classes[0] as usize].desk as usize].people.iter().map(|(p, _)| *p).collect();
    let on_shift: f64 = who.iter().map(|p| weeks.covered(&plan.hours[plan.people[p.at()].hours as usize]).hours_f64()).sum();
    let there = on_shift * demand.available;
    let worst = SEVERITIES.iter().rev().find(|severity| {
        let severity = **severity as usize;
        let class = &demand.classes[owner.classes[severity] as usize];
        // What comes before it, of those whose people may all be needed for it.
        let before = |other: &&Class| other.level <= class.level && other.level < CAUSE && !matches!(other.sort, Sort::Findings(..));
        let theirs = |part: &Part| demand.desks[part.desk as usize].people.iter().all(|(p, _)| who.contains(p));
        let parts = demand.classes.iter().filter(before).flat_map(Class::parts);
        let asked: f64 = parts.filter(theirs).map(|part| work(plan, &part)).sum();
        let in_time = there * source.within[severity].hours_f64() / WEEK;
        let one = class.effort.mean() / Span::HOUR.0 as f64;
        source.per_week[severity] > 0.0 && (asked > there || one > in_time)
    });
    let Some(severity) = worst else { return };
    let on = of(source, |o| o.is_some_and(|o| o.classes == owner.classes));
    let title = format!(
        "The deadline of {} findings of {} on {} cannot be met by those who may remediate them",
        NAMES[*severity as usize],
        source.name,
        systems(plan, &on)
    );
    let nobody = nobody_on_shift(weeks.uncovered(&weeks.any_on_shift(plan, &who)), "of them");
    let evidence = format!(
        "{} of {}: {there:.0} hours a week for work, less than what goes before them and they themselves take; {nobody}. Each is due in {}.",
        people(plan, &who),
        plan.teams[owner.team.at()].name,
        source.within[*severity as usize]
    );
    all.push(Finding::new(56.0, title, evidence));
}

/// Exceptions that nobody may accept, that one person alone may, that a provider may, or that never end.
fn exceptions(source: &Source, plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    let Some(law) = &source.exceptions else { return };
    let right = &plan.decisions[law.decision.at()];
    let able: BTreeSet<PersonId> = right.holders.iter().chain(&right.delegates).copied().collect();
    let able: Vec<PersonId> = able.into_iter().collect();
    let cover = weeks.any_on_shift(plan, &able);
    let missing = weeks.uncovered(&cover);
    let who = people(plan, &able);
    if missing.hours_f64() >= WEEK {
        let title = format!("Nobody who may accept the risk of what {} finds ({}) is ever on shift", source.name, right.id);
        let evidence = format!("{who}: in none of the 168 hours of a week. An exception is never given, and what is late stays overdue.");
        all.push(Finding::new(58.0, title, evidence));
    } else if missing > WORTH_TELLING {
        let title =
            format!("Nobody who may accept the risk of what {} finds ({}) is on shift for {}", source.name, right.id, of_week(missing));
        let spare = match able.len() {
            n if n as u32 > right.quorum => "",
            1 => " Nobody stands in.",
            _ => " None of them can be missed.",
        };
        let evidence = format!("It could be {who}.{spare} {}", gap_in_words(plan, weeks, &cover));
        let weight = 18.0 + 14.0 * missing.hours_f64() / WEEK + if spare.is_empty() { 0.0 } else { 12.0 };
        all.push(Finding::new(weight, title, evidence).outside(plan, weeks, &cover));
    }
    let outside: Vec<PersonId> =
        able.iter().copied().filter(|p| plan.employers[plan.people[p.at()].employer.at()].provider && right.kind.is_none()).collect();
    if !outside.is_empty() {
        let title = format!("{}, of a provider, may accept the risk of what {} finds ({})", people(plan, &outside), source.name, right.id);
        let evidence = "An organisation keeps the acceptance of its risks to itself.".into();
        all.push(Finding::new(62.0, title, evidence));
    }
    if law.lasts.is_none() {
        let title = format!("Exceptions for what {} finds never end", source.name);
        let evidence =
            format!("Once accepted ({}) a risk is accepted for good, and nobody is asked again. Say how long it `lasts`.", right.id);
        all.push(Finding::new(48.0, title, evidence));
    }
}

/// Logs that are gone before anybody looks: an attack takes longer, on average, than its investigation's telemetry is kept.
fn logs(plan: &Plan, all: &mut Vec<Finding>) {
    for (number, log) in plan.exposure.logs.iter().enumerate().filter_map(|(n, log)| Some((n, (*log)?))) {
        let task = &plan.tasks[number];
        let mut told: BTreeSet<AttackId> = BTreeSet::new();
        for attack in plan.kinds.iter().filter(|k| k.playbook == task.playbook).filter_map(|k| k.attack).filter(|a| told.insert(*a)) {
            let entry = &plan.attacks[attack.at()];
            let before_harm: f64 = entry.stages.iter().map(|(_, next, _)| next.mean()).sum();
            if before_harm <= log.kept.0 as f64 {
                continue;
            }
            let title = format!(
                "What {} ({}) reads is kept for {}, and {} goes on for {} before it does harm",
                task.name,
                plan.playbooks[task.playbook.at()].id,
                log.kept,
                entry.id,
                Span::hours(libm::round(before_harm / Span::HOUR.0 as f64) as i64)
            );
            let evidence =
                format!("Unless it is seen sooner, nothing is left of its beginning, and the task takes {} times as long.", log.without);
            all.push(Finding::new(46.0, title, evidence));
        }
    }
}
