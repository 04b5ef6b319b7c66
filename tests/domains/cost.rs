//! What work is paid: overtime by hand, and that nothing but money moves.

use firedrill::measures::{Outcome, Post};
use firedrill::model::fact::Fact;
use firedrill::play::Play;
use firedrill::study::annual::allowances;

use crate::lab::{facts, one, plan_of};

/// Ana, at 100 an hour, is on shift from 9 to 17 and starts at 15:00 on a Monday.
fn scenario(work: &str, team: &str, hours: u32, more: &str) -> String {
    format!(
        r#"(name: "cost", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "9d", {work}
        rosters: {{"day": Weekly([(days: "daily", from: "09:00", to: "17:00")])}}, teams: {{"ops": ({team})}},
        people: {{"ana": (team: "ops", roster: "day", cost_per_hour: 100{more})}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "{hours}h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T15:00", severity: High, reported: "0s")}})"#
    )
}
fn played(text: &str) -> Outcome {
    let plan = plan_of(text);
    one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0)
}
/// Labour, overtime.
fn paid(text: &str) -> (f64, f64) {
    let outcome = played(text);
    (outcome.paid(Post::Labour), outcome.paid(Post::Overtime))
}

const PAID: &str = "work: (overtime_pay: 1.5),";

#[test]
fn hours_after_the_shift_are_paid_as_overtime_and_only_money_moves() {
    // 15 to 17 on shift, 17 to 20 after it.
    let (with, without) = (played(&scenario(PAID, "", 5, "")), played(&scenario("", "", 5, "")));
    assert_eq!((with.labour, with.overtime, with.cost()), (200.0, 450.0, 650.0));
    assert_eq!((without.labour, without.overtime, without.cost()), (500.0, 0.0, 500.0));
    let moved = Outcome { labour: without.labour, overtime: without.overtime, ..with.clone() };
    assert_eq!(moved, without, "the same incident otherwise");
    let told = |text: &str| facts(&plan_of(text), 1, 0).iter().filter(|(_, f)| matches!(f, Fact::StaysOn { .. })).count();
    assert_eq!((told(&scenario(PAID, "", 5, "")), told(&scenario("", "", 5, ""))), (1, 0));
}

#[test]
fn overtime_ends_with_the_work_with_rest_or_with_the_next_shift() {
    // Done at 17:00 sharp: none.
    assert_eq!(paid(&scenario(PAID, "", 2, "")), (200.0, 0.0));
    // To 9:00 the next day 16 hours, then 8 of the next shift, then 4 again.
    assert_eq!(paid(&scenario(PAID, "", 30, "")), (1_000.0, 20.0 * 150.0));
    // Ana has been there since 9:00; after 12 hours she must rest, 4 of them after the shift, and the rest is done from 9:00 on.
    let rest = format!("{PAID} rest: (longest_stretch: \"12h\", least_rest: \"10h\"),");
    assert_eq!(paid(&scenario(&rest, "", 8, "")), (400.0, 600.0));
}

#[test]
fn who_hands_over_or_is_called_out_has_no_overtime() {
    assert_eq!(paid(&scenario(PAID, "at_shift_end: HandOver(cost: \"0s\")", 5, "")).1, 0.0);
    // Begun at 18:00, off shift: called out at once, and paid for that at the ordinary rate until the work is done.
    let reach = r#", reach: (off_duty: (answers: 1.0, after: "0s"))"#;
    let called = scenario(PAID, "", 5, reach);
    let called = called.replace("at: \"2026-01-05T15:00\"", "at: \"2026-01-05T18:00\"");
    let outcome = played(&called);
    assert_eq!((outcome.labour, outcome.overtime, outcome.call_out), (0.0, 0.0, 500.0));
}

/// Ana leads what Ben does around the clock, from 16:00 on for so many hours.
fn led(work: &str, hours: u32, people: &str, tasks: &str) -> Outcome {
    played(&format!(
        r#"(name: "led", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "9d", {work}
        lead: (by: ["ana", "eve"], without: 1.5), teams: {{"ops": (), "bosses": ()}},
        rosters: {{"day": Weekly([(days: "daily", from: "09:00", to: "17:00")]), "round": Always,
            "late": Weekly([(days: "daily", from: "17:00", to: "09:00")])}},
        people: {{"ana": (team: "bosses", roster: "day", cost_per_hour: 100), "ben": (team: "ops", roster: "round"), {people}}},
        playbooks: {{"p": (tasks: {{
            "look": (phase: Triage, teams: ["ops"], effort: "1h", declares: true),
            "do": (phase: Recover, after: ["look"], teams: ["ops"], effort: "{hours}h"), {tasks}
        }})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T15:00", severity: High, reported: "0s")}})"#
    ))
}

#[test]
fn a_lead_who_stays_after_the_shift_is_paid_overtime() {
    let eve = |roster: &str| format!(r#""eve": (team: "bosses", roster: "{roster}", reach: (off_duty: (answers: 0, after: "0s")))"#);
    let paid = |outcome: &Outcome| (outcome.labour, outcome.overtime);
    // 16 to 17 on shift, 17 to 21 after it; nobody takes over.
    let (with, without) = (led(PAID, 5, &eve("day"), ""), led("", 5, &eve("day"), ""));
    assert_eq!((paid(&with), paid(&without)), ((100.0, 600.0), (500.0, 0.0)));
    let moved = Outcome { labour: without.labour, overtime: without.overtime, ..with };
    assert_eq!(moved, without, "the same incident otherwise");
    // To 12:00 the next day: three hours of the next shift are none.
    assert_eq!(paid(&led(PAID, 20, &eve("day"), "")), (400.0, 16.0 * 150.0));
    // Eve comes at 17:00 and takes over.
    assert_eq!(paid(&led(PAID, 5, &eve("late"), "")), (100.0, 0.0));
    // Ana has to do something as well, in three hours, which slows what Ben does; she stays for it, and then to lead until 22:00.
    let side = r#""side": (phase: Contain, after: ["look"], teams: ["bosses"], effort: "2h")"#;
    let busy = led(PAID, 5, r#""eve": (team: "ops", reach: (off_duty: (answers: 0, after: "0s")))"#, side);
    assert_eq!(paid(&busy), (100.0, 5.0 * 150.0));
}

#[test]
fn a_rota_pays_whoever_is_on_call() {
    let with = |rotas: &str| plan_of(&scenario("", "", 1, "").replace("rosters: {", &format!("rosters: {{{rotas}")));
    let rota = r#"OnCall(members: ["ana"], hand_over: "Mon 09:00", allowance_per_week: 300)"#;
    let plan = with(&format!(r#""a": {rota}, "b": Zoned("Asia/Tokyo", {rota}), "#));
    assert!((allowances(&plan) - 600.0 * 365.0 / 7.0).abs() < 1e-9);
    assert_eq!(allowances(&with("")), 0.0);
}
