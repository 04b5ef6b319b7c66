//! Rosters from the text of a scenario to hours and turns.

use jiff::civil::DateTime;

use super::entry::{HolidayEntry, OverrideEntry, RosterEntry};
use super::{Hours, RosterContext, Rosters, Seat, Zone, compile};
use crate::engine::time::{Instant, Span};
use crate::model::ids::PersonId;
use crate::text::{Dict, Id, Problems, Sources, entry, parse, read};

mod changes;
mod clock;
mod mistakes;
mod naive;
mod rotas;
mod shifts;

entry! {
    /// As much of a person as rosters need.
    pub struct PersonEntry {
        /// How many.
        count: Option<u32>,
        /// When.
        roster: Option<Id>,
    }
}
entry! {
    /// The sections on rosters.
    pub struct Sections {
        /// Rosters and rotas.
        rosters: Dict<RosterEntry>,
        /// Holidays.
        holidays: Dict<HolidayEntry>,
        /// Overrides.
        overrides: Dict<OverrideEntry>,
        /// People.
        people: Dict<PersonEntry>,
    }
}

/// A zone and some days of it, from a local time on.
fn zone(name: &str, starts: &str) -> Zone {
    Zone::new(name, civil(starts)).expect("a known zone")
}
fn civil(text: &str) -> DateTime {
    text.parse().expect("a date and time")
}

/// What a scenario compiles to.
struct Compiled {
    rosters: Rosters,
    zone: Zone,
    names: Vec<String>,
    /// One line for each: title, what is underlined, label, help.
    mistakes: Vec<String>,
}

impl Compiled {
    fn person(&self, id: &str) -> PersonId {
        PersonId(self.names.iter().position(|name| name == id).expect("a known person") as u32)
    }
    fn hours(&self, id: &str) -> &Hours {
        &self.rosters.hours[self.rosters.of_person(self.person(id)).at()]
    }
    /// The shifts of a person by the local clock: "Mon 08:30 - Mon 17:30".
    fn shifts(&self, id: &str) -> Vec<String> {
        self.hours(id).spans().iter().map(|(from, to)| format!("{} - {}", self.zone.format(*from), self.zone.format(*to))).collect()
    }
    /// Who is on call by a rota at a local time.
    fn on_call(&self, rota: &str, at: &str) -> Vec<&str> {
        let rota = &self.rosters.rotas[self.rosters.rota(rota).expect("a known rota").at()];
        rota.on_call(self.at(at)).iter().map(|person| self.names[person.at()].as_str()).collect()
    }
    fn at(&self, civil_time: &str) -> Instant {
        self.zone.instant(civil(civil_time))
    }
    fn is_on(&self, id: &str, at: &str) -> bool {
        self.hours(id).on_at(self.at(at))
    }
}

/// Compiles the sections of a text over some days from a local time on, mistakes and all.
fn attempt(text: &str, zone_name: &str, starts: &str, days: i64) -> Compiled {
    let (mut sources, mut problems) = (Sources::default(), Problems::new());
    let file = sources.add("test".into(), text.into());
    let root = parse(&sources, file, &mut problems).expect("well-formed text");
    let sections: Sections = read(&root, &mut problems).unwrap_or_else(|| panic!("{problems:?}"));
    let zone = zone(zone_name, starts);
    let mut seats: Vec<Seat> = Vec::new();
    for (id, person) in &sections.people.0 {
        let seat = |index: u32, name: String| Seat { id: name, entry: id, index, roster: person.roster.as_ref() };
        match person.count {
            Some(count) => seats.extend((0..count).map(|index| seat(index, format!("{id}-{}", index + 1)))),
            None => seats.push(seat(0, id.text.clone())),
        }
    }
    seats.sort_by(|a, b| a.id.cmp(&b.id));
    let context = RosterContext { zone: &zone, from: Instant(0), to: Instant(0) + Span::days(days) };
    let rosters = compile(&context, &sections.rosters, &sections.holidays, &sections.overrides, &seats, &mut problems);
    let line = |problem: &crate::text::Problem| {
        let place = problem.place.map_or("", |place| sources.excerpt(place));
        format!("{} [{place}] {}: {}", problem.title, problem.label, problem.help.as_deref().unwrap_or(""))
    };
    let mistakes = problems.iter().map(line).collect();
    let names = seats.iter().map(|seat| seat.id.clone()).collect();
    drop(seats);
    Compiled { rosters, zone, names, mistakes }
}

/// Compiles sections without mistakes.
fn compiled(text: &str, zone_name: &str, starts: &str, days: i64) -> Compiled {
    let compiled = attempt(text, zone_name, starts, days);
    assert_eq!(compiled.mistakes, Vec::<String>::new());
    compiled
}
