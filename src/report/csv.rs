//! Tables as CSV, for spreadsheets.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use super::rows::{Cell, Sheet};

/// Writes one table.
pub struct Writer(csv::Writer<BufWriter<File>>);

impl Writer {
    /// Starts `<sheet>.csv` in a folder.
    pub fn create(folder: &Path, sheet: &Sheet) -> io::Result<Self> {
        let file = BufWriter::new(File::create(folder.join(format!("{}.csv", sheet.name)))?);
        let mut writer = csv::Writer::from_writer(file);
        writer.write_record(sheet.columns.iter().map(|(name, _)| name)).map_err(io::Error::other)?;
        Ok(Writer(writer))
    }

    /// Adds a row.
    pub fn add(&mut self, row: &[Cell]) -> io::Result<()> {
        for cell in row {
            self.0.write_field(shown(*cell).as_bytes()).map_err(io::Error::other)?;
        }
        self.0.write_record(None::<&[u8]>).map_err(io::Error::other)
    }

    /// Writes what is left.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn shown(cell: Cell<'_>) -> Cow<'_, str> {
    match cell {
        Cell::Whole(value) => value.to_string().into(),
        Cell::Real(Some(value)) if value.is_finite() => value.to_string().into(),
        Cell::Text(Some(text)) => guarded(text),
        Cell::Flag(Some(value)) => value.to_string().into(),
        _ => "".into(),
    }
}

/// Text that a spreadsheet would take for a formula gets an apostrophe, so that a name in a scenario runs nothing.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_disarmed_and_numbers_are_left_alone() {
        for bad in ["=1+1", "+1", "-1", "@sum", "\t=1"] {
            assert_eq!(guarded(bad), format!("'{bad}"));
        }
        assert_eq!(guarded("core-db"), "core-db");
        assert_eq!(shown(Cell::Real(Some(-1.5))), "-1.5");
        assert_eq!(shown(Cell::Real(Some(f64::INFINITY))), "");
        assert_eq!(shown(Cell::Flag(None)), "");
    }
}
