//! Notices that cannot be in time, or only with luck: clocks shorter than the hours in which nobody may decide or can send, and than the work itself.

use std::collections::BTreeMap;

use super::cover::{WORTH_TELLING, gap_in_words};
use super::permission::{Holds, permitted};
use super::week::Weeks;
use super::{Finding, listed, of_week, people};
use crate::engine::time::Span;
use crate::model::ids::{DecisionId, PersonId, TaskId};
use crate::model::notice::deadline::{DayOff, Term, Within};
use crate::model::notice::{Notice, Owed, Start};
use crate::model::plan::{Decision, Plan, RequirementOf};

/// All findings about notices.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    if plan.notices.is_empty() {
        return;
    }
    let weeks = Weeks::of(plan);
    let in_use = |playbook: usize| plan.kinds.iter().any(|kind| kind.playbook.at() == playbook);
    let mut owed: Vec<Owed> = Vec::new();
    for (_, playbook) in plan.playbooks.iter().enumerate().filter(|(at, _)| in_use(*at)) {
        owed.extend(&playbook.notices);
    }
    owed.sort_by_key(|owed| owed.notice);
    owed.dedup_by_key(|owed| owed.notice);
    starts_late(plan, &weeks, &owed, all);
    for owed in &owed {
        let notice = &plan.notices[owed.notice.at()];
        without_holidays(notice, all);
        if let Some(within) = shortest(&notice.term) {
            outlasted_by_a_gap(plan, &weeks, notice, *owed, within, all);
            outlasted_by_its_work(plan, notice, *owed, within, all);
        }
    }
    owed_by_nobody(plan, all);
}

/// Notices of the scenario that no playbook lists.
fn owed_by_nobody(plan: &Plan, all: &mut Vec<Finding>) {
    let owed = |id: &str| plan.playbooks.iter().flat_map(|p| &p.notices).any(|owed| plan.notices[owed.notice.at()].id == id);
    let unused: Vec<&str> = plan.notices.iter().map(|notice| notice.id.as_str()).filter(|id| !owed(id)).collect();
    if !unused.is_empty() {
        let title = format!("No playbook owes the {} {}", if unused.len() == 1 { "notice" } else { "notices" }, listed(&unused));
        let evidence =
            "No playbook of the scenario names it in `notices`, so that nobody would be told; take out with `remove` what does not bind."
                .to_string();
        all.push(Finding::new(12.0, title, evidence));
    }
}

/// A limit as laws state it: in hours up to four days.
fn limit(span: Span) -> String {
    let hours = span.0 / 3_600_000;
    if span.0 % 3_600_000 == 0 && hours <= 96 { format!("{hours} h") } else { span.to_string() }
}

/// The shortest of its limits that is counted in hours.
fn shortest(term: &Term) -> Option<Span> {
    let hours = |within: Within| if let Within::Elapsed(span) = within { Some(span) } else { None };
    hours(term.within).into_iter().chain(term.at_most.and_then(|cap| hours(cap.within))).min()
}

fn decision(plan: &Plan, owed: Owed) -> Option<&Decision> {
    plan.tasks[owed.task.at()].decision.map(|decision| &plan.decisions[decision.at()])
}

fn deciders(plan: &Plan, id: DecisionId) -> Vec<PersonId> {
    let decision = &plan.decisions[id.at()];
    decision.holders.iter().chain(&decision.delegates).copied().chain(permitted(plan, id, Holds::Always)).collect()
}

/// Who can prepare and send it.
fn senders(plan: &Plan, task: TaskId) -> Vec<PersonId> {
    match plan.tasks[task.at()].requirement {
        Some(RequirementOf::Task(requirement)) => plan.requirements[requirement.at()].qualified.iter().map(|q| q.0).collect(),
        _ => Vec::new(),
    }
}

