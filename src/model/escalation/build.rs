//! Escalation policies as the plan has them.

use super::entry::{PolicyEntry, StepEntry};
use crate::engine::time::Span;
use crate::model::names::who::{Called, Who};
use crate::model::names::{Names, sorted, twice};
use crate::model::plan::{Pagee, Policy};
use crate::text::{Dict, Id, Problems};

/// The most steps of one policy.
const MOST_STEPS: usize = 100;

/// Builds the escalation policies.
pub fn policies(entries: &Dict<PolicyEntry>, names: &Names, problems: &mut Problems) -> Vec<Policy> {
    sorted(entries).into_iter().map(|(id, entry)| policy(id, entry, names, problems)).collect()
}

fn policy(id: &Id, entry: &PolicyEntry, names: &Names, problems: &mut Problems) -> Policy {
    check(id, entry, names, problems);
    Policy {
        id: id.text.clone(),
        steps: entry.steps.iter().map(|step| (pagees(step, names, problems), step.wait)).collect(),
        repeat: entry.repeat,
        skip_if_empty: entry.skip_if_empty,
        re_resolve: entry.re_resolve,
        lapses: entry.lapses,
        re_page_after: entry.re_page_after,
    }
}

fn check(id: &Id, entry: &PolicyEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["escalation", id, field]);
    if entry.steps.is_empty() {
        problems.at(place("steps"), format!("`{id}` has no steps"), "it would page nobody");
    }
    if entry.steps.len() > MOST_STEPS {
        problems.at(place("steps"), format!("`{id}` has {} steps", entry.steps.len()), format!("at most {MOST_STEPS}"));
    }
    let whole: Span = entry.steps.iter().map(|s| s.wait).sum();
    if entry.repeat > 0 && !entry.steps.is_empty() && whole <= Span(0) {
        let problem =
            problems.at(place("repeat"), format!("`{id}` repeats {} times in no time at all", entry.repeat), "its waits add up to 0");
        problem.help("give at least one step a wait");
    }
    if entry.re_page_after.is_some_and(|after| after <= Span(0)) {
        problems.at(place("re_page_after"), format!("`{id}` would start again at once, for ever"), "more than 0 is needed");
    }
}

fn pagees(step: &StepEntry, names: &Names, problems: &mut Problems) -> Vec<Pagee> {
    let ids: &[Id] = &step.page.0;
    if ids.is_empty() {
        problems.at(step.place, "this step pages nobody", "`page` names at least one person, role, team or on-call rota");
    }
    twice(ids, problems);
    let called = ids.iter().filter_map(|id| names.who(id, Called::AsPaged, problems));
    called
        .filter_map(|who| match who {
            Who::People(people) => Some(Pagee::People(people)),
            Who::Team(team) => Some(Pagee::Team(team)),
            Who::Rota(rota) => Some(Pagee::Rota(rota)),
            Who::Employer(_) => None,
        })
        .collect()
}
