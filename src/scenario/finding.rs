//! What is wrong with the organisation that a scenario describes, seen before anything is played.

use crate::engine::time::Span;
use crate::model::change::Part;
use crate::model::fact::Wait;
use crate::model::ids::{PersonId, RequirementId, SystemId, TaskId};
use crate::model::plan::{Plan, RequirementOf, Task};
use crate::model::playbook::entry::Phase;
use crate::model::roster::Hours;

mod absence;
mod access;
mod apart;
mod attack;
mod calendar;
mod change;
mod contract;
mod cover;
mod dated;
mod decision;
mod demand;
mod escalation;
mod estate;
mod exercise;
mod exposure;
mod inject;
mod knowledge;
mod lead;
mod means;
mod notice;
mod outside;
mod overtime;
mod penalty;
mod permission;
mod recovery;
mod responsibility;
mod roster;
mod staff;
mod target;
pub mod week;

pub use permission::{Holds, permitted};
use week::When;

/// Something that is wrong, in words a leader reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub title: String,
    /// How it is known.
    pub evidence: String,
    /// How bad it is, from 0 to 100.
    pub weight: f64,
    /// At which hours of the week it holds, or from when to when.
    pub when: When,
    /// The states of the wait ledger in which a play shows it; none where no wait would.
    pub waits: &'static [Wait],
}
impl Finding {
    /// When it holds and how it is known, as a paragraph: "At any hour. …".
    pub fn in_full(&self) -> String {
        let mut letters = self.when.words.chars();
        let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
        format!("{first}{}. {}", letters.as_str(), self.evidence).trim_end().to_string()
    }
    /// It holds whenever it is.
    #[cfg_attr(test, track_caller)]
    fn new(weight: f64, title: String, evidence: String) -> Finding {
        #[cfg(test)]
        made::note(std::panic::Location::caller());
        let evidence = evidence.split_whitespace().collect::<Vec<_>>().join(" ");
        Finding { title, evidence, weight: weight.clamp(0.0, 100.0), when: When::any_hour(), waits: &[] }
    }
    /// It holds then only. Minutes of a week are worth less than hours.
    fn at(self, when: When) -> Finding {
        let little = when.hours.total() < HOUR_IN_MINUTES;
        Finding { weight: if little { self.weight / 2.0 } else { self.weight }, when, ..self }
    }
    /// It holds outside these hours.
    fn outside(self, plan: &Plan, weeks: &week::Weeks, cover: &Hours) -> Finding {
        self.at(weeks.outside(plan, cover))
    }
    /// It holds in these hours.
    fn inside(self, plan: &Plan, weeks: &week::Weeks, hours: &Hours) -> Finding {
        self.at(weeks.inside(plan, hours))
    }
}
const HOUR_IN_MINUTES: u32 = 60;
/// How people say that nobody is there in all hours of a week.
const ALWAYS: [(&str, &str); 2] = [
    ("For 168 of the 168 hours of a week nobody is on shift", "Nobody is ever on shift"),
    ("is on shift for 168 of the 168 hours of a week", "is ever on shift"),
];

/// Where in the source findings were made, for the test that has seen every kind of them.
#[cfg(test)]
pub(super) mod made {
    use std::collections::BTreeSet;
    use std::panic::Location;
    use std::sync::Mutex;

    static PLACES: Mutex<BTreeSet<(String, u32)>> = Mutex::new(BTreeSet::new());

    pub fn note(place: &Location) {
        let file = place.file().rsplit('/').next().unwrap_or_default().to_string();
        PLACES.lock().unwrap_or_else(|e| e.into_inner()).insert((file, place.line()));
    }

    /// File and line of each.
    pub fn places() -> BTreeSet<(String, u32)> {
        PLACES.lock().unwrap_or_else(|e| e.into_inner()).clone()
    }
}

