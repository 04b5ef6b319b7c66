//! Days and moments as a calendar and a clock on the wall show them.

use jiff::Timestamp;
use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::model::quantity::{digits, text_of};
use crate::text::{Node, Place, Problems, Read};

/// A day, local to whatever place it is used at.
#[derive(Copy, Clone, Debug)]
pub struct Date {
    /// The day.
    pub civil: civil::Date,
    /// Where it is written.
    pub place: Place,
}
/// A moment, local to whatever place it is used at.
#[derive(Copy, Clone, Debug)]
pub struct Moment {
    /// What the calendar and the clock show.
    pub civil: civil::DateTime,
    /// Where it is written.
    pub place: Place,
}
impl Moment {
    /// The instant at which the clocks of a zone show this. A time that occurs twice is its first; one that daylight saving skips is a
    /// mistake, and so is one outside what can be counted.
    pub fn resolve(&self, zone: &TimeZone, problems: &mut Problems) -> Option<Timestamp> {
        let ambiguous = zone.to_ambiguous_timestamp(self.civil);
        if let AmbiguousOffset::Gap { before, after } = ambiguous.offset() {
            // No daylight saving is so long: a place has gone over to the other side of the date line.
            let whole_day = after.seconds() - before.seconds() >= 24 * 3600;
            let why = if whole_day { "its zone left that day out" } else { "daylight saving skips it" };
            let title = format!("{} does not exist here: {why}", shown(self.civil));
            let problem = problems.at(self.place, title, format!("no such time in {}", zone.iana_name().unwrap_or("this zone")));
            // Read by the clock as it was before the jump, the moment is when the clock already shows this.
            if let Ok(jumped) = before.to_timestamp(self.civil) {
                problem.help(format!("the clock goes on at \"{}\"", shown(gap_end(zone, self.civil, after, jumped))));
            }
            return None;
        }
        match ambiguous.earlier() {
            Ok(timestamp) => Some(timestamp),
            Err(_) => {
                problems.at(self.place, format!("{} is too far away", shown(self.civil)), "a year between 1970 and 2200");
                None
            }
        }
    }
}

/// What the clock shows right after the jump that skips `skipped`.
fn gap_end(zone: &TimeZone, skipped: civil::DateTime, after: jiff::tz::Offset, inside: Timestamp) -> civil::DateTime {
    // The last change of the clock up to that instant is the jump itself.
    match zone.preceding(inside + jiff::SignedDuration::from_nanos(1)).next() {
        Some(jump) => after.to_datetime(jump.timestamp()),
        None => skipped,
    }
}

/// As it is written: "2026-03-07T02:14".
fn shown(moment: civil::DateTime) -> String {
    let seconds = if moment.second() == 0 { String::new() } else { format!(":{:02}", moment.second()) };
    format!("{}T{:02}:{:02}{seconds}", moment.date(), moment.hour(), moment.minute())
}

impl Read for Date {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = text_of::<Date>(node, problems)?;
        match date(text.trim()) {
            Ok(civil) => Some(Date { civil, place: node.place }),
            Err((title, help)) => {
                problems.at(node.place, title, Date::expected()).help(help);
                None
            }
        }
    }
    fn expected() -> String {
        "a day like \"2026-03-07\"".into()
    }
}
impl Read for Moment {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let text = text_of::<Moment>(node, problems)?;
        match moment(text.trim()) {
            Ok(civil) => Some(Moment { civil, place: node.place }),
            Err((title, help)) => {
                problems.at(node.place, title, Moment::expected()).help(help);
                None
            }
        }
    }
    fn expected() -> String {
        "a moment like \"2026-03-07T02:14\"".into()
    }
}

/// What is wrong, and what would be right.
type Slip = (String, String);

