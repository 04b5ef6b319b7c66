//! Laws that hold in every play of every scenario, tried on 256 random ones.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods)]

#[path = "laws/calendar.rs"]
mod calendar;
#[path = "laws/changes.rs"]
mod changes;
#[path = "laws/exposure.rs"]
mod exposure;
#[path = "support/generator.rs"]
mod generator;
#[path = "support/lab.rs"]
mod lab;
#[path = "laws/notices.rs"]
mod notices;
#[path = "support/recovery_laws.rs"]
mod recovery_laws;

use std::collections::{BTreeMap, BTreeSet};
use std::mem::discriminant;
use std::sync::Arc;
use std::sync::Mutex;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Recorder;
use firedrill::measures::{Outcome, Post};
use firedrill::model::fact::{Answer, Authority, Basis, Capability, Ending, Fact, Job, Knowing, PageFor, Spent, Wait, Way};
use firedrill::model::ids::{DecisionId, EmployerId, GrantId, IncidentNo, PersonId, PolicyId, ServiceId, SystemId, TaskId};
use firedrill::model::plan::{Plan, Requirement, RequirementOf};
use firedrill::model::responsibility::Matter;
use firedrill::play::{Play, Played};
use lab::plan_of;

/// How many scenarios: 256, or as many as the environment says (`just long` tries 10,000).
fn scenarios() -> u64 {
    std::env::var("SCENARIOS").ok().and_then(|s| s.parse().ok()).unwrap_or(256)
}
const REPLICATIONS: u64 = 3;
const SEED: u64 = 7;

/// Everything that a replication was.
struct Told {
    facts: Vec<(Instant, Fact)>,
    outcomes: Vec<Outcome>,
    played: Played,
}
fn tell(plan: &Plan, play: &mut Play, replication: u64) -> Told {
    let mut recorder = Recorder::new(plan);
    let mut facts = Vec::new();
    play.reset(SEED, replication);
    let played = play
        .run(&mut |at, fact| {
            facts.push((at, *fact));
            recorder.observe(at, fact);
        })
        .unwrap();
    recorder.finish(played.end);
    Told { facts, outcomes: recorder.take(), played }
}
fn told(plan: &Arc<Plan>) -> Vec<Told> {
    let mut play = Play::new(plan.clone());
    (0..REPLICATIONS).map(|k| tell(plan, &mut play, k)).collect()
}

/// Tries a law on every scenario, on all cores; says which scenario broke it.
fn for_all(law: impl Fn(u64, &generator::Scenario) + Sync) {
    let threads = std::thread::available_parallelism().map_or(2, usize::from).min(4) as u64;
    let only: Option<u64> = std::env::var("SCENARIO").ok().and_then(|s| s.parse().ok());
    let broken = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for worker in 0..threads {
            let (law, broken) = (&law, &broken);
            scope.spawn(move || {
                for seed in (worker..scenarios()).step_by(threads as usize).filter(|s| only.is_none_or(|o| o == *s)) {
                    let scenario = generator::scenario(seed);
                    let tried = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| law(seed, &scenario)));
                    if tried.is_err() {
                        broken.lock().unwrap().push(seed);
                    }
                }
            });
        }
    });
    let mut broken = broken.into_inner().unwrap();
    broken.sort_unstable();
    if let Some(first) = broken.first() {
        eprintln!("{}", generator::scenario(*first).text());
        panic!(
            "broken by {} of {} random scenarios, first by {first} (above; SCENARIO={first} tries it alone): {broken:?}",
            broken.len(),
            scenarios()
        );
    }
}

/// What is there to say about an outcome, with names instead of numbers.
fn story(plan: &Plan, o: &Outcome) -> String {
    let systems: Vec<String> = o
        .systems
        .iter()
        .map(|s| {
            format!("{} hit {} lost {:?} back {:?} {:?} {:?}", plan.systems[s.system.at()].id, s.hit, s.lost, s.back, s.rto_met, s.mtpd_met)
        })
        .collect();
    let decisions: Vec<String> = o
        .decisions
        .iter()
        .map(|d| {
            let person = d.person.map(|p| &plan.people[p.at()].id);
            let id = &plan.decisions[d.decision.at()].id;
            format!(
                "{id} asked {:?} reached {:?} decided {:?} by {person:?} {:?} {:?}",
                d.asked, d.reached, d.decided, d.answer, d.authority
            )
        })
        .collect();
    let kind = &plan.kinds[o.kind.at()].id;
    let milestones = [o.occurred, o.alerted, o.acknowledged, o.aware, o.declared, o.escalated, o.contained, o.recovered, o.closed];
    format!(
        "{:?} {kind} {:?} {:?} {milestones:?} {} {:?} {systems:?} {decisions:?} {:?} {}",
        o.incident,
        o.began,
        o.horizon,
        o.stopped_before_impact,
        o.ledger,
        Post::ALL.map(|post| o.paid(post)),
        o.silences
    )
}
fn stories(plan: &Plan, told: &[Told]) -> Vec<String> {
    told.iter().flat_map(|t| t.outcomes.iter().map(|o| story(plan, o))).collect()
}
fn assert_alike(what: &str, a: &[String], b: &[String]) {
    assert_eq!(a.len(), b.len(), "{what}: another number of outcomes");
    for (a, b) in a.iter().zip(b) {
        assert_eq!(a, b, "{what}");
    }
}

