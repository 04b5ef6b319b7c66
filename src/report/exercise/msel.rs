//! The script of an exercise as a spreadsheet file: read from CSV and XLSX, and written as either.

use std::fs;
use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::{comes, to};
use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::exercise::msel::{COLUMNS, Row};
use crate::model::exercise::Card;
use crate::model::ids::InjectId;
use crate::model::inject::{Cue, Inject};
use crate::model::plan::Plan;
use crate::report::csv::guarded;
use crate::report::words::harmless;

/// A larger file is no script.
const LARGEST: u64 = 10_000_000;
/// More cells than this are not read.
const MOST_CELLS: usize = 200_000;

/// The cells of a file, row by row from its first one: CSV, or the first sheet of an XLSX.
pub fn read(path: &Path) -> Result<Vec<Vec<String>>, String> {
    let odd = |why: &dyn std::fmt::Display| format!("{} cannot be read: {why}", path.display());
    let size = fs::metadata(path).map_err(|why| odd(&why))?.len();
    if size > LARGEST {
        return Err(odd(&format!("{size} bytes; a script has at most {LARGEST}")));
    }
    let bytes = fs::read(path).map_err(|why| odd(&why))?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "xlsx" | "xlsm" => of_xlsx(bytes).map_err(|why| odd(&why)),
        "csv" | "tsv" | "txt" => of_csv(&bytes).map_err(|why| odd(&why)),
        "xls" => Err(odd(&"it is of an old format; save it as .xlsx")),
        _ => Err(odd(&"its name ends neither in .csv nor in .xlsx")),
    }
}

/// Cells of a CSV; the separator is the one of `,`, `;` and tab that its first line has most of.
fn of_csv(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8; save it as \"CSV UTF-8\" or as .xlsx")?;
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let separator = [b',', b';', b'\t'].into_iter().max_by_key(|s| first.bytes().filter(|b| b == s).count()).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut table = Vec::new();
    let mut cells = 0;
    for record in reader.records() {
        let record = record.map_err(|why| why.to_string())?;
        // Rows keep the numbers that a spreadsheet shows them by.
        let line = record.position().map_or(0, |position| position.record() as usize);
        table.resize(line.max(table.len()), Vec::new());
        cells += record.len();
        if cells > MOST_CELLS {
            return Err(format!("more than {MOST_CELLS} cells"));
        }
        table.push(record.iter().map(|cell| unguarded(cell).to_owned()).collect());
    }
    Ok(table)
}

/// A text without the apostrophe that keeps a spreadsheet from taking it for a formula.
fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

fn of_xlsx(bytes: Vec<u8>) -> Result<Vec<Vec<String>>, String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|why| why.to_string())?;
    let range = book.worksheet_range_at(0).ok_or("it has no sheet")?.map_err(|why| why.to_string())?;
    let (top, left) = range.start().unwrap_or((0, 0));
    if range.get_size().0.saturating_add(top as usize).saturating_mul(range.get_size().1 + left as usize) > MOST_CELLS {
        return Err(format!("more than {MOST_CELLS} cells"));
    }
    let mut table = vec![Vec::new(); top as usize];
    table.extend(range.rows().map(|row| std::iter::repeat_n(String::new(), left as usize).chain(row.iter().map(cell)).collect::<Vec<_>>()));
    Ok(table)
}

/// What a cell shows.
fn cell(data: &Data) -> String {
    match data {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(whole) => whole.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(moment) if moment.is_duration() => {
            let minutes = libm::round(moment.as_f64() * 1440.0) as i64;
            format!("+{}:{:02}", minutes / 60, minutes % 60)
        }
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            // Less than a day is a time of day.
            if moment.as_f64() < 1.0 {
                format!("{hour:02}:{minute:02}")
            } else {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
            }
        }
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(error) => format!("{error:?}"),
    }
}

/// When an inject comes, as a cell of the list: a moment, "+4h", or words that an import leaves as they are.
pub fn time(plan: &Plan, inject: &Inject) -> String {
    let fixed = |after: &Option<Dist>| match after {
        None => Some(Span(0)),
        Some(Dist::Fixed(after)) => Some(Span(*after as i64)),
        Some(_) => None,
    };
    let whole = |span: &Span| span.0 % 60_000 == 0 && span.0 >= 0;
    if inject.held_back {
        return "held back".to_owned();
    }
    match (inject.at, fixed(&inject.after)) {
        (Some(at), Some(Span(0))) => {
            let local = plan.zone.civil(at);
            return format!("{} {:02}:{:02}", local.date(), local.hour(), local.minute());
        }
        (None, Some(after)) if inject.cues == [Cue::Occurred] && whole(&after) && inject.chance >= 1.0 => {
            let minutes = after.0 / 60_000;
            return match (minutes / 60, minutes % 60) {
                (hours, 0) => format!("+{hours}h"),
                (0, minutes) => format!("+{minutes}m"),
                (hours, minutes) => format!("+{hours}h {minutes}m"),
            };
        }
        _ => {}
    }
    comes(plan, inject)
}

