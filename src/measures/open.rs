//! Where the record of each open incident lies. As large as the number of open incidents asks for, however many came before.

use crate::model::ids::IncidentNo;

const EMPTY: u32 = u32::MAX;
const SMALLEST: usize = 16;

/// Places by incident number: open addressing on the low bits, since numbers count up.
#[derive(Debug, Default)]
pub(super) struct Open {
    /// Number and place; at most half of them are taken.
    slots: Vec<(u32, u32)>,
    taken: usize,
}

impl Open {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.slots.fill((0, EMPTY));
        self.taken = 0;
    }

    /// The place of an open incident.
    #[inline]
    pub(super) fn place(&self, incident: IncidentNo) -> Option<usize> {
        Some(self.slots[self.slot(incident)?].1 as usize)
    }

    #[inline]
    fn slot(&self, incident: IncidentNo) -> Option<usize> {
        if self.taken == 0 {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = incident.at() & mask;
        loop {
            match self.slots[at] {
                (_, EMPTY) => return None,
                (no, _) if no == incident.0 => return Some(at),
                _ => at = (at + 1) & mask,
            }
        }
    }

    /// Notes the place of an incident that is not there yet.
    pub(super) fn insert(&mut self, incident: IncidentNo, place: usize) {
        if (self.taken + 1) * 2 > self.slots.len() {
            let larger = (self.slots.len() * 2).max(SMALLEST);
            let old = std::mem::replace(&mut self.slots, vec![(0, EMPTY); larger]);
            for (no, place) in old.into_iter().filter(|s| s.1 != EMPTY) {
                self.put(no, place);
            }
        }
        self.put(incident.0, place as u32);
        self.taken += 1;
    }

    fn put(&mut self, no: u32, place: u32) {
        let mask = self.slots.len() - 1;
        let mut at = no as usize & mask;
        while self.slots[at].1 != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = (no, place);
    }

    /// Forgets an incident. Those behind it move up, so that no search ends at the gap.
    pub(super) fn remove(&mut self, incident: IncidentNo) {
        let Some(mut gap) = self.slot(incident) else { return };
        let mask = self.slots.len() - 1;
        let mut at = gap;
        loop {
            at = (at + 1) & mask;
            let (no, place) = self.slots[at];
            if place == EMPTY {
                break;
            }
            let home = no as usize & mask;
            // It may move to the gap unless its home lies behind the gap.
            if (at.wrapping_sub(home) & mask) >= (at.wrapping_sub(gap) & mask) {
                self.slots[gap] = (no, place);
                gap = at;
            }
        }
        self.slots[gap] = (0, EMPTY);
        self.taken -= 1;
    }

    /// The incidents that are open, in the order of their numbers.
    pub(super) fn incidents(&self) -> Vec<IncidentNo> {
        let mut all: Vec<IncidentNo> = self.slots.iter().filter(|s| s.1 != EMPTY).map(|s| IncidentNo(s.0)).collect();
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn agrees_with_a_map() {
        let (mut open, mut map) = (Open::default(), BTreeMap::new());
        let mut state = 12_345_u64;
        for no in 0..20_000_u32 {
            open.insert(IncidentNo(no), no as usize % 97);
            map.insert(no, no as usize % 97);
            for _ in 0..2 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                // Some linger for long, so that numbers far apart meet in one slot.
                let chosen = if state >> 60 == 0 { (state >> 33) as u32 % (no + 1) } else { no.saturating_sub((state >> 33) as u32 % 20) };
                if chosen % 501 != 0 {
                    open.remove(IncidentNo(chosen));
                    map.remove(&chosen);
                }
            }
            let probe = (state >> 40) as u32 % (no + 2);
            assert_eq!(open.place(IncidentNo(probe)), map.get(&probe).copied());
        }
        assert_eq!(open.incidents(), map.keys().map(|n| IncidentNo(*n)).collect::<Vec<_>>());
        assert!(open.slots.len() <= 4 * map.len().max(SMALLEST));
        open.clear();
        assert_eq!(open.place(IncidentNo(0)), None);
    }
}
