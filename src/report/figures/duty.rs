//! The week of duty: how many people of each team are on shift at each hour of a typical week, and when one of them is on call.

use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, short};

/// One team.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// People on shift at each hour from Monday 00:00 on.
    pub hours: Vec<usize>,
    /// Whether somebody is on call at each of these hours; empty where nobody ever is.
    pub on_call: Vec<bool>,
}

const LEFT: f64 = 270.0;
const CELL: f64 = 5.4;
const LANE: f64 = 36.0;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MOST: usize = 24;
const ON_CALL: Ink = Ink::Series(4);

/// The figure; none without teams.
pub fn of(id: &str, title: &str, rows: &[Row]) -> Option<Figure> {
    let rows: Vec<&Row> = rows.iter().filter(|row| row.hours.len() == 168).collect();
    if rows.is_empty() {
        return None;
    }
    let shown = &rows[..rows.len().min(MOST)];
    let height = 96.0 + LANE * shown.len() as f64;
    let mut canvas = Canvas::new(1200, height as u32);
    for (day, name) in DAYS.iter().enumerate() {
        canvas.text(LEFT + (day as f64 + 0.5) * 24.0 * CELL, 16.0, Side::Middle, 19.0, Ink::Muted, name);
    }
    for (at, row) in shown.iter().enumerate() {
        let top = 34.0 + LANE * at as f64;
        canvas.text(LEFT - 12.0, top + 14.0, Side::End, 20.0, Ink::Text, &short(&row.name, 24));
        for (from, to, people) in runs(&row.hours) {
            canvas.rect(LEFT + from as f64 * CELL, top, (to - from) as f64 * CELL, LANE - 8.0, Ink::Shade(shade(people)));
        }
        for (from, to, on_call) in runs(&row.on_call) {
            if on_call {
                canvas.rect(LEFT + from as f64 * CELL, top + LANE - 14.0, (to - from) as f64 * CELL, 6.0, ON_CALL);
            }
        }
    }
    for day in 0..=7 {
        let x = LEFT + f64::from(day) * 24.0 * CELL;
        canvas.line(&[(x, 28.0), (x, 34.0 + LANE * shown.len() as f64)], Ink::Muted, 1);
    }
    let mut left = LEFT;
    for (shade, words) in ["nobody", "1", "2 or 3", "4 to 7", "8 or more"].into_iter().enumerate() {
        canvas.rect(left, height - 40.0, 20.0, 20.0, Ink::Shade(shade));
        canvas.frame(left, height - 40.0, 20.0, 20.0, Ink::Muted);
        canvas.text(left + 28.0, height - 30.0, Side::Start, 18.0, Ink::Muted, words);
        left += 64.0 + 10.0 * words.len() as f64;
    }
    canvas.text(left, height - 30.0, Side::Start, 18.0, Ink::Muted, "on shift");
    if shown.iter().any(|row| row.on_call.contains(&true)) {
        canvas.rect(left + 100.0, height - 33.0, 28.0, 6.0, ON_CALL);
        canvas.text(left + 138.0, height - 30.0, Side::Start, 18.0, Ink::Muted, "somebody is on call");
    }
    let nobody = |row: &&Row| format!("{}: nobody on shift for {} of 168 hours, nor on call for {}", row.name, empty(row), bare(row));
    let words: Vec<String> = rows.iter().map(nobody).collect();
    let svg = canvas.finish(id, title, &format!("Heat map of teams by the hours of a week. {}.", words.join("; ")));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption: caption(&rows), svg, table: table(&rows) })
}

/// Hours without a change, from, to and how many.
fn runs<T: Copy + PartialEq>(hours: &[T]) -> Vec<(usize, usize, T)> {
    let mut runs: Vec<(usize, usize, T)> = Vec::new();
    for (hour, people) in hours.iter().enumerate() {
        match runs.last_mut() {
            Some((_, to, same)) if *same == *people => *to = hour + 1,
            _ => runs.push((hour, hour + 1, *people)),
        }
    }
    runs
}

fn shade(people: usize) -> usize {
    match people {
        0 => 0,
        1 => 1,
        2 | 3 => 2,
        4..=7 => 3,
        _ => 4,
    }
}

fn empty(row: &Row) -> usize {
    row.hours.iter().filter(|people| **people == 0).count()
}

/// Hours at which nobody is on shift, and nobody on call either.
fn bare(row: &Row) -> usize {
    row.hours.iter().enumerate().filter(|(at, people)| **people == 0 && !row.on_call.get(*at).copied().unwrap_or(false)).count()
}

fn caption(rows: &[&Row]) -> String {
    const SATURDAY: usize = 5 * 24 + 2;
    let around: Vec<&str> = rows.iter().filter(|row| empty(row) == 0).map(|row| row.name.as_str()).collect();
    let night = rows.iter().filter(|row| row.hours[SATURDAY] > 0).count();
    let called = rows.iter().filter(|row| row.hours[SATURDAY] == 0 && row.on_call.get(SATURDAY) == Some(&true)).count();
    let more = if called > 0 { format!(", and {called} more somebody on call") } else { String::new() };
    let saturday = format!("n a Saturday at 02:00 {night} of {} teams have anybody on shift{more}.", rows.len());
    match around.as_slice() {
        [] => format!("No team is on shift around the clock; o{saturday}"),
        some => format!("On shift around the clock: {}. O{saturday}", crate::report::words::list(some, 6)),
    }
}

fn table(rows: &[&Row]) -> DataTable {
    let head =
        ["", "hours of 168 with somebody on shift", "with nobody on shift or on call", "Tue 10:00", "Tue 22:00", "Sat 02:00", "Sun 14:00"];
    let mut table = DataTable::new(head);
    for row in rows {
        let at = [24 + 10, 24 + 22, 5 * 24 + 2, 6 * 24 + 14].map(|hour| row.hours[hour].to_string());
        table.row([row.name.clone(), (168 - empty(row)).to_string(), bare(row).to_string()].into_iter().chain(at));
    }
    table
}
