//! When a finding holds: the hours of the week, one by one and in words, and the dates where it holds for a while only.

use super::spoken::{Stretches, WEEK};
use super::{HOUR, Weeks};
use crate::engine::time::{Instant, Span};
use crate::model::plan::Plan;
use crate::model::roster::{Hours, Zone};

/// When something holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// As people say it: "at any hour", "Mon–Thu 17:30–08:30, Fri 17:30 to Mon 08:30".
    pub words: String,
    /// The hours of the week by the local clock; never none.
    pub hours: Stretches,
    /// From when to when, where it holds for some time only; the last may go on for good.
    pub dates: Vec<(Instant, Option<Instant>)>,
    /// Not in every week, as rosters of several weeks have it.
    pub sometimes: bool,
}

const ANY_HOUR: &str = "at any hour";

impl When {
    /// Whenever it is.
    pub fn any_hour() -> When {
        When { words: ANY_HOUR.into(), hours: Stretches::whole(), dates: Vec::new(), sometimes: false }
    }

    /// At some hours of every week.
    pub fn weekly(hours: Stretches) -> When {
        if hours.0.is_empty() || hours.is_whole() {
            return When::any_hour();
        }
        When { words: hours.words(), hours, dates: Vec::new(), sometimes: false }
    }

    /// From an instant on, for good.
    pub fn since(plan: &Plan, from: Instant) -> When {
        let words = format!("from {} on, at any hour", plan.zone.format_long(from));
        When { words, hours: Stretches::whole(), dates: vec![(from, None)], sometimes: false }
    }

    /// From one instant to another, once or several times.
    pub fn during(plan: &Plan, spans: &[(Instant, Instant)]) -> When {
        let Some((from, to)) = spans.first() else { return When::any_hour() };
        let first = format!("from {} to {}", plan.zone.format_long(*from), plan.zone.format_long(*to));
        let words = if spans.len() > 1 { format!("{} times, first {first}", spans.len()) } else { first };
        let hours = Stretches::touched(&plan.zone, spans);
        When { words, hours, dates: spans.iter().map(|(from, to)| (*from, Some(*to))).collect(), sometimes: false }
    }

    /// The same, only in what is said: "in month-end closing, at any hour".
    pub fn only(self, when: &str) -> When {
        When { words: format!("{when}, {}", self.words), ..self }
    }

    /// The same, only within some dates.
    pub fn dated(self, spans: &[(Instant, Instant)]) -> When {
        When { dates: spans.iter().map(|(from, to)| (*from, Some(*to))).collect(), ..self }
    }

    /// It holds at every hour of every week.
    pub fn is_always(&self) -> bool {
        self.words == ANY_HOUR
    }
}

impl Weeks {
    /// The hours of a typical week that do not lie in some hours.
    pub fn outside(&self, plan: &Plan, cover: &Hours) -> When {
        let (typical, all) = (self.stretches(plan, cover), || Hours::between(self.whole().0, self.whole().1).minus(cover));
        let when = When::weekly(if typical.0.is_empty() { Stretches::touched(&plan.zone, all().spans()) } else { typical });
        match self.at_times(cover) {
            Some((some, of)) => When { sometimes: true, ..when.only(&format!("in {some} of {of} weeks")) },
            None => when,
        }
    }

    /// The hours of a typical week that lie in some hours.
    pub fn inside(&self, plan: &Plan, hours: &Hours) -> When {
        let (from, to) = self.whole();
        self.outside(plan, &Hours::between(from, to + Span(7 * 24 * HOUR)).minus(hours))
    }
}

impl Stretches {
    /// All hours of the week.
    pub fn whole() -> Stretches {
        Stretches(vec![(0, WEEK)])
    }

    /// All hours of the week are among them.
    pub fn is_whole(&self) -> bool {
        self.0 == [(0, WEEK)]
    }

    /// How many minutes of a week they are.
    pub fn total(&self) -> u32 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }

    /// The hours of the week that some stretches of time touch in any week.
    pub fn touched(zone: &Zone, spans: &[(Instant, Instant)]) -> Stretches {
        let mut all: Vec<(u32, u32)> = Vec::new();
        for (from, to) in spans.iter().filter(|(from, to)| from < to) {
            if *to - *from >= Span::WEEK {
                return Stretches::whole();
            }
            match (minute(zone, *from), minute(zone, *to)) {
                (begins, ends) if begins < ends => all.push((begins, ends)),
                (begins, ends) => all.extend([(begins, WEEK), (0, ends)].into_iter().filter(|(from, to)| from < to)),
            }
        }
        all.sort_unstable();
        let mut apart: Vec<(u32, u32)> = Vec::new();
        for (from, to) in all {
            match apart.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => apart.push((from, to)),
            }
        }
        Stretches(apart).joined()
    }

    /// What goes on over the end of the week is one.
    pub(super) fn joined(mut self) -> Stretches {
        if let ([(0, first), .., (_, WEEK)], true) = (self.0.as_slice(), self.0.len() > 1) {
            let first = *first;
            self.0.remove(0);
            if let Some(last) = self.0.last_mut() {
                last.1 = WEEK + first;
            }
        }
        self
    }
}

/// The minute of the week by the local clock.
pub(super) fn minute(zone: &Zone, at: Instant) -> u32 {
    let (hour, into): (usize, Span) = zone.hour_of_week(at);
    hour as u32 * 60 + (into.0 / 60_000) as u32
}
