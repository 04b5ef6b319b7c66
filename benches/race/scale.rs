//! What else is promised about speed: cores, short plays, the trace, memory, size, and common luck.

use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use firedrill::model::plan::Plan;
use firedrill::study::{self, Design};

use super::figures::{Asked, Figures, median, ratio};
use super::ours::{PIPELINE, PIPELINE_OF_INCIDENTS, Player, larger, plan};

pub fn measure(rounds: u64, figures: &mut Figures) {
    eprintln!("cores, short plays, trace");
    let short_run = plan(PIPELINE_OF_INCIDENTS, &["runs_for=42d"]);
    second_core(&short_run, rounds, figures);
    short_plays(rounds, figures);
    trace(rounds, figures);
    eprintln!("memory, size, common luck");
    memory(figures);
    size(rounds, figures);
    common_luck(&short_run, figures);
}

fn study_seconds(plan: &Arc<Plan>, replications: u64, jobs: usize) -> f64 {
    let design = Design { seed: 1, replications, jobs, precision: None };
    let start = Instant::now();
    let done = study::run(plan, &design, &AtomicBool::new(false), &mut |_, _| {}, &mut |_, _| Ok::<(), ()>(()));
    assert!(done.is_ok(), "the study is finished");
    start.elapsed().as_secs_f64()
}

/// 2,000 incidents a replication, many replications.
fn second_core(plan: &Arc<Plan>, rounds: u64, figures: &mut Figures) {
    let (mut one, mut two) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        one.push(study_seconds(plan, 300, 1));
        two.push(study_seconds(plan, 300, 2));
    }
    figures.add("second core, many replications", ratio(&one, &two), "times", Asked::AtLeast(1.85, 1.95));
}

fn short_plays(rounds: u64, figures: &mut Figures) {
    let (short, long) = (plan(PIPELINE_OF_INCIDENTS, &["runs_for=10h"]), plan(PIPELINE_OF_INCIDENTS, &["runs_for=1000d"]));
    let (mut one, mut other) = (Player::new(&short), Player::new(&long));
    let (mut brief, mut whole) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        brief.push(one.run(1, round * 4_000..(round + 1) * 4_000).per_happening());
        whole.push(other.run(1, round..round + 1).per_happening());
    }
    figures.add("20-incident replications against long ones, a happening", ratio(&brief, &whole), "times", Asked::AtMost(1.3, 1.1));
}

/// Every fact of a play kept, in a list that is used again: of plays of 50 days, since with longer ones it is the memory that is measured, of
/// which some machines ask microseconds for a page that is written to for the first time in a while.
fn trace(rounds: u64, figures: &mut Figures) {
    const PLAYS: u64 = 10;
    let plan = plan(PIPELINE_OF_INCIDENTS, &["runs_for=50d"]);
    let mut player = Player::new(&plan);
    let mut kept = Vec::new();
    let (mut off, mut on) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        off.push(player.run(1, round * PLAYS..(round + 1) * PLAYS).seconds);
        let traced = (round * PLAYS..(round + 1) * PLAYS).map(|replication| {
            kept.clear();
            player.plays(1, replication..replication + 1, |at, fact| kept.push((at, *fact))).seconds
        });
        on.push(traced.sum::<f64>());
    }
    figures.add("full trace on: share of time more", 100.0 * (ratio(&on, &off) - 1.0), "%", Asked::AtMost(25.0, 10.0));
}

