//! Tickets in a comparison: how long those of each kind wait on average in each model, and how long they take in all where they are passed on.

use super::Comparison;
use crate::model::demand::plan::CAUSE;
use crate::model::plan::Plan;
use crate::report::summary::Summary;
use crate::report::words::harmless;

/// What the measures of a year have before their names in differences.
const OF_A_YEAR: &str = "annual.";

/// The measures of tickets that some model has, by their names in differences, and what a planner calls them.
pub fn rows(comparison: &Comparison, plan: &Plan) -> Vec<(String, String)> {
    let told = plan.demand.classes.iter().filter(|class| class.is_told() && class.level < CAUSE);
    let of = |class: &crate::model::demand::plan::Class| {
        let named =
            |what: &str, words: &str| (format!("{OF_A_YEAR}tickets.{}.{what}", class.id), format!("{} {words}", harmless(&class.name)));
        let took = (!class.then.is_empty()).then(|| named("took_hours", "take in all"));
        [Some(named("wait_hours", "wait")), took].into_iter().flatten().collect::<Vec<_>>()
    };
    let known = |name: &String| comparison.models.iter().any(|model| mean(&model.summary, name).is_some());
    told.flat_map(of).filter(|(name, _)| known(name)).collect()
}

/// What such a measure is in a model on average, in hours.
pub fn mean(summary: &Summary, name: &str) -> Option<f64> {
    summary.annual.as_ref()?.measures.get(name.strip_prefix(OF_A_YEAR)?)?.mean
}

/// No incident can come, so that there is nothing to say of incidents; that none has come so far is another matter.
pub fn are_all_there_is(comparison: &Comparison, plan: &Plan) -> bool {
    plan.kinds.is_empty() && comparison.models.iter().all(|model| model.summary.incidents == 0)
}
