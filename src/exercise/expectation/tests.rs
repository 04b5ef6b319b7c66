//! Expectations over facts written by hand: every verdict and every margin worked out beforehand, to the minute.

use super::{Judged, Shown, Verdict, judge};
use crate::engine::time::{Instant, Span};
use crate::model::fact::{Answer, Authority, Fact, PageFor, Told};
use crate::model::ids::{DecisionId, IncidentNo, InjectId, KindId, PersonId, PolicyId, SystemId};
use crate::model::incident::entry::Severity;
use crate::model::plan::Plan;
use crate::scenario::compile;
use crate::text::{Problems, Sources, parse, render};

const SCENARIO: &str = r#"(
    name: "Test", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "10d",
    employers: {"internal": ()}, teams: {"ops": ()}, rosters: {"always": Always},
    people: {"ana": (team: "ops", roster: "always"), "boss": (team: "ops", roster: "always")},
    systems: {"db": (tier: 1), "web": (tier: 2)},
    decisions: {"isolate": (held_by: ["boss"], deliberation: Fixed("5m"), outcomes: (approve: 0.9, refuse: 0.1))},
    responsibilities: {"response": (responsible: ["ops"])},
    playbooks: {"fix": (service: "response", tasks: {
        "look": (phase: Triage, effort: Fixed("5m")),
        "cut": (phase: Contain, after: ["look"], decision: "isolate", effort: Fixed("5m")),
        "repair": (phase: Recover, after: ["cut"], each: Affected, effort: Fixed("1h")),
    })},
    incidents: {"first": (playbook: "fix", at: "2026-01-05T01:00", hits: ["db"], severity: High, reported: Fixed("5m")),
                "other": (playbook: "fix", at: "2026-01-05T02:00", hits: ["web"], severity: High, reported: Fixed("5m"))},
    injects: {"press": (says: "The press rings.", held_back: true)},
    exercise: (
        objectives: {"respond": (text: "Respond", capability: "Response")},
        expectations: {EXPECTATIONS},
    ),
)"#;

fn plan(expectation: &str) -> Plan {
    let text = SCENARIO.replace("EXPECTATIONS", &format!("\"e\": (objective: \"respond\", {expectation})"));
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    let file = sources.add("test.ron".into(), text);
    let plan = parse(&sources, file, &mut problems).and_then(|root| compile(&root, &mut problems));
    plan.unwrap_or_else(|| panic!("{}", render(&problems, &sources, false)))
}

const FIRST: IncidentNo = IncidentNo(0);
const OTHER: IncidentNo = IncidentNo(1);
const ISOLATE: DecisionId = DecisionId(0);
const ANA: PersonId = PersonId(0);
const BOSS: PersonId = PersonId(1);

fn minute(minutes: i64) -> Instant {
    Instant(minutes * 60_000)
}
/// Both incidents have begun; then these facts, by the minute.
fn facts(told: &[(i64, Fact)]) -> Vec<(Instant, Fact)> {
    let began = |incident, kind| (minute(0), Fact::Began { incident, kind: KindId(kind), counted: true });
    let mut all = vec![began(FIRST, 0), began(OTHER, 1)];
    all.extend(told.iter().map(|(at, fact)| (minute(*at), *fact)));
    all
}
fn alerted(incident: IncidentNo) -> Fact {
    use crate::model::fact::{AlertFrom, AlertTo};
    Fact::Alerted { incident, from: AlertFrom::Report, to: AlertTo::Responders, severity: Severity::High }
}
fn answered(incident: IncidentNo) -> Fact {
    Fact::Acknowledged { incident, person: ANA }
}
fn asked(incident: IncidentNo) -> Fact {
    let job = crate::model::fact::Job { incident, task: crate::model::ids::TaskId(0), system: None };
    Fact::Asked { incident, decision: ISOLATE, job }
}
fn granted(authority: Authority) -> Fact {
    Fact::Granted { incident: FIRST, decision: ISOLATE, authority }
}
fn paged(person: PersonId) -> Fact {
    Fact::Paged { incident: FIRST, person, why: PageFor::Policy(PolicyId(0)) }
}
fn down(by: IncidentNo) -> Fact {
    Fact::Down { system: SystemId(0), by }
}
const UP: Fact = Fact::Up { system: SystemId(0) };

/// What has become of the one expectation by a minute.
fn by(expectation: &str, told: &[(i64, Fact)], now: i64) -> Judged {
    judge(&plan(expectation), &facts(told), minute(now))[0]
}
fn met(at: i64, fact: usize, spare: i64) -> Verdict {
    Verdict::Met { by: Shown { at: minute(at), fact }, spare: Span::minutes(spare) }
}
fn missed(at: i64, late: Option<(i64, usize)>) -> Verdict {
    Verdict::Missed { at: minute(at), late: late.map(|(at, fact)| Shown { at: minute(at), fact }) }
}

const ANSWER: &str = r#"after: Alerted, what: Acknowledged, within: "30m""#;

#[test]
fn an_answer_in_time_a_late_one_and_none() {
    let early = [(65, alerted(FIRST)), (80, answered(FIRST))];
    assert_eq!(by(ANSWER, &early, 64).verdict, Verdict::NotDue);
    assert_eq!(by(ANSWER, &early, 79).verdict, Verdict::Open { until: minute(95) });
    assert_eq!(by(ANSWER, &early, 80).verdict, met(80, 3, 15));
    let judged = by(ANSWER, &early, 500);
    assert_eq!((judged.since, judged.verdict), (Some((FIRST, Shown { at: minute(65), fact: 2 })), met(80, 3, 15)));
    // The last moment counts; one later does not.
    let last = [(65, alerted(FIRST)), (95, answered(FIRST))];
    assert_eq!(by(ANSWER, &last, 95).verdict, met(95, 3, 0));
    let late = [(65, alerted(FIRST)), (107, answered(FIRST))];
    assert_eq!(by(ANSWER, &late, 95).verdict, Verdict::Open { until: minute(95) });
    assert_eq!(by(ANSWER, &late, 96).verdict, missed(95, None));
    let judged = by(ANSWER, &late, 120);
    assert_eq!(judged.verdict, missed(95, Some((107, 3))));
    assert_eq!(judged.late_by(), Some(Span::minutes(12)));
    assert_eq!(by(ANSWER, &early[..1], 200).verdict, missed(95, None));
}

