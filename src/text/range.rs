//! What nobody knows: a range of ignorance beside a value, `(value: "4h", between: ("2h", "9h"), source: Estimated("…"))`. The value is what is
//! played; the range says between what it may lie for all that is known, which is something else than luck.

use super::problem::Problems;
use super::provenance::{SourceKind, well_formed};
use super::read::bare;
use super::tree::{Node, Value};

/// A value with a range.
#[derive(Clone, Debug)]
pub struct Ranged<'a> {
    /// Where it stands, as `--set` has it.
    pub path: String,
    /// What is played.
    pub value: &'a Node,
    /// The least that it may be.
    pub low: &'a Node,
    /// The most.
    pub high: &'a Node,
    /// What is said of where it comes from, by itself or by what is around it.
    pub source: Option<(SourceKind, &'a str)>,
}

/// All values with a range, in the order of the tree.
pub fn ranges(root: &Node) -> Vec<Ranged<'_>> {
    let mut found = Vec::new();
    walk(root, &mut String::new(), None, &mut found);
    found
}

fn walk<'a>(node: &'a Node, path: &mut String, around: Option<(SourceKind, &'a str)>, found: &mut Vec<Ranged<'a>>) {
    let own = match &node.value {
        Value::Struct(_, fields) => fields.iter().find_map(well_formed),
        _ => None,
    };
    let source = own.or(around);
    let inner = bare(node);
    if !std::ptr::eq(inner, node) {
        if let Some([low, high]) = node.field("between").and_then(ends) {
            found.push(Ranged { path: path.clone(), value: inner, low, high, source });
        }
        return walk(inner, path, source, found);
    }
    let mut step = |name: &str, part: &'a Node| {
        let length = path.len();
        if length > 0 {
            path.push('.');
        }
        path.push_str(name);
        walk(part, path, source, found);
        path.truncate(length);
    };
    match &node.value {
        Value::List(items) | Value::Tuple(_, items) => items.iter().enumerate().for_each(|(at, item)| step(&at.to_string(), item)),
        Value::Map(fields) | Value::Struct(_, fields) => fields.iter().for_each(|field| step(&field.name.text, &field.node)),
        _ => {}
    }
}

/// An end of a range.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The least.
    Low,
    /// The most.
    High,
}

/// A tree in which an end of its range stands for a value: for that of the path given, or for all that have one. What is wrong with such a value is
/// then told where the range has it.
pub fn at_end(root: &Node, end: End, only: Option<&str>) -> Node {
    let mut root = root.clone();
    put(&mut root, &mut String::new(), end, only);
    root
}

fn put(node: &mut Node, path: &mut String, end: End, only: Option<&str>) {
    let is_bare = std::ptr::eq(bare(node), node);
    let there = !is_bare && only.is_none_or(|only| only == path);
    if let Some([low, high]) = node.field("between").filter(|_| there).and_then(ends) {
        *node = if end == End::Low { low } else { high }.clone();
        return;
    }
    let mut step = |name: &str, part: &mut Node| {
        let length = path.len();
        if length > 0 && !name.is_empty() {
            path.push('.');
        }
        path.push_str(name);
        put(part, path, end, only);
        path.truncate(length);
    };
    match &mut node.value {
        Value::Struct(_, fields) if !is_bare => {
            fields.iter_mut().filter(|field| field.name.text == "value").for_each(|field| step("", &mut field.node));
        }
        Value::List(items) | Value::Tuple(_, items) => items.iter_mut().enumerate().for_each(|(at, item)| step(&at.to_string(), item)),
        Value::Map(fields) | Value::Struct(_, fields) => fields.iter_mut().for_each(|field| step(&field.name.text, &mut field.node)),
        _ => {}
    }
}

/// The two ends of a range.
fn ends(between: &Node) -> Option<&[Node; 2]> {
    match &between.value {
        Value::Tuple(None, ends) => ends.as_slice().try_into().ok(),
        _ => None,
    }
}

/// Reads a value and tells how much it is, if it is an amount; nothing if it cannot be read. A plain function, since what is generic here is
/// compiled for each type that a scenario may hold.
type Amount = fn(&Node, &mut Problems) -> Option<Option<f64>>;

