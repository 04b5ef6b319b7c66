//! How long something takes: typically, in a bad case, and begun at the worst moment, a line for each thing on a time axis of equal ratios.

use super::axis::{Scale, below};
use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, label};
use crate::report::words::duration;

/// One thing. None is later than the axis reaches.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// Half are within, in seconds.
    pub half: Option<f64>,
    /// Nine in ten are within.
    pub nine: Option<f64>,
    /// Nine in ten are within, begun at the worst moment.
    pub worst: Option<f64>,
}

const LEFT: f64 = 300.0;
const RIGHT: f64 = 1040.0;
const TOP: f64 = 60.0;
const LANE: f64 = 46.0;
const DRAWN: usize = 16;

/// The figure; `end` is how far was looked, in seconds. None without rows.
pub fn of(id: &str, title: &str, caption: String, end: f64, rows: &[Row]) -> Option<Figure> {
    let fine = |time: Option<f64>| time.is_none_or(|time| time.is_finite() && time >= 0.0);
    let rows: Vec<&Row> = rows.iter().filter(|row| fine(row.half) && fine(row.nine) && fine(row.worst)).collect();
    let shown = &rows[..rows.len().min(DRAWN)];
    if shown.is_empty() || !end.is_finite() {
        return None;
    }
    let bottom = TOP + LANE * shown.len() as f64;
    let least = shown.iter().filter_map(|row| row.half).filter(|half| *half > 0.0).fold(600.0, f64::min).max(1.0);
    let x = Scale::ratio(least, end.max(least * 10.0), LEFT, RIGHT);
    let mut canvas = Canvas::new(1200, (bottom + 60.0) as u32);
    below(&mut canvas, &x, &x.time_marks(), TOP - 20.0, bottom);
    for (at, row) in shown.iter().enumerate() {
        let middle = TOP + 20.0 + LANE * at as f64;
        let at = |time: Option<f64>| time.map_or(RIGHT, |time| x.at(time));
        label::beside(&mut canvas, (LEFT - 24.0, middle), Side::End, 20.0, 24, &row.label);
        canvas.rect(at(row.half), middle - 3.0, (at(row.worst) - at(row.half)).max(0.0), 6.0, Ink::Series(6));
        let end = at(row.worst);
        canvas.line(&[(end, middle - 13.0), (end, middle + 13.0)], Ink::Text, 4);
        // Behind the end there is no place: an arrow.
        if row.worst.is_none() {
            canvas.line(&[(RIGHT - 12.0, middle - 9.0), (RIGHT + 6.0, middle), (RIGHT - 12.0, middle + 9.0)], Ink::Text, 3);
        }
        if row.nine.is_some() {
            canvas.dot(at(row.nine), middle, 10, Ink::Series(1));
        }
        if row.half.is_some() {
            canvas.dot(at(row.half), middle, 10, Ink::Series(0));
            canvas.dot(at(row.half), middle, 5, Ink::Paper);
        }
        canvas.text(RIGHT + 24.0, middle, Side::Start, 19.0, Ink::Text, &words(row.worst, x.last()));
    }
    canvas.dot(LEFT + 10.0, 18.0, 10, Ink::Series(0));
    canvas.dot(LEFT + 10.0, 18.0, 5, Ink::Paper);
    canvas.text(LEFT + 28.0, 18.0, Side::Start, 18.0, Ink::Muted, "half are within");
    canvas.dot(LEFT + 210.0, 18.0, 10, Ink::Series(1));
    canvas.text(LEFT + 228.0, 18.0, Side::Start, 18.0, Ink::Muted, "9 in 10 are within");
    canvas.line(&[(LEFT + 440.0, 7.0), (LEFT + 440.0, 29.0)], Ink::Text, 4);
    canvas.text(LEFT + 454.0, 18.0, Side::Start, 18.0, Ink::Muted, "9 in 10, begun at the worst moment");
    let say = |time: Option<f64>| words(time, end);
    let told: Vec<String> = shown
        .iter()
        .map(|row| {
            format!(
                "{}: half within {}, 9 in 10 within {}, from the worst moment {}",
                row.label,
                say(row.half),
                say(row.nine),
                say(row.worst)
            )
        })
        .collect();
    let svg = canvas.finish(id, title, &format!("Marks on a time axis of equal ratios. {}.", told.join("; ")));
    let mut table = DataTable::new(["", "half are within", "9 in 10 are within", "9 in 10, begun at the worst moment"]);
    for row in rows.iter().take(100) {
        table.row([row.label.clone(), say(row.half), say(row.nine), say(row.worst)]);
    }
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table })
}

fn words(time: Option<f64>, end: f64) -> String {
    time.map_or_else(|| format!("more than {}", duration(end)), duration)
}
