//! Incident leads: the hours of the week in which nobody may lead, and leads who depend on one person.

use super::cover::{WORTH_TELLING, gap_in_words};
use super::week::Weeks;
use super::{Finding, listed, of_week, people};
use crate::model::ids::PersonId;
use crate::model::plan::Plan;

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
            let title = format!("Nobody who may lead an incident ({of}) is on shift for {}", of_week(missing));
            let gap = gap_in_words(plan, &weeks, &cover);
            let evidence = format!(
                "It could be {}. {gap} Until one of them has come, what is done side by side takes {without} times as long.",
                people(plan, able)
            );
            all.push(Finding::new(30.0 + 35.0 * missing.hours_f64() / WEEK, title, evidence).outside(plan, &weeks, &cover));
        }
        if let [only] = able {
            let title = format!("Only {} may lead an incident ({of})", people(plan, &[*only]));
            all.push(Finding::new(50.0, title, "There is nobody to hand over to, at the end of a shift or when rest is due.".into()));
        }
    }
}
