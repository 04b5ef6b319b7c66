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
fn remediation_is_compiled_for_those_who_hold_the_grant() {
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
fn findings_without_owner_and_deadlines_beyond_reach_are_found() {
    let nobody = "Nobody owns what Scanner finds on app";
    let both = with(&SOUND.replace(r#"["core"]"#, r#"["core", "app"]"#));
    expect(&changes(&both), nobody, "In all 168 hours of a week: 1.5 findings a week wait");
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
