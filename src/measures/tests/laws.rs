//! What must hold for any stream of facts, sensible or not: nothing panics, every counted incident has one outcome, its ledger adds up.

use proptest::prelude::*;

use crate::engine::time::{Instant, Span};
use crate::measures::fixture::*;
use crate::measures::{Outcome, Recorder};
use crate::model::fact::{AlertFrom, AlertTo, Answer, Authority, Ending, Fact, Job, Stop, Wait};
use crate::model::ids::{DecisionId, IncidentNo, KindId, PersonId, PolicyId, SystemId, TaskId};
use crate::model::incident::entry::Severity;

fn incident() -> impl Strategy<Value = IncidentNo> {
    (0_u32..3).prop_map(IncidentNo)
}

/// Numbers one beyond what the plan has are among them.
fn person() -> impl Strategy<Value = PersonId> {
    (0_u32..4).prop_map(PersonId)
}

fn a_system() -> impl Strategy<Value = SystemId> {
    (0_u32..5).prop_map(SystemId)
}

fn a_job() -> impl Strategy<Value = Job> {
    (incident(), 0_u32..9, prop::option::of(a_system())).prop_map(|(incident, task, system)| Job { incident, task: TaskId(task), system })
}

fn a_wait() -> impl Strategy<Value = Wait> {
    (0..Wait::ALL.len()).prop_map(|index| Wait::ALL[index])
}

fn an_ending() -> impl Strategy<Value = Ending> {
    prop_oneof![3 => Just(Ending::Done), 1 => Just(Ending::Failed), 1 => Just(Ending::BackTo(RESTORE))]
}

fn milestone() -> impl Strategy<Value = Fact> {
    let severity = Severity::High;
    incident().prop_flat_map(move |incident| {
        prop_oneof![
            (0_u32..3, any::<bool>()).prop_map(move |(kind, counted)| Fact::Began { incident, kind: KindId(kind), counted }),
            Just(Fact::Occurred { incident, severity }),
            Just(Fact::Alerted { incident, from: AlertFrom::Report, to: AlertTo::Responders, severity }),
            Just(Fact::Acknowledged { incident, person: ANA }),
            Just(Fact::Aware { incident, severity }),
            Just(Fact::Contained { incident }),
            Just(Fact::StoppedBeforeImpact { incident }),
            Just(Fact::Recovered { incident }),
            Just(Fact::Closed { incident }),
            Just(Fact::HorizonReached { incident }),
            Just(Fact::Silent { incident, policy: PolicyId(0) }),
            person().prop_map(move |person| Fact::CalledOut { incident, person }),
            person().prop_map(move |person| Fact::StoodDown { incident, person }),
            a_system().prop_map(move |system| Fact::Hit { incident, system }),
            a_system().prop_map(move |system| Fact::Down { system, by: incident }),
            a_system().prop_map(|system| Fact::Up { system }),
            Just(Fact::Asked { incident, decision: DecisionId(0), job: job(CONTAIN, None) }),
            person().prop_map(move |person| Fact::Reached { incident, decision: DecisionId(0), person }),
            prop::option::of(person()).prop_map(move |person| Fact::Decided {
                incident,
                decision: DecisionId(0),
                person,
                answer: Answer::Approved,
                authority: Authority::Holder
            }),
            Just(Fact::Granted { incident, decision: DecisionId(0), authority: Authority::Nobody }),
        ]
    })
}

fn of_job() -> impl Strategy<Value = Fact> {
    let started = (a_job(), prop::option::of(person()), 1_u32..3, -5_i64..60).prop_map(|(job, person, attempt, reading_in)| {
        Fact::Started { job, person, attempt, reading_in: Span::minutes(reading_in), again: Span(0), improvised: false }
    });
    prop_oneof![
        (a_job(), prop::option::of(a_job()), 1_u32..3).prop_map(|(job, by, attempt)| Fact::Released { job, by, attempt }),
        (a_job(), a_wait()).prop_map(|(job, on)| Fact::Waits { job, on }),
        started,
        (a_job(), person()).prop_map(|(job, person)| Fact::Stopped { job, person, why: Stop::Preempted }),
        (a_job(), prop::option::of(person()), an_ending()).prop_map(|(job, person, ending)| Fact::Ended {
            job,
            person,
            attempt: 1,
            ending
        }),
        a_job().prop_map(|job| Fact::Skipped { job }),
    ]
}

/// Facts with the minutes since the one before, now and then many; `disorder` lets the clock run back too.
fn stream(disorder: bool) -> impl Strategy<Value = Vec<(Instant, Fact)>> {
    let least = if disorder { -300_i64 } else { 0 };
    let step = prop_oneof![4 => Just(0_i64), 8 => least..200, 1 => 0..HORIZON];
    let fact = prop_oneof![2 => milestone(), 3 => of_job()];
    prop::collection::vec((step, fact), 0..150).prop_map(|told| {
        let mut now = 0;
        let begin = (0..2).map(|no| (minute(0), Fact::Began { incident: IncidentNo(no), kind: KindId(no), counted: true }));
        let occur = (0..2).map(|no| (minute(no * 7), Fact::Occurred { incident: IncidentNo(no as u32), severity: Severity::Low }));
        let rest = told.into_iter().map(|(step, fact)| {
            now += step;
            (minute(now), fact)
        });
        begin.chain(occur).chain(rest).collect()
    })
}

