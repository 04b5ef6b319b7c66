//! Incidents come again until somebody has had the time to fix their root cause.

use firedrill::engine::time::{Instant, Span};
use firedrill::model::fact::Fact;

use crate::lab::{facts, plan_of};

/// One incident at 05:00, over at 06:00; its root cause takes two hours.
fn scenario(recurs: &str, demand: &str) -> String {
    format!(
        r#"(name: "again", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "10d", horizon: "2d",
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always", skills: {{"craft": Working}})}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Basic), effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T05:00", severity: High, reported: "0s", {recurs})}}, {demand})"#
    )
}
const ALWAYS: &str = r#"recurs: (chance: 1.0, within: "10h", fixed_by: (team: "ops", skill: ("craft", Basic), effort: "2h"))"#;
const FLOOD: &str = r#"demand: {"flood": (team: "ops", rate_per_week: 20000, effort: "1h")}"#;

fn told(text: &str, replication: u64) -> Vec<(Instant, Fact)> {
    facts(&plan_of(text), 1, replication)
}
fn times(facts: &[(Instant, Fact)], of: impl Fn(&Fact) -> bool) -> Vec<Instant> {
    facts.iter().filter(|(_, fact)| of(fact)).map(|(at, _)| *at).collect()
}
fn again(facts: &[(Instant, Fact)]) -> Vec<Instant> {
    times(facts, |f| matches!(f, Fact::CameAgain { .. }))
}
fn fixed(facts: &[(Instant, Fact)]) -> Vec<Instant> {
    times(facts, |f| matches!(f, Fact::RootCauseFixed { .. }))
}
fn hour(count: i64) -> Instant {
    Instant(0) + Span::hours(count)
}

#[test]
fn somebody_with_nothing_else_to_do_fixes_it_and_then_it_does_not_come_again() {
    let text = scenario(&ALWAYS.replace("2h", "6m"), "");
    let mut often = 0;
    for replication in 0..40 {
        let told = told(&text, replication);
        assert_eq!(
            fixed(&told).first().copied().filter(|_| again(&told).is_empty()).unwrap_or(hour(6) + Span::minutes(6)),
            hour(6) + Span::minutes(6)
        );
        often += again(&told).len();
    }
    // It comes again at some moment of ten hours, and is prevented after six minutes.
    assert!(often <= 4, "{often} of 40");
    assert_eq!(times(&told(&text, 0), |f| matches!(f, Fact::RootCauseWaits { .. })), [hour(6)]);
}

#[test]
fn with_tickets_before_it_nobody_does_and_it_comes_again_and_again() {
    for replication in 0..5 {
        let told = told(&scenario(ALWAYS, FLOOD), replication);
        assert!(fixed(&told).is_empty());
        let again = again(&told);
        assert!(again.len() > 20, "{}", again.len());
        assert!(again[0] > hour(6) && again[0] <= hour(16));
        assert_eq!(times(&told, |f| matches!(f, Fact::RootCauseWaits { .. })), [hour(6)], "the same root cause, not one more each time");
    }
}

#[test]
fn tickets_take_people_from_root_cause_work_and_it_goes_on_later() {
    // From 07:00 to 08:00 there are more tickets than one can do; all are given up by 08:00 and a little.
    let rush = r#"demand: {"rush": (team: "ops", rate_per_week: 70000, effort: "1m", gives_up_after: "1m",
        weight_by_hour: [(days: "daily", from: "08:00", to: "07:00", weight: 0)])}"#;
    let recurs = ALWAYS.replace("within: \"10h\"", "within: \"100d\"");
    let told = told(&scenario(&recurs, rush), 0);
    let at = fixed(&told)[0];
    assert!(again(&told).is_empty());
    // An hour before the rush, an hour after it.
    assert!(at > hour(9) && at < hour(9) + Span::minutes(3), "{at:?}");
}

#[test]
fn chance_and_time_are_drawn_once_for_each_incident() {
    let quarter = scenario(&ALWAYS.replace("chance: 1.0", "chance: 0.25"), FLOOD);
    let came: usize = (0..200).filter(|k| !again(&told(&quarter, *k)).is_empty()).count();
    assert!((30..70).contains(&came), "{came} of 200");
    let (once, twice) = (told(&quarter, 3), told(&quarter, 3));
    assert_eq!(again(&once), again(&twice));
}
