//! Changes that make no sense, and fields that would have no effect.

use crate::model::change::Change;
use crate::model::change::entry::{ChangeEntry, ChangeKind};
use crate::model::names::Names;
use crate::model::playbook::build::TaskText;
use crate::text::{Id, Problems, figure};

/// The most that one change may be raised in a week.
const MOST_A_WEEK: f64 = 1e5;

/// A change by itself. `by_tasks`: some task of a playbook is such a change.
pub(super) fn change(id: &Id, entry: &ChangeEntry, by_tasks: bool, names: &Names, problems: &mut Problems) {
    let check = Check { id, entry, names };
    check.arrivals(by_tasks, problems);
    check.approval(problems);
    check.failure(problems);
    if entry.is_raised() {
        check.work(problems);
    } else if by_tasks {
        let field = check.raised_only();
        check.idle(&field, "only a change with `at` or `rate_per_week` has this; a task says itself who does it", problems);
    }
}

struct Check<'c> {
    id: &'c Id,
    entry: &'c ChangeEntry,
    names: &'c Names<'c>,
}

impl Check<'_> {
    fn place(&self, field: &str) -> crate::text::Place {
        self.names.place(&["changes", self.id, field])
    }

    /// Reports fields that are there and have no effect.
    fn idle(&self, fields: &[(bool, &str)], why: &str, problems: &mut Problems) {
        for (_, field) in fields.iter().filter(|(there, _)| *there) {
            let title = format!("`{field}` changes nothing for the change `{}`", self.id);
            problems.at(self.place(field), title, why.to_string()).help("take it out");
        }
    }

    fn arrivals(&self, by_tasks: bool, problems: &mut Problems) {
        let (id, entry) = (self.id, self.entry);
        let emergency = entry.kind == ChangeKind::Emergency;
        if entry.at.is_some() && entry.rate_per_week.is_some() {
            let problem =
                problems.at(self.place("rate_per_week"), format!("`{id}` has both `at` and `rate_per_week`"), "only one is possible");
            problem.help("at: once; rate_per_week: at random, again and again");
        }
        if let Some(rate) = entry.rate_per_week.filter(|rate| *rate <= 0.0 || *rate > MOST_A_WEEK) {
            let title = format!("`{id}` cannot be raised {} times a week", figure(rate));
            problems.at(self.place("rate_per_week"), title, "more than 0, and at most a hundred thousand");
        }
        if entry.rate_per_week.is_none() {
            self.idle(&[(!entry.weight_by_hour.is_empty(), "weight_by_hour")], "it belongs to `rate_per_week`", problems);
        }
        let comes = entry.is_raised() || emergency && by_tasks;
        if !comes && self.names.whole {
            let problem =
                problems.at(id.place, format!("it is not said when the change `{id}` is raised"), "`at` or `rate_per_week` is missing");
            problem.help(if emergency {
                format!("at: \"2026-03-07T20:00\", rate_per_week: 0.5, or change: \"{id}\" on a task of a playbook")
            } else {
                "at: \"2026-03-07T20:00\" or rate_per_week: 3".into()
            });
        }
    }

    fn approval(&self, problems: &mut Problems) {
        let (id, entry) = (self.id, self.entry);
        match entry.kind {
            ChangeKind::Standard => {
                self.idle(&[(entry.approval.is_some(), "approval")], "a standard change is approved beforehand", problems);
            }
            ChangeKind::Normal | ChangeKind::Emergency if entry.approval.is_none() => {
                let problem = problems.at(id.place, format!("nobody approves the change `{id}`"), "`approval` is missing");
                problem.help("approval: \"…\" names a decision; what is approved beforehand is kind: Standard");
            }
            ChangeKind::Normal | ChangeKind::Emergency => {}
        }
        if entry.kind == ChangeKind::Emergency {
            let fields = [(entry.window.is_some(), "window"), (entry.go_ahead.is_some(), "go_ahead")];
            self.idle(&fields, "an emergency change waits for no window", problems);
            if entry.review.is_none() {
                let problem = problems.at(id.place, format!("nobody looks back on the emergency change `{id}`"), "`review` is missing");
                problem.help("review: (by: \"…\", effort: \"2h\", within: BusinessDays(5))");
            }
        } else {
            self.idle(&[(entry.review.is_some(), "review")], "only an emergency change owes a review", problems);
            self.idle(
                &[(entry.go_ahead.is_some() && entry.window.is_none(), "go_ahead")],
                "it is asked for in the window, and there is none",
                problems,
            );
        }
    }

    fn failure(&self, problems: &mut Problems) {
        let (id, entry) = (self.id, self.entry);
        if entry.failures() == 0.0 {
            let fields = [
                (entry.begins.is_some(), "begins"),
                (entry.rollback.is_some(), "rollback"),
                (entry.noticed.is_some(), "noticed"),
                (entry.risk.is_some(), "risk"),
            ];
            return self.idle(&fields, "it never fails", problems);
        }
        self.idle(&[(entry.risk.is_some() && entry.fails.is_some(), "risk")], "`fails` says how often it fails", problems);
        if entry.begins.is_none() {
            let title = format!("it is not said what the change `{id}` is when it fails");
            let problem = problems.at(id.place, title, "`begins` is missing");
            problem.help("begins: \"…\" names an entry of `incidents`; fails: 0 is for one that never fails");
        }
        if entry.noticed.is_some_and(|share| share.0 == 0.0) {
            self.idle(&[(entry.rollback.is_some(), "rollback")], "nobody notices that it failed", problems);
        }
        if let Some(rollback) = entry.rollback.as_ref().filter(|r| r.within.is_none() && entry.window.is_none() && entry.is_raised()) {
            let title = format!("it is not said by when the change `{id}` must be rolled back");
            problems.at(rollback.place.head(), title, "there is no window to be done in").help("within: \"2h\"");
        }
    }

    fn work(&self, problems: &mut Problems) {
        let (id, entry) = (self.id, self.entry);
        if entry.effort.as_ref().is_none_or(|effort| effort.mean() <= 0.0) {
            problems.at(id.place, format!("the change `{id}` takes no work"), "`effort` is missing, or nothing").help("effort: \"2h\"");
        }
        if entry.teams.is_empty() {
            problems.at(id.place, format!("nobody is there to do the change `{id}`"), "`teams` is missing").help("teams: [\"…\"]");
        }
        let rollback = entry.rollback.as_ref();
        for (skill, _) in entry.skill.iter().chain(rollback.and_then(|r| r.skill.as_ref())) {
            self.names.skilled(skill, problems);
        }
        for grant in entry.grant.iter().chain(rollback.and_then(|r| r.grant.as_ref())) {
            self.names.held(grant, problems);
        }
        if let Some(knows) = entry.knows.as_ref().filter(|_| entry.improvise.is_none()) {
            self.names.known(knows, problems);
        }
        if entry.improvise.is_some_and(|times| times < 1.0) {
            problems.at(self.place("improvise"), "who lacks the knowledge is not faster than who has it", "1 or more");
        }
        self.idle(&[(entry.improvise.is_some() && entry.knows.is_none(), "improvise")], "it takes no knowledge", problems);
    }

    /// Fields that only a change has which is raised by itself.
    fn raised_only(&self) -> [(bool, &'static str); 8] {
        let entry = self.entry;
        [
            (!entry.teams.is_empty(), "teams"),
            (entry.skill.is_some(), "skill"),
            (entry.grant.is_some(), "grant"),
            (entry.knows.is_some(), "knows"),
            (entry.improvise.is_some(), "improvise"),
            (entry.effort.is_some(), "effort"),
            (entry.test.is_some(), "test"),
            (entry.rollback.is_some(), "rollback"),
        ]
    }
}

/// A task that is such a change.
pub(super) fn task(text: &TaskText, named: &Id, change: &Change, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["playbooks", text.playbook, "tasks", text.id, field]);
    if change.kind != ChangeKind::Emergency {
        let title = format!("the task `{}` cannot be the change `{named}`", text.id);
        problems.at(named.place, title, "only an emergency change is raised by a task").help("kind: Emergency, or raise it by itself");
    }
    if text.entry.decision.is_some() {
        let title = format!("the task `{}` would need two decisions", text.id);
        problems.at(place("decision"), title, format!("`{named}` says who approves it")).help("take `decision` out");
    }
    if text.entry.effort.is_none() {
        problems.at(named.place, format!("nobody carries out the change `{named}`"), "this task takes no hands").help("add effort: …");
    }
}
