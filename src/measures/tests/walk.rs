//! How the ledger walks back: from which job, over which others, to where.

use crate::measures::fixture::*;
use crate::model::fact::Fact;
use crate::model::fact::Wait::*;
use crate::model::ids::SystemId;

#[test]
fn it_walks_back_over_several_tasks() {
    let (triage, contain, restore, verify) = (job(TRIAGE, None), job(CONTAIN, None), job(RESTORE, Some(1)), job(VERIFY, Some(1)));
    let tape = Tape::seen().released(triage, None).waits(triage, OffDuty).at(40).started(triage, ANA).at(60).ended(triage, ANA);
    let tape = tape.released(contain, Some(triage)).waits(contain, Deliberation).at(90).started(contain, ANA).at(100).ended(contain, ANA);
    let tape = tape.released(restore, Some(contain)).waits(restore, NoKnowledge).at(130).started(restore, BEN).at(200).ended(restore, BEN);
    let tape = tape.released(verify, Some(restore)).started(verify, BEN).at(205).ended(verify, BEN).recovered().closed();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (OffDuty, 10), (NoKnowledge, 30), (Deliberation, 30), (Working, 105)]);
}

#[test]
fn what_was_not_waited_for_does_not_count() {
    let (triage, notify, restore) = (job(TRIAGE, None), job(NOTIFY, None), job(RESTORE, Some(1)));
    let tape = Tape::seen().released(notify, None).waits(notify, DecisionReach).released(triage, None).started(triage, ANA);
    let tape = tape.at(60).ended(triage, ANA).released(restore, Some(triage)).started(restore, BEN).at(90).ended(restore, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Working, 60)]);
}

#[test]
fn the_job_that_ended_at_recovery_is_a_recovering_one() {
    // Containment ends at the same instant and comes first by id, but brings nothing back.
    let (contain, restore) = (job(CONTAIN, None), job(RESTORE, Some(1)));
    let tape = Tape::seen().released(contain, None).waits(contain, OffDuty).released(restore, None).waits(restore, Busy);
    let tape = tape.at(60).started(contain, ANA).started(restore, BEN).at(90).ended(contain, ANA).ended(restore, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Busy, 30), (Working, 30)]);
}

#[test]
fn of_two_that_end_at_recovery_the_lower_counts() {
    let (one, two) = (job(RESTORE, Some(1)), job(RESTORE, Some(2)));
    let tape = Tape::seen().released(two, None).waits(two, OffDuty).released(one, None).waits(one, Busy);
    let tape = tape.at(60).started(two, ANA).started(one, BEN).at(90).ended(two, ANA).ended(one, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Busy, 30), (Working, 30)]);
}

#[test]
fn of_two_releasers_that_ended_at_once_the_lower_counts_and_else_the_later() {
    let (copy, restore, verify) = (job(COPY, None), job(RESTORE, Some(1)), job(VERIFY, Some(1)));
    let elsewhere = job(COPY, Some(2));
    let told = |copied: i64, restored: i64| {
        let tape = Tape::seen().released(copy, None).passes(copy).released(restore, None).waits(restore, OffDuty);
        let tape = tape.released(elsewhere, None).waits(elsewhere, NoGrant).at(copied.min(restored));
        let tape = if copied <= restored { tape.passed(copy) } else { tape.ended(restore, ANA) };
        let tape = if copied == restored { tape.passed(elsewhere) } else { tape };
        let tape = tape.at(copied.max(restored));
        let tape = if copied <= restored { tape.ended(restore, ANA) } else { tape.passed(copy) };
        let by = if copied <= restored { restore } else { copy };
        tape.released(verify, Some(by)).started(verify, BEN).at(100).ended(verify, BEN).recovered().ledger()
    };
    assert_eq!(told(60, 60), [(Undetected, 10), (Unanswered, 20), (Vendor, 30), (Working, 40)]);
    assert_eq!(told(60, 70), [(Undetected, 10), (Unanswered, 20), (OffDuty, 40), (Working, 30)]);
    assert_eq!(told(70, 60), [(Undetected, 10), (Unanswered, 20), (Vendor, 40), (Working, 30)]);
}

#[test]
fn a_playbook_that_recovers_nothing_may_end_with_any_task() {
    let fix = job(FIX, None);
    let tape = Tape::of_kind(1).occurred().alerted().released(fix, None).waits(fix, Busy).at(7).started(fix, ANA).at(10).ended(fix, ANA);
    assert_eq!(tape.recovered().closed().ledger(), [(Busy, 7), (Working, 3)]);
}

#[test]
fn a_recovery_without_an_ending_goes_on_from_the_last_one() {
    let (contain, triage) = (job(CONTAIN, None), job(TRIAGE, None));
    let tape = Tape::seen().released(triage, None).started(triage, ANA).released(contain, None).waits(contain, NoGrant).at(50);
    // Both end at once: the lower one counts.
    let tape = tape.started(contain, BEN).at(60).ended(triage, ANA).ended(contain, BEN).at(100).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (NoGrant, 20), (Dependency, 40), (Working, 10)]);
}