/// The times of all injects, in their order, as this writes them.
pub fn times(plan: &Plan) -> Vec<String> {
    plan.injects.injects.iter().map(|inject| time(plan, inject)).collect()
}

/// The injects in the order of a script: by move, by time where that is known, those that are held back last.
pub fn in_order(plan: &Plan) -> Vec<InjectId> {
    let exercise = plan.exercise.as_ref();
    let mut all: Vec<InjectId> = (0..plan.injects.injects.len() as u32).map(InjectId).collect();
    all.sort_by_key(|id| {
        let inject = &plan.injects.injects[id.at()];
        let in_move = exercise.and_then(|exercise| exercise.move_of(*id)).unwrap_or(usize::MAX);
        (in_move, inject.held_back, inject.at.is_none(), inject.at, *id)
    });
    all
}

/// The list of a scenario.
pub fn rows(plan: &Plan) -> Vec<Row> {
    let row = |id: InjectId| {
        let inject = &plan.injects.injects[id.at()];
        let exercise = plan.exercise.as_ref();
        let card = exercise.and_then(|exercise| exercise.card(id));
        let text = |of: fn(&Card) -> &Option<String>| card.and_then(|card| of(card).as_deref()).map_or(String::new(), harmless);
        let objective = card.and_then(|card| card.objective).and_then(|at| exercise?.objectives.get(at));
        // The names of the file, so that an import finds them again.
        let whom = card.map_or(String::new(), |card| card.to_names.iter().map(|name| harmless(name)).collect::<Vec<_>>().join(", "));
        let whom = if whom.is_empty() { to(plan, &[]) } else { whom };
        Row {
            cells: [
                harmless(&inject.id),
                time(plan, inject),
                harmless(&inject.says),
                text(|card| &card.from),
                whom,
                text(|card| &card.expected),
                objective.map_or(String::new(), |objective| harmless(&objective.id)),
                text(|card| &card.notes),
            ],
        }
    };
    in_order(plan).into_iter().map(row).collect()
}

/// The list as CSV: what a spreadsheet would take for a formula gets an apostrophe.
pub fn to_csv(rows: &[Row]) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(|why| why.to_string())?;
    for row in rows {
        writer.write_record(row.cells.iter().map(|cell| guarded(cell).into_owned())).map_err(|why| why.to_string())?;
    }
    writer.into_inner().map_err(|why| why.to_string())
}

