//! Forecasts: calibrated, the same whatever the number of threads, and they end when they are told to.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "support/lab.rs"]
mod lab;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use firedrill::engine::time::{Instant, Span};
use firedrill::exercise::forecast::{At, AtChoice, Expected, Forecast, Moment, Sink, UnderWay, forecast};
use firedrill::exercise::words::{Choice, Point, Says};
use firedrill::exercise::{Opening, Session};
use firedrill::model::fact::{AlertFrom, Fact};
use firedrill::model::happening::{Case, Happening, Telemetry};
use firedrill::model::ids::{IncidentNo, TeamId};
use firedrill::model::incident::entry::Severity;
use firedrill::model::plan::Plan;
use firedrill::play::Play;
use firedrill::text::Request;

const SEED: u64 = 5;

/// A night of somebody who is paged, thinks, and works on two systems, of which one fails to be restored now and then.
const NIGHT: &str = r#"(
    name: "a night", time_zone: "UTC", starts: "2026-03-02T22:00", runs_for: "1d", horizon: "20d",
    reach: (on_shift: (answers: 0.95, after: Exponential(mean: "5m")), on_call: (answers: 0.8, after: LogNormal(median: "10m", p90: "40m")), off_duty: (answers: 0.5, after: Exponential(mean: "1h"))),
    teams: {"it": ()},
    rosters: {"office": Weekly([(days: "Mon-Fri", from: "08:00", to: "17:00")]), "night": Weekly([(days: "Mon-Sun", from: "21:00", to: "07:00")])},
    people: {
        "ana": (team: "it", role: "operator", roster: "office", skills: {"systems": Expert}),
        "ben": (team: "it", role: "operator", roster: "night", skills: {"systems": Working}),
        "cio": (team: "it", role: "cio", roster: "office"),
    },
    systems: {
        "mail": (tier: 1, rto: "10h", needs: ["directory"]),
        "directory": (tier: 1, rto: "8h"),
    },
    telemetry: {"monitor": (watches: ["directory", "mail"], sees: 0.8, after: Exponential(mean: "20m"), goes_to: "it")},
    decisions: {"isolate": (held_by: ["cio"], delegates: ["ana"], delegate_after: "1h", deliberation: Pert("5m", "20m", "2h"), outcomes: (approve: 0.7, defer: 0.25, refuse: 0.05))},
    responsibilities: {"response": (responsible: ["it"], accountable: "cio")},
    playbooks: {"outage": (service: "response", tasks: {
        "triage": (phase: Triage, skill: ("systems", Working), effort: LogNormal(median: "20m", p90: "1h")),
        "isolate": (phase: Contain, after: ["triage"], decision: "isolate", skill: ("systems", Working), effort: Uniform("10m", "50m")),
        "rebuild": (phase: Recover, after: ["isolate"], each: Affected, skill: ("systems", Working), effort: Exponential(mean: "2h"), works: 0.8),
        "check": (phase: Recover, after: ["rebuild"], each: Affected, takes: Pert("10m", "30m", "2h")),
    })},
    incidents: {"outage": (playbook: "outage", at: "2026-03-02T23:00", hits: ["directory", "mail"], severity: High, reported: Exponential(mean: "4h"))},
)"#;

fn at(plan: &Arc<Plan>, replication: u64, after: Span) -> At {
    // The incident begins an hour after the start.
    At { plan: plan.clone(), seed: SEED, replication, at: Instant(0) + Span::HOUR + after, incident: IncidentNo(0) }
}
fn made(moment: &dyn Moment, wanted: u64, jobs: usize) -> Result<Forecast, String> {
    forecast(moment, wanted, jobs, &AtomicBool::new(false), &mut |_| {})
}
/// When a replication is back in fact.
fn back(plan: &Arc<Plan>, replication: u64) -> Option<Instant> {
    let facts = lab::facts(plan, SEED, replication);
    facts.into_iter().find(|(_, fact)| matches!(fact, Fact::Recovered { .. })).map(|(at, _)| at)
}

