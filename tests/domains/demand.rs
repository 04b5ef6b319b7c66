//! Tickets occupy the same people as incidents: who takes them, what an incident does to them, what they do to an incident.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, Spent, Wait};
use firedrill::play::Play;

use crate::lab::{facts, one, plan_of};

/// So many tickets that there is always one waiting from the first moments on.
const FLOOD: &str = r#""flood": (team: "ops", rate_per_week: 1000000, effort: "10h")"#;

fn scenario(team: &str, people: &str, demand: &str, runs: &str, more: &str) -> String {
    format!(
        r#"(name: "demand", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "{runs}", horizon: "5d",
        reach: (on_shift: (answers: 1.0, after: "5m"), off_duty: (answers: 0.0, after: "1h")),
        rosters: {{"always": Always, "day": Weekly([(days: "daily", from: "08:00", to: "16:00")])}},
        teams: {{"ops": ({team})}}, people: {{{people}}}, demand: {{{demand}}}, {more})"#
    )
}
const OP: &str = r#""op": (name: "Olu", team: "ops", roster: "always", skills: {"craft": Working})"#;
const INCIDENT: &str = r#"playbooks: {"p": (tasks: {"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")})},
    incidents: {"i": (playbook: "p", at: "2026-01-05T05:00", severity: High, reported: "0s")}"#;

struct Count {
    arrived: u32,
    done: u32,
    given_up: u32,
}
/// What was counted of the n-th kind of ticket.
fn counted(facts: &[(Instant, Fact)], kind: u32) -> Count {
    let found = facts.iter().find_map(|(_, fact)| match *fact {
        Fact::Tickets { class, arrived, done, given_up, .. } if class.0 == kind => Some(Count { arrived, done, given_up }),
        _ => None,
    });
    found.expect("the end of the count is told")
}
fn spent(facts: &[(Instant, Fact)], on: Spent) -> Span {
    let times = facts.iter().filter_map(|(_, fact)| match *fact {
        Fact::Spent { on: of, time, .. } if of == on => Some(time),
        _ => None,
    });
    times.sum()
}
fn told(text: &str) -> Vec<(Instant, Fact)> {
    facts(&plan_of(text), 1, 0)
}
fn outcome(text: &str) -> Outcome {
    let plan = plan_of(text);
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}

#[test]
fn an_incident_takes_people_from_tickets_at_once() {
    let busy = outcome(&scenario("", OP, FLOOD, "24h", INCIDENT));
    let idle = outcome(&scenario("", OP, "", "24h", INCIDENT));
    assert_eq!(busy.ledger, idle.ledger, "an hour of work and no wait, tickets or not");
    assert_eq!(busy.ledger[Wait::Working as usize], Span::hours(1));
    let facts = told(&scenario("", OP, FLOOD, "24h", INCIDENT));
    let left = facts.iter().filter(|(at, f)| matches!(f, Fact::LeftTicket { .. }) && *at == Instant(5 * 3_600_000)).count();
    assert_eq!(left, 1);
    assert_eq!(spent(&facts, Spent::Incidents), Span::hours(1));
    assert_eq!(spent(&facts, Spent::Tickets) + spent(&facts, Spent::Nothing), Span::hours(23));
}

#[test]
fn somebody_without_a_ticket_goes_before_those_who_have_one() {
    // The one with a ticket would be first by the order of ids.
    let people = r#""a": (team: "ops", roster: "always", skills: {"craft": Working, "desk": Basic}),
        "b": (team: "ops", roster: "always", skills: {"craft": Working})"#;
    let demand = r#""flood": (team: "ops", skill: ("desk", Basic), rate_per_week: 1000000, effort: "10h")"#;
    let facts = told(&scenario("", people, demand, "24h", INCIDENT));
    let started = facts.iter().find_map(|(_, f)| if let Fact::Started { person, .. } = f { *person } else { None });
    assert_eq!(started.map(|p| p.0), Some(1));
    assert!(!facts.iter().any(|(_, f)| matches!(f, Fact::LeftTicket { .. })));
}

