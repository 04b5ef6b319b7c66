//! One incident of one play in lanes: who was at work on it, which decisions were waited for, which systems were down; on the local clock.

use std::collections::BTreeMap;

use super::canvas::{Canvas, Ink, Side};
use super::drawing::Drawing;
use super::{DataTable, Figure, short};
use crate::engine::time::{Instant, Span};
use crate::measures::Outcome;
use crate::model::fact::{Fact, Job};
use crate::model::ids::{DecisionId, IncidentNo, PersonId, SystemId};
use crate::model::plan::Plan;
use crate::report::names::Names;
use crate::report::words::{duration, list};
use crate::study::measure::seconds;

const LEFT: f64 = 330.0;
const RIGHT: f64 = 1180.0;
const LANE: f64 = 34.0;
/// So many lanes of people, decisions and systems at most.
const MOST: [usize; 3] = [12, 8, 12];

/// From, to, drawn with.
type Piece = (Instant, Instant, Ink);

/// One lane.
struct Lane {
    label: String,
    pieces: Vec<Piece>,
    /// Sorted by this, the largest first.
    weight: i64,
}

/// What is told of one incident, by lane.
#[derive(Default)]
struct Told {
    people: BTreeMap<PersonId, Vec<Piece>>,
    decisions: BTreeMap<DecisionId, Vec<Piece>>,
    systems: BTreeMap<SystemId, Vec<Piece>>,
    at_work: BTreeMap<Job, (PersonId, Instant)>,
    called: BTreeMap<PersonId, Instant>,
    asked: BTreeMap<DecisionId, (Instant, Option<Instant>)>,
    down: BTreeMap<SystemId, Instant>,
}

const WORK: Ink = Ink::Series(0);
const CALLED: Ink = Ink::Pale;
const REACHING: Ink = Ink::Series(1);
const WEIGHING: Ink = Ink::Series(4);
const DOWN: Ink = Ink::Series(1);

impl Told {
    fn see(&mut self, incident: IncidentNo, at: Instant, fact: &Fact) {
        match *fact {
            Fact::Started { job, person: Some(person), .. } if job.incident == incident => {
                self.stop(job, at);
                self.at_work.insert(job, (person, at));
            }
            Fact::Stopped { job, .. } | Fact::Ended { job, .. } if job.incident == incident => self.stop(job, at),
            Fact::CalledOut { incident: of, person } if of == incident => {
                self.called.insert(person, at);
            }
            Fact::StoodDown { incident: of, person } if of == incident => {
                if let Some(from) = self.called.remove(&person) {
                    self.people.entry(person).or_default().insert(0, (from, at, CALLED));
                }
            }
            Fact::Asked { incident: of, decision, .. } if of == incident => {
                self.asked.entry(decision).or_insert((at, None));
            }
            Fact::Reached { incident: of, decision, .. } if of == incident => {
                if let Some((_, reached)) = self.asked.get_mut(&decision) {
                    reached.get_or_insert(at);
                }
            }
            Fact::Granted { incident: of, decision, .. } if of == incident => self.decided(decision, at),
            Fact::Down { system, by } if by == incident => {
                self.down.entry(system).or_insert(at);
            }
            Fact::Up { system } => {
                if let Some(from) = self.down.remove(&system) {
                    self.systems.entry(system).or_default().push((from, at, DOWN));
                }
            }
            _ => {}
        }
    }

    fn stop(&mut self, job: Job, at: Instant) {
        if let Some((person, from)) = self.at_work.remove(&job) {
            self.people.entry(person).or_default().push((from, at, WORK));
        }
    }

    fn decided(&mut self, decision: DecisionId, at: Instant) {
        if let Some((asked, reached)) = self.asked.remove(&decision) {
            let reached = reached.unwrap_or(at);
            let pieces = self.decisions.entry(decision).or_default();
            pieces.extend([(asked, reached, REACHING), (reached, at, WEIGHING)].into_iter().filter(|(from, to, _)| from < to));
        }
    }

    /// What was not over by the end goes on to it.
    fn end(&mut self, at: Instant) {
        for job in self.at_work.keys().copied().collect::<Vec<_>>() {
            self.stop(job, at);
        }
        for (person, from) in std::mem::take(&mut self.called) {
            self.people.entry(person).or_default().insert(0, (from, at, CALLED));
        }
        for decision in self.asked.keys().copied().collect::<Vec<_>>() {
            self.decided(decision, at);
        }
        for (system, from) in std::mem::take(&mut self.down) {
            self.systems.entry(system).or_default().push((from, at, DOWN));
        }
    }
}

