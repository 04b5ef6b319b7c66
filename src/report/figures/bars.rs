//! Bars from nothing on, one below the other: what is left with one change after the other, how much each input matters.

use super::axis::Scale;
use super::canvas::{Canvas, Ink, Side};
use super::unit::Unit;
use super::{DataTable, Figure, label, short};

/// One bar.
#[derive(Clone, Debug)]
pub struct Row {
    /// Of what.
    pub label: String,
    /// Its length; below nothing to the left.
    pub value: f64,
    /// A band around its end, as its two ends.
    pub band: Option<[f64; 2]>,
    /// What stands behind it; else its length.
    pub words: Option<String>,
    /// It stands out.
    pub chosen: bool,
}

const LEFT: f64 = 440.0;
const RIGHT: f64 = 900.0;
const LANE: f64 = 44.0;
/// More rows than these are in the table only.
const DRAWN: usize = 16;
const LISTED: usize = 100;

/// The figure; `heads` are what the rows, the lengths and the bands are called in the table. None without a bar that is longer than nothing.
pub fn of(id: &str, title: &str, caption: String, unit: Unit, heads: [&str; 3], rows: &[Row]) -> Option<Figure> {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.value.is_finite()).collect();
    let shown = &rows[..rows.len().min(DRAWN)];
    let ends = || shown.iter().flat_map(|row| row.band.into_iter().flatten().chain([row.value])).filter(|end| end.is_finite());
    let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    if most - least <= 0.0 {
        return None;
    }
    let x = Scale::even(least, most, LEFT, RIGHT);
    let height = 60.0 + LANE * shown.len() as f64;
    let mut canvas = Canvas::new(1200, height as u32);
    for (mark, words) in unit.marks(&x) {
        let zero = libm::fabs(mark) < 1e-9;
        canvas.line(&[(x.at(mark), 8.0), (x.at(mark), height - 44.0)], if zero { Ink::Text } else { Ink::Grid }, 2);
        canvas.text(x.at(mark), height - 24.0, Side::Middle, 21.0, Ink::Muted, &words);
    }
    for (at, row) in shown.iter().enumerate() {
        let middle = 30.0 + LANE * at as f64;
        let (from, to) = (x.at(row.value.min(0.0)), x.at(row.value.max(0.0)));
        label::beside(&mut canvas, (LEFT - 16.0, middle), Side::End, 23.0, 32, &row.label);
        canvas.rect(from, middle - 14.0, (to - from).max(2.0), 28.0, Ink::Series(if row.chosen { 0 } else { 6 }));
        let mut end = to;
        if let Some([low, high]) = row.band.filter(|band| band.iter().all(|end| end.is_finite())) {
            canvas.line(&[(x.at(low), middle), (x.at(high), middle)], Ink::Text, 3);
            for end in [low, high] {
                canvas.line(&[(x.at(end), middle - 7.0), (x.at(end), middle + 7.0)], Ink::Text, 3);
            }
            end = end.max(x.at(high));
        }
        let words = row.words.clone().unwrap_or_else(|| unit.say(row.value));
        canvas.text(end + 14.0, middle, Side::Start, 23.0, Ink::Text, &short(&words, 20));
    }
    let words: Vec<String> = shown.iter().map(|row| format!("{}: {}", row.label, unit.say(row.value))).collect();
    let svg = canvas.finish(id, title, &format!("Bars. {}.", words.join("; ")));
    let banded = rows.iter().any(|row| row.band.is_some());
    let mut table = DataTable::new(heads.into_iter().take(if banded { 3 } else { 2 }));
    for row in rows.iter().take(LISTED) {
        let band = row.band.map_or(String::new(), |[low, high]| unit.between(Some(low), Some(high), Unit::say));
        let cells = [row.label.clone(), unit.say(row.value), band];
        table.row(cells.into_iter().take(if banded { 3 } else { 2 }));
    }
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table })
}
