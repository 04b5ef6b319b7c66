//! Writes a table: rows are gathered column by column, and packed and written a portion at a time.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};

use super::schema;
use crate::report::rows::{Cell, Kind, Sheet};

/// Rows that are gathered before they are written, so that memory does not grow with the study.
const ROWS_AT_ONCE: usize = 65_536;

/// The file that is written to.
type Output = Box<SerializedFileWriter<File>>;

/// Some rows of one column: the values that are there, without gaps, and of each row a 1 if it has one of them and a 0 if not.
enum Column {
    /// Parquet has no unsigned numbers; those of its signed ones that have the same bits stand for them.
    Whole(Vec<i64>),
    Real(Vec<f64>, Vec<i16>),
    /// All text in one, and how long each value in it is.
    Text(Vec<u8>, Vec<usize>, Vec<i16>),
    Flag(Vec<bool>, Vec<i16>),
}

impl Column {
    /// An empty one with room for so many rows.
    fn new(kind: Kind, rows: usize) -> Self {
        match kind {
            Kind::Whole => Column::Whole(Vec::with_capacity(rows)),
            Kind::Real => Column::Real(Vec::with_capacity(rows), Vec::with_capacity(rows)),
            Kind::Text => Column::Text(Vec::new(), Vec::with_capacity(rows), Vec::with_capacity(rows)),
            Kind::Flag => Column::Flag(Vec::with_capacity(rows), Vec::with_capacity(rows)),
        }
    }

    /// Adds a row. Not if its cell is of another kind than the column.
    fn add(&mut self, cell: Cell<'_>) -> Option<()> {
        match (self, cell) {
            (Column::Whole(values), Cell::Whole(value)) => values.push(value.cast_signed()),
            (Column::Real(values, there), Cell::Real(value)) => {
                let value = value.filter(|value| value.is_finite());
                there.push(i16::from(value.is_some()));
                values.extend(value);
            }
            (Column::Text(bytes, lengths, there), Cell::Text(value)) => {
                there.push(i16::from(value.is_some()));
                if let Some(value) = value {
                    bytes.extend_from_slice(value.as_bytes());
                    lengths.push(value.len());
                }
            }
            (Column::Flag(values, there), Cell::Flag(value)) => {
                there.push(i16::from(value.is_some()));
                values.extend(value);
            }
            _ => return None,
        }
        Some(())
    }

    /// Packs the rows.
    fn write(self, packed: &mut SerializedColumnWriter<'_>) -> Result<usize> {
        match self {
            Column::Whole(values) => packed.typed::<Int64Type>().write_batch(&values, None, None),
            Column::Real(values, there) => packed.typed::<DoubleType>().write_batch(&values, Some(&there), None),
            Column::Flag(values, there) => packed.typed::<BoolType>().write_batch(&values, Some(&there), None),
            Column::Text(bytes, lengths, there) => {
                // The values are parts of the one text, none a copy.
                let text = ByteArray::from(bytes);
                let mut from = 0;
                let part = |length: usize| {
                    from += length;
                    text.slice(from - length, length)
                };
                let values: Vec<ByteArray> = lengths.into_iter().map(part).collect();
                packed.typed::<ByteArrayType>().write_batch(&values, Some(&there), None)
            }
        }
    }
}

/// Packs some rows of all columns and writes them.
fn write(file: &mut SerializedFileWriter<File>, portion: Vec<Column>) -> Result<()> {
    let mut group = file.next_row_group()?;
    for column in portion {
        let mut packed = group.next_column()?.ok_or_else(|| ParquetError::General("a row is longer than the table is wide".to_owned()))?;
        column.write(&mut packed)?;
        packed.close()?;
    }
    group.close().map(|_| ())
}

/// Writes one table.
pub struct Writer {
    kinds: Vec<Kind>,
    columns: Vec<Column>,
    rows: usize,
    hand: Hand,
}

/// Who writes the portions of a table.
enum Hand {
    /// Nobody yet: not one is full.
    Idle(Output),
    /// A thread of its own. While it packs a portion the plays go on.
    Busy(SyncSender<Vec<Column>>, JoinHandle<io::Result<Output>>),
    /// It failed, and has told why.
    Gone,
}

impl Hand {
    /// Writes what it is given, in its order, until no more comes.
    fn busy(mut file: Output) -> io::Result<Hand> {
        // It holds the portion that it packs and no other.
        let (portions, given) = sync_channel::<Vec<Column>>(0);
        let work = move || {
            for portion in given {
                write(&mut file, portion).map_err(io::Error::other)?;
            }
            Ok(file)
        };
        Ok(Hand::Busy(portions, thread::Builder::new().spawn(work)?))
    }

    /// Waits until all is written; the file, which is not closed yet.
    fn rest(self) -> io::Result<Output> {
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
        let schema = schema(sheet).map_err(io::Error::other)?;
        let file = File::create(folder.join(format!("{}.parquet", sheet.name)))?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let file = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties)).map_err(io::Error::other)?;
        let kinds: Vec<Kind> = sheet.columns.iter().map(|(_, kind)| *kind).collect();
        let columns = kinds.iter().map(|kind| Column::new(*kind, 0)).collect();
        Ok(Writer { kinds, columns, rows: 0, hand: Hand::Idle(Box::new(file)) })
    }

    /// Adds a row.
    pub fn add(&mut self, row: &[Cell<'_>]) -> io::Result<()> {
        let fits = self.columns.len() == row.len() && self.columns.iter_mut().zip(row).all(|(column, cell)| column.add(*cell).is_some());
        if !fits {
            // A mistake in `rows`; its tests would show it.
            return Err(io::Error::other("a row does not fit the columns of its table"));
        }
        self.rows += 1;
        if self.rows == ROWS_AT_ONCE { self.hand_on() } else { Ok(()) }
    }

    /// Has the rows written that were added so far, without waiting for it. The file depends on where this is done: only at the end.
    pub fn hand_on(&mut self) -> io::Result<()> {
        if self.rows == 0 {
            return Ok(());
        }
        // Where there was one portion there may be another as long.
        let empty = self.kinds.iter().map(|kind| Column::new(*kind, self.rows)).collect();
        let portion = std::mem::replace(&mut self.columns, empty);
        self.rows = 0;
        let hand = match std::mem::replace(&mut self.hand, Hand::Gone) {
            Hand::Idle(file) => Hand::busy(file)?,
            other => other,
        };
        let taken = matches!(&hand, Hand::Busy(portions, _) if portions.send(portion).is_ok());
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
