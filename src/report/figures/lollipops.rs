//! Changes with their intervals, each a dot on a line: how much longer without somebody, how many hours a remedy saves. What cannot be told from no
//! change is a ring.

use super::axis::Scale;
use super::canvas::{Canvas, Ink, Side};
use super::unit::Unit;
use super::{DataTable, Figure, label};

/// One change.
#[derive(Clone, Debug)]
pub struct Row {
    /// Of what.
    pub label: String,
    /// How large it is.
    pub value: f64,
    /// Its 95 % interval; none with too few plays.
    pub low: Option<f64>,
    /// Its other end.
    pub high: Option<f64>,
}

impl Row {
    /// Whether it lies to one side of no change for certain.
    pub fn sure(&self) -> bool {
        self.low.is_some_and(|low| low > 0.0) || self.high.is_some_and(|high| high < 0.0)
    }
}

/// What is common to all rows.
#[derive(Copy, Clone, Debug)]
pub struct Look<'a> {
    /// What is counted.
    pub unit: Unit,
    /// What is written at nothing: "no change".
    pub nothing: &'a str,
    /// What a change is called in the table: "longer by".
    pub change: &'a str,
    /// Whether more is worse.
    pub more_is_worse: bool,
}

const LEFT: f64 = 470.0;
const RIGHT: f64 = 1000.0;
const LANE: f64 = 44.0;
/// More rows than these are in the table only.
const DRAWN: usize = 14;
/// And more than these in the files only.
const LISTED: usize = 100;

/// The figure, in the order of the rows; none without one.
pub fn of(id: &str, title: &str, caption: String, look: &Look, rows: &[Row]) -> Option<Figure> {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.value.is_finite()).collect();
    let shown = &rows[..rows.len().min(DRAWN)];
    let ends = || shown.iter().flat_map(|row| [Some(row.value), row.low, row.high]).flatten().filter(|end| end.is_finite());
    let (least, most) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    if shown.is_empty() {
        return None;
    }
    let room = 0.06 * (most - least);
    let x = Scale::even(if least < 0.0 { least - room } else { 0.0 }, most + room, LEFT, RIGHT);
    let height = 84.0 + LANE * shown.len() as f64;
    let mut canvas = Canvas::new(1200, height as u32);
    for (mark, words) in look.unit.marks(&x) {
        let zero = libm::fabs(mark) < 1e-9;
        canvas.line(&[(x.at(mark), 12.0), (x.at(mark), height - 60.0)], if zero { Ink::Text } else { Ink::Grid }, 2);
        // What stands too near to the word at nothing would be written over it.
        if zero || libm::fabs(x.at(mark) - x.at(0.0)) > 36.0 + 5.5 * (look.nothing.len() + words.len()) as f64 {
            canvas.text(x.at(mark), height - 42.0, Side::Middle, 21.0, Ink::Muted, if zero { look.nothing } else { &words });
        }
    }
    for (at, row) in shown.iter().enumerate() {
        draw(&mut canvas, &x, look, row, 34.0 + LANE * at as f64);
    }
    let legend = "dot: on average · line: where the true value lies, 95 % sure · ring: cannot be told from none";
    canvas.text(20.0, height - 14.0, Side::Start, 21.0, Ink::Muted, legend);
    let words: Vec<String> = shown.iter().map(|row| format!("{}: {}", row.label, look.unit.signed(row.value))).collect();
    let svg = canvas.finish(id, title, &format!("Dots with intervals beside a line at {}. {}.", look.nothing, words.join("; ")));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(look, &rows) })
}

fn draw(canvas: &mut Canvas, x: &Scale, look: &Look, row: &Row, middle: f64) {
    let ink = Ink::Series(match (row.sure(), (row.value > 0.0) == look.more_is_worse) {
        (false, _) => 6,
        (true, true) => 1,
        (true, false) => 0,
    });
    label::beside(canvas, (LEFT - 16.0, middle), Side::End, 23.0, 34, &row.label);
    if let (Some(low), Some(high)) = (row.low, row.high) {
        canvas.rect(x.at(low), middle - 3.0, (x.at(high) - x.at(low)).max(2.0), 6.0, ink);
    }
    canvas.dot(x.at(row.value), middle, 9, ink);
    if !row.sure() {
        canvas.dot(x.at(row.value), middle, 5, Ink::Paper);
    }
    canvas.text(RIGHT + 24.0, middle, Side::Start, 23.0, Ink::Text, &look.unit.signed(row.value));
}

fn table(look: &Look, rows: &[&Row]) -> DataTable {
    let mut table = DataTable::new(["", look.change, "95 % sure between", "told from none"]);
    for row in rows.iter().take(LISTED) {
        let told = if row.sure() { "yes" } else { "no" };
        let between = look.unit.between(row.low, row.high, Unit::signed);
        table.row([row.label.clone(), look.unit.signed(row.value), between, told.to_owned()]);
    }
    if rows.len() > LISTED {
        table.row([format!("and {} more in the files", rows.len() - LISTED), String::new(), String::new(), String::new()]);
    }
    table
}
