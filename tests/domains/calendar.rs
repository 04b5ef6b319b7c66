//! The business calendar: what lost service costs and how many tickets come at some times of the year, by hand; and that nothing else moves.

use std::sync::Arc;

use firedrill::measures::Outcome;
use firedrill::model::fact::Fact;
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{agrees, facts, one, plan_of};

/// The shop fails on Friday 30 January 2026, 12:00, is reported at once and repaired in 42 hours and a second by somebody who is always there. An
/// hour without it costs 100 in business hours, 10 otherwise.
fn text(calendar: &str) -> String {
    format!(
        r#"(name: "calendar", time_zone: "UTC", starts: "2026-01-26T00:00", runs_for: "20d", horizon: "20d", {calendar}
        business_hours: [(days: "Mon-Fri", from: "08:00", to: "18:00")],
        reach: (on_shift: (answers: 1.0, after: "0s")),
        rosters: {{"always": Always}}, teams: {{"ops": ()}},
        people: {{"op": (team: "ops", roster: "always", cost_per_hour: 60)}},
        systems: {{"shop": (downtime_cost: (business_hour: 100, other: 10))}},
        playbooks: {{"p": (tasks: {{"repair": (phase: Recover, teams: ["ops"], effort: "42h 1s")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-30T12:00", hits: ["shop"], severity: High, reported: "0s")}})"#
    )
}
fn played(text: &str) -> (Arc<Plan>, Outcome) {
    let plan = plan_of(text);
    let outcome = one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0);
    (plan, outcome)
}
const AUDIT: &str = r#""audit": (when: Between([(from: "2026-01-30T17:00", to: "2026-01-31T06:00")]), scales: (downtime_cost: 3))"#;
const CLOSING: &str = r#""closing": (name: "month-end closing", when: MonthEnd(last: Days(1)), scales: (downtime_cost: 2))"#;

#[test]
fn lost_service_is_paid_piece_by_piece_and_nothing_else_moves() {
    let (_, without) = played(&text(""));
    let (_, with) = played(&text(&format!("calendar: {{{AUDIT}, {CLOSING}}},")));
    let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} for {b}");
    // Friday 12 to 18 in business hours, then 36 hours and a second.
    close(without.downtime, 600.0 + 360.0 + 10.0 / 3600.0);
    // Friday 12 to 17 once, to 18 three times, to midnight three times; Saturday to 6 in both six times, to midnight twice; Sunday to 6 and a second once.
    close(with.downtime, 500.0 + 300.0 + 180.0 + 360.0 + 360.0 + 60.0 + 10.0 / 3600.0);
    close(with.by_calendar, with.downtime - without.downtime);
    assert_eq!(without.by_calendar, 0.0);
    assert_eq!(with.cost() - with.downtime, without.cost() - without.downtime);
    let moved = Outcome { downtime: without.downtime, by_calendar: 0.0, ..with.clone() };
    assert_eq!(moved, without, "the same incident otherwise");
    let told = |text: &str| facts(&plan_of(text), 1, 0).into_iter().filter(|(_, f)| !matches!(f, Fact::Period { .. })).collect::<Vec<_>>();
    assert_eq!(told(&text(&format!("calendar: {{{AUDIT}, {CLOSING}}},"))), told(&text("")));
}

#[test]
fn periods_are_told_while_an_incident_is_in_hand() {
    let periods = |calendar: &str| {
        let plan = plan_of(&text(&format!("calendar: {{{calendar}}},")));
        let all = facts(&plan, 1, 0).into_iter().filter_map(|(at, fact)| match fact {
            Fact::Period { period, turn } => Some((plan.zone.civil(at).to_string(), plan.calendar.periods[period.at()].id.clone(), turn)),
            _ => None,
        });
        all.map(|(at, id, turn)| format!("{} {id} {turn:?}", &at[5..16])).collect::<Vec<_>>()
    };
    assert_eq!(
        periods(&format!("{AUDIT}, {CLOSING}")),
        ["01-30T17:00 audit Begins", "01-31T00:00 closing Begins", "01-31T06:00 audit Ends", "02-01T00:00 closing Ends"]
    );
    // It begins with the incident itself, and is under way when the incident is over on Sunday.
    let at_once = r#""a": (when: Between([(from: "2026-01-30T12:00", to: "2026-02-03T00:00")]), scales: (downtime_cost: 0.5))"#;
    assert_eq!(periods(at_once), ["01-30T12:00 a UnderWay"]);
    let one_ends_as_another_begins = r#""a": (when: Between([(from: "2026-01-27T00:00", to: "2026-01-31T00:00")]), scales: (downtime_cost: 0.5)),
        "b": (when: MonthEnd(last: Days(1)), scales: (downtime_cost: 4))"#;
    let told = periods(one_ends_as_another_begins);
    assert_eq!(told, ["01-30T12:00 a UnderWay", "01-31T00:00 a Ends", "01-31T00:00 b Begins", "02-01T00:00 b Ends"]);
}

#[test]
fn less_than_the_ordinary_price_takes_away() {
    let (_, with) = played(&text(r#"calendar: {"quiet": (when: Yearly(from: "12-20", to: "02-10"), scales: (downtime_cost: 0))},"#));
    let (_, without) = played(&text(""));
    assert_eq!((with.downtime, with.by_calendar), (0.0, -without.downtime));
}

/// Tickets at 60 a week over 28 days from Monday 5 January 2026, those of `counted` days from `warm_up` on counted.
fn asked(warm_up: u32, counted: u32, calendar: &str) -> String {
    format!(
        r#"(name: "tickets", time_zone: "UTC", starts: "2026-01-05T00:00", warm_up: "{warm_up}d", runs_for: "{counted}d", horizon: "1d", {calendar}
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always")}},
        demand: {{"tickets": (team: "ops", rate_per_week: 60, effort: "10m")}})"#
    )
}
fn arrived(text: &str, replication: u64) -> u32 {
    let all = facts(&plan_of(text), 7, replication);
    all.iter().find_map(|(_, fact)| if let Fact::Tickets { arrived, .. } = fact { Some(*arrived) } else { None }).unwrap()
}
const AROUND: &str = r#"Between([(from: "2026-01-12T00:00", to: "2026-01-22T00:00")])"#;

#[test]
fn a_scale_of_none_takes_away_the_tickets_of_its_time_and_no_others() {
    let none = format!(r#"calendar: {{"lull": (when: {AROUND}, scales: (demand: 0))}},"#);
    for replication in 0..5 {
        let of = |warm_up, counted, calendar| arrived(&asked(warm_up, counted, calendar), replication);
        assert_eq!(of(0, 28, &none), of(0, 28, "") - of(7, 10, ""));
        assert_eq!(of(7, 10, &none), 0);
        assert_eq!(of(17, 11, &none), of(17, 11, ""));
    }
}

#[test]
fn twice_the_tickets_come_on_average_and_those_that_come_anyway_among_them() {
    let twice =
        format!(r#"calendar: {{"rush": (when: {AROUND}, scales: (demand: 1.25)), "more": (when: {AROUND}, scales: (demand: 1.6))}},"#);
    let values: Vec<f64> = (0..400).map(|k| f64::from(arrived(&asked(7, 10, &twice), k))).collect();
    agrees("tickets of ten days at twice the rate", &values, 2.0 * 60.0 * 10.0 / 7.0);
    assert!((0..20).all(|k| arrived(&asked(7, 10, &twice), k) >= arrived(&asked(7, 10, ""), k)));
}

/// What an outage of seven days costs that begins at noon of a day, at 1 an hour.
fn a_week_from(day: &str, period: &str) -> f64 {
    let holidays = if period.contains("holidays") { r#"holidays: {"works-outing": (days: ["2026-03-31"])},"# } else { "" };
    let text = format!(
        r#"(name: "shapes", time_zone: "UTC", starts: "{day}T00:00", runs_for: "1d", horizon: "20d", calendar: {{"p": ({period})}}, {holidays}
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always")}},
        systems: {{"shop": (downtime_cost: (business_hour: 1, other: 1))}},
        playbooks: {{"p": (tasks: {{"repair": (phase: Recover, teams: ["ops"], effort: "168h")}})}},
        incidents: {{"i": (playbook: "p", at: "{day}T12:00", hits: ["shop"], severity: High, reported: "0s")}})"#
    );
    played(&text).1.downtime
}

#[test]
fn each_kind_of_period_is_when_it_says() {
    // Friday 27 March to Friday 3 April; Wednesday 28 January to 4 February; Monday 28 December to 4 January.
    let (march, january, december) = ("2026-03-27", "2026-01-28", "2026-12-28");
    for (from, when, hours) in [
        (march, "MonthEnd(last: Days(2))", 48),
        (march, "MonthEnd(first: Days(1))", 24),
        (march, "MonthEnd(last: Days(1), first: Days(2))", 72),
        // Tuesday 31 and Monday 30; the third is Friday 27, of which half is left, and the weekend lies between.
        (march, "MonthEnd(last: BusinessDays(2))", 48),
        (march, "MonthEnd(last: BusinessDays(3))", 108),
        // Wednesday 1 to the end of Friday 3, of which half is in it.
        (march, "MonthEnd(first: BusinessDays(3))", 60),
        (march, "QuarterEnd(last: Days(2))", 48),
        (march, "YearEnd(last: Days(2))", 0),
        (january, "MonthEnd(last: Days(2))", 48),
        (january, "QuarterEnd(last: Days(2))", 0),
        (january, "YearEnd(last: Days(2))", 0),
        (december, "MonthEnd(last: Days(2))", 48),
        (december, "QuarterEnd(last: Days(2))", 48),
        (december, "YearEnd(last: Days(2))", 48),
        (december, "YearEnd(last: Days(1), first: Days(1))", 48),
        (march, r#"Yearly(from: "03-28", to: "03-30")"#, 72),
        (december, r#"Yearly(from: "12-30", to: "01-02")"#, 96),
        (march, r#"Weekly([(days: "Mon", from: "06:00", to: "10:00")])"#, 4),
        (march, r#"Weekly([(days: "Fri", from: "00:00", to: "24:00")])"#, 24),
        (march, r#"Between([(from: "2026-03-29T00:00", to: "2026-03-29T05:00"), (from: "2026-04-01T10:00", to: "2026-04-01T11:00")])"#, 6),
        (march, r#"Between([(from: "2026-03-20T00:00", to: "2026-03-28T00:00")])"#, 12),
    ] {
        let cost = a_week_from(from, &format!("when: {when}, scales: (downtime_cost: 3)"));
        assert!((cost - f64::from(168 + 2 * hours)).abs() < 1e-9, "{from}, {when}: {cost}");
    }
    // With a day off on Tuesday the last two business days are Friday and Monday.
    let holidays = "when: MonthEnd(last: BusinessDays(2)), holidays: \"works-outing\", scales: (downtime_cost: 3)";
    assert!((a_week_from(march, holidays) - f64::from(168 + 2 * 108)).abs() < 1e-9);
}
