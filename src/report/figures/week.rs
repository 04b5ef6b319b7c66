//! A week as a heat map: a row for each day, a column for each hour, what it comes to written in each cell, so that it is read without any colour.

use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, short};
use crate::report::words::duration;

/// What stands at one hour.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// From 0, least, to 4, most.
    pub shade: usize,
    /// In the picture: four characters at most.
    pub brief: String,
    /// In the table.
    pub words: String,
}

/// The days.
pub const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LEFT: f64 = 78.0;
const TOP: f64 = 40.0;
const WIDE: f64 = 46.0;
const HIGH: f64 = 42.0;
const MINUTE: f64 = 60.0;
const HOUR: f64 = 3600.0;
const DAY: f64 = 86_400.0;

/// The figure of 168 hours from Monday 00:00 on, and what the shades mean; none where no hour has anything. `description` says what it shows.
pub fn of(id: &str, title: &str, caption: String, description: &str, cells: &[Option<Cell>], legend: &[String]) -> Option<Figure> {
    if cells.len() != 168 || cells.iter().all(Option::is_none) {
        return None;
    }
    let bottom = TOP + 7.0 * HIGH;
    let mut canvas = Canvas::new(1200, (bottom + 60.0) as u32);
    for hour in 0..24 {
        canvas.text(LEFT + (f64::from(hour) + 0.5) * WIDE, 20.0, Side::Middle, 18.0, Ink::Muted, &format!("{hour:02}"));
    }
    for (day, name) in DAYS.iter().enumerate() {
        canvas.text(LEFT - 14.0, TOP + (day as f64 + 0.5) * HIGH, Side::End, 20.0, Ink::Text, name);
    }
    for (at, cell) in cells.iter().enumerate() {
        let (x, y) = (LEFT + (at % 24) as f64 * WIDE, TOP + (at / 24) as f64 * HIGH);
        let Some(cell) = cell else { continue };
        canvas.rect(x + 1.0, y + 1.0, WIDE - 2.0, HIGH - 2.0, Ink::Shade(cell.shade));
        let ink = if cell.shade > 2 { Ink::OnDark } else { Ink::OnLight };
        let brief: String = cell.brief.chars().take(4).collect();
        canvas.text(x + WIDE / 2.0, y + HIGH / 2.0, Side::Middle, 17.0, ink, &brief);
    }
    let mut left = LEFT;
    for (shade, words) in legend.iter().enumerate().filter(|(_, words)| !words.is_empty()) {
        canvas.rect(left, bottom + 22.0, 22.0, 22.0, Ink::Shade(shade));
        canvas.frame(left, bottom + 22.0, 22.0, 22.0, Ink::Muted);
        let words = short(words, 40);
        canvas.text(left + 30.0, bottom + 33.0, Side::Start, 18.0, Ink::Muted, &words);
        left += 60.0 + 10.0 * words.chars().count() as f64;
    }
    let svg = canvas.finish(id, title, &format!("Heat map of a week, a row a day and a column an hour. {description}"));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(cells) })
}

/// A row for each hour of the day, a column for each day: a table that fits on a page.
fn table(cells: &[Option<Cell>]) -> DataTable {
    let mut table = DataTable::new(std::iter::once("").chain(DAYS));
    for hour in 0..24 {
        let cell = |day: usize| cells[day * 24 + hour].as_ref().map_or("–".to_owned(), |cell| cell.words.clone());
        table.row(std::iter::once(format!("{hour:02}:00")).chain((0..7).map(cell)));
    }
    table
}

/// A time in four characters, in the unit of which there is one at least: "45s", "32m", "7.5h", "14h", "3.6d".
pub fn brief(seconds: f64) -> String {
    let (number, unit) = match seconds {
        s if s < MINUTE => (s, "s"),
        s if s < HOUR - 30.0 => (s / MINUTE, "m"),
        s if s < DAY - 1800.0 => (s / HOUR, "h"),
        s => (s / DAY, "d"),
    };
    if number < 9.95 && seconds >= HOUR - 30.0 { format!("{number:.1}{unit}") } else { format!("{number:.0}{unit}") }
}

/// Limits between shades for times in seconds: round ones, four at most, between the least and the most of them.
pub fn limits(times: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let finite: Vec<f64> = times.into_iter().filter(|time| time.is_finite()).collect();
    let (least, most) = finite.iter().fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), time| (least.min(*time), most.max(*time)));
    let round = [1.0, 2.0, 5.0, 10.0, 15.0, 30.0].map(|m| m * MINUTE).into_iter();
    let round = round.chain([1.0, 2.0, 4.0, 8.0, 12.0, 18.0].map(|h| h * HOUR));
    let round = round.chain([1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0, 14.0, 21.0, 30.0, 60.0, 90.0, 180.0, 365.0].map(|d| d * DAY));
    let between: Vec<f64> = round.filter(|limit| least <= *limit && *limit < most).collect();
    if between.len() <= 4 {
        return between;
    }
    (0..4).map(|at| between[(at * (between.len() - 1) + 1) / 3]).collect()
}

/// The shade of a time among limits; what is beyond all of them, as what was never reached is, has the darkest.
pub fn shade(limits: &[f64], time: f64) -> usize {
    if time.is_finite() { limits.iter().filter(|limit| time > **limit).count() } else { 4 }
}

/// What shades between limits mean; `beyond` stands for what was never reached, where there is such.
pub fn legend(limits: &[f64], beyond: Option<&str>) -> Vec<String> {
    let mut words = vec![String::new(); 5];
    for (at, place) in words.iter_mut().enumerate().take(limits.len() + 1) {
        *place = match (at.checked_sub(1).and_then(|at| limits.get(at)), limits.get(at)) {
            (None, Some(to)) => format!("up to {}", duration(*to)),
            (Some(from), Some(to)) => format!("{} to {}", duration(*from), duration(*to)),
            (Some(from), None) => format!("over {}", duration(*from)),
            (None, None) => "all much the same".to_owned(),
        };
    }
    if let Some(beyond) = beyond {
        words[4] = if words[4].is_empty() { beyond.to_owned() } else { format!("{}, or {beyond}", words[4]) };
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_characters_say_how_long() {
        let words = [0.0, 44.6, 2220.0, 3580.0, 27_000.0, 50_400.0, 86_000.0, 311_040.0, 864_000.0].map(brief);
        assert_eq!(words, ["0s", "45s", "37m", "1.0h", "7.5h", "14h", "1.0d", "3.6d", "10d"]);
    }

    #[test]
    fn limits_are_round_and_lie_between() {
        let times: Vec<f64> = (1..=168).map(|k| f64::from(k) * HOUR).collect();
        let limits = super::limits(times.iter().copied().chain([f64::NAN, f64::INFINITY]));
        assert_eq!(limits.len(), 4);
        assert!(limits.is_sorted() && limits.iter().all(|l| (HOUR..168.0 * HOUR).contains(l)), "{limits:?}");
        assert_eq!([HOUR, 167.0 * HOUR, f64::INFINITY].map(|time| shade(&limits, time)), [0, 4, 4]);
        assert!(super::limits([7.0; 168]).is_empty());
        assert_eq!(legend(&[], None)[0], "all much the same");
        assert_eq!(legend(&[3600.0], Some("never"))[..2], ["up to 1 h".to_owned(), "over 1 h".to_owned()]);
    }
}
