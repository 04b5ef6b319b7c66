//! A tree as text, always in the same way.

use super::tree::{Node, Value, Word, sorted};
use std::fmt::Write as _;

/// The longest bracket that is written on one line.
const LINE: usize = 80;

/// Writes a tree as RON that reads as the same tree. The order of fields and
/// entries in the tree does not matter: both are written sorted by name.
pub fn write(root: &Node) -> String {
    let mut text = String::new();
    node(root, 0, &mut text);
    text.push('\n');
    text
}

fn node(node: &Node, depth: usize, out: &mut String) {
    match &node.value {
        Value::Unit => out.push_str("()"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(value) => number(*value, out),
        Value::Text(text) => quoted(text, out),
        Value::Word(word) => out.push_str(word),
        Value::List(items) => bracket('[', ']', depth, out, items, nested),
        Value::Tuple(name, items) => {
            named(name, out);
            bracket('(', ')', depth, out, items, nested);
        }
        Value::Map(fields) => bracket('{', '}', depth, out, &sorted(fields), |field, depth, out| {
            quoted(&field.name.text, out);
            out.push_str(": ");
            nested(&field.node, depth, out);
        }),
        Value::Struct(name, fields) => {
            named(name, out);
            bracket('(', ')', depth, out, &sorted(fields), |field, depth, out| {
                out.push_str(&field.name.text);
                out.push_str(": ");
                nested(&field.node, depth, out);
            });
        }
    }
}

fn nested(part: &Node, depth: usize, out: &mut String) {
    node(part, depth, out);
}

fn named(name: &Option<Word>, out: &mut String) {
    if let Some(name) = name {
        out.push_str(&name.text);
    }
}

/// A bracket on one line if it is short and holds no further lines, otherwise
/// with one part on each line.
fn bracket<T>(open: char, close: char, depth: usize, out: &mut String, parts: &[T], write: impl Fn(&T, usize, &mut String)) {
    out.push(open);
    let start = out.len();
    let mut ends = Vec::with_capacity(parts.len());
    for part in parts {
        write(part, depth + 1, out);
        ends.push(out.len());
    }
    let body = out.split_off(start);
    let flat = depth > 0 && body.len() + 2 * parts.len() <= LINE && !body.contains('\n');
    let mut from = 0;
    for (at, end) in ends.iter().enumerate() {
        let part = body.get(from..end - start).unwrap_or("");
        from = end - start;
        if flat {
            out.push_str(if at > 0 { ", " } else { "" });
            out.push_str(part);
        } else {
            out.push('\n');
            out.push_str(&"    ".repeat(depth + 1));
            out.push_str(part);
            out.push(',');
        }
    }
    if !flat && !parts.is_empty() {
        out.push('\n');
        out.push_str(&"    ".repeat(depth));
    }
    out.push(close);
}

/// The shortest form that reads as the same number.
fn number(value: f64, out: &mut String) {
    let size = value.abs();
    let plain = size == 0.0 || (1e-5..1e16).contains(&size);
    // Writing to a String cannot fail.
    let _ = if plain { write!(out, "{}", value + 0.0) } else { write!(out, "{value:e}") };
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Problems, Sources, parse};

    fn tree(text: &str) -> Node {
        let mut sources = Sources::default();
        let file = sources.add("a".into(), text.into());
        parse(&sources, file, &mut Problems::new()).expect("a good text")
    }

    #[test]
    fn what_is_written_reads_as_the_same_tree() {
        let text = "(z: \"a\\\"\\\\\\n\\tü\", b: [1, -0.0, 1e300, 1e-300, 0.1, 123456789012345678], c: {\"k k\": N(a: 1, b: ()), \"a\": {}}, d: N(1, Word), e: None, f: [], g: N(), h: ((1,), true))";
        let first = tree(text);
        let written = write(&first);
        assert!(tree(&written).same(&first), "{written}");
        assert_eq!(write(&tree(&written)), written);
    }

    #[test]
    fn order_in_the_text_does_not_matter() {
        let a = tree("(b: 1, a: {\"y\": (d: 1, c: 2), \"x\": 2})");
        let b = tree("(a: {\"x\": 2, \"y\": (c: 2, d: 1)}, b: 1.0)");
        assert_eq!(write(&a), write(&b));
        assert!(a.same(&b));
        assert!(!a.same(&tree("(a: {\"x\": 2}, b: 1)")));
    }

    #[test]
    fn short_brackets_stay_on_one_line() {
        assert_eq!(write(&tree("(b: (x: 1, y: [1, 2]), a: 1)")), "(\n    a: 1,\n    b: (x: 1, y: [1, 2]),\n)\n");
        assert_eq!(write(&tree("()")), "()\n");
    }
}
