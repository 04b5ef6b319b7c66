//! From entries to injects as the plan has them: what each waits for in which incidents, and whom and what it concerns.

use std::collections::BTreeSet;

use super::entry::{At, EffectEntry, InjectEntry};
use super::{Cue, Effect, Inject, Script, Watch};
use crate::engine::chance::{Dist, subject};
use crate::engine::time::{Instant, Span};
use crate::model::fact::Capability;
use crate::model::ids::{AttackId, DecisionId, GrantId, InjectId, KindId, PersonId, SensorId, SystemId, VendorId};
use crate::model::names::who::{Called, Who};
use crate::model::names::{Names, sorted};
use crate::model::plan::{Attack, Employer, ItSystem, Kind, Person, Task, Team};
use crate::model::quantity::Moment;
use crate::model::roster::HoursId;
use crate::text::{Dict, Id, Problems};

mod check;
mod staffing;
mod state;

pub use check::people as check_people;

/// What injects are made from.
pub struct Sources<'s> {
    /// Tasks of all playbooks.
    pub tasks: &'s [Task],
    /// Kinds of incident.
    pub kinds: &'s [Kind],
    /// Attacks.
    pub attacks: &'s [Attack],
    /// Systems.
    pub systems: &'s [ItSystem],
    /// Teams.
    pub teams: &'s [Team],
    /// People.
    pub people: &'s [Person],
    /// Employers, with the terms of their contracts.
    pub employers: &'s [Employer],
    /// The hours of each roster, by its id.
    pub hours: &'s dyn Fn(&str) -> Option<HoursId>,
    /// Nothing is played from here on; None when that could not be read.
    pub end: Option<Instant>,
}

/// Somebody may be away because of an inject: asked before there are any people.
pub fn makes_absent(entries: &Dict<InjectEntry>) -> bool {
    effects(entries).any(|effect| matches!(effect, EffectEntry::Absent { .. }))
}

/// The incidents that injects begin.
pub fn begun(entries: &Dict<InjectEntry>) -> BTreeSet<&Id> {
    effects(entries).filter_map(|effect| if let EffectEntry::NewIncident(kind) = effect { Some(kind) } else { None }).collect()
}

fn effects(entries: &Dict<InjectEntry>) -> impl Iterator<Item = &EffectEntry> {
    entries.iter().filter_map(|(_, entry)| entry.effect.as_ref()).flat_map(|all| &all.0)
}

/// Builds the injects.
pub fn script(
    entries: &Dict<InjectEntry>,
    sources: &Sources,
    instant: &mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>,
    names: &Names,
    problems: &mut Problems,
) -> Script {
    let mut script = Script::default();
    for (number, (id, entry)) in (0..).map(InjectId).zip(sorted(entries)) {
        let mut builder = Builder { id, entry, number, sources, names, problems: &mut *problems };
        let inject = builder.inject(instant, &mut script.watches);
        script.injects.push(inject);
    }
    script.watches.sort_unstable();
    let effects = || script.injects.iter().filter(|inject| inject.may_come()).flat_map(|inject| &inject.effects);
    script.swaps = effects().any(|effect| matches!(effect, Effect::Shift(..) | Effect::Suspended(..) | Effect::OwedIn(..)));
    script.questions = effects().any(|effect| matches!(effect, Effect::Challenged(_)));
    script.counts_losses = script.watches.iter().any(|w| matches!(w.cue, Cue::Lost(_)));
    check::circles(&script, sources.kinds, names, problems);
    script
}

struct Builder<'b> {
    id: &'b Id,
    entry: &'b InjectEntry,
    number: InjectId,
    sources: &'b Sources<'b>,
    names: &'b Names<'b>,
    problems: &'b mut Problems,
}

