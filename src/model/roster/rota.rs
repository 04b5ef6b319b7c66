//! On-call rotas as compiled: who can be paged at any instant.

use std::collections::BTreeMap;

use super::hours::Hours;
use crate::engine::time::Instant;
use crate::model::absence::Cover;
use crate::model::ids::PersonId;

/// An on-call rota: who holds it, from one change to the next.
#[derive(Clone, Debug, Default)]
pub struct Rota {
    id: String,
    /// Where each stretch begins, and where its people end in `people`; they begin where those of the stretch before end.
    changes: Vec<(Instant, usize)>,
    people: Vec<PersonId>,
    everyone: Vec<PersonId>,
    /// Its members in turn.
    members: Vec<PersonId>,
    /// Members who are taken out, and when.
    taken_out: Vec<(PersonId, (Instant, Instant))>,
    cover: Cover,
}

impl Rota {
    /// A rota by the times that each of its people can be paged.
    pub(super) fn new(id: &str, times: &BTreeMap<PersonId, Hours>) -> Rota {
        let mut events: Vec<(Instant, bool, PersonId)> = Vec::new();
        for (&person, hours) in times {
            for &(from, to) in hours.spans() {
                events.push((from, true, person));
                events.push((to, false, person));
            }
        }
        events.sort_unstable();
        let mut rota = Rota { id: id.to_string(), ..Rota::default() };
        let mut on: Vec<PersonId> = Vec::new();
        for (index, &(at, begins, person)) in events.iter().enumerate() {
            match on.binary_search(&person) {
                Err(place) if begins => on.insert(place, person),
                Ok(place) if !begins => {
                    on.remove(place);
                }
                _ => {}
            }
            if events.get(index + 1).is_none_or(|next| next.0 > at) {
                rota.people.extend_from_slice(&on);
                rota.changes.push((at, rota.people.len()));
            }
        }
        rota.everyone = times.iter().filter(|(_, hours)| !hours.is_never()).map(|(person, _)| *person).collect();
        rota
    }

    /// The rota with its members in turn, those of them who are taken out and when, and what becomes of the turn of somebody who is away.
    pub(super) fn with_members(self, members: &[PersonId], taken_out: Vec<(PersonId, (Instant, Instant))>, cover: Cover) -> Rota {
        Rota { members: members.to_vec(), taken_out, cover, ..self }
    }

    /// Its members in turn.
    pub fn members(&self) -> &[PersonId] {
        &self.members
    }

    /// The members after somebody, in turn.
    pub fn after(&self, person: PersonId) -> impl Iterator<Item = PersonId> {
        let next = self.members.iter().position(|m| *m == person).map_or(0, |place| place + 1);
        let round = self.members[next..].iter().chain(&self.members[..next]);
        round.copied().filter(move |m| *m != person)
    }

    /// Members who are taken out, and when.
    pub fn taken_out(&self) -> impl Iterator<Item = &(PersonId, (Instant, Instant))> {
        self.taken_out.iter()
    }

    /// A member is not taken out at an instant.
    pub fn can_be_asked(&self, member: PersonId, at: Instant) -> bool {
        !self.taken_out.iter().any(|(person, (from, to))| *person == member && *from <= at && at < *to)
    }

    /// What becomes of the turn of somebody who is away.
    pub fn cover(&self) -> Cover {
        self.cover
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Who can be paged at an instant, in the order of their numbers: as a rule one, nobody where the one in turn is taken out, and more
    /// where somebody is added.
    pub fn on_call(&self, at: Instant) -> &[PersonId] {
        match self.changes.partition_point(|(from, _)| *from <= at).checked_sub(1) {
            Some(index) => self.stretch(index),
            None => &[],
        }
    }

    /// The first change of who can be paged after an instant.
    pub fn next_change(&self, at: Instant) -> Option<Instant> {
        self.changes.get(self.changes.partition_point(|(from, _)| *from <= at)).map(|(from, _)| *from)
    }

    /// All stretches in order, with those who can be paged in them; those with nobody are left out.
    pub fn turns(&self) -> impl Iterator<Item = (Instant, Instant, &[PersonId])> {
        let pairs = self.changes.windows(2).enumerate();
        pairs.map(|(index, pair)| (pair[0].0, pair[1].0, self.stretch(index))).filter(|(_, _, people)| !people.is_empty())
    }

    /// Everybody who can ever be paged on it, in the order of their numbers.
    pub fn everyone(&self) -> &[PersonId] {
        &self.everyone
    }

    fn stretch(&self, index: usize) -> &[PersonId] {
        let from = index.checked_sub(1).map_or(0, |before| self.changes[before].1);
        &self.people[from..self.changes[index].1]
    }
}
