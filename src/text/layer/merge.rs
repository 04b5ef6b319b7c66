//! Laying one tree over another.

use crate::text::read::bare;
use crate::text::tree::{Field, Node, Value};
use std::collections::BTreeMap;

/// Lays `upper` over `lower`: fields over fields and entries over entries, one
/// by one; anything else is replaced whole.
pub(super) fn lay(lower: &mut Node, upper: Node) {
    let whole = is_marked(lower) || is_marked(&upper);
    match (&mut lower.value, upper.value) {
        (Value::Map(below), Value::Map(above)) => {
            lay_fields(below, above);
            lower.place = upper.place;
        }
        (Value::Struct(None, below), Value::Struct(None, above)) if !whole => {
            lay_fields(below, above);
            lower.place = upper.place;
        }
        (Value::Struct(None, _), Value::Unit) if !whole => {}
        (_, value) => *lower = Node { place: upper.place, value },
    }
}

/// Whether this is `(value: X, source: …)`.
fn is_marked(node: &Node) -> bool {
    !std::ptr::eq(bare(node), node)
}

fn lay_fields(below: &mut Vec<Field>, above: Vec<Field>) {
    let known: BTreeMap<String, usize> = below.iter().enumerate().map(|(at, field)| (field.name.text.clone(), at)).collect();
    for field in above {
        match known.get(&field.name.text).and_then(|at| below.get_mut(*at)) {
            Some(old) => {
                old.name = field.name;
                lay(&mut old.node, field.node);
            }
            None => below.push(field),
        }
    }
}
