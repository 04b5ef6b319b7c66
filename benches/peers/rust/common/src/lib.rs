//! Parameters, random draws, event calendars and result record shared by every Rust variant,
//! so that all of them must give bit-identical answers for the same seed.
use rand::{RngExt, SeedableRng, rngs::SmallRng};
use rand_distr::{Distribution, Exp, LogNormal};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

// ---- model 1: M/M/c ----
pub const M1_C: u32 = 10;
pub const M1_LAMBDA: f64 = 9.0;
pub const M1_MU: f64 = 1.0;

// ---- model 2: incident pipeline (time unit: hours) ----
pub const M2_LAMBDA: f64 = 2.0;
pub const SIGMA: f64 = 0.8;
pub const MEAN_DETECT: f64 = 0.25;
pub const MEAN_TRIAGE: f64 = 0.5;
pub const MEAN_ESC: f64 = 0.1;
pub const MEAN_FIX: [f64; 3] = [2.0, 1.5, 1.2];
pub const MEAN_VERIFY: f64 = 0.4;
pub const DAY: [u32; 2] = [4, 6];
pub const NIGHT: [u32; 2] = [2, 3];
/// Size of the organisation: arrival rate and staff are multiplied by the environment variable K (default 1).
pub fn k() -> u32 {
    static K: std::sync::OnceLock<u32> = std::sync::OnceLock::new();
    *K.get_or_init(|| std::env::var("K").ok().and_then(|s| s.parse().ok()).unwrap_or(1))
}
pub fn staff(w: usize, day: bool) -> u32 {
    k() * if day { DAY[w] } else { NIGHT[w] }
}

pub fn lognormal(mean: f64) -> LogNormal<f64> {
    LogNormal::new(mean.ln() - SIGMA * SIGMA / 2.0, SIGMA).unwrap()
}

/// All random draws of both models from one SmallRng (xoshiro256++).
#[derive(Clone)]
pub struct Draws {
    pub rng: SmallRng,
    m1_ia: Exp<f64>,
    m1_sv: Exp<f64>,
    m2_ia: Exp<f64>,
    detect: LogNormal<f64>,
    esc: LogNormal<f64>,
    triage: LogNormal<f64>,
    fix: [LogNormal<f64>; 3],
    verify: LogNormal<f64>,
}
impl Draws {
    pub fn new(seed: u64) -> Self {
        Self {
            rng: SmallRng::seed_from_u64(seed),
            m1_ia: Exp::new(M1_LAMBDA).unwrap(),
            m1_sv: Exp::new(M1_MU).unwrap(),
            m2_ia: Exp::new(M2_LAMBDA * k() as f64).unwrap(),
            detect: lognormal(MEAN_DETECT),
            esc: lognormal(MEAN_ESC),
            triage: lognormal(MEAN_TRIAGE),
            fix: MEAN_FIX.map(lognormal),
            verify: lognormal(MEAN_VERIFY),
        }
    }
    #[inline]
    pub fn m1_ia(&mut self) -> f64 {
        self.m1_ia.sample(&mut self.rng)
    }
    #[inline]
    pub fn m1_sv(&mut self) -> f64 {
        self.m1_sv.sample(&mut self.rng)
    }
    #[inline]
    pub fn m2_ia(&mut self) -> f64 {
        self.m2_ia.sample(&mut self.rng)
    }
    #[inline]
    pub fn detect(&mut self) -> f64 {
        self.detect.sample(&mut self.rng)
    }
    #[inline]
    pub fn esc(&mut self) -> f64 {
        self.esc.sample(&mut self.rng)
    }
    #[inline]
    pub fn triage(&mut self) -> f64 {
        self.triage.sample(&mut self.rng)
    }
    #[inline]
    pub fn fix(&mut self, sev: u8) -> f64 {
        self.fix[sev as usize].sample(&mut self.rng)
    }
    #[inline]
    pub fn verify(&mut self) -> f64 {
        self.verify.sample(&mut self.rng)
    }
    #[inline]
    pub fn sev(&mut self) -> u8 {
        let u: f64 = self.rng.random();
        if u < 0.1 {
            0
        } else if u < 0.4 {
            1
        } else {
            2
        }
    }
}

