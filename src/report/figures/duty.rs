//! The week of duty: how many people of each team are on shift at each hour of a typical week.

use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, short};

/// One team.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// People on shift at each hour from Monday 00:00 on.
    pub hours: Vec<usize>,
}

const LEFT: f64 = 270.0;
const CELL: f64 = 5.4;
const LANE: f64 = 36.0;
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MOST: usize = 24;

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
    canvas.text(left, height - 30.0, Side::Start, 18.0, Ink::Muted, "on shift (on call is not counted)");
    let words: Vec<String> = rows.iter().map(|row| format!("{}: nobody for {} of 168 hours", row.name, empty(row))).collect();
    let svg = canvas.finish(id, title, &format!("Heat map of teams by the hours of a week. {}.", words.join("; ")));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption: caption(&rows), svg, table: table(&rows) })
}

/// Hours without a change, from, to and how many.
fn runs(hours: &[usize]) -> Vec<(usize, usize, usize)> {
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
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

fn caption(rows: &[&Row]) -> String {
    let around: Vec<&str> = rows.iter().filter(|row| empty(row) == 0).map(|row| row.name.as_str()).collect();
    let night = rows.iter().filter(|row| row.hours[5 * 24 + 2] > 0).count();
    match around.as_slice() {
        [] => {
            format!("No team is on shift around the clock; on a Saturday at 02:00 {night} of {} teams have anybody on shift.", rows.len())
        }
        some => format!(
            "On shift around the clock: {}. On a Saturday at 02:00 {night} of {} teams have anybody on shift.",
            crate::report::words::list(some, 6),
            rows.len()
        ),
    }
}

fn table(rows: &[&Row]) -> DataTable {
    let mut table = DataTable::new(["", "hours of 168 with somebody", "Tue 10:00", "Tue 22:00", "Sat 02:00", "Sun 14:00"]);
    for row in rows {
        let at = [24 + 10, 24 + 22, 5 * 24 + 2, 6 * 24 + 14].map(|hour| row.hours[hour].to_string());
        table.row([row.name.clone(), (168 - empty(row)).to_string()].into_iter().chain(at));
    }
    table
}