#[test]
fn the_ledger_adds_up_to_the_tick_and_every_state_is_reached() {
    let reached = Mutex::new([0u64; 14]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        let mut here = [false; 14];
        for told in told(&plan) {
            for o in &told.outcomes {
                adds_up(o);
                for wait in Wait::ALL {
                    here[wait as usize] |= o.ledger[wait as usize] > Span(0);
                }
            }
        }
        let mut reached = reached.lock().unwrap();
        for (count, here) in reached.iter_mut().zip(here) {
            *count += u64::from(here);
        }
    });
    let reached = reached.into_inner().unwrap();
    for wait in Wait::ALL {
        println!("{}: {} of {}", wait.name(), reached[wait as usize], scenarios());
    }
    if std::env::var_os("SCENARIO").is_none() {
        for wait in Wait::ALL {
            assert!(
                reached[wait as usize] * 20 >= scenarios(),
                "{} is reached in {} of {} scenarios only",
                wait.name(),
                reached[wait as usize],
                scenarios()
            );
        }
    }
}
#[test]
fn with_everybody_entitled_present_and_on_duty_nothing_waits_for_duty_grants_knowledge_or_a_decision() {
    let (incidents, waited) = (Mutex::new(0u64), Mutex::new([0u64; 4]));
    let parts = [Wait::OffDuty, Wait::NoGrant, Wait::NoKnowledge, Wait::DecisionReach];
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.entitled().text());
        for o in told(&plan).iter().flat_map(|t| &t.outcomes) {
            *incidents.lock().unwrap() += 1;
            for part in parts {
                assert_eq!(o.ledger[part as usize], Span(0), "{} of {:?}: {:?}", part.name(), o.incident, o.ledger);
            }
        }
        let plan = plan_of(&scenario.text());
        for o in told(&plan).iter().flat_map(|t| &t.outcomes) {
            let mut waited = waited.lock().unwrap();
            parts.iter().zip(waited.iter_mut()).for_each(|(part, count)| *count += u64::from(o.ledger[*part as usize] > Span(0)));
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(*incidents.lock().unwrap() > 1_000);
        assert!(waited.lock().unwrap().iter().all(|count| *count > 20), "as they are, incidents do wait: {waited:?}");
    }
}
fn adds_up(o: &Outcome) {
    let sum: i64 = o.ledger.iter().map(|s| s.0).sum();
    let whole = o.occurred.map_or(0, |occurred| o.recovered.unwrap_or(o.horizon).0 - occurred.0);
    assert_eq!(sum, whole, "the ledger of {:?} does not add up: {:?}", o.incident, o.ledger);
    assert!(o.ledger.iter().all(|s| s.0 >= 0), "{:?}", o.ledger);
}

#[test]
fn milestones_come_in_an_order_that_makes_sense() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            for o in &told.outcomes {
                in_order(o);
            }
        }
    });
}
fn in_order(o: &Outcome) {
    let all = [o.occurred, o.alerted, o.acknowledged, o.aware, o.declared, o.escalated, o.contained, o.recovered, o.closed];
    for at in all.into_iter().flatten() {
        assert!(o.began <= at && at <= o.horizon, "a milestone outside the time in which it is followed: {o:?}");
    }
    let pairs = [
        ("occurred", o.occurred, "recovered", o.recovered),
        ("alerted", o.alerted, "acknowledged", o.acknowledged),
        ("alerted", o.alerted, "aware", o.aware),
        ("alerted", o.alerted, "escalated", o.escalated),
        ("aware", o.aware, "declared", o.declared),
        ("alerted", o.alerted, "contained", o.contained),
        ("alerted", o.alerted, "recovered", o.recovered),
        ("acknowledged", o.acknowledged, "closed", o.closed),
    ];
    for (earlier, a, later, b) in pairs {
        if let Some(b) = b {
            assert!(a.is_some_and(|a| a <= b), "{later} without {earlier} before it: {o:?}");
        }
    }
    if o.stopped_before_impact {
        assert!(o.occurred.is_none() && o.recovered.is_none() && o.contained.is_some(), "{o:?}");
        assert!(o.systems.is_empty() && o.downtime == 0.0 || o.systems.iter().any(|s| s.isolated), "{o:?}");
    }
    for system in &o.systems {
        assert!(system.back.is_none_or(|back| back >= system.lost), "{o:?}");
        // Containment may take services down before there is any harm.
        assert!(o.occurred.is_some_and(|at| at <= system.lost) || o.systems.iter().any(|s| s.isolated), "{o:?}");
        assert!(system.full.is_none_or(|full| system.back.is_some_and(|back| back <= full)), "{o:?}");
        assert!(system.caught_up.is_none_or(|at| system.full.or(system.back).is_some_and(|before| before <= at)), "{o:?}");
    }
    for decision in &o.decisions {
        assert!(decision.reached.is_none_or(|at| at >= decision.asked) && decision.decided.is_none_or(|at| at >= decision.asked), "{o:?}");
    }
    for cost in Post::ALL.map(|post| o.paid(post)) {
        assert!(cost.is_finite() && cost >= 0.0, "{o:?}");
    }
}

