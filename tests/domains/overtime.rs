//! Work that lasts: it is handed over at the end of a shift, people tire, they are torn from one incident to another.

use std::sync::Arc;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, Wait};
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{facts, one, plan_of};

const REACH: &str =
    r#"reach: (on_shift: (answers: 1.0, after: "0s"), on_call: (answers: 0, after: "0s"), off_duty: (answers: 0, after: "0s")),"#;

/// Somebody there from midnight to 5 and again from 9 on; one incident at 1, reported at once.
fn handed_over(effort: &str, at_shift_end: &str) -> Arc<Plan> {
    plan_of(&handed_over_text(effort, at_shift_end))
}
fn handed_over_text(effort: &str, at_shift_end: &str) -> String {
    format!(
        r#"(name: "handed over", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "5d", {REACH}
        teams: {{"ops": (at_shift_end: {at_shift_end})}}, people: {{"op": (team: "ops", skills: {{"craft": Working}})}},
        overrides: {{
            "early": Add(people: ["op"], from: "2026-01-05T00:00", to: "2026-01-05T05:00"),
            "late": Add(people: ["op"], from: "2026-01-05T09:00", to: "2026-01-09T00:00"),
        }},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: {effort})}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T01:00", severity: High, reported: "0s")}})"#
    )
}
fn only(plan: &Arc<Plan>, replication: u64) -> Outcome {
    let mut all = one(plan, &mut Play::new(plan.clone()), 1, replication);
    assert_eq!(all.len(), 1);
    all.remove(0)
}
/// The hour at which it was done.
fn ends(plan: &Arc<Plan>, replication: u64) -> f64 {
    only(plan, replication).closed.unwrap().0 as f64 / 3_600_000.0
}
/// All parts of the ledger that are not nothing, in minutes.
fn parts(o: &Outcome) -> Vec<(Wait, f64)> {
    let all = Wait::ALL.iter().filter(|w| o.ledger[**w as usize] > Span(0));
    all.map(|w| (*w, o.ledger[*w as usize].0 as f64 / 60_000.0)).collect()
}
fn after(count: i64) -> Instant {
    Instant(0) + Span::hours(count)
}

/// As one would write it down: a shift until 5 on Monday and again from 9 on, nobody called at home, one job at 1 of 10 or 20 hours.
fn nobody_from_five_to_nine(then: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(
            name: "Nobody from 5 to 9", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "5d",
            reach: (off_duty: (answers: 0)),
            rosters: {{"shifts": Weekly([
                (days: "Mon", from: "00:00", to: "05:00"), (days: "Mon", from: "09:00", to: "24:00"), (days: "Tue-Sun", from: "00:00", to: "24:00"),
            ])}},
            teams: {{"crew": (at_shift_end: HandOver(then: {then}))}},
            people: {{"kim": (team: "crew", roster: "shifts")}},
            playbooks: {{"job": (tasks: {{"do": (phase: Recover, teams: ["crew"], effort: Empirical(["10h", "20h"]))}})}},
            incidents: {{"arrival": (playbook: "job", at: "2026-01-05T01:00", severity: High, reported: "0s")}},
        )"#
    ))
}

#[test]
fn another_engine_s_trace_holds_one_arrival_and_nobody_from_5_to_9() {
    // Ciw, test_preemptive_schedules_resume_options: arrival at 1, service 10, next sample 20; ends at 15 resume, 19 restart, 29 resample.
    let plans = ["Resume", "Restart", "Resample"].map(nobody_from_five_to_nine);
    // The luck of each play gives a first sample and the next; all four pairs of 10 and 20 hours come up in a few plays.
    let mut pairs = Vec::new();
    for replication in 0..16 {
        let [resume, restart, resample] = plans.each_ref().map(|plan| ends(plan, replication));
        let (service, next) = (restart - 9.0, resample - 9.0);
        assert_eq!([resume, restart, resample], [5.0 + service, 9.0 + service, 9.0 + next], "4 hours are done before 5");
        if (service, next) == (10.0, 20.0) {
            assert_eq!([resume, restart, resample], [15.0, 19.0, 29.0]);
        }
        pairs.push((service as u32, next as u32));
    }
    pairs.sort_unstable();
    pairs.dedup();
    assert_eq!(pairs, [(10, 10), (10, 20), (20, 10), (20, 20)]);
}

