//! What is counted of access in one incident: privileged actions with and without authority on record, access given, glass broken.

use crate::model::fact::{Basis, Fact, Way};
use crate::model::ids::GrantId;

/// What an incident came to in access.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Starts of work that takes a privileged grant.
    pub privileged_actions: u32,
    /// Of these, those for which no authority is on record: nobody decided, or the glass was broken and never reviewed.
    pub without_authority: u32,
    /// How often access was given on request.
    pub given: u32,
    /// How often the glass was broken.
    pub glass_broken: u32,
    /// How often its review was not done in time.
    pub reviews_overdue: u32,
}

/// The access of one incident as far as it is told.
#[derive(Debug, Default)]
pub(super) struct Counting {
    so_far: Access,
    /// Privileged actions behind broken glass that is not reviewed, by grant.
    unreviewed: Vec<(GrantId, u32)>,
}

impl Counting {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.so_far = Access::default();
        self.unreviewed.clear();
    }

    /// Takes note of what is told.
    pub(super) fn note(&mut self, fact: &Fact) {
        let all = &mut self.so_far;
        match *fact {
            Fact::AccessGiven { way: Way::Request, .. } => all.given += 1,
            Fact::AccessGiven { way: Way::BreakGlass, .. } => all.glass_broken += 1,
            Fact::ReviewOverdue { .. } => all.reviews_overdue += 1,
            Fact::GlassReviewed { grant, .. } => self.unreviewed.retain(|(of, _)| *of != grant),
            Fact::Privileged { grant, basis, .. } => {
                all.privileged_actions += 1;
                match basis {
                    Basis::Decision | Basis::Request => {}
                    Basis::Nothing => all.without_authority += 1,
                    Basis::BreakGlass => match self.unreviewed.iter_mut().find(|(of, _)| *of == grant) {
                        Some((_, count)) => *count += 1,
                        None => self.unreviewed.push((grant, 1)),
                    },
                }
            }
            _ => {}
        }
    }

    /// What it comes to, as things stand.
    pub(super) fn outcome(&self) -> Access {
        let unreviewed: u32 = self.unreviewed.iter().map(|(_, count)| count).sum();
        Access { without_authority: self.so_far.without_authority + unreviewed, ..self.so_far }
    }
}
