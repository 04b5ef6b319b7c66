//! Who is there at each hour of the week, a strip for each thing that must be covered: where there is a gap there is a block, as high as the share of
//! weeks in which it is open, with a letter and a colour for its cause. The letters say it without colours.

use super::canvas::{Canvas, Ink, Side};
use super::week::DAYS;
use super::{DataTable, Figure, label, short};

/// A cause of gaps.
#[derive(Clone, Debug)]
pub struct Cause {
    /// In the picture.
    pub letter: char,
    /// In words.
    pub words: String,
}

/// One thing that must be covered.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// At each hour from Monday 00:00 on: the share of weeks in which it is open, and mostly why, by the number of the cause.
    pub open: Vec<(f64, Option<usize>)>,
    /// Hours of an average week in which it is open.
    pub hours: f64,
}

const LEFT: f64 = 330.0;
const CELL: f64 = 4.4;
const LANE: f64 = 40.0;
const TALL: f64 = 30.0;
const TOP: f64 = 34.0;
const DRAWN: usize = 14;
/// The inks of the causes, in their order, and whether words on them are dark.
const INKS: [(Ink, bool); 6] = [
    (Ink::Gap, false),
    (Ink::Series(1), true),
    (Ink::Series(4), true),
    (Ink::Series(3), true),
    (Ink::Series(5), true),
    (Ink::Series(2), true),
];

/// The figure; none without a row of 168 hours.
pub fn of(id: &str, title: &str, caption: String, causes: &[Cause], rows: &[Row]) -> Option<Figure> {
    let whole = |row: &&Row| row.open.len() == 168 && row.open.iter().all(|(share, _)| share.is_finite()) && row.hours.is_finite();
    let rows: Vec<&Row> = rows.iter().filter(whole).collect();
    let shown = &rows[..rows.len().min(DRAWN)];
    if shown.is_empty() {
        return None;
    }
    let used: Vec<usize> =
        (0..causes.len()).filter(|at| shown.iter().any(|row| row.open.iter().any(|(_, why)| *why == Some(*at)))).collect();
    let bottom = TOP + LANE * shown.len() as f64;
    let height = bottom + 30.0 + 34.0 * used.len().div_ceil(3) as f64;
    let mut canvas = Canvas::new(1200, height as u32);
    for (day, name) in DAYS.iter().enumerate() {
        canvas.text(LEFT + (day as f64 + 0.5) * 24.0 * CELL, 16.0, Side::Middle, 19.0, Ink::Muted, name);
    }
    for (at, row) in shown.iter().enumerate() {
        let top = TOP + LANE * at as f64;
        label::beside(&mut canvas, (LEFT - 12.0, top + TALL / 2.0), Side::End, 19.0, 30, &row.label);
        canvas.rect(LEFT, top, 168.0 * CELL, TALL, Ink::Shade(0));
        for day in 0..=7 {
            let x = LEFT + f64::from(day) * 24.0 * CELL;
            canvas.line(&[(x, top - 8.0), (x, top + TALL)], Ink::Muted, 1);
        }
        for run in runs(&row.open) {
            block(&mut canvas, causes, &run, top);
        }
        let words = if row.hours < 0.05 { "no gap".to_owned() } else { format!("{:.0} h open", row.hours) };
        canvas.text(LEFT + 168.0 * CELL + 10.0, top + TALL / 2.0, Side::Start, 18.0, Ink::Text, &words);
    }
    for (place, at) in used.iter().enumerate() {
        let (left, top) = (30.0 + 385.0 * (place % 3) as f64, bottom + 14.0 + 34.0 * (place / 3) as f64);
        let (ink, dark) = INKS[at % INKS.len()];
        canvas.rect(left, top, 24.0, 24.0, ink);
        letter(&mut canvas, causes[*at].letter, (left + 12.0, top + 12.0), dark);
        canvas.text(left + 34.0, top + 12.0, Side::Start, 19.0, Ink::Text, &short(&causes[*at].words, 34));
    }
    let words: Vec<String> = rows.iter().take(DRAWN).map(|row| format!("{}: open for {:.1} of 168 hours", row.label, row.hours)).collect();
    let svg = canvas.finish(
        id,
        title,
        &format!("Strips over the hours of a week, a block where something is not covered. {}.", words.join("; ")),
    );
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(causes, &rows) })
}

