//! A second opinion: the night, played by the engine and by an independent program of a few hundred lines that was written from the rules of the
//! scenario format alone. They must come to the same milestones and the same wait ledger to the millisecond.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "support/lab.rs"]
mod lab;
#[allow(dead_code)]
#[path = "../benches/peers/night.rs"]
mod night;

use std::path::Path;

use firedrill::measures::Outcome;
use firedrill::model::fact::Wait;
use firedrill::play::Play;
use firedrill::text::Request;
use night::{Night, Program};

/// What the engine says of an outage, in the words of the independent program.
fn of(outcome: &Outcome) -> Night {
    let at = |instant: Option<firedrill::engine::time::Instant>| instant.map(|i| i.0);
    Night {
        began: outcome.began.0,
        alerted: at(outcome.alerted),
        acknowledged: at(outcome.acknowledged),
        aware: at(outcome.aware),
        escalated: at(outcome.escalated),
        contained: at(outcome.contained),
        recovered: at(outcome.recovered),
        closed: at(outcome.closed),
        back: std::array::from_fn(|s| at(outcome.systems.iter().find(|row| row.system.at() == s).and_then(|row| row.back))),
        ledger: Wait::ALL.map(|wait| outcome.ledger[wait as usize].0),
    }
}

#[test]
fn the_engine_and_an_independent_program_agree_on_every_night_to_the_millisecond() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/models/night.ron");
    let plan = firedrill::scenario::open(&Request { scenario: &file, models: &[], sets: &[] }).unwrap_or_else(|e| panic!("{e}")).plan;
    let replications = std::env::var("REPLICATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(100);
    let mut play = Play::new(plan.clone());
    let mut program = Program::new();
    let (mut nights, mut wrong, mut seen) = (0, 0, [0_i64; night::STATES]);
    for replication in 0..replications {
        let ours: Vec<Night> = lab::one(&plan, &mut play, 1, replication).iter().map(of).collect();
        let mut theirs = Vec::new();
        program.play(1, replication, &mut |night| theirs.push(night.clone()));
        for (no, (a, b)) in ours.iter().zip(&theirs).enumerate() {
            nights += 1;
            seen.iter_mut().zip(&a.ledger).for_each(|(sum, part)| *sum += part);
            if a != b {
                wrong += 1;
                if wrong <= 3 {
                    println!("replication {replication}, outage {}\nengine      {a:?}\nindependent {b:?}", no + 1);
                }
            }
        }
        assert_eq!(ours.len(), theirs.len(), "replication {replication}");
    }
    assert_eq!(wrong, 0, "of {nights} nights");
    // Every state that a night can be in has been met, so that agreeing on it means something.
    for wait in [Wait::Undetected, Wait::Unanswered, Wait::OffDuty, Wait::Busy, Wait::NoGrant, Wait::NoKnowledge] {
        assert!(seen[wait as usize] > 0, "{}", wait.name());
    }
    for wait in [Wait::DecisionReach, Wait::Deliberation, Wait::HandOver, Wait::Rework, Wait::Working] {
        assert!(seen[wait as usize] > 0, "{}", wait.name());
    }
    println!("{nights} nights agree");
}
