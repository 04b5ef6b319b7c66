//! What people are called: by their roles unless asked otherwise, so that no board paper names a person as a risk.
//!
//! The scenario is compiled once more with other names laid on it; ids stay, and with them all luck, so that nothing else changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::plan::Plan;
use crate::report::words::harmless;
use crate::scenario::Scenario;
use crate::text::{Node, Overlay, Value};

/// What people are called.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// By role and, where several have it, a letter.
    #[default]
    Roles,
    /// By name.
    Full,
}

/// A scenario whose people are called by their roles, and what to say where a text names one of them.
pub struct Cast {
    /// The scenario.
    pub scenario: Scenario,
    /// Full names and the roles to say instead, the longest name first; after each the given names and surnames in it.
    instead: Vec<(String, String)>,
    /// Ids of people and what to write instead.
    ids: BTreeMap<String, String>,
}

impl Cast {
    /// Calls people as asked for.
    pub fn of(scenario: Scenario, naming: Naming) -> Result<Cast, String> {
        if naming == Naming::Full {
            return Ok(Cast { scenario, instead: Vec::new(), ids: BTreeMap::new() });
        }
        let entries = people(&scenario.root);
        let names = called(&entries);
        let quoted = |text: &str| format!("{text:?}").replace("\\'", "'");
        let lines: String =
            entries.iter().zip(&names).map(|(entry, name)| format!("{}: (name: {}),", quoted(&entry.id), quoted(name))).collect();
        if lines.is_empty() {
            return Ok(Cast { scenario, instead: Vec::new(), ids: BTreeMap::new() });
        }
        let ids = entries.iter().zip(&names).map(|(entry, name)| (entry.id.clone(), as_id(name))).collect();
        let text = format!("(people: {{{lines}}})");
        let cast = scenario.with(&Overlay { name: "names by role", text: &text, sets: &[] }).map_err(|rejected| rejected.to_string())?;
        let mut instead: Vec<(String, String)> =
            entries.iter().zip(names).filter_map(|(entry, name)| Some((entry.name.clone()?, name))).collect();
        instead.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        let instead = instead.into_iter().flat_map(|(name, role)| {
            let alone = |part: &&str| part.chars().count() >= 3 && part.starts_with(char::is_uppercase);
            let parts: Vec<String> = name.split_whitespace().filter(alone).map(str::to_owned).collect();
            std::iter::once(name).chain(parts).map(move |name| (name, role.clone()))
        });
        let instead = instead.collect();
        // The hash is of the scenario as it was played.
        Ok(Cast { scenario: Scenario { hash: scenario.hash, ..cast }, instead, ids })
    }

    /// The same people in another scenario, which differs from this one by a change.
    pub fn in_another(&self, scenario: Scenario) -> Cast {
        Cast { scenario, instead: self.instead.clone(), ids: self.ids.clone() }
    }

    /// The compiled scenario for tables and traces, which call people by their ids: these are made of the roles, too. It plays alike in everything but
    /// luck, and is only to be read from.
    pub fn on_paper(&self) -> Arc<Plan> {
        if self.ids.is_empty() {
            return Arc::clone(&self.scenario.plan);
        }
        let mut plan = Plan::clone(&self.scenario.plan);
        for person in &mut plan.people {
            person.id = as_id(&person.name);
        }
        for inject in &mut plan.injects.injects {
            let parts: Vec<String> = inject.id.split('-').map(|part| self.ids.get(part).cloned().unwrap_or(part.to_owned())).collect();
            (inject.id, inject.says) = (parts.join("-"), self.said(&inject.says));
        }
        Arc::new(plan)
    }

    /// What an id or a text of the scenario is called: a person's id becomes one made of the role, in any other text names are replaced.
    pub fn called(&self, text: &str) -> String {
        self.ids.get(text).cloned().unwrap_or_else(|| self.said(text))
    }

    /// Whether people are called by their names.
    pub fn by_name(&self) -> bool {
        self.ids.is_empty()
    }

    /// What somebody is called, by their id.
    pub fn name(&self, id: &str) -> String {
        let known = self.scenario.plan.people.iter().find(|person| person.id == id);
        harmless(known.map_or(id, |person| &person.name))
    }

    /// A path into the scenario without the ids of people: "IT lead: takes times".
    pub fn path(&self, path: &str) -> String {
        let plan = &self.scenario.plan;
        let Some((id, rest)) = path.strip_prefix("people.").map(|rest| rest.split_once('.').unwrap_or((rest, ""))) else {
            return harmless(path);
        };
        // An entry of several people is called by its id, which is no person's.
        match plan.people.iter().any(|person| person.id == id) {
            true => format!("{}: {}", self.name(id), harmless(&rest.replace('_', " "))),
            false => harmless(path),
        }
    }

    /// A text of the scenario without the names of people: full names, and given names and surnames that stand alone.
    pub fn said(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let mut pairs = Pairs::of(&text);
        for (name, role) in &self.instead {
            if pairs.may_hold(name) && text.contains(name) {
                text = replaced(&text, name, role);
                pairs = Pairs::of(&text);
            }
        }
        text
    }
}

