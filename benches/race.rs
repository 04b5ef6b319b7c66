//! The race: firedrill and its peers on the same models, interleaved in one go, and what else is promised about speed. Each figure is printed beside
//! the one that is asked for. Times of a shared machine mean little; read the ratios, which are medians over rounds of the ratio within a round.
//!
//! `just race` runs all of it; `ROUNDS=9 just race` more rounds, `ONLY=models,scale,commands` parts.
#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "race/commands.rs"]
mod commands;
#[path = "race/figures.rs"]
mod figures;
#[path = "peers/night.rs"]
#[allow(dead_code)]
mod night;
#[path = "race/ours.rs"]
mod ours;
#[path = "race/peers.rs"]
mod peers;
#[path = "race/rounds.rs"]
mod rounds;
#[path = "race/scale.rs"]
mod scale;

use figures::Figures;

fn main() {
    // A process of its own whose peak memory is looked at.
    if let Ok(what) = std::env::var("RACE_MEMORY") {
        return scale::memory_of(&what);
    }
    let rounds = std::env::var("ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(5);
    let only = std::env::var("ONLY").ok();
    let wanted = |part: &str| only.as_ref().is_none_or(|list| list.split(',').any(|name| name == part));
    let mut figures = Figures::default();
    if wanted("models") {
        let peers = peers::prepare();
        rounds::race(&peers, rounds, &mut figures);
    }
    if wanted("scale") {
        scale::measure(rounds, &mut figures);
    }
    if wanted("commands") {
        commands::measure(rounds, &mut figures);
    }
    figures.print();
}
