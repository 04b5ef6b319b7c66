//! Continuations of plays: what is known stays, what is not is drawn anew, and nothing of the future leaks into it.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "support/generator.rs"]
mod generator;
#[path = "support/lab.rs"]
mod lab;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use firedrill::engine::chance::{Branch, Purpose};
use firedrill::engine::time::{Instant, Span};
use firedrill::measures::{Outcome, Recorder};
use firedrill::model::fact::Fact;
use firedrill::model::plan::Plan;
use firedrill::play::Play;
use generator::Dice;
use lab::plan_of;

const SEED: u64 = 11;

/// Does a share of the work on each core.
fn on_all_cores<T: Send>(range: std::ops::Range<u64>, work: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let all = Mutex::new(Vec::new());
    let next = Mutex::new(range);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from).min(4) {
            scope.spawn(|| {
                loop {
                    let Some(number) = next.lock().unwrap().next() else { return };
                    let done = work(number);
                    all.lock().unwrap().push((number, done));
                }
            });
        }
    });
    let mut all = all.into_inner().unwrap();
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, done)| done).collect()
}

/// Plays a replication on as the play has it, to the end.
fn facts(play: &mut Play, replication: u64, until: Instant) -> (Vec<(Instant, Fact)>, u64) {
    let mut facts = Vec::new();
    play.reset(SEED, replication);
    play.run_until(until, &mut |at, fact| facts.push((at, *fact))).unwrap();
    let by_then = play.fingerprint();
    play.run(&mut |at, fact| facts.push((at, *fact))).unwrap();
    (facts, by_then)
}

/// A moment some time after the first incident of a replication has begun; it depends on nothing that comes after it.
fn moment(play: &mut Play, replication: u64, dice: &mut Dice) -> Option<Instant> {
    let mut began = None;
    play.own_luck();
    play.reset(SEED, replication);
    play.run(&mut |at, fact| {
        if let Fact::Began { counted: true, .. } = fact {
            began.get_or_insert(at);
        }
    })
    .unwrap();
    let most = [30, 120, 600, 4320][dice.below(4)];
    let minutes = dice.below(most);
    began.map(|began| began + Span::minutes(minutes as i64))
}

fn branches(play: &mut Play, replication: u64, at: Instant, numbers: &[u64]) -> (Vec<Branch>, u64) {
    play.note_luck();
    play.reset(SEED, replication);
    play.run_until(at, &mut |_, _| {}).unwrap();
    (play.branches(numbers), play.fingerprint())
}

#[test]
fn branch_0_is_the_play_itself() {
    on_all_cores(0..40, |seed| {
        let plan = plan_of(&generator::scenario(seed).text());
        let mut play = Play::new(plan);
        let Some(at) = moment(&mut play, 0, &mut Dice::new(seed)) else { return };
        let (once, by_then) = facts(&mut play, 0, at);
        let (branches, noted) = branches(&mut play, 0, at, &[0]);
        assert_eq!(noted, by_then, "a noted play is like any other");
        play.follow(&branches[0]);
        assert!(facts(&mut play, 0, at) == (once.clone(), by_then), "scenario {seed}");
        play.own_luck();
        assert!(facts(&mut play, 0, at) == (once, by_then), "scenario {seed}");
    });
}

#[test]
fn a_branch_comes_to_the_moment_with_the_same_facts_and_goes_on_otherwise() {
    let tried = on_all_cores(0..40, |seed| {
        let plan = plan_of(&generator::scenario(seed).text());
        let mut play = Play::new(plan);
        let Some(at) = moment(&mut play, 0, &mut Dice::new(seed)) else { return (0, 0, 0) };
        let (once, by_then) = facts(&mut play, 0, at);
        let (branches, _) = branches(&mut play, 0, at, &[1, 2, 3, 4, 5, 6]);
        let (mut alike, mut other) = (0, 0);
        for branch in &branches {
            play.follow(branch);
            let (anew, same) = facts(&mut play, 0, at);
            alike += usize::from(same == by_then);
            if same != by_then
                && let Some((was, is)) = once.iter().zip(&anew).find(|(was, is)| was != is)
            {
                println!("scenario {seed}, branch {}, at {at:?}: {is:?} instead of {was:?}", branch.number());
            }
            other += usize::from(anew != once);
            let again = facts(&mut play, 0, at);
            assert!(again == (anew, same), "a branch is always the same");
        }
        (branches.len(), alike, other)
    });
    let sum = |of: fn(&(usize, usize, usize)) -> usize| tried.iter().map(of).sum::<usize>();
    let (all, alike, other) = (sum(|t| t.0), sum(|t| t.1), sum(|t| t.2));
    println!("{alike} of {all} branches come to the moment alike, {other} go on otherwise");
    assert!(all > 150 && alike as f64 >= 0.95 * all as f64 && other as f64 >= 0.8 * all as f64);
}