/// Which pairs of neighbouring bytes are in a text, by a few of their bits: most names need not be looked for in a line, which is what a page took longest for.
struct Pairs([u64; 64]);
impl Pairs {
    fn of(text: &str) -> Pairs {
        let mut pairs = Pairs([0; 64]);
        for pair in text.as_bytes().windows(2) {
            let (word, bit) = Pairs::place(pair);
            pairs.0[word] |= bit;
        }
        pairs
    }

    fn place(pair: &[u8]) -> (usize, u64) {
        let place = (usize::from(pair[0]) * 37 + usize::from(pair[1])) % 4096;
        (place / 64, 1 << (place % 64))
    }

    /// False where a name is certainly not in the text.
    fn may_hold(&self, name: &str) -> bool {
        name.as_bytes().windows(2).map(Pairs::place).all(|(word, bit)| self.0[word] & bit != 0)
    }
}

/// "infrastructure-engineer-a".
fn as_id(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join("-")
}

/// Whole words only.
fn replaced(text: &str, name: &str, role: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, from) = rest.split_at(at);
        let after = &from[name.len()..];
        let inside = before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
        said.push_str(before);
        said.push_str(if inside { name } else { role });
        rest = after;
    }
    said + rest
}

/// An entry of `people`.
struct Entry {
    id: String,
    name: Option<String>,
    role: Option<String>,
    many: bool,
}

fn people(root: &Node) -> Vec<Entry> {
    let field = |node: &Node, name: &str| match &node.value {
        Value::Struct(_, fields) | Value::Map(fields) => {
            fields.iter().find(|field| field.name.text == name).map(|field| field.node.clone())
        }
        _ => None,
    };
    let text = |node: Option<Node>| match node.map(|node| node.value) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    let Some(Value::Map(entries)) = field(root, "people").map(|node| node.value) else { return Vec::new() };
    let of = |entry: &crate::text::Field| Entry {
        id: entry.name.text.clone(),
        name: text(field(&entry.node, "name")),
        role: text(field(&entry.node, "role")),
        many: field(&entry.node, "count").is_some(),
    };
    entries.iter().map(of).collect()
}

/// Words of roles that are written large.
const ABBREVIATED: [&str; 16] =
    ["vp", "svp", "it", "hr", "pr", "ceo", "cfo", "cio", "ciso", "coo", "cto", "dba", "noc", "soc", "dpo", "vpn"];

/// "Storage engineer"; "Infrastructure engineer A" where several entries have the role.
fn called(entries: &[Entry]) -> Vec<String> {
    let role = |entry: &Entry| {
        let plain = entry.role.clone().unwrap_or_else(|| if entry.many { entry.id.clone() } else { "colleague".to_owned() });
        let large = |word: &str| if ABBREVIATED.contains(&word) { word.to_uppercase() } else { word.to_owned() };
        let words = plain.split(['-', '_']).map(large).collect::<Vec<_>>().join(" ");
        let mut letters = words.chars();
        letters.next().map_or(words.clone(), |first| first.to_uppercase().chain(letters).collect())
    };
    let roles: Vec<String> = entries.iter().map(role).collect();
    let number = |at: usize| roles[..at].iter().filter(|other| **other == roles[at]).count();
    let letter = |number: usize| char::from_u32('A' as u32 + number as u32).filter(char::is_ascii_uppercase);
    let several = |role: &String| roles.iter().filter(|other| *other == role).count() > 1;
    let name = |at: usize| match several(&roles[at]) {
        false => roles[at].clone(),
        true => format!("{} {}", roles[at], letter(number(at)).map_or((number(at) + 1).to_string(), String::from)),
    };
    (0..roles.len()).map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn people_are_called_by_role_and_nothing_else_changes() {
        let scenario = testing::scenario(&[]);
        let cast = Cast::of(scenario.clone(), Naming::Roles).expect("it can be renamed");
        let (before, after) = (&scenario.plan, &cast.scenario.plan);
        assert_eq!(cast.scenario.hash, scenario.hash);
        for (was, is) in before.people.iter().zip(&after.people) {
            assert_eq!((&was.id, was.luck), (&is.id, is.luck));
            assert_ne!(was.name, is.name);
            assert!(!cast.said(&format!("We asked {}.", was.name)).contains(&was.name));
        }
        assert_eq!(
            (cast.called("ana"), cast.called("ciso"), cast.called("core-db")),
            ("colleague-a".into(), "colleague-b".into(), "core-db".into())
        );
        let paper: Vec<String> = cast.on_paper().people.iter().map(|person| person.id.clone()).collect();
        assert_eq!(paper, ["colleague-a", "colleague-b"]);
        let full = Cast::of(scenario, Naming::Full).expect("as it is");
        assert_eq!(full.said("Ana Reyes is away."), "Ana Reyes is away.");
    }

    #[test]
    fn only_whole_words_are_replaced() {
        assert_eq!(replaced("Ana, Anabel and (Ana)", "Ana", "the lead"), "the lead, Anabel and (the lead)");
    }
}
