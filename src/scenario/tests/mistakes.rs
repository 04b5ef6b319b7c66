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
fn an_empty_name_is_refused_wherever_it_stands() {
    const NOTHING: &str = "nothing stands between the quotes";
    const BY_ID: &str = "leave `name` out to go by the id";
    check(&[
        (r#"name: "Test""#, r#"name: """#, &["`name` is empty", NOTHING, "write what reports should call it"], "name: \"\""),
        (r#"name: "Test""#, r#"name: (value: " ", source: Assumed("me"))"#, &["`name` is empty"], "name: (value"),
        (r#"name: "Ana""#, r#"name: "  ""#, &["`name` is empty", NOTHING, BY_ID], "\"ana\""),
        (r#"name: "Infrastructure""#, r#"name: """#, &["`name` is empty", BY_ID], "\"infra\""),
        (r#"(tier: 1, rto: "4h","#, r#"(name: "", tier: 1, rto: "4h","#, &["`name` is empty", BY_ID], "\"core\""),
        (r#"(phase: Triage"#, r#"(name: "", phase: Triage"#, &["`name` is empty", BY_ID], "\"triage\""),
        (r#"(provider: true"#, r#"(name: "", provider: true"#, &["`name` is empty", BY_ID], "\"northwind\""),
        (r#"(attack: "extortion""#, r#"(name: "", attack: "extortion""#, &["`name` is empty", BY_ID], "\"first\""),
        (r#"owner: "cio""#, r#"owner: " ""#, &["`owner` is empty", NOTHING, "leave `owner` out"], "\"quick\""),
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
        (r#"owner: "cio""#, r#"owner: "cio", baseline: "0s""#, &["longer than nothing", "when the target was set"], "targets"),
        (r#"owner: "cio""#, r#"owner: "cio", review: "June 2026""#, &["\"June 2026\" is not a day", "2026-03-07"], "targets"),
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
        ("rest: (longest", "limits: (attempts: 0), rest: (longest", &["a limit of 0"], "attempts"),
        ("rest: (longest", "limits: (in_hand: 0), rest: (longest", &["a limit of 0"], "in_hand"),
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
    assert!(shown.contains("109,996 in `systems` are too many") && shown.contains("at most 100,000"), "{shown}");
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
