//! Mistakes in vulnerability findings, and what `check` finds about them.

use super::found::{expect, never};
use super::{changed, plan, read, said};
use crate::model::exposure::SEVERITIES;
use crate::text::render;

/// The base scenario with an owner for `core`, and a source of findings on it.
fn with(source: &str) -> [(&'static str, String); 2] {
    [
        (r#""core": (tier: 1,"#, r#""core": (owner: "infra", tier: 1,"#.into()),
        ("rest: (longest", format!("vulnerabilities: {{\"scan\": ({source})}}, rest: (longest")),
    ]
}
fn changes<'a>(of: &'a [(&'static str, String); 2]) -> [(&'static str, &'a str); 2] {
    [(of[0].0, of[0].1.as_str()), (of[1].0, of[1].1.as_str())]
}
const SOUND: &str = r#"name: "Scanner", systems: ["core"], rate_per_week: (critical: 1, high: 2), effort: "1h""#;

fn hears(source: &str, expected: &[&str]) {
    let of = with(source);
    let Err((problems, sources)) = read(&changed(&changes(&of))) else { panic!("{source}: nothing was said") };
    let shown = render(&problems, &sources, false);
    assert_eq!(problems.len(), 1, "{source}: one mistake only, not\n{shown}");
    let problem = problems.iter().next().expect("just counted");
    for part in expected {
        assert!(said(problem).contains(part), "{source}: expected {part}, not\n{shown}");
    }
}

#[test]
fn mistakes_in_findings_are_explained() {
    plan(&changes(&with(SOUND)));
    let cases: &[(&str, &str, &[&str])] = &[
        (r#"["core"]"#, r#"["cor"]"#, &["there is no system `cor`", "`core`"]),
        (r#"critical: 1, high: 2"#, "", &["`scan` never finds anything", "all rates are 0"]),
        (r#"critical: 1"#, "critical: -1", &["cannot come -1 times a week"]),
        (r#""1h""#, r#""0m""#, &["would occupy nobody"]),
        (r#"effort"#, r#"within: (low: "9d"), effort"#, &["`scan` has no low findings", "no effect without a rate for `low`"]),
        (r#"effort"#, "priority: (medium: High), effort", &["`scan` has no medium findings"]),
        (r#"effort"#, r#"within: (high: "0s"), effort"#, &["longer than nothing"]),
        (r#"effort"#, "variance: 0.5, effort", &["cannot vary 0.5 times"]),
        (r#"effort"#, r#"service: "response", effort"#, &["nobody need find one", "every system of `scan` has an owner"]),
        (r#"effort"#, r#"service: "respnse", effort"#, &["there is no service `respnse`"]),
        (r#"effort"#, r#"skill: ("windws", Basic), effort"#, &["nobody has the skill `windws`"]),
        (
            r#"effort"#,
            r#"skill: ("triage", Basic), effort"#,
            &["nobody could ever take the findings of `scan` on `core`", "nobody of `infra` holds domain-admin and has the skill"],
        ),
        (r#"high: 2"#, "high: 2000000", &["cannot come 2000000 times a week"]),
        (r#"effort"#, "every: 3, effort", &["every"]),
    ];
    for (from, to, expected) in cases {
        assert!(SOUND.contains(from), "{from}");
        let source = SOUND.replacen(from, to, 1);
        // `core` is the only system with findings: one that is misspelt leaves its owner without any, which is said as well.
        if to.contains("cor\"") {
            let of = with(&source);
            let Err((problems, _)) = read(&changed(&changes(&of))) else { panic!("{to}") };
            let all: String = problems.iter().map(said).collect();
            assert!(expected.iter().all(|part| all.contains(part)), "{all}");
        } else {
            hears(&source, expected);
        }
    }
    // An owner of what nobody looks at.
    let Err((problems, _)) = read(&changed(&[(r#""core": (tier: 1,"#, r#""core": (owner: "infra", tier: 1,"#)])) else { panic!() };
    assert!(said(problems.iter().next().unwrap()).contains("no effect without `vulnerabilities`"));
    let Err((problems, _)) = read(&changed(&[(r#""core": (tier: 1,"#, r#""core": (owner: "infr", tier: 1,"#)])) else { panic!() };
    assert!(problems.iter().map(said).collect::<String>().contains("there is no team `infr`"));
}

#[test]
pub(super) fn remediation_is_compiled_for_those_who_hold_the_grant() {
    let plan = plan(&changes(&with(SOUND)));
    let owner = plan.exposure.sources[0].systems[0].1.expect("core has an owner");
    let class = |severity: usize| &plan.demand.classes[owner.classes[severity] as usize];
    let who: Vec<&str> = plan.demand.desks[class(3).desk as usize].people.iter().map(|(p, _)| plan.people[p.at()].id.as_str()).collect();
    assert_eq!(who, ["ana"], "ben is of the team, without domain-admin");
    // High, Medium, Low, Low: a step below the finding.
    assert_eq!(SEVERITIES.map(|s| class(s as usize).level), [3, 3, 2, 1]);
    assert_eq!(SEVERITIES.map(|s| class(s as usize).per_week), [0.0, 0.0, 2.0, 1.0]);
}

#[test]
pub(super) fn findings_without_owner_and_deadlines_beyond_reach_are_found() {
    let nobody = "Nobody owns what Scanner finds on app";
    let both = with(&SOUND.replace(r#"["core"]"#, r#"["core", "app"]"#));
    expect(&changes(&both), nobody, "At any hour. 1.5 findings a week wait");
    let owned = with(SOUND);
    never(&changes(&owned), "Nobody owns");
    let service = with(&SOUND.replace(r#"["core"],"#, r#"["core", "app"], service: "response","#));
    let mut named = changes(&service).to_vec();
    named.push((r#"responsible: ["infra"]"#, r#"responsible: ["infra"], accountable: "ciso""#));
    expect(&named, "What Scanner finds on app waits until boss finds it an owner", "not on shift for 123 of the 168 hours of a week");
    never(&named, "Nobody owns");

    let late = "The deadline of critical findings of Scanner on core cannot be met by those who may remediate them";
    never(&changes(&owned), "The deadline");
    let slow = with(&SOUND.replace(r#""1h""#, r#""50h""#));
    expect(&changes(&slow), late, "Ana of Infrastructure: 45 hours a week for work");
    expect(&changes(&slow), late, "for 123 of the 168 hours of a week nobody of them is on shift. Each is due in 15 d");
    let soon = with(&SOUND.replace("effort:", r#"within: (critical: "2d"), effort:"#).replace(r#""1h""#, r#""13h""#));
    expect(&changes(&soon), late, "Each is due in 2 d");
}

#[test]
fn mistakes_in_exceptions_are_explained() {
    let law = |exceptions: &str| SOUND.replace("effort", &format!("exceptions: ({exceptions}), effort"));
    plan(&changes(&with(&law(r#"decision: "isolate", lasts: "90d""#))));
    hears(&law(r#"decision: "isolte""#), &["there is no decision `isolte`", "`isolate`"]);
    hears(&law(r#"decision: "isolate", before: "15d""#), &["would be asked for before it is found", "15 d before a deadline of 15 d"]);
    hears(&law(r#"decision: "isolate", lasts: "0s""#), &["longer than nothing"]);
    hears(&law(r#"lasts: "9d""#), &["`decision`"]);
}

/// The base scenario with a source of findings that opens the door to `noise`.
fn exposed(door: &str) -> Vec<(&'static str, String)> {
    let mut all = with(SOUND).to_vec();
    all.push((r#""noise": (playbook: "fix","#, format!(r#""noise": (exposed_by: ({door}), playbook: "fix","#)));
    all
}
fn said_of(all: &[(&'static str, String)]) -> Vec<String> {
    let changes: Vec<(&str, &str)> = all.iter().map(|(from, to)| (*from, to.as_str())).collect();
    match read(&changed(&changes)) {
        Ok(_) => Vec::new(),
        Err((problems, _)) => problems.iter().map(said).collect(),
    }
}

#[test]
fn mistakes_in_what_findings_open_the_door_to_are_explained() {
    let sound = r#"vulnerabilities: ["scan"], each: (critical: 0.5), at_most: 3"#;
    assert!(said_of(&exposed(sound)).is_empty());
    let cases: &[(&str, &str, &str)] = &[
        (r#"["scan"]"#, r#"["scn"]"#, "there is no source of findings `scn`"),
        (r#"["scan"]"#, "[]", "no findings open the door to `noise`"),
        ("critical: 0.5", "", "no finding makes `noise` more frequent"),
        ("critical: 0.5", "low: 0.5", "none of these sources has low findings"),
        ("critical: 0.5", "critical: -0.5", "0 or more, and at most 1000"),
        ("at_most: 3", "at_most: 1", "cannot make `noise` at most 1 times as frequent"),
        ("at_most: 3", "at_most: 3, from: Never", "Never"),
    ];
    for (from, to, expected) in cases {
        let said = said_of(&exposed(&sound.replace(from, to)));
        assert!(said.len() == 1 && said[0].contains(expected), "{from} → {to}: {said:?}");
    }
    let mut dated = with(SOUND).to_vec();
    dated.push((r#""first": (attack"#, format!(r#""first": (exposed_by: ({sound}), attack"#)));
    let said = said_of(&dated);
    assert!(said.len() == 1 && said[0].contains("there is no rate of `first` that findings could raise"), "{said:?}");
}

/// The base scenario with telemetry that keeps something, and a task that reads it.
fn kept(retention: &str, investigates: &str) -> Vec<(&'static str, String)> {
    let task = r#""triage": (phase: Triage, teams: ["desk"], skill: ("triage", Basic),"#;
    vec![(r#""edr": (watches"#, format!(r#""edr": ({retention} watches"#)), (task, format!("{task} {investigates}"))]
}

#[test]
fn mistakes_in_what_telemetry_keeps_are_explained() {
    let (day, reads) = (r#"retention: "1d","#, r#"investigates: (telemetry: "edr", without: 2.5),"#);
    assert!(said_of(&kept(day, reads)).is_empty());
    let cases: &[(&str, &str, &str)] = &[
        (day, "", "nobody reads what `edr` has kept"),
        ("", reads, "`edr` keeps what it has seen for ever"),
        (day, r#"investigates: (telemetry: ["edr", "siem"], without: 2.5),"#, "there is no source of telemetry `siem`"),
        (day, r#"investigates: (telemetry: "edr", without: 1.0),"#, "without its logs an investigation is not faster"),
        (r#"retention: "0s","#, reads, "longer than nothing"),
    ];
    for (retention, investigates, expected) in cases {
        let said = said_of(&kept(retention, investigates));
        assert!(said.iter().any(|s| s.contains(expected)), "{retention} {investigates}: {said:?}");
    }
    let copy = vec![
        (r#""edr": (watches"#, format!(r#""edr": ({day} watches"#)),
        (r#""copy": (phase: Recover,"#, format!(r#""copy": (phase: Recover, {reads}"#)),
    ];
    assert!(said_of(&copy).iter().any(|s| s.contains("the task `copy` is no work that could take longer")));
}

#[test]
pub(super) fn exceptions_that_are_no_good_and_logs_that_are_gone_are_found() {
    let law = |exceptions: &str| with(&SOUND.replace("effort", &format!("exceptions: ({exceptions}), effort")));
    let shift = "Nobody who may accept the risk of what Scanner finds (isolate) is on shift for 123 of the 168 hours of a week";
    let endless = "Exceptions for what Scanner finds never end";
    let of = law(r#"decision: "isolate""#);
    expect(&changes(&of), endless, "At any hour. Once accepted (isolate) a risk is accepted for good");
    expect(&changes(&of), shift, "Mon–Thu 17:30–08:30, Fri 17:30 to Mon 08:30. It could be boss and deputy. The longest gap is 2 d 15 h");
    let of = law(r#"decision: "isolate", lasts: "90d""#);
    never(&changes(&of), endless);
    never(&changes(&of), "of a provider, may accept");
    let mut agents = changes(&of).to_vec();
    agents.push((r#"(held_by: ["ciso"]"#, r#"(held_by: ["agent"]"#));
    expect(
        &agents,
        "agent-1, agent-2 and agent-3, of a provider, may accept the risk of what Scanner finds (isolate)",
        "At any hour. An organisation keeps",
    );
    // One that is called what it is is found with the decisions of its kind.
    *agents.last_mut().unwrap() = (r#"(held_by: ["ciso"]"#, r#"(kind: RiskAcceptance, held_by: ["agent"]"#);
    never(&agents, "of a provider, may accept");
    expect(&agents, "northwind, a provider, may decide on isolate, which accepts a risk of the organisation", "");
    let mut alone = changes(&of).to_vec();
    alone.push((r#"delegates: ["deputy"], delegate_after: "45m", "#, ""));
    expect(&alone, shift, "It could be boss. Nobody stands in.");
    alone.push((r#""boss": (role: "ciso", team: "bosses", roster: "office")"#, r#""boss": (role: "ciso", team: "bosses")"#));
    expect(&alone, "Nobody who may accept the risk of what Scanner finds (isolate) is ever on shift", "none of the 168 hours");

    let gone = "What triage (ransomware) reads is kept for 20 h, and extortion goes on for 1 d before it does harm";
    let short = kept(r#"retention: "20h","#, r#"investigates: (telemetry: "edr", without: 2.5),"#);
    let short: Vec<(&str, &str)> = short.iter().map(|(from, to)| (*from, to.as_str())).collect();
    expect(&short, gone, "the task takes 2.5 times as long");
    let long = kept(r#"retention: "30d","#, r#"investigates: (telemetry: "edr", without: 2.5),"#);
    let long: Vec<(&str, &str)> = long.iter().map(|(from, to)| (*from, to.as_str())).collect();
    never(&long, "What triage");
}

#[test]
pub(super) fn findings_that_nobody_owns_are_told_where_there_are_no_tickets_at_all() {
    let source = format!("vulnerabilities: {{\"scan\": ({SOUND})}}, rest: (longest");
    expect(&[("rest: (longest", &source)], "core", "");
}
