//! People on shift around the clock where everybody must rest: they work as long as anybody may and rest as long as they must, over and over,
//! and those of one team with the same roster do so in turn. This is their roster from then on, so that nothing else need know of it.

use std::collections::BTreeMap;

use crate::engine::time::{Instant, Span};
use crate::model::ids::{PersonId, TeamId};
use crate::model::organisation::Rest;
use crate::model::plan::Person;
use crate::model::roster::Hours;

/// No more stretches than this for all of them together; beyond that bounds on a play tell of a rest that makes no sense.
const MOST: i64 = 1_000_000;

/// Gives people whose shift has no beginning hours in which they rest in turn: the first of a team begins a stretch with the play, the others
/// a part of a turn later each. Returns those of one team and roster together.
pub fn take(people: &mut [Person], hours: &mut Vec<Hours>, rest: Option<Rest>) -> Vec<Vec<PersonId>> {
    let Some(Rest { longest_stretch: stretch, least_rest }) = rest.filter(|rest| rest.least_rest > Span(0)) else { return Vec::new() };
    let turn = stretch + least_rest;
    let mut alike: BTreeMap<(TeamId, u32), Vec<PersonId>> = BTreeMap::new();
    for (id, person) in (0..).map(PersonId).zip(people.iter()) {
        if hours[person.hours as usize].spans().first().is_some_and(|shift| has_no_beginning(*shift, stretch)) {
            alike.entry((person.team, person.hours)).or_default().push(id);
        }
    }
    let turns = |(_, of): &(TeamId, u32)| hours[*of as usize].spans().first().map_or(0, |(from, to)| (*to - *from).0 / turn.0 + 2);
    if alike.iter().map(|(key, who)| turns(key) * who.len() as i64).sum::<i64>() > MOST {
        return Vec::new();
    }
    for ((_, of), who) in &alike {
        for (place, person) in (0..).zip(who) {
            let begins = Span(turn.0 * place / who.len() as i64);
            let own = worked(&hours[*of as usize], begins, stretch, turn);
            people[person.at()].hours = hours.len() as u32;
            hours.push(own);
        }
    }
    alike.into_values().collect()
}

/// A shift that was under way when the play begins and lasts longer than anybody may work: nobody knows since when whoever is on it is there.
fn has_no_beginning((from, to): (Instant, Instant), stretch: Span) -> bool {
    from <= Instant(0) && to > Instant(0) && to - from > stretch && to - Instant(0) > stretch
}

/// What of some hours is worked by somebody one of whose turns begins so long after the play; shifts with a beginning stay as they are.
fn worked(hours: &Hours, begins: Span, stretch: Span, turn: Span) -> Hours {
    let Some((&(from, to), others)) = hours.spans().split_first() else { return hours.clone() };
    let mut spans = others.to_vec();
    // The first turn that ends within the shift.
    let mut at = Instant(begins.0 + (from.0 - begins.0).div_euclid(turn.0) * turn.0);
    while at < to {
        spans.push((at.max(from), (at + stretch).min(to)));
        at += turn;
    }
    Hours::from_spans(spans)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(from: i64, to: i64, begins: i64) -> Vec<(i64, i64)> {
        let hours = Hours::from_spans(vec![(Instant(from), Instant(to)), (Instant(1_000), Instant(2_000))]);
        worked(&hours, Span(begins), Span(16), Span(26)).spans().iter().map(|(from, to)| (from.0, to.0)).collect()
    }

    #[test]
    fn whoever_is_always_there_works_a_stretch_and_rests() {
        assert_eq!(spans(0, 60, 0), [(0, 16), (26, 42), (52, 60), (1_000, 2_000)]);
        assert_eq!(spans(-3, 60, 13), [(-3, 3), (13, 29), (39, 55), (1_000, 2_000)]);
        assert_eq!(spans(-20, 20, 0), [(-20, -10), (0, 16), (1_000, 2_000)]);
    }
}
