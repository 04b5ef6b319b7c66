//! Contracts as the plan has them. The hours of a contract, and its end, cut the shifts of the provider's people.

use std::collections::BTreeMap;

use super::entry::{ContractEntry, ScopeEntry, SharedEntry};
use super::{Bench, ChangeOrder, Response, Scope, Terms};
use crate::engine::chance::subject;
use crate::engine::time::{Instant, Span};
use crate::model::ids::{DecisionId, EmployerId, GrantId, PersonId, SystemId};
use crate::model::inject::{Effect, Script};
use crate::model::names::{Names, sorted};
use crate::model::organisation::entry::EmployerEntry;
use crate::model::plan::{Employer, Person, Requirement};
use crate::model::quantity::Moment;
use crate::model::roster::Hours;
use crate::text::{Dict, Id, Place, Problems};

/// What terms are built from.
pub struct Sources<'s> {
    /// The hours of a roster; reports a name that means none.
    pub hours_of: &'s mut dyn FnMut(&Id, &mut Problems) -> Option<Hours>,
    /// The instant of a local time; reports one that daylight saving skips.
    pub instant: &'s mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>,
}

/// Enters the terms of all contracts.
pub fn terms(entries: &Dict<EmployerEntry>, employers: &mut [Employer], sources: &mut Sources, names: &Names, problems: &mut Problems) {
    for (id, entry) in sorted(entries) {
        let Some(contract) = entry.contract.as_ref().filter(|_| entry.provider) else { continue };
        let Some(employer) = employers.iter_mut().find(|e| e.id == id.text) else { continue };
        check(id, contract, names, problems);
        employer.terms = Terms {
            changes: false,
            luck: subject(id),
            hours: contract.hours.as_ref().and_then(|roster| (sources.hours_of)(roster, problems)),
            out_of_hours: contract.out_of_hours,
            response: contract.response.as_ref().map(|r| Response { target: r.target.map(|t| t.0), actual: r.actual.clone() }),
            bench: contract.shared.as_ref().map(bench),
            covers: scope(contract.covers.as_ref(), names, problems),
            excludes: scope(contract.excludes.as_ref(), names, problems),
            change_order: contract.change_order.as_ref().and_then(|order| {
                let decision = DecisionId(names.decisions.find(&order.decision, problems)?);
                Some(ChangeOrder { decision, takes: order.takes.clone(), price: order.costs.0 })
            }),
            needs: names.systems.find_all(&contract.needs, problems).into_iter().map(SystemId).collect(),
            ends: contract.ends.as_ref().and_then(|ends| (sources.instant)(ends, problems)),
            recovery_fee: contract.recovery_fee_per_hour.map(|fee| fee.0),
            included: contract.included_hours_per_month,
            minimum: contract.minimum,
        };
    }
}

/// The chance that some other client has them, when each has them busy for a share of the time.
fn bench(entry: &SharedEntry) -> Bench {
    let free = (0..entry.clients.min(10_000)).fold(1.0, |free, _| free * (1.0 - entry.busy.0));
    Bench { taken: 1.0 - free, free_after: entry.free_after.clone(), left: entry.left_sector_wide.map(|left| left.0) }
}

fn scope(entry: Option<&ScopeEntry>, names: &Names, problems: &mut Problems) -> Scope {
    let Some(entry) = entry else { return Scope::default() };
    Scope {
        phases: entry.phases.clone(),
        services: names.services.find_all(&entry.services, problems),
        systems: names.systems.find_all(&entry.systems, problems).into_iter().map(SystemId).collect(),
    }
}

/// Reports fields that make no sense or have no effect.
fn check(id: &Id, entry: &ContractEntry, names: &Names, problems: &mut Problems) {
    let place = |field: &str| names.place(&["employers", id, "contract", field]);
    let alone = |field: &str, without: &str, problems: &mut Problems| {
        let problem = problems.at(place(field), format!("`{field}` of `{id}` has no effect"), format!("without `{without}`"));
        problem.help(format!("add {without}: …, or take `{field}` out"));
    };
    if entry.out_of_hours.is_some() && entry.hours.is_none() {
        alone("out_of_hours", "hours", problems);
    }
    if entry.out_of_hours.is_some_and(|factor| factor < 0.0) {
        problems.at(place("out_of_hours"), "a fee cannot be negative", "0 or more");
    }
    let paid = entry.fee_per_hour.0 > 0.0 || entry.recovery_fee_per_hour.is_some_and(|fee| fee.0 > 0.0);
    for (field, said) in [("included_hours_per_month", entry.included_hours_per_month > Span(0)), ("minimum", entry.minimum > Span(0))] {
        if said && !paid {
            alone(field, "fee_per_hour", problems);
        }
    }
    if entry.change_order.is_some() && entry.covers.is_none() && entry.excludes.is_none() {
        alone("change_order", "covers", problems);
    }
    for (field, scope) in [("covers", &entry.covers), ("excludes", &entry.excludes)] {
        if let Some(scope) = scope
            && scope.phases.is_empty()
            && scope.services.is_empty()
            && scope.systems.is_empty()
        {
            problems.at(place(field), format!("`{field}` of `{id}` names nothing"), "phases, services or systems").help("take it out");
        }
    }
    if let Some(shared) = &entry.shared {
        check_shared(id, shared, &|field| names.place(&["employers", id, "contract", "shared", field]), problems);
    }
}