#[test]
fn time_does_not_go_back_and_systems_come_up_only_when_down() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut now = Instant(0);
            let mut down = vec![false; plan.systems.len()];
            for (at, fact) in &told.facts {
                assert!(*at >= now, "time goes back from {now:?} to {at:?} with {fact:?}");
                now = *at;
                let (system, to) = match fact {
                    Fact::Down { system, .. } => (*system, true),
                    Fact::Up { system } => (*system, false),
                    _ => continue,
                };
                let SystemId(index) = system;
                let was = std::mem::replace(&mut down[index as usize], to);
                assert!(was != to, "{at:?}: {} twice {}", plan.systems[system.at()].id, if to { "down" } else { "up" });
            }
            assert!(told.played.end >= now);
        }
    });
}

#[test]
fn what_somebody_needs_is_up_before_it_is() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut down = vec![false; plan.systems.len()];
            let mut facts = told.facts.iter().peekable();
            while let Some((at, fact)) = facts.next() {
                match fact {
                    Fact::Down { system, .. } => down[system.at()] = true,
                    Fact::Up { system } => down[system.at()] = false,
                    _ => {}
                }
                // Between facts of the same instant a loss may still be on its way to what needs the system.
                if facts.peek().is_some_and(|(next, _)| next == at) {
                    continue;
                }
                for (index, entry) in plan.systems.iter().enumerate().filter(|(i, _)| !down[*i]) {
                    let lacking = entry.needs.iter().find(|n| down[n.at()]);
                    assert!(
                        lacking.is_none(),
                        "{at:?}: {} is up without {}",
                        plan.systems[index].id,
                        plan.systems[lacking.unwrap().at()].id
                    );
                }
            }
        }
    });
}

/// Who does what, and in what way they are there.
struct Watch<'p> {
    plan: &'p Plan,
    hands: BTreeMap<PersonId, Job>,
    called: BTreeMap<PersonId, IncidentNo>,
    rests_until: BTreeMap<PersonId, Instant>,
    away: BTreeMap<PersonId, Instant>,
    puts_down: Vec<(Instant, PersonId)>,
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
    fn on_shift(&self, person: PersonId, at: Instant) -> bool {
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
            let mut watch = Watch {
                plan: &plan,
                hands: BTreeMap::new(),
                called: BTreeMap::new(),
                rests_until: BTreeMap::new(),
                away: BTreeMap::new(),
                puts_down: Vec::new(),
            };
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
    let mut watch = Watch {
        plan,
        hands: BTreeMap::new(),
        called: BTreeMap::new(),
        rests_until: BTreeMap::new(),
        away: BTreeMap::new(),
        puts_down: Vec::new(),
    };
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
fn only_employers_without_a_shared_view_lose_anything_between_them() {
    let lost = Mutex::new(0);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            for (at, fact) in &told.facts {
                let apart = match *fact {
                    Fact::HandedOff { person, from, .. } => Some((plan.people[person.at()].employer, from)),
                    Fact::WorkApart { first, second, .. } => Some((first, second)),
                    _ => None,
                };
                if let Some((a, b)) = apart {
                    *lost.lock().unwrap() += 1;
                    assert!(plan.hand_offs.as_ref().is_some_and(|law| law.apart(a, b)), "{at:?}: {fact:?}");
                }
                let shared = plan.hand_offs.as_ref().is_none_or(|law| law.shared.iter().all(|s| *s));
                assert!(!shared || !matches!(fact, Fact::DoneTwice { .. } | Fact::OwnerUnclear { .. }), "{at:?}: {fact:?}");
            }
            for o in &told.outcomes {
                let hands = o.duplicated.unwrap_or(Span(0));
                assert!(hands >= Span(0) && o.duplicated.is_some() == plan.hand_offs.is_some(), "{o:?}");
            }
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(lost.into_inner().unwrap() > 100, "hardly anything goes from one employer to another");
    }
}

#[test]
fn people_of_a_provider_work_only_as_their_contract_lets_them() {
    let (responses, orders) = (Mutex::new(0), Mutex::new(0));
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let (mut responded, mut ordered) = (BTreeSet::new(), BTreeSet::new());
            let mut down = BTreeSet::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::ProviderResponded { incident, employer } => {
                        assert!(responded.insert((incident, employer)), "{at:?}: a second response");
                        *responses.lock().unwrap() += 1;
                    }
                    Fact::ChangeOrdered { incident, employer } => {
                        assert!(ordered.insert((incident, employer)), "{at:?}: a second change order");
                        *orders.lock().unwrap() += 1;
                    }
                    Fact::ProviderDown { employer } => assert!(down.insert(employer), "{at:?}: down twice"),
                    Fact::ProviderBack { employer } => assert!(down.remove(&employer), "{at:?}: back twice"),
                    Fact::Started { job, person: Some(person), .. } => {
                        let employer = plan.people[person.at()].employer;
                        let terms = &plan.employers[employer.at()].terms;
                        let who = (job.incident, employer);
                        assert!(!terms.asked(false) || responded.contains(&who), "{at:?}: {job:?} before the response");
                        assert!(!terms.gone(*at), "{at:?}: {job:?} after the end of the contract");
                        assert!(!down.contains(&employer), "{at:?}: {job:?} while the provider is down");
                        let asked = requirement(&plan, job).is_some_and(|r| r.on_order.contains(&employer));
                        assert!(!asked || ordered.contains(&who), "{at:?}: {job:?} without a change order");
                    }
                    _ => {}
                }
            }
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(*responses.lock().unwrap() > 100 && *orders.lock().unwrap() > 20, "{responses:?} {orders:?}");
    }
}

