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
    /// What follows at once, first in, first out, after what is under way.
    follows: Vec<H>,
    /// What followed when it was looked at last, of which so many are still to come.
    under_way: Vec<H>,
    left: usize,
    /// What was recorded.
    pub chronicle: Chronicle<F>,
    /// Where luck comes from.
    pub luck: Luck,
    /// Bounds.
    pub bounds: Bounds,
    /// Happenings so far.
    pub happened: u64,
    /// The play goes up to this instant, and stands still before what is due later.
    pub until: Instant,
    /// Some rule has asked for the loop to be left, for one of the reasons below: so that one look a turn is enough.
    asked: bool,
    finished: bool,
    needs_room: bool,
    chooses: bool,
    broken: Option<Bound>,
    /// As much may have happened, at this instant and in all.
    at_most: u64,
}
/// Facts that gather before they are handed on. To leave the loop and come back takes as long as some twenty happenings.
const FACTS_AT_ONCE: usize = 2048;

impl<H: Copy, F: Copy + std::hash::Hash> Core<H, F> {
    /// A core at the start of time.
    pub fn new(bounds: Bounds) -> Self {
        Core {
            now: Instant(0),
            calendar: Calendar::new(),
            follows: Vec::new(),
            under_way: Vec::new(),
            left: 0,
            chronicle: Chronicle::new(),
            luck: Luck::new(0, 0, 0),
            bounds,
            happened: 0,
            until: Instant::NEVER,
            asked: false,
            finished: false,
            needs_room: false,
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
        self.left = 0;
        self.chronicle.clear();
        self.luck = luck;
        self.happened = 0;
        self.until = Instant::NEVER;
        (self.asked, self.finished, self.needs_room, self.chooses) = (false, false, false, false);
        self.broken = None;
        self.begin_instant();
    }
    /// Nothing has happened at this instant yet.
    fn begin_instant(&mut self) {
        self.at_most = self.bounds.total.min(self.happened.saturating_add(self.bounds.per_instant));
    }
    /// Books a happening; the past is the present.
    #[inline(always)]
    pub fn book(&mut self, at: Instant, phase: u8, happening: H) {
        self.calendar.book(at.max(self.now), phase, happening);
    }
    /// Books a consequence of what happens now.
    #[inline(always)]
    pub fn follow(&mut self, happening: H) {
        self.follows.push(happening);
    }
    /// Records a fact of now.
    #[inline]
    pub fn record(&mut self, fact: F) {
        self.chronicle.record(self.now, fact);
    }
    /// A rule says that nothing more counts: the loop is left once everything that follows at once has happened.
    pub fn finish(&mut self) {
        (self.asked, self.finished) = (true, true);
    }
    /// Nothing more counts.
    pub fn is_finished(&self) -> bool {
        self.finished
    }
    /// A rule needs the world to make room before the next happening.
    pub fn needs_room(&mut self) {
        (self.asked, self.needs_room) = (true, true);
    }
    /// A rule has found a bound broken: the loop is left before the next happening.
    pub fn breaks(&mut self, bound: Bound) {
        self.broken = Some(bound);
        self.needs_room();
    }
    /// A rule waits for a choice: the loop is left before the next happening.
    pub fn chooses(&mut self) {
        (self.asked, self.chooses) = (true, true);
    }
    /// Why the loop is left before the next happening, where some rule has asked for that.
    #[cold]
    fn asked_to_leave(&mut self) -> Option<Left> {
        if self.finished && self.is_settled() {
            return Some(Left::Finished);
        }
        let left = if std::mem::take(&mut self.needs_room) {
            Some(self.broken.map_or(Left::NeedsRoom, Left::Limit))
        } else {
            std::mem::take(&mut self.chooses).then_some(Left::Chooses)
        };
        self.asked = self.finished | self.needs_room | self.chooses;
        left
    }
    /// Nothing follows at once: what is due next comes next.
    #[inline(always)]
    pub fn is_settled(&self) -> bool {
        self.left == 0 && self.follows.is_empty()
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
    /// One more happens; whether that is within the bounds on how much may happen.
    #[inline(always)]
    fn counts(&mut self) -> bool {
        self.happened += 1;
        self.happened <= self.at_most
    }
    /// No more is booked than may be.
    #[inline(always)]
    fn may_be_pending(&self) -> bool {
        self.calendar.len() as u64 <= self.bounds.pending
    }
    /// The bound that one more has broken.
    #[cold]
    fn bound(&self) -> Bound {
        if self.happened > self.bounds.total { Bound::Total } else { Bound::PerInstant }
    }
}

/// Something that holds a core: the model's context.
pub trait HasCore<H: Copy, F: Copy> {
    /// The core.
    fn core(&mut self) -> &mut Core<H, F>;
}

/// The loop. `rule` is told each happening in turn.
pub fn drive<H: Copy, F: Copy + std::hash::Hash, S: HasCore<H, F>>(stage: &mut S, rule: impl Fn(&mut S, &H)) -> Left {
    drive_some(stage, rule, u64::MAX)
}
/// The loop for at most so many happenings.
pub fn drive_some<H: Copy, F: Copy + std::hash::Hash, S: HasCore<H, F>>(stage: &mut S, rule: impl Fn(&mut S, &H), most: u64) -> Left {
    // What follows is lent to the rules and not copied for them, so it lies here while the loop runs.
    let mut under_way = std::mem::take(&mut stage.core().under_way);
    let left = (0..most).find_map(|_| turn(stage, &rule, &mut under_way)).unwrap_or(Left::Paused);
    stage.core().under_way = under_way;
    left
}
/// One turn of the loop: the next happening, or why there is none.
#[inline(always)]
fn turn<H: Copy, F: Copy + std::hash::Hash, S: HasCore<H, F>>(
    stage: &mut S,
    rule: &impl Fn(&mut S, &H),
    under_way: &mut Vec<H>,
) -> Option<Left> {
    let core = stage.core();
    let settled = core.is_settled();
    // Looked at while it is still the instant at which so much was booked.
    if settled && !core.may_be_pending() {
        return Some(Left::Limit(Bound::Pending));
    }
    if core.asked
        && let Some(left) = core.asked_to_leave()
    {
        return Some(left);
    }
    if settled {
        if core.chronicle.len() >= FACTS_AT_ONCE {
            return Some(Left::FactsGathered);
        }
        if let Some(left) = core.come_to_next() {
            return Some(left);
        }
        if !core.counts() {
            return Some(Left::Limit(core.bound()));
        }
        // It is copied as a whole and looked into by the rule only: looked into here, it would go through registers in pieces.
        let happening = core.calendar.take();
        rule(stage, &happening);
    } else {
        if !core.counts() {
            return Some(Left::Limit(core.bound()));
        }
        if core.left == 0 {
            core.left = core.follows.len();
            exchange(under_way, &mut core.follows);
        }
        let next = under_way.len() - core.left;
        core.left -= 1;
        rule(stage, &under_way[next]);
    }
    None
}
/// What gathered is under way from now on, and what was has gone. By hand, since these few words change places at every other happening:
/// nothing is dropped.
#[inline(always)]
fn exchange<H>(under_way: &mut Vec<H>, gathered: &mut Vec<H>) {
    let mut gone = std::mem::replace(under_way, std::mem::take(gathered));
    gone.clear();
    std::mem::forget(std::mem::replace(gathered, gone));
}
