//! Playbooks and their tasks as the plan has them.

use std::borrow::Cow;

use super::entry::{Effort, PlaybookEntry, TaskEntry};
use crate::engine::chance::{combine, subject};
use crate::model::ids::{DecisionId, PlaybookId, PolicyId, ServiceId, SystemId, TaskId, TeamId};
use crate::model::names::{Names, sorted};
use crate::model::plan::{Desks, Length, Playbook, Task};
use crate::model::playbook::entry::Phase;
use crate::model::recovery::Cut;
use crate::model::recovery::build::cut;
use crate::model::responsibility::{Service, notice};
use crate::model::vendor::entry::TaskVendor;
use crate::text::{Dict, Id, Place, Problems};

mod check;
pub mod order;
pub mod qualify;

use order::Order;

/// The most tasks of one playbook.
const MOST_TASKS: usize = 1_000;

/// What later steps need of a task that the plan does not keep.
#[derive(Debug)]
pub struct TaskText<'e> {
    /// Its playbook's id.
    pub playbook: &'e Id,
    /// Its id.
    pub id: &'e Id,
    /// As the file has it.
    pub entry: Cow<'e, TaskEntry>,
    /// Who does it, when it takes hands.
    pub teams: Vec<TeamId>,
    /// The service of its playbook.
    pub service: Option<u32>,
}

/// Playbooks with their tasks, the requirements still open.
#[derive(Debug, Default)]
pub struct Built<'e> {
    /// Playbooks.
    pub playbooks: Vec<Playbook>,
    /// Tasks of all playbooks.
    pub tasks: Vec<Task>,
    /// What the file says of each task.
    pub texts: Vec<TaskText<'e>>,
}

/// Builds the playbooks. `services` has the responsible teams of each service.
pub fn playbooks<'e>(entries: &'e Dict<PlaybookEntry>, services: &[Service], names: &Names, problems: &mut Problems) -> Built<'e> {
    let mut built = Built::default();
    for (id, entry) in sorted(entries) {
        playbook(id, entry, services, &mut built, names, problems);
    }
    built
}

fn playbook<'e>(id: &'e Id, entry: &'e PlaybookEntry, services: &[Service], built: &mut Built<'e>, names: &Names, problems: &mut Problems) {
    if entry.tasks.is_empty() {
        problems.at(id.place, format!("the playbook `{id}` has no tasks"), "nothing would ever be done");
    }
    if entry.tasks.len() > MOST_TASKS {
        problems.at(id.place, format!("the playbook `{id}` has {} tasks", entry.tasks.len()), format!("at most {MOST_TASKS}"));
        return;
    }
    let number = PlaybookId(built.playbooks.len() as u32);
    let service = entry.service.as_ref().and_then(|s| names.services.find(s, problems));
    let responsible = service.and_then(|s| services.get(s as usize)).map(|s| s.responsible.clone()).unwrap_or_default();
    let tasks = sorted(&entry.tasks);
    check::isolation(id, &tasks, names, problems);
    let order = Order::of(id, &tasks, built.tasks.len() as u32, problems);
    let first = built.tasks.len();
    for (at, (task_id, task)) in tasks.iter().enumerate() {
        check::task(id, task_id, task, names, problems);
        let teams = teams(id, task_id, task, entry.service.is_some(), &responsible, names, problems);
        let mut made = one(id, task_id, task, number, names, problems);
        made.after = order.after(at);
        if let Some((to, share)) = &task.back_to {
            (made.back_to, made.redo) = order.back_to(at, task_id, to, share.0, problems);
        }
        built.tasks.push(made);
        built.texts.push(TaskText { playbook: id, id: task_id, entry: Cow::Borrowed(task), teams, service });
    }
    let made = &built.tasks[first..];
    built.playbooks.push(Playbook {
        id: id.text.clone(),
        service: service.map(ServiceId),
        escalation: entry.escalation.as_ref().and_then(|e| names.policies.find(e, problems)).map(PolicyId),
        responsible,
        tasks: (first..first + made.len()).map(|t| TaskId(t as u32)).collect(),
        has_contain: made.iter().any(|t| t.phase == Phase::Contain),
        has_recover: made.iter().any(|t| t.phase == Phase::Recover),
        has_decisions: made.iter().any(|t| t.decision.is_some()),
        lead: None,
        takes: Desks::default(),
        does: Desks::default(),
        isolates: made.iter().any(|t| t.isolates.is_some()),
        reconnected: reconnected(made, names.systems.len()),
        notices: Vec::new(),
    });
}

