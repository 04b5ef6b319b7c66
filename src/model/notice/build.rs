//! From what a file says of notices to the plan: the terms of each, and for each playbook the notices it owes with the tasks that send them.

use std::borrow::Cow;

use super::deadline::{Cap, DayOff, END_OF_DAY, Term, Within, WorkingDays};
use super::entry::{FromEntry, NoticeEntry, Weekends};
use super::{Notice, Owed, Start};
use crate::model::ids::{DecisionId, NoticeId, PlaybookId, TaskId, TeamId};
use crate::model::names::{Names, sorted, unknown};
use crate::model::penalty;
use crate::model::playbook::build::{Built, TaskText, one};
use crate::model::playbook::entry::{Effort, PlaybookEntry, TaskEntry};
use crate::model::roster::entry::HolidayEntry;
use crate::model::roster::{UnknownZone, Zone};
use crate::text::{Dict, Id, Problems};

/// The notices in the order of their ids; none where the scenario's own zone is not known.
pub fn notices(
    entries: &Dict<NoticeEntry>,
    holidays: &Dict<HolidayEntry>,
    zone: Option<&Zone>,
    names: &Names,
    problems: &mut Problems,
) -> Vec<Notice> {
    let made = sorted(entries).into_iter().filter_map(|(id, entry)| {
        check(id, entry, names, problems);
        if entry.to.as_ref().is_some_and(|to| to.trim().is_empty()) {
            let problem = problems.at(names.place(&["notices", id, "to"]), "`to` is empty", "nothing stands between the quotes");
            problem.help("leave `to` out where nobody in particular is told");
        }
        Some(Notice {
            id: id.text.clone(),
            name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
            to: entry.to.clone(),
            term: term(id, entry, holidays, zone, names, problems)?,
            from_severity: entry.from_severity,
            penalty: entry.penalty.as_ref().map(|penalty| penalty::build::late(id, penalty, names, problems)),
        })
    });
    made.collect()
}

fn term(
    id: &Id,
    entry: &NoticeEntry,
    holidays: &Dict<HolidayEntry>,
    zone: Option<&Zone>,
    names: &Names,
    problems: &mut Problems,
) -> Option<Term> {
    let calendar = entry.calendar.as_ref().map_or(&[][..], |all| &all.0);
    names.holidays.find_all(calendar, problems);
    let dates = holidays.iter().filter(|(id, _)| calendar.contains(id)).flat_map(|(_, entry)| entry.days.iter().map(|day| day.civil));
    let zone = match &entry.time_zone {
        None => zone?.clone(),
        Some(name) => zone?.elsewhere(name).map_err(|unknown| no_zone(id, name, unknown, names, problems)).ok()?,
    };
    let day_off = match entry.weekends {
        Weekends::Count => DayOff::Stands,
        Weekends::NextWorkingDay => DayOff::NextWorkingDay,
        Weekends::NoonNextWorkingDay => DayOff::NoonNextWorkingDay,
    };
    Some(Term {
        within: entry.within,
        at_most: entry.at_most.as_ref().map(|cap| Cap { within: cap.within, lapses: cap.lapses }),
        by: entry.by.map_or(END_OF_DAY, |by| i64::from(by.minutes)),
        day_off,
        days: WorkingDays::new(zone, dates),
    })
}

fn no_zone(id: &Id, name: &str, unknown: UnknownZone, names: &Names, problems: &mut Problems) {
    let place = names.place(&["notices", id, "time_zone"]);
    let problem = problems.at(place, format!("there is no time zone `{name}`"), "an IANA name such as \"America/New_York\"");
    if let Some(near) = unknown.nearest {
        problem.help(format!("did you mean `{near}`?"));
    }
}

