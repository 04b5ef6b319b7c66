//! Exceptions for vulnerability findings: who accepts the risk of one, when, for how long, and what that moves.

use firedrill::engine::time::{Instant, Span};
use firedrill::model::exposure::Told;
use firedrill::model::fact::Fact;

use crate::lab::{facts, plan_of};

/// Findings of ten days, which take the one who remediates them a hundred; nobody else does anything. `right` is what is said of the decision,
/// `exceptions` of the exceptions.
fn scenario(right: &str, exceptions: &str, owner: &str) -> String {
    format!(
        r#"(name: "exceptions", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "365d", horizon: "5d",
        rosters: {{"always": Always, "day": Weekly([(days: "daily", from: "08:00", to: "16:00")]), "late": Weekly([(days: "daily", from: "16:00", to: "24:00")])}},
        teams: {{"ops": (), "bosses": ()}},
        people: {{"op": (team: "ops", roster: "always"), "day": (name: "Dana", team: "bosses", roster: "day"),
            "late": (name: "Lars", team: "bosses", roster: "late"), "never": (team: "bosses")}},
        systems: {{"db": ({owner} backup: (restore: "1h"))}},
        decisions: {{"accept-risk": (kind: RiskAcceptance, {right})}},
        vulnerabilities: {{"scanner": (systems: ["db"], rate_per_week: (critical: 0.5), within: (critical: "10d"), effort: "2400h", {exceptions})}})"#
    )
}
const OWNED: &str = r#"owner: "ops","#;
const ALWAYS: &str = r#"held_by: ["op"], deliberation: "2h""#;

fn told(text: &str) -> Vec<(Instant, Told)> {
    let all = facts(&plan_of(text), 1, 0);
    all.iter().filter_map(|(at, fact)| if let Fact::Exposure(told) = fact { Some((*at, *told)) } else { None }).collect()
}
/// When something was told of each finding: how long after it was found.
fn after(told: &[(Instant, Told)], which: impl Fn(&Told) -> bool) -> Vec<Span> {
    let found =
        |no| told.iter().find(|(_, t)| matches!(t, Told::Found { .. }) && t.about().no == no).map(|(at, _)| *at).expect("it was found");
    told.iter().filter(|(_, t)| which(t)).map(|(at, t)| *at - found(t.about().no)).collect()
}
fn found(told: &[(Instant, Told)]) -> Vec<Instant> {
    told.iter().filter(|(_, t)| matches!(t, Told::Found { .. })).map(|(at, _)| *at).collect()
}
fn accepted(t: &Told) -> bool {
    matches!(t, Told::Accepted { .. })
}
fn overdue(t: &Told) -> bool {
    matches!(t, Told::Overdue { .. })
}

