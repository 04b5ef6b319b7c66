//! Milestones, systems, decisions; when incidents are concluded, and what is kept of them meanwhile.

use crate::engine::time::Instant;
use crate::measures::fixture::*;
use crate::measures::{DecisionRecord, Recorder, SystemOutcome};
use crate::model::fact::{Answer, Authority, Fact};
use crate::model::ids::{DecisionId, IncidentNo, KindId, PolicyId, SystemId};

#[test]
fn the_first_of_each_milestone_counts() {
    let all = |tape: Tape| {
        let tape = tape.tell(Fact::Aware { incident: INCIDENT, severity: crate::model::incident::entry::Severity::Low });
        let tape = tape.tell(Fact::Declared { incident: INCIDENT, lead: None }).tell(Fact::Escalated { incident: INCIDENT });
        tape.tell(Fact::Contained { incident: INCIDENT }).tell(Fact::Silent { incident: INCIDENT, policy: PolicyId(0) })
    };
    let tape = all(all(Tape::seen().at(40)).at(50).occurred().alerted().acknowledged()).at(60).recovered().at(70).closed();
    let outcome = tape.outcome();
    assert_eq!((outcome.began, outcome.horizon), (minute(0), minute(HORIZON)));
    assert_eq!([outcome.occurred, outcome.alerted, outcome.acknowledged], [0, 10, 30].map(|m| Some(minute(m))));
    assert_eq!([outcome.aware, outcome.declared, outcome.escalated, outcome.contained], [Some(minute(40)); 4]);
    assert_eq!([outcome.recovered, outcome.closed], [60, 70].map(|m| Some(minute(m))));
    assert_eq!(outcome.silences, 2);
    assert!(!outcome.stopped_before_impact);
}

#[test]
fn a_milestone_at_the_horizon_counts_and_one_after_it_does_not() {
    assert_eq!(Tape::seen().at(HORIZON).recovered().outcome().recovered, Some(minute(HORIZON)));
    assert_eq!(Tape::seen().at(HORIZON + 1).recovered().outcome().recovered, None);
}

#[test]
fn systems_lost_are_told_by_id_with_their_objectives() {
    let tape = Tape::seen().hit(0).down(1).down(0).at(270).up(0).at(280).recovered().closed().at(300).up(1);
    let lost = minute(30);
    let unmeasured = SystemOutcome {
        system: SystemId(0),
        hit: true,
        lost,
        back: None,
        rto_met: None,
        mtpd_met: None,
        isolated: false,
        full: None,
        caught_up: None,
        data_loss: None,
        no_copy_left: false,
        rpo_met: None,
        penalty: 0.0,
    };
    let expected = [
        SystemOutcome {
            system: SystemId(0),
            hit: true,
            lost,
            back: Some(minute(270)),
            rto_met: Some(true),
            mtpd_met: Some(true),
            ..unmeasured
        },
        SystemOutcome { system: SystemId(1), hit: false, lost, back: Some(minute(300)), rto_met: None, mtpd_met: None, ..unmeasured },
    ];
    assert_eq!(tape.outcome().systems, expected);
}

#[test]
fn objectives_are_missed_late_or_by_never_coming_back() {
    let late = Tape::seen().down(0).at(271).up(0).outcome().systems[0];
    assert_eq!((late.rto_met, late.mtpd_met), (Some(false), Some(true)));
    let never = Tape::seen().down(0).outcome().systems[0];
    assert_eq!((never.back, never.rto_met, never.mtpd_met), (None, Some(false), Some(false)));
    // Lost five hours before the horizon: the shorter limit is missed, of the longer nothing is known.
    let open = Tape::seen().at(HORIZON - 300).down(0).outcome().systems[0];
    assert_eq!((open.back, open.rto_met, open.mtpd_met), (None, Some(false), None));
}

