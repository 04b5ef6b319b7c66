//! Systems as the plan has them, with what needs them, how they fail and who notices.

use super::entry::{SystemEntry, UsersEntry};
use crate::model::ids::{GrantId, KindId, PolicyId, SystemId, TeamId};
use crate::model::names::cycle::{cycles, in_words};
use crate::model::names::{Names, sorted, twice};
use crate::model::penalty;
use crate::model::plan::{ItSystem, Users};
use crate::model::recovery::{self, Capacity};
use crate::model::roster::Hours;
use crate::text::{Dict, Id, Node, Problems};

/// Enters systems into the names.
pub fn enter(names: &mut Names, systems: &Dict<SystemEntry>, root: &Node, problems: &mut Problems) {
    names.systems.fill(systems.iter().map(|(id, s)| (id, s.count)), root, problems);
}

/// Gives the hours of a roster, or reports why it cannot.
pub type HoursOf<'h> = dyn FnMut(&Id, &mut Problems) -> Option<Hours> + 'h;

/// Builds the systems.
pub fn systems(entries: &Dict<SystemEntry>, hours_of: &mut HoursOf, names: &Names, problems: &mut Problems) -> Vec<ItSystem> {
    let mut all: Vec<ItSystem> = Vec::with_capacity(names.systems.len());
    let mut members = names.systems.each();
    for (id, entry) in sorted(entries) {
        check(id, entry, names, problems);
        let pattern = pattern(id, entry, hours_of, names, problems);
        let many = names.systems.range(id).map_or(0, |r| r.len());
        for member in members.by_ref().take(many) {
            let name = member.name(entry.name.as_ref());
            all.push(ItSystem { id: member.id(), name, luck: member.luck(), ..pattern.clone() });
        }
    }
    report_cycles(entries, problems);
    for index in 0..all.len() {
        for need in all[index].needs.clone() {
            all[need.at()].needed_by.push(SystemId(index as u32));
        }
    }
    all
}

fn pattern(id: &Id, entry: &SystemEntry, hours_of: &mut HoursOf, names: &Names, problems: &mut Problems) -> ItSystem {
    let grant = |id: &Id| names.grants.number(id).map(GrantId);
    let fails = entry.fails.as_ref().and_then(|f| {
        let kind = names.kinds.find(&f.incident, problems)?;
        Some((f.every.clone(), KindId(kind)))
    });
    twice(&entry.exposes, problems);
    let mut exposes: Vec<GrantId> = entry.exposes.iter().filter_map(grant).collect();
    exposes.sort_unstable();
    exposes.dedup();
    ItSystem {
        id: String::new(),
        name: String::new(),
        luck: 0,
        tier: entry.tier,
        rto: entry.rto.map(|p| p.0),
        rpo: entry.rpo.map(|p| p.0),
        mtpd: entry.mtpd.map(|p| p.0),
        cost_business_hour: entry.downtime_cost.as_ref().map_or(0.0, |c| c.business_hour.0),
        cost_other_hour: entry.downtime_cost.as_ref().map_or(0.0, |c| c.other.0),
        penalty: entry.penalty.as_ref().map(|penalty| penalty::build::broken(id, penalty, entry, names, problems)),
        needs: names.systems.find_all(&entry.needs, problems).into_iter().map(SystemId).collect(),
        needed_by: Vec::new(),
        grant: entry.grant.as_ref().and_then(grant),
        segment: entry.segment.as_ref().map(|s| s.text.clone()),
        exposes,
        backup: entry.backup.as_ref().map(|b| recovery::build::backup(b, names, problems)),
        capacity: entry.capacity.as_ref().map(|c| Capacity { minimum: c.minimum.0, full_after: c.full_after.clone() }),
        catch_up: entry.catch_up.map(|c| c.0.hours_f64()),
        restart: entry.restart.clone(),
        fails,
        means: Vec::new(),
        users: entry.users.as_ref().and_then(|u| users(id, u, hours_of, names, problems)),
    }
}

