//! From what a remedy changes to the text of a patch: the changes are laid on the scenario one value at a time, and what is then different is
//! written down. So a patch says only what it changes, and several remedies that add to one list make one list.

use super::Remedy;
use crate::scenario::{Rejected, Scenario};
use crate::text::{self, Field, Node, Overlay, Value, bare};

/// One change to a scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// The value at this path becomes this.
    Set(Vec<String>, String),
    /// This is added to the list at this path.
    Append(Vec<String>, String),
}

impl Edit {
    /// Sets a value.
    pub fn set(path: &[&str], value: impl Into<String>) -> Edit {
        Edit::Set(path.iter().map(|step| (*step).to_owned()).collect(), value.into())
    }

    /// Adds to a list.
    pub fn append(path: &[&str], item: impl Into<String>) -> Edit {
        Edit::Append(path.iter().map(|step| (*step).to_owned()).collect(), item.into())
    }

    /// As `--set` has it, on this tree.
    fn as_set(&self, root: &Node) -> String {
        match self {
            Edit::Set(path, value) => set(root, path, value.clone()),
            Edit::Append(path, item) => {
                let there = find(root, path).map(bare);
                let items: Vec<String> = match there.map(|node| &node.value) {
                    Some(Value::List(items)) => items.iter().map(|item| text::write(item).trim().to_owned()).collect(),
                    _ => Vec::new(),
                };
                let more = if items.iter().any(|known| known == item) { None } else { Some(item.clone()) };
                let all: Vec<String> = items.into_iter().chain(more).collect();
                set(root, path, format!("[{}]", all.join(", ")))
            }
        }
    }
}

/// The value at a path.
pub fn find<'a, S: AsRef<str>>(root: &'a Node, path: &[S]) -> Option<&'a Node> {
    path.iter().try_fold(root, |node, step| bare(node).field(step.as_ref()))
}

/// A `--set` of a path of which the last steps may not be there yet: sections are maps, entries groups of fields, and what is below a field is a
/// map again (`skills`).
fn set(root: &Node, path: &[String], value: String) -> String {
    let there = (0..path.len()).rev().find(|upto| find(root, &path[..*upto]).is_some()).unwrap_or(0);
    let mut value = value;
    for at in (there + 1..path.len()).rev() {
        let name = &path[at];
        value = if at % 2 == 1 { format!("{{{}: {value}}}", quoted(name)) } else { format!("({name}: {value})") };
    }
    format!("{}={value}", path[..=there.min(path.len() - 1)].join("."))
}

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Texts as a list.
pub fn list<S: AsRef<str>>(texts: &[S]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text.as_ref())).collect::<Vec<_>>().join(", "))
}

/// The scenario with these remedies, and the text that makes it of the scenario.
pub fn lay(scenario: &Scenario, remedies: &[&Remedy]) -> Result<(Scenario, String), Rejected> {
    let mut changed = scenario.clone();
    // One by one, because a later one may add to a list that an earlier one has changed; compiled once, at the end.
    for edit in remedies.iter().flat_map(|remedy| &remedy.edits) {
        let sets = [edit.as_set(&changed.root)];
        let mut problems = text::Problems::new();
        let overlay = Overlay { sets: &sets, ..Overlay::default() };
        match text::lay_over(changed.root.clone(), overlay, &mut problems, &mut changed.sources) {
            Some(root) => changed.root = root,
            None => return Err(Rejected { problems, sources: changed.sources }),
        }
    }
    let patch = difference(&scenario.root, &changed.root).map_or("()\n".to_owned(), |node| text::write(&node));
    let with = scenario.with(&Overlay { name: "the patch", text: &patch, ..Overlay::default() })?;
    Ok((with, patch))
}

/// What the second tree says otherwise than the first, as a layer that makes the second of the first. Nothing where they say the same.
fn difference(old: &Node, new: &Node) -> Option<Node> {
    if old.same(new) {
        return None;
    }
    let value = match (&old.value, &new.value) {
        (Value::Map(a), Value::Map(b)) => Value::Map(changed(a, b)),
        (Value::Struct(None, a), Value::Struct(None, b)) => Value::Struct(None, changed(a, b)),
        _ => new.value.clone(),
    };
    Some(Node { place: new.place, value })
}

fn changed(old: &[Field], new: &[Field]) -> Vec<Field> {
    let of = |field: &Field| match old.iter().find(|known| known.name.text == field.name.text) {
        Some(known) => difference(&known.node, &field.node).map(|node| Field { name: field.name.clone(), node }),
        None => Some(field.clone()),
    };
    new.iter().filter_map(of).collect()
}
