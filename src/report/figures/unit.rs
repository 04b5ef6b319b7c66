//! What the numbers of a figure are, and how they are said: a time, money, a share, or nothing but a number.

use super::axis::Scale;
use crate::report::words::{duration, money, share};

/// What a number is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Time,
    /// An amount in the scenario's currency.
    Money,
    /// From 0 to 1.
    Share,
    /// Anything else.
    Number,
}

impl Unit {
    /// A number in words, with a minus where it is below nothing.
    pub fn say(self, value: f64) -> String {
        let size = libm::fabs(value);
        let words = match self {
            Unit::Time => duration(size),
            Unit::Money => money(size),
            Unit::Share => share(size),
            Unit::Number => plain(size),
        };
        // What rounds to nothing has no sign.
        let nothing = words.chars().filter(char::is_ascii_digit).all(|digit| digit == '0');
        if value < 0.0 && !nothing { format!("−{words}") } else { words }
    }

    /// A change in words: more with a plus, less with a minus.
    pub fn signed(self, value: f64) -> String {
        let words = self.say(value);
        let nothing = words.chars().filter(char::is_ascii_digit).all(|digit| digit == '0');
        if value > 0.0 && !nothing { format!("+{words}") } else { words }
    }

    /// From one number to another.
    pub fn between(self, low: Option<f64>, high: Option<f64>, say: fn(Unit, f64) -> String) -> String {
        match (low, high) {
            (Some(low), Some(high)) => format!("{} to {}", say(self, low), say(self, high)),
            _ => "too few plays to say".to_owned(),
        }
    }

    /// Marks of an axis.
    pub fn marks(self, scale: &Scale) -> Vec<(f64, String)> {
        match self {
            Unit::Time => {
                scale.time_marks().into_iter().map(|(mark, _)| (mark, if mark == 0.0 { "0".to_owned() } else { self.say(mark) })).collect()
            }
            _ => scale.number_marks(6.0).into_iter().map(|mark| (mark, self.say(mark))).collect(),
        }
    }
}

/// A number with as many digits as say something.
fn plain(value: f64) -> String {
    let digits = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else {
        2
    };
    let words = format!("{value:.digits$}");
    if words.contains('.') { words.trim_end_matches('0').trim_end_matches('.').to_owned() } else { words }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: f64 = 86_400.0;

    #[test]
    fn numbers_are_said_as_what_they_are() {
        assert_eq!(Unit::Time.signed(7200.0), "+2 h");
        assert_eq!(Unit::Time.signed(-7200.0), "−2 h");
        assert_eq!(Unit::Time.signed(-0.2), "0 s");
        assert_eq!([9.0, 10.0, 10.5, 49.3].map(|days| Unit::Time.say(days * DAY)), ["9 d", "10 d", "10.5 d", "49.3 d"]);
        assert_eq!(Unit::Money.say(-12_400.0), "−12 k");
        assert_eq!(Unit::Share.say(0.125), "12 %");
        assert_eq!([0.0, 0.5, 12.25, 1234.5].map(|v| Unit::Number.say(v)), ["0", "0.5", "12.2", "1234"]);
        assert_eq!(Unit::Time.between(Some(60.0), None, Unit::say), "too few plays to say");
    }
}
