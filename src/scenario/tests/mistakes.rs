//! Mistakes: a change to the base scenario, what must be said of it, and something of the line at which it must be said.

use super::{changed, read, said};
use crate::text::render;

/// A change (from, to), what is said (title, label or help), and what stands in the line that is shown.
pub(super) type Case = (&'static str, &'static str, &'static [&'static str], &'static str);

pub(super) fn check(cases: &[Case]) {
    for (from, to, expected, line) in cases {
        let text = changed(&[(from, to)]);
        let Err((problems, sources)) = read(&text) else { panic!("{from} → {to}: nothing was said") };
        let shown = render(&problems, &sources, false);
        assert_eq!(problems.len(), 1, "{from} → {to}: one mistake only, not\n{shown}");
        let problem = problems.iter().next().expect("just counted");
        for part in *expected {
            assert!(said(problem).contains(part), "{from} → {to}: expected {part}, not\n{shown}");
        }
        let place = problem.place.expect("every mistake has a place");
        let number = sources.line_column(place).0;
        let there = text.lines().nth(number - 1).expect("the line is there");
        assert!(there.contains(line), "{from} → {to}: expected a line with {line}, not\n{shown}");
    }
}

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
fn unknown_names_are_reported_with_the_nearest_known() {
    check(&[
        (
            r#"team: "infra", roster: "office", skills: {"windows": W"#,
            r#"team: "infre", roster: "office", skills: {"windows": W"#,
            &["there is no team `infre`", "did you mean `infra`?"],
            "\"ben\"",
        ),
        (r#"employer: "northwind""#, r#"employer: "northwnd""#, &["there is no employer `northwnd`", "`northwind`"], "\"agent\""),
        (
            r#"role: "ciso", team: "bosses", roster: "office""#,
            r#"role: "ciso", team: "bosses", roster: "ofice""#,
            &["there is no roster `ofice`", "`office`"],
            "\"boss\"",
        ),
        (r#"needs: ["core"]"#, r#"needs: ["cor"]"#, &["there is no system `cor`", "`core`"], "\"app\""),
        (
            r#"grant: "domain-admin", skill"#,
            r#"grant: "domain-admn", skill"#,
            &["nobody holds the grant `domain-admn`", "`domain-admin`"],
            "\"core\"",
        ),
        (r#"grant: "domain-admin", effort"#, r#"grant: "domain-admn", effort"#, &["nobody holds the grant `domain-admn`"], "\"isolate\""),
        (
            r#"skill: ("backup", Working), runbook"#,
            r#"skill: ("backp", Working), runbook"#,
            &["nobody has the skill `backp`", "`backup`"],
            "\"core\"",
        ),
        (r#"skill: ("triage", Basic)"#, r#"skill: ("triag", Basic)"#, &["nobody has the skill `triag`", "`triage`"], "\"triage\""),
        (
            r#"runbook: "restore-core", improvise: 3"#,
            r#"runbook: "restore-cor""#,
            &["nobody knows `restore-cor`", "`restore-core`"],
            "\"core\"",
        ),
        (r#"knows: "restore-core", improvise: 2"#, r#"knows: "restore-cora""#, &["nobody knows `restore-cora`"], "\"repair\""),
        (r#"exposes: ["domain-admin"]"#, r#"exposes: ["domain-admi"]"#, &["there is no grant `domain-admi`", "`domain-admin`"], "exposes"),
        (r#"reached_by: "console""#, r#"reached_by: "consol""#, &["there is no grant `consol`", "`console`"], "reached_by"),
        (r#"steals: ["console"]"#, r#"steals: ["consoles"]"#, &["there is no grant `consoles`", "`console`"], "steals"),
        (r#"watches: ["core"],"#, r#"watches: ["cores"],"#, &["there is no system `cores`"], "\"probe\""),
        (
            r#"stages: ["access", "encryption"]"#,
            r#"stages: ["access", "encription"]"#,
            &["there is no attack stage `encription`", "`encryption`"],
            "\"edr\"",
        ),
        (r#"goes_to: "desk""#, r#"goes_to: "dessk""#, &["there is no team `dessk`"], "\"edr\""),
        (r#"pages: "page-infra""#, r#"pages: "page-infro""#, &["there is no escalation policy `page-infro`"], "\"probe\""),
        (r#"hours: "office""#, r#"hours: "offices""#, &["there is no roster `offices`"], "users:"),
        (r#"held_by: ["ciso"]"#, r#"held_by: ["cis"]"#, &["there is no person or role `cis`", "`ciso`"], "\"isolate\""),
        (
            r#"to: "northwind""#,
            r#"to: "nortwind""#,
            &["there is no person, role, team or employer `nortwind`", "`northwind`"],
            "pre_authorised",
        ),
        (r#"responsible: ["infra"]"#, r#"responsible: ["infras"]"#, &["there is no team `infras`"], "responsibilities"),
        (
            r#"page: "infra-rota""#,
            r#"page: "infra-rot""#,
            &["there is no person, role, team or on-call rota `infra-rot`", "`infra-rota`"],
            "escalation",
        ),
        (
            r#"service: "response", escalation"#,
            r#"service: "responce", escalation"#,
            &["there is no service `responce`", "`response`"],
            "\"ransomware\": (service",
        ),
        (
            r#"escalation: "page-infra""#,
            r#"escalation: "page-infre""#,
            &["there is no escalation policy `page-infre`"],
            "\"ransomware\": (service",
        ),
        (r#"after: ["triage"]"#, r#"after: ["triagee"]"#, &["there is no task `triagee`", "`triage`"], "\"isolate\""),
        (r#"decision: "isolate""#, r#"decision: "isolat""#, &["there is no decision `isolat`", "`isolate`"], "phase: Contain"),
        (r#"teams: ["desk"]"#, r#"teams: ["desc"]"#, &["there is no team `desc`", "`desk`"], "\"triage\""),
        (r#"only: ["core", "app"]"#, r#"only: ["core", "ap"]"#, &["there is no system `ap`", "`app`"], "\"verify\""),
        (r#"back_to: ("copy", 0.1)"#, r#"back_to: ("cpy", 0.1)"#, &["there is no task `cpy`", "`copy`"], "\"verify\""),
        (r#"weights: {"pc": 0}"#, r#"weights: {"pcc": 0}"#, &["there is no system `pcc`"], "spread"),
        (r#"attack: "extortion""#, r#"attack: "extorsion""#, &["there is no attack `extorsion`", "`extortion`"], "\"first\""),
        (r#"playbook: "ransomware""#, r#"playbook: "ransomwere""#, &["there is no playbook `ransomwere`"], "\"first\""),
        (r#"hits: ["app"]"#, r#"hits: ["apps"]"#, &["there is no system `apps`"], "\"first\""),
        (r#"{"core": 2, "app": 1}"#, r#"{"core": 2, "ap": 1}"#, &["there is no system `ap`"], "hits_one_of"),
        (r#"SystemBack("core")"#, r#"SystemBack("cre")"#, &["there is no system `cre`", "`core`"], "targets"),
        (
            r#"tier: 2, "#,
            r#"tier: 2, fails: (every: Fixed("9d"), incident: "noize"), "#,
            &["there is no incident `noize`", "`noise`"],
            "\"app\"",
        ),
        ("America/New_York", "America/New_Yrok", &["there is no time zone `America/New_Yrok`", "America/New_York"], "time_zone"),
    ]);
}

#[test]
fn names_must_be_clear() {
    check(&[
        (
            r#""deputy": (team"#,
            r#""agent-2": (team: "bosses"), "deputy": (team"#,
            &["`agent-2` is also the name of one of the 3 of `agent`"],
            "\"agent-2\"",
        ),
        (r#"role: "lead""#, r#"role: "desk""#, &["`desk` could be a role or a team"], "escalation"),
        (r#"held_by: ["ciso"]"#, r#"held_by: ["ciso", "ciso"]"#, &["`ciso` is named twice"], "held_by"),
        (r#"page: "infra-rota""#, r#"page: "office""#, &["the roster `office` is not an on-call rota"], "escalation"),
        (
            r#"roster: "office", skills: {"windows": W"#,
            r#"roster: "infra-rota", skills: {"windows": W"#,
            &["`infra-rota` is an on-call rota, not hours of work"],
            "\"ben\"",
        ),
        (r#"hours: "office""#, r#"hours: "infra-rota""#, &["`infra-rota` is an on-call rota"], "users:"),
        (r#"SystemBack("core")"#, r#"SystemBack("pc")"#, &["`pc` stands for 5", "`pc-1`"], "targets"),
        (
            r#"team: "bosses", roster: "office"),
        "deputy""#,
            r#"team: "bosses", employer: "n", roster: "office"),
        "deputy""#,
            &["there is no employer `n`", "`internal`, `northwind`"],
            "\"boss\"",
        ),
    ]);
}

#[test]
fn numbers_must_make_sense() {
    check(&[
        ("count: 3", "count: 0", &["`agent` stands for nobody", "at least 1"], "count: 0"),
        ("count: 3", "count: 10001", &["10001 are too many"], "count: 10001"),
        ("count: 5", "count: 0", &["`pc` stands for nobody"], "\"pc\""),
        ("takes_times: 2.0", "takes_times: 0", &["cannot take 0 times as long", "more than 0"], "takes_times"),
        ("rest: (longest", "work: (basic_takes: -1), rest: (longest", &["cannot take -1 times"], "basic_takes"),
        ("rest: (longest", "work: (call_out_pay: -1), rest: (longest", &["pay cannot be negative"], "call_out_pay"),
        (
            r#"takes: Fixed("2h"), vendor: true"#,
            r#"takes: Fixed("2h"), vendor: "forensic""#,
            &["there is no vendor `forensic`", "not among `vendors`"],
            "\"copy\"",
        ),
        (
            "    rest: (longest",
            "    vendors: {\"f\": (activation: \"1h\", minimum: \"2h\")},\n    rest: (longest",
            &["`f` charges no hours", "no effect without `fee_per_hour`"],
            "minimum",
        ),
        (
            "    rest: (longest",
            "    vendors: {\"f\": (activation: \"1h\", decision: \"isolat\")},\n    rest: (longest",
            &["there is no decision `isolat`", "`isolate`"],
            "vendors",
        ),
        ("fee_per_hour: 240", r#"fee_per_hour: 240, hours: "ofice""#, &["there is no roster `ofice`", "`office`"], "northwind"),
        (
            "fee_per_hour: 240",
            r#"fee_per_hour: 240, out_of_hours: 2"#,
            &["`out_of_hours` of `northwind` has no effect", "add hours"],
            "northwind",
        ),
        ("fee_per_hour: 240", r#"fee_per_hour: 240, hours: "office", out_of_hours: -1"#, &["a fee cannot be negative"], "northwind"),
        ("fee_per_hour: 240", r#"minimum: "2h""#, &["`minimum` of `northwind` has no effect", "fee_per_hour"], "northwind"),
        (
            "fee_per_hour: 240",
            r#"included_hours_per_month: "2h""#,
            &["`included_hours_per_month` of `northwind` has no effect"],
            "northwind",
        ),
        (
            "fee_per_hour: 240",
            r#"change_order: (decision: "isolate", takes: "1h")"#,
            &["`change_order` of `northwind` has no effect", "covers"],
            "northwind",
        ),
        (
            "fee_per_hour: 240",
            r#"covers: (phases: [Triage]), change_order: (decision: "isolat", takes: "1h")"#,
            &["there is no decision `isolat`"],
            "northwind",
        ),
        (
            "fee_per_hour: 240",
            r#"covers: (phases: [Contain])"#,
            &["nobody can do the task `triage` of `ransomware`", "none whose contract covers it", "lacks only a contract that covers it"],
            "\"triage\"",
        ),
        ("fee_per_hour: 240", r#"excludes: (systems: [])"#, &["`excludes` of `northwind` names nothing"], "northwind"),
        ("fee_per_hour: 240", r#"covers: (services: ["respons"])"#, &["there is no service `respons`", "`response`"], "northwind"),
        ("fee_per_hour: 240", r#"needs: ["cor"]"#, &["there is no system `cor`"], "northwind"),
        ("fee_per_hour: 240", r#"shared: (clients: 0, left_sector_wide: 0.5)"#, &["shared with nobody"], "northwind"),
        ("fee_per_hour: 240", r#"shared: (clients: 3)"#, &["sharing `northwind` has no effect"], "northwind"),
        ("fee_per_hour: 240", r#"shared: (clients: 3, busy: 0.1)"#, &["how much later `northwind` comes"], "northwind"),
        (
            "fee_per_hour: 240",
            r#"shared: (clients: 3, free_after: "1h", left_sector_wide: 0.5)"#,
            &["never with other clients"],
            "northwind",
        ),
        ("fee_per_hour: 240", r#"response: (target: "15m")"#, &["actual"], "northwind"),
        ("fee_per_hour: 240", r#"ends: "2026-13-01T00:00""#, &[], "northwind"),
        ("rest: (longest", "work: (overtime_pay: -0.5), rest: (longest", &["pay cannot be negative"], "overtime_pay"),
        ("rest: (longest", "limits: (happenings: 0), rest: (longest", &["a limit of 0"], "happenings"),
        (r#"horizon: "30d""#, r#"horizon: "40000d""#, &["`horizon` is longer than a century"], "horizon"),
        (r#"runs_for: "10d""#, r#"runs_for: "40000d""#, &["`runs_for` is longer than a century"], "runs_for"),
        ("tier: 2", "tier: 0", &["there is no tier 0"], "\"app\""),
        ("improvise: 3", "improvise: 0.5", &["is not faster"], "improvise: 0.5"),
        ("improvise: 2", "improvise: 0.5", &["is not faster"], "improvise: 0.5"),
        ("works: 0.9", "works: 0", &["never works"], "works: 0"),
    ]);
}

#[test]
fn there_is_an_end_to_how_many() {
    let more: String = ('a'..='k').map(|c| format!("\"{c}\": (count: 9999), ")).collect();
    let text = changed(&[("systems: {", &format!("systems: {{ {more}"))]);
    let Err((problems, sources)) = read(&text) else { panic!("nothing was said") };
    let shown = render(&problems, &sources, false);
    assert_eq!(problems.len(), 1, "{shown}");
    assert!(shown.contains("109996 in `systems` are too many") && shown.contains("at most 100000"), "{shown}");
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
fn attacks_and_incidents_must_be_possible() {
    check(&[
        (r#"next: Fixed("1d"), "#, "", &["the stage `access` leads nowhere"], "stages"),
        (r#"(stage: "encryption")"#, r#"(stage: "encryption", next: Fixed("1h"))"#, &["nothing comes after the last stage"], "stages"),
        ("at_most: 9", "at_most: 0", &["reaches no system"], "spread"),
        ("over: [Grants, Network]", "over: []", &["spreads over nothing"], "spread"),
        (r#"weights: {"pc": 0}"#, r#"weights: {"pc": 0, "app": 0, "core": 0}"#, &["this spreads to nothing"], "spread"),
        (r#"weights: {"pc": 0}"#, r#"weights: {"pc": -1}"#, &["a weight cannot be negative"], "spread"),
        (r#"at: "2026-01-08T23:40", "#, "", &["it is not said when `first` begins"], "\"first\""),
        (r#"at: "2026-01-08T23:40""#, r#"at: "2026-01-08T23:40", rate_per_year: 3"#, &["both `at` and `rate_per_year`"], "\"first\""),
        (r#"at: "2026-01-08T23:40""#, r#"at: "2026-01-04T23:40""#, &["`first` begins before the play"], "\"first\""),
        (r#"at: "2026-01-08T23:40""#, r#"at: "2026-01-15T00:00""#, &["begins when no incidents arrive any more"], "\"first\""),
        ("rate_per_year: 24", "rate_per_year: 0", &["`noise` cannot come 0 times a year"], "rate_per_year"),
        (r#"rate_per_year: 24"#, r#"every: Exponential(mean: "9d")"#, &["these weights have no effect"], "weight_by_hour"),
        (r#"to: "24:00", weight: 0"#, r#"to: "23:30", weight: 0"#, &["weights are given for full hours"], "weight_by_hour"),
        (
            r#"days: "Sat,Sun", from: "00:00", to: "24:00""#,
            r#"days: "daily", from: "00:00", to: "24:00""#,
            &["no hour at which `noise` could come"],
            "weight_by_hour",
        ),
        (
            "weight: 0)",
            r#"weight: 0), (days: "Sun", from: "02:00", to: "03:00", weight: 2)"#,
            &["an hour of the week has two weights"],
            "weight_by_hour",
        ),
        (r#"{"core": 2, "app": 1}"#, r#"{"core": -2, "app": 1}"#, &["a weight cannot be negative"], "hits_one_of"),
        (r#"{"core": 2, "app": 1}"#, r#"{"core": 0, "app": 0}"#, &["nothing can be hit"], "hits_one_of"),
        (r#"hits: ["app"]"#, r#"hits: ["app"], hits_one_of: {"core": 1}"#, &["both `hits` and `hits_one_of`"], "\"first\""),
        (r#"hits: ["app"], "#, "", &["the attack of `first` hits nothing"], "\"first\""),
        (
            r#"hits_one_of: {"core": 2, "app": 1}"#,
            r#"hits: ["pc-3"]"#,
            &["nobody would ever notice `noise`", "no telemetry watches what it hits"],
            "\"noise\"",
        ),
        (r#"hits_one_of: {"core": 2, "app": 1}, "#, "", &["nobody would ever notice `noise`", "it hits no system"], "\"noise\""),
        ("too_high: 0.1", "too_high: 0.6, too_low: 0.6", &["wrong more often than always"], "hits_one_of"),
        (
            r#"team: "desk")),
        "pc""#,
            r#"call: 0.5)),
        "pc""#,
            &["the users of `app` have nobody to call"],
            "users",
        ),
        (r#"after: Fixed("10m"), goes_to: "desk""#, r#"after: Fixed("10m")"#, &["the alerts of `edr` reach nobody"], "\"edr\""),
        (r#"watches: ["core"],"#, "watches: [],", &["`probe` watches nothing"], "\"probe\""),
        (r#"needs: ["core"]"#, r#"needs: ["app"]"#, &["these systems need each other: app → app"], "\"app\""),
        (r#"tier: 1, rto: "4h""#, r#"tier: 1, needs: ["app"], rto: "4h""#, &["need each other: app → core → app"], "\"app\""),
        (
            "rest: (",
            r#"lead: (by: ["lead"], without: 1.2), rest: ("#,
            &["declares a major incident", "nobody would ever lead", "declares: true"],
            "lead:",
        ),
        (
            r#""ransomware": ("#,
            r#""ransomware": (lead: (by: ["lead"], without: 1.2), "#,
            &["no task of `ransomware` declares a major incident"],
            "\"ransomware\"",
        ),
        ("rest: (", r#"hand_offs: (), rest: ("#, &["these hand-offs cost nothing", "no effect"], "hand_offs"),
        ("rest: (", r#"hand_offs: (context: 0.9), rest: ("#, &["cannot take 0.9 times as long"], "hand_offs"),
        (
            r#""northwind": (provider: true,"#,
            r#""northwind": (provider: true, shared_view: true,"#,
            &["no difference whether `northwind` has a shared view", "hand_offs: (cost"],
            "\"northwind\"",
        ),
        (
            r#""desk": (),"#,
            r#""desk": (at_shift_end: HandOver(then: Restart, loses: 0.2)),"#,
            &["work that starts again loses all that was done", "`loses` would have no effect", "then: Resume"],
            "\"desk\"",
        ),
        (
            "rest: (",
            r#"work: (fatigue: [(after: "8h", takes: 1.5), (after: "10h", takes: 1.2)]), rest: ("#,
            &["tired people cannot take 1.2 times as long when they took 1.5 times", "more than 1.5"],
            "fatigue",
        ),
        ("rest: (", r#"work: (fatigue: [(after: "8h", takes: 0.9)]), rest: ("#, &["cannot take 0.9 times as long"], "fatigue"),
        (
            "rest: (",
            r#"work: (fatigue: [(after: "8h", takes: 1.1), (after: "7h", takes: 1.2)]), rest: ("#,
            &["7 h comes after 8 h", "the shortest stretch comes first"],
            "fatigue",
        ),
        (
            "rest: (",
            r#"work: (fatigue: [(after: "16h", takes: 1.1)]), rest: ("#,
            &["nobody works for 16 h: they must rest after 16 h", "no effect"],
            "fatigue",
        ),
        (r#""internal": ()"#, r#""internal": (contract: (fee_per_hour: 3))"#, &["has a contract but is not a provider"], "\"internal\""),
    ]);
}

#[test]
fn an_instant_that_daylight_saving_skips_is_refused() {
    let text = changed(&[("2026-01-05T00:00", "2026-03-01T00:00"), ("2026-01-08T23:40", "2026-03-08T02:30")]);
    let Err((problems, sources)) = read(&text) else { panic!("nothing was said") };
    let shown = render(&problems, &sources, false);
    assert_eq!(problems.len(), 1, "{shown}");
    assert!(shown.contains("daylight saving skips it"), "{shown}");
}

#[test]
fn independent_mistakes_are_reported_together() {
    let text = changed(&[
        (r#"cost_per_hour: 95"#, r#"cost_per_our: 95"#),
        (r#"needs: ["core"]"#, r#"needs: ["cor"]"#),
        (r#"goes_to: "desk""#, r#"goes_to: "dessk""#),
        ("tier: 1,", "tier: \"one\","),
        ("refuse: 0.05", "refuse: 0.5"),
        (r#"after: ["triage"]"#, r#"after: ["triagee"]"#),
    ]);
    let Err((problems, sources)) = read(&text) else { panic!("six mistakes") };
    let shown = render(&problems, &sources, false);
    for part in ["cost_per_our", "`cor`", "`dessk`", "expected a whole number", "adds up to 1.45", "`triagee`"] {
        assert!(shown.contains(part), "{part} is missing in\n{shown}");
    }
    assert_eq!(problems.len(), 6, "what follows from a mistake is not one itself:\n{shown}");
}

#[test]
fn what_follows_from_a_mistake_is_not_reported() {
    for (from, to) in [
        (r#"name: "Ana", role: "lead", team: "infra""#, r#"name: "Ana", role: "lead", team: 3"#),
        (r#"held_by: ["ciso"]"#, "held_by: 3"),
        (r#"stages: [(stage: "access""#, r#"stagess: [(stage: "access""#),
        (r#"steps: [(page"#, r#"stps: [(page"#),
        (r#"runs_for: "10d", "#, r#"runs_for: "soon", "#),
        (r#"responsible: ["infra"]"#, "responsible: 7"),
        (r#""office": Weekly"#, r#""office": Wekly"#),
        (r#"(phase: Contain"#, "(phase: Contane"),
        (r#"systems: {"#, r#"systems: 3, teams2: {"#),
    ] {
        let text = changed(&[(from, to)]);
        let Err((problems, sources)) = read(&text) else { panic!("{to}: nothing was said") };
        let shown = render(&problems, &sources, false);
        let expected = if to.contains("systems: 3") { 2 } else { 1 };
        assert_eq!(problems.len(), expected, "{to}:\n{shown}");
    }
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
