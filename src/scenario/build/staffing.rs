//! Rosters and rotas for the people of a scenario, business hours and the business calendar.

use std::collections::BTreeSet;

use super::calendar::calendar;
use super::clock::Clock;
use super::salvage::Salvaged;
use crate::engine::time::{Instant, Span};
use crate::model::business_calendar::BusinessCalendar;
use crate::model::ids::{PersonId, RotaId};
use crate::model::names::{Names, sorted};
use crate::model::plan::Person;
use crate::model::roster::{Hours, RosterContext, Rosters, Seat, Zone, compile as compile_rosters, weekly};
use crate::scenario::entry::ScenarioEntry;
use crate::text::{Id, Problems};

/// Rosters reach at least so far, so that a typical week can be told.
const AT_LEAST: Span = Span(8 * 7 * 24 * 3_600_000);

/// Who works when.
#[derive(Debug)]
pub struct Staffing {
    /// Hours and rotas.
    pub rosters: Rosters,
    /// Hours in which downtime costs more.
    pub business_hours: Hours,
    /// Times of the business year.
    pub calendar: BusinessCalendar,
    /// Those who are on shift around the clock and rest in turn, by team and roster.
    pub in_turn: Vec<Vec<PersonId>>,
    /// All of these are compiled up to here.
    pub end: Instant,
}

impl Staffing {
    /// Gives people their hours.
    pub fn assign_hours(&self, people: &mut [Person]) {
        for (number, person) in (0..).map(PersonId).zip(people.iter_mut()) {
            person.hours = self.rosters.of_person(number).0;
        }
    }

    /// Gives people the rotas on which they can be paged; `absences` when members take each other's turns.
    pub fn assign_rotas(&self, people: &mut [Person], absences: bool) {
        for (rota, turns) in (0..).map(RotaId).zip(&self.rosters.rotas) {
            // Members who have no turn of their own so soon may be asked to take another's.
            let members = if absences { turns.members() } else { &[] };
            let asked: BTreeSet<&PersonId> = turns.everyone().iter().chain(members).collect();
            for member in asked {
                if let Some(person) = people.get_mut(member.at()) {
                    person.rotas.push(rota);
                }
            }
        }
    }

    /// The hours of a roster; reports a name that means none.
    pub fn hours_of(&self, id: &Id, names: &Names, problems: &mut Problems) -> Option<Hours> {
        names.rosters.find(id, problems)?;
        if names.rotas.number(id).is_some() {
            problems.at(id.place, format!("`{id}` is an on-call rota, not hours"), "a roster with shifts is needed");
            return None;
        }
        self.rosters.of_roster(id).and_then(|hours| self.rosters.hours.get(hours.at())).cloned()
    }
}

/// Compiles rosters, rotas, holidays and overrides.
pub fn compile(entry: &ScenarioEntry, clock: &Option<Clock>, salvaged: &Salvaged, names: &Names, problems: &mut Problems) -> Staffing {
    let anywhere = Zone::new("UTC", entry.starts.civil).ok();
    let Some(zone) = clock.as_ref().map(|c| &c.zone).or(anywhere.as_ref()) else {
        return Staffing {
            rosters: Rosters::default(),
            business_hours: Hours::never(),
            in_turn: Vec::new(),
            calendar: BusinessCalendar::default(),
            end: Instant(0),
        };
    };
    let end = clock.as_ref().map_or(Instant(0), Clock::end).max(Instant(0) + AT_LEAST);
    let context = RosterContext { zone, from: Instant(0), to: end };
    let people = sorted(&entry.people);
    let mut seats: Vec<Seat> = Vec::with_capacity(names.people.len());
    let mut members = names.people.each();
    for (id, person) in &people {
        // A roster that is unknown or a rota is reported with the person.
        let roster = person.roster.as_ref().filter(|r| names.rosters.number(r).is_some() && names.rotas.number(r).is_none());
        for member in members.by_ref().take(names.people.range(id).map_or(0, |r| r.len())) {
            seats.push(Seat { id: member.id(), entry: id, index: member.index.map_or(0, |i| i - 1), roster });
        }
    }
    // People who could not be read are known all the same to rotas and overrides.
    for id in salvaged.broken.get("people").into_iter().flatten() {
        seats.push(Seat { id: id.clone(), entry: id, index: 0, roster: None });
    }
    let rosters = compile_rosters(&context, &entry.rosters, &entry.holidays, &entry.overrides, &seats, problems);
    let business_hours = match &entry.business_hours {
        Some(shifts) => weekly(&context, shifts, problems),
        None => Hours::never(),
    };
    let calendar = calendar(entry, clock, end, names, problems);
    Staffing { rosters, business_hours, calendar, in_turn: Vec::new(), end }
}
