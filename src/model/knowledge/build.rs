//! Runbooks as the plan has them.

use super::entry::RunbookEntry;
use super::{Exercised, Pairing, Runbook, Runbooks, Written};
use crate::engine::time::Instant;
use crate::model::change::entry::ChangeEntry;
use crate::model::estate::entry::SystemEntry;
use crate::model::names::{Names, sorted, unknown};
use crate::model::notice::entry::NoticeEntry;
use crate::model::playbook::entry::PlaybookEntry;
use crate::model::roster::Zone;
use crate::text::{Dict, Id, Problems};

/// What takes knowledge in a file.
#[derive(Copy, Clone, Debug)]
pub struct Takers<'e> {
    /// Restores of systems.
    pub systems: &'e Dict<SystemEntry>,
    /// Tasks.
    pub playbooks: &'e Dict<PlaybookEntry>,
    /// Notices.
    pub notices: &'e Dict<NoticeEntry>,
    /// Changes.
    pub changes: &'e Dict<ChangeEntry>,
}
impl<'e> Takers<'e> {
    /// The runbooks that something takes, each with how many times as long it takes those who improvise.
    fn all(self) -> impl Iterator<Item = (&'e Id, Option<f64>)> {
        let systems = self.systems.iter().filter_map(|(_, s)| Some((s.runbook.as_ref()?, s.improvise)));
        let tasks = self.playbooks.iter().flat_map(|(_, p)| p.tasks.iter()).filter_map(|(_, t)| Some((t.knows.as_ref()?, t.improvise)));
        let notices = self.notices.iter().filter_map(|(_, n)| Some((n.knows.as_ref()?, n.improvise)));
        let changes = self.changes.iter().filter_map(|(_, c)| Some((c.knows.as_ref()?, c.improvise)));
        systems.chain(tasks).chain(notices).chain(changes)
    }
}

/// What is said of each runbook; nothing where nothing is said of any. `zone` is missing where the file's own is not known.
pub fn runbooks(entries: &Dict<RunbookEntry>, takers: Takers, zone: Option<&Zone>, names: &Names, problems: &mut Problems) -> Runbooks {
    let mut all = Runbooks::default();
    if entries.iter().next().is_none() {
        return all;
    }
    all.all.resize_with(names.runbooks.len(), Runbook::default);
    for (id, entry) in sorted(entries) {
        check(id, entry, takers, names, problems);
        let pairing = entry.pairing.as_ref().map(|p| Pairing { takes: p.takes_times, learns: p.learns.0 });
        all.passed_on |= pairing.is_some();
        let written = (entry.documented == Some(true)).then(|| written(entry, zone));
        if let Some(of) = names.runbooks.number(id).and_then(|number| all.all.get_mut(number as usize)) {
            *of = Runbook { written, pairing, said: true };
        }
    }
    all
}

fn written(entry: &RunbookEntry, zone: Option<&Zone>) -> Written {
    let a_year_before = zone.map(|zone| zone.civil(Instant(0)).date().saturating_sub(jiff::Span::new().days(365)));
    let exercised = match entry.last_exercised {
        None => Exercised::Never,
        Some(day) if a_year_before.is_none_or(|from| day.civil >= from) => Exercised::Lately,
        Some(_) => Exercised::LongAgo,
    };
    let (takes, works) = (entry.takes_times.unwrap_or(1.0), entry.works.map_or(1.0, |w| w.0));
    match exercised {
        Exercised::Lately => Written { takes, works, exercised },
        _ => Written {
            takes: takes * entry.unexercised_takes.unwrap_or(1.0),
            works: 1.0 - (1.0 - works) * entry.unexercised_fails.unwrap_or(1.0),
            exercised,
        },
    }
}

fn check(id: &Id, entry: &RunbookEntry, takers: Takers, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["runbooks", id, field]);
    if names.whole && !takers.all().any(|(taken, _)| taken.text == id.text) {
        match names.runbooks.number(id) {
            None => {
                let known = "those that anybody knows or anything takes";
                unknown(id, "runbook", known, names.runbooks.names(), problems);
            }
            Some(_) => {
                let problem = problems.at(id.place, format!("nothing takes the runbook `{id}`"), "this has no effect");
                problem.help(format!("name it in the `runbook` of a system or in `knows` of a task: \"{id}\""));
            }
        }
    }
    if entry.documented.is_none() && entry.pairing.is_none() {
        let problem = problems.at(id.place, format!("nothing is said of the runbook `{id}`"), "this has no effect");
        problem.help("add documented: true or pairing: (…), or take it out");
    }
    if let Some(pairing) = &entry.pairing {
        if !(1.0..=1e3).contains(&pairing.takes_times) {
            let at = names.place(&["runbooks", id, "pairing", "takes_times"]);
            problems.at(at, "work is not faster while somebody is shown how it is done", "1 or more");
        }
        if pairing.learns.0 <= 0.0 {
            let at = names.place(&["runbooks", id, "pairing", "learns"]);
            problems.at(at, "nobody would ever learn anything", "more than 0").help("take `pairing` out");
        }
    }
    if entry.documented == Some(true) {
        followed(id, entry, takers, names, problems);
    } else {
        let said = [
            (entry.takes_times.is_some(), "takes_times"),
            (entry.works.is_some(), "works"),
            (entry.last_exercised.is_some(), "last_exercised"),
            (entry.unexercised_takes.is_some(), "unexercised_takes"),
            (entry.unexercised_fails.is_some(), "unexercised_fails"),
        ];
        for (_, field) in said.iter().filter(|(said, _)| *said) {
            let title = format!("nothing is written down that could be followed: `{id}`");
            let problem = problems.at(place(field), title, format!("`{field}` has no effect without `documented`"));
            problem.help("add documented: true, or take this out");
        }
    }
}

/// What following it comes to must make sense.
fn followed(id: &Id, entry: &RunbookEntry, takers: Takers, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["runbooks", id, field]);
    for (times, field) in [(entry.takes_times, "takes_times"), (entry.unexercised_takes, "unexercised_takes")] {
        if times.is_some_and(|times| !(1.0..=1e3).contains(&times)) {
            problems.at(place(field), "who has to look it up is not faster than who knows it", "1 or more");
        }
    }
    let works = entry.works.map_or(1.0, |w| w.0);
    if works <= 0.0 {
        problems.at(place("works"), "work that never succeeds would be tried for ever", "more than 0").help("documented: false");
    }
    if let Some(fails) = entry.unexercised_fails {
        if fails < 1.0 {
            problems.at(place("unexercised_fails"), "a runbook does not get better by not being tried out", "1 or more");
        } else if works >= 1.0 {
            let problem =
                problems.at(place("unexercised_fails"), "no attempt by it fails for being by it", "this has no effect without `works`");
            problem.help("add works: 0.95, or whatever share of attempts works");
        } else if (1.0 - works) * fails >= 1.0 {
            problems.at(place("unexercised_fails"), "work that never succeeds would be tried for ever", "less than that");
        }
    }
    let slowest = entry.takes_times.unwrap_or(1.0) * entry.unexercised_takes.unwrap_or(1.0);
    let quicker = takers.all().filter(|(taken, _)| taken.text == id.text).filter_map(|(_, times)| times).find(|times| *times < slowest);
    if let Some(times) = quicker {
        let title = format!("whoever follows `{id}` takes longer than whoever improvises");
        let field = if entry.takes_times.is_some() { "takes_times" } else { "unexercised_takes" };
        let problem = problems.at(place(field), title, format!("{slowest} times as long, against {times} times"));
        problem.help("nobody would follow it: less, or more in the `improvise` of what takes it");
    }
}
