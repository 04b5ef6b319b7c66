//! The models in rounds: firedrill, the hand-written loop, and every peer once in each round.

use std::time::Instant;

use super::figures::{Asked, Figures, median, ratio};
use super::night::Program;
use super::ours::{Player, plan};
use super::peers::Peer;

/// The model, how many replications of it a round plays, and how many times the hand-written loop is asked and aimed at.
const MODELS: [(&str, u64, Asked); 3] =
    [("queue", 1, Asked::AtMost(3.0, 2.0)), ("pipeline", 2, Asked::AtMost(2.5, 1.5)), ("night", 60, Asked::AtMost(3.0, 2.0))];
const BY_HAND: &str = "the hand-written loop";

/// What is asked of firedrill against a peer on a model.
fn asked(model: &str, peer: &str) -> Asked {
    match (model, peer) {
        ("pipeline", "simcore") => Asked::AtLeast(1.0, 1.5),
        ("pipeline", "nexosim") => Asked::AtLeast(3.0, 5.0),
        ("pipeline", "SimPy") => Asked::AtLeast(30.0, 50.0),
        ("pipeline", "Ciw") => Asked::AtLeast(100.0, 170.0),
        _ => Asked::Nothing,
    }
}

pub fn race(peers: &[Peer], rounds: u64, figures: &mut Figures) {
    let plans = MODELS.map(|(name, ..)| plan(&format!("benches/models/{name}.ron"), &[]));
    let mut players = [0, 1, 2].map(|i| Player::new(&plans[i]));
    let mut program = Program::new();
    let mut ours = [const { Vec::new() }; 3];
    let mut happenings = [0.0; 3];
    let mut by_hand = Vec::new();
    let mut theirs: Vec<Vec<f64>> = peers.iter().map(|_| Vec::new()).collect();
    for round in 0..rounds {
        eprintln!("round {} of {rounds}", round + 1);
        for (place, (model, replications, _)) in MODELS.into_iter().enumerate() {
            let range = round * replications..(round + 1) * replications;
            let ran = players[place].run(1, range.clone());
            ours[place].push(ran.per_incident());
            happenings[place] = ran.happenings as f64 / ran.incidents as f64;
            if model == "night" {
                let (start, mut nights) = (Instant::now(), 0_u64);
                for replication in range {
                    program.play(1, replication, &mut |_| nights += 1);
                }
                by_hand.push(start.elapsed().as_secs_f64() * 1e9 / nights as f64);
                assert_eq!(nights, ran.incidents, "both play the same nights");
            }
            for (peer, times) in peers.iter().zip(&mut theirs).filter(|(peer, _)| peer.model == model) {
                times.push(peer.run(round).unwrap_or(f64::NAN));
            }
        }
    }
    println!("{:<10} {:<24} {:>14}   median of {rounds} rounds", "model", "program", "ns/incident");
    for (place, (model, _, asked_of_us)) in MODELS.into_iter().enumerate() {
        println!("{model:<10} {:<24} {:>14.0}   {:.1} happenings an incident", "firedrill", median(&ours[place]), happenings[place]);
        let mut others: Vec<(&str, &[f64])> = Vec::new();
        if model == "night" {
            others.push((BY_HAND, &by_hand));
        }
        others.extend(peers.iter().zip(&theirs).filter(|(peer, _)| peer.model == model).map(|(peer, times)| (peer.name, times.as_slice())));
        for (name, times) in others {
            println!("{model:<10} {name:<24} {:>14.0}", median(times));
            if name == BY_HAND {
                figures.add(format!("{model} against the hand-written loop"), ratio(&ours[place], times), "times", asked_of_us);
            } else {
                figures.add(format!("{model} faster than {name}"), ratio(times, &ours[place]), "times", asked(model, name));
            }
        }
    }
    println!();
    for (place, (model, ..)) in MODELS.into_iter().enumerate() {
        if model == "night" {
            println!("{model}: {:.2} times the hand-written loop", ratio(&ours[place], &by_hand));
        }
        for (peer, times) in peers.iter().zip(&theirs).filter(|(peer, _)| peer.model == model) {
            match peer.name {
                BY_HAND => println!("{model}: {:.2} times the hand-written loop", ratio(&ours[place], times)),
                name => println!("{model}: {:.2} times as fast as {name}", ratio(times, &ours[place])),
            }
        }
    }
}
