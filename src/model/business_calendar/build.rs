//! From what a file says of the business calendar to the hours of each period.

use jiff::civil::Date;

use super::entry::{CountedEntry, DayOfYear, PeriodEntry, When};
use super::{BusinessCalendar, Period};
use crate::engine::time::Instant;
use crate::model::names::{Names, sorted};
use crate::model::notice::deadline::WorkingDays;
use crate::model::roster::entry::HolidayEntry;
use crate::model::roster::{Hours, RosterContext, number_of, weekly};
use crate::text::{Dict, Id, Problems};

/// Nothing around the end of a month, a quarter or a year is counted in more days.
const MOST_DAYS: u32 = 31;
/// Nothing is scaled by more; more is a slip of the pen.
const MOST_TIMES: f64 = 1_000.0;
/// The most periods of a calendar, …
const MOST_PERIODS: usize = 100;
/// … stretches of all its periods together, …
const MOST_SPANS: usize = 1_000_000;
/// … and scales of demand that come about where periods fall together.
const MOST_SCALES: usize = 300;

/// What the calendar can have an effect on at all.
#[derive(Copy, Clone, Debug, Default)]
pub struct Effects {
    /// Something is changed.
    pub changes: bool,
    /// Some system's loss costs something.
    pub downtime_cost: bool,
    /// Tickets or alerts come.
    pub demand: bool,
}

/// Compiles the periods over the time the scenario covers.
pub fn calendar(
    entries: &Dict<PeriodEntry>,
    holidays: &Dict<HolidayEntry>,
    context: &RosterContext,
    effects: Effects,
    names: &Names,
    problems: &mut Problems,
) -> BusinessCalendar {
    let mut periods: Vec<Period> = Vec::new();
    let mut left = MOST_SPANS;
    if entries.len() > MOST_PERIODS {
        let title = format!("this calendar has {} periods", entries.len());
        problems.at(names.place(&["calendar"]), title, format!("at most {MOST_PERIODS}"));
        return BusinessCalendar::default();
    }
    for (id, entry) in sorted(entries) {
        check(id, entry, effects, names, problems);
        let off = entry.holidays.as_ref().map_or(&[][..], |all| &all.0);
        names.holidays.find_all(off, problems);
        let off = holidays.iter().filter(|(id, _)| off.contains(id)).flat_map(|(_, entry)| entry.days.iter().map(|day| day.civil));
        let days = WorkingDays::new(context.zone.clone(), off);
        let hours = Hours::from_spans(spans(&entry.when, context, &days, problems)).within(context.from, context.to);
        if hours.spans().len() > left {
            let problem =
                problems.at(id.place, "the periods of the calendar come too often", format!("more than {MOST_SPANS} times by here"));
            problem.help("shorten `runs_for` or `horizon`");
            break;
        }
        left -= hours.spans().len();
        periods.push(Period {
            id: id.text.clone(),
            name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
            hours,
            once: matches!(entry.when, When::Between(_)),
            downtime_cost: entry.scales.as_ref().map_or(1.0, |scales| scales.downtime_cost),
            demand: entry.scales.as_ref().map_or(1.0, |scales| scales.demand),
            freeze: entry.freeze,
        });
    }
    let calendar = BusinessCalendar::new(periods);
    if calendar.demand_scales().len() > MOST_SCALES {
        let place = names.place(&["calendar"]);
        problems.at(
            place,
            "the periods of the calendar scale `demand` in too many ways where they fall together",
            format!("at most {MOST_SCALES}"),
        );
    }
    calendar
}

/// Fields that would have no effect, and days that cannot be counted.
fn check(id: &Id, entry: &PeriodEntry, effects: Effects, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["calendar", id, field]);
    let scales = entry.scales.as_ref().map_or([1.0; 2], |scales| [scales.downtime_cost, scales.demand]);
    if !entry.freeze && scales == [1.0; 2] {
        let problem =
            problems.at(id.place, format!("the period `{id}` changes nothing"), "it is no freeze, and no scale of it is other than 1");
        problem.help("add scales: (downtime_cost: 2.5, demand: 1.4)");
    }
    if entry.freeze && !effects.changes && names.whole {
        problems.at(place("freeze"), format!("nothing is there that `{id}` could freeze"), "the scenario has no changes");
    }
    let of =
        [("downtime_cost", effects.downtime_cost, "no system has a `downtime_cost`"), ("demand", effects.demand, "there is no `demand`")];
    for (scale, (field, effective, why)) in scales.into_iter().zip(of) {
        let place = || names.place(&["calendar", id, "scales", field]);
        if !(0.0..=MOST_TIMES).contains(&scale) {
            problems.at(place(), format!("`{field}` cannot be {scale} times as much"), format!("from 0 to {MOST_TIMES}"));
        } else if scale != 1.0 && !effective && names.whole {
            problems.at(place(), format!("`{field}` changes nothing in `{id}`"), why);
        }
    }
    if scales[1] != 1.0 {
        check_full_hours(id, &entry.when, names, problems);
    }
    let around = match &entry.when {
        When::MonthEnd { last, first } | When::QuarterEnd { last, first } | When::YearEnd { last, first } => Some([*last, *first]),
        _ => None,
    };
    let counts = around.into_iter().flatten().flatten();
    if around == Some([None; 2]) {
        let problem = problems.at(place("when"), format!("the period `{id}` has no days"), "neither `last` nor `first` is given");
        problem.help("last: BusinessDays(2), first: BusinessDays(3) is the last two business days and the first three of the next");
    }
    let number = |count| match count {
        CountedEntry::Days(count) | CountedEntry::BusinessDays(count) => count,
    };
    if let Some(count) = counts.clone().map(number).find(|count| !(1..=MOST_DAYS).contains(count)) {
        let problem = problems.at(place("when"), format!("{count} is not a number of days to count"), format!("from 1 to {MOST_DAYS}"));
        problem.help("Yearly(from: \"11-15\", to: \"01-10\") is for longer times");
    }
    if entry.holidays.is_some() && !counts.clone().any(|count| matches!(count, CountedEntry::BusinessDays(_))) {
        let problem = problems.at(place("holidays"), format!("`holidays` changes nothing for `{id}`"), "it counts no business days");
        problem.help("take it out, or count BusinessDays(…)");
    }
}

