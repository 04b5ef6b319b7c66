//! Daylight saving: the hours that shifts come to, computed by hand.

use super::*;
use crate::text::Place;

/// How many minutes shifts of one window come to that begin on each of three days around a change of the clock.
fn lengths(zone_name: &str, day_before: &str, window: &str) -> Vec<i64> {
    let (from, to) = window.split_once('-').expect("a window");
    let text = format!(r#"(rosters: {{"r": Weekly([(days: "daily", from: "{from}", to: "{to}")])}}, people: {{"ana": (roster: "r")}})"#);
    let compiled = compiled(&text, zone_name, &format!("{day_before}T00:00"), 4);
    let first = compiled.hours("ana").spans().iter().filter(|(from, _)| from.0 >= 0);
    first.take(3).map(|(from, to)| (to.0 - from.0) / 60_000).collect()
}

#[test]
fn a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() {
    // The clocks change in the night that begins on the first of the three days.
    for (zone, spring, autumn) in [
        ("America/New_York", "2026-03-07", "2026-10-31"),
        ("Europe/London", "2026-03-28", "2026-10-24"),
        ("Australia/Sydney", "2026-10-03", "2026-04-04"),
    ] {
        assert_eq!(lengths(zone, spring, "19:00-07:00"), [11 * 60, 12 * 60, 12 * 60], "{zone}");
        assert_eq!(lengths(zone, autumn, "19:00-07:00"), [13 * 60, 12 * 60, 12 * 60], "{zone}");
        assert_eq!(lengths(zone, spring, "07:00-19:00"), [12 * 60; 3], "{zone}");
        assert_eq!(lengths(zone, autumn, "07:00-19:00"), [12 * 60; 3], "{zone}");
    }
}

#[test]
fn a_zone_without_daylight_saving_has_nights_of_one_length() {
    for day in ["2026-03-07", "2026-03-28", "2026-10-03", "2026-10-31"] {
        assert_eq!(lengths("Asia/Tokyo", day, "19:00-07:00"), [12 * 60; 3]);
    }
}

#[test]
fn a_shift_that_begins_or_ends_in_the_skipped_hour_does_so_at_its_end() {
    // New York: 02:00 to 03:00 is skipped on Sunday 8 March.
    assert_eq!(lengths("America/New_York", "2026-03-07", "02:30-10:00"), [450, 420, 450]);
    assert_eq!(lengths("America/New_York", "2026-03-07", "22:00-02:30"), [240, 270, 270]);
    // A shift within the skipped hour does not take place: the second is Monday's.
    assert_eq!(lengths("America/New_York", "2026-03-07", "02:10-02:50"), [40, 40, 40]);
    // London: 01:00 to 02:00 on Sunday 29 March. Sydney: 02:00 to 03:00 on Sunday 4 October.
    assert_eq!(lengths("Europe/London", "2026-03-28", "01:15-06:00"), [285, 240, 285]);
    assert_eq!(lengths("Australia/Sydney", "2026-10-03", "02:00-06:00"), [240, 180, 240]);
}

#[test]
fn a_shift_that_begins_or_ends_in_the_hour_shown_twice_does_so_the_first_time() {
    // New York: 01:00 to 02:00 comes twice on Sunday 1 November.
    assert_eq!(lengths("America/New_York", "2026-10-31", "01:30-05:00"), [210, 270, 210]);
    assert_eq!(lengths("America/New_York", "2026-10-31", "22:00-01:30"), [210, 210, 210]);
    assert_eq!(lengths("America/New_York", "2026-10-31", "22:00-02:00"), [300, 240, 240]);
    // London: 01:00 to 02:00 on Sunday 25 October. Sydney: 02:00 to 03:00 on Sunday 5 April.
    assert_eq!(lengths("Europe/London", "2026-10-24", "01:00-02:00"), [60, 120, 60]);
    assert_eq!(lengths("Australia/Sydney", "2026-04-04", "02:30-03:00"), [30, 90, 30]);
}

#[test]
fn the_weekend_of_harbour_mutual_is_47_hours_long() {
    let text = r#"(rosters: {"w": Weekly([(days: "Sat,Sun", from: "00:00", to: "24:00")])}, people: {"ana": (roster: "w")})"#;
    let weekend = compiled(text, "America/New_York", "2026-03-05T12:00", 5);
    let hours = weekend.hours("ana");
    assert_eq!(hours.spans().len(), 1);
    assert_eq!(hours.total(), Span::hours(47));
}

#[test]
fn days_and_nights_of_a_year_come_to_365_times_12_hours_in_every_zone() {
    for name in ["America/New_York", "Europe/London", "Australia/Sydney", "Asia/Tokyo"] {
        let text = r#"(rosters: {"d": Weekly([(days: "daily", from: "07:00", to: "19:00")]), "n": Weekly([(days: "daily", from: "19:00", to: "07:00")])},
            people: {"ana": (roster: "d"), "ben": (roster: "n")})"#;
        let year = compiled(text, name, "2026-01-01T07:00", 365);
        let end = Instant(0) + Span::YEAR;
        assert_eq!(year.hours("ana").elapsed(Instant(0), end), Span::hours(4380));
        assert_eq!(year.hours("ben").elapsed(Instant(0), end), Span::hours(4380));
        assert!(!year.hours("ana").union(year.hours("ben")).minus(&Hours::between(Instant(-1 << 40), Instant(1 << 50))).on_at(end));
        assert_eq!(year.hours("ana").union(year.hours("ben")).within(Instant(0), end).spans(), [(Instant(0), end)]);
    }
}

