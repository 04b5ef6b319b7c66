//! Notices: mistakes in them, and what the checker finds.

use super::found::{ABLE, expect, never};
use super::mistakes::{Case, check};
use super::{plan, read, said};
use crate::engine::time::Span;
use crate::model::notice::Start;
use crate::model::notice::deadline::Within;
use crate::model::plan::Milestone;

/// What is put before the attacks of the base scenario.
const BEFORE: &str = "    attacks: {\n        \"extortion\"";

/// The base scenario in which the ransomware playbook owes these notices; `rest` stands before the attacks.
fn owing(notices: &'static str, rest: &'static str) -> [(&'static str, &'static str); 2] {
    let owes: &'static str = Box::leak(format!(r#""ransomware": (notices: {notices}, service: "response","#).into_boxed_str());
    let section: &'static str = Box::leak(format!("    {rest}\n{BEFORE}").into_boxed_str());
    [(r#""ransomware": (service: "response","#, owes), (BEFORE, section)]
}

const FILING: &str = r#"teams: ["infra"], decision: "isolate", effort: Fixed("2h")"#;

fn wrong(notices: &'static str, rest: &'static str, expected: &[&str], line: &str) {
    let changes = owing(notices, rest);
    let text = super::changed(&changes);
    let Err((problems, sources)) = read(&text) else { panic!("{rest}: nothing was said") };
    let shown = crate::text::render(&problems, &sources, false);
    assert_eq!(problems.len(), 1, "{rest}: one mistake only, not\n{shown}");
    let problem = problems.iter().next().expect("just counted");
    for part in expected {
        assert!(said(problem).contains(part), "{rest}: expected {part}, not\n{shown}");
    }
    let number = sources.line_column(problem.place.expect("a place")).0;
    let there = text.lines().nth(number - 1).expect("the line is there");
    assert!(there.contains(line), "{rest}: expected a line with {line}, not\n{shown}");
}

fn section(entry: &str) -> &'static str {
    Box::leak(format!("notices: {{{entry}}},").into_boxed_str())
}

#[test]
fn whom_a_notice_tells_has_a_name() {
    let law = section(&format!(r#""law": (to: " ", within: "24h", from: Aware, {FILING})"#));
    wrong(r#"["law"]"#, law, &["`to` is empty", "nothing stands between the quotes", "leave `to` out"], "\"law\"");
}

#[test]
fn a_notice_is_compiled_with_its_task_and_its_clock() {
    let entry = format!(r#""law": (within: "72h", from: Decided("isolate"), at_most: (within: BusinessDays(2), from: Aware), {FILING})"#);
    let plan = plan(&owing(r#"["law"]"#, section(&entry)));
    let playbook = &plan.playbooks[1];
    assert_eq!(playbook.id, "ransomware");
    let owed = playbook.notices[0];
    assert_eq!(plan.tasks[owed.task.at()].id, "law");
    assert_eq!(plan.tasks[owed.task.at()].sends, Some(owed.notice));
    assert!(matches!(owed.start, Start::Decided(_)) && owed.cap == Some(Start::Aware));
    assert_eq!(plan.notices[0].term.within, Within::Elapsed(Span::hours(72)));
    assert!(plan.playbooks[0].notices.is_empty());
}

#[test]
fn a_notice_that_could_not_be_sent_is_refused() {
    wrong(
        r#"["lav"]"#,
        section(&format!(r#""law": (within: "72h", from: Aware, {FILING})"#)),
        &["there is no notice `lav`", "`law`"],
        "ransomware",
    );
    wrong(r#"["law"]"#, section(r#""law": (within: "72h", from: Aware)"#), &["the notice `law` takes no work", "effort"], "\"law\"");
    let task = section(&format!(r#""law": (within: "72h", from: TaskDone("isolat"), {FILING})"#));
    wrong(r#"["law"]"#, task, &["there is no task `isolat`", "`isolate`"], "\"law\"");
    let decided = section(&format!(r#""law": (within: "72h", from: Decided("isolat"), {FILING})"#));
    wrong(r#"["law"]"#, decided, &["there is no decision `isolat`", "`isolate`"], "\"law\"");
    let declared = section(&format!(r#""law": (within: "72h", from: Declared, {FILING})"#));
    wrong(r#"["law"]"#, declared, &["the clock of the notice `law` never starts", "declares: true"], "\"law\"");
    let after =
        section(&format!(r#""law": (within: "72h", from: Submitted("first"), {FILING}), "first": (within: "4h", from: Aware, {FILING})"#));
    wrong(r#"["law"]"#, after, &["never starts", "the notice `first` is not sent before it", "add \"first\""], "\"law\"");
    let itself = section(&format!(r#""law": (within: "72h", from: Submitted("law"), {FILING})"#));
    wrong(r#"["law"]"#, itself, &["never starts", "before itself"], "\"law\"");
    let grant = section(r#""law": (within: "72h", from: Aware, teams: ["infra"], grant: "portal", effort: Fixed("2h"))"#);
    wrong(r#"["law"]"#, grant, &["nobody holds the grant `portal`"], "\"law\"");
    let nobody = section(r#""law": (within: "72h", from: Aware, teams: ["bosses"], skill: ("windows", Basic), effort: Fixed("2h"))"#);
    wrong(r#"["law"]"#, nobody, &["nobody can do the task `law` of `ransomware`"], "\"law\"");
    let same = section(&format!(r#""triage": (within: "72h", from: Aware, {FILING})"#));
    wrong(r#"["triage"]"#, same, &["a task and a notice `triage`"], "\"triage\"");
}

#[test]
fn two_notices_that_wait_for_each_other_are_refused() {
    let circle =
        section(&format!(r#""a": (within: "72h", from: Submitted("b"), {FILING}), "b": (within: "4h", from: Submitted("a"), {FILING})"#));
    let Err((problems, _)) = read(&super::changed(&owing(r#"["a", "b"]"#, circle))) else { panic!("nothing was said") };
    assert_eq!(problems.len(), 2);
    assert!(problems.iter().all(|p| said(p).contains("before itself")), "{problems:?}");
}

#[test]
fn fields_without_effect_are_refused() {
    let law = |fields: &str| section(&format!(r#""law": (within: "72h", from: Aware, {fields}, {FILING})"#));
    wrong(r#"["law"]"#, law(r#"by: "17:00""#), &["`by` changes nothing for the notice `law`"], "\"law\"");
    wrong(r#"["law"]"#, law(r#"time_zone: "Europe/Dublin""#), &["`time_zone` changes nothing"], "\"law\"");
    wrong(r#"["law"]"#, law("improvise: 2"), &["takes no knowledge"], "\"law\"");
    wrong(
        r#"["law"]"#,
        law(r#"weekends: NextWorkingDay, time_zone: "Europe/Dublyn""#),
        &["no time zone `Europe/Dublyn`", "Dublin"],
        "\"law\"",
    );
    let holidays = r#"holidays: {"feasts": (days: ["2026-03-17"])}, notices: {},"#;
    wrong("[]", holidays, &["the holidays `feasts` change nothing", "calendar"], "feasts");
    let counted = r#"holidays: {"feasts": (days: ["2026-03-17"])}, notices: {"law": (within: "72h", from: Aware, calendar: "feasts",
        teams: ["infra"], effort: Fixed("2h"))},"#;
    wrong(r#"["law"]"#, counted, &["`calendar` changes nothing"], "\"law\"");
    for (within, title) in
        [("BusinessDays(0)", "0 is not a number of days"), ("Months(9999)", "9999 is not"), ("\"0h\"", "longer than nothing")]
    {
        let entry = section(&format!(r#""law": (within: {within}, from: Aware, {FILING})"#));
        wrong(r#"["law"]"#, entry, &[title], "\"law\"");
    }
}

#[test]
fn targets_of_notices() {
    let cases: &[Case] = &[
        (r#"measure: P90(SystemBack("core"))"#, r#"measure: P90(Lateness("law"))"#, &["there is no notice `law`"], "targets"),
        (r#"at_most: "24h""#, r#"at_most: "0s""#, &["longer than nothing"], "targets"),
    ];
    check(cases);
    let mut changes = owing(r#"["law"]"#, section(&format!(r#""law": (within: "72h", from: Aware, {FILING})"#))).to_vec();
    changes.push((r#"measure: P90(SystemBack("core")), at_most: "24h""#, r#"measure: P90(Lateness("law")), at_most: "0s""#));
    assert!(matches!(plan(&changes).targets[0].of, Milestone::Lateness(_)));
}

#[test]
pub(super) fn clocks_shorter_than_a_gap_are_found() {
    let notice =
        |within: &str| owing(r#"["law"]"#, section(&format!(r#""law": (name: "The law", within: "{within}", from: Aware, {FILING})"#)));
    let title = "The 24 h of The law can run out with nobody on shift who can send it, for 123 of the 168 hours of a week";
    expect(&notice("24h"), title, "It takes somebody of Infrastructure: Ana and Ben. The longest gap is 2 d 15 h.");
    never(&notice("72h"), "can run out with nobody on shift who can send it");
    let office = (r#"employer: "northwind", roster: "round""#, r#"employer: "northwind", roster: "office""#);
    let mut changes = notice("24h").to_vec();
    changes.extend(ABLE);
    never(&changes, "who may decide on isolate, for");
    changes.push(office);
    expect(&changes, "The 24 h of The law can run out with nobody on shift who may decide on isolate, for 123", "Held by boss.");
}

#[test]
pub(super) fn a_clock_that_starts_at_a_decision_nobody_on_nights_may_take_is_found() {
    let office = (r#"employer: "northwind", roster: "round""#, r#"employer: "northwind", roster: "office""#);
    let mut changes =
        owing(r#"["law"]"#, section(&format!(r#""law": (name: "The law", within: "72h", from: Decided("isolate"), {FILING})"#))).to_vec();
    changes.extend(ABLE);
    never(&changes, "starts late");
    changes.push(office);
    expect(
        &changes,
        "The clock of The law starts late: nobody who may decide on isolate is on shift for 123 of the 168 hours",
        "Held by boss.",
    );
}

#[test]
pub(super) fn a_clock_shorter_than_its_own_work_is_found() {
    let notice =
        |within: &str| owing(r#"["law"]"#, section(&format!(r#""law": (name: "The law", within: "{within}", from: Aware, {FILING})"#)));
    expect(
        &notice("2h"),
        "The law takes longer than its 2 h, with nobody to wait for",
        "Deciding takes 15 min on average and preparing it 2 h; together 2 h 15 min.",
    );
    never(&notice("3h"), "with nobody to wait for");
}

#[test]
pub(super) fn notices_that_nobody_owes_and_working_days_without_holidays_are_found() {
    let entry =
        format!(r#""law": (name: "The law", within: BusinessDays(4), from: Aware, {FILING}), "other": (within: "72h", from: Aware)"#);
    let changes = owing(r#"["law"]"#, section(&entry));
    expect(&changes, "No playbook owes the notice other", "nobody would be told");
    expect(&changes, "The law counts working days without any holidays", "`calendar`");
}
