//! What one play came to as a whole: sums over its incidents that arrive again and again, the ground of everything that is said of a year.
//!
//! An incident with a date is an exercise and says nothing about how often such a thing happens, so it is left out of these sums.
//!
//! To measure something more of a year:
//! 1. add a field to [`Year`], a sum with its unit in the comment; one a system, a team or a project is a list by their numbers;
//! 2. add to it in [`Year::add`] where an outcome knows it, else in a method of its own that [`Recorder::observe`](super::Recorder::observe)
//!    calls for the facts that tell it;
//! 3. give it a variant in `study::annual::Annual` (name, unit, how it is read), and it has a mean and quantiles in `summary.json`;
//! 4. give it a column in the sheet `plays` of `report::rows`.

use super::outcome::Outcome;
use super::post::Post;
use crate::model::ids::KindId;
use crate::model::plan::{Arrivals, Plan};

/// The sums of one play.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    /// Incidents counted.
    pub incidents: u64,
    /// What they cost up to their horizons, in money, indexed by `Post as usize`.
    pub paid: [f64; Post::ALL.len()],
}

impl Year {
    /// Nothing yet; keeps the room its lists have taken.
    pub fn clear(&mut self) {
        self.incidents = 0;
        self.paid = [0.0; Post::ALL.len()];
    }

    /// Adds one counted incident, unless it has a date.
    pub fn add(&mut self, plan: &Plan, outcome: &Outcome) {
        if !comes_again(plan, outcome.kind) {
            return;
        }
        self.incidents += 1;
        for post in Post::ALL {
            self.paid[post as usize] += outcome.paid(post);
        }
    }

    /// What the incidents cost.
    pub fn cost(&self) -> f64 {
        self.paid.iter().sum()
    }
}

/// Whether incidents of a kind arrive again and again (at random, at intervals, by failures), rather than once on a date.
pub fn comes_again(plan: &Plan, kind: KindId) -> bool {
    match plan.kinds.get(kind.at()).map(|k| &k.arrivals) {
        None | Some(Arrivals::At(_)) => false,
        Some(Arrivals::Every(_) | Arrivals::Rate(_)) => true,
        Some(Arrivals::ByFailure) => plan.systems.iter().any(|s| s.fails.as_ref().is_some_and(|(_, of)| *of == kind)),
    }
}
