//! Absence: who is away, why, from when to when. Leave, sickness and training are drawn for each play, person and kind on streams of their
//! own, so that staffing models share them and nobody's absence depends on who else there is; named absences are as the file says.
//! Leaves to others: what absence does to shifts and call-outs (duty), whether somebody away can be reached (paging).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::chance::{Dist, Purpose};
use crate::engine::time::{Instant, Span};
use crate::model::ids::PersonId;

pub mod build;
pub mod cover;
mod draw;
pub mod entry;
pub(super) mod redraw;
pub mod rules;

pub use draw::spells_of;

/// Why somebody is away.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// On leave.
    Leave,
    /// In training.
    Training,
    /// For another reason, planned.
    Other,
    /// Sick.
    Sick,
    /// Gone for good: the seat is empty until somebody else takes it.
    Left,
}
impl Why {
    /// Known long enough before that somebody else can be found for a turn on call.
    pub fn planned(self) -> bool {
        self != Why::Sick
    }
    /// Its name in files.
    pub fn name(self) -> &'static str {
        ["leave", "training", "other", "sick", "left"][self as usize]
    }
}

/// A time for which somebody is away: from its first instant up to, but not including, its last.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    /// They are away from here on.
    pub from: Instant,
    /// They are back.
    pub to: Instant,
    /// Why.
    pub why: Why,
}

/// Absence as compiled. A plan has it only when anybody can be away.
#[derive(Clone, Debug, Default)]
pub struct Absence {
    /// By person: how often and how long they are away.
    pub habits: Vec<Habits>,
    /// Working days, shared by those with equal hours: shifts, and those longer than a day cut at midnight.
    pub days: Vec<Vec<(Instant, Instant)>>,
    /// How many spells are expected to have begun by each working day, from `BEFORE` days before the first on; shared likewise.
    pub expected: Vec<Vec<f64>>,
    /// Who is away by name, in the order of person and time.
    pub named: Vec<(PersonId, Spell)>,
    /// Nobody leaves from here on.
    pub end: Instant,
}
/// Working days before the start of a play from which spells are drawn, so that some are under way when it starts.
pub const BEFORE: usize = 260;

/// How often and how long somebody is away.
#[derive(Clone, Debug, Default)]
pub struct Habits {
    /// Index into `Absence::days`.
    pub days: usize,
    /// Each kind of absence they have.
    pub kinds: Vec<Habit>,
    /// How people in this seat come and go.
    pub turnover: Option<Turnover>,
}
/// One kind of absence of somebody.
#[derive(Clone, Debug)]
pub struct Habit {
    /// Why.
    pub why: Why,
    /// What its luck is drawn for.
    pub purpose: Purpose,
    /// Index into `Absence::expected`.
    pub expected: usize,
    /// How long it lasts; a day of 24 hours is a working day.
    pub lasts: Dist,
}

/// How people in a seat come and go.
#[derive(Clone, Debug)]
pub struct Turnover {
    /// How many leave in a year of 365 days, for as long as somebody is there.
    pub per_year: f64,
    /// From notice to the last day.
    pub notice: Dist,
    /// From notice to the first day of the next.
    pub time_to_hire: Dist,
    /// How long somebody is new.
    pub ramp: Span,
    /// Work takes somebody new this many times as long.
    pub ramp_takes: f64,
    /// How many days the seat stays empty, on average.
    pub empty_for: f64,
}
impl Turnover {
    /// The share of time that the seat is empty in the long run: it is taken for 1 / rate on average, then empty.
    pub fn empty_share(&self) -> f64 {
        let empty = self.per_year * self.empty_for / 365.0;
        empty / (1.0 + empty)
    }
}

/// What becomes of the turn on call of somebody who is away.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Default)]
pub enum Cover {
    /// Theirs it stays.
    Nobody,
    /// The next member takes it while an absence was planned.
    #[default]
    Planned,
    /// So too once a sickness has lasted this long.
    Sick(Span),
}

/// All absences of a play.
#[derive(Resource, Debug, Default)]
pub struct Calendar {
    /// In the order of person and time, apart from each other.
    spells: Vec<Spell>,
    /// Where those of each person begin, and at the end where all end; empty when nobody can be away.
    first: Vec<usize>,
    /// Room to work in.
    drawn: draw::Workbench,
}

impl Calendar {
    /// Adds an absence where somebody is not away already. In a play in which nobody could be away somebody is now, by the facilitator's word.
    fn lay_in(&mut self, person: PersonId, spell: Spell, people: usize) {
        if self.first.is_empty() {
            self.first.resize(people + 1, 0);
        }
        let Some(&[from, to]) = self.first.get(person.at()..=person.at() + 1) else { return };
        let theirs = draw::with(&self.spells[from..to], spell);
        let more = theirs.len() - (to - from);
        self.spells.splice(from..to, theirs);
        self.first[person.at() + 1..].iter_mut().for_each(|first| *first += more);
    }
}

/// The room of absence.
#[derive(SystemParam)]
pub struct Room<'w> {
    calendar: ResMut<'w, Calendar>,
}
impl Room<'_> {
    /// Anybody is away at some time of this play.
    #[inline]
    pub fn any(&self) -> bool {
        !self.calendar.spells.is_empty()
    }
    /// When somebody is away in this play, in order.
    pub fn spells(&self, person: PersonId) -> &[Spell] {
        match self.calendar.first.get(person.at()..=person.at() + 1) {
            Some(&[from, to]) => &self.calendar.spells[from..to],
            _ => &[],
        }
    }
    /// The absence that somebody is in at an instant.
    #[inline]
    pub fn at(&self, person: PersonId, at: Instant) -> Option<Spell> {
        let spells = self.spells(person);
        let begun = spells.partition_point(|s| s.from <= at);
        begun.checked_sub(1).map(|last| spells[last]).filter(|s| s.to > at)
    }
    /// The end of somebody's last absence that was over by an instant.
    pub fn back_since(&self, person: PersonId, at: Instant) -> Option<Instant> {
        let spells = self.spells(person);
        spells.partition_point(|s| s.to <= at).checked_sub(1).map(|last| spells[last].to)
    }
    /// Since when somebody else is in a seat; none while it is that of the person the file names.
    pub fn successor_since(&self, person: PersonId, at: Instant) -> Option<Instant> {
        let spells = self.spells(person);
        let over = &spells[..spells.partition_point(|s| s.to <= at)];
        over.iter().rev().find(|s| s.why == Why::Left).map(|s| s.to)
    }
    /// Whoever had a seat at an instant has left by another.
    pub fn has_left(&self, person: PersonId, since: Instant, by: Instant) -> bool {
        self.spells(person).iter().any(|s| s.why == Why::Left && since < s.from && s.from <= by)
    }
    /// The first beginning or end of an absence of somebody after an instant.
    pub fn next_change(&self, person: PersonId, at: Instant) -> Option<Instant> {
        let spells = self.spells(person);
        let next = spells.get(spells.partition_point(|s| s.to <= at))?;
        Some(if next.from > at { next.from } else { next.to })
    }
}
