//! Two employers, two ticket systems: what is handed off, what is done twice, whose a job is; and that a shared view ends all of it.

use std::sync::Arc;

use firedrill::engine::time::Span;
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, Wait};
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{facts, one, plan_of};

/// One who watches, of a provider; two of the house.
fn scenario(hand_offs: &str, shared: &str, tasks: &str) -> Arc<Plan> {
    plan_of(&text(hand_offs, shared, tasks))
}
fn text(hand_offs: &str, shared: &str, tasks: &str) -> String {
    format!(
        r#"(name: "hand-offs", time_zone: "UTC", starts: "2026-01-05T08:00", runs_for: "1d", horizon: "5d", {hand_offs}
        rosters: {{"always": Always}}, teams: {{"soc": (), "ops": ()}},
        employers: {{"house": (), "northwind": (provider: true{shared})}},
        people: {{
            "nia": (team: "soc", employer: "northwind", roster: "always"),
            "op": (count: 2, team: "ops", employer: "house", roster: "always"),
        }},
        playbooks: {{"p": (tasks: {{{tasks}}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T08:00", severity: High, reported: "0s")}})"#
    )
}
const SHARED: &str = ", shared_view: true";
fn only(plan: &Arc<Plan>) -> Outcome {
    let mut all = one(plan, &mut Play::new(plan.clone()), 1, 0);
    assert_eq!(all.len(), 1);
    all.remove(0)
}
/// Parts of the ledger in minutes, and the minutes of work done twice.
fn came_to(plan: &Arc<Plan>) -> (Vec<(Wait, f64)>, Option<f64>) {
    let o = only(plan);
    let minutes = |span: Span| span.0 as f64 / 60_000.0;
    let all = Wait::ALL.iter().filter(|w| o.ledger[**w as usize] > Span(0));
    (all.map(|w| (*w, minutes(o.ledger[*w as usize]))).collect(), o.duplicated.map(minutes))
}
fn told(plan: &Arc<Plan>) -> usize {
    let of = |f: &Fact| matches!(f, Fact::HandedOff { .. } | Fact::WorkApart { .. } | Fact::DoneTwice { .. } | Fact::OwnerUnclear { .. });
    facts(plan, 1, 0).iter().filter(|(_, f)| of(f)).count()
}

#[test]
fn whoever_takes_up_another_employer_s_work_reads_in_and_lacks_its_context() {
    use Wait::{HandOver, Working};
    let tasks = r#""look": (phase: Triage, teams: ["soc"], effort: "30m"), "mend": (phase: Recover, after: ["look"], teams: ["ops"], effort: "1h"),
        "verify": (phase: Recover, after: ["mend"], teams: ["ops"], effort: "30m")"#;
    assert_eq!(came_to(&scenario("", "", tasks)), (vec![(Working, 120.0)], None));
    // Mending follows what Northwind did; verifying follows what the house did.
    let cost = r#"hand_offs: (cost: "20m"),"#;
    assert_eq!(came_to(&scenario(cost, "", tasks)), (vec![(HandOver, 20.0), (Working, 120.0)], Some(0.0)));
    let context = "hand_offs: (context: 1.5),";
    assert_eq!(came_to(&scenario(context, "", tasks)), (vec![(Working, 150.0)], Some(0.0)));
    let both = r#"hand_offs: (cost: "20m", context: 1.5),"#;
    assert_eq!(came_to(&scenario(both, "", tasks)), (vec![(HandOver, 20.0), (Working, 150.0)], Some(0.0)));
    assert_eq!(told(&scenario(both, "", tasks)), 1);
    // In one view nothing of it happens.
    assert_eq!(came_to(&scenario(both, SHARED, tasks)), (vec![(Working, 120.0)], Some(0.0)));
    assert_eq!(told(&scenario(both, SHARED, tasks)), 0);
}

#[test]
fn what_two_employers_do_side_by_side_is_done_twice_in_part_and_only_while_both_are_at_it() {
    use Wait::Working;
    let tasks = r#""left": (phase: Recover, teams: ["soc"], effort: "1h"), "right": (phase: Recover, teams: ["ops"], effort: "2h")"#;
    let law = "hand_offs: (duplicated: 0.5),";
    assert_eq!(came_to(&scenario("", "", tasks)), (vec![(Working, 120.0)], None));
    // For an hour and a half both are at it, and each does an hour's worth; then the hour that is left. Of twice 90 min a third was for nothing.
    assert_eq!(came_to(&scenario(law, "", tasks)), (vec![(Working, 150.0)], Some(60.0)));
    assert_eq!(came_to(&scenario(law, SHARED, tasks)), (vec![(Working, 120.0)], Some(0.0)));
    // People of one employer see what each other does.
    let alone = tasks.replace(r#"["soc"]"#, r#"["ops"]"#);
    assert_eq!(came_to(&scenario(law, "", &alone)), (vec![(Working, 120.0)], Some(0.0)));
    assert_eq!(told(&scenario(law, "", &alone)), 0);
}

#[test]
fn whose_a_new_job_is_has_to_be_settled_when_both_are_at_work_and_could_do_it() {
    use Wait::{HandOver, Working};
    let tasks = |mend: &str| {
        format!(
            r#""look": (phase: Triage, teams: ["soc"], effort: "30m"), "gather": (phase: Notify, teams: ["ops"], effort: "45m"),
            "mend": (phase: Recover, after: ["look"], teams: {mend}, effort: "1h")"#
        )
    };
    let law = r#"hand_offs: (unclear_owner: "20m"),"#;
    let both = tasks(r#"["soc", "ops"]"#);
    assert_eq!(came_to(&scenario("", "", &both)), (vec![(Working, 90.0)], None));
    assert_eq!(came_to(&scenario(law, "", &both)), (vec![(HandOver, 20.0), (Working, 90.0)], Some(0.0)));
    assert_eq!(came_to(&scenario(law, SHARED, &both)), (vec![(Working, 90.0)], Some(0.0)));
    // Where only one of them could do it, it is clear.
    assert_eq!(came_to(&scenario(law, "", &tasks(r#"["ops"]"#))), (vec![(Working, 90.0)], Some(0.0)));
    // And where only one of them is at it.
    let alone = both.replace("teams: [\"ops\"], effort: \"45m\"", "teams: [\"soc\"], effort: \"45m\"");
    let unclear = facts(&scenario(law, "", &alone), 1, 0).iter().filter(|(_, f)| matches!(f, Fact::OwnerUnclear { .. })).count();
    assert_eq!(unclear, 0);
}

#[test]
fn the_time_it_takes_to_settle_belongs_to_the_task() {
    let tasks = |more: &str| {
        format!(
            r#""look": (phase: Triage, teams: ["soc"], effort: "30m"), "gather": (phase: Notify, teams: ["ops"], effort: "45m"), {more}
            "mend": (phase: Recover, after: ["look"], teams: ["soc", "ops"], effort: "1h")"#
        )
    };
    let law = r#"hand_offs: (unclear_owner: Exponential(mean: "1h")),"#;
    let settled = |more: &str| {
        let plan = scenario(law, "", &tasks(more));
        let mend = plan.tasks.iter().position(|t| t.id == "mend").unwrap();
        let all = facts(&plan, 1, 0);
        all.iter().find_map(|(_, f)| match f {
            Fact::OwnerUnclear { job, takes } if job.task.at() == mend => Some(*takes),
            _ => None,
        })
    };
    let alone = settled("");
    assert!(alone.is_some());
    assert_eq!(alone, settled(r#""alarm": (phase: Notify, after: ["look"], teams: ["soc", "ops"], effort: "1h"),"#));
}

#[test]
fn whoever_takes_over_in_the_middle_what_another_employer_had_in_hand_reads_in_too() {
    use Wait::{HandOver, Working};
    // Nia goes an hour into a task of two, and the house goes on with it.
    let day = |text: &str| {
        text.replace(r#""always": Always"#, r#""always": Always, "early": Weekly([(days: "Mon", from: "08:00", to: "09:00")])"#)
            .replace(r#"employer: "northwind", roster: "always""#, r#"employer: "northwind", roster: "early""#)
            .replace(r#""soc": ()"#, r#""soc": (at_shift_end: HandOver())"#)
    };
    let late = |text: String| text.replace(r#""op": (count: 2, team: "ops", employer: "house", roster: "always")"#, OPS_LATER);
    const OPS_LATER: &str = r#""op": (count: 2, team: "ops", employer: "house", roster: "later")"#;
    let later = |text: String| {
        text.replace(r#""always": Always"#, r#""always": Always, "later": Weekly([(days: "Mon", from: "09:00", to: "24:00")])"#)
    };
    let tasks = r#""mend": (phase: Recover, teams: ["soc", "ops"], effort: "2h")"#;
    let of = |hand_offs: &str, shared: &str| came_to(&plan_of(&later(late(day(&text(hand_offs, shared, tasks))))));
    assert_eq!(of("", ""), (vec![(Working, 120.0)], None));
    assert_eq!(of(r#"hand_offs: (cost: "20m"),"#, ""), (vec![(HandOver, 20.0), (Working, 120.0)], Some(0.0)));
    assert_eq!(of("hand_offs: (context: 1.5),", ""), (vec![(Working, 150.0)], Some(0.0)));
    assert_eq!(of(r#"hand_offs: (cost: "20m", context: 1.5),"#, SHARED), (vec![(Working, 120.0)], Some(0.0)));
}

#[test]
fn it_takes_both_to_share_a_view() {
    use Wait::{HandOver, Working};
    let tasks = r#""look": (phase: Triage, teams: ["soc"], effort: "30m"), "mend": (phase: Recover, after: ["look"], teams: ["ops"], effort: "1h")"#;
    let of = |house: &str, northwind: &str| {
        let text = text(r#"hand_offs: (cost: "20m"),"#, northwind, tasks).replace(r#""house": ()"#, &format!(r#""house": ({house})"#));
        came_to(&plan_of(&text)).0
    };
    let apart = [(HandOver, 20.0), (Working, 90.0)];
    assert_eq!(of("", SHARED), [(Working, 90.0)]);
    assert_eq!(of("shared_view: true", SHARED), [(Working, 90.0)]);
    assert_eq!(of("shared_view: false", SHARED), apart);
    assert_eq!(of("shared_view: true", ""), apart);
}

#[test]
fn a_restore_whose_owner_is_settled_waits_for_its_lane_like_any_other() {
    let tasks = r#""look": (phase: Triage, teams: ["soc"], effort: "30m"), "gather": (phase: Notify, teams: ["ops"], effort: "45m"),
        "restore": (phase: Recover, after: ["look"], each: Affected, teams: ["soc", "ops"], effort: Restore)"#;
    let of = |at_once: u32| {
        let text = text(r#"hand_offs: (unclear_owner: "20m"),"#, "", tasks);
        let lanes = format!(
            r#"restore_lanes: {{"array": (at_once: {at_once})}}, systems: {{"a": (backup: (restore: "1h", lane: "array")), "b": (backup: (restore: "1h", lane: "array"))}},
        playbooks:"#
        );
        let text = text.replace("playbooks:", &lanes).replace("severity: High", r#"hits: ["a", "b"], severity: High"#);
        only(&plan_of(&text)).recovered.map(|at| (at - firedrill::engine::time::Instant(0)).0 / 60_000)
    };
    assert_eq!((of(2), of(1)), (Some(30 + 20 + 60), Some(30 + 20 + 120)));
}
