//! Coverage: gaps of the week by hand, and the time to a human minute by minute, by hand and against plays.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::lab::{plan_of, play};
use firedrill::engine::time::{Instant, Span};
use firedrill::model::ids::{PersonId, PolicyId};
use firedrill::model::plan::Plan;
use firedrill::scenario::finding::week::Weeks;
use firedrill::study::coverage::gap::Gap;
use firedrill::study::coverage::hourly::{self, Until};
use firedrill::study::coverage::human::{self, Reaching, grid};
use firedrill::study::coverage::need::{self, Cause, Gate, Need, Sort};
use firedrill::study::coverage::presence::Presence;
use firedrill::study::coverage::quality;
use firedrill::study::resume::Memory;

/// An office worker who may not, somebody on call who may, a leader in the office.
fn organisation(more: &str) -> String {
    format!(
        r#"(
    name: "coverage", time_zone: "UTC", starts: "2026-03-02T00:00", runs_for: "14d", horizon: "10d",
    teams: {{"it": (), "leaders": ()}},
    rosters: {{
        "office": Weekly([(days: "Mon-Fri", from: "09:00", to: "17:00")]),
        "rota": OnCall(members: ["ben"], hand_over: "Mon 09:00"),
    }},
    people: {{
        "ana": (team: "it", roster: "office", skills: {{"craft": Working}}),
        "ben": (team: "it", skills: {{"craft": Working}}, grants: ["admin"],
                reach: (on_call: (answers: 0.8, at_night: 0.4, after: Fixed("10m")), off_duty: (answers: 0.0, after: Fixed("1h")))),
        "boss": (team: "leaders", roster: "office", reach: (on_shift: (answers: 1.0, after: Fixed("2m")), off_duty: (answers: 0.5, after: Fixed("30m")))),
    }},
    systems: {{"db": (grant: "admin", tier: 1, mtpd: "48h")}},
    telemetry: {{"probe": (watches: ["db"], after: Fixed("0s"), pages: "page")}},
    decisions: {{"go": (held_by: ["boss"], deliberation: Fixed("20m"))}},
    responsibilities: {{"service": (responsible: ["it"])}},
    escalation: {{"page": (steps: [(page: "rota", wait: "15m"), (page: "boss", wait: "45m")], repeat: 1)}},
    playbooks: {{"outage": (service: "service", escalation: "page", tasks: {{
        "look": (phase: Triage, skill: ("craft", Working), effort: Fixed("5m")),
        "fix": (phase: Recover, after: ["look"], each: Affected, skill: ("craft", Working), grant: "admin", decision: "go", effort: Fixed("30m")),
    }})}},
    incidents: {{"first": (playbook: "outage", at: "2026-03-04T03:00", hits: ["db"], severity: High)}},
    {more}
)"#
    )
}

fn gaps(plan: &Plan) -> Vec<(Need, Gap)> {
    let weeks = Weeks::first(plan, 4);
    let presence = Presence::of(plan, &weeks, Span::days(8));
    need::needs(plan).into_iter().map(|need| (need.clone(), Gap::of(plan, &need, &presence, &weeks))).collect()
}

fn gap_of(all: &[(Need, Gap)], sort: Sort, name: &str) -> Gap {
    all.iter().find(|(need, _)| need.sort == sort && need.name.contains(name)).unwrap_or_else(|| panic!("{name}")).1.clone()
}

#[test]
fn gaps_of_the_week_have_their_causes_and_add_up() {
    let all = gaps(&plan_of(&organisation("")));
    // Ben is always on call, and hard to reach at night (22:00 to 07:00, 63 hours a week); Ana is in the office by day.
    let look = gap_of(&all, Sort::Work, "look");
    assert_eq!((look.calendar(), look.effective()), (0.0, 63.0));
    assert_eq!(look.by_cause[Cause::NotReachable as usize], 63.0);
    // Outside office hours the boss, who alone may decide, is not there: 168 - 40.
    let fix = gap_of(&all, Sort::Work, "fix");
    assert_eq!((fix.by_cause[Cause::NoAuthority as usize], fix.effective()), (128.0, 128.0));
    let go = gap_of(&all, Sort::Decision, "go");
    assert_eq!((go.calendar(), go.by_cause[Cause::NoAuthority as usize]), (0.0, 128.0));
    assert_eq!(go.off_duty, [0.5, 0.5]);
    assert_eq!((go.covered[9], go.covered[8], go.covered[5 * 24 + 12]), (1.0, 0.0, 0.0));
    assert_eq!((go.causes[9], go.causes[8]), (None, Some(Cause::NoAuthority)));
    // Without Ben nobody is there at night and at weekends, and by day nobody has the grant.
    let away = r#"overrides: {"ben": Away(people: ["ben"], from: "2026-03-01T00:00", to: "2026-05-01T00:00")},"#;
    let alone = gaps(&plan_of(&organisation(away)));
    let grant = gap_of(&alone, Sort::Grant, "admin");
    assert_eq!((grant.calendar(), grant.by_cause[Cause::NoGrant as usize], grant.effective()), (128.0, 40.0, 168.0));
    assert_eq!(gap_of(&alone, Sort::Skill, "craft").effective(), 128.0);
}