/// The realised outcome falls into the interval from the 10th to the 90th percentile of what was forecast in 80 of 100 sessions: in 74 to 86 at
/// four standard errors or less of 200. Forecasts are made at moments that know nothing of what comes.
#[test]
fn forecasts_are_calibrated() {
    let plan = lab::plan_of(NIGHT);
    let (mut within, mut below, mut all) = (0, 0, 0);
    for replication in 0..220 {
        let moment = at(&plan, replication, Span::minutes([20, 60, 150, 300, 600][replication as usize % 5]));
        let Ok(forecast) = made(&moment, 99, 2) else { continue };
        let Some(spread) = forecast.options[0].recovered else { continue };
        let realised = back(&plan, replication).map_or(f64::INFINITY, |at| (at - moment.at).0 as f64 / 1000.0);
        let (low, high) = (spread.p10_s.unwrap_or(f64::INFINITY), spread.p90_s.unwrap_or(f64::INFINITY));
        all += 1;
        within += usize::from(realised >= low && realised <= high);
        below += usize::from(realised < low);
    }
    println!("{within} of {all} within the interval, {below} below it");
    assert!(all >= 180);
    let share = within as f64 / all as f64;
    assert!((0.74..=0.86).contains(&share), "{share}");
    // One in ten falls below and one in ten above.
    let error = 4.0 * (0.1_f64 * 0.9 / all as f64).sqrt();
    assert!((below as f64 / all as f64 - 0.1).abs() < error, "{below} of {all} below");
}

#[test]
fn a_forecast_is_the_same_whatever_the_number_of_threads() {
    let plan = lab::plan_of(NIGHT);
    let moment = at(&plan, 3, Span::HOUR);
    let one = made(&moment, 30, 1).unwrap();
    assert_eq!(one.continuations, 30);
    assert_eq!(one, made(&moment, 30, 3).unwrap());
    assert_eq!(one.options[0].first_back, 1.0, "the only option is the first one back");
    assert!(serde_json::to_string(&one).unwrap().contains("\"p50_s\""));
}

/// Three options, of which the second one has something done to the play.
struct Slower(At);
impl Moment for Slower {
    fn plan(&self) -> &Arc<Plan> {
        self.0.plan()
    }
    fn incident(&self) -> IncidentNo {
        self.0.incident()
    }
    fn at(&self) -> Instant {
        self.0.at()
    }
    fn options(&self) -> Vec<String> {
        vec!["as it is".into(), "somebody sees it at once".into()]
    }
    fn bring(&self, play: &mut Play, sink: &mut Sink) -> Result<(), String> {
        self.0.bring(play, sink)
    }
    fn take(&self, play: &mut Play, option: usize, _: &mut Sink) -> Result<(), String> {
        if option == 1 {
            let (case, from) = (Case { place: 0, no: 0 }, AlertFrom::Report);
            let (team, policy) = (Some(TeamId(0)), None);
            play.inject(self.at(), Happening::Telemetry(Telemetry::Alert { case, from, severity: Severity::High, team, policy }));
        }
        Ok(())
    }
}

#[test]
fn options_share_the_luck_of_each_continuation() {
    let plan = lab::plan_of(NIGHT);
    let moment = at(&plan, 3, Span::minutes(5));
    let forecast = made(&Slower(moment.clone()), 40, 2).unwrap();
    let alone = made(&moment, 40, 2).unwrap();
    assert_eq!(forecast.options[0].recovered, alone.options[0].recovered, "alike to the last digit, whatever else is looked at");
    assert_ne!(forecast.options[0].recovered, forecast.options[1].recovered, "what is done for one option shows");
    let apart = forecast.options.iter().map(|o| o.first_back).sum::<f64>();
    assert!(apart > 1.0, "in some continuations both come to the same: {apart}");
}

#[test]
fn a_forecast_that_is_dropped_ends_and_one_that_is_over_is_refused() {
    let plan = lab::plan_of(NIGHT);
    let under_way = UnderWay::begin(at(&plan, 3, Span::HOUR), 1_000_000, 2);
    assert!(!under_way.is_made());
    drop(under_way);
    let under_way = UnderWay::begin(at(&plan, 3, Span::HOUR), 10, 2);
    assert_eq!(under_way.take().unwrap().continuations, 10);
    assert!(made(&at(&plan, 3, Span::days(300)), 10, 1).unwrap_err().contains("over"));
    let stopped = AtomicBool::new(true);
    let nothing = forecast(&at(&plan, 3, Span::HOUR), 10, 1, &stopped, &mut |_| {}).unwrap();
    assert_eq!((nothing.continuations, nothing.options[0].recovered), (0, None));
    assert!(stopped.load(Ordering::Relaxed));
}

