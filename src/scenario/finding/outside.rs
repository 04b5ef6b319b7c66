//! Third parties and providers that are not there when they are counted on.

use super::week::Weeks;
use super::{Finding, hours, listed};
use crate::engine::time::Span;
use crate::model::plan::Plan;
use crate::model::roster::Hours;

/// A gap shorter than this in a week is no finding.
const WORTH_TELLING: Span = Span(30 * 60_000);

/// All findings about those outside.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    vendors(plan, &weeks, all);
}

/// The longest time without any of these hours, in words.
fn gap(plan: &Plan, weeks: &Weeks, cover: &Hours) -> String {
    match weeks.gap(cover) {
        Some((from, to)) => format!("The longest gap is {}, from {} to {}.", to - from, plan.zone.format(from), plan.zone.format(to)),
        None => "There are no such hours at all.".into(),
    }
}

/// Third parties who can be activated in some hours only, and are waited for.
fn vendors(plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    for (number, vendor) in plan.vendors.iter().enumerate() {
        let Some(open) = &vendor.hours else { continue };
        let of = plan.tasks.iter().filter(|t| t.by.is_some_and(|by| by.at() == number));
        let waits: Vec<String> = of.map(|t| format!("{} ({})", t.name, plan.playbooks[t.playbook.at()].id)).collect();
        let missing = weeks.uncovered(open);
        if missing <= WORTH_TELLING || waits.is_empty() {
            continue;
        }
        let verb = if waits.len() == 1 { "waits" } else { "wait" };
        let covered = hours(weeks.covered(open));
        let title =
            format!("{} is activated in {covered} of the 168 hours of a week only, and {} {verb} for it", vendor.name, listed(&waits));
        all.push(Finding::new(30.0 + 20.0 * missing.hours_f64() / 168.0, title, gap(plan, weeks, open)));
    }
}
