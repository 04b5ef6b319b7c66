//! Reinfection in a file: eradication that comes after the restores could never come in time.

use crate::model::ids::TaskId;
use crate::model::incident::entry::AttackEntry;
use crate::model::names::{Names, sorted};
use crate::model::plan::{Kind, Task};
use crate::model::playbook::build::Built;
use crate::model::playbook::entry::Phase;
use crate::text::{Dict, Problems};

/// Reports playbooks in which what removes the cause waits for what brings systems back, where an attack hits those again: they would wait
/// for each other.
pub fn check(attacks: &Dict<AttackEntry>, kinds: &[Kind], built: &Built, names: &Names, problems: &mut Problems) {
    for (number, (id, _)) in sorted(attacks).into_iter().enumerate().filter(|(_, (_, entry))| entry.reinfects.0 > 0.0) {
        let answers = |k: &&Kind| k.attack.is_some_and(|a| a.at() == number);
        for kind in kinds.iter().filter(answers) {
            let Some(playbook) = built.playbooks.get(kind.playbook.at()) else { continue };
            let Some((removes, restore)) = too_late(&built.tasks, &playbook.tasks) else { continue };
            let place = names.place(&["attacks", id, "reinfects"]);
            let title = format!("after `{id}` hits a restored system again, its restore would wait for itself");
            let label = format!("it would wait for `{removes}` of `{}`, which comes after `{restore}`", playbook.id);
            problems.at(place, title, label).help(format!("let `{removes}` come before the restores, or take `reinfects` out"));
            break;
        }
    }
}

/// A task that removes the cause and comes after one that brings a system back, with that one.
fn too_late<'t>(tasks: &'t [Task], playbook: &[TaskId]) -> Option<(&'t str, &'t str)> {
    let phase = |t: &TaskId| tasks[t.at()].phase;
    let removes = if playbook.iter().any(|t| phase(t) == Phase::Eradicate) { Phase::Eradicate } else { Phase::Contain };
    for task in playbook.iter().filter(|t| phase(t) == removes) {
        let mut seen = vec![*task];
        let mut next = 0;
        while let Some(at) = seen.get(next).copied() {
            next += 1;
            if phase(&at) == Phase::Recover && tasks[at.at()].each.is_some() {
                return Some((&tasks[task.at()].id, &tasks[at.at()].id));
            }
            for before in &tasks[at.at()].after {
                if !seen.contains(before) {
                    seen.push(*before);
                }
            }
        }
    }
    None
}
