//! Compiles the sections on rosters: from entries to the hours of each person and the turns of each rota.

use std::collections::BTreeMap;

use super::entry::{HolidayEntry, OverrideEntry, RosterEntry, ShiftEntry};
use super::hours::{Hours, HoursId};
use super::overrides::Overrides;
use super::pattern::{Pattern, Stretch, Turns};
use super::roll::{Roll, Seat};
use super::rota::Rota;
use super::shape::{MONDAY, Shape, check_far, is_rota, peel, shape, week};
use super::zone::{UnknownZone, Zone, number_of};
use crate::engine::time::Instant;
use crate::model::absence::build::Named;
use crate::model::ids::{PersonId, RotaId};
use crate::text::{Dict, Id, Place, Problems, nearest};

/// No more stretches of time than this in all rosters and rotas of a scenario.
const MOST_SPANS: usize = 4_000_000;
/// No scenario covers more days than this; a thousand years and some.
const MOST_DAYS: i64 = 400_000;
const DAY: i64 = 86_400_000;

/// Where and over what time rosters are compiled.
#[derive(Copy, Clone, Debug)]
pub struct RosterContext<'a> {
    /// The zone of the organisation.
    pub zone: &'a Zone,
    /// Nothing is asked before this.
    pub from: Instant,
    /// Nothing is asked from here on. Shifts and turns that touch the window are kept whole; what lies beyond is not compiled.
    pub to: Instant,
}

/// All hours and rotas of a scenario.
#[derive(Clone, Debug, Default)]
pub struct Rosters {
    /// All hours by their numbers; the first are those of people never on shift.
    pub hours: Vec<Hours>,
    /// The rotas by their numbers, in the order of the ids' text.
    pub rotas: Vec<Rota>,
    /// Who is absent by name, why, and when.
    pub absent: Vec<Named>,
    /// The overrides that change nothing.
    pub idle: Vec<String>,
    /// Days on which holidays thin rosters, the night after them too, and times in which overrides change them.
    pub unusual: Hours,
    /// By person: when they are on shift by their roster alone, before any override.
    pub by_roster: Vec<HoursId>,
    of_person: Vec<HoursId>,
    of_roster: BTreeMap<String, HoursId>,
}

impl Rosters {
    /// When somebody is on shift, overrides included.
    pub fn of_person(&self, person: PersonId) -> HoursId {
        self.of_person.get(person.at()).copied().unwrap_or(HoursId::NEVER)
    }

    /// The hours of a roster as they are for the first of a `count`, holidays included; none for on-call rotas.
    pub fn of_roster(&self, id: &str) -> Option<HoursId> {
        self.of_roster.get(id).copied()
    }

    /// The number of an on-call rota.
    pub fn rota(&self, id: &str) -> Option<RotaId> {
        self.rotas.binary_search_by(|rota| rota.id().cmp(id)).ok().map(|index| RotaId(index as u32))
    }

    /// The rotas on which somebody can ever be paged.
    pub fn rotas_of(&self, person: PersonId) -> Vec<RotaId> {
        let all = (0..).map(RotaId).zip(&self.rotas);
        all.filter(|(_, rota)| rota.everyone().binary_search(&person).is_ok()).map(|(id, _)| id).collect()
    }
}

/// Compiles rosters, rotas, holidays and overrides for some people. Mistakes go into `problems`; what they concern is left out.
pub fn compile(
    context: &RosterContext,
    section: &Dict<RosterEntry>,
    holidays: &Dict<HolidayEntry>,
    overrides: &Dict<OverrideEntry>,
    seats: &[Seat],
    problems: &mut Problems,
) -> Rosters {
    let roll = Roll::new(seats);
    let holidays = read_holidays(holidays, section, context.zone, problems);
    let overrides = Overrides::read(overrides, section, &roll, context.zone, problems);
    let mut compiler = Compiler::new(context);
    let mut elsewhere: BTreeMap<&str, Zone> = BTreeMap::new();
    let mut rotas: Vec<Rota> = Vec::new();
    let mut turns_before: BTreeMap<&str, BTreeMap<PersonId, Hours>> = BTreeMap::new();
    let mut shifts: BTreeMap<&str, Shifts> = BTreeMap::new();
    let mut order: Vec<&(Id, RosterEntry)> = section.0.iter().collect();
    order.sort_by(|a, b| a.0.text.cmp(&b.0.text));
    for (id, entry) in order {
        let (zones, inner) = peel(entry);
        let zone = own_zone(id, &zones, context.zone, &mut elsewhere, problems);
        let shape = shape(id, inner, zone.as_ref().unwrap_or(context.zone), problems);
        let Some(zone) = zone else { continue };
        match shape {
            Some(Shape::Turns { turns, members, cover }) => {
                let members = roll.members(id, members, problems);
                let mut times = compiler.take_turns(id, &zone, turns, &members, problems);
                if overrides.place.is_some() {
                    turns_before.insert(id, times.clone());
                }
                overrides.apply(&mut times, Some(id));
                rotas.push(Rota::new(id, &times).with_members(&members, overrides.taken_out(&members), cover));
            }
            Some(Shape::Shifts { pattern, step }) => {
                let holidays = holidays.get(&**id).cloned().unwrap_or_default();
                let known = shifts.entry(id).or_insert(Shifts { id, zone, pattern, step, holidays, laid: BTreeMap::new() });
                compiler.lay(known, 0, problems);
            }
            None if is_rota(inner) => rotas.push(Rota::new(id, &BTreeMap::new())),
            None => {}
        }
    }
    let hours_of = |seat| compiler.hours_of(seat, section, &mut shifts, problems);
    let mut of_person: Vec<HoursId> = seats.iter().map(hours_of).collect();
    let by_roster = of_person.clone();
    let before = |person: PersonId| by_roster.get(person.at()).map(|id| &compiler.hours[id.at()]);
    let idle = overrides.idle((context.from, context.to), &before, &turns_before);
    compiler.change(&overrides, &mut of_person, problems);
    let of_roster = shifts.iter().filter_map(|(id, shifts)| Some((id.to_string(), *shifts.laid.get(&0)?))).collect();
    let days = holidays.values().flatten().map(|day| (context.zone.at_day(*day, 0), context.zone.at_day(*day + 2, 0)));
    let unusual = Hours::from_spans(days.chain(overrides.times()).collect());
    Rosters { hours: compiler.hours, rotas, absent: overrides.absent, idle, unusual, by_roster, of_person, of_roster }
}