#[test]
fn time_runs_in_the_first_incident_that_it_belongs_to() {
    let told = [(65, alerted(FIRST)), (70, alerted(OTHER)), (72, answered(OTHER))];
    assert_eq!(by(ANSWER, &told, 90).verdict, Verdict::Open { until: minute(95) }, "another incident's answer is none");
    let of_other = format!(r#"{ANSWER}, for: ["other"]"#);
    assert_eq!(by(&of_other, &told, 90).verdict, met(72, 4, 28));
}

#[test]
fn what_was_done_before_is_done_but_a_page_is_not() {
    let decide = r#"after: Alerted, what: Decided("isolate"), within: "30m""#;
    let before = [(60, granted(Authority::Holder)), (65, alerted(FIRST))];
    assert_eq!(by(decide, &before, 66).verdict, met(65, 2, 30), "shown by the fact before, from the beginning");
    let page = r#"after: Alerted, what: Paged("boss"), within: "30m""#;
    let pages = [(60, paged(BOSS)), (65, alerted(FIRST)), (66, paged(ANA))];
    assert_eq!(by(page, &pages, 70).verdict, Verdict::Open { until: minute(95) });
    let pages = [(60, paged(BOSS)), (65, alerted(FIRST)), (70, paged(BOSS))];
    assert_eq!(by(page, &pages, 70).verdict, met(70, 4, 25));
}

#[test]
fn authority_and_refusal() {
    let decided = r#"after: Asked("isolate"), what: Decided("isolate"), within: "45m""#;
    let approved = r#"after: Asked("isolate"), what: Approved("isolate"), within: "45m""#;
    let refusal =
        Fact::Decided { incident: FIRST, decision: ISOLATE, person: Some(BOSS), answer: Answer::Refused, authority: Authority::Holder };
    let deferral =
        Fact::Decided { incident: FIRST, decision: ISOLATE, person: Some(BOSS), answer: Answer::Deferred, authority: Authority::Holder };
    let without = [(65, asked(FIRST)), (70, granted(Authority::Nobody))];
    assert_eq!(by(decided, &without, 200).verdict, missed(110, None), "who has no authority decides nothing");
    let standing = [(65, asked(FIRST)), (65, granted(Authority::PreAuthorised(0)))];
    assert_eq!(by(decided, &standing, 65).verdict, met(65, 3, 45));
    let refused = [(65, asked(FIRST)), (70, deferral), (80, refusal)];
    assert_eq!(by(decided, &refused, 80).verdict, met(80, 4, 30));
    assert_eq!(by(approved, &refused, 111).verdict, missed(110, None));
}

#[test]
fn a_decision_that_is_questioned_has_to_be_taken_anew() {
    let after = r#"after: Injected("press"), what: Decided("isolate"), within: "1h""#;
    let press = Fact::Inject(Told::Fired { incident: FIRST, inject: InjectId(0) });
    let questioned = Fact::Inject(Told::Challenged { incident: FIRST, decision: ISOLATE });
    let stands = [(10, granted(Authority::Holder)), (20, press)];
    assert_eq!(by(after, &stands, 20).verdict, met(20, 2, 60));
    let anew = [(10, granted(Authority::Holder)), (20, press), (20, questioned), (50, granted(Authority::Delegate))];
    assert_eq!(by(after, &anew, 30).verdict, Verdict::Open { until: minute(80) });
    assert_eq!(by(after, &anew, 50).verdict, met(50, 5, 30));
}

#[test]
fn all_of_several_and_at_least_one() {
    let both = r#"after: Alerted, what: [Acknowledged, Decided("isolate")], within: "1h""#;
    let any = r#"after: Alerted, what: [Acknowledged, Decided("isolate")], need: AtLeastOne, within: "1h""#;
    let told = [(0, alerted(FIRST)), (20, answered(FIRST)), (75, granted(Authority::Holder))];
    assert_eq!(by(any, &told, 30).verdict, met(20, 3, 40));
    assert_eq!(by(both, &told, 30).verdict, Verdict::Open { until: minute(60) });
    assert_eq!(by(both, &told, 80).verdict, missed(60, Some((75, 4))));
}

#[test]
fn service_is_asked_of_what_was_lost() {
    let back = r#"after: Alerted, what: Restored("db"), within: "4h""#;
    let told = [(5, alerted(FIRST)), (10, down(FIRST)), (100, UP)];
    assert_eq!(by(back, &told, 50).verdict, Verdict::Open { until: minute(245) });
    assert_eq!(by(back, &told, 100).verdict, met(100, 4, 145));
    assert_eq!(by(back, &[(5, alerted(FIRST)), (10, down(OTHER)), (100, UP)], 500).verdict, Verdict::NotDue, "another incident took it");
    let with = r#"after: Alerted, what: [Acknowledged, Restored("db")], within: "4h""#;
    assert_eq!(by(with, &[(5, alerted(FIRST)), (10, answered(FIRST))], 10).verdict, met(10, 3, 235), "nothing was lost");
}