#[test]
fn another_engine_s_trace_holds_work_finished_after_the_shift() {
    // Ciw, test_overtime: inter-arrivals 1,0,0,8,0,3; services 5,7,9,4,5,5; three servers to 7, two to 11, one to 20.
    let plan = plan_of(
        r#"(
            name: "Crews in turn", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "5d",
            reach: (off_duty: (answers: 0)),
            rosters: {
                "early": Weekly([(days: "Mon", from: "00:00", to: "07:00")]),
                "day": Weekly([(days: "Mon", from: "07:00", to: "11:00")]),
                "late": Weekly([(days: "Mon", from: "11:00", to: "20:00")]),
            },
            teams: {"crews": (at_shift_end: Finish)},
            people: {
                "ann": (count: 3, team: "crews", roster: "early"), "bob": (count: 2, team: "crews", roster: "day"),
                "cy": (team: "crews", roster: "late"),
            },
            playbooks: {
                "4h": (tasks: {"do": (phase: Recover, teams: ["crews"], effort: "4h")}),
                "5h": (tasks: {"do": (phase: Recover, teams: ["crews"], effort: "5h")}),
                "7h": (tasks: {"do": (phase: Recover, teams: ["crews"], effort: "7h")}),
                "9h": (tasks: {"do": (phase: Recover, teams: ["crews"], effort: "9h")}),
            },
            incidents: {
                "1": (playbook: "5h", at: "2026-01-05T01:00", severity: High, reported: "0s"),
                "2": (playbook: "7h", at: "2026-01-05T01:00", severity: High, reported: "0s"),
                "3": (playbook: "9h", at: "2026-01-05T01:00", severity: High, reported: "0s"),
                "4": (playbook: "4h", at: "2026-01-05T09:00", severity: High, reported: "0s"),
                "5": (playbook: "5h", at: "2026-01-05T09:00", severity: High, reported: "0s"),
                "6": (playbook: "5h", at: "2026-01-05T12:00", severity: High, reported: "0s"),
            },
        )"#,
    );
    let mut overtimes = [0; 6];
    for (at, fact) in facts(&plan, 1, 0) {
        if let Fact::Ended { job, person: Some(person), .. } = fact {
            let shift_end = plan.hours[plan.people[person.at()].hours as usize].spans()[0].1;
            overtimes[job.incident.at()] = ((at - shift_end).0).max(0) / Span::HOUR.0;
        }
    }
    assert_eq!(overtimes, [0, 1, 3, 2, 3, 0]);
}

