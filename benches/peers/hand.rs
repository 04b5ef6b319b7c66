//! The same two models as hand-written loops: a heap, a few vectors, no framework. The limit to be measured against.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};

/// What a run came to: the mean wait in hours.
pub struct Ran {
    pub wait: f64,
}
struct Luck(Xoshiro256PlusPlus);
impl Luck {
    fn uniform(&mut self) -> f64 {
        ((self.0.next_u64() >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }
    fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(self.uniform())
    }
    /// Lognormal with sigma 0.8 by Box and Muller.
    fn lognormal(&mut self, mean: f64) -> f64 {
        let z = (-2.0 * libm::log(self.uniform())).sqrt() * libm::cos(std::f64::consts::TAU * self.uniform());
        mean * libm::exp(0.8 * z - 0.32)
    }
}
#[derive(Default)]
struct Calendar {
    heap: BinaryHeap<Reverse<(u128, u32)>>,
    sequence: u64,
}
impl Calendar {
    fn push(&mut self, at: f64, what: u32) {
        self.sequence += 1;
        self.heap.push(Reverse(((u128::from(at.to_bits()) << 64) | u128::from(self.sequence), what)));
    }
    fn pop(&mut self) -> Option<(f64, u32)> {
        self.heap.pop().map(|Reverse((key, what))| (f64::from_bits((key >> 64) as u64), what))
    }
}

/// M/M/10 in hours.
pub fn queue(incidents: u64, seed: u64) -> Ran {
    let mut luck = Luck(Xoshiro256PlusPlus::seed_from_u64(seed));
    let mut calendar = Calendar::default();
    let (mut busy, mut arrived, mut wait) = (0, 1, 0.0);
    let mut waiting: VecDeque<f64> = VecDeque::new();
    calendar.push(luck.exponential(1.0 / 9.0), 0);
    while let Some((now, what)) = calendar.pop() {
        if what == 0 {
            if arrived < incidents {
                arrived += 1;
                calendar.push(now + luck.exponential(1.0 / 9.0), 0);
            }
            if busy < 10 {
                busy += 1;
                calendar.push(now + luck.exponential(1.0), 1);
            } else {
                waiting.push_back(now);
            }
        } else if let Some(since) = waiting.pop_front() {
            wait += now - since;
            calendar.push(now + luck.exponential(1.0), 1);
        } else {
            busy -= 1;
        }
    }
    Ran { wait: wait / incidents as f64 }
}

#[derive(Copy, Clone, Default)]
struct Incident {
    queued: f64,
    severity: usize,
    verify: bool,
}
#[derive(Default)]
struct Tier {
    capacity: usize,
    busy: usize,
    queues: [VecDeque<u32>; 3],
    idle: Vec<u32>,
}
#[derive(Default)]
struct Pipeline {
    calendar: Calendar,
    incidents: Vec<Incident>,
    free: Vec<u32>,
    tiers: [Tier; 2],
    people: Vec<u32>,
    wait: f64,
}
const ARRIVE: u32 = 0;
const DETECT: u32 = 1;
const FIRST: u32 = 2;
const ESCALATE: u32 = 3;
const SECOND: u32 = 4;
const SHIFT: u32 = 5;
fn what(kind: u32, index: u32) -> u32 {
    kind << 28 | index
}
impl Pipeline {
    fn start(&mut self, tier: usize, now: f64, luck: &mut Luck) {
        while self.tiers[tier].busy < self.tiers[tier].capacity {
            let Some(index) = self.tiers[tier].queues.iter_mut().find_map(VecDeque::pop_front) else { return };
            let Some(person) = self.tiers[tier].idle.pop() else { return };
            self.tiers[tier].busy += 1;
            self.people[person as usize] = index;
            let incident = self.incidents[index as usize];
            self.wait += now - incident.queued;
            let mean = match (tier, incident.verify) {
                (0, false) => 0.5,
                (0, true) => 0.4,
                _ => [2.0, 1.5, 1.2][incident.severity],
            };
            self.calendar.push(now + luck.lognormal(mean), what(if tier == 0 { FIRST } else { SECOND }, person));
        }
    }
    fn enqueue(&mut self, tier: usize, index: u32, now: f64) {
        self.incidents[index as usize].queued = now;
        let severity = self.incidents[index as usize].severity;
        self.tiers[tier].queues[severity].push_back(index);
    }
    fn worked(&mut self, tier: usize, person: u32) -> u32 {
        self.tiers[tier].busy -= 1;
        self.tiers[tier].idle.push(person);
        self.people[person as usize]
    }
}

#[allow(clippy::too_many_lines, reason = "one loop, as such loops are written")]
/// The pipeline with named people, in hours.
pub fn pipeline(incidents: u64, seed: u64) -> Ran {
    let mut luck = Luck(Xoshiro256PlusPlus::seed_from_u64(seed));
    let mut p = Pipeline { people: vec![0; 10], ..Pipeline::default() };
    (p.tiers[0].idle, p.tiers[1].idle) = ((0..4).collect(), (4..10).collect());
    (p.tiers[0].capacity, p.tiers[1].capacity) = (2, 3);
    let (mut arrived, mut done) = (1, 0);
    p.calendar.push(luck.exponential(0.5), what(ARRIVE, 0));
    p.calendar.push(8.0, what(SHIFT, 1));
    while done < incidents {
        let Some((now, happening)) = p.calendar.pop() else { break };
        let index = happening & 0xfff_ffff;
        match happening >> 28 {
            ARRIVE => {
                let u = luck.uniform();
                let severity = usize::from(u >= 0.1) + usize::from(u >= 0.4);
                let fresh = Incident { queued: now, severity, verify: false };
                let place = p.free.pop().unwrap_or_else(|| {
                    p.incidents.push(fresh);
                    p.incidents.len() as u32 - 1
                });
                p.incidents[place as usize] = fresh;
                p.calendar.push(now + luck.lognormal(0.25), what(DETECT, place));
                if arrived < incidents {
                    arrived += 1;
                    p.calendar.push(now + luck.exponential(0.5), what(ARRIVE, 0));
                }
            }
            DETECT => p.enqueue(0, index, now),
            FIRST => {
                let place = p.worked(0, index);
                if p.incidents[place as usize].verify {
                    done += 1;
                    p.free.push(place);
                } else {
                    p.calendar.push(now + luck.lognormal(0.1), what(ESCALATE, place));
                }
            }
            ESCALATE => p.enqueue(1, index, now),
            SECOND => {
                let place = p.worked(1, index);
                p.incidents[place as usize].verify = true;
                p.enqueue(0, place, now);
            }
            _ => {
                let day = index == 1;
                (p.tiers[0].capacity, p.tiers[1].capacity) = if day { (4, 6) } else { (2, 3) };
                p.calendar.push(now + if day { 10.0 } else { 14.0 }, what(SHIFT, 1 - index));
            }
        }
        p.start(0, now, &mut luck);
        p.start(1, now, &mut luck);
    }
    Ran { wait: p.wait / done as f64 }
}
