//! What has been played of some arms, as bytes, so that a study that was stopped can go on where it stood. Every number is kept to the last bit: a
//! study that was stopped and resumed ends with the same sums as one that never was.
//!
//! The bytes belong to one version of the program, one seed and the same arms; [`restore`] refuses any others. To keep a new sum, give it a line in
//! `tally` and in `fill`: the compiler asks for it, since both name every field.

use std::fmt;

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
    /// Where all luck comes from.
    pub seed: u64,
    /// The fingerprint of each arm's scenario.
    pub hashes: Vec<&'a str>,
}

/// Why a study cannot go on from some bytes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// Another version of the program wrote them, or they are damaged.
    Version,
    /// Another seed.
    Seed,
    /// Other scenarios or models, or in another order.
    Scenario,
}
impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unlike::Version => "it was begun by another version of firedrill, or is damaged",
            Unlike::Seed => "it was begun with another seed",
            Unlike::Scenario => "it was begun with another scenario or other models",
        })
    }
}

/// The first words: who wrote them, with which luck, of what.
fn head(identity: &Identity<'_>) -> [u64; 3] {
    let version = subject(concat!("firedrill resume 1, ", env!("CARGO_PKG_VERSION")));
    [version, identity.seed, subject(&identity.hashes.join(" "))]
}

/// What has been played of the arms.
pub fn keep(arms: &Arms, identity: &Identity<'_>) -> Vec<u8> {
    let mut words: Vec<u64> = head(identity).to_vec();
    words.push(arms.replications());
    for arm in arms.all() {
        tally(&arm.tally, &mut words);
        arm.objectives.iter().for_each(|(_, sample)| sample.to_words(&mut words));
        arm.incidents.to_words(&mut words);
    }
    words.push(subject("end"));
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// Gives arms of which nothing has been played what had been played of the same arms.
pub fn restore(arms: &mut Arms, bytes: &[u8], identity: &Identity<'_>) -> Result<(), Unlike> {
    let mut words = bytes.chunks_exact(8).map(|chunk| chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)));
    let words: &mut dyn Iterator<Item = u64> = &mut words;
    for (wanted, unlike) in head(identity).into_iter().zip([Unlike::Version, Unlike::Seed, Unlike::Scenario]) {
        if words.next() != Some(wanted) {
            return Err(unlike);
        }
    }
    let restored = read(arms.all(), words).ok_or(Unlike::Version)?;
    *arms = Arms::of(restored);
    Ok(())
}

fn read(arms: &[Arm], words: &mut dyn Iterator<Item = u64>) -> Option<Vec<Arm>> {
    let replications = words.next()?;
    let mut restored = arms.to_vec();
    for arm in &mut restored {
        fill(&mut arm.tally, words)?;
        for (_, sample) in &mut arm.objectives {
            *sample = Sample::from_words(words)?;
        }
        arm.incidents = Incidents::from_words(words)?;
        (arm.tally.replications() == replications).then_some(())?;
    }
    (words.next()? == subject("end")).then_some(restored)
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
    for Harm { open, lost, incidents } in harm {
        words.extend([u64::from(*open), *lost as u64, u64::from(*incidents)]);
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
        harm.push(Harm { open: words.next()? as u32, lost: words.next()? as i64, incidents: words.next()? as u32 });
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;

    use super::*;
    use crate::report::testing;
    use crate::study::{Design, arms};

    const IDENTITY: fn() -> Identity<'static> = || Identity { seed: 7, hashes: vec!["5eed", "beef"] };

    fn fresh() -> Arms {
        let other = testing::scenario(&["people.ana.takes_times=2.0"]).plan;
        Arms::new([("a".to_owned(), testing::plan()), ("b".to_owned(), other)])
    }
    fn play(arms: &mut Arms, replications: u64) {
        let design = Design { seed: 7, replications, jobs: 2, precision: None };
        arms::play_all(arms, &design, &AtomicBool::new(false), &mut |_, _| ()).expect("played");
    }

    #[test]
    fn a_study_that_went_on_ends_like_one_that_never_stopped() {
        let (mut whole, mut first, mut second) = (fresh(), fresh(), fresh());
        play(&mut whole, 30);
        play(&mut first, 11);
        restore(&mut second, &keep(&first, &IDENTITY()), &IDENTITY()).expect("the same study");
        assert_eq!(second.replications(), 11);
        play(&mut second, 30);
        assert_eq!(keep(&second, &IDENTITY()), keep(&whole, &IDENTITY()));
        let shown = |arms: &Arms| {
            format!("{:?}", arms.all().iter().map(|arm| (&arm.objectives, &arm.tally.harm, &arm.tally.ledger)).collect::<Vec<_>>())
        };
        assert_eq!(shown(&second), shown(&whole));
    }

    #[test]
    fn another_study_is_refused_and_so_is_damage() {
        let mut played = fresh();
        play(&mut played, 3);
        let bytes = keep(&played, &IDENTITY());
        let tried = |bytes: &[u8], identity: Identity<'_>| restore(&mut fresh(), bytes, &identity);
        assert_eq!(tried(&bytes, Identity { seed: 8, ..IDENTITY() }), Err(Unlike::Seed));
        assert_eq!(tried(&bytes, Identity { hashes: vec!["beef", "5eed"], ..IDENTITY() }), Err(Unlike::Scenario));
        assert_eq!(tried(&bytes[..bytes.len() - 8], IDENTITY()), Err(Unlike::Version));
        assert_eq!(tried(&[], IDENTITY()), Err(Unlike::Version));
        for at in (32..bytes.len()).step_by(8 * 37) {
            let mut damaged = bytes.clone();
            damaged[at + 6] ^= 0x7f;
            // It may be a number that nobody can know to be wrong; it never is an end without end.
            let _ = tried(&damaged, IDENTITY());
        }
    }
}