#[test]
fn a_hand_over_costs_reading_in_and_what_is_lost_and_nothing_else() {
    use Wait::{HandOver, OffDuty, Working};
    let ledger = |at_shift_end: &str| parts(&only(&handed_over(r#""10h""#, at_shift_end), 0));
    // Four of ten hours are done before 5, nobody is there until 9.
    assert_eq!(ledger("HandOver()"), [(OffDuty, 240.0), (Working, 600.0)]);
    assert_eq!(ledger(r#"HandOver(cost: "20m")"#), [(OffDuty, 240.0), (HandOver, 20.0), (Working, 600.0)]);
    // 15 % of four hours.
    assert_eq!(ledger(r#"HandOver(cost: "20m", loses: 0.15)"#), [(OffDuty, 240.0), (HandOver, 56.0), (Working, 600.0)]);
    assert_eq!(ledger("HandOver(then: Restart)"), [(OffDuty, 240.0), (HandOver, 240.0), (Working, 600.0)]);
    assert_eq!(ledger("HandOver(loses: 1.0)"), ledger("HandOver(then: Restart)"));
    // Who finishes hands nothing over.
    assert_eq!(ledger("Finish"), [(Working, 600.0)]);
}

#[test]
fn what_is_lost_is_told() {
    let plan = handed_over(r#""10h""#, r#"HandOver(cost: "20m", loses: 0.15)"#);
    let told = facts(&plan, 1, 0).into_iter().find_map(|(at, fact)| match fact {
        Fact::HandedOver { again, .. } => Some((at, again)),
        _ => None,
    });
    assert_eq!(told, Some((after(5), Span::minutes(36))));
}

/// Somebody on shift from midnight on, one incident at the hour given that takes ten hours.
fn tired(hour: u32, work: &str) -> Outcome {
    let plan = plan_of(&format!(
        r#"(name: "tired", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "5d", {REACH} {work}
        teams: {{"ops": ()}}, people: {{"op": (team: "ops")}},
        overrides: {{"shift": Add(people: ["op"], from: "2026-01-05T00:00", to: "2026-01-07T00:00")}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "10h")}})}},
        incidents: {{"i": (playbook: "p", at: "2026-01-05T{hour:02}:00", severity: High, reported: "0s")}})"#
    ));
    only(&plan, 0)
}

#[test]
fn work_in_hand_slows_at_the_very_instant_at_which_somebody_tires() {
    let working = |hour, work: &str| {
        let o = tired(hour, work);
        assert_eq!(parts(&o).len(), 1, "nothing but work moves: {:?}", parts(&o));
        o.ledger[Wait::Working as usize]
    };
    assert_eq!(working(0, ""), Span::hours(10));
    // Four hours as usual, 2 h 40 min of work in the next four, the last 3 h 20 min in twice the time.
    let fatigue = r#"work: (fatigue: [(after: "4h", takes: 1.5), (after: "8h", takes: 2.0)]),"#;
    assert_eq!(working(0, fatigue), Span::hours(8) + Span::minutes(400));
    // Somebody who is tired already when the work begins: four hours in 1.5 times the time from 4 to 8, then twice the time.
    assert_eq!(working(4, fatigue), Span::hours(4) + (Span::hours(10) - Span::minutes(160)) * 2);
    assert_eq!(working(9, fatigue), Span::hours(20));
    // Nobody is tired who is done before.
    assert_eq!(working(0, r#"work: (fatigue: [(after: "10h", takes: 1.5)]),"#), Span::hours(10));
    // A night's rest begins another stretch: who must rest after eight hours is fresh again for the rest of the work.
    let rest = r#"rest: (longest_stretch: "8h", least_rest: "10h"), work: (fatigue: [(after: "6h", takes: 2.0)]),"#;
    // Six hours, one hour of work in two, ten hours of rest, three hours.
    assert_eq!(parts(&tired(0, rest)), [(Wait::OffDuty, 600.0), (Wait::Working, 660.0)]);
}

#[test]
fn a_call_out_is_a_stretch_of_its_own() {
    let plan = |work: &str| {
        plan_of(&format!(
            r#"(name: "called", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "5d",
            reach: (off_duty: (answers: 1, after: "30m")), work: ({work}), teams: {{"ops": ()}}, people: {{"op": (team: "ops")}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "5h")}})}},
            incidents: {{"i": (playbook: "p", at: "2026-01-05T00:00", severity: High, reported: "0s")}})"#
        ))
    };
    let working = |work: &str| only(&plan(work), 0).ledger[Wait::Working as usize];
    assert_eq!(working(""), Span::hours(5));
    assert_eq!(working(r#"fatigue: [(after: "4h", takes: 1.5)]"#), Span::hours(4) + Span::minutes(90));
}

/// One person, two incidents of an hour: the second at the hour given.
fn torn(second: &str, switch: &str) -> Vec<Vec<(Wait, f64)>> {
    let plan = plan_of(&format!(
        r#"(name: "torn", time_zone: "UTC", starts: "2026-01-05T08:00", runs_for: "3d", horizon: "5d", {REACH} {switch}
        rosters: {{"office": Weekly([(days: "daily", from: "08:00", to: "16:00")])}},
        teams: {{"ops": (preemption: Resume)}}, people: {{"op": (team: "ops", roster: "office")}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], effort: "1h")}})}},
        incidents: {{
            "a": (playbook: "p", at: "2026-01-05T08:00", severity: Medium, reported: "0s"),
            "b": (playbook: "p", at: "{second}", severity: High, reported: "0s"),
        }})"#
    ));
    one(&plan, &mut Play::new(plan.clone()), 1, 0).iter().map(parts).collect()
}

