//! Like for like: the incidents that have a measure in both of two arms, held against each other by themselves.
//!
//! A measure is missing where an incident never came so far: a false alarm that is no longer taken for real is never contained, and the mean time of those that
//! are moves, though no incident is contained any sooner or later. An incident is the same in two arms when it is of the same kind and began at the same
//! instant: arrivals share their luck.

use super::Replicated;
use super::arms::Arm;
use crate::statistics::Sample;
use crate::statistics::paired::{Estimate, Sign, of_mean};

/// Which incidents of each replication have how many values of each measure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incidents {
    /// How many incidents each replication has.
    per_replication: Vec<u32>,
    /// Of each incident its kind and when it began.
    keys: Vec<u64>,
    /// Of each incident the number of values of each measure.
    values: Vec<u8>,
}

impl Incidents {
    /// Adds the incidents of the next replication; `count` fills in how many values of each measure one has.
    pub(super) fn add(&mut self, replicated: &Replicated, mut count: impl FnMut(&crate::measures::Outcome, &mut Vec<u8>)) {
        for outcome in &replicated.outcomes {
            self.keys.push(u64::from(outcome.kind.0) << 48 ^ outcome.began.0 as u64);
            count(outcome, &mut self.values);
        }
        self.per_replication.push(replicated.outcomes.len() as u32);
    }

    /// The incidents of each replication, by key, each with how many values of a measure it has.
    fn of(&self, measure: usize, measures: usize) -> impl Iterator<Item = Vec<(u64, u8)>> {
        let mut from = 0;
        self.per_replication.iter().map(move |many| {
            let range = from..from + *many as usize;
            from = range.end;
            range.map(|at| (self.keys[at], self.values[at * measures + measure])).collect()
        })
    }

    /// All of it, to be kept.
    pub fn to_words(&self, words: &mut Vec<u64>) {
        words.extend([self.per_replication.len() as u64, self.keys.len() as u64, self.values.len() as u64]);
        words.extend(self.per_replication.iter().map(|many| u64::from(*many)));
        words.extend(&self.keys);
        words.extend(self.values.iter().map(|many| u64::from(*many)));
    }

    /// From its words; none where there are too few or they make no sense.
    pub fn from_words(words: &mut dyn Iterator<Item = u64>) -> Option<Incidents> {
        let (replications, keys, values) = (words.next()?, words.next()?, words.next()?);
        let mut all = Incidents::default();
        // One at a time, so that a length that is wrong takes no more memory than there are words.
        for _ in 0..replications {
            all.per_replication.push(u32::try_from(words.next()?).ok()?);
        }
        for _ in 0..keys {
            all.keys.push(words.next()?);
        }
        for _ in 0..values {
            all.values.push(u8::try_from(words.next()?).ok()?);
        }
        let counted = all.per_replication.iter().map(|many| u64::from(*many)).sum::<u64>();
        (counted == keys && values.is_multiple_of(keys)).then_some(all)
    }
}

/// The incidents that two arms have in common, of one measure.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Alike {
    /// Incidents that have it in both.
    pub incidents: u64,
    /// Incidents that have it in the first only, and in the second only.
    pub only: (u64, u64),
    /// The first mean less the second, over those that have it in both.
    pub mean: Estimate,
}

impl Alike {
    /// There is no difference at all between the incidents that have it in both.
    pub fn is_none(&self) -> bool {
        self.incidents > 0 && self.mean.sign() == Sign::Zero
    }
}

/// Of a measure that some incidents have in one arm only; nothing where all that have it have it in both, or it is no measure of incidents.
pub fn alike(a: &Arm, b: &Arm, measure: &str) -> Option<Alike> {
    let (place_a, place_b) = (a.place(measure)?, b.place(measure)?);
    let (sample_a, sample_b) = (a.sample_at(place_a), b.sample_at(place_b));
    let (mut kept_a, mut kept_b) = (Sample::new(), Sample::new());
    let mut found = Alike { incidents: 0, only: (0, 0), mean: Estimate::default() };
    let incidents = a.incidents.of(place_a, a.measures()).zip(b.incidents.of(place_b, b.measures()));
    for ((of_a, of_b), (values_a, values_b)) in incidents.zip(sample_a.by_replication().zip(sample_b.by_replication())) {
        let (common_a, common_b) = (in_common(&of_a, &of_b), in_common(&of_b, &of_a));
        let having = |of: &[(u64, u8)]| of.iter().filter(|(_, values)| *values > 0).count() as u64;
        let both = common_a.iter().filter(|common| **common).count() as u64;
        found.incidents += both;
        found.only.0 += having(&of_a) - both;
        found.only.1 += having(&of_b) - both;
        keep(&mut kept_a, &of_a, &common_a, values_a);
        keep(&mut kept_b, &of_b, &common_b, values_b);
    }
    if found.only == (0, 0) {
        return None;
    }
    found.mean = of_mean(&kept_a, &kept_b);
    Some(found)
}