fn check_shared(id: &Id, entry: &SharedEntry, place: &dyn Fn(&str) -> Place, problems: &mut Problems) {
    if entry.clients == 0 {
        problems.at(place("clients"), format!("`{id}` is shared with nobody"), "at least 1").help("take `shared` out");
    }
    let delays = entry.free_after.as_ref().is_some_and(|after| after.mean() > 0.0);
    match (entry.busy.0 > 0.0, delays) {
        (true, false) => {
            let problem = problems.at(place("busy"), format!("it is not said how much later `{id}` comes"), "`free_after` is missing");
            problem.help("free_after: LogNormal(median: \"4h\", p90: \"12h\")");
        }
        (false, true) => {
            problems.at(place("free_after"), format!("`{id}` is never with other clients"), "this has no effect without `busy`");
        }
        (false, false) if entry.left_sector_wide.is_none_or(|left| left.0 >= 1.0) => {
            let problem = problems.at(entry.place.head(), format!("sharing `{id}` has no effect"), "neither `busy` nor `left_sector_wide`");
            problem.help("say how often others have them (busy, free_after), or what is left when the whole sector is hit");
        }
        _ => {}
    }
}

/// With a contract ends every grant that its people hold for it, unless it ends before. Keeps `endings` in order.
pub fn end_grants(employers: &[Employer], people: &mut [Person], endings: &mut Vec<(Instant, PersonId, GrantId)>) {
    if employers.iter().all(|e| e.terms.ends.is_none()) {
        return;
    }
    for (id, person) in (0..).map(PersonId).zip(people) {
        let Some(ends) = employers.get(person.employer.at()).and_then(|e| e.terms.ends) else { continue };
        endings.retain(|(at, of, _)| *of != id || *at < ends);
        let before: Vec<GrantId> = endings.iter().filter(|(_, of, _)| *of == id).map(|(.., grant)| *grant).collect();
        if ends <= Instant(0) {
            person.grants.retain(|grant| before.contains(grant));
        }
        endings.extend(person.grants.iter().filter(|grant| !before.contains(grant)).map(|grant| (ends, id, *grant)));
    }
    endings.sort_unstable();
}

/// Marks the requirements for which people of a provider could be held back by its contract.
pub fn bind(requirements: &mut [Requirement], people: &[Person], employers: &[Employer]) {
    let bound = |person: PersonId| employers.get(people[person.at()].employer.at()).is_some_and(|e| e.terms.bind());
    for requirement in requirements {
        requirement.bound = requirement.candidates.iter().any(|(person, _)| bound(*person));
    }
}

/// Cuts the shifts of providers' people to the hours of their contracts, unless they come outside them, and to its end.
pub fn cut(employers: &[Employer], people: &mut [Person], hours: &mut Vec<Hours>) {
    let mut made: BTreeMap<(u32, EmployerId), u32> = BTreeMap::new();
    for person in people {
        person.rostered = person.hours;
        let Some(terms) = employers.get(person.employer.at()).map(|e| &e.terms) else { continue };
        let within = terms.only_in();
        if within.is_none() && terms.ends.is_none() {
            continue;
        }
        person.hours = *made.entry((person.hours, person.employer)).or_insert_with(|| {
            let mut own = hours[person.hours as usize].clone();
            if let Some(within) = within {
                own = own.minus(&own.minus(within));
            }
            if let Some(ends) = terms.ends {
                own = own.minus(&Hours::between(ends, Instant(i64::MAX / 4)));
            }
            hours.push(own);
            hours.len() as u32 - 1
        });
    }
}

/// Marks the contracts that injects may change in the course of a play.
pub fn injected(script: &Script, employers: &mut [Employer]) {
    let changed =
        script.injects.iter().filter(|inject| inject.may_come()).flat_map(|inject| &inject.effects).filter_map(|effect| match effect {
            Effect::Suspended(employer, _) | Effect::OwedIn(employer, ..) | Effect::RespondsAfter(employer, _) => Some(*employer),
            _ => None,
        });
    for employer in changed {
        if let Some(employer) = employers.get_mut(employer.at()) {
            employer.terms.changes = true;
        }
    }
}
