//! The driver: one clock, one loop. It pops the next instant, hands each due happening to its rule, settles what follows at once, goes on.
//! It leaves with a reason when something needs the world to stand still, or when a limit is hit.

use std::fmt;

use crate::engine::calendar::Calendar;
use crate::engine::chance::Luck;
use crate::engine::chronicle::Chronicle;
use crate::engine::time::Instant;

/// Shifts end before anything else of an instant.
pub const ENDS: u8 = 0;
/// Then what else ends: windows, contracts, somebody's time in another's place. Which of the two was booked first must not matter, or whoever has
/// nothing to do with it could turn them round by when their shifts end.
pub const CLOSES: u8 = 1;
/// Shifts begin next.
pub const BEGINS: u8 = 2;
/// Then all else, in the order of booking.
pub const HAPPENS: u8 = 3;

/// Bounds on one play.
#[derive(Copy, Clone, Debug)]
pub struct Bounds {
    /// Happenings in all.
    pub total: u64,
    /// Happenings at one instant.
    pub per_instant: u64,
    /// Happenings booked and not yet due.
    pub pending: u64,
}
/// Why the loop was left.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// The play is over.
    Finished,
    /// Enough facts have gathered to be handed on.
    FactsGathered,
    /// What comes next is due after the instant up to which the play may go, or as much has happened as was asked for.
    Paused,
    /// A choice is to be made before anything else happens.
    Chooses,
    /// The world must make room.
    NeedsRoom,
    /// A bound was hit.
    Limit(Bound),
}
/// The bound that was hit.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Bound {
    /// Happenings in all.
    Total,
    /// Happenings at one instant.
    PerInstant,
    /// Happenings pending.
    Pending,
    /// Attempts at one piece of work; rules count them.
    Attempts,
    /// Cases in hand; whoever makes room counts them.
    InHand,
}
impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Bound::Total => "happenings in one play (limits.happenings)",
            Bound::PerInstant => "happenings at one instant (limits.per_instant)",
            Bound::Pending => "happenings waiting at once (limits.pending)",
            Bound::Attempts => "attempts at one task (limits.attempts)",
            Bound::InHand => "incidents in hand at once (limits.in_hand)",
        })
    }
}

/// The hot state of a play: clock, calendar, consequences, luck, chronicle.
#[derive(Debug)]
pub struct Core<H: Copy, F: Copy> {
    /// The present.
    pub now: Instant,
    /// What is booked.
    pub calendar: Calendar<H>,
    /// What follows at once, first in, first out, from `next` on.
    follows: Vec<H>,
    next: usize,
    /// What was recorded.
    pub chronicle: Chronicle<F>,
    /// Where luck comes from.
    pub luck: Luck,
    /// Bounds.
    pub bounds: Bounds,
    /// Happenings so far.
    pub happened: u64,
    /// Set by a rule when nothing more counts.
    pub finished: bool,
    /// Set by a rule when it needs the world to make room before the next happening.
    pub needs_room: bool,
    /// The play goes up to this instant, and stands still before what is due later.
    pub until: Instant,
    chooses: bool,
    broken: Option<Bound>,
    /// As much may have happened, at this instant and in all.
    at_most: u64,
}
/// Facts that gather before they are handed on: as many as the fastest memory of a core holds beside all else.
const FACTS_AT_ONCE: usize = 512;

