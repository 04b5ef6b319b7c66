//! Who is on shift and who is on call, over a year of the scenario's calendar: rosters, rotas, holidays, overrides, the absences that the file
//! names and who takes the turns of those who are away. Absences that are drawn for each play are left out: this is the plan, not the luck.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::time::{Instant, Span};
use crate::model::absence::Spell;
use crate::model::absence::cover::{passes_at, stand_in};
use crate::model::contract::Terms;
use crate::model::ids::PersonId;
use crate::model::plan::Plan;
use crate::model::roster::{Hours, Rota};
use crate::scenario::finding::week::Weeks;

/// Whoever answers at least this share of the pages of an hour counts as reachable in it.
pub const REACHABLE: f64 = 0.5;

/// Who is where, from the first of some weeks to the end of the last.
#[derive(Debug)]
pub struct Presence {
    /// By person: on shift and not away by name.
    shift: Vec<Arc<Hours>>,
    /// By person: on call, in their own turn or in that of somebody away.
    call: Vec<Arc<Hours>>,
    /// The same without the times at which they are away and nobody takes their turn.
    call_there: Vec<Arc<Hours>>,
    /// By person: the hours in which their employer owes them.
    owed: Vec<Option<Hours>>,
    /// By person: how often they answer on call, by day and at night.
    answers: Vec<[f64; 2]>,
    /// By person: when they are away by name.
    spells: Vec<Vec<Spell>>,
    nights: Hours,
}

impl Presence {
    /// From the first of some weeks to the end of the last, and `beyond` that.
    pub fn of(plan: &Plan, weeks: &Weeks, beyond: Span) -> Presence {
        let (from, to) = (weeks.whole().0, weeks.whole().1 + beyond);
        let away = away_by_name(plan);
        let mut shared: BTreeMap<u32, Arc<Hours>> = BTreeMap::new();
        let mut shift = Vec::with_capacity(plan.people.len());
        for (person, spells) in plan.people.iter().zip(&away) {
            let of = || plan.hours.get(person.hours as usize).map_or_else(Hours::never, |hours| hours.within(from, to));
            shift.push(match spells.is_empty() {
                true => shared.entry(person.hours).or_insert_with(|| Arc::new(of())).clone(),
                false => Arc::new(of().minus(&hours_of(spells))),
            });
        }
        let mut turns = vec![Vec::new(); plan.people.len()];
        for rota in &plan.rotas {
            turns_on(rota, (from, to), &away, &mut turns);
        }
        let call: Vec<Arc<Hours>> = turns.into_iter().map(|turns| Arc::new(Hours::from_spans(turns))).collect();
        let there = |(call, spells): (&Arc<Hours>, &Vec<Spell>)| {
            if spells.is_empty() { call.clone() } else { Arc::new(call.minus(&hours_of(spells))) }
        };
        Presence {
            shift,
            call_there: call.iter().zip(&away).map(there).collect(),
            call,
            owed: plan.people.iter().map(|p| owed(&plan.employers[p.employer.at()].terms, (from, to))).collect(),
            answers: plan.people.iter().map(|p| [p.reach.on_call.by_day, p.reach.on_call.at_night]).collect(),
            nights: weeks.nights(&plan.zone),
            spells: away,
        }
    }

    /// When somebody is on shift.
    pub fn on_shift(&self, person: PersonId) -> &Hours {
        &self.shift[person.at()]
    }

    /// When somebody is away by name.
    pub fn spells(&self, person: PersonId) -> &[Spell] {
        &self.spells[person.at()]
    }

    /// The absence by name that somebody is in at an instant.
    pub fn away(&self, person: PersonId, at: Instant) -> Option<Spell> {
        self.spells[person.at()].iter().copied().find(|spell| spell.from <= at && at < spell.to)
    }

    /// When somebody is on call.
    pub fn on_call(&self, person: PersonId) -> &Hours {
        &self.call[person.at()]
    }

    /// Somebody is on shift or on call at an instant, and owed by their employer.
    pub fn is_there(&self, person: PersonId, at: Instant) -> bool {
        let there = self.shift[person.at()].on_at(at) || self.call_there[person.at()].on_at(at);
        there && self.owed[person.at()].as_ref().is_none_or(|owed| owed.on_at(at))
    }

    /// When any of some people is on shift or on call.
    pub fn there(&self, people: &[PersonId]) -> Hours {
        union(
            people,
            |person, add| {
                add(&self.shift[person.at()], None);
                add(&self.call_there[person.at()], None);
            },
            &self.owed,
        )
    }

