//! A small organisation, and what becomes of it when the file is changed.

use super::{compile, findings};
use crate::model::plan::Plan;
use crate::text::{Problem, Problems, Sources, parse, render};

mod absences;
mod calendar;
mod changes;
mod compiled;
mod demand;
mod exercises;
mod exposure;
mod files;
mod found;
mod found_clauses;
mod found_contracts;
mod found_dated;
mod found_hours;
mod found_more;
mod injects;
mod knowledge;
mod mistakes;
mod mistakes_in_incidents;
mod mistakes_in_work;
mod notices;
mod penalties;
mod ranges;
mod recovery;
mod robust;
mod transition;

/// A scenario that makes sense.
pub const BASE: &str = r#"(
    name: "Test",
    time_zone: "America/New_York",
    starts: "2026-01-05T00:00", runs_for: "10d", horizon: "30d",
    business_hours: [(days: "Mon-Fri", from: "08:00", to: "18:00")],
    employers: {
        "internal": (),
        "northwind": (provider: true, contract: (retainer_per_month: 1000, fee_per_hour: 240)),
    },
    teams: {
        "desk": (),
        "infra": (name: "Infrastructure", reach: (on_call: (answers: 0.9, after: Fixed("5m")))),
        "bosses": (),
    },
    rosters: {
        "office": Weekly([(days: "Mon-Fri", from: "08:30", to: "17:30")]),
        "round": Always,
        "infra-rota": OnCall(members: ["ana", "ben"], hand_over: "Mon 09:00"),
    },
    rest: (longest_stretch: "16h"),
    people: {
        "ana": (name: "Ana", role: "lead", team: "infra", roster: "office", skills: {"windows": Expert, "backup": Working},
                grants: ["domain-admin", "console"], knows: ["restore-core"], cost_per_hour: 95),
        "ben": (name: "Ben", team: "infra", roster: "office", skills: {"windows": Working, "backup": Expert}, grants: ["console"], takes_times: 2.0),
        "boss": (role: "ciso", team: "bosses", roster: "office"),
        "deputy": (team: "bosses", roster: "office"),
        "agent": (count: 3, role: "agent", team: "desk", employer: "northwind", roster: "round", skills: {"triage": Basic}),
    },
    systems: {
        "core": (tier: 1, rto: "4h", mtpd: "24h", grant: "domain-admin", skill: ("backup", Working), runbook: "restore-core", improvise: 3,
                 segment: "lan", exposes: ["domain-admin"],
                 backup: (restore: Fixed("1h"), works: 0.9, last_tested: "2025-01-01", reached_by: "console")),
        "app": (tier: 2, needs: ["core"], rto: "8h", skill: ("windows", Working), segment: "lan", backup: (restore: Fixed("1h")),
                users: (hours: "office", notice: Fixed("10m"), team: "desk")),
        "pc": (count: 5, skill: ("windows", Working), backup: (restore: Fixed("1h"))),
    },
    telemetry: {
        "edr": (watches: ["core", "app", "pc"], stages: ["access", "encryption"], after: Fixed("10m"), goes_to: "desk"),
        "probe": (watches: ["core"], after: Fixed("5m"), pages: "page-infra"),
    },
    decisions: {
        "isolate": (held_by: ["ciso"], delegates: ["deputy"], delegate_after: "45m", deliberation: Fixed("15m"),
                    outcomes: (approve: 0.8, defer: 0.15, refuse: 0.05), pre_authorised: [(to: "northwind", from_severity: High)]),
    },
    responsibilities: {"response": (responsible: ["infra"])},
    escalation: {"page-infra": (steps: [(page: "infra-rota", wait: "15m"), (page: ["ciso", "desk"], wait: "30m")], repeat: 3)},
    playbooks: {
        "ransomware": (service: "response", escalation: "page-infra", tasks: {
            "triage": (phase: Triage, teams: ["desk"], skill: ("triage", Basic), effort: Fixed("30m")),
            "isolate": (phase: Contain, after: ["triage"], decision: "isolate", skill: ("windows", Working), grant: "domain-admin", effort: Fixed("1h")),
            "copy": (phase: Recover, after: ["isolate"], each: Affected, takes: Fixed("2h"), vendor: true),
            "restore": (phase: Recover, after: ["copy"], each: Affected, effort: Restore),
            "verify": (phase: Recover, after: ["restore"], each: Affected, only: ["core", "app"], by_system: true, effort: Fixed("20m"), back_to: ("copy", 0.1)),
        }),
        "fix": (service: "response", tasks: {
            "repair": (phase: Recover, skill: ("backup", Working), knows: "restore-core", improvise: 2, effort: Fixed("1h")),
        }),
    },
    attacks: {
        "extortion": (stages: [(stage: "access", next: Fixed("1d"), steals: ["console"]), (stage: "encryption")],
                      spread: (over: [Grants, Network], every: Fixed("1h"), at_most: 9, weights: {"pc": 0})),
    },
    incidents: {
        "first": (attack: "extortion", playbook: "ransomware", at: "2026-01-08T23:40", hits: ["app"], severity: High),
        "noise": (playbook: "fix", rate_per_year: 24, weight_by_hour: [(days: "Sat,Sun", from: "00:00", to: "24:00", weight: 0)],
                  hits_one_of: {"core": 2, "app": 1}, severity: Low, assessment: (too_high: 0.1)),
    },
    targets: {"quick": (measure: P90(SystemBack("core")), at_most: "24h", owner: "cio")},
)"#;

/// A text as a plan, or all its mistakes with where they are.
pub fn read(text: &str) -> Result<Plan, (Problems, Sources)> {
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    let file = sources.add("test.ron".into(), text.into());
    let root = parse(&sources, file, &mut problems);
    match root.and_then(|root| compile(&root, &mut problems)) {
        Some(plan) if problems.is_empty() => Ok(plan),
        _ => Err((problems, sources)),
    }
}

/// The base scenario with changes: each `from` must occur in it.
pub fn changed(changes: &[(&str, &str)]) -> String {
    let mut text = BASE.to_string();
    for (from, to) in changes {
        assert!(text.contains(from), "the base scenario does not say {from}");
        text = text.replacen(from, to, 1);
    }
    text
}

/// The plan of the base scenario with changes.
pub fn plan(changes: &[(&str, &str)]) -> Plan {
    match read(&changed(changes)) {
        Ok(plan) => plan,
        Err((problems, sources)) => panic!("{}", render(&problems, &sources, false)),
    }
}

/// What a mistake says, all of it.
pub fn said(problem: &Problem) -> String {
    format!("{} / {} / {}", problem.title, problem.label, problem.help.clone().unwrap_or_default())
}