fn reaching<'p>(plan: &'p Plan, presence: &'p Presence) -> Reaching<'p> {
    let (policy, served) = need::policies_in_use(plan).into_iter().next().expect("a policy");
    assert_eq!(policy, PolicyId(0));
    Reaching::of(plan, presence, policy, &served)
}

/// The chance that somebody has answered by a minute of the grid.
fn by(left: &[f64], minute: i64) -> f64 {
    1.0 - left[grid().iter().position(|m| *m == minute).expect("on the grid")]
}

fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 1e-9, "{a} is not {b}");
}

#[test]
fn the_time_to_a_human_is_what_it_comes_to_by_hand() {
    let plan = plan_of(&organisation(""));
    let weeks = Weeks::first(&plan, 2);
    let presence = Presence::of(&plan, &weeks, Span::days(9));
    let reaching = reaching(&plan, &presence);
    // Wednesday 10:00: Ben answers 8 in 10 after 10 minutes; the boss, paged after 15, always after 2.
    let (left, silent, not_by_then) = reaching.start(Instant(0) + Span::hours(2 * 24 + 10));
    assert_eq!(silent, Span::hours(2));
    near(by(&left, 9), 0.0);
    near(by(&left, 10), 0.8);
    near(by(&left, 15), 0.8);
    near(by(&left, 17), 1.0);
    near(not_by_then, 0.0);
    // Saturday 23:00: Ben 4 in 10 after 10 minutes; the boss 1 in 2, half an hour after the page at 23:15. Both are tried again at 07:00:
    // Ben 8 in 10, the boss 1 in 2, whatever came of the night, and so every morning.
    let (left, _, not_by_then) = reaching.start(Instant(0) + Span::hours(5 * 24 + 23));
    near(by(&left, 10), 0.4);
    near(by(&left, 45), 0.7);
    near(not_by_then, 0.3);
    near(by(&left, 480), 0.7);
    let (ben, boss) = (1.0 - 0.6 * 0.2, 1.0 - 0.5 * 0.5);
    near(by(&left, 495), 1.0 - (1.0 - ben) * 0.5);
    near(by(&left, 510), 1.0 - (1.0 - ben) * (1.0 - boss));
    // A second round that comes after the morning finds Ben as he is then: one draw a day. Wednesday 06:30 pages him at 06:30 (night, 4 in 10)
    // and 07:30, but he has been tried at 07:00 already.
    let (left, ..) = reaching.start(Instant(0) + Span::hours(2 * 24 + 6) + Span::minutes(30));
    near(by(&left, 10), 0.4);
    near(by(&left, 40), 1.0 - 0.6 * 0.2);
}

#[test]
fn every_minute_by_itself_adds_up_to_what_is_worked_out_by_days_alike() {
    let plan = plan_of(&organisation(""));
    let weeks = Weeks::first(&plan, 2);
    let presence = Presence::of(&plan, &weeks, Span::days(9));
    let reaching = reaching(&plan, &presence);
    let never = AtomicBool::new(false);
    let told = human::human(&reaching, &weeks, 2, &never, &mut |_, _| {}).expect("not stopped");
    assert_eq!(told.starts, 2 * 7 * 1440);
    let (from, to) = weeks.whole();
    let mut sums = vec![vec![0.0; grid().len()]; 168];
    let (mut silent, mut worst) = (0.0, 0);
    for at in (from.0..to.0).step_by(60_000).map(Instant) {
        let (left, _, not_by_then) = reaching.start(at);
        silent += not_by_then / told.starts as f64;
        let hour = plan.zone.hour_of_week(at).0;
        sums[hour].iter_mut().zip(&left).for_each(|(sum, left)| *sum += (1.0 - left) / 120.0);
        worst = worst.max(left.iter().position(|left| *left <= 0.1 + 1e-9).expect("within a week"));
    }
    for (hour, sum) in sums.iter().enumerate() {
        for (point, share) in sum.iter().enumerate() {
            assert!((share - told.by_hour[hour][point]).abs() < 1e-9, "hour {hour}, point {point}");
        }
    }
    assert!((silent - told.silent).abs() < 1e-9);
    assert_eq!(told.worst.quantiles[1], Some(grid()[worst]));
}

