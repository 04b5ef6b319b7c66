//! Hand-offs between employers who work from two ticket systems: what one has begun the other has to read into, some of it is done twice
//! while both are at it, and it is not always clear whose job it is. With a shared view nothing of that happens.
//! Leaves to others: who takes which job, and how long it takes (response).

use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::model::ids::EmployerId;

pub mod build;
pub mod entry;

/// What it costs to work without a shared view.
#[derive(Clone, Debug)]
pub struct HandOffs {
    /// Whoever takes up what people of another employer did reads in this long.
    pub cost: Span,
    /// And takes this many times as long over it.
    pub context: f64,
    /// This share of the work is done twice while both are at it.
    pub duplicated: f64,
    /// How long it takes to settle whose a new job is when both are at work and could do it.
    pub unclear_owner: Option<Dist>,
    /// One flag an employer: its people work in the shared view.
    pub shared: Vec<bool>,
}
impl HandOffs {
    /// People of these two see different tickets.
    pub fn apart(&self, a: EmployerId, b: EmployerId) -> bool {
        a != b && !(self.shared[a.at()] && self.shared[b.at()])
    }
    /// Two of some employers that see different tickets, the first in their order.
    pub fn pair_apart(&self, of: &[EmployerId]) -> Option<(EmployerId, EmployerId)> {
        of.iter().enumerate().find_map(|(at, a)| Some((*a, *of[at + 1..].iter().find(|b| self.apart(*a, **b))?)))
    }
    /// The share of the time at work that is done twice, while others are at it too.
    pub fn twice(&self) -> f64 {
        self.duplicated / (1.0 + self.duplicated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_shared_by_those_who_all_share_it() {
        let law = HandOffs { cost: Span(0), context: 1.0, duplicated: 0.25, unclear_owner: None, shared: vec![true, false, true, false] };
        let apart = |a, b| law.apart(EmployerId(a), EmployerId(b));
        assert!(apart(0, 1) && apart(1, 2) && apart(1, 3) && !apart(0, 2) && !apart(1, 1));
        let pair = |ids: &[u32]| law.pair_apart(&ids.iter().map(|id| EmployerId(*id)).collect::<Vec<_>>()).map(|(a, b)| (a.0, b.0));
        assert_eq!((pair(&[0, 2]), pair(&[0, 2, 3]), pair(&[3]), pair(&[])), (None, Some((0, 3)), None, None));
        assert_eq!(law.twice(), 0.2);
    }
}
