//! A provider that is responsible together with others, without a shared view.

use std::collections::BTreeSet;

use super::week::Weeks;
use super::{Finding, Uses, listed, of_week};
use crate::engine::time::Span;
use crate::model::ids::{EmployerId, PersonId, PlaybookId, RequirementId};
use crate::model::plan::Plan;

const WEEK: f64 = 168.0;

/// All findings about employers who work on the same incidents without a shared view.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let Some(law) = &plan.hand_offs else { return };
    let weeks = Weeks::of(plan);
    let able = able(plan, uses);
    let ids = || (0..plan.employers.len() as u32).map(EmployerId);
    for (first, second) in ids().flat_map(|a| ids().map(move |b| (a, b))).filter(|(a, b)| a < b && law.apart(*a, *b)) {
        let mut playbooks = Vec::new();
        let (mut ours, mut theirs): (BTreeSet<PersonId>, BTreeSet<PersonId>) = Default::default();
        for (playbook, people) in plan.playbooks.iter().zip(&able) {
            let of = |employer| people.iter().copied().filter(move |p: &PersonId| plan.people[p.at()].employer == employer);
            if of(first).next().is_some() && of(second).next().is_some() {
                playbooks.push(playbook.id.as_str());
                ours.extend(of(first));
                theirs.extend(of(second));
            }
        }
        if playbooks.is_empty() {
            continue;
        }
        let (ours, theirs) = (weeks.any_on_shift(plan, &ours), weeks.any_on_shift(plan, &theirs));
        let side_by_side = ours.minus(&ours.minus(&theirs));
        let both = weeks.covered(&side_by_side);
        let how_long = if both > Span(0) { format!("for {} side by side", of_week(both)) } else { "one after the other".to_string() };
        let name = |id: EmployerId| plan.employers[id.at()].name.as_str();
        let title = format!(
            "{} and {} are responsible for {} together without a shared view, {how_long}",
            name(first),
            name(second),
            listed(&playbooks)
        );
        let mut costs = Vec::new();
        if law.cost > Span(0) || law.context > 1.0 {
            costs.push(format!("who takes over from the other reads in for {} and takes {} times as long", law.cost, law.context));
        }
        if law.duplicated > 0.0 {
            costs.push(format!("{:.0} % of the work is done twice while both are at it", law.duplicated * 100.0));
        }
        if law.unclear_owner.is_some() {
            costs.push("whose a new task is has to be settled".to_string());
        }
        let evidence = format!("What that costs: {}. With shared_view: true on both sides none of it happens.", costs.join("; "));
        let finding = Finding::new(30.0 + 20.0 * both.hours_f64() / WEEK, title, evidence);
        all.push(if both > Span(0) { finding.inside(plan, &weeks, &side_by_side) } else { finding });
    }
}

/// For each playbook who can do any of its tasks.
fn able(plan: &Plan, uses: &Uses) -> Vec<BTreeSet<PersonId>> {
    let mut able = vec![BTreeSet::new(); plan.playbooks.len()];
    for (id, requirement) in (0..).map(RequirementId).zip(&plan.requirements) {
        let playbooks: BTreeSet<PlaybookId> = uses.tasks(id).map(|t| plan.tasks[t.at()].playbook).collect();
        for playbook in playbooks {
            able[playbook.at()].extend(requirement.qualified.iter().map(|(p, ..)| *p));
        }
    }
    able
}
