//! The law of calls: nobody who could come is forgotten.

use std::collections::BTreeMap;

use super::lab::plan_of;
use super::{Told, for_all, told};
use firedrill::engine::time::{Instant, Span};
use firedrill::model::demand::plan::Class;
use firedrill::model::fact::{Capability, Fact, Job, PageFor, Wait};
use firedrill::model::ids::{EmployerId, IncidentNo, PersonId, TaskId};
use firedrill::model::inject::Told as Inject;
use firedrill::model::plan::{Plan, Requirement, RequirementOf};

/// When somebody was off duty and free to come, and what they were called for.
struct Free {
    /// From, to.
    times: Vec<(Instant, Instant)>,
    /// Called out for an incident.
    came: Vec<(Instant, IncidentNo)>,
    /// Paged for a task of an incident.
    paged: Vec<(Instant, IncidentNo, TaskId)>,
}

impl Free {
    fn of(plan: &Plan, person: PersonId, told: &Told) -> Free {
        let mut taken: Vec<(Instant, Instant)> = plan.hours[plan.people[person.at()].hours as usize].spans().to_vec();
        let (mut came, mut paged, mut called, mut works) = (Vec::new(), Vec::new(), None, None);
        let (mut leads, mut lacks) = (Vec::<Instant>::new(), Vec::<(Capability, Instant)>::new());
        let mut left: Option<Instant> = None;
        let rest = plan.rest.map_or(Span(0), |r| r.least_rest);
        for (at, fact) in &told.facts {
            match *fact {
                Fact::CalledOut { incident, person: p } if p == person => {
                    came.push((*at, incident));
                    called = Some(*at);
                }
                Fact::StoodDown { person: p, .. } if p == person => {
                    taken.extend(called.take().map(|from: Instant| (from, *at + rest)));
                }
                Fact::Started { person: Some(p), .. } if p == person => works = Some(*at),
                // Who leads may have stayed on for it.
                Fact::LeadTakesOver { person: p, .. } if p == person => leads.push(*at),
                Fact::LeadHandsOver { person: p, .. } | Fact::LeadEnds { person: p, .. } if p == person => {
                    taken.extend(leads.pop().map(|from| (from, *at + rest)));
                }
                // Who has stayed on after a shift may have to rest before being called again.
                Fact::Ended { person: Some(p), .. } | Fact::Stopped { person: p, .. } if p == person => {
                    taken.extend(works.take().map(|from: Instant| (from, *at + rest)));
                }
                // Whoever has lost access or knowledge is no use until they have it again.
                Fact::Lost { person: p, what } if p == person => lacks.push((what, *at)),
                Fact::Gained { person: p, what } if p == person => {
                    taken.extend(lacks.extract_if(.., |(lost, _)| *lost == what).map(|(_, from)| (from, *at)));
                }
                Fact::MustRest { person: p } if p == person => taken.push((*at, *at + rest)),
                // Who comes in is there, and need not be called; who has time off comes when called.
                Fact::Inject(Inject::Shift { person: p, works: true, until }) if p == person => taken.push((*at, until)),
                Fact::Inject(Inject::Suspended { employer, until } | Inject::OwedIn { employer, until })
                    if employer == plan.people[person.at()].employer =>
                {
                    taken.push((*at, until))
                }
                Fact::Away { person: p, until, .. } if p == person => taken.push((*at, until)),
                Fact::Left { person: p } if p == person => left = Some(*at),
                Fact::Hired { person: p } if p == person => taken.extend(left.take().map(|from| (from, *at))),
                Fact::Paged { incident, person: p, why: PageFor::Task(task) } if p == person => paged.push((*at, incident, task)),
                _ => {}
            }
        }
        taken.extend(called.into_iter().chain(works).chain(left).chain(leads).map(|from| (from, Instant::NEVER)));
        taken.extend(lacks.into_iter().map(|(_, from)| (from, Instant::NEVER)));
        taken.extend(not_owed(plan, plan.people[person.at()].employer, told));
        taken.sort_unstable();
        let (mut times, mut cut) = (Vec::new(), Instant(0));
        for (from, to) in taken {
            if from > cut {
                times.push((cut, from));
            }
            cut = cut.max(to);
        }
        times.push((cut, Instant::NEVER));
        Free { times, came, paged }
    }
}

/// When nobody of a provider can be called: outside the hours of its contract, after its end, while it is down.
fn not_owed(plan: &Plan, employer: EmployerId, told: &Told) -> Vec<(Instant, Instant)> {
    let terms = &plan.employers[employer.at()].terms;
    let mut all: Vec<(Instant, Instant)> = terms.ends.map(|ends| (ends, Instant::NEVER)).into_iter().collect();
    if let (Some(hours), None) = (&terms.hours, terms.out_of_hours) {
        let always = firedrill::model::roster::Hours::between(Instant(0), Instant(i64::MAX / 4));
        all.extend(always.minus(hours).spans());
    }
    let mut since = None;
    for (at, fact) in &told.facts {
        match *fact {
            Fact::ProviderDown { employer: e } if e == employer => since = Some(*at),
            Fact::ProviderBack { employer: e } if e == employer => all.extend(since.take().map(|from| (from, *at))),
            _ => {}
        }
    }
    all.extend(since.map(|from| (from, Instant::NEVER)));
    all
}