impl<H: Copy, F: Copy + std::hash::Hash> Core<H, F> {
    /// A core at the start of time.
    pub fn new(bounds: Bounds) -> Self {
        Core {
            now: Instant(0),
            calendar: Calendar::new(),
            follows: Vec::new(),
            next: 0,
            chronicle: Chronicle::new(),
            luck: Luck::new(0, 0, 0),
            bounds,
            happened: 0,
            finished: false,
            needs_room: false,
            until: Instant::NEVER,
            chooses: false,
            broken: None,
            at_most: bounds.total.min(bounds.per_instant),
        }
    }
    /// Back to the start of time with other luck; keeps what was allocated.
    pub fn reset(&mut self, luck: Luck) {
        self.now = Instant(0);
        self.calendar.clear();
        self.follows.clear();
        self.next = 0;
        self.chronicle.clear();
        self.luck = luck;
        self.happened = 0;
        self.finished = false;
        self.needs_room = false;
        self.until = Instant::NEVER;
        self.chooses = false;
        self.broken = None;
        self.begin_instant();
    }
    /// Nothing has happened at this instant yet.
    fn begin_instant(&mut self) {
        self.at_most = self.bounds.total.min(self.happened.saturating_add(self.bounds.per_instant));
    }
    /// Books a happening; the past is the present.
    pub fn book(&mut self, at: Instant, phase: u8, happening: H) {
        self.calendar.book(at.max(self.now), phase, happening);
    }
    /// Books a consequence of what happens now.
    pub fn follow(&mut self, happening: H) {
        self.follows.push(happening);
    }
    /// Records a fact of now.
    #[inline]
    pub fn record(&mut self, fact: F) {
        self.chronicle.record(self.now, fact);
    }
    /// A rule has found a bound broken: the loop is left before the next happening.
    pub fn breaks(&mut self, bound: Bound) {
        self.broken = Some(bound);
        self.needs_room = true;
    }
    /// A rule waits for a choice: the loop is left before the next happening.
    pub fn chooses(&mut self) {
        self.chooses = true;
    }
    /// Why the loop is left before the next happening, where some rule has asked for that.
    #[cold]
    fn asked_to_leave(&mut self) -> Option<Left> {
        if self.finished && self.is_settled() {
            return Some(Left::Finished);
        }
        if std::mem::take(&mut self.needs_room) {
            return Some(self.broken.map_or(Left::NeedsRoom, Left::Limit));
        }
        std::mem::take(&mut self.chooses).then_some(Left::Chooses)
    }
    /// Nothing follows at once: what is due next comes next.
    #[inline(always)]
    pub fn is_settled(&self) -> bool {
        self.next == self.follows.len()
    }
    /// Comes to the instant of what is due next; why there is nothing up to the instant at which the play is to stand still.
    #[inline(always)]
    fn come_to_next(&mut self) -> Option<Left> {
        match self.calendar.due() {
            None => return Some(Left::Finished),
            Some(at) if at > self.until => return Some(Left::Paused),
            Some(at) if at > self.now => {
                self.now = at;
                self.begin_instant();
            }
            Some(_) => {}
        }
        None
    }
    /// The first of what follows at once.
    #[inline(always)]
    fn first_to_follow(&mut self) -> H {
        let happening = self.follows[self.next];
        self.next += 1;
        if self.is_settled() {
            self.follows.clear();
            self.next = 0;
        }
        happening
    }
    /// One more happens; whether that is within all bounds.
    #[inline(always)]
    fn counts(&mut self) -> bool {
        self.happened += 1;
        self.happened <= self.at_most && self.calendar.len() as u64 <= self.bounds.pending
    }
    /// The bound that one more has broken.
    #[cold]
    fn bound(&self) -> Bound {
        if self.happened > self.bounds.total {
            Bound::Total
        } else if self.happened > self.at_most {
            Bound::PerInstant
        } else {
            Bound::Pending
        }
    }
}

/// Something that holds a core: the model's context.
pub trait HasCore<H: Copy, F: Copy> {
    /// The core.
    fn core(&mut self) -> &mut Core<H, F>;
}

/// The loop. `rule` is told each happening in turn.
pub fn drive<H: Copy, F: Copy + std::hash::Hash, S: HasCore<H, F>>(stage: &mut S, rule: impl Fn(&mut S, &H)) -> Left {
    loop {
        if let Some(left) = turn(stage, &rule) {
            return left;
        }
    }
}
/// The loop for at most so many happenings.
pub fn drive_some<H: Copy, F: Copy + std::hash::Hash, S: HasCore<H, F>>(stage: &mut S, rule: impl Fn(&mut S, &H), most: u64) -> Left {
    (0..most).find_map(|_| turn(stage, &rule)).unwrap_or(Left::Paused)
}
/// One turn of the loop: the next happening, or why there is none.
#[inline(always)]
fn turn<H: Copy, F: Copy + std::hash::Hash, S: HasCore<H, F>>(stage: &mut S, rule: &impl Fn(&mut S, &H)) -> Option<Left> {
    let core = stage.core();
    if core.finished | core.needs_room | core.chooses
        && let Some(left) = core.asked_to_leave()
    {
        return Some(left);
    }
    if core.chronicle.len() >= FACTS_AT_ONCE {
        return Some(Left::FactsGathered);
    }
    let settled = core.is_settled();
    if settled && let Some(left) = core.come_to_next() {
        return Some(left);
    }
    if !core.counts() {
        return Some(Left::Limit(core.bound()));
    }
    // It is copied as a whole and looked into by the rule only: looked into here, it would go through registers in pieces.
    let happening = if settled { core.calendar.take() } else { core.first_to_follow() };
    rule(stage, &happening);
    None
}
