//! What a file can say about lengths, shares, money and times: read from the words people use, with every mistake explained.
//!
//! - Spans of time ("2h 30m") and distributions of them: `duration`, `law`.
//! - Days and moments, local to a time zone: [`moment`].
//! - Hours and days of the week: [`week`].

mod duration;
mod law;
pub mod moment;
pub mod week;

pub use crate::engine::time::Span;
pub use duration::span_of;
pub use moment::{Date, Moment};
pub use week::{ClockTime, Days, HandOver, Window};

use crate::text::{Node, Problems, Read, Value, figure, mismatch};

/// A span longer than nothing.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Positive(pub Span);
impl Positive {
    /// So many hours.
    pub const fn hours(count: i64) -> Positive {
        Positive(Span::hours(count))
    }
    /// So many minutes.
    pub const fn minutes(count: i64) -> Positive {
        Positive(Span::minutes(count))
    }
}
impl Read for Positive {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let span = Span::read(node, problems)?;
        if span > Span::ZERO {
            return Some(Positive(span));
        }
        problems.at(node.place, "this must be longer than nothing", "more than 0").help("for example \"4h\"");
        None
    }
    fn amount(&self) -> Option<f64> {
        self.0.amount()
    }
    fn expected() -> String {
        Span::expected()
    }
}

/// A share of all cases, from 0 to 1.
#[derive(Copy, Clone, Debug, PartialEq, PartialOrd)]
pub struct Share(pub f64);
impl Share {
    /// As the share of attempts that work: so small that they would be made for ever. Says what would do.
    pub fn hopeless(self) -> Option<&'static str> {
        match self.0 {
            0.0 => Some("more than 0"),
            share if share < 0.001 => Some("not one attempt in a thousand works; 0.001 or more"),
            _ => None,
        }
    }
}
impl Read for Share {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Number(value) if (0.0..=1.0).contains(value) => Some(Share(value.abs())),
            Value::Number(value) => {
                let problem = problems.at(node.place, format!("{} is not a share", figure(*value)), "a number from 0 to 1");
                if *value > 1.0 && *value <= 100.0 {
                    problem.help(format!("{value} % is written {}", hundredth(*value)));
                }
                None
            }
            Value::Text(text) => {
                let percent = text.trim().strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
                match percent.filter(|percent| (0.0..=100.0).contains(percent)) {
                    Some(percent) => {
                        let title = format!("a share is written as a number, not as \"{}\"", text.trim());
                        problems.at(node.place, title, "a number from 0 to 1").help(format!("write {}", hundredth(percent)));
                    }
                    None => mismatch(node, &Self::expected(), problems),
                }
                None
            }
            _ => {
                mismatch(node, &Self::expected(), problems);
                None
            }
        }
    }
    fn amount(&self) -> Option<f64> {
        Some(self.0)
    }
    fn expected() -> String {
        "a number from 0 to 1".into()
    }
}
/// Per cent as a share, without digits that only the division made.
fn hundredth(percent: f64) -> f64 {
    (percent * 1e6).round() / 1e8
}

/// An amount of money, in whatever currency the scenario is in; not below 0.
#[derive(Copy, Clone, Debug, PartialEq, PartialOrd)]
pub struct Money(pub f64);
impl Money {
    /// More than this is a slip of the pen, and sums of it could not be shown.
    pub const MOST: f64 = 1e12;
}
impl Read for Money {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Number(value) if (0.0..=Money::MOST).contains(value) => Some(Money(value.abs())),
            Value::Number(value) => {
                problems.at(node.place, format!("{} is not an amount of money", figure(*value)), "0 or more, up to a trillion");
                None
            }
            Value::Text(text) => {
                let bare: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
                match bare.parse::<f64>() {
                    Ok(amount) if amount.is_finite() => {
                        let title = "an amount of money is a number, without quotes and currency";
                        problems.at(node.place, title, "a number").help(format!("write {amount}"));
                    }
                    _ => mismatch(node, &Self::expected(), problems),
                }
                None
            }
            _ => {
                mismatch(node, &Self::expected(), problems);
                None
            }
        }
    }
    fn amount(&self) -> Option<f64> {
        Some(self.0)
    }
    fn expected() -> String {
        "an amount of money as a number".into()
    }
}

/// The text of a value; anything else is a mistake.
fn text_of<'a, T: Read>(node: &'a Node, problems: &mut Problems) -> Option<&'a str> {
    match &node.value {
        Value::Text(text) => Some(text),
        _ => {
            mismatch(node, &T::expected(), problems);
            None
        }
    }
}

/// A whole number of one to so many digits, nothing else.
fn digits(text: &str, most: usize) -> Option<u32> {
    let fits = (1..=most.min(9)).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
pub(in crate::model) mod testing;

#[cfg(test)]
mod tests {
    use super::testing::{mistake, said};
    use super::*;

    #[test]
    fn shares_lie_between_0_and_1() {
        assert_eq!(said::<Share>("0.93"), Share(0.93));
        assert_eq!(said::<Share>("0"), Share(0.0));
        assert_eq!(said::<Share>("1"), Share(1.0));
        assert!(said::<Share>("-0.0").0.is_sign_positive());
        for (text, title, help) in [
            ("93", "93 is not a share", "93 % is written 0.93"),
            ("1.5", "1.5 is not a share", "0.015"),
            ("-0.1", "-0.1 is not a share", ""),
            ("\"93%\"", "not as \"93%\"", "write 0.93"),
            ("\"99.9 %\"", "not as", "write 0.999"),
            ("\"often\"", "expected a number from 0 to 1", ""),
            ("true", "expected a number from 0 to 1", ""),
        ] {
            let mistake = mistake::<Share>(text);
            assert!(mistake.contains(title) && mistake.contains(help), "{text}: {mistake}");
        }
    }

    #[test]
    fn money_is_a_number_from_0_on() {
        assert_eq!(said::<Money>("38_000"), Money(38_000.0));
        assert_eq!(said::<Money>("0"), Money(0.0));
        for (text, title, help) in [
            ("-5", "-5 is not an amount", ""),
            ("\"$9,000.50\"", "without quotes and currency", "write 9000.5"),
            ("\"much\"", "expected an amount of money", ""),
            ("[1]", "expected an amount of money", ""),
        ] {
            let mistake = mistake::<Money>(text);
            assert!(mistake.contains(title) && mistake.contains(help), "{text}: {mistake}");
        }
    }

    #[test]
    fn what_must_be_positive_is_more_than_nothing() {
        assert_eq!(said::<Positive>("\"4h\""), Positive::hours(4));
        assert_eq!(said::<Positive>("\"4m\""), Positive::minutes(4));
        assert!(mistake::<Positive>("\"0h\"").contains("longer than nothing"));
        assert!(mistake::<Positive>("4").contains("4 of what?"));
    }
}
