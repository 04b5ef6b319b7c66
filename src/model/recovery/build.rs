//! Copies as the plan has them.

use super::entry::{BackupEntry, CopyTime, CutEntry, IfFails, LaneEntry, VaultEntry};
use super::{Backup, Copies, Cut, Lane, Vault};
use crate::engine::time::{Instant, Span};
use crate::model::estate::entry::SystemEntry;
use crate::model::ids::{GrantId, LaneId, SystemId};
use crate::model::names::{Names, sorted};
use crate::model::plan::ItSystem;
use crate::model::playbook::entry::{Effort, PlaybookEntry};
use crate::model::quantity::Positive;
use crate::model::roster::Zone;
use crate::text::{Dict, Id, Place, Problems};

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// Copies that cannot be changed are out of an attacker's reach. When they are made is settled by [`settle`].
pub fn backup(entry: &BackupEntry, names: &Names, problems: &mut Problems) -> Backup {
    let reached_by = entry.reached_by.as_ref().filter(|_| !entry.immutable);
    Backup {
        restore: entry.restore.clone(),
        verify: entry.verify.clone(),
        works: entry.works.0,
        tested: entry.last_tested.is_some(),
        test_to_come: false,
        tested_lately: false,
        untested_fails: entry.untested_fails,
        copies: copies(entry.every, entry.at, entry.keep),
        older: entry.if_fails == IfFails::OlderCopy,
        reached_by: reached_by.and_then(|g| names.grants.number(g)).map(GrantId),
        lost: entry.lost.0,
        lane: lane(entry.lane.as_ref(), names, problems),
        vault: entry.vault.as_ref().map(|v| Vault {
            restore: v.restore.clone(),
            works: v.works.0,
            copies: copies(v.every, v.at, v.keep),
            lane: lane(v.lane.as_ref(), names, problems),
        }),
    }
}

fn lane(id: Option<&Id>, names: &Names, problems: &mut Problems) -> Option<LaneId> {
    id.and_then(|id| names.lanes.find(id, problems)).map(LaneId)
}

/// Builds the lanes; reports those that nothing is restored through.
pub fn lanes(entries: &Dict<LaneEntry>, systems: &Dict<SystemEntry>, names: &Names, problems: &mut Problems) -> Vec<Lane> {
    let backups = || systems.iter().filter_map(|(_, s)| s.backup.as_ref());
    let used = |id: &Id| {
        backups().any(|b| {
            let vault = b.vault.as_ref().and_then(|v| v.lane.as_ref());
            b.lane.iter().chain(vault).any(|lane| lane.text == id.text)
        })
    };
    let mut all = Vec::new();
    for (id, entry) in sorted(entries) {
        if entry.at_once == 0 {
            problems.at(names.place(&["restore_lanes", id, "at_once"]), "nothing could ever be restored through this lane", "at least 1");
        } else if names.whole && !used(id) {
            let problem = problems.at(id.place, format!("nothing is restored through the lane `{id}`"), "this has no effect");
            problem.help(format!("add lane: \"{id}\" to the `backup` of systems, or to its `vault`"));
        }
        all.push(Lane { id: id.text.clone(), at_once: entry.at_once });
    }
    all
}

/// What a task isolates or reconnects. `own` is what `true` stands for where the task is done once.
pub fn cut(entry: Option<&CutEntry>, names: &Names, problems: &mut Problems, own: Cut) -> Option<Cut> {
    Some(match entry? {
        CutEntry::Own => own,
        CutEntry::These(ids) => Cut::These(names.systems.find_all(ids, problems).into_iter().map(SystemId).collect()),
    })
}

fn copies(every: Option<Positive>, at: Option<CopyTime>, keep: Option<Positive>) -> Option<Copies> {
    let at = at.unwrap_or(CopyTime { weekday: None, minutes: 0 });
    every.map(|every| Copies { every: every.0, keep: keep.map(|k| k.0), at, anchor: Instant(0) })
}

/// Settles what depends on when the scenario starts: the instants of copies, and which tests were lately. `tested` has for each system the
/// day of its last test.
pub fn settle(systems: &mut [ItSystem], tested: impl Iterator<Item = Option<jiff::civil::Date>>, zone: &Zone) {
    let start = zone.civil(Instant(0)).date();
    for (system, tested) in systems.iter_mut().zip(tested) {
        let Some(backup) = &mut system.backup else { continue };
        let a_year_before = start.saturating_sub(jiff::Span::new().days(365));
        backup.tested_lately = tested.is_some_and(|day| day >= a_year_before);
        backup.test_to_come = tested.is_some_and(|day| day > start);
        let vault = backup.vault.as_mut().and_then(|v| v.copies.as_mut());
        for copies in backup.copies.iter_mut().chain(vault) {
            let minutes = copies.at.minutes % DAY;
            let today = i64::from(start.weekday().to_monday_zero_offset());
            let later = copies.at.weekday.map_or(0, |weekday| weekday as i64 - today);
            let day = start.saturating_add(jiff::Span::new().days(later));
            copies.anchor = zone.instant(day.at((minutes / 60) as i8, (minutes % 60) as i8, 0, 0));
        }
    }
}