#[test]
fn only_qualified_people_take_a_task_and_only_one_at_a_time_does_it() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut under_way: BTreeMap<Job, Option<PersonId>> = BTreeMap::new();
            let mut holds = Holds::default();
            let mut by_writing = None;
            for (at, fact) in &told.facts {
                holds.see(fact);
                match *fact {
                    Fact::Knowing(Knowing::Follows { job, person, .. }) => by_writing = Some((job, person)),
                    Fact::Started { job, person, improvised, .. } => {
                        let before = under_way.insert(job, person);
                        assert!(before.is_none(), "{at:?}: {job:?} is started while {before:?} is at it");
                        if let Some(person) = person {
                            let name = &plan.people[person.at()].id;
                            let asked = requirement(&plan, job).expect("somebody works on it");
                            assert!(asked.candidates.iter().any(|c| c.0 == person), "{at:?}: {name} lacks the skill for {job:?}");
                            let can = |what| holds.can(&plan, person, what);
                            assert!(asked.grant.is_none_or(|g| can(Capability::Grant(g))), "{at:?}: {name} has no access for {job:?}");
                            let knows = asked.knows.is_none_or(|k| can(Capability::Knowledge(k)));
                            let reads = asked.knows.is_some_and(|k| can(Capability::Written(k)));
                            assert!(knows || reads || asked.improvise.is_some(), "{at:?}: {name} does not know how to do {job:?}");
                            assert_eq!(std::mem::take(&mut by_writing), (!knows && reads).then_some((job, person)), "{at:?}: {name}");
                            assert_eq!(improvised, !knows && !reads, "{at:?}: {name} at {job:?}");
                        }
                    }
                    Fact::Stopped { job, person, .. } => assert_eq!(under_way.remove(&job), Some(Some(person)), "{at:?}"),
                    Fact::Ended { job, person, .. } => assert_eq!(under_way.remove(&job), Some(person), "{at:?}"),
                    _ => {}
                }
            }
        }
    });
}

/// What people hold and know at one instant, by the facts.
#[derive(Default)]
struct Holds {
    changed: BTreeMap<(PersonId, Capability), bool>,
    out_of_use: Vec<Capability>,
}
impl Holds {
    fn see(&mut self, fact: &Fact) {
        match *fact {
            Fact::Gained { person, what } => assert!(self.changed.insert((person, what), true) != Some(true)),
            Fact::Lost { person, what } => assert!(self.changed.insert((person, what), false) != Some(false)),
            Fact::OutOfUse { what } => self.out_of_use.push(what),
            Fact::InUse { what } => self.out_of_use.retain(|w| *w != what),
            _ => {}
        }
    }
    fn can(&self, plan: &Plan, person: PersonId, what: Capability) -> bool {
        let entry = &plan.people[person.at()];
        let at_first = match what {
            Capability::Grant(g) => entry.grants.contains(&g),
            Capability::Knowledge(k) => entry.knows.contains(&k),
            Capability::Written(k) => plan.runbooks.written(k).is_some(),
        };
        !self.out_of_use.contains(&what) && self.changed.get(&(person, what)).copied().unwrap_or(at_first)
    }
}

#[test]
fn whoever_learns_beside_another_is_there_with_nothing_else_to_do_and_lacks_only_the_knowledge() {
    let seen = Mutex::new([0u64; 2]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let (mut holds, mut hands, mut beside) = (Holds::default(), BTreeMap::new(), BTreeMap::new());
            for (at, fact) in &told.facts {
                holds.see(fact);
                match *fact {
                    Fact::Started { job, person: Some(person), .. } => {
                        assert!(
                            !beside.contains_key(&person),
                            "{at:?}: {} starts {job:?} while beside another",
                            plan.people[person.at()].id
                        );
                        hands.insert(job, person);
                    }
                    Fact::Stopped { job, .. } | Fact::Ended { job, person: Some(_), .. } => {
                        hands.remove(&job);
                    }
                    Fact::Knowing(Knowing::Joins { job, person, beside: owner, runbook }) => {
                        seen.lock().unwrap()[0] += 1;
                        let name = &plan.people[person.at()].id;
                        assert_eq!(hands.get(&job), Some(&owner), "{at:?}: {name} is beside nobody");
                        assert!(!hands.values().any(|p| *p == person), "{at:?}: {name} has something in hand");
                        assert!(beside.insert(person, job).is_none(), "{at:?}: {name} is in two places");
                        let asked = requirement(&plan, job).expect("somebody works on it");
                        assert!(asked.candidates.iter().any(|c| c.0 == person), "{at:?}: {name} lacks the skill for {job:?}");
                        let can = |person, what| holds.can(&plan, person, what);
                        assert!(asked.grant.is_none_or(|g| can(person, Capability::Grant(g))), "{at:?}: {name} has no access for {job:?}");
                        let knows = Capability::Knowledge(runbook);
                        assert!(can(owner, knows) && !can(person, knows), "{at:?}: {name} has nothing to learn, or nobody to learn from");
                    }
                    Fact::Knowing(Knowing::Parts { job, person, learned }) => {
                        seen.lock().unwrap()[1] += u64::from(learned.is_some());
                        assert_eq!(beside.remove(&person), Some(job), "{at:?}");
                        assert!(learned.is_none() || !hands.contains_key(&job), "{at:?}: something was learned before it was done");
                    }
                    _ => {}
                }
            }
            for job in beside.values() {
                assert!(hands.contains_key(job), "{job:?} is over and somebody is still beside it");
            }
        }
    });
    let seen = *seen.lock().unwrap();
    if std::env::var_os("SCENARIO").is_none() {
        assert!(seen.iter().all(|count| *count >= 20), "people who joined, runbooks learned: {seen:?}");
    }
}

