//! Axes: where a value lies on one, and at which values it is marked.

use super::canvas::{Canvas, Ink, Side};
use crate::report::words::duration;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;
/// Size of words at axes.
pub const SMALL: f64 = 20.0;

/// From values to places.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Scale {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
    by_ratio: bool,
}

impl Scale {
    /// Equal steps for equal differences. Where both ends are the same there is a little room around them.
    pub fn even(from: f64, to: f64, start: f64, end: f64) -> Scale {
        let to = if to > from { to } else { from + libm::fabs(from).max(1.0) };
        Scale { from, to, start, end, by_ratio: false }
    }

    /// Equal steps for equal ratios, from a positive value on; what lies below it stands at the start.
    pub fn ratio(from: f64, to: f64, start: f64, end: f64) -> Scale {
        let from = from.max(f64::MIN_POSITIVE);
        Scale { from, to: if to > from { to } else { from * 10.0 }, start, end, by_ratio: true }
    }

    /// Where a value stands; what lies outside stands at the nearer end, and what is no number nowhere.
    pub fn at(&self, value: f64) -> f64 {
        let inside = value.clamp(self.from, self.to);
        let share = if self.by_ratio {
            libm::log(inside / self.from) / libm::log(self.to / self.from)
        } else {
            (inside - self.from) / (self.to - self.from)
        };
        self.start + share * (self.end - self.start)
    }

    /// As a page's script reads it: first and last value, where these stand, whether equal steps are equal ratios.
    pub fn words(&self) -> String {
        format!("{} {} {} {} {}", self.from, self.to, self.start, self.end, u8::from(self.by_ratio))
    }

    /// The last value.
    pub fn last(&self) -> f64 {
        self.to
    }

    /// Marks of times in seconds, as people would set them.
    pub fn time_marks(&self) -> Vec<(f64, String)> {
        if self.by_ratio {
            let all =
                [1.0, 10.0, MINUTE, 10.0 * MINUTE, HOUR, 6.0 * HOUR, DAY, 3.0 * DAY, 10.0 * DAY, 30.0 * DAY, 100.0 * DAY, 365.0 * DAY];
            return all.into_iter().filter(|mark| (self.from..=self.to).contains(mark)).map(|mark| (mark, duration(mark))).collect();
        }
        let steps = [1.0, 5.0, 15.0, MINUTE, 5.0 * MINUTE, 15.0 * MINUTE, 30.0 * MINUTE, HOUR, 2.0 * HOUR, 4.0 * HOUR, 12.0 * HOUR, DAY];
        let more = [2.0, 5.0, 7.0, 14.0, 30.0, 60.0, 120.0, 365.0, 3650.0].map(|days| days * DAY);
        let step = steps.into_iter().chain(more).find(|step| (self.to - self.from) / step <= 8.0).unwrap_or(self.to - self.from);
        let words = |mark: f64| match mark {
            0.0 => "0".to_owned(),
            below if below < 0.0 => format!("−{}", duration(-below)),
            mark => duration(mark),
        };
        self.multiples(step).into_iter().map(|mark| (mark, words(mark))).collect()
    }

    /// Marks of other numbers: one, two or five of a power of ten apart.
    pub fn number_marks(&self, most: f64) -> Vec<f64> {
        let rough = (self.to - self.from) / most.max(1.0);
        let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
        let step = [1.0, 2.0, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= rough).unwrap_or(rough);
        self.multiples(step)
    }

    fn multiples(&self, step: f64) -> Vec<f64> {
        let first = libm::ceil(self.from / step - 1e-9);
        (0..64).map(|k| (first + f64::from(k)) * step).take_while(|mark| *mark <= self.to * (1.0 + 1e-9)).collect()
    }
}

/// Lines across at shares of 0, 25, 50, 75 and 100 %, with their names at the left.
pub fn shares(canvas: &mut Canvas, y: &Scale, left: f64, right: f64) {
    for percent in [0, 25, 50, 75, 100] {
        let at = y.at(f64::from(percent) / 100.0);
        canvas.line(&[(left, at), (right, at)], Ink::Grid, 2);
        canvas.text(left - 12.0, at, Side::End, SMALL, Ink::Muted, &format!("{percent} %"));
    }
}

/// Marks below a figure.
pub fn below(canvas: &mut Canvas, x: &Scale, marks: &[(f64, String)], top: f64, bottom: f64) {
    for (value, words) in marks {
        let at = x.at(*value);
        canvas.line(&[(at, top), (at, bottom + 6.0)], Ink::Grid, 2);
        canvas.text(at, bottom + 24.0, Side::Middle, SMALL, Ink::Muted, words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_they_belong_and_outside_ones_at_the_edge() {
        let x = Scale::even(0.0, 10.0, 100.0, 200.0);
        assert_eq!([0.0, 5.0, 10.0, -3.0, 99.0, f64::INFINITY].map(|v| x.at(v)), [100.0, 150.0, 200.0, 100.0, 200.0, 200.0]);
        assert!(x.at(f64::NAN).is_nan(), "the canvas does not draw it");
        let log = Scale::ratio(1.0, 100.0, 0.0, 200.0);
        assert!((log.at(10.0) - 100.0).abs() < 1e-9);
        assert_eq!(log.at(0.0), 0.0);
        let none = Scale::even(7.0, 7.0, 0.0, 100.0);
        assert!(none.at(7.0).is_finite());
    }

    #[test]
    fn marks_are_those_that_people_would_set() {
        let words = |to: f64| Scale::even(0.0, to, 0.0, 1.0).time_marks().into_iter().map(|(_, w)| w).collect::<Vec<_>>().join(", ");
        assert_eq!(words(8.0 * HOUR), "0, 1 h, 2 h, 3 h, 4 h, 5 h, 6 h, 7 h, 8 h");
        assert_eq!(words(13.0 * DAY), "0, 2 d, 4 d, 6 d, 8 d, 10 d, 12 d");
        assert_eq!(Scale::even(0.0, 2.3e6, 0.0, 1.0).number_marks(5.0), [0.0, 5e5, 1e6, 1.5e6, 2e6]);
    }
}
