//! Whose fields count for whom, and which of them cannot be or change nothing.

use std::ops::Range;

use super::{KINDS, Said, Sources};
use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::model::absence::entry::AbsenceEntry;
use crate::model::names::{Names, sorted};
use crate::model::plan::Person;
use crate::text::{Id, Place, Problems};

/// More people do not leave in a year than ten times all there are.
const MOST_TURNOVER: f64 = 10.0;

/// The entries that count for one person, the nearest first.
pub(super) struct Layers<'e> {
    entries: Vec<&'e AbsenceEntry>,
    provider: bool,
}
impl<'e> Layers<'e> {
    /// What the nearest entry says that says anything.
    pub(super) fn first<T>(&self, of: impl Fn(&'e AbsenceEntry) -> Option<T>) -> Option<T> {
        self.entries.iter().find_map(|e| of(e))
    }
    /// Where the nearest entry is.
    pub(super) fn place(&self) -> Place {
        self.first(|e| Some(e.place)).unwrap_or_default()
    }
    /// Nobody is missed.
    fn covered(&self) -> bool {
        self.first(|e| e.covered).unwrap_or(self.provider)
    }
    /// Working days a year, whoever comes in their place.
    fn asked(&self, kind: &Said) -> f64 {
        self.first(kind.days).map_or(0.0, |d| d.0 as f64 / Span::DAY.0 as f64)
    }
    /// Working days a year on which somebody is missed.
    pub(super) fn days(&self, kind: &Said) -> f64 {
        if self.covered() { 0.0 } else { self.asked(kind) }
    }
    /// How many leave in a year, whoever comes in their place.
    fn turnover_asked(&self) -> f64 {
        self.first(|e| e.turnover_per_year).unwrap_or(0.0)
    }
    /// How many leave in a year and are missed.
    pub(super) fn turnover(&self) -> f64 {
        if self.covered() { 0.0 } else { self.turnover_asked() }
    }
}

/// Checks all entries and says which count for whom.
pub(super) fn entries<'e>(sources: &Sources<'e>, names: &Names, problems: &mut Problems) -> Vec<Layers<'e>> {
    let teams = sorted(sources.teams);
    let of_team = |person: &Person| teams.get(person.team.at()).and_then(|(_, t)| t.absence.as_ref());
    let mut all: Vec<Layers> = Vec::with_capacity(sources.people.len());
    let mut people = sources.people.iter();
    let mut own: Vec<(&Id, &AbsenceEntry, Range<usize>)> = Vec::new();
    for (id, entry) in sorted(sources.entries) {
        let many = names.people.range(id).map_or(0, |r| r.len());
        if let Some(absence) = &entry.absence {
            own.push((id, absence, all.len()..all.len() + many));
        }
        for person in people.by_ref().take(many) {
            let entries = [entry.absence.as_ref(), of_team(person), sources.scenario];
            let provider = sources.employers.get(person.employer.at()).is_some_and(|e| e.provider);
            all.push(Layers { entries: entries.into_iter().flatten().collect(), provider });
        }
    }
    let everybody: Vec<&Layers> = all.iter().collect();
    let mut check = |entry: &AbsenceEntry, path: &[&str], people: &[&Layers]| Check { entry, path, people, names, problems }.all();
    if let Some(entry) = sources.scenario {
        check(entry, &["absence"], &everybody);
    }
    for (number, (id, team)) in teams.iter().enumerate() {
        if let Some(entry) = &team.absence {
            let members: Vec<&Layers> = all.iter().zip(sources.people).filter(|(_, p)| p.team.at() == number).map(|(l, _)| l).collect();
            check(entry, &["teams", id, "absence"], &members);
        }
    }
    for (id, entry, range) in own {
        check(entry, &["people", id, "absence"], &everybody[range]);
    }
    all
}

/// One entry, where it is, and whom it is about.
struct Check<'c, 'n> {
    entry: &'c AbsenceEntry,
    path: &'c [&'c str],
    people: &'c [&'c Layers<'c>],
    names: &'c Names<'n>,
    problems: &'c mut Problems,
}
impl Check<'_, '_> {
    fn all(mut self) {
        let entry = self.entry;
        let days = KINDS.iter().any(|k| (k.days)(entry).is_some() || (k.lasts)(entry).is_some()) || entry.leave_by_month.is_some();
        let seats = entry.turnover_per_year.is_some() || self.of_seats().iter().any(|(_, given)| *given);
        if !days && !seats && entry.covered.is_none() {
            let problem = self.problems.at(entry.place, "this says nothing about absence", "it would have no effect");
            problem.help("for example absence: (annual_leave: \"22d\", sick: \"6d\", training: \"4d\"), in working days a year");
        }
        for kind in &KINDS {
            self.kind(kind);
        }
        self.months();
        self.turnover();
        let nobody = self.people.iter().all(|p| p.turnover_asked() <= 0.0 && KINDS.iter().all(|kind| p.asked(kind) <= 0.0));
        if entry.covered.is_some() && nobody {
            self.at("covered", "nobody it is about is ever away", "`covered` would have no effect", "");
        }
    }