/// What an incident asked for and was given.
#[derive(Default)]
struct Accesses {
    granted: Vec<DecisionId>,
    /// Reviews that are owed.
    owed: Vec<GrantId>,
    privileged: Vec<(Instant, Job)>,
}
#[test]
fn access_is_decided_on_by_others_every_broken_glass_is_reviewed_before_the_end_and_every_privileged_action_is_told() {
    let seen = Mutex::new([0u64; 5]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut incidents: BTreeMap<IncidentNo, Accesses> = BTreeMap::new();
            for (at, fact) in &told.facts {
                accesses(&plan, *at, fact, &mut incidents, &seen);
            }
            assert!(incidents.values().all(|i| i.privileged.is_empty()), "a privileged action is not told");
        }
    });
    let seen = seen.into_inner().unwrap();
    println!("requests, broken glass, reviews, overdue, privileged actions: {seen:?}");
    assert!(std::env::var_os("SCENARIO").is_some() || seen.iter().all(|n| *n >= 10), "too little of it happens: {seen:?}");
}
fn accesses(plan: &Plan, at: Instant, fact: &Fact, all: &mut BTreeMap<IncidentNo, Accesses>, seen: &Mutex<[u64; 5]>) {
    let count = |which: usize| seen.lock().unwrap()[which] += 1;
    match *fact {
        Fact::Decided { decision, person: Some(person), authority: Authority::Holder | Authority::Delegate, .. } => {
            let own = plan.decisions[decision.at()].access.is_some_and(|m| m.person == person);
            assert!(!own, "{at:?}: {} decides about their own access", plan.people[person.at()].id);
        }
        Fact::Granted { incident, decision, .. } => all.entry(incident).or_default().granted.push(decision),
        Fact::AccessGiven { incident, person, grant, way, .. } => {
            let this = all.entry(incident).or_default();
            let about = |d: &DecisionId| plan.decisions[d.at()].access.is_some_and(|m| (m.person, m.grant, m.way) == (person, grant, way));
            let decision = this.granted.iter().position(about).expect("access is given without a decision");
            this.granted.remove(decision);
            let reviewed = plan.access.passage(grant, way).is_some_and(|p| p.review.is_some());
            if reviewed && !this.owed.contains(&grant) {
                this.owed.push(grant);
            }
            count(usize::from(way == Way::BreakGlass));
        }
        Fact::GlassReviewed { incident, grant, .. } => {
            let owed = &mut all.entry(incident).or_default().owed;
            owed.remove(owed.iter().position(|g| *g == grant).expect("a review that nothing owes"));
            count(2);
        }
        Fact::ReviewOverdue { incident, grant } => {
            assert!(all.entry(incident).or_default().owed.contains(&grant), "{at:?}: nothing is owed");
            count(3);
        }
        Fact::Closed { incident } => {
            assert!(all.entry(incident).or_default().owed.is_empty(), "{at:?}: {incident:?} is closed and owes a review");
        }
        Fact::Started { job, person: Some(_), .. }
            if requirement(plan, job).and_then(|r| r.grant).is_some_and(|g| plan.access.privileged(g)) =>
        {
            all.entry(job.incident).or_default().privileged.push((at, job));
        }
        Fact::Privileged { job, basis, .. } => {
            let started = &mut all.entry(job.incident).or_default().privileged;
            started.remove(started.iter().position(|s| *s == (at, job)).expect("a privileged action without its start"));
            let decided = plan.tasks[job.task.at()].decision.is_some();
            assert!(basis != Basis::Decision || decided, "{at:?}: {job:?} needs no decision");
            count(4);
        }
        _ => {}
    }
}

#[test]
fn the_same_seed_tells_the_same_story_in_a_world_used_before_and_in_a_new_one() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        let once = told(&plan);
        let mut used = Play::new(plan.clone());
        tell(&plan, &mut used, 99);
        for k in (0..REPLICATIONS).rev() {
            let again = tell(&plan, &mut used, k);
            assert_eq!(again.facts, once[k as usize].facts);
            assert_eq!(again.played, once[k as usize].played);
        }
        let all: Vec<u64> = once.iter().map(|t| t.played.fingerprint).collect();
        assert!(all.windows(2).all(|w| w[0] != w[1]), "replications are all alike: {all:?}");
    });
}

#[test]
fn the_order_of_entries_in_the_file_does_not_matter() {
    for_all(|seed, scenario| {
        let plan = plan_of(&scenario.text());
        let other = plan_of(&scenario.shuffled(seed + 1000).text());
        let (a, b) = (told(&plan), told(&other));
        assert_alike("another order of entries", &stories(&plan, &a), &stories(&other, &b));
        for (a, b) in a.iter().zip(&b) {
            assert_eq!(a.facts, b.facts);
        }
    });
}

