//! How long an escalation policy takes to reach a human, for a start at every minute of a year: the whole distribution, worked out and not
//! sampled.
//!
//! For one start the policy's pages are known (`ladder`), and for each person paged the courses of events with their chances (`answer`). People
//! answer independently of each other, so the chance that nobody has by a time is the product over all of them; a provider that responds as its
//! contract has it is one more. Days whose calendar is the same for the eight days that follow are worked out once.
//!
//! Precision: chances are exact to about 1e-12, except that a provider's response counts as an answer even where the shift of whoever was paged
//! has ended by then, and that a bench that may be busy is added to the response in 512 steps of equal chance. Times are read off at whole minutes
//! up to an hour, every 5 minutes up to 6 hours, every 15 up to a day and every hour up to 7 days: the first at which the chance is reached.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicBool;

use super::answer::{Answers, Course};
use super::ladder::{Ladder, Signal};
use super::presence::Presence;
use crate::engine::chance::Dist;
use crate::engine::time::{Instant, Span};
use crate::model::ids::{EmployerId, PersonId, PolicyId};
use crate::model::plan::Plan;
use crate::scenario::finding::week::Weeks;
use crate::statistics::cumulative::at_most;
use crate::study::replicate;

const MINUTE: i64 = 60_000;
/// Minutes of a day.
const DAY: i64 = 1440;
/// A policy is followed for so long.
pub const FOLLOWED: Span = Span(7 * DAY * MINUTE);
/// Steps in which a busy bench is added to a response.
const STEPS: usize = 512;

/// The minutes at which times are read off.
pub fn grid() -> Vec<i64> {
    let parts = [(0, 60, 1), (60, 360, 5), (360, 1440, 15), (1440, 10_080, 60)];
    let mut all: Vec<i64> = parts.iter().flat_map(|(from, to, step)| (*from..*to).step_by(*step)).collect();
    all.push(10_080);
    all
}

/// What a start at one minute comes to.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Start {
    /// When.
    pub at: Instant,
    /// Minutes after which half, and nine in ten, have an answer; none where that is later than 7 days.
    pub quantiles: [Option<i64>; 2],
    /// How likely nobody has answered when the policy falls silent.
    pub silent: f64,
    /// How likely nobody has answered after an hour.
    pub after_an_hour: f64,
}

/// How long a policy takes to reach a human, over all minutes of a year.
#[derive(Clone, Debug)]
pub struct Human {
    /// The policy.
    pub policy: PolicyId,
    /// How likely somebody has answered by each minute of the grid, over all starts.
    pub answered: Vec<f64>,
    /// By hour of the week: the same over the starts in it.
    pub by_hour: Vec<Vec<f64>>,
    /// The start from which nine in ten have an answer last.
    pub worst: Start,
    /// How likely nobody has answered when the policy falls silent, over all starts.
    pub silent: f64,
    /// The start for which that is likeliest.
    pub most_silent: Start,
    /// How long after its start it falls silent at the earliest.
    pub falls_silent: Span,
    /// How many starts were worked out.
    pub starts: u64,
}

/// The first minute of the grid by which a share has an answer.
pub fn quantile(answered: &[f64], level: f64) -> Option<i64> {
    let at = answered.iter().position(|share| *share >= level - 1e-9)?;
    grid().get(at).copied()
}

/// The laws by which people answer, with their chances at whole minutes.
#[derive(Debug)]
pub struct Laws {
    dists: Vec<Dist>,
    minutes: Vec<Vec<f64>>,
    of_person: BTreeMap<PersonId, [usize; 4]>,
}
impl Laws {
    /// Those of some people.
    pub fn of(plan: &Plan, people: &[PersonId]) -> Laws {
        let mut laws = Laws { dists: Vec::new(), minutes: Vec::new(), of_person: BTreeMap::new() };
        for &person in people {
            let reach = &plan.people[person.at()].reach;
            let of = [&reach.on_shift, &reach.on_call, &reach.off_duty, &reach.absent].map(|law| laws.number(&law.after));
            laws.of_person.insert(person, of);
        }
        laws
    }

    fn number(&mut self, dist: &Dist) -> usize {
        self.dists.iter().position(|known| known == dist).unwrap_or_else(|| {
            self.minutes.push((0..=FOLLOWED.0 / MINUTE).map(|minute| at_most(dist, Span(minute * MINUTE))).collect());
            self.dists.push(dist.clone());
            self.dists.len() - 1
        })
    }

