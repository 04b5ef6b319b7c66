//! `--vary PATH=…`: the values that an input takes, as a list or a range.

use std::str::FromStr;

use super::{Failure, Status};
use crate::report::words::duration;
use crate::scenario::Unknown;
use crate::scenario::unknown::Unit;

/// Values of one input.
#[derive(Clone, Debug, PartialEq)]
pub struct Vary {
    /// Where it stands in the scenario, as `--set` has it.
    pub path: String,
    given: Given,
}
#[derive(Clone, Debug, PartialEq)]
enum Given {
    List(Vec<String>),
    Range {
        from: f64,
        to: f64,
        unit: Unit,
        steps: usize,
    },
    /// What the scenario itself says that nobody knows.
    Unknown(Unknown),
}

/// One value: as it is set, and as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// What stands behind the equals sign.
    pub value: String,
    /// For a table.
    pub label: String,
}

/// Values of a range unless it says how many.
const STEPS: usize = 5;
/// The most values of one input.
const AT_MOST: usize = 200;
const UNITS: [(&str, f64); 10] = [
    ("ms", 1.0),
    ("min", 60_000.0),
    ("s", 1_000.0),
    ("m", 60_000.0),
    ("h", 3_600_000.0),
    ("d", 86_400_000.0),
    ("w", 604_800_000.0),
    ("y", 31_536_000_000.0),
    ("%", 0.01),
    ("", 1.0),
];

impl FromStr for Vary {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (path, values) = text.split_once('=').ok_or("write PATH=a,b,c or PATH=from..to, for example people.analyst.count=1..6")?;
        let (path, values) = (path.trim().to_owned(), values.trim());
        if path.is_empty() || values.is_empty() {
            return Err("write PATH=a,b,c or PATH=from..to".to_owned());
        }
        let given = match values.split_once("..").filter(|_| !values.starts_with(['[', '(', '{', '"'])) {
            Some((from, to)) => range(from, to)?,
            None => Given::List(parts(values)),
        };
        if let Given::List(values) = &given
            && let Some(twice) = values.iter().enumerate().find(|(at, value)| values[..*at].contains(value))
        {
            return Err(format!("{} is given twice", twice.1));
        }
        let vary = Vary { path, given };
        match vary.levels().len() {
            1 => Err(format!("{} takes one value only: use --set", vary.path)),
            many if many > AT_MOST => Err(format!("{many} values of one input are more than {AT_MOST}")),
            _ => Ok(vary),
        }
    }
}

fn range(from: &str, to: &str) -> Result<Given, String> {
    let (to, steps) = match to.split_once('/') {
        Some((to, steps)) => (to, Some(steps.trim().parse::<usize>().map_err(|_| format!("{steps:?} is no number of values"))?)),
        None => (to, None),
    };
    let ((low, in_low), (high, in_high)) = (number(from)?, number(to)?);
    let time = |unit: &str| !unit.is_empty() && unit != "%";
    if time(in_low) != time(in_high) {
        return Err(format!("{from} and {to} are not counted in the same: write 30m..4h, 1..6 or 0.5..0.9"));
    }
    if low >= high {
        return Err(format!("a range goes from the smaller to the larger value, and {from} is not smaller than {to}"));
    }
    let whole = |text: &str| text.trim().parse::<i64>().is_ok();
    let unit = match (time(in_low), whole(from) && whole(to)) {
        (true, _) => Unit::Milliseconds,
        (_, true) => Unit::Whole,
        _ => Unit::Number,
    };
    let few = (high - low) as usize + 1;
    let steps = steps.unwrap_or(if unit == Unit::Whole && few <= 12 { few } else { STEPS });
    if !(2..=AT_MOST).contains(&steps) {
        return Err(format!("from 2 to {AT_MOST} values can be taken, not {steps}"));
    }
    Ok(Given::Range { from: low, to: high, unit, steps })
}

/// A number and its unit.
fn number(text: &str) -> Result<(f64, &'static str), String> {
    let text = text.trim();
    for (unit, times) in UNITS {
        if let Some(found) = text.strip_suffix(unit).and_then(|number| number.trim().parse::<f64>().ok()).filter(|n| n.is_finite()) {
            return Ok((found * times, unit));
        }
    }
    Err(format!("{text:?} is no number and no time: write 30m..4h, 1..6 or 0.5..0.9"))
}

