//! What nobody knows of a scenario: its values with a range beside them, `(value: "4h", between: ("2h", "9h"))`, made ready to be drawn from.
//!
//! What is written is what is thought most of, so a draw is as likely to lie below it as above it, evenly between it and each end.

use super::{Rejected, Scenario, compile};
use crate::engine::time::Span;
use crate::text::{self, End, Node, Overlay, Problems, Ranged, Value};

/// A value that nobody knows.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Where it stands, as `--set` has it.
    pub path: String,
    /// What is said of where it comes from: `Estimated("Ben")`; empty where nothing is.
    pub source: String,
    /// What is played.
    pub value: f64,
    /// The least and the most that it may be.
    pub ends: (f64, f64),
    /// What these are counted in.
    pub unit: Unit,
}

/// What an amount is counted in.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Heads, turns: whole numbers only.
    Whole,
    /// Any number.
    Number,
    /// Milliseconds.
    Milliseconds,
}

impl Unknown {
    /// The amount so far along its range, from 0 to 1; half way is what is played.
    pub fn at(&self, share: f64) -> f64 {
        let (low, high) = self.ends;
        // With the value at one end there is nothing beyond it.
        if self.value <= low || self.value >= high {
            return low + share * (high - low);
        }
        if share < 0.5 { low + 2.0 * share * (self.value - low) } else { self.value + (2.0 * share - 1.0) * (high - self.value) }
    }

    /// How far along its range an amount is.
    pub fn place(&self, amount: f64) -> f64 {
        let (low, high) = self.ends;
        if self.value <= low || self.value >= high {
            return (amount - low) / (high - low);
        }
        if amount < self.value {
            (amount - low) / (self.value - low) / 2.0
        } else {
            (1.0 + (amount - self.value) / (high - self.value)) / 2.0
        }
    }
}

impl Scenario {
    /// All its values with a range, in the order of the scenario.
    pub fn unknowns(&self) -> Vec<Unknown> {
        let of = |ranged: text::Ranged<'_>| {
            let ((value, time), (low, _), (high, _)) = (amount(ranged.value)?, amount(ranged.low)?, amount(ranged.high)?);
            let unit = match time {
                true => Unit::Milliseconds,
                false if self.takes_fractions(&ranged.path, value, (low, high)) => Unit::Number,
                false => Unit::Whole,
            };
            let source = ranged.source.map_or(String::new(), |(kind, words)| format!("{kind}({words:?})"));
            Some(Unknown { path: ranged.path, source, value, ends: (low, high), unit })
        };
        text::ranges(&self.root).into_iter().filter_map(of).collect()
    }

    /// Whether it can be played with every value with a range at either end of that, as studies of what nobody knows will have it; what is wrong
    /// with an end that cannot is told where the end is written.
    ///
    /// # Errors
    /// All that is wrong with ends of ranges.
    pub fn ranges_hold(&self) -> Result<(), Rejected> {
        let wrong = |end: End, only: Option<&Ranged>| {
            let mut problems = Problems::new();
            compile(&text::at_end(&self.root, end, only.map(|ranged| ranged.path.as_str())), &mut problems);
            if let Some(ranged) = only {
                let place = if end == End::Low { ranged.low } else { ranged.high }.place;
                problems.come_from(place, "with this end of the range");
            }
            problems
        };
        let ranges = text::ranges(&self.root);
        let mut problems = Problems::new();
        for end in [End::Low, End::High] {
            // All at once first, since mostly all is well. What is only refused together is no mistake of one.
            if !ranges.is_empty() && !wrong(end, None).is_empty() {
                ranges.iter().for_each(|ranged| problems.append(wrong(end, Some(ranged))));
            }
        }
        if problems.is_empty() { Ok(()) } else { Err(Rejected { problems, sources: self.sources.clone() }) }
    }

    /// Whether a value may be a fraction. A count of heads says so by refusing one.
    fn takes_fractions(&self, path: &str, value: f64, (low, high): (f64, f64)) -> bool {
        let whole = |number: f64| libm::floor(number) == number;
        if ![value, low, high].into_iter().all(whole) {
            return true;
        }
        let sets = [format!("{path}={}", libm::floor((low + high) / 2.0) + 0.5)];
        self.with(&Overlay { sets: &sets, ..Overlay::default() }).is_ok()
    }
}

/// A number, or a length of time in milliseconds; whether it is one.
fn amount(node: &Node) -> Option<(f64, bool)> {
    match &node.value {
        Value::Number(number) => Some((*number, false)),
        Value::Text(_) => text::read::<Span>(node, &mut Problems::new()).map(|span| (span.0 as f64, true)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn a_range_is_counted_in_what_its_value_is() {
        let scenario = testing::scenario(&[
            "people.ana.cost_per_hour=(value: 95, between: (80, 120), source: Estimated(\"payroll\"))",
            "systems.core-db.tier=(value: 1, between: (1, 5))",
            "decisions.isolate.deliberation=LogNormal(median: (value: \"20m\", between: (\"10m\", \"1h\")), p90: \"4h\")",
        ]);
        let plain = testing::scenario(&["decisions.isolate.deliberation=LogNormal(median: \"20m\", p90: \"4h\")"]);
        assert_eq!(format!("{:?}", scenario.plan), format!("{:?}", plain.plan), "the value itself is played");
        let mut all = scenario.unknowns();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        let told: Vec<(&str, Unit, f64)> = all.iter().map(|of| (of.path.as_str(), of.unit, of.ends.1)).collect();
        assert_eq!(
            told,
            [
                ("decisions.isolate.deliberation.median", Unit::Milliseconds, 3_600_000.0),
                ("people.ana.cost_per_hour", Unit::Number, 120.0),
                ("systems.core-db.tier", Unit::Whole, 5.0),
            ]
        );
        assert_eq!(all[1].source, "Estimated(\"payroll\")");
        // Half of the draws below what is written, half above.
        assert_eq!([0.0, 0.25, 0.5, 0.75, 1.0].map(|share| all[1].at(share)), [80.0, 87.5, 95.0, 107.5, 120.0]);
        let edge = Unknown { value: 80.0, ..all[1].clone() };
        assert_eq!([0.0, 0.5, 1.0].map(|share| edge.at(share)), [80.0, 100.0, 120.0]);
    }
}
