//! How many times as long a job takes in somebody's hands: what skill and knowledge make of it, times whatever else slows the work now.

use super::strain;
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::PersonId;

/// The factor for a job in somebody's hands from now on; `skilled` is what their skill, pace and knowledge make of it. Each domain that
/// slows or speeds work has one line here.
pub(super) fn factor(scene: &Scene, _case: Case, _no: JobNo, person: PersonId, skilled: f64) -> f64 {
    skilled * strain::fatigue(scene, person)
}
