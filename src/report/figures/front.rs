//! Cost against risk of many ways to staff: each a dot, a line through those that no other beats, a ring around the one that is chosen.

use super::axis::Scale;
use super::canvas::{Canvas, Ink, Side};
use super::unit::Unit;
use super::{DataTable, Figure, short};
use crate::report::words::{count, money, share};

/// What is known of the targets.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// All are met for certain.
    Met,
    /// It cannot be told.
    Open,
    /// One is missed for certain.
    Missed,
}

impl Standing {
    fn words(self) -> &'static str {
        match self {
            Standing::Met => "meets every target",
            Standing::Open => "cannot be told",
            Standing::Missed => "misses a target",
        }
    }
}

/// One way to staff.
#[derive(Clone, Debug)]
pub struct Dot {
    /// What it is.
    pub label: String,
    /// Cost of a year.
    pub cost: f64,
    /// The share of promises broken.
    pub risk: f64,
    /// Its 95 % interval.
    pub band: [Option<f64>; 2],
    /// The targets.
    pub standing: Standing,
    /// None other is as cheap and breaks as few promises.
    pub front: bool,
    /// The answer.
    pub chosen: bool,
}

const LEFT: f64 = 120.0;
const RIGHT: f64 = 1150.0;
const TOP: f64 = 66.0;
const BOTTOM: f64 = 520.0;
/// More dots than these that are not on the front are not drawn.
const DRAWN: usize = 1000;
/// And no more of the front than this.
const FRONT: usize = 200;
const LISTED: usize = 60;
/// Where there are no more dots than this, those that are not on the front have their names as well.
const NAMED: usize = 12;

/// The figure; none below two ways.
pub fn of(id: &str, title: &str, caption: String, dots: &[Dot]) -> Option<Figure> {
    let dots: Vec<&Dot> = dots.iter().filter(|dot| dot.cost.is_finite() && dot.risk.is_finite()).collect();
    if dots.len() < 2 {
        return None;
    }
    let ends =
        |pick: fn(&Dot) -> f64| dots.iter().map(|dot| pick(dot)).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    let (cheapest, dearest) = ends(|dot| dot.cost);
    let range = (dearest - cheapest).max(0.02 * dearest).max(1.0);
    let x = Scale::even((cheapest - 0.06 * range).max(0.0), dearest + 0.06 * range, LEFT, RIGHT);
    let highest = dots.iter().map(|dot| dot.band[1].filter(|high| high.is_finite()).unwrap_or(dot.risk)).fold(0.0, f64::max);
    let y = Scale::even(0.0, (highest * 1.08).clamp(0.02, 1.0), BOTTOM, TOP);
    let mut canvas = Canvas::new(1200, 600);
    for mark in y.number_marks(6.0) {
        canvas.line(&[(LEFT, y.at(mark)), (RIGHT, y.at(mark))], Ink::Grid, 2);
        canvas.text(LEFT - 12.0, y.at(mark), Side::End, 20.0, Ink::Muted, &share(mark));
    }
    // Where all cost nearly the same, marks would say the same.
    let mut marks: Vec<(f64, String)> = x.number_marks(6.0).into_iter().map(|mark| (mark, money(mark))).collect();
    marks.dedup_by(|later, earlier| later.1 == earlier.1);
    for (mark, words) in &marks {
        canvas.text(x.at(*mark), BOTTOM + 24.0, Side::Middle, 20.0, Ink::Muted, words);
    }
    let below = "cost of a year: payroll, retainers and allowances; upwards: share of promises broken";
    canvas.text((LEFT + RIGHT) / 2.0, BOTTOM + 58.0, Side::Middle, 19.0, Ink::Muted, below);
    let mut front: Vec<&Dot> = dots.iter().copied().filter(|dot| dot.front).collect();
    front.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    // A front of more than that has dots upon dots; its ends stay.
    let every = front.len().div_ceil(FRONT).max(1);
    let last = front.len().saturating_sub(1);
    let mut at = 0..;
    front.retain(|_| at.next().is_some_and(|at| at % every == 0 || at == last));
    canvas.line(&front.iter().map(|dot| (x.at(dot.cost), y.at(dot.risk))).collect::<Vec<_>>(), Ink::Muted, 3);
    let others = dots.iter().filter(|dot| !dot.front && !dot.chosen);
    for dot in others.take(DRAWN).chain(front.iter().filter(|dot| !dot.chosen)).chain(dots.iter().filter(|dot| dot.chosen).take(1)) {
        draw(&mut canvas, (&x, &y), dot);
    }
    names(&mut canvas, (&x, &y), &front, &dots);
    legend(&mut canvas);
    let chosen = dots.iter().find(|dot| dot.chosen);
    front.truncate(24);
    let words: Vec<String> =
        front.iter().map(|dot| format!("{}: {} a year, {} broken", dot.label, money(dot.cost), share(dot.risk))).collect();
    let chosen = chosen.map_or(String::new(), |dot| format!("Chosen: {}. ", dot.label));
    let description = format!(
        "{} dots of cost against the share of promises broken. {chosen}On the front: {}.",
        count(dots.len() as u64),
        words.join("; ")
    );
    let svg = canvas.finish(id, title, &description);
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(&dots) })
}