#[test]
fn people_and_systems_that_take_no_part_change_nothing() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        let other = plan_of(&scenario.with_bystanders().text());
        let (a, b) = (told(&plan), told(&other));
        assert_alike("with bystanders", &stories(&plan, &a), &stories(&other, &b));
        for (a, b) in a.iter().zip(&b) {
            assert!(what(&plan, a) == what(&other, b), "other things happen with bystanders");
        }
    });
}
/// What happened when, without whom: their numbers differ. Bystanders work too long like anybody else.
fn what(plan: &Plan, told: &Told) -> Vec<(Instant, std::mem::Discriminant<Fact>)> {
    let by_bystander = |fact: &Fact| match fact {
        Fact::MustRest { person } | Fact::Away { person, .. } | Fact::Back { person } | Fact::Left { person } | Fact::Hired { person } => {
            ["aaa-", "zzz-"].iter().any(|id| plan.people[person.at()].id.starts_with(id))
        }
        _ => false,
    };
    told.facts.iter().filter(|(_, f)| !by_bystander(f)).map(|(at, f)| (*at, discriminant(f))).collect()
}

/// One job on its way: the attempt, and since when it is in which state of the ledger.
#[derive(Clone, Default)]
struct Course {
    attempt: u32,
    state: Option<(Wait, Instant)>,
    reads_until: Option<Instant>,
}
/// For each incident and state of the ledger, the times at which some job of it was in that state.
#[derive(Default)]
struct Backing {
    jobs: BTreeMap<Job, Course>,
    times: BTreeMap<(IncidentNo, Wait), Vec<(Instant, Instant)>>,
    begun: BTreeMap<IncidentNo, Instant>,
}
impl Backing {
    fn see(&mut self, plan: &Plan, at: Instant, fact: &Fact) {
        match *fact {
            Fact::Released { job, attempt, .. } => {
                self.begun.entry(job.incident).or_insert(at);
                self.turn(job, at, None);
                self.jobs.entry(job).or_default().attempt = attempt;
            }
            Fact::Waits { job, on } => self.turn(job, at, Some(on)),
            Fact::Started { job, person, reading_in, .. } => {
                let vendor = person.is_none() && plan.tasks[job.task.at()].vendor;
                self.turn(job, at, Some(if vendor { Wait::Vendor } else { Wait::Working }));
                self.jobs.entry(job).or_default().reads_until = (reading_in > Span(0)).then(|| at + reading_in);
            }
            Fact::Stopped { job, .. } | Fact::Ended { job, .. } | Fact::Skipped { job } => self.turn(job, at, None),
            _ => {}
        }
    }
    /// Notes what a job was in until now, and what it is in from now on.
    fn turn(&mut self, job: Job, at: Instant, to: Option<Wait>) {
        let course = self.jobs.entry(job).or_default();
        let (before, reads_until) = (course.state.take(), course.reads_until.take());
        course.state = to.map(|state| (state, at));
        let again = course.attempt > 1;
        let Some((state, since)) = before else { return };
        let read = reads_until.unwrap_or(since).min(at);
        let mut note = |state: Wait, from: Instant, to: Instant| {
            let state = if again { Wait::Rework } else { state };
            self.times.entry((job.incident, state)).or_default().push((from, to));
        };
        note(Wait::HandOver, since, read);
        note(state, read, at);
    }
    /// How much of a time an incident had some job in a state.
    fn length(&self, incident: IncidentNo, state: Wait, from: Instant, to: Instant) -> i64 {
        let mut times = self.times.get(&(incident, state)).cloned().unwrap_or_default();
        times.sort_unstable();
        let (mut sum, mut cut) = (0, from);
        for (begin, end) in times {
            let (begin, end) = (begin.max(cut), end.min(to));
            if end > begin {
                sum += end.0 - begin.0;
                cut = end;
            }
        }
        sum
    }
}

#[test]
fn no_part_of_the_ledger_is_longer_than_the_facts_say_it_could_be() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut backing = Backing::default();
            for (at, fact) in &told.facts {
                backing.see(&plan, *at, fact);
            }
            let open: Vec<Job> = backing.jobs.keys().copied().collect();
            for job in open {
                backing.turn(job, Instant::NEVER, None);
            }
            for o in &told.outcomes {
                backed(&backing, o);
            }
        }
    });
}
fn backed(backing: &Backing, o: &Outcome) {
    let Some(occurred) = o.occurred else { return };
    let end = o.recovered.unwrap_or(o.horizon);
    let alerted = o.alerted.unwrap_or(end).clamp(occurred, end);
    let begun = backing.begun.get(&o.incident).copied().unwrap_or(end).clamp(alerted, end);
    assert_eq!(o.ledger[Wait::Undetected as usize], Span(alerted.0 - occurred.0), "undetected: {o:?}");
    assert_eq!(o.ledger[Wait::Unanswered as usize], Span(begun.0 - alerted.0), "unanswered: {o:?}");
    for state in Wait::ALL.into_iter().filter(|s| !matches!(s, Wait::Undetected | Wait::Unanswered)) {
        let (said, most) = (o.ledger[state as usize].0, backing.length(o.incident, state, occurred, end));
        assert!(said <= most, "{}: {said} ms in the ledger, at most {most} ms in the facts: {o:?}", state.name());
    }
}

