//! Which lines of a scenario changed: two resolved scenarios held against each other entry by entry, each difference by its path.

use serde::Serialize;

use crate::text::{Field, Node, Value, write};

/// Longer values are cut.
const LONGEST: usize = 160;

/// What became of an entry.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// It was not there before.
    Added,
    /// It is there no more.
    Removed,
    /// It says something else.
    Changed,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Where: `decisions.isolate.pre_authorised`.
    pub path: String,
    /// What became of it.
    pub became: Became,
    /// What it said; empty where it is new.
    pub from: String,
    /// What it says; empty where it is gone.
    pub to: String,
}

/// All differences, in the order of their paths. `called` says what an id or a text is called on paper.
pub fn between(earlier: &Node, now: &Node, called: &dyn Fn(&str) -> String) -> Vec<Change> {
    let mut walk = Walk { called, all: Vec::new() };
    walk.over("", earlier, now);
    walk.all
}

struct Walk<'a> {
    called: &'a dyn Fn(&str) -> String,
    all: Vec<Change>,
}

impl Walk<'_> {
    fn over(&mut self, path: &str, earlier: &Node, now: &Node) {
        if earlier.same(now) {
            return;
        }
        match (entries(earlier), entries(now)) {
            (Some(were), Some(are)) if constructor(earlier) == constructor(now) => self.entries(path, were, are),
            _ => match (members(earlier), members(now)) {
                (Some(were), Some(are)) => self.members(path, &were, &are),
                _ => self.push(path, Became::Changed, Some(earlier), Some(now)),
            },
        }
    }

    fn entries(&mut self, path: &str, were: &[Field], are: &[Field]) {
        let mut names: Vec<&str> = were.iter().chain(are).map(|field| field.name.text.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let find = |fields: &'_ [Field], name: &str| fields.iter().position(|field| field.name.text == name);
        for name in names {
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{}", (self.called)(name));
            match (find(were, name).map(|at| &were[at].node), find(are, name).map(|at| &are[at].node)) {
                (Some(was), Some(is)) => self.over(&path, was, is),
                (None, Some(is)) => self.push(&path, Became::Added, None, Some(is)),
                (Some(was), None) => self.push(&path, Became::Removed, Some(was), None),
                (None, None) => {}
            }
        }
    }

    /// A list of names says which are new and which are gone.
    fn members(&mut self, path: &str, were: &[&str], are: &[&str]) {
        let missing = |of: &[&str], others: &[&str]| {
            let names: Vec<String> = of.iter().filter(|name| !others.contains(name)).map(|name| (self.called)(name)).collect();
            names.join(", ")
        };
        let (gone, new) = (missing(were, are), missing(are, were));
        let words = |what: &str, names: String| if names.is_empty() { String::new() } else { format!("{what} {names}") };
        let (from, to) = match (gone.is_empty(), new.is_empty()) {
            // Only the order differs.
            (true, true) => (
                were.iter().map(|n| (self.called)(n)).collect::<Vec<_>>().join(", "),
                are.iter().map(|n| (self.called)(n)).collect::<Vec<_>>().join(", "),
            ),
            _ => (words("without", gone), words("with", new)),
        };
        self.all.push(Change { path: path.to_owned(), became: Became::Changed, from: cut(&from), to: cut(&to) });
    }

    fn push(&mut self, path: &str, became: Became, from: Option<&Node>, to: Option<&Node>) {
        let text = |node: Option<&Node>| node.map_or(String::new(), |node| on_one_line(&write(&self.renamed(node))));
        self.all.push(Change { path: path.to_owned(), became, from: text(from), to: text(to) });
    }

    /// The same with everything called as it is to be.
    fn renamed(&self, node: &Node) -> Node {
        let all = |nodes: &[Node]| nodes.iter().map(|node| self.renamed(node)).collect();
        let fields = |fields: &[Field], keys: bool| {
            let field = |field: &Field| {
                let mut field = Field { name: field.name.clone(), node: self.renamed(&field.node) };
                if keys {
                    field.name.text = (self.called)(&field.name.text);
                }
                field
            };
            fields.iter().map(field).collect()
        };
        let value = match &node.value {
            Value::Text(text) => Value::Text((self.called)(text)),
            Value::List(nodes) => Value::List(all(nodes)),
            Value::Tuple(name, nodes) => Value::Tuple(name.clone(), all(nodes)),
            Value::Map(of) => Value::Map(fields(of, true)),
            Value::Struct(name, of) => Value::Struct(name.clone(), fields(of, false)),
            other => other.clone(),
        };
        Node { place: node.place, value }
    }
}

