//! Names of people in whatever way a scenario calls them: by person, role, team, on-call rota or employer.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, twice, unknown};
use crate::model::ids::{EmployerId, PersonId, RotaId, TeamId};
use crate::text::{Id, Place, Problems};

/// Roles, where each is first given, and who has them.
pub type Roles = BTreeMap<String, (Place, Vec<PersonId>)>;

/// In which ways somebody may be called at some place of the file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// By person or role.
    AsDecider,
    /// By person, role, team or on-call rota.
    AsPaged,
    /// By person, role or team.
    AsAsked,
    /// By person, role, team or employer.
    AsPermitted,
}
impl Called {
    fn words(self) -> &'static str {
        match self {
            Called::AsDecider => "person or role",
            Called::AsPaged => "person, role, team or on-call rota",
            Called::AsAsked => "person, role or team",
            Called::AsPermitted => "person, role, team or employer",
        }
    }
}

/// Whom a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// These people.
    People(Vec<PersonId>),
    /// A team.
    Team(TeamId),
    /// An on-call rota.
    Rota(RotaId),
    /// An employer.
    Employer(EmployerId),
}

/// One meaning of a name.
struct Meaning {
    what: &'static str,
    place: Option<Place>,
    who: Who,
}

impl Names<'_> {
    /// Whom a name means; reports names that mean nobody, or that mean two different things.
    pub fn who(&self, id: &Id, called: Called, problems: &mut Problems) -> Option<Who> {
        let mut meanings = self.meanings(id, called);
        if meanings.len() > 1 && meanings.iter().any(|m| m.who != meanings[0].who) {
            let both: Vec<&str> = meanings.iter().map(|m| m.what).collect();
            let title = format!("`{id}` could be {}", both.join(" or "));
            let problem = problems.at(id.place, title, "which one is meant cannot be told").help("give one of them another name");
            for meaning in &meanings {
                if let Some(place) = meaning.place {
                    problem.also(place, meaning.what);
                }
            }
            return None;
        }
        match meanings.pop() {
            Some(meaning) => Some(meaning.who),
            None => {
                self.report_nobody(id, called, problems);
                None
            }
        }
    }

    /// Deciders in the order of the list, each once.
    pub fn deciders(&self, ids: &[Id], problems: &mut Problems) -> Vec<PersonId> {
        twice(ids, problems);
        let mut all: Vec<PersonId> = Vec::new();
        let mut seen = BTreeSet::new();
        for id in ids {
            if let Some(Who::People(people)) = self.who(id, Called::AsDecider, problems) {
                for person in people {
                    if seen.insert(person) {
                        all.push(person);
                    }
                }
            }
        }
        all
    }

    fn meanings(&self, id: &str, called: Called) -> Vec<Meaning> {
        let mut all = Vec::new();
        if let Some(range) = self.people.range(id) {
            let who = Who::People(range.map(PersonId).collect());
            all.push(Meaning { what: "a person", place: self.people.place_of(id), who });
        }
        if let Some((place, people)) = self.roles.get(id) {
            all.push(Meaning { what: "a role", place: Some(*place), who: Who::People(people.clone()) });
        }
        if called != Called::AsDecider
            && let Some(team) = self.teams.number(id)
        {
            all.push(Meaning { what: "a team", place: self.teams.place_of(id), who: Who::Team(TeamId(team)) });
        }
        if called == Called::AsPaged
            && let Some(rota) = self.rotas.number(id)
        {
            all.push(Meaning { what: "an on-call rota", place: self.rotas.place_of(id), who: Who::Rota(RotaId(rota)) });
        }
        if called == Called::AsPermitted
            && let Some(employer) = self.employers.number(id)
        {
            let who = Who::Employer(EmployerId(employer));
            all.push(Meaning { what: "an employer", place: self.employers.place_of(id), who });
        }
        all
    }

    fn report_nobody(&self, id: &Id, called: Called, problems: &mut Problems) {
        // An entry that could not be read might have been this person, or have had this role.
        if self.people.has_broken() || self.teams.has_broken() || self.rosters.has_broken() || self.employers.has_broken() {
            return;
        }
        if called == Called::AsPaged && self.rosters.number(id).is_some() {
            let problem = problems.at(id.place, format!("the roster `{id}` is not an on-call rota"), "nobody can be paged by it");
            problem.help("page the team whose roster it is, or make it OnCall(…)");
            return;
        }
        let known = self.people.names().chain(self.roles.keys().map(String::as_str));
        let teams = self.teams.names().filter(|_| called != Called::AsDecider);
        let rotas = self.rotas.names().filter(|_| called == Called::AsPaged);
        let employers = self.employers.names().filter(|_| called == Called::AsPermitted);
        let known: Vec<&str> = known.chain(teams).chain(rotas).chain(employers).collect();
        unknown(id, called.words(), "any of these", known.into_iter(), problems);
    }
}
