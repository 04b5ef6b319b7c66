//! From a tree to typed values.

use super::problem::Problems;
use super::provenance::source_of;
use super::range;
use super::tree::{Node, Value, short};

mod named;

pub use named::{Dict, Id, OneOrMore, Placed};

/// The largest whole number that is read: above it a number is no longer exact.
const MAX_WHOLE: f64 = 9_007_199_254_740_992.0;

/// A type that a scenario can say.
pub trait Read: Sized {
    /// Reads the node; every mistake goes into `problems`; None if no value could be made.
    fn read(node: &Node, problems: &mut Problems) -> Option<Self>;

    /// The value when the field is not given; None means the field is required.
    fn absent() -> Option<Self> {
        None
    }

    /// How much it is, where it is an amount of which there can be more or less: a number, a share, money, a length of time. Only such a value can
    /// have a range beside it.
    fn amount(&self) -> Option<f64> {
        None
    }

    /// What a reader should write, in words: "a number", "a list", "text like \"2h 30m\"".
    fn expected() -> String;
}

/// Reads a value that may carry its provenance and a range of what nobody knows: `(value: X, between: (A, B), source: Estimated("…"))`
/// is read as X. Fields, elements and entries are all read through this.
pub fn read<T: Read>(node: &Node, problems: &mut Problems) -> Option<T> {
    let inner = bare(node);
    let mut sound = true;
    if !std::ptr::eq(inner, node) {
        if let Some(source) = node.field("source") {
            sound = source_of(source, problems);
        }
        if let Some(between) = node.field("between") {
            let amount = |node: &Node, problems: &mut Problems| T::read(node, problems).map(|read| read.amount());
            sound &= range::check(inner, between, amount, problems);
        }
    }
    T::read(inner, problems).filter(|_| sound)
}

/// The value without its provenance and its range: X for `(value: X, source: …)`, `(value: X, between: …)` and both, otherwise
/// the node itself. A struct that has a field named `value` and no other required
/// field should therefore not be declared.
pub fn bare(node: &Node) -> &Node {
    let Value::Struct(None, fields) = &node.value else { return node };
    let beside = |name: &str| matches!(name, "value" | "between" | "source");
    if !(2..=3).contains(&fields.len()) || !fields.iter().all(|field| beside(&field.name.text)) {
        return node;
    }
    fields.iter().find(|field| field.name.text == "value").map_or(node, |field| &field.node)
}

/// Reports that a value is of another kind than expected, with the likely cure.
pub fn mismatch(node: &Node, expected: &str, problems: &mut Problems) {
    let numeric = expected.contains("number");
    let problem = problems.at(node.place, format!("expected {expected}"), format!("this is {}", node.describe()));
    match &node.value {
        Value::Word(word) if word == "None" => {
            problem.help("leave this field out where nothing is to be said");
        }
        Value::Word(word) if matches!(word.to_lowercase().as_str(), "true" | "yes" | "on") => {
            problem.help("write true");
        }
        Value::Word(word) if matches!(word.to_lowercase().as_str(), "false" | "no" | "off") => {
            problem.help("write false");
        }
        Value::Word(word) if !numeric => {
            problem.help(format!("text is put in quotes: \"{}\"", short(word)));
        }
        Value::Text(text) if numeric && text.trim().parse::<f64>().is_ok() => {
            problem.help(format!("write {} without quotes", text.trim()));
        }
        Value::Number(number) if expected.contains("text") => {
            problem.help(format!("text is put in quotes: \"{number}\""));
        }
        Value::Tuple(None, items) if items.len() == 1 => {
            problem.help("leave out the round brackets");
        }
        Value::Struct(None, _) if expected.contains("braces") => {
            problem.help("write {\"name\": …, \"other\": …}, with the names in quotes");
        }
        Value::Struct(None, fields) if fields.iter().any(|field| field.name.text == "value") => {
            problem.help("beside `value` stand `between` and `source`, and nothing else");
        }
        Value::Map(_) if expected.contains("(") => {
            problem.help("named fields stand in round brackets, without quotes: (name: …)");
        }
        Value::Map(_) | Value::Struct(None, _) if expected.contains("list") => {
            problem.help("a list stands in square brackets: […]");
        }
        _ if expected.contains("list") => {
            problem.help("put it in square brackets: […]");
        }
        _ => {}
    }
}