/// Clocks that start at a decision, and nobody who may take it is on shift.
fn starts_late(plan: &Plan, weeks: &Weeks, owed: &[Owed], all: &mut Vec<Finding>) {
    let mut alike: BTreeMap<DecisionId, Vec<&str>> = BTreeMap::new();
    for owed in owed {
        if let Start::Decided(decision) = owed.start {
            alike.entry(decision).or_default().push(&plan.notices[owed.notice.at()].name);
        }
    }
    for (decision, notices) in alike {
        let cover = weeks.any_on_shift(plan, &deciders(plan, decision));
        let decision = &plan.decisions[decision.at()];
        let missing = weeks.uncovered(&cover);
        if missing <= WORTH_TELLING {
            continue;
        }
        let clocks = if notices.len() == 1 { "clock" } else { "clocks" };
        let starts = if notices.len() == 1 { "starts" } else { "start" };
        let title = format!(
            "The {clocks} of {} {starts} late: nobody who may decide on {} is on shift for {}",
            listed(&notices),
            decision.id,
            of_week(missing)
        );
        let gap = gap_in_words(plan, weeks, &cover);
        let evidence =
            format!("Held by {}. {gap} What is not determined is not late, but the time is counted.", people(plan, &decision.holders));
        all.push(Finding::new(25.0 + 25.0 * missing.hours_f64() / 168.0, title, evidence).outside(plan, weeks, &cover));
    }
}

/// The longest time without anybody who may decide, or who can send it, is longer than the clock.
fn outlasted_by_a_gap(plan: &Plan, weeks: &Weeks, notice: &Notice, owed: Owed, within: Span, all: &mut Vec<Finding>) {
    let mut told = |who: &[PersonId], what: String, evidence: String| {
        let cover = weeks.any_on_shift(plan, who);
        let missing = weeks.uncovered(&cover);
        let gap = weeks.gap(&cover).map_or(Span(7 * 24 * 3_600_000), |(from, to)| to - from);
        if missing <= WORTH_TELLING || gap < within {
            return;
        }
        let (limit, name, missing) = (limit(within), &notice.name, of_week(missing));
        let title = format!("The {limit} of {name} can run out with nobody on shift who {what}, for {missing}");
        let costs = notice.penalty.map_or("", |_| " Missing it costs a penalty.");
        let evidence = format!("{evidence} {}{costs}", gap_in_words(plan, weeks, &cover));
        let dear = if notice.penalty.is_some() { 5.0 } else { 0.0 };
        let weight = 45.0 + dear + 20.0 * (1.0 - within.hours_f64() / gap.hours_f64());
        all.push(Finding::new(weight, title, evidence).outside(plan, weeks, &cover));
    };
    let who = senders(plan, owed.task);
    let words = match plan.tasks[owed.task.at()].requirement {
        Some(RequirementOf::Task(requirement)) => plan.requirements[requirement.at()].words.as_str(),
        _ => "nobody",
    };
    told(&who, "can send it".into(), format!("It takes {words}: {}.", people(plan, &who)));
    if let Some(id) = plan.tasks[owed.task.at()].decision {
        let decision = &plan.decisions[id.at()];
        told(&deciders(plan, id), format!("may decide on {}", decision.id), format!("Held by {}.", people(plan, &decision.holders)));
    }
}

/// Deciding and writing it take longer on average than there is, with nobody to wait for.
fn outlasted_by_its_work(plan: &Plan, notice: &Notice, owed: Owed, within: Span, all: &mut Vec<Finding>) {
    let mean = |dist: &crate::engine::chance::Dist| Span(libm::round(dist.mean().min(1e15)) as i64);
    let deciding = decision(plan, owed).map_or(Span(0), |d| mean(&d.deliberation) + d.consultation.as_ref().map_or(Span(0), mean));
    let work = match &plan.tasks[owed.task.at()].length {
        crate::model::plan::Length::Effort(effort) => mean(effort),
        _ => Span(0),
    };
    if deciding + work > within {
        let title = format!("{} takes longer than its {}, with nobody to wait for", notice.name, limit(within));
        let evidence = format!("Deciding takes {deciding} on average and preparing it {work}; together {}.", deciding + work);
        all.push(Finding::new(55.0, title, evidence));
    }
}

/// Working days are counted, and no holidays are given.
fn without_holidays(notice: &Notice, all: &mut Vec<Finding>) {
    let term = &notice.term;
    let counts = matches!(term.within, Within::BusinessDays(_)) || term.day_off != DayOff::Stands;
    if counts && !term.days.has_holidays() {
        let title = format!("{} counts working days without any holidays", notice.name);
        all.push(Finding::new(8.0, title, "Name those of its country in `calendar`; scenarios/calendars has some.".into()));
    }
}
