//! Tables as Parquet, for pandas, R and DuckDB.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use arrow_array::builder::{BooleanBuilder, Float64Builder, StringBuilder, UInt64Builder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, UInt64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use super::rows::{Cell, Kind, Sheet};

/// Rows that are gathered before they are written, so that memory does not grow with the study.
const ROWS_AT_ONCE: usize = 65_536;

enum Column {
    Whole(UInt64Builder),
    Real(Float64Builder),
    Text(StringBuilder),
    Flag(BooleanBuilder),
}

impl Column {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Whole => Column::Whole(UInt64Builder::new()),
            Kind::Real => Column::Real(Float64Builder::new()),
            Kind::Text => Column::Text(StringBuilder::new()),
            Kind::Flag => Column::Flag(BooleanBuilder::new()),
        }
    }

    fn append(&mut self, cell: Cell) {
        match (self, cell) {
            (Column::Whole(column), Cell::Whole(value)) => column.append_value(value),
            (Column::Real(column), Cell::Real(value)) => column.append_option(value.filter(|value| value.is_finite())),
            (Column::Text(column), Cell::Text(value)) => column.append_option(value),
            (Column::Flag(column), Cell::Flag(value)) => column.append_option(value),
            // A cell of another kind than its column is a mistake in `rows`; its tests would show it.
            (Column::Whole(column), _) => column.append_null(),
            (Column::Real(column), _) => column.append_null(),
            (Column::Text(column), _) => column.append_null(),
            (Column::Flag(column), _) => column.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Column::Whole(column) => Arc::new(column.finish()),
            Column::Real(column) => Arc::new(column.finish()),
            Column::Text(column) => Arc::new(column.finish()),
            Column::Flag(column) => Arc::new(column.finish()),
        }
    }
}

/// Writes one table.
pub struct Writer {
    schema: Arc<Schema>,
    columns: Vec<Column>,
    rows: usize,
    hand: Hand,
}

/// Who writes the portions of a table.
enum Hand {
    /// Nobody yet: not one is full.
    Idle(Box<ArrowWriter<File>>),
    /// A thread of its own. While it packs a portion the plays go on.
    Busy(SyncSender<RecordBatch>, JoinHandle<io::Result<Box<ArrowWriter<File>>>>),
    /// It failed, and has told why.
    Gone,
}

impl Hand {
    /// Writes what it is given, in its order, until no more comes.
    fn busy(mut file: Box<ArrowWriter<File>>) -> io::Result<Hand> {
        // It holds the portion that it packs and no other.
        let (portions, given) = sync_channel::<RecordBatch>(0);
        let write = move || {
            for portion in given {
                file.write(&portion).map_err(io::Error::other)?;
                // Without it the writer gathers a million rows before the first reaches the disk.
                file.flush().map_err(io::Error::other)?;
            }
            Ok(file)
        };
        Ok(Hand::Busy(portions, thread::Builder::new().spawn(write)?))
    }

    /// Waits until all is written; the file, which is not closed yet.
    fn rest(self) -> io::Result<Box<ArrowWriter<File>>> {
        let gone = || io::Error::other("the table could not be written");
        match self {
            Hand::Idle(file) => Ok(file),
            Hand::Busy(portions, thread) => {
                drop(portions);
                thread.join().map_err(|_| gone())?
            }
            Hand::Gone => Err(gone()),
        }
    }
}

impl Writer {
    /// Starts `<sheet>.parquet` in a folder.
    pub fn create(folder: &Path, sheet: &Sheet) -> io::Result<Self> {
        let fields: Vec<Field> =
            sheet.columns.iter().map(|(name, kind)| Field::new(name, data_type(*kind), *kind != Kind::Whole)).collect();
        let schema = Arc::new(Schema::new(fields));
        let file = File::create(folder.join(format!("{}.parquet", sheet.name)))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = ArrowWriter::try_new(file, schema.clone(), Some(properties)).map_err(io::Error::other)?;
        let columns = sheet.columns.iter().map(|(_, kind)| Column::new(*kind)).collect();
        Ok(Writer { schema, columns, rows: 0, hand: Hand::Idle(Box::new(file)) })
    }

    /// Adds a row.
    pub fn add(&mut self, row: &[Cell]) -> io::Result<()> {
        for (column, cell) in self.columns.iter_mut().zip(row) {
            column.append(*cell);
        }
        self.rows += 1;
        if self.rows == ROWS_AT_ONCE { self.hand_on() } else { Ok(()) }
    }

    /// Has the rows written that were added so far, without waiting for it. The file depends on where this is done: only at the end.
    pub fn hand_on(&mut self) -> io::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        self.rows = 0;
        let arrays = self.columns.iter_mut().map(Column::finish).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(io::Error::other)?;
        let hand = match std::mem::replace(&mut self.hand, Hand::Gone) {
            Hand::Idle(file) => Hand::busy(file)?,
            other => other,
        };
        let taken = matches!(&hand, Hand::Busy(portions, _) if portions.send(batch).is_ok());
        if taken {
            self.hand = hand;
            return Ok(());
        }
        // Whoever takes nothing more has failed.
        hand.rest().map(|_| ())
    }

    /// Writes what is left and closes the file; without it the file cannot be read.
    pub fn finish(mut self) -> io::Result<()> {
        self.hand_on()?;
        self.hand.rest()?.close().map(|_| ()).map_err(io::Error::other)
    }
}

