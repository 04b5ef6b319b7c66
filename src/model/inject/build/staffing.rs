//! Whose shifts, turns and contracts injects change; what would change nothing is reported.

use super::Builder;
use crate::model::ids::{EmployerId, PersonId, RotaId};
use crate::model::plan::Employer;
use crate::model::roster::HoursId;
use crate::text::Id;

impl Builder<'_> {
    /// People who have time off; reports those who have no shift and no turn on call to be off from.
    pub(super) fn at_work(&mut self, ids: &[Id]) -> Vec<PersonId> {
        let people = self.people(ids);
        let idle = |p: &PersonId| self.sources.people.get(p.at()).is_some_and(|p| p.hours == HoursId::NEVER.0 && p.rotas.is_empty());
        if self.names.whole && !people.is_empty() && people.iter().all(idle) {
            let place = self.names.place(&["injects", self.id, "effect"]);
            let title = format!("the inject `{}` gives time off to people who are on no shift and no rota", self.id);
            self.problems.at(place, title, "this has no effect").help("Absent(…) takes away who is called out too");
        }
        people
    }

    /// An on-call rota.
    pub(super) fn rota(&mut self, id: &Id) -> Option<RotaId> {
        self.names.rosters.find(id, self.problems)?;
        let rota = self.names.rotas.number(id).map(RotaId);
        if rota.is_none() {
            let problem =
                self.problems.at(id.place, format!("`{id}` is a roster with shifts, and nobody is on call on it"), "a rota is needed");
            problem.help("OnShift(…) and OffShift(…) change who works");
        }
        rota
    }

    /// The hours of a roster.
    pub(super) fn hours(&mut self, id: &Id) -> Option<HoursId> {
        self.names.rosters.find(id, self.problems)?;
        if self.names.rotas.number(id).is_some() {
            self.problems.at(id.place, format!("`{id}` is an on-call rota, not hours"), "a roster with shifts is needed");
            return None;
        }
        (self.sources.hours)(id)
    }

    /// A provider, some of whose people work beside the organisation's own.
    pub(super) fn provider(&mut self, id: &Id) -> Option<EmployerId> {
        let number = EmployerId(self.names.employers.find(id, self.problems)?);
        let employer = self.sources.employers.get(number.at())?;
        let has_people = self.sources.people.iter().any(|p| p.employer == number);
        let (title, label) = match (employer.provider, has_people) {
            (false, _) => (format!("`{id}` is no provider, and has no contract to change"), "an employer with `provider: true` is needed"),
            (true, false) if self.names.whole => (format!("nobody works for `{id}`"), "this changes nothing"),
            _ => return Some(number),
        };
        self.problems.at(id.place, title, label).help("for a third party who is brought in write VendorAway(…)");
        None
    }

    /// A provider that has to be asked before it responds.
    pub(super) fn responder(&mut self, id: &Id) -> Option<EmployerId> {
        let number = self.provider(id)?;
        let asked = |employer: &&Employer| employer.terms.response.is_some();
        if self.sources.employers.get(number.at()).filter(asked).is_none() {
            let problem = self.problems.at(id.place, format!("`{id}` responds at once"), "its contract does not say how soon it responds");
            problem.help("add response: (actual: …) to its contract");
            return None;
        }
        Some(number)
    }
}
