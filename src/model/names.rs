//! The names of a scenario and the numbers behind them: every reference from one entry to another goes through here,
//! so that an unknown name is reported once, where it is written, beside the nearest known one.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::{Dict, Id, Node, Place, Problems, nearest};

pub mod cycle;
mod members;
pub mod uses;
pub mod who;

pub use members::{Member, Members};
use uses::Grants;
use who::Roles;

/// Hints are looked for only for as many mistakes as are ever shown.
const HINTS: usize = 60;
/// More known names than this are not listed.
const LISTED: usize = 8;
/// All names.
#[derive(Debug)]
pub struct Names<'a> {
    root: &'a Node,
    /// False when some entry could not be read: then nothing is said about what is missing.
    pub whole: bool,
    /// Employers.
    pub employers: Table,
    /// Teams.
    pub teams: Table,
    /// Rosters and rotas.
    pub rosters: Table,
    /// On-call rotas alone.
    pub rotas: Table,
    /// People.
    pub people: Members,
    /// Roles and who has them.
    pub roles: Roles,
    /// Systems.
    pub systems: Members,
    /// All grants, whatever they are named for.
    pub grants: Table,
    /// Grants by what they are for.
    pub uses: Grants,
    /// Skills that somebody has.
    pub skills: Table,
    /// What somebody knows, or can follow since it is written down.
    pub knowledge: Table,
    /// All knowledge, whether somebody has it or something takes it.
    pub runbooks: Table,
    /// Services with responsible teams.
    pub services: Table,
    /// Restore lanes.
    pub lanes: Table,
    /// Decision rights.
    pub decisions: Table,
    /// Escalation policies.
    pub policies: Table,
    /// Playbooks.
    pub playbooks: Table,
    /// Notices.
    pub notices: Table,
    /// Holidays.
    pub holidays: Table,
    /// Where vulnerability findings come from.
    pub vulnerabilities: Table,
    /// Attacks.
    pub attacks: Table,
    /// Third parties who are brought in.
    pub vendors: Table,
    /// Stages of attacks.
    pub stages: Table,
    /// Incidents.
    pub kinds: Table,
    /// Changes.
    pub changes: Table,
    /// Injects.
    pub injects: Table,
    /// Sources of telemetry.
    pub sensors: Table,
}

impl<'a> Names<'a> {
    /// No names yet, for a scenario of which this is the tree.
    pub fn new(root: &'a Node) -> Names<'a> {
        Names {
            root,
            whole: true,
            employers: Table::new("employer", "`employers`"),
            teams: Table::new("team", "`teams`"),
            rosters: Table::new("roster", "`rosters`"),
            rotas: Table::new("on-call rota", "`rosters`"),
            people: Members::new("person", "people", "`people`"),
            roles: Roles::default(),
            systems: Members::new("system", "systems", "`systems`"),
            grants: Table::new("grant", "the grants of this scenario"),
            uses: Grants::default(),
            skills: Table::new("skill", "the skills that anybody has"),
            knowledge: Table::new("knowledge", "what anybody knows"),
            runbooks: Table::new("knowledge", "the knowledge of this scenario"),
            services: Table::new("service", "`responsibilities`"),
            lanes: Table::new("restore lane", "`restore_lanes`"),
            decisions: Table::new("decision", "`decisions`"),
            policies: Table::new("escalation policy", "`escalation`"),
            playbooks: Table::new("playbook", "`playbooks`"),
            notices: Table::new("notice", "`notices`"),
            holidays: Table::new("set of holidays", "`holidays`"),
            vulnerabilities: Table::new("source of findings", "`vulnerabilities`"),
            attacks: Table::new("attack", "`attacks`"),
            vendors: Table::new("vendor", "`vendors`"),
            stages: Table::new("attack stage", "the stages of any attack"),
            kinds: Table::new("incident", "`incidents`"),
            changes: Table::new("change", "`changes`"),
            injects: Table::new("inject", "`injects`"),
            sensors: Table::new("source of telemetry", "`telemetry`"),
        }
    }

    /// Where the value at a path is written; where a part of the path is not, the place of what holds it.
    pub fn place(&self, path: &[&str]) -> Place {
        let mut node = self.root;
        let mut place = node.place.head();
        for step in path {
            let fields = node.fields().unwrap_or(&[]);
            let Some(field) = fields.iter().find(|f| f.name.text == *step) else { return place };
            node = &field.node;
            place = field.name.place;
        }
        match node.fields() {
            Some(_) => place,
            None => node.place,
        }
    }
}

/// Entries in the order of their names, which is the order of their numbers.
pub fn sorted<T>(entries: &Dict<T>) -> Vec<&(Id, T)> {
    let mut all: Vec<&(Id, T)> = entries.iter().collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

/// Reports a name that means nothing, with the nearest one that does.
pub fn unknown<'n>(id: &Id, what: &str, of: &str, known: impl Iterator<Item = &'n str>, problems: &mut Problems) {
    let hint = (problems.len() < HINTS).then(|| hint(id, known)).flatten();
    let problem = problems.at(id.place, format!("there is no {what} `{id}`"), format!("not among {of}"));
    if let Some(hint) = hint {
        problem.help(hint);
    }
}

fn hint<'n>(id: &str, known: impl Iterator<Item = &'n str>) -> Option<String> {
    let known: Vec<&str> = known.collect();
    if let Some(near) = nearest(id, known.iter().copied()) {
        return Some(format!("did you mean `{near}`?"));
    }
    let known: BTreeSet<&str> = known.into_iter().collect();
    match known.len() {
        0 => Some("there are none at all".into()),
        1..=LISTED => Some(format!("there is `{}`", known.into_iter().collect::<Vec<_>>().join("`, `"))),
        _ => None,
    }
}