#[test]
fn a_system_lost_twice_has_two_rows_and_one_lost_to_another_incident_none() {
    let other = IncidentNo(1);
    let tape = Tape::seen().down(0).down(0).at(40).up(0).at(50).down(0).at(70).up(0);
    let tape =
        tape.tell(Fact::Began { incident: other, kind: KindId(0), counted: true }).tell(Fact::Down { system: SystemId(1), by: other });
    let tape = tape.tell(Fact::Hit { incident: INCIDENT, system: SystemId(1) }).at(90).up(1).at(95).up(1);
    let outcomes = tape.outcomes();
    let rows = |index: usize| outcomes[index].systems.iter().map(|s| (s.system.0, s.lost, s.back)).collect::<Vec<_>>();
    assert_eq!(rows(0), [(0, minute(30), Some(minute(40))), (0, minute(50), Some(minute(70)))]);
    assert_eq!(rows(1), [(1, minute(70), Some(minute(90)))]);
}

#[test]
fn warm_up_incidents_come_to_nothing() {
    let restore = job(RESTORE, Some(0));
    let mut tape = Tape::seen().down(0).released(restore, None).started(restore, ANA).at(50).ended(restore, ANA).up(0).recovered().closed();
    tape.facts[0].1 = Fact::Began { incident: INCIDENT, kind: KindId(0), counted: false };
    assert_eq!(tape.outcomes(), []);
}

fn row(
    asked: i64,
    reached: Option<i64>,
    decided: Option<(i64, Answer)>,
    person: Option<u32>,
    authority: Option<Authority>,
) -> DecisionRecord {
    DecisionRecord {
        decision: DecisionId(3),
        asked: minute(asked),
        reached: reached.map(minute),
        decided: decided.map(|d| minute(d.0)),
        person: person.map(crate::model::ids::PersonId),
        answer: decided.map(|d| d.1),
        authority,
    }
}

struct Deciding(Tape);
impl Deciding {
    const DECISION: DecisionId = DecisionId(3);
    fn asked(at: i64) -> Deciding {
        Deciding(Tape::seen()).ask(at)
    }
    fn ask(self, at: i64) -> Deciding {
        Deciding(self.0.at(at).tell(Fact::Asked { incident: INCIDENT, decision: Self::DECISION, job: job(CONTAIN, None) }))
    }
    fn reached(self, at: i64, person: crate::model::ids::PersonId) -> Deciding {
        Deciding(self.0.at(at).tell(Fact::Reached { incident: INCIDENT, decision: Self::DECISION, person }))
    }
    fn decided(self, at: i64, person: Option<crate::model::ids::PersonId>, answer: Answer, authority: Authority) -> Deciding {
        Deciding(self.0.at(at).tell(Fact::Decided { incident: INCIDENT, decision: Self::DECISION, person, answer, authority }))
    }
    fn granted(self, authority: Authority) -> Vec<DecisionRecord> {
        self.0.tell(Fact::Granted { incident: INCIDENT, decision: Self::DECISION, authority }).outcome().decisions
    }
}

#[test]
fn an_answer_is_a_row() {
    let rows =
        Deciding::asked(40).ask(45).reached(50, ANA).decided(60, Some(ANA), Answer::Approved, Authority::Holder).granted(Authority::Holder);
    assert_eq!(rows, [row(40, Some(50), Some((60, Answer::Approved)), Some(0), Some(Authority::Holder))]);
}

#[test]
fn a_quorum_and_a_deferral_have_a_row_an_answer() {
    let tape = Deciding::asked(40).reached(50, ANA).reached(55, BEN).decided(60, Some(BEN), Answer::Approved, Authority::Delegate);
    let tape = tape.decided(70, Some(ANA), Answer::Deferred, Authority::Holder).decided(90, Some(ANA), Answer::Approved, Authority::Holder);
    let expected = [
        row(40, Some(50), Some((70, Answer::Deferred)), Some(0), Some(Authority::Holder)),
        row(40, Some(55), Some((60, Answer::Approved)), Some(1), Some(Authority::Delegate)),
        row(40, Some(50), Some((90, Answer::Approved)), Some(0), Some(Authority::Holder)),
    ];
    assert_eq!(tape.granted(Authority::Holder), expected);
}

#[test]
fn standing_permission_and_no_authority_are_told() {
    let standing = Authority::PreAuthorised(1);
    let rows = Deciding::asked(40).decided(40, Some(ANA), Answer::Approved, standing).granted(standing);
    assert_eq!(rows, [row(40, None, Some((40, Answer::Approved)), Some(0), Some(standing))]);
    let rows = Deciding::asked(40).reached(50, ANA).decided(80, None, Answer::Approved, Authority::Nobody).granted(Authority::Nobody);
    let expected = [row(40, Some(50), None, Some(0), None), row(40, None, Some((80, Answer::Approved)), None, Some(Authority::Nobody))];
    assert_eq!(rows, expected);
}

