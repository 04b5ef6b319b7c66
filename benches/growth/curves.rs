//! What is varied, on which scenario, and what is timed.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use firedrill::study::{self, Design};

use super::ours::{PIPELINE_OF_INCIDENTS as PIPELINE, Player, larger, plan};

pub struct Curve {
    pub name: &'static str,
    /// What the numbers along the bottom are.
    pub what: &'static str,
    pub at: &'static [u32],
    /// What the seconds are of.
    pub seconds_of: &'static str,
    pub play: fn(u32) -> f64,
}

const NIGHT: &str = "benches/models/night.ron";
const FLAGSHIP: &str = "scenarios/harbour-mutual/ransomware.ron";

pub const CURVES: [Curve; 8] = [
    Curve {
        name: "people",
        what: "people on shift who have nothing to do with it (pipeline of incidents)",
        at: &[10, 100, 1_000, 10_000],
        seconds_of: "a million happenings",
        play: people,
    },
    Curve {
        name: "size",
        what: "times the people and the load (pipeline of incidents)",
        at: &[1, 10, 100, 1_000],
        seconds_of: "a million happenings",
        play: size,
    },
    Curve {
        name: "systems",
        what: "systems that have nothing to do with it (night)",
        at: &[10, 100, 1_000, 10_000],
        seconds_of: "a million happenings",
        play: systems,
    },
    Curve {
        name: "reading",
        what: "people, and half as many systems (reading and one play of night)",
        at: &[10, 100, 1_000, 10_000],
        seconds_of: "reading and one play",
        play: reading,
    },
    Curve {
        name: "incidents",
        what: "days of incidents, 48 a day (pipeline of incidents, one play)",
        at: &[100, 300, 1_000, 3_000, 10_000],
        seconds_of: "the play",
        play: incidents,
    },
    Curve {
        name: "horizon",
        what: "days for which an incident is followed (pipeline of incidents)",
        at: &[5, 15, 60, 180],
        seconds_of: "a million happenings",
        play: horizon,
    },
    Curve {
        name: "replications",
        what: "replications (flagship, two threads)",
        at: &[50, 200, 800, 3_200],
        seconds_of: "the study",
        play: replications,
    },
    Curve { name: "cores", what: "threads (flagship, 1,000 replications)", at: &[1, 2], seconds_of: "the study", play: cores },
];

/// Seconds of a million happenings of so many plays.
fn a_million(file: &str, sets: &[&str], plays: u64) -> f64 {
    let plan = plan(file, sets);
    Player::new(&plan).run(1, 0..plays).per_happening() / 1e3
}
fn people(count: u32) -> f64 {
    let sets = ["runs_for=300d".to_string(), format!("people.others=(count: {count}, team: \"tier-2\", roster: \"day\")")];
    a_million(PIPELINE, &sets.each_ref().map(String::as_str), 1)
}
fn size(times: u32) -> f64 {
    let plan = larger(PIPELINE, u64::from(times), 500.0 / f64::from(times));
    Player::new(&plan).run(1, 0..1).per_happening() / 1e3
}
fn systems(count: u32) -> f64 {
    a_million(NIGHT, &[&format!("systems.others=(count: {count})")], 20)
}
fn reading(people: u32) -> f64 {
    let start = Instant::now();
    let sets = [
        format!("people.others=(count: {people}, team: \"management\", roster: \"office\")"),
        format!("systems.others=(count: {}, needs: [\"core-db\"])", people.div_ceil(2)),
    ];
    let plan = plan(NIGHT, &sets.each_ref().map(String::as_str));
    Player::new(&plan).run(1, 0..1);
    start.elapsed().as_secs_f64()
}
fn incidents(days: u32) -> f64 {
    let plan = plan(PIPELINE, &[&format!("runs_for={days}d")]);
    Player::new(&plan).run(1, 0..1).seconds
}
fn horizon(days: u32) -> f64 {
    a_million(PIPELINE, &["runs_for=300d", &format!("horizon={days}d")], 1)
}
fn study_of(replications: u64, jobs: usize) -> f64 {
    let plan = plan(FLAGSHIP, &[]);
    let start = Instant::now();
    let design = Design { seed: 1, replications, jobs, precision: None };
    let done = study::run(&plan, &design, &AtomicBool::new(false), &mut |_, _| {}, &mut |_, _| Ok::<(), ()>(()));
    assert!(done.is_ok(), "the study is finished");
    start.elapsed().as_secs_f64()
}
fn replications(count: u32) -> f64 {
    study_of(u64::from(count), 2)
}
fn cores(jobs: u32) -> f64 {
    study_of(1_000, jobs as usize)
}
