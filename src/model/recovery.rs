//! Recovery: the copies of a system, which of them is clean and there, and what is lost by going back to it.
//! Leaves to others: who restores (response), when the service is back (estate), what destroys copies (incident).

use crate::engine::chance::Dist;
use crate::engine::time::{Instant, Span};
use crate::model::ids::{GrantId, LaneId, SystemId};
use crate::model::roster::Zone;

pub mod build;
pub mod entry;
pub mod reinfection;

use entry::CopyTime;

/// Restores that can run at once.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Id.
    pub id: String,
    /// How many.
    pub at_once: u32,
}
/// What a task isolates or reconnects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The system it is done for.
    Own,
    /// Everything that the incident isolates.
    All,
    /// These.
    These(Vec<SystemId>),
}
/// A service that is slow at first.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// The share with which it counts as back.
    pub minimum: f64,
    /// How long from there to all of it.
    pub full_after: Dist,
}
/// When copies are made, and how long each is there.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Copies {
    /// From one copy to the next.
    pub every: Span,
    /// How long a copy is kept; for ever, when not said.
    pub keep: Option<Span>,
    /// One of them is made then by the local clock, in the first days.
    pub at: CopyTime,
    /// When that is; the others lie whole intervals before and after it.
    pub anchor: Instant,
}
/// How a system is restored.
#[derive(Clone, Debug)]
pub struct Backup {
    /// Hands-on time of a restore.
    pub restore: Dist,
    /// Hands-on time of checking what was restored.
    pub verify: Option<Dist>,
    /// Share of restores that work.
    pub works: f64,
    /// A restore was tested at all.
    pub tested: bool,
    /// The last test has a date after the start.
    pub test_to_come: bool,
    /// The last test was within the year before the start.
    pub tested_lately: bool,
    /// How many times as often a restore fails that was not tested lately.
    pub untested_fails: f64,
    /// When copies are made; without it their age is not known.
    pub copies: Option<Copies>,
    /// After a restore that failed the next older copy is tried.
    pub older: bool,
    /// An attacker's way to the copies.
    pub reached_by: Option<GrantId>,
    /// How often they are destroyed when reached.
    pub lost: f64,
    /// Restores from them share this lane.
    pub lane: Option<LaneId>,
    /// Off-line copies.
    pub vault: Option<Vault>,
}
/// Off-line copies.
#[derive(Clone, Debug)]
pub struct Vault {
    /// Hands-on time of a restore.
    pub restore: Dist,
    /// Share of restores that work.
    pub works: f64,
    /// When copies are made.
    pub copies: Option<Copies>,
    /// Restores from them share this lane.
    pub lane: Option<LaneId>,
}

/// What became of a system, as far as its copies care.
#[derive(Copy, Clone, Debug)]
pub struct Loss {
    /// It was hit.
    pub hit: Instant,
    /// The attack that hit it began; what was copied from then on is not clean.
    pub attack_began: Option<Instant>,
    /// Its first copies were destroyed, or none of them is clean.
    pub copies_lost: bool,
    /// So many of the newest of them were found bad.
    pub bad: u32,
}
/// What a restore reads.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The off-line copies.
    pub vault: bool,
    /// When the copy was made, where that is known.
    pub copy: Option<Instant>,
}

impl Copies {
    /// The newest clean copy that is still there when the system is hit, or the n-th before it. Copies are not thrown away while an incident
    /// lasts: the first thing responders do is stop that.
    pub fn clean(&self, zone: &Zone, loss: &Loss, nth: u32) -> Option<Instant> {
        let by = loss.attack_began.map_or(loss.hit, |began| Instant(began.0.saturating_sub(1)));
        let made = self.made(zone, self.newest(zone, by).saturating_sub(i64::from(nth)));
        let there = self.keep.is_none_or(|keep| loss.hit.0.saturating_sub(made.0) <= keep.0);
        there.then_some(made)
    }

    /// How many clean copies are there; none when they are kept for ever.
    fn count(&self, zone: &Zone, loss: &Loss) -> Option<u32> {
        let keep = self.keep?;
        let Some(newest) = self.clean(zone, loss, 0) else { return Some(0) };
        let too_old = Instant(loss.hit.0.saturating_sub(keep.0).saturating_sub(1));
        Some(u32::try_from(self.newest(zone, newest) - self.newest(zone, too_old)).unwrap_or(u32::MAX))
    }

    /// Copies every so many days are made at the same time of the local clock, whenever that is put forward or back; those made more often go by
    /// elapsed time.
    fn days(&self) -> Option<i64> {
        (self.every.0 % Span::DAY.0 == 0).then_some(self.every.0 / Span::DAY.0)
    }

