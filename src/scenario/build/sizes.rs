//! A scenario that would not fit into memory is refused before it is compiled.

use crate::model::names::Names;
use crate::scenario::entry::ScenarioEntry;
use crate::text::Problems;

/// The most pairs of a system and something that names systems, and of a person and something that names people.
const MOST_PAIRS: usize = 50_000_000;

/// The most pairs of a person and a grant that they may ask for.
const MOST_MATTERS: usize = 100_000;

/// The most triples of telemetry, incident and system.
const MOST_LOOKS: usize = 2_000_000_000;

/// Whether the scenario can be compiled; reports it when it cannot.
pub fn bearable(entry: &ScenarioEntry, names: &Names, problems: &mut Problems) -> bool {
    let tasks: usize = entry.playbooks.iter().map(|(_, p)| p.tasks.len() + p.notices.len()).sum::<usize>() + 5 * entry.changes.len();
    let on_systems =
        entry.telemetry.len() + tasks + entry.attacks.len() + entry.playbooks.len() + entry.incidents.len() + entry.vulnerabilities.len();
    let permissions: usize = entry.decisions.iter().map(|(_, d)| d.pre_authorised.len()).sum();
    let callers: usize = entry.decisions.iter().map(|(_, d)| d.held_by.len() + d.delegates.len()).sum();
    let pages: usize = entry.escalation.iter().flat_map(|(_, p)| &p.steps).map(|s| s.page.0.len()).sum();
    let parties: usize = entry.responsibilities.iter().map(|(_, r)| r.accountable.0.len() + r.consulted.len() + r.informed.len()).sum();
    let at_the_table = entry.exercise.as_ref().map_or(0, |exercise| {
        let named: usize = exercise.expectations.iter().map(|(_, e)| e.what.len()).sum();
        let cards: usize = exercise.cards.iter().map(|(_, card)| card.to.as_ref().map_or(0, |to| to.len())).sum();
        named + cards + exercise.seats.len()
    });
    let on_people = tasks + permissions + callers + pages + parties + at_the_table;
    let mut bearable = true;
    let looks = entry.telemetry.len().saturating_mul(entry.incidents.len()).saturating_mul(names.systems.len());
    if looks > MOST_LOOKS {
        let title = format!("this scenario is too large: {looks} ways in which telemetry could see incidents on systems");
        problems.at(names.place(&["telemetry"]), title, format!("at most {MOST_LOOKS}")).help("take out what takes no part");
        bearable = false;
    }
    for (what, things, section, many) in
        [("systems", names.systems.len(), "systems", on_systems), ("people", names.people.len(), "people", on_people)]
    {
        if things.saturating_mul(many) > MOST_PAIRS {
            let title = format!("this scenario is too large: {things} {what}, and {many} entries that speak of {what}");
            problems.at(names.place(&[section]), title, format!("at most {MOST_PAIRS} pairs of them")).help("take out what takes no part");
            bearable = false;
        }
    }
    let lacking = names.people.len().saturating_mul(entry.grants.len());
    if lacking > MOST_MATTERS {
        let title = format!("this scenario is too large: {lacking} pairs of somebody and a grant that they may ask for");
        problems.at(names.place(&["grants"]), title, format!("at most {MOST_MATTERS}")).help("take out what takes no part");
        bearable = false;
    }
    bearable
}
