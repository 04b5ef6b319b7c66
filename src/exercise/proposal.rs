//! Corrective actions proposed after an exercise: an action for each expectation that was missed, and changes of the scenario that simulated plays say
//! would help, each with what it came to.

use std::collections::BTreeMap;

use jiff::civil;

use super::account::Account;
use super::expectation::{Judged, Verdict};
use super::improvement::{Action, Element, Improvement, State};
use crate::model::exercise::{Deed, Exercise, Milestone};
use crate::model::plan::Plan;
use crate::scenario::remedy::{Remedy, Sort};

/// A corrective action has so long, unless somebody says otherwise.
const DAYS: i64 = 90;
/// No more changes than these are proposed.
pub const CHANGES: usize = 5;

/// A change of the scenario, and what it came to in words.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// The change.
    pub remedy: &'a Remedy,
    /// What it came to.
    pub effect: String,
    /// The file that makes it so.
    pub patch: String,
}

/// What of a capability a sort of change is about.
fn element(sort: Sort) -> Element {
    match sort {
        Sort::PreAuthorise | Sort::Delegate => Element::Planning,
        Sort::Rota | Sort::Nights | Sort::Retainer => Element::Organization,
        Sort::Grant | Sort::Telemetry | Sort::ShareView => Element::Equipment,
        Sort::Document | Sort::CrossTrain => Element::Training,
        Sort::TestRestore => Element::Exercise,
    }
}

/// How nearly a sort of change answers what was not done, the nearest first; nothing where it does not.
fn serves(sort: Sort, deed: &Deed) -> Option<u8> {
    let deeds: &[&dyn Fn(&Deed) -> bool] = match sort {
        Sort::PreAuthorise | Sort::Delegate => &[
            &|d| matches!(d, Deed::Decided(_) | Deed::Approved(_)),
            &|d| matches!(d, Deed::Milestone(Milestone::Escalated | Milestone::Declared)),
            &|d| matches!(d, Deed::Milestone(Milestone::Contained)),
        ],
        Sort::Rota | Sort::Nights | Sort::Telemetry | Sort::Retainer => &[
            &|d| matches!(d, Deed::Milestone(Milestone::Acknowledged | Milestone::Aware) | Deed::Paged(..)),
            &|d| matches!(d, Deed::Milestone(Milestone::Escalated | Milestone::Declared)),
            &|d| matches!(d, Deed::Milestone(Milestone::Contained)),
            &|d| matches!(d, Deed::Restored(_) | Deed::Done(_)),
        ],
        Sort::Document | Sort::CrossTrain | Sort::Grant | Sort::ShareView | Sort::TestRestore => {
            &[&|d| matches!(d, Deed::Restored(_) | Deed::Done(_)), &|d| matches!(d, Deed::Milestone(Milestone::Recovered))]
        }
    };
    deeds.iter().position(|is| is(deed)).map(|at| at as u8)
}

fn missed(judged: &Judged) -> bool {
    matches!(judged.verdict, Verdict::Missed { .. })
}

/// A plan from what was missed and what changes would help. `sentence` tells an expectation in words; `held` is the day of the exercise.
pub fn plan(
    of: &Plan,
    account: &Account,
    (judged, changes): (&[Judged], &[Change]),
    sentence: &dyn Fn(usize) -> String,
    (held, retest): (Option<civil::Date>, &str),
) -> Improvement {
    let Some(exercise) = &of.exercise else { return Improvement::default() };
    let due = held.and_then(|held| held.checked_add(jiff::Span::new().days(DAYS)).ok());
    let make = |id: String, (issue, action): (String, String), objective: Option<usize>, element| Action {
        id,
        issue,
        action,
        capability: objective.and_then(|at| exercise.objectives.get(at)).map_or(String::new(), |o| o.capability.clone()),
        element,
        owner: String::new(),
        start: held,
        due,
        status: State::Open,
        done: None,
        retested: None,
        retest: retest.to_owned(),
        patch: String::new(),
        effect: String::new(),
    };
    let mut actions = Vec::new();
    let mut answered: BTreeMap<usize, bool> = BTreeMap::new();
    for change in changes {
        let sort = change.remedy.sort;
        let near = |j: &Judged| exercise.expectations[j.expectation].deeds.iter().filter_map(|deed| serves(sort, deed)).min();
        let found = judged.iter().filter(|j| missed(j) && near(j).is_some());
        let answers = found.min_by_key(|j| (near(j), answered.contains_key(&j.expectation)));
        let issue = match answers {
            Some(judged) => {
                answered.insert(judged.expectation, true);
                format!("Missed: {}", sentence(judged.expectation))
            }
            None => change.remedy.why.clone(),
        };
        let objective = answers.map(|judged| exercise.expectations[judged.expectation].objective);
        let action = make(change.remedy.slug.clone(), (issue, change.remedy.title.clone()), objective, element(change.remedy.sort));
        actions.push(Action { patch: change.patch.clone(), effect: change.effect.clone(), ..action });
    }
    actions.extend(unanswered(exercise, judged, &answered).map(|judged| {
        let expectation = &exercise.expectations[judged.expectation];
        let missed = sentence(judged.expectation);
        let words = (format!("Missed: {missed}"), format!("Find out what this takes to be done in time, and change it: {missed}"));
        make(format!("meet-{}", expectation.id), words, Some(expectation.objective), Element::Planning)
    }));
    Improvement { session: account.name.clone(), scenario: of.name.clone(), held, actions }
}

/// What was missed and no change answers.
fn unanswered<'a>(exercise: &'a Exercise, judged: &'a [Judged], answered: &'a BTreeMap<usize, bool>) -> impl Iterator<Item = &'a Judged> {
    let known = exercise.expectations.len();
    judged.iter().filter(move |j| missed(j) && j.expectation < known && !answered.contains_key(&j.expectation))
}