/// The nearest known name, while there are not too many mistakes to look.
fn near<'n>(id: &str, known: impl Iterator<Item = &'n str>, problems: &Problems) -> Option<&'n str> {
    (problems.len() < HINTS).then(|| nearest(id, known)).flatten()
}

/// Reports whoever is named twice in one list.
pub fn twice(ids: &[Id], problems: &mut Problems) {
    let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
    for id in ids {
        match seen.get(id.text.as_str()) {
            Some(&first) => {
                problems.at(id.place, format!("`{id}` is named twice"), "once is enough").also(first, "first named here");
            }
            None => {
                seen.insert(&id.text, id.place);
            }
        }
    }
}

/// The names of one section, in order.
#[derive(Clone, Debug)]
pub struct Table {
    what: &'static str,
    of: &'static str,
    ids: Vec<(String, Place)>,
    broken: BTreeSet<String>,
}

impl Table {
    /// An empty table.
    fn new(what: &'static str, of: &'static str) -> Table {
        Table { what, of, ids: Vec::new(), broken: BTreeSet::new() }
    }
    /// Fills the table; of a name given more than once the first place counts.
    pub fn fill<'i>(&mut self, ids: impl IntoIterator<Item = &'i Id>) {
        self.ids = ids.into_iter().map(|id| (id.text.clone(), id.place)).collect();
        self.ids.sort();
        self.ids.dedup_by(|a, b| a.0 == b.0);
    }
    /// Remembers names whose entries could not be read: they are known, but stand for nothing. The name "" is that of all of them.
    pub fn broken(&mut self, ids: impl IntoIterator<Item = String>) {
        self.broken.extend(ids);
    }
    /// Some entry could not be read.
    pub fn has_broken(&self) -> bool {
        !self.broken.is_empty()
    }
    /// The number of a name.
    pub fn number(&self, id: &str) -> Option<u32> {
        self.ids.binary_search_by(|(known, _)| known.as_str().cmp(id)).ok().map(|at| at as u32)
    }
    /// The number of a name; reports it when there is none.
    pub fn find(&self, id: &Id, problems: &mut Problems) -> Option<u32> {
        let found = self.number(id);
        if found.is_none() && !self.broken.contains(id.as_ref()) && !self.broken.contains("") {
            unknown(id, self.what, self.of, self.names(), problems);
        }
        found
    }
    /// The numbers of a list of names; reports unknown ones and those named twice.
    pub fn find_all(&self, ids: &[Id], problems: &mut Problems) -> Vec<u32> {
        twice(ids, problems);
        ids.iter().filter_map(|id| self.find(id, problems)).collect()
    }
    /// Where a name is given.
    pub fn place_of(&self, id: &str) -> Option<Place> {
        self.number(id).map(|at| self.ids[at as usize].1)
    }
    /// All names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.ids.iter().map(|(id, _)| id.as_str())
    }
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }
    /// There are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }
}
