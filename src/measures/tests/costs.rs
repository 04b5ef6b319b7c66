//! What an incident costs, against sums done by hand.

use crate::measures::fixture::*;
use crate::model::fact::{Fact, Job, Stop};
use crate::model::ids::{IncidentNo, KindId};

#[test]
fn hands_on_hours_are_labour_or_the_providers() {
    let (one, two, three) = (job(RESTORE, Some(0)), job(RESTORE, Some(1)), job(RESTORE, Some(2)));
    let tape = Tape::seen().released(one, None).started(one, ANA).started(two, BEN).started(three, NIA).at(60);
    let tape = tape.tell(Fact::Stopped { job: one, person: ANA, why: Stop::ShiftEnded }).at(90).ended(two, BEN).takes_up(one, BEN, 10);
    let tape = tape.at(120).ended(three, NIA).ended(one, BEN).recovered().closed();
    let outcome = tape.outcome();
    // Ana half an hour at 100, Ben an hour and a half at 60, Nia an hour and a half at 240.
    assert_eq!((outcome.labour, outcome.provider, outcome.call_out), (50.0 + 90.0, 360.0, 0.0));
}

#[test]
fn elapsed_time_costs_nobody() {
    let copy = job(COPY, Some(0));
    let outcome = Tape::seen().released(copy, None).passes(copy).at(90).passed(copy).recovered().closed().outcome();
    assert_eq!((outcome.labour, outcome.provider), (0.0, 0.0));
}

#[test]
fn hours_after_the_shift_are_overtime_and_no_labour() {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().started(restore, ANA).at(90).tell(Fact::StaysOn { job: restore, person: ANA }).at(210);
    let tape = tape.tell(Fact::BackOnShift { job: restore, person: ANA }).at(240).ended(restore, ANA).started(restore, ANA).at(300);
    let outcome = tape.ended(restore, ANA).recovered().closed().outcome();
    // From 30 to 90 labour, to 210 overtime at time and a half, to 300 labour again.
    assert_eq!((outcome.labour, outcome.overtime, outcome.cost()), (100.0 + 150.0, 2.0 * 150.0, 550.0));
}

#[test]
fn a_call_out_ends_overtime_and_a_provider_has_none() {
    let (own, other) = (job(RESTORE, Some(0)), job(RESTORE, Some(1)));
    let tape = Tape::seen().started(own, BEN).started(other, NIA).tell(Fact::StaysOn { job: own, person: BEN });
    let tape = tape.tell(Fact::StaysOn { job: other, person: NIA }).at(90).called_out(BEN).at(330).ended(own, BEN).ended(other, NIA);
    let outcome = tape.stood_down(BEN).recovered().closed().outcome();
    assert_eq!((outcome.overtime, outcome.labour), (90.0, 0.0));
    assert_eq!((outcome.call_out, outcome.provider), (4.0 * 60.0 * 2.0, 5.0 * 240.0));
}

#[test]
fn a_call_out_is_paid_as_such_and_no_hour_twice() {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().called_out(BEN).at(60).started(restore, BEN).at(330).stood_down(BEN).at(390).ended(restore, BEN);
    let outcome = tape.recovered().closed().outcome();
    // Five hours of call-out at double pay; then an hour in hand.
    assert_eq!((outcome.call_out, outcome.labour), (5.0 * 60.0 * 2.0, 60.0));
}

#[test]
fn work_before_a_call_out_is_labour() {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().started(restore, BEN).at(90).called_out(BEN).at(330).ended(restore, BEN).stood_down(BEN).recovered().closed();
    let outcome = tape.outcome();
    assert_eq!((outcome.call_out, outcome.labour), (4.0 * 60.0 * 2.0, 60.0));
}

#[test]
fn a_short_call_out_is_paid_at_least_so_long() {
    let outcome = Tape::seen().called_out(BEN).at(31).stood_down(BEN).recovered().closed().outcome();
    assert_eq!(outcome.call_out, 4.0 * 60.0 * 2.0);
}

#[test]
fn a_providers_call_out_costs_its_hours_in_hand_only() {
    let restore = job(RESTORE, Some(0));
    let tape = Tape::seen().called_out(NIA).at(60).started(restore, NIA).at(120).ended(restore, NIA).at(180).stood_down(NIA);
    let outcome = tape.recovered().closed().outcome();
    assert_eq!((outcome.call_out, outcome.labour, outcome.provider), (0.0, 0.0, 240.0));
}

#[test]
fn nothing_is_paid_beyond_the_horizon() {
    let restore = job(RESTORE, Some(0));
    for told in [true, false] {
        let tape = Tape::seen().at(HORIZON - 300).called_out(BEN).at(HORIZON - 60).started(restore, ANA);
        let tape = if told { tape.horizon() } else { tape };
        let outcome = tape.at(HORIZON + 600).ended(restore, ANA).stood_down(BEN).outcome();
        assert_eq!((outcome.call_out, outcome.labour), (5.0 * 120.0, 100.0));
    }
}

#[test]
fn work_for_one_incident_during_a_call_out_for_another_is_paid_once() {
    let other = IncidentNo(1);
    let (own, foreign) = (job(RESTORE, Some(0)), Job { incident: other, task: RESTORE, system: None });
    let tape = Tape::seen().tell(Fact::Began { incident: other, kind: KindId(0), counted: true }).called_out(BEN).started(own, BEN);
    let tape = tape.at(90).ended(own, BEN).started(foreign, BEN).at(150).tell(Fact::CalledOut { incident: other, person: BEN });
    let tape = tape.at(330).stood_down(BEN).at(390).tell(Fact::StoodDown { incident: other, person: BEN }).at(450).ended(foreign, BEN);
    let outcomes = tape.outcomes();
    // Five hours for the first, the sixth for the second, and an hour in hand after that.
    assert_eq!((outcomes[0].call_out, outcomes[0].labour), (600.0, 0.0));
    assert_eq!((outcomes[1].call_out, outcomes[1].labour), (120.0, 60.0));
}

#[test]
fn downtime_costs_more_in_business_hours() {
    // Lost at 8:00, back at 18:30 of the same day: eight business hours and two and a half others.
    let outcome = Tape::of_kind(0).at(480).occurred().down(0).down(1).at(1_110).up(0).up(1).recovered().closed().outcome();
    assert_eq!(outcome.downtime, 8.0 * 1_000.0 + 2.5 * 100.0);
}

#[test]
fn downtime_without_return_is_counted_up_to_the_horizon() {
    let outcome = Tape::of_kind(0).at(HORIZON - 120).occurred().down(0).outcome();
    // The horizon is at 4:00 of the fifth day.
    assert_eq!(outcome.downtime, 200.0);
}

#[test]
fn an_incident_is_not_concluded_while_it_still_costs() {
    let close = job(NOTIFY, None);
    let tape = Tape::seen().called_out(BEN).down(0).at(40).recovered().started(close, ANA).closed().at(100).ended(close, ANA);
    let outcome = tape.at(640).stood_down(BEN).at(650).up(0).outcome();
    assert_eq!((outcome.labour, outcome.call_out > 1_200.0, outcome.systems[0].back), (100.0, true, Some(minute(650))));
}
