//! The queue and the pipeline, written as ordinary scenarios of tickets, against hand-written loops of the same models, interleaved in one run.
//! Times of a shared machine mean little; read the ratios. `cargo bench --bench engine -- queue` runs one model alone.
#![allow(missing_docs, clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "peers/hand.rs"]
mod hand;

use std::path::Path;
use std::time::Instant;

use firedrill::measures::Recorder;
use firedrill::model::fact::Fact;
use firedrill::play::Play;
use firedrill::text::Request;

/// One model: its scenario, its hand-written loop, and how many happenings of the hand-written loop an incident is.
struct Model {
    name: &'static str,
    file: &'static str,
    by_hand: fn(u64, u64) -> hand::Ran,
    incidents: u64,
}
const MODELS: [Model; 2] = [
    Model { name: "queue", file: "benches/models/queue.ron", by_hand: hand::queue, incidents: 216_000 },
    Model { name: "pipeline", file: "benches/models/pipeline.ron", by_hand: hand::pipeline, incidents: 48_000 },
];
const ROUNDS: u64 = 5;

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    println!("{:<10} {:>16} {:>18} {:>9}", "model", "by hand ns/ticket", "firedrill ns/ticket", "ratio");
    let asked: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    for model in MODELS.into_iter().filter(|model| asked.is_empty() || asked.iter().any(|name| name == model.name)) {
        let scenario = firedrill::scenario::open(&Request { scenario: Path::new(model.file), models: &[], sets: &[] })
            .unwrap_or_else(|e| panic!("{e}"));
        let mut play = Play::new(scenario.plan.clone());
        let (mut by_hand, mut ours, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
        let (mut hand_wait, mut our_wait) = (0.0, 0.0);
        for round in 0..ROUNDS {
            let start = Instant::now();
            hand_wait += (model.by_hand)(model.incidents, round).wait / ROUNDS as f64;
            let hand = start.elapsed().as_secs_f64() * 1e9 / model.incidents as f64;
            let mut recorder = Recorder::new(&scenario.plan);
            let (mut incidents, mut wait) = (0u64, 0.0);
            let start = Instant::now();
            play.reset(1, round);
            let played = play.run(&mut |at, fact| {
                recorder.observe(at, fact);
                match fact {
                    Fact::Tickets { arrived, waited, .. } => {
                        incidents += u64::from(*arrived);
                        wait += waited.hours_f64();
                    }
                    Fact::TicketsPassedOn { waited, .. } => wait += waited.hours_f64(),
                    _ => {}
                }
            });
            recorder.finish(played.unwrap().end);
            let per_incident = start.elapsed().as_secs_f64() * 1e9 / incidents as f64;
            our_wait += wait / incidents as f64 / ROUNDS as f64;
            by_hand.push(hand);
            ours.push(per_incident);
            ratios.push(per_incident / hand);
        }
        println!("{:<10} {:>16.0} {:>16.0} {:>9.2}", model.name, median(&mut by_hand), median(&mut ours), median(&mut ratios));
        println!(
            "{}: {:.2} times the hand-written loop (mean wait {our_wait:.3} h against {hand_wait:.3} h by hand)",
            model.name,
            median(&mut ratios)
        );
    }
}
