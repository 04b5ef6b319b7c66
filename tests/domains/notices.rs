//! Notices: when their clocks start, when they are due, whether they are sent in time and because of what not; and that nothing else moves.

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{NoticeOutcome, Outcome};
use firedrill::model::fact::{Fact, Wait};
use firedrill::model::notice::deadline::{DayOff, Within};
use firedrill::model::plan::Plan;
use firedrill::play::Play;
use firedrill::study::measure::{Measure, Reading};

use crate::lab::{facts, one, plan_of};

/// Monday 5 January 2026, 12:00 UTC. One person of operations is always there; a clerk with the portal's grant and counsel work in office hours. The portal fails at noon,
/// is reported at once, looked at for half an hour (aware at 12:30) and repaired in an hour (back at 13:30).
const OFFICE: &str = r#"Weekly([(days: "Mon-Fri", from: "08:00", to: "18:00")])"#;
const DETERMINE: &str =
    r#""determine": (phase: Notify, after: ["look"], teams: ["legal"], skill: ("law", Working), decision: "determine", effort: "10m")"#;

struct Case<'a> {
    at: &'a str,
    people: &'a str,
    notices: &'a str,
    owes: &'a str,
    tasks: &'a str,
    extends: &'a [&'a str],
    severity: &'a str,
}
const PLAIN: Case = Case { at: "2026-01-05T12:00", people: "", notices: "", owes: "[]", tasks: "", extends: &[], severity: "High" };

fn text(case: &Case) -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let extends: Vec<String> = case.extends.iter().map(|file| format!("{:?}", format!("{root}/scenarios/{file}"))).collect();
    let Case { at, people, notices, owes, tasks, severity, .. } = case;
    format!(
        r#"(name: "notices", extends: [{}], time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "60d", horizon: "90d",
        reach: (on_shift: (answers: 1.0, after: "0s"), off_duty: (answers: 0.0, after: "1h")),
        rosters: {{"always": Always, "office": {OFFICE}}}, teams: {{"ops": (), "legal": ()}},
        people: {{"op": (team: "ops", roster: "always", skills: {{"craft": Working}}, cost_per_hour: 60),
            "clerk": (team: "legal", roster: "office", skills: {{"law": Working}}, grants: ["portal"], cost_per_hour: 80),
            "counsel": (team: "legal", roster: "office", cost_per_hour: 200){people}}},
        systems: {{"shop": (downtime_cost: (business_hour: 100, other: 100))}},
        decisions: {{"determine": (held_by: ["counsel"], deliberation: "2h"), "send": (held_by: ["counsel"], deliberation: "30m")}},
        notices: {{{notices}}},
        playbooks: {{"p": (notices: {owes}, tasks: {{
            "look": (phase: Triage, teams: ["ops"], effort: "30m"),
            "repair": (phase: Recover, after: ["look"], teams: ["ops"], effort: "1h"){tasks}}})}},
        incidents: {{"i": (playbook: "p", at: "{at}", hits: ["shop"], severity: {severity}, reported: "0s")}})"#,
        extends.join(", ")
    )
}
fn played(case: &Case) -> (std::sync::Arc<Plan>, Outcome) {
    let plan = plan_of(&text(case));
    let outcome = one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0);
    (plan, outcome)
}
fn notice(plan: &Plan, outcome: &Outcome, id: &str) -> NoticeOutcome {
    *outcome.notices.iter().find(|n| plan.notices[n.notice.at()].id == id).unwrap()
}
fn local(plan: &Plan, at: Option<Instant>) -> String {
    at.map_or("never".into(), |at| plan.zone.civil(at).to_string())
}
fn undetermined(plan: &Plan, outcome: &Outcome, id: &str) -> Reading {
    Measure::Undetermined(notice(plan, outcome, id).notice).read(plan, outcome)
}
fn lateness(plan: &Plan, outcome: &Outcome, id: &str) -> Reading {
    Measure::Lateness(notice(plan, outcome, id).notice).read(plan, outcome)
}
const SENT_BY_CLERK: &str = r#"teams: ["legal"], skill: ("law", Working), effort: "2h""#;

