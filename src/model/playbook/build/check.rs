//! What a task says must make sense together; a field without effect is refused.

use super::place;
use crate::model::names::Names;
use crate::model::playbook::entry::{Effort, TaskEntry};
use crate::model::recovery::entry::CutEntry;
use crate::model::vendor::entry::TaskVendor;
use crate::text::{Id, Problems};

/// Checks one task by itself.
pub fn task(playbook: &Id, id: &Id, entry: &TaskEntry, names: &Names, problems: &mut Problems) {
    let at = |field: &str| place(names, playbook, id, field);
    if entry.effort.is_some() && entry.takes.is_some() {
        let problem = problems.at(at("takes"), format!("the task `{id}` has both `effort` and `takes`"), "only one of them is possible");
        problem.help("effort is hands-on time, takes is elapsed time without hands; make two tasks where it is both");
    }
    if !matches!(entry.vendor, TaskVendor::No) && entry.takes.is_none() {
        problems.at(at("vendor"), format!("`{id}` waits for no vendor"), "this has no effect without `takes`");
    }
    if entry.chance.0 <= 0.0 {
        problems.at(at("chance"), format!("the task `{id}` is never needed"), "more than 0").help("take the task out with `remove`");
    }
    without_each(id, entry, &at, problems);
    without_hands(id, entry, &at, problems);
    knowledge(id, entry, &at, problems);
    success(id, entry, &at, problems);
    if entry.effort.is_some() {
        if let Some(grant) = &entry.grant {
            names.held(grant, problems);
        }
        if let Some((skill, _)) = &entry.skill {
            names.skilled(skill, problems);
        }
        if let Some(knows) = entry.knows.as_ref().filter(|_| entry.improvise.is_none()) {
            names.known(knows, problems);
        }
    }
}

/// What is isolated and what is reconnected must belong together.
pub fn isolation(playbook: &Id, tasks: &[&(Id, TaskEntry)], names: &Names, problems: &mut Problems) {
    let isolates = tasks.iter().any(|(_, t)| t.isolates.is_some());
    for (id, entry) in tasks {
        let at = |field: &str| place(names, playbook, id, field);
        for (cut, field) in [(&entry.isolates, "isolates"), (&entry.reconnects, "reconnects")] {
            if matches!(cut, Some(CutEntry::These(some)) if some.is_empty()) {
                problems.at(at(field), format!("`{field}` names no system"), "at least one is needed").help("or write `true`");
            }
        }
        if entry.each.is_none() && matches!(entry.isolates, Some(CutEntry::Own)) {
            let title = format!("the task `{id}` is done once, not for each system");
            let problem = problems.at(at("isolates"), title, "`true` speaks of the system that it is done for");
            problem.help("add each: Affected, or name the systems: isolates: [\"…\"]");
        }
        if entry.reconnects.is_some() && !isolates {
            let problem = problems.at(at("reconnects"), format!("no task of `{playbook}` isolates anything"), "this has no effect");
            problem.help("isolates: true or isolates: [\"…\"] at the task that contains the incident");
        }
    }
}

/// Fields that speak of each system hit, of a task that is done once.
fn without_each(id: &Id, entry: &TaskEntry, at: &dyn Fn(&str) -> crate::text::Place, problems: &mut Problems) {
    if entry.each.is_some() {
        return;
    }
    let of_backup = match entry.effort {
        Some(Effort::Restore) => Some("effort: Restore"),
        Some(Effort::Verify) => Some("effort: Verify"),
        _ => None,
    };
    let said = [(!entry.only.is_empty(), "only"), (entry.by_system, "by_system"), (of_backup.is_some(), "effort")];
    for (said, field) in said {
        if said {
            let what = of_backup.filter(|_| field == "effort").map_or_else(|| format!("`{field}`"), str::to_string);
            let problem =
                problems.at(at(field), format!("the task `{id}` is done once, not for each system"), format!("{what} speaks of systems"));
            problem.help("add each: Affected");
        }
    }
}

/// Fields that speak of the person who does it, of a task that takes no hands.
fn without_hands(id: &Id, entry: &TaskEntry, at: &dyn Fn(&str) -> crate::text::Place, problems: &mut Problems) {
    if entry.effort.is_some() {
        return;
    }
    let said = [
        (!entry.teams.is_empty(), "teams"),
        (entry.skill.is_some(), "skill"),
        (entry.grant.is_some(), "grant"),
        (entry.knows.is_some(), "knows"),
        (entry.by_system, "by_system"),
    ];
    for (_, field) in said.iter().filter(|(said, _)| *said) {
        let problem =
            problems.at(at(field), format!("nobody works on the task `{id}`"), format!("`{field}` has no effect without `effort`"));
        problem.help("add effort: … for hands-on time");
    }
}

/// Chances of success that would never come, or that speak of nothing.
fn success(id: &Id, entry: &TaskEntry, at: &dyn Fn(&str) -> crate::text::Place, problems: &mut Problems) {
    if entry.works.0 <= 0.0 {
        problems.at(at("works"), format!("the task `{id}` would be tried for ever"), "more than 0");
    } else if entry.works.0 < 1.0 {
        let of_backup = matches!(entry.effort, Some(Effort::Restore));
        if of_backup || (entry.effort.is_none() && entry.takes.is_none()) {
            let why =
                if of_backup { "a restore works as often as its `backup` says" } else { "this has no effect without `effort` or `takes`" };
            problems.at(at("works"), format!("the task `{id}` has no attempts of its own that could fail"), why);
        }
    }
    let Some(works) = entry.improvise_works else { return };
    if works.0 <= 0.0 {
        problems.at(at("improvise_works"), "work that never succeeds would be tried for ever", "more than 0").help("take `improvise` out");
    } else if entry.improvise.is_none() {
        problems.at(at("improvise_works"), format!("nobody improvises the task `{id}`"), "this has no effect without `improvise`");
    }
}

fn knowledge(id: &Id, entry: &TaskEntry, at: &dyn Fn(&str) -> crate::text::Place, problems: &mut Problems) {
    let Some(times) = entry.improvise else { return };
    if times < 1.0 {
        problems.at(at("improvise"), "who lacks the knowledge is not faster than who has it", "1 or more");
    }
    if entry.knows.is_none() {
        let problem = problems.at(at("improvise"), format!("the task `{id}` takes no knowledge"), "this has no effect without `knows`");
        problem.help("add knows: \"…\", or take `improvise` out");
    }
}
