//! The organisation: employers, teams, who is responsible for which service, how long anybody may work, and what it costs when work
//! lasts: it changes hands, people tire, they are torn from one incident to another.

use crate::engine::time::Span;

pub mod build;
pub mod entry;

use entry::Then;

/// How work in hand goes from one owner to the next.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct HandOver {
    /// Whoever takes it up reads in this long.
    pub cost: Span,
    /// Where they take it up.
    pub then: Then,
    /// Share of what was done that has to be done again.
    pub loses: f64,
}

/// What it costs when work lasts.
#[derive(Clone, Debug, Default)]
pub struct Strain {
    /// From so long a stretch on, work takes so many times as long; the longest stretch last.
    pub fatigue: Vec<(Span, f64)>,
    /// Taking up another incident than the one before costs this much.
    pub switch: Span,
}
impl Strain {
    /// It costs anything at all.
    pub fn counts(&self) -> bool {
        !self.fatigue.is_empty() || self.switch > Span(0)
    }
    /// How many thresholds a stretch of work has passed.
    pub fn steps(&self, stretch: Span) -> usize {
        self.fatigue.partition_point(|(after, _)| *after <= stretch)
    }
    /// How many times as long work takes after so many of them.
    pub fn takes(&self, steps: usize) -> f64 {
        steps.checked_sub(1).and_then(|last| self.fatigue.get(last)).map_or(1.0, |(_, takes)| *takes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_threshold_passed_counts() {
        let strain = Strain { fatigue: vec![(Span::hours(8), 1.1), (Span::hours(12), 1.5)], switch: Span(0) };
        let takes = |hours| strain.takes(strain.steps(hours));
        assert_eq!(takes(Span::hours(8) - Span(1)), 1.0);
        assert_eq!(takes(Span::hours(8)), 1.1);
        assert_eq!(takes(Span::hours(12) - Span(1)), 1.1);
        assert_eq!(takes(Span::hours(40)), 1.5);
        assert_eq!(Strain::default().takes(Strain::default().steps(Span::hours(40))), 1.0);
    }
}

/// Bounds on one play.
#[derive(Copy, Clone, Debug)]
pub struct Limits {
    /// Happenings in one play.
    pub happenings: u64,
    /// Happenings at one instant.
    pub per_instant: u64,
    /// Happenings waiting at once.
    pub pending: u64,
    /// Attempts at one task of one incident, for one system where it is done for each.
    pub attempts: u64,
    /// Incidents in hand at once.
    pub in_hand: u64,
}
/// Bounds on working time.
#[derive(Copy, Clone, Debug)]
pub struct Rest {
    /// Nobody works longer.
    pub longest_stretch: Span,
    /// Nobody comes back sooner.
    pub least_rest: Span,
}
