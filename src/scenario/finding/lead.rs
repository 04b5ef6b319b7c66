//! Incident leads: the hours of the week in which nobody may lead, and leads who depend on one person.

use super::week::Weeks;
use super::{Finding, hours, listed, people};
use crate::engine::time::Span;
use crate::model::ids::PersonId;
use crate::model::plan::Plan;

/// Less than this in a week is no finding.
const WORTH_TELLING: Span = Span(30 * 60_000);
const WEEK: f64 = 168.0;

/// All findings about incident leads.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    let mut alike: Vec<(&[PersonId], Vec<&str>, f64)> = Vec::new();
    for playbook in &plan.playbooks {
        let Some(law) = &playbook.lead else { continue };
        match alike.iter_mut().find(|(able, _, without)| *able == law.able && *without == law.without) {
            Some((_, ids, _)) => ids.push(&playbook.id),
            None => alike.push((&law.able, vec![&playbook.id], law.without)),
        }
    }
    let weeks = Weeks::of(plan);
    for (able, playbooks, without) in alike {
        let cover = weeks.any_on_shift(plan, able);
        let missing = weeks.uncovered(&cover);
        let of = listed(&playbooks);
        if missing > WORTH_TELLING {
            let title = format!("Nobody who may lead an incident ({of}) is on shift for {} of the 168 hours of a week", hours(missing));
            let gap = match weeks.gap(&cover) {
                Some((from, to)) => {
                    format!("The longest gap is {}, from {} to {}.", to - from, plan.zone.format(from), plan.zone.format(to))
                }
                None => "None of them is ever on shift.".into(),
            };
            let evidence = format!(
                "It could be {}. {gap} Until one of them has come, what is done side by side takes {without} times as long.",
                people(plan, able)
            );
            all.push(Finding::new(30.0 + 35.0 * missing.hours_f64() / WEEK, title, evidence));
        }
        if let [only] = able {
            let title = format!("Only {} may lead an incident ({of})", people(plan, &[*only]));
            all.push(Finding::new(50.0, title, "There is nobody to hand over to, at the end of a shift or when rest is due.".into()));
        }
    }
}
