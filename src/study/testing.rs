//! A small plan and the facts of one play of it, made by hand, for the tests of studies and reports.

use crate::measures::{Outcome, Recorder};
use crate::model::fact::*;
use crate::{
    engine::{chance::Dist, time::*},
    model::{ids::*, incident::entry::*, organisation::entry::*, plan::*, playbook::entry::*, roster::*},
};
/// Two people, two systems that need each other, one attack.
pub fn plan() -> Plan {
    let span = |h: i64| Span(h * 3_600_000);
    let law = AnswerLaw { by_day: 1.0, at_night: 1.0, after: Dist::Fixed(0.0) };
    let person = |id: &str, name: &str| Person {
        id: id.into(),
        name: name.into(),
        role: None,
        luck: 0,
        team: TeamId(0),
        employer: EmployerId(0),
        hours: 0,
        rotas: vec![],
        cost_per_hour: 95.0,
        reach: Reach { on_shift: law.clone(), on_call: law.clone(), off_duty: law.clone() },
        qualifies: vec![],
        lacks_grant: vec![],
        lacks_knowledge: vec![],
        involved: true,
        skills: vec![],
        grants: vec![],
        knows: vec![],
    };
    let system = |id: &str, tier| ItSystem {
        id: id.into(),
        name: id.into(),
        luck: 0,
        tier,
        rto: Some(span(24)),
        mtpd: Some(span(48)),
        cost_business_hour: 3200.0,
        cost_other_hour: 1000.0,
        needs: vec![],
        needed_by: vec![],
        grant: None,
        segment: None,
        exposes: vec![],
        backup: None,
        restart: None,
        fails: None,
        users: None,
    };
    let task = |id: &str, phase, decision| Task {
        id: id.into(),
        name: id.into(),
        luck: 0,
        playbook: PlaybookId(0),
        phase,
        after: vec![],
        each: None,
        requirement: None,
        decision,
        length: Length::Nothing,
        vendor: false,
        chance: 1.0,
        back_to: None,
        redo: vec![],
        from_severity: None,
        only_if: None::<OnlyIf>,
        declares: false,
        needs_up: false,
    };
    Plan {
        name: "Ransomware, Saturday 02:14".into(),
        about: String::new(),
        zone: Zone::new("America/New_York", jiff::civil::date(2026, 3, 5).at(12, 0, 0, 0)).expect("a known zone"),
        warm_up: Instant(0),
        arrivals_end: Instant(0),
        horizon: span(60 * 24),
        limits: Limits { happenings: 1, per_instant: 1, pending: 1 },
        business_hours: Hours::never(),
        rest: None,
        call_out_pay: 1.0,
        call_out_at_least: Span(0),
        employers: vec![Employer {
            id: "internal".into(),
            name: "Harbour Mutual".into(),
            provider: false,
            retainer_per_month: 0.0,
            fee_per_hour: 0.0,
        }],
        teams: vec![Team {
            id: "infrastructure".into(),
            name: "infrastructure".into(),
            hand_over: None,
            preemption: Preemption::Never,
            members: vec![],
        }],
        hours: vec![],
        rotas: vec![],
        people: vec![person("ana", "Ana Reyes"), person("ciso", "Marcus Oyelaran")],
        grants: vec![],
        systems: vec![system("core-db", 1), system("policy-admin", 1)],
        sensors: vec![Sensor {
            id: "edr".into(),
            luck: 0,
            watches: vec![],
            stages: vec![],
            sees: 1.0,
            after: Dist::Fixed(0.0),
            goes_to: None,
            pages: None,
            severity: None,
        }],
        decisions: vec![Decision {
            id: "isolate".into(),
            luck: 0,
            holders: vec![],
            delegates: vec![],
            delegate_after: None,
            quorum: 1,
            call_wait: span(0),
            deliberation: Dist::Fixed(0.0),
            consultation: None,
            outcomes: [1.0, 0.0, 0.0],
            ask_again: span(1),
            pre_authorised: vec![],
            acts_without_authority_after: None,
        }],
        policies: vec![Policy {
            id: "security".into(),
            steps: vec![],
            repeat: 0,
            skip_if_empty: false,
            re_resolve: false,
            lapses: false,
            re_page_after: None,
        }],
        playbooks: vec![Playbook {
            id: "ransomware".into(),
            escalation: None,
            responsible: vec![],
            tasks: vec![],
            has_contain: true,
            has_recover: true,
            has_decisions: true,
        }],
        tasks: vec![
            task("triage", Phase::Triage, None),
            task("isolate", Phase::Contain, Some(DecisionId(0))),
            task("restore", Phase::Recover, None),
        ],
        requirements: vec![],
        attacks: vec![Attack {
            id: "double-extortion".into(),
            stages: vec![("access".into(), Dist::Fixed(0.0), vec![]), ("encryption".into(), Dist::Fixed(0.0), vec![])],
            spread: None,
        }],
        kinds: vec![Kind {
            id: "first".into(),
            name: "ransomware".into(),
            luck: 0,
            playbook: PlaybookId(0),
            attack: Some(AttackId(0)),
            arrivals: Arrivals::At(Instant(0)),
            hits: vec![],
            hits_one_of: vec![],
            severity: Severity::Critical,
            reported: None,
            assessment: [0.0, 0.0],
            sensors: vec![],
        }],
        targets: vec![
            Target {
                id: "policies-back-in-a-day".into(),
                statistic: Statistic::Quantile(0.9),
                of: Milestone::SystemBack(SystemId(1)),
                at_most: span(24),
                owner: Some("cio".into()),
            },
            Target {
                id: "contained-in-4h".into(),
                statistic: Statistic::Quantile(0.9),
                of: Milestone::Contained,
                at_most: span(4),
                owner: None,
            },
        ],
    }
}

/// A play of it, minute by minute: so many minutes from the alert to the answer, and from containment to recovery.
pub fn facts(answer: i64, restore: i64) -> Vec<(Instant, Fact)> {
    let (incident, decision, policy) = (IncidentNo(0), DecisionId(0), PolicyId(0));
    let (ana, ciso) = (PersonId(0), PersonId(1));
    let (db, admin) = (SystemId(0), SystemId(1));
    let triage = Job { incident, task: TaskId(0), system: None };
    let isolate = Job { incident, task: TaskId(1), system: Some(db) };
    let restoring = Job { incident, task: TaskId(2), system: Some(db) };
    let mut now = 700;
    let mut told = Vec::new();
    let mut at = |minutes: i64, facts: &[Fact]| {
        now += minutes;
        told.extend(facts.iter().map(|fact| (Instant(now * 60_000), *fact)));
    };
    let page = |person, why| Fact::Paged { incident, person, why };
    let start = |job, attempt, improvised| Fact::Started { job, person: Some(ana), attempt, reading_in: Span(0), improvised };
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

/// What a play came to.
pub fn outcomes(plan: &Plan, facts: &[(Instant, Fact)]) -> Vec<Outcome> {
    let mut recorder = Recorder::new(plan);
    for (at, fact) in facts {
        recorder.observe(*at, fact);
    }
    recorder.finish(facts.last().map_or(Instant(0), |last| last.0));
    recorder.take()
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