fn moment(text: &str) -> Result<civil::DateTime, Slip> {
    let (day, time) = text.split_once(['T', 't', ' ']).unwrap_or((text, "00:00"));
    let date = date(day)?;
    let time = time.trim();
    if time.ends_with(['Z', 'z']) || time.contains(['+', '-', '[']) {
        let bare: String = time.chars().take_while(|c| c.is_ascii_digit() || *c == ':').collect();
        let help = format!("moments are local to the scenario's `time_zone`: write \"{date}T{bare}\" by the clock on the wall there");
        return Err((format!("\"{text}\" names a time zone"), help));
    }
    let wrong = || (format!("\"{time}\" is not a time of day"), format!("write hours and minutes, as in \"{date}T02:14\""));
    let parts: Vec<&str> = time.split(':').collect();
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (*hour, *minute, "0"),
        [hour, minute, second] => (*hour, *minute, *second),
        _ => return Err(wrong()),
    };
    let number = |text| digits(text, 2).ok_or_else(wrong);
    let (hour, minute, second) = (number(hour)?, number(minute)?, number(second)?);
    if (hour, minute, second) == (24, 0, 0) {
        let next = date.tomorrow().map_or(String::new(), |next| format!("write \"{next}T00:00\""));
        return Err(("24:00 is the beginning of the next day".into(), next));
    }
    match civil::Time::new(small(hour), small(minute), small(second), 0) {
        Ok(time) => Ok(date.to_datetime(time)),
        Err(_) => Err((format!("there is no time {time}"), "hours run from 00 to 23, minutes and seconds from 00 to 59".into())),
    }
}

/// A number of at most two digits.
fn small(number: u32) -> i8 {
    i8::try_from(number).unwrap_or(i8::MAX)
}