/// Checks a range beside a value; whether it is a good one.
pub(super) fn check(value: &Node, between: &Node, amount: Amount, problems: &mut Problems) -> bool {
    let Some([low, high]) = ends(between) else {
        problems
            .at(between.place, "this is no range", format!("this is {}", between.describe()))
            .help("write the least and the most that it may be in round brackets: between: (\"2h\", \"9h\")");
        return false;
    };
    // What is wrong with the value itself is told where it is read.
    let Some(read) = amount(value, &mut Problems::new()) else { return true };
    let Some(given) = read else {
        let label = format!("{} has no range", value.describe());
        let problem = problems.at(between.place, "a range is of a number, a share, money or a length of time", label);
        if matches!(&value.value, Value::Tuple(Some(_), _) | Value::Struct(Some(_), _)) {
            problem.help("put it on a parameter: LogNormal(median: (value: \"30m\", between: (\"15m\", \"1h\")), p90: \"2h\")");
        }
        return false;
    };
    let mut end = |node: &Node| {
        let end = amount(node, problems)?;
        if end.is_none() {
            problems.at(node.place, "the end of a range is one number or one length of time", format!("this is {}", node.describe()));
        }
        end
    };
    let (Some(from), Some(to)) = (end(low), end(high)) else { return false };
    if from > to {
        problems.at(between.place, "this range runs backwards", "the least comes first").help("swap the two ends");
    } else if from == to {
        problems
            .at(between.place, "this range has no width", "both ends are the same")
            .help("leave `between` out where the value is known");
    } else if !(from..=to).contains(&given) {
        problems
            .at(value.place, "this value lies outside its range", format!("{} is not within `between`", value.describe()))
            .help("the value is what is thought most of; the range must hold it");
    } else {
        return true;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Sources, count_values, parse, provenance, write};

    fn tree(text: &str) -> Node {
        let mut sources = Sources::default();
        let file = sources.add("a".into(), text.into());
        parse(&sources, file, &mut Problems::new()).expect("a good text")
    }

    #[test]
    fn ranges_are_listed_with_their_paths_and_sources() {
        let text = r#"(people: {"ana": (cost: (value: 95, between: (80, 120)), source: Assumed("all of her"))},
            law: LogNormal(median: (value: "1h", between: ("30m", "2h"), source: Estimated("Ben")), p90: "4h"),
            steps: [(wait: (between: (1, 3), value: 2))], plain: (value: 3, source: Measured("log")), own: (value: 1, other: 2))"#;
        let root = tree(text);
        let found = ranges(&root);
        let told: Vec<(&str, Option<(SourceKind, &str)>)> = found.iter().map(|of| (of.path.as_str(), of.source)).collect();
        assert_eq!(
            told,
            [
                ("people.ana.cost", Some((SourceKind::Assumed, "all of her"))),
                ("law.median", Some((SourceKind::Estimated, "Ben"))),
                ("steps.0.wait", None),
            ]
        );
        assert!(matches!(found[0].low.value, Value::Number(80.0)) && matches!(found[0].value.value, Value::Number(95.0)));
        // The ends of a range are no values of the scenario.
        assert_eq!(count_values(&root), 7);
        assert_eq!(provenance(&root).iter().map(|of| of.covers).collect::<Vec<_>>(), [1, 1, 1]);
    }

    #[test]
    fn a_tree_at_an_end_has_the_end_where_the_value_was_in_all_places_or_in_one() {
        let root =
            tree("(a: (value: 95, between: (80, 120)), b: [(inner: (source: Assumed(\"x\"), value: (c: (value: 2, between: (1, 3)))))])");
        let at = |end, only: Option<&str>| {
            let text = write(&at_end(&root, end, only));
            text.split_whitespace().collect::<String>().replace(",)", ")")
        };
        let text = |a: &str, c: &str| format!("(a:{a},b:[(inner:(source:Assumed(\"x\"),value:(c:{c})))])");
        assert_eq!(at(End::Low, None), text("80", "1"));
        assert_eq!(at(End::High, None), text("120", "3"));
        let [a, c] = ["(between:(80,120),value:95)", "(between:(1,3),value:2)"];
        assert_eq!(at(End::High, Some("a")), text("120", c));
        assert_eq!(at(End::Low, Some("b.0.inner.c")), text(a, "1"));
    }
}
