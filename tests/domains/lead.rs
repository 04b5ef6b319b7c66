//! Incident leads: who is named, what they cost, what it costs to have none, how the lead goes from one to the next.

use std::sync::Arc;

use firedrill::engine::time::Span;
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, PageFor, Stop, Wait};
use firedrill::model::ids::PersonId;
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use crate::lab::{facts, one, plan_of};

const START: &str = "2026-01-05T08:00";

/// A declaration after half an hour, then two tasks of four hours side by side, for two people of `ops`, and more people.
fn scenario(lead: &str, people: &str) -> Arc<Plan> {
    with(lead, people, "", "", "")
}
/// The same with more tasks of the playbook, more playbooks, more incidents.
fn with(lead: &str, people: &str, tasks: &str, playbooks: &str, incidents: &str) -> Arc<Plan> {
    plan_of(&format!(
        r#"(name: "lead", time_zone: "UTC", starts: "{START}", runs_for: "4d", horizon: "20d",
        reach: (on_shift: (answers: 1.0, after: "0s"), on_call: (answers: 1.0, after: "10m"), off_duty: (answers: 1, after: "1h")), {lead}
        rosters: {{
            "always": Always, "early": Weekly([(days: "daily", from: "06:00", to: "10:00")]),
            "late": Weekly([(days: "daily", from: "10:00", to: "20:00")]), "afternoon": Weekly([(days: "daily", from: "11:00", to: "20:00")]),
        }},
        teams: {{"ops": (), "desk": (), "bosses": (at_shift_end: HandOver()), "stayers": ()}},
        people: {{
            "op": (count: 2, team: "ops", roster: "always", skills: {{"craft": Working}}),
            "agent": (team: "desk", roster: "always", skills: {{"triage": Working}}), {people}
        }},
        playbooks: {{"p": (tasks: {{
            "triage": (phase: Triage, teams: ["desk"], skill: ("triage", Working), effort: "30m", declares: true),
            "left": (phase: Recover, after: ["triage"], teams: ["ops"], effort: "4h"),
            "right": (phase: Recover, after: ["triage"], teams: ["ops"], effort: "4h"), {tasks}
        }}), {playbooks}}},
        incidents: {{"a": (playbook: "p", at: "{START}", severity: High, reported: "0s"), {incidents}}})"#
    ))
}
const LAW: &str = r#"lead: (by: ["boss"], without: 1.5),"#;

fn played(plan: &Arc<Plan>) -> Vec<Outcome> {
    one(plan, &mut Play::new(plan.clone()), 1, 0)
}
fn only(plan: &Arc<Plan>) -> Outcome {
    let mut all = played(plan);
    assert_eq!(all.len(), 1);
    all.remove(0)
}
/// The only part of the ledger that is not nothing, and the time nobody led it.
fn working(plan: &Arc<Plan>) -> (Span, Option<Span>) {
    let o = only(plan);
    assert_eq!(o.ledger.iter().copied().sum::<Span>(), o.ledger[Wait::Working as usize], "nothing but work: {:?}", o.ledger);
    (o.ledger[Wait::Working as usize], o.without_lead)
}
fn told(plan: &Arc<Plan>, of: impl Fn(&Fact) -> bool) -> Vec<(i64, Fact)> {
    facts(plan, 1, 0).into_iter().filter(|(_, f)| of(f)).map(|(at, f)| (at.0 / 60_000, f)).collect()
}

#[test]
fn work_side_by_side_is_slower_with_nobody_in_the_lead_and_only_then() {
    let boss = r#""boss": (team: "bosses", roster: "always")"#;
    let never = r#""boss": (team: "bosses", reach: (off_duty: (answers: 0, after: "0s")))"#;
    let half = Span::minutes(30);
    // Somebody leads from the declaration on: as fast as where nothing is said about leads.
    assert_eq!(working(&scenario("", boss)), (half + Span::hours(4), None));
    assert_eq!(working(&scenario(LAW, boss)), (half + Span::hours(4), Some(Span(0))));
    // Nobody can be reached: both tasks take half as long again, and the time without a lead is all of it.
    assert_eq!(working(&scenario(LAW, never)), (half + Span::hours(6), Some(Span::hours(6))));
}