#[test]
fn a_ticket_taken_from_somebody_goes_on_or_starts_again_as_the_team_says() {
    // Ten hours of work, an hour of incident after five: done after 11 and 21 hours, or after 16 and 26.
    for (preemption, done) in [("Never", 2), ("Resume", 2), ("Restart", 1), ("Resample", 1)] {
        let team = format!("preemption: {preemption}");
        let facts = told(&scenario(&team, OP, FLOOD, "25h", INCIDENT));
        assert_eq!(counted(&facts, 0).done, done, "{preemption}");
    }
    assert_eq!(counted(&told(&scenario("", OP, FLOOD, "21h 1m", INCIDENT)), 0).done, 2);
    assert_eq!(counted(&told(&scenario("", OP, FLOOD, "20h 59m", INCIDENT)), 0).done, 1);
}

#[test]
fn the_end_of_a_shift_puts_a_ticket_down_and_the_next_day_goes_on_with_it() {
    let person = r#""op": (team: "ops", roster: "day")"#;
    for (runs, done) in [("33h 59m", 0), ("34h 1m", 1)] {
        let facts = told(&scenario("", person, FLOOD, runs, ""));
        assert_eq!(counted(&facts, 0).done, done, "eight hours on the first day, the last two on the second");
    }
    let facts = told(&scenario("", person, FLOOD, "48h", ""));
    assert_eq!(spent(&facts, Spent::Tickets), Span::hours(16));
    assert_eq!(spent(&facts, Spent::Nothing), Span(0));
}

#[test]
fn not_all_paid_time_is_there_for_tickets() {
    for (available, done) in [("1.0", 2), ("0.5", 1)] {
        let facts = told(&scenario("", OP, FLOOD, "21h", &format!("work: (available: {available})")));
        assert_eq!(counted(&facts, 0).done, done);
    }
}

