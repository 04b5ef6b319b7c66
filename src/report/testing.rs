//! A small scenario and the facts of one play of it, made by hand, for the tests of studies and reports.

use std::sync::Arc;

use crate::engine::time::{Instant, Span};
use crate::measures::{Outcome, Recorder};
use crate::model::fact::{AlertFrom, AlertTo, Answer, Authority, Ending, Fact, Job, PageFor, Wait};
use crate::model::ids::{DecisionId, IncidentNo, KindId, PersonId, PolicyId, SensorId, SystemId, TaskId};
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;
use crate::scenario;
use crate::study::Replicated;
use crate::text::Request;

const SCENARIO: &str = r#"(
    name: "Ransomware, Saturday 02:14", time_zone: "America/New_York", starts: "2026-03-05T12:00", runs_for: "7d", horizon: "60d",
    employers: {"internal": (name: "Harbour Mutual")}, teams: {"infrastructure": (), "leaders": ()},
    rosters: {"office": Weekly([(days: "Mon-Fri", from: "08:30", to: "17:30")])},
    people: {
        "ana": (name: "Ana Reyes", team: "infrastructure", roster: "office", cost_per_hour: 95),
        "ciso": (name: "Marcus Oyelaran", team: "leaders", roster: "office"),
    },
    systems: {
        "core-db": (tier: 1, rto: "24h", mtpd: "48h", downtime_cost: (business_hour: 3200, other: 1000)),
        "policy-admin": (tier: 1, needs: ["core-db"], rto: "24h", mtpd: "48h", downtime_cost: (business_hour: 3200, other: 1000)),
    },
    business_hours: [(days: "Mon-Fri", from: "08:00", to: "18:00")],
    telemetry: {"edr": (watches: ["core-db"], stages: ["encryption"], after: Fixed("5m"), pages: "security")},
    decisions: {"isolate": (held_by: ["ciso"], deliberation: Fixed("20m"))},
    responsibilities: {"incident-response": (responsible: ["infrastructure"])},
    escalation: {"security": (steps: [(page: ["ana", "ciso"], wait: "15m")])},
    playbooks: {"ransomware": (service: "incident-response", escalation: "security", tasks: {
        "triage": (phase: Triage, effort: EFFORT),
        "isolate": (phase: Contain, after: ["triage"], each: Affected, decision: "isolate", effort: EFFORT),
        "restore": (phase: Recover, after: ["isolate"], each: Affected, effort: EFFORT),
    })},
    attacks: {"double-extortion": (stages: [(stage: "access", next: Fixed("26h")), (stage: "encryption")])},
    incidents: {"first": (name: "ransomware", attack: "double-extortion", playbook: "ransomware", at: "2026-03-05T23:40", hits: ["core-db"],
                severity: Critical)},
    targets: {
        "policies-back-in-a-day": (measure: P90(SystemBack("policy-admin")), at_most: "24h", owner: "cio"),
        "contained-in-4h": (measure: P90(Contained), at_most: "4h"),
    },
)"#;

/// Two people, two systems of which one needs the other, one attack.
pub fn plan() -> Arc<Plan> {
    scenario(&[]).plan
}