fn users(id: &Id, entry: &UsersEntry, hours_of: &mut HoursOf, names: &Names, problems: &mut Problems) -> Option<Users> {
    let team = entry.team.as_ref().and_then(|t| names.teams.find(t, problems)).map(TeamId);
    let pages = entry.pages.as_ref().and_then(|p| names.policies.find(p, problems)).map(PolicyId);
    if entry.team.is_none() && entry.pages.is_none() {
        let place = names.place(&["systems", id, "users"]);
        let problem = problems.at(place, format!("the users of `{id}` have nobody to call"), "a `team` or `pages` is missing");
        problem.help("team: \"…\" names whose queue the call reaches, pages: \"…\" the escalation policy it starts");
    }
    let hours = hours_of(&entry.hours, problems)?;
    Some(Users { hours, notice: entry.notice.clone(), call: entry.call.0, team, pages })
}

fn check(id: &Id, entry: &SystemEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["systems", id, field]);
    if entry.tier == 0 {
        problems.at(place("tier"), "there is no tier 0", "tiers count from 1, which is restored first");
    }
    if let Some(works) = entry.improvise_works {
        if works.0 <= 0.0 {
            let problem = problems.at(place("improvise_works"), "a restore that never works would be tried for ever", "more than 0");
            problem.help("take `improvise` out");
        } else if entry.improvise.is_none() {
            problems.at(
                place("improvise_works"),
                format!("nobody improvises the restore of `{id}`"),
                "this has no effect without `improvise`",
            );
        }
    }
    if let Some(times) = entry.improvise {
        if times < 1.0 {
            problems.at(place("improvise"), "who lacks the knowledge is not faster than who has it", "1 or more");
        }
        if entry.runbook.is_none() {
            let problem = problems.at(place("improvise"), "there is no knowledge to do without", "this has no effect without `runbook`");
            problem.help("add runbook: \"…\", or take `improvise` out");
        }
    }
    if entry.fails.as_ref().is_some_and(|f| f.every.mean() <= 0.0) {
        problems.at(
            names.place(&["systems", id, "fails", "every"]),
            format!("`{id}` would fail for ever in no time at all"),
            "more than 0 is needed",
        );
    }
    if let Some(backup) = &entry.backup {
        recovery::build::check(id, backup, names, problems);
    }
    if entry.capacity.as_ref().is_some_and(|c| c.minimum.0 <= 0.0 || c.minimum.0 >= 1.0) {
        let place = names.place(&["systems", id, "capacity", "minimum"]);
        let problem = problems.at(place, "this is no minimum to come back with", "more than 0 and less than 1");
        problem.help("a system that is back with all of its capacity needs no `capacity`");
    }
    check_known(entry, names, problems);
}

/// What a restore takes must be there at all, and what an attacker finds must open something.
fn check_known(entry: &SystemEntry, names: &Names, problems: &mut Problems) {
    if let Some(grant) = &entry.grant {
        names.held(grant, problems);
    }
    if let Some((skill, _)) = &entry.skill {
        names.skilled(skill, problems);
    }
    if let Some(runbook) = entry.runbook.as_ref().filter(|_| entry.improvise.is_none()) {
        names.known(runbook, problems);
    }
    for grant in &entry.exposes {
        names.opens(grant, problems);
    }
    if let Some(grant) = entry.backup.as_ref().and_then(|b| b.reached_by.as_ref()) {
        names.in_use(grant, problems);
    }
}

fn report_cycles(entries: &Dict<SystemEntry>, problems: &mut Problems) {
    let entries = sorted(entries);
    let at = |id: &str| entries.binary_search_by(|(known, _)| known.text.as_str().cmp(id)).ok().map(|at| at as u32);
    // One of a count stands for all of it here: alike systems need the same.
    let number = |id: &Id| at(id).or_else(|| id.rsplit_once('-').and_then(|(base, _)| at(base)));
    let next: Vec<Vec<u32>> = entries.iter().map(|(_, e)| e.needs.iter().filter_map(number).collect()).collect();
    for cycle in cycles(&next) {
        let (id, entry) = entries[cycle[0] as usize];
        let to = cycle.get(1).unwrap_or(&cycle[0]);
        let place = entry.needs.iter().find(|n| number(n) == Some(*to)).map_or(id.place, |n| n.place);
        let words = in_words(&cycle, |i| entries[i as usize].0.as_ref());
        let problem = problems.at(place, format!("these systems need each other: {words}"), format!("`{id}` would wait for itself"));
        problem.help("no restore could be the first; take one of these needs out");
    }
}
