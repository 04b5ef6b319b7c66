//! Remedies: on scenarios with one dominating flaw the cure comes first, a patch brings back what was printed, and harm is called harm.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::sync::atomic::AtomicBool;

use firedrill::report::improve::Plan;
use firedrill::report::summary::{Setting, Summary};
use firedrill::scenario::remedy::{Remedy, Sort, patch, remedies};
use firedrill::scenario::{self, Scenario};
use firedrill::study::improve::{Improved, Verdict, few, improve};
use firedrill::study::resume::Memory;
use firedrill::study::{self, Design};
use firedrill::text::{Overlay, Request};

fn open(text: &str) -> Scenario {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("scenario.ron");
    std::fs::write(&path, text).unwrap();
    scenario::open(&Request { scenario: &path, models: &[], sets: &[] }).unwrap_or_else(|rejected| panic!("{rejected}"))
}

fn design(replications: u64) -> Design {
    Design { seed: 3, replications, jobs: 2, precision: None }
}

type Proposed = Vec<(Remedy, Scenario, String)>;

fn improved(scenario: &Scenario, replications: u64) -> (Improved, Proposed) {
    let (design, never) = (design(replications), AtomicBool::new(false));
    let proposed = remedies(scenario, &few(&scenario.plan, &design, (&never, &mut Memory::new())).unwrap());
    let lay = |which: &[usize]| {
        let all: Vec<&Remedy> = which.iter().map(|at| &proposed[*at].0).collect();
        patch::lay(scenario, &all).ok().map(|(with, _)| with.plan)
    };
    let improved = improve(&scenario.plan, &proposed, &lay, &design, (&never, &mut Memory::new()), &mut |_, _| ()).unwrap();
    (improved, proposed)
}

/// One system fails, or is attacked, on Saturday at 02:00; everybody is there and can, unless a part says otherwise.
struct Case {
    starts: &'static str,
    people: &'static str,
    decision: &'static str,
    restore: &'static str,
    backup: &'static str,
    telemetry: &'static str,
    more: &'static str,
}

const SOUND: Case = Case {
    starts: "2026-01-10T02:00",
    people: r#""ann": (team: "ops", roster: "always", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10),
        "bob": (team: "ops", roster: "always", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10),
        "boss": (team: "board", roster: "always", cost_per_hour: 10)"#,
    decision: r#"deliberation: Uniform("5m", "15m")"#,
    restore: "",
    backup: r#"works: 1.0, last_tested: "2025-12-01""#,
    telemetry: r#"telemetry: {"mon": (watches: ["db"], after: "1m", pages: "p")},"#,
    more: "",
};

impl Case {
    fn scenario(&self) -> Scenario {
        let Case { starts, people, decision, restore, backup, telemetry, more } = self;
        open(&format!(
            r#"(name: "one flaw", time_zone: "UTC", starts: "2026-01-09T12:00", runs_for: "7d", horizon: "30d",
            reach: (on_shift: (answers: 1.0, after: Uniform("1m", "5m")), on_call: (answers: 1.0, after: Uniform("3m", "9m")), off_duty: (answers: 0.0, after: "1h")),
            rosters: {{"always": Always, "office": Weekly([(days: "Mon-Fri", from: "08:00", to: "18:00")])}},
            teams: {{"ops": (), "board": ()}}, people: {{{people}}}, {telemetry} {more}
            systems: {{"db": (tier: 1, rto: "6h", mtpd: "20h", grant: "admin", downtime_cost: (business_hour: 5000, other: 5000),
                backup: (restore: Uniform("1h", "3h"), {backup}))}},
            decisions: {{"isolate": (held_by: ["boss"], {decision})}},
            responsibilities: {{"response": (responsible: ["ops"])}},
            escalation: {{"p": (steps: [(page: ["ann", "bob"], wait: "15m")], repeat: 400)}},
            playbooks: {{"p": (service: "response", escalation: "p", tasks: {{
                "triage": (phase: Triage, teams: ["ops"], effort: Uniform("10m", "20m")),
                "cut": (phase: Contain, after: ["triage"], teams: ["ops"], decision: "isolate", effort: Uniform("5m", "10m")),
                "restore": (phase: Recover, after: ["cut"], each: Affected, teams: ["ops"], skill: ("backup", Expert), effort: Restore{restore}),
            }})}},
            incidents: {{"i": (playbook: "p", at: "{starts}", hits: ["db"], severity: High, reported: Uniform("20h", "30h"))}})"#
        ))
    }
}