/// A session of the night that waits for the decision to isolate.
fn at_the_decision(text: &str) -> (Session, Point) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("night.ron");
    std::fs::write(&path, text).unwrap();
    let scenario = firedrill::scenario::open(&Request { scenario: &path, models: &[], sets: &[] }).unwrap();
    let seats = Some(vec!["cio".to_owned(), "ana".to_owned()]);
    let mut session = Session::open(Opening { scenario: &scenario, seed: 1, seats, folder: None, wall: Box::new(|| 0) }).unwrap();
    session.start(None).unwrap();
    loop {
        assert!(session.go().unwrap(), "the decision is asked for");
        let (point, offer) = session.pending().remove(0);
        if matches!(point, Point::Decision { .. }) {
            return (session, point);
        }
        // Whoever is paged answers within a quarter of an hour.
        let Choice::Answer { .. } = offer else { panic!("{offer:?}") };
        session.choose(Some("the facilitator"), &point, Choice::Answer { after_ms: Some(900_000) }, None).unwrap();
    }
}

#[test]
fn what_each_answer_leads_to_is_forecast_where_a_session_waits_for_it() {
    let (session, point) = at_the_decision(NIGHT);
    let before = session.fingerprint();
    let moment = AtChoice::of(&session, &point, &[]).unwrap();
    let forecast = made(&moment, 60, 2).unwrap();
    println!("{forecast:#?}");
    assert_eq!((forecast.continuations, forecast.at_ms), (60, session.clock().0));
    let [approve, defer, refuse] = forecast.options.as_slice() else { panic!() };
    assert_eq!([&approve.option, &defer.option, &refuse.option], ["approve", "defer", "refuse"]);
    let half = |of: &Expected| of.recovered.and_then(|spread| spread.p50_s).unwrap();
    assert!(half(approve) < half(defer), "whoever is asked again takes longer");
    assert!(approve.first_back > 0.9);
    assert_eq!(session.fingerprint(), before, "the session is where it was");
    assert!(forecast.left_out <= 6, "{}", forecast.left_out);
    // The same answer an hour later is an hour later, on the same luck, to the second.
    let later = |minutes: i64| ("so".to_owned(), Choice::Decide { says: Says::Approve, takes_ms: minutes * 60_000 });
    let two = made(&AtChoice::of(&session, &point, &[later(10), later(70)]).unwrap(), 40, 1).unwrap();
    let contained: Vec<f64> = two.options.iter().map(|o| o.contained.unwrap().p50_s.unwrap()).collect();
    assert!(contained[1] > contained[0] + 1800.0, "{contained:?}");
}

#[test]
fn nothing_is_forecast_where_nobody_waits() {
    let (mut session, point) = at_the_decision(NIGHT);
    let (_, offer) = session.pending().remove(0);
    session.choose(None, &point, offer, None).unwrap();
    assert!(AtChoice::of(&session, &point, &[]).unwrap_err().words.contains("nobody waits"));
}

/// Two options, 400 continuations each, on the sample ransomware night: two cores have two seconds for it.
#[test]
#[ignore = "measures time; run it alone in a release build"]
fn two_options_of_four_hundred_continuations_take_less_than_two_seconds() {
    let path = Path::new("scenarios/harbour-mutual/ransomware.ron");
    let plan = firedrill::scenario::open(&Request { scenario: path, models: &[], sets: &[] }).unwrap().plan;
    let mut begins = Instant(0);
    let mut play = Play::new(plan.clone());
    play.reset(SEED, 0);
    play.run(&mut |at, fact| {
        if let Fact::Aware { .. } = fact {
            begins = at;
        }
    })
    .unwrap();
    let at = At { plan: plan.clone(), seed: SEED, replication: 0, at: begins, incident: IncidentNo(0) };
    let before = std::time::Instant::now();
    let forecast = made(&Slower(at), 400, 2).unwrap();
    let took = before.elapsed();
    println!(
        "{took:?} for {} continuations of two options, {} left out: {:?}",
        forecast.continuations, forecast.left_out, forecast.options[0]
    );
    assert!(took.as_secs_f64() < 3.0);
}