/// People of a provider may be with other clients for all of an incident that hits the whole sector.
fn elsewhere(plan: &Plan, person: PersonId, incident: IncidentNo, told: &Told) -> bool {
    let shared = plan.employers[plan.people[person.at()].employer.at()].terms.bench.as_ref().is_some_and(|b| b.left.is_some());
    let wide = |fact: &Fact| matches!(*fact, Fact::Began { incident: i, kind, .. } if i == incident && plan.kinds[kind.at()].sector_wide);
    shared && told.facts.iter().any(|(_, fact)| wide(fact))
}

/// Whoever stays for a ticket after the shift rests afterwards, of which no fact tells.
fn may_have_stayed(plan: &Plan, person: PersonId) -> bool {
    let desks = |class: &Class| class.parts().map(|part| part.desk).collect::<Vec<_>>();
    let mut stays = plan.demand.classes.iter().filter(|class| class.stays).flat_map(desks);
    plan.rest.is_some() && stays.any(|desk| plan.demand.desks[desk as usize].people.iter().any(|(p, _)| *p == person))
}

#[test]
fn nobody_who_could_come_is_forgotten() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let free: Vec<Free> = (0..plan.people.len() as u32).map(|p| Free::of(&plan, PersonId(p), &told)).collect();
            // Nobody is called for planned changes.
            let calls = |job: &Job| plan.tasks[job.task.at()].change.is_none_or(|of| of.calls);
            for (job, from, to) in waits_for_people(&told).into_iter().filter(|(job, ..)| calls(job)) {
                let seen = |p: PersonId| !elsewhere(&plan, p, job.incident, &told) && !may_have_stayed(&plan, p);
                for (person, n) in qualified(&plan, job, &told).into_iter().filter(|(p, _)| seen(*p)) {
                    all_called(&plan, job, (from, to), (person, &free[person.at()]), n);
                }
            }
        }
    });
}

/// All times in which a task waited because nobody on duty could do it, until its incident was over.
fn waits_for_people(told: &Told) -> Vec<(Job, Instant, Instant)> {
    let mut waits = Vec::new();
    let mut since: BTreeMap<Job, Instant> = BTreeMap::new();
    let mut over: BTreeMap<IncidentNo, Instant> = BTreeMap::new();
    for (at, fact) in &told.facts {
        let (job, open) = match *fact {
            Fact::Waits { job, on } => (job, matches!(on, Wait::OffDuty | Wait::NoGrant | Wait::NoKnowledge)),
            Fact::Started { job, .. } | Fact::Skipped { job } => (job, false),
            Fact::Recovered { incident } | Fact::StoppedBeforeImpact { incident } | Fact::FoundFalse { incident } => {
                over.insert(incident, *at);
                continue;
            }
            _ => continue,
        };
        if open {
            since.entry(job).or_insert(*at);
        } else if let Some(from) = since.remove(&job) {
            waits.push((job, from, *at));
        }
    }
    waits.extend(since.into_iter().map(|(job, from)| (job, from, told.played.end)));
    waits.into_iter().map(|(job, from, to)| (job, from, over.get(&job.incident).map_or(to, |o| to.min(*o)))).collect()
}

/// Who may do a job, each with how many there are.
fn qualified(plan: &Plan, job: Job, told: &Told) -> Vec<(PersonId, i64)> {
    let Some(asked) = requirement(plan, job) else { return Vec::new() };
    // Where the runbook store was ever down, those who could only follow what is written were of no use meanwhile.
    let is_down = |(_, fact): &(Instant, Fact)| matches!(fact, Fact::OutOfUse { what: Capability::Written(k) } if Some(*k) == asked.knows);
    let lost = asked.improvise.is_none() && told.facts.iter().any(is_down);
    // Others may come by the access, and are called too.
    asked.qualified.iter().filter(|q| !(lost && q.2)).map(|q| (q.0, asked.candidates.len() as i64)).collect()
}

/// What a job asks of people.
pub fn requirement(plan: &Plan, job: Job) -> Option<&Requirement> {
    let requirement = match plan.tasks[job.task.at()].requirement.as_ref()? {
        RequirementOf::Task(r) => *r,
        RequirementOf::System(all) => all[job.system?.at()]?,
    };
    Some(&plan.requirements[requirement.at()])
}

/// In a wait long enough to call everybody a quarter of an hour apart, somebody who was free has been called since they last came.
fn all_called(plan: &Plan, job: Job, wait: (Instant, Instant), (person, free): (PersonId, &Free), n: i64) {
    for &(begin, end) in &free.times {
        let (from, to) = (begin.max(wait.0), end.min(wait.1));
        if to.0 - from.0 <= (n + 1) * 15 * 60_000 {
            continue;
        }
        let came = free.came.iter().filter(|(at, i)| *i == job.incident && *at <= from).map(|(at, _)| *at).max();
        let called =
            free.paged.iter().any(|(at, i, task)| *i == job.incident && *task == job.task && *at <= to && came.is_none_or(|c| *at > c));
        assert!(
            called,
            "{} could come from {from:?} to {to:?} and is not called for {job:?} (came at {came:?})",
            plan.people[person.at()].id
        );
    }
}
