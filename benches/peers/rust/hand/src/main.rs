//! Hand-written limit: calendar + Vec state, no framework.
//! run: hand <m1|m2p (p = explicit people)> [incidents] [seed]
use common::*;
use std::collections::VecDeque;
use std::time::Instant;

pub fn m1<C: Cal<u32>>(n: u64, seed: u64) -> Stats {
    let mut d = Draws::new(seed);
    let mut cal = C::default();
    let mut s = Stats::default();
    let (mut busy, mut arrived) = (0u32, 1u64);
    let mut q: VecDeque<f64> = VecDeque::new();
    cal.push(d.m1_ia(), 0);
    while let Some((now, k)) = cal.pop() {
        s.events += 1;
        if k == 0 {
            if arrived < n {
                arrived += 1;
                let t = now + d.m1_ia();
                cal.push(t, 0);
            }
            if busy < M1_C {
                busy += 1;
                cal.push(now + d.m1_sv(), 1);
            } else {
                q.push_back(now);
            }
        } else {
            s.done += 1;
            if let Some(a) = q.pop_front() {
                s.wait1 += now - a;
                cal.push(now + d.m1_sv(), 1);
            } else {
                busy -= 1;
            }
        }
    }
    s
}

#[derive(Clone, Copy, Default)]
struct Inc {
    created: f64,
    enq: f64,
    sev: u8,
    verify: bool,
}
#[derive(Default)]
struct Pool {
    cap: u32,
    busy: u32,
    q: [VecDeque<u32>; 3],
}
impl Pool {
    #[inline]
    fn pop(&mut self) -> Option<u32> {
        for q in &mut self.q {
            if let Some(i) = q.pop_front() {
                return Some(i);
            }
        }
        None
    }
}
const ARR: u32 = 0;
const DET: u32 = 1;
const W1: u32 = 2;
const ESC: u32 = 3;
const W2: u32 = 4;
const SHIFT: u32 = 5;
#[inline]
fn ev(k: u32, i: u32) -> u32 {
    k << 28 | i
}

/// The incident pipeline with explicit people: the event names the person, the person holds the incident.
#[derive(Default)]
struct M2p<C> {
    cal: C,
    inc: Vec<Inc>,
    free: Vec<u32>,
    p: [Pool; 2],
    people: Vec<u32>,
    idle: [Vec<u32>; 2],
}
impl<C: Cal<u32>> M2p<C> {
    #[inline]
    fn start(&mut self, w: usize, now: f64, d: &mut Draws, s: &mut Stats) {
        while self.p[w].busy < self.p[w].cap {
            let Some(i) = self.p[w].pop() else { return };
            self.p[w].busy += 1;
            let who = self.idle[w].pop().unwrap();
            self.people[who as usize] = i;
            let x = self.inc[i as usize];
            let e = if w == 0 {
                s.wait1 += now - x.enq;
                if x.verify { d.verify() } else { d.triage() }
            } else {
                s.wait2 += now - x.enq;
                d.fix(x.sev)
            };
            self.cal.push(now + e, ev(if w == 0 { W1 } else { W2 }, who));
        }
    }
    #[inline]
    fn enqueue(&mut self, w: usize, i: u32, now: f64) {
        let x = &mut self.inc[i as usize];
        x.enq = now;
        self.p[w].q[x.sev as usize].push_back(i);
    }
    fn run(&mut self, n: u64, seed: u64) -> Stats {
        let mut d = Draws::new(seed);
        let mut s = Stats::default();
        self.cal.clear();
        self.inc.clear();
        self.free.clear();
        let (a, b) = (staff(0, true), staff(1, true));
        self.people = vec![0; (a + b) as usize];
        self.idle = [(0..a).collect(), (a..a + b).collect()];
        for w in 0..2 {
            self.p[w].cap = staff(w, false);
            self.p[w].busy = 0;
            for q in &mut self.p[w].q {
                q.clear();
            }
        }
        let mut arrived = 1u64;
        self.cal.push(d.m2_ia(), ev(ARR, 0));
        self.cal.push(8.0, ev(SHIFT, 1));
        while s.done < n {
            let (now, k) = self.cal.pop().unwrap();
            s.events += 1;
            let i = k & 0xfff_ffff;
            match k >> 28 {
                ARR => {
                    let sev = d.sev();
                    let x = Inc { created: now, enq: now, sev, verify: false };
                    let i = if let Some(i) = self.free.pop() {
                        self.inc[i as usize] = x;
                        i
                    } else {
                        self.inc.push(x);
                        self.inc.len() as u32 - 1
                    };
                    self.cal.push(now + d.detect(), ev(DET, i));
                    if arrived < n {
                        arrived += 1;
                        self.cal.push(now + d.m2_ia(), ev(ARR, 0));
                    }
                }
                DET => {
                    self.enqueue(0, i, now);
                    self.start(0, now, &mut d, &mut s);
                }
                W1 => {
                    self.p[0].busy -= 1;
                    self.idle[0].push(i);
                    let i = self.people[i as usize];
                    let x = self.inc[i as usize];
                    if x.verify {
                        s.done += 1;
                        s.ttr[x.sev as usize] += now - x.created;
                        s.n[x.sev as usize] += 1;
                        self.free.push(i);
                    } else {
                        self.cal.push(now + d.esc(), ev(ESC, i));
                    }
                    self.start(0, now, &mut d, &mut s);
                }
                ESC => {
                    self.enqueue(1, i, now);
                    self.start(1, now, &mut d, &mut s);
                }
                W2 => {
                    self.p[1].busy -= 1;
                    self.idle[1].push(i);
                    let i = self.people[i as usize];
                    self.inc[i as usize].verify = true;
                    self.enqueue(0, i, now);
                    self.start(1, now, &mut d, &mut s);
                    self.start(0, now, &mut d, &mut s);
                }
                _ => {
                    let day = i == 1;
                    for w in 0..2 {
                        self.p[w].cap = staff(w, day);
                    }
                    self.cal.push(now + if day { 10.0 } else { 14.0 }, ev(SHIFT, 1 - i));
                    for w in 0..2 {
                        self.start(w, now, &mut d, &mut s);
                    }
                }
            }
        }
        s
    }
}

fn main() {
    let what = arg(1, "m2p");
    let n: u64 = arg(2, "1000000").parse().unwrap();
    let seed: u64 = arg(3, "1").parse().unwrap();
    let t = Instant::now();
    let s = match what.as_str() {
        "m1" => m1::<BinCal<u32>>(n, seed),
        "m2p" => M2p::<QuadCal<u32>>::default().run(n, seed),
        _ => panic!("unknown variant"),
    };
    s.report(&what, t.elapsed().as_secs_f64());
}
