//! A play: a world behind a handle. Studies and exercises come in by this door only.

use std::fmt;
use std::sync::Arc;

use bevy_ecs::prelude::*;
use bevy_ecs::system::{BoxedSystem, RunSystemOnce};

use crate::engine::chance::{Branch, Luck};
use crate::engine::driver::{Bound, HAPPENS, Left};
use crate::engine::time::Instant;
use crate::model::choice::{Act, Choice, Hand, Pending, Point, Refusal, Table};
use crate::model::duty::Seen;
use crate::model::fact::Fact;
use crate::model::happening::{Happening, Inject};
use crate::model::ids::{InjectId, PersonId};
use crate::model::plan::Plan;
use crate::model::{self, Hot};

/// One world, used for one play after another.
pub struct Play {
    world: World,
    plan: Arc<Plan>,
    begin: BoxedSystem<In<Luck>, ()>,
    forward: BoxedSystem<(), Left>,
    /// For plays that stand still; made when one first does.
    hands: Option<Hands>,
    goes: Goes,
    /// It stood still here last, with nothing more due up to it.
    stood: Instant,
}
/// With which luck a play begins at its next reset.
#[derive(Clone, Debug)]
enum Goes {
    /// That of its keys.
    Plainly,
    /// The same, and what is asked for is noted.
    Noted,
    /// That of a continuation.
    On(Branch),
}
/// What is done with a play that stands still.
struct Hands {
    advance_some: BoxedSystem<In<u64>, Left>,
    by_hand: BoxedSystem<In<Hand>, Result<(), Refusal>>,
    look: BoxedSystem<In<Instant>, Vec<Seen>>,
}
/// Is told facts in order, many at once.
pub type Listener<'a> = dyn FnMut(&[(Instant, Fact)]) + 'a;
/// How a play stands that was let go on.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Stood {
    /// It waits for a choice: [`Play::pending`].
    Chooses,
    /// It has come as far as it was to.
    Paused,
    /// It is over.
    Over(Played),
}
/// What a play took.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// Happenings.
    pub happenings: u64,
    /// The fingerprint of all facts in order; always the same for an unmarked play.
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
    /// A world for a plan whose plays have no fingerprint: for studies, which look at what the facts come to.
    pub fn unmarked(plan: Arc<Plan>) -> Play {
        let mut play = Play::new(plan);
        play.world.resource_mut::<Hot>().core.chronicle.set_marks(false);
        play
    }
    /// A world for a plan.
    pub fn new(plan: Arc<Plan>) -> Play {
        let mut world = World::new();
        model::furnish(&mut world, &plan);
        let mut begin: BoxedSystem<In<Luck>, ()> = Box::new(IntoSystem::into_system(model::begin));
        begin.initialize(&mut world);
        let mut forward: BoxedSystem<(), Left> = Box::new(IntoSystem::into_system(model::play_loop));
        forward.initialize(&mut world);
        Play { world, plan, begin, forward, hands: None, goes: Goes::Plainly, stood: Instant(0) }
    }
    /// Puts everything back to the start, with the luck of a replication.
    pub fn reset(&mut self, seed: u64, replication: u64) {
        let luck = Luck::new(seed, replication, 0);
        let luck = match &self.goes {
            Goes::Plainly => luck,
            Goes::Noted => luck.noted(),
            Goes::On(branch) => luck.on(branch.clone()),
        };
        self.begin.run(luck, &mut self.world).expect("the systems belong to this world");
        self.world.clear_trackers();
        self.stood = Instant(0);
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
    /// Plays to the end; `sink` is told every fact in order, many at once.
    pub fn run_in_portions(&mut self, sink: &mut Listener) -> Result<Played, LimitHit> {
        match self.advance(Instant::NEVER, u64::MAX, sink)? {
            Stood::Over(played) => Ok(played),
            Stood::Paused | Stood::Chooses => Ok(self.played()),
        }
    }
    /// Plays to the end; `sink` is told every fact in order.
    pub fn run(&mut self, sink: &mut dyn FnMut(Instant, &Fact)) -> Result<Played, LimitHit> {
        Ok(self.run_until(Instant::NEVER, sink)?.unwrap_or_else(|| self.played()))
    }
    /// Plays all that is due up to and including an instant, and stands still there: nothing where more is to come, else what the whole play
    /// took. A play that stood still goes on as if it had not.
    pub fn run_until(&mut self, at: Instant, sink: &mut dyn FnMut(Instant, &Fact)) -> Result<Option<Played>, LimitHit> {
        match self.go_on(at, u64::MAX, sink)? {
            Stood::Over(played) => Ok(Some(played)),
            Stood::Paused | Stood::Chooses => Ok(None),
        }
    }
    /// The same for at most so many happenings, and no further than to a choice that the room has to make: a play that waits for one stands
    /// still until it is made, whatever is asked of it.
    pub fn go_on(&mut self, until: Instant, most: u64, sink: &mut dyn FnMut(Instant, &Fact)) -> Result<Stood, LimitHit> {
        self.advance(until, most, &mut |facts| facts.iter().for_each(|(at, fact)| sink(*at, fact)))
    }
    fn advance(&mut self, until: Instant, most: u64, sink: &mut Listener) -> Result<Stood, LimitHit> {
        self.hand_on(sink);
        if !self.pending().is_empty() {
            return Ok(Stood::Chooses);
        }
        self.world.resource_mut::<Hot>().core.until = until;
        let last = self.happenings().saturating_add(most);
        loop {
            let left = if most == u64::MAX {
                self.forward.run((), &mut self.world).expect("the systems belong to this world")
            } else {
                let some = last - self.happenings();
                let (hands, world) = self.hands();
                hands.advance_some.run(some, world).expect("the systems belong to this world")
            };
            self.hand_on(sink);
            match left {
                Left::FactsGathered => {}
                Left::NeedsRoom if model::make_room(&mut self.world, &self.plan) => {}
                Left::NeedsRoom => return Err(self.limit_hit(Bound::InHand)),
                // With as much as was asked for a choice may have come up, and it may have been made since.
                Left::Chooses if self.pending().is_empty() => {}
                Left::Paused if self.pending().is_empty() => {
                    if most == u64::MAX {
                        self.stood = until;
                    }
                    return Ok(Stood::Paused);
                }
                Left::Paused | Left::Chooses => return Ok(Stood::Chooses),
                Left::Finished => return Ok(Stood::Over(self.played())),
                Left::Limit(bound) => return Err(self.limit_hit(bound)),
            }
        }
    }
    /// Hands on what has been recorded and not been handed on yet: what a hand has done to a play that stands still.
    pub fn told(&mut self, sink: &mut dyn FnMut(Instant, &Fact)) {
        self.hand_on(&mut |facts| facts.iter().for_each(|(at, fact)| sink(*at, fact)));
    }
    fn hand_on(&mut self, sink: &mut Listener) {
        let chronicle = &mut self.world.resource_mut::<Hot>().core.chronicle;
        sink(chronicle.facts());
        // All of them are dropped, since nobody takes them one by one.
        drop(chronicle.drain());
    }
    /// How much has happened: where a play stands, for those who want to come to the same place again.
    pub fn happenings(&self) -> u64 {
        self.world.resource::<Hot>().core.happened
    }
    /// The instant of what happened last.
    pub fn now(&self) -> Instant {
        self.world.resource::<Hot>().core.now
    }
    /// A number that stands for all facts so far, in their order; always the same for an unmarked play.
    pub fn fingerprint(&self) -> u64 {
        self.world.resource::<Hot>().core.chronicle.fingerprint()
    }
    /// The plan that is played.
    pub fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }
    /// The choices that the play waits for, in the order in which they came up.
    pub fn pending(&self) -> &[Pending] {
        self.world.resource::<Table>().pending()
    }
    /// The room speaks for somebody.
    pub fn seats(&self, person: PersonId) -> bool {
        self.world.resource::<Table>().seats(person)
    }
    /// Puts somebody into the room's hands, or back into the simulator's; after `reset`, which gives all back to the simulator. A choice that
    /// the play waits for stays one.
    pub fn seat(&mut self, person: PersonId, room: bool) {
        // It always can.
        let _ = self.hand(Hand::Seat { person, room });
    }
    /// Makes a choice that the play waits for.
    pub fn choose(&mut self, point: Point, choice: Choice) -> Result<(), Refusal> {
        self.hand(Hand::Choose { point, choice })
    }
    /// The room acts, at an instant that has come or will come: it happens once the play goes on.
    pub fn act(&mut self, at: Instant, act: Act) -> Result<(), Refusal> {
        self.hand(Hand::Act { at, act })
    }
    /// Whether the room could act so now; nothing is done.
    pub fn may(&mut self, act: Act) -> Result<(), Refusal> {
        self.hand(Hand::May { act })
    }
    /// How everybody is at an instant, up to which the play has come.
    pub fn people(&mut self, at: Instant) -> Vec<Seen> {
        let (hands, world) = self.hands();
        hands.look.run(at, world).expect("the systems belong to this world")
    }
    fn hand(&mut self, hand: Hand) -> Result<(), Refusal> {
        let (hands, world) = self.hands();
        hands.by_hand.run(hand, world).expect("the systems belong to this world")
    }
    fn hands(&mut self) -> (&mut Hands, &mut World) {
        let world = &mut self.world;
        let hands = self.hands.get_or_insert_with(|| {
            let mut advance_some: BoxedSystem<In<u64>, Left> = Box::new(IntoSystem::into_system(model::play_some));
            let mut by_hand: BoxedSystem<In<Hand>, Result<(), Refusal>> = Box::new(IntoSystem::into_system(model::by_hand));
            let mut look: BoxedSystem<In<Instant>, Vec<Seen>> = Box::new(IntoSystem::into_system(model::look));
            advance_some.initialize(world);
            by_hand.initialize(world);
            look.initialize(world);
            Hands { advance_some, by_hand, look }
        });
        (hands, world)
    }
    /// From the next reset on a play notes which luck it asks for, so that it can be continued otherwise from wherever it stands still.
    pub fn note_luck(&mut self) {
        self.goes = Goes::Noted;
    }
    /// From the next reset on a play goes on a branch: brought to the moment from which the branch was taken, in the way in which that play was
    /// (same seed and replication, same injects and choices), it comes to that moment with the same facts, and goes on otherwise.
    pub fn follow(&mut self, branch: &Branch) {
        self.goes = Goes::On(branch.clone());
    }
    /// From the next reset on a play goes by its own luck again.
    pub fn own_luck(&mut self) {
        self.goes = Goes::Plainly;
    }
    /// Continuations of a noted play from the moment at which it stands still, one for each number: what is known by now stays, what is not is
    /// drawn anew given what is known (see [`model::unknown`]). Branch 0 is the play itself. None where the play was not noted.
    pub fn branches(&mut self, numbers: &[u64]) -> Vec<Branch> {
        let now = self.world.resource::<Hot>().core.now.max(self.stood);
        let branches = self.world.run_system_once_with(model::unknown::branches, (numbers.to_vec(), now));
        branches.expect("the systems belong to this world")
    }
    /// Where its luck comes from.
    pub fn seed(&self) -> u64 {
        self.world.resource::<Hot>().core.luck.seed()
    }
    /// When the next happening is due; nothing where the play is over.
    pub fn next_due(&self) -> Option<Instant> {
        let core = &self.world.resource::<Hot>().core;
        if core.is_finished() { None } else { core.calendar.peek_time() }
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