/// Fields that would have no effect.
fn check(id: &Id, entry: &NoticeEntry, names: &Names, problems: &mut Problems) {
    let periods = || std::iter::once(entry.within).chain(entry.at_most.as_ref().map(|cap| cap.within));
    let in_days = periods().any(|within| !matches!(within, Within::Elapsed(_)));
    let in_working_days = periods().any(|within| matches!(within, Within::BusinessDays(_)));
    let moves = entry.weekends != Weekends::Count;
    let ends_days = in_days || entry.weekends == Weekends::NextWorkingDay;
    let idle = [
        (entry.by.is_some() && !ends_days, "by", "its hours end at whatever time they end"),
        (entry.calendar.is_some() && !in_working_days && !moves, "calendar", "its hours and days run on through holidays"),
        (entry.time_zone.is_some() && !in_days && !moves, "time_zone", "an hour is as long in every zone"),
    ];
    for (_, field, why) in idle.iter().filter(|(idle, ..)| *idle) {
        let place = names.place(&["notices", id, field]);
        problems.at(place, format!("`{field}` changes nothing for the notice `{id}`"), *why).help("take it out");
    }
    if entry.improvise.is_some_and(|times| times < 1.0) {
        let place = names.place(&["notices", id, "improvise"]);
        problems.at(place, "who lacks the knowledge is not faster than who has it", "1 or more");
    }
    if entry.improvise.is_some() && entry.knows.is_none() {
        let place = names.place(&["notices", id, "improvise"]);
        problems.at(place, format!("the notice `{id}` takes no knowledge"), "this has no effect without `knows`");
    }
}

/// Gives each playbook the notices that it names, each with a task of its own behind all others.
pub fn owe<'e>(
    built: &mut Built<'e>,
    playbooks: &'e Dict<PlaybookEntry>,
    notices: &'e Dict<NoticeEntry>,
    names: &Names,
    problems: &mut Problems,
) {
    let mut seen = vec![false; notices.len()];
    for (playbook_id, playbook) in sorted(playbooks) {
        let Some(number) = built.playbooks.iter().position(|p| p.id == playbook_id.text) else { continue };
        let mut owing = Owing { id: playbook_id, entry: playbook, number: PlaybookId(number as u32), notices, names };
        for notice in names.notices.find_all(&playbook.notices, problems) {
            let (id, entry) = sorted(notices)[notice as usize];
            if !std::mem::replace(&mut seen[notice as usize], true) {
                check_work(id, entry, names, problems);
            }
            owing.add(built, NoticeId(notice), id, entry, problems);
        }
    }
}

