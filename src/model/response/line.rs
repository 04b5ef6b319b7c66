//! The lines at the desks: a job that waits for people stands in the line of the desk of what it asks for. Which desks have a line at all is
//! kept too, since most have none, and whoever comes or goes should cost nothing then.

use std::collections::VecDeque;

use super::Desk;
use crate::model::Scene;
use crate::model::happening::{Case, JobNo};
use crate::model::ids::RequirementId;

/// The place of a job in a line: the most severe first, then the one that was ready first.
pub(super) type Place = (u8, u64);

/// How severe work can be.
const URGENCIES: usize = 4;

/// Jobs in line. Of those that are equally severe the next one nearly always goes to the end, so that a line for each costs less than a tree,
/// and keeps its room when it is empty.
#[derive(Clone, Debug, Default)]
pub struct Line {
    waiting: [VecDeque<(u64, Case, JobNo)>; URGENCIES],
    length: u32,
}
impl Line {
    /// Nothing waits.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
    /// The first one.
    pub(super) fn first(&self) -> Option<(Place, (Case, JobNo))> {
        if self.is_empty() { None } else { self.iter().next() }
    }
    /// All, the first one first.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Place, (Case, JobNo))> {
        let lines = (0..).zip(&self.waiting);
        lines.flat_map(|(urgency, line)| line.iter().map(move |(order, case, no)| ((urgency, *order), (*case, *no))))
    }
    /// The first one behind a place; the first of all behind none.
    pub(super) fn behind(&self, place: Option<Place>) -> Option<(Place, (Case, JobNo))> {
        let Some((urgency, order)) = place else { return self.first() };
        let line = &self.waiting[urgency as usize];
        let next = line.get(line.partition_point(|(other, ..)| *other <= order));
        let alike = next.map(|(order, case, no)| ((urgency, *order), (*case, *no)));
        alike.or_else(|| self.iter().find(|((other, _), _)| *other > urgency))
    }
    /// Nothing waits any more; keeps the room.
    pub(super) fn clear(&mut self) {
        self.waiting.iter_mut().for_each(VecDeque::clear);
        self.length = 0;
    }

    fn insert(&mut self, (urgency, order): Place, (case, no): (Case, JobNo)) {
        let line = &mut self.waiting[urgency as usize];
        let at = if line.back().is_none_or(|(last, ..)| *last < order) {
            line.len()
        } else {
            line.partition_point(|(other, ..)| *other < order)
        };
        line.insert(at, (order, case, no));
        self.length += 1;
    }
    /// Whether it stood there.
    fn remove(&mut self, (urgency, order): Place) -> bool {
        let line = &mut self.waiting[urgency as usize];
        let there = line.binary_search_by_key(&order, |(other, ..)| *other).ok().and_then(|at| line.remove(at)).is_some();
        self.length -= u32::from(there);
        there
    }
}

pub(super) fn desk<'a>(scene: &'a mut Scene, requirement: RequirementId) -> &'a mut Desk {
    &mut scene.rooms.response.desks[requirement.at()]
}

/// A job stands in line.
pub(super) fn join(scene: &mut Scene, requirement: RequirementId, place: Place, job: (Case, JobNo)) {
    desk(scene, requirement).queue.insert(place, job);
    scene.rooms.response.turns.lines.set(requirement);
}

/// A job stands in line no more, where it did.
#[inline]
pub(super) fn leave(scene: &mut Scene, requirement: RequirementId, place: Place) {
    if !desk(scene, requirement).queue.is_empty() {
        take_out(scene, requirement, place);
    }
}

fn take_out(scene: &mut Scene, requirement: RequirementId, place: Place) {
    let queue = &mut desk(scene, requirement).queue;
    if queue.remove(place) && queue.is_empty() {
        scene.rooms.response.turns.lines.unset(requirement);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::collections::btree_map::Entry;
    use std::ops::Bound;

    use super::*;
    use crate::engine::chance::{Luck, Purpose};

    #[test]
    fn a_line_is_in_the_order_of_severity_and_turn_whatever_joins_and_leaves_it() {
        let mut draw = Luck::new(7, 0, 0).draw(Purpose::named("line"), 0, 0);
        let (mut line, mut same) = (Line::default(), BTreeMap::new());
        let mut place = |upto: u64| (draw.next_u64() % 4) as u8 as u64 * 1000 + draw.next_u64() % upto;
        for step in 0..20_000 {
            let drawn = place(40);
            let place = ((drawn / 1000) as u8, drawn % 1000);
            if step % 2 == 0 {
                let job = (Case { place: step, no: step }, step as JobNo);
                if let Entry::Vacant(free) = same.entry(place) {
                    line.insert(place, job);
                    free.insert(job);
                }
            } else {
                assert_eq!(line.remove(place), same.remove(&place).is_some());
            }
            let behind = (Bound::Excluded(place), Bound::Unbounded);
            assert_eq!(line.behind(Some(place)), same.range(behind).next().map(|(place, job)| (*place, *job)));
            assert_eq!((line.first(), line.is_empty()), (same.first_key_value().map(|(p, j)| (*p, *j)), same.is_empty()));
        }
        assert!(line.iter().eq(same.iter().map(|(place, job)| (*place, *job))));
        line.clear();
        assert_eq!((line.first(), line.is_empty()), (None, true));
    }
}
