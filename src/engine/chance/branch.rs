//! Continuations of a play: the same play up to a moment, and other luck from there on for all that is not known by then.
//!
//! A play that is *noted* keeps which luck it has asked for, and when. At the moment where it stands still the model says of what it has asked
//! for that it is not known yet, and what is known about it ([`Unknown`]): a wait has lasted so long, nobody has answered. For each branch
//! another stream is looked for that agrees with that; it is looked for by trying one stream of the branch after another, so that its law is
//! exactly that of the stream given what is known, whatever distribution is drawn from it. The branch ([`Branch`]) has these streams for what
//! is not known, the play's own for what is, and its own for all that the play has not asked for. A play that is begun anew on a branch comes
//! to the same moment by itself, with everything booked as the other luck has it: nothing has to be taken out of a calendar.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Draw, Luck, Purpose, combine};
use crate::engine::time::Instant;

/// What a draw is asked for by: purpose, subject, and the how-manieth time.
pub type Key = (Purpose, u64, u64);

/// Streams tried for one branch before it is given up to find one that agrees with what is known; then what was drawn stays.
const MOST_TRIES: u64 = 20_000;

/// What a play has asked for: when last, and what for.
type Asked = BTreeMap<u64, (Instant, Purpose)>;

/// Which luck a play has asked for; and the present, as far as it is noted.
#[derive(Debug)]
pub(super) struct Notes(Mutex<(Instant, Asked)>);
impl Notes {
    pub(super) fn new() -> Notes {
        Notes(Mutex::new((Instant(0), BTreeMap::new())))
    }
    /// What is asked for from here on is asked for at this instant.
    pub(super) fn set_now(&self, now: Instant) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).0 = now;
    }
    fn note(&self, key: u64, purpose: Purpose) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = notes.0;
        notes.1.insert(key, (now, purpose));
    }
    fn taken(&self) -> Asked {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }
}

/// The luck of one continuation of a play.
#[derive(Clone, Debug)]
pub struct Branch {
    /// For what the play has not asked for.
    fresh: Luck,
    /// What the play has asked for, in order, and what for; shared by all branches from one moment.
    known: Arc<[(u64, Purpose)]>,
    /// What of that is not known, in order, and the stream that it has here.
    other: Arc<[(u64, u64)]>,
}
impl Branch {
    /// Its number, the key element `branch` of the luck.
    pub fn number(&self) -> u64 {
        self.fresh.branch()
    }
    /// How many draws are other ones than in the play that it continues.
    pub fn redrawn(&self) -> usize {
        self.other.len()
    }
    /// What the play has asked for and stays as it was drawn: the numbers of the streams, and what they are for.
    pub fn stays(&self) -> impl Iterator<Item = (u64, Purpose)> {
        self.known.iter().copied().filter(|(key, _)| self.other.binary_search_by_key(key, |other| other.0).is_err())
    }
    /// The same branch with one more draw that is another one: with this stream instead of its own. For tests of what stays.
    pub fn with_other(&self, key: u64, stream: u64) -> Branch {
        let mut other: BTreeMap<u64, u64> = self.other.iter().copied().collect();
        other.insert(key, stream);
        Branch { other: other.into_iter().collect(), ..self.clone() }
    }
    fn stream(&self, key: u64, asked: Key) -> u64 {
        if let Ok(at) = self.other.binary_search_by_key(&key, |other| other.0) {
            return self.other[at].1;
        }
        if self.known.binary_search_by_key(&key, |known| known.0).is_ok() { key } else { self.fresh.key(asked) }
    }
}

/// How a play comes by its luck, where it is not simply that of its keys.
#[derive(Debug)]
pub(super) enum Way {
    /// It is noted what was asked for.
    Noted(Notes),
    /// A continuation.
    On(Branch),
}
impl Way {
    /// The stream for what was asked for.
    #[cold]
    #[inline(never)]
    pub(super) fn stream(&self, key: u64, asked: Key) -> u64 {
        match self {
            Way::Noted(notes) => {
                notes.note(key, asked.0);
                key
            }
            Way::On(branch) => branch.stream(key, asked),
        }
    }
}

/// What a play has drawn by now and does not know yet, as the model finds it out; and the branches that come of it.
#[derive(Debug)]
pub struct Unknown {
    luck: Luck,
    now: Instant,
    asked: Asked,
    branches: Vec<(Luck, BTreeMap<u64, u64>)>,
    given_up: u64,
}
impl Unknown {
    /// Of a noted play that stands still now, for branches of these numbers; none where the play was not noted.
    pub fn of(luck: &Luck, now: Instant, numbers: &[u64]) -> Option<Unknown> {
        let asked = luck.notes()?.taken();
        let branches = numbers.iter().map(|n| (Luck::new(luck.seed(), luck.replication(), *n), BTreeMap::new())).collect();
        Some(Unknown { luck: Luck::new(luck.seed(), luck.replication(), 0), now, asked, branches, given_up: 0 })
    }
    /// The present.
    pub fn now(&self) -> Instant {
        self.now
    }
    /// When something was asked for last; none where it never was.
    pub fn asked(&self, key: Key) -> Option<Instant> {
        self.asked.get(&self.luck.key(key)).map(|(at, _)| *at)
    }
    /// What the play itself has drawn.
    pub fn drawn(&self, key: Key) -> Draw {
        Draw::of_stream(self.luck.key(key))
    }

