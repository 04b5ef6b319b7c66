//! Changes that cannot go well: windows that never open or in which nobody is there, failures that nobody can undo, decisions that nobody may
//! take when they are asked for, reviews that nobody does, and people who approve what they carry out alone.

use std::collections::BTreeSet;

use super::week::{Weeks, When};
use super::{Finding, hours, people};
use crate::engine::time::{Instant, Span};
use crate::model::change::{Change, Part};
use crate::model::ids::{ChangeId, PersonId, TaskId};
use crate::model::incident::change::urgency;
use crate::model::plan::{Arrivals, Plan, RequirementOf};
use crate::model::roster::Hours;

/// All findings about changes.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    if !plan.changes.any() {
        return;
    }
    let weeks = Weeks::of(plan);
    for (id, change) in (0..).map(ChangeId).zip(&plan.changes.0) {
        if let Some(open) = &change.open {
            in_window(plan, &weeks, (id, change), open, all);
        }
        alone(plan, id, change, all);
        reviewed(plan, change, all);
    }
}

/// Who can do a task that is done once.
fn able(plan: &Plan, task: TaskId) -> Vec<PersonId> {
    let mut able: Vec<PersonId> = match &plan.tasks[task.at()].requirement {
        Some(RequirementOf::Task(requirement)) => plan.requirements[requirement.at()].qualified.iter().map(|(p, ..)| *p).collect(),
        Some(RequirementOf::System(all)) => {
            all.iter().flatten().flat_map(|r| &plan.requirements[r.at()].qualified).map(|(p, ..)| *p).collect()
        }
        None => Vec::new(),
    };
    able.sort_unstable();
    able.dedup();
    able
}

/// The hours of a window in which none of some people is on shift: so many of so many, in a typical week or in all, and the first of them.
struct Gap {
    missing: Span,
    whole: Span,
    weekly: bool,
    first: (Instant, Instant),
    hours: Hours,
}
impl Gap {
    fn of(plan: &Plan, weeks: &Weeks, open: &Hours, who: &[PersonId]) -> Option<Gap> {
        let open = open.within(Instant(0), plan.arrivals_end + plan.horizon);
        let rosters: BTreeSet<u32> = who.iter().map(|p| plan.people[p.at()].hours).collect();
        let spans = rosters.iter().filter_map(|h| plan.hours.get(*h as usize)).flat_map(|h| h.spans().to_vec()).collect();
        let gap = open.minus(&Hours::from_spans(spans));
        let first = *gap.spans().first()?;
        let (missing, whole) = (weeks.covered(&gap), weeks.covered(&open));
        let weekly = whole > Span(0);
        let (missing, whole) = if weekly { (missing, whole) } else { (gap.total(), open.total()) };
        (missing > super::cover::WORTH_TELLING).then_some(Gap { missing, whole, weekly, first, hours: gap })
    }
    fn then(&self, plan: &Plan, weeks: &Weeks) -> When {
        if self.weekly { weeks.inside(plan, &self.hours) } else { When::during(plan, self.hours.spans()) }
    }
    fn all_of_it(&self) -> bool {
        self.missing == self.whole
    }
    /// "For 4 of the 8 hours a week of the window of X".
    fn words(&self, name: &str) -> String {
        let week = if self.weekly { " a week" } else { "" };
        if self.all_of_it() {
            return format!("In none of the {} hours{week} of the window of {name}", hours(self.whole));
        }
        format!("For {} of the {} hours{week} of the window of {name}", hours(self.missing), hours(self.whole))
    }
    fn when(&self, plan: &Plan) -> String {
        let (from, to) = self.first;
        format!("The first such time is {} to {}.", plan.zone.format(from), plan.zone.format(to))
    }
}

