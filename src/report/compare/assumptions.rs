//! Which assumed values turn a verdict: each of them halved and doubled in turn, on the same luck.

use serde::{Deserialize, Serialize};

/// What came of varying the assumed values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AssumptionSummary {
    /// Statements that something is assumed.
    pub stated: u64,
    /// Of these, those with a number or a time in them that could be varied.
    pub varied: u64,
    /// Replications of each variant.
    pub replications: u64,
    /// Each verdict that turned.
    pub turned: Vec<Turned>,
}

/// A verdict that an assumed value turns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turned {
    /// Where the value stands in the scenario.
    pub path: String,
    /// What its `source` says.
    pub source: String,
    /// "half" or "double".
    pub varied: String,
    /// The first model.
    pub a: String,
    /// The second.
    pub b: String,
    /// The measure.
    pub measure: String,
    /// The verdict as assumed.
    pub before: String,
    /// The verdict with it varied.
    pub after: String,
}