    fn at(&mut self, field: &str, title: impl Into<String>, label: &str, help: &str) {
        let problem = self.problems.at(self.names.place(&[self.path, &[field]].concat()), title, label);
        if !help.is_empty() {
            problem.help(help);
        }
    }

    fn kind(&mut self, kind: &Said) {
        let [days, lasts] = kind.fields;
        let (given, length) = ((kind.days)(self.entry), (kind.lasts)(self.entry));
        if given.is_some_and(|d| d > Span::YEAR) {
            self.at(days, format!("`{days}` is longer than a year"), "working days a year", "");
        }
        let nobody = self.people.iter().all(|p| p.days(kind) <= 0.0);
        if nobody && given.is_some_and(|d| d > Span::ZERO) {
            self.covered(days);
        } else if nobody && length.is_some() {
            let title = format!("`{lasts}` is given, but nobody it is about has any `{days}`");
            self.at(lasts, title, "this would have no effect", &format!("give {days} too, for example {days}: \"6d\""));
        }
        if length.is_some_and(|l| l.mean() < 60_000.0) {
            self.at(lasts, format!("`{lasts}` is no time at all"), "working days, for example \"2d\"", "");
        }
    }

    fn covered(&mut self, field: &str) {
        let title = format!("`{field}` is given, but everybody it is about is covered");
        self.at(field, title, "this would have no effect", "people of a provider are covered unless it says covered: false");
    }

    fn months(&mut self) {
        let Some(weights) = &self.entry.leave_by_month else { return };
        let sound = weights.len() == 12 && weights.iter().all(|w| w.is_finite() && *w >= 0.0) && weights.iter().any(|w| *w > 0.0);
        if !sound {
            let label = format!("{} numbers", weights.len());
            let help = "1 for an ordinary month, 2 for one in which twice as much leave is taken, 0 for none";
            self.at("leave_by_month", "`leave_by_month` needs a number for each month, January first", &label, help);
        } else if self.people.iter().all(|p| p.days(&KINDS[0]) <= 0.0) {
            let title = "`leave_by_month` is given, but nobody it is about has any `annual_leave`";
            self.at("leave_by_month", title, "this would have no effect", "");
        }
    }

    /// The fields about people who come and go, and whether each is given.
    fn of_seats(&self) -> [(&'static str, bool); 4] {
        let e = self.entry;
        [
            ("notice", e.notice.is_some()),
            ("time_to_hire", e.time_to_hire.is_some()),
            ("ramp", e.ramp.is_some()),
            ("ramp_takes", e.ramp_takes.is_some()),
        ]
    }

    fn turnover(&mut self) {
        let entry = self.entry;
        let nobody = self.people.iter().all(|p| p.turnover() <= 0.0);
        if let Some(rate) = entry.turnover_per_year {
            if !(0.0..=MOST_TURNOVER).contains(&rate) {
                let title = format!("{rate} of all people cannot leave in a year");
                self.at("turnover_per_year", title, "0 or more", "13 of a hundred are written 0.13");
            } else if rate > 0.0 && nobody {
                self.covered("turnover_per_year");
            }
        }
        for (field, _) in self.of_seats().into_iter().filter(|(_, given)| *given && nobody && entry.turnover_per_year.is_none()) {
            let title = format!("`{field}` is given, but nobody it is about ever leaves");
            self.at(field, title, "this would have no effect", "give turnover_per_year too, for example turnover_per_year: 0.13");
        }
        if entry.ramp_takes.is_some_and(|takes| takes.is_nan() || takes <= 0.0) {
            self.at("ramp_takes", "work cannot take somebody new no time at all", "more than 0, for example 1.5", "");
        }
    }
}

/// What a distribution is unless it is given.
pub(super) fn given_or(given: Option<&Dist>, usual: Dist) -> Dist {
    given.cloned().unwrap_or(usual)
}