/// Hours on end that are open alike: from, to, the share and the cause.
type Run = (usize, usize, u32, usize);

fn runs(open: &[(f64, Option<usize>)]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (hour, (share, why)) in open.iter().enumerate() {
        let Some(why) = why else { continue };
        // In eighths, so that a holiday in the year does not break a night into hours.
        let eighths = libm::ceil(share.clamp(0.0, 1.0) * 8.0 - 1e-9) as u32;
        match runs.last_mut() {
            Some((_, to, same, cause)) if *to == hour && *same == eighths && cause == why => *to = hour + 1,
            _ if eighths > 0 => runs.push((hour, hour + 1, eighths, *why)),
            _ => {}
        }
    }
    runs
}

fn block(canvas: &mut Canvas, causes: &[Cause], (from, to, eighths, why): &Run, top: f64) {
    let (left, width) = (LEFT + *from as f64 * CELL, (to - from) as f64 * CELL);
    let tall = TALL * f64::from(*eighths) / 8.0;
    let (ink, dark) = INKS[why % INKS.len()];
    canvas.rect(left, top + TALL - tall, width, tall, ink);
    let room = width >= 16.0 && tall >= 18.0;
    if let Some(cause) = causes.get(*why).filter(|_| room) {
        letter(canvas, cause.letter, (left + width / 2.0, top + TALL - tall / 2.0), dark);
    }
}

fn letter(canvas: &mut Canvas, letter: char, (x, y): (f64, f64), dark: bool) {
    canvas.bold(x, y, Side::Middle, 17.0, if dark { Ink::OnSeries } else { Ink::OnDark }, &letter.to_string());
}

/// When something is open, in words: "Mon 00-08, Mon 18-24".
fn when(open: &[(f64, Option<usize>)]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut hour = 0;
    while hour < open.len() {
        if open[hour].1.is_none() || open[hour].0 < 0.5 {
            hour += 1;
            continue;
        }
        let from = hour;
        while hour < open.len() && open[hour].1.is_some() && open[hour].0 >= 0.5 {
            hour += 1;
        }
        let end = if hour == 168 { "Sun 24:00".to_owned() } else { format!("{} {:02}:00", DAYS[hour / 24], hour % 24) };
        parts.push(format!("{} {:02}:00 to {end}", DAYS[from / 24], from % 24));
    }
    match parts.as_slice() {
        [] => "in few weeks only".to_owned(),
        [one] if one == "Mon 00:00 to Sun 24:00" => "the whole week".to_owned(),
        some => some.join(", "),
    }
}

fn table(causes: &[Cause], rows: &[&Row]) -> DataTable {
    let mut table = DataTable::new(["", "hours of 168 open", "mostly because", "open in most weeks"]);
    for row in rows.iter().take(100) {
        let of = |at: usize| row.open.iter().filter(|(_, why)| *why == Some(at)).map(|(share, _)| share).sum::<f64>();
        let most = (0..causes.len()).filter(|at| of(*at) > 0.0).max_by(|a, b| of(*a).total_cmp(&of(*b)));
        let (why, when) = if row.hours < 0.05 {
            (String::new(), "never".to_owned())
        } else {
            (most.map_or(String::new(), |at| causes[at].words.clone()), when(&row.open))
        };
        table.row([row.label.clone(), format!("{:.1}", row.hours), why, when]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_told_in_words() {
        let mut open = vec![(0.0, None); 168];
        (0..8).chain(18..32).for_each(|hour| open[hour] = (1.0, Some(0)));
        assert_eq!(when(&open), "Mon 00:00 to Mon 08:00, Mon 18:00 to Tue 08:00");
        assert_eq!(when(&[(1.0, Some(1)); 168]), "the whole week");
        assert_eq!(when(&[(0.1, Some(1)); 168]), "in few weeks only");
        assert_eq!(runs(&open), [(0, 8, 8, 0), (18, 32, 8, 0)]);
    }
}
