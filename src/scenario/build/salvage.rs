//! Reads a scenario even when some entries of it cannot be read, so that mistakes in the others are found at the same time.

use std::collections::BTreeMap;

use crate::model::absence::entry::AbsenceEntry;
use crate::model::access::entry::GrantEntry;
use crate::model::authority::entry::DecisionEntry;
use crate::model::business_calendar::entry::PeriodEntry;
use crate::model::change::entry::ChangeEntry;
use crate::model::demand::entry::{DemandEntry, ProjectEntry};
use crate::model::escalation::entry::PolicyEntry;
use crate::model::estate::entry::SystemEntry;
use crate::model::exercise::entry::ExerciseEntry;
use crate::model::exposure::entry::VulnerabilitiesEntry;
use crate::model::hand_offs::entry::HandOffsEntry;
use crate::model::incident::entry::{AttackEntry, IncidentEntry};
use crate::model::inject::entry::InjectEntry;
use crate::model::knowledge::entry::RunbookEntry;
use crate::model::lead::entry::LeadEntry;
use crate::model::means::entry::MeansEntry;
use crate::model::notice::entry::NoticeEntry;
use crate::model::organisation::entry::{EmployerEntry, LimitsEntry, RestEntry, TeamEntry, WorkEntry};
use crate::model::people::entry::{PersonEntry, ReachEntry};
use crate::model::playbook::entry::PlaybookEntry;
use crate::model::quantity::{Moment, Positive, Span};
use crate::model::recovery::entry::LaneEntry;
use crate::model::responsibility::entry::ResponsibilityEntry;
use crate::model::roster::entry::{HolidayEntry, OverrideEntry, RosterEntry, ShiftEntry};
use crate::model::telemetry::entry::TelemetryEntry;
use crate::model::transition::entry::TransitionEntry;
use crate::model::vendor::entry::VendorEntry;
use crate::scenario::entry::{ScenarioEntry, TargetEntry};
use crate::text::{Field, Id, Node, Problems, Read, Value, Word, bare, read};

/// A scenario as far as it could be read.
#[derive(Debug)]
pub struct Salvaged {
    /// What could be read.
    pub entry: ScenarioEntry,
    /// By section, the names of entries that could not; "" when it was the whole section.
    pub broken: BTreeMap<&'static str, Vec<String>>,
    /// Everything could be read.
    pub whole: bool,
    /// Time zone and times could be read.
    pub times_known: bool,
}