#[test]
fn a_lead_is_called_like_anybody_and_what_is_left_speeds_up_when_they_come() {
    // The pager is answered after an hour: an hour of work in 1.5 times the time, then as usual.
    let plan = scenario(LAW, r#""boss": (team: "bosses")"#);
    let (working, without) = working(&plan);
    assert_eq!(without, Some(Span::hours(1)));
    assert_eq!(working, Span::minutes(30) + Span::hours(1) + (Span::hours(4) - Span::minutes(40)));
    let boss = plan.people.iter().position(|p| p.id == "boss").unwrap();
    let paged = told(&plan, |f| matches!(f, Fact::Paged { why: PageFor::Lead, person, .. } if person.at() == boss));
    assert_eq!(paged.len(), 1);
    assert_eq!(paged[0].0, 30);
    // Whoever came to lead goes when all is back.
    let ends = told(&plan, |f| matches!(f, Fact::LeadEnds { .. } | Fact::StoodDown { .. }));
    assert_eq!(ends.iter().map(|e| e.0).collect::<Vec<_>>(), [290, 290]);
}

#[test]
fn the_lead_hands_over_at_the_end_of_the_shift_and_the_next_reads_in() {
    let law = r#"lead: (by: ["early-boss", "late-boss"], hand_over: "30m", without: 1.5),"#;
    let bosses = |late: &str| {
        format!(
            r#""early-boss": (team: "bosses", roster: "early", reach: (off_duty: (answers: 0, after: "0s"))), "late-boss": (team: "bosses", roster: "{late}", reach: (off_duty: (answers: 0, after: "0s")))"#
        )
    };
    // 8:30 to 10:00 as usual; for half an hour nobody leads: 20 minutes of work in 30.
    let plan = scenario(law, &bosses("late"));
    assert_eq!(working(&plan), (Span::minutes(30) + Span::hours(4) + Span::minutes(10), Some(Span(0))));
    let hands = told(&plan, |f| matches!(f, Fact::LeadHandsOver { .. } | Fact::LeadTakesOver { .. } | Fact::LeaderLess { .. }));
    let shown: Vec<i64> = hands.iter().map(|h| h.0).collect();
    assert_eq!(shown, [30, 120, 120]);
    assert!(matches!(hands[1].1, Fact::LeadHandsOver { to: Some(_), .. }));
    assert!(matches!(hands[2].1, Fact::LeadTakesOver { reading_in, .. } if reading_in == Span::minutes(30)));
    // The next comes an hour later: that hour is without a lead, then half an hour of reading in.
    let plan = scenario(law, &bosses("afternoon"));
    assert_eq!(working(&plan), (Span::minutes(30) + Span::hours(4) + Span::minutes(30), Some(Span::hours(1))));
}

#[test]
fn who_finishes_their_work_leads_on_until_somebody_takes_over() {
    let law = r#"lead: (by: ["early-boss", "late-boss"], without: 1.5),"#;
    let people = r#""early-boss": (team: "stayers", roster: "early"), "late-boss": (team: "stayers", roster: "afternoon", reach: (off_duty: (answers: 0, after: "0s")))"#;
    let plan = scenario(law, people);
    assert_eq!(working(&plan), (Span::minutes(30) + Span::hours(4), Some(Span(0))));
    let hands = told(&plan, |f| matches!(f, Fact::LeadHandsOver { .. } | Fact::LeaderLess { .. }));
    assert_eq!(hands.iter().map(|h| h.0).collect::<Vec<_>>(), [180], "at 11:00, an hour after the end of the shift");
    // Until rest is due.
    let rest = r#"rest: (longest_stretch: "3h", least_rest: "10h"), lead: (by: ["early-boss"], without: 1.5),"#;
    let plan = scenario(rest, r#""early-boss": (team: "stayers", roster: "early")"#);
    let hands = told(&plan, |f| matches!(f, Fact::LeadHandsOver { .. } | Fact::LeaderLess { .. }));
    assert_eq!(hands[..2].iter().map(|h| h.0).collect::<Vec<_>>(), [180, 180]);
    assert!(matches!(hands[0].1, Fact::LeadHandsOver { to: None, .. }));
}

#[test]
fn updates_come_in_their_rhythm_and_take_the_lead_s_attention() {
    let boss = r#""boss": (team: "bosses", roster: "always")"#;
    let law = r#"lead: (by: ["boss"], updates: (every: "1h", takes: "15m"), without: 1.5),"#;
    let plan = scenario(law, boss);
    // Each quarter of an hour does 10 minutes of work. Updates at 9:30, 10:30, 11:30, 12:30 (the work would be done at 12:30, but is 15 min behind).
    let given = told(&plan, |f| matches!(f, Fact::Update { leads: true, .. }));
    assert_eq!(given.iter().map(|g| g.0).collect::<Vec<_>>(), [90, 150, 210, 270]);
    // 15 min behind at 12:30; 10 of them are done by 12:45, the last five as usual.
    assert_eq!(working(&plan), (Span::minutes(30) + Span::hours(4) + Span::minutes(20), Some(Span(0))));
}

#[test]
fn without_a_lead_an_update_interrupts_one_who_is_at_work() {
    let never = r#""boss": (team: "bosses", reach: (off_duty: (answers: 0, after: "0s")))"#;
    let law = r#"lead: (by: ["boss"], updates: (every: "5h", takes: "15m"), without: 1.0),"#;
    let plan = scenario(&law.replace("5h", "3h"), never);
    let given = told(&plan, |f| matches!(f, Fact::Update { leads: false, .. }));
    assert_eq!(given.iter().map(|g| g.0).collect::<Vec<_>>(), [210]);
    assert_eq!(working(&plan).0, Span::minutes(30) + Span::hours(4) + Span::minutes(15));
    assert_eq!(working(&scenario(law, never)).0, Span::minutes(30) + Span::hours(4), "none was due");
}

#[test]
fn a_lead_may_run_two_incidents_and_a_third_has_none() {
    let boss = r#""boss": (team: "bosses", roster: "always"), "hand": (count: 8, team: "ops", roster: "always"), "desk-b": (count: 2, team: "desk", roster: "always", skills: {"triage": Working})"#;
    let more = format!(
        r#""b": (playbook: "p", at: "{START}", severity: High, reported: "0s"), "c": (playbook: "p", at: "{START}", severity: High, reported: "0s")"#
    );
    let led = |at_once: u32| {
        let law = format!(r#"lead: (by: ["boss"], at_once: {at_once}, without: 1.5),"#);
        let plan = with(&law, boss, "", "", &more);
        let takes = told(&plan, |f| matches!(f, Fact::LeadTakesOver { .. }));
        let runs: Vec<u8> = takes.iter().map(|(_, f)| if let Fact::LeadTakesOver { runs, .. } = f { *runs } else { 0 }).collect();
        let lengths: Vec<i64> = played(&plan).iter().map(|o| o.ledger[Wait::Working as usize].0 / 60_000).collect();
        (runs, lengths)
    };
    // Led 4 h, not led 6 h, and half an hour of triage. Who runs one takes up the next when the first is back: 4 hours without, then 80 min left.
    assert_eq!(led(3), (vec![1, 2, 3], vec![270, 270, 270]));
    assert_eq!(led(2).0, [1, 2, 2]);
    assert_eq!(led(2).1, [270, 270, 270 + 80]);
    assert_eq!(led(1).0, [1, 1, 1]);
    // The third: 320 minutes without do 213 min 20 s, the rest as usual.
    assert_eq!(led(1).1, [270, 350, 376]);
}

#[test]
fn a_lead_does_no_work_that_others_on_duty_could_do() {
    // The lead is one of those who could do the work.
    let by_boss = |plan: &Arc<Plan>| {
        let boss = plan.people.iter().position(|p| p.id == "boss").unwrap();
        told(plan, |f| matches!(f, Fact::Started { person: Some(p), .. } if p.at() == boss)).len()
    };
    let plan = scenario(LAW, r#""boss": (team: "ops", roster: "always")"#);
    assert_eq!(by_boss(&plan), 0);
    assert_eq!(working(&plan), (Span::minutes(270), Some(Span(0))));
    // What nobody else can do they do, and do not lead meanwhile: an hour of it takes an hour and a half, like everything beside it.
    let dig = r#""dig": (phase: Recover, after: ["triage"], teams: ["bosses"], effort: "1h"),"#;
    let plan = with(LAW, r#""boss": (team: "bosses", roster: "always")"#, dig, "", "");
    assert_eq!(by_boss(&plan), 1);
    assert_eq!(working(&plan), (Span::minutes(30 + 90 + 180), Some(Span(0))));
}

#[test]
fn who_takes_a_lead_puts_down_what_others_can_do() {
    let people = r#""boss": (team: "bosses", roster: "always", skills: {"digging": Working}), "digger": (team: "ops", roster: "always", skills: {"digging": Expert})"#;
    let other = r#""q": (tasks: {"dig": (phase: Recover, teams: ["bosses", "ops"], skill: ("digging", Working), effort: "5h")}),"#;
    let incident = format!(r#""b": (playbook: "q", at: "{START}", severity: Low, reported: "0s")"#);
    let plan = with(LAW, people, "", other, &incident);
    let of = |id: &str| PersonId(plan.people.iter().position(|p| p.id == id).unwrap() as u32);
    let (boss, digger) = (of("boss"), of("digger"));
    let stops = told(&plan, |f| matches!(f, Fact::Stopped { why: Stop::Leads, person, .. } if *person == boss));
    assert_eq!(stops.iter().map(|s| s.0).collect::<Vec<_>>(), [30]);
    let takes_up = told(&plan, |f| matches!(f, Fact::Started { person: Some(p), .. } if *p == digger));
    assert_eq!(takes_up.iter().map(|s| s.0).collect::<Vec<_>>(), [30]);
    // Nothing is lost by it.
    assert_eq!(played(&plan)[1].ledger[Wait::Working as usize], Span::hours(5));
}

#[test]
fn a_lead_s_time_is_labour_of_the_first_incident_they_run() {
    let boss = r#""boss": (team: "bosses", roster: "always", cost_per_hour: 100), "hand": (count: 8, team: "ops", roster: "always"), "desk-b": (team: "desk", roster: "always", skills: {"triage": Working})"#;
    let more = format!(r#""b": (playbook: "p", at: "{START}", severity: High, reported: "0s")"#);
    let labour = |law: &str| played(&with(law, boss, "", "", &more)).iter().map(|o| o.labour).collect::<Vec<_>>();
    assert_eq!(labour(""), [0.0, 0.0]);
    assert_eq!(labour(r#"lead: (by: ["boss"], at_once: 2, without: 1.5),"#), [400.0, 0.0]);
    // One after the other: four hours, and 80 min of what nobody led until then.
    let one_by_one = labour(r#"lead: (by: ["boss"], without: 1.5),"#);
    assert!((one_by_one[0] - 400.0).abs() < 1e-9 && (one_by_one[1] - 400.0 / 3.0).abs() < 1e-9, "{one_by_one:?}");
}

#[test]
fn nobody_leads_what_is_not_declared_and_a_playbook_may_have_a_lead_of_its_own() {
    let people = r#""boss": (team: "bosses", roster: "always"), "major": (team: "bosses", roster: "always")"#;
    let other = r#""q": (lead: (by: ["major"], without: 2.0), tasks: {"look": (phase: Triage, teams: ["desk"], effort: "10m", declares: true)}),
        "r": (tasks: {"look": (phase: Triage, teams: ["desk"], effort: "10m")}),"#;
    let incidents = format!(
        r#""b": (playbook: "q", at: "{START}", severity: Low, reported: "5h"), "c": (playbook: "r", at: "{START}", severity: Low, reported: "5h")"#
    );
    let plan = with(LAW, people, "", other, &incidents);
    let who: Vec<String> = told(&plan, |f| matches!(f, Fact::LeadTakesOver { .. }))
        .iter()
        .map(|(_, f)| if let Fact::LeadTakesOver { person, .. } = f { plan.people[person.at()].id.clone() } else { String::new() })
        .collect();
    assert_eq!(who, ["boss", "major"]);
    assert_eq!(played(&plan).iter().map(|o| o.without_lead).collect::<Vec<_>>(), [Some(Span(0)), Some(Span(0)), None]);
}

#[test]
fn a_lead_works_on_no_tickets() {
    let law = format!(r#"{LAW} demand: {{"flood": (team: "bosses", rate_per_week: 2000, effort: "10h")}},"#);
    let plan = scenario(&law, r#""boss": (team: "bosses", roster: "always")"#);
    let left = told(&plan, |f| matches!(f, Fact::LeftTicket { .. }));
    assert_eq!(left.iter().map(|l| l.0).collect::<Vec<_>>(), [30], "from the declaration on");
    assert_eq!(working(&plan), (Span::minutes(270), Some(Span(0))));
}
