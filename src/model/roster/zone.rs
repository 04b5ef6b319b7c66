//! The edge between instants and the local clock: a time zone with the scenario's start in it.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use crate::engine::time::{Instant, Span};
use crate::model::quantity::Moment;
use crate::text::{Problems, nearest};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Offsets are kept ready from so long before the start …
const KEPT_BEFORE: i64 = 10 * 366 * DAY;
/// … to so long after it; beyond, they are looked up.
const KEPT_AFTER: i64 = 100 * 366 * DAY;
/// Night is from this hour of the local day …
const NIGHT_FROM: i64 = 22 * HOUR;
/// … to this one of the next.
const MORNING: i64 = 7 * HOUR;
/// About a month; offsets change no more than a few times in it.
const MONTH: i64 = 30 * DAY;
const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A time zone and the instant in it at which a scenario starts.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
    /// The start, in milliseconds since 1970 in UTC.
    start: i64,
    table: Arc<[Stretch]>,
    /// Which stretch it is at the beginning of each month of the time that is kept ready, so that the one in question is at hand.
    months: Arc<[u32]>,
    /// The number of the morning before the start: days are counted from it.
    first_day: i64,
}

/// A time in which the offset from UTC stays the same.
#[derive(Copy, Clone, Debug)]
struct Stretch {
    /// Since the start.
    from: i64,
    /// What the clock showed at `from` by the offset before.
    wall: i64,
    /// Milliseconds that the local clock is ahead of UTC.
    offset: i64,
}

/// A name that no time zone has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone {
    /// The name of a zone that may be meant.
    pub nearest: Option<String>,
}

impl Zone {
    /// The zone of an IANA name, and the local time at which the scenario starts.
    pub fn new(name: &str, starts: DateTime) -> Result<Zone, UnknownZone> {
        let zone = find(name)?;
        let wall = milliseconds(starts);
        let start = resolve(&stretches(&zone, 0, wall - 3 * DAY, wall + 3 * DAY), wall);
        Ok(Zone::with(zone, name, start))
    }

    /// Another zone with the same start.
    pub fn elsewhere(&self, name: &str) -> Result<Zone, UnknownZone> {
        find(name).map(|zone| Zone::with(zone, name, self.start))
    }

    fn with(zone: TimeZone, name: &str, start: i64) -> Zone {
        let table: Arc<[Stretch]> = stretches(&zone, start, -KEPT_BEFORE, KEPT_AFTER).into();
        let begun = |month: i64| table.partition_point(|stretch| stretch.from <= month * MONTH - KEPT_BEFORE);
        let months = (0..=(KEPT_BEFORE + KEPT_AFTER) / MONTH).map(|month| begun(month).saturating_sub(1) as u32).collect();
        let mut made = Zone { name: zone.iana_name().unwrap_or(name).to_string(), zone, start, table, months, first_day: 0 };
        made.first_day = made.mornings(Instant(0));
        made
    }

    /// Its IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The instant at which the local clock shows a time: the first one when it shows it twice, and when it skips it, the end of the gap.
    pub fn instant(&self, civil: DateTime) -> Instant {
        self.at_wall(milliseconds(civil) - self.start)
    }

    /// The instant of a moment that a scenario gives; one that the local clock skips is a mistake.
    pub fn moment(&self, moment: &Moment, problems: &mut Problems) -> Option<Instant> {
        let at = moment.resolve(&self.zone, problems)?;
        Some(Instant(at.as_millisecond() - self.start))
    }

    /// What the local clock shows.
    pub fn civil(&self, at: Instant) -> DateTime {
        Offset::UTC.to_datetime(timestamp(self.start.saturating_add(self.wall(at))))
    }

    /// Whether it is night: 22:00 to 07:00.
    pub fn is_night(&self, at: Instant) -> bool {
        let time = self.local(at).rem_euclid(DAY);
        !(MORNING..NIGHT_FROM).contains(&time)
    }

    /// The first local 07:00 after an instant.
    pub fn next_morning(&self, at: Instant) -> Instant {
        let today = self.local(at).div_euclid(DAY);
        let seven = MORNING / MINUTE;
        let mut mornings = (today..=today + 1).map(|day| self.at_day(day, seven));
        mornings.find(|morning| *morning > at).unwrap_or_else(|| self.at_day(today + 2, seven))
    }

    /// How many mornings (07:00) an instant lies after the day of the start: people sleep before each. Days are counted by the local clock.
    pub fn day(&self, at: Instant) -> i64 {
        self.mornings(at) - self.first_day
    }

    /// The same, counted from 1970.
    fn mornings(&self, at: Instant) -> i64 {
        self.local(at).saturating_sub(MORNING).div_euclid(DAY)
    }

    /// The hour of the week that the local clock shows, 0 to 167 from Monday 00:00, and how much of it has passed.
    pub fn hour_of_week(&self, at: Instant) -> (usize, Span) {
        let local = self.local(at);
        let hour = weekday_of(local.div_euclid(DAY)) * 24 + local.rem_euclid(DAY) / HOUR;
        (hour as usize, Span(local.rem_euclid(HOUR)))
    }

    /// Weekday and local time: "Sat 02:14".
    pub fn format(&self, at: Instant) -> String {
        let local = self.local(at);
        let time = local.rem_euclid(DAY);
        let weekday = WEEKDAYS[weekday_of(local.div_euclid(DAY)) as usize];
        format!("{weekday} {:02}:{:02}", time / HOUR, time % HOUR / MINUTE)
    }

