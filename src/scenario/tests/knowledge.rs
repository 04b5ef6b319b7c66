//! Runbooks: what is refused, and what a leader must read about them.

use super::found::{NO_REST, expect, never};
use super::mistakes::check;
use super::{changed, plan, read, said};

const SECTION: &str = "    telemetry: {";

#[test]
fn runbooks_without_effect_are_refused() {
    check(&[
        (
            SECTION,
            r#"    runbooks: {"restore-cor": (documented: true)}, telemetry: {"#,
            &["no runbook `restore-cor`", "`restore-core`"],
            "runbooks",
        ),
        (SECTION, r#"    runbooks: {"restore-core": ()}, telemetry: {"#, &["nothing is said of the runbook `restore-core`"], "runbooks"),
        (
            SECTION,
            r#"    runbooks: {"restore-core": (takes_times: 1.2, pairing: ())}, telemetry: {"#,
            &["nothing is written down that could be followed", "`takes_times` has no effect without `documented`"],
            "runbooks",
        ),
        (
            SECTION,
            r#"    runbooks: {"restore-core": (documented: false, last_exercised: "2025-06-01")}, telemetry: {"#,
            &["`last_exercised` has no effect without `documented`"],
            "runbooks",
        ),
        (SECTION, r#"    runbooks: {"restore-core": (documented: true, takes_times: 0.9)}, telemetry: {"#, &["1 or more"], "runbooks"),
        (
            SECTION,
            r#"    runbooks: {"restore-core": (documented: true, works: 0)}, telemetry: {"#,
            &["would be tried for ever"],
            "runbooks",
        ),
        (
            SECTION,
            r#"    runbooks: {"restore-core": (documented: true, unexercised_fails: 2)}, telemetry: {"#,
            &["no effect without `works`"],
            "runbooks",
        ),
        (
            SECTION,
            r#"    runbooks: {"restore-core": (documented: true, works: 0.5, unexercised_fails: 2)}, telemetry: {"#,
            &["would be tried for ever"],
            "runbooks",
        ),
        (
            SECTION,
            r#"    runbooks: {"restore-core": (documented: true, takes_times: 2.5)}, telemetry: {"#,
            &["whoever follows `restore-core` takes longer than whoever improvises", "2.5 times as long, against 2 times"],
            "runbooks",
        ),
        (SECTION, r#"    runbooks: {"restore-core": (pairing: (takes_times: 0.5))}, telemetry: {"#, &["1 or more"], "runbooks"),
        (SECTION, r#"    runbooks: {"restore-core": (pairing: (learns: 0))}, telemetry: {"#, &["nobody would ever learn"], "runbooks"),
        (
            SECTION,
            r#"    runbooks: {"restore-core": (pairing: ())}, means: {"m": (system: "pc-1", is_for: Runbooks(["restore-core"]))}, telemetry: {"#,
            &["nothing of `restore-core` is written down", "documented: true"],
            "means",
        ),
    ]);
    let idle = changed(&[
        (r#"knows: ["restore-core"], c"#, r#"knows: ["restore-core", "old-phones"], c"#),
        (SECTION, r#"    runbooks: {"old-phones": (documented: true)}, telemetry: {"#),
    ]);
    let Err((problems, _)) = read(&idle) else { panic!("nothing was said") };
    let all: Vec<String> = problems.iter().map(said).collect();
    assert!(matches!(all.as_slice(), [one] if one.starts_with("nothing takes the runbook `old-phones`")), "{all:?}");
}

#[test]
pub(super) fn what_is_written_down_needs_nobody_who_knows_it() {
    let alone = [("improvise: 2, effort", "effort"), (r#"knows: ["restore-core"], "#, "")];
    let written = (SECTION, r#"    runbooks: {"restore-core": (documented: true, takes_times: 1.2)}, telemetry: {"#);
    let plan = plan(&[alone[0], alone[1], written]);
    let repair = plan.requirements.iter().find(|r| r.knows.is_some() && r.improvise.is_none()).expect("the task is there");
    // Ana, then Ben at half her pace; both by the book.
    assert_eq!(repair.qualified.iter().map(|q| (q.1, q.2)).collect::<Vec<_>>(), [(1.2, true), (2.4, true)]);
    assert!(repair.words.contains("knowing restore-core or following it"), "{}", repair.words);
    never(&[written], "Only Ana knows restore-core");
    never(&[written, alone[1]], "Nobody knows how to do repair");
}

#[test]
pub(super) fn heads_that_are_elsewhere_are_found_with_their_hours() {
    let title = "For 123 of the 168 hours of a week nobody is on shift who knows restore-core";
    let evidence = "The longest gap is 2 d 15 h. It is written down nowhere: Ana knows restore-core. What takes it (";
    expect(&[], title, evidence);
    expect(&[], title, "is improvised then");
    expect(&[("improvise: 2, effort", "effort")], title, "cannot be done without it");
    never(&[(SECTION, r#"    runbooks: {"restore-core": (documented: true)}, telemetry: {"#)], title);
    let round = (r#""lead", team: "infra", roster: "office""#, r#""lead", team: "infra", roster: "round""#);
    never(&[round, NO_REST], "nobody is on shift who knows");
}

#[test]
pub(super) fn what_nobody_has_ever_tried_is_found() {
    let written = |last: &str| format!(r#"    runbooks: {{"restore-core": (documented: true{last})}}, telemetry: {{"#);
    expect(
        &[(SECTION, &written(""))],
        "The written runbook restore-core has never been exercised",
        "At any hour. Gaps in it are found in the middle of an incident: in repair (fix), restore of core",
    );
    expect(&[(SECTION, &written(r#", last_exercised: "2024-12-31""#))], "has not been exercised in the year before the start", "");
    never(&[(SECTION, &written(r#", last_exercised: "2025-06-01""#))], "been exercised");
}

#[test]
pub(super) fn what_is_stored_on_what_it_restores_is_found() {
    let stored = |band: &str| {
        let means = format!(r#"means: {{"wiki": (system: "core", is_for: Runbooks(["restore-core"]){band})}}"#);
        format!(r#"    runbooks: {{"restore-core": (documented: true)}}, {means}, telemetry: {{"#)
    };
    let title = "The runbook restore-core for the restore and verify of core is stored on core, which is down then";
    expect(&[(SECTION, &stored(""))], title, "wiki is down with it. Only Ana can do without it");
    expect(&[(SECTION, &stored("")), (r#"knows: ["restore-core"], "#, "")], title, "nobody knows it by heart");
    never(&[(SECTION, &stored(", out_of_band: true"))], "is stored on core");
}