#[test]
fn the_local_clock_is_read_and_written_around_changes() {
    let zone = zone("America/New_York", "2026-03-08T00:00");
    let at = |text: &str| zone.instant(civil(text)).0 / 60_000;
    assert_eq!([at("2026-03-08T01:59"), at("2026-03-08T02:30"), at("2026-03-08T03:00"), at("2026-03-08T07:00")], [119, 120, 120, 360]);
    assert_eq!(zone.civil(Instant(119 * 60_000)), civil("2026-03-08T01:59"));
    assert_eq!(zone.civil(Instant(120 * 60_000)), civil("2026-03-08T03:00"));
    assert_eq!(zone.format(Instant(120 * 60_000)), "Sun 03:00");
    assert_eq!(zone.format_long(Instant(119 * 60_000)), "2026-03-08 01:59 EST");
    assert_eq!(zone.format_long(Instant(120 * 60_000)), "2026-03-08 03:00 EDT");
    assert_eq!(zone.format_long(zone.instant(civil("2026-11-01T01:30"))), "2026-11-01 01:30 EDT");
    assert_eq!(zone.name(), "America/New_York");
    let starts_in_the_gap = super::zone("America/New_York", "2026-03-08T02:30");
    assert_eq!(starts_in_the_gap.civil(Instant(0)), civil("2026-03-08T03:00"));
}

#[test]
fn a_moment_that_the_clock_skips_is_a_mistake() {
    let zone = zone("America/New_York", "2026-03-08T00:00");
    let mut problems = Problems::new();
    let moment = |text| crate::model::quantity::Moment { civil: civil(text), place: Place::default() };
    assert_eq!(zone.moment(&moment("2026-03-08T03:30"), &mut problems), Some(Instant(150 * 60_000)));
    assert!(problems.is_empty());
    assert_eq!(zone.moment(&moment("2026-03-08T02:30"), &mut problems), None);
    assert_eq!(problems.len(), 1);
}

#[test]
fn night_is_from_22_to_7_and_a_day_begins_in_the_morning() {
    let zone = zone("America/New_York", "2026-03-07T12:00");
    let at = |text: &str| zone.instant(civil(text));
    for (text, night, day) in [
        ("2026-03-07T12:00", false, 0),
        ("2026-03-07T21:59", false, 0),
        ("2026-03-07T22:00", true, 0),
        ("2026-03-08T03:00", true, 0),
        ("2026-03-08T06:59", true, 0),
        ("2026-03-08T07:00", false, 1),
        ("2026-03-09T06:59", true, 1),
    ] {
        assert_eq!((zone.is_night(at(text)), zone.day(at(text))), (night, day), "{text}");
    }
    assert_eq!(zone.next_morning(at("2026-03-07T12:00")), at("2026-03-08T07:00"));
    assert_eq!(zone.next_morning(at("2026-03-08T03:00")), at("2026-03-08T07:00"));
    assert_eq!(zone.next_morning(at("2026-03-08T07:00")), at("2026-03-09T07:00"));
    assert_eq!(at("2026-03-08T07:00") - at("2026-03-07T22:00"), Span::hours(8));
}

#[test]
fn the_hour_of_the_week_is_that_of_the_local_clock() {
    let zone = zone("America/New_York", "2026-03-02T00:00");
    let of = |text: &str| zone.hour_of_week(zone.instant(civil(text)));
    assert_eq!(of("2026-03-02T00:00"), (0, Span::ZERO));
    assert_eq!(of("2026-03-07T02:14"), (122, Span::minutes(14)));
    assert_eq!(of("2026-03-08T03:05"), (147, Span::minutes(5)));
    assert_eq!(of("2026-03-08T23:59"), (167, Span::minutes(59)));
    let half = super::zone("Asia/Kolkata", "2026-03-02T00:30");
    assert_eq!(half.hour_of_week(Instant(0)), (0, Span::minutes(30)));
}

#[test]
fn a_zone_far_from_its_start_still_agrees_with_the_database() {
    let zone = zone("Europe/London", "2026-01-05T00:00");
    let database = jiff::tz::TimeZone::get("Europe/London").expect("London");
    for text in [
        "1970-07-01T00:00",
        "1996-07-01T12:00",
        "2015-12-31T23:59",
        "2016-01-10T00:00",
        "2126-04-01T00:00",
        "2126-07-01T00:00",
        "2199-07-01T12:00",
    ] {
        let expected = database.to_timestamp(civil(text)).expect("in range").as_millisecond();
        let start = database.to_timestamp(civil("2026-01-05T00:00")).expect("in range").as_millisecond();
        assert_eq!(zone.instant(civil(text)).0 + start, expected, "{text}");
        assert_eq!(zone.civil(Instant(expected - start)), civil(text));
    }
    assert!(zone.civil(Instant(i64::MAX)) > zone.civil(Instant(i64::MIN)));
    for end in [Instant(i64::MIN), Instant(i64::MAX)] {
        let _ =
            (zone.is_night(end), zone.day(end), zone.hour_of_week(end), zone.next_morning(end), zone.format(end), zone.format_long(end));
    }
}

#[test]
fn a_zone_that_nobody_knows_is_told_with_the_nearest() {
    let near = |name: &str| Zone::new(name, civil("2026-01-05T00:00")).expect_err("an unknown zone").nearest;
    assert_eq!(near("America/New_Yrok").as_deref(), Some("America/New_York"));
    assert_eq!(near("America/New York").as_deref(), Some("America/New_York"));
    assert_eq!(near("Tokyo").as_deref(), Some("Asia/Tokyo"));
    assert_eq!(near("UK/London").as_deref(), Some("Europe/London"));
    assert_eq!(near("Atlantis/Poseidonis"), None);
    assert_eq!(near(""), None);
    assert_eq!(near("Etc/Unknown"), None);
}
