//! From what a file says of changes to the plan. A change that is raised by itself is kept like an incident: it has a kind and a playbook of
//! its own behind those of the file, with a task for each part of it, so that its work is work like any other.

use std::borrow::Cow;

use super::entry::{ChangeEntry, ChangeKind, WindowEntry};
use super::{Belongs, Change, Changes, Part, Review, Rollback};
use crate::engine::chance::{combine, subject};
use crate::engine::time::Instant;
use crate::model::access::build::{Reviewers, review_task, reviewer};
use crate::model::ids::{ChangeId, DecisionId, KindId, PlaybookId, SystemId, TaskId, TeamId};
use crate::model::incident::build::{Times, weights};
use crate::model::incident::change::urgency;
use crate::model::names::who::Called;
use crate::model::names::{Names, sorted};
use crate::model::notice::deadline::{DayOff, END_OF_DAY, Term, WorkingDays};
use crate::model::plan::{Arrivals, Desks, Kind, Playbook, Requirement};
use crate::model::playbook::build::{Built, TaskText, one};
use crate::model::playbook::entry::{Effort, TaskEntry};
use crate::model::roster::entry::HolidayEntry;
use crate::model::roster::{Hours, RosterContext, weekly};
use crate::text::{Dict, Id, Problems};

mod check;

/// Weeks of a year of 365 days.
const WEEKS: f64 = 365.0 / 7.0;

/// What changes are built from, beside their own entries.
#[derive(Debug)]
pub struct Sources<'s> {
    /// Holidays, for the working days of reviews.
    pub holidays: &'s Dict<HolidayEntry>,
    /// When windows are compiled; none where the scenario's clock could not be read.
    pub context: Option<RosterContext<'s>>,
    /// When nothing is changed, save in an emergency.
    pub frozen: &'s Hours,
}

/// Builds the changes, and adds what they are kept as to the kinds of incident and the playbooks.
pub fn changes<'e>(
    entries: &'e Dict<ChangeEntry>,
    sources: &Sources,
    times: &mut Times,
    built: &mut Built<'e>,
    kinds: &mut Vec<Kind>,
    names: &Names,
    problems: &mut Problems,
) -> Changes {
    let mut all = Vec::new();
    let by_tasks: Vec<bool> = sorted(entries).iter().map(|(id, _)| is_named(built, id)).collect();
    for ((number, (id, entry)), by_tasks) in (0..).map(ChangeId).zip(sorted(entries)).zip(&by_tasks) {
        check::change(id, entry, *by_tasks, names, problems);
        let mut change = plain(id, entry, *by_tasks, names, problems);
        change.window = entry.window.as_ref().and_then(|window| hours(window, sources, times, problems));
        change.open = open(&change, sources.frozen);
        change.review = review(entry, sources, names, problems);
        if let Some(kind) = change.begins {
            let hit = kinds.get_mut(kind.at()).map(|kind| &mut kind.by_changes);
            hit.into_iter().for_each(|hit| hit.extend(&change.systems));
        }
        if entry.is_raised() {
            Keeping { number, id, entry, names }.keep(&mut change, times, built, kinds, problems);
        }
        all.push(change);
    }
    mark(&all, built, names, problems);
    Changes(all)
}

/// Some task of a playbook is such a change.
fn is_named(built: &Built, id: &Id) -> bool {
    built.texts.iter().any(|text| text.entry.change.as_ref().is_some_and(|named| named.text == id.text))
}

fn plain(id: &Id, entry: &ChangeEntry, by_tasks: bool, names: &Names, problems: &mut Problems) -> Change {
    let mut decision = |of: &Option<Id>| of.as_ref().and_then(|d| names.decisions.find(d, problems)).map(DecisionId);
    let (approval, go_ahead) = (decision(&entry.approval), decision(&entry.go_ahead));
    let mut teams: Vec<TeamId> = names.teams.find_all(&entry.teams, problems).into_iter().map(TeamId).collect();
    teams.dedup();
    Change {
        id: id.text.clone(),
        name: entry.name.clone().unwrap_or_else(|| id.text.clone()),
        luck: combine(subject("change"), subject(id)),
        kind: entry.kind,
        risk: entry.risk,
        systems: names.systems.find_all(&entry.systems, problems).into_iter().map(SystemId).collect(),
        teams,
        fails: entry.failures(),
        noticed: entry.noticed.map_or(1.0, |share| share.0),
        begins: entry.begins.as_ref().and_then(|kind| names.kinds.find(kind, problems)).map(KindId),
        comes_again: entry.rate_per_week.is_some(),
        by_tasks,
        approval,
        go_ahead,
        window: None,
        open: None,
        carry: None,
        rollback: None,
        review: None,
    }
}

