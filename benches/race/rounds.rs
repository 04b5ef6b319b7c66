//! The models in rounds: firedrill, the hand-written loop, and every peer once in each round.

use std::time::Instant;

use super::figures::{Asked, Figures, median, ratio};
use super::night::Program;
use super::ours::{Player, plan};
use super::peers::Peer;

/// One of our models.
struct Model {
    name: &'static str,
    /// What the peers call it.
    theirs: &'static str,
    /// Replications in a round.
    replications: u64,
    /// Times the hand-written loop.
    asked: Asked,
}
/// The models of the peers as tickets, which are to firedrill what their incidents are to the peers, and as incidents with their milestones,
/// roles and ledger, of which the peers know nothing: what that costs is worth knowing.
const MODELS: [Model; 5] = [
    Model { name: "queue", theirs: "queue", replications: 3, asked: Asked::AtMost(3.0, 2.0) },
    Model { name: "pipeline", theirs: "pipeline", replications: 6, asked: Asked::AtMost(2.5, 1.5) },
    Model { name: "night", theirs: "night", replications: 240, asked: Asked::AtMost(3.0, 2.0) },
    Model { name: "queue-incidents", theirs: "queue", replications: 1, asked: Asked::Nothing },
    Model { name: "pipeline-incidents", theirs: "pipeline", replications: 1, asked: Asked::Nothing },
];
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
    let plans = MODELS.map(|model| plan(&format!("benches/models/{}.ron", model.name), &[]));
    let mut players: Vec<Player> = plans.iter().map(Player::new).collect();
    let mut program = Program::new();
    let mut ours = MODELS.map(|_| Vec::new());
    let mut happenings = MODELS.map(|_| 0.0);
    let mut by_hand = Vec::new();
    let mut theirs: Vec<Vec<f64>> = peers.iter().map(|_| Vec::new()).collect();
    for round in 0..rounds {
        eprintln!("round {} of {rounds}", round + 1);
        for (place, Model { name: model, replications, .. }) in MODELS.into_iter().enumerate() {
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
    println!("{:<20} {:<24} {:>14}   median of {rounds} rounds", "model", "program", "ns/incident");
    let named = || theirs.iter().zip(peers).map(|(times, peer)| (peer.model, peer.name, times.as_slice()));
    let nights = std::iter::once(("night", BY_HAND, by_hand.as_slice()));
    let others: Vec<(&str, &str, &[f64])> = nights.chain(named()).collect();
    for (place, model) in MODELS.into_iter().enumerate() {
        let name = model.name;
        println!("{name:<20} {:<24} {:>14.0}   {:.1} happenings an incident", "firedrill", median(&ours[place]), happenings[place]);
        for (_, peer, times) in others.iter().filter(|(of, ..)| *of == model.theirs) {
            if model.name == model.theirs {
                println!("{name:<20} {peer:<24} {:>14.0}", median(times));
            }
            if *peer == BY_HAND {
                figures.add(format!("{name} against the hand-written loop"), ratio(&ours[place], times), "times", model.asked);
            } else {
                figures.add(format!("{name} faster than {peer}"), ratio(times, &ours[place]), "times", asked(name, peer));
            }
        }
    }
    println!();
    for (place, model) in MODELS.into_iter().enumerate() {
        for (_, peer, times) in others.iter().filter(|(of, ..)| *of == model.theirs) {
            match *peer {
                BY_HAND => println!("{}: {:.2} times the hand-written loop", model.name, ratio(&ours[place], times)),
                peer => println!("{}: {:.2} times as fast as {peer}", model.name, ratio(times, &ours[place])),
            }
        }
    }
}