#[test]
fn a_recovery_before_any_job_ended_goes_on_from_an_open_one() {
    let contain = job(CONTAIN, None);
    let tape = Tape::seen().released(contain, None).waits(contain, NoGrant).at(50).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (NoGrant, 20)]);
}

#[test]
fn a_recovery_without_any_job_was_unanswered() {
    assert_eq!(Tape::seen().at(50).recovered().ledger(), [(Undetected, 10), (Unanswered, 40)]);
    assert_eq!(Tape::of_kind(0).occurred().at(50).recovered().ledger(), [(Undetected, 50)]);
}

#[test]
fn waiting_for_ones_own_restore_is_that_restore() {
    let (first, second) = (job(RESTORE, Some(1)), job(RESTORE, Some(2)));
    let triage = job(TRIAGE, None);
    let tape = Tape::seen().released(triage, None).started(triage, ANA).at(40).ended(triage, ANA);
    let tape = tape.released(first, Some(triage)).waits(first, OffDuty).released(second, Some(triage)).waits(second, Dependency);
    let tape = tape.at(100).started(first, BEN).at(160).ended(first, BEN).up(1).released(second, Some(first)).started(second, BEN);
    let tape = tape.at(170).ended(second, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (OffDuty, 60), (Working, 80)]);
}

#[test]
fn waiting_for_a_system_outside_is_a_dependency() {
    let (triage, restore) = (job(TRIAGE, None), job(RESTORE, Some(2)));
    let start = || {
        let tape = Tape::seen().released(triage, None).started(triage, ANA).at(40).ended(triage, ANA);
        tape.released(restore, Some(triage)).waits(restore, Dependency).at(160)
    };
    let end = |tape: Tape| tape.started(restore, BEN).at(170).ended(restore, BEN).recovered().ledger();
    let expected = [(Undetected, 10), (Unanswered, 20), (Dependency, 120), (Working, 20)];
    assert_eq!(end(start()), expected);
    // Released once more by nobody, by the same one, or by a job of another incident: the wait stays what it was.
    assert_eq!(end(start().released(restore, None)), expected);
    assert_eq!(end(start().released(restore, Some(triage))), expected);
    let outside = crate::model::fact::Job { incident: crate::model::ids::IncidentNo(9), ..triage };
    assert_eq!(end(start().released(restore, Some(outside))), expected);
}

#[test]
fn a_wait_told_before_the_release_counts_back_to_the_end_of_the_releaser() {
    let (triage, restore) = (job(TRIAGE, None), job(RESTORE, Some(2)));
    let tape = Tape::seen().released(triage, None).started(triage, ANA).at(40).ended(triage, ANA).waits(restore, Busy).at(50);
    let tape = tape.released(restore, Some(triage)).started(restore, BEN).at(60).ended(restore, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Busy, 10), (Working, 20)]);
}

#[test]
fn a_task_that_is_not_needed_takes_no_time() {
    let (triage, copy, restore) = (job(TRIAGE, None), job(COPY, Some(1)), job(RESTORE, Some(1)));
    let told = |released: bool| {
        let tape = Tape::seen().released(triage, None).started(triage, ANA).at(40).ended(triage, ANA);
        let tape = if released { tape.released(copy, Some(triage)) } else { tape };
        let tape = tape.tell(Fact::Skipped { job: copy }).released(restore, Some(copy)).started(restore, BEN);
        tape.at(60).ended(restore, BEN).recovered().ledger()
    };
    let expected = [(Undetected, 10), (Unanswered, 20), (Working, 30)];
    assert_eq!(told(true), expected);
    assert_eq!(told(false), expected);
}

#[test]
fn a_late_hit_goes_on_with_the_open_containment() {
    let (triage, contain, eradicate, late) = (job(TRIAGE, None), job(CONTAIN, None), job(ERADICATE, None), job(RESTORE, Some(3)));
    let tape = Tape::seen().released(triage, None).started(triage, ANA).at(40).ended(triage, ANA).released(eradicate, Some(triage));
    let tape = tape.waits(eradicate, NoKnowledge).released(contain, Some(triage)).waits(contain, OffDuty).at(100).hit(3).down(3);
    let tape = tape.released(late, None).waits(late, Busy).at(150).started(late, BEN).at(170).ended(late, BEN).up(3).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (OffDuty, 60), (Busy, 50), (Working, 30)]);
}

#[test]
fn a_late_hit_without_open_containment_goes_on_with_any_open_job() {
    let (eradicate, late) = (job(ERADICATE, None), job(RESTORE, Some(3)));
    let tape = Tape::seen().released(eradicate, None).waits(eradicate, NoKnowledge).at(100).released(late, None).started(late, BEN);
    assert_eq!(tape.at(170).ended(late, BEN).recovered().ledger(), [(Undetected, 10), (Unanswered, 20), (NoKnowledge, 70), (Working, 70)]);
}

#[test]
fn a_late_hit_with_nothing_open_was_unanswered() {
    let (triage, late) = (job(TRIAGE, None), job(RESTORE, Some(3)));
    let tape = Tape::seen().released(triage, None).started(triage, ANA).at(40).ended(triage, ANA).at(100).released(late, None);
    let tape = tape.started(late, BEN).at(170).ended(late, BEN).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 90), (Working, 70)]);
}