    /// Date, local time and the abbreviation of the zone: "2026-03-07 02:14 EST".
    pub fn format_long(&self, at: Instant) -> String {
        let local = self.civil(at);
        let info = self.zone.to_offset_info(timestamp(self.start.saturating_add(at.0)));
        format!("{} {:02}:{:02} {}", local.date(), local.hour(), local.minute(), info.abbreviation())
    }

    /// The number of the local day, counted from 1970-01-01.
    pub(in crate::model) fn day_number(&self, at: Instant) -> i64 {
        self.local(at).div_euclid(DAY)
    }

    /// The instant so many minutes of the local clock after the beginning of a day.
    pub(in crate::model) fn at_day(&self, day: i64, minutes: i64) -> Instant {
        self.at_wall(day.saturating_mul(DAY).saturating_add(minutes * MINUTE).saturating_sub(self.start))
    }

    /// What the local clock shows, as milliseconds from the scenario's start in UTC.
    fn wall(&self, at: Instant) -> i64 {
        at.0.saturating_add(self.offset(at))
    }

    /// What the local clock shows, as milliseconds from 1970-01-01 00:00 local.
    fn local(&self, at: Instant) -> i64 {
        self.start.saturating_add(self.wall(at))
    }

    fn offset(&self, at: Instant) -> i64 {
        if (-KEPT_BEFORE..KEPT_AFTER).contains(&at.0) {
            return self.table[self.stretch(at.0, |stretch| stretch.from)].offset;
        }
        i64::from(self.zone.to_offset(timestamp(self.start.saturating_add(at.0))).seconds()) * SECOND
    }

    /// The last stretch that begins no later than this by one of its clocks; what the other one shows is less than a month apart.
    fn stretch(&self, at: i64, begins: fn(&Stretch) -> i64) -> usize {
        let mut now = self.months[((at + KEPT_BEFORE) / MONTH) as usize] as usize;
        while now > 0 && begins(&self.table[now]) > at {
            now -= 1;
        }
        while self.table.get(now + 1).is_some_and(|next| begins(next) <= at) {
            now += 1;
        }
        now
    }

    fn at_wall(&self, wall: i64) -> Instant {
        if (-KEPT_BEFORE + 3 * DAY..KEPT_AFTER - 3 * DAY).contains(&wall) {
            let stretch = self.table[self.stretch(wall, |stretch| stretch.wall)];
            return Instant(wall.saturating_sub(stretch.offset).max(stretch.from));
        }
        let near = stretches(&self.zone, self.start, wall.saturating_sub(3 * DAY), wall.saturating_add(3 * DAY));
        Instant(resolve(&near, wall))
    }
}

/// The number of a date, counted from 1970-01-01.
pub(in crate::model) fn number_of(date: Date) -> i64 {
    milliseconds(date.at(0, 0, 0, 0)).div_euclid(DAY)
}

/// The weekday of a day by its number; 0 is Monday.
pub(in crate::model) fn weekday_of(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// The stretches of one offset each from one instant to another; the first reaches back without end.
fn stretches(zone: &TimeZone, start: i64, from: i64, to: i64) -> Vec<Stretch> {
    let first = timestamp(start.saturating_add(from));
    let last = timestamp(start.saturating_add(to));
    let offset = i64::from(zone.to_offset(first).seconds()) * SECOND;
    let mut list = vec![Stretch { from: i64::MIN, wall: i64::MIN, offset }];
    let mut before = offset;
    for change in zone.following(first).take_while(|change| change.timestamp() <= last) {
        let offset = i64::from(change.offset().seconds()) * SECOND;
        let at = change.timestamp().as_millisecond() - start;
        if offset != before {
            list.push(Stretch { from: at, wall: at + before, offset });
        }
        before = offset;
    }
    list
}

/// When the clock first shows a time; the end of the gap when it never does.
fn resolve(table: &[Stretch], wall: i64) -> i64 {
    let next = table.partition_point(|stretch| stretch.wall <= wall);
    let stretch = table[next.saturating_sub(1)];
    wall.saturating_sub(stretch.offset).max(stretch.from)
}

/// As if the date and time were UTC.
fn milliseconds(civil: DateTime) -> i64 {
    let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    i64::try_from(civil.duration_since(epoch).as_millis()).unwrap_or(i64::MAX)
}

/// Clamped to the years that have dates.
fn timestamp(milliseconds: i64) -> Timestamp {
    let end = if milliseconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_millisecond(milliseconds).unwrap_or(end)
}

fn find(name: &str) -> Result<TimeZone, UnknownZone> {
    let database = TimeZoneDatabase::bundled();
    if let Some(zone) = database.get(name).ok().filter(|zone| !zone.is_unknown()) {
        return Ok(zone);
    }
    let names: Vec<String> = database.available().map(|name| name.to_string()).collect();
    let written = name.trim().replace(' ', "_");
    let same = names.iter().map(String::as_str).find(|name| name.eq_ignore_ascii_case(&written));
    let found = same.or_else(|| nearest(&written, names.iter().map(String::as_str))).or_else(|| by_city(&written, &names));
    Err(UnknownZone { nearest: found.map(str::to_string) })
}

/// The zone whose city is named, with the wrong region or none.
fn by_city<'a>(written: &str, names: &'a [String]) -> Option<&'a str> {
    let city = |name: &str| name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let wanted = city(written);
    let cities: Vec<String> = names.iter().map(|name| city(name)).collect();
    // Short names of cities are too much alike.
    let near = || nearest(&wanted, cities.iter().map(String::as_str)).filter(|near| near.len() >= 7);
    let meant = if cities.contains(&wanted) { wanted.as_str() } else { near()? };
    cities.iter().position(|city| city == meant).map(|index| names[index].as_str())
}
