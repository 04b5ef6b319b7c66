//! Mistakes in what is done: decisions and policies, tasks, and who can do them.

use super::mistakes::check;
use super::{changed, read};
use crate::text::render;

#[test]
fn responsibilities_without_effect_are_refused() {
    let raci = r#"responsible: ["infra"]"#;
    check(&[
        (raci, r#"responsible: ["infra"], accountable: "cis""#, &["there is no person or role `cis`", "`ciso`"], "responsibilities"),
        (raci, r#"responsible: ["infra"], accountable: "desk""#, &["there is no person or role `desk`"], "responsibilities"),
        (
            raci,
            r#"responsible: ["infra"], accountable_wait: "1h""#,
            &["nobody is accountable for `response`", "no effect without `accountable`"],
            "responsibilities",
        ),
        (raci, r#"responsible: ["infra"], notice: "1h""#, &["nobody is informed about `response`"], "responsibilities"),
        (raci, r#"responsible: ["infra"], informed: ["bos"]"#, &["there is no person, role or team `bos`", "`boss`"], "responsibilities"),
        (raci, r#"responsible: ["infra"], informed: ["infra-rota"]"#, &["there is no person, role or team"], "responsibilities"),
        (raci, r#"responsible: ["infra"], informed: ["boss", "boss"]"#, &["`boss` is named twice"], "responsibilities"),
        (
            raci,
            r#"responsible: ["infra"], consulted: ["boss", (who: "boss", about: ["isolate"])]"#,
            &["`boss` is named twice"],
            "responsibilities",
        ),
        (
            raci,
            r#"responsible: ["infra"], consulted: [(who: "boss", about: ["isolat"])]"#,
            &["there is no decision or task `isolat`", "did you mean `isolate`?"],
            "responsibilities",
        ),
        (raci, r#"responsible: ["infra"], consulted: [(who: "boss", about: [])]"#, &["`boss` is asked about nothing"], "responsibilities"),
        (raci, r#"responsible: ["infra"], consulted: [(about: ["isolate"])]"#, &["`who`"], "responsibilities"),
        (raci, r#"responsible: ["infra"], consulted: [(who: "boss", at_most: "0s")]"#, &["more than 0"], "responsibilities"),
        (
            r#"response": (responsible: ["infra"])"#,
            r#"other": (responsible: ["desk"]), "response": (responsible: ["infra"], consulted: [(who: "boss", about: ["triage", "deputise"])])"#,
            &["there is no decision or task `deputise`"],
            "responsibilities",
        ),
        (r#"(held_by: ["ciso"]"#, r#"(kind: Shutdown, held_by: ["ciso"]"#, &["`Shutdown`", "BusinessShutdown"], "\"isolate\""),
    ]);
    // No task of the service waits for a decision.
    let text = changed(&[(r#"decision: "isolate", "#, ""), (raci, r#"responsible: ["infra"], consulted: ["boss"]"#)]);
    let Err((problems, sources)) = read(&text) else { panic!("nothing was said") };
    let shown = render(&problems, &sources, false);
    assert!(shown.contains("`boss` is asked about nothing: no task of `response` waits for a decision"), "{shown}");
    let text =
        changed(&[(r#"decision: "isolate", "#, ""), (raci, r#"responsible: ["infra"], consulted: [(who: "boss", about: ["isolate"])]"#)]);
    assert!(read(&text).is_ok(), "the task of that name is meant");
    let text = changed(&[
        (r#"decision: "isolate", "#, ""),
        (raci, r#"responsible: ["infra"], consulted: [(who: "boss", about: ["pay"])]"#),
        ("    decisions: {", "    decisions: {\n        \"pay\": (held_by: [\"ciso\"], deliberation: \"1h\"),"),
    ]);
    let Err((problems, sources)) = read(&text) else { panic!("nothing was said") };
    let shown = render(&problems, &sources, false);
    assert!(shown.contains("no task of `response` waits for the decision `pay`"), "{shown}");
}

#[test]
fn chances_of_success_without_effect_are_refused() {
    check(&[
        (r#"improvise: 2, effort"#, r#"improvise: 2, works: 0, effort"#, &["`repair` would be tried for ever"], "\"repair\""),
        (r#"improvise: 2, effort"#, r#"improvise: 2, works: 1.2, effort"#, &["from 0 to 1"], "\"repair\""),
        (r#"improvise: 2, effort"#, r#"improvise: 2, improvise_works: 0, effort"#, &["would be tried for ever"], "\"repair\""),
        (
            r#"grant: "domain-admin", effort"#,
            r#"grant: "domain-admin", improvise_works: 0.5, effort"#,
            &["without `improvise`"],
            "phase: Contain",
        ),
        (r#"each: Affected, effort: Restore"#, r#"each: Affected, works: 0.9, effort: Restore"#, &["as its `backup` says"], "\"restore\""),
        (r#"improvise: 3,"#, r#"improvise: 3, improvise_works: 0,"#, &["would be tried for ever"], "improvise_works"),
        (
            r#"runbook: "restore-core", improvise: 3,"#,
            r#"runbook: "restore-core", improvise_works: 0.5,"#,
            &["without `improvise`"],
            "improvise_works",
        ),
    ]);
}

#[test]
fn decisions_and_policies_must_be_possible() {
    check(&[
        (r#"delegates: ["deputy"], "#, "", &["`isolate` has no delegates"], "delegate_after"),
        (r#"delegate_after: "45m", "#, "", &["it is not said when the delegates"], "delegates"),
        (r#"delegates: ["deputy"]"#, r#"delegates: ["boss"]"#, &["`boss` holds this decision and is its delegate"], "delegates"),
        (r#"held_by: ["ciso"]"#, r#"held_by: [], quorum: 1"#, &["nobody holds the decision"], "held_by"),
        (r#"deliberation: Fixed("15m")"#, r#"deliberation: Fixed("15m"), quorum: 3"#, &["3 must agree, but only 2 may decide"], "quorum"),
        (r#"deliberation: Fixed("15m")"#, r#"deliberation: Fixed("15m"), quorum: 0"#, &["a decision that nobody takes"], "quorum"),
        ("refuse: 0.05", "refuse: 0.06", &["adds up to 1.01"], "outcomes"),
        ("approve: 0.8, defer: 0.15, refuse: 0.05", "approve: 0, defer: 1", &["this is never approved"], "outcomes"),
        (
            r#"deliberation: Fixed("15m")"#,
            r#"deliberation: Fixed("15m"), ask_again: "0s""#,
            &["asked again at once, for ever"],
            "ask_again",
        ),
        (
            r#"steps: [(page: "infra-rota", wait: "15m"), (page: ["ciso", "desk"], wait: "30m")]"#,
            "steps: []",
            &["`page-infra` has no steps"],
            "escalation",
        ),
        (r#"wait: "15m"), (page: ["ciso", "desk"], wait: "30m")"#, r#"wait: "0s")"#, &["repeats 3 times in no time at all"], "escalation"),
        (r#"to: "northwind""#, r#"to: "nobody""#, &["there is no person, role, team or employer `nobody`"], "pre_authorised"),
    ]);
}

#[test]
fn tasks_must_be_possible() {
    check(&[
        (r#"takes: Fixed("2h"), vendor"#, r#"takes: Fixed("2h"), effort: Fixed("1h"), vendor"#, &["both `effort` and `takes`"], "\"copy\""),
        (r#"each: Affected, takes: Fixed("2h"), vendor"#, "each: Affected, vendor", &["`copy` waits for no vendor"], "\"copy\""),
        (
            "each: Affected, effort: Restore",
            "effort: Restore",
            &["done once, not for each system", "effort: Restore speaks of systems"],
            "\"restore\"",
        ),
        (
            r#"takes: Fixed("2h"), vendor"#,
            r#"takes: Fixed("2h"), skill: ("windows", Basic), vendor"#,
            &["nobody works on the task `copy`", "`skill` has no effect"],
            "\"copy\"",
        ),
        (r#"skill: ("triage", Basic), effort"#, r#"skill: ("triage", Basic), improvise: 2, effort"#, &["takes no knowledge"], "\"triage\""),
        (r#"skill: ("triage", Basic), effort"#, r#"skill: ("triage", Basic), chance: 0, effort"#, &["is never needed"], "\"triage\""),
        (
            r#"skill: ("triage", Basic), effort"#,
            r#"skill: ("triage", Basic), only: ["core"], effort"#,
            &["`only` speaks of systems", "add each: Affected"],
            "\"triage\"",
        ),
        (
            r#"skill: ("triage", Basic), effort"#,
            r#"skill: ("triage", Basic), by_system: true, effort"#,
            &["`by_system` speaks of systems"],
            "\"triage\"",
        ),
        (r#"back_to: ("copy", 0.1)"#, r#"back_to: ("copy", 1)"#, &["would go back for ever"], "\"verify\""),
        (
            r#"takes: Fixed("2h"), vendor"#,
            r#"takes: Fixed("2h"), back_to: ("verify", 0.1), vendor"#,
            &["`verify` does not come before `copy`"],
            "\"copy\"",
        ),
        (
            r#"after: ["triage"]"#,
            r#"after: ["triage", "verify"]"#,
            &["wait for each other: copy → isolate → verify → restore → copy"],
            "\"copy\"",
        ),
        (r#""fix": (service: "response", "#, r#""fix": ("#, &["nobody is there to do the task `repair`"], "\"repair\""),
        (r#"responsible: ["infra"]"#, "responsible: []", &["nobody is responsible for `response`"], "responsibilities"),
        (
            r#"segment: "lan", backup: (restore: Fixed("1h")),"#,
            r#"segment: "lan","#,
            &["there is no backup to restore `app` from"],
            "\"app\"",
        ),
        (r#"phase: Contain"#, "phase: Eradicate", &["the attack of `first` could never be contained"], "\"first\""),
    ]);
}

#[test]
fn work_that_nobody_can_do_is_explained() {
    check(&[
        (
            r#"skill: ("triage", Basic)"#,
            r#"skill: ("triage", Expert)"#,
            &[
                "nobody can do the task `triage` of `ransomware`",
                "3 people in desk; none with the skill `triage` at Expert",
                "`agent-1` lacks only the skill `triage` at Expert",
            ],
            "\"triage\"",
        ),
        (
            r#"skill: ("windows", Working), grant: "domain-admin", effort"#,
            r#"skill: ("windows", Working), grant: "domain-admin", knows: "restore-core", teams: ["desk"], effort"#,
            &[
                "nobody can do the task `isolate`",
                "none with the skill `windows`",
                "none with the grant `domain-admin`",
                "none knowing `restore-core`",
            ],
            "\"isolate\"",
        ),
    ]);
    let text = changed(&[(r#"skill: ("windows", Working), segment: "lan""#, r#"skill: ("triage", Basic), segment: "lan""#)]);
    let Err((problems, sources)) = read(&text) else { panic!("nothing was said") };
    let shown = render(&problems, &sources, false);
    assert!(shown.contains("nobody can do the task `restore` of `ransomware` for `app`"), "{shown}");
    assert!(shown.contains("nobody can do the task `verify` of `ransomware` for `app`"), "{shown}");
}

#[test]
fn a_lead_that_makes_no_sense_is_refused() {
    let declares =
        (r#"skill: ("triage", Basic), effort: Fixed("30m")"#, r#"skill: ("triage", Basic), declares: true, effort: Fixed("30m")"#);
    for (lead, expected) in [
        ("without: 1.2", "it is not said who may lead"),
        (r#"by: ["leed"], without: 1.2"#, "`leed`"),
        (r#"by: ["lead"], without: 0.9"#, "cannot take 0.9 times as long"),
        (r#"by: ["lead"]"#, "missing field `without`"),
        (r#"by: ["lead"], at_once: 0, without: 1.2"#, "`at_once` is at least 1"),
        (r#"by: ["lead"], updates: (every: "10m", takes: "10m"), without: 1.2"#, "cannot be given every 10 min"),
        (r#"skill: ("leading", Working), without: 1.2"#, "nobody has the skill `leading`"),
        (r#"by: ["boss"], skill: ("windows", Working), without: 1.2"#, "none of them has the skill `windows` (Working or better)"),
    ] {
        let with_lead = format!("lead: ({lead}), rest: (");
        let text = changed(&[declares, ("rest: (", &with_lead)]);
        let Err((problems, sources)) = read(&text) else { panic!("{lead}: nothing was said") };
        let shown = render(&problems, &sources, false);
        assert_eq!(problems.len(), 1, "{lead}:\n{shown}");
        assert!(shown.contains(expected), "{lead}: expected {expected}, not\n{shown}");
    }
}

#[test]
fn access_must_make_sense() {
    const DECISIONS: &str = "    decisions: {\n        \"isolate\":";
    let with = |grants: &str| format!("    grants: {{{grants}}},\n{DECISIONS}");
    let cases: [(String, &[&str]); 6] = [
        (with(r#""domain-admn": (privileged: true)"#), &["there is no grant `domain-admn`", "`domain-admin`"]),
        (with(r#""domain-admin": ()"#), &["nothing is said of the grant `domain-admin`", "privileged: true"]),
        (with(r#""domain-admin": (request: (decision: "isolat"))"#), &["there is no decision `isolat`", "`isolate`"]),
        (with(r#""domain-admin": (break_glass: (decision: "isolat"))"#), &["there is no decision `isolat`"]),
        (with(r#""domain-admin": (request: (decision: "isolate", lasts: "0s"))"#), &["more than 0"]),
        (
            with(r#""domain-admin": (break_glass: (decision: "isolate", review: (by: "nobody", effort: "1h")))"#),
            &["there is no person, role, team or employer `nobody`"],
        ),
    ];
    for (to, expected) in &cases {
        check(&[(DECISIONS, to.clone().leak(), expected, "grants")]);
    }
    check(&[
        (
            r#"skills: {"triage": Basic}"#,
            r#"skills: {"triage": Basic}, access_until: "2026-01-09T00:00""#,
            &["`agent` holds no grant that could end"],
            "access_until",
        ),
        (
            r#"grants: ["console"], takes"#,
            r#"grants: ["console"], grants_until: {"domain-admin": "2026-01-09T00:00"}, takes"#,
            &["`ben` does not hold the grant `domain-admin`"],
            "grants_until",
        ),
        (
            r#"grants: ["console"], takes"#,
            r#"grants: ["console"], access_until: "2026-03-08T02:30", takes"#,
            &["daylight saving skips it"],
            "access_until",
        ),
        (r#"steals: ["console"]"#, r#"from_holders: (grants: ["console"], each: 0)"#, &["no holder ever falls"], "from_holders"),
        (r#"steals: ["console"]"#, r#"from_holders: (grants: [], each: 0.1)"#, &["takes nothing from anybody"], "from_holders"),
        (
            r#"steals: ["console"]"#,
            r#"from_holders: (grants: ["consol"], each: 0.1)"#,
            &["nobody holds the grant `consol`", "`console`"],
            "from_holders",
        ),
    ]);
}

#[test]
fn a_task_whose_grant_nobody_holds_can_be_done_once_it_can_be_asked_for() {
    let nobody = (r#"grants: ["domain-admin", "console"]"#, r#"grants: ["console"]"#);
    let section = "    grants: {\"domain-admin\": (request: (decision: \"isolate\"))},\n    decisions: {";
    let plan = super::plan(&[nobody, ("    decisions: {", section)]);
    assert!(plan.requirements.iter().any(|r| r.qualified.is_empty() && r.grant.is_some()));
    // Who lacks the skill as well does not come by it.
    let skill = (r#"skills: {"windows": Expert, "backup": Working}"#, r#"skills: {"backup": Working}"#);
    let text =
        changed(&[nobody, ("    decisions: {", section), skill, (r#"{"windows": Working, "backup": Expert}"#, r#"{"backup": Expert}"#)]);
    let Err((problems, sources)) = read(&text) else { panic!("nothing was said") };
    let shown = render(&problems, &sources, false);
    assert!(shown.contains("nobody has the skill `windows`"), "{shown}");
}
