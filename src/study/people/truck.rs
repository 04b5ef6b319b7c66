//! The smallest sets of people without whom a tier-1 system does not come back: the operational truck factor, and what it is at each hour of the
//! week, among those who are on shift or on call then.
//!
//! The search is exact. A system comes back when all conditions are met, and each condition fails by itself: with everybody gone who could step in
//! alone, and so many of the others that too few are left. So the minimal sets are the smallest of all conditions' own, and a set of which another
//! one is a part is left out. A test holds it against trying every set of people.

use std::collections::BTreeMap;

use super::needed::{Condition, Recovery, Why};
use crate::engine::time::{Instant, Span};
use crate::model::ids::{PersonId, SystemId};
use crate::model::plan::Plan;
use crate::scenario::finding::week::Weeks;
use crate::study::coverage::presence::Presence;

/// Sets up to this size are listed, and larger ones only where there are none.
pub const LISTED: usize = 3;
/// No more sets of one condition are listed.
const MOST: usize = 2000;

/// Without these people something does not come back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// In the order of their numbers.
    pub people: Vec<PersonId>,
    /// What nobody is left for.
    pub why: Why,
}

/// How few people it takes to break one condition.
fn size(condition: &Condition, there: impl Fn(PersonId) -> bool) -> usize {
    let others = condition.able.iter().filter(|p| !condition.or_one_of.contains(p) && there(**p)).count();
    let alone = condition.or_one_of.iter().filter(|p| there(**p)).count();
    let left_over = condition.able.iter().filter(|p| there(**p)).count();
    // Already too few, and nobody who could step in alone.
    if alone == 0 && left_over < condition.need as usize {
        return 0;
    }
    alone + (others + 1).saturating_sub(condition.need as usize)
}

/// The smallest number of people without whom a system does not come back; none where nothing on the way takes people. 0 where somebody is missing
/// already.
pub fn factor(recovery: &Recovery, there: impl Fn(PersonId) -> bool) -> Option<usize> {
    recovery.conditions.iter().map(|condition| size(condition, &there)).min()
}

/// All minimal sets of up to [`LISTED`] people, or of the smallest number that does; in order of size.
pub fn sets(recovery: &Recovery) -> Vec<Needed> {
    let Some(smallest) = factor(recovery, |_| true) else { return Vec::new() };
    let most = smallest.max(LISTED);
    let mut found: BTreeMap<(usize, Vec<PersonId>), Why> = BTreeMap::new();
    for condition in recovery.conditions.iter().filter(|c| size(c, |_| true) <= most) {
        let others: Vec<PersonId> = condition.able.iter().copied().filter(|p| !condition.or_one_of.contains(p)).collect();
        let take = size(condition, |_| true) - condition.or_one_of.len();
        combinations(&others, take, MOST, &mut |some| {
            let mut people: Vec<PersonId> = condition.or_one_of.iter().chain(some).copied().collect();
            people.sort_unstable();
            found.entry((people.len(), people)).or_insert(condition.why);
        });
    }
    let mut minimal: Vec<Needed> = Vec::new();
    for ((_, people), why) in found {
        if !minimal.iter().any(|smaller| smaller.people.iter().all(|p| people.contains(p))) {
            minimal.push(Needed { people, why });
        }
    }
    minimal
}

/// Every choice of so many of some people, in order, up to a number of them.
fn combinations(of: &[PersonId], take: usize, most: usize, tell: &mut dyn FnMut(&[PersonId])) {
    fn go(of: &[PersonId], take: usize, chosen: &mut Vec<PersonId>, left: &mut usize, tell: &mut dyn FnMut(&[PersonId])) {
        if *left == 0 {
            return;
        }
        if take == 0 {
            *left -= 1;
            return tell(chosen);
        }
        for at in 0..(of.len() + 1).saturating_sub(take) {
            chosen.push(of[at]);
            go(&of[at + 1..], take - 1, chosen, left, tell);
            chosen.pop();
        }
    }
    go(of, take, &mut Vec::new(), &mut { most }, tell);
}

/// What one system's truck factor is at each hour of the week: the lowest over the incidents that can take it down, in the middle one of the weeks,
/// so that holidays do not count.
#[derive(Clone, Debug)]
pub struct ByHour {
    /// The system.
    pub system: SystemId,
    /// By hour of the week.
    pub factor: Vec<usize>,
}

/// Looked at is the middle of every hour: who is on shift or on call.
pub fn by_hour(plan: &Plan, recoveries: &[Recovery], presence: &Presence, weeks: &Weeks) -> Vec<ByHour> {
    let (from, to) = weeks.whole();
    let mut all: BTreeMap<SystemId, Vec<Vec<usize>>> = BTreeMap::new();
    for at in (from.0..to.0).step_by(3_600_000).map(|hour| Instant(hour) + Span::minutes(30)) {
        let there: Vec<bool> = (0..plan.people.len() as u32).map(|p| presence.is_there(PersonId(p), at)).collect();
        let mut lowest: BTreeMap<SystemId, usize> = BTreeMap::new();
        for recovery in recoveries {
            if let Some(factor) = factor(recovery, |p| there[p.at()]) {
                let known = lowest.entry(recovery.system).or_insert(factor);
                *known = factor.min(*known);
            }
        }
        let hour = plan.zone.hour_of_week(at).0;
        for (system, factor) in lowest {
            all.entry(system).or_insert_with(|| vec![Vec::new(); 168])[hour].push(factor);
        }
    }
    let middle = |mut of_weeks: Vec<usize>| {
        of_weeks.sort_unstable();
        of_weeks.get(of_weeks.len() / 2).copied().unwrap_or(0)
    };
    all.into_iter().map(|(system, hours)| ByHour { system, factor: hours.into_iter().map(middle).collect() }).collect()
}