fn date(text: &str) -> Result<civil::Date, Slip> {
    let wrong = || {
        let help = "write year, month and day, as in \"2026-03-07\"";
        (format!("\"{text}\" is not a day"), help.to_string())
    };
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return Err(wrong());
    };
    if year.len() != 4 {
        return Err(wrong());
    }
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return Err(wrong());
    };
    if !(1970..=2200).contains(&year) {
        return Err((format!("the year {year} is out of range"), "years run from 1970 to 2200".into()));
    }
    if !(1..=12).contains(&month) {
        let help = if (1..=12).contains(&day) {
            format!("write \"{year}-{day:02}-{month:02}\" if the day comes first in yours")
        } else {
            "months run from 01 to 12".into()
        };
        return Err((format!("there is no month {month}"), help));
    }
    let year = i16::try_from(year).unwrap_or(i16::MAX);
    let first = civil::Date::new(year, small(month), 1).map_err(|_| wrong())?;
    match civil::Date::new(year, small(month), small(day)) {
        Ok(date) => Ok(date),
        Err(_) => {
            let last = first.days_in_month();
            Err((format!("there is no day {day} in {year}-{month:02}"), format!("that month has {last} days")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::quantity::testing::{mistake, said};

    fn resolved(text: &str, zone: &str) -> Result<String, String> {
        let zone = TimeZone::get(zone).expect("a known zone");
        let mut problems = Problems::new();
        match said::<Moment>(&format!("\"{text}\"")).resolve(&zone, &mut problems) {
            Some(timestamp) => {
                assert!(problems.is_empty());
                Ok(timestamp.to_string())
            }
            None => {
                let problem = problems.iter().next().expect("a reason");
                assert!(problem.place.is_some());
                Err(format!("{}: {}: {}", problem.title, problem.label, problem.help.as_deref().unwrap_or("")))
            }
        }
    }

    #[test]
    fn moments_are_read_with_or_without_seconds_and_time() {
        for (text, right) in [
            ("2026-03-07T02:14", "2026-03-07T02:14:00"),
            ("2026-03-07 02:14", "2026-03-07T02:14:00"),
            ("2026-03-07T02:14:59", "2026-03-07T02:14:59"),
            ("2026-03-07T2:05", "2026-03-07T02:05:00"),
            ("2026-03-07", "2026-03-07T00:00:00"),
            ("2028-02-29", "2028-02-29T00:00:00"),
        ] {
            assert_eq!(said::<Moment>(&format!("\"{text}\"")).civil.to_string(), right);
        }
        assert_eq!(said::<Date>("\"2026-11-10\"").civil, civil::date(2026, 11, 10));
    }

    #[test]
    fn a_moment_is_local_to_its_zone() {
        assert_eq!(resolved("2026-03-07T02:14", "America/New_York"), Ok("2026-03-07T07:14:00Z".into()));
        assert_eq!(resolved("2026-03-09T02:14", "America/New_York"), Ok("2026-03-09T06:14:00Z".into()));
        assert_eq!(resolved("2026-03-07T02:14", "UTC"), Ok("2026-03-07T02:14:00Z".into()));
    }

    #[test]
    fn a_time_that_daylight_saving_skips_is_a_mistake_that_names_where_the_clock_goes_on() {
        for (text, zone, next) in [
            ("2026-03-08T02:00", "America/New_York", "2026-03-08T03:00"),
            ("2026-03-08T02:30", "America/New_York", "2026-03-08T03:00"),
            ("2026-03-08T02:59:59", "America/New_York", "2026-03-08T03:00"),
            ("2026-03-29T02:15", "Europe/Berlin", "2026-03-29T03:00"),
            ("2026-10-04T02:10", "Australia/Lord_Howe", "2026-10-04T02:30"),
        ] {
            let mistake = resolved(text, zone).expect_err(text);
            assert!(mistake.contains("daylight saving skips it") && mistake.contains(zone), "{mistake}");
            assert!(mistake.contains(&format!("goes on at \"{next}\"")), "{mistake}");
        }
        // Samoa left out a whole day.
        let mistake = resolved("2011-12-30T12:00", "Pacific/Apia").expect_err("no such day");
        assert!(mistake.contains("does not exist here: its zone left that day out") && mistake.contains("Pacific/Apia"), "{mistake}");
        assert!(mistake.contains("goes on at \"2011-12-31T00:00\"") && !mistake.contains("daylight saving"), "{mistake}");
        assert!(resolved("2026-03-08T01:59:59", "America/New_York").is_ok());
        assert!(resolved("2026-03-08T03:00", "America/New_York").is_ok());
    }

    #[test]
    fn a_time_that_occurs_twice_means_its_first() {
        assert_eq!(resolved("2026-11-01T01:30", "America/New_York"), Ok("2026-11-01T05:30:00Z".into()));
        assert_eq!(resolved("2026-10-25T02:00", "Europe/Berlin"), Ok("2026-10-25T00:00:00Z".into()));
        assert_eq!(resolved("2026-11-01T02:00", "America/New_York"), Ok("2026-11-01T07:00:00Z".into()));
    }

    #[test]
    fn every_mistake_in_a_moment_says_what_would_be_right() {
        for (text, title, help) in [
            ("\"2026-03-07T25:00\"", "no time 25:00", "00 to 23"),
            ("\"2026-03-07T24:00\"", "next day", "\"2026-03-08T00:00\""),
            ("\"2026-03-07T02:14Z\"", "names a time zone", "\"2026-03-07T02:14\""),
            ("\"2026-03-07T02:14+01:00\"", "names a time zone", "`time_zone`"),
            ("\"2026-03-07T02\"", "not a time of day", "\"2026-03-07T02:14\""),
            ("\"2026-02-30T10:00\"", "no day 30", "28 days"),
            ("\"2026-13-01\"", "no month 13", "2026-01-13"),
            ("\"2026-13-32\"", "no month 13", "01 to 12"),
            ("\"07.03.2026\"", "not a day", "\"2026-03-07\""),
            ("\"26-03-07\"", "not a day", "\"2026-03-07\""),
            ("\"0206-03-07\"", "year 206", "1970 to 2200"),
            ("\"tomorrow\"", "not a day", "\"2026-03-07\""),
            ("20260307", "expected a moment", ""),
            ("\"\"", "not a day", ""),
        ] {
            let mistake = mistake::<Moment>(text);
            assert!(mistake.contains(title) && mistake.contains(help), "{text}: {mistake}");
        }
        assert!(mistake::<Date>("\"2026-03-07T10:00\"").contains("not a day"));
    }
}
