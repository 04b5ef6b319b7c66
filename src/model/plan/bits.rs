//! Some requirements, a bit each: whether two lots of them have any in common is seen at once.

use crate::model::ids::RequirementId;

/// Requirements in words of 64; only words with a bit set are kept, since most people meet few of many.
#[derive(Clone, Debug, Default)]
pub struct Desks(Vec<(u32, u64)>);

impl Desks {
    /// These requirements.
    pub fn of(requirements: impl IntoIterator<Item = RequirementId>) -> Desks {
        let mut desks = Desks::default();
        for requirement in requirements {
            let (word, bit) = place(requirement);
            match desks.0.binary_search_by_key(&word, |(word, _)| *word) {
                Ok(at) => desks.0[at].1 |= bit,
                Err(at) => desks.0.insert(at, (word, bit)),
            }
        }
        desks
    }
    /// A requirement is one of them.
    #[inline]
    pub fn has(&self, requirement: RequirementId) -> bool {
        let (word, bit) = place(requirement);
        self.0.iter().any(|(at, bits)| *at == word && bits & bit != 0)
    }
    /// The two have one in common.
    #[inline]
    pub fn meet(&self, others: &Desks) -> bool {
        self.0.iter().any(|(word, bits)| others.0.iter().any(|(at, others)| at == word && bits & others != 0))
    }
    /// One of them is set.
    #[inline]
    pub fn any_set(&self, set: &Set) -> bool {
        self.0.iter().any(|(word, bits)| bits & set.word(*word) != 0)
    }
    /// The first one that is set, after one of them where one is named.
    #[inline]
    pub fn next_set(&self, set: &Set, after: Option<RequirementId>) -> Option<RequirementId> {
        let from = after.map_or(0, |requirement| requirement.0 + 1);
        self.0.iter().skip_while(|(word, _)| *word < from / 64).find_map(|(word, bits)| {
            let ahead = if *word == from / 64 { u64::MAX << (from % 64) } else { u64::MAX };
            let common = bits & set.word(*word) & ahead;
            (common != 0).then(|| RequirementId(word * 64 + common.trailing_zeros()))
        })
    }
}

/// Any requirements, each of which is set or not.
#[derive(Clone, Debug, Default)]
pub struct Set(Vec<u64>);

impl Set {
    /// Sets one.
    #[inline]
    pub fn set(&mut self, requirement: RequirementId) {
        let (word, bit) = place(requirement);
        if self.0.len() <= word as usize {
            self.0.resize(word as usize + 1, 0);
        }
        self.0[word as usize] |= bit;
    }
    /// Sets one no more.
    #[inline]
    pub fn unset(&mut self, requirement: RequirementId) {
        let (word, bit) = place(requirement);
        if let Some(bits) = self.0.get_mut(word as usize) {
            *bits &= !bit;
        }
    }
    /// It is set.
    #[inline]
    pub fn has(&self, requirement: RequirementId) -> bool {
        let (word, bit) = place(requirement);
        self.word(word) & bit != 0
    }
    /// Sets none.
    pub fn clear(&mut self) {
        self.0.fill(0);
    }
    /// Sets those that others have set, and no others.
    pub fn copy(&mut self, others: &Set) {
        self.0.clone_from(&others.0);
    }
    #[inline]
    fn word(&self, word: u32) -> u64 {
        self.0.get(word as usize).copied().unwrap_or(0)
    }
}

#[inline]
fn place(requirement: RequirementId) -> (u32, u64) {
    (requirement.0 / 64, 1 << (requirement.0 % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_come_in_order_and_only_where_they_are_set() {
        let desks = Desks::of([3, 63, 64, 200, 5].map(RequirementId));
        let mut set = Set::default();
        [5, 6, 63, 200, 1_000].map(RequirementId).into_iter().for_each(|requirement| set.set(requirement));
        let all = std::iter::successors(desks.next_set(&set, None), |last| desks.next_set(&set, Some(*last)));
        assert_eq!(all.collect::<Vec<_>>(), [5, 63, 200].map(RequirementId));
        set.unset(RequirementId(63));
        set.unset(RequirementId(5_000));
        assert_eq!(desks.next_set(&set, Some(RequirementId(5))), Some(RequirementId(200)));
        assert!(set.has(RequirementId(1_000)) && !set.has(RequirementId(63)) && !set.has(RequirementId(2_000)));
        assert!(desks.has(RequirementId(64)) && !desks.has(RequirementId(65)) && !desks.has(RequirementId(0)));
        assert!(desks.any_set(&set));
        set.clear();
        assert!(!desks.any_set(&set));
        assert_eq!(desks.next_set(&set, None), None);
    }

    #[test]
    fn two_lots_meet_where_they_have_one_in_common() {
        let one = Desks::of([1, 130].map(RequirementId));
        assert!(one.meet(&Desks::of([130, 7].map(RequirementId))));
        assert!(!one.meet(&Desks::of([131, 7].map(RequirementId))) && !one.meet(&Desks::default()));
    }
}
