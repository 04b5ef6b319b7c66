//! A play in which something else than the room answers for those in its hands: a policy that is asked at each point. One that takes every offer
//! plays what a study would have played; one that repeats the choices of a session plays that session.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::journal::{Entry, What};
use super::words::{Choice, Point, person_of};
use super::{Kind, Trouble};
use crate::engine::time::Instant;
use crate::model::fact::Fact;
use crate::model::plan::Plan;
use crate::play::{Play, Played, Stood};

/// Plays to the end. `policy` is asked at each point, with what is offered.
///
/// # Errors
/// When a seat names nobody, the policy makes a choice of another kind, or a limit of the scenario is hit.
pub fn play(
    plan: &Arc<Plan>,
    seed: u64,
    seats: &[String],
    policy: &mut dyn FnMut(&Point, &Choice) -> Choice,
    sink: &mut dyn FnMut(Instant, &Fact),
) -> Result<Played, Trouble> {
    let mut play = Play::new(plan.clone());
    play.reset(seed, 0);
    for person in seats {
        play.seat(person_of(plan, person)?, true);
    }
    loop {
        let stood = play.go_on(Instant::NEVER, u64::MAX, sink).map_err(|limit| Trouble { kind: Kind::Limit, words: limit.to_string() })?;
        if let Stood::Over(played) = stood {
            return Ok(played);
        }
        while let Some(pending) = play.pending().first() {
            let (at, offer, point) = (Point::of(plan, &pending.point), Choice::of(&pending.offer), pending.point);
            let choice = policy(&at, &offer).to_play()?;
            play.choose(point, choice).map_err(|refusal| Trouble::refused(refusal.to_string()))?;
        }
    }
}

/// The choices of a journal by where they were made: a policy that repeats them asks here.
pub fn choices(entries: &[Entry]) -> BTreeMap<Point, Choice> {
    let chosen = entries.iter().filter_map(|entry| match &entry.what {
        What::Chose { at, choice, .. } => Some((at.clone(), *choice)),
        _ => None,
    });
    chosen.collect()
}
