//! Names, and values that are found by name or place.

use super::{Read, read, wrong};
use crate::text::problem::Problems;
use crate::text::source::Place;
use crate::text::tree::{Field, Node, Value};
use std::fmt;

/// The most entries of one [`Dict`].
const MAX_ENTRIES: usize = 20_000;
/// The longest [`Id`] in characters.
const MAX_ID: usize = 80;

/// The name of a thing in a scenario. Compared, sorted and hashed by its text only.
#[derive(Clone, Debug)]
pub struct Id {
    /// The name itself.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}

impl Id {
    /// An id if the text is a valid one; mistakes go into `problems`.
    pub fn checked(text: &str, place: Place, problems: &mut Problems) -> Option<Self> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let rule = "a name has letters a-z and A-Z, digits, `-` and `_` only";
        let (title, label) = if text.is_empty() {
            ("this name is empty".to_string(), rule.to_string())
        } else if text.chars().count() > MAX_ID {
            ("this name is too long".to_string(), format!("at most {MAX_ID} characters"))
        } else if let Some(c) = text.chars().find(|c| !allowed(*c)) {
            let shown = if c == ' ' { "a space".to_string() } else { format!("`{c}`") };
            (format!("{shown} cannot stand in a name"), rule.to_string())
        } else {
            return Some(Id { text: text.to_string(), place });
        };
        let better: String = text.trim().chars().take(MAX_ID).map(|c| if allowed(c) { c } else { '-' }).collect();
        let problem = problems.at(place, title, label);
        if better.chars().any(|c| c.is_ascii_alphanumeric()) {
            problem.help(format!("for example \"{better}\""));
        }
        None
    }
}

impl Read for Id {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(text) => Id::checked(text, node.place, problems),
            _ => wrong::<Self, _>(node, problems),
        }
    }

    fn expected() -> String {
        "a name as text in quotes".into()
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Id {}

impl PartialOrd for Id {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Id {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.text.cmp(&other.text)
    }
}

impl std::hash::Hash for Id {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl std::ops::Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Things by name, in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dict<T>(pub Vec<(Id, T)>);

impl<T> Dict<T> {
    /// The entries in the order of the file.
    pub fn iter(&self) -> std::slice::Iter<'_, (Id, T)> {
        self.0.iter()
    }

    /// The entry of that name. This searches from the first entry on.
    pub fn get(&self, id: &str) -> Option<&T> {
        self.0.iter().find(|(known, _)| known.text == id).map(|(_, value)| value)
    }

    /// The names in the order of the file.
    pub fn ids(&self) -> impl Iterator<Item = &Id> {
        self.0.iter().map(|(id, _)| id)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Dict<T> {
    fn default() -> Self {
        Dict(Vec::new())
    }
}

impl<'a, T> IntoIterator for &'a Dict<T> {
    type Item = &'a (Id, T);
    type IntoIter = std::slice::Iter<'a, (Id, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<T: Read> Read for Dict<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let Value::Map(fields) = &node.value else {
            return wrong::<Self, _>(node, problems);
        };
        if fields.len() > MAX_ENTRIES {
            let label = format!("{} entries; at most {MAX_ENTRIES} are allowed", fields.len());
            problems.at(node.place.head(), "too many entries", label);
            return None;
        }
        let mut entry = |field: &Field| {
            let id = Id::checked(&field.name.text, field.name.place, problems);
            let value = read(&field.node, problems);
            Some((id?, value?))
        };
        let read: Vec<Option<(Id, T)>> = fields.iter().map(&mut entry).collect();
        read.into_iter().collect::<Option<Vec<_>>>().map(Dict)
    }

    fn absent() -> Option<Self> {
        Some(Dict::default())
    }

    fn expected() -> String {
        "entries in braces: {\"name\": …}".into()
    }
}

/// A value whose place later checks need.
#[derive(Copy, Clone, Debug)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it is written.
    pub place: Place,
}

impl<T: Read> Read for Placed<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let value = T::read(node, problems)?;
        Some(Placed { value, place: node.place })
    }

    fn amount(&self) -> Option<f64> {
        self.value.amount()
    }

    fn expected() -> String {
        T::expected()
    }
}

impl<T> From<T> for Placed<T> {
    fn from(value: T) -> Self {
        Placed { value, place: Place::default() }
    }
}

impl<T> std::ops::Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One value or a list of at least one: `"ana"` or `["ana", "ben"]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOrMore<T>(pub Vec<T>);

impl<T> std::ops::Deref for OneOrMore<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T: Read> Read for OneOrMore<T> {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::List(items) if items.is_empty() => {
                problems.at(node.place, "this list is empty", format!("expected {}", Self::expected()));
                None
            }
            Value::List(_) => Vec::read(node, problems).map(OneOrMore),
            _ => T::read(node, problems).map(|one| OneOrMore(vec![one])),
        }
    }

    fn expected() -> String {
        format!("{} or a list of these", T::expected())
    }
}