#[test]
fn an_unanswered_asking_and_a_bare_grant_are_rows() {
    assert_eq!(Deciding::asked(40).0.outcome().decisions, [row(40, None, None, None, None)]);
    let rows = Deciding::asked(40).reached(50, ANA).granted(Authority::Holder);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1], row(40, None, Some((50, Answer::Approved)), None, Some(Authority::Holder)));
}

/// Plays incidents one after another, two open at a time.
fn queue(recorder: &mut Recorder, count: u32) {
    for no in 0..count {
        let at = Instant(i64::from(no) * 1_000);
        let incident = IncidentNo(no);
        let fix = |incident| crate::model::fact::Job { incident, task: FIX, system: None };
        recorder.observe(at, &Fact::Began { incident, kind: KindId(1), counted: no >= 2 });
        recorder.observe(at, &Fact::Occurred { incident, severity: crate::model::incident::entry::Severity::Low });
        recorder.observe(at, &Fact::Released { job: fix(incident), by: None, attempt: 1 });
        recorder.observe(at, &Fact::Waits { job: fix(incident), on: crate::model::fact::Wait::Busy });
        let Some(before) = no.checked_sub(1).map(IncidentNo) else { continue };
        let ended = Fact::Ended { job: fix(before), person: Some(ANA), attempt: 1, ending: crate::model::fact::Ending::Done };
        let reading_in = crate::engine::time::Span(0);
        recorder.observe(
            at,
            &Fact::Started { job: fix(before), person: Some(ANA), attempt: 1, reading_in, again: reading_in, improvised: false },
        );
        recorder.observe(at + crate::engine::time::Span(500), &ended);
        recorder.observe(at + crate::engine::time::Span(500), &Fact::Recovered { incident: before });
        recorder.observe(at + crate::engine::time::Span(500), &Fact::Closed { incident: before });
    }
}

#[test]
fn outcomes_come_once_in_order_and_a_reset_forgets() {
    let plan = plan();
    let mut recorder = Recorder::new(&plan);
    queue(&mut recorder, 10);
    let mut numbers = Vec::new();
    recorder.drain(&mut |o| numbers.push(o.incident.0));
    assert_eq!(numbers, (2..9).collect::<Vec<_>>());
    assert!(recorder.take().is_empty());
    recorder.finish(minute(HORIZON * 2));
    let last = recorder.take();
    assert_eq!((last.len(), last[0].incident.0, last[0].recovered), (1, 9, None));
    queue(&mut recorder, 10);
    recorder.reset();
    recorder.finish(minute(HORIZON));
    assert!(recorder.take().is_empty());
    queue(&mut recorder, 10);
    assert_eq!(recorder.take().len(), 7);
}

#[test]
fn it_keeps_only_open_incidents() {
    let plan = plan();
    let mut recorder = Recorder::new(&plan);
    let mut count = 0;
    for _ in 0..5 {
        recorder.reset();
        queue(&mut recorder, 20_000);
        recorder.drain(&mut |o| {
            let total: i64 = o.ledger.iter().map(|s| s.0).sum();
            assert_eq!(total, 1_500);
            count += 1;
        });
    }
    assert_eq!(count, 5 * (20_000 - 3));
    assert!(recorder.held() <= 2, "{} records", recorder.held());
}

#[test]
fn a_play_that_is_cut_short_counts_up_to_there() {
    let plan = plan();
    let mut recorder = Recorder::new(&plan);
    for (at, fact) in Tape::seen().down(0).facts {
        recorder.observe(at, &fact);
    }
    recorder.finish(minute(100));
    let outcome = recorder.take().remove(0);
    assert_eq!(outcome.horizon, minute(100));
    assert_eq!(outcome.ledger.iter().map(|s| s.0).sum::<i64>(), (outcome.horizon - minute(0)).0);
    assert_eq!(outcome.systems[0].rto_met, None);
}