/// Reports a value of another kind than T.
fn wrong<T: Read, U>(node: &Node, problems: &mut Problems) -> Option<U> {
    mismatch(node, &T::expected(), problems);
    None
}

impl Read for bool {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Value::Bool(value) => Some(value),
            _ => wrong::<Self, _>(node, problems),
        }
    }

    fn expected() -> String {
        "true or false".into()
    }
}

impl Read for f64 {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match node.value {
            Value::Number(value) => Some(value),
            _ => wrong::<Self, _>(node, problems),
        }
    }

    fn amount(&self) -> Option<f64> {
        Some(*self)
    }

    fn expected() -> String {
        "a number".into()
    }
}

impl Read for u64 {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        whole(node, MAX_WHOLE, problems).map(|value| value as u64)
    }

    fn amount(&self) -> Option<f64> {
        Some(*self as f64)
    }

    fn expected() -> String {
        "a whole number".into()
    }
}

impl Read for u32 {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        whole(node, f64::from(u32::MAX), problems).map(|value| value as u32)
    }

    fn amount(&self) -> Option<f64> {
        Some(f64::from(*self))
    }

    fn expected() -> String {
        "a whole number".into()
    }
}

/// A whole number from 0 to `most`.
fn whole(node: &Node, most: f64, problems: &mut Problems) -> Option<f64> {
    let Value::Number(value) = node.value else {
        return wrong::<u64, _>(node, problems);
    };
    let label = if value < 0.0 {
        "it must not be below 0".to_string()
    } else if value.fract() != 0.0 {
        "it must not have a fraction".to_string()
    } else if value > most {
        format!("at most {most} is allowed")
    } else {
        return Some(value);
    };
    problems.at(node.place, "expected a whole number", label);
    None
}

impl Read for String {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(text) => Some(text.clone()),
            _ => wrong::<Self, _>(node, problems),
        }
    }

    fn expected() -> String {
        "text in quotes".into()
    }
}

impl<T: Read> Read for Option<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Word(word) if word == "None" => Some(None),
            _ => T::read(node, problems).map(Some),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn amount(&self) -> Option<f64> {
        self.as_ref()?.amount()
    }

    fn expected() -> String {
        T::expected()
    }
}

impl<T: Read> Read for Box<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        T::read(node, problems).map(Box::new)
    }

    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }

    fn amount(&self) -> Option<f64> {
        T::amount(self)
    }

    fn expected() -> String {
        T::expected()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::List(items) = &node.value else {
            return wrong::<Self, _>(node, problems);
        };
        let read: Vec<Option<T>> = items.iter().map(|item| read(item, problems)).collect();
        read.into_iter().collect()
    }

    fn expected() -> String {
        "a list in square brackets".into()
    }
}

/// The values of a nameless bracket, if there are as many as wanted.
fn values<'a, T: Read>(node: &'a Node, count: usize, problems: &mut Problems) -> Option<&'a [Node]> {
    match &node.value {
        Value::Tuple(None, items) if items.len() == count => Some(items),
        Value::Tuple(None, items) => {
            let label = format!("there are {} instead of {count} values", items.len());
            problems.at(node.place, format!("expected {}", T::expected()), label);
            None
        }
        _ => wrong::<T, _>(node, problems),
    }
}

impl<A: Read, B: Read> Read for (A, B) {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let items = values::<Self>(node, 2, problems)?;
        let (a, b) = (read(items.first()?, problems), read(items.get(1)?, problems));
        Some((a?, b?))
    }

    fn expected() -> String {
        format!("two values in round brackets: ({}, {})", A::expected(), B::expected())
    }
}

impl<A: Read, B: Read, C: Read> Read for (A, B, C) {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let items = values::<Self>(node, 3, problems)?;
        let a = read(items.first()?, problems);
        let b = read(items.get(1)?, problems);
        let c = read(items.get(2)?, problems);
        Some((a?, b?, c?))
    }

    fn expected() -> String {
        let (a, b, c) = (A::expected(), B::expected(), C::expected());
        format!("three values in round brackets: ({a}, {b}, {c})")
    }
}