/// The figure of one incident; none where it did no harm.
pub fn of(id: &str, title: &str, plan: &Plan, outcome: &Outcome, facts: &[(Instant, Fact)]) -> Option<Figure> {
    let occurred = outcome.occurred?;
    let over = outcome.recovered.unwrap_or(outcome.horizon);
    let begin = outcome.alerted.map_or(occurred, |alerted| alerted.min(occurred));
    let room = Span(((over.0 - begin.0) / 40).max(60_000));
    let (from, to) = (Instant(begin.0 - room.0), over + room);
    let mut told = Told::default();
    facts.iter().for_each(|(at, fact)| told.see(outcome.incident, *at, fact));
    told.end(to);
    let names = Names(plan);
    let groups = [
        lanes(told.people, from, to, MOST[0], |person| names.person(person)),
        lanes(told.decisions, from, to, MOST[1], |decision| names.decision(decision)),
        lanes(told.systems, from, to, MOST[2], |system| names.system(system)),
    ];
    let picture = Picture { plan, from, to };
    let svg = picture.draw(id, title, outcome, &groups);
    let caption = caption(plan, outcome, &groups);
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(plan, &groups) })
}

fn lanes<K: Ord>(all: BTreeMap<K, Vec<Piece>>, from: Instant, to: Instant, most: usize, name: impl Fn(K) -> String) -> Vec<Lane> {
    let cut = |(a, b, ink): Piece| (a.max(from), b.min(to), ink);
    let mut lanes: Vec<Lane> = all
        .into_iter()
        .map(|(key, pieces)| {
            let mut pieces: Vec<Piece> = pieces.into_iter().map(cut).filter(|(a, b, _)| a < b).collect();
            // The light ones lie below.
            pieces.sort_by_key(|(a, _, ink)| (*ink != CALLED, *a));
            let weight = pieces.iter().filter(|(_, _, ink)| *ink != CALLED).map(|(a, b, _)| b.0 - a.0).sum();
            Lane { label: name(key), pieces, weight }
        })
        .filter(|lane| lane.weight > 0)
        .collect();
    lanes.sort_by_key(|lane| -lane.weight);
    lanes.truncate(most);
    // The first to be needed stands at the top.
    lanes.sort_by_key(|lane| lane.pieces.iter().map(|(a, ..)| *a).min());
    lanes
}

struct Picture<'a> {
    plan: &'a Plan,
    from: Instant,
    to: Instant,
}

