//! nexosim models: source, delay and station actors wired by ports.
//! run: nexo <m1|m2> [incidents] [seed] [threads]
use common::*;
use nexosim::Message;
use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSinkReader, Output, SinkState, event_slot};
use nexosim::simulation::{Mailbox, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Serialize, Deserialize, Message)]
pub struct Inc {
    sev: u8,
    verify: bool,
    created: f64,
    enq: f64,
    wait1: f64,
    wait2: f64,
}
#[derive(Clone, Copy, Serialize, Deserialize, Message)]
pub struct Res {
    done: u64,
    wait1: f64,
    wait2: f64,
    ttr: [f64; 3],
    n: [u64; 3],
}

pub struct D(Draws);
impl Default for D {
    fn default() -> Self {
        D(Draws::new(1))
    }
}
fn hours(x: f64) -> Duration {
    Duration::from_nanos((x * 3.6e12) as u64 + 1)
}
fn now<M: Model>(cx: &Context<M>) -> f64 {
    cx.time().duration_since(MonotonicTime::EPOCH).as_secs_f64() / 3600.0
}

#[derive(Serialize, Deserialize)]
pub struct Source {
    out: Output<Inc>,
    left: u64,
    m1: bool,
    #[serde(skip)]
    d: D,
}
#[Model]
impl Source {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.plan(cx)
    }
    fn plan(&mut self, cx: &Context<Self>) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let ia = if self.m1 { self.d.0.m1_ia() } else { self.d.0.m2_ia() };
        cx.schedule_event(hours(ia), schedulable!(Self::fire), ()).unwrap();
    }
    #[nexosim(schedulable)]
    async fn fire(&mut self, _: (), cx: &Context<Self>) {
        let t = now(cx);
        let sev = if self.m1 { 0 } else { self.d.0.sev() };
        self.plan(cx);
        self.out.send(Inc { sev, verify: false, created: t, enq: t, wait1: 0.0, wait2: 0.0 }).await;
    }
}
#[derive(Serialize, Deserialize)]
pub struct Delay {
    out: Output<Inc>,
    esc: bool,
    #[serde(skip)]
    d: D,
}
#[Model]
impl Delay {
    pub async fn input(&mut self, i: Inc, cx: &Context<Self>) {
        let x = if self.esc { self.d.0.esc() } else { self.d.0.detect() };
        cx.schedule_event(hours(x), schedulable!(Self::fire), i).unwrap();
    }
    #[nexosim(schedulable)]
    async fn fire(&mut self, i: Inc) {
        self.out.send(i).await
    }
}
#[derive(Serialize, Deserialize)]
pub struct Station {
    onward: Output<Inc>,
    resolved: Output<Inc>,
    kind: u8,
    day: u32,
    night: u32,
    cap: u32,
    busy: u32,
    q: [VecDeque<Inc>; 3],
    #[serde(skip)]
    d: D,
}
impl Station {
    fn new(kind: u8, day: u32, night: u32, seed: u64) -> Self {
        Self {
            onward: Output::default(),
            resolved: Output::default(),
            kind,
            day,
            night,
            cap: night,
            busy: 0,
            q: Default::default(),
            d: D(Draws::new(seed)),
        }
    }
}
#[Model]
impl Station {
    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        if self.kind > 0 {
            cx.schedule_event(hours(8.0), schedulable!(Self::shift), true).unwrap();
        }
    }
    #[nexosim(schedulable)]
    async fn shift(&mut self, day: bool, cx: &Context<Self>) {
        self.cap = if day { self.day } else { self.night };
        cx.schedule_event(hours(if day { 10.0 } else { 14.0 }), schedulable!(Self::shift), !day).unwrap();
        self.start(cx);
    }
    pub async fn input(&mut self, mut i: Inc, cx: &Context<Self>) {
        i.enq = now(cx);
        self.q[i.sev as usize].push_back(i);
        self.start(cx);
    }
    fn start(&mut self, cx: &Context<Self>) {
        while self.busy < self.cap {
            let Some(mut i) = self.q.iter_mut().find_map(|q| q.pop_front()) else { return };
            self.busy += 1;
            let w = now(cx) - i.enq;
            let d = &mut self.d.0;
            let x = match self.kind {
                0 => {
                    i.wait1 += w;
                    d.m1_sv()
                }
                1 => {
                    i.wait1 += w;
                    if i.verify { d.verify() } else { d.triage() }
                }
                _ => {
                    i.wait2 += w;
                    d.fix(i.sev)
                }
            };
            cx.schedule_event(hours(x), schedulable!(Self::finish), i).unwrap();
        }
    }
    #[nexosim(schedulable)]
    async fn finish(&mut self, mut i: Inc, cx: &Context<Self>) {
        self.busy -= 1;
        if self.kind == 0 || i.verify {
            self.resolved.send(i).await
        } else {
            if self.kind == 2 {
                i.verify = true
            }
            self.onward.send(i).await
        }
        self.start(cx);
    }
}
#[derive(Serialize, Deserialize)]
pub struct Sink {
    out: Output<Res>,
    n: u64,
    r: Res,
}
#[Model]
impl Sink {
    pub async fn input(&mut self, i: Inc, cx: &Context<Self>) {
        let (r, k) = (&mut self.r, i.sev as usize);
        r.done += 1;
        r.wait1 += i.wait1;
        r.wait2 += i.wait2;
        r.ttr[k] += now(cx) - i.created;
        r.n[k] += 1;
        if r.done == self.n {
            self.out.send(*r).await
        }
    }
}
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let what = arg(1, "m2");
    let n: u64 = arg(2, "100000").parse()?;
    let seed: u64 = arg(3, "1").parse()?;
    let threads: usize = arg(4, "1").parse()?;
    let m1 = what == "m1";
    let (bs, bt1, bt2, bd, be, bk) = (Mailbox::new(), Mailbox::new(), Mailbox::new(), Mailbox::new(), Mailbox::new(), Mailbox::new());
    let mut src = Source { out: Output::default(), left: n, m1, d: D(Draws::new(seed)) };
    let mut sink = Sink { out: Output::default(), n, r: Res { done: 0, wait1: 0.0, wait2: 0.0, ttr: [0.0; 3], n: [0; 3] } };
    let (slot, mut res) = event_slot(SinkState::Enabled);
    sink.out.connect_sink(slot);
    let mut bench = SimInit::with_num_threads(threads);
    if m1 {
        let mut st = Station::new(0, M1_C, M1_C, seed + 1);
        src.out.connect(Station::input, &bt1);
        st.resolved.connect(Sink::input, &bk);
        bench = bench.add_model(st, bt1, "pool");
    } else {
        let mut det = Delay { out: Output::default(), esc: false, d: D(Draws::new(seed + 2)) };
        let mut esc = Delay { out: Output::default(), esc: true, d: D(Draws::new(seed + 3)) };
        let mut t1 = Station::new(1, DAY[0], NIGHT[0], seed + 4);
        let mut t2 = Station::new(2, DAY[1], NIGHT[1], seed + 5);
        src.out.connect(Delay::input, &bd);
        det.out.connect(Station::input, &bt1);
        t1.onward.connect(Delay::input, &be);
        t1.resolved.connect(Sink::input, &bk);
        esc.out.connect(Station::input, &bt2);
        t2.onward.connect(Station::input, &bt1);
        bench = bench.add_model(det, bd, "detect").add_model(esc, be, "escalate").add_model(t1, bt1, "tier1").add_model(t2, bt2, "tier2");
    }
    let mut simu = bench.add_model(src, bs, "source").add_model(sink, bk, "sink").init(MonotonicTime::EPOCH)?;
    let t = Instant::now();
    let r: Res = loop {
        simu.step()?;
        if let Some(r) = res.try_read() {
            break r;
        }
    };
    let ev = if m1 { 2 * n } else { 6 * n };
    Stats { events: ev, done: r.done, wait1: r.wait1, wait2: r.wait2, ttr: r.ttr, n: r.n }
        .report(&format!("nexosim {what} t{threads}"), t.elapsed().as_secs_f64());
    Ok(())
}
