//! Whom an escalation policy pages when, from one instant on, as long as nobody answers: the rules of `model/escalation` with nothing left to
//! luck, since without an answer a policy depends on the calendar alone.

use super::presence::Presence;
use crate::engine::time::{Instant, Span};
use crate::model::absence::Spell;
use crate::model::absence::cover::{passes_at, stand_in};
use crate::model::ids::{PersonId, PolicyId, RotaId};
use crate::model::plan::{Pagee, Plan};

/// What reaches people, in order.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// This person is paged.
    Page(PersonId),
    /// Open pages count no more.
    Lapse,
}

/// A policy from its start to its silence.
#[derive(Clone, Debug, Default)]
pub struct Climb {
    /// In order of time.
    pub signals: Vec<(Instant, Signal)>,
    /// Nobody is paged from here on.
    pub silent: Instant,
}

/// What a policy's course depends on.
#[derive(Debug)]
pub struct Ladder<'p> {
    /// The scenario.
    pub plan: &'p Plan,
    /// Who is where.
    pub presence: &'p Presence,
    /// The policy.
    pub policy: PolicyId,
    /// Who is turned to at last, and how long they are given.
    pub owners: Option<(&'p [PersonId], Span)>,
}

impl Ladder<'_> {
    /// The course of the policy from an instant on; what lies beyond `until` is left out.
    pub fn climb(&self, from: Instant, until: Instant) -> Climb {
        let policy = &self.plan.policies[self.policy.at()];
        let mut climb = Climb { signals: Vec::new(), silent: from };
        let (mut at, mut open) = (from, Vec::new());
        for round in 0..=policy.repeat {
            for (index, (pagees, wait)) in policy.steps.iter().enumerate() {
                if at > until {
                    climb.silent = at;
                    return climb;
                }
                if policy.lapses && (index > 0 || round > 0) {
                    climb.signals.push((at, Signal::Lapse));
                    open.clear();
                }
                let people = self.resolve(pagees, at);
                let empty = people.is_empty();
                for person in people {
                    climb.signals.push((at, Signal::Page(person)));
                    open.push(person);
                }
                if empty && policy.skip_if_empty {
                    continue;
                }
                let next = at + *wait;
                if policy.re_resolve {
                    self.newcomers(pagees, (at, next), &mut open, &mut climb.signals);
                }
                at = next;
            }
        }
        if let Some((owners, wait)) = self.owners {
            climb.signals.extend(owners.iter().map(|owner| (at, Signal::Page(*owner))));
            at += wait;
        }
        if policy.lapses {
            climb.signals.push((at, Signal::Lapse));
        }
        climb.silent = at;
        climb
    }

    /// Those who come on during a step are paged at once, unless they have been.
    fn newcomers(&self, pagees: &[Pagee], (from, to): (Instant, Instant), open: &mut Vec<PersonId>, signals: &mut Vec<(Instant, Signal)>) {
        let mut at = from;
        while let Some(next) = pagees.iter().filter_map(|pagee| self.next_on(pagee, at)).min().filter(|next| *next < to) {
            at = next;
            for person in self.resolve(pagees, at) {
                if !open.contains(&person) {
                    open.push(person);
                    signals.push((at, Signal::Page(person)));
                }
            }
        }
    }

    /// Whom a step pages at an instant.
    fn resolve(&self, pagees: &[Pagee], at: Instant) -> Vec<PersonId> {
        let mut people: Vec<PersonId> = Vec::new();
        let mut add = |person: PersonId| {
            if !people.contains(&person) {
                people.push(person);
            }
        };
        for pagee in pagees {
            match pagee {
                Pagee::People(some) => some.iter().for_each(|person| add(*person)),
                Pagee::Team(team) => {
                    let members = &self.plan.teams[team.at()].members;
                    members.iter().filter(|p| self.presence.on_shift(**p).on_at(at)).for_each(|person| add(*person));
                }
                Pagee::Rota(rota) => self.on_rota(*rota, at).for_each(&mut add),
            }
        }
        people
    }

    fn on_rota(&self, rota: RotaId, at: Instant) -> impl Iterator<Item = PersonId> {
        let rota = &self.plan.rotas[rota.at()];
        rota.on_call(at).iter().map(move |holder| stand_in(rota, *holder, at, |person| self.presence.away(person, at)))
    }

    /// The next instant at which somebody else may come to be paged.
    fn next_on(&self, pagee: &Pagee, at: Instant) -> Option<Instant> {
        match pagee {
            Pagee::People(_) => None,
            Pagee::Team(team) => {
                let members = &self.plan.teams[team.at()].members;
                members.iter().filter_map(|person| self.presence.on_shift(*person).next_start(at + Span(1))).min()
            }
            Pagee::Rota(rota) => {
                let rota = &self.plan.rotas[rota.at()];
                let spells = rota.members().iter().flat_map(|member| self.presence.spells(*member));
                let changes = spells.flat_map(|spell: &Spell| [spell.from, passes_at(rota, spell), spell.to]);
                changes.filter(|change| *change > at).chain(rota.next_change(at)).min()
            }
        }
    }
}