#[test]
fn it_is_asked_for_before_the_deadline_and_accepted_nothing_is_overdue() {
    let with = told(&scenario(ALWAYS, r#"exceptions: (decision: "accept-risk", before: "3d")"#, OWNED));
    let without = told(&scenario(ALWAYS, "", OWNED));
    assert_eq!(found(&with), found(&without));
    assert!(found(&with).len() > 15);
    assert!(after(&with, |t| matches!(t, Told::Asked { nobody: false, .. })).iter().all(|s| *s == Span::days(7)));
    let yes = after(&with, accepted);
    assert!(yes.len() + 3 > found(&with).len() && yes.iter().all(|s| *s == Span::days(7) + Span::hours(2)), "{yes:?}");
    assert!(after(&with, overdue).is_empty() && !after(&without, overdue).is_empty());
    // Nobody remediates less for it.
    let done = |told: &[(Instant, Told)]| after(told, |t| matches!(t, Told::Remediated { .. }));
    assert_eq!(done(&with), done(&without));
}

#[test]
fn what_is_accepted_late_was_overdue_until_then_and_what_is_refused_stays_so() {
    let late = told(&scenario(&ALWAYS.replace("2h", "4d"), r#"exceptions: (decision: "accept-risk", before: "3d")"#, OWNED));
    assert!(after(&late, overdue).iter().all(|s| *s == Span::days(10)) && !after(&late, overdue).is_empty());
    for (at, t) in late.iter().filter(|(_, t)| accepted(t)) {
        let Told::Accepted { overdue, until: None, .. } = t else { panic!("{t:?}") };
        assert_eq!(*overdue, Some(*at - Span::days(1)));
    }
    let never = ALWAYS.replace("deliberation", "outcomes: (approve: 0.0001, refuse: 0.9999), deliberation");
    let refused = told(&scenario(&never, r#"exceptions: (decision: "accept-risk", before: "3d")"#, OWNED));
    let no = after(&refused, |t| matches!(t, Told::Refused { .. }));
    assert!(no.len() > 10 && no.iter().all(|s| *s == Span::days(7) + Span::hours(2)));
    assert_eq!(after(&refused, overdue), after(&told(&scenario(ALWAYS, "", OWNED)), overdue));
}

#[test]
fn an_exception_that_is_over_leaves_what_is_overdue_unless_it_is_renewed() {
    let law = |decision: &str| scenario(decision, r#"exceptions: (decision: "accept-risk", before: "3d", lasts: "20d")"#, OWNED);
    // Renewed three days before its end, after two hours of thinking: again and again.
    let renewed = told(&law(ALWAYS));
    assert!(after(&renewed, overdue).is_empty() && after(&renewed, |t| matches!(t, Told::Expired { .. })).is_empty());
    let first = found(&renewed)[0];
    let yes: Vec<Instant> = renewed.iter().filter(|(_, t)| accepted(t) && t.about().no.0 == 1).map(|(at, _)| *at).collect();
    assert!(yes.len() > 5 && yes.windows(2).all(|pair| pair[1] - pair[0] == Span::days(17) + Span::hours(2)), "{yes:?} after {first:?}");
    // Thinking longer than is left: a while overdue each time.
    let slow = told(&law(&ALWAYS.replace("2h", "5d")));
    let ends: Vec<Span> = after(&slow, |t| matches!(t, Told::Expired { overdue: true, .. }));
    assert!(!ends.is_empty() && ends[0] == Span::days(7 + 5 + 20), "{ends:?}");
    for (at, t) in slow.iter().filter(|(_, t)| accepted(t)) {
        let Told::Accepted { overdue: Some(since), until: Some(until), .. } = t else { panic!("{t:?}") };
        assert_eq!((*at - *since, *until - *at), (Span::days(2), Span::days(20)));
    }
}

#[test]
fn nobody_asks_for_what_nobody_owns() {
    let law = r#"exceptions: (decision: "accept-risk", before: "3d")"#;
    let unowned = told(&scenario(ALWAYS, law, ""));
    assert!(after(&unowned, |t| matches!(t, Told::Asked { .. })).is_empty());
    assert!(after(&unowned, overdue).iter().all(|s| *s == Span::days(10)) && !after(&unowned, overdue).is_empty());
}

#[test]
fn those_who_may_take_it_up_in_their_next_hour_at_work_in_the_order_in_which_they_are_asked() {
    let law = r#"exceptions: (decision: "accept-risk", before: "3d")"#;
    let hour = |at: Instant| (at.0 % Span::DAY.0) / Span::HOUR.0;
    let from = |at: Instant, hour: i64| {
        let today = Instant(at.0 / Span::DAY.0 * Span::DAY.0 + hour * Span::HOUR.0);
        if today >= at { today } else { today + Span::DAY }
    };
    // Whoever is there first: Dana from eight to four, Lars from four to midnight, an hour of thinking.
    let asked_of = |right: &str, expected: &dyn Fn(Instant) -> Instant| {
        let told = told(&scenario(right, law, OWNED));
        let mut seen = 0;
        for (at, t) in told.iter().filter(|(_, t)| accepted(t)) {
            let asked = told.iter().find(|(_, a)| matches!(a, Told::Asked { .. }) && a.about() == t.about()).expect("it was asked").0;
            assert_eq!(*at, expected(asked) + Span::hours(1), "asked at {asked:?}");
            seen += 1;
        }
        assert!(seen > 10, "{seen}");
    };
    let dana = |at: Instant| if (8..16).contains(&hour(at)) { at } else { from(at, 8) };
    let lars = |at: Instant| if hour(at) >= 16 { at } else { from(at, 16) };
    asked_of(r#"held_by: ["day"], deliberation: "1h""#, &dana);
    // Who never works is passed over, a quarter of an hour later.
    asked_of(r#"held_by: ["never", "day"], deliberation: "1h""#, &|at| dana(at + Span::minutes(15)));
    asked_of(r#"held_by: ["day", "late"], deliberation: "1h""#, &|at| dana(at).min(lars(at + Span::minutes(15))));
    asked_of(r#"held_by: ["never"], delegates: ["late"], delegate_after: "2d", deliberation: "1h""#, &|at| lars(at + Span::days(2)));
    // Both must agree: the later one counts.
    asked_of(r#"held_by: ["day", "late"], quorum: 2, deliberation: "1h""#, &|at| dana(at).max(lars(at)));
    // Dana is on leave for ten weeks.
    let away = scenario(r#"held_by: ["day"], deliberation: "1h""#, law, OWNED).replace(
        "vulnerabilities:",
        r#"overrides: {"leave": Away(people: ["day"], from: "2026-02-01T00:00", to: "2026-04-12T00:00")}, vulnerabilities:"#,
    );
    let told_away = told(&away);
    let (gone, back) = (Instant(0) + Span::days(27), Instant(0) + Span::days(97));
    assert!(told_away.iter().filter(|(_, t)| accepted(t)).all(|(at, _)| *at < gone + Span::hours(1) || *at >= back));
    // Nobody at all.
    let nobody = told(&scenario(r#"held_by: ["never"], deliberation: "1h""#, law, OWNED));
    assert!(after(&nobody, |t| matches!(t, Told::Asked { nobody: true, .. })).len() > 10 && after(&nobody, accepted).is_empty());
}