/// What somebody must be able to do for a notice that some playbook owes.
fn check_work(id: &Id, entry: &NoticeEntry, names: &Names, problems: &mut Problems) {
    if entry.effort.is_none() {
        let problem = problems.at(id.place, format!("the notice `{id}` takes no work"), "it would be sent the moment its clock starts");
        let help = format!("say who sends it and how long that takes: \"{id}\": (teams: [\"…\"], decision: \"…\", effort: …)");
        problem.help(help);
    }
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

/// A playbook that owes notices.
struct Owing<'e, 'n> {
    id: &'e Id,
    entry: &'e PlaybookEntry,
    number: PlaybookId,
    notices: &'e Dict<NoticeEntry>,
    names: &'n Names<'n>,
}

impl<'e> Owing<'e, '_> {
    fn add(&mut self, built: &mut Built<'e>, notice: NoticeId, id: &'e Id, entry: &'e NoticeEntry, problems: &mut Problems) {
        let responsible = &built.playbooks[self.number.at()].responsible;
        let mut teams: Vec<TeamId> = self.names.teams.find_all(&entry.teams, problems).into_iter().map(TeamId).collect();
        teams.sort_unstable();
        if entry.teams.is_empty() {
            teams.clone_from(responsible);
            if self.entry.service.is_none() {
                let title = format!("nobody is there to send the notice `{id}` of `{}`", self.id);
                let problem = problems.at(id.place, title, "neither it names `teams` nor the playbook a `service`");
                problem.help("add teams: [\"…\"] here");
            }
        }
        if self.entry.tasks.iter().any(|(task, _)| task.text == id.text) {
            let title = format!("the playbook `{}` has a task and a notice `{id}`", self.id);
            problems.at(id.place, title, "they could not be told apart").help("give one of them another id");
        }
        let (start, cap) = self.starts(built, id, entry, problems);
        let (Some(start), Some(text)) = (start, as_task(id, entry)) else { return };
        let mut task = one(self.id, id, &text, self.number, self.names, problems);
        task.sends = Some(notice);
        task.name = entry.name.clone().unwrap_or_else(|| id.text.clone());
        let number = TaskId(built.tasks.len() as u32);
        built.tasks.push(task);
        let service = built.playbooks[self.number.at()].service.map(|s| s.0);
        built.texts.push(TaskText { playbook: self.id, id, entry: Cow::Owned(text), teams, service });
        let playbook = &mut built.playbooks[self.number.at()];
        playbook.tasks.push(number);
        playbook.notices.push(Owed { notice, task: number, start, cap });
    }

    /// What its clock and its second limit run from in this playbook; a clock that could never start is reported.
    fn starts(&self, built: &Built, id: &Id, entry: &NoticeEntry, problems: &mut Problems) -> (Option<Start>, Option<Start>) {
        let start = self.start(built, id, &entry.from, problems);
        let cap = entry.at_most.as_ref().and_then(|cap| self.start(built, id, &cap.from, problems));
        (start, cap)
    }

    fn start(&self, built: &Built, id: &Id, from: &FromEntry, problems: &mut Problems) -> Option<Start> {
        let tasks = || self.entry.tasks.iter();
        let never = |place, why: String, help: String, problems: &mut Problems| {
            problems.at(place, format!("the clock of the notice `{id}` never starts in the playbook `{}`", self.id), why).help(help);
            None
        };
        match from {
            FromEntry::Occurred => Some(Start::Occurred),
            FromEntry::Aware => Some(Start::Aware),
            FromEntry::Declared if tasks().any(|(_, task)| task.declares) => Some(Start::Declared),
            FromEntry::Declared => {
                never(id.place, "no task of it declares a major incident".into(), "add declares: true to a task of it".into(), problems)
            }
            FromEntry::Decided(decision) => {
                let number = self.names.decisions.find(decision, problems)?;
                let asks = |wanted: &Option<Id>| wanted.as_ref().is_some_and(|d| d.text == decision.text);
                let other = |(of, notice): &&(Id, NoticeEntry)| *of != *id && self.entry.notices.contains(of) && asks(&notice.decision);
                if tasks().any(|(_, task)| asks(&task.decision)) || self.notices.iter().any(|entry| other(&entry)) {
                    return Some(Start::Decided(DecisionId(number)));
                }
                let why = format!("none of its tasks asks for the decision `{decision}`");
                never(decision.place, why, format!("add decision: \"{decision}\" to the task that prepares it"), problems)
            }
            FromEntry::TaskDone(task) => {
                let found = built.tasks.iter().position(|t| t.playbook == self.number && t.sends.is_none() && t.id == task.text);
                if found.is_none() {
                    let known = tasks().map(|(id, _)| id.as_ref());
                    unknown(task, "task", &format!("the tasks of `{}`", self.id), known, problems);
                }
                found.map(|at| Start::TaskDone(TaskId(at as u32)))
            }
            FromEntry::Submitted(before) => {
                let number = self.names.notices.find(before, problems)?;
                let owed = self.entry.notices.contains(before);
                if owed && !self.waits_for_itself(id, before) {
                    return Some(Start::Submitted(NoticeId(number)));
                }
                if owed {
                    let why = "it would have to be sent before itself".to_string();
                    return never(before.place, why, "let one of them run from something else".into(), problems);
                }
                let why = format!("the notice `{before}` is not sent before it");
                never(before.place, why, format!("add \"{before}\" to the `notices` of `{}`", self.id), problems)
            }
        }
    }

    /// Whether a chain of notices that run from each other's sending comes back to its beginning.
    fn waits_for_itself(&self, id: &Id, before: &Id) -> bool {
        let mut next = Some(before);
        for _ in 0..=self.notices.len() {
            let Some(at) = next else { return false };
            if at == id {
                return true;
            }
            next = match self.notices.iter().find(|(of, _)| of == at).map(|(_, entry)| &entry.from) {
                Some(FromEntry::Submitted(earlier)) => Some(earlier),
                _ => None,
            };
        }
        // A circle further on, which is reported with those that are on it.
        false
    }
}

/// The work on a notice as a task of the response.
fn as_task(id: &Id, entry: &NoticeEntry) -> Option<TaskEntry> {
    let mut task = TaskEntry::of_phase("Notify", id.place)?;
    task.skill.clone_from(&entry.skill);
    task.grant.clone_from(&entry.grant);
    task.knows.clone_from(&entry.knows);
    task.improvise = entry.improvise;
    task.decision.clone_from(&entry.decision);
    task.effort = entry.effort.clone().map(Effort::Of);
    Some(task)
}