/// Calendar entry: (time bits, sequence) in one u128 so that one compare gives time order with
/// first-scheduled-first-served ties; times must be >= 0.
#[derive(Clone, Copy)]
pub struct Entry<P> {
    pub key: u128,
    pub p: P,
}
impl<P> Entry<P> {
    #[inline]
    pub fn time(&self) -> f64 {
        f64::from_bits((self.key >> 64) as u64)
    }
}
impl<P> PartialEq for Entry<P> {
    fn eq(&self, o: &Self) -> bool {
        self.key == o.key
    }
}
impl<P> Eq for Entry<P> {}
impl<P> PartialOrd for Entry<P> {
    #[inline]
    fn partial_cmp(&self, o: &Self) -> Option<Ordering> {
        Some(self.cmp(o))
    }
}
impl<P> Ord for Entry<P> {
    #[inline]
    fn cmp(&self, o: &Self) -> Ordering {
        o.key.cmp(&self.key)
    }
}

pub trait Cal<P>: Default {
    fn push(&mut self, t: f64, p: P);
    fn pop(&mut self) -> Option<(f64, P)>;
    fn clear(&mut self);
    fn len(&self) -> usize;
}

/// std::collections::BinaryHeap
pub struct BinCal<P> {
    h: BinaryHeap<Entry<P>>,
    seq: u64,
}
impl<P> Default for BinCal<P> {
    fn default() -> Self {
        Self { h: BinaryHeap::new(), seq: 0 }
    }
}
impl<P: Copy> Cal<P> for BinCal<P> {
    #[inline]
    fn push(&mut self, t: f64, p: P) {
        self.seq += 1;
        self.h.push(Entry { key: ((t.to_bits() as u128) << 64) | self.seq as u128, p });
    }
    #[inline]
    fn pop(&mut self) -> Option<(f64, P)> {
        self.h.pop().map(|e| (e.time(), e.p))
    }
    fn clear(&mut self) {
        self.h.clear();
        self.seq = 0;
    }
    fn len(&self) -> usize {
        self.h.len()
    }
}

/// Implicit 4-ary heap.
pub struct QuadCal<P> {
    v: Vec<Entry<P>>,
    seq: u64,
}
impl<P> Default for QuadCal<P> {
    fn default() -> Self {
        Self { v: Vec::new(), seq: 0 }
    }
}
impl<P: Copy> Cal<P> for QuadCal<P> {
    #[inline]
    fn push(&mut self, t: f64, p: P) {
        self.seq += 1;
        let e = Entry { key: ((t.to_bits() as u128) << 64) | self.seq as u128, p };
        let mut i = self.v.len();
        self.v.push(e);
        while i > 0 {
            let up = (i - 1) / 4;
            if self.v[up].key <= e.key {
                break;
            }
            self.v[i] = self.v[up];
            i = up;
        }
        self.v[i] = e;
    }
    #[inline]
    fn pop(&mut self) -> Option<(f64, P)> {
        let last = self.v.pop()?;
        if self.v.is_empty() {
            return Some((last.time(), last.p));
        }
        let top = self.v[0];
        let n = self.v.len();
        let mut i = 0;
        loop {
            let c = 4 * i + 1;
            if c >= n {
                break;
            }
            let mut m = c;
            let mut mk = self.v[c].key;
            for k in c + 1..(c + 4).min(n) {
                let kk = self.v[k].key;
                if kk < mk {
                    m = k;
                    mk = kk;
                }
            }
            if mk >= last.key {
                break;
            }
            self.v[i] = self.v[m];
            i = m;
        }
        self.v[i] = last;
        Some((top.time(), top.p))
    }
    fn clear(&mut self) {
        self.v.clear();
        self.seq = 0;
    }
    fn len(&self) -> usize {
        self.v.len()
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stats {
    pub events: u64,
    pub done: u64,
    pub wait1: f64,
    pub wait2: f64,
    pub ttr: [f64; 3],
    pub n: [u64; 3],
}
impl Stats {
    pub fn report(&self, name: &str, secs: f64) {
        let n = self.done.max(1) as f64;
        println!(
            "{name:26} events={} done={} wait1={:.6} wait2={:.6} ttr=[{:.4} {:.4} {:.4}] {:.3}s {:.1} ns/event {:.2} Mev/s",
            self.events,
            self.done,
            self.wait1 / n,
            self.wait2 / n,
            self.ttr[0] / self.n[0].max(1) as f64,
            self.ttr[1] / self.n[1].max(1) as f64,
            self.ttr[2] / self.n[2].max(1) as f64,
            secs,
            secs * 1e9 / self.events as f64,
            self.events as f64 / secs / 1e6
        );
    }
}

pub fn arg(i: usize, default: &str) -> String {
    std::env::args().nth(i).unwrap_or_else(|| default.to_string())
}