/// Values between commas, brackets and quotes left whole.
fn parts(text: &str) -> Vec<String> {
    let (mut parts, mut depth, mut quoted) = (vec![String::new()], 0_i32, false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted => depth -= 1,
            _ => {}
        }
        match parts.last_mut() {
            Some(last) if c != ',' || depth > 0 || quoted => last.push(c),
            _ => parts.push(String::new()),
        }
    }
    parts.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

impl Vary {
    /// Its values, the smallest of a range first.
    pub fn levels(&self) -> Vec<Level> {
        match &self.given {
            Given::List(values) => values.iter().map(|value| Level { value: value.clone(), label: value.clone() }).collect(),
            Given::Range { steps, .. } => {
                let mut all: Vec<Level> = (0..*steps).map(|step| self.at(step as f64 / (*steps as f64 - 1.0))).collect();
                all.dedup();
                all
            }
            Given::Unknown(_) => vec![self.at(0.0), self.at(1.0)],
        }
    }

    /// The value so far along, from 0 to 1.
    pub fn at(&self, share: f64) -> Level {
        match &self.given {
            Given::List(values) => {
                let at = ((share * values.len() as f64) as usize).min(values.len() - 1);
                Level { value: values[at].clone(), label: values[at].clone() }
            }
            Given::Range { from, to, unit, .. } => level(from + share * (to - from), to - from, *unit),
            Given::Unknown(of) => level(of.at(share), of.ends.1 - of.ends.0, of.unit),
        }
    }

    /// How far along the value is that is taken there: a list and whole numbers do not have one at every share.
    pub fn place(&self, share: f64) -> f64 {
        match &self.given {
            Given::List(values) => ((share * values.len() as f64) as usize).min(values.len() - 1) as f64 / (values.len() - 1).max(1) as f64,
            Given::Range { from, to, unit: Unit::Whole, .. } => (libm::round(from + share * (to - from)) - from) / (to - from),
            Given::Unknown(of) if of.unit == Unit::Whole => of.place(libm::round(of.at(share))),
            Given::Range { .. } | Given::Unknown(_) => share,
        }
    }

    /// The values that the scenario itself says nobody knows, from the least to the most.
    pub fn unknown(of: Unknown) -> Vary {
        Vary { path: of.path.clone(), given: Given::Unknown(of) }
    }

    /// Where the scenario says that it comes from, if it is the scenario's own.
    pub fn source(&self) -> Option<String> {
        if let Given::Unknown(of) = &self.given { Some(of.source.clone()).filter(|source| !source.is_empty()) } else { None }
    }

    /// As `--set` has it.
    pub fn set(&self, level: &Level) -> String {
        format!("{}={}", self.path, level.value)
    }
}

/// An amount of a range so wide: no finer than a ten-thousandth of it, and shown to about a hundredth.
fn level(amount: f64, width: f64, unit: Unit) -> Level {
    let same = |text: String| Level { value: text.clone(), label: text };
    match unit {
        Unit::Whole => same(format!("{}", libm::round(amount))),
        Unit::Number => {
            Level { value: format!("{}", to(amount, step(width / 10_000.0))), label: format!("{}", to(amount, step(width / 100.0))) }
        }
        Unit::Milliseconds => {
            let seconds = width > 600_000.0;
            let exact = if seconds { libm::round(amount / 1000.0) * 1000.0 } else { libm::round(amount) };
            Level { value: length(exact as i64), label: duration(amount / 1000.0) }
        }
    }
}

/// The power of ten that is no larger.
fn step(of: f64) -> i32 {
    libm::floor(libm::log10(of) + 1e-9) as i32
}

/// To the nearest multiple of a power of ten, without digits that only the division made.
fn to(amount: f64, power: i32) -> f64 {
    let digits = power.unsigned_abs();
    let scale = (0..digits).fold(1.0, |scale, _| scale * 10.0);
    if power < 0 { libm::round(amount * scale) / scale } else { libm::round(amount / scale) * scale }
}

/// A length of time as a scenario has it: "2h 3m".
fn length(mut milliseconds: i64) -> String {
    let mut parts = Vec::new();
    for (unit, name) in [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s"), (1, "ms")] {
        if milliseconds >= unit {
            parts.push(format!("{}{name}", milliseconds / unit));
            milliseconds %= unit;
        }
    }
    if parts.is_empty() { "0s".to_owned() } else { parts.join(" ") }
}