#[test]
fn a_gated_task_starts_only_after_its_decision_was_taken_by_those_who_may() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut asked = BTreeMap::new();
            let mut agreed: BTreeMap<(IncidentNo, DecisionId), BTreeMap<PersonId, Answer>> = BTreeMap::new();
            let mut granted = BTreeMap::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::Asked { incident, decision, .. } => {
                        let before = asked.insert((incident, decision), *at);
                        // Access that has run out is asked for again; everything else is asked once.
                        let again = granted.remove(&(incident, decision)).is_some() && plan.decisions[decision.at()].access.is_some();
                        assert!(before.is_none() || again, "{at:?}: asked twice");
                        agreed.remove(&(incident, decision));
                    }
                    Fact::Decided { incident, decision, person, answer, authority } => {
                        let law = &plan.decisions[decision.at()];
                        match (authority, person) {
                            (Authority::Holder, Some(p)) => assert!(law.holders.contains(&p)),
                            (Authority::Delegate, Some(p)) => {
                                let after = law.delegate_after.expect("there are delegates");
                                assert!(
                                    law.delegates.contains(&p) && *at >= asked[&(incident, decision)] + after,
                                    "{at:?}: a delegate decides too early"
                                );
                            }
                            (Authority::PreAuthorised(n), Some(p)) => assert!(law.pre_authorised[usize::from(n)].1[p.at()]),
                            (Authority::Nobody, None) => {
                                let after = law.acts_without_authority_after.expect("nobody may act without");
                                assert!(*at == asked[&(incident, decision)] + after);
                            }
                            other => panic!("{at:?}: {other:?}"),
                        }
                        if let (Authority::Holder | Authority::Delegate, Some(p)) = (authority, person) {
                            agreed.entry((incident, decision)).or_default().insert(p, answer);
                        }
                    }
                    Fact::Granted { incident, decision, authority } => {
                        assert!(granted.insert((incident, decision), *at).is_none(), "{at:?}: granted twice");
                        if matches!(authority, Authority::Holder | Authority::Delegate) {
                            let yes = agreed[&(incident, decision)].values().filter(|a| **a == Answer::Approved).count();
                            assert_eq!(yes, plan.decisions[decision.at()].quorum as usize, "{at:?}: granted by {yes}");
                        }
                    }
                    Fact::Started { job, .. } => {
                        if let Some(decision) = plan.tasks[job.task.at()].decision {
                            assert!(granted.contains_key(&(job.incident, decision)), "{at:?}: {job:?} starts without its decision");
                        }
                    }
                    _ => {}
                }
            }
        }
    });
}

#[test]
fn a_task_is_released_only_when_those_before_it_are_over_and_nothing_is_hit_after_containment() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut over: BTreeMap<Job, bool> = BTreeMap::new();
            let mut safe: BTreeMap<IncidentNo, Instant> = BTreeMap::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::Released { job, .. } => {
                        for before in &plan.tasks[job.task.at()].after {
                            let concerns = |j: &Job| j.system.is_none() || job.system.is_none() || j.system == job.system;
                            let open =
                                over.iter().find(|(j, over)| j.incident == job.incident && j.task == *before && concerns(j) && !**over);
                            assert!(open.is_none(), "{at:?}: {job:?} is released before {open:?} is over");
                        }
                        over.insert(job, false);
                    }
                    Fact::Ended { job, ending: Ending::Done, .. } | Fact::Skipped { job } => {
                        over.insert(job, true);
                    }
                    Fact::Contained { incident } | Fact::Recovered { incident } => {
                        safe.insert(incident, *at);
                    }
                    Fact::Hit { incident, system } => {
                        assert!(
                            !safe.contains_key(&incident),
                            "{at:?}: {} is hit after all was safe at {:?}",
                            plan.systems[system.at()].id,
                            safe[&incident]
                        );
                    }
                    _ => {}
                }
            }
        }
    });
}

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

