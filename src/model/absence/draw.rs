//! Draws who is away when. Spells of each kind begin at random among somebody's working days, as often as makes the days asked for; each takes
//! whole working days, and one that begins while another lasts waits for its end, so that no day counts twice and the days come out exactly
//! (the share of time that a single server with Poisson arrivals is busy is arrivals times length, whatever the lengths: Kleinrock, Queueing
//! Systems I, 1975, 5.2).

use super::{Absence, BEFORE, Habits, Spell, Turnover, Why};
use crate::engine::chance::{Draw, Luck, Purpose};
use crate::engine::time::{Instant, Span};
use crate::model::ids::PersonId;
use crate::model::plan::Plan;

/// Something like the beginning of time, and its end.
const ALWAYS: (Instant, Instant) = (Instant(i64::MIN / 4), Instant::NEVER);

pub(super) const TURNOVER: Purpose = Purpose::named("turnover");

/// A spell before it has found its days.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Due {
    /// The working day, counted from `BEFORE` days before the first.
    day: usize,
    why: Why,
    nth: u64,
    /// In working days.
    length: usize,
    /// Where between the last shift worked and the first missed it begins, in thousandths.
    within: u16,
}

/// Lists that are used again for one person after another.
#[derive(Debug, Default)]
pub(super) struct Workbench {
    due: Vec<Due>,
    drawn: Vec<Spell>,
}

/// When somebody is away in a play: in order, and apart from each other. For tests and tools; a play draws those of all people at once.
pub fn spells_of(plan: &Plan, luck: &Luck, person: PersonId) -> Vec<Spell> {
    let mut spells = Vec::new();
    if let Some(absence) = &plan.absence {
        draw(absence, luck, plan.people[person.at()].luck, person, &mut Workbench::default(), &mut spells);
    }
    spells
}

/// Adds somebody's spells of a play: the seat that is empty, over named absences, over those drawn.
pub(super) fn draw(absence: &Absence, luck: &Luck, key: u64, person: PersonId, bench: &mut Workbench, into: &mut Vec<Spell>) {
    let habits = &absence.habits[person.at()];
    let begins = into.len();
    if let Some(turnover) = &habits.turnover {
        let mut seat = Seat { turnover, days: &absence.days[habits.days], end: absence.end, since: Instant(0) };
        into.extend((0..).map_while(|nth| seat.next_gap(luck.draw(TURNOVER, key, nth))));
    }
    let named = &absence.named;
    let (from, to) = (named.partition_point(|n| n.0 < person), named.partition_point(|n| n.0 <= person));
    lay_beneath(named[from..to].iter().map(|n| n.1), begins, into);
    if !habits.kinds.is_empty() {
        bench.drawn.clear();
        take_days(absence, habits, luck, key, bench);
        lay_beneath(bench.drawn.iter().copied(), begins, into);
    }
}

/// A seat, and since when somebody has it.
#[derive(Clone)]
pub(super) struct Seat<'a> {
    pub(super) turnover: &'a Turnover,
    pub(super) days: &'a [(Instant, Instant)],
    pub(super) end: Instant,
    pub(super) since: Instant,
}
impl Seat<'_> {
    /// How long whoever takes the seat has it before they give notice.
    pub(super) fn stays(&self, draw: &mut Draw) -> Span {
        Span((-libm::log(draw.uniform()) * Span::YEAR.0 as f64 / self.turnover.per_year).min(4e17) as i64)
    }
    /// When the seat is next empty: from the end of the last day of one to the first shift of the next. None when nobody leaves any more.
    pub(super) fn next_gap(&mut self, mut draw: Draw) -> Option<Spell> {
        let gives_notice = self.since + self.stays(&mut draw);
        let leaves = gives_notice + self.turnover.notice.sample(&mut draw);
        let comes = gives_notice + self.turnover.time_to_hire.sample(&mut draw);
        if leaves >= self.end || self.since >= self.end {
            return None;
        }
        let last_day = self.days.partition_point(|d| d.0 < leaves).checked_sub(1).map_or(leaves, |last| self.days[last].1);
        let from = last_day.max(self.since);
        let next = self.days.partition_point(|d| d.0 < comes.max(from));
        let to = self.days.get(next).map_or(ALWAYS.1, |d| d.0);
        self.since = to.max(from + Span(1));
        Some(Spell { from, to: self.since, why: Why::Left })
    }
}

