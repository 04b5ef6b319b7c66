//! Differences between two models with their intervals: which lie to one side of none, and which cannot be told.

use super::axis::Scale;
use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, label};
use crate::report::words::share;

/// One difference, as a share of what the first model has.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which measure of which model.
    pub label: String,
    /// The difference: below nothing is less.
    pub value: f64,
    /// Its 95 % interval.
    pub low: f64,
    /// Its other end.
    pub high: f64,
    /// What is said of it.
    pub verdict: String,
}

const LEFT: f64 = 400.0;
const RIGHT: f64 = 980.0;
const LANE: f64 = 40.0;
/// Differences of more than this share stand at the edge.
const EDGE: f64 = 2.0;

/// The figure; none without any difference.
pub fn of(id: &str, title: &str, caption: String, rows: &[Row]) -> Option<Figure> {
    let rows: Vec<&Row> = rows.iter().filter(|row| [row.value, row.low, row.high].iter().all(|v| v.is_finite())).collect();
    let widest = rows.iter().flat_map(|row| [row.low, row.high]).map(libm::fabs).max_by(f64::total_cmp)?;
    let reach = (widest * 1.05).clamp(0.02, EDGE);
    let x = Scale::even(-reach, reach, LEFT, RIGHT);
    let height = 80.0 + LANE * rows.len() as f64;
    let mut canvas = Canvas::new(1200, height as u32);
    for mark in x.number_marks(6.0) {
        let at = x.at(mark);
        let zero = libm::fabs(mark) < 1e-9;
        canvas.line(&[(at, 16.0), (at, height - 56.0)], if zero { Ink::Text } else { Ink::Grid }, 2);
        let words = if zero { "none".to_owned() } else { format!("{:+.0} %", 100.0 * mark) };
        canvas.text(at, height - 36.0, Side::Middle, 19.0, Ink::Muted, &words);
    }
    for (at, row) in rows.iter().enumerate() {
        let middle = 36.0 + LANE * at as f64;
        label::beside(&mut canvas, (LEFT - 16.0, middle), Side::End, 20.0, 36, &row.label);
        let sure = row.low > 0.0 || row.high < 0.0;
        let ink = Ink::Series(if !sure {
            6
        } else if row.value < 0.0 {
            0
        } else {
            1
        });
        canvas.rect(x.at(row.low), middle - 3.0, (x.at(row.high) - x.at(row.low)).max(2.0), 6.0, ink);
        canvas.dot(x.at(row.value), middle, 8, ink);
        label::beside(&mut canvas, (RIGHT + 20.0, middle), Side::Start, 19.0, 20, &row.verdict);
    }
    let words: Vec<String> = rows.iter().map(|row| format!("{}: {:+.0} %, {}", row.label, 100.0 * row.value, row.verdict)).collect();
    let svg = canvas.finish(id, title, &format!("Dots with intervals on both sides of no difference. {}.", words.join("; ")));
    let mut table = DataTable::new(["", "difference", "from", "to", "verdict"]);
    for row in rows {
        let signed = |value: f64| if value < 0.0 { format!("-{}", share(-value)) } else { format!("+{}", share(value)) };
        table.row([row.label.clone(), signed(row.value), signed(row.low), signed(row.high), row.verdict.clone()]);
    }
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table })
}
