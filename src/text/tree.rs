//! What a text says, with the place of every part.

use super::source::Place;

/// A value and where it is written.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where the whole value is written.
    pub place: Place,
    /// What is written there.
    pub value: Value,
}

/// The kinds of value that a text can hold. `Some(x)` is read as `x`.
#[derive(Clone, Debug)]
pub enum Value {
    /// `()`.
    Unit,
    /// `true` or `false`.
    Bool(bool),
    /// A finite number.
    Number(f64),
    /// Text in quotes.
    Text(String),
    /// `[a, b]`.
    List(Vec<Node>),
    /// `{"key": value}`; no key occurs twice.
    Map(Vec<Field>),
    /// `(a: 1)` or `Name(a: 1)`, also `Name()`; no field occurs twice.
    Struct(Option<Word>, Vec<Field>),
    /// `("a", 1)` or `Name("a")`; never empty.
    Tuple(Option<Word>, Vec<Node>),
    /// A bare name such as `Finish`, or `None`.
    Word(String),
}

/// One `name: value` of a struct or one `"key": value` of a map.
#[derive(Clone, Debug)]
pub struct Field {
    /// What stands before the colon.
    pub name: Word,
    /// What stands behind it.
    pub node: Node,
}

/// A name and where it is written.
#[derive(Clone, Debug)]
pub struct Word {
    /// The name without quotes.
    pub text: String,
    /// Where it is written, quotes included.
    pub place: Place,
}

impl Node {
    /// What kind of value this is, in words: "a list", "the text \"2h\"".
    pub fn describe(&self) -> String {
        match &self.value {
            Value::Unit => "empty brackets `()`".into(),
            Value::Bool(value) => format!("`{value}`"),
            Value::Number(value) => format!("the number {}", super::figure(*value)),
            Value::Text(text) => format!("the text \"{}\"", short(text)),
            Value::List(_) => "a list `[…]`".into(),
            Value::Map(_) => "a group of entries in braces `{…}`".into(),
            Value::Struct(None, _) => "a group of named fields `(…: …)`".into(),
            Value::Tuple(None, _) => "a group of values `(…, …)`".into(),
            Value::Struct(Some(name), _) | Value::Tuple(Some(name), _) => {
                format!("`{}(…)`", short(&name.text))
            }
            Value::Word(word) => format!("the word `{}`", short(word)),
        }
    }

    /// The fields of a struct or the entries of a map; `()` has none.
    pub fn fields(&self) -> Option<&[Field]> {
        match &self.value {
            Value::Unit => Some(&[]),
            Value::Map(fields) | Value::Struct(_, fields) => Some(fields),
            _ => None,
        }
    }

    /// The field or entry of that name, if there is one.
    pub fn field(&self, name: &str) -> Option<&Node> {
        let found = self.fields()?.iter().find(|field| field.name.text == name)?;
        Some(&found.node)
    }

    /// Whether two trees say the same: places and the order of fields and
    /// entries do not count.
    pub fn same(&self, other: &Node) -> bool {
        let named = |a: &Option<Word>, b: &Option<Word>| a.as_ref().map(|word| &word.text) == b.as_ref().map(|word| &word.text);
        match (&self.value, &other.value) {
            (Value::Unit, Value::Unit) => true,
            (Value::Unit, Value::Struct(None, fields)) | (Value::Struct(None, fields), Value::Unit) => fields.is_empty(),
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Number(a), Value::Number(b)) => a == b,
            (Value::Text(a), Value::Text(b)) | (Value::Word(a), Value::Word(b)) => a == b,
            (Value::List(a), Value::List(b)) => same_nodes(a, b),
            (Value::Tuple(n, a), Value::Tuple(m, b)) => named(n, m) && same_nodes(a, b),
            (Value::Map(a), Value::Map(b)) => same_fields(a, b),
            (Value::Struct(n, a), Value::Struct(m, b)) => named(n, m) && same_fields(a, b),
            _ => false,
        }
    }
}

fn same_nodes(a: &[Node], b: &[Node]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
}

fn same_fields(a: &[Field], b: &[Field]) -> bool {
    let (a, b) = (sorted(a), sorted(b));
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.name.text == b.name.text && a.node.same(&b.node))
}

/// Fields in the order of their names.
pub(super) fn sorted(fields: &[Field]) -> Vec<&Field> {
    let mut sorted: Vec<&Field> = fields.iter().collect();
    sorted.sort_by(|a, b| a.name.text.cmp(&b.name.text));
    sorted
}

/// At most 40 characters of a text, for use in a sentence.
pub(super) fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None if line.len() < text.len() => format!("{line}…"),
        None => line.to_string(),
    }
}
