//! Dotted paths into a tree: `people.ana.cost_per_hour`.

use crate::text::problem::nearest;
use crate::text::read::bare;
use crate::text::source::{Place, small};
use crate::text::tree::{Field, Node, Value, short};

/// Among more names than this, no near one is searched.
const MAX_NAMES: usize = 20_000;

/// One name of a path and the byte at which it begins.
#[derive(Clone, Debug)]
pub(super) struct Step<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
}

/// The names of a path.
pub(super) fn steps(path: &str) -> Vec<Step<'_>> {
    let mut start = 0;
    let mut steps = Vec::new();
    for part in path.split('.') {
        let space = part.len() - part.trim_start().len();
        steps.push(Step { text: part.trim(), start: start + space });
        start += part.len() + 1;
    }
    steps
}

/// A step that leads nowhere.
#[derive(Debug)]
pub(super) struct Missing {
    /// Which step.
    at: usize,
    /// A name that is near and exists there.
    near: Option<String>,
    /// Whether there are names at all where the step was looked up.
    names: bool,
}

impl Missing {
    /// There is nothing to look in.
    pub(super) fn nothing() -> Self {
        Missing { at: 0, near: None, names: false }
    }

    fn of(node: &Node, steps: &[Step<'_>], at: usize) -> Self {
        let fields = node.fields();
        let names = fields.unwrap_or(&[]).iter().map(|field| field.name.text.as_str());
        // Among very many names the search would take too long.
        let few = fields.is_none_or(|fields| fields.len() <= MAX_NAMES);
        let near = steps.get(at).filter(|_| few).and_then(|step| nearest(step.text, names));
        Missing { at, near: near.map(str::to_string), names: fields.is_some() }
    }

    /// Title, label and help.
    pub(super) fn words(&self, steps: &[Step<'_>]) -> (String, String, Option<String>) {
        let before: Vec<&str> = steps.iter().take(self.at).map(|step| step.text).collect();
        let around = match before.is_empty() {
            true => "the scenario".to_string(),
            false => format!("`{}`", short(&before.join("."))),
        };
        let step = steps.get(self.at).map_or("", |step| step.text);
        let title = if step.is_empty() {
            "a name is missing in this path".to_string()
        } else {
            format!("there is no `{}` in {around}", short(step))
        };
        let label = if self.names { "not found".to_string() } else { format!("{around} holds nothing that has a name") };
        (title, label, self.near.as_ref().map(|near| format!("did you mean `{near}`?")))
    }

    /// Where the step is written, if the path begins `offset` bytes into `place`.
    pub(super) fn within(&self, steps: &[Step<'_>], place: Place, offset: usize) -> Place {
        match steps.get(self.at) {
            Some(step) if !step.text.is_empty() => {
                let start = place.start.saturating_add(small(offset + step.start));
                Place { start, end: start.saturating_add(small(step.text.len())), ..place }
            }
            _ => place,
        }
    }
}

/// The part of a node with that name: a field, an entry or, by number, an
/// element. Looks through `(value: X, source: …)` unless `value` or `source` is meant.
pub(super) fn child<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    match &node.value {
        Value::List(items) | Value::Tuple(_, items) => items.get(name.parse::<usize>().ok()?),
        _ => match node.field(name) {
            Some(found) => Some(found),
            None if !std::ptr::eq(bare(node), node) => child(bare(node), name),
            None => None,
        },
    }
}

fn child_mut<'a>(node: &'a mut Node, name: &str) -> Option<&'a mut Node> {
    if node.field(name).is_none() && !std::ptr::eq(bare(node), node) {
        return child_mut(fields_mut(node, "value")?, name);
    }
    match &mut node.value {
        Value::List(items) | Value::Tuple(_, items) => items.get_mut(name.parse::<usize>().ok()?),
        Value::Map(fields) | Value::Struct(_, fields) => named_mut(fields, name),
        _ => None,
    }
}

fn named_mut<'a>(fields: &'a mut [Field], name: &str) -> Option<&'a mut Node> {
    fields.iter_mut().find(|field| field.name.text == name).map(|field| &mut field.node)
}

fn fields_mut<'a>(node: &'a mut Node, name: &str) -> Option<&'a mut Node> {
    match &mut node.value {
        Value::Map(fields) | Value::Struct(_, fields) => named_mut(fields, name),
        _ => None,
    }
}

/// The node that holds the last step of a path, and the name of that step.
pub(super) fn parent<'a, 'b>(root: &'a mut Node, steps: &[Step<'b>]) -> Result<(&'a mut Node, &'b str), Missing> {
    let Some((last, before)) = steps.split_last() else {
        return Err(Missing::nothing());
    };
    let mut node = root;
    for (at, step) in before.iter().enumerate() {
        if child(node, step.text).is_none() {
            return Err(Missing::of(node, steps, at));
        }
        match child_mut(node, step.text) {
            Some(next) => node = next,
            None => return Err(Missing::nothing()),
        }
    }
    if last.text.is_empty() {
        return Err(Missing::of(node, steps, before.len()));
    }
    let holds = child(node, last.text).is_some() || bare(node).fields().is_some();
    if !holds {
        return Err(Missing::of(node, steps, before.len()));
    }
    Ok((node, last.text))
}

/// Puts a field or entry, in place of the old one of that name.
pub(super) fn put(parent: &mut Node, field: Field) -> bool {
    if let Some(old) = child_mut(parent, &field.name.text) {
        *old = field.node;
        return true;
    }
    if !std::ptr::eq(bare(parent), parent) {
        return fields_mut(parent, "value").is_some_and(|inner| put(inner, field));
    }
    match &mut parent.value {
        Value::Map(fields) | Value::Struct(_, fields) => fields.push(field),
        Value::Unit => parent.value = Value::Struct(None, vec![field]),
        _ => return false,
    }
    true
}

/// Takes the entry or field at the end of a path out of the tree.
pub(super) fn remove(root: &mut Node, steps: &[Step<'_>]) -> Result<(), Missing> {
    let last = steps.len().saturating_sub(1);
    let (node, name) = parent(root, steps)?;
    let found = node.field(name).is_some();
    match &mut node.value {
        Value::Map(fields) | Value::Struct(_, fields) if found => {
            fields.retain(|field| field.name.text != name);
            Ok(())
        }
        _ => Err(Missing::of(node, steps, last)),
    }
}
