//! Projects get what incidents and tickets leave.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{Recorder, Year};
use firedrill::model::fact::{Fact, Spent};
use firedrill::play::Play;

use crate::lab::{facts, plan_of};

const INCIDENT: &str = r#"playbooks: {"p": (tasks: {"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")})},
    incidents: {"i": (playbook: "p", at: "2026-01-05T05:00", severity: High, reported: "0s")}"#;
const OP: &str = r#""op": (team: "ops", roster: "always", skills: {"craft": Working})"#;

fn scenario(people: &str, projects: &str, more: &str) -> String {
    format!(
        r#"(name: "projects", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "60h", horizon: "2d",
        rosters: {{"always": Always, "day": Weekly([(days: "daily", from: "08:00", to: "16:00")])}},
        teams: {{"ops": (), "dev": ()}}, people: {{{people}}}, projects: {{{projects}}}, {more})"#
    )
}
fn told(text: &str) -> Vec<(Instant, Fact)> {
    facts(&plan_of(text), 1, 0)
}
/// When which milestone of which project is reached, and how late.
fn reached(facts: &[(Instant, Fact)]) -> Vec<(u32, u32, Span, Span)> {
    let each = facts.iter().filter_map(|(at, fact)| match *fact {
        Fact::MilestoneReached { project, milestone, late } => Some((project.0, milestone, *at - Instant(0), late)),
        _ => None,
    });
    each.collect()
}
fn spent(facts: &[(Instant, Fact)], on: Spent) -> Span {
    let times = facts.iter().filter_map(|(_, fact)| match *fact {
        Fact::Spent { on: of, time, .. } if of == on => Some(time),
        _ => None,
    });
    times.sum()
}
fn year(text: &str) -> Year {
    let plan = plan_of(text);
    let (mut play, mut recorder) = (Play::new(plan.clone()), Recorder::new(&plan));
    play.reset(1, 0);
    let played = play.run(&mut |at, fact| recorder.observe(at, fact)).unwrap();
    recorder.finish(played.end);
    recorder.year().clone()
}
fn hours(count: i64) -> Span {
    Span::hours(count)
}

#[test]
fn a_project_takes_the_hours_on_shift_of_its_people() {
    let project = r#""p": (team: "ops", effort: "10h", due: "2026-01-05")"#;
    assert_eq!(reached(&told(&scenario(OP, project, ""))), [(0, 0, hours(10), hours(-14))]);
    let day = r#""op": (team: "ops", roster: "day")"#;
    // Eight hours on the first day, two on the second.
    assert_eq!(reached(&told(&scenario(day, project, ""))), [(0, 0, hours(34), hours(10))]);
    let half = told(&scenario(OP, project, "work: (available: 0.5)"));
    assert_eq!(reached(&half), [(0, 0, hours(20), hours(-4))]);
    let three = r#""op": (count: 3, team: "ops", roster: "always"), "d": (count: 2, team: "dev", roster: "always")"#;
    let both = r#""p": (team: ["ops", "dev"], effort: "10h", due: "2026-01-05")"#;
    assert_eq!(reached(&told(&scenario(three, both, ""))), [(0, 0, hours(2), hours(-22))]);
}

#[test]
fn the_project_that_is_due_first_goes_first_and_milestones_are_reached_on_the_way() {
    let two = r#""a": (team: "ops", effort: "5h", due: "2026-01-07"),
        "b": (team: "ops", effort: "10h", due: "2026-01-06", milestones: {"half": (after: "5h", due: "2026-01-05"), "start": (after: "1h", due: "2026-01-05")})"#;
    let told = told(&scenario(OP, two, ""));
    let order = [(1, 0, hours(1), hours(-23)), (1, 1, hours(5), hours(-19)), (1, 2, hours(10), hours(-38)), (0, 0, hours(15), hours(-57))];
    assert_eq!(reached(&told), order);
    assert_eq!((spent(&told, Spent::Projects), spent(&told, Spent::Nothing)), (hours(15), hours(45)));
}

#[test]
fn an_incident_takes_its_hours_from_the_project_and_can_make_it_late() {
    let project = r#""p": (team: "ops", effort: "23h 30m", due: "2026-01-05")"#;
    let text = scenario(OP, project, INCIDENT);
    let with = told(&text);
    assert_eq!(reached(&told(&scenario(OP, project, ""))), [(0, 0, Span::minutes(1410), Span::minutes(-30))]);
    assert_eq!(reached(&with), [(0, 0, Span::minutes(1470), Span::minutes(30))]);
    let missed = with.iter().find_map(|(at, fact)| match *fact {
        Fact::MilestoneMissed { left, by_incidents, by_tickets, .. } => Some((*at, left, by_incidents, by_tickets)),
        _ => None,
    });
    assert_eq!(missed, Some((Instant(86_400_000), Span::minutes(30), hours(1), Span(0))));
    assert_eq!(spent(&with, Spent::DisplacedByIncidents), hours(1));
    assert_eq!(spent(&with, Spent::DisplacedByTickets), Span(0));
    let milestones = year(&text).milestones;
    assert_eq!((milestones.due, milestones.missed, milestones.by_incidents, milestones.late), (1, 1, 1, Span::minutes(30)));
}

#[test]
fn tickets_take_hours_from_projects_too() {
    let project = r#""p": (team: "ops", effort: "10h", due: "2026-01-05")"#;
    let flood = r#"demand: {"flood": (team: "ops", rate_per_week: 1000000, effort: "10h")}"#;
    let text = scenario(OP, project, flood);
    let told = told(&text);
    assert!(reached(&told).is_empty());
    // But for the moment before the first ticket.
    assert!(hours(60) - spent(&told, Spent::DisplacedByTickets) < Span::minutes(1));
    let milestones = year(&text).milestones;
    assert_eq!((milestones.missed, milestones.by_incidents), (1, 0));
    assert_eq!(milestones.late, hours(36), "not reached by the end of what is counted: at least so late");
}

#[test]
fn projects_begin_when_the_warm_up_is_over() {
    let project = r#""p": (team: "ops", effort: "10h", due: "2026-01-08")"#;
    assert_eq!(reached(&told(&scenario(OP, project, r#"warm_up: "1d""#))), [(0, 0, hours(34), hours(-62))]);
}

#[test]
fn a_project_that_is_done_at_the_very_end_of_a_shift_is_done_then() {
    let day = r#""op": (team: "ops", roster: "day")"#;
    let of = |effort: &str| reached(&told(&scenario(day, &format!(r#""p": (team: "ops", effort: "{effort}", due: "2026-01-05")"#), "")));
    // At 16:00 of the first day; with a second more on the next.
    assert_eq!(of("8h"), [(0, 0, hours(16), hours(-8))]);
    assert_eq!(of("8h 1s"), [(0, 0, hours(32) + Span(1_000), hours(8) + Span(1_000))]);
}