/// Gives the rows of a table that was written before to `add`, in their order.
pub fn read(folder: &Path, sheet: &Sheet, add: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
    let file = File::open(folder.join(format!("{}.parquet", sheet.name)))?;
    let batches = ParquetRecordBatchReaderBuilder::try_new(file).and_then(ParquetRecordBatchReaderBuilder::build);
    for batch in batches.map_err(io::Error::other)? {
        let batch = batch.map_err(io::Error::other)?;
        let same = sheet
            .columns
            .iter()
            .zip(batch.schema().fields())
            .all(|((name, kind), field)| name == field.name() && data_type(*kind) == *field.data_type());
        if !same || batch.num_columns() != sheet.columns.len() {
            return Err(io::Error::other(format!("{}.parquet has other columns", sheet.name)));
        }
        for at in 0..batch.num_rows() {
            let row: Vec<Cell<'_>> = sheet.columns.iter().zip(batch.columns()).map(|((_, kind), column)| cell(*kind, column, at)).collect();
            add(&row)?;
        }
    }
    Ok(())
}

fn cell(kind: Kind, column: &ArrayRef, at: usize) -> Cell<'_> {
    let there = column.is_valid(at);
    match kind {
        Kind::Whole => Cell::Whole(column.as_primitive::<UInt64Type>().value(at)),
        Kind::Real => Cell::Real(there.then(|| column.as_primitive::<Float64Type>().value(at))),
        Kind::Text => Cell::Text(there.then(|| column.as_string::<i32>().value(at))),
        Kind::Flag => Cell::Flag(there.then(|| column.as_boolean().value(at))),
    }
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Whole => DataType::UInt64,
        Kind::Real => DataType::Float64,
        Kind::Text => DataType::Utf8,
        Kind::Flag => DataType::Boolean,
    }
}

#[cfg(test)]
mod tests {
    use crate::report::folder::Folder;
    use crate::report::testing;
    use arrow_array::cast::AsArray;
    use arrow_array::types::{Float64Type, UInt64Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

    #[test]
    fn every_column_is_explained_where_analysts_look() {
        let explained = std::fs::read_to_string("results/README.md").expect("there");
        let year = std::path::Path::new("scenarios/harbour-mutual/year.ron");
        let year = crate::scenario::open(&crate::text::Request { scenario: year, models: &[], sets: &[] }).expect("a sample").plan;
        let all = [testing::plan(), year].iter().flat_map(|plan| crate::report::rows::sheets(plan)).collect::<Vec<_>>();
        for sheet in all.into_iter().chain([crate::report::compare::Comparison::sheet()]) {
            assert!(explained.contains(&format!("**`{}`**", sheet.name)), "{}", sheet.name);
            for (column, _) in sheet.columns {
                let told = match column.split_once('.') {
                    Some((family, _)) => format!("`{family}."),
                    None if sheet.name == "differences" && column.starts_with('p') && column != "pairs" => format!("`{}_`", &column[..3]),
                    None => format!("`{column}`"),
                };
                assert!(explained.contains(&told), "{}: {column}", sheet.name);
            }
        }
    }

    #[test]
    fn what_is_written_can_be_read_back() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let target = place.path().join("r");
        let plan = testing::plan();
        let mut folder = Folder::begin(&target, &plan, true).expect("begun");
        for replication in 0..5 {
            folder.add(replication, &testing::replicated(&plan, &testing::facts(10, 1500 + replication as i64))).expect("added");
        }
        folder.finish(&[]).expect("finished");
        let rows = |name: &str| {
            let file = std::fs::File::open(target.join(format!("{name}.parquet"))).expect("there");
            let mut batches = ParquetRecordBatchReaderBuilder::try_new(file).expect("a Parquet file").build().expect("readable");
            batches.next().expect("one batch").expect("readable")
        };
        let incidents = rows("incidents");
        assert_eq!(incidents["replication"].as_primitive::<UInt64Type>().values().to_vec(), [0, 1, 2, 3, 4]);
        let recover = incidents["time_to_recover_s"].as_primitive::<Float64Type>();
        assert_eq!(recover.value(1) - recover.value(0), 60.0);
        assert_eq!(incidents["began_local"].as_string::<i32>().value(0), "2026-03-05T23:40:00");
        let ledger = rows("ledger");
        let sum: f64 = ledger.columns()[2..].iter().map(|column| column.as_primitive::<Float64Type>().value(3)).sum();
        assert_eq!(sum, recover.value(3), "the ledger adds up");
        assert_eq!(rows("systems").num_rows(), 10);
        assert_eq!(rows("decisions").num_rows(), 5);
        let csv = std::fs::read_to_string(target.join("incidents.csv")).expect("there");
        assert_eq!(csv.lines().count(), 6);
        assert_eq!(csv.lines().next().map(|line| line.split(',').count()), Some(incidents.num_columns()));
    }
}
