//! How the answer follows one input: the mean with its band, and what one in ten is worse than.

use super::axis::Scale;
use super::canvas::{Canvas, Ink, Side};
use super::unit::Unit;
use super::{DataTable, Figure, short};

/// The answer at one value of the input. What is no number is not drawn.
#[derive(Clone, Debug)]
pub struct Point {
    /// The value of the input.
    pub input: String,
    /// On average.
    pub mean: f64,
    /// The 95 % interval of the mean.
    pub band: [f64; 2],
    /// One in ten is worse than this.
    pub bad: f64,
}

const LEFT: f64 = 130.0;
const RIGHT: f64 = 960.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 360.0;
/// More values than these have no room for their names.
const NAMED: usize = 9;
const DRAWN: usize = 200;

/// The figure; the points in the order of the input, `as_it_is` what the mean is with everything as it is. None below two points with a mean.
pub fn of(id: &str, title: &str, caption: String, unit: Unit, as_it_is: f64, points: &[Point]) -> Option<Figure> {
    let points: Vec<&Point> = points.iter().filter(|point| point.mean.is_finite()).take(DRAWN).collect();
    if points.len() < 2 {
        return None;
    }
    let all = || points.iter().flat_map(|p| [p.mean, p.band[0], p.band[1], p.bad]).chain([as_it_is]).filter(|v| v.is_finite());
    let (least, most) = all().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    // From nothing on, unless that would leave the curve flat at the top.
    let from = if least > 0.6 * most { least - 0.4 * (most - least).max(0.02 * most) } else { least.min(0.0) };
    let y = Scale::even(from, most + 0.06 * (most - from).max(1e-9), BOTTOM, TOP);
    let x = Scale::even(0.0, (points.len() - 1) as f64, LEFT + 50.0, RIGHT - 50.0);
    let mut canvas = Canvas::new(1200, 440);
    for (mark, words) in unit.marks(&y) {
        canvas.line(&[(LEFT, y.at(mark)), (RIGHT, y.at(mark))], Ink::Grid, 2);
        canvas.text(LEFT - 12.0, y.at(mark), Side::End, 20.0, Ink::Muted, &words);
    }
    let every = points.len().div_ceil(NAMED);
    for (at, point) in points.iter().enumerate().filter(|(at, _)| at % every == 0) {
        canvas.text(
            x.at(at as f64),
            BOTTOM + 26.0,
            Side::Middle,
            19.0,
            Ink::Muted,
            &short(&point.input, if points.len() > 5 { 9 } else { 16 }),
        );
    }
    let drawn = |value: f64| if value.is_finite() { y.at(value) } else { f64::NAN };
    let line = |pick: fn(&Point) -> f64| points.iter().enumerate().map(|(at, p)| (x.at(at as f64), drawn(pick(p)))).collect::<Vec<_>>();
    if as_it_is.is_finite() {
        canvas.line(&[(LEFT, y.at(as_it_is)), (RIGHT, y.at(as_it_is))], Ink::Target, 3);
    }
    canvas.line(&line(|p| p.bad), Ink::Series(1), 4);
    for (at, point) in points.iter().enumerate().filter(|(_, p)| p.band.iter().all(|end| end.is_finite())) {
        let [low, high] = point.band.map(|end| y.at(end));
        canvas.rect(x.at(at as f64) - 4.0, high, 8.0, (low - high).max(1.0), Ink::Series(5));
    }
    canvas.line(&line(|p| p.mean), Ink::Series(0), 5);
    for (at, point) in points.iter().enumerate() {
        canvas.dot(x.at(at as f64), y.at(point.mean), 7, Ink::Series(0));
    }
    names(
        &mut canvas,
        &[
            (drawn(points[points.len() - 1].mean), "on average"),
            (drawn(points[points.len() - 1].bad), "1 in 10 is more"),
            (drawn(as_it_is), "mean as it is"),
        ],
    );
    let words: Vec<String> = points.iter().map(|p| format!("{}: {}", p.input, unit.say(p.mean))).collect();
    let svg =
        canvas.finish(id, title, &format!("The mean at each value, with bands where it lies with 95 % certainty. {}.", words.join("; ")));
    let say = |value: f64| if value.is_finite() { unit.say(value) } else { "beyond the horizon".to_owned() };
    let mut table = DataTable::new(["", "on average", "95 % sure between", "1 in 10 is more than"]);
    for point in &points {
        let ends = point.band.map(|end| Some(end).filter(|end| end.is_finite()));
        table.row([point.input.clone(), say(point.mean), unit.between(ends[0], ends[1], Unit::say), say(point.bad)]);
    }
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table })
}

/// Names at the right, none on another.
fn names(canvas: &mut Canvas, at: &[(f64, &str)]) {
    let mut names: Vec<(f64, &str)> = at.iter().copied().filter(|(height, _)| height.is_finite()).collect();
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut least = f64::NEG_INFINITY;
    for (height, words) in names {
        let height = height.max(least);
        canvas.text(RIGHT + 16.0, height, Side::Start, 20.0, Ink::Text, words);
        least = height + 26.0;
    }
}