    /// When any of some people is on shift, or on call and likely to answer.
    pub fn reachable(&self, people: &[PersonId]) -> Hours {
        union(
            people,
            |person, add| {
                add(&self.shift[person.at()], None);
                match self.answers[person.at()].map(|share| share >= REACHABLE) {
                    [true, true] => add(&self.call_there[person.at()], None),
                    [true, false] => add(&self.call_there[person.at()], Some((&self.nights, false))),
                    [false, true] => add(&self.call_there[person.at()], Some((&self.nights, true))),
                    [false, false] => {}
                }
            },
            &self.owed,
        )
    }

    /// When at least so many of some people are there, by either of the two above.
    pub fn so_many(&self, people: &[PersonId], many: u32, of: impl Fn(&Presence, &[PersonId]) -> Hours) -> Hours {
        if many <= 1 {
            return of(self, people);
        }
        let mut changes: Vec<(Instant, i32)> = Vec::new();
        for person in people {
            for &(from, to) in of(self, &[*person]).spans() {
                changes.extend([(from, 1), (to, -1)]);
            }
        }
        changes.sort_unstable();
        let (mut there, mut since, mut spans) = (0, None, Vec::new());
        for (at, change) in changes {
            there += change;
            match (there >= many as i32, since) {
                (true, None) => since = Some(at),
                (false, Some(from)) => {
                    spans.push((from, at));
                    since = None;
                }
                _ => {}
            }
        }
        Hours::from_spans(spans)
    }
}

/// The time in both of two.
pub fn both(a: &Hours, b: &Hours) -> Hours {
    a.minus(&a.minus(b))
}

/// A part of some hours: inside of others, or outside of them.
type Part<'a> = Option<(&'a Hours, bool)>;

/// All hours of some people together. Hours that several share are taken once.
fn union(people: &[PersonId], of: impl Fn(PersonId, &mut dyn FnMut(&Arc<Hours>, Part)), owed: &[Option<Hours>]) -> Hours {
    let mut spans = Vec::new();
    let mut seen: Vec<*const Hours> = Vec::new();
    for &person in people {
        let owed = owed[person.at()].as_ref();
        of(person, &mut |hours, part| {
            if owed.is_none() && part.is_none() {
                if !seen.contains(&Arc::as_ptr(hours)) {
                    seen.push(Arc::as_ptr(hours));
                    spans.extend_from_slice(hours.spans());
                }
                return;
            }
            let mut left = Hours::clone(hours);
            if let Some(owed) = owed {
                left = both(&left, owed);
            }
            if let Some((others, inside)) = part {
                left = if inside { both(&left, others) } else { left.minus(others) };
            }
            spans.extend_from_slice(left.spans());
        });
    }
    Hours::from_spans(spans)
}

/// The hours in which a contract owes its people; nothing where it always does.
fn owed(terms: &Terms, (from, to): (Instant, Instant)) -> Option<Hours> {
    let until = terms.ends.map_or(to, |ends| ends.min(to));
    match terms.only_in() {
        Some(hours) => Some(hours.within(from, until)),
        None if until < to => Some(Hours::between(from, until)),
        None => None,
    }
}

/// By person when they are away by name.
fn away_by_name(plan: &Plan) -> Vec<Vec<Spell>> {
    let mut away = vec![Vec::new(); plan.people.len()];
    for (person, spell) in plan.absence.iter().flat_map(|a| &a.named) {
        away[person.at()].push(*spell);
    }
    away
}

fn hours_of(spells: &[Spell]) -> Hours {
    Hours::from_spans(spells.iter().map(|spell| (spell.from, spell.to)).collect())
}

/// Gives everybody the turns in which they can be paged on a rota.
fn turns_on(rota: &Rota, (from, to): (Instant, Instant), away: &[Vec<Spell>], turns: &mut [Vec<(Instant, Instant)>]) {
    // Who stands in for somebody away can change only where somebody goes or comes back, or is taken out.
    let mut cuts: Vec<Instant> = Vec::new();
    for spell in rota.members().iter().chain(rota.everyone()).flat_map(|member| &away[member.at()]) {
        cuts.extend([spell.from, passes_at(rota, spell), spell.to]);
    }
    if !cuts.is_empty() {
        cuts.extend(rota.taken_out().flat_map(|(_, (from, to))| [*from, *to]));
    }
    cuts.sort_unstable();
    cuts.dedup();
    for (begins, ends, holders) in rota.turns().filter(|(begins, ends, _)| *begins < to && *ends > from) {
        let (begins, ends) = (begins.max(from), ends.min(to));
        let inside = cuts.iter().copied().filter(|cut| begins < *cut && *cut < ends);
        let starts: Vec<Instant> = std::iter::once(begins).chain(inside).collect();
        for (at, &start) in starts.iter().enumerate() {
            let end = starts.get(at + 1).copied().unwrap_or(ends);
            for &holder in holders {
                let who =
                    stand_in(rota, holder, start, |person| away[person.at()].iter().copied().find(|s| s.from <= start && start < s.to));
                turns[who.at()].push((start, end));
            }
        }
    }
}
