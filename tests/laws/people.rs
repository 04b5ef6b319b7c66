//! Laws of people: they do one thing at a time, only while they are there, lead no more than they may, and their hours add up.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use super::lab::plan_of;
use super::{Told, for_all, scenarios, told};
use firedrill::engine::time::Instant;
use firedrill::model::fact::{Fact, Job, Spent};
use firedrill::model::ids::{EmployerId, IncidentNo, PersonId};
use firedrill::model::inject::{Effect, Told as InjectTold};
use firedrill::model::plan::Plan;

/// Who does what, and in what way they are there.
struct Watch<'p> {
    plan: &'p Plan,
    hands: BTreeMap<PersonId, Job>,
    called: BTreeMap<PersonId, IncidentNo>,
    rests_until: BTreeMap<PersonId, Instant>,
    away: BTreeMap<PersonId, Instant>,
    puts_down: Vec<(Instant, PersonId)>,
    swaps: BTreeMap<PersonId, (bool, Instant)>,
    suspended: BTreeMap<EmployerId, Instant>,
    owed_in: BTreeMap<EmployerId, Instant>,
}

impl<'p> Watch<'p> {
    fn of(plan: &'p Plan) -> Watch<'p> {
        Watch {
            plan,
            hands: BTreeMap::new(),
            called: BTreeMap::new(),
            rests_until: BTreeMap::new(),
            away: BTreeMap::new(),
            puts_down: Vec::new(),
            swaps: BTreeMap::new(),
            suspended: BTreeMap::new(),
            owed_in: BTreeMap::new(),
        }
    }
}

impl Watch<'_> {
    fn see(&mut self, at: Instant, fact: &Fact) {
        for (since, person) in self.puts_down.extract_if(.., |(since, _)| *since < at) {
            assert!(
                !self.hands.contains_key(&person),
                "{} has to rest or is away at {since:?} and works on",
                self.plan.people[person.at()].id
            );
        }
        match *fact {
            Fact::Started { job, person: Some(person), .. } => self.starts(at, job, person),
            Fact::Stopped { job, person, .. } | Fact::Ended { job, person: Some(person), .. } => {
                assert_eq!(self.hands.remove(&person), Some(job), "{at:?}: {} lets go of what they did not do", self.name(person));
            }
            Fact::CalledOut { incident, person } => {
                let before = self.called.insert(person, incident);
                assert!(before.is_none(), "{at:?}: {} is called out twice", self.name(person));
                assert!(!self.on_shift(person, at) || self.rests(person, at), "{at:?}: {} is called out while on shift", self.name(person));
                assert!(!self.away.contains_key(&person), "{at:?}: {} is called out while away", self.name(person));
            }
            Fact::StoodDown { incident, person } => {
                assert_eq!(self.called.remove(&person), Some(incident), "{at:?}: {} is stood down but was not called", self.name(person));
            }
            Fact::StaysOn { job, person } => {
                assert_eq!(self.hands.get(&person), Some(&job), "{at:?}: {} stays for what they do not do", self.name(person));
                assert!(!self.on_shift(person, at), "{at:?}: overtime of {} begins during their shift", self.name(person));
            }
            Fact::BackOnShift { job, person } => {
                assert_eq!(self.hands.get(&person), Some(&job), "{at:?}: {} comes back to what they do not do", self.name(person));
                assert!(self.on_shift(person, at), "{at:?}: overtime of {} ends without a shift", self.name(person));
            }
            Fact::Inject(InjectTold::Shift { person, works, until }) => {
                self.swaps.insert(person, (works, until));
            }
            Fact::Inject(InjectTold::Suspended { employer, until }) => {
                let longest = self.suspended.entry(employer).or_insert(until);
                *longest = (*longest).max(until);
            }
            Fact::Inject(InjectTold::OwedIn { employer, until }) => {
                self.owed_in.insert(employer, until);
            }
            Fact::Away { person, until, .. } => {
                let already = self.away.insert(person, until).is_some();
                assert!(already || until > at, "{at:?}: {} is away for no time", self.name(person));
                self.puts_down.push((at, person));
            }
            Fact::Left { person } => {
                self.away.insert(person, Instant::NEVER);
                self.puts_down.push((at, person));
            }
            Fact::Hired { person } => {
                assert_eq!(
                    self.away.remove(&person),
                    Some(Instant::NEVER),
                    "{at:?}: somebody comes for {}, who is there",
                    self.name(person)
                );
            }
            Fact::Back { person } => {
                let until = self.away.remove(&person);
                assert!(until.is_some_and(|until| until <= at), "{at:?}: {} is back, away until {until:?}", self.name(person));
            }
            Fact::MustRest { person } => {
                let least = self.plan.rest.expect("somebody must rest, but the scenario has no bounds").least_rest;
                self.rests_until.insert(person, at + least);
                self.puts_down.push((at, person));
            }
            _ => {}
        }
    }
    fn starts(&mut self, at: Instant, job: Job, person: PersonId) {
        let name = self.plan.people[person.at()].id.as_str();
        assert!(!self.rests(person, at), "{at:?}: {name} works while resting");
        assert!(!self.away.contains_key(&person), "{at:?}: {name} works while away");
        let here = self.on_shift(person, at) || self.called.get(&person) == Some(&job.incident);
        assert!(here, "{at:?}: {name} starts {job:?}, neither on shift nor called out for it ({:?})", self.called.get(&person));
        let before = self.hands.insert(person, job);
        assert!(before.is_none(), "{at:?}: {name} starts {job:?} while at {before:?}");
    }
    /// Nobody of a provider is owed: its contract is suspended, or it is owed in other hours.
    fn shut(&self, employer: EmployerId, at: Instant) -> bool {
        let holds = |until: Option<&Instant>| until.is_some_and(|until| at < *until);
        let hours = self.plan.injects.injects.iter().flat_map(|inject| &inject.effects).find_map(|effect| match effect {
            Effect::OwedIn(_, hours, _) => Some(&self.plan.hours[hours.at()]),
            _ => None,
        });
        holds(self.suspended.get(&employer)) || holds(self.owed_in.get(&employer)) && hours.is_some_and(|hours| !hours.on_at(at))
    }
    fn on_shift(&self, person: PersonId, at: Instant) -> bool {
        if self.shut(self.plan.people[person.at()].employer, at) {
            return false;
        }
        if let Some((works, _)) = self.swaps.get(&person).filter(|(_, until)| at < *until) {
            return *works;
        }
        self.plan.hours[self.plan.people[person.at()].hours as usize].spans().iter().any(|&(from, to)| from <= at && at < to)
    }
    fn rests(&self, person: PersonId, at: Instant) -> bool {
        self.rests_until.get(&person).is_some_and(|until| at < *until)
    }
    fn name(&self, person: PersonId) -> &str {
        &self.plan.people[person.at()].id
    }
}