/// Which incidents have a value here and there, the nth of the same key against the nth.
fn in_common(here: &[(u64, u8)], there: &[(u64, u8)]) -> Vec<bool> {
    let having = |of: &[(u64, u8)]| -> Vec<(u64, usize)> {
        let mut keys: Vec<(u64, usize)> =
            of.iter().enumerate().filter(|(_, (_, values))| *values > 0).map(|(at, (key, _))| (*key, at)).collect();
        keys.sort_unstable();
        keys
    };
    let (mine, theirs) = (having(here), having(there));
    let mut common = vec![false; here.len()];
    let mut other = 0;
    for (key, at) in mine {
        while theirs.get(other).is_some_and(|(theirs, _)| *theirs < key) {
            other += 1;
        }
        if theirs.get(other).is_some_and(|(theirs, _)| *theirs == key) {
            common[at] = true;
            other += 1;
        }
    }
    common
}

/// Keeps the values of a replication's incidents that are marked. Of several that were not over by the horizon only the sum is known: each counts their mean.
fn keep(sample: &mut Sample, incidents: &[(u64, u8)], marked: &[bool], (values, sum): (&[f64], f64)) {
    let open = values.iter().filter(|value| **value == f64::INFINITY).count().max(1) as f64;
    let known: f64 = values.iter().filter(|value| **value < f64::INFINITY).sum();
    let bound = (sum - known) / open;
    let mut rest = values;
    for ((_, many), marked) in incidents.iter().zip(marked) {
        let (own, others) = rest.split_at((*many as usize).min(rest.len()));
        rest = others;
        for value in own.iter().filter(|_| *marked) {
            if *value < f64::INFINITY { sample.add(*value) } else { sample.add_censored(bound) }
        }
    }
    sample.end_replication();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::time::{Instant, Span};
    use crate::measures::Outcome;
    use crate::model::ids::IncidentNo;
    use crate::report::testing;
    use crate::study::compare::{Verdict, differences};
    use crate::study::{Arms, Measure};

    /// Plays of two incidents: a real one, and a second of which only every third is contained where `false_ones` are; the real one takes `slower` minutes longer.
    fn arm(name: &str, false_ones: bool, slower: i64) -> Arm {
        let mut arm = Arm::new(name.to_owned(), testing::plan());
        let plan = arm.plan().clone();
        for k in 0..90 {
            let mut replicated = testing::replicated(&plan, &testing::facts(20 + 7 * (k % 11) + slower, 1500));
            let first: Outcome = replicated.outcomes[0].clone();
            let mut second = Outcome { incident: IncidentNo(1), began: first.began + Span::HOUR, ..first.clone() };
            // Contained late, where it is contained at all.
            second.contained = (false_ones || k % 3 == 0).then(|| Instant(first.contained.expect("contained").0 + 20 * Span::HOUR.0));
            replicated.outcomes.push(second);
            arm.add(&replicated);
        }
        arm
    }

    #[test]
    fn a_difference_that_comes_from_which_incidents_have_it_is_none_like_for_like() {
        let arms = Arms::of(vec![arm("as it is", true, 0), arm("fewer false ones", false, 0)]);
        let all = differences(&arms, 1);
        let contain = all.iter().find(|of| of.measure == "time_to_contain").expect("it is measured");
        assert!(contain.difference.mean.sign() == Sign::Above, "the means themselves differ: {:?}", contain.difference.mean);
        let like = contain.alike.expect("some have it in one only");
        assert_eq!((like.incidents, like.only), (90 + 30, (60, 0)));
        assert_eq!((like.mean.value, contain.verdict()), (Some(0.0), Verdict::SameLikeForLike));
        assert_eq!(contain.verdict_of(&contain.difference.quantiles[1]), Verdict::SameLikeForLike);
        assert_eq!(contain.needed(90), None);
        // What all have in both needs no such word.
        let detect = all.iter().find(|of| of.measure == "time_to_detect").expect("it is measured");
        assert_eq!((detect.alike, detect.verdict()), (None, Verdict::Same));
    }

    #[test]
    fn what_is_slower_like_for_like_is_worse_whatever_the_others_do() {
        let arms = Arms::of(vec![arm("as it is", true, 0), arm("fewer false ones, slower", false, 30)]);
        let all = differences(&arms, 1);
        let contain = all.iter().find(|of| of.measure == "time_to_contain").expect("it is measured");
        let like = contain.alike.expect("some have it in one only");
        assert!(!like.is_none() && like.mean.value.is_some_and(|mean| (mean + 1800.0).abs() < 1e-6), "{like:?}");
        assert_ne!(contain.verdict(), Verdict::SameLikeForLike);
    }

    #[test]
    fn an_arm_keeps_as_many_values_as_its_samples_have() {
        let arm = arm("as it is", false, 0);
        let place = arm.place(&Measure::Contain.name(arm.plan())).expect("it is measured");
        let counted: u64 = arm.incidents.of(place, arm.measures()).flatten().map(|(_, many)| u64::from(many)).sum();
        assert_eq!(counted, arm.sample_at(place).count());
        let mut words = Vec::new();
        arm.incidents.to_words(&mut words);
        assert_eq!(Incidents::from_words(&mut words.iter().copied()), Some(arm.incidents.clone()));
        assert_eq!(Incidents::from_words(&mut words[1..].iter().copied()), None);
    }
}
