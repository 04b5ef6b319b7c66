//! Where the values of a scenario come from: `source: Measured("…")`.

use super::problem::{Problems, nearest};
use super::read::bare;
use super::source::Place;
use super::tree::{Field, Node, Value, Word};
use std::fmt;

/// How a value came about.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceKind {
    /// Measured in operation or in an exercise.
    Measured,
    /// Promised in a contract or laid down in a rule.
    Contract,
    /// Estimated by somebody who knows.
    Estimated,
    /// Taken for granted.
    Assumed,
}

impl SourceKind {
    /// All kinds, from the best to the weakest.
    pub const ALL: [SourceKind; 4] = [SourceKind::Measured, SourceKind::Contract, SourceKind::Estimated, SourceKind::Assumed];

    /// The word written in a scenario.
    pub fn name(self) -> &'static str {
        match self {
            SourceKind::Measured => "Measured",
            SourceKind::Contract => "Contract",
            SourceKind::Estimated => "Estimated",
            SourceKind::Assumed => "Assumed",
        }
    }

    fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == word)
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One statement about where values come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// What it is about: `people.priya.cost_per_hour`, `systems.db.checks[2]`;
    /// empty for the whole scenario.
    pub path: String,
    /// How the value came about.
    pub kind: SourceKind,
    /// Who or what says so.
    pub text: String,
    /// Where the statement is written.
    pub place: Place,
    /// How many values it is about, without those that have a statement of their own.
    pub covers: usize,
}

/// Lists all statements of provenance in a tree, in the order of the tree.
pub fn provenance(root: &Node) -> Vec<Provenance> {
    let mut found = Vec::new();
    walk(root, &mut String::new(), &mut found);
    found
}

/// Counts the values in a tree: numbers, texts, words, `true` and `false`, but
/// no statements of provenance.
pub fn count_values(root: &Node) -> usize {
    let nodes = |nodes: &[Node]| nodes.iter().map(count_values).sum::<usize>();
    let fields = |fields: &[Field]| {
        let own = fields.iter().filter(|field| well_formed(field).is_none());
        own.map(|field| count_values(&field.node)).sum::<usize>()
    };
    // The ends of a range are no values of their own.
    let root = bare(root);
    match &root.value {
        Value::Unit => 0,
        Value::Bool(_) | Value::Number(_) | Value::Text(_) | Value::Word(_) => 1,
        Value::List(items) | Value::Tuple(None, items) => nodes(items),
        Value::Tuple(Some(_), items) => nodes(items).max(1),
        Value::Map(entries) => entries.iter().map(|entry| count_values(&entry.node)).sum(),
        Value::Struct(None, own) => fields(own),
        Value::Struct(Some(_), own) => fields(own).max(1),
    }
}

/// The kind of the statement that a part of a tree makes about itself.
pub fn statement(node: &Node) -> Option<SourceKind> {
    match &node.value {
        Value::Struct(_, fields) => fields.iter().find_map(well_formed).map(|(kind, _)| kind),
        _ => None,
    }
}

/// The statement that a field makes, if it is a well-formed `source`.
pub(super) fn well_formed(field: &Field) -> Option<(SourceKind, &str)> {
    if field.name.text != "source" {
        return None;
    }
    match &field.node.value {
        Value::Tuple(Some(word), items) => match items.as_slice() {
            [Node { value: Value::Text(text), .. }] => Some((SourceKind::named(&word.text)?, text.as_str())),
            _ => None,
        },
        _ => None,
    }
}

/// Collects statements and returns how many values are left without one.
fn walk(node: &Node, path: &mut String, found: &mut Vec<Provenance>) -> usize {
    let step = |path: &mut String, step: &str, node: &Node, found: &mut Vec<Provenance>| {
        let length = path.len();
        path.push_str(step);
        let open = walk(node, path, found);
        path.truncate(length);
        open
    };
    let marked = !std::ptr::eq(bare(node), node);
    match &node.value {
        Value::List(items) | Value::Tuple(_, items) => {
            let mut open = 0;
            for (at, item) in items.iter().enumerate() {
                open += step(path, &format!("[{at}]"), item, found);
            }
            open.max(usize::from(items.is_empty()) * count_values(node))
        }
        Value::Map(fields) | Value::Struct(_, fields) => {
            let own = match &node.value {
                Value::Map(_) => None,
                _ => fields.iter().find_map(|field| Some((field, well_formed(field)?))),
            };
            let at = found.len();
            if let Some((field, (kind, text))) = own {
                let (path, text) = (path.clone(), text.to_string());
                found.push(Provenance { path, kind, text, place: field.node.place, covers: 0 });
            }
            let mut open = usize::from(fields.is_empty()) * count_values(node);
            if marked {
                open += walk(bare(node), path, found);
            } else {
                for field in fields {
                    if own.is_some_and(|(source, _)| std::ptr::eq(source, field)) {
                        continue;
                    }
                    let dot = if path.is_empty() { "" } else { "." };
                    let name = format!("{dot}{}", field.name.text);
                    open += step(path, &name, &field.node, found);
                }
            }
            match found.get_mut(at).filter(|_| own.is_some()) {
                Some(statement) => {
                    statement.covers = open;
                    0
                }
                None => open,
            }
        }
        _ => count_values(node),
    }
}

/// Checks a statement of provenance; whether it is a good one.
pub(super) fn source_of(node: &Node, problems: &mut Problems) -> bool {
    let expected = "expected Measured(\"…\"), Contract(\"…\"), Estimated(\"…\") or Assumed(\"…\")";
    let name: Option<&Word> = match &node.value {
        Value::Tuple(Some(word), items) => match items.as_slice() {
            [Node { value: Value::Text(_), .. }] if SourceKind::named(&word.text).is_some() => {
                return true;
            }
            _ => Some(word),
        },
        Value::Struct(name, _) => name.as_ref(),
        _ => None,
    };
    let word = match (&node.value, name) {
        (Value::Word(word), _) => word.as_str(),
        (_, Some(name)) => name.text.as_str(),
        _ => "",
    };
    let problem = problems.at(node.place, "this does not say where the value comes from", expected);
    if SourceKind::named(word).is_some() {
        problem.help(format!("say in one text who or what it comes from: {word}(\"…\")"));
    } else if let Some(kind) = nearest(word, SourceKind::ALL.map(SourceKind::name)) {
        problem.help(format!("did you mean `{kind}`?"));
    }
    false
}
