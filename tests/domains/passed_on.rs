//! Tickets that more than one has a hand in: they take time to reach a team, are passed on, and may be finished after the shift.

use firedrill::engine::time::{Instant, Span};
use firedrill::model::fact::{Fact, Spent};

use crate::lab::{facts, plan_of};

/// So many tickets at the desk that there is always one waiting from the first moments on, an hour of work each.
const FLOOD: &str = r#"team: "desk", rate_per_week: 1000000, effort: "1h""#;

fn scenario(roster: &str, demand: &str, more: &str) -> String {
    format!(
        r#"(name: "passed on", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "24h", horizon: "5d",
        reach: (on_shift: (answers: 1.0, after: "5m"), off_duty: (answers: 0.0, after: "1h")),
        rosters: {{"always": Always, "day": Weekly([(days: "daily", from: "08:00", to: "16:00")])}},
        teams: {{"desk": (), "second": ()}},
        people: {{"ann": (team: "desk", roster: "{roster}", skills: {{"craft": Working}}), "ben": (team: "second", roster: "always")}},
        demand: {{"t": ({demand})}}, {more})"#
    )
}
/// What was told of the tickets.
#[derive(Debug, Default)]
struct Told {
    arrived: u32,
    done: u32,
    given_up: u32,
    waited: Span,
    took: Span,
    /// Of the first step after: how many came, how many were taken up, and how long these waited.
    came: u32,
    then_taken: u32,
    then_waited: Span,
    on_tickets: Span,
}
fn told(text: &str) -> Told {
    let mut told = Told::default();
    for (_, fact) in facts(&plan_of(text), 1, 0) {
        match fact {
            Fact::Tickets { arrived, done, given_up, waited, .. } => {
                (told.arrived, told.done, told.given_up, told.waited) = (arrived, done, given_up, waited);
            }
            Fact::TicketsTook { took, .. } => told.took = took,
            Fact::TicketsPassedOn { step: 1, came, taken, waited, .. } => {
                (told.came, told.then_taken, told.then_waited) = (came, taken, waited);
            }
            Fact::Spent { on: Spent::Tickets, time, .. } => told.on_tickets += time,
            _ => {}
        }
    }
    told
}
/// As long as that, but for the first moments in which no ticket had come yet.
fn about(span: Span, hours: f64) -> bool {
    (span.hours_f64() - hours).abs() < 0.02
}

