//! simu-des (SimPy-like async processes). run: simu_peer <m1|m2> [incidents] [seed]
use common::*;
use simu::{EnvHandle, PriorityResource, Resource, SimEnv};
use std::{cell::RefCell, rc::Rc, time::Instant};

struct Sh {
    d: RefCell<Draws>,
    s: RefCell<Stats>,
    n: u64,
}
type S = Rc<Sh>;
async fn visit(env: EnvHandle, pool: Resource, sh: S) {
    let t = env.now();
    let _g = pool.request().await;
    let x = {
        sh.s.borrow_mut().wait1 += env.now() - t;
        sh.d.borrow_mut().m1_sv()
    };
    env.timeout(x).await;
    sh.s.borrow_mut().done += 1;
}
async fn source1(env: EnvHandle, pool: Resource, sh: S) {
    for _ in 0..sh.n {
        let x = sh.d.borrow_mut().m1_ia();
        env.timeout(x).await;
        env.spawn(visit(env.clone(), pool.clone(), sh.clone()));
    }
}
async fn incident(env: EnvHandle, t1: PriorityResource, t2: PriorityResource, sev: u8, sh: S) {
    let created = env.now();
    let p = sev as u32 + 1;
    let x = sh.d.borrow_mut().detect();
    env.timeout(x).await;
    let t = env.now();
    {
        let _g = t1.request(p).await;
        let x = {
            sh.s.borrow_mut().wait1 += env.now() - t;
            sh.d.borrow_mut().triage()
        };
        env.timeout(x).await;
    }
    let x = sh.d.borrow_mut().esc();
    env.timeout(x).await;
    let t = env.now();
    {
        let _g = t2.request(p).await;
        let x = {
            sh.s.borrow_mut().wait2 += env.now() - t;
            sh.d.borrow_mut().fix(sev)
        };
        env.timeout(x).await;
    }
    let t = env.now();
    {
        let _g = t1.request(p).await;
        let x = {
            sh.s.borrow_mut().wait1 += env.now() - t;
            sh.d.borrow_mut().verify()
        };
        env.timeout(x).await;
    }
    let mut s = sh.s.borrow_mut();
    s.done += 1;
    s.ttr[sev as usize] += env.now() - created;
    s.n[sev as usize] += 1;
}
async fn source2(env: EnvHandle, t1: PriorityResource, t2: PriorityResource, sh: S) {
    for _ in 0..sh.n {
        let x = sh.d.borrow_mut().m2_ia();
        env.timeout(x).await;
        let sev = sh.d.borrow_mut().sev();
        env.spawn(incident(env.clone(), t1.clone(), t2.clone(), sev, sh.clone()));
    }
}
async fn blocker(env: EnvHandle, pool: PriorityResource, until: f64) {
    let _g = pool.request(0).await;
    let x = (until - env.now()).max(0.0);
    env.timeout(x).await;
}
async fn nights(env: EnvHandle, pools: [PriorityResource; 2], sh: S) {
    let mut end = 8.0;
    while sh.s.borrow().done < sh.n {
        for w in 0..2 {
            for _ in 0..DAY[w] - NIGHT[w] {
                env.spawn(blocker(env.clone(), pools[w].clone(), end));
            }
        }
        env.timeout(end + 10.0 - env.now()).await;
        end += 24.0;
    }
}
fn main() {
    let what = arg(1, "m2");
    let n: u64 = arg(2, "100000").parse().unwrap();
    let seed: u64 = arg(3, "1").parse().unwrap();
    let mut env = SimEnv::new();
    let h = env.handle();
    let sh: S = Rc::new(Sh { d: RefCell::new(Draws::new(seed)), s: Default::default(), n });
    if what == "m1" {
        env.spawn(source1(h, Resource::new(M1_C as usize), sh.clone()));
    } else {
        let (a, b) = (PriorityResource::new(DAY[0] as usize), PriorityResource::new(DAY[1] as usize));
        env.spawn(nights(h.clone(), [a.clone(), b.clone()], sh.clone()));
        env.spawn(source2(h, a, b, sh.clone()));
    }
    let t = Instant::now();
    env.run();
    let mut s = *sh.s.borrow();
    s.events = n * if what == "m1" { 2 } else { 6 };
    s.report(&format!("simu-des {what}"), t.elapsed().as_secs_f64());
}
