//! Who and what there is in the night: the same as in `benches/models/night.ron`, by hand.

use firedrill::engine::chance::Dist;
use firedrill::engine::time::Span;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;
pub const WEEK: i64 = 7 * DAY;

/// A set of people, a bit each.
pub type People = u16;
pub const IDS: [&str; 9] = ["ana", "ben", "dora", "emil", "finn", "gerd", "hana", "ivo", "jana"];
pub const COUNT: usize = IDS.len();
const ANA: u8 = 0;
const BEN: u8 = 1;
const DORA: u8 = 2;
const EMIL: u8 = 3;
const FINN: u8 = 4;
const GERD: u8 = 5;
const HANA: u8 = 6;
const IVO: u8 = 7;
const JANA: u8 = 8;
const ROTA: [u8; 3] = [ANA, DORA, EMIL];
pub const OPERATIONS: People = of(&[ANA, BEN]);

/// Who can do more than find out.
pub const DOERS: People = of(&[ANA, BEN, DORA, EMIL, FINN, GERD]);

const fn of(list: &[u8]) -> People {
    let mut all = 0;
    let mut at = 0;
    while at < list.len() {
        all |= 1 << list[at];
        at += 1;
    }
    all
}
/// Everybody of a set in the order of their ids.
pub fn each(mut people: People) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let next = (people != 0).then(|| people.trailing_zeros() as u8)?;
        people &= people - 1;
        Some(next)
    })
}

/// Shifts that end and begin, by their time of the week.
pub struct Change {
    pub at: i64,
    pub ends: People,
    pub begins: People,
}
const EARLY: People = of(&[ANA, JANA]);
const LATE: People = of(&[BEN, GERD]);
const OFFICE: People = of(&[DORA, EMIL, FINN, HANA, IVO]);
pub fn changes() -> Vec<Change> {
    let mut all = Vec::new();
    for day in 0..7 {
        let mut change = |hour: i64, ends, begins| all.push(Change { at: day * DAY + hour * HOUR, ends, begins });
        let office = if day < 5 { OFFICE } else { 0 };
        change(6, 0, EARLY);
        change(8, 0, office);
        change(14, EARLY, LATE);
        change(18, office, 0);
        change(22, LATE, 0);
    }
    all.retain(|c| c.ends | c.begins != 0);
    all
}
/// Everybody whose shift runs at an instant.
pub fn on_shift(now: i64) -> People {
    let hour = now.rem_euclid(DAY) / HOUR;
    let early = if (6..14).contains(&hour) { EARLY } else { 0 };
    let late = if (14..22).contains(&hour) { LATE } else { 0 };
    let office = if now.rem_euclid(WEEK) < 5 * DAY && (8..18).contains(&hour) { OFFICE } else { 0 };
    early | late | office
}
/// When somebody's next shift begins.
pub fn next_shift(person: u8, now: i64) -> i64 {
    let mut day = now.div_euclid(DAY);
    loop {
        let hour = if EARLY >> person & 1 == 1 {
            6
        } else if LATE >> person & 1 == 1 {
            14
        } else {
            8
        };
        let at = day * DAY + hour * HOUR;
        if at > now && (OFFICE >> person & 1 == 0 || at.rem_euclid(WEEK) < 5 * DAY) {
            return at;
        }
        day += 1;
    }
}
/// Whose turn on call it is.
pub fn on_call(now: i64) -> u8 {
    ROTA[(now - 9 * HOUR).div_euclid(WEEK).rem_euclid(3) as usize]
}
/// What it costs to read into work that somebody left at the end of their shift; nobody where they finish it first.
pub fn hand_over(person: u8) -> Option<i64> {
    match person {
        ANA | BEN => Some(15 * MINUTE),
        FINN | GERD => Some(20 * MINUTE),
        _ => None,
    }
}