fn draw(canvas: &mut Canvas, (x, y): (&Scale, &Scale), dot: &Dot) {
    let (left, top) = (x.at(dot.cost), y.at(dot.risk));
    if let (true, [Some(low), Some(high)]) = (dot.front || dot.chosen, dot.band) {
        canvas.line(&[(left, y.at(low)), (left, y.at(high))], Ink::Muted, 2);
    }
    let radius = if dot.front || dot.chosen { 10 } else { 6 };
    mark(canvas, (left, top), radius, dot.standing);
    if dot.chosen {
        canvas.frame(left - 19.0, top - 19.0, 38.0, 38.0, Ink::Text);
        canvas.frame(left - 18.0, top - 18.0, 36.0, 36.0, Ink::Text);
    }
}

/// A box that words or a mark take: from the left and the top to the right and the bottom.
type Taken = [f64; 4];

fn apart(a: &Taken, b: &Taken) -> bool {
    a[2] < b[0] || b[2] < a[0] || a[3] < b[1] || b[3] < a[1]
}

/// Whether a line runs through a box.
fn crosses(line: &[(f64, f64)], of: &Taken) -> bool {
    let steps = |pair: &[(f64, f64)]| {
        let ((x, y), (right, bottom)) = (pair[0], pair[1]);
        (0..=100).map(move |step| (x + (right - x) * f64::from(step) / 100.0, y + (bottom - y) * f64::from(step) / 100.0))
    };
    line.windows(2).flat_map(steps).any(|(x, y)| (of[0]..=of[2]).contains(&x) && (of[1]..=of[3]).contains(&y))
}

