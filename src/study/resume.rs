//! What a study has played so far, as bytes, so that one that was stopped can go on where it stood. Every number is kept to the last bit: a
//! study that was stopped and resumed ends with the same sums as one that never was.
//!
//! A study plays *pieces* one after the other: some arms side by side, some absences, an hour of the week. Which piece comes next follows from what the
//! ones before came to, so a study that is resumed is simply run again, and a [`Memory`] gives back each piece as far as it was played.
//!
//! The bytes belong to one version of the program and one study: the same command, seed, scenarios and options; [`Memory::of`] refuses any others. To keep a
//! new sum, give it a line in `tally` and in `fill`: the compiler asks for it, since both name every field.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use super::alike::Incidents;
use super::arms::{Arm, Arms};
use super::promises::Achieved;
use super::tally::{AccessTally, DecisionTally, Harm, Kept, KnowledgeTally, NoticeTally, ProviderTally, Tally};
use crate::engine::chance::subject;
use crate::engine::time::Span;
use crate::statistics::Sample;

/// What a study must have in common with the one it goes on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// Which study it is: "run", "compare".
    pub study: &'a str,
    /// Where all luck comes from.
    pub seed: u64,
    /// The fingerprint of each scenario.
    pub hashes: Vec<&'a str>,
    /// All else that it was asked for and its plays depend on.
    pub asked: String,
}

/// Why a study cannot go on from some bytes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// Another version of the program wrote them, or they are damaged.
    Version,
    /// Another command.
    Study,
    /// Another seed.
    Seed,
    /// Other scenarios or models, or in another order.
    Scenario,
    /// Other options.
    Asked,
}
impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unlike::Version => "it was begun by another version of firedrill, or is damaged",
            Unlike::Study => "it was begun by another command",
            Unlike::Seed => "it was begun with another seed",
            Unlike::Scenario => "it was begun with another scenario or other models",
            Unlike::Asked => "it was begun with other options, such as -n",
        })
    }
}

/// The first words: who wrote them, of what, with which luck.
fn head(identity: &Identity<'_>) -> [(u64, Unlike); 5] {
    [
        (subject(concat!("firedrill resume 2, ", env!("CARGO_PKG_VERSION"))), Unlike::Version),
        (subject(identity.study), Unlike::Study),
        (identity.seed, Unlike::Seed),
        (subject(&identity.hashes.join(" ")), Unlike::Scenario),
        (subject(&identity.asked), Unlike::Asked),
    ]
}

/// Something of which a part may have been played.
pub trait Piece {
    /// Everything that is known of it, to the last bit.
    fn put(&self, words: &mut Vec<u64>);

    /// Takes it from its words, whatever was known of it. Nothing where they are not its words.
    fn get(&mut self, words: &mut dyn Iterator<Item = u64>) -> Option<()>;
}

/// The pieces of a study, in the order in which it comes to them.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Those of the study that it goes on with.
    before: Vec<Vec<u64>>,
    /// Its own, up to the first that was not finished.
    played: Vec<Vec<u64>>,
    stopped: bool,
}

impl Memory {
    /// Of a study that begins.
    pub fn new() -> Memory {
        Memory::default()
    }

