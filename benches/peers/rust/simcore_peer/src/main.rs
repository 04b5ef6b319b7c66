//! simcore: components exchanging typed, boxed events. run: simcore_peer <m1|m2> [incidents] [seed]
use common::*;
use serde::Serialize;
use simcore::{Event, EventHandler, Id, Simulation, SimulationContext, cast};
use std::{cell::RefCell, collections::VecDeque, rc::Rc, time::Instant};

#[derive(Clone, Serialize)]
struct Arrival {}
#[derive(Clone, Serialize)]
struct Done {}
struct Pool {
    ctx: SimulationContext,
    d: Draws,
    q: VecDeque<f64>,
    busy: u32,
    arrived: u64,
    n: u64,
    s: Stats,
}
impl EventHandler for Pool {
    fn on(&mut self, event: Event) {
        self.s.events += 1;
        let now = self.ctx.time();
        cast!(match event.data {
            Arrival {} => {
                if self.arrived < self.n {
                    self.arrived += 1;
                    let t = self.d.m1_ia();
                    self.ctx.emit_self(Arrival {}, t);
                }
                if self.busy < M1_C {
                    self.busy += 1;
                    let t = self.d.m1_sv();
                    self.ctx.emit_self(Done {}, t);
                } else {
                    self.q.push_back(now);
                }
            }
            Done {} => {
                self.s.done += 1;
                if let Some(a) = self.q.pop_front() {
                    self.s.wait1 += now - a;
                    let t = self.d.m1_sv();
                    self.ctx.emit_self(Done {}, t);
                } else {
                    self.busy -= 1;
                }
            }
        })
    }
}

// ---- model 2: a source, a delay stage and two pools ----
#[derive(Clone, Copy, Serialize)]
struct Inc {
    sev: u8,
    verify: bool,
    created: f64,
    enq: f64,
}
#[derive(Clone, Serialize)]
struct Detected {
    i: Inc,
}
#[derive(Clone, Serialize)]
struct Escalated {
    i: Inc,
}
#[derive(Clone, Serialize)]
struct Work {
    i: Inc,
}
#[derive(Clone, Serialize)]
struct Finished {
    i: Inc,
}
#[derive(Clone, Serialize)]
struct Shift {
    day: bool,
}
type Shared = Rc<RefCell<(Draws, Stats)>>;
struct Desk {
    ctx: SimulationContext,
    sh: Shared,
    tier: usize,
    cap: u32,
    busy: u32,
    q: [VecDeque<Inc>; 3],
    flow: Id,
}
impl Desk {
    fn start(&mut self) {
        let now = self.ctx.time();
        let mut g = self.sh.borrow_mut();
        let (d, s) = &mut *g;
        while self.busy < self.cap {
            let Some(i) = self.q.iter_mut().find_map(|q| q.pop_front()) else { return };
            self.busy += 1;
            let t = if self.tier == 0 {
                s.wait1 += now - i.enq;
                if i.verify { d.verify() } else { d.triage() }
            } else {
                s.wait2 += now - i.enq;
                d.fix(i.sev)
            };
            self.ctx.emit_self(Finished { i }, t);
        }
    }
}
impl EventHandler for Desk {
    fn on(&mut self, event: Event) {
        let now = self.ctx.time();
        cast!(match event.data {
            Work { mut i } => {
                i.enq = now;
                self.q[i.sev as usize].push_back(i);
                self.start();
            }
            Finished { i } => {
                self.busy -= 1;
                self.ctx.emit_now(Finished { i }, self.flow);
                self.start();
            }
            Shift { day } => {
                self.cap = staff(self.tier, day);
                self.ctx.emit_self(Shift { day: !day }, if day { 10.0 } else { 14.0 });
                self.start();
            }
        })
    }
}
struct Flow {
    ctx: SimulationContext,
    sh: Shared,
    desks: [Id; 2],
    arrived: u64,
    n: u64,
}
impl EventHandler for Flow {
    fn on(&mut self, event: Event) {
        let now = self.ctx.time();
        let mut g = self.sh.borrow_mut();
        let (d, s) = &mut *g;
        cast!(match event.data {
            Arrival {} => {
                let i = Inc { sev: d.sev(), verify: false, created: now, enq: now };
                self.ctx.emit_self(Detected { i }, d.detect());
                if self.arrived < self.n {
                    self.arrived += 1;
                    self.ctx.emit_self(Arrival {}, d.m2_ia());
                }
            }
            Detected { i } => {
                self.ctx.emit_now(Work { i }, self.desks[0]);
            }
            Escalated { i } => {
                self.ctx.emit_now(Work { i }, self.desks[1]);
            }
            Finished { mut i } => {
                if i.verify {
                    let k = i.sev as usize;
                    s.done += 1;
                    s.ttr[k] += now - i.created;
                    s.n[k] += 1;
                } else if event.src == self.desks[0] {
                    self.ctx.emit_self(Escalated { i }, d.esc());
                } else {
                    i.verify = true;
                    self.ctx.emit_now(Work { i }, self.desks[0]);
                }
            }
        })
    }
}
fn m2(n: u64, seed: u64) -> Stats {
    let mut sim = Simulation::new(seed);
    let sh: Shared = Rc::new(RefCell::new((Draws::new(seed), Stats::default())));
    let fctx = sim.create_context("flow");
    let flow = fctx.id();
    let desks = [0, 1].map(|tier| {
        let ctx = sim.create_context(format!("tier{}", tier + 1));
        let id = ctx.id();
        ctx.emit_self(Shift { day: true }, 8.0);
        sim.add_handler(
            format!("tier{}", tier + 1),
            Rc::new(RefCell::new(Desk { ctx, sh: sh.clone(), tier, cap: staff(tier, false), busy: 0, q: Default::default(), flow })),
        );
        id
    });
    let t = sh.borrow_mut().0.m2_ia();
    fctx.emit_self(Arrival {}, t);
    sim.add_handler("flow", Rc::new(RefCell::new(Flow { ctx: fctx, sh: sh.clone(), desks, arrived: 1, n })));
    while sh.borrow().1.done < n {
        sim.step();
    }
    let mut s = sh.borrow().1;
    s.events = 6 * n;
    s
}
fn m1(n: u64, seed: u64) -> Stats {
    let mut sim = Simulation::new(seed);
    let ctx = sim.create_context("pool");
    let mut d = Draws::new(seed);
    let first = d.m1_ia();
    ctx.emit_self(Arrival {}, first);
    let pool = Rc::new(RefCell::new(Pool { ctx, d, q: VecDeque::new(), busy: 0, arrived: 1, n, s: Stats::default() }));
    sim.add_handler("pool", pool.clone());
    sim.step_until_no_events();
    let s = pool.borrow().s;
    s
}
fn main() {
    let what = arg(1, "m2");
    let n: u64 = arg(2, "200000").parse().unwrap();
    let seed: u64 = arg(3, "1").parse().unwrap();
    let t = Instant::now();
    let s = if what == "m1" { m1(n, seed) } else { m2(n, seed) };
    s.report(&format!("simcore {what}"), t.elapsed().as_secs_f64());
}