/// Two who work office hours, are not reached at home and, with the rest of the words, perhaps not on call either.
const OFFICE: &str = r#""ann": (team: "ops", roster: "office", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10),
    "bob": (team: "ops", roster: "office", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10),
    "boss": (team: "board", roster: "always", cost_per_hour: 10)"#;

fn never_on_call() -> &'static str {
    r#""ann": (team: "ops", roster: "office", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10, reach: (on_call: (answers: 0.0))),
    "bob": (team: "ops", roster: "office", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10, reach: (on_call: (answers: 0.0))),
    "boss": (team: "board", roster: "always", cost_per_hour: 10, reach: (on_call: (answers: 0.0)))"#
}

fn flaws() -> Vec<(Sort, Case)> {
    vec![
        (Sort::PreAuthorise, Case { decision: r#"deliberation: Uniform("10h", "20h")"#, ..SOUND }),
        (
            Sort::Delegate,
            Case {
                people: r#""ann": (team: "ops", roster: "always", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10),
                    "bob": (team: "ops", roster: "always", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10),
                    "boss": (team: "board", roster: "office", cost_per_hour: 10)"#,
                decision: r#"kind: BusinessShutdown, deliberation: Uniform("5m", "15m")"#,
                ..SOUND
            },
        ),
        (
            Sort::Document,
            Case {
                people: r#""ann": (team: "ops", roster: "always", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10),
                    "bob": (team: "ops", roster: "always", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10),
                    "old": (team: "ops", roster: "office", skills: {"backup": Expert}, grants: ["admin"], knows: ["book"], cost_per_hour: 10, reach: (on_call: (answers: 0.0))),
                    "boss": (team: "board", roster: "always", cost_per_hour: 10)"#,
                restore: r#", knows: "book""#,
                ..SOUND
            },
        ),
        (
            Sort::CrossTrain,
            Case {
                people: r#""ann": (team: "ops", roster: "always", skills: {"backup": Working}, grants: ["admin"], cost_per_hour: 10),
                    "bob": (team: "ops", roster: "always", cost_per_hour: 10),
                    "old": (team: "ops", roster: "office", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10, reach: (on_call: (answers: 0.0))),
                    "boss": (team: "board", roster: "always", cost_per_hour: 10)"#,
                ..SOUND
            },
        ),
        (
            Sort::Grant,
            Case {
                people: r#""ann": (team: "ops", roster: "always", skills: {"backup": Expert}, cost_per_hour: 10),
                    "bob": (team: "ops", roster: "always", cost_per_hour: 10),
                    "old": (team: "ops", roster: "office", skills: {"backup": Expert}, grants: ["admin"], cost_per_hour: 10, reach: (on_call: (answers: 0.0))),
                    "boss": (team: "board", roster: "always", cost_per_hour: 10)"#,
                restore: r#", grant: "admin""#,
                ..SOUND
            },
        ),
        (Sort::Rota, Case { people: OFFICE, ..SOUND }),
        (Sort::Nights, Case { people: never_on_call(), ..SOUND }),
        (Sort::TestRestore, Case { backup: "works: 0.1", ..SOUND }),
        (Sort::Telemetry, Case { telemetry: "", ..SOUND }),
        (Sort::Retainer, Case { people: never_on_call(), starts: "2026-01-10T08:30", ..SOUND }),
        (
            Sort::ShareView,
            Case {
                people: r#""ann": (team: "ops", roster: "always", employer: "house", grants: ["admin"], cost_per_hour: 10),
                    "bob": (team: "ops", roster: "always", employer: "prov", skills: {"backup": Expert}, grants: ["admin"]),
                    "boss": (team: "board", roster: "always", employer: "house", cost_per_hour: 10)"#,
                more: r#"employers: {"house": (), "prov": (provider: true)}, hand_offs: (cost: "12h", context: 4.0),"#,
                ..SOUND
            },
        ),
    ]
}

#[test]
fn the_cure_of_the_one_flaw_comes_first() {
    let mut wrong = Vec::new();
    for (sort, case) in flaws() {
        let (improved, proposed) = improved(&case.scenario(), 24);
        let told: Vec<String> = improved
            .tried
            .iter()
            .map(|t| format!("{} {:?} {:?} {:?}", proposed[t.remedy].0.title, t.effect.verdict(), t.effect.hours.value, t.effect.net()))
            .collect();
        let first = improved.tried.first().map(|tried| (proposed[tried.remedy].0.sort, tried.effect.verdict()));
        if first != Some((sort, Verdict::Helps)) {
            wrong.push(format!("{sort:?}: {told:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_sound_organisation_is_told_so() {
    let (improved, _) = improved(&SOUND.scenario(), 24);
    let hours = improved.tried.iter().filter_map(|tried| tried.effect.hours.value).fold(0.0, f64::max);
    assert!(hours < 0.5, "nothing saves half an hour of two and a half: {hours}");
}

/// "Applying the patch reproduces the printed effect to the digit."
#[test]
fn run_with_a_patch_comes_to_what_was_printed() {
    let (_, case) = flaws().remove(2);
    let scenario = case.scenario();
    let (improved, proposed) = improved(&scenario, 24);
    let setting = Setting { scenario_hash: scenario.hash.clone(), models: vec![], seed: 3, precision: None };
    let plan = Plan::of(&improved, &proposed, &setting, 24);
    let mut compared = 0;
    for (tried, told) in improved.tried.iter().zip(&plan.remedies).filter(|(tried, _)| tried.arm.is_some()) {
        let (remedy, _, text) = &proposed[tried.remedy];
        let text = format!("{}{text}", remedy.comment("seen"));
        let with = scenario.with(&Overlay { name: "patch", text: &text, ..Overlay::default() }).unwrap_or_else(|r| panic!("{r}"));
        let never = AtomicBool::new(false);
        let run = study::run(&with.plan, &design(24), &never, &mut |_, _| (), &mut |_, _| Ok::<(), ()>(())).unwrap();
        assert_eq!(Summary::of(&run, &setting).measures, told.effect.measures, "{}", told.title);
        let mean = |measures: &std::collections::BTreeMap<String, firedrill::report::summary::MeasureSummary>| {
            measures["time_to_recover"].mean.unwrap()
        };
        let as_it_is = study::run(&scenario.plan, &design(24), &never, &mut |_, _| (), &mut |_, _| Ok::<(), ()>(())).unwrap();
        let saved = (mean(&Summary::of(&as_it_is, &setting).measures) - mean(&told.effect.measures)) / 3600.0;
        assert!((saved - told.effect.hours_saved.mean.unwrap()).abs() < 1e-5, "{}: {saved}", told.title);
        compared += 1;
    }
    assert!(compared > 2);
}

/// A standing permission fires on false alarms too; where these are many and the decision is quick, it does more harm than good.
#[test]
fn a_permission_that_does_more_harm_than_good_is_called_so() {
    let scenario = open(
        r#"(name: "false alarms", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "28d", horizon: "10d",
        reach: (on_shift: (answers: 1.0, after: "2m")),
        rosters: {"always": Always}, teams: {"soc": (), "ops": (), "board": ()},
        people: {"sam": (team: "soc", roster: "always", cost_per_hour: 40), "rob": (team: "ops", roster: "always", cost_per_hour: 60),
            "bo": (team: "board", roster: "always", cost_per_hour: 60)},
        systems: {"pc": (backup: (restore: "1h")), "net": (downtime_cost: (business_hour: 9000, other: 9000))},
        decisions: {"cut": (held_by: ["bo"], deliberation: Uniform("10m", "30m"))},
        telemetry: {"edr": (watches: ["pc"], stages: ["harm"], after: "1m", goes_to: "soc", false_alarms_per_week: 10, looks_like: "worm",
            taken_for_real: 0.5, noticed_after: "2h")},
        attacks: {"worm": (stages: [(stage: "harm")])},
        playbooks: {"p": (tasks: {
            "triage": (phase: Triage, teams: ["soc"], effort: "30m"),
            "cut": (phase: Contain, after: ["triage"], teams: ["ops"], effort: "10m", isolates: ["net"], decision: "cut"),
            "restore": (phase: Recover, after: ["cut"], each: Affected, teams: ["ops"], effort: Restore),
        })},
        incidents: {"worm": (attack: "worm", playbook: "p", at: "2026-01-20T10:00", hits: ["pc"], severity: High)})"#,
    );
    let (improved, proposed) = improved(&scenario, 24);
    let harmful = improved.tried.iter().find(|tried| proposed[tried.remedy].0.sort == Sort::PreAuthorise).unwrap();
    assert_eq!(harmful.effect.verdict(), Verdict::Harms, "{:?}", harmful.effect);
    assert!(harmful.effect.hours.value.unwrap() > 0.0, "though it saves a little on the incident itself");
    assert!(harmful.effect.false_isolations.unwrap() > 100.0, "{:?}", harmful.effect.false_isolations);
    let setting = Setting { scenario_hash: String::new(), models: vec![], seed: 3, precision: None };
    let plan = Plan::of(&improved, &proposed, &setting, 24);
    let told = firedrill::report::improve::table::of(&plan, &Default::default());
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("Does harm") && told.contains("takes services down for nothing"), "{told}");
}