    fn at_most(&self, law: usize, span: i64) -> f64 {
        match span {
            ..0 => 0.0,
            _ if span % MINUTE == 0 && span / MINUTE < self.minutes[law].len() as i64 => self.minutes[law][(span / MINUTE) as usize],
            _ => at_most(&self.dists[law], Span(span)),
        }
    }

    /// The chance that somebody has not answered so long after the start of a policy.
    fn silence(&self, person: PersonId, courses: &[Course], span: i64) -> f64 {
        let laws = &self.of_person[&person];
        // What is left out as negligible never answers.
        let answered = |course: &Course| {
            let day = |pending: &Vec<super::answer::Pending>| {
                let most = pending.iter().map(|p| self.at_most(laws[p.standing as usize], span.min(p.until) - p.from)).fold(0.0, f64::max);
                1.0 - most
            };
            course.weight * (1.0 - course.days.iter().map(day).product::<f64>())
        };
        1.0 - courses.iter().map(answered).sum::<f64>()
    }
}

/// The chance that a provider has responded so long after it was asked.
pub fn responded(plan: &Plan, employer: EmployerId, asked: Instant, by: Instant) -> f64 {
    let terms = &plan.employers[employer.at()].terms;
    let Some(response) = &terms.response else { return 0.0 };
    let counted = terms.only_in().map_or(by - asked, |hours| hours.elapsed(asked, by));
    let at_once = at_most(&response.actual, counted);
    let Some((bench, later)) = terms.bench.as_ref().and_then(|b| Some((b, b.free_after.as_ref()?))) else { return at_once };
    // The chance of the sum, the one summand taken in steps of equal chance.
    let level = |k: usize| (k as f64 + 0.5) / STEPS as f64;
    let summed = (0..STEPS).map(|k| at_most(&response.actual, counted - quantile_of(later, level(k)))).sum::<f64>() / STEPS as f64;
    (1.0 - bench.taken) * at_once + bench.taken * summed
}

/// The span below which a share of a distribution lies, to the millisecond.
fn quantile_of(dist: &Dist, level: f64) -> Span {
    let (mut low, mut high) = (0_i64, MINUTE);
    while at_most(dist, Span(high)) < level && high < Span::YEAR.0 {
        high *= 2;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if at_most(dist, Span(middle)) >= level { high = middle } else { low = middle + 1 }
    }
    Span(low)
}

/// One policy, with what is asked of it again and again.
#[derive(Debug)]
pub struct Reaching<'p> {
    ladder: Ladder<'p>,
    laws: Laws,
    /// Everybody it can page, in order.
    people: Vec<PersonId>,
    grid: Vec<i64>,
}

