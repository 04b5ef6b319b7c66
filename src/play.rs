//! A play: a world behind a handle. Studies and exercises come in by this door only.

use std::fmt;
use std::sync::Arc;

use bevy_ecs::prelude::*;
use bevy_ecs::system::BoxedSystem;

use crate::engine::chance::Luck;
use crate::engine::chronicle::Keep;
use crate::engine::driver::{Bound, HAPPENS, Left};
use crate::engine::time::Instant;
use crate::model::fact::Fact;
use crate::model::happening::{Happening, Inject};
use crate::model::ids::InjectId;
use crate::model::plan::Plan;
use crate::model::{self, Hot};

/// One world, used for one play after another.
pub struct Play {
    world: World,
    plan: Arc<Plan>,
    begin: BoxedSystem<In<Luck>, ()>,
    advance: BoxedSystem<(), Left>,
}
/// What a play took.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// Happenings.
    pub happenings: u64,
    /// The fingerprint of all facts in order.
    pub fingerprint: u64,
    /// When it ended.
    pub end: Instant,
}
/// A play that hit a limit.
#[derive(Clone, Debug)]
pub struct LimitHit {
    bound: Bound,
    most: u64,
    at: String,
    culprit: String,
}
impl fmt::Display for LimitHit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the play was stopped at {}: more than {} {}; {}", self.at, grouped(self.most), self.bound, self.culprit)
    }
}
impl std::error::Error for LimitHit {}

/// A whole number with its thousands apart.
fn grouped(number: u64) -> String {
    let (thousands, rest) = (number / 1000, number % 1000);
    if thousands == 0 { rest.to_string() } else { format!("{},{rest:03}", grouped(thousands)) }
}

impl Play {
    /// A world for a plan.
    pub fn new(plan: Arc<Plan>) -> Play {
        let mut world = World::new();
        model::furnish(&mut world, &plan);
        let mut begin: BoxedSystem<In<Luck>, ()> = Box::new(IntoSystem::into_system(model::begin));
        begin.initialize(&mut world);
        let mut advance: BoxedSystem<(), Left> = Box::new(IntoSystem::into_system(model::play_loop));
        advance.initialize(&mut world);
        world.resource_mut::<Hot>().core.chronicle.set_keep(Keep::Full);
        Play { world, plan, begin, advance }
    }
    /// Puts everything back to the start, with the luck of a replication.
    pub fn reset(&mut self, seed: u64, replication: u64) {
        self.begin.run(Luck::new(seed, replication, 0), &mut self.world).expect("the systems belong to this world");
        self.world.clear_trackers();
    }
    /// Books a happening from outside, after `reset`: something that is done to the play rather than by it. The past is the present.
    pub fn inject(&mut self, at: Instant, happening: Happening) {
        self.world.resource_mut::<Hot>().core.book(at, HAPPENS, happening);
    }
    /// Plays an inject of the scenario at an instant, whatever it would wait for itself: one that is held back for the facilitator, or any
    /// other. It comes into the oldest incident then in hand that it belongs to, and no more often than it may; with none in hand it comes to
    /// nothing. False where the scenario has no inject of this id.
    pub fn inject_by_id(&mut self, at: Instant, id: &str) -> bool {
        let Some(number) = self.plan.injects.injects.iter().position(|inject| inject.id == id) else { return false };
        let inject = InjectId(number as u32);
        self.inject(at, Happening::Inject(Inject::Now { inject, by_hand: true }));
        true
    }
    /// Plays to the end; `sink` is told every fact in order.
    pub fn run(&mut self, sink: &mut dyn FnMut(Instant, &Fact)) -> Result<Played, LimitHit> {
        Ok(self.run_until(Instant::NEVER, sink)?.unwrap_or_else(|| self.played()))
    }
    /// Plays all that is due up to and including an instant, and stands still there: nothing where more is to come, else what the whole play
    /// took. A play that stood still goes on as if it had not.
    pub fn run_until(&mut self, at: Instant, sink: &mut dyn FnMut(Instant, &Fact)) -> Result<Option<Played>, LimitHit> {
        self.world.resource_mut::<Hot>().core.until = at;
        loop {
            let left = self.advance.run((), &mut self.world).expect("the systems belong to this world");
            let mut hot = self.world.resource_mut::<Hot>();
            for (at, fact) in hot.core.chronicle.drain() {
                sink(at, &fact);
            }
            match left {
                Left::FactsGathered => {}
                Left::NeedsRoom if model::make_room(&mut self.world, &self.plan) => {}
                Left::NeedsRoom => return Err(self.limit_hit(Bound::InHand)),
                Left::Paused => return Ok(None),
                Left::Finished => return Ok(Some(self.played())),
                Left::Limit(bound) => return Err(self.limit_hit(bound)),
            }
        }
    }
    /// When the next happening is due; nothing where the play is over.
    pub fn next_due(&self) -> Option<Instant> {
        let core = &self.world.resource::<Hot>().core;
        if core.finished { None } else { core.calendar.peek_time() }
    }
    /// What the play took so far.
    fn played(&self) -> Played {
        let core = &self.world.resource::<Hot>().core;
        Played { happenings: core.happened, fingerprint: core.chronicle.fingerprint(), end: core.now }
    }
    /// Names who waited for what when a limit was hit.
    fn limit_hit(&mut self, bound: Bound) -> LimitHit {
        let plan = self.plan.clone();
        let (now, most) = {
            let core = &self.world.resource::<Hot>().core;
            let most = match bound {
                Bound::Total => plan.limits.happenings,
                Bound::PerInstant => plan.limits.per_instant,
                Bound::Pending => plan.limits.pending,
                Bound::Attempts => plan.limits.attempts,
                Bound::InHand => plan.limits.in_hand,
            };
            (core.now, most)
        };
        LimitHit { bound, most, at: plan.zone.format_long(now), culprit: model::culprit(&mut self.world, &plan, bound) }
    }
}
