//! Laws of the wait ledger: it adds up, every part has something behind it, and who is there, may and can do everything waits for nobody.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::lab::plan_of;
use super::{for_all, scenarios, told};
use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Outcome;
use firedrill::model::fact::{Fact, Job, Wait};
use firedrill::model::ids::IncidentNo;
use firedrill::model::plan::Plan;

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

pub fn adds_up(o: &Outcome) {
    let sum: i64 = o.ledger.iter().map(|s| s.0).sum();
    let whole = o.occurred.map_or(0, |occurred| o.recovered.unwrap_or(o.horizon).0 - occurred.0);
    assert_eq!(sum, whole, "the ledger of {:?} does not add up: {:?}", o.incident, o.ledger);
    assert!(o.ledger.iter().all(|s| s.0 >= 0), "{:?}", o.ledger);
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
    first_end: BTreeMap<IncidentNo, Instant>,
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
            // Once something of its own was done it may have waited for another incident's work, which has brought a system back now.
            Fact::BackWith { incident, .. } => {
                if let Some(since) = self.first_end.get(&incident) {
                    self.times.entry((incident, Wait::Dependency)).or_default().push((*since, at));
                }
            }
            Fact::Ended { job, .. } | Fact::Skipped { job } => {
                self.first_end.entry(job.incident).or_insert(at);
                self.turn(job, at, None);
            }
            Fact::Stopped { job, .. } => self.turn(job, at, None),
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
