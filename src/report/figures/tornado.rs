//! A tornado: how far each input moves the answer to either side, the one that moves it most on top.

use super::axis::Scale;
use super::canvas::{Canvas, Ink, Side};
use super::unit::Unit;
use super::{DataTable, Figure, label, short};

/// One end of a bar: what the input is there, and what the answer comes to.
#[derive(Clone, Debug)]
pub struct End {
    /// The value of the input.
    pub input: String,
    /// The answer.
    pub value: f64,
}

/// One input.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is called.
    pub label: String,
    /// Where the answer is least.
    pub least: End,
    /// Where it is most.
    pub most: End,
}

const LEFT: f64 = 560.0;
const RIGHT: f64 = 1010.0;
const LANE: f64 = 56.0;
const DRAWN: usize = 12;

/// The figure, in the order of the rows, around what the answer is with everything as it is; none where nothing moves it.
pub fn of(id: &str, title: &str, caption: String, unit: Unit, as_it_is: f64, rows: &[Row]) -> Option<Figure> {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.least.value.is_finite() && row.most.value.is_finite()).collect();
    let shown = &rows[..rows.len().min(DRAWN)];
    let ends = || shown.iter().flat_map(|row| [row.least.value, row.most.value]).chain([as_it_is]);
    let (least, most) = ends().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    if !as_it_is.is_finite() || most <= least {
        return None;
    }
    let room = 0.04 * (most - least);
    let x = Scale::even(least - room, most + room, LEFT, RIGHT);
    let bottom = 44.0 + LANE * shown.len() as f64;
    let mut canvas = Canvas::new(1200, (bottom + 50.0) as u32);
    // What differs little would be marked alike, so that marks say how far it is from how it is.
    let apart = Scale::even(least - room - as_it_is, most + room - as_it_is, LEFT, RIGHT);
    let mut free = f64::NEG_INFINITY;
    for (mark, _) in unit.marks(&apart) {
        let words = if mark == 0.0 { "0".to_owned() } else { unit.signed(mark) };
        canvas.line(&[(apart.at(mark), 36.0), (apart.at(mark), bottom)], Ink::Grid, 2);
        let half = 5.5 * words.chars().count() as f64;
        if apart.at(mark) - half > free {
            canvas.text(apart.at(mark), bottom + 24.0, Side::Middle, 19.0, Ink::Muted, &words);
            free = apart.at(mark) + half + 12.0;
        }
    }
    for (at, row) in shown.iter().enumerate() {
        let middle = 68.0 + LANE * at as f64;
        let (from, to) = (x.at(row.least.value), x.at(row.most.value));
        label::beside(&mut canvas, (20.0, middle), Side::Start, 19.0, 36, &row.label);
        canvas.rect(from, middle - 15.0, (to - from).max(2.0), 30.0, Ink::Series(0));
        canvas.text(from - 10.0, middle, Side::End, 18.0, Ink::Text, &short(&row.least.input, 14));
        canvas.text(to + 10.0, middle, Side::Start, 18.0, Ink::Text, &short(&row.most.input, 14));
    }
    canvas.line(&[(x.at(as_it_is), 30.0), (x.at(as_it_is), bottom)], Ink::Text, 3);
    canvas.text(x.at(as_it_is), 16.0, Side::Middle, 19.0, Ink::Text, &format!("as it is: {}", unit.say(as_it_is)));
    let told = |row: &&Row| {
        format!(
            "{}: from {} with {} to {} with {}",
            row.label,
            unit.say(row.least.value),
            row.least.input,
            unit.say(row.most.value),
            row.most.input
        )
    };
    let words: Vec<String> = shown.iter().map(told).collect();
    let svg = canvas.finish(id, title, &format!("Bars around {}, the widest first. {}.", unit.say(as_it_is), words.join("; ")));
    let mut table = DataTable::new(["", "least with", "comes to", "most with", "comes to"]);
    let beside = |value: f64| match value == as_it_is {
        true => format!("{} (as it is)", unit.say(value)),
        false => format!("{} ({})", unit.say(value), unit.signed(value - as_it_is)),
    };
    for row in rows.iter().take(100) {
        table.row([row.label.clone(), row.least.input.clone(), beside(row.least.value), row.most.input.clone(), beside(row.most.value)]);
    }
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table })
}
