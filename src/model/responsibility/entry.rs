//! What a file may say about who is responsible, accountable, consulted and informed for a service.

use crate::engine::chance::Dist;
use crate::model::quantity::{Positive, Span};
use crate::text::{Field, Id, Node, Problems, Read, Value, Word, entry};

entry! {
    /// Who stands to one service in which way.
    pub struct ResponsibilityEntry {
        /// The teams that do its work.
        responsible: Vec<Id>,
        /// The person or role that owns it. Several can be read, so that they can be found.
        accountable: Owners = Owners(Vec::new()),
        /// How long the accountable is given before an escalation that has run out of steps falls silent.
        accountable_wait: Option<Span>,
        /// Who must be asked.
        consulted: Vec<ConsultedEntry> = Vec::new(),
        /// People, roles or teams that are told.
        informed: Vec<Id> = Vec::new(),
        /// How long telling all of them takes whoever does it.
        notice: Option<Dist>,
    }
}
/// One name, several, or none at all.
#[derive(Clone, Debug)]
pub struct Owners(pub Vec<Id>);
impl Read for Owners {
    fn read(node: &Node, problems: &mut Problems) -> Option<Owners> {
        match &node.value {
            Value::List(_) => Vec::read(node, problems).map(Owners),
            _ => Id::read(node, problems).map(|one| Owners(vec![one])),
        }
    }
    fn expected() -> String {
        "a person or role".into()
    }
}
/// Who must be asked: a name alone, or with what they are asked about.
#[derive(Clone, Debug)]
pub struct ConsultedEntry(pub AskedEntry);
entry! {
    /// Who must be asked about what.
    pub struct AskedEntry {
        /// A person, role or team; one of them answers for all.
        who: Id,
        /// Decisions and tasks of the service; all its decisions, when not given.
        about: Option<Vec<Id>>,
        /// How long they take to answer once reached.
        takes: Dist = Dist::log_normal(Span::minutes(15), Span::hours(1)),
        /// Work goes on without them this long after it was ready to ask.
        at_most: Positive = Positive::hours(4),
    }
}
impl Read for ConsultedEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<ConsultedEntry> {
        let Value::Text(_) = &node.value else { return AskedEntry::read(node, problems).map(ConsultedEntry) };
        let who = Field { name: Word { text: "who".into(), place: node.place }, node: node.clone() };
        AskedEntry::read(&Node { place: node.place, value: Value::Struct(None, vec![who]) }, problems).map(ConsultedEntry)
    }
    fn expected() -> String {
        "a name, or (who: \"…\", about: […])".into()
    }
}
