//! `firedrill trace --forecast-at`: where a play is likely to lead from a moment of it, given what had happened by then.

use std::sync::Arc;

use crate::cli::interrupt::Interrupt;
use crate::cli::progress::Progress;
use crate::cli::{Failure, Status};
use crate::engine::time::{Instant, Span};
use crate::exercise::forecast::{At, Forecast, forecast};
use crate::model::fact::Fact;
use crate::model::ids::IncidentNo;
use crate::model::plan::Plan;
use crate::model::quantity::span_of;
use crate::play::Play;

/// Continuations that are played.
const CONTINUATIONS: u64 = 400;

/// The forecast of a replication from so long after its first incident began.
pub(super) fn of(plan: &Arc<Plan>, seed: u64, replication: u64, after: &str, jobs: usize, quiet: bool) -> Result<Forecast, Failure> {
    let wrong = |words: String| Failure::new(Status::Wrong, words);
    let after = span_of(after).map_err(|words| wrong(format!("--forecast-at: {words}")))?;
    let Some((incident, began)) = first(plan, seed, replication)? else {
        return Err(wrong(format!("nothing goes wrong in replication {replication}, so there is nothing to forecast")));
    };
    let moment = At { plan: plan.clone(), seed, replication, at: began + after, incident };
    let interrupt = Interrupt::listen();
    let mut progress = Progress::begin(quiet);
    let made = forecast(&moment, CONTINUATIONS, jobs, interrupt.stop(), &mut |done| progress.show(done, CONTINUATIONS));
    progress.end();
    let made = made.map_err(|words| wrong(format!("{after} after the first incident of replication {replication} began: {words}")))?;
    if made.continuations < CONTINUATIONS && interrupt.stop().load(std::sync::atomic::Ordering::Relaxed) {
        return Err(Failure::new(
            Status::Interrupted,
            format!("interrupted after {} of {CONTINUATIONS} continuations", made.continuations),
        ));
    }
    Ok(made)
}

/// The first incident that counts, and when it began.
fn first(plan: &Arc<Plan>, seed: u64, replication: u64) -> Result<Option<(IncidentNo, Instant)>, Failure> {
    let mut first = None;
    let mut play = Play::new(plan.clone());
    play.reset(seed, replication);
    let mut until = Instant(0);
    while first.is_none() {
        let gone = play.run_until(until, &mut |at, fact| {
            if let Fact::Began { incident, counted: true, .. } = fact {
                first.get_or_insert((*incident, at));
            }
        });
        if gone.map_err(super::limit(replication))?.is_some() {
            break;
        }
        until = play.next_due().unwrap_or(until).max(until) + Span::DAY;
    }
    Ok(first)
}
