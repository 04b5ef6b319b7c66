//! The columns of a script, known by their names.

use super::{COLUMNS, EVENT, Slips};
use crate::text::nearest;

/// Words by which a column is known, the column's own first.
const KNOWN_AS: [&[&str]; COLUMNS.len()] = [
    &["no", "number", "nr", "#", "id", "serial", "inject number", "inject no", "event number", "msel number", "inject id"],
    &["time", "when", "event time", "inject time", "scenario time", "planned time", "start time", "date time", "time offset"],
    &[
        "event inject",
        "event",
        "inject",
        "description",
        "event description",
        "inject description",
        "message",
        "text",
        "title",
        "scenario event",
        "content",
    ],
    &["from", "sender", "source", "inject from", "sent by", "originator"],
    &["to", "recipient", "receiver", "target", "audience", "inject to", "player", "recipient player", "recipients"],
    &[
        "expected action",
        "expected actions",
        "expected response",
        "expected outcome",
        "expected player action",
        "expected player actions",
        "expected",
    ],
    &["objective", "objectives", "learning objective", "exercise objective", "capability", "core capability"],
    &["notes", "note", "remarks", "comment", "comments", "controller notes", "facilitator notes"],
];

/// A name of a column without what does not matter.
fn plain(name: &str) -> String {
    let words: String = name.to_lowercase().chars().map(|c| if c.is_alphanumeric() || c == '#' { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn letter(column: usize) -> String {
    let (high, low) = (column / 26, (column % 26) as u8);
    let last = char::from(b'A' + low).to_string();
    if high == 0 { last } else { letter(high - 1) + &last }
}

/// Which column of a file is which of ours.
pub(super) struct Heads {
    /// The row that names the columns.
    pub row: usize,
    /// Which column of the file is which of ours.
    pub of: [Option<usize>; COLUMNS.len()],
    /// As the file names them.
    pub names: Vec<String>,
}

impl Heads {
    /// The first row that names the event column and at least one other.
    pub fn find(table: &[Vec<String>]) -> Result<Heads, Slips> {
        for (row, cells) in table.iter().enumerate().take(20) {
            let mut of = [None; COLUMNS.len()];
            for (column, cell) in cells.iter().enumerate() {
                let name = plain(cell);
                for (ours, known) in of.iter_mut().zip(KNOWN_AS) {
                    if ours.is_none() && known.contains(&name.as_str()) {
                        *ours = Some(column);
                        break;
                    }
                }
            }
            if of[EVENT].is_some() && of.iter().flatten().count() > 1 {
                return Ok(Heads { row, of, names: cells.clone() });
            }
        }
        let first: Vec<String> =
            table.first().map(|row| row.iter().filter(|cell| !cell.trim().is_empty()).cloned().collect()).unwrap_or_default();
        let near = first.iter().find_map(|name| nearest(&plain(name), ["event", "inject", "description"]).map(|_| name.clone()));
        let hint = near.map_or(String::new(), |name| format!(" (is it \"{name}\"?)"));
        let found = if first.is_empty() { "the first row is empty".to_owned() } else { format!("the first row says {}", first.join(", ")) };
        let words = format!("no row names the columns: one must be called Event / Inject{hint}, others {}; {found}", COLUMNS.join(", "));
        Err(Slips(vec![words]))
    }

    /// A cell of ours in a row.
    pub fn row<'t>(&self, cells: &'t [String], ours: usize) -> &'t str {
        self.of[ours].and_then(|column| cells.get(column)).map_or("", |cell| cell.trim())
    }

    /// Where a cell is, as a spreadsheet names it.
    pub fn place(&self, row: usize, ours: usize) -> String {
        let column = self.of[ours].map_or(String::new(), |column| format!(" ({}{})", letter(column), row + 1));
        format!("row {}, column {}{column}", row + 1, COLUMNS[ours])
    }
}
