//! The names of people and systems, where one entry may stand for several alike.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{twice, unknown};
use crate::engine::chance::{combine, subject};
use crate::text::{Id, Node, Place, Problems};

/// One entry stands for no more alike people or systems than this.
const MOST_ALIKE: u32 = 10_000;
/// There are no more people, and no more systems, than this.
const MOST_OF_A_KIND: u64 = 100_000;

/// The names of people or systems, where one entry may stand for several.
#[derive(Clone, Debug)]
pub struct Members {
    what: &'static str,
    section: &'static str,
    of: &'static str,
    bases: Vec<Base>,
    broken: BTreeSet<String>,
}

/// One entry that stands for one or several.
#[derive(Clone, Debug)]
struct Base {
    id: String,
    place: Place,
    counted: bool,
    range: Range<u32>,
}

impl Members {
    pub(super) fn new(what: &'static str, section: &'static str, of: &'static str) -> Members {
        Members { what, section, of, bases: Vec::new(), broken: BTreeSet::new() }
    }
    /// Remembers names whose entries could not be read.
    pub fn broken(&mut self, ids: impl IntoIterator<Item = String>) {
        self.broken.extend(ids);
    }
    /// Some entry could not be read.
    pub fn has_broken(&self) -> bool {
        !self.broken.is_empty()
    }
    /// Fills the table from names with their counts, and reports counts out of bounds and names that two entries claim.
    pub fn fill<'i>(&mut self, ids: impl IntoIterator<Item = (&'i Id, Option<u32>)>, root: &Node, problems: &mut Problems) {
        let mut all: Vec<(&Id, Option<u32>)> = ids.into_iter().collect();
        all.sort_by(|a, b| a.0.cmp(b.0));
        let spot =
            |id: &Id| root.field(self.section).and_then(|s| s.field(id)).and_then(|e| e.field("count")).map_or(id.place, |n| n.place);
        for (id, count) in &all {
            match count {
                Some(0) => {
                    problems
                        .at(spot(id), format!("`{id}` stands for nobody and nothing"), "at least 1")
                        .help("take the entry out with `remove`");
                }
                Some(n) if *n > MOST_ALIKE => {
                    problems.at(spot(id), format!("{n} are too many for one entry"), format!("at most {MOST_ALIKE}"));
                }
                _ => {}
            }
        }
        let total: u64 = all.iter().map(|(_, n)| u64::from(n.unwrap_or(1).min(MOST_ALIKE))).sum();
        let fits = total <= MOST_OF_A_KIND;
        if !fits {
            let place = root.field(self.section).map_or(root.place.head(), |n| n.place.head());
            problems.at(place, format!("{total} in `{}` are too many", self.section), format!("at most {MOST_OF_A_KIND}, counts included"));
        }
        let mut next = 0;
        for (id, count) in all {
            let many = if fits { count.unwrap_or(1).clamp(1, MOST_ALIKE) } else { 1 };
            self.bases.push(Base { id: id.text.clone(), place: id.place, counted: count.is_some(), range: next..next + many });
            next += many;
        }
        self.report_claimed_twice(problems);
    }
    fn report_claimed_twice(&self, problems: &mut Problems) {
        for base in &self.bases {
            if let Some((owner, _)) = self.member_of(&base.id) {
                let title = format!("`{}` is also the name of one of the {} of `{}`", base.id, owner.range.len(), owner.id);
                problems.at(base.place, title, "another name is needed").also(owner.place, "these are numbered from 1");
            }
        }
    }
    fn base(&self, id: &str) -> Option<&Base> {
        self.bases.binary_search_by(|b| b.id.as_str().cmp(id)).ok().map(|at| &self.bases[at])
    }
    /// The entry, and which of it, that a name like `analyst-3` means.
    fn member_of(&self, id: &str) -> Option<(&Base, u32)> {
        let (base, index) = id.rsplit_once('-')?;
        let base = self.base(base).filter(|b| b.counted)?;
        let index: u32 = index.parse().ok().filter(|_| !index.starts_with(['0', '+']))?;
        (1..=base.range.len() as u32).contains(&index).then(|| (base, base.range.start + index - 1))
    }
    /// The numbers that a name stands for: one, or all of a count.
    pub fn range(&self, id: &str) -> Option<Range<u32>> {
        match self.base(id) {
            Some(base) => Some(base.range.clone()),
            None => self.member_of(id).map(|(_, at)| at..at + 1),
        }
    }
    /// The numbers that a name stands for; reports it when there are none.
    pub fn find(&self, id: &Id, problems: &mut Problems) -> Option<Range<u32>> {
        let found = self.range(id);
        if found.is_none() && !self.is_broken(id) {
            unknown(id, self.what, self.of, self.names(), problems);
        }
        found
    }
    /// The numbers that a list of names stands for, sorted, each once; reports unknown ones and those named twice.
    pub fn find_all(&self, ids: &[Id], problems: &mut Problems) -> Vec<u32> {
        twice(ids, problems);
        let mut all: Vec<u32> = ids.iter().filter_map(|id| self.find(id, problems)).flatten().collect();
        all.sort_unstable();
        all.dedup();
        all
    }
    /// The one number that a name stands for; reports a name that stands for several.
    pub fn find_one(&self, id: &Id, problems: &mut Problems) -> Option<u32> {
        let found = self.find(id, problems)?;
        if found.len() > 1 {
            problems
                .at(id.place, format!("`{id}` stands for {}", found.len()), "one of them is needed")
                .help(format!("for example `{id}-1`"));
            return None;
        }
        Some(found.start)
    }
    /// The name is that of an entry that could not be read, or of one of its number.
    pub(super) fn is_broken(&self, id: &str) -> bool {
        self.broken.contains(id) || self.broken.contains("") || id.rsplit_once('-').is_some_and(|(base, _)| self.broken.contains(base))
    }
    /// Where a name is given.
    pub fn place_of(&self, id: &str) -> Option<Place> {
        self.base(id).or_else(|| self.member_of(id).map(|(base, _)| base)).map(|b| b.place)
    }
    /// The names of the entries in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.bases.iter().map(|b| b.id.as_str())
    }
    /// Every single one that the entries stand for, in order: the entry's name, and which of a count it is.
    pub fn each(&self) -> impl Iterator<Item = Member<'_>> {
        self.bases.iter().flat_map(|b| (0..b.range.len() as u32).map(|i| Member { base: &b.id, index: b.counted.then_some(i + 1) }))
    }
    /// How many there are in all.
    pub fn len(&self) -> usize {
        self.bases.last().map_or(0, |b| b.range.end as usize)
    }
    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.bases.is_empty()
    }
}

/// A single person or system.
#[derive(Copy, Clone, Debug)]
pub struct Member<'n> {
    /// The name of the entry.
    pub base: &'n str,
    /// Which of a count, from 1.
    pub index: Option<u32>,
}

impl Member<'_> {
    /// The id: that of the entry, with a number when it has a count.
    pub fn id(self) -> String {
        match self.index {
            Some(index) => format!("{}-{index}", self.base),
            None => self.base.to_string(),
        }
    }
    /// The name shown in reports.
    pub fn name(self, given: Option<&String>) -> String {
        match (given, self.index) {
            (Some(name), Some(index)) => format!("{name} {index}"),
            (Some(name), None) => name.clone(),
            (None, _) => self.id(),
        }
    }
    /// The key of their luck, which depends on nothing but their id.
    pub fn luck(self) -> u64 {
        match self.index {
            Some(index) => combine(subject(self.base), u64::from(index)),
            None => subject(self.base),
        }
    }
}