/// When a change may begin.
fn hours(window: &WindowEntry, sources: &Sources, times: &mut Times, problems: &mut Problems) -> Option<Hours> {
    match window {
        WindowEntry::Weekly(shifts) => Some(weekly(sources.context.as_ref()?, shifts, problems)),
        WindowEntry::Between(from, to) => {
            let [opens, closes] = [from, to].map(|moment| (times.instant)(moment, problems));
            let (opens, closes) = (opens?, closes?);
            if closes <= opens {
                problems.at(to.place, "this window ends before it begins", "a window is written from-to");
            } else if closes <= Instant(0) {
                problems.at(to.place, "this window is over before the play starts", "nothing could begin in it");
            }
            Some(Hours::between(opens, closes))
        }
    }
}

/// When a change may begin, without what is frozen.
fn open(change: &Change, frozen: &Hours) -> Option<Hours> {
    if frozen.is_never() || change.kind == ChangeKind::Emergency {
        return change.window.clone();
    }
    Some(change.window.as_ref().map_or_else(|| Hours::always().minus(frozen), |window| window.minus(frozen)))
}

fn review(entry: &ChangeEntry, sources: &Sources, names: &Names, problems: &mut Problems) -> Option<Review> {
    let review = entry.review.as_ref()?;
    names.who(&review.by, Called::AsPermitted, problems);
    let calendar = review.calendar.as_ref().map_or(&[][..], |all| &all.0);
    names.holidays.find_all(calendar, problems);
    let counted = sources.holidays.iter().filter(|(id, _)| calendar.contains(id));
    let dates = counted.flat_map(|(_, entry)| entry.days.iter().map(|day| day.civil));
    let days = WorkingDays::new(sources.context.as_ref()?.zone.clone(), dates);
    let within = Term { within: review.within, at_most: None, by: END_OF_DAY, day_off: DayOff::Stands, days };
    Some(Review { within, tasks: Vec::new() })
}

/// A change that is raised by itself, and what it is kept as.
struct Keeping<'e, 'n> {
    number: ChangeId,
    id: &'e Id,
    entry: &'e ChangeEntry,
    names: &'n Names<'n>,
}

impl<'e> Keeping<'e, '_> {
    fn keep(&self, change: &mut Change, times: &mut Times, built: &mut Built<'e>, kinds: &mut Vec<Kind>, problems: &mut Problems) {
        let playbook = PlaybookId(built.playbooks.len() as u32);
        let first = built.tasks.len();
        let urgent = change.kind == ChangeKind::Emergency;
        let mut before: Option<TaskId> = None;
        let parts = [
            (Part::Test, false, self.entry.test.is_some()),
            (Part::Approval, false, self.entry.go_ahead.is_some() && change.approval.is_some()),
            (Part::GoAhead, false, self.entry.go_ahead.is_some()),
            (Part::Carry, urgent, true),
        ];
        for (part, calls, _) in parts.into_iter().filter(|(.., there)| *there) {
            let task = self.task(part, calls, change, playbook, built, problems);
            if let Some(before) = before.replace(task) {
                built.tasks[task.at()].after.push(before);
            }
        }
        change.carry = before;
        if let Some(rollback) = &self.entry.rollback {
            let task = self.task(Part::Rollback, true, change, playbook, built, problems);
            change.rollback = Some(Rollback { task, works: rollback.works.0, within: rollback.within.map(|within| within.0) });
        }
        built.playbooks.push(Playbook {
            id: self.id.text.clone(),
            service: None,
            escalation: None,
            responsible: change.teams.clone(),
            tasks: (first..built.tasks.len()).map(|task| TaskId(task as u32)).collect(),
            has_contain: false,
            has_recover: true,
            has_decisions: built.tasks[first..].iter().any(|task| task.decision.is_some()),
            lead: None,
            takes: Desks::default(),
            does: Desks::default(),
            isolates: false,
            reconnected: vec![false; self.names.systems.len()],
            notices: Vec::new(),
        });
        kinds.push(Kind {
            id: change.id.clone(),
            name: change.name.clone(),
            luck: change.luck,
            playbook,
            attack: None,
            arrivals: self.arrivals(times, problems),
            hits: Vec::new(),
            hits_one_of: Vec::new(),
            severity: urgency(change.kind),
            reported: None,
            assessment: [0.0; 2],
            waves: None,
            sensors: Vec::new(),
            by_changes: Vec::new(),
            sector_wide: false,
            change: Some(self.number),
        });
    }

    fn arrivals(&self, times: &mut Times, problems: &mut Problems) -> Arrivals {
        match (&self.entry.at, self.entry.rate_per_week) {
            (Some(at), _) => {
                let Some(instant) = (times.instant)(at, problems) else { return Arrivals::ByFailure };
                if instant < Instant(0) || times.arrivals_end.is_some_and(|end| instant >= end) {
                    let title = format!("the change `{}` is raised outside the play", self.id);
                    problems.at(at.place, title, "changes are raised from `starts` on, for `warm_up` and `runs_for`");
                }
                Arrivals::At(instant)
            }
            (None, Some(rate)) => {
                let of = ["changes", self.id];
                Arrivals::Rate(weights::rates(of, rate * WEEKS, &self.entry.weight_by_hour, self.names, problems))
            }
            (None, None) => Arrivals::ByFailure,
        }
    }

    /// Adds the task of one part.
    fn task(
        &self,
        part: Part,
        calls: bool,
        change: &Change,
        playbook: PlaybookId,
        built: &mut Built<'e>,
        problems: &mut Problems,
    ) -> TaskId {
        let (ending, words) = match part {
            Part::Test => (".test", "the test of "),
            Part::Approval => (".approval", "the approval of "),
            Part::GoAhead => (".go-ahead", "the go-ahead for "),
            Part::Rollback => (".rollback", "the rollback of "),
            _ => ("", ""),
        };
        let number = TaskId(built.tasks.len() as u32);
        let Some(mut text) = TaskEntry::of_phase("Recover", self.id.place) else { return number };
        text.name = Some(format!("{words}{}", change.name));
        self.ask(part, &mut text);
        let mut task = one(self.id, self.id, &text, playbook, self.names, problems);
        task.id = format!("{}{ending}", change.id);
        task.luck = combine(change.luck, subject(ending));
        task.change = Some(Belongs { change: self.number, part, calls });
        task.decision = match part {
            Part::Approval => change.approval,
            Part::Carry => change.approval.filter(|_| change.go_ahead.is_none()),
            Part::GoAhead => change.go_ahead,
            _ => None,
        };
        let teams = match &self.entry.rollback {
            Some(rollback) if part == Part::Rollback && !rollback.teams.is_empty() => {
                self.names.teams.find_all(&rollback.teams, problems).into_iter().map(TeamId).collect()
            }
            _ => change.teams.clone(),
        };
        built.tasks.push(task);
        built.texts.push(TaskText { playbook: self.id, id: self.id, entry: Cow::Owned(text), teams, service: None });
        number
    }

    /// What a part takes, and asks of people.
    fn ask(&self, part: Part, text: &mut TaskEntry) {
        let entry = self.entry;
        if part.is_decision() {
            return;
        }
        text.skill.clone_from(&entry.skill);
        text.grant.clone_from(&entry.grant);
        let rollback = entry.rollback.as_ref().filter(|_| part == Part::Rollback);
        let effort = match rollback {
            None => {
                text.knows.clone_from(&entry.knows);
                text.improvise = entry.improvise;
                if part == Part::Test { entry.test.clone() } else { entry.effort.clone() }
            }
            Some(rollback) => {
                text.skill = rollback.skill.clone().or(text.skill.take());
                text.grant = rollback.grant.clone().or(text.grant.take());
                Some(rollback.effort.clone())
            }
        };
        text.effort = effort.map(Effort::Of);
    }
}

