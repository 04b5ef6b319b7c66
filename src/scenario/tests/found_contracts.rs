//! Findings about those who are there and may not, who are on call, who are gone, and teams of nobody.

use super::found::{expect, never};

const TIRELESS: (&str, &str) = (r#"rest: (longest_stretch: "16h"),"#, "");
const ASKS: (&str, &str) = (r#", pre_authorised: [(to: "northwind", from_severity: High)]"#, "");
const SKILLS: (&str, &str) = (r#"skills: {"triage": Basic}"#, r#"skills: {"triage": Basic, "backup": Working}"#);
const FIX: (&str, &str) = (
    r#"(phase: Recover, skill: ("backup", Working), knows: "restore-core", improvise: 2"#,
    r#"(phase: Recover, teams: ["infra", "desk"], skill: ("backup", Working)"#,
);

fn contract(more: &'static str) -> (&'static str, &'static str) {
    ("fee_per_hour: 240", more)
}

#[test]
pub(super) fn those_who_are_there_and_may_not_by_their_contract_are_found() {
    let title =
        "For 123 of the 168 hours of a week only agent-1, agent-2 and agent-3 could do repair (fix): they are there, but their contract";
    let scope = contract(r#"fee_per_hour: 240, covers: (phases: [Triage])"#);
    let evidence =
        "The contract of northwind leaves it out. Of those who may do it, Ana and Ben, nobody is on shift then. The longest gap is 2 d";
    expect(&[TIRELESS, SKILLS, FIX, scope], title, evidence);
    never(&[TIRELESS, SKILLS, FIX, contract(r#"fee_per_hour: 240, covers: (phases: [Triage, Recover])"#)], "but their contract");
    // Who lacks the skill is not kept away by the contract.
    never(&[TIRELESS, FIX, scope], "but their contract");
}

#[test]
pub(super) fn hours_that_the_contract_ends_are_said_to_be_its_hours() {
    let title =
        "Nobody of desk is on shift for 123 of the 168 hours of a week, which the contract of northwind does not cover, and alerts of edr";
    let words = "The contract of northwind covers 45 of the 168 hours of a week, and its people come in no other hours.";
    let office = contract(r#"fee_per_hour: 240, hours: "office""#);
    expect(&[TIRELESS, office], title, words);
    let both = (r#"responsible: ["infra"]"#, r#"responsible: ["infra", "desk"]"#);
    expect(&[TIRELESS, office, both], "Nobody responsible for response is on shift for 123", words);
    never(&[TIRELESS], title);
    // A service none of whose work the contract covers has nobody of the provider.
    let scope = contract(r#"fee_per_hour: 240, excludes: (services: ["response"])"#);
    let desk = (r#"teams: ["desk"], skill: ("triage", Basic), effort: Fixed("30m")"#, r#"teams: ["infra"], effort: Fixed("30m")"#);
    expect(&[TIRELESS, both, scope, desk], "Nobody responsible for response is on shift for 123", "covers none of the work");
    never(&[TIRELESS, both], "Nobody responsible for response");
}

#[test]
pub(super) fn who_is_on_call_for_a_decision_is_said_with_how_often_they_answer() {
    let title = "Nobody who may decide on isolate is on shift for 123 of the 168 hours of a week";
    let rota = (r#""round": Always,"#, r#""round": Always, "chiefs": OnCall(members: ["boss", "deputy"], hand_over: "Mon 09:00"),"#);
    let reach = (r#""bosses": (),"#, r#""bosses": (reach: (on_call: (answers: 0.8, after: Fixed("5m")))),"#);
    let evidence = "On call for 123 of these hours: chiefs; at night whoever has the turn answers 80 % of calls.";
    expect(&[ASKS, rota, reach], title, evidence);
    expect(&[ASKS], title, "Off duty at night the easiest to reach of them answers 15 % of calls.");
}

#[test]
pub(super) fn findings_give_their_hours_one_by_one() {
    let office = contract(r#"fee_per_hour: 240, hours: "office""#);
    let all = super::findings(&super::plan(&[TIRELESS, office]));
    let found = all.iter().find(|f| f.title.starts_with("Nobody of desk is on shift")).expect("the queue is found");
    let at = |day: u32, hour: u32| day * 1440 + hour * 60 + 30;
    let nights = (0..4).map(|day| (at(day, 17), at(day + 1, 8)));
    assert_eq!(found.when.hours.0, nights.chain([(at(4, 17), at(7, 8))]).collect::<Vec<_>>());
    let always = all.iter().find(|f| f.title.starts_with("Nobody is accountable")).expect("nobody is");
    assert_eq!((always.when.words.as_str(), always.when.is_always()), ("at any hour", true));
}

#[test]
pub(super) fn teams_of_nobody_are_found() {
    let team = (r#""bosses": (),"#, r#""bosses": (), "net": (name: "Network"),"#);
    let responsible = (r#"responsible: ["infra"]"#, r#"responsible: ["infra", "net"]"#);
    expect(&[team, responsible], "Network is responsible for response, and nobody belongs to it", "At any hour. A name on the matrix");
    never(&[], "nobody belongs to it");
    let step = (r#"(page: "infra-rota", wait: "15m")"#, r#"(page: "net", wait: "20m"), (page: "infra-rota", wait: "15m")"#);
    let title = "Step 1 of escalation page-infra pages Network, to which nobody belongs";
    expect(&[team, step], title, "At any hour. It is 20 min of waiting for nobody.");
    never(&[], "to which nobody belongs");
}

#[test]
pub(super) fn the_last_who_knows_a_runbook_is_found_when_the_others_leave() {
    let until = |at: &'static str| (r#"grants: ["console"], takes_times"#, at);
    let title = "on only Ana knows restore-core, which restore of core";
    let leaving = until(r#"grants: ["console", "domain-admin"], knows: ["restore-core"], access_until: "2026-01-10T17:00", takes_times"#);
    expect(&[leaving], &format!("From 2026-01-10 17:00 EST {title}"), "Ben is gone by then");
    never(&[until(r#"grants: ["console", "domain-admin"], knows: ["restore-core"], takes_times"#)], title);
    never(
        &[until(r#"grants: ["console", "domain-admin"], knows: ["restore-core"], access_until: "2026-03-10T17:00", takes_times"#)],
        title,
    );
}

#[test]
pub(super) fn executives_paged_in_place_of_a_team_off_duty_are_found_even_while_at_work() {
    let steps = |more: &'static str| (r#"(page: "infra-rota", wait: "15m"), (page: ["ciso", "desk"], wait: "30m")"#, more);
    let boss = (r#""boss": (role: "ciso", team: "bosses", roster: "office""#, r#""boss": (role: "ciso", team: "bosses", roster: "round""#);
    let title = "The escalation page-infra turns to boss past the on-call";
    let past = steps(r#"(page: "infra", wait: "15m"), (page: "ciso", wait: "30m"), (page: "infra-rota", wait: "15m")"#);
    expect(&[TIRELESS, boss, past], title, "somebody is on call while nobody of the steps before is on shift");
    never(
        &[TIRELESS, boss, steps(r#"(page: "infra", wait: "15m"), (page: "infra-rota", wait: "15m"), (page: "ciso", wait: "30m")"#)],
        title,
    );
    // Who is asked first and is at work costs little.
    never(&[TIRELESS, boss, steps(r#"(page: "ciso", wait: "30m"), (page: "infra-rota", wait: "15m")"#)], title);
}