/// Tickets are counted by the hour of the local clock, so that what scales them begins and ends with one.
fn check_full_hours(id: &Id, when: &When, names: &Names, problems: &mut Problems) {
    let full = match when {
        When::Weekly(shifts) => shifts.iter().all(|shift| shift.from.minutes % 60 == 0 && shift.to.minutes % 60 == 0),
        When::Between(all) => {
            all.iter().flat_map(|b| [&b.from, &b.to]).all(|moment| moment.civil.minute() == 0 && moment.civil.second() == 0)
        }
        _ => true,
    };
    if !full {
        let place = names.place(&["calendar", id, "when"]);
        problems.at(place, "a period that scales `demand` begins and ends on a full hour", "tickets are counted by the hour");
    }
}

/// The stretches of a period, in any order, from the month before the scenario to the one after.
fn spans(when: &When, context: &RosterContext, days: &WorkingDays, problems: &mut Problems) -> Vec<(Instant, Instant)> {
    let zone = context.zone;
    let whole = |(from, to): (i64, i64)| (zone.at_day(from, 0), zone.at_day(to + 1, 0));
    let (first, last) = (zone.civil(context.from).date(), zone.civil(context.to).date());
    let ends = |every: i32, before: Option<CountedEntry>, after: Option<CountedEntry>| {
        let ends =
            months(first, last).filter(move |month| i32::from(month.month()) % every == 0).map(|month| number_of(month.last_of_month()));
        ends.map(|end| whole((begins(days, end, before), finishes(days, end + 1, after)))).collect()
    };
    match when {
        When::MonthEnd { last, first } => ends(1, *last, *first),
        When::QuarterEnd { last, first } => ends(3, *last, *first),
        When::YearEnd { last, first } => ends(12, *last, *first),
        When::Yearly { from, to } => {
            let years = (first.year() - 1)..=(last.year() + 1);
            years.filter_map(|year| of_year(year, *from, *to)).map(whole).collect()
        }
        When::Weekly(shifts) => weekly(context, shifts, problems).spans().to_vec(),
        When::Between(all) => {
            let mut spans = Vec::new();
            for between in all {
                let (Some(from), Some(to)) = (zone.moment(&between.from, problems), zone.moment(&between.to, problems)) else { continue };
                if to <= from {
                    problems.at(between.place, "this ends before it begins", "`to` must be later than `from`");
                }
                spans.push((from, to));
            }
            spans
        }
    }
}

/// The first day of so many up to and including an end.
fn begins(days: &WorkingDays, end: i64, count: Option<CountedEntry>) -> i64 {
    match count {
        None => end + 1,
        Some(CountedEntry::Days(count)) => end + 1 - i64::from(count.min(MOST_DAYS)),
        Some(CountedEntry::BusinessDays(count)) => days.nth_before(end + 1, count.min(MOST_DAYS)),
    }
}

/// The last day of so many from a beginning on.
fn finishes(days: &WorkingDays, begin: i64, count: Option<CountedEntry>) -> i64 {
    match count {
        None => begin - 1,
        Some(CountedEntry::Days(count)) => begin - 1 + i64::from(count.min(MOST_DAYS)),
        Some(CountedEntry::BusinessDays(count)) => days.nth_after(begin - 1, count.min(MOST_DAYS)),
    }
}

/// The first days of all months from the one before a date to the one after another.
fn months(first: Date, last: Date) -> impl Iterator<Item = Date> {
    let number = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let date = |month: i32| Date::new((month / 12) as i16, (month % 12 + 1) as i8, 1).ok();
    (number(first) - 1..=number(last) + 1).filter_map(date)
}

