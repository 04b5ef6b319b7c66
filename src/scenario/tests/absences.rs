//! Absence in a scenario: what is refused, and what is found.

use super::found::{ABLE, expect, never};
use super::mistakes::check;

const AT: &str = "    rest: (";

#[test]
fn absences_that_cannot_be_or_change_nothing_are_explained() {
    check(&[
        (AT, "    absence: (),\n    rest: (", &["this says nothing about absence", "annual_leave: \"22d\""], "absence: ()"),
        (
            AT,
            "    absence: (sick: \"6d\", annual_leav: \"22d\"),\n    rest: (",
            &["unknown field `annual_leav`", "`annual_leave`"],
            "absence",
        ),
        (AT, "    absence: (sick: \"2y\"),\n    rest: (", &["`sick` is longer than a year", "working days a year"], "absence"),
        (
            AT,
            "    absence: (sick: \"6d\", leave_lasts: \"3d\"),\n    rest: (",
            &["`leave_lasts` is given, but nobody it is about has any `annual_leave`", "give annual_leave too"],
            "leave_lasts",
        ),
        (AT, "    absence: (sick: \"6d\", sick_lasts: \"0s\"),\n    rest: (", &["`sick_lasts` is no time at all", "\"2d\""], "sick_lasts"),
        (
            AT,
            "    absence: (annual_leave: \"22d\", leave_by_month: [1, 2, 3]),\n    rest: (",
            &["needs a number for each month, January first", "3 numbers"],
            "leave_by_month",
        ),
        (
            AT,
            "    absence: (sick: \"6d\", leave_by_month: [1, 1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1]),\n    rest: (",
            &["`leave_by_month` is given, but nobody it is about has any `annual_leave`"],
            "leave_by_month",
        ),
        (
            r#""boss": (role: "ciso", team: "bosses", roster: "office")"#,
            r#""boss": (role: "ciso", team: "bosses", roster: "office", absence: (annual_leave: "250d"))"#,
            &["`boss` cannot be away for 250 of their 261 working days a year", "of their own roster"],
            "\"boss\"",
        ),
        (
            r#""boss": (role: "ciso", team: "bosses", roster: "office")"#,
            r#""boss": (role: "ciso", team: "bosses", roster: "office", absence: (annual_leave: "60d", leave_by_month: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))"#,
            &["with so much of the leave in one month"],
            "\"boss\"",
        ),
        (r#""bosses": (),"#, r#""bosses": (absence: (covered: true)),"#, &["nobody it is about is ever away"], "bosses"),
        (
            r#""desk": (),"#,
            r#""desk": (absence: (sick: "6d")),"#,
            &["`sick` is given, but everybody it is about is covered", "covered: false"],
            "\"desk\"",
        ),
    ]);
}

#[test]
fn named_absences_of_nobody_or_no_time_are_explained() {
    let away = |from: &'static str, to: &'static [&'static str], line: &'static str| check(&[(AT, from, to, line)]);
    away(
        "    overrides: {\"gone\": Away(people: [\"bne\"], from: \"2026-01-06T00:00\", to: \"2026-01-09T00:00\")},\n    rest: (",
        &["there is no person `bne`", "did you mean `ben`?"],
        "gone",
    );
    away(
        "    overrides: {\"gone\": Away(people: [\"ben\"], from: \"2026-01-09T00:00\", to: \"2026-01-06T00:00\")},\n    rest: (",
        &["ends before it begins"],
        "gone",
    );
    away(
        "    overrides: {\"gone\": Away(people: [\"ben\"], from: \"2026-01-06T00:00\", to: \"2026-01-09T00:00\", why: Holiday)},\n    rest: (",
        &["unknown why `Holiday`", "`Sick`, `Training` or `Other`"],
        "gone",
    );
}

#[test]
fn turnover_that_cannot_be_or_changes_nothing_is_explained() {
    check(&[
        (
            AT,
            "    absence: (turnover_per_year: 13),\n    rest: (",
            &["13 of all people cannot leave in a year", "13 of a hundred are written 0.13"],
            "turnover_per_year",
        ),
        (
            AT,
            "    absence: (sick: \"6d\", ramp: \"90d\"),\n    rest: (",
            &["`ramp` is given, but nobody it is about ever leaves", "give turnover_per_year too"],
            "ramp",
        ),
        (
            AT,
            "    absence: (turnover_per_year: 0.1, ramp_takes: 0),\n    rest: (",
            &["work cannot take somebody new no time at all"],
            "ramp_takes",
        ),
        (
            r#""desk": (),"#,
            r#""desk": (absence: (turnover_per_year: 0.4)),"#,
            &["`turnover_per_year` is given, but everybody it is about is covered"],
            "\"desk\"",
        ),
    ]);
}

#[test]
pub(super) fn what_absence_leaves_uncovered_is_found_with_its_hours() {
    let usual = (AT, "    absence: (annual_leave: \"26d\", sick: \"13d\"),\n    rest: (");
    // 39 of 260 days each: 15 in a hundred; both at once 2.25 in a hundred, of 168 hours.
    expect(&[usual], "Everybody on infra-rota at the same time can be away for 3.8 of the 168 hours of an average week", "Ana and Ben");
    let alone = (r#"members: ["ana", "ben"]"#, r#"members: ["ana"]"#);
    expect(&[usual, alone], "Ana, who is all there is on infra-rota, is away for 25 of the 168 hours of an average week", "Ana");
    let uncovered = (r#"hand_over: "Mon 09:00")"#, r#"hand_over: "Mon 09:00", cover: Nobody)"#);
    expect(&[usual, uncovered], "Whoever is on call on infra-rota is away for 25 of the 168 hours", "Next(sick_after: \"4h\")");
    let planned = (r#"hand_over: "Mon 09:00")"#, r#"hand_over: "Mon 09:00", cover: WhenPlanned)"#);
    expect(&[usual, planned], "Whoever is on call on infra-rota is sick for 8.4 of the 168 hours", "");
    never(&[], "away");
    never(&[(AT, "    absence: (sick: \"6d\"),\n    rest: (")], "of an average week");
}

#[test]
pub(super) fn named_absences_that_leave_nobody_are_found_with_their_hours() {
    let gone = |who: &str| {
        format!("    overrides: {{\"gone\": Away(people: {who}, from: \"2026-01-06T17:30\", to: \"2026-01-12T08:30\")}},\n    rest: (")
    };
    let ana = gone("[\"ana\"]");
    expect(
        &[(AT, &ana)],
        "Nobody can do isolate (ransomware), restore of core and verify of core from Tue 6 January 17:30 to Mon 12 January 08:30, 135 hours",
        "Ana (on leave) is named as absent for all of that time",
    );
    never(&[(AT, &ana)], "Nobody on the rota infra-rota is there");
    let both = gone("[\"ana\", \"ben\"]");
    expect(
        &[(AT, &both)],
        "Nobody on the rota infra-rota is there from Tue 6 January 17:30",
        "Ana (on leave) and Ben (on leave) are named as absent",
    );
    let bosses = gone("[\"boss\", \"deputy\"]");
    never(&[(AT, &bosses), ABLE[0], ABLE[1]], "Nobody who may decide on isolate is there");
    let asked = (r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "");
    expect(&[(AT, &bosses), asked], "Nobody who may decide on isolate is there from Tue 6 January 17:30", "boss (on leave)");
}

#[test]
pub(super) fn seats_that_empty_faster_than_they_fill_are_found() {
    let usual = "    absence: (turnover_per_year: 0.13),\n    rest: (";
    never(&[(AT, usual)], "faster than it replaces");
    // One in two leaves a year; a seat is empty for 335 days: 0.459 to 1 are 31 in a hundred.
    let drain = "    absence: (turnover_per_year: 0.5, notice: \"30d\", time_to_hire: \"365d\"),\n    rest: (";
    expect(
        &[(AT, drain)],
        "Infrastructure loses people faster than it replaces them: a seat is empty for 53 of the 168 hours of an average week",
        "50 in 100 leave a year and a seat stays empty for 335 days on average, so that 0.6 of its 2 seats are missing",
    );
}