impl<'p> Reaching<'p> {
    /// A policy; the accountable are turned to where all its playbooks are of one service.
    pub fn of(plan: &'p Plan, presence: &'p Presence, policy: PolicyId, served: &[crate::model::ids::PlaybookId]) -> Reaching<'p> {
        let mut services: Vec<_> = served.iter().map(|p| plan.playbooks[p.at()].service).collect();
        services.dedup();
        let owners = match services.as_slice() {
            [Some(service)] => {
                let service = &plan.services[service.at()];
                Some((service.owners.as_slice(), service.accountable_wait)).filter(|(owners, _)| !owners.is_empty())
            }
            _ => None,
        };
        let mut people = super::need::paged(plan, policy);
        people.extend(plan.policies[policy.at()].steps.iter().flat_map(|(pagees, _)| pagees).flat_map(|pagee| match pagee {
            crate::model::plan::Pagee::Rota(rota) => plan.rotas[rota.at()].members(),
            _ => &[],
        }));
        people.extend(owners.iter().flat_map(|(owners, _)| *owners));
        people.sort_unstable();
        people.dedup();
        Reaching { ladder: Ladder { plan, presence, policy, owners }, laws: Laws::of(plan, &people), people, grid: grid() }
    }

    /// How likely nobody has answered by each minute of the grid, for one start; and when the policy falls silent, and how likely nobody has by
    /// then.
    pub fn start(&self, at: Instant) -> (Vec<f64>, Span, f64) {
        let plan = self.ladder.plan;
        let climb = self.ladder.climb(at, at + FOLLOWED);
        let mut asked: BTreeMap<EmployerId, Instant> = BTreeMap::new();
        let mut courses: Vec<(PersonId, Vec<Course>)> = Vec::new();
        for &person in &self.people {
            let concerns = |(_, signal): &&(Instant, Signal)| matches!(signal, Signal::Lapse) || *signal == Signal::Page(person);
            let signals: Vec<(Instant, Signal)> = climb.signals.iter().filter(concerns).copied().collect();
            if signals.iter().any(|(_, signal)| *signal != Signal::Lapse) {
                let answers = Answers { plan, presence: self.ladder.presence, person };
                let employer = plan.people[person.at()].employer;
                let of = answers.courses(at, &signals, at + FOLLOWED, &mut |asks| {
                    let first = asked.entry(employer).or_insert(asks);
                    *first = asks.min(*first);
                });
                courses.push((person, of));
            }
        }
        let silence = |span: i64| {
            let people: f64 = courses.iter().map(|(person, of)| self.laws.silence(*person, of, span)).product();
            let providers = asked.iter().map(|(employer, asked)| 1.0 - responded(plan, *employer, *asked, at + Span(span)));
            (people * providers.product::<f64>()).clamp(0.0, 1.0)
        };
        let mut left = Vec::with_capacity(self.grid.len());
        for minute in &self.grid {
            left.push(if left.last().is_some_and(|last| *last < 1e-12) { 0.0 } else { silence(minute * MINUTE) });
        }
        let silent = climb.silent - at;
        (left, silent, silence(silent.0.min(FOLLOWED.0)))
    }

    fn told(&self, at: Instant) -> (Start, Vec<f64>, Span) {
        let (left, silent, not_by_then) = self.start(at);
        let answered: Vec<f64> = left.iter().map(|left| 1.0 - left).collect();
        let hour = self.grid.iter().position(|minute| *minute == 60).unwrap_or(0);
        let quantiles = [0.5, 0.9].map(|level| answered.iter().position(|share| *share >= level - 1e-9).map(|place| self.grid[place]));
        (Start { at, quantiles, silent: not_by_then, after_an_hour: left[hour] }, answered, silent)
    }

    /// All that the course of a start on a day depends on, as seen from the beginning of the day.
    fn fingerprint(&self, day: Instant) -> Vec<i64> {
        let (plan, presence, until) = (self.ladder.plan, self.ladder.presence, day + Span(DAY * MINUTE) + FOLLOWED);
        let mut print = Vec::new();
        let mut add = |spans: &[(Instant, Instant)]| {
            let first = spans.partition_point(|span| span.1 <= day);
            for (from, to) in spans[first..].iter().take_while(|span| span.0 < until) {
                print.extend([(*from - day).0.max(-1), (*to - day).0.min((until - day).0)]);
            }
            print.push(i64::MIN);
        };
        for &person in &self.people {
            add(presence.on_shift(person).spans());
            add(presence.on_call(person).spans());
            add(&presence.spells(person).iter().map(|spell| (spell.from, spell.to)).collect::<Vec<_>>());
            let terms = crate::model::contract::terms::of(plan, person);
            terms.only_in().into_iter().for_each(|hours| add(hours.spans()));
            terms.ends.into_iter().for_each(|ends| add(&[(ends, Instant::NEVER)]));
        }
        // Mornings and nights, which a change to daylight saving moves.
        let mut morning = plan.zone.next_morning(day);
        while morning < until {
            print.push((morning - day).0);
            morning = plan.zone.next_morning(morning);
        }
        print.push((0..DAY / 60).filter(|hour| plan.zone.is_night(day + Span(hour * 60 * MINUTE))).fold(0, |bits, hour| bits | 1 << hour));
        print
    }
}

/// One day worked out: by hour of it the sums over its starts, and the worst of them.
struct Day {
    hours: Vec<Vec<f64>>,
    silent: f64,
    worst: Start,
    most_silent: Start,
    falls_silent: Span,
}

/// Later is worse; of equals the one with less hope after an hour, then the first.
fn worse(a: &Start, b: &Start) -> bool {
    let late = |start: &Start| start.quantiles[1].unwrap_or(i64::MAX);
    (late(a), a.after_an_hour) > (late(b), b.after_an_hour)
}