impl Builder<'_> {
    fn inject(&mut self, instant: &mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>, watches: &mut Vec<Watch>) -> Inject {
        check::said(self.id, self.entry, self.names, self.problems);
        let entry = self.entry;
        let mut belongs: Vec<KindId> = self.names.kinds.find_all(&entry.r#for, self.problems).into_iter().map(KindId).collect();
        belongs.sort_unstable();
        let mut inject = Inject {
            id: self.id.text.clone(),
            says: entry.says.clone(),
            luck: subject(self.id),
            belongs,
            at: None,
            after: entry.after.clone(),
            chance: entry.chance.0,
            times: entry.times.unwrap_or(1),
            held_back: entry.held_back,
            cues: Vec::new(),
            effects: Vec::new(),
        };
        match &entry.at {
            Some(At::On(moment)) => inject.at = self.instant(moment, instant),
            Some(At::After(span)) => {
                inject.after = Some(Dist::fixed(*span));
                inject.cues.push(Cue::Occurred);
            }
            None => {}
        }
        let (mut system, mut unanswered) = (None, None);
        if let Some(state) = &entry.when {
            (system, unanswered) = self.state(state, &inject.belongs, &mut inject.cues);
        }
        inject.cues.sort_unstable();
        inject.cues.dedup();
        if !entry.held_back {
            watches.extend(inject.cues.iter().map(|cue| Watch { cue: *cue, inject: self.number, system, unanswered }));
        }
        inject.effects = entry.effect.iter().flat_map(|all| &all.0).filter_map(|effect| self.effect(effect)).collect();
        inject
    }

    /// The instant of a moment, which must lie within what is played.
    fn instant(&mut self, moment: &Moment, instant: &mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>) -> Option<Instant> {
        let at = instant(moment, self.problems)?;
        let title = format!("the inject `{}` never comes", self.id);
        if at < Instant(0) {
            self.problems.at(moment.place, title, "earlier than `starts`");
        } else if self.sources.end.is_some_and(|end| at >= end) {
            self.problems.at(moment.place, title, "no incident is followed as long as that").help("let the play run for longer");
        }
        Some(at)
    }

    fn effect(&mut self, entry: &EffectEntry) -> Option<Effect> {
        Some(match entry {
            EffectEntry::Absent { person, lasts } => Effect::Absent(self.people(person), lasts.clone()),
            EffectEntry::GrantLost { person, grant, lasts } => self.holds(person, grant, false, lasts.as_ref()),
            EffectEntry::GrantGiven { person, grant, lasts } => self.holds(person, grant, true, lasts.as_ref()),
            EffectEntry::CopiesLost { system, copies } => Effect::Copies(self.copies(system, *copies), *copies),
            EffectEntry::Down { system, lasts } => Effect::Down(self.systems(system), lasts.clone()),
            EffectEntry::Blind { telemetry, lasts } => {
                let sensors = self.names.sensors.find_all(telemetry, self.problems).into_iter().map(SensorId).collect();
                Effect::Blind(sensors, lasts.clone())
            }
            EffectEntry::VendorAway { vendor, lasts } => {
                Effect::VendorAway(VendorId(self.names.vendors.find(vendor, self.problems)?), lasts.clone())
            }
            EffectEntry::Challenged(decision) => Effect::Challenged(DecisionId(self.names.decisions.find(decision, self.problems)?)),
            EffectEntry::Call { person, takes } => Effect::Call(person.as_ref().map(|all| self.people(all)), takes.clone()),
            EffectEntry::Severity(severity) => Effect::Severity(*severity, true),
            EffectEntry::Assessed(severity) => Effect::Severity(*severity, false),
            EffectEntry::OnShift { person, lasts } => Effect::Shift(self.people(person), true, lasts.clone()),
            EffectEntry::OffShift { person, lasts } => Effect::Shift(self.at_work(person), false, lasts.clone()),
            EffectEntry::OnCall { person, rota, lasts } => Effect::Turns(self.rota(rota)?, self.people(person), lasts.clone()),
            EffectEntry::NobodyOnCall { rota, lasts } => Effect::Turns(self.rota(rota)?, Vec::new(), lasts.clone()),
            EffectEntry::Suspended { provider, lasts } => Effect::Suspended(self.provider(provider)?, lasts.clone()),
            EffectEntry::OwedIn { provider, hours, lasts } => {
                let provider = self.provider(provider);
                Effect::OwedIn(provider?, self.hours(hours)?, lasts.clone())
            }
            EffectEntry::RespondsAfter { provider, takes } => Effect::RespondsAfter(self.responder(provider)?, takes.clone()),
            EffectEntry::NewIncident(kind) => Effect::NewIncident(KindId(self.names.kinds.find(kind, self.problems)?)),
        })
    }

    /// Everybody whom some names mean, by person, role, team or employer; in order, each once.
    fn people(&mut self, ids: &[Id]) -> Vec<PersonId> {
        let mut all = BTreeSet::new();
        for id in ids {
            match self.names.who(id, Called::AsPermitted, self.problems) {
                Some(Who::People(some)) => all.extend(some),
                Some(Who::Team(team)) => all.extend(self.sources.teams.get(team.at()).into_iter().flat_map(|t| &t.members).copied()),
                Some(Who::Employer(employer)) => {
                    let people = (0..).map(PersonId).zip(self.sources.people);
                    all.extend(people.filter(|(_, p)| p.employer == employer).map(|(id, _)| id));
                }
                Some(Who::Rota(_)) | None => {}
            }
        }
        all.into_iter().collect()
    }

    fn systems(&mut self, ids: &[Id]) -> Vec<SystemId> {
        self.names.systems.find_all(ids, self.problems).into_iter().map(SystemId).collect()
    }

    /// Systems whose copies are found bad; reports those that have none, or none of which it is known how old they are.
    fn copies(&mut self, ids: &[Id], copies: Option<u32>) -> Vec<SystemId> {
        let systems = self.systems(ids);
        for system in &systems {
            let Some(entry) = self.sources.systems.get(system.at()) else { continue };
            let place = self.names.place(&["injects", self.id, "effect"]);
            let (title, label) = match (&entry.backup, copies) {
                (None, _) => (format!("`{}` has no copies to lose", entry.id), "it has no `backup`"),
                (Some(backup), Some(_)) if backup.copies.is_none() => {
                    (format!("it is not known which copies of `{}` are the newest", entry.id), "its `backup` does not say `every`")
                }
                (Some(_), Some(0)) => ("no copy is found bad".to_string(), "at least 1"),
                _ => continue,
            };
            self.problems.at(place, title, label);
        }
        systems
    }

    fn holds(&mut self, person: &[Id], grant: &Id, held: bool, lasts: Option<&Dist>) -> Effect {
        let people = self.people(person);
        let number = self.names.grants.find(grant, self.problems).map(GrantId);
        let whole = self.names.whole && number.is_some() && !people.is_empty();
        let has = |p: &PersonId| self.sources.people.get(p.at()).is_some_and(|p| number.is_some_and(|g| p.grants.contains(&g)));
        if whole && !held && !people.iter().any(has) {
            let title = format!("the inject `{}` takes `{grant}` from nobody", self.id);
            self.problems.at(grant.place, title, "none of them holds it").help("name somebody who does");
        }
        Effect::Holds(people, Capability::Grant(number.unwrap_or_default()), held, lasts.cloned())
    }
}

/// The stage of an attack by its name.
fn stages(attacks: &[Attack], name: &str) -> impl Iterator<Item = (AttackId, u8)> {
    (0..).map(AttackId).zip(attacks).flat_map(move |(id, attack)| {
        (0..=u8::MAX).zip(&attack.stages).filter(move |(_, (stage, ..))| stage == name).map(move |(at, _)| (id, at))
    })
}

/// So long with no answer.
type Unanswered = Option<Span>;