#[test]
fn a_notice_is_worked_on_once_its_clock_runs_and_nothing_else_of_the_incident_moves() {
    let (_, without) = played(&PLAIN);
    let notices = format!(r#""law": (within: "72h", from: Aware, {SENT_BY_CLERK})"#);
    let (plan, with) = played(&Case { notices: &notices, owes: r#"["law"]"#, ..PLAIN });
    let law = notice(&plan, &with, "law");
    // Aware at 12:30, the clerk writes for two hours.
    assert_eq!(local(&plan, law.started), "2026-01-05T12:30:00");
    assert_eq!(local(&plan, law.deadline), "2026-01-08T12:30:00");
    assert_eq!(local(&plan, law.submitted), "2026-01-05T14:30:00");
    assert_eq!((law.met, law.waited_on), (Some(true), Some(Wait::Working)));
    // Only what the clerk earns and the end of the last task are new.
    assert_eq!(with.labour - without.labour, 160.0);
    assert_eq!(local(&plan, with.closed), "2026-01-05T14:30:00");
    assert_eq!(local(&plan, without.closed), "2026-01-05T13:30:00");
    assert_eq!((with.ledger, with.recovered, with.escalated), (without.ledger, without.recovered, without.escalated));
    assert_eq!((with.downtime, with.call_out, &with.systems), (without.downtime, without.call_out, &without.systems));
    assert!(without.notices.is_empty());
}

#[test]
fn a_notice_brings_nothing_back_even_where_every_task_counts() {
    // Without a task of recovery the incident is recovered once all of them are done; a notice is not one of them.
    let tasks = |notices: &str| {
        text(&Case { notices, owes: if notices.is_empty() { "[]" } else { r#"["law"]"# }, ..PLAIN })
            .replace("phase: Recover", "phase: Eradicate")
    };
    let notices = format!(r#""law": (within: "72h", from: Aware, {SENT_BY_CLERK})"#);
    for text in [tasks(""), tasks(&notices)] {
        let plan = plan_of(&text);
        let outcome = one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0);
        assert_eq!(local(&plan, outcome.recovered), "2026-01-05T13:30:00");
        assert_eq!(outcome.ledger[Wait::Working as usize], Span::minutes(90));
        assert_eq!(outcome.ledger.iter().copied().sum::<Span>(), Span::minutes(90));
    }
}

#[test]
fn a_clock_that_starts_at_a_decision_starts_late_when_the_decider_sleeps_and_that_time_is_measured() {
    let notices = format!(r#""law": (within: "72h", from: Decided("determine"), {SENT_BY_CLERK})"#);
    let tasks = format!(", {DETERMINE}");
    let case = |at| Case { at, notices: &notices, owes: r#"["law"]"#, tasks: &tasks, ..PLAIN };
    // At noon counsel is there: two hours of thought after the look. Harm at 12:00, aware 12:30, determined 14:30.
    let (plan, day) = played(&case("2026-01-05T12:00"));
    assert_eq!(undetermined(&plan, &day, "law"), Reading::Value(2.5 * 3600.0));
    // On Friday at 18:00 counsel has gone, and is reached on Monday at 08:00: Friday 18:00 to Monday 10:00.
    let (plan, weekend) = played(&case("2026-01-09T18:00"));
    assert_eq!(undetermined(&plan, &weekend, "law"), Reading::Value(64.0 * 3600.0));
    let (of_day, of_weekend) = (notice(&plan, &day, "law"), notice(&plan, &weekend, "law"));
    assert_eq!(local(&plan, of_weekend.deadline), "2026-01-15T10:00:00");
    // Counted from the deadline alone, deciding late looks no worse.
    assert_eq!((of_day.met, of_weekend.met), (Some(true), Some(true)));
    assert_eq!(lateness(&plan, &weekend, "law"), Reading::Value(0.0));
    let sent = |outcome: &Outcome| Measure::Notified(of_day.notice).read(&plan, outcome);
    // 14:40 the clerk has written down the determination; the notice takes two hours from 14:30 on, but there is one clerk: 16:40.
    assert_eq!(sent(&day), Reading::Value(4.0 * 3600.0 + 40.0 * 60.0));
    assert_eq!(sent(&weekend), Reading::Value(66.0 * 3600.0 + 10.0 * 60.0));
}

#[test]
fn a_determination_never_made_is_censored_and_the_clock_never_starts() {
    let notices = format!(r#""law": (within: "72h", from: Decided("determine"), {SENT_BY_CLERK})"#);
    let tasks = format!(", {DETERMINE}");
    let case = Case { notices: &notices, owes: r#"["law"]"#, tasks: &tasks, ..PLAIN };
    let text = text(&case).replace(r#""counsel": (team: "legal", roster: "office""#, r#""counsel": (team: "legal""#);
    let plan = plan_of(&text);
    let outcome = one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0);
    let law = notice(&plan, &outcome, "law");
    assert_eq!((law.started, law.deadline, law.submitted, law.met), (None, None, None, None));
    assert_eq!(undetermined(&plan, &outcome, "law"), Reading::MoreThan(90.0 * 86_400.0));
    assert_eq!(lateness(&plan, &outcome, "law"), Reading::Missing);
    assert_eq!(Measure::Notified(law.notice).read(&plan, &outcome), Reading::MoreThan(90.0 * 86_400.0));
    assert_eq!(local(&plan, outcome.recovered), "2026-01-05T13:30:00");
}

#[test]
fn what_a_missed_deadline_waited_for_is_known() {
    let law = |fields: &str| format!(r#""law": (within: "24h", from: Aware, {fields}, effort: "2h")"#);
    let friday = "2026-01-09T18:00";
    let told = |notices: &str, people: &str| {
        let (plan, outcome) = played(&Case { at: friday, notices, owes: r#"["law"]"#, people, ..PLAIN });
        let law = notice(&plan, &outcome, "law");
        assert_eq!(local(&plan, law.deadline), "2026-01-10T18:30:00");
        (law, local(&plan, law.submitted), lateness(&plan, &outcome, "law"))
    };
    // Nobody of the team is there until Monday 08:00, and needs two hours.
    let (law_, sent, late) = told(&law(r#"teams: ["legal"], grant: "portal""#), "");
    assert_eq!((law_.met, law_.waited_on, sent.as_str()), (Some(false), Some(Wait::OffDuty), "2026-01-12T10:00:00"));
    assert_eq!(late, Reading::Value((24.0 + 15.5) * 3600.0));
    // Somebody is there and lacks the grant.
    let night = r#", "night": (team: "legal", roster: "always", skills: {"law": Working})"#;
    let (law_, sent, _) = told(&law(r#"teams: ["legal"], skill: ("law", Working), grant: "portal""#), night);
    assert_eq!((law_.met, law_.waited_on, sent.as_str()), (Some(false), Some(Wait::NoGrant), "2026-01-12T10:00:00"));
    // They may send it, but counsel must agree: reached on Monday at 08:00, half an hour of thought, two hours of work.
    let (law_, sent, _) = told(&law(r#"teams: ["legal"], skill: ("law", Working), decision: "send""#), night);
    assert_eq!((law_.met, law_.waited_on, sent.as_str()), (Some(false), Some(Wait::DecisionReach), "2026-01-12T10:30:00"));
    // Nothing is missing: in time.
    let (law_, sent, late) = told(&law(r#"teams: ["legal"], skill: ("law", Working)"#), night);
    assert_eq!((law_.met, law_.waited_on, sent.as_str()), (Some(true), Some(Wait::Working), "2026-01-09T20:30:00"));
    assert_eq!(late, Reading::Value(0.0));
}

#[test]
fn what_is_sent_at_the_deadline_is_in_time_and_a_millisecond_later_it_is_late() {
    for (effort, met, late) in [("24h", true, 0.0), ("24h 1ms", false, 0.001)] {
        let notices = format!(r#""law": (within: "24h", from: Aware, teams: ["ops"], effort: "{effort}")"#);
        let people = r#", "other": (team: "ops", roster: "always")"#;
        let case = Case { notices: &notices, owes: r#"["law"]"#, people, ..PLAIN };
        let (plan, outcome) = played(&case);
        let law = notice(&plan, &outcome, "law");
        assert_eq!(law.met, Some(met), "{effort}");
        assert_eq!(lateness(&plan, &outcome, "law"), Reading::Value(late));
        let missed = facts(&plan, 1, 0).iter().filter(|(_, fact)| matches!(fact, Fact::NoticeMissed { .. })).count();
        assert_eq!(missed, usize::from(!met));
    }
}

#[test]
fn dora_runs_from_the_classification_and_each_report_from_the_sending_of_the_one_before() {
    let fields = r#"teams: ["legal"], skill: ("law", Working), effort: "1h", calendar: "ireland""#;
    let notices =
        format!(r#""dora-initial": (from: Decided("determine"), {fields}), "dora-intermediate": ({fields}), "dora-final": ({fields})"#);
    let case = Case {
        at: "2026-01-08T09:00",
        notices: &notices,
        owes: r#"["dora-initial", "dora-intermediate", "dora-final"]"#,
        tasks: &format!(", {DETERMINE}"),
        extends: &["regimes/dora.ron", "calendars/ireland.ron"],
        ..PLAIN
    };
    let (plan, outcome) = played(&case);
    let of = |id| notice(&plan, &outcome, id);
    // Thursday: aware 09:30, classified 11:30; four hours. The clerk writes the determination down until 11:40, then the notification.
    assert_eq!(local(&plan, of("dora-initial").deadline), "2026-01-08T15:30:00");
    assert_eq!(local(&plan, of("dora-initial").submitted), "2026-01-08T12:40:00");
    // 72 hours end on Sunday: noon of Monday.
    assert_eq!(local(&plan, of("dora-intermediate").deadline), "2026-01-12T12:00:00");
    assert_eq!(local(&plan, of("dora-intermediate").submitted), "2026-01-08T13:40:00");
    // A month ends on Sunday 8 February: noon of Monday.
    assert_eq!(local(&plan, of("dora-final").started), "2026-01-08T13:40:00");
    assert_eq!(local(&plan, of("dora-final").deadline), "2026-02-09T12:00:00");
    assert!(outcome.notices.iter().all(|n| n.met == Some(true)));
    assert_eq!(undetermined(&plan, &outcome, "dora-initial"), Reading::Value(2.5 * 3600.0));
    assert_eq!(undetermined(&plan, &outcome, "dora-final"), Reading::Missing, "it runs from no judgement");
}

#[test]
fn a_limit_from_awareness_binds_though_nobody_has_determined_anything() {
    let law = |lapses| {
        format!(
            r#""law": (within: "4h", from: Decided("determine"), at_most: (within: "24h", from: Aware, lapses: {lapses}),
            teams: ["legal"], skill: ("law", Working), effort: "1h")"#
        )
    };
    let tasks = format!(", {DETERMINE}");
    let played = |lapses| {
        let notices = law(lapses);
        let (plan, outcome) = played(&Case { at: "2026-01-09T18:00", notices: &notices, owes: r#"["law"]"#, tasks: &tasks, ..PLAIN });
        (notice(&plan, &outcome, "law"), plan, outcome)
    };
    // Aware on Friday at 18:30; counsel determines on Monday at 10:00. The limit of Saturday 18:30 has passed.
    let (hard, plan, outcome) = played(false);
    assert_eq!(local(&plan, hard.deadline), "2026-01-10T18:30:00");
    assert_eq!((hard.met, hard.waited_on), (Some(false), Some(Wait::DecisionReach)));
    // 10:00, ten minutes for the determination, then the notice.
    assert_eq!(local(&plan, hard.submitted), "2026-01-12T11:10:00");
    assert_eq!(undetermined(&plan, &outcome, "law"), Reading::Value(64.0 * 3600.0));
    // A limit that lapses leaves four hours from the determination.
    let (soft, plan, outcome) = played(true);
    assert_eq!(local(&plan, soft.deadline), "2026-01-12T14:00:00");
    assert_eq!(soft.met, Some(true));
    assert_eq!(undetermined(&plan, &outcome, "law"), Reading::Value(64.0 * 3600.0), "and the time it took is measured all the same");
}

#[test]
fn a_notice_of_what_did_not_happen_is_not_owed_and_keeps_nothing_open() {
    let notices = format!(r#""nydfs-ransom-paid": ({SENT_BY_CLERK})"#);
    let tasks = |only: &str| format!(r#", "pay-ransom": (phase: Close, after: ["look"], teams: ["legal"], effort: "1h"{only})"#);
    let run = |tasks: &str| {
        played(&Case { notices: &notices, owes: r#"["nydfs-ransom-paid"]"#, tasks, extends: &["regimes/nydfs.ron"], ..PLAIN })
    };
    // No copies are lost, so no ransom is paid.
    let (plan, outcome) = run(&tasks(", only_if: CopiesLost"));
    let paid = notice(&plan, &outcome, "nydfs-ransom-paid");
    assert_eq!((paid.started, paid.met), (None, None));
    assert_eq!(local(&plan, outcome.closed), "2026-01-05T13:30:00");
    assert_eq!(Measure::Notified(paid.notice).read(&plan, &outcome), Reading::Missing);
    // Paid from 12:30 to 13:30: 24 hours from there.
    let (plan, outcome) = run(&tasks(""));
    let paid = notice(&plan, &outcome, "nydfs-ransom-paid");
    assert_eq!(local(&plan, paid.deadline), "2026-01-06T13:30:00");
    assert_eq!(local(&plan, paid.submitted), "2026-01-05T15:30:00");
}

#[test]
fn an_incident_that_is_not_severe_enough_needs_no_notice() {
    let notices = format!(r#""law": (within: "72h", from: Aware, from_severity: High, {SENT_BY_CLERK})"#);
    for (severity, sent) in [("Medium", "never"), ("High", "2026-01-05T14:30:00")] {
        let (plan, outcome) = played(&Case { notices: &notices, owes: r#"["law"]"#, severity, ..PLAIN });
        let law = notice(&plan, &outcome, "law");
        assert_eq!((local(&plan, law.submitted).as_str(), law.waived), (sent, sent == "never"));
        assert_eq!(undetermined(&plan, &outcome, "law") == Reading::Missing, law.waived);
        assert!(outcome.closed.is_some());
    }
}

#[test]
fn people_are_still_called_for_a_notice_when_everything_is_back() {
    // On Saturday everything is back at 13:30. The clerk, whom a call reaches at home, comes for the notice and goes when it is sent.
    let notices = format!(r#""law": (within: "24h", from: TaskDone("repair"), {SENT_BY_CLERK})"#);
    let case = Case { at: "2026-01-10T12:00", notices: &notices, owes: r#"["law"]"#, ..PLAIN };
    let text = text(&case).replace(r#"grants: ["portal"]"#, r#"grants: ["portal"], reach: (off_duty: (answers: 1.0, after: "20m"))"#);
    let plan = plan_of(&text);
    let outcome = one(&plan, &mut Play::new(plan.clone()), 1, 0).remove(0);
    let law = notice(&plan, &outcome, "law");
    assert_eq!(local(&plan, outcome.recovered), "2026-01-10T13:30:00");
    assert_eq!(local(&plan, law.submitted), "2026-01-10T15:50:00");
    let told = facts(&plan, 1, 0);
    let when = |wanted: &dyn Fn(&Fact) -> bool| local(&plan, told.iter().find(|(_, fact)| wanted(fact)).map(|(at, _)| *at));
    assert_eq!(when(&|fact| matches!(fact, Fact::CalledOut { .. })), "2026-01-10T13:50:00");
    assert_eq!(when(&|fact| matches!(fact, Fact::StoodDown { .. })), "2026-01-10T15:50:00");
}

#[test]
fn the_library_says_what_the_regimes_say() {
    let files = ["gdpr", "nis2", "dora", "sec-8k", "us-bank-36h", "nydfs", "ct-insurance"].map(|file| format!("regimes/{file}.ron"));
    let mut extends: Vec<&str> = files.iter().map(String::as_str).collect();
    extends.extend(["calendars/ireland.ron", "calendars/germany.ron", "calendars/target.ron"]);
    // The three sets that no regime counts are counted here.
    let notices = r#""gdpr": (weekends: NextWorkingDay, calendar: ["ireland", "germany", "target"])"#;
    let plan = plan_of(&text(&Case { notices, extends: &extends, ..PLAIN }));
    let hours = |count| Within::Elapsed(Span::hours(count));
    let expected = [
        ("ct-insurance", Within::BusinessDays(3), DayOff::Stands),
        ("dora-final", Within::Months(1), DayOff::NoonNextWorkingDay),
        ("dora-initial", hours(4), DayOff::NoonNextWorkingDay),
        ("dora-intermediate", hours(72), DayOff::NoonNextWorkingDay),
        ("gdpr", hours(72), DayOff::NextWorkingDay),
        ("nis2-early-warning", hours(24), DayOff::Stands),
        ("nis2-final-report", Within::Months(1), DayOff::NextWorkingDay),
        ("nis2-notification", hours(72), DayOff::Stands),
        ("nydfs-incident", hours(72), DayOff::Stands),
        ("nydfs-ransom-paid", hours(24), DayOff::Stands),
        ("nydfs-ransom-reasons", Within::Days(30), DayOff::NextWorkingDay),
        ("sec-8k", Within::BusinessDays(4), DayOff::Stands),
        ("us-bank", hours(36), DayOff::Stands),
    ];
    let found: Vec<_> = plan.notices.iter().map(|n| (n.id.as_str(), n.term.within, n.term.day_off)).collect();
    assert_eq!(found, expected);
    let dora = &plan.notices[2].term;
    assert_eq!(dora.at_most.map(|cap| (cap.within, cap.lapses)), Some((hours(24), true)));
    let sec = &plan.notices[11].term;
    assert_eq!((sec.by, sec.days.zone().name()), (17 * 60 + 30, "America/New_York"));
    // Thursday 5 March 2026, 16:00 in New York: Fri, Mon, Tue, Wed; 17:30 there is 21:30 in UTC, summer time having begun.
    let start = plan.zone.instant("2026-03-05T21:00".parse().unwrap());
    assert_eq!(local(&plan, sec.due(Some(start), None)), "2026-03-11T21:30:00");
}
