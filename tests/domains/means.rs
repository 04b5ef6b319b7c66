//! Means of response that are down with the systems they are.

use std::sync::Arc;

use firedrill::engine::time::Span;
use firedrill::measures::Outcome;
use firedrill::model::fact::Wait;
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{one, plan_of};

/// A failure of `db` and of `tool` on Saturday at noon; on call people answer in ten minutes. `tool` is back after two hours.
fn plan(people: &str, means: &str, tasks: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "means", time_zone: "UTC", starts: "2026-01-10T12:00", runs_for: "1d", horizon: "10d",
        reach: (on_shift: (answers: 1.0, after: "5m"), on_call: (answers: 1.0, after: "10m"), off_duty: (answers: 0.0, after: "1m")),
        rosters: {{"always": Always, "rota": OnCall(members: ["ana"], hand_over: "Mon 09:00", from: "2026-01-05")}},
        teams: {{"ops": (), "tools": ()}},
        people: {{{people}, "tom": (team: "tools", roster: "always")}},
        systems: {{"db": (backup: (restore: "1h")), "tool": (backup: (restore: "2h"))}},
        means: {{{means}}},
        playbooks: {{
            "p": (tasks: {{{tasks}}}),
            "q": (tasks: {{"mend": (phase: Recover, each: Affected, teams: ["tools"], effort: Restore)}}),
        }},
        incidents: {{
            "a-tool": (playbook: "q", at: "2026-01-10T12:00", hits: ["tool"], severity: High, reported: "0s"),
            "i": (playbook: "p", at: "2026-01-10T12:00", hits: ["db"], severity: High, reported: "0s"),
        }})"#
    ))
}
const ANA: &str = r#""ana": (team: "ops", grants: ["root"], knows: ["book"])"#;
const HERE: &str = r#""ana": (team: "ops", roster: "always", grants: ["root"], knows: ["book"])"#;
const RESTORE: &str = r#""restore": (phase: Recover, each: Affected, teams: ["ops"], effort: Restore)"#;

fn outcome(plan: &Arc<Plan>) -> Outcome {
    let all = one(plan, &mut Play::new(plan.clone()), 1, 0);
    all.into_iter().find(|o| plan.kinds[o.kind.at()].id == "i").unwrap()
}
/// The ledger in minutes, states of no length left out.
fn ledger(people: &str, means: &str, tasks: &str) -> Vec<(Wait, i64)> {
    let o = outcome(&plan(people, means, tasks));
    Wait::ALL.into_iter().map(|w| (w, o.ledger[w as usize].0 / Span::MINUTE.0)).filter(|(_, m)| *m > 0).collect()
}