    /// The number of the newest copy made up to an instant; the one made at the anchor is 0.
    pub fn newest(&self, zone: &Zone, by: Instant) -> i64 {
        let Some(days) = self.days() else { return (by.0.saturating_sub(self.anchor.0)).div_euclid(self.every.0) };
        let number = zone.day_number(by).saturating_sub(zone.day_number(self.anchor)).div_euclid(days);
        // On the day of a copy it may still be to come.
        if self.made(zone, number) > by { number - 1 } else { number }
    }

    /// When the copy of a number is made.
    pub fn made(&self, zone: &Zone, number: i64) -> Instant {
        let Some(days) = self.days() else { return Instant(self.anchor.0.saturating_add(number.saturating_mul(self.every.0))) };
        let day = zone.day_number(self.anchor).saturating_add(number.saturating_mul(days));
        zone.at_day(day.clamp(-LAST_DAY, LAST_DAY), i64::from(self.at.minutes % (24 * 60)))
    }
}

/// Days from 1970 beyond which no copy lies; local clocks are known so far.
const LAST_DAY: i64 = 2_000_000;

impl Backup {
    /// What every restore reads while the first copies are there, if it is not known when these were made.
    #[inline]
    pub fn undated(&self) -> Option<Source> {
        self.copies.is_none().then_some(Source { vault: false, copy: None })
    }

    /// What a restore reads after so many that failed; nothing when no clean copy is left.
    pub fn source(&self, zone: &Zone, loss: &Loss, failed: u32) -> Option<Source> {
        let mut nth = if self.older { failed } else { 0 };
        if !loss.copies_lost {
            let Some(copies) = &self.copies else { return self.undated() };
            nth += loss.bad.min(copies.count(zone, loss).unwrap_or(loss.bad));
            if let Some(copy) = copies.clean(zone, loss, nth) {
                return Some(Source { vault: false, copy: Some(copy) });
            }
            nth -= copies.count(zone, loss).unwrap_or(nth).min(nth);
        }
        let vault = self.vault.as_ref()?;
        let Some(copies) = &vault.copies else { return Some(Source { vault: true, copy: None }) };
        copies.clean(zone, loss, nth).map(|copy| Source { vault: true, copy: Some(copy) })
    }

    /// How long a restore takes.
    pub fn restore_from(&self, source: Source) -> &Dist {
        self.vault.as_ref().filter(|_| source.vault).map_or(&self.restore, |v| &v.restore)
    }

    /// The share of restores that work.
    pub fn works_from(&self, source: Source) -> f64 {
        self.vault.as_ref().filter(|_| source.vault).map_or_else(|| self.works_first(), |v| v.works)
    }

    /// The share of restores of the first copies that work: fewer, where it was not tested lately.
    pub fn works_first(&self) -> f64 {
        if self.tested_lately { self.works } else { 1.0 - (1.0 - self.works) * self.untested_fails }
    }