#[test]
fn people_do_one_thing_at_a_time_and_only_while_they_are_there() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut watch = Watch::of(&plan);
            for (at, fact) in &told.facts {
                watch.see(*at, fact);
            }
        }
    });
}

#[test]
fn an_incident_has_one_lead_who_is_there_and_runs_no_more_than_they_may() {
    let led = Mutex::new(0);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            *led.lock().unwrap() += u64::from(follow_leads(&plan, &told));
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(led.into_inner().unwrap() * 20 >= scenarios(), "hardly anything is led");
    }
}

/// Follows the leads of a play; whether there were any.
fn follow_leads(plan: &Arc<Plan>, told: &Told) -> bool {
    let mut leads: BTreeMap<IncidentNo, PersonId> = BTreeMap::new();
    let mut laws = BTreeMap::new();
    let mut watch = Watch::of(plan);
    // Whoever gives up one incident and takes up another at the same instant may be told of the second first.
    let hands_over = |(index, (at, fact)): (usize, &(Instant, Fact))| match *fact {
        Fact::LeadHandsOver { incident, person, .. } => Some((index, *at, incident, person)),
        _ => None,
    };
    let given_up: Vec<_> = told.facts.iter().enumerate().filter_map(hands_over).collect();
    let mut any = false;
    for (index, (at, fact)) in told.facts.iter().enumerate() {
        watch.see(*at, fact);
        match *fact {
            Fact::Began { incident, kind, .. } | Fact::FalseAlarm { incident, kind, .. } => {
                laws.insert(incident, plan.playbooks[plan.kinds[kind.at()].playbook.at()].lead.as_ref());
            }
            Fact::LeadTakesOver { incident, person, runs, .. } => {
                any = true;
                let law = laws[&incident].expect("only what has a lead is led");
                assert!(leads.insert(incident, person).is_none(), "{at:?}: two lead {incident:?}");
                let goes = |of: IncidentNo| of != incident && given_up.iter().any(|g| g.0 > index && (g.1, g.2, g.3) == (*at, of, person));
                let all = leads.iter().filter(|(of, p)| **p == person && !goes(**of)).count();
                assert!(all == usize::from(runs) && all <= law.at_once as usize, "{at:?}: {} runs {all}", watch.name(person));
                assert!(law.able.contains(&person), "{at:?}: {} may not lead", watch.name(person));
                let here = watch.on_shift(person, *at) || watch.called.get(&person) == Some(&incident);
                assert!(here && !watch.rests(person, *at), "{at:?}: {} leads {incident:?} and is not there", watch.name(person));
            }
            Fact::LeadHandsOver { incident, person, .. } | Fact::LeadEnds { incident, person } => {
                assert_eq!(leads.remove(&incident), Some(person), "{at:?}: another leads {incident:?}");
            }
            Fact::LeaderLess { incident } => assert!(!leads.contains_key(&incident), "{at:?}: somebody leads {incident:?}"),
            Fact::Update { incident, person, leads: true, .. } => assert_eq!(leads.get(&incident), Some(&person)),
            _ => {}
        }
    }
    any
}

