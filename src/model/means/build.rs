//! Means of response as the plan has them.

use super::entry::{ForEntry, MeansEntry};
use super::{For, Means};
use crate::model::fact::Capability;
use crate::model::ids::{GrantId, KnowledgeId, MeansId, SystemId};
use crate::model::knowledge::Runbooks;
use crate::model::names::{Names, sorted, twice};
use crate::model::plan::ItSystem;
use crate::text::{Dict, Id, Problems};

/// Builds the means, and enters with each system those that go down with it. What is out of band depends on nothing.
pub fn means(
    entries: &Dict<MeansEntry>,
    runbooks: &Runbooks,
    systems: &mut [ItSystem],
    names: &Names,
    problems: &mut Problems,
) -> Vec<Means> {
    let mut all = Vec::new();
    for (id, entry) in sorted(entries) {
        check(id, entry, names, problems);
        let is_for = is_for(&entry.is_for, runbooks, names, problems);
        for system in names.systems.find(&entry.system, problems).unwrap_or_default() {
            if entry.out_of_band {
                continue;
            }
            if let Some(state) = systems.get_mut(system as usize) {
                state.means.push(MeansId(all.len() as u32));
            }
            all.push(Means {
                id: id.text.clone(),
                system: SystemId(system),
                is_for: is_for.clone(),
                fallback: entry.fallback.map(|f| f.0),
            });
        }
    }
    all
}

fn is_for(entry: &ForEntry, runbooks: &Runbooks, names: &Names, problems: &mut Problems) -> For {
    match entry {
        ForEntry::Paging => For::Paging,
        ForEntry::RemoteAccess => For::RemoteAccess,
        ForEntry::Chat(times) => For::Chat(*times),
        ForEntry::Grants(ids) => {
            twice(ids, problems);
            ids.iter().for_each(|id| names.held(id, problems));
            For::Use(ids.iter().filter_map(|id| names.grants.number(id)).map(|g| Capability::Grant(GrantId(g))).collect())
        }
        ForEntry::Runbooks(ids) => {
            twice(ids, problems);
            ids.iter().for_each(|id| names.known(id, problems));
            For::Use(ids.iter().filter_map(|id| runbook(id, runbooks, names, problems)).collect())
        }
    }
}

/// Of what is written down the store holds the writing; anything else is known only from there.
fn runbook(id: &Id, runbooks: &Runbooks, names: &Names, problems: &mut Problems) -> Option<Capability> {
    let number = KnowledgeId(names.runbooks.number(id)?);
    if runbooks.is_said_not_to_be_written(number) {
        let problem = problems.at(id.place, format!("nothing of `{id}` is written down"), "it is stored nowhere");
        problem.help("add documented: true to it in `runbooks`, or take it out here");
    }
    Some(if runbooks.written(number).is_some() { Capability::Written(number) } else { Capability::Knowledge(number) })
}

fn check(id: &Id, entry: &MeansEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["means", id, field]);
    let has_way_round = matches!(entry.is_for, ForEntry::Paging | ForEntry::RemoteAccess);
    if entry.fallback.is_some() && !has_way_round {
        let problem = problems.at(place("fallback"), format!("there is no way round `{id}`"), "only Paging and RemoteAccess have one");
        problem.help("out_of_band: true says that it is there all the same");
    }
    match &entry.is_for {
        ForEntry::Chat(times) if !(1.0..=1e3).contains(times) || *times == 1.0 => {
            problems.at(place("is_for"), "without it work would go as fast as with it", "more than 1").help("Chat(1.3)");
        }
        ForEntry::Grants(ids) | ForEntry::Runbooks(ids) if ids.is_empty() => {
            problems.at(place("is_for"), format!("nothing depends on `{id}`"), "at least one is needed");
        }
        _ => {}
    }
}