#[test]
fn pages_do_not_arrive_while_paging_is_down() {
    let paging = |more: &str| ledger(ANA, &format!(r#""pager": (system: "tool", is_for: Paging{more})"#), RESTORE);
    assert_eq!(ledger(ANA, "", RESTORE), [(Wait::OffDuty, 10), (Wait::Working, 60)]);
    // The pager is back after two hours; the telephone tree is quicker.
    assert_eq!(paging(""), [(Wait::OffDuty, 130), (Wait::Working, 60)]);
    assert_eq!(paging(r#", fallback: "30m""#), [(Wait::OffDuty, 40), (Wait::Working, 60)]);
    assert_eq!(paging(r#", fallback: "5h""#), [(Wait::OffDuty, 130), (Wait::Working, 60)]);
    assert_eq!(paging(r#", out_of_band: true"#), [(Wait::OffDuty, 10), (Wait::Working, 60)]);
    // Whoever is at work sees it there.
    let here = r#""pager": (system: "tool", is_for: Paging)"#.to_string();
    assert_eq!(ledger(HERE, &here, RESTORE), [(Wait::Working, 60)]);
    let two = r#""pager": (system: "tool", is_for: Paging), "second": (system: "db", is_for: Paging)"#;
    assert_eq!(ledger(ANA, two, RESTORE), [(Wait::OffDuty, 130), (Wait::Working, 60)], "both are down");
}

#[test]
fn whoever_cannot_connect_comes_to_the_site() {
    let vpn = |people: &str, more: &str| ledger(people, &format!(r#""vpn": (system: "tool", is_for: RemoteAccess{more})"#), RESTORE);
    assert_eq!(vpn(ANA, r#", fallback: "45m""#), [(Wait::OffDuty, 10), (Wait::Dependency, 45), (Wait::Working, 60)]);
    assert_eq!(vpn(ANA, ""), [(Wait::OffDuty, 10), (Wait::Dependency, 110), (Wait::Working, 60)]);
    assert_eq!(vpn(ANA, r#", fallback: "9h""#), [(Wait::OffDuty, 10), (Wait::Dependency, 110), (Wait::Working, 60)]);
    assert_eq!(vpn(HERE, r#", fallback: "45m""#), [(Wait::Working, 60)]);
}

#[test]
fn whoever_works_from_elsewhere_stops_when_the_connection_is_lost_and_goes_on_at_the_site() {
    let text = |vpn: &str| {
        plan_of(&format!(
            r#"(name: "cut", time_zone: "UTC", starts: "2026-01-10T12:00", runs_for: "1d", horizon: "10d",
            reach: (on_call: (answers: 1.0, after: "10m"), off_duty: (answers: 0.0, after: "1m")),
            rosters: {{"always": Always, "rota": OnCall(members: ["ana"], hand_over: "Mon 09:00", from: "2026-01-05")}},
            teams: {{"ops": (), "tools": ()}}, people: {{"ana": (team: "ops"), "tom": (team: "tools", roster: "always")}},
            systems: {{"db": (backup: (restore: "1h")), "tool": (backup: (restore: "5h"))}}, {vpn}
            playbooks: {{"p": (tasks: {{{RESTORE}}}), "q": (tasks: {{"mend": (phase: Recover, each: Affected, teams: ["tools"], effort: Restore)}})}},
            incidents: {{
                "i": (playbook: "p", at: "2026-01-10T12:00", hits: ["db"], severity: High, reported: "0s"),
                "j": (playbook: "q", at: "2026-01-10T12:30", hits: ["tool"], severity: High, reported: "0s"),
            }})"#
        ))
    };
    let parts = |plan: &Arc<Plan>| {
        let o = outcome(plan);
        [Wait::OffDuty, Wait::Dependency, Wait::Working].map(|w| o.ledger[w as usize].0 / Span::MINUTE.0)
    };
    assert_eq!(parts(&text("")), [10, 0, 60]);
    // Twenty minutes of work, three quarters of an hour on the way, and the rest.
    assert_eq!(parts(&text(r#"means: {"vpn": (system: "tool", is_for: RemoteAccess, fallback: "45m")},"#)), [10, 45, 60]);
}

#[test]
fn grants_and_runbooks_cannot_be_used_while_what_holds_them_is_down() {
    let root = r#""restore": (phase: Recover, each: Affected, teams: ["ops"], grant: "root", effort: Restore)"#;
    let vault = |more: &str| ledger(HERE, &format!(r#""vault": (system: "tool", is_for: Grants(["root"]){more})"#), root);
    assert_eq!(vault(""), [(Wait::Dependency, 120), (Wait::Working, 60)]);
    assert_eq!(vault(", out_of_band: true"), [(Wait::Working, 60)]);
    let wiki = r#""wiki": (system: "tool", is_for: Runbooks(["book"]))"#;
    let book = |improvise: &str| {
        format!(r#""restore": (phase: Recover, each: Affected, teams: ["ops"], knows: "book"{improvise}, effort: Restore)"#)
    };
    assert_eq!(ledger(HERE, wiki, &book("")), [(Wait::Dependency, 120), (Wait::Working, 60)]);
    assert_eq!(ledger(HERE, wiki, &book(", improvise: 1.5")), [(Wait::Working, 90)], "improvised rather than waited for");
}

#[test]
fn without_chat_work_takes_longer_until_it_is_back() {
    let long = r#""dig": (phase: Recover, teams: ["ops"], effort: "3h"), "restore": (phase: Recover, after: ["dig"], each: Affected, teams: ["ops"], effort: Restore)"#;
    assert_eq!(ledger(HERE, "", long), [(Wait::Working, 240)]);
    // Mending it takes four hours at half the pace, in which two of the three are done here.
    assert_eq!(ledger(HERE, r#""chat": (system: "tool", is_for: Chat(2.0))"#, long), [(Wait::Working, 360)]);
}
