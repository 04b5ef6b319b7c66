//! Whose turn on call it is when the one whose turn it would be is away, and when somebody away is on shift again.

use super::{Cover, Spell};
use crate::engine::time::{Instant, Span};
use crate::model::Scene;
use crate::model::duty::swaps;
use crate::model::ids::{PersonId, RotaId};
use crate::model::roster::Rota;

/// Who is paged in somebody's turn on a rota: they themselves, or the next member who is there while they are away. Where nobody is, theirs
/// it stays.
pub fn stands_in(scene: &Scene, rota: &Rota, holder: PersonId, at: Instant) -> PersonId {
    stand_in(rota, holder, at, |person| scene.rooms.absence.at(person, at))
}

/// The same for those who know by other means who is away at that instant.
pub fn stand_in(rota: &Rota, holder: PersonId, at: Instant, away: impl Fn(PersonId) -> Option<Spell>) -> PersonId {
    let Some(spell) = away(holder) else { return holder };
    if at < passes_at(rota, &spell) {
        return holder;
    }
    let there = |person: &PersonId| away(*person).is_none() && rota.can_be_asked(*person, at);
    rota.after(holder).find(there).unwrap_or(holder)
}

/// When the turn of somebody away passes on.
pub fn passes_at(rota: &Rota, spell: &Spell) -> Instant {
    match rota.cover() {
        Cover::Nobody => Instant::NEVER,
        Cover::Planned | Cover::Sick(_) if spell.why.planned() => spell.from,
        Cover::Planned => Instant::NEVER,
        Cover::Sick(after) => spell.from + after,
    }
}

/// Somebody can be paged on a rota at an instant, in their own turn or in somebody else's.
pub fn is_on_call(scene: &Scene, rota: RotaId, person: PersonId, at: Instant) -> bool {
    if let Some(turn) = swaps::instead(scene, rota, at) {
        return turn.people.contains(&person);
    }
    let rota = &scene.plan.rotas[rota.at()];
    let holders = rota.on_call(at);
    if !scene.rooms.absence.any() {
        return holders.contains(&person);
    }
    holders.iter().any(|holder| stands_in(scene, rota, *holder, at) == person)
}

/// The first instant after another at which somebody else can be paged on a rota.
pub fn next_turn(scene: &Scene, rota: RotaId, at: Instant) -> Option<Instant> {
    let instead = swaps::instead(scene, rota, at).map(|turn| turn.until);
    let rota = &scene.plan.rotas[rota.at()];
    let turn = rota.next_change(at).into_iter().chain(instead).min();
    if !scene.rooms.absence.any() {
        return turn;
    }
    let passes = |person: &PersonId| scene.rooms.absence.at(*person, at).map(|s| passes_at(rota, &s)).filter(|passes| *passes > at);
    let changes = rota.members().iter().flat_map(|m| [scene.rooms.absence.next_change(*m, at), passes(m)]);
    changes.flatten().chain(turn).min()
}

/// The first instant after another at which somebody comes on shift: with their shift, or in the middle of it when they come back.
pub fn next_on_shift(scene: &Scene, person: PersonId, after: Instant) -> Option<Instant> {
    let hours = &scene.plan.hours[scene.plan.people[person.at()].hours as usize];
    let mut at = after + Span(1);
    if scene.rooms.absence.spells(person).is_empty() {
        return hours.next_start(at);
    }
    loop {
        if let Some(spell) = scene.rooms.absence.at(person, at) {
            at = spell.to;
            if hours.on_at(at) && scene.rooms.absence.at(person, at).is_none() {
                return Some(at);
            }
            if at == Instant::NEVER {
                return None;
            }
            continue;
        }
        let start = hours.next_start(at)?;
        match scene.rooms.absence.next_change(person, at) {
            Some(away) if away <= start => at = away,
            _ => return Some(start),
        }
    }
}
