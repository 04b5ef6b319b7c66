//! Enters all names of a scenario, so that every part can refer to every other.

use super::salvage::Salvaged;
use crate::model::names::Names;
use crate::model::roster::entry::RosterEntry;
use crate::model::{estate, incident, organisation, people};
use crate::scenario::entry::ScenarioEntry;
use crate::text::{Id, Node, Problems};

/// All names.
pub fn names<'r>(root: &'r Node, salvaged: &Salvaged, problems: &mut Problems) -> Names<'r> {
    let entry = &salvaged.entry;
    let mut names = Names::new(root);
    names.whole = salvaged.whole;
    organisation::build::enter(&mut names, &entry.employers, &entry.teams, &entry.responsibilities);
    names.rosters.fill(entry.rosters.ids());
    names.rotas.fill(entry.rosters.iter().filter(|(_, roster)| is_rota(roster)).map(|(id, _)| id));
    people::build::enter(&mut names, &entry.people, root, problems);
    estate::build::enter(&mut names, &entry.systems, root, problems);
    incident::build::enter(&mut names, &entry.attacks, &entry.incidents);
    names.lanes.fill(entry.restore_lanes.ids());
    names.decisions.fill(entry.decisions.ids());
    names.policies.fill(entry.escalation.ids());
    names.vendors.fill(entry.vendors.ids());
    names.playbooks.fill(entry.playbooks.ids());
    names.notices.fill(entry.notices.ids());
    names.holidays.fill(entry.holidays.ids());
    names.vulnerabilities.fill(entry.vulnerabilities.ids());
    names.changes.fill(entry.changes.ids());
    names.injects.fill(entry.injects.ids());
    names.sensors.fill(entry.telemetry.ids());
    grants(&mut names, entry);
    runbooks(&mut names, entry);
    broken(&mut names, salvaged);
    names
}

/// An on-call rota, in whatever time zone.
pub fn is_rota(roster: &RosterEntry) -> bool {
    let mut inner = roster;
    while let RosterEntry::Zoned(_, roster) = inner {
        inner = roster;
    }
    matches!(inner, RosterEntry::OnCall { .. })
}

/// Grants have no section of their own: they are what anything in the file calls a grant.
fn grants(names: &mut Names, entry: &ScenarioEntry) {
    let held: Vec<&Id> = entry.people.iter().flat_map(|(_, p)| &p.grants).collect();
    let on_systems: Vec<&Id> = entry.systems.iter().filter_map(|(_, s)| s.grant.as_ref()).collect();
    let tasks = entry.playbooks.iter().flat_map(|(_, p)| p.tasks.iter());
    let on_notices = entry.notices.iter().filter_map(|(_, n)| n.grant.as_ref());
    let on_changes = entry.changes.iter().flat_map(|(_, c)| c.grant.iter().chain(c.rollback.as_ref().and_then(|r| r.grant.as_ref())));
    let on_tasks: Vec<&Id> = tasks.filter_map(|(_, t)| t.grant.as_ref()).chain(on_notices).chain(on_changes).collect();
    let on_copies: Vec<&Id> = entry.systems.iter().filter_map(|(_, s)| s.backup.as_ref()?.reached_by.as_ref()).collect();
    let found = entry.systems.iter().flat_map(|(_, s)| &s.exposes);
    let stolen = entry.attacks.iter().flat_map(|(_, a)| a.stages.iter().flat_map(|s| &s.steals));
    let lost: Vec<&Id> = found.chain(stolen).collect();
    let both = |a: &[&Id], b: &[&Id]| -> Vec<Id> { a.iter().chain(b).map(|id| (*id).clone()).collect() };
    let opening = both(&both_refs(&held, &on_systems), &both_refs(&on_tasks, &on_copies));
    let had = both(&both_refs(&held, &on_systems), &both_refs(&on_tasks, &lost));
    let had_by_asking = entry.grants.iter().filter(|(_, g)| g.request.is_some() || g.break_glass.is_some()).map(|(id, _)| id);
    names.uses.held.fill(held.iter().copied().chain(had_by_asking));
    names.uses.opening.fill(&opening);
    names.uses.had.fill(&had);
    names.grants.fill(opening.iter().chain(&had));
}

/// Knowledge is what anything in the file calls so; `runbooks` says more of some of it.
fn runbooks(names: &mut Names, entry: &ScenarioEntry) {
    let known = entry.people.iter().flat_map(|(_, p)| &p.knows);
    let of_systems = entry.systems.iter().filter_map(|(_, s)| s.runbook.as_ref());
    let of_tasks = entry.playbooks.iter().flat_map(|(_, p)| p.tasks.iter()).filter_map(|(_, t)| t.knows.as_ref());
    let of_changes = entry.changes.iter().filter_map(|(_, c)| c.knows.as_ref());
    let of_notices = entry.notices.iter().filter_map(|(_, n)| n.knows.as_ref());
    names.runbooks.fill(known.clone().chain(of_systems).chain(of_tasks).chain(of_changes).chain(of_notices));
    let written = entry.runbooks.iter().filter(|(_, r)| r.documented == Some(true)).map(|(id, _)| id);
    names.knowledge.fill(known.chain(written));
}

fn both_refs<'i>(a: &[&'i Id], b: &[&'i Id]) -> Vec<&'i Id> {
    a.iter().chain(b).copied().collect()
}

/// Names whose entries could not be read are known all the same.
fn broken(names: &mut Names, salvaged: &Salvaged) {
    let of = |section: &str| salvaged.broken.get(section).cloned().unwrap_or_default();
    names.employers.broken(of("employers"));
    names.teams.broken(of("teams"));
    names.rosters.broken(of("rosters"));
    names.people.broken(of("people"));
    names.systems.broken(of("systems"));
    names.services.broken(of("responsibilities"));
    names.lanes.broken(of("restore_lanes"));
    names.decisions.broken(of("decisions"));
    names.policies.broken(of("escalation"));
    names.vendors.broken(of("vendors"));
    names.playbooks.broken(of("playbooks"));
    names.notices.broken(of("notices"));
    names.holidays.broken(of("holidays"));
    names.vulnerabilities.broken(of("vulnerabilities"));
    names.attacks.broken(of("attacks"));
    names.kinds.broken(of("incidents"));
    names.changes.broken(of("changes"));
    names.injects.broken(of("injects"));
    names.sensors.broken(of("telemetry"));
    if salvaged.broken.contains_key("attacks") {
        names.stages.broken([String::new()]);
    }
}