/// The same with single values laid on it.
pub fn scenario(sets: &[&str]) -> scenario::Scenario {
    opened(&SCENARIO.replace("EFFORT", r#"Fixed("30m")"#), sets)
}

/// A scenario as a file has it, with single values laid on it.
pub fn opened(text: &str, sets: &[&str]) -> scenario::Scenario {
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("scenario.ron");
    std::fs::write(&path, text).expect("written");
    scenario::open(&Request { scenario: &path, models: &[], sets: &sets }).unwrap_or_else(|rejected| panic!("{rejected}"))
}

/// A play of it, minute by minute: so many minutes from the alert to the answer, and from containment to recovery.
#[expect(clippy::too_many_lines, reason = "one play in order, a line a moment")]
pub fn facts(answer: i64, restore: i64) -> Vec<(Instant, Fact)> {
    let (incident, decision, policy) = (IncidentNo(0), DecisionId(0), PolicyId(0));
    // Numbers go by the order of the ids.
    let (ana, ciso) = (PersonId(0), PersonId(1));
    let (db, admin) = (SystemId(0), SystemId(1));
    let triage = Job { incident, task: TaskId(2), system: None };
    let isolate = Job { incident, task: TaskId(0), system: Some(db) };
    let restoring = Job { incident, task: TaskId(1), system: Some(db) };
    let mut now = 700;
    let mut told = Vec::new();
    let mut at = |minutes: i64, facts: &[Fact]| {
        now += minutes;
        told.extend(facts.iter().map(|fact| (Instant(now * 60_000), *fact)));
    };
    let page = |person, why| Fact::Paged { incident, person, why };
    let start =
        |job, attempt, improvised| Fact::Started { job, person: Some(ana), attempt, reading_in: Span(0), again: Span(0), improvised };
    let end = |job, attempt, ending| Fact::Ended { job, person: Some(ana), attempt, ending };
    at(0, &[Fact::Began { incident, kind: KindId(0), counted: true }, Fact::Stage { incident, stage: 0 }]);
    at(
        1594,
        &[
            Fact::Stage { incident, stage: 1 },
            Fact::Occurred { incident, severity: Severity::Critical },
            Fact::Hit { incident, system: db },
        ],
    );
    at(0, &[Fact::Down { system: db, by: incident }, Fact::Down { system: admin, by: incident }]);
    let severity = Severity::High;
    at(17, &[Fact::Alerted { incident, from: AlertFrom::Sensor(SensorId(0)), to: AlertTo::Policy(policy), severity }]);
    at(
        0,
        &[
            Fact::StepFired { incident, policy, step: 0, round: 0, people: 2 },
            page(ana, PageFor::Policy(policy)),
            page(ciso, PageFor::Policy(policy)),
        ],
    );
    at(answer, &[Fact::Answered { incident, person: ana, why: PageFor::Policy(policy) }, Fact::Acknowledged { incident, person: ana }]);
    at(0, &[Fact::CalledOut { incident, person: ana }, Fact::Released { job: triage, by: None, attempt: 1 }, start(triage, 1, false)]);
    at(
        30,
        &[end(triage, 1, Ending::Done), Fact::Aware { incident, severity }, Fact::Released { job: isolate, by: Some(triage), attempt: 1 }],
    );
    at(0, &[Fact::Asked { incident, decision, job: isolate }, Fact::Waits { job: isolate, on: Wait::DecisionReach }]);
    at(0, &[page(ciso, PageFor::Decision(decision))]);
    at(
        250,
        &[
            Fact::Reached { incident, decision, person: ciso },
            Fact::Escalated { incident },
            Fact::Waits { job: isolate, on: Wait::Deliberation },
        ],
    );
    let authority = Authority::Holder;
    at(
        20,
        &[
            Fact::Decided { incident, decision, person: Some(ciso), answer: Answer::Approved, authority },
            Fact::Granted { incident, decision, authority },
        ],
    );
    at(0, &[start(isolate, 1, true)]);
    at(
        45,
        &[end(isolate, 1, Ending::Done), Fact::Contained { incident }, Fact::Released { job: restoring, by: Some(isolate), attempt: 1 }],
    );
    at(0, &[start(restoring, 1, false)]);
    at(restore / 2, &[end(restoring, 1, Ending::Failed), Fact::Released { job: restoring, by: Some(restoring), attempt: 2 }]);
    at(0, &[Fact::Waits { job: restoring, on: Wait::OffDuty }]);
    at(600, &[start(restoring, 2, false)]);
    at(
        restore - restore / 2,
        &[end(restoring, 2, Ending::Done), Fact::Up { system: db }, Fact::Up { system: admin }, Fact::Recovered { incident }],
    );
    at(0, &[Fact::StoodDown { incident, person: ana }, Fact::Closed { incident }]);
    told
}

/// What the incidents of a play came to.
pub fn outcomes(plan: &Plan, facts: &[(Instant, Fact)]) -> Vec<Outcome> {
    replicated(plan, facts).outcomes
}

/// What a play came to.
pub fn replicated(plan: &Plan, facts: &[(Instant, Fact)]) -> Replicated {
    let mut recorder = Recorder::new(plan);
    for (at, fact) in facts {
        recorder.observe(*at, fact);
    }
    recorder.finish(facts.last().map_or(Instant(0), |last| last.0));
    Replicated { outcomes: recorder.take(), year: recorder.year().clone() }
}

/// Compares a text with the one kept in `src/report/golden`; with `BLESS` in the environment it is kept anew, to be looked at in the diff.
pub fn golden(name: &str, found: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/golden").join(name);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, found).expect("the golden file can be written");
    }
    let kept = std::fs::read_to_string(&path).expect("the golden file is there");
    assert_eq!(found, kept, "{name} has changed; found:\n{found}");
}
