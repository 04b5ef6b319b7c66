//! Who leads the incidents of each playbook.

use super::LeadLaw;
use super::entry::LeadEntry;
use crate::model::ids::PersonId;
use crate::model::names::{Names, sorted};
use crate::model::plan::{Person, Playbook};
use crate::model::playbook::entry::PlaybookEntry;
use crate::text::{Dict, Place, Problems};

/// Gives each playbook in which a major incident may be declared its lead: its own, or that of the scenario.
pub fn leads(
    usual: Option<&LeadEntry>,
    entries: &Dict<PlaybookEntry>,
    playbooks: &mut [Playbook],
    people: &[Person],
    names: &Names,
    problems: &mut Problems,
) {
    let shared = usual.and_then(|entry| law(entry, people, names, problems));
    let mut used = usual.is_none();
    for ((id, entry), playbook) in sorted(entries).into_iter().zip(playbooks) {
        let declares = entry.tasks.iter().any(|(_, task)| task.declares);
        match &entry.lead {
            Some(own) if !declares => never_declared(own.place, format!("no task of `{id}` declares a major incident"), problems),
            Some(own) => playbook.lead = law(own, people, names, problems),
            None if declares => {
                used = true;
                playbook.lead = shared.clone();
            }
            None => {}
        }
    }
    if let (Some(entry), false) = (usual, used) {
        never_declared(entry.place, "no playbook without a lead of its own declares a major incident".into(), problems);
    }
}

fn never_declared(place: Place, title: String, problems: &mut Problems) {
    let problem = problems.at(place, title, "nobody would ever lead");
    problem.help("write declares: true in the task at whose end somebody takes the lead");
}

fn law(entry: &LeadEntry, people: &[Person], names: &Names, problems: &mut Problems) -> Option<LeadLaw> {
    let before = problems.len();
    if entry.at_once == 0 {
        problems.at(entry.place, "a lead who runs no incident leads nobody", "`at_once` is at least 1");
    }
    if entry.without < 1.0 {
        let title = format!("work without a lead cannot take {} times as long", entry.without);
        problems.at(entry.place, title, "`without` is at least 1");
    }
    if let Some(updates) = entry.updates.as_ref().filter(|u| u.takes.0 >= u.every.0) {
        let title = format!("an update that takes {} cannot be given every {}", updates.takes.0, updates.every.0);
        problems.at(updates.place, title, "the lead would do nothing else").help("less often, or shorter");
    }
    if entry.by.is_empty() && entry.skill.is_none() {
        let problem = problems.at(entry.place, "it is not said who may lead", "neither `by` nor `skill` is there");
        problem.help("by: [\"incident-manager\"] names people or roles, skill: (\"leading\", Working) those who can");
    }
    if let Some((skill, _)) = &entry.skill {
        names.skilled(skill, problems);
    }
    let named = names.deciders(&entry.by, problems);
    if problems.len() > before {
        return None;
    }
    let able = able(entry, named, people);
    if able.is_empty() && names.whole {
        let (skill, level) = entry.skill.as_ref()?;
        let title = format!("nobody may lead: none of them has the skill `{skill}` ({level:?} or better)");
        problems.at(entry.place, title, "no incident would ever be led").help("give it to one of them, or ask for less");
        return None;
    }
    let updates = entry.updates.as_ref().map(|u| (u.every.0, u.takes.0));
    Some(LeadLaw { able, at_once: entry.at_once, updates, hand_over: entry.hand_over, without: entry.without })
}

/// Those named who have the skill, in the order of their names; with nobody named, all who have it, the least skill that suffices first.
fn able(entry: &LeadEntry, named: Vec<PersonId>, people: &[Person]) -> Vec<PersonId> {
    let level = |person: &PersonId| match &entry.skill {
        None => Some(None),
        Some((skill, least)) => {
            let has = people.get(person.at())?.skills.iter().find(|(known, _)| *known == skill.text);
            has.filter(|(_, level)| level >= least).map(|(_, level)| Some(*level))
        }
    };
    if !entry.by.is_empty() {
        return named.into_iter().filter(|p| level(p).is_some()).collect();
    }
    let mut all: Vec<_> = (0..people.len() as u32).map(PersonId).filter_map(|p| Some((level(&p)?, p))).collect();
    all.sort();
    all.into_iter().map(|(_, p)| p).collect()
}