#[test]
fn first_tasks_released_together_do_not_wait_for_each_other() {
    let (contain, triage) = (job(CONTAIN, None), job(TRIAGE, None));
    let restore = job(RESTORE, Some(1));
    let tape = Tape::seen().at(45).released(contain, None).waits(contain, OffDuty).released(triage, None).started(triage, ANA);
    let tape = tape.at(60).ended(triage, ANA).released(restore, Some(triage)).started(restore, ANA).at(70).ended(restore, ANA).recovered();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 35), (Working, 25)]);
}

#[test]
fn the_horizon_cuts_the_open_task() {
    let (contain, restore) = (job(CONTAIN, None), job(RESTORE, Some(1)));
    let tape = Tape::seen().hit(1).down(1).released(contain, None).started(contain, ANA).at(60).ended(contain, ANA);
    let tape = tape.released(restore, Some(contain)).waits(restore, OffDuty);
    let expected = [(Undetected, 10), (Unanswered, 20), (OffDuty, HORIZON - 60), (Working, 30)];
    assert_eq!(tape.horizon().ledger(), expected);
}

#[test]
fn what_happens_after_the_horizon_does_not_count() {
    let restore = job(RESTORE, Some(1));
    let tape = Tape::seen().hit(1).down(1).released(restore, None).waits(restore, OffDuty).at(HORIZON + 10).started(restore, BEN);
    let tape = tape.at(HORIZON + 20).ended(restore, BEN).up(1).recovered().closed();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (OffDuty, HORIZON - 30)]);
    assert_eq!(tape.outcome().recovered, None);
}

#[test]
fn at_the_horizon_a_system_that_is_not_back_counts_before_other_work() {
    let (contain, one, two) = (job(CONTAIN, None), job(RESTORE, Some(1)), job(RESTORE, Some(2)));
    let tape =
        Tape::seen().hit(1).down(1).hit(2).down(2).released(contain, None).waits(contain, NoGrant).released(one, None).waits(one, Busy);
    let tape = tape.released(two, None).waits(two, OffDuty).at(60).up(1);
    assert_eq!(tape.horizon().ledger(), [(Undetected, 10), (Unanswered, 20), (OffDuty, HORIZON - 30)]);
}

#[test]
fn at_the_horizon_a_restore_counts_before_one_that_waits_for_it() {
    let (one, two) = (job(RESTORE, Some(1)), job(RESTORE, Some(2)));
    let tape =
        Tape::seen().hit(1).down(1).hit(2).down(2).released(one, None).waits(one, Dependency).released(two, None).waits(two, NoGrant);
    assert_eq!(tape.horizon().ledger(), [(Undetected, 10), (Unanswered, 20), (NoGrant, HORIZON - 30)]);
}

#[test]
fn at_the_horizon_with_nothing_open_the_last_ended_counts() {
    let triage = job(TRIAGE, None);
    let tape = Tape::seen().hit(1).down(1).released(triage, None).started(triage, ANA).at(60).ended(triage, ANA).closed().horizon();
    assert_eq!(tape.ledger(), [(Undetected, 10), (Unanswered, 20), (Dependency, HORIZON - 60), (Working, 30)]);
}

#[test]
fn the_response_during_dwell_is_clipped_at_the_occurrence() {
    let (triage, contain, restore) = (job(TRIAGE, None), job(CONTAIN, None), job(RESTORE, Some(1)));
    let tape =
        Tape::of_kind(0).at(10).alerted().at(20).acknowledged().released(triage, None).started(triage, ANA).at(30).ended(triage, ANA);
    let tape = tape.released(contain, Some(triage)).waits(contain, DecisionReach).at(100).occurred().hit(1).down(1);
    let tape = tape.at(150).started(contain, ANA).at(160).ended(contain, ANA).released(restore, Some(contain)).started(restore, ANA);
    let tape = tape.at(200).ended(restore, ANA).up(1).recovered().closed();
    assert_eq!(tape.ledger(), [(DecisionReach, 50), (Working, 50)]);
    assert_eq!(tape.outcome().systems[0].system, SystemId(1));
}

#[test]
fn alerted_during_dwell_and_unanswered_from_the_occurrence_on() {
    let tape = Tape::of_kind(0).at(10).alerted().at(100).occurred().at(130).acknowledged();
    assert_eq!(tape.horizon().ledger(), [(Unanswered, HORIZON - 100)]);
}

#[test]
fn stopped_before_impact_has_an_empty_ledger() {
    let contain = job(CONTAIN, None);
    let tape = Tape::of_kind(0).at(10).alerted().acknowledged().released(contain, None).started(contain, ANA).at(60).ended(contain, ANA);
    let tape = tape.tell(Fact::Contained { incident: INCIDENT }).tell(Fact::StoppedBeforeImpact { incident: INCIDENT }).closed();
    assert_eq!(tape.ledger(), []);
    let outcome = tape.outcome();
    assert!(outcome.stopped_before_impact);
    assert_eq!((outcome.occurred, outcome.recovered, outcome.contained), (None, None, Some(minute(60))));
}