    /// Copies whose age is known.
    pub fn dated(&self) -> bool {
        self.copies.is_some() || self.vault.as_ref().is_some_and(|v| v.copies.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc() -> Zone {
        Zone::new("UTC", jiff::civil::date(2026, 1, 5).at(0, 0, 0, 0)).expect("there is UTC")
    }
    fn hour(at: i64) -> Instant {
        Instant(0) + Span::hours(at)
    }
    fn backup(copies: Option<Copies>, vault: Option<Copies>) -> Backup {
        Backup {
            restore: Dist::fixed(Span::hours(1)),
            verify: None,
            works: 0.9,
            tested: false,
            test_to_come: false,
            tested_lately: false,
            untested_fails: 2.0,
            copies,
            older: true,
            reached_by: None,
            lost: 1.0,
            lane: None,
            vault: vault.map(|copies| Vault { restore: Dist::fixed(Span::hours(2)), works: 0.5, copies: Some(copies), lane: None }),
        }
    }
    const MIDNIGHT: CopyTime = CopyTime { weekday: None, minutes: 0 };
    const DAILY: Copies = Copies { every: Span::DAY, keep: Some(Span::days(3)), at: MIDNIGHT, anchor: Instant(0) };
    const WEEKLY: Copies = Copies { every: Span::WEEK, keep: Some(Span::days(15)), at: MIDNIGHT, anchor: Instant(0) };

    #[test]
    fn after_a_failure_the_newest_copy_will_do() {
        let loss = Loss { hit: hour(30), attack_began: None, copies_lost: false, bad: 0 };
        assert_eq!(DAILY.clean(&utc(), &loss, 0), Some(hour(24)));
        assert_eq!(DAILY.clean(&utc(), &loss, 1), Some(hour(0)));
        assert_eq!(DAILY.clean(&utc(), &loss, 2), Some(hour(-24)));
        assert_eq!(DAILY.clean(&utc(), &loss, 3), None, "78 h old");
        assert_eq!(DAILY.clean(&utc(), &Loss { hit: hour(24), ..loss }, 0), Some(hour(24)), "made at this very instant");
    }

    #[test]
    fn after_an_attack_only_copies_from_before_it_are_clean() {
        let loss = Loss { hit: hour(50), attack_began: Some(hour(24)), copies_lost: false, bad: 0 };
        assert_eq!(DAILY.clean(&utc(), &loss, 0), Some(hour(0)), "the copy made as it began is not clean");
        assert_eq!(DAILY.clean(&utc(), &Loss { hit: hour(80), ..loss }, 0), None, "80 h old");
    }

    #[test]
    fn when_the_first_copies_are_used_up_the_vault_is_next() {
        let both = backup(Some(DAILY), Some(WEEKLY));
        let loss = Loss { hit: hour(30), attack_began: None, copies_lost: false, bad: 0 };
        let read: Vec<Option<Source>> = (0..7).map(|failed| both.source(&utc(), &loss, failed)).collect();
        let of = |vault, at| Some(Source { vault, copy: Some(hour(at)) });
        assert_eq!(read, [of(false, 24), of(false, 0), of(false, -24), of(true, 0), of(true, -168), None, None]);
        assert_eq!(both.source(&utc(), &Loss { copies_lost: true, ..loss }, 1), of(true, -168));
    }

    #[test]
    fn copies_found_bad_are_passed_over_and_those_off_line_are_not_among_them() {
        let both = backup(Some(DAILY), Some(WEEKLY));
        let loss = Loss { hit: hour(30), attack_began: None, copies_lost: false, bad: 0 };
        let of = |vault, at| Some(Source { vault, copy: Some(hour(at)) });
        let read: Vec<Option<Source>> = (0..5).map(|bad| both.source(&utc(), &Loss { bad, ..loss }, 0)).collect();
        assert_eq!(read, [of(false, 24), of(false, 0), of(false, -24), of(true, 0), of(true, 0)]);
        assert_eq!(both.source(&utc(), &Loss { bad: 2, ..loss }, 1), of(true, 0));
        assert_eq!(both.source(&utc(), &Loss { bad: 9, ..loss }, 1), of(true, -168));
        let same = Backup { older: false, ..both };
        assert_eq!(same.source(&utc(), &Loss { bad: 1, ..loss }, 3), of(false, 0), "the same copy again");
    }

    #[test]
    fn nightly_copies_keep_to_the_local_clock_and_hourly_ones_to_elapsed_time() {
        // In New York clocks go forward at 2:00 on Sunday 8 March, and back at 2:00 on Sunday 1 November.
        let zone = Zone::new("America/New_York", jiff::civil::date(2026, 3, 6).at(22, 0, 0, 0)).expect("a zone");
        let nightly =
            Copies { every: Span::DAY, keep: Some(Span::days(3)), at: CopyTime { weekday: None, minutes: 22 * 60 }, anchor: Instant(0) };
        // Monday 9 March 12:00 is 61 h of elapsed time after Friday 22:00; Sunday 22:00 is 47 h after it.
        let loss = Loss { hit: hour(61), attack_began: None, copies_lost: false, bad: 0 };
        let made: Vec<Option<Instant>> = (0..4).map(|nth| nightly.clean(&zone, &loss, nth)).collect();
        assert_eq!(made, [Some(hour(47)), Some(hour(24)), Some(hour(0)), None]);
        assert_eq!(nightly.count(&zone, &loss), Some(3));
        let (before, at) = (Instant(hour(47).0 - 1), hour(47));
        assert_eq!([before, at].map(|by| nightly.newest(&zone, by)), [1, 2]);
        let every_8 = Copies { every: Span::hours(8), ..nightly };
        assert_eq!(every_8.clean(&zone, &loss, 0), Some(hour(56)));
        // A copy at 2:30, which the clock skips on 8 March, is made when the gap ends, and at 2:30 again the night after.
        let skipped = Copies { at: CopyTime { weekday: None, minutes: 150 }, anchor: Instant(hour(4).0 + 30 * 60_000), ..nightly };
        assert_eq!([0, 1, 2].map(|n| skipped.made(&zone, n).0 / 60_000), [4 * 60 + 30, 28 * 60, 51 * 60 + 30]);
        // Backwards over the change, too.
        let later = Copies { anchor: hour(47), ..nightly };
        assert_eq!([later.made(&zone, -1), later.made(&zone, -2)], [hour(24), hour(0)]);
    }

    #[test]
    fn restores_that_were_not_tested_lately_fail_more_often() {
        let untested = backup(None, None);
        assert!((untested.works_first() - 0.8).abs() < 1e-12);
        assert_eq!(Backup { tested_lately: true, ..untested }.works_first(), 0.9);
    }
}