#[test]
fn what_people_of_a_team_spend_their_hours_on_adds_up_to_their_hours_on_duty() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        if !plan.demand.any() {
            return;
        }
        for told in told(&plan) {
            for (index, team) in plan.teams.iter().enumerate().filter(|(i, _)| plan.demand.followed[*i]) {
                let spent = |wanted: &dyn Fn(Spent) -> bool| -> i64 {
                    let of_team = told.facts.iter().filter_map(|(_, fact)| match *fact {
                        Fact::Spent { team, on, time } if team.at() == index && wanted(on) => Some(time.0),
                        _ => None,
                    });
                    of_team.sum()
                };
                let displaced = |on: Spent| matches!(on, Spent::DisplacedByTickets | Spent::DisplacedByIncidents);
                let all = spent(&|on| !displaced(on));
                let hours = |p: &PersonId| plan.hours[plan.people[p.at()].hours as usize].elapsed(plan.warm_up, plan.arrivals_end).0;
                let on_duty: i64 = team.members.iter().map(hours).sum();
                // Who comes in is there beyond the roster.
                let swapped = told.facts.iter().any(|(_, f)| {
                    matches!(f, Fact::Inject(InjectTold::Shift { .. } | InjectTold::Suspended { .. } | InjectTold::OwedIn { .. }))
                });
                assert!(swapped || all <= on_duty, "{}: {all} of {on_duty}", team.id);
                // Whoever has to rest, is away or is gone with the contract of a provider is on the roster all the same.
                let gone = |f: &Fact| matches!(f, Fact::Away { .. } | Fact::MustRest { .. } | Fact::ContractEnded { .. });
                let away = told.facts.iter().any(|(_, f)| gone(f));
                let all_there = !away && !swapped && plan.rest.is_none();
                assert!(!all_there || all == on_duty, "{}: {all} of {on_duty}", team.id);
                let taken = spent(&|on| matches!(on, Spent::Tickets | Spent::RootCauses | Spent::Incidents));
                assert!(spent(&displaced) <= taken, "{}: more was taken from projects than was taken", team.id);
            }
        }
    });
}