    /// Of a study that goes on with the one that left these bytes.
    pub fn of(bytes: &[u8], identity: &Identity<'_>) -> Result<Memory, Unlike> {
        let words: Vec<u64> =
            bytes.chunks_exact(8).map(|chunk| chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))).collect();
        let Some((sum, words)) = words.split_last().filter(|_| bytes.len().is_multiple_of(8)) else { return Err(Unlike::Version) };
        let head = head(identity);
        if words.first() != Some(&head[0].0) || *sum != checked(words) {
            return Err(Unlike::Version);
        }
        let mut words = words.iter().copied();
        for (wanted, unlike) in head {
            if words.next() != Some(wanted) {
                return Err(unlike);
            }
        }
        let mut before = Vec::new();
        while let Some(length) = words.next() {
            let piece: Vec<u64> = words.by_ref().take(usize::try_from(length).unwrap_or(usize::MAX)).collect();
            if piece.len() as u64 != length {
                return Err(Unlike::Version);
            }
            before.push(piece);
        }
        Ok(Memory { before, ..Memory::default() })
    }

    /// All pieces as bytes.
    pub fn bytes(&self, identity: &Identity<'_>) -> Vec<u8> {
        let mut words: Vec<u64> = head(identity).iter().map(|(word, _)| *word).collect();
        for piece in &self.played {
            words.push(piece.len() as u64);
            words.extend(piece);
        }
        words.push(checked(&words));
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    /// Plays the next piece: as far as it was played before it is given back, `play` does the rest, and what is known then is kept. Once `stop` is set
    /// nothing more is kept: the pieces after one that was not finished are not those of a study that finishes it.
    pub fn piece<P: Piece, R>(&mut self, piece: &mut P, stop: &AtomicBool, play: impl FnOnce(&mut P) -> R) -> R {
        if let Some(words) = self.before.get(self.played.len()).filter(|_| !self.stopped) {
            // Whole bytes of the same study are of the same pieces; anything else is played anew.
            let mut words = words.iter().copied();
            let _ = piece.get(&mut words);
        }
        let result = play(piece);
        if !self.stopped {
            let mut words = Vec::new();
            piece.put(&mut words);
            self.played.push(words);
            self.stopped = stop.load(Ordering::Relaxed);
        }
        result
    }
}

/// A sum over words that none of them can change without changing it.
fn checked(words: &[u64]) -> u64 {
    words.iter().fold(subject("checked"), |sum, word| crate::engine::chance::combine(sum, *word))
}

impl Piece for Sample {
    fn put(&self, words: &mut Vec<u64>) {
        self.to_words(words);
    }
    fn get(&mut self, words: &mut dyn Iterator<Item = u64>) -> Option<()> {
        *self = Sample::from_words(words)?;
        Some(())
    }
}

impl Piece for Tally {
    fn put(&self, words: &mut Vec<u64>) {
        tally(self, words);
    }
    fn get(&mut self, words: &mut dyn Iterator<Item = u64>) -> Option<()> {
        let mut fresh = Tally::new(self.plan.clone());
        fill(&mut fresh, words)?;
        *self = fresh;
        Some(())
    }
}

impl Piece for Arms {
    fn put(&self, words: &mut Vec<u64>) {
        words.push(self.replications());
        for arm in self.all() {
            arm.tally.put(words);
            arm.objectives.iter().for_each(|(_, sample)| sample.put(words));
            arm.incidents.to_words(words);
        }
    }
    fn get(&mut self, words: &mut dyn Iterator<Item = u64>) -> Option<()> {
        let replications = words.next()?;
        let mut all: Vec<Arm> = self.all().iter().map(|arm| Arm::new(arm.name.clone(), arm.plan().clone())).collect();
        for arm in &mut all {
            arm.tally.get(words)?;
            arm.objectives.iter_mut().try_for_each(|(_, sample)| sample.get(words))?;
            arm.incidents = Incidents::from_words(words)?;
            (arm.tally.replications() == replications).then_some(())?;
        }
        *self = Arms::of(all);
        Some(())
    }
}

fn wide(value: i128) -> [u64; 2] {
    [value as u64, (value >> 64) as u64]
}
fn narrow(words: &mut dyn Iterator<Item = u64>) -> Option<i128> {
    let low = words.next()?;
    Some(i128::from(words.next()? as i64) << 64 | i128::from(low))
}
fn put_kept(kept: Kept) -> [u64; 2] {
    [kept.kept, kept.of]
}
fn kept(words: &mut dyn Iterator<Item = u64>) -> Option<Kept> {
    Some(Kept { kept: words.next()?, of: words.next()? })
}

