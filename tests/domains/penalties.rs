//! Penalties, deadlines of a year, and promises beside what was achieved: by hand, and that nothing but money moves.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use firedrill::measures::Outcome;
use firedrill::model::fact::Fact;
use firedrill::model::plan::Plan;
use firedrill::play::Play;
use firedrill::report::promises;
use firedrill::report::summary::{Setting, Summary};
use firedrill::study::{self, Design};

use crate::lab::{facts, one, plan_of};

/// The shop fails on Monday 5 January 2026, 12:00, is looked at for half an hour (aware at 12:30) and repaired in an hour (back at 13:30); a clerk
/// writes the notice from 12:30 on.
fn text(shop: &str, notice: &str, when: &str) -> String {
    let owes = if notice.is_empty() { "" } else { r#"notices: ["law"], "# };
    let notices =
        if notice.is_empty() { String::new() } else { format!(r#"notices: {{"law": (teams: ["legal"], from: Aware, {notice})}},"#) };
    format!(
        r#"(name: "penalties", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "365d", horizon: "3d",
        reach: (on_shift: (answers: 1.0, after: "0s")),
        rosters: {{"always": Always}}, teams: {{"ops": (), "legal": ()}},
        people: {{"op": (team: "ops", roster: "always"), "clerk": (team: "legal", roster: "always")}},
        systems: {{"shop": ({shop})}}, {notices}
        playbooks: {{"p": ({owes}tasks: {{
            "look": (phase: Triage, teams: ["ops"], effort: "30m"),
            "repair": (phase: Recover, after: ["look"], teams: ["ops"], effort: "1h")}})}},
        incidents: {{"i": (playbook: "p", {when}, hits: ["shop"], severity: High, reported: "0s")}})"#
    )
}
const ONCE: &str = r#"at: "2026-01-05T12:00""#;
fn played(shop: &str, notice: &str) -> (Arc<Plan>, Outcome) {
    let plan = plan_of(&text(shop, notice, ONCE));
    let outcome = one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0);
    (plan, outcome)
}
fn broken(plan: &Arc<Plan>) -> Vec<String> {
    let all = facts(plan, 1, 0).into_iter();
    all.filter(|(_, fact)| matches!(fact, Fact::PromiseBroken { .. })).map(|(at, _)| plan.zone.civil(at).to_string()).collect()
}

#[test]
fn a_late_notice_costs_what_is_fixed_and_each_day_begun_up_to_a_cap_and_nothing_else_moves() {
    let late = |effort: &str, penalty: &str| played("", &format!(r#"within: "1h", effort: "{effort}"{penalty}"#)).1;
    let paid = |effort: &str, penalty: &str| late(effort, &format!(", penalty: ({penalty})")).penalty;
    // Due at 13:30; sent at 13:30, at 13:31, at 13:30 on Tuesday, a minute later, and 49 hours late.
    let each = ["1h", "61m", "25h", "1501m", "50h"].map(|effort| paid(effort, "fixed: 1000, per_day: 200"));
    assert_eq!(each, [0.0, 1_200.0, 1_200.0, 1_400.0, 1_600.0]);
    assert_eq!(paid("50h", "fixed: 1000, per_day: 200, at_most: 1500"), 1_500.0);
    // Never sent: up to the horizon on Thursday, 12:00, three days have begun.
    assert_eq!(paid("200h", "per_day: 200"), 600.0);
    let (with, without) = (late("50h", ", penalty: (fixed: 1000)"), late("50h", ""));
    assert_eq!((with.notices[0].penalty, with.cost() - without.cost()), (1_000.0, 1_000.0));
    let moved = Outcome { penalty: 0.0, notices: without.notices.clone(), ..with.clone() };
    assert_eq!(moved, without);
    let mut notice = with.notices[0];
    notice.penalty = 0.0;
    assert_eq!(notice, without.notices[0]);
    let told = |penalty: &str| facts(&plan_of(&text("", &format!(r#"within: "1h", effort: "50h"{penalty}"#), ONCE)), 1, 0);
    assert_eq!(told(", penalty: (fixed: 1000)"), told(""));
}

#[test]
fn a_broken_promise_costs_each_hour_begun_and_is_told_when_it_breaks() {
    let penalty = "penalty: (fixed: 100, per_hour: 500)";
    // Away for an hour and a half.
    let (plan, over) = played(&format!(r#"mtpd: "1h", {penalty}"#), "");
    assert_eq!((over.penalty, over.systems[0].penalty, over.systems[0].mtpd_met), (600.0, 600.0, Some(false)));
    assert_eq!(broken(&plan), ["2026-01-05T13:00:00.001"]);
    let (plan, kept) = played(&format!(r#"mtpd: "90m", {penalty}"#), "");
    assert_eq!((kept.penalty, kept.systems[0].mtpd_met, broken(&plan).len()), (0.0, Some(true), 0));
    let (plan, recovery) = played(r#"rto: "30m", mtpd: "1d", penalty: (over: Rto, per_hour: 500)"#, "");
    assert_eq!((recovery.penalty, recovery.systems[0].rto_met), (500.0, Some(false)));
    assert_eq!(broken(&plan), ["2026-01-05T12:30:00.001"]);
    // The business works off an hour in an hour, until 15:00: an hour over two.
    let (plan, worked_off) = played(&format!(r#"mtpd: "2h", catch_up: "1h", {penalty}"#), "");
    assert_eq!((worked_off.penalty, broken(&plan).as_slice()), (600.0, ["2026-01-05T14:00:00.001".to_string()].as_slice()));
    let (_, without) = played(r#"mtpd: "1h""#, "");
    let moved = Outcome { penalty: 0.0, systems: without.systems.clone(), ..over };
    assert_eq!(moved, without);
}

fn summary(shop: &str, notice: &str, when: &str) -> Summary {
    let plan = plan_of(&text(shop, notice, when));
    let design = Design { seed: 1, replications: 3, jobs: 2, precision: None };
    let studied =
        study::run(&plan, &design, &AtomicBool::new(false), &mut |_, _| {}, &mut |_, _| Ok::<(), Infallible>(())).expect("no limit");
    Summary::of(&studied, &Setting::default())
}

#[test]
fn a_year_counts_deadlines_due_missed_and_not_determined_and_their_penalties() {
    // Four a year, each sent two hours late.
    let of = summary("", r#"within: "1h", effort: "3h", penalty: (fixed: 1000)"#, r#"every: "73d""#).annual.unwrap();
    let mean = |name: &str| of.measures[name].mean.unwrap();
    let names = ["deadlines.due", "deadlines.missed", "deadlines.missed.law", "deadlines.undetermined", "cost.penalty", "cost"];
    assert_eq!(names.map(mean), [4.0, 4.0, 4.0, 0.0, 4_000.0, 4_000.0]);
    // Nobody ever concludes that it is an incident: the look takes longer than it is followed.
    let never = text("", r#"within: "1h", effort: "3h""#, r#"every: "73d""#).replace(r#"effort: "30m""#, r#"effort: "30d""#);
    let plan = plan_of(&never);
    let design = Design { seed: 1, replications: 1, jobs: 1, precision: None };
    let studied =
        study::run(&plan, &design, &AtomicBool::new(false), &mut |_, _| {}, &mut |_, _| Ok::<(), Infallible>(())).expect("no limit");
    let of = Summary::of(&studied, &Setting::default()).annual.unwrap();
    let mean = |name: &str| of.measures[name].mean.unwrap();
    assert_eq!(["deadlines.due", "deadlines.missed", "deadlines.undetermined"].map(mean), [0.0, 0.0, 4.0]);
}

#[test]
fn what_is_promised_stands_beside_what_was_achieved() {
    // Five an hour and a half each, the last of which the horizon does not cut.
    let told = summary(r#"rto: "1h", mtpd: "2h", rpo: "1h", backup: (restore: "1h", every: "4h")"#, "", r#"every: "73d""#);
    let shop = &told.systems["shop"];
    assert_eq!(shop.outages, 12);
    let (rto, mtpd, rpo) = (shop.rto.as_ref().unwrap(), shop.mtpd.as_ref().unwrap(), shop.rpo.as_ref().unwrap());
    assert_eq!((rto.promised, rto.p50, rto.p90, rto.met), (3_600.0, Some(5_400.0), Some(5_400.0), Some(0.0)));
    assert_eq!((mtpd.promised, mtpd.p90, mtpd.met), (7_200.0, Some(5_400.0), Some(1.0)));
    // Nothing was restored from a copy.
    assert_eq!((rpo.promised, rpo.p50, rpo.met), (3_600.0, None, None));
    assert!(summary("", "", r#"every: "73d""#).systems.is_empty(), "it promises nothing");
}

#[test]
fn promises_that_are_broken_stand_in_the_table() {
    let shown = |shop: &str| {
        let plan = plan_of(&text(shop, "", ONCE));
        promises::table(&summary(shop, "", ONCE), &plan)
    };
    let table = shown(r#"rto: "1h", mtpd: "1d""#);
    let row: Vec<&str> = table.lines().last().unwrap().split_whitespace().collect();
    assert_eq!(row.join(" "), "shop RTO 1 h 1 h 30 min 1 h 30 min 0 %");
    assert!(table.contains("Promises broken") && !table.contains("MTPD"), "{table}");
    assert_eq!(shown(r#"rto: "2h""#), "");
}
