//! How often it takes longer than that: for each time the share of plays in which something is not back by then, with what was promised drawn in.

use super::axis::{Scale, below, shares};
use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, Values, short};
use crate::report::words::{duration, limit, share};

/// One curve.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What comes back, or in which model.
    pub label: String,
    /// How long it took, in seconds.
    pub values: Values,
}

/// Something promised, in seconds.
#[derive(Clone, Debug)]
pub struct Mark {
    /// "RTO", "MTPD", "target".
    pub label: String,
    /// At most this.
    pub at: f64,
    /// How it is drawn.
    pub ink: Ink,
}

const WIDTH: u32 = 1200;
const HEIGHT: u32 = 620;
const LEFT: f64 = 90.0;
const RIGHT: f64 = 1170.0;
const TOP: f64 = 64.0;
const BOTTOM: f64 = 560.0;

/// The figure, of up to six curves; `caption` is for the page. None where no play has a value.
pub fn of(id: &str, title: &str, caption: String, curves: &[Curve], marks: &[Mark], horizon: f64) -> Option<Figure> {
    let curves: Vec<&Curve> = curves.iter().filter(|curve| !curve.values.is_empty()).take(6).collect();
    if curves.is_empty() {
        return None;
    }
    let far = |level: f64| curves.iter().filter_map(|curve| of_reached(&curve.values, level)).fold(0.0, f64::max);
    let marks: Vec<&Mark> = marks.iter().filter(|mark| mark.at.is_finite() && mark.at > 0.0).collect();
    let furthest_mark = marks.iter().map(|mark| mark.at * 1.15).fold(0.0, f64::max);
    // The last two in a hundred stretch an axis without telling much.
    let to = libm::fmax(far(0.98) * 1.05, furthest_mark).min(libm::fmax(horizon, furthest_mark)).max(1.0);
    let (x, y) = (Scale::even(0.0, to, LEFT, RIGHT), Scale::even(0.0, 1.0, BOTTOM, TOP));
    let mut canvas = Canvas::new(WIDTH, HEIGHT);
    shares(&mut canvas, &y, LEFT, RIGHT);
    below(&mut canvas, &x, &x.time_marks(), TOP, BOTTOM);
    promised(&mut canvas, &x, &marks);
    // Later ones have gaps, through which one that lies below is seen.
    for (at, curve) in curves.iter().enumerate() {
        canvas.series(Some((at, &curve.label)));
        canvas.line(&steps(&curve.values, &x, &y), Ink::Series(at), if at == 0 { 5 } else { 4 });
    }
    canvas.series(None);
    canvas.axes((&x, "s"), (&y, "share"));
    key(&mut canvas, &curves);
    let described = curves.iter().map(|curve| described(curve, &marks)).collect::<Vec<_>>().join(" ");
    let svg = canvas.finish(id, title, &format!("Exceedance curve: the share of plays that take longer than each time. {described}"));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(&curves, &marks) })
}

/// A quantile of those that were reached.
fn of_reached(values: &Values, level: f64) -> Option<f64> {
    crate::statistics::quantile::quantile(values.reached(), level)
}

/// The curve, a point for each column of the figure at most.
fn steps(values: &Values, x: &Scale, y: &Scale) -> Vec<(f64, f64)> {
    let columns = (RIGHT - LEFT) as usize;
    let mut points: Vec<(f64, f64)> = vec![(LEFT, y.at(values.share_above(-1.0)))];
    for column in 0..=columns {
        let place = LEFT + column as f64;
        let height = y.at(values.share_above(x.last() * column as f64 / columns as f64));
        let last = points[points.len() - 1];
        if libm::fabs(last.1 - height) >= 0.5 || column == columns {
            // Down where it falls, and not slantwise from the last fall.
            points.push((place, last.1));
            points.push((place, height));
        }
    }
    points
}

fn promised(canvas: &mut Canvas, x: &Scale, marks: &[&Mark]) {
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut sorted = marks.to_vec();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    for mark in sorted {
        let at = x.at(mark.at);
        let words = format!("{} {}", mark.label, limit(mark.at));
        let room = 11.0 * words.chars().count() as f64;
        // Words stand in the upper row, or the lower one where that is taken.
        let row = if taken.iter().any(|(_, end)| *end > at) { 1.0 } else { 0.0 };
        canvas.line(&[(at, 22.0 + 24.0 * row), (at, BOTTOM)], mark.ink, 3);
        if at + room < RIGHT {
            canvas.text(at + 8.0, 20.0 + 24.0 * row, Side::Start, 20.0, Ink::Text, &words);
        } else {
            canvas.text(at - 8.0, 20.0 + 24.0 * row, Side::End, 20.0, Ink::Text, &words);
        }
        if row == 0.0 {
            taken.push((at, at + room + 16.0));
        }
    }
}

/// Which line is which, at the right where curves are low.
fn key(canvas: &mut Canvas, curves: &[&Curve]) {
    let longest = curves.iter().map(|curve| short(&curve.label, 34).chars().count()).max().unwrap_or(0) as f64;
    let left = RIGHT - longest * 12.0 - 70.0;
    canvas.rect(left - 14.0, TOP + 6.0, RIGHT - left + 14.0, 34.0 * curves.len() as f64 + 8.0, Ink::Paper);
    for (at, curve) in curves.iter().enumerate() {
        let height = TOP + 26.0 + 34.0 * at as f64;
        canvas.series(Some((at, &curve.label)));
        canvas.line(&[(left, height), (left + 56.0, height)], Ink::Series(at), 4);
        canvas.text(left + 68.0, height, Side::Start, 22.0, Ink::Text, &short(&curve.label, 34));
    }
    canvas.series(None);
}

fn quantile(values: &Values, level: f64) -> String {
    values.quantile(level).map_or("not by the horizon".to_owned(), duration)
}

fn described(curve: &Curve, marks: &[&Mark]) -> String {
    let values = &curve.values;
    let mut words =
        format!("{}: half take longer than {}, one in ten longer than {}", curve.label, quantile(values, 0.5), quantile(values, 0.9));
    for mark in marks {
        words.push_str(&format!(", {} longer than {} ({})", share(values.share_above(mark.at)), limit(mark.at), mark.label));
    }
    if values.left_out() > 0 {
        words.push_str(&format!("; {} values are no numbers and are left out", values.left_out()));
    }
    words + "."
}

fn table(curves: &[&Curve], marks: &[&Mark]) -> DataTable {
    let crossings = marks.iter().map(|mark| format!("longer than the {} of {}", mark.label, limit(mark.at)));
    let head = ["", "values", "not by the horizon", "half", "9 in 10", "19 in 20"].map(str::to_owned);
    let mut table = DataTable::new(head.into_iter().chain(crossings));
    for curve in curves {
        let values = &curve.values;
        let first =
            [curve.label.clone(), super::super::words::count(values.count() as u64), super::super::words::count(values.beyond() as u64)];
        let middle = [0.5, 0.9, 0.95].map(|level| quantile(values, level));
        table.row(first.into_iter().chain(middle).chain(marks.iter().map(|mark| share(values.share_above(mark.at)))));
    }
    table
}