/// The sums of one arm.
fn tally(of: &Tally, words: &mut Vec<u64>) {
    let Tally { plan: _, samples, annual, ledger, incidents, occurred, stopped, silent, objectives, points, achieved, .. } = of;
    samples.iter().for_each(|(_, sample)| sample.to_words(words));
    annual.iter().for_each(|(_, sample)| sample.to_words(words));
    words.extend(ledger.iter().flat_map(|sum| wide(*sum)));
    words.extend([*incidents, *occurred, *stopped, *silent]);
    words.extend(objectives.iter().flat_map(|(rto, mtpd)| [put_kept(*rto), put_kept(*mtpd)]).flatten());
    words.extend(points.iter().flat_map(|point| put_kept(*point)));
    for Achieved { back, caught_up, data_loss } in achieved.iter().flatten() {
        [back, caught_up, data_loss].iter().for_each(|sample| sample.to_words(words));
    }
    let Tally { decisions, access, knowledge, notices, providers, harm, .. } = of;
    for DecisionTally { asked, reaching, deciding, without_authority } in decisions {
        words.extend([*asked, *without_authority]);
        words.extend([*reaching, *deciding].into_iter().flat_map(wide));
    }
    let AccessTally { privileged_actions, without_authority, given, glass_broken, reviews_overdue } = access;
    words.extend([privileged_actions, without_authority, given, glass_broken, reviews_overdue]);
    let KnowledgeTally { improvised, followed, learned, pairing } = knowledge;
    words.extend([improvised.0, improvised.1, followed.0, followed.1, *learned, pairing.0 as u64]);
    for NoticeTally { in_time, late_for } in notices {
        words.extend(put_kept(*in_time));
        words.extend(late_for);
    }
    for ProviderTally { requests, responded, waited, within } in providers {
        words.extend([*requests, *responded]);
        words.extend(wide(*waited));
        words.extend(put_kept(*within));
    }
    words.push(harm.len() as u64);
    for Harm { open, lost, incidents, waited } in harm {
        words.extend([u64::from(*open), *lost as u64, u64::from(*incidents), *waited as u64]);
    }
}