/// What dots are called: the chosen one, then those on the front and, where there are few in all, the others, as far as words find room beside
/// their dot without lying on another name or mark.
fn names(canvas: &mut Canvas, (x, y): (&Scale, &Scale), front: &[&Dot], dots: &[&Dot]) {
    let few = dots.len() <= NAMED;
    let mark = |dot: &Dot| {
        let (left, top, size) = (x.at(dot.cost), y.at(dot.risk), if dot.chosen { 20.0 } else { 10.0 });
        [left - size, top - size, left + size, top + size]
    };
    // Of very many dots those on the front keep their names all the same.
    let marks: Vec<Taken> = dots.iter().filter(|dot| few || dot.front || dot.chosen).map(|dot| mark(dot)).collect();
    let line: Vec<(f64, f64)> = front.iter().map(|dot| (x.at(dot.cost), y.at(dot.risk))).collect();
    let mut taken: Vec<Taken> = Vec::new();
    let others = dots.iter().filter(|dot| !dot.front && few);
    let chosen = || dots.iter().filter(|dot| dot.chosen).take(1);
    for dot in chosen().chain(front.iter().filter(|dot| !dot.chosen)).chain(others.filter(|dot| !dot.chosen)) {
        let (left, top, away) = (x.at(dot.cost), y.at(dot.risk), if dot.chosen { 26.0 } else { 22.0 });
        let words = short(&dot.label, 44);
        let wide = 11.0 * words.chars().count() as f64;
        // Words stay inside: to the left of what stands in the right half.
        let sides = if left > (LEFT + RIGHT) / 2.0 { [Side::End, Side::Start] } else { [Side::Start, Side::End] };
        let places = [(sides[0], -away), (sides[0], away), (sides[1], -away), (sides[1], away)].map(|(side, down)| {
            let from = if side == Side::End { left - 16.0 - wide } else { left + 16.0 };
            (side, top + down, [from, top + down - 12.0, from + wide, top + down + 12.0])
        });
        let own = mark(dot);
        let inside = |of: &Taken| of[0] >= 0.0 && of[2] <= 1200.0 && of[1] >= 34.0 && of[3] <= BOTTOM;
        let free = |of: &Taken| taken.iter().all(|other| apart(of, other)) && marks.iter().all(|other| *other == own || apart(of, other));
        let found = || places.into_iter().filter(|(_, _, of)| inside(of) && free(of));
        // Beside the line rather than on it.
        let Some((side, height, of)) = found().find(|(_, _, of)| !crosses(&line, of)).or_else(|| found().next()) else { continue };
        taken.push(of);
        let place = if side == Side::End { left - 16.0 } else { left + 16.0 };
        match dot.chosen {
            true => canvas.bold(place, height, side, 20.0, Ink::Text, &words),
            false => canvas.text(place, height, side, 19.0, Ink::Text, &words),
        }
    }
}

/// Full where all is met, a ring where it cannot be told, a cross where something is missed.
fn mark(canvas: &mut Canvas, (x, y): (f64, f64), radius: i32, standing: Standing) {
    let r = f64::from(radius) * 0.8;
    match standing {
        Standing::Met => canvas.dot(x, y, radius, Ink::Series(0)),
        Standing::Open => {
            canvas.dot(x, y, radius, Ink::Series(0));
            canvas.dot(x, y, radius - 3, Ink::Paper);
        }
        Standing::Missed => {
            canvas.line(&[(x - r, y - r), (x + r, y + r)], Ink::Muted, 3);
            canvas.line(&[(x - r, y + r), (x + r, y - r)], Ink::Muted, 3);
        }
    }
}

fn legend(canvas: &mut Canvas) {
    let mut left = LEFT + 10.0;
    for standing in [Standing::Met, Standing::Open, Standing::Missed] {
        mark(canvas, (left, 20.0), 9, standing);
        canvas.text(left + 20.0, 20.0, Side::Start, 19.0, Ink::Muted, standing.words());
        left += 60.0 + 10.0 * standing.words().len() as f64;
    }
    canvas.line(&[(left, 20.0), (left + 50.0, 20.0)], Ink::Muted, 3);
    canvas.text(left + 60.0, 20.0, Side::Start, 19.0, Ink::Muted, "front: no other is cheaper and safer");
}

fn table(dots: &[&Dot]) -> DataTable {
    let mut table = DataTable::new(["", "cost of a year", "promises broken", "95 % sure between", "targets", "on the front"]);
    let first = dots.iter().filter(|dot| dot.front || dot.chosen);
    for dot in first.chain(dots.iter().filter(|dot| !dot.front && !dot.chosen)).take(LISTED) {
        let label = if dot.chosen { format!("{} (chosen)", dot.label) } else { dot.label.clone() };
        let between = Unit::Share.between(dot.band[0], dot.band[1], Unit::say);
        let front = if dot.front { "yes" } else { "no" };
        table.row([label, money(dot.cost), share(dot.risk), between, dot.standing.words().to_owned(), front.to_owned()]);
    }
    table
}