fn entries(node: &Node) -> Option<&[Field]> {
    node.fields()
}

fn constructor(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Struct(Some(name), _) => Some(&name.text),
        _ => None,
    }
}

/// A list of nothing but texts and words, none of which occurs twice.
fn members(node: &Node) -> Option<Vec<&str>> {
    let Value::List(nodes) = &node.value else { return None };
    let text = |node: &'_ Node| matches!(node.value, Value::Text(_) | Value::Word(_));
    if !nodes.iter().all(text) {
        return None;
    }
    let names: Vec<&str> = nodes
        .iter()
        .filter_map(|node| match &node.value {
            Value::Text(text) | Value::Word(text) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    let mut sorted = names.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (sorted.len() == names.len()).then_some(names)
}

fn on_one_line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let tight = [("( ", "("), ("[ ", "["), ("{ ", "{"), (", )", ")"), (", ]", "]"), (", }", "}")];
    cut(&tight.iter().fold(joined, |text, (loose, tight)| text.replace(loose, tight)))
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).collect::<String>() + "…"
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
    fn changes(earlier: &str, now: &str) -> Vec<(String, String, String)> {
        let called = |text: &str| if text == "ana" { "the lead".to_owned() } else { text.to_owned() };
        between(&tree(earlier), &tree(now), &called).into_iter().map(|c| (format!("{:?} {}", c.became, c.path), c.from, c.to)).collect()
    }
    fn row(what: &str, from: &str, to: &str) -> (String, String, String) {
        (what.to_owned(), from.to_owned(), to.to_owned())
    }

    #[test]
    fn each_entry_that_differs_is_told_by_its_path() {
        let earlier =
            r#"(horizon: "60d", systems: {"db": (rto: "4h", needs: ["net", "id"]), "old": (tier: 3)}, people: {"ana": (team: "ops")})"#;
        let now = r#"(people: {"ana": (team: "soc", knows: ["restore"])}, horizon: "60d", systems: {"db": (rto: "8h", needs: ["id", "vault"], rpo: Fixed("1h"))})"#;
        assert_eq!(
            changes(earlier, now),
            [
                row("Added people.the lead.knows", "", "[\"restore\"]"),
                row("Changed people.the lead.team", "\"ops\"", "\"soc\""),
                row("Changed systems.db.needs", "without net", "with vault"),
                row("Added systems.db.rpo", "", "Fixed(\"1h\")"),
                row("Changed systems.db.rto", "\"4h\"", "\"8h\""),
                row("Removed systems.old", "(tier: 3)", ""),
            ]
        );
    }

    #[test]
    fn what_says_the_same_in_another_order_is_no_change_and_a_list_in_another_order_is_one() {
        assert_eq!(changes("(a: 1, b: {\"x\": (), \"y\": 2})", "(b: {\"y\": 2.0, \"x\": ()}, a: 1)"), []);
        assert_eq!(
            changes("(held_by: [\"ana\", \"cio\"])", "(held_by: [\"cio\", \"ana\"])"),
            [row("Changed held_by", "the lead, cio", "cio, the lead")]
        );
        assert_eq!(changes("(after: Fixed(\"1h\"))", "(after: Fixed(\"2h\"))"), [row("Changed after", "Fixed(\"1h\")", "Fixed(\"2h\")")]);
        assert_eq!(changes("(at: A(x: 1))", "(at: B(x: 1))"), [row("Changed at", "A(x: 1)", "B(x: 1)")]);
    }
}