#[test]
fn nobody_who_could_come_is_forgotten() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let free: Vec<Free> = (0..plan.people.len() as u32).map(|p| Free::of(&plan, PersonId(p), &told)).collect();
            // Nobody is called for planned changes.
            let calls = |job: &Job| plan.tasks[job.task.at()].change.is_none_or(|of| of.calls);
            for (job, from, to) in waits_for_people(&told).into_iter().filter(|(job, ..)| calls(job)) {
                for (person, n) in qualified(&plan, job, &told).into_iter().filter(|(p, _)| !elsewhere(&plan, *p, job.incident, &told)) {
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
            Fact::Recovered { incident } | Fact::StoppedBeforeImpact { incident } => {
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
fn requirement(plan: &Plan, job: Job) -> Option<&Requirement> {
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

#[test]
fn nothing_goes_on_before_those_consulted_have_answered_or_their_time_is_over() {
    let asked_in = Mutex::new((0, 0));
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            // Who is being asked about what, since when; and what is being asked about or has been, in which incident.
            let mut open: BTreeMap<(IncidentNo, Matter, u32), Instant> = BTreeMap::new();
            let (mut known, mut answered, mut without) = (BTreeMap::new(), 0, 0);
            for (at, fact) in &told.facts {
                let allowed =
                    |party: u32, since: Instant, service: ServiceId| since + plan.services[service.at()].consulted[party as usize].at_most;
                match *fact {
                    Fact::Consulting { incident, matter, service, party } => {
                        assert!(plan.services[service.at()].consulted[party as usize].about.contains(&matter));
                        assert!(known.insert((incident, matter, party), *at).is_none(), "{at:?}: asked twice about {matter:?}");
                        open.insert((incident, matter, party), *at);
                    }
                    Fact::Consulted { incident, matter, service, party, person } => {
                        let since = open.remove(&(incident, matter, party)).expect("asked before they answer");
                        assert!(*at <= allowed(party, since, service), "{at:?}: answered after their time");
                        assert!(plan.services[service.at()].consulted[party as usize].party.people.contains(&person));
                        answered += 1;
                    }
                    Fact::WentWithout { incident, matter, service, party } => {
                        let since = open.remove(&(incident, matter, party)).expect("asked before they are given up");
                        assert_eq!(*at, allowed(party, since, service));
                        without += 1;
                    }
                    Fact::Decided { incident, decision, person: Some(_), authority: Authority::Holder | Authority::Delegate, .. } => {
                        let waits = open.keys().any(|(i, matter, _)| *i == incident && *matter == Matter::Decision(decision));
                        assert!(!waits, "{at:?}: {decision:?} is taken before those consulted have answered");
                    }
                    Fact::Started { job, .. } => {
                        let matter = Matter::Task(job.task);
                        let service = plan.playbooks[plan.tasks[job.task.at()].playbook.at()].service;
                        let parties = service.map_or(0, |s| plan.services[s.at()].to_ask(matter).count());
                        let asked = known.keys().filter(|(i, m, _)| *i == job.incident && *m == matter).count();
                        assert_eq!(asked, parties, "{at:?}: {job:?} begins before all were asked");
                        assert!(
                            !open.keys().any(|(i, m, _)| *i == job.incident && *m == matter),
                            "{at:?}: {job:?} begins before all answered"
                        );
                    }
                    _ => {}
                }
            }
            let mut sums = asked_in.lock().unwrap();
            *sums = (sums.0 + answered, sums.1 + without);
        }
    });
    let (answered, without) = asked_in.into_inner().unwrap();
    println!("{answered} answers of those consulted, {without} given up");
    assert!(std::env::var_os("SCENARIO").is_some() || (answered > 100 && without > 100), "{answered} answered, {without} given up");
}

#[test]
fn no_escalation_falls_silent_before_its_accountable_was_given_the_time() {
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut turned: BTreeMap<(IncidentNo, PolicyId), Instant> = BTreeMap::new();
            let mut kinds = BTreeMap::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::Began { incident, kind, .. } | Fact::FalseAlarm { incident, kind, .. } => {
                        kinds.insert(incident, kind);
                    }
                    Fact::Owned { incident, silent: Some(policy), .. } => {
                        turned.insert((incident, policy), *at);
                    }
                    Fact::Silent { incident, policy } => {
                        let service = plan.playbooks[plan.kinds[kinds[&incident].at()].playbook.at()].service;
                        if let Some(service) = service.map(|s| &plan.services[s.at()]).filter(|s| !s.owners.is_empty()) {
                            let since = turned.remove(&(incident, policy)).expect("the accountable is turned to first");
                            assert_eq!(*at, since + service.accountable_wait);
                        }
                    }
                    _ => {}
                }
            }
        }
    });
}

#[test]
fn data_loss_is_never_less_than_the_time_since_the_last_clean_copy() {
    let seen = Mutex::new([0u64; 2]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        for told in told(&plan) {
            let mut hit: BTreeMap<(IncidentNo, SystemId), Instant> = BTreeMap::new();
            let mut attacks: BTreeMap<IncidentNo, Instant> = BTreeMap::new();
            for (at, fact) in &told.facts {
                match *fact {
                    Fact::Began { incident, kind, .. } if plan.kinds[kind.at()].attack.is_some() => {
                        attacks.insert(incident, *at);
                    }
                    Fact::Hit { incident, system } => {
                        hit.insert((incident, system), *at);
                    }
                    Fact::Restored { job, copy, vault } => {
                        let system = job.system.unwrap();
                        let at = hit[&(job.incident, system)];
                        let backup = plan.systems[system.at()].backup.as_ref().unwrap();
                        let copies = if vault { backup.vault.as_ref().unwrap().copies } else { backup.copies }.unwrap();
                        assert!(copy <= at && at.0 - copy.0 >= (at.0 - copies.anchor.0).rem_euclid(copies.every.0), "{at:?} {copy:?}");
                        assert!(attacks.get(&job.incident).is_none_or(|began| copy < *began), "{copy:?} is not clean");
                        assert!(copies.keep.is_none_or(|keep| at.0 - copy.0 <= keep.0), "{copy:?} is not kept so long");
                        seen.lock().unwrap()[usize::from(attacks.contains_key(&job.incident))] += 1;
                    }
                    _ => {}
                }
            }
            for system in told.outcomes.iter().flat_map(|o| &o.systems) {
                assert!(system.data_loss.is_none_or(|lost| lost >= Span(0) && system.hit), "{system:?}");
                let rpo = plan.systems[system.system.at()].rpo;
                let kept = if system.no_copy_left { rpo.map(|_| false) } else { system.data_loss.zip(rpo).map(|(l, r)| l <= r) };
                assert_eq!(system.rpo_met, kept);
            }
        }
    });
    let seen = seen.into_inner().unwrap();
    assert!(std::env::var_os("SCENARIO").is_some() || seen.iter().all(|n| *n > 100), "{seen:?}");
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
                assert!(all <= on_duty, "{}: {all} of {on_duty}", team.id);
                // Whoever has to rest or is away is on the roster all the same.
                let away = told.facts.iter().any(|(_, f)| matches!(f, Fact::Away { .. } | Fact::MustRest { .. }));
                let all_there = !away && plan.rest.is_none();
                assert!(!all_there || all == on_duty, "{}: {all} of {on_duty}", team.id);
                let taken = spent(&|on| matches!(on, Spent::Tickets | Spent::RootCauses | Spent::Incidents));
                assert!(spent(&displaced) <= taken, "{}: more was taken from projects than was taken", team.id);
            }
        }
    });
}
