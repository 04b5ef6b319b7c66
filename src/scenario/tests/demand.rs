//! Mistakes in demand: what is added to the base scenario, and what must be said of it.

use super::{changed, plan, read, said};
use crate::text::render;

/// Each adds this before `targets` and must hear that, once.
fn hears(cases: &[(&str, &[&str])]) {
    for (added, expected) in cases {
        let text = changed(&[("rest: (longest", &format!("{added}, rest: (longest"))]);
        let Err((problems, sources)) = read(&text) else { panic!("{added}: nothing was said") };
        let shown = render(&problems, &sources, false);
        assert_eq!(problems.len(), 1, "{added}: one mistake only, not\n{shown}");
        let problem = problems.iter().next().expect("just counted");
        for part in *expected {
            assert!(said(problem).contains(part), "{added}: expected {part}, not\n{shown}");
        }
    }
}

#[test]
fn mistakes_in_tickets_are_explained() {
    hears(&[
        (r#"demand: {"t": (team: "infr", rate_per_week: 5, effort: "1h")}"#, &["there is no team `infr`", "`infra`"]),
        (r#"demand: {"t": (team: "infra", rate_per_week: 0, effort: "1h")}"#, &["cannot come 0 times a week", "more than 0"]),
        (r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "0m")}"#, &["would occupy nobody"]),
        (r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", variance: 0.5)}"#, &["cannot vary 0.5 times", "at random"]),
        // A crowd that would take for ever to spread is refused at once.
        (r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", variance: 1e12)}"#, &["cannot vary 1000000000000 times"]),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", skill: ("windws", Basic))}"#,
            &["nobody has the skill `windws`", "`windows`"],
        ),
        (
            r#"demand: {"t": (team: "bosses", rate_per_week: 5, effort: "1h", skill: ("windows", Basic))}"#,
            &["nobody could ever take the tickets of `t`", "nobody of `bosses` can do windows (Basic or better)"],
        ),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 900000, effort: "1h",
            weight_by_hour: [(days: "daily", from: "08:00", to: "07:00", weight: 0)])}"#,
            &["more than anybody could count"],
        ),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", weight_by_hour: [(days: "daily", from: "00:00", to: "24:00", weight: 0)])}"#,
            &["there is no hour at which `t` could come"],
        ),
        (
            r#"work: (available: 0.0), demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h")}"#,
            &["nobody would ever get anything done"],
        ),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", then: [(team: "infr", effort: "1h")])}"#,
            &["there is no team `infr`", "`infra`"],
        ),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", then: [(team: "infra", effort: "0h")])}"#,
            &["a step of `t` would occupy nobody"],
        ),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", then: [(share: 0, team: "infra", effort: "1h")])}"#,
            &["none of `t` would ever be passed on", "take the step out"],
        ),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", then: [(team: "bosses", skill: ("windows", Basic), effort: "1h")])}"#,
            &["nobody could ever take what is passed on of `t`", "nobody of `bosses` can do windows"],
        ),
        (r#"work: (available: 0.7)"#, &["there are no tickets for which time could be available", "no effect without `demand`"]),
        (r#"demand: {"t": (team: "infra", rate_per_day: 5, rate_per_week: 5, effort: "1h")}"#, &["rate_per_day"]),
    ]);
}

#[test]
fn mistakes_in_projects_alerts_and_what_comes_again_are_explained() {
    hears(&[
        (r#"projects: {"p": (team: "infra", effort: "10h", due: "2025-12-01")}"#, &["`p` is due before the play begins"]),
        (r#"projects: {"p": (team: "infr", effort: "10h", due: "2026-12-01")}"#, &["there is no team `infr`"]),
        (r#"projects: {"p": (team: "infra", effort: "0h", due: "2026-12-01")}"#, &["longer than nothing"]),
        (
            r#"projects: {"p": (team: "infra", effort: "10h", due: "2026-12-01", milestones: {"m": (after: "11h", due: "2026-11-01")})}"#,
            &["`m` would be reached after the end of `p`", "the whole project takes 10 h"],
        ),
        (r#"projects: {"p": (team: ["infra", "infra"], effort: "10h", due: "2026-12-01")}"#, &["named twice"]),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", false_positives: 0.9)}"#,
            &["what those of `t` are that are real", "`raises` is missing"],
        ),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", raises: "first")}"#,
            &["how many of `t` are real", "`false_positives` is missing"],
        ),
        (
            r#"demand: {"t": (team: "infra", rate_per_week: 5, effort: "1h", false_positives: 0.9, raises: "firts")}"#,
            &["there is no incident `firts`"],
        ),
    ]);
}

#[test]
fn tickets_are_compiled_for_those_who_may_take_them() {
    let plan = plan(&[(
        "rest: (longest",
        r#"work: (available: 0.7, expert_takes: 0.5), demand: {
            "any": (team: "infra", rate_per_week: 168, effort: "1h", priority: High),
            "win": (team: "infra", skill: ("windows", Working), rate_per_week: 10, effort: "1h")}, rest: (longest"#,
    )]);
    let demand = &plan.demand;
    let who = |desk: u32| demand.desks[desk as usize].people.iter().map(|(p, f)| (plan.people[p.at()].id.as_str(), *f)).collect::<Vec<_>>();
    assert_eq!(who(demand.classes[0].desk), [("ana", 1.0), ("ben", 2.0)]);
    // Ben has the least skill that suffices, and takes twice as long at anything.
    assert_eq!(who(demand.classes[1].desk), [("ben", 2.0), ("ana", 0.5)]);
    assert_eq!((demand.classes[0].level, demand.classes[1].level), (1, 3));
    assert!(demand.concerned.iter().filter(|c| **c).count() == 2 && demand.any());
    // The play, its horizon, and the hour in which it ends.
    assert_eq!(demand.hours.len(), 40 * 24 + 1);
    assert_eq!(demand.hours[..3], [0, 1, 2]);
}