impl Picture<'_> {
    fn x(&self, at: Instant) -> f64 {
        LEFT + (RIGHT - LEFT) * (at.0 - self.from.0) as f64 / (self.to.0 - self.from.0).max(1) as f64
    }

    fn draw(&self, id: &str, title: &str, outcome: &Outcome, groups: &[Vec<Lane>; 3]) -> Drawing {
        let heads = ["People at work", "Decisions waited for", "Systems down"];
        let shown: usize = groups.iter().filter(|lanes| !lanes.is_empty()).count();
        let lanes: usize = groups.iter().map(Vec::len).sum();
        let height = 138.0 + 44.0 * shown as f64 + LANE * lanes as f64 + 66.0;
        let mut canvas = Canvas::new(1200, height as u32);
        self.clock(&mut canvas, height - 70.0);
        let mut top = 96.0;
        for (head, lanes) in heads.iter().zip(groups).filter(|(_, lanes)| !lanes.is_empty()) {
            canvas.bold(20.0, top + 22.0, Side::Start, 21.0, Ink::Text, head);
            top += 44.0;
            for lane in lanes {
                canvas.line(&[(LEFT, top + LANE), (RIGHT, top + LANE)], Ink::Grid, 1);
                canvas.text(LEFT - 12.0, top + LANE / 2.0, Side::End, 20.0, Ink::Text, &short(&lane.label, 30));
                for (from, to, ink) in &lane.pieces {
                    let (thin, full) = (LANE - 22.0, LANE - 12.0);
                    let tall = if *ink == CALLED { thin } else { full };
                    let (x, width) = (self.x(*from), (self.x(*to) - self.x(*from)).max(2.0));
                    canvas.rect(x, top + (LANE - tall) / 2.0, width, tall, *ink);
                }
                top += LANE;
            }
        }
        self.milestones(&mut canvas, outcome, height - 76.0);
        self.key(&mut canvas, groups, height - 18.0);
        let words = groups.iter().zip(heads).filter(|(lanes, _)| !lanes.is_empty());
        let words: Vec<String> = words
            .map(|(lanes, head)| format!("{head}: {}", list(&lanes.iter().map(|lane| lane.label.clone()).collect::<Vec<_>>(), 40)))
            .collect();
        canvas.finish(id, title, &format!("Lanes on the local clock. {}.", words.join(". ")))
    }

    /// Lines at hours or days of the local clock.
    fn clock(&self, canvas: &mut Canvas, bottom: f64) {
        let hours = [1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 720, 2160, 8760];
        let whole = (self.to.0 - self.from.0) as f64 / 3_600_000.0;
        let step = hours.into_iter().find(|step| whole / f64::from(*step) <= 7.5).unwrap_or(8760);
        let mut at = self.from;
        for _ in 0..20 {
            at = self.next(at, i64::from(step));
            if at >= self.to {
                break;
            }
            let x = self.x(at);
            canvas.line(&[(x, 88.0), (x, bottom)], Ink::Grid, 2);
            let format = if step >= 24 { "%a %-d %b" } else { "%a %H:%M" };
            let words = self.plan.zone.civil(at).strftime(format).to_string();
            canvas.text(x, bottom + 14.0, Side::Middle, 18.0, Ink::Muted, &words);
        }
    }

    /// The next instant at which the local clock shows a multiple of a step.
    fn next(&self, at: Instant, step: i64) -> Instant {
        let (hour, into) = self.plan.zone.hour_of_week(at);
        let past = (hour as i64 % step.min(24)) * 3_600_000 + into.0;
        // A day may be an hour longer or shorter; the next whole one is taken.
        let near = Instant(at.0 - past + step * 3_600_000 + 1_800_000);
        let (_, into) = self.plan.zone.hour_of_week(near);
        let hour = Instant(near.0 - into.0);
        if step < 24 {
            return hour;
        }
        let off = self.plan.zone.hour_of_week(hour).0 as i64 % 24;
        let off = if off > 12 { off - 24 } else { off };
        Instant(hour.0 - off * 3_600_000)
    }

    fn milestones(&self, canvas: &mut Canvas, outcome: &Outcome, bottom: f64) {
        let all = [
            (outcome.occurred, "first harm"),
            (outcome.alerted, "alert"),
            (outcome.aware, "aware"),
            (outcome.contained, "contained"),
            (outcome.recovered, "all back"),
        ];
        let mut told: Vec<(Instant, &str)> = all.into_iter().filter_map(|(at, words)| Some((at?, words))).collect();
        told.sort();
        let mut ends = [0.0; 3];
        for (at, words) in told {
            let (x, room) = (self.x(at), 10.5 * words.len() as f64);
            canvas.line(&[(x, 82.0), (x, bottom)], Ink::Rto, 3);
            let fits = x + room < 1195.0;
            let start = if fits { x } else { x - room };
            // Three rows; what fits in none of them is told by the story of the play.
            if let Some(row) = (0..3).find(|row| ends[*row] <= start) {
                let side = if fits { Side::Start } else { Side::End };
                canvas.text(x, 14.0 + 26.0 * row as f64, side, 19.0, Ink::Text, words);
                ends[row] = start + room + 14.0;
            }
        }
    }

    fn key(&self, canvas: &mut Canvas, groups: &[Vec<Lane>; 3], at: f64) {
        let has = |ink: Ink| groups.iter().flatten().flat_map(|lane| &lane.pieces).any(|piece| piece.2 == ink);
        let all = [
            (WORK, "at work"),
            (CALLED, "called out"),
            (REACHING, "a decider being reached, or a system down"),
            (WEIGHING, "a decision being weighed"),
        ];
        let mut left = 20.0;
        for (ink, words) in all.into_iter().filter(|(ink, _)| has(*ink)) {
            canvas.rect(left, at - 9.0, 18.0, 18.0, ink);
            canvas.text(left + 26.0, at, Side::Start, 18.0, Ink::Muted, words);
            left += 60.0 + 9.5 * words.len() as f64;
        }
    }
}

fn caption(plan: &Plan, outcome: &Outcome, groups: &[Vec<Lane>; 3]) -> String {
    let Some(occurred) = outcome.occurred else { return String::new() };
    let total = |lanes: &[Lane]| lanes.iter().max_by_key(|lane| lane.weight).map(|lane| (lane.label.clone(), lane.weight));
    let end = match outcome.recovered {
        Some(at) => format!("Everything is back {} after the first harm", duration(seconds(at - occurred))),
        None => format!("Not everything is back within {}", duration(seconds(plan.horizon))),
    };
    let mut words = vec![end];
    words.extend(
        total(&groups[1])
            .map(|(label, length)| format!("the decision waited for longest is {label} ({})", duration(length as f64 / 1000.0))),
    );
    words.extend(total(&groups[0]).map(|(label, length)| format!("{label} works longest ({})", duration(length as f64 / 1000.0))));
    words.join("; ") + "."
}

fn table(plan: &Plan, groups: &[Vec<Lane>; 3]) -> DataTable {
    let mut table = DataTable::new(["", "first", "last", "in all"]);
    for lane in groups.iter().flatten() {
        let dark = lane.pieces.iter().filter(|piece| piece.2 != CALLED);
        let (first, last) = (dark.clone().map(|p| p.0).min(), dark.map(|p| p.1).max());
        let clock = |at: Option<Instant>| at.map_or(String::new(), |at| plan.zone.civil(at).strftime("%a %-d %b %H:%M").to_string());
        table.row([lane.label.clone(), clock(first), clock(last), duration(lane.weight as f64 / 1000.0)]);
    }
    table
}