/// Which systems some task reconnects.
fn reconnected(tasks: &[Task], systems: usize) -> Vec<bool> {
    let mut all = vec![false; systems];
    for (cut, task) in tasks.iter().filter_map(|t| Some((t.reconnects.as_ref()?, t))) {
        for (index, flag) in all.iter_mut().enumerate() {
            *flag |= match cut {
                Cut::Own => task.each.as_ref().is_some_and(|each| each[index]),
                Cut::All => true,
                Cut::These(some) => some.contains(&SystemId(index as u32)),
            };
        }
    }
    all
}

/// A task as the plan has it, its order and its requirement still open.
pub fn one(playbook: &Id, id: &Id, entry: &TaskEntry, number: PlaybookId, names: &Names, problems: &mut Problems) -> Task {
    let each = entry.each.map(|_| {
        let mut covers = vec![entry.only.is_empty(); names.systems.len()];
        for system in names.systems.find_all(&entry.only, problems) {
            covers[system as usize] = true;
        }
        covers
    });
    let length = match (&entry.effort, &entry.takes) {
        (Some(Effort::Of(effort)), _) => Length::Effort(effort.clone()),
        (Some(Effort::Restore), _) => Length::Restore,
        (Some(Effort::Verify), _) => Length::Verify,
        (None, Some(takes)) => Length::Takes(takes.clone()),
        (None, None) => Length::Nothing,
    };
    Task {
        nth: 0,
        id: id.text.clone(),
        name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
        luck: combine(subject(playbook), subject(id)),
        playbook: number,
        phase: entry.phase,
        after: Vec::new(),
        each,
        requirement: None,
        decision: entry.decision.as_ref().and_then(|d| names.decisions.find(d, problems)).map(DecisionId),
        needs_up: matches!(length, Length::Restore),
        owed: None,
        length,
        vendor: !matches!(entry.vendor, TaskVendor::No),
        by: None,
        chance: entry.chance.0,
        back_to: None,
        redo: Vec::new(),
        from_severity: entry.from_severity,
        only_if: entry.only_if,
        declares: entry.declares,
        works: entry.works.0,
        consulted: false,
        notice: notice::is_notice(id),
        isolates: cut(entry.isolates.as_ref(), names, problems, Cut::Own),
        reconnects: cut(entry.reconnects.as_ref(), names, problems, if entry.each.is_some() { Cut::Own } else { Cut::All }),
        sends: None,
        change: None,
    }
}

/// Who does a task: its own teams, or those responsible for the playbook's service.
fn teams(
    playbook: &Id,
    id: &Id,
    entry: &TaskEntry,
    has_service: bool,
    responsible: &[TeamId],
    names: &Names,
    problems: &mut Problems,
) -> Vec<TeamId> {
    let mut own: Vec<TeamId> = names.teams.find_all(&entry.teams, problems).into_iter().map(TeamId).collect();
    own.sort_unstable();
    own.dedup();
    if entry.effort.is_some() && entry.teams.is_empty() && !has_service {
        let problem = problems.at(
            id.place,
            format!("nobody is there to do the task `{id}` of `{playbook}`"),
            "neither it names `teams` nor its playbook a `service`",
        );
        problem.help(format!("add teams: [\"…\"] here, or service: \"…\" to `{playbook}`"));
    }
    if entry.teams.is_empty() { responsible.to_vec() } else { own }
}

/// The place of a field of a task.
fn place(names: &Names, playbook: &str, task: &str, field: &str) -> Place {
    names.place(&["playbooks", playbook, "tasks", task, field])
}