/// Plays so many days of the pipeline in this process, with so many times as long from one incident to the next, and says its peak memory in kB.
pub fn memory_of(what: &str) {
    let (days, times) = what.split_once(':').unwrap();
    let times: u32 = times.parse().unwrap();
    let mut sets = vec![format!("runs_for={days}d")];
    let hours = [("critical", 300), ("major", 100), ("minor", 50)];
    sets.extend(hours.map(|(kind, minutes)| format!("incidents.{kind}.every=Exponential(mean: \"{}m\")", minutes * times)));
    let plan = plan(PIPELINE_OF_INCIDENTS, &sets.iter().map(String::as_str).collect::<Vec<_>>());
    let ran = Player::new(&plan).run(1, 0..1);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next());
    println!("{} {}", ran.incidents, peak.unwrap_or("0"));
}
/// Incidents, and peak memory in kB, of a process that plays so much.
fn peak(days: u32, times: u32) -> Option<(f64, f64)> {
    let program = std::env::current_exe().ok()?;
    let output = Command::new(program).env("RACE_MEMORY", format!("{days}:{times}")).output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut words = said.split_whitespace().map_while(|word| word.parse().ok());
    Some((words.next()?, words.next()?))
}
/// Flat: ten times the incidents take no more than a tenth more. Ten times the days have ten times the shifts as well, which are listed.
fn memory(figures: &mut Figures) {
    let Some((((few, small), (many, large)), (_, short))) = peak(5_000, 10).zip(peak(5_000, 1)).zip(peak(500, 1)) else { return };
    println!("peak memory: {:.1} MB with {few:.0} incidents in 5,000 days, {:.1} MB with {many:.0}", small / 1e3, large / 1e3);
    figures.add("peak memory with 10 times the incidents", large / small, "times", Asked::AtMost(1.1, 1.0));
    figures.add("peak memory with 10 times the days, and the incidents of these", large / short, "times", Asked::Nothing);
}

fn size(rounds: u64, figures: &mut Figures) {
    for (file, of, days) in [(PIPELINE, "tickets", 2.0), (PIPELINE_OF_INCIDENTS, "incidents", 2.0)] {
        let (small, large) = (larger(file, 1, 1_000.0), larger(file, 1_000, days));
        let (mut few, mut many) = (Player::new(&small), Player::new(&large));
        let (mut one, mut thousand) = (Vec::new(), Vec::new());
        for round in 0..rounds {
            one.push(few.run(1, round..round + 1).per_happening());
            thousand.push(many.run(1, round..round + 1).per_happening());
        }
        println!("a happening of {of} takes {:.0} ns with 10 people, {:.0} ns with 10,000", median(&one), median(&thousand));
        figures.add(
            format!("1,000 times the people and load, a happening of {of}"),
            ratio(&thousand, &one),
            "times",
            Asked::AtMost(2.0, 1.5),
        );
    }
}

/// One more in tier 2 by day: the variance of the difference in the mean time to recover, on the same luck against luck of its own.
fn common_luck(plan_as_it_is: &Arc<Plan>, figures: &mut Figures) {
    const REPLICATIONS: u64 = 300;
    let more = plan(PIPELINE_OF_INCIDENTS, &["runs_for=42d", "people.two-day.count=4"]);
    let means = |plan: &Arc<Plan>, from: u64| {
        let mut player = Player::new(plan);
        let mean = |k: u64| {
            let ran = player.run(1, k..k + 1);
            ran.hours / ran.incidents as f64
        };
        (from..from + REPLICATIONS).map(mean).collect::<Vec<_>>()
    };
    let (before, after, elsewhere) = (means(plan_as_it_is, 0), means(&more, 0), means(&more, REPLICATIONS));
    let difference = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
    let (paired, apart) = (difference(&before, &after), difference(&before, &elsewhere));
    println!(
        "one more in tier 2 by day saves {:.4} h an incident on the same luck, {:.4} h on luck of its own",
        mean(&paired),
        mean(&apart)
    );
    figures.add(
        "variance of a paired staffing comparison against independent runs",
        variance(&paired) / variance(&apart),
        "",
        Asked::AtMost(0.05, 0.011),
    );
}
fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}
fn variance(values: &[f64]) -> f64 {
    let middle = mean(values);
    values.iter().map(|v| (v - middle) * (v - middle)).sum::<f64>() / (values.len() as f64 - 1.0)
}
