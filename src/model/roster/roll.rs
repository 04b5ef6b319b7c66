//! The people that rosters and rotas are for, by their ids.

use std::collections::BTreeMap;

use crate::model::ids::PersonId;
use crate::text::{Id, Problems, nearest};

/// What rosters need to know of a person. The n-th of a list of seats has the number n.
#[derive(Clone, Debug)]
pub struct Seat<'a> {
    /// The person's id; with a `count`, that of the entry and a number from 1.
    pub id: String,
    /// The id of the entry.
    pub entry: &'a str,
    /// 0 for the first of a `count`, and for those without one.
    pub index: u32,
    /// The roster that the entry names.
    pub roster: Option<&'a Id>,
}

/// The people of a scenario by their ids.
pub(super) struct Roll<'a> {
    by_id: BTreeMap<&'a str, PersonId>,
    by_entry: BTreeMap<&'a str, Vec<PersonId>>,
}

impl<'a> Roll<'a> {
    /// Everybody.
    pub fn new(seats: &'a [Seat]) -> Roll<'a> {
        let mut roll = Roll { by_id: BTreeMap::new(), by_entry: BTreeMap::new() };
        let mut order: Vec<(PersonId, &Seat)> = (0..).map(PersonId).zip(seats).collect();
        order.sort_by_key(|(_, seat)| seat.index);
        for (person, seat) in order {
            roll.by_id.insert(&seat.id, person);
            roll.by_entry.entry(seat.entry).or_default().push(person);
        }
        roll
    }

    /// The person of an id, or all of an entry with a `count`, in their order; nobody, with a problem, when there is none.
    pub fn find(&self, id: &Id, problems: &mut Problems) -> Vec<PersonId> {
        if let Some(person) = self.by_id.get(&**id) {
            return vec![*person];
        }
        if let Some(people) = self.by_entry.get(&**id) {
            return people.clone();
        }
        let problem = problems.at(id.place, format!("there is no person `{id}`"), "not one of `people`");
        if let Some(near) = nearest(id, self.by_id.keys().chain(self.by_entry.keys()).copied()) {
            problem.help(format!("did you mean `{near}`?"));
        }
        Vec::new()
    }

    /// All people of a list of ids.
    pub fn find_all(&self, ids: &[Id], problems: &mut Problems) -> Vec<PersonId> {
        ids.iter().flat_map(|id| self.find(id, problems)).collect()
    }

    /// The members of a rota in turn; all of an entry with a `count` take turns one after the other. Nobody may be in it twice.
    pub fn members(&self, rota: &Id, ids: &[Id], problems: &mut Problems) -> Vec<PersonId> {
        let mut members: Vec<PersonId> = Vec::new();
        let mut first: BTreeMap<PersonId, &Id> = BTreeMap::new();
        for id in ids {
            for person in self.find(id, problems) {
                match first.get(&person) {
                    Some(before) => {
                        let title = format!("`{id}` is twice in the rota `{rota}`");
                        problems.at(id.place, title, "each member has one turn").also(before.place, "first named here");
                        break;
                    }
                    None => {
                        first.insert(person, id);
                        members.push(person);
                    }
                }
            }
        }
        members
    }
}