/// Reports how long checking takes where no task checks anything.
pub fn check_verified(systems: &Dict<SystemEntry>, playbooks: &Dict<PlaybookEntry>, names: &Names, problems: &mut Problems) {
    let verifies = |p: &PlaybookEntry| p.tasks.iter().any(|(_, t)| matches!(t.effort, Some(Effort::Verify)));
    if playbooks.iter().any(|(_, p)| verifies(p)) {
        return;
    }
    for (id, _) in sorted(systems).into_iter().filter(|(_, s)| s.backup.as_ref().is_some_and(|b| b.verify.is_some())) {
        let place = names.place(&["systems", id, "backup", "verify"]);
        let problem = problems.at(place, "no task checks what was restored", "this has no effect without a task that does");
        problem.help("add a task after the restore with phase: Recover, each: Affected, effort: Verify");
    }
}

/// Reports what makes no sense or has no effect.
pub fn check(id: &Id, entry: &BackupEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["systems", id, "backup", field]);
    if let Some(least) = entry.works.hopeless() {
        let problem = problems.at(place("works"), "a restore that never works would be tried for ever", least);
        problem.help("a system without `backup` cannot be restored at all");
    }
    untested(entry, &place, problems);
    if entry.if_fails == IfFails::OlderCopy && entry.every.is_none() {
        let problem = problems.at(place("if_fails"), "nothing says how much older the next copy is", "this has no effect without `every`");
        problem.help("every: \"1h\" says how often a copy is made");
    }
    interval(entry.every, entry.at, entry.keep, &place, problems);
    if let Some(vault) = &entry.vault {
        vaulted(id, vault, names, problems);
    }
}

fn untested(entry: &BackupEntry, place: &dyn Fn(&str) -> Place, problems: &mut Problems) {
    let times = entry.untested_fails;
    if !(1.0..=1e6).contains(&times) {
        problems.at(place("untested_fails"), "a restore that was not tested does not fail less often", "1 or more");
    } else if times > 1.0 && entry.works.0 >= 1.0 {
        let problem = problems.at(place("untested_fails"), "these restores never fail", "this has no effect without `works`");
        problem.help("works: 0.9 says which share of restores works");
    } else if times > 1.0 && entry.works.0 > 0.0 && (1.0 - entry.works.0) * times > 1.0 - 1e-9 {
        let label = format!("{times} times {:.0} % is all of them", (1.0 - entry.works.0) * 100.0);
        problems.at(place("untested_fails"), "a restore that never works would be tried for ever", label);
    }
}

fn vaulted(id: &Id, entry: &VaultEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["systems", id, "backup", "vault", field]);
    if let Some(least) = entry.works.hopeless() {
        problems.at(place("works"), "a restore that never works would be tried for ever", least).help("take `vault` out");
    }
    interval(entry.every, entry.at, entry.keep, &place, problems);
}

/// How often copies are made and how long each is kept.
fn interval(every: Option<Positive>, at: Option<CopyTime>, keep: Option<Positive>, place: &dyn Fn(&str) -> Place, problems: &mut Problems) {
    match (every, keep) {
        (None, Some(_)) => {
            let problem = problems.at(place("keep"), "nothing says when copies are made", "this has no effect without `every`");
            problem.help("every: \"1h\" says how often a copy is made");
        }
        (Some(every), Some(keep)) if keep < every => {
            let label = format!("shorter than the {} from one copy to the next", every.0);
            problems.at(place("keep"), "at times there would be no copy at all", label).help(format!("at least \"{}\"", every.0));
        }
        _ => {}
    }
    if at.is_some_and(|at| at.weekday.is_some()) && every.is_some_and(|every| every.0 < Span::DAY) {
        problems.at(place("at"), "copies are made more often than once a day", "a time without the day is enough here");
    }
    if at.is_some() && every.is_none() {
        let problem = problems.at(place("at"), "nothing says when copies are made", "this has no effect without `every`");
        problem.help("every: \"1d\" with at: \"22:00\" is a copy each night");
    }
    if every.is_some_and(|every| every.0 < Span::MINUTE) {
        problems.at(place("every"), "a copy more than once a minute is replication, not backup", "at least a minute");
    }
}