/// Refuses an input that is named more than once.
pub fn each_once(inputs: &[Vary]) -> Result<(), Failure> {
    match inputs.iter().enumerate().find(|(at, vary)| inputs[..*at].iter().any(|other| other.path == vary.path)) {
        Some((_, twice)) => Err(Failure::new(Status::Wrong, format!("{} is varied twice: give all its values at once", twice.path))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        text.parse::<Vary>().unwrap_or_else(|why| panic!("{why}")).levels().into_iter().map(|level| level.value).collect()
    }

    #[test]
    fn lists_and_ranges() {
        assert_eq!(values("people.x.count=1..4"), ["1", "2", "3", "4"]);
        assert_eq!(values("a.b=0.5..0.9/3"), ["0.5", "0.7", "0.9"]);
        assert_eq!(values("a.b=30m..2h/2"), ["30m", "2h"]);
        assert_eq!(values("a.b=50%..100%/2"), ["0.5", "1"]);
        assert_eq!(values("a.b=LogNormal(median:\"1h\",p90:\"4h\"),2h"), ["LogNormal(median:\"1h\",p90:\"4h\")", "2h"]);
        let time: Vary = "a.b=30m..2h".parse().expect("a range");
        assert_eq!((time.at(0.0).label.as_str(), time.at(1.0).label.as_str(), time.levels().len()), ("30 min", "2 h", 5));
        assert_eq!(time.at(0.123_456_7).value, "41m 7s");
    }

    #[test]
    fn draws_have_no_more_digits_than_they_need() {
        let share: Vary = "a.b=0.5..0.95".parse().expect("a range");
        let (third, draw) = (share.at(1.0 / 3.0), share.at(0.777_777));
        assert_eq!((third.value.as_str(), third.label.as_str()), ("0.65", "0.65"));
        assert_eq!((draw.value.as_str(), draw.label.as_str()), ("0.85", "0.85"));
        let cost: Vary = "a.b=1000.0..90000.0".parse().expect("a range");
        assert_eq!((cost.at(0.123_456).value.as_str(), cost.at(0.123_456).label.as_str()), ("11988", "12000"));
        let narrow: Vary = "a.b=1.0..1.001".parse().expect("a range");
        assert_eq!((narrow.at(0.5).value.as_str(), narrow.at(0.456).label.as_str()), ("1.0005", "1.00046"));
        let own = Unknown { path: "a.b".into(), source: String::new(), value: 3.0, ends: (1.0, 9.0), unit: Unit::Whole };
        let own = Vary::unknown(own);
        assert_eq!(own.levels().iter().map(|level| own.set(level)).collect::<Vec<_>>(), ["a.b=1", "a.b=9"]);
        assert_eq!(own.at(0.5).value, "3");
    }

    #[test]
    fn a_value_of_a_list_or_of_whole_numbers_stands_where_it_is_among_them() {
        let places = |text: &str| {
            let vary: Vary = text.parse().expect("values");
            [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0].map(|share| vary.place(share))
        };
        assert_eq!(places("a.b=x,y"), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(places("a.b=x,y,z"), [0.0, 0.5, 1.0, 1.0]);
        assert_eq!(places("a.b=1..2"), [0.0, 0.0, 1.0, 1.0]);
        assert_eq!(places("a.b=0.5..0.9"), [0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]);
        let own = Vary::unknown(Unknown { path: "a.b".into(), source: String::new(), value: 2.0, ends: (1.0, 6.0), unit: Unit::Whole });
        // One to six about two: a third of the way is 1.67, which is 2 and half way.
        assert_eq!([0.0, 1.0 / 3.0, 0.5, 1.0].map(|share| own.place(share)), [0.0, 0.5, 0.5, 1.0]);
    }

    #[test]
    fn an_input_is_named_once() {
        let all = |texts: &[&str]| texts.iter().map(|text| text.parse().expect("values")).collect::<Vec<Vary>>();
        assert!(each_once(&all(&["a.b=1..3", "a.c=1..3"])).is_ok());
        assert!(each_once(&all(&["a.b=1..3", "a.b=2..4"])).is_err());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for bad in ["a=1,1", "a.b", "a.b=", "=1,2", "a=1", "a=6..1", "a=1..2h", "a=x..y", "a=1..9/1", "a=1..9/1000"] {
            assert!(bad.parse::<Vary>().is_err(), "{bad}");
        }
    }
}