    /// All that is known of some draws is that they agree with this, as what was drawn does. Of what was never asked for nothing is drawn anew.
    pub fn agrees(&mut self, keys: &[Key], mut with: impl FnMut(&mut [Draw]) -> bool) {
        if keys.iter().any(|key| self.asked(*key).is_none()) {
            return;
        }
        let own: Vec<u64> = keys.iter().map(|key| self.luck.key(*key)).collect();
        let mut draws: Vec<Draw> = Vec::with_capacity(keys.len());
        for (luck, other) in &mut self.branches {
            let found = (0..MOST_TRIES).find_map(|time| {
                let streams = keys.iter().map(|key| tried(luck.key(*key), time));
                draws.clear();
                draws.extend(streams.clone().map(Draw::of_stream));
                with(&mut draws).then(|| streams.collect::<Vec<u64>>())
            });
            match found {
                Some(streams) => other.extend(own.iter().copied().zip(streams)),
                None => self.given_up += 1,
            }
        }
    }
    /// One draw, or several together, of which it shows at an instant what they are: worked out from when they were asked for last and from
    /// what is drawn; none where it never shows. Known from that instant on, and until then it is known that it has not shown.
    pub fn shows(&mut self, keys: &[Key], mut at: impl FnMut(Instant, &mut [Draw]) -> Option<Instant>) {
        let Some(asked) = keys.first().and_then(|key| self.asked(*key)) else { return };
        let now = self.now;
        let mut drawn: Vec<Draw> = keys.iter().map(|key| self.drawn(*key)).collect();
        if at(asked, &mut drawn).is_some_and(|at| at <= now) {
            return;
        }
        self.agrees(keys, |draws| at(asked, draws).is_none_or(|at| at > now));
    }
    /// How often no stream was found that agrees with what is known; what was drawn stays in such a branch.
    pub fn given_up(&self) -> u64 {
        self.given_up
    }
    /// The branches.
    pub fn branches(self) -> Vec<Branch> {
        let known: Arc<[(u64, Purpose)]> = self.asked.into_iter().map(|(key, (_, purpose))| (key, purpose)).collect();
        let branch =
            |(fresh, other): (Luck, BTreeMap<u64, u64>)| Branch { fresh, known: known.clone(), other: other.into_iter().collect() };
        self.branches.into_iter().map(branch).collect()
    }
}

