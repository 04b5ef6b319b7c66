//! The order of a playbook's tasks: what comes before what, and which tasks start over when work goes back.

use crate::model::ids::TaskId;
use crate::model::names::cycle::{cycles, in_words};
use crate::model::names::{twice, unknown};
use crate::model::playbook::entry::TaskEntry;
use crate::text::{Id, Problems};

/// The order of the tasks of one playbook.
#[derive(Debug)]
pub struct Order<'t> {
    tasks: &'t [&'t (Id, TaskEntry)],
    first: u32,
    after: Vec<Vec<u32>>,
    then: Vec<Vec<u32>>,
    sound: bool,
}

impl<'t> Order<'t> {
    /// Reads the order, and reports unknown tasks and tasks that wait for themselves. `first` is the number of the first task.
    pub fn of(playbook: &Id, tasks: &'t [&'t (Id, TaskEntry)], first: u32, problems: &mut Problems) -> Order<'t> {
        let mut order = Order { tasks, first, after: Vec::new(), then: vec![Vec::new(); tasks.len()], sound: true };
        let before = problems.len();
        for (_, entry) in tasks {
            twice(&entry.after, problems);
            let mut before: Vec<u32> = entry.after.iter().filter_map(|id| order.find(id, problems)).collect();
            before.sort_unstable();
            before.dedup();
            order.after.push(before);
        }
        for cycle in cycles(&order.after) {
            let (id, entry) = tasks[cycle[0] as usize];
            let to = *cycle.get(1).unwrap_or(&cycle[0]);
            let place = entry.after.iter().find(|a| order.number(a) == Some(to)).map_or(id.place, |a| a.place);
            let words = in_words(&cycle, |i| tasks[i as usize].0.as_ref());
            let problem =
                problems.at(place, format!("tasks of `{playbook}` wait for each other: {words}"), format!("`{id}` would wait for itself"));
            problem.help("where work can go back, use back_to: (\"…\", share)");
            for task in cycle {
                order.after[task as usize].clear();
            }
        }
        order.sound = problems.len() == before;
        for (task, before) in order.after.iter().enumerate() {
            for earlier in before {
                order.then[*earlier as usize].push(task as u32);
            }
        }
        order
    }

    fn number(&self, id: &str) -> Option<u32> {
        self.tasks.binary_search_by(|(known, _)| known.text.as_str().cmp(id)).ok().map(|at| at as u32)
    }

    fn find(&self, id: &Id, problems: &mut Problems) -> Option<u32> {
        let found = self.number(id);
        if found.is_none() {
            let known = self.tasks.iter().map(|(id, _)| id.as_ref());
            unknown(id, "task", "the tasks of this playbook", known, problems);
        }
        found
    }

    /// The tasks right before a task.
    pub fn after(&self, at: usize) -> Vec<TaskId> {
        self.after[at].iter().map(|t| TaskId(self.first + t)).collect()
    }

    /// Where work goes back to from a task, and all that starts over then.
    pub fn back_to(&self, at: usize, id: &Id, to: &Id, share: f64, problems: &mut Problems) -> (Option<(TaskId, f64)>, Vec<TaskId>) {
        let Some(target) = self.find(to, problems) else { return (None, Vec::new()) };
        if share >= 1.0 {
            problems.at(to.place, format!("the task `{id}` would go back for ever"), "the share must be less than 1");
        }
        let before = reached(at as u32, &self.after);
        if !self.sound {
            return (None, Vec::new());
        }
        if !before[target as usize] {
            let problem = problems.at(to.place, format!("`{to}` does not come before `{id}`"), "work goes back to an earlier task");
            problem.help(format!("name a task that `{id}` comes `after`, or `{id}` itself"));
            return (None, Vec::new());
        }
        let later = reached(target, &self.then);
        let redo = (0..self.tasks.len() as u32).filter(|t| before[*t as usize] && later[*t as usize]);
        let redo = redo.map(|t| TaskId(self.first + t)).collect();
        (Some((TaskId(self.first + target), share)), redo)
    }
}

/// Which tasks can be reached from one, itself included.
fn reached(task: u32, next: &[Vec<u32>]) -> Vec<bool> {
    let mut seen = vec![false; next.len()];
    let mut open = vec![task];
    while let Some(task) = open.pop() {
        if !std::mem::replace(&mut seen[task as usize], true) {
            open.extend(&next[task as usize]);
        }
    }
    seen
}