/// Marks the tasks of playbooks that are emergency changes: the change says who approves them.
fn mark(changes: &[Change], built: &mut Built, names: &Names, problems: &mut Problems) {
    for (task, text) in built.tasks.iter_mut().zip(&built.texts) {
        let Some(id) = &text.entry.change else { continue };
        let Some(number) = names.changes.find(id, problems) else { continue };
        let Some(change) = changes.get(number as usize) else { continue };
        check::task(text, id, change, names, problems);
        task.decision = task.decision.or(change.approval);
        task.change = Some(Belongs { change: ChangeId(number), part: Part::Emergency, calls: true });
        if let Some(playbook) = built.playbooks.get_mut(task.playbook.at()) {
            playbook.has_decisions |= task.decision.is_some();
        }
    }
}

/// Adds the reviews that emergency changes owe: a task in each playbook in which there may be one.
pub fn reviews(
    changes: &mut Changes,
    entries: &Dict<ChangeEntry>,
    built: &mut Built,
    requirements: &mut Vec<Requirement>,
    staff: Reviewers,
    names: &Names,
) {
    for ((number, (_, entry)), change) in (0..).map(ChangeId).zip(sorted(entries)).zip(&mut changes.0) {
        let (Some(text), Some(review)) = (&entry.review, &mut change.review) else { continue };
        let Some(requirement) = reviewer(&text.by, staff, names, requirements) else { continue };
        let of = |task: &&crate::model::plan::Task| task.change.is_some_and(|of| of.change == number);
        let mut playbooks: Vec<PlaybookId> = built.tasks.iter().filter(of).map(|task| task.playbook).collect();
        playbooks.dedup();
        for playbook in playbooks {
            let words = format!("the review of {}", change.name);
            let id = format!("{}.review", change.id);
            let mut task = review_task((id, words), text.effort.clone(), playbook, &built.playbooks[playbook.at()].id, requirement);
            task.change = Some(Belongs { change: number, part: Part::Review, calls: false });
            review.tasks.push((playbook, TaskId(built.tasks.len() as u32)));
            built.tasks.push(task);
        }
    }
}
