//! Penalties: what a missed deadline of a notice or a broken promise about a system costs by law or by contract.
//! Leaves to others: when a notice is due (notice), how long a system is away (estate), adding up what an incident costs (measures).

use crate::engine::time::Span;
use crate::model::plan::ItSystem;

pub mod build;
pub mod entry;

/// What being late costs.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Penalty {
    /// At once.
    pub fixed: f64,
    /// For each unit of time that has begun.
    pub per_unit: f64,
    /// A day or an hour.
    pub unit: Span,
    /// No more than this in all.
    pub at_most: Option<f64>,
}
impl Penalty {
    /// For what is so late; nothing for what is in time.
    pub fn of(&self, late: Span) -> f64 {
        if late <= Span(0) {
            return 0.0;
        }
        let begun = late.0.div_euclid(self.unit.0) + i64::from(late.0.rem_euclid(self.unit.0) > 0);
        let all = self.fixed + self.per_unit * begun as f64;
        self.at_most.map_or(all, |most| all.min(most))
    }
}

/// A promise about a system.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Promise {
    /// Its recovery time objective.
    Rto,
    /// Its maximum tolerable period of disruption.
    Mtpd,
}
impl Promise {
    /// What a system promises by it.
    pub fn of(self, system: &ItSystem) -> Option<Span> {
        match self {
            Promise::Rto => system.rto,
            Promise::Mtpd => system.mtpd,
        }
    }
    /// In capitals, as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Promise::Rto => "RTO",
            Promise::Mtpd => "MTPD",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_unit_that_has_begun_counts_up_to_the_cap() {
        let penalty = Penalty { fixed: 1_000.0, per_unit: 200.0, unit: Span::DAY, at_most: Some(1_500.0) };
        let of = |late: i64| penalty.of(Span(late));
        assert_eq!((of(-5), of(0), of(1), of(Span::DAY.0), of(Span::DAY.0 + 1)), (0.0, 0.0, 1_200.0, 1_200.0, 1_400.0));
        assert_eq!((of(3 * Span::DAY.0), Penalty { at_most: None, ..penalty }.of(Span(3 * Span::DAY.0))), (1_500.0, 1_600.0));
    }
}