/// Reads them into a tally of the same plan, of which nothing has been played.
fn fill(of: &mut Tally, words: &mut dyn Iterator<Item = u64>) -> Option<()> {
    let Tally { plan: _, samples, annual, ledger, incidents, occurred, stopped, silent, objectives, points, achieved, .. } = of;
    for sample in samples.iter_mut().map(|(_, sample)| sample).chain(annual.iter_mut().map(|(_, sample)| sample)) {
        *sample = Sample::from_words(words)?;
    }
    for sum in ledger {
        *sum = narrow(words)?;
    }
    for count in [incidents, occurred, stopped, silent] {
        *count = words.next()?;
    }
    for objective in objectives {
        *objective = (kept(words)?, kept(words)?);
    }
    for point in points {
        *point = kept(words)?;
    }
    for Achieved { back, caught_up, data_loss } in achieved.iter_mut().flatten() {
        for sample in [back, caught_up, data_loss] {
            *sample = Sample::from_words(words)?;
        }
    }
    let Tally { decisions, access, knowledge, notices, providers, harm, .. } = of;
    for decision in decisions {
        let (asked, without_authority) = (words.next()?, words.next()?);
        *decision = DecisionTally { asked, reaching: narrow(words)?, deciding: narrow(words)?, without_authority };
    }
    let mut next = || words.next();
    *access = AccessTally {
        privileged_actions: next()?,
        without_authority: next()?,
        given: next()?,
        glass_broken: next()?,
        reviews_overdue: next()?,
    };
    let (improvised, followed) = ((next()?, next()?), (next()?, next()?));
    *knowledge = KnowledgeTally { improvised, followed, learned: next()?, pairing: Span(next()? as i64) };
    for notice in notices {
        notice.in_time = kept(words)?;
        for times in &mut notice.late_for {
            *times = words.next()?;
        }
    }
    for provider in providers {
        let (requests, responded) = (words.next()?, words.next()?);
        *provider = ProviderTally { requests, responded, waited: narrow(words)?, within: kept(words)? };
    }
    for _ in 0..words.next()? {
        let (open, lost) = (words.next()? as u32, words.next()? as i64);
        harm.push(Harm { open, lost, incidents: words.next()? as u32, waited: words.next()? as i64 });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;
    use crate::study::{Design, arms};

    const IDENTITY: fn() -> Identity<'static> =
        || Identity { study: "compare", seed: 7, hashes: vec!["5eed", "beef"], asked: String::new() };

    fn fresh() -> Arms {
        let other = testing::scenario(&["people.ana.takes_times=2.0"]).plan;
        Arms::new([("a".to_owned(), testing::plan()), ("b".to_owned(), other)])
    }
    fn words(arms: &Arms) -> Vec<u64> {
        let mut words = Vec::new();
        arms.put(&mut words);
        words
    }

    /// Two pieces of as many plays; stopped in the piece of that number once so many plays of it are done.
    fn play(memory: &mut Memory, stopped: Option<(usize, u64)>) -> [Arms; 2] {
        let stop = AtomicBool::new(false);
        let design = Design { seed: 7, replications: 60, jobs: 2, precision: None };
        [0, 1].map(|piece| {
            let mut arms = fresh();
            memory.piece(&mut arms, &stop, |arms| {
                let mut told = |done: u64, _| {
                    if stopped.is_some_and(|(at, after)| at == piece && done >= after) {
                        stop.store(true, Ordering::Relaxed);
                    }
                };
                arms::play_all(arms, &design, &stop, &mut told).expect("played");
            });
            arms
        })
    }

    #[test]
    fn a_study_that_went_on_ends_like_one_that_never_stopped_wherever_it_was_stopped() {
        let mut whole = Memory::new();
        let expected = play(&mut whole, None).map(|arms| words(&arms));
        for (piece, after) in [(0, 1), (0, 30), (1, 1), (1, 50)] {
            let mut first = Memory::new();
            let part = play(&mut first, Some((piece, after)));
            assert!(part[1].replications() < 60, "it was stopped");
            assert_eq!(first.played.len(), piece + 1, "nothing is kept of what comes after");
            let mut second = Memory::of(&first.bytes(&IDENTITY()), &IDENTITY()).expect("the same study");
            let ended = play(&mut second, None).map(|arms| words(&arms));
            assert!(ended == expected, "stopped in piece {piece}");
            assert!(second.bytes(&IDENTITY()) == whole.bytes(&IDENTITY()));
        }
    }

    #[test]
    fn another_study_is_refused_and_so_is_damage() {
        let mut memory = Memory::new();
        let stop = AtomicBool::new(false);
        memory.piece(&mut fresh(), &stop, |_| ());
        let bytes = memory.bytes(&IDENTITY());
        let tried = |bytes: &[u8], identity: Identity<'_>| Memory::of(bytes, &identity).err();
        assert_eq!(tried(&bytes, IDENTITY()), None);
        assert_eq!(tried(&bytes, Identity { seed: 8, ..IDENTITY() }), Some(Unlike::Seed));
        assert_eq!(tried(&bytes, Identity { hashes: vec!["beef", "5eed"], ..IDENTITY() }), Some(Unlike::Scenario));
        assert_eq!(tried(&bytes, Identity { study: "people", ..IDENTITY() }), Some(Unlike::Study));
        assert_eq!(tried(&bytes, Identity { asked: "-n 40".into(), ..IDENTITY() }), Some(Unlike::Asked));
        for damaged in [&bytes[..bytes.len() - 8], &bytes[..bytes.len() - 3], &[], &bytes[..8]] {
            assert_eq!(tried(damaged, IDENTITY()), Some(Unlike::Version));
        }
        for at in (0..bytes.len()).step_by(8 * 37) {
            let mut damaged = bytes.clone();
            damaged[at + 6] ^= 0x7f;
            assert_eq!(tried(&damaged, IDENTITY()), Some(Unlike::Version), "byte {at}");
        }
    }
}