fn in_window(plan: &Plan, weeks: &Weeks, (id, change): (ChangeId, &Change), open: &Hours, all: &mut Vec<Finding>) {
    let play = |hours: &Hours| hours.within(Instant(0), plan.arrivals_end + plan.horizon);
    let raised =
        plan.kinds.iter().filter(|k| k.change == Some(id)).find_map(|k| if let Arrivals::At(at) = k.arrivals { Some(at) } else { None });
    if let (Some(raised), Some((_, closed))) = (raised, play(open).spans().last())
        && *closed <= raised
    {
        let title = format!("{} is raised after the last of its windows has ended", change.name);
        let after = When::since(plan, *closed);
        let (raised, closed) = (plan.zone.format_long(raised), plan.zone.format_long(*closed));
        let evidence = format!("It is raised at {raised}, and the window ended at {closed}: at no hour after that can it be begun.");
        all.push(Finding::new(80.0, title, evidence).at(after));
        return;
    }
    if play(open).is_never() {
        let frozen = change.window.as_ref().is_some_and(|window| !play(window).is_never());
        let why =
            if frozen { "All of it lies in freezes of the business calendar." } else { "No hour of it lies in the time that is played." };
        let title = match change.window {
            Some(_) => format!("The window of {} is never open", change.name),
            None => format!("A freeze never lets {} begin", change.name),
        };
        let why = if change.window.is_none() { "All the time that is played lies in freezes of the business calendar." } else { why };
        all.push(Finding::new(80.0, title, format!("{why} The change is never begun.")));
        return;
    }
    let on = |missing: &Gap, most: f64| most * (0.5 + 0.5 * missing.missing.0 as f64 / missing.whole.0 as f64);
    let carry = change.carry.map(|task| able(plan, task)).unwrap_or_default();
    // Without a window it is begun when somebody comes, and nothing is missed by that.
    let matters = |gap: &Gap| change.window.is_some() || gap.all_of_it();
    if let Some(gap) = Gap::of(plan, weeks, open, &carry).filter(matters) {
        let nobody = if gap.all_of_it() { "is anybody on shift" } else { "nobody is on shift" };
        let title = format!("{} {nobody} who can carry it out", gap.words(&change.name));
        let evidence = format!("It takes {}. Nobody is called for planned work. {}", who(plan, &carry), gap.when(plan));
        all.push(Finding::new(on(&gap, 70.0), title, evidence).at(gap.then(plan, weeks)));
    }
    if let Some(rollback) = &change.rollback {
        let undo = able(plan, rollback.task);
        // Where nobody can begin, nothing has to be undone.
        if let Some(gap) = Gap::of(plan, weeks, open, &undo).filter(|_| undo != carry) {
            let nobody = if gap.all_of_it() { "is anybody on shift" } else { "nobody is on shift" };
            let grant = requirement_grant(plan, rollback.task).map_or(String::new(), |g| format!(" It takes the grant {g}."));
            let title = format!("{} {nobody} who can roll it back", gap.words(&change.name));
            let evidence = format!("{} can, and must be called.{grant} {}", people(plan, &undo), gap.when(plan));
            all.push(Finding::new(on(&gap, 60.0), title, evidence).at(gap.then(plan, weeks)));
        }
    }
    if let Some(go_ahead) = change.go_ahead {
        let right = &plan.decisions[go_ahead.at()];
        let may = right.holders.iter().chain(&right.delegates).copied();
        let permitted = (0..plan.people.len())
            .filter(|p| right.pre_authorised.iter().any(|(_, covers, from)| urgency(change.kind) >= *from && covers[*p]));
        let may: Vec<PersonId> = may.chain(permitted.map(|p| PersonId(p as u32))).collect();
        if let Some(gap) = Gap::of(plan, weeks, open, &may) {
            let nobody = if gap.all_of_it() { "is anybody on shift" } else { "nobody is on shift" };
            let title = format!("{} {nobody} who may give the go-ahead", gap.words(&change.name));
            let evidence =
                format!("{} is for {} to say, while those who would do it wait. {}", right.id, people(plan, &may), gap.when(plan));
            all.push(Finding::new(on(&gap, 65.0), title, evidence).at(gap.then(plan, weeks)));
        }
    }
}

fn who(plan: &Plan, able: &[PersonId]) -> String {
    if able.is_empty() { "somebody who comes by the access first".into() } else { people(plan, able) }
}

fn requirement_grant(plan: &Plan, task: TaskId) -> Option<&str> {
    match plan.tasks[task.at()].requirement.as_ref()? {
        RequirementOf::Task(requirement) => plan.requirements[requirement.at()].grant.map(|g| plan.grants[g.at()].as_str()),
        RequirementOf::System(_) => None,
    }
}

/// Whoever approves a change is the only one who can carry it out.
fn alone(plan: &Plan, id: ChangeId, change: &Change, all: &mut Vec<Finding>) {
    let Some(approval) = change.approval else { return };
    let right = &plan.decisions[approval.at()];
    let of = |part: Part| matches!(part, Part::Carry | Part::Emergency);
    let tasks = (0..).map(TaskId).zip(&plan.tasks).filter(|(_, t)| t.change.is_some_and(|c| c.change == id && of(c.part)));
    let mut who: Vec<PersonId> = tasks.filter_map(|(task, _)| <[PersonId; 1]>::try_from(able(plan, task)).ok()).map(|[one]| one).collect();
    who.retain(|one| right.holders.contains(one) || right.delegates.contains(one));
    who.sort_unstable();
    who.dedup();
    for one in who {
        let one = people(plan, &[one]);
        let title = format!("{one} approves {} and is the only one who can carry it out", change.name);
        let evidence = format!("{} is theirs to take, and nobody else sees the change before it is made.", right.id);
        all.push(Finding::new(58.0, title, evidence));
    }
}

/// A review that nobody is ever there to do.
fn reviewed(plan: &Plan, change: &Change, all: &mut Vec<Finding>) {
    let Some(&(_, task)) = change.review.as_ref().and_then(|r| r.tasks.first()) else { return };
    let who = able(plan, task);
    let there = |p: &PersonId| plan.hours.get(plan.people[p.at()].hours as usize).is_some_and(|h| !h.is_never());
    if !who.iter().any(there) {
        let title = format!("Nobody ever does the review that {} owes", change.name);
        let whose = if who.is_empty() {
            "Nobody belongs to those who are named for it".to_string()
        } else {
            format!("{} is never on shift", people(plan, &who))
        };
        all.push(Finding::new(62.0, title, format!("{whose}, and nobody is called for it: it can be done at no hour.")));
    }
}
