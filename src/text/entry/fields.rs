//! The named fields of a struct while they are read.

use crate::text::problem::{Problems, nearest};
use crate::text::provenance::source_of;
use crate::text::read::{Read, bare, mismatch, read};
use crate::text::source::Place;
use crate::text::tree::{Field, Node, Value, short};

/// The field that reports show; it has something to show.
const NAME: &str = "name";

/// The named fields of one struct while they are read. Used by `entry!` and
/// `choice!`; not needed elsewhere.
pub struct Fields<'a> {
    owner: String,
    place: Place,
    given: &'a [Field],
    /// Known fields that unknown ones are near to.
    meant: Vec<String>,
    sound: bool,
}

impl<'a> Fields<'a> {
    /// The fields of an `entry!` struct; reports unknown ones.
    pub fn of_entry(node: &'a Node, name: &str, known: &[&str], problems: &mut Problems) -> Option<Self> {
        let owner = words(name);
        match &node.value {
            Value::Unit => Some(Self::checked(owner, node.place, &[], known, problems)),
            Value::Struct(None, given) => Some(Self::checked(owner, node.place, given, known, problems)),
            Value::Struct(Some(word), _) => {
                let label = format!("{} has no name before its bracket", with_article(&owner));
                problems
                    .at(word.place, format!("unexpected name `{}`", short(&word.text)), label)
                    .help("leave out the name before the bracket");
                None
            }
            _ => {
                mismatch(node, &Self::expected(name, known), problems);
                None
            }
        }
    }

    /// Fields that belong to `owner`; reports unknown ones and a bad `source`.
    pub(super) fn checked(owner: String, place: Place, given: &'a [Field], known: &[&str], problems: &mut Problems) -> Self {
        let (mut sound, mut meant) = (true, Vec::new());
        // Do not propose what is given anyway.
        let is_free = |known: &&str| given.iter().all(|field| field.name.text != *known);
        let free: Vec<&str> = known.iter().copied().filter(is_free).collect();
        for field in given {
            let name = field.name.text.as_str();
            if known.contains(&name) {
                continue;
            }
            if name == "source" {
                sound &= source_of(&field.node, problems);
                continue;
            }
            sound = false;
            let label = format!("not a field of {}", with_article(&owner));
            let title = format!("unknown field `{}`", short(name));
            let problem = problems.at(field.name.place, title, label);
            match nearest(name, free.iter().copied()) {
                Some(near) => {
                    meant.push(near.to_string());
                    problem.help(format!("did you mean `{near}`?"))
                }
                None if known.is_empty() => problem.help("it has no fields"),
                None => problem.help(format!("its fields are {}", listed(known))),
            };
        }
        meant.sort();
        meant.dedup();
        Fields { owner, place, given, meant, sound }
    }

    /// A field without a default: reported if it is missing and its type cannot be absent.
    pub fn required<T: Read>(&mut self, name: &str, problems: &mut Problems) -> Option<T> {
        if let Some(node) = self.given(name) {
            if name == NAME && is_blank(node) {
                blank(node, T::absent().is_some(), problems);
                return self.note(None);
            }
            return self.note(read(node, problems));
        }
        let absent = T::absent();
        if absent.is_none() {
            self.missing(name, T::expected, problems);
        }
        absent
    }

    /// A field with a default.
    pub fn optional<T: Read>(&mut self, name: &str, default: impl FnOnce() -> T, problems: &mut Problems) -> Option<T> {
        match self.given(name) {
            Some(node) => {
                let value = read(node, problems);
                self.note(value)
            }
            None => Some(default()),
        }
    }

    /// None if any field was wrong.
    pub fn finish(self) -> Option<()> {
        self.sound.then_some(())
    }

    /// What is expected where such a struct stands.
    pub fn expected(name: &str, known: &[&str]) -> String {
        let first: Vec<String> = known.iter().take(3).map(|field| format!("{field}: …")).collect();
        let more = if known.len() > 3 { ", …" } else { "" };
        format!("{}: ({}{more})", with_article(&words(name)), first.join(", "))
    }

    fn given(&self, name: &str) -> Option<&'a Node> {
        self.given.iter().find(|field| field.name.text == name).map(|field| &field.node)
    }

    fn missing(&mut self, name: &str, expected: fn() -> String, problems: &mut Problems) {
        self.sound = false;
        // A misspelt field has been reported already.
        if self.meant.iter().any(|meant| meant == name) {
            return;
        }
        let label = format!("{} needs `{name}`: {}", with_article(&self.owner), expected());
        problems.at(self.place.head(), format!("missing field `{name}`"), label);
    }

    fn note<T>(&mut self, value: Option<T>) -> Option<T> {
        self.sound &= value.is_some();
        value
    }
}

fn blank(node: &Node, has_default: bool, problems: &mut Problems) {
    let cure = if has_default { "leave `name` out to go by the id" } else { "write what reports should call it" };
    problems.at(node.place, "`name` is empty", "nothing stands between the quotes").help(cure);
}

fn is_blank(node: &Node) -> bool {
    matches!(&bare(node).value, Value::Text(text) if text.trim().is_empty())
}

/// `PersonEntry` as "person", `AtShiftEnd` as "at shift end".
pub(super) fn words(name: &str) -> String {
    let name = name.strip_suffix("Entry").filter(|rest| !rest.is_empty()).unwrap_or(name);
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// "a person", "an attack"; a name such as `HandOver` stays as it is.
fn with_article(words: &str) -> String {
    match words.chars().next() {
        Some('`') | None => words.to_string(),
        Some('a' | 'e' | 'i' | 'o' | 'u') => format!("an {words}"),
        Some(_) => format!("a {words}"),
    }
}

/// "`a`, `b` and `c`".
pub(super) fn listed(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
