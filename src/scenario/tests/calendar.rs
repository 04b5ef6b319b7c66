//! The business calendar: mistakes in it, what is added to the base scenario and what must be said of it; and what the checker finds.

use super::found::{expect, never};
use super::{changed, read, said};
use crate::text::render;

/// Each adds this before `rest` and must hear that, once.
fn hears(cases: &[(&str, &[&str])]) {
    for (added, expected) in cases {
        let text = changed(&[("rest: (longest", &format!("{added}, rest: (longest")), PRICED]);
        let Err((problems, sources)) = read(&text) else { panic!("{added}: nothing was said") };
        let shown = render(&problems, &sources, false);
        assert_eq!(problems.len(), 1, "{added}: one mistake only, not\n{shown}");
        let problem = problems.iter().next().expect("just counted");
        for part in *expected {
            assert!(said(problem).contains(part), "{added}: expected {part}, not\n{shown}");
        }
    }
}
/// The loss of a system costs something.
const PRICED: (&str, &str) = (r#""core": (tier: 1"#, r#""core": (downtime_cost: (business_hour: 100, other: 10), tier: 1"#);

#[test]
fn periods_without_effect_are_refused() {
    hears(&[
        (r#"calendar: {"audit": (when: MonthEnd(last: Days(2)))}"#, &["the period `audit` changes nothing", "scales:"]),
        (r#"calendar: {"audit": (when: MonthEnd(last: Days(2)), scales: (demand: 1))}"#, &["the period `audit` changes nothing"]),
        (
            r#"calendar: {"audit": (when: MonthEnd(last: Days(2)), scales: (demand: 2))}"#,
            &["`demand` changes nothing in `audit`", "no `demand`"],
        ),
        (
            r#"calendar: {"audit": (when: MonthEnd(), scales: (downtime_cost: 2))}"#,
            &["the period `audit` has no days", "last: BusinessDays(2)"],
        ),
        (
            r#"holidays: {"us": (days: ["2026-01-19"])}, calendar: {"audit": (when: MonthEnd(last: Days(2)), holidays: "us", scales: (downtime_cost: 2))}"#,
            &["`holidays` changes nothing for `audit`", "counts no business days"],
        ),
    ]);
}

#[test]
fn periods_that_make_no_sense_are_refused() {
    let scaled = |when: &str, scales: &str| format!(r#"calendar: {{"audit": (when: {when}, scales: ({scales}))}}"#);
    let dear = |when: &str| scaled(when, "downtime_cost: 2");
    hears(&[
        (&scaled("MonthEnd(last: Days(2))", "downtime_cost: -1"), &["`downtime_cost` cannot be -1 times as much", "from 0 to 1000"]),
        (&scaled("MonthEnd(last: Days(2))", "downtime_cost: 2000"), &["cannot be 2000 times"]),
        (&dear("MonthEnd(last: Days(0))"), &["0 is not a number of days to count", "from 1 to 31"]),
        (&dear("QuarterEnd(first: BusinessDays(40))"), &["40 is not a number of days", "Yearly"]),
        (&dear(r#"Yearly(from: "20-12", to: "12-24")"#), &["\"20-12\" is no day of the year", "month and day"]),
        (&dear(r#"Yearly(from: "02-30", to: "03-02")"#), &["is no day of the year"]),
        (&dear(r#"Between([(from: "2026-01-12T00:00", to: "2026-01-12T00:00")])"#), &["ends before it begins"]),
        (&dear("Fortnightly"), &["Fortnightly", "MonthEnd"]),
        (
            r#"calendar: {"audit": (when: MonthEnd(last: BusinessDays(2)), holidays: "us", scales: (downtime_cost: 2))}"#,
            &["there is no set of holidays `us`"],
        ),
    ]);
    let tickets = r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h")}, "#;
    let half_past = scaled(r#"Between([(from: "2026-01-12T00:30", to: "2026-01-13T00:00")])"#, "demand: 2");
    hears(&[(&format!("{tickets}{half_past}"), &["begins and ends on a full hour"])]);
    let many: Vec<String> = (0..101).map(|n| format!(r#""p{n}": (when: MonthEnd(last: Days(1)), scales: (downtime_cost: 2))"#)).collect();
    hears(&[(&format!("calendar: {{{}}}", many.join(", ")), &["this calendar has 101 periods", "at most 100"])]);
}

fn with(added: &str) -> [(&'static str, &'static str); 2] {
    let added: &'static str = Box::leak(format!("{added}, rest: (longest").into_boxed_str());
    [("rest: (longest", added), PRICED]
}

#[test]
pub(super) fn dear_times_without_anybody_who_restores_are_found() {
    // From Saturday 31 January to Monday 2 February, 24:00: Ana and Ben are there on Monday from 8:30 to 17:30.
    let closing = r#"calendar: {"closing": (name: "month-end closing", when: MonthEnd(last: Days(1), first: Days(2)), scales: (downtime_cost: 2.5))}"#;
    expect(
        &with(closing),
        "Lost service costs 2.5 times as much in month-end closing, and for 63 of its 72 hours nobody who restores is on shift",
        "The longest such time is 2 d 8 h 30 min, from 2026-01-31 00:00 EST to 2026-02-02 08:30 EST.",
    );
    let office = r#"calendar: {"closing": (when: Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]), scales: (downtime_cost: 2.5))}"#;
    never(&with(office), "Lost service costs");
}

#[test]
pub(super) fn periods_that_never_come_or_fall_together_are_found() {
    let calendar = r#"calendar: {
        "renewals": (when: Yearly(from: "01-10", to: "01-20"), scales: (downtime_cost: 2)),
        "audit": (when: Between([(from: "2026-01-19T08:00", to: "2026-02-10T18:00")]), scales: (downtime_cost: 1.5)),
        "summer": (when: Yearly(from: "07-01", to: "08-31"), scales: (downtime_cost: 0.5)),
        "visit": (when: Between([(from: "2026-07-01T00:00", to: "2026-07-02T00:00")]), scales: (downtime_cost: 1.5))}"#;
    expect(&with(calendar), "A period never comes in the time that is played: visit", "5 January 2026 to 14 February 2026");
    never(&with(calendar), "in the time that is played: summer");
    expect(
        &with(calendar),
        "Two periods fall together, audit and renewals: lost service costs 3 times as much then",
        "For 40 hours in the time that is played",
    );
}

#[test]
pub(super) fn times_that_ask_more_of_a_team_than_it_has_are_found() {
    // Two people for 45 hours a week each, of whom Ben takes twice as long: 40 tickets of an hour take 60 hours.
    let tickets = r#"demand: {"t": (team: "infra", rate_per_week: 40, effort: "1h")}, calendar: {"rush": (when: MonthEnd(last: Days(5)), scales: (demand: 1.6))}"#;
    expect(
        &with(tickets),
        "In rush tickets ask more of Infrastructure than it has: 96 hours of work a week for 90",
        "1.6 times as many come for 120 hours",
    );
    never(&with(&tickets.replace("1.6", "1.4")), "In rush tickets ask");
}