#[test]
fn plays_reach_a_human_as_often_as_was_worked_out() {
    let cases = [
        ("", "2026-03-04T03:00"),
        ("", "2026-03-06T16:50"),
        ("lapses: true,", "2026-03-07T06:40"),
        ("re_resolve: true,", "2026-03-04T08:50"),
    ];
    for (law, at) in cases {
        let text = organisation("").replace("2026-03-04T03:00", at).replace("repeat: 1", &format!("{law} repeat: 1"));
        let text = text.replace("after: Fixed(\"10m\")", "after: LogNormal(median: \"10m\", p90: \"25m\")");
        let text = text.replace(r#"(page: "boss", wait: "45m")"#, r#"(page: ["boss", "it"], wait: "45m")"#);
        let plan = plan_of(&text);
        let weeks = Weeks::first(&plan, 3);
        let presence = Presence::of(&plan, &weeks, Span::days(9));
        const PLAYS: u64 = 1500;
        let acknowledged: Vec<Option<i64>> = play(&plan, 11, PLAYS)
            .iter()
            .map(|outcomes| outcomes[0].acknowledged.zip(outcomes[0].alerted).map(|(answer, alert)| (answer - alert).0))
            .collect();
        let began = play(&plan, 11, 1)[0][0].alerted.expect("alerted at once");
        let (left, ..) = reaching(&plan, &presence).start(began);
        for minute in [5, 12, 20, 40, 120, 480, 900] {
            let seen = acknowledged.iter().filter(|took| took.is_some_and(|took| took <= minute * 60_000)).count() as f64 / PLAYS as f64;
            let exact = by(&left, minute);
            let error = 4.5 * (exact * (1.0 - exact) / PLAYS as f64).sqrt() + 1e-9;
            assert!((seen - exact).abs() <= error, "{law} from {at}, {minute} min: {seen} seen, {exact} exact");
        }
    }
}

#[test]
fn loads_of_a_rota_are_weighed_against_each_other() {
    let text = organisation("").replace(
        r#"OnCall(members: ["ben"], hand_over: "Mon 09:00")"#,
        r#"OnCall(members: ["ben", "ana", "boss"], hand_over: "Mon 00:00")"#,
    );
    let plan = plan_of(&text);
    let weeks = Weeks::first(&plan, 4);
    let quality = &quality::qualities(&plan, &weeks)[0];
    assert_eq!(format!("{:.4}", quality.score()), "0.8333");
}

#[test]
fn an_incident_is_begun_at_every_hour_of_the_week_with_the_same_luck() {
    let plan: Arc<Plan> = plan_of(&organisation(""));
    let kind = hourly::usual(&plan).expect("an incident");
    let never = AtomicBool::new(false);
    let mut last = (0, 0);
    let played = hourly::hourly(&plan, (kind, 3, 20), 2, (&never, &mut Memory::new()), &mut |done, of| last = (done, of)).expect("played");
    assert_eq!((played.hours.len(), last), (168, (168 * 20, 168 * 20)));
    let hour = |of: usize| played.hours.iter().find(|at| at.hour == of).expect("every hour comes");
    let acknowledge = Until::ALL.iter().position(|u| *u == Until::Acknowledged).expect("there");
    let median = |of: usize| hour(of).samples[acknowledge].quantile(0.5);
    // By day the page is seen in the office, whatever the day.
    assert_eq!(median(2 * 24 + 10), median(3 * 24 + 10));
    assert!(median(6 * 24 + 3) > median(2 * 24 + 10));
    // What was played is what the scenario itself comes to at that hour: Wednesday 03:00.
    let own: Vec<f64> = play(&plan, 3, 20).iter().map(|o| (o[0].acknowledged.unwrap() - o[0].alerted.unwrap()).seconds_f64()).collect();
    let (values, _): (Vec<f64>, Vec<f64>) = hour(2 * 24 + 3).samples[acknowledge].by_replication().map(|(v, s)| (v[0], s)).unzip();
    assert_eq!(values, own);
    // Stopped, it keeps the hours that were finished.
    let stop = AtomicBool::new(false);
    let part = hourly::hourly(&plan, (kind, 3, 20), 2, (&stop, &mut Memory::new()), &mut |done, _| {
        stop.store(done >= 50, std::sync::atomic::Ordering::Relaxed)
    });
    let part = part.expect("played");
    assert!((2..10).contains(&part.hours.len()) && part.hours.iter().all(|at| at.samples[acknowledge].replications() == 20));
}

/// On Sunday 8 March 2026 the clocks of New York go from 02:00 to 03:00: that hour of the week is begun a week later.
#[test]
fn an_hour_that_the_clock_skips_is_begun_in_another_week() {
    let plan = plan_of(&organisation("").replace("time_zone: \"UTC\"", "time_zone: \"America/New_York\"").replace("14d", "16d"));
    assert_eq!(hourly::lasting(&plan), Span::days(15));
    let kind = hourly::usual(&plan).expect("an incident");
    let never = AtomicBool::new(false);
    let played = hourly::hourly(&plan, (kind, 3, 1), 2, (&never, &mut Memory::new()), &mut |_, _| ()).expect("played");
    assert_eq!(played.hours.len(), 168);
    let began = |hour: usize| plan.zone.civil(played.hours[hour].at).to_string();
    assert_eq!((began(6 * 24 + 1), began(6 * 24 + 2)), ("2026-03-08T01:00:00".to_owned(), "2026-03-15T02:00:00".to_owned()));
    let in_utc = plan_of(&organisation(""));
    assert_eq!(hourly::lasting(&in_utc), Span::days(8), "without such a day a week and a day are enough");
}

/// Every minute looked at by itself, person by person, gate by gate: the first that fails is the cause.
#[test]
fn minute_by_minute_gaps_come_to_what_spans_of_time_do() {
    let away = r#"overrides: {"ben": Away(people: ["ben"], from: "2026-03-11T13:20", to: "2026-03-13T07:10")},"#;
    let mut causes = std::collections::BTreeSet::new();
    for (text, quorum) in [(organisation(""), 1), (organisation(away), 1), (organisation(away), 2)] {
        let held = if quorum == 2 { r#"held_by: ["boss", "ben"], quorum: 2"# } else { r#"held_by: ["boss"]"# };
        let plan = plan_of(&text.replace(r#"held_by: ["boss"]"#, held));
        let weeks = Weeks::first(&plan, 2);
        let presence = Presence::of(&plan, &weeks, Span::days(8));
        let likely: Vec<_> = (0..plan.people.len() as u32).map(|p| presence.reachable(&[PersonId(p)])).collect();
        let there = |p: &PersonId, at: Instant| presence.is_there(*p, at);
        let reached = |p: &PersonId, at: Instant| likely[p.at()].on_at(at);
        for need in need::needs(&plan) {
            let first = |at: Instant| -> Option<Cause> {
                let any = |people: &[PersonId], of: &dyn Fn(&PersonId, Instant) -> bool| people.iter().any(|p| of(p, at));
                let decides = |of: &dyn Fn(&PersonId, Instant) -> bool, able: &[PersonId], quorum: u32, permitted: &[PersonId]| {
                    able.iter().filter(|p| of(p, at)).count() >= quorum as usize || any(permitted, of)
                };
                if !any(&need.pool, &there) {
                    return Some(Cause::NobodyThere);
                }
                let (mut people, mut late) = (need.pool.as_slice(), true);
                for gate in &need.gates {
                    match gate {
                        Gate::Any(cause, some) => {
                            people = some;
                            if !any(some, &there) {
                                return Some(*cause);
                            }
                        }
                        Gate::Authority { able, quorum, permitted } => {
                            if !decides(&there, able, *quorum, permitted) {
                                return Some(Cause::NoAuthority);
                            }
                            late &= decides(&reached, able, *quorum, permitted);
                        }
                    }
                }
                let only_decision = need.gates.len() == 1 && matches!(need.gates[0], Gate::Authority { .. });
                (!late || !(only_decision || any(people, &reached))).then_some(Cause::NotReachable)
            };
            let mut minutes = [0_u32; Cause::ALL.len()];
            let (from, to) = weeks.whole();
            for cause in (from.0..to.0).step_by(60_000).filter_map(|at| first(Instant(at))) {
                minutes[cause as usize] += 1;
                causes.insert(cause);
            }
            let gap = Gap::of(&plan, &need, &presence, &weeks);
            for cause in Cause::ALL {
                let by_minute = f64::from(minutes[cause as usize]) / 60.0 / 2.0;
                assert!(
                    (gap.by_cause[cause as usize] - by_minute).abs() < 1e-9,
                    "{} {}: {cause:?} {by_minute} {gap:?}",
                    need.sort.name(),
                    need.name
                );
            }
        }
    }
    assert!(causes.len() >= 4, "most causes come: {causes:?}");
}