/// All findings, the worst first.
pub fn findings(plan: &Plan) -> Vec<Finding> {
    use Wait::{Busy, Consultation, DecisionReach, Dependency, HandOver, NoGrant, NoKnowledge, OffDuty, Rework};
    let uses = Uses::of(plan);
    let mut all: Vec<Finding> = Vec::new();
    // What each family looks at, and the waits in which a play would show what it finds.
    let mut look = |waits: &'static [Wait], find: &dyn Fn(&mut Vec<Finding>)| {
        let before = all.len();
        find(&mut all);
        all[before..].iter_mut().for_each(|finding| finding.waits = waits);
    };
    look(&[Wait::Unanswered, OffDuty, NoGrant, NoKnowledge], &|all| cover::findings(plan, &uses, all));
    look(&[Wait::Unanswered, OffDuty], &|all| dated::findings(plan, all));
    look(&[DecisionReach], &|all| decision::findings(plan, all));
    look(&[Wait::Unanswered], &|all| escalation::findings(plan, &uses, all));
    look(&[OffDuty, Busy], &|all| staff::findings(plan, &uses, all));
    look(&[NoKnowledge, OffDuty], &|all| knowledge::findings(plan, &uses, all));
    look(&[HandOver, OffDuty], &|all| overtime::findings(plan, &uses, all));
    look(&[], &|all| lead::findings(plan, all));
    look(&[HandOver], &|all| apart::findings(plan, &uses, all));
    look(&[Rework], &|all| estate::findings(plan, all));
    look(&[Wait::Undetected], &|all| attack::findings(plan, all));
    look(&[OffDuty], &|all| roster::findings(plan, all));
    look(&[OffDuty], &|all| absence::findings(plan, &uses, all));
    look(&[Busy], &|all| demand::findings(plan, all));
    look(&[Wait::Vendor, OffDuty], &|all| outside::findings(plan, &uses, all));
    look(&[Wait::Vendor, OffDuty], &|all| contract::findings(plan, &uses, all));
    look(&[], &|all| exposure::findings(plan, all));
    look(&[OffDuty, Dependency], &|all| calendar::findings(plan, &uses, all));
    look(&[], &|all| penalty::findings(plan, all));
    look(&[NoGrant, DecisionReach], &|all| access::findings(plan, &uses, all));
    look(&[DecisionReach], &|all| notice::findings(plan, all));
    look(&[Consultation, DecisionReach], &|all| responsibility::findings(plan, all));
    look(&[Rework], &|all| recovery::findings(plan, all));
    look(&[Dependency, Wait::Unanswered], &|all| means::findings(plan, all));
    look(&[], &|all| inject::findings(plan, all));
    look(&[], &|all| exercise::findings(plan, all));
    look(&[], &|all| change::findings(plan, all));
    look(&[], &|all| target::findings(plan, all));
    sort(&mut all);
    all
}

/// The findings about responsibilities alone, the worst first.
pub fn of_responsibilities(plan: &Plan) -> Vec<Finding> {
    let mut all = Vec::new();
    responsibility::findings(plan, &mut all);
    sort(&mut all);
    all
}

fn sort(all: &mut [Finding]) {
    for finding in all.iter_mut().filter(|f| !f.when.sometimes) {
        finding.title = ALWAYS.iter().fold(std::mem::take(&mut finding.title), |title, (hours, ever)| title.replace(hours, ever));
    }
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.title.cmp(&b.title)));
}

/// How many names are listed before "and 3 more".
const LISTED: usize = 4;

/// Names as people list them: "a, b and c".
pub fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let shown: Vec<&str> = names.iter().take(LISTED).map(AsRef::as_ref).collect();
    let more = names.len() - shown.len();
    match (shown.as_slice(), more) {
        ([], _) => "nobody".into(),
        (some, 1..) => format!("{} and {more} more", some.join(", ")),
        ([one], _) => (*one).to_string(),
        ([most @ .., last], _) => format!("{} and {last}", most.join(", ")),
    }
}

/// How many sentences are told before "and 3 more".
const SHOWN: usize = 6;

/// The first few of several sentences, and how many more there are.
fn several(sentences: &[String]) -> String {
    let more = sentences.len().saturating_sub(SHOWN);
    let shown = sentences[..sentences.len() - more].join("; ");
    if more == 0 { format!("{shown}.") } else { format!("{shown}; and {more} more.") }
}

/// A mean in milliseconds, without the seconds of hours that nobody would name.
fn about(mean: f64) -> Span {
    let unit = if mean >= Span::HOUR.0 as f64 { Span::MINUTE.0 } else { 1 };
    Span(libm::round(mean / unit as f64) as i64 * unit)
}

/// "1 member", "3 members".
fn counted(many: usize, one: &str, more: &str) -> String {
    format!("{many} {}", if many == 1 { one } else { more })
}

fn person(plan: &Plan, id: PersonId) -> &str {
    &plan.people[id.at()].name
}

fn people(plan: &Plan, ids: &[PersonId]) -> String {
    listed(&ids.iter().map(|p| person(plan, *p)).collect::<Vec<_>>())
}