/// The stream of a key that is tried for the n-th time: its own first.
fn tried(stream: u64, time: u64) -> u64 {
    if time == 0 { stream } else { combine(stream, time) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::chance::{Dist, normal};
    use crate::engine::time::Span;

    const P: Purpose = Purpose::named("waits");
    const N: u64 = 20_000;

    /// Another value for each branch of what was drawn at the start and has not shown `elapsed` later, in minutes.
    fn anew(dist: &Dist, elapsed: i64) -> Vec<f64> {
        // A play of which what it draws has in fact not shown by then.
        let fits = |replication: &u64| dist.sample(&mut Luck::new(1, *replication, 0).draw(P, 7, 0)) > Span::minutes(elapsed);
        let replication = (0..).find(fits).unwrap();
        let luck = Luck::new(1, replication, 0).noted();
        let drawn = dist.sample(&mut luck.draw(P, 7, 0));
        let mut unknown = Unknown::of(&luck, Instant(0) + Span::minutes(elapsed), &(1..=N).collect::<Vec<u64>>()).unwrap();
        unknown.shows(&[(P, 7, 0)], |asked, draws| Some(asked + dist.sample(&mut draws[0])));
        assert_eq!(unknown.given_up(), 0);
        let branches = unknown.branches();
        let values: Vec<f64> = branches
            .iter()
            .map(|branch| {
                let luck = Luck::new(1, replication, 0).on(branch.clone());
                dist.sample(&mut luck.draw(P, 7, 0)).0 as f64 / 60_000.0
            })
            .collect();
        assert!(elapsed > 0 || values.iter().any(|v| (*v - drawn.0 as f64 / 60_000.0).abs() > 1e-9));
        values
    }
    fn mean_is(values: &[f64], exact: f64) {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let error = (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) / n).sqrt();
        assert!((mean - exact).abs() <= 4.0 * error + 1e-4, "{mean} (s.e. {error}) against {exact}");
        assert!((mean - 1.1 * exact).abs() > 4.0 * error, "the test does not tell {exact} from 1.1 times it");
    }

    #[test]
    fn what_has_no_memory_takes_as_long_again_however_long_it_has_lasted() {
        let dist = Dist::exponential(Span::minutes(60));
        for elapsed in [0, 10, 90] {
            let left: Vec<f64> = anew(&dist, elapsed).iter().map(|v| v - elapsed as f64).collect();
            assert!(left.iter().all(|l| *l > 0.0));
            mean_is(&left, 60.0);
        }
    }

    #[test]
    fn of_what_is_uniform_all_that_is_left_is_alike() {
        let values = anew(&Dist::uniform(Span::minutes(10), Span::minutes(50)), 30);
        assert!(values.iter().all(|v| *v > 30.0 && *v <= 50.0));
        mean_is(&values, 40.0);
        let below = values.iter().filter(|v| **v < 35.0).count() as f64 / N as f64;
        assert!((below - 0.25).abs() < 4.0 * (0.25_f64 * 0.75 / N as f64).sqrt(), "{below}");
    }

    #[test]
    fn what_is_lognormal_has_its_mean_given_how_long_it_has_lasted() {
        // E[X | X > t] = E[X] Phi(sigma - z) / Phi(-z) with z = log(t / median) / sigma (Johnson, Kotz, Balakrishnan: Continuous Univariate
        // Distributions 1, 1994, 14.1).
        let dist = Dist::log_normal(Span::minutes(30), Span::minutes(120));
        let sigma = libm::log(4.0) / 1.281_551_565_544_600_4;
        let phi = |z: f64| 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        assert!((normal::quantile(phi(0.7)) - 0.7).abs() < 1e-9);
        for elapsed in [5, 30, 100] {
            let z = libm::log(elapsed as f64 / 30.0) / sigma;
            mean_is(&anew(&dist, elapsed), 30.0 * libm::exp(0.5 * sigma * sigma) * phi(sigma - z) / phi(-z));
        }
    }

    #[test]
    fn what_has_not_been_seen_may_never_be() {
        // Seen in 60 of 100 cases, after exponential 60 minutes. Not by 60 minutes: 0.4 / (0.4 + 0.6 / e) that it never is.
        let dist = Dist::exponential(Span::minutes(60));
        let seen = |asked: Instant, draw: &mut Draw| draw.chance(0.6).then(|| asked + dist.sample(draw));
        let luck = (0..).map(|k| Luck::new(2, k, 0).noted()).find(|l| seen(Instant(0), &mut l.draw(P, 1, 0)).is_none()).unwrap();
        let numbers: Vec<u64> = (1..=N).collect();
        let mut unknown = Unknown::of(&luck, Instant(0) + Span::HOUR, &numbers).unwrap();
        unknown.shows(&[(P, 1, 0)], |asked, draws| seen(asked, &mut draws[0]));
        let never = unknown.branches().into_iter().filter(|b| seen(Instant(0), &mut luck.on(b.clone()).draw(P, 1, 0)).is_none()).count();
        let (share, exact) = (never as f64 / N as f64, 0.4 / (0.4 + 0.6 / std::f64::consts::E));
        assert!((share - exact).abs() < 4.0 * (exact * (1.0 - exact) / N as f64).sqrt(), "{share} against {exact}");
    }

    #[test]
    fn what_is_known_stays_and_what_was_not_asked_for_is_the_branchs_own() {
        let luck = Luck::new(3, 4, 0).noted();
        let known = luck.draw(P, 1, 0).next_u64();
        let mut unknown = Unknown::of(&luck, Instant(5), &[9, 10]).unwrap();
        unknown.shows(&[(P, 1, 0)], |asked, _| Some(asked));
        unknown.agrees(&[(P, 2, 0)], |_| true);
        let branches = unknown.branches();
        assert_eq!(branches.iter().map(|b| (b.number(), b.redrawn())).collect::<Vec<_>>(), [(9, 0), (10, 0)]);
        for branch in branches {
            let number = branch.number();
            let on = Luck::new(3, 4, 0).on(branch);
            assert_eq!(on.draw(P, 1, 0).next_u64(), known);
            for key in [(P, 2, 0), (P, 1, 1)] {
                assert_eq!(on.draw(key.0, key.1, key.2).next_u64(), Luck::new(3, 4, number).draw(key.0, key.1, key.2).next_u64());
            }
        }
        assert!(Unknown::of(&Luck::new(3, 4, 0), Instant(0), &[1]).is_none(), "a play that is not noted has nothing to go by");
    }

    #[test]
    fn what_cannot_be_found_stays_as_it_was_drawn() {
        let luck = Luck::new(3, 4, 0).noted();
        let drawn = luck.draw(P, 1, 0).next_u64();
        let mut unknown = Unknown::of(&luck, Instant(5), &[1]).unwrap();
        unknown.agrees(&[(P, 1, 0)], |_| false);
        assert_eq!(unknown.given_up(), 1);
        let branch = unknown.branches().remove(0);
        assert_eq!(luck.on(branch).draw(P, 1, 0).next_u64(), drawn);
    }
}