/// The first and the last day, by their numbers, of a time that begins in a year; one that ends before it begins ends in the next.
fn of_year(year: i16, from: DayOfYear, to: DayOfYear) -> Option<(i64, i64)> {
    // 29 February is the 28th in most years.
    let day =
        |year: i16, day: DayOfYear| Date::new(year, day.month, day.day).or_else(|_| Date::new(year, day.month, 28)).ok().map(number_of);
    let begins = day(year, from)?;
    let ends = day(year, to)?;
    if ends >= begins { Some((begins, ends)) } else { Some((begins, day(year + 1, to)?)) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::model::quantity::testing::said;
    use crate::model::roster::Zone;

    /// The stretches of a period that touch the time from 2026-01-01 on, as days: first and last one.
    fn days(when: &str, runs: i64, holidays: &[Date]) -> Vec<String> {
        let zone = Zone::new("America/New_York", date(2026, 1, 1).at(0, 0, 0, 0)).expect("a zone");
        let context = RosterContext { zone: &zone, from: Instant(0), to: zone.at_day(zone.day_number(Instant(0)) + runs, 0) };
        let working = WorkingDays::new(zone.clone(), holidays.iter().copied());
        let mut problems = Problems::new();
        let all = Hours::from_spans(spans(&said(when), &context, &working, &mut problems));
        assert!(problems.is_empty());
        let shown = |at: Instant| zone.format_long(at)[..16].replace(" 00:00", "");
        let touching = all.spans().iter().filter(|(from, to)| *to > context.from && *from < context.to);
        touching.map(|(from, to)| format!("{} to {}", shown(*from), shown(*to))).collect()
    }

    #[test]
    fn days_around_the_end_of_a_month_are_counted_from_it() {
        // 2026-01-31 is a Saturday, 2026-02-28 too.
        let days_of = |when| days(when, 59, &[]);
        assert_eq!(
            days_of("MonthEnd(last: Days(2), first: Days(3))"),
            ["2025-12-30 to 2026-01-04", "2026-01-30 to 2026-02-04", "2026-02-27 to 2026-03-04"]
        );
        assert_eq!(days_of("MonthEnd(last: Days(1))"), ["2026-01-31 to 2026-02-01", "2026-02-28 to 2026-03-01"]);
        assert_eq!(days_of("MonthEnd(first: Days(1))"), ["2026-01-01 to 2026-01-02", "2026-02-01 to 2026-02-02"]);
        assert_eq!(
            days_of("MonthEnd(last: BusinessDays(2), first: BusinessDays(1))"),
            // The last two business days are Thursday and Friday, the first is a Monday; New Year's Day is a Thursday.
            ["2025-12-30 to 2026-01-02", "2026-01-29 to 2026-02-03", "2026-02-26 to 2026-03-03"]
        );
    }

    #[test]
    fn holidays_are_no_business_days() {
        let holidays = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 30)];
        assert_eq!(
            days("MonthEnd(last: BusinessDays(2), first: BusinessDays(1))", 31, &holidays),
            ["2025-12-30 to 2026-01-06", "2026-01-28 to 2026-02-03"]
        );
    }

    #[test]
    fn quarters_and_years_end_at_their_ends_and_yearly_days_run_over_new_year() {
        assert_eq!(days("QuarterEnd(last: Days(1))", 365, &[])[..2], ["2026-03-31 to 2026-04-01", "2026-06-30 to 2026-07-01"]);
        assert_eq!(days("QuarterEnd(last: Days(1))", 365, &[]).len(), 4);
        assert_eq!(days("YearEnd(first: Days(5), last: Days(5))", 366, &[]), ["2025-12-27 to 2026-01-06", "2026-12-27 to 2027-01-06"]);
        assert_eq!(days("Yearly(from: \"12-15\", to: \"01-10\")", 366, &[]), ["2025-12-15 to 2026-01-11", "2026-12-15 to 2027-01-11"]);
        assert_eq!(
            days("Yearly(from: \"02-29\", to: \"02-29\")", 1_095, &[]),
            ["2026-02-28 to 2026-03-01", "2027-02-28 to 2027-03-01", "2028-02-29 to 2028-03-01"]
        );
    }

    #[test]
    fn a_day_of_daylight_saving_is_as_long_as_it_is() {
        // The clock goes forward on Sunday 2026-03-08 and back on 2026-11-01.
        let zone = Zone::new("America/New_York", date(2026, 1, 1).at(0, 0, 0, 0)).expect("a zone");
        let context = RosterContext { zone: &zone, from: Instant(0), to: Instant(400 * 86_400_000) };
        let hours = |when: &str| {
            let working = WorkingDays::new(zone.clone(), []);
            let all = spans(&said(when), &context, &working, &mut Problems::new());
            let first = all.iter().find(|(from, _)| *from >= Instant(0)).expect("one in the first year");
            (first.1 - first.0).0 / 3_600_000
        };
        assert_eq!(hours("Yearly(from: \"03-08\", to: \"03-08\")"), 23);
        assert_eq!(hours("Yearly(from: \"11-01\", to: \"11-01\")"), 25);
        assert_eq!(hours("Between([(from: \"2026-03-07T12:00\", to: \"2026-03-08T12:00\")])"), 23);
        assert_eq!(hours("Weekly([(days: \"Fri\", from: \"12:00\", to: \"24:00\")])"), 12);
    }
}
