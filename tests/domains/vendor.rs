//! Third parties who are brought in: activation, hours, the decision, fees; by hand, and that nothing else moves.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::Wait;
use firedrill::play::Play;

use crate::lab::{one, plan_of};

/// Begins on a Monday at 18:00, triage takes an hour; then two tasks of the forensic firm one after the other, of three hours and one.
fn scenario(vendor: &str, vendors: &str) -> String {
    format!(
        r#"(name: "vendor", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "9d",
        rosters: {{"always": Always, "day": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")])}}, teams: {{"ops": ()}},
        people: {{"ana": (team: "ops", roster: "always", role: "cio")}},
        decisions: {{"engage": (held_by: ["cio"], deliberation: "20m")}},
        vendors: {{{vendors}}},
        playbooks: {{"p": (tasks: {{
            "triage": (phase: Triage, teams: ["ops"], effort: "1h"),
            "images": (phase: Eradicate, after: ["triage"], takes: "3h", vendor: {vendor}),
            "report": (phase: Recover, after: ["images"], takes: "1h", vendor: {vendor}),
        }})}},
        reach: (on_shift: (answers: 1.0, after: "10m")),
        incidents: {{"i": (playbook: "p", at: "2026-01-05T18:00", severity: High, reported: "0s")}})"#
    )
}
fn played(text: &str) -> Outcome {
    let plan = plan_of(text);
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
fn length(outcome: &Outcome) -> Span {
    outcome.until() - outcome.occurred.unwrap()
}
/// Only these states of the ledger differ, by so much.
fn moved(a: &Outcome, b: &Outcome, by: &[(Wait, Span)]) {
    for wait in Wait::ALL {
        let more = by.iter().find(|(of, _)| *of == wait).map_or(Span(0), |(_, span)| *span);
        assert_eq!(b.ledger[wait as usize] - a.ledger[wait as usize], more, "{wait:?}");
    }
}

const NAMED: &str = r#""forensics""#;

#[test]
fn it_is_activated_once_before_its_first_task() {
    let unnamed = played(&scenario("true", ""));
    let named = played(&scenario(NAMED, r#""forensics": (activation: "6h")"#));
    assert_eq!((length(&unnamed), length(&named)), (Span::hours(5), Span::hours(11)));
    moved(&unnamed, &named, &[(Wait::Vendor, Span::hours(6))]);
    let [record] = named.vendors.as_slice() else { panic!("called once: {:?}", named.vendors) };
    let called = Instant(0) + Span::hours(19);
    assert_eq!((record.called, record.ready), (called, Some(called + Span::hours(6))));
    assert_eq!((named.cost(), unnamed.cost(), unnamed.vendors.len()), (0.0, 0.0, 0));
}

#[test]
fn activation_runs_in_its_hours_only() {
    // Called on Monday at 19:00: an hour and a half of office hours is over on Tuesday at 10:30.
    let outcome = played(&scenario(NAMED, r#""forensics": (activation: "90m", hours: "day")"#));
    assert_eq!(length(&outcome), Span::minutes(60 + 14 * 60 + 90 + 240));
}

#[test]
fn somebody_decides_to_bring_it_in_once() {
    let without = played(&scenario(NAMED, r#""forensics": (activation: "6h")"#));
    let with = played(&scenario(NAMED, r#""forensics": (activation: "6h", decision: "engage")"#));
    // Reached after ten minutes, decided after twenty more; the second task asks nobody.
    moved(&without, &with, &[(Wait::DecisionReach, Span::minutes(10)), (Wait::Deliberation, Span::minutes(20))]);
    assert_eq!(with.decisions.len(), 1);
}

#[test]
fn it_charges_its_hours_and_at_least_its_minimum() {
    let paid = |terms: &str| {
        let outcome = played(&scenario(NAMED, &format!(r#""forensics": (activation: "6h", {terms})"#)));
        assert_eq!(outcome.cost(), outcome.vendor);
        outcome.vendor
    };
    assert_eq!(paid("fee_per_hour: 400"), 4.0 * 400.0);
    assert_eq!(paid(r#"fee_per_hour: 400, minimum: "10h""#), 10.0 * 400.0);
    assert_eq!(paid(r#"fee_per_hour: 400, minimum: "2h""#), 4.0 * 400.0);
    // Followed for nine days only, of which an activation of eight days and 22 hours leaves an hour.
    let late = played(&scenario(NAMED, r#""forensics": (activation: "8d 22h", fee_per_hour: 400)"#));
    assert_eq!((late.recovered, late.vendor), (None, 400.0));
    // Never ready: nothing to pay.
    let never = played(&scenario(NAMED, r#""forensics": (activation: "30d", fee_per_hour: 400, minimum: "10h")"#));
    assert_eq!((never.vendors[0].ready, never.vendor), (None, 0.0));
}
