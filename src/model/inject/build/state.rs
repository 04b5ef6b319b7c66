//! The states in which injects come, as the cues by which they are known.

use super::super::Cue;
use super::super::entry::StateEntry;
use super::{Builder, Unanswered, stages};
use crate::model::ids::{DecisionId, InjectId, KindId, NoticeId, PlaybookId, SystemId, TaskId};
use crate::model::names::unknown;
use crate::text::Id;

impl Builder<'_> {
    /// The cues of a state; the one system that it is about, and how long nobody must have answered.
    pub(super) fn state(&mut self, state: &StateEntry, belongs: &[KindId], cues: &mut Vec<Cue>) -> (Option<SystemId>, Unanswered) {
        match state {
            StateEntry::Began => cues.push(Cue::Began),
            StateEntry::Occurred => cues.push(Cue::Occurred),
            StateEntry::Stage(stage) => {
                self.names.stages.find(stage, self.problems);
                cues.extend(stages(self.sources.attacks, stage).map(|(attack, at)| Cue::Stage(attack, at)));
            }
            StateEntry::Alerted => cues.push(Cue::Alerted),
            StateEntry::Unanswered(wait) => {
                cues.push(Cue::Alerted);
                return (None, Some(wait.0));
            }
            StateEntry::Silent => cues.push(Cue::Silent),
            StateEntry::Acknowledged => cues.push(Cue::Acknowledged),
            StateEntry::Aware => cues.push(Cue::Aware),
            StateEntry::Declared => cues.push(Cue::Declared),
            StateEntry::Leaderless => cues.push(Cue::Leaderless),
            StateEntry::Escalated => cues.push(Cue::Escalated),
            StateEntry::Contained => cues.push(Cue::Contained),
            StateEntry::Recovered => cues.push(Cue::Recovered),
            StateEntry::SystemDown(system) => cues.extend(self.system(system).map(Cue::Down)),
            StateEntry::SystemsDown(so_many) => self.systems_down(*so_many, cues),
            StateEntry::TaskStarted(task) => self.tasks(task, belongs, Cue::Started, cues),
            StateEntry::TaskDone(task) => self.tasks(task, belongs, Cue::Done, cues),
            StateEntry::TaskFailed(task) => self.tasks(task, belongs, Cue::Failed, cues),
            StateEntry::TaskStartedFor(task, system) => return (self.task_for(task, system, belongs, Cue::Started, cues), None),
            StateEntry::TaskDoneFor(task, system) => return (self.task_for(task, system, belongs, Cue::Done, cues), None),
            StateEntry::Asked(id) => cues.extend(self.names.decisions.find(id, self.problems).map(DecisionId).map(Cue::Asked)),
            StateEntry::Approved(id) => cues.extend(self.names.decisions.find(id, self.problems).map(DecisionId).map(Cue::Approved)),
            StateEntry::Refused(id) => cues.extend(self.names.decisions.find(id, self.problems).map(DecisionId).map(Cue::Refused)),
            StateEntry::NoticeSent(id) => cues.extend(self.names.notices.find(id, self.problems).map(NoticeId).map(Cue::Sent)),
            StateEntry::NoticeMissed(id) => cues.extend(self.names.notices.find(id, self.problems).map(NoticeId).map(Cue::Missed)),
            StateEntry::Injected(id) => {
                let other = self.names.injects.find(id, self.problems).map(InjectId);
                if other == Some(self.number) {
                    self.problems.at(id.place, format!("`{id}` would come after itself"), "another inject is needed");
                }
                cues.extend(other.map(Cue::Injected));
            }
        }
        (None, None)
    }

    fn system(&mut self, id: &Id) -> Option<SystemId> {
        self.names.systems.find_one(id, self.problems).map(SystemId)
    }

    fn systems_down(&mut self, so_many: u32, cues: &mut Vec<Cue>) {
        let there = self.names.systems.len();
        if so_many == 0 || so_many as usize > there {
            let place = self.names.place(&["injects", self.id, "when"]);
            let title = format!("the inject `{}` waits until {so_many} systems are lost", self.id);
            self.problems.at(place, title, format!("from 1 to {there}, as many as there are"));
        }
        cues.push(Cue::Lost(so_many));
    }

    /// The tasks of this id in the playbooks of the incidents that it belongs to; where there is none, of all playbooks.
    fn tasks(&mut self, id: &Id, belongs: &[KindId], cue: fn(TaskId) -> Cue, cues: &mut Vec<Cue>) {
        let playbooks: Vec<PlaybookId> = belongs.iter().filter_map(|kind| self.sources.kinds.get(kind.at())).map(|k| k.playbook).collect();
        let called = (0..).map(TaskId).zip(self.sources.tasks).filter(|(_, task)| task.id == id.text);
        let (ours, others): (Vec<_>, Vec<_>) = called.partition(|(_, t)| belongs.is_empty() || playbooks.contains(&t.playbook));
        if ours.is_empty() && others.is_empty() && self.names.whole {
            unknown(id, "task", "the tasks of any playbook", self.sources.tasks.iter().map(|t| t.id.as_str()), self.problems);
        }
        cues.extend(if ours.is_empty() { others } else { ours }.into_iter().map(|(number, _)| cue(number)));
    }

    fn task_for(&mut self, task: &Id, system: &Id, belongs: &[KindId], cue: fn(TaskId) -> Cue, cues: &mut Vec<Cue>) -> Option<SystemId> {
        self.tasks(task, belongs, cue, cues);
        self.system(system)
    }
}
