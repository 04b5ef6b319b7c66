//! Compiled hours against looking at the wall clock minute by minute.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{AmbiguousOffset, TimeZone};
use proptest::prelude::*;

use super::*;

const DAYS: i64 = 9;

/// The shifts of one day in minutes, those over midnight ending beyond 1440.
type Shifts = Vec<(i64, i64)>;

/// What the clock shows; in the second pass of an hour shown twice, the last minute of the first: whatever begins or ends in that hour has
/// done so already.
fn wall(zone: &TimeZone, at: Timestamp) -> DateTime {
    let shown = zone.to_datetime(at);
    let ambiguous = zone.to_ambiguous_timestamp(shown);
    if let AmbiguousOffset::Fold { before, after } = ambiguous.offset()
        && zone.to_offset(at) == after
    {
        let change = zone.preceding(at + jiff::SignedDuration::from_nanos(1)).next().expect("the change");
        return before.to_datetime(change.timestamp() - jiff::SignedDuration::from_mins(1));
    }
    shown
}

/// Whether one of the shifts is on at a local time: today's, or yesterday's over midnight.
fn is_on(shown: DateTime, shifts: &dyn Fn(Date) -> Shifts) -> bool {
    let minute = i64::from(shown.hour()) * 60 + i64::from(shown.minute());
    let yesterday = shown.date().yesterday().expect("a day before");
    shifts(shown.date()).iter().any(|(from, to)| (*from..*to).contains(&minute))
        || shifts(yesterday).iter().any(|(from, to)| (*from..*to).contains(&(minute + 1440)))
}

fn agree(text: &str, zone_name: &str, starts: &str, person: &str, shifts: &dyn Fn(Date) -> Shifts) {
    let compiled = compiled(text, zone_name, starts, DAYS);
    let zone = TimeZone::get(zone_name).expect("a zone");
    let start = zone.to_ambiguous_timestamp(civil(starts)).earlier().expect("in range");
    let hours = compiled.hours(person);
    for minute in 0..DAYS * 1440 {
        let at = start + jiff::SignedDuration::from_mins(minute);
        let shown = wall(&zone, at);
        let expected = is_on(shown, shifts);
        assert_eq!(hours.on_at(Instant(minute * 60_000)), expected, "{text} {zone_name} {at} {shown}");
    }
}

fn places() -> impl Strategy<Value = (&'static str, &'static str)> {
    // Days before each change of the clock; in Havana it changes at midnight, on Lord Howe Island by half an hour.
    prop::sample::select(vec![
        ("America/New_York", "2026-03-05T12:00"),
        ("America/New_York", "2026-10-29T00:00"),
        ("Europe/London", "2026-03-25T07:30"),
        ("Europe/London", "2026-10-22T00:00"),
        ("Australia/Sydney", "2026-04-01T00:00"),
        ("Australia/Sydney", "2026-10-01T16:00"),
        ("Asia/Tokyo", "2026-03-05T00:00"),
        ("America/Havana", "2026-03-04T00:00"),
        ("America/Havana", "2026-10-28T00:00"),
        ("Australia/Lord_Howe", "2026-04-01T00:00"),
        ("Australia/Lord_Howe", "2026-09-30T00:00"),
    ])
}

/// Quarters of an hour from 0 to 96, at random but often in the hours in which clocks change.
fn quarter() -> impl Strategy<Value = i64> {
    prop_oneof![0_i64..=96, 0_i64..=13]
}
fn clock(quarter: i64) -> String {
    format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15)
}
fn minutes((from, to): (i64, i64)) -> (i64, i64) {
    (from * 15, if to > from { to * 15 } else { to * 15 + 1440 })
}