/// What stays although other luck would leave all facts up to the moment as they are, and change what comes. It has happened, though no fact says
/// so (tickets that came and were done, sickness that is over, an incident that did not come through a finding), or it is planned (leave, training,
/// who goes and comes once notice is given), or `model::unknown` says that it stays.
const STAYS: &[&str] = &["candidate", "leave", "sick", "ticket", "ticket arrivals", "ticket passed on", "training", "turnover"];

#[test]
fn nothing_that_stays_is_of_the_future_alone() {
    let names = purposes();
    let found: BTreeMap<String, (usize, u64)> = on_all_cores(0..60, |seed| {
        let plan = plan_of(&generator::scenario(seed).text());
        let mut play = Play::new(plan);
        let mut dice = Dice::new(seed ^ 0xBEEF);
        let mut found: Vec<(String, u64)> = Vec::new();
        let Some(at) = moment(&mut play, 0, &mut dice) else { return found };
        let (branches, by_then) = branches(&mut play, 0, at, &[0]);
        let once = facts_of(&mut play, &branches[0], at);
        let mut stays: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        branches[0].stays().for_each(|(key, purpose)| stays.entry(purpose.0).or_default().push(key));
        for (purpose, key) in stays.iter().flat_map(|(purpose, keys)| (0..2).map(move |_| (Purpose(*purpose), keys))) {
            let key = key[dice.below(key.len())];
            let branch = branches[0].with_other(key, key ^ 0x5555);
            let (anew, same) = facts_of(&mut play, &branch, at);
            if same == by_then && anew != once.0 {
                found.push((names.get(&purpose.0).cloned().unwrap_or_else(|| "?".into()), seed));
            }
        }
        found
    })
    .into_iter()
    .flatten()
    .fold(BTreeMap::new(), |mut map, (name, seed)| {
        let entry = map.entry(name).or_insert((0, seed));
        entry.0 += 1;
        map
    });
    println!("{found:#?}");
    let wrong: Vec<_> = found.iter().filter(|(name, _)| !STAYS.contains(&name.as_str())).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}
fn facts_of(play: &mut Play, branch: &Branch, at: Instant) -> (Vec<(Instant, Fact)>, u64) {
    play.follow(branch);
    facts(play, 0, at)
}
/// The names of all purposes, by their numbers, as the sources have them.
fn purposes() -> BTreeMap<u64, String> {
    fn read(dir: &std::path::Path, into: &mut BTreeMap<u64, String>) {
        for entry in std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
            if entry.is_dir() {
                read(&entry, into);
            } else {
                let text = std::fs::read_to_string(&entry).unwrap();
                for rest in text.split("Purpose::named(\"").skip(1) {
                    let name = rest.split('"').next().unwrap();
                    into.insert(Purpose::named(name).0, name.to_string());
                }
            }
        }
    }
    let mut names = BTreeMap::new();
    read(std::path::Path::new("src/model"), &mut names);
    names
}