#[test]
fn taking_up_another_incident_costs_a_start_but_not_at_the_start_of_a_duty() {
    use Wait::{Busy, HandOver, Working};
    let switch = r#"work: (switch: "10m"),"#;
    // At once after the first, on the same day.
    assert_eq!(torn("2026-01-05T09:00", ""), [[(Working, 60.0)], [(Working, 60.0)]]);
    assert_eq!(torn("2026-01-05T09:00", switch), [vec![(Working, 60.0)], vec![(HandOver, 10.0), (Working, 60.0)]]);
    // In between: taken from the first after half an hour, and back to it after the second.
    let expected = [vec![(Busy, 70.0), (HandOver, 10.0), (Working, 60.0)], vec![(HandOver, 10.0), (Working, 60.0)]];
    assert_eq!(torn("2026-01-05T08:30", switch), expected);
    // The next day nobody has the first in mind any more.
    assert_eq!(torn("2026-01-06T09:00", switch), [[(Working, 60.0)], [(Working, 60.0)]]);
}

#[test]
fn a_call_out_within_an_hour_of_a_shift_goes_on_with_its_stretch_and_a_later_one_begins_another() {
    // A shift from 8 to 16; 12 hours at most. Reported at 16:00 or an hour later, answered at once.
    let rests = |at: &str| {
        let plan = plan_of(&format!(
            r#"(name: "called", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d", horizon: "5d",
            reach: (on_shift: (answers: 1.0, after: "0s"), on_call: (answers: 1.0, after: "0s"), off_duty: (answers: 1.0, after: "0s")),
            rest: (longest_stretch: "12h", least_rest: "10h"), rosters: {{"day": Weekly([(days: "Mon-Sun", from: "08:00", to: "16:00")])}},
            teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "day", skills: {{"craft": Working}})}},
            playbooks: {{"p": (tasks: {{"do": (phase: Recover, teams: ["ops"], skill: ("craft", Working), effort: "20h")}})}},
            incidents: {{"i": (playbook: "p", at: "2026-01-05T{at}", severity: High, reported: "0s")}})"#
        ));
        let told = facts(&plan, 1, 0);
        told.iter().find(|(_, fact)| matches!(fact, Fact::MustRest { .. })).map(|(at, _)| (*at - Instant(0)).hours_f64())
    };
    assert_eq!(rests("16:00"), Some(20.0), "since 8");
    assert_eq!(rests("16:59"), Some(20.0), "since 8");
    assert_eq!(rests("17:00"), Some(29.0), "since 17");
}

/// Left in the middle, or handed over.
fn left(plan: &Arc<Plan>) -> usize {
    facts(plan, 1, 0).iter().filter(|(_, f)| matches!(f, Fact::Stopped { .. } | Fact::HandedOver { .. } | Fact::StaysOn { .. })).count()
}

