//! One scenario for each state of the ledger, in which its length is known.

use crate::measures::fixture::*;
use crate::model::fact::Wait::*;
use crate::model::fact::{Ending, Stop, Wait};

#[test]
fn undetected_and_unanswered_come_before_the_response() {
    let triage = job(TRIAGE, None);
    let tape = Tape::seen().released(triage, None).started(triage, ANA).at(50).ended(triage, ANA).recovered().closed();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Working, 20)]);
}

#[test]
fn nobody_ever_notices() {
    assert_eq!(Tape::of_kind(0).at(5).occurred().horizon().ledger(), [(Undetected, HORIZON - 5)]);
}

#[test]
fn nobody_ever_answers() {
    assert_eq!(Tape::of_kind(0).occurred().at(10).alerted().horizon().ledger(), [(Undetected, 10), (Unanswered, HORIZON - 10)]);
}

#[test]
fn answered_and_nothing_released_is_unanswered() {
    let triage = job(TRIAGE, None);
    let tape = Tape::seen().at(45).released(triage, None).started(triage, ANA).at(50).ended(triage, ANA).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 35), (Working, 5)]);
}

/// A restore that waits for one thing for 90 minutes and is then worked on for an hour.
fn waits_for(on: Wait) -> Vec<(Wait, i64)> {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().released(restore, None).waits(restore, on).at(120).started(restore, ANA).at(180).ended(restore, ANA);
    tape.recovered().closed().ledger()
}

#[test]
fn each_wait_of_a_job_counts_as_what_it_is() {
    for on in [OffDuty, Busy, NoGrant, NoKnowledge, DecisionReach, Deliberation, Consultation, Dependency] {
        assert_eq!(waits_for(on), [(Undetected, 10), (Unanswered, 20), (on, 90), (Working, 60)], "{on:?}");
    }
}

#[test]
fn a_wait_is_cut_where_its_reason_changes() {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().released(restore, None).waits(restore, DecisionReach).at(40).waits(restore, Consultation).at(55);
    let tape =
        tape.waits(restore, Deliberation).at(65).waits(restore, OffDuty).at(100).waits(restore, NoGrant).at(110).waits(restore, Busy);
    let tape = tape.at(111).started(restore, ANA).at(113).ended(restore, ANA).recovered().closed();
    let expected = [
        (Undetected, 10),
        (Unanswered, 20),
        (OffDuty, 35),
        (Busy, 1),
        (NoGrant, 10),
        (DecisionReach, 10),
        (Deliberation, 10),
        (Consultation, 15),
    ];
    assert_eq!(tape.ledger(), [&expected[..], &[(Working, 2)]].concat());
}

#[test]
fn reading_in_is_hand_over_and_pre_empted_time_is_busy() {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().released(restore, None).started(restore, ANA).at(60);
    let tape = tape.tell(crate::model::fact::Fact::Stopped { job: restore, person: ANA, why: Stop::Preempted });
    // Nothing says what it waits for, so somebody qualified is busy; then what is said counts.
    let tape = tape.at(70).waits(restore, OffDuty).at(100).takes_up(restore, BEN, 20).at(150).ended(restore, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (OffDuty, 30), (Busy, 10), (HandOver, 20), (Working, 60)]);
}

#[test]
fn reading_in_that_is_broken_off_is_hand_over_only_as_far_as_it_went() {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().released(restore, None).takes_up(restore, ANA, 20).at(40);
    let tape = tape.tell(crate::model::fact::Fact::Stopped { job: restore, person: ANA, why: Stop::ShiftEnded });
    let tape = tape.waits(restore, OffDuty).at(100).takes_up(restore, BEN, 20).at(110).ended(restore, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (OffDuty, 60), (HandOver, 20)]);
}

#[test]
fn elapsed_time_is_a_vendors_or_work() {
    let (copy, restore) = (job(COPY, Some(0)), job(RESTORE, Some(0)));
    let tape = Tape::seen().released(copy, None).passes(copy).at(90).passed(copy).released(restore, Some(copy)).passes(restore);
    let tape = tape.at(100).passed(restore).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Vendor, 60), (Working, 10)]);
}

#[test]
fn a_vendors_task_in_our_own_hands_is_work() {
    let copy = job(COPY, Some(0));
    let tape = Tape::seen().released(copy, None).started(copy, ANA).at(90).ended(copy, ANA).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Working, 60)]);
}

#[test]
fn a_failed_attempt_is_work_and_all_of_the_next_is_rework() {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().released(restore, None).started(restore, ANA).at(60).ended_as(restore, ANA, Ending::Failed);
    let tape =
        tape.released_again(restore, restore, 2).waits(restore, OffDuty).at(100).takes_up(restore, ANA, 5).at(130).ended(restore, ANA);
    assert_eq!(tape.recovered().ledger(), [(Undetected, 10), (Unanswered, 20), (Rework, 70), (Working, 30)]);
}

#[test]
fn work_that_goes_back_is_rework_from_there_on() {
    let (restore, verify) = (job(RESTORE, Some(0)), job(VERIFY, Some(0)));
    let tape = Tape::seen().released(restore, None).started(restore, ANA).at(60).ended(restore, ANA).released(verify, Some(restore));
    let tape = tape.waits(verify, Busy).at(70).started(verify, BEN).at(80).ended_as(verify, BEN, Ending::BackTo(RESTORE));
    let tape = tape.released_again(restore, verify, 2).waits(restore, OffDuty).at(100).started(restore, ANA).at(140).ended(restore, ANA);
    let tape = tape.released_again(verify, restore, 2).started(verify, BEN).at(150).ended(verify, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Busy, 10), (Rework, 70), (Working, 40)]);
}

#[test]
fn vendors_and_their_waits_in_a_second_attempt_are_rework_too() {
    let copy = job(COPY, Some(0));
    let tape = Tape::seen().released(copy, None).passes(copy).at(60).tell(crate::model::fact::Fact::Ended {
        job: copy,
        person: None,
        attempt: 1,
        ending: Ending::Failed,
    });
    let tape = tape.at(70).released_again(copy, copy, 2).waits(copy, Dependency).at(90).passes(copy).at(120).passed(copy).recovered();
    // Ten minutes between the attempts that nothing explains.
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Dependency, 10), (Vendor, 30), (Rework, 50)]);
}
