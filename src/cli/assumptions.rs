//! `--assumptions` of `firedrill compare`: which assumed values would turn its verdicts.

use std::sync::atomic::{AtomicBool, Ordering};

use super::progress::Progress;
use super::{Failure, Status};
use crate::report::compare::assumptions::{AssumptionSummary, Turned};
use crate::scenario::{Assumption, Scenario};
use crate::study::assumptions::{Variation, turned};
use crate::study::{Arms, Design, arms};

/// How an assumed value is varied, and what that is called.
const FACTORS: [(f64, &str); 2] = [(0.5, "half"), (2.0, "double")];

/// Varies every assumed value of some models in turn; `plays` of each variant.
pub fn ask(
    models: &[(&str, &Scenario)],
    design: &Design,
    plays: u64,
    stop: &AtomicBool,
    quiet: bool,
) -> Result<AssumptionSummary, Failure> {
    let broken = |broken: arms::Broken<std::convert::Infallible>| Failure::new(Status::Limit, broken);
    let mut stated: Vec<Assumption> = models.iter().flat_map(|(_, scenario)| scenario.assumptions()).collect();
    stated.sort();
    stated.dedup();
    let design = Design { replications: plays, precision: None, ..*design };
    let mut base = Arms::new(models.iter().map(|(name, scenario)| ((*name).to_owned(), scenario.plan.clone())));
    arms::play_all(&mut base, &design, stop, &mut |_, _| ()).map_err(broken)?;
    let mut found = AssumptionSummary { stated: stated.len() as u64, varied: 0, replications: base.replications(), turned: Vec::new() };
    let mut progress = Progress::begin(quiet);
    let each = plays * models.len() as u64;
    let all = stated.len() as u64 * 2 * each;
    for (at, assumption) in stated.iter().enumerate() {
        let mut could = false;
        for (nth, (factor, varied)) in FACTORS.into_iter().enumerate() {
            if stop.load(Ordering::Relaxed) {
                break;
            }
            // A variant that makes no sense (shares that no longer add up) is none.
            let plan = |(_, scenario): &(&str, &Scenario)| scenario.varied(assumption, factor)?.ok().map(|varied| varied.plan);
            let variation = Variation { plans: models.iter().map(plan).collect() };
            if variation.plans.iter().all(Option::is_none) {
                continue;
            }
            let begun = (2 * at + nth) as u64 * each;
            let turns = turned(&base, &variation, &design, stop, &mut |done| progress.show(begun + done, all)).map_err(broken)?;
            could |= turns.is_some();
            found.turned.extend(turns.into_iter().flatten().map(|turn| Turned {
                path: assumption.path.clone(),
                source: assumption.source.clone(),
                varied: varied.to_owned(),
                a: models[0].0.to_owned(),
                b: models[turn.b].0.to_owned(),
                measure: turn.measure,
                before: turn.before.name().to_owned(),
                after: turn.after.name().to_owned(),
            }));
        }
        found.varied += u64::from(could);
    }
    progress.end();
    Ok(found)
}