#[test]
fn work_that_ends_as_the_shift_ends_is_done() {
    for law in ["HandOver(then: Restart)", "HandOver(then: Resample)", r#"HandOver(cost: "1h", loses: 0.5)"#, "Finish"] {
        let text = handed_over_text(r#""4h""#, law).replace("reach:", "work: (overtime_pay: 1.5), reach:");
        let plan = plan_of(&text);
        let done = only(&plan, 0);
        assert_eq!((done.closed, parts(&done), left(&plan)), (Some(after(5)), vec![(Wait::Working, 240.0)], 0), "{law}");
        // A second more is not.
        assert_eq!(left(&handed_over(r#""14401s""#, law)) > 0, law != "Finish", "{law}");
    }
}

#[test]
fn whoever_is_done_as_their_shift_ends_does_not_begin_what_comes_next() {
    let next = r#""4h"), "next": (phase: Recover, after: ["do"], teams: ["ops"], skill: ("craft", Working), effort: "1h""#;
    for law in ["HandOver(then: Restart)", "Finish"] {
        let plan = handed_over(next, law);
        let done = only(&plan, 0);
        assert_eq!(parts(&done), [(Wait::OffDuty, 240.0), (Wait::Working, 300.0)], "{law}");
        assert_eq!((done.closed, left(&plan)), (Some(after(10)), 0), "{law}");
    }
}

#[test]
fn work_that_ends_as_rest_is_due_is_done() {
    let text = handed_over_text(r#""4h""#, "HandOver(then: Restart)").replace("05T05:00", "05T08:00");
    let rests = text.replace("reach:", r#"rest: (longest_stretch: "5h", least_rest: "4h"), reach:"#);
    let plan = plan_of(&rests);
    let done = only(&plan, 0);
    assert_eq!((done.closed, parts(&done), left(&plan)), (Some(after(5)), vec![(Wait::Working, 240.0)], 0));
    assert!(facts(&plan, 1, 0).iter().any(|(at, f)| *at == after(5) && matches!(f, Fact::MustRest { .. })), "rest is due");
}

#[test]
fn whoever_finishes_at_the_end_of_a_shift_need_not_rest_for_it() {
    // Without a minute of overtime the next shift begins as it should, three hours later.
    let text = handed_over_text(
        r#""4h"), "next": (phase: Recover, after: ["do"], teams: ["ops"], skill: ("craft", Working), effort: "1h""#,
        "Finish",
    );
    let rests = text.replace("reach:", r#"rest: (longest_stretch: "12h", least_rest: "11h"), reach:"#);
    assert_eq!(only(&plan_of(&rests), 0).closed, Some(after(10)));
}

#[test]
fn work_that_ends_as_more_severe_work_comes_is_done() {
    let text = handed_over_text(r#""1h""#, "Finish")
        .replace("(at_shift_end", "(preemption: Restart, at_shift_end")
        .replace(r#""i": ("#, r#""first": (playbook: "p", at: "2026-01-05T00:00", severity: Low, reported: "0s"), "i": ("#);
    let plan = plan_of(&text);
    let both = one(&plan, &mut Play::new(plan.clone()), 1, 0);
    let closed: Vec<_> = both.iter().map(|o| o.closed).collect();
    assert_eq!((closed, left(&plan)), (vec![Some(after(1)), Some(after(2))], 0));
}

#[test]
fn lost_work_is_told_apart_from_reading_in() {
    let told = |law: &str| {
        let plan = handed_over(r#""10h""#, law);
        let taken_up = |(at, fact): &(Instant, Fact)| match fact {
            Fact::Started { reading_in, again, .. } if *at == after(9) => Some((reading_in.0 / 60_000, again.0 / 60_000)),
            _ => None,
        };
        facts(&plan, 1, 0).iter().find_map(taken_up)
    };
    assert_eq!(told("HandOver(then: Restart)"), Some((240, 240)));
    assert_eq!(told(r#"HandOver(cost: "30m", then: Restart)"#), Some((270, 240)));
    assert_eq!(told(r#"HandOver(cost: "30m", loses: 0.25)"#), Some((90, 60)));
    assert_eq!(told(r#"HandOver(cost: "30m")"#), Some((30, 0)));
}
