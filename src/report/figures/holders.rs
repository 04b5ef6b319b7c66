//! How many hold something: a dot for each of them, filled for those whom it takes and hollow for those who can be missed.

use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, label};

/// Something that people hold.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// How many hold it.
    pub holders: usize,
    /// How many of them it takes.
    pub takes: usize,
}

impl Row {
    fn spare(&self) -> usize {
        self.holders.saturating_sub(self.takes)
    }

    fn words(&self) -> String {
        match (self.holders < self.takes, self.spare()) {
            (true, _) if self.holders == 0 => "nobody".to_owned(),
            (true, _) => "too few".to_owned(),
            (false, 0) => "nobody to spare".to_owned(),
            (false, spare) => format!("{spare} to spare"),
        }
    }
}

const LEFT: f64 = 560.0;
const STEP: f64 = 30.0;
const LANE: f64 = 42.0;
const DRAWN: usize = 14;
const DOTS: usize = 12;
const LISTED: usize = 100;

/// The figure, in the order of the rows; none without one.
pub fn of(id: &str, title: &str, caption: String, rows: &[Row]) -> Option<Figure> {
    let shown = &rows[..rows.len().min(DRAWN)];
    if shown.is_empty() {
        return None;
    }
    let height = 56.0 + LANE * shown.len() as f64;
    let mut canvas = Canvas::new(1200, height as u32);
    for (at, row) in shown.iter().enumerate() {
        let middle = 26.0 + LANE * at as f64;
        label::beside(&mut canvas, (LEFT - 20.0, middle), Side::End, 23.0, 40, &row.label);
        let few = row.spare() == 0;
        let ink = Ink::Series(if few { 1 } else { 0 });
        for dot in 0..row.holders.min(DOTS) {
            let x = LEFT + STEP * dot as f64;
            canvas.dot(x, middle, 10, ink);
            if dot >= row.takes {
                canvas.dot(x, middle, 6, Ink::Paper);
            }
        }
        for missing in row.holders..row.takes.min(DOTS) {
            let x = LEFT + STEP * missing as f64;
            canvas.line(&[(x - 7.0, middle - 7.0), (x + 7.0, middle + 7.0)], Ink::Text, 3);
            canvas.line(&[(x - 7.0, middle + 7.0), (x + 7.0, middle - 7.0)], Ink::Text, 3);
        }
        let dots = row.holders.max(row.takes).clamp(1, DOTS);
        let more = if row.holders > DOTS { format!("and {} more, ", row.holders - DOTS) } else { String::new() };
        canvas.text(LEFT + STEP * dots as f64, middle, Side::Start, 23.0, Ink::Text, &format!("{more}{}", row.words()));
    }
    let legend = "filled: as many as it takes · hollow: can be missed · ×: missing";
    canvas.text(20.0, height - 18.0, Side::Start, 21.0, Ink::Muted, legend);
    let words: Vec<String> = shown.iter().map(|row| format!("{}: {}, {}", row.label, row.holders, row.words())).collect();
    let svg = canvas.finish(id, title, &format!("A row of dots for each thing, a dot for each person who holds it. {}.", words.join("; ")));
    let mut table = DataTable::new(["", "people", "it takes", "to spare"]);
    for row in rows.iter().take(LISTED) {
        table.row([row.label.clone(), row.holders.to_string(), row.takes.to_string(), row.words()]);
    }
    if rows.len() > LISTED {
        table.row([format!("and {} more in the files", rows.len() - LISTED), String::new(), String::new(), String::new()]);
    }
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table })
}