/// A field and how to tell whether it can be read.
type Check = (&'static str, fn(&Node) -> bool);

const SECTIONS: &[Check] = &[
    ("employers", reads::<EmployerEntry>),
    ("vendors", reads::<VendorEntry>),
    ("teams", reads::<TeamEntry>),
    ("rosters", reads::<RosterEntry>),
    ("holidays", reads::<HolidayEntry>),
    ("overrides", reads::<OverrideEntry>),
    ("calendar", reads::<PeriodEntry>),
    ("people", reads::<PersonEntry>),
    ("systems", reads::<SystemEntry>),
    ("runbooks", reads::<RunbookEntry>),
    ("means", reads::<MeansEntry>),
    ("restore_lanes", reads::<LaneEntry>),
    ("telemetry", reads::<TelemetryEntry>),
    ("grants", reads::<GrantEntry>),
    ("decisions", reads::<DecisionEntry>),
    ("responsibilities", reads::<ResponsibilityEntry>),
    ("escalation", reads::<PolicyEntry>),
    ("playbooks", reads::<PlaybookEntry>),
    ("notices", reads::<NoticeEntry>),
    ("attacks", reads::<AttackEntry>),
    ("incidents", reads::<IncidentEntry>),
    ("changes", reads::<ChangeEntry>),
    ("injects", reads::<InjectEntry>),
    ("demand", reads::<DemandEntry>),
    ("projects", reads::<ProjectEntry>),
    ("vulnerabilities", reads::<VulnerabilitiesEntry>),
    ("targets", reads::<TargetEntry>),
];
const SINGLES: &[Check] = &[
    ("name", reads::<String>),
    ("about", reads::<String>),
    ("time_zone", reads::<String>),
    ("starts", reads::<Moment>),
    ("warm_up", reads::<Span>),
    ("runs_for", reads::<Positive>),
    ("horizon", reads::<Positive>),
    ("business_hours", reads::<Option<Vec<ShiftEntry>>>),
    ("transition", reads::<Option<TransitionEntry>>),
    ("limits", reads::<Option<LimitsEntry>>),
    ("rest", reads::<Option<RestEntry>>),
    ("work", reads::<Option<WorkEntry>>),
    ("lead", reads::<Option<LeadEntry>>),
    ("hand_offs", reads::<Option<HandOffsEntry>>),
    ("reach", reads::<Option<ReachEntry>>),
    ("absence", reads::<Option<AbsenceEntry>>),
    ("exercise", reads::<Option<ExerciseEntry>>),
];
/// What stands in for required fields that cannot be read.
const STAND_INS: [(&str, &str); 4] = [("name", ""), ("time_zone", "UTC"), ("starts", "2026-01-05T00:00"), ("runs_for", "1d")];

/// Whether a node can be read as a type.
fn reads<T: Read>(node: &Node) -> bool {
    read::<T>(node, &mut Problems::new()).is_some()
}

/// Reads a scenario; what cannot be read is reported and left out.
pub fn read_scenario(root: &Node, problems: &mut Problems) -> Option<Salvaged> {
    if let Some(entry) = read::<ScenarioEntry>(root, problems) {
        return Some(Salvaged { entry, broken: BTreeMap::new(), whole: true, times_known: true });
    }
    let Value::Struct(None, fields) = &root.value else { return None };
    let mut broken = BTreeMap::new();
    let mut kept: Vec<Field> = Vec::new();
    for field in fields {
        if let Some((name, check)) = SECTIONS.iter().find(|(name, _)| *name == field.name.text) {
            kept.extend(section(field, name, *check, &mut broken));
        } else if SINGLES.iter().any(|(name, check)| *name == field.name.text && check(bare(&field.node))) {
            kept.push(field.clone());
        }
    }
    let mut times_known = true;
    for (name, text) in STAND_INS {
        if !kept.iter().any(|f| f.name.text == name) {
            times_known &= name == "name";
            kept.push(stand_in(name, text, root));
        }
    }
    let readable = ["warm_up", "horizon"].iter().all(|name| root.field(name).is_none() || kept.iter().any(|f| f.name.text == *name));
    let pruned = Node { place: root.place, value: Value::Struct(None, kept) };
    let entry = read::<ScenarioEntry>(&pruned, &mut Problems::new())?;
    Some(Salvaged { entry, broken, whole: false, times_known: times_known && readable })
}

/// A section without the entries that cannot be read.
fn section(field: &Field, name: &'static str, check: fn(&Node) -> bool, broken: &mut BTreeMap<&'static str, Vec<String>>) -> Option<Field> {
    let Value::Map(entries) = &bare(&field.node).value else {
        broken.insert(name, vec![String::new()]);
        return None;
    };
    let named = |f: &Field| Id::checked(&f.name.text, f.name.place, &mut Problems::new()).is_some();
    let (good, bad): (Vec<&Field>, Vec<&Field>) = entries.iter().partition(|f| named(f) && check(&f.node));
    if !bad.is_empty() {
        broken.insert(name, bad.iter().map(|f| f.name.text.clone()).collect());
    }
    let value = Value::Map(good.into_iter().cloned().collect());
    Some(Field { name: field.name.clone(), node: Node { place: field.node.place, value } })
}

fn stand_in(name: &str, text: &str, root: &Node) -> Field {
    let place = root.place.head();
    Field { name: Word { text: name.into(), place }, node: Node { place, value: Value::Text(text.into()) } }
}