#[test]
fn what_is_passed_on_reaches_the_next_team_after_a_while_and_waits_there_for_its_turn() {
    // Ann passes one on every hour. It reaches Ben half an hour later, who takes two hours for each: the k-th comes at k + 0:30 and is
    // taken up at 2 k - 0:30, so that it waits k - 1 hours. By the end of the day 23 have been passed on, twelve taken up, and eleven done.
    let of = told(&scenario("always", &format!(r#"{FLOOD}, then: [(team: "second", after: "30m", effort: "2h")]"#), ""));
    assert_eq!((of.came, of.done), (23, 11), "{of:?}");
    assert_eq!(of.then_taken, 12);
    assert!(about(of.then_waited, (0..12).sum::<i32>().into()), "{of:?}");
    // Ann is at it all day, Ben from 01:30 on.
    assert!(about(of.on_tickets, 24.0 + 22.5), "{of:?}");
}

#[test]
fn what_is_not_passed_on_is_done() {
    let of = |share: &str| told(&scenario("always", &format!(r#"{FLOOD}, then: [(team: "second", {share} effort: "1m")]"#), ""));
    let all = of("");
    assert_eq!((all.came, all.done), (23, 23));
    let some = of("share: 0.4,");
    assert_eq!(some.done, 23, "those that are not passed on are done at once, the others a minute later");
    assert!((3..=16).contains(&some.came), "{some:?}");
}

#[test]
fn a_share_is_passed_on_and_nobody_else_s_luck_is_moved_by_it() {
    let text = |then: &str| {
        scenario("always", &format!(r#"team: "desk", rate_per_week: 1000, effort: Exponential(mean: "5m"){then}"#), "")
            .replace("24h", "60d")
    };
    let plain = told(&text(""));
    let passed = told(&text(r#", then: [(share: 0.3, team: "second", effort: Exponential(mean: "10m"))]"#));
    assert_eq!((plain.arrived, plain.waited), (passed.arrived, passed.waited), "the first step is as it was");
    let (n, came) = (f64::from(passed.arrived), f64::from(passed.came));
    assert!((came - 0.3 * n).abs() < 4.0 * (0.3 * 0.7 * n).sqrt(), "{came} of {n}");
    assert!(passed.took > passed.waited, "{passed:?}");
    // One step more changes nothing of the one before either.
    let more = told(&text(
        r#", then: [(share: 0.3, team: "second", effort: Exponential(mean: "10m")), (team: "desk", effort: "1ms", share: 0.5)]"#,
    ));
    assert_eq!(more.came, passed.came);
}

#[test]
fn what_takes_time_to_reach_a_team_neither_waits_nor_is_given_up_on_its_way() {
    let of = |after: &str| told(&scenario("always", &format!(r#"{FLOOD}, gives_up_after: "10s"{after}"#), ""));
    let (at_once, later) = (of(""), of(r#", after: "12h""#));
    assert_eq!(at_once.arrived, later.arrived);
    // Half of them reach the desk by the end of the day, and all of these but those that Ann takes are given up.
    let share = f64::from(later.given_up) / f64::from(at_once.given_up);
    assert!((share - 0.5).abs() < 0.02, "{share}");
    assert!((later.waited.0 / i64::from(later.given_up) - 10_000).abs() < 100, "{later:?}");
    assert_eq!((at_once.done, later.done), (23, 11));
}

#[test]
fn who_finishes_stays_after_the_shift_and_who_puts_down_does_not() {
    let of = |at_end: &str| told(&scenario("day", &FLOOD.replace("1h", "5h").replace("effort", &format!("{at_end} effort")), ""));
    // From 8 to 13, and from 13 to 18, two hours after the shift, which are in no count of hours on shift.
    let finished = of("at_shift_end: Finish,");
    assert_eq!((finished.done, finished.on_tickets), (2, Span::hours(8)));
    let put_down = of("");
    assert_eq!((put_down.done, put_down.on_tickets), (1, Span::hours(8)));
    assert_eq!(
        told(&scenario("day", &FLOOD.replace("1h", "4h").replace("effort", "at_shift_end: Finish, effort"), "")).on_tickets,
        Span::hours(8)
    );
}

#[test]
fn who_has_worked_as_long_as_anybody_may_puts_down_what_they_stayed_for() {
    let demand = FLOOD.replace("1h", "5h").replace("effort", "at_shift_end: Finish, effort");
    let of = told(&scenario("day", &demand, r#"rest: (longest_stretch: "9h", least_rest: "11h"),"#));
    assert_eq!((of.done, of.on_tickets), (1, Span::hours(8)));
    // The next shift begins later for whoever stayed until six: at five, eleven hours on.
    let late = told(&scenario("day", &demand, r#"rest: (longest_stretch: "12h", least_rest: "15h"),"#).replace("24h\", h", "36h\", h"));
    // Two until 18:00, and from 09:00 on, fifteen hours later, three hours of the third.
    assert_eq!((late.done, late.on_tickets), (2, Span::hours(11)));
}

#[test]
fn an_incident_takes_who_has_stayed_for_a_ticket_as_it_takes_who_is_on_shift() {
    let demand = FLOOD.replace("1h", "5h").replace("effort", "at_shift_end: Finish, effort");
    let incident = r#"playbooks: {"p": (tasks: {"do": (phase: Recover, teams: ["desk"], skill: ("craft", Basic), effort: "1h")})},
        incidents: {"i": (playbook: "p", at: "2026-01-05T17:00", severity: High, reported: "0s")},"#;
    let all = facts(&plan_of(&scenario("day", &demand, incident)), 1, 0);
    let left = |all: &[(Instant, Fact)]| -> Vec<Instant> {
        all.iter().filter(|(_, fact)| matches!(fact, Fact::LeftTicket { .. })).map(|(at, _)| *at).collect()
    };
    // Ann is called, and answers after five minutes.
    assert_eq!(left(&all), [Instant(0) + Span::minutes(17 * 60 + 5)]);
    assert!(all.iter().any(|(at, fact)| matches!(fact, Fact::CalledOut { .. }) && *at == Instant(0) + Span::minutes(17 * 60 + 5)));
    let at_nine = incident.replace("T17:00", "T09:00");
    assert_eq!(left(&facts(&plan_of(&scenario("day", &demand, &at_nine)), 1, 0)), [Instant(0) + Span::hours(9)]);
}
