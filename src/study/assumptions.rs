//! Which assumed values turn a verdict: each of them halved and doubled in turn, in all arms that have it, on the same luck as before.
//!
//! One at a time, so what two of them do together is not seen; and a verdict that was near its edge is turned by little.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::arms::{self, Arm, Arms, Broken};
use super::compare::{Verdict, verdict};
use super::precision;
use super::{Design, Measure};
use crate::model::plan::Plan;

/// One assumed value, varied.
pub struct Variation {
    /// Each arm's scenario with it; nothing where the arm does not have it.
    pub plans: Vec<Option<Arc<Plan>>>,
}

/// A verdict that it turns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The arm that is held against the first.
    pub b: usize,
    /// The measure.
    pub measure: String,
    /// The verdict as assumed.
    pub before: Verdict,
    /// The verdict with the value varied.
    pub after: Verdict,
}

/// The measures whose verdicts are watched: those of targets, the time to recover and the cost.
pub fn watched(plan: &Plan) -> Vec<String> {
    let mut names: Vec<String> = precision::wanted(plan).into_iter().map(|(measure, _)| measure.name(plan)).collect();
    names.extend([Measure::Recover, Measure::Cost].map(|measure| measure.name(plan)));
    let mut seen = Vec::new();
    names.retain(|name| {
        !seen.contains(name) && {
            seen.push(name.clone());
            true
        }
    });
    names
}

/// Plays the arms that have the value with it varied, as often as `base` was played, and tells the verdicts against the first arm that were sure in
/// `base` and are so no longer, or are turned round. None when it was stopped.
pub fn turned(
    base: &Arms,
    variation: &Variation,
    design: &Design,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(u64),
) -> Result<Option<Vec<Turn>>, Broken<std::convert::Infallible>> {
    let having: Vec<usize> = (0..base.all().len()).filter(|at| variation.plans[*at].is_some()).collect();
    let plans = having.iter().filter_map(|at| Some((base.all()[*at].name.clone(), variation.plans[*at].clone()?)));
    let mut varied = Arms::new(plans);
    let design = Design { replications: base.replications(), ..*design };
    arms::play_all(&mut varied, &design, stop, &mut |done, _| progress(done))?;
    if stop.load(Ordering::Relaxed) && varied.replications() < base.replications() {
        return Ok(None);
    }
    let mut varied = varied.into_all().into_iter();
    let all: Vec<Arm> = (0..base.all().len())
        .map(|at| if having.contains(&at) { varied.next().unwrap_or_else(|| base.all()[at].clone()) } else { base.all()[at].clone() })
        .collect();
    let mut turns = Vec::new();
    for measure in watched(base.all()[0].plan()) {
        for b in 1..all.len() {
            let before = verdict(&base.all()[0], &base.all()[b], &measure);
            let after = verdict(&all[0], &all[b], &measure);
            if let (Some(before @ (Verdict::ABetter | Verdict::BBetter)), Some(after)) = (before, after)
                && before != after
            {
                turns.push(Turn { b, measure: measure.clone(), before, after });
            }
        }
    }
    Ok(Some(turns))
}
