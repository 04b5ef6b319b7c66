//! One alternative of several while it is read.

use super::fields::{Fields, listed, words};
use crate::text::problem::{Problems, nearest};
use crate::text::read::mismatch;
use crate::text::source::Place;
use crate::text::tree::{Node, Value, short};

/// One alternative while it is read. Used by `choice!`; not needed elsewhere.
pub struct Choice<'a> {
    node: &'a Node,
    /// The alternative that was written.
    name: &'a str,
    /// Where its name is written.
    place: Place,
    kind: &'static str,
    known: &'static [&'static str],
}

impl<'a> Choice<'a> {
    /// The alternative written at a node; reports values of another kind.
    pub fn of(node: &'a Node, kind: &'static str, known: &'static [&'static str], problems: &mut Problems) -> Option<Self> {
        let (name, place) = match &node.value {
            Value::Word(word) => (word.as_str(), node.place),
            Value::Struct(Some(word), _) | Value::Tuple(Some(word), _) => (word.text.as_str(), word.place),
            Value::Text(text) => {
                let near = known.iter().copied().find(|name| name.eq_ignore_ascii_case(text.trim()));
                let title = format!("expected {}", Self::expected(known));
                let problem = problems.at(node.place, title, "this is text in quotes");
                if let Some(near) = near.or_else(|| nearest(text, known.iter().copied())) {
                    problem.help(format!("write {near} without quotes"));
                }
                return None;
            }
            _ => {
                mismatch(node, &Self::expected(known), problems);
                return None;
            }
        };
        Some(Choice { node, name, place, kind, known })
    }

    /// Whether this alternative was written.
    pub fn is(&self, variant: &str) -> bool {
        self.name == variant
    }

    /// Reports an alternative that does not exist.
    pub fn unknown(&self, problems: &mut Problems) {
        let title = format!("unknown {} `{}`", words(self.kind), short(self.name));
        let label = format!("expected {}", Self::expected(self.known));
        let problem = problems.at(self.place, title, label);
        if let Some(near) = nearest(self.name, self.known.iter().copied()) {
            problem.help(format!("did you mean `{near}`?"));
        }
    }

    /// What is expected where such an alternative stands.
    pub fn expected(known: &[&str]) -> String {
        match known {
            [only] => format!("`{only}`"),
            _ => format!("one of {}", listed(known).replace(" and ", " or ")),
        }
    }

    /// An alternative without values.
    pub fn nothing(&self, problems: &mut Problems) -> Option<()> {
        let count = match &self.node.value {
            Value::Tuple(_, items) => items.len(),
            Value::Struct(_, fields) => fields.len(),
            _ => 0,
        };
        if count == 0 {
            return Some(());
        }
        let name = self.name;
        problems.at(self.node.place, format!("`{name}` takes no values"), "expected the name alone").help(format!("write {name}"));
        None
    }

    /// An alternative with exactly N values in a fixed order.
    pub fn parts<const N: usize>(&self, expected: &[fn() -> String; N], problems: &mut Problems) -> Option<[&'a Node; N]> {
        let name = self.name;
        let form = || {
            let parts: Vec<String> = expected.iter().map(|part| part()).collect();
            format!("{name}({})", parts.join(", "))
        };
        let items: &'a [Node] = match &self.node.value {
            Value::Tuple(_, items) => items,
            Value::Struct(_, fields) if !fields.is_empty() => {
                let problem = problems.at(self.node.place, format!("`{name}` has values without names"), "these have names");
                if N == 1 {
                    problem.help(format!("write two brackets: {name}((…: …))"));
                } else {
                    problem.help(format!("write {}", form()));
                }
                return None;
            }
            _ => &[],
        };
        let found: Option<[&'a Node; N]> = items.iter().collect::<Vec<_>>().try_into().ok();
        if found.is_none() {
            let values = if N == 1 { "value" } else { "values" };
            let label = match items.len() {
                0 => "there is none".to_string(),
                1 => "there is 1".to_string(),
                count => format!("there are {count}"),
            };
            let problem = problems.at(self.node.place, format!("`{name}` takes {N} {values}"), label);
            if items.len() > 1 && N == 1 {
                problem.help("several values in one are a list: […]");
            } else {
                problem.help(format!("write {}", form()));
            }
        }
        found
    }

    /// An alternative with named fields.
    pub fn fields(&self, known: &[&str], problems: &mut Problems) -> Option<Fields<'a>> {
        let owner = format!("`{}`", self.name);
        match &self.node.value {
            Value::Struct(_, given) => Some(Fields::checked(owner, self.node.place, given, known, problems)),
            Value::Word(_) => Some(Fields::checked(owner, self.node.place, &[], known, problems)),
            _ => {
                let named: Vec<String> = known.iter().map(|field| format!("{field}: …")).collect();
                let title = format!("the values of {owner} have names");
                problems.at(self.node.place, title, "these have none").help(format!("write {}({})", self.name, named.join(", ")));
                None
            }
        }
    }
}