/// Weekly hours that are not anybody's roster, such as the business hours.
pub fn weekly(context: &RosterContext, shifts: &[ShiftEntry], problems: &mut Problems) -> Hours {
    let (Some(days), Some(first)) = (week(shifts, problems), shifts.first()) else { return Hours::never() };
    let mut compiler = Compiler::new(context);
    let window = compiler.window;
    let pattern = Pattern { anchor: MONDAY, days };
    compiler.spend(first.place, problems, |limit| pattern.lay(context.zone, window, 0, &[], limit)).unwrap_or_default()
}

/// A roster ready to be laid over the window.
struct Shifts<'a> {
    id: &'a Id,
    zone: Zone,
    pattern: Pattern,
    step: u32,
    /// The numbers of the days on which no shift begins.
    holidays: Vec<i64>,
    /// What it comes to when it starts some days later.
    laid: BTreeMap<i64, HoursId>,
}

/// Whatever counts against the limit of stretches.
trait Counted {
    fn count(&self) -> usize;
}
impl Counted for Hours {
    fn count(&self) -> usize {
        self.spans().len()
    }
}
impl<T> Counted for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }
}

/// The hours compiled so far, and how many more there may be.
struct Compiler {
    window: Stretch,
    hours: Vec<Hours>,
    left: usize,
    /// The window itself is too long, whatever the rosters.
    too_long: bool,
    told: bool,
}

impl Compiler {
    fn new(context: &RosterContext) -> Compiler {
        let window = (context.from, context.to);
        let days = window.1.0.saturating_sub(window.0.0) / DAY;
        Compiler { window, hours: vec![Hours::never()], left: MOST_SPANS, too_long: days > MOST_DAYS, told: false }
    }

    /// Makes something unless the scenario holds too much already.
    fn spend<T: Counted>(&mut self, place: Place, problems: &mut Problems, make: impl FnOnce(usize) -> Option<T>) -> Option<T> {
        let made = if self.too_long { None } else { make(self.left).filter(|made| made.count() <= self.left) };
        match &made {
            Some(made) => self.left -= made.count(),
            None => {
                self.left = 0;
                if !self.told {
                    let label =
                        if self.too_long { "more than a thousand years of shifts" } else { "more than 4,000,000 shifts and turns by here" };
                    let problem = problems.at(place, "the scenario covers too long a time for so many rosters", label);
                    problem.help("shorten `runs_for` or `horizon`");
                }
                self.told = true;
            }
        }
        made
    }

    fn lay(&mut self, shifts: &mut Shifts, later: i64, problems: &mut Problems) -> Option<HoursId> {
        if let Some(known) = shifts.laid.get(&later) {
            return Some(*known);
        }
        let window = self.window;
        let lay = |limit| shifts.pattern.lay(&shifts.zone, window, later, &shifts.holidays, limit);
        let hours = self.spend(shifts.id.place, problems, lay)?;
        let id = self.add(hours);
        shifts.laid.insert(later, id);
        Some(id)
    }

    fn add(&mut self, hours: Hours) -> HoursId {
        if hours.is_never() {
            return HoursId::NEVER;
        }
        self.hours.push(hours);
        HoursId(self.hours.len() as u32 - 1)
    }