#[test]
fn skill_and_pace_scale_the_same_draw_and_the_least_skill_that_suffices_takes_it() {
    let demand = r#""flood": (team: "ops", skill: ("craft", Basic), rate_per_week: 1000000, effort: "10h")"#;
    let person = |level: &str| format!(r#""op": (team: "ops", roster: "always", skills: {{"craft": {level}}}, takes_times: 2.0)"#);
    for (level, done) in [("Basic", 1), ("Working", 2), ("Expert", 4)] {
        let facts = told(&scenario("", &person(level), demand, "41h", "work: (basic_takes: 2.0, expert_takes: 0.5)"));
        assert_eq!(counted(&facts, 0).done, done, "{level}");
    }
}

#[test]
fn a_higher_priority_is_taken_first_and_what_is_not_taken_in_time_is_given_up() {
    let demand = r#""a": (team: "ops", rate_per_week: 100000, effort: "1h", priority: Low, gives_up_after: "30m"),
        "b": (team: "ops", rate_per_week: 100000, effort: "1h", priority: High)"#;
    let facts = told(&scenario("", OP, demand, "48h", ""));
    let (low, high) = (counted(&facts, 0), counted(&facts, 1));
    assert!(high.done >= 46 && low.done <= 1, "{} {}", high.done, low.done);
    // All that came up to half an hour before the end have been given up, but one that may have been the first of all.
    assert!(low.given_up + 400 > low.arrived && low.given_up < low.arrived, "{} of {}", low.given_up, low.arrived);
    assert_eq!(high.given_up, 0);
}

#[test]
fn what_arrives_in_the_warm_up_is_not_counted() {
    let warm = scenario("", OP, r#""few": (team: "ops", rate_per_week: 168, effort: "1m")"#, "20d", r#"warm_up: "20d""#);
    let cold = scenario("", OP, r#""few": (team: "ops", rate_per_week: 168, effort: "1m")"#, "40d", "");
    let (warm, cold) = (counted(&told(&warm), 0), counted(&told(&cold), 0));
    assert!(warm.arrived.abs_diff(480) < 100 && cold.arrived.abs_diff(960) < 140, "{} {}", warm.arrived, cold.arrived);
}

#[test]
fn weights_say_at_which_hours_tickets_come() {
    let demand = r#""few": (team: "ops", rate_per_week: 1680, effort: "1m", gives_up_after: "1m",
        weight_by_hour: [(days: "daily", from: "08:00", to: "16:00", weight: 1), (days: "daily", from: "16:00", to: "08:00", weight: 0)])"#;
    let person = r#""op": (team: "ops", roster: "day")"#;
    let (day, all) = (told(&scenario("", person, demand, "28d", "")), told(&scenario("", person, FLOOD, "1d", "")));
    let day = counted(&day, 0);
    assert!(day.arrived > 6000 && day.arrived < 7500, "{}", day.arrived);
    assert!(day.given_up * 3 < day.arrived, "they come while somebody is there");
    assert!(counted(&all, 0).arrived > 100_000);
}

#[test]
fn one_more_person_elsewhere_and_another_kind_of_ticket_shift_nobody_s_luck() {
    let few = r#""few": (team: "ops", rate_per_week: 168, effort: Exponential(mean: "30m"))"#;
    let alone = told(&scenario("", OP, few, "30d", ""));
    let more = told(
        &scenario(
            "",
            &format!(r#""ann": (team: "aside", roster: "always"), {OP}"#),
            &format!(r#""aaa": (team: "aside", rate_per_week: 50, effort: "3h", variance: 4.0), {few}"#),
            "30d",
            "",
        )
        .replace(r#"teams: {"#, r#"teams: {"aside": (), "#),
    );
    let (alone, more) = (counted(&alone, 0), counted(&more, 1));
    assert_eq!((alone.arrived, alone.done), (more.arrived, more.done));
}

#[test]
fn a_ticket_that_is_done_at_the_very_end_of_the_shift_is_done() {
    let day = OP.replace("always", "day");
    let of = |effort: &str, at_end: &str| {
        let flood = FLOOD.replace("10h", effort);
        let facts = told(&scenario(at_end, &day, &flood, "24h", ""));
        (counted(&facts, 0).done, spent(&facts, Spent::Tickets))
    };
    // One in the eight hours from 8 to 16, or two, and the hours are full.
    for at_end in ["", r#"at_shift_end: HandOver(cost: "1h")"#] {
        assert_eq!(of("8h", at_end), (1, Span::hours(8)));
        assert_eq!(of("4h", at_end), (2, Span::hours(8)));
        assert_eq!(of("4h 1s", at_end), (1, Span::hours(8)), "a second of the other is left");
    }
}

#[test]
fn a_ticket_that_is_done_as_an_incident_takes_its_owner_is_done() {
    // From 8 to 12, when an incident of the early morning has come so far that it takes Olu; the next until the end of the day.
    let incident = INCIDENT
        .replace("T05:00", "T07:00")
        .replace(r#""do": (phase: Recover, "#, r#""wait": (phase: Triage, takes: "5h"), "do": (phase: Recover, after: ["wait"], "#);
    let day = OP.replace("always", "day");
    for team in ["preemption: Resume", "preemption: Restart", "preemption: Resample"] {
        let facts = told(&scenario(team, &day, &FLOOD.replace("10h", "4h"), "24h", &incident));
        assert_eq!(counted(&facts, 0).done, 1, "{team}");
        assert!(!facts.iter().any(|(_, f)| matches!(f, Fact::LeftTicket { .. })), "{team}: nothing is left");
    }
}

#[test]
fn tickets_that_nobody_has_taken_up_have_waited_up_to_when_no_more_is_counted() {
    // There for a minute a week: four are too few for the hour that the first takes.
    let nobody = r#""op": (team: "ops", roster: "day", skills: {"craft": Working})"#;
    let calls = r#""calls": (team: "ops", skill: ("craft", Basic), rate_per_week: 1000, effort: "1h")"#;
    let lying = |more: &str| {
        let text = scenario("", nobody, calls, "28d", more);
        let facts = told(&text.replace(r#"(days: "daily", from: "08:00", to: "16:00")"#, r#"(days: "Sat", from: "02:00", to: "02:01")"#));
        let waiting = facts.iter().find_map(|(_, fact)| match *fact {
            Fact::TicketsWaiting { step: 0, waiting, waited, .. } => Some((waiting, waited.hours_f64() / f64::from(waiting))),
            _ => None,
        });
        (counted(&facts, 0).arrived, waiting.unwrap())
    };
    // They come evenly over four weeks, so that they have waited for two on average.
    let (arrived, (waiting, hours)) = lying("");
    assert_eq!(arrived - waiting, 1);
    let error = 28.0 * 24.0 / 12_f64.sqrt() / f64::from(waiting).sqrt();
    let agrees = |exact: f64| (hours - exact).abs() < 4.0 * error;
    assert!(agrees(14.0 * 24.0) && !agrees(1.1 * 14.0 * 24.0), "{hours} h, {error} h");
    // What came before counting began waits as well.
    let (arrived, (waiting, hours)) = lying(r#"warm_up: "28d""#);
    assert!(waiting > 3 * arrived / 2 && hours > 1.8 * 14.0 * 24.0, "{waiting} of {arrived}, {hours} h");
}