/// The list as XLSX: every cell is text, and nothing of it a formula.
pub fn to_xlsx(rows: &[Row]) -> Result<Vec<u8>, String> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
        let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let sheet = book.add_worksheet();
        sheet.set_name("MSEL")?;
        sheet.set_freeze_panes(1, 0)?;
        for (column, (name, width)) in COLUMNS.iter().zip([18.0, 24.0, 48.0, 20.0, 20.0, 36.0, 16.0, 36.0]).enumerate() {
            sheet.set_column_width(column as u16, width)?;
            sheet.write_string_with_format(0, column as u16, *name, &head)?;
        }
        for (at, row) in rows.iter().enumerate() {
            for (column, cell) in row.cells.iter().enumerate() {
                sheet.write_string_with_format(at as u32 + 1, column as u16, cell, &body)?;
            }
        }
        book.save_to_buffer()
    };
    write().map_err(|why| why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exercise::msel::import;
    use crate::report::testing;
    use crate::text::Overlay;

    const SCRIPT: &str = r#"(
        injects: {
            "press": (says: "The press rings; \"is it true?\"", held_back: true),
            "plane": (says: "=Ana boards", at: "+4h", effect: Absent(person: "ana", lasts: "2h")),
            "late": (says: "It is worse", when: Contained, after: "30m"),
        },
        exercise: (
            objectives: {"1-answer": (text: "Answer in time", capability: "Escalation")},
            cards: {"press": (from: "Courant", to: ["ciso"], expected: "A statement", objective: "1-answer", notes: "late in the day")},
            moves: [(title: "A", minutes: 20, begins: "2026-03-07T02:14", injects: ["plane", "press"])],
        ),
    )"#;

    fn scenario() -> crate::scenario::Scenario {
        let laid = testing::scenario(&[]).with(&Overlay { name: "script", text: SCRIPT, ..Overlay::default() });
        laid.unwrap_or_else(|rejected| panic!("{rejected}"))
    }
    fn table(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    #[test]
    fn what_is_written_reads_as_the_same_scenario() {
        let scenario = scenario();
        let rows = rows(&scenario.plan);
        assert_eq!(rows.iter().map(|row| row.cells[0].as_str()).collect::<Vec<_>>(), ["plane", "press", "late"]);
        assert_eq!((rows[0].cells[1].as_str(), rows[1].cells[1].as_str()), ("+4h", "held back"));
        let csv = to_csv(&rows).expect("written");
        assert!(String::from_utf8_lossy(&csv).contains("'=Ana boards"), "no formula runs");
        let xlsx = to_xlsx(&rows).expect("written");
        for table in [of_csv(&csv).expect("read"), of_xlsx(xlsx).expect("read")] {
            let read = import(&scenario.plan, &table, &times(&scenario.plan)).unwrap_or_else(|slips| panic!("{slips}"));
            assert_eq!((read.injects, read.remarks.len()), ((3, 3), 0), "{:?}", read.remarks);
            let again = scenario.with(&Overlay { name: "msel", text: &read.overlay, ..Overlay::default() });
            let again = again.unwrap_or_else(|rejected| panic!("{rejected}\n{}", read.overlay));
            assert_eq!(again.canonical, scenario.canonical, "{}", read.overlay);
        }
    }

    #[test]
    fn a_planners_own_list_is_read_loosely() {
        let scenario = scenario();
        let table = table(&[
            &["Exercise March", "", "", "", "", ""],
            &["Event Number", "Event Time", "EVENT / INJECT", "Recipient", "Expected Player Action", "Room"],
            &["1", "02:20", "EDR raises an alert", "Marcus Oyelaran", "He is woken", "a"],
            &["2", "23:50", "A neighbour calls", "everyone", "", "b"],
            &["3", "0:10", "Users call", "Board secretary", "", "c"],
            &["", "", "", "", "", ""],
            &["4", "D+1 H+2 M+30", "The insurer asks", "infrastructure", "", "d"],
            &["press", "+90", "The press rings again", "ciso", "", ""],
            &["5", "contingency", "The lights go out", "", "", ""],
        ]);
        let read = import(&scenario.plan, &table, &times(&scenario.plan)).unwrap_or_else(|slips| panic!("{slips}"));
        assert_eq!(read.injects, (6, 1));
        assert_eq!(read.remarks.len(), 2, "{:?}", read.remarks);
        assert!(
            read.remarks[0].contains("Room")
                && read.remarks[1].contains("row 5, column To (D5)")
                && read.remarks[1].contains("Board secretary")
        );
        let again = scenario.with(&Overlay { name: "msel", text: &read.overlay, ..Overlay::default() });
        let plan = again.unwrap_or_else(|rejected| panic!("{rejected}\n{}", read.overlay)).plan;
        let inject = |id: &str| plan.injects.injects.iter().find(|inject| inject.id == id).expect("there");
        let local = |id: &str| inject(id).at.map(|at| plan.zone.civil(at).to_string());
        assert_eq!(local("msel-1").as_deref(), Some("2026-03-07T02:20:00"));
        assert_eq!(local("msel-2").as_deref(), Some("2026-03-07T23:50:00"));
        assert_eq!(local("msel-3").as_deref(), Some("2026-03-08T00:10:00"), "past midnight");
        assert!(matches!(inject("msel-4").after, Some(Dist::Fixed(after)) if after == 26.5 * 3_600_000.0));
        assert!(inject("msel-5").held_back && !inject("press").held_back);
        let exercise = plan.exercise.as_ref().expect("there");
        assert_eq!(exercise.cards.iter().filter(|card| card.to_names == ["ciso"]).count(), 2);
    }

    #[test]
    fn mistakes_name_row_and_column() {
        let plan = scenario().plan;
        let slips = |rows: &[&[&str]]| import(&plan, &table(rows), &times(&plan)).expect_err("a mistake").to_string();
        let head: &[&str] = &["No", "Time", "Inject"];
        assert!(slips(&[head, &["1", "25:70", "x"]]).contains("row 2, column Time (B2): \"25:70\" is no time"));
        assert!(slips(&[head, &["1", "+1h", " "]]).contains("row 2, column Event / Inject (C2): it says nothing"));
        assert!(slips(&[head, &["1", "+1h", "x"], &["1", "+2h", "y"]]).contains("row 3, column No. (A3): another row has the number 1"));
        assert!(slips(&[&["a", "b"]]).contains("no row names the columns"));
        assert!(slips(&[head]).contains("no row below the names"));
        assert!(of_csv(&[0xff, 0xfe, 0x41]).expect_err("not UTF-8").contains("CSV UTF-8"));
        assert_eq!(of_csv("\u{feff}No;Time;Inject\n1;+1h;x".as_bytes()).expect("read")[1], ["1", "+1h", "x"]);
    }
}