    /// The times of the members of a rota.
    fn take_turns(
        &mut self,
        id: &Id,
        zone: &Zone,
        turns: Turns,
        members: &[PersonId],
        problems: &mut Problems,
    ) -> BTreeMap<PersonId, Hours> {
        let window = self.window;
        let laid = self.spend(id.place, problems, |limit| turns.lay(zone, window, limit)).unwrap_or_default();
        let mut spans: BTreeMap<PersonId, Vec<Stretch>> = BTreeMap::new();
        for (turn, span) in laid {
            if !members.is_empty() {
                let holder = members[turn.rem_euclid(members.len() as i64) as usize];
                spans.entry(holder).or_default().push(span);
            }
        }
        spans.into_iter().map(|(person, spans)| (person, Hours::from_spans(spans))).collect()
    }

    /// The hours of somebody's roster, before any override.
    fn hours_of(&mut self, seat: &Seat, section: &Dict<RosterEntry>, all: &mut BTreeMap<&str, Shifts>, problems: &mut Problems) -> HoursId {
        let Some(roster) = seat.roster else { return HoursId::NEVER };
        let Some(shifts) = all.get_mut(&**roster) else {
            if seat.index == 0 {
                explain_roster(roster, section, problems);
            }
            return HoursId::NEVER;
        };
        let later = i64::from(seat.index) * i64::from(shifts.step) % shifts.pattern.days.len() as i64;
        self.lay(shifts, later, problems).unwrap_or(HoursId::NEVER)
    }

    /// Lays the overrides over the hours of those whom they concern.
    fn change(&mut self, overrides: &Overrides, of_person: &mut [HoursId], problems: &mut Problems) {
        let Some(place) = overrides.place else { return };
        let before = |person: PersonId| of_person.get(person.at()).map(|id| (person, self.hours[id.at()].clone()));
        let mut times: BTreeMap<PersonId, Hours> = overrides.people().into_iter().filter_map(before).collect();
        overrides.apply(&mut times, None);
        for (person, hours) in times {
            let known = &mut of_person[person.at()];
            if self.hours[known.at()] != hours {
                *known = self.spend(place, problems, |_| Some(hours)).map_or(HoursId::NEVER, |hours| self.add(hours));
            }
        }
    }
}

/// The zone of a roster; none when it is unknown. Zones met before are in `known`.
fn own_zone<'a>(id: &Id, names: &[&'a str], zone: &Zone, known: &mut BTreeMap<&'a str, Zone>, problems: &mut Problems) -> Option<Zone> {
    for name in names.iter().filter(|name| !known.contains_key(*name)).collect::<Vec<_>>() {
        match zone.elsewhere(name) {
            Ok(zone) => {
                known.insert(name, zone);
            }
            Err(UnknownZone { nearest }) => {
                let problem = problems.at(id.place, format!("there is no time zone \"{name}\""), "this roster is in it");
                match nearest {
                    Some(near) => problem.help(format!("did you mean \"{near}\"?")),
                    None => problem.help("zones have names such as \"Europe/London\""),
                };
                return None;
            }
        }
    }
    Some(names.last().and_then(|name| known.get(name)).unwrap_or(zone).clone())
}

/// The numbers of the days that each roster does not take place on, in order.
fn read_holidays<'a>(
    section: &'a Dict<HolidayEntry>,
    rosters: &Dict<RosterEntry>,
    zone: &Zone,
    problems: &mut Problems,
) -> BTreeMap<&'a str, Vec<i64>> {
    let mut all: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (_, entry) in &section.0 {
        let near = entry.days.iter().filter(|day| check_far(day.civil, day.place, zone, problems));
        let days: Vec<i64> = near.map(|day| number_of(day.civil)).collect();
        for roster in &entry.rosters {
            match rosters.0.iter().find(|(id, _)| id.text == roster.text) {
                Some((_, known)) if is_rota(known) => {
                    let title = format!("`{roster}` is an on-call rota");
                    problems.at(roster.place, title, "rotas go on over holidays").help("leave it out here");
                }
                Some(_) => all.entry(roster).or_default().extend(&days),
                None => explain_roster(roster, rosters, problems),
            }
        }
    }
    for days in all.values_mut() {
        days.sort_unstable();
        days.dedup();
    }
    all
}

/// Says why there are no shifts by an id, unless the roster's own mistakes have said it.
fn explain_roster(roster: &Id, section: &Dict<RosterEntry>, problems: &mut Problems) {
    match section.0.iter().find(|(id, _)| id.text == roster.text) {
        Some((_, entry)) if is_rota(entry) => {
            let title = format!("`{roster}` is an on-call rota, not a roster");
            let problem = problems.at(roster.place, title, "people are on shift by a roster");
            problem.help("a rota lists its own `members`: name a roster here, or leave it out");
        }
        Some(_) => {}
        None => {
            let problem = problems.at(roster.place, format!("there is no roster `{roster}`"), "not one of `rosters`");
            let rosters = section.0.iter().filter(|(_, entry)| !is_rota(entry));
            if let Some(near) = nearest(roster, rosters.map(|(id, _)| &**id)) {
                problem.help(format!("did you mean `{near}`?"));
            }
        }
    }
}