/// Draws spells and gives them their working days, one after the other.
fn take_days(absence: &Absence, habits: &Habits, luck: &Luck, key: u64, bench: &mut Workbench) {
    bench.due.clear();
    for habit in &habits.kinds {
        let expected = &absence.expected[habit.expected];
        let (mut so_far, all) = (0.0, expected.last().copied().unwrap_or(0.0));
        for nth in 0.. {
            let mut draw: Draw = luck.draw(habit.purpose, key, nth);
            so_far -= libm::log(draw.uniform());
            if so_far >= all {
                break;
            }
            let day = expected.partition_point(|e| *e <= so_far).saturating_sub(1);
            // A whole number of days whose mean is that of the distribution.
            let length = (habit.lasts.sample(&mut draw).0 as f64 / Span::DAY.0 as f64 + draw.uniform()) as usize;
            let within = (draw.uniform() * 1000.0) as u16;
            if length > 0 {
                bench.due.push(Due { day, why: habit.why, nth, length, within });
            }
        }
    }
    bench.due.sort_unstable();
    let days = &absence.days[habits.days];
    let mut free = 0;
    for due in &bench.due {
        let first = due.day.max(free);
        free = first.saturating_add(due.length);
        if first >= BEFORE + days.len() {
            break;
        }
        if free > BEFORE {
            let before = bench.drawn.last().map_or(ALWAYS.0, |s: &Spell| s.to);
            bench.drawn.push(spell(days, first.checked_sub(BEFORE), free - BEFORE, due, before));
        }
    }
}

/// The time that a spell takes: leave lasts from the last shift worked to the next one, sickness from some time between, training only from the
/// first shift missed to the end of the last.
fn spell(days: &[(Instant, Instant)], first: Option<usize>, end: usize, due: &Due, before: Instant) -> Spell {
    let begins = first.map_or(ALWAYS.0, |first| days[first].0);
    let worked = first.and_then(|first| first.checked_sub(1)).map_or(ALWAYS.0, |last| days[last].1);
    let from = match due.why {
        Why::Training => begins,
        Why::Sick if first.is_some() => {
            // Nothing is known of the time before the play.
            let since = worked.max(Instant(0).min(begins));
            since + (begins - since).times(f64::from(due.within) / 1000.0)
        }
        _ => worked,
    };
    let to = match due.why {
        Why::Training => days.get(end - 1).map(|d| d.1),
        _ => days.get(end).map(|d| d.0),
    };
    Spell { from: from.max(before).min(begins.max(before)), to: to.unwrap_or(ALWAYS.1), why: due.why }
}

/// Somebody's spells with one more, where it lies beside them.
pub(super) fn with(spells: &[Spell], more: Spell) -> Vec<Spell> {
    let mut all = spells.to_vec();
    lay_beneath(std::iter::once(more), 0, &mut all);
    all
}

/// Adds what of some spells lies beside those from `begins` on, and puts all in order.
fn lay_beneath(beneath: impl Iterator<Item = Spell>, begins: usize, into: &mut Vec<Spell>) {
    let above = into.len();
    if above == begins {
        return into.extend(beneath);
    }
    for spell in beneath {
        let mut from = spell.from;
        for at in begins..above {
            let over = into[at];
            if over.from < spell.to && over.to > from {
                if over.from > from {
                    into.push(Spell { from, to: over.from, ..spell });
                }
                from = over.to;
            }
        }
        if from < spell.to {
            into.push(Spell { from, ..spell });
        }
    }
    into[begins..].sort_unstable();
}
