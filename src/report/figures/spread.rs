//! How the times of the milestones spread: for each time the share of incidents in which a milestone was reached by then.

use super::axis::{Scale, below, shares};
use super::canvas::{Canvas, Ink, Side};
use super::exceedance::Curve;
use super::{DataTable, Figure, short};
use crate::report::words::{count, duration, share};

const LEFT: f64 = 90.0;
const RIGHT: f64 = 850.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 540.0;

/// The figure; none where nothing was measured.
pub fn of(id: &str, title: &str, caption: String, curves: &[Curve]) -> Option<Figure> {
    let curves: Vec<&Curve> = curves.iter().filter(|curve| !curve.values.reached().is_empty()).take(6).collect();
    let ends = |pick: fn(&[f64]) -> Option<&f64>| curves.iter().filter_map(move |curve| pick(curve.values.reached()).copied());
    let longest = ends(<[f64]>::last).max_by(f64::total_cmp)?;
    // From a second on: nobody tells what takes less from what takes no time.
    let shortest = curves.iter().filter_map(|c| c.values.reached().iter().find(|v| **v > 0.0)).copied().fold(60.0, f64::min).max(1.0);
    let x = Scale::ratio(shortest, longest.max(shortest * 10.0), LEFT, RIGHT);
    let y = Scale::even(0.0, 1.0, BOTTOM, TOP);
    let mut canvas = Canvas::new(1200, 600);
    shares(&mut canvas, &y, LEFT, RIGHT);
    below(&mut canvas, &x, &x.time_marks(), TOP, BOTTOM);
    let mut ends: Vec<(f64, usize)> = Vec::new();
    for (at, curve) in curves.iter().enumerate() {
        let columns = (RIGHT - LEFT) as usize;
        let mut points = vec![];
        for column in 0..=columns {
            let ratio = x.last() / shortest;
            let value = if column == columns { x.last() } else { shortest * libm::pow(ratio, column as f64 / columns as f64) };
            let height = y.at(1.0 - curve.values.share_above(value));
            if points.last().is_none_or(|last: &(f64, f64)| libm::fabs(last.1 - height) >= 0.5) || column == columns {
                points.push((LEFT + column as f64, points.last().map_or(height, |last| last.1)));
                points.push((LEFT + column as f64, height));
            }
        }
        ends.push((y.at(1.0 - curve.values.share_above(x.last())), at));
        canvas.series(Some((at, &curve.label)));
        canvas.line(&points, Ink::Series(at), 5);
    }
    canvas.series(None);
    canvas.axes((&x, "s"), (&y, "share"));
    names(&mut canvas, &curves, ends);
    let middle = |curve: &Curve| curve.values.quantile(0.5).map_or("not reached by half".to_owned(), duration);
    let words: Vec<String> = curves.iter().map(|curve| format!("{}: half by {}", curve.label, middle(curve))).collect();
    let svg = canvas.finish(id, title, &format!("Cumulative shares on a time axis of equal ratios. {}.", words.join("; ")));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(&curves) })
}

/// The names stand at the right, each beside a piece of its line, in the order of the table.
fn names(canvas: &mut Canvas, curves: &[&Curve], ends: Vec<(f64, usize)>) {
    for (row, (_, at)) in ends.iter().enumerate() {
        let height = TOP + 20.0 + 40.0 * row as f64;
        canvas.series(Some((*at, &curves[*at].label)));
        canvas.line(&[(RIGHT + 24.0, height), (RIGHT + 76.0, height)], Ink::Series(*at), 5);
        canvas.text(RIGHT + 86.0, height, Side::Start, 19.0, Ink::Text, &short(&curves[*at].label, 23));
    }
    canvas.series(None);
}

fn table(curves: &[&Curve]) -> DataTable {
    let mut table = DataTable::new(["", "values", "1 in 10 by", "half by", "9 in 10 by", "19 in 20 by", "not by the horizon"]);
    for curve in curves {
        let quantiles = [0.1, 0.5, 0.9, 0.95].map(|level| curve.values.quantile(level).map_or("not by the horizon".to_owned(), duration));
        let beyond = share(curve.values.beyond() as f64 / curve.values.count().max(1) as f64);
        table.row([curve.label.clone(), count(curve.values.count() as u64)].into_iter().chain(quantiles).chain([beyond]));
    }
    table
}