fn day(reaching: &Reaching, begins: Instant) -> Day {
    let mut sums: Option<Day> = None;
    let mut hours = vec![vec![0.0; reaching.grid.len()]; 24];
    let mut silent = 0.0;
    for minute in 0..DAY {
        let (start, answered, falls_silent) = reaching.told(begins + Span(minute * MINUTE));
        hours[(minute / 60) as usize].iter_mut().zip(&answered).for_each(|(sum, share)| *sum += share);
        silent += start.silent;
        match &mut sums {
            None => sums = Some(Day { hours: Vec::new(), silent: 0.0, worst: start, most_silent: start, falls_silent }),
            Some(sums) => {
                if worse(&start, &sums.worst) {
                    sums.worst = start;
                }
                if start.silent > sums.most_silent.silent {
                    sums.most_silent = start;
                }
                sums.falls_silent = sums.falls_silent.min(falls_silent);
            }
        }
    }
    let sums = sums.expect("a day has minutes");
    Day { hours, silent, ..sums }
}

/// A policy over every minute of some weeks; none when it was stopped. `progress` is told how many days of how many are worked out.
pub fn human(reaching: &Reaching, weeks: &Weeks, jobs: usize, stop: &AtomicBool, progress: &mut dyn FnMut(u64, u64)) -> Option<Human> {
    let (from, to) = weeks.whole();
    // A year that has an hour more than whole days, by daylight saving, is cut.
    let days: Vec<Instant> = (from.0..=to.0 - DAY * MINUTE).step_by((DAY * MINUTE) as usize).map(Instant).collect();
    let mut alike: BTreeMap<Vec<i64>, usize> = BTreeMap::new();
    let mut firsts: Vec<Instant> = Vec::new();
    let kinds: Vec<usize> = days
        .iter()
        .map(|day| {
            *alike.entry(reaching.fingerprint(*day)).or_insert_with(|| {
                firsts.push(*day);
                firsts.len() - 1
            })
        })
        .collect();
    let mut worked: Vec<Day> = Vec::new();
    let many = firsts.len() as u64;
    let ended = replicate::in_order(
        0..many,
        jobs,
        stop,
        || (),
        |(), number| day(reaching, firsts[number as usize]),
        |number, day| -> Result<(), std::convert::Infallible> {
            worked.push(day);
            progress(number + 1, many);
            Ok(())
        },
    );
    if !matches!(ended, Ok(ended) if ended == many) {
        return None;
    }
    Some(total(reaching, &days, &kinds, &worked))
}

fn total(reaching: &Reaching, days: &[Instant], kinds: &[usize], worked: &[Day]) -> Human {
    let zone = &reaching.ladder.plan.zone;
    let points = reaching.grid.len();
    let (mut by_hour, mut starts_in) = (vec![vec![0.0; points]; 168], vec![0_u64; 168]);
    let mut silent = 0.0;
    let mut worst: Option<Start> = None;
    let mut most_silent: Option<Start> = None;
    for (begins, kind) in days.iter().zip(kinds) {
        let day = &worked[*kind];
        silent += day.silent;
        for (hour, sums) in day.hours.iter().enumerate() {
            let of_week = zone.hour_of_week(*begins + Span(hour as i64 * 60 * MINUTE)).0;
            starts_in[of_week] += 60;
            by_hour[of_week].iter_mut().zip(sums).for_each(|(sum, share)| *sum += share);
        }
        if worst.is_none_or(|worst| worse(&day.worst, &worst)) {
            worst = Some(day.worst);
        }
        if most_silent.is_none_or(|most| day.most_silent.silent > most.silent) {
            most_silent = Some(day.most_silent);
        }
    }
    let starts: u64 = starts_in.iter().sum();
    let sum_at = |point: usize| by_hour.iter().map(|hour| hour[point]).sum::<f64>() / starts as f64;
    let answered = (0..points).map(sum_at).collect();
    for (hour, starts) in by_hour.iter_mut().zip(starts_in) {
        hour.iter_mut().for_each(|sum| *sum /= starts.max(1) as f64);
    }
    let (worst, most_silent) = (worst.expect("a year has days"), most_silent.expect("a year has days"));
    let falls_silent = worked.iter().map(|day| day.falls_silent).min().unwrap_or(Span(0));
    Human { policy: reaching.ladder.policy, answered, by_hour, worst, silent: silent / starts as f64, most_silent, falls_silent, starts }
}