/// What is looked at of a continuation: when the first incident is aware, contained, recovered (late where it never is), and how much happens.
fn looked_at(plan: &Plan, play: &mut Play, replication: u64, at: Instant) -> (u64, [f64; 4]) {
    let mut recorder = Recorder::new(plan);
    let mut count = 0_u64;
    play.reset(SEED, replication);
    play.run_until(at, &mut |at, fact| recorder.observe(at, fact)).unwrap();
    let by_then = play.fingerprint();
    let played = play.run(&mut |at, fact| {
        count += 1;
        recorder.observe(at, fact);
    });
    recorder.finish(played.unwrap().end);
    let outcomes: Vec<Outcome> = recorder.take();
    let first = outcomes.iter().min_by_key(|o| o.incident).unwrap();
    let time = |at: Option<Instant>| at.map_or(1e15, |at| at.0 as f64);
    (by_then, [time(first.aware), time(first.contained), time(first.recovered), count as f64])
}

/// Continuations of each play, the ranks that the play itself can have among them, and how many scenarios and replications are tried.
const CONTINUATIONS: u64 = 5;
const RANKS: usize = CONTINUATIONS as usize + 1;

/// The ranks of plays among their continuations from a moment are all equally likely if and only if the continuations are drawn as the plays are,
/// given what was known at the moment (A. P. Dawid, Journal of the Royal Statistical Society A 147, 1984, 278-292).
#[test]
fn a_play_ranks_among_its_continuations_as_one_of_them() {
    let replications = 5;
    let all: Vec<Vec<[usize; 4]>> = on_all_cores(0..80, |seed| {
        let plan: Arc<Plan> = plan_of(&generator::scenario(seed).text());
        let mut play = Play::new(plan.clone());
        let mut dice = Dice::new(seed ^ 0xD1CE);
        let mut ranks = Vec::new();
        for replication in 0..replications {
            let Some(at) = moment(&mut play, replication, &mut dice) else { continue };
            play.own_luck();
            let (by_then, own) = looked_at(&plan, &mut play, replication, at);
            let numbers: Vec<u64> = (1..=CONTINUATIONS + 3).collect();
            let (branches, _) = branches(&mut play, replication, at, &numbers);
            let mut others = Vec::new();
            for branch in &branches {
                play.follow(branch);
                let (same, other) = looked_at(&plan, &mut play, replication, at);
                if same == by_then {
                    others.push(other);
                }
            }
            if others.len() < CONTINUATIONS as usize {
                continue;
            }
            others.truncate(CONTINUATIONS as usize);
            let rank = |what: usize| {
                let below = others.iter().filter(|o| o[what] < own[what]).count();
                let ties = others.iter().filter(|o| o[what] == own[what]).count();
                // Those alike are in any order; where all are alike nothing was left to know.
                if ties == others.len() { usize::MAX } else { below + rank_among(seed, replication, what, ties) }
            };
            ranks.push([rank(0), rank(1), rank(2), rank(3)]);
        }
        ranks
    });
    for (what, name) in ["aware", "contained", "recovered", "facts"].into_iter().enumerate() {
        let mut counts = [0_usize; RANKS];
        all.iter().flatten().map(|ranks| ranks[what]).filter(|rank| *rank < RANKS).for_each(|rank| counts[rank] += 1);
        let n: usize = counts.iter().sum();
        let expected = n as f64 / RANKS as f64;
        let chi: f64 = counts.iter().map(|c| (*c as f64 - expected) * (*c as f64 - expected) / expected).sum();
        let mean = counts.iter().enumerate().map(|(rank, c)| (rank * c) as f64).sum::<f64>() / n as f64;
        let (middle, error) = ((RANKS - 1) as f64 / 2.0, ((RANKS * RANKS - 1) as f64 / 12.0 / n as f64).sqrt());
        println!("{name}: {counts:?} of {n}, chi squared {chi:.1}, mean rank {mean:.2} (s.e. {error:.2})");
        assert!(n > 30, "{name}: too few to say anything");
        // The 99.9 % point of chi squared with 5 degrees of freedom.
        assert!(chi < 20.52, "{name}: ranks {counts:?} are not alike");
        assert!((mean - middle).abs() < 4.0 * error, "{name}: the mean rank is {mean}");
    }
}
/// One of the places among so many alike.
fn rank_among(seed: u64, replication: u64, what: usize, ties: usize) -> usize {
    Dice::new(seed << 16 ^ replication << 8 ^ what as u64 ^ 0x71E5).below(ties + 1)
}