/// The jobs of an outage by number.
pub const TRIAGE: u8 = 0;
pub const FAIL_OVER: u8 = 1;
pub const RESTORE: u8 = 2;
pub const VERIFY: u8 = 6;
pub const REPORT: u8 = 10;
pub const JOBS: usize = 11;
pub const SYSTEMS: [&str; 4] = ["core-db", "policy", "portal", "reports"];
/// What each system needs.
pub const NEEDS: [Option<usize>; 4] = [None, Some(0), Some(1), Some(0)];
/// What must be done before a job: its task's predecessor, and the check of the system that its own needs.
pub fn after(job: u8) -> [Option<u8>; 2] {
    match job {
        TRIAGE => [None, None],
        FAIL_OVER | REPORT => [Some(TRIAGE), None],
        RESTORE..VERIFY => [Some(FAIL_OVER), NEEDS[(job - RESTORE) as usize].map(|s| VERIFY + s as u8)],
        _ => [Some(job - VERIFY + RESTORE), None],
    }
}
pub fn decision_of(job: u8) -> Option<u8> {
    match job {
        FAIL_OVER => Some(0),
        RESTORE..VERIFY => Some(1),
        _ => None,
    }
}
/// The task and the system of a job, by id.
pub fn names(job: u8) -> (&'static str, Option<&'static str>) {
    match job {
        TRIAGE => ("triage", None),
        FAIL_OVER => ("fail-over", None),
        RESTORE..VERIFY => ("restore", Some(SYSTEMS[(job - RESTORE) as usize])),
        VERIFY..REPORT => ("verify", Some(SYSTEMS[(job - VERIFY) as usize])),
        _ => ("report", None),
    }
}

/// Who can do a job, the least skill that suffices first and then by id, and who lacks only the grant or only the knowledge.
pub struct Hands {
    pub order: &'static [u8],
    pub able: People,
    pub no_grant: People,
    pub no_knowledge: People,
}
pub fn hands(job: u8) -> Hands {
    let with = |order: &'static [u8], no_grant, no_knowledge| Hands { order, able: of(order), no_grant, no_knowledge };
    match job {
        TRIAGE => with(&[ANA, BEN, DORA], 0, 0),
        FAIL_OVER | RESTORE => with(&[BEN, DORA], of(&[EMIL]), 0),
        3 => with(&[GERD], 0, of(&[FINN])),
        4 | 5 => with(&[FINN, GERD], 0, 0),
        REPORT => with(&[ANA, BEN], 0, 0),
        _ => with(&[ANA, BEN, DORA, EMIL], 0, 0),
    }
}

/// A decision right.
pub struct Right {
    pub holders: &'static [u8],
    pub delegates: &'static [u8],
    pub delegate_after: i64,
    pub call_wait: i64,
    pub ask_again: i64,
    pub deliberation: Dist,
    pub outcomes: [f64; 3],
}
pub fn rights() -> [Right; 2] {
    let m = Span::minutes;
    [
        Right {
            holders: &[HANA],
            delegates: &[JANA],
            delegate_after: 45 * MINUTE,
            call_wait: 10 * MINUTE,
            ask_again: 30 * MINUTE,
            deliberation: Dist::pert(m(5), m(15), m(60)),
            outcomes: [0.8, 0.2, 0.0],
        },
        Right {
            holders: &[IVO, JANA],
            delegates: &[],
            delegate_after: 0,
            call_wait: 20 * MINUTE,
            ask_again: 60 * MINUTE,
            deliberation: Dist::triangular(m(10), m(20), m(45)),
            outcomes: [0.9, 0.06, 0.04],
        },
    ]
}

/// The steps of the paging ladder: whom, and how long until the next.
pub const STEPS: [i64; 3] = [10 * MINUTE, 15 * MINUTE, 20 * MINUTE];
pub const ROUNDS: u8 = 3;
pub fn step(step: usize, now: i64, on_duty: People) -> People {
    match step {
        0 => OPERATIONS & on_duty,
        1 => 1 << on_call(now),
        _ => of(&[HANA, JANA]),
    }
}

/// How pages are answered: the share by day, the share at night, how soon.
pub struct Reach(pub f64, pub f64, pub Dist);
pub fn reach() -> [Reach; 3] {
    let m = Span::minutes;
    [
        Reach(0.97, 0.97, Dist::log_normal(m(4), m(12))),
        Reach(0.9, 0.85, Dist::log_normal(m(11), m(35))),
        Reach(0.5, 0.25, Dist::log_normal(m(40), m(150))),
    ]
}

/// How long each job takes, and how often an attempt of it works.
pub fn efforts() -> [(Dist, f64); JOBS] {
    let m = Span::minutes;
    let check = || (Dist::pert(m(5), m(15), m(60)), 1.0);
    [
        (Dist::log_normal(m(25), m(75)), 1.0),
        (Dist::log_normal(m(30), m(90)), 1.0),
        (Dist::log_normal(m(120), m(300)), 0.85),
        (Dist::log_normal(m(90), m(240)), 0.9),
        (Dist::log_normal(m(40), m(120)), 0.95),
        (Dist::log_normal(m(60), m(180)), 1.0),
        check(),
        check(),
        check(),
        check(),
        (Dist::uniform(m(20), m(90)), 1.0),
    ]
}