fn systems(plan: &Plan, ids: &[SystemId]) -> String {
    listed(&ids.iter().map(|s| plan.systems[s.at()].name.as_str()).collect::<Vec<_>>())
}

/// Hours in whole numbers, or with one digit: "123", "0.5".
fn hours(span: Span) -> String {
    let tenths = libm::round(span.hours_f64() * 10.0);
    if tenths % 10.0 == 0.0 { format!("{:.0}", tenths / 10.0) } else { format!("{:.1}", tenths / 10.0) }
}

/// How much of a week, of somebody: "5 hours a week", "30 min a week".
fn a_week(span: Span) -> String {
    of_week(span).replace(" of the 168 hours of a week", " hours a week")
}

/// How much of a week: "123 of the 168 hours of a week", "122 h 30 min a week", "30 min a week".
fn of_week(span: Span) -> String {
    let minutes = libm::round(span.0 as f64 / Span::MINUTE.0 as f64) as i64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{} min a week", minutes.max(1)),
        (hours, 0) => format!("{hours} of the 168 hours of a week"),
        (hours, minutes) => format!("{hours} h {minutes} min a week"),
    }
}

/// For how long of a week nobody of some people is on shift.
fn nobody_on_shift(uncovered: Span, of: &str) -> String {
    match uncovered {
        Span(0) => format!("somebody {of} is on shift at any hour"),
        some => format!("for {} nobody {of} is on shift", of_week(some)),
    }
}

/// For each requirement the tasks that ask it, each with its systems (none when it is the same for all).
#[derive(Debug)]
pub struct Uses(Vec<Vec<(TaskId, Vec<SystemId>)>>);

impl Uses {
    /// What the tasks of a plan ask.
    pub fn of(plan: &Plan) -> Uses {
        let mut uses = vec![Vec::new(); plan.requirements.len()];
        // Whoever is there can tell the informed: that is no work to find anything about.
        // Planned changes wait for those who are there: when that is has findings of its own.
        let waits = |task: &Task| task.change.is_some_and(|of| of.part != Part::Emergency);
        for (id, task) in (0..).map(TaskId).zip(&plan.tasks).filter(|(_, task)| !task.notice && !waits(task)) {
            match &task.requirement {
                None => {}
                Some(RequirementOf::Task(requirement)) => uses[requirement.at()].push((id, Vec::new())),
                Some(RequirementOf::System(by_system)) => {
                    for (system, requirement) in (0..).map(SystemId).zip(by_system) {
                        let Some(of) = requirement.map(|r| &mut uses[r.at()]) else { continue };
                        match of.last_mut() {
                            Some((last, systems)) if *last == id => systems.push(system),
                            _ => of.push((id, vec![system])),
                        }
                    }
                }
            }
        }
        Uses(uses)
    }

    /// The tasks that ask something.
    pub fn tasks(&self, requirement: RequirementId) -> impl Iterator<Item = TaskId> {
        self.0[requirement.at()].iter().map(|(task, _)| *task)
    }

    /// The systems that tasks of recovery bring back which ask something.
    fn brings_back(&self, plan: &Plan, requirement: RequirementId) -> Vec<SystemId> {
        let mut all = Vec::new();
        for (task, for_systems) in &self.0[requirement.at()] {
            let task = &plan.tasks[task.at()];
            match &task.each {
                Some(each) if task.phase == Phase::Recover && for_systems.is_empty() => {
                    all.extend((0..).map(SystemId).zip(each).filter(|(_, on)| **on).map(|(system, _)| system));
                }
                Some(_) if task.phase == Phase::Recover => all.extend(for_systems),
                _ => {}
            }
        }
        all
    }

    /// The tasks in words, with their systems: "restore of policy-admin", "isolate (ransomware)".
    fn words(&self, plan: &Plan, requirement: RequirementId) -> Vec<String> {
        self.words_of(plan, requirement, |_| true)
    }

    /// Some of the tasks in words.
    pub fn words_of(&self, plan: &Plan, requirement: RequirementId, which: impl Fn(TaskId) -> bool) -> Vec<String> {
        let mut all = Vec::new();
        for (task, for_systems) in self.0[requirement.at()].iter().filter(|(task, _)| which(*task)) {
            let task = &plan.tasks[task.at()];
            all.push(match for_systems.as_slice() {
                [] => format!("{} ({})", task.name, plan.playbooks[task.playbook.at()].id),
                some => format!("{} of {}", task.name, systems(plan, some)),
            });
        }
        all.sort();
        all.dedup();
        all
    }
}
