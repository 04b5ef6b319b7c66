//! Tickets in a comparison: how long those of each kind wait on average in each model, and how long they take in all where they are passed on.

use super::Comparison;
use crate::model::plan::Plan;
use crate::report::demand;
use crate::report::summary::Summary;
use crate::study::arms::OF_A_YEAR;

/// The measures of tickets that some model has, by their names in differences, and what a planner calls them.
pub fn rows(comparison: &Comparison, plan: &Plan) -> Vec<(String, String)> {
    let all = demand::waits(plan).into_iter().map(|(name, words)| (format!("{OF_A_YEAR}{name}"), words));
    all.filter(|(name, _)| comparison.models.iter().any(|model| mean(&model.summary, name).is_some())).collect()
}

/// What such a measure is in a model on average, in hours.
pub fn mean(summary: &Summary, name: &str) -> Option<f64> {
    summary.annual.as_ref()?.measures.get(name.strip_prefix(OF_A_YEAR)?)?.mean
}

/// No incident can come, so that there is nothing to say of incidents; that none has come so far is another matter.
pub fn are_all_there_is(comparison: &Comparison, plan: &Plan) -> bool {
    plan.kinds.is_empty() && comparison.models.iter().all(|model| model.summary.incidents == 0)
}