fn shift() -> impl Strategy<Value = (u8, i64, i64)> {
    let quarters = (quarter(), quarter()).prop_filter("a shift", |(from, to)| from != to && *from < 96);
    (1_u8..128, quarters).prop_map(|(days, (from, to))| (days, from, to))
}
fn said(shift: &(u8, i64, i64)) -> String {
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let days: Vec<&str> = (0..7).filter(|day| shift.0 >> day & 1 == 1).map(|day| names[day]).collect();
    format!(r#"(days: "{}", from: "{}", to: "{}")"#, days.join(","), clock(shift.1), clock(shift.2))
}
fn on_weekday(shifts: &[(u8, i64, i64)], date: Date) -> Shifts {
    let weekday = date.weekday().to_monday_zero_offset();
    shifts.iter().filter(|shift| shift.0 >> weekday & 1 == 1).map(|shift| minutes((shift.1, shift.2))).collect()
}
fn days_since(date: Date, from: Date) -> i64 {
    date.duration_since(from).as_hours() / 24
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn weekly_hours_agree_with_the_clock((zone, starts) in places(), shifts in prop::collection::vec(shift(), 1..4), holiday in 0_i8..9) {
        let off = civil(starts).date().saturating_add(jiff::Span::new().days(i64::from(holiday)));
        let list = shifts.iter().map(said).collect::<Vec<_>>().join(", ");
        let text = format!(
            r#"(rosters: {{"r": Weekly([{list}])}}, holidays: {{"h": (days: ["{off}"], rosters: ["r"])}}, people: {{"ana": (roster: "r")}})"#
        );
        agree(&text, zone, starts, "ana", &|date| if date == off { Vec::new() } else { on_weekday(&shifts, date) });
    }

    #[test]
    fn alternating_weeks_agree_with_the_clock(
        (zone, starts) in places(), weeks in prop::collection::vec(prop::collection::vec(shift(), 1..3), 1..4), monday in -20_i64..20,
    ) {
        let from = Date::constant(2026, 6, 1).saturating_add(jiff::Span::new().weeks(monday));
        let list = weeks.iter().map(|week| format!("[{}]", week.iter().map(said).collect::<Vec<_>>().join(", "))).collect::<Vec<_>>().join(", ");
        let text = format!(r#"(rosters: {{"r": Weeks(from: "{from}", weeks: [{list}])}}, people: {{"ana": (roster: "r")}})"#);
        agree(&text, zone, starts, "ana", &|date| {
            let week = days_since(date, from).div_euclid(7).rem_euclid(weeks.len() as i64);
            on_weekday(&weeks[week as usize], date)
        });
    }

    #[test]
    fn rotating_shifts_agree_with_the_clock(
        (zone, starts) in places(), cycle in "D[DN-]{0,9}", day in shift(), night in shift(), from in -200_i64..200, step in 0_u32..5, index in 0_i64..12,
    ) {
        let first = Date::constant(2026, 6, 1).saturating_add(jiff::Span::new().days(from));
        let window = |shift: &(u8, i64, i64)| format!("{}-{}", clock(shift.1), clock(shift.2));
        let text = format!(
            r#"(rosters: {{"r": Rotating(cycle: "{cycle}", from: "{first}", day: "{}", night: "{}", step: {step})}}, people: {{"soc": (count: 12, roster: "r")}})"#,
            window(&day), window(&night),
        );
        agree(&text, zone, starts, &format!("soc-{}", index + 1), &|date| {
            let day_of_cycle = (days_since(date, first) - index * i64::from(step)).rem_euclid(cycle.len() as i64);
            match cycle.as_bytes()[day_of_cycle as usize] {
                b'D' => vec![minutes((day.1, day.2))],
                b'N' => vec![minutes((night.1, night.2))],
                _ => Vec::new(),
            }
        });
    }

    #[test]
    fn turns_on_call_agree_with_counting_weeks((zone, starts) in places(), members in 1_usize..5, weeks in 1_u32..4, weekday in 0_usize..7, at in 0_i64..96) {
        let names = ["ana", "ben", "kwame", "samir"];
        let list = names[..members].iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][weekday];
        let text = format!(
            r#"(rosters: {{"r": OnCall(members: [{list}], hand_over: "{day} {}", from: "2026-01-07", weeks: {weeks})}},
                people: {{"ana": (), "ben": (), "kwame": (), "samir": ()}})"#,
            clock(at),
        );
        let compiled = compiled(&text, zone, starts, DAYS);
        let tz = TimeZone::get(zone).expect("a zone");
        let start = tz.to_timestamp(civil(starts)).expect("in range");
        let first = Date::constant(2026, 1, 5).saturating_add(jiff::Span::new().days(weekday as i64));
        for minute in (0..DAYS * 1440).step_by(5) {
            let shown = wall(&tz, start + jiff::SignedDuration::from_mins(minute));
            let begun = i64::from(shown.hour()) * 60 + i64::from(shown.minute()) >= at * 15;
            let days = days_since(shown.date(), first) - i64::from(!begun);
            let turn = days.div_euclid(7 * i64::from(weeks)).rem_euclid(members as i64);
            let rota = &compiled.rosters.rotas[0];
            let on = rota.on_call(Instant(minute * 60_000));
            prop_assert_eq!(on.len(), 1);
            prop_assert_eq!(&compiled.names[on[0].at()], names[turn as usize], "{} {}", text, shown);
        }
    }
}