fn play(recorder: &mut Recorder, facts: &[(Instant, Fact)]) -> Vec<Outcome> {
    for (at, fact) in facts {
        recorder.observe(*at, fact);
    }
    recorder.finish(facts.last().map_or(minute(0), |f| f.0));
    recorder.take()
}

fn adds_up(outcome: &Outcome) -> Result<(), TestCaseError> {
    let whole = outcome.occurred.map_or(0, |occurred| (outcome.until() - occurred).0.max(0));
    prop_assert_eq!(outcome.ledger.iter().map(|s| s.0).sum::<i64>(), whole);
    prop_assert!(outcome.ledger.iter().all(|s| s.0 >= 0));
    for cost in [outcome.labour, outcome.call_out, outcome.provider, outcome.downtime] {
        prop_assert!(cost.is_finite() && cost >= 0.0);
    }
    Ok(())
}

/// A response as the rules tell it: jobs in layers, each released by one of the layer before that ended last, with waits, breaks and failures.
/// The parts of the walk are known: nothing before the alert but `undetected`, nothing after the first release but what jobs did.
fn sensible() -> impl Strategy<Value = (Vec<(Instant, Fact)>, i64)> {
    let piece = (a_wait(), 0_i64..100, 0_i64..20, 0_i64..100, prop::bool::weighted(0.2));
    (prop::collection::vec(piece, 1..12), 0_i64..50, 0_i64..50).prop_map(|(pieces, alerted, released)| {
        let mut tape = Tape::of_kind(0).occurred().at(alerted).alerted();
        let (mut now, mut by, mut reworked) = (alerted + released, None, 0);
        let tasks = [TRIAGE, CONTAIN, ERADICATE, RESTORE];
        for (index, (on, waits, reading_in, works, fails)) in pieces.into_iter().enumerate() {
            let it = job(tasks[index % 4], Some((index / 4) as u32));
            tape = tape.at(now).released(it, by).waits(it, on);
            now += waits;
            tape = tape.at(now).takes_up(it, ANA, reading_in);
            now += works;
            if fails {
                tape = tape.at(now).ended_as(it, ANA, Ending::Failed).released_again(it, it, 2).waits(it, on);
                now += waits;
                tape = tape.at(now).takes_up(it, ANA, reading_in);
                now += works;
                reworked += waits + works;
            }
            tape = tape.at(now).ended(it, ANA);
            by = Some(it);
        }
        (tape.recovered().closed().facts, reworked)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_facts_in_order_add_up(facts in stream(false)) {
        let plan = plan();
        let outcomes = play(&mut Recorder::new(&plan), &facts);
        for outcome in &outcomes {
            adds_up(outcome)?;
        }
        prop_assert!(outcomes.iter().any(|o| o.incident.0 == 0) && outcomes.iter().any(|o| o.incident.0 == 1));
        prop_assert!(outcomes.is_sorted_by_key(|o| o.incident));
    }

    #[test]
    fn facts_out_of_order_add_up_too(facts in stream(true)) {
        let plan = plan();
        for outcome in play(&mut Recorder::new(&plan), &facts) {
            adds_up(&outcome)?;
        }
    }

    #[test]
    fn a_recorder_used_again_says_the_same(first in stream(false), second in stream(false)) {
        let plan = plan();
        let fresh = play(&mut Recorder::new(&plan), &second);
        let mut used = Recorder::new(&plan);
        play(&mut used, &first);
        for (at, fact) in &first {
            used.observe(*at, fact);
        }
        used.reset();
        prop_assert_eq!(play(&mut used, &second), fresh);
    }

    #[test]
    fn a_sensible_response_hides_nothing((facts, reworked) in sensible()) {
        let plan = plan();
        let outcome = play(&mut Recorder::new(&plan), &facts).remove(0);
        adds_up(&outcome)?;
        let (alerted, first) = (outcome.alerted, facts.iter().find(|f| matches!(f.1, Fact::Released { .. })).map(|f| f.0));
        let minutes = |state: Wait| outcome.ledger[state as usize].0 / Span::MINUTE.0;
        // Jobs may be told to wait for these two as well, so they are lower bounds.
        prop_assert!(minutes(Wait::Undetected) >= alerted.map_or(0, |a| (a - minute(0)).0 / Span::MINUTE.0));
        prop_assert!(Some(minutes(Wait::Unanswered)) >= first.zip(alerted).map(|(f, a)| (f - a).0 / Span::MINUTE.0));
        prop_assert!(minutes(Wait::Rework) >= reworked);
    }
}
