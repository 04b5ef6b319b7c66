//! Reads a table back, some rows at a time. A file may be damaged, or made to do harm: it is refused then, whatever it says.

use std::fs::File;
use std::io;
use std::path::Path;

use parquet::column::page::PageReader;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::ParquetStatisticsPolicy;
use parquet::file::reader::{FileReader, RowGroupReader};
use parquet::file::serialized_reader::{ReadOptionsBuilder, SerializedFileReader};
use parquet::schema::types::SchemaDescriptor;

use super::guard::{Pages, guarded};
use super::kind;
use crate::report::rows::{Cell, Sheet};

/// Rows that are unpacked at once, so that memory does not grow with the file.
const ROWS_AT_ONCE: usize = 4096;

/// Some rows of the columns that were asked for.
pub struct Portion<'f> {
    rows: usize,
    columns: Vec<(&'f str, Column)>,
}

/// Some rows of one column.
enum Column {
    Whole(Vec<u64>),
    Real(Vec<Option<f64>>),
    Text(Texts),
    Flag(Vec<Option<bool>>),
}

/// Some rows of a column of text.
pub struct Texts {
    all: String,
    /// Where in it the text of each row begins and ends.
    places: Vec<Option<(usize, usize)>>,
}

impl Texts {
    /// The text of a row, if it has one.
    pub fn get(&self, row: usize) -> Option<&str> {
        let (from, to) = self.places.get(row).copied().flatten()?;
        self.all.get(from..to)
    }
}

/// Columns by name: none where the file has none of that name, or one of another kind.
impl Portion<'_> {
    /// How many rows there are; each column has as many.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// A column of whole numbers.
    pub fn whole(&self, name: &str) -> Option<&[u64]> {
        if let Column::Whole(values) = self.column(name)? { Some(values) } else { None }
    }

    /// A column of numbers, some of which may be missing.
    pub fn real(&self, name: &str) -> Option<&[Option<f64>]> {
        if let Column::Real(values) = self.column(name)? { Some(values) } else { None }
    }

    /// A column of text.
    pub fn text(&self, name: &str) -> Option<&Texts> {
        if let Column::Text(values) = self.column(name)? { Some(values) } else { None }
    }

    /// A column of yes and no, some of which may be missing.
    pub fn flag(&self, name: &str) -> Option<&[Option<bool>]> {
        if let Column::Flag(values) = self.column(name)? { Some(values) } else { None }
    }

    fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|(known, _)| *known == name).map(|(_, column)| column)
    }
}

/// Hands some columns of a file on, portion by portion. Errors: the file is none of ours, or damaged; `take` misses a column.
pub fn portions(path: &Path, wanted: &[&str], take: &mut dyn FnMut(&Portion<'_>) -> Option<()>) -> io::Result<()> {
    let choose = |schema: &SchemaDescriptor| {
        let all = schema.columns().iter().enumerate().filter(|(_, column)| wanted.contains(&column.name()));
        Ok(all.filter_map(|(at, column)| kind(column).map(|_| at)).collect())
    };
    let missing = || io::Error::other("a column is missing or of another kind");
    each(path, &choose, &mut |portion| take(portion).ok_or_else(missing))
}

/// Gives the rows of a table that was written before to `add`, in their order. Errors as above; the columns are not those of the table.
pub fn read(folder: &Path, sheet: &Sheet, add: &mut dyn FnMut(&[Cell<'_>]) -> io::Result<()>) -> io::Result<()> {
    let choose = |schema: &SchemaDescriptor| {
        let columns = schema.columns();
        let same = sheet.columns.iter().zip(columns).all(|((name, held), column)| name == column.name() && kind(column) == Some(*held));
        if same && columns.len() == sheet.columns.len() {
            return Ok((0..columns.len()).collect());
        }
        Err(io::Error::other(format!("{}.parquet has other columns", sheet.name)))
    };
    each(&folder.join(format!("{}.parquet", sheet.name)), &choose, &mut |portion| {
        let mut row = Vec::with_capacity(portion.columns.len());
        for at in 0..portion.rows {
            row.clear();
            row.extend(portion.columns.iter().map(|(_, column)| column.cell(at)));
            add(&row)?;
        }
        Ok(())
    })
}

impl Column {
    fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Column::Whole(values) => Cell::Whole(values[row]),
            Column::Real(values) => Cell::Real(values[row]),
            Column::Text(values) => Cell::Text(values.get(row)),
            Column::Flag(values) => Cell::Flag(values[row]),
        }
    }
}

/// Which columns to read, of those that the file has, by their places; all of a kind that we have.
type Choose<'a> = &'a dyn Fn(&SchemaDescriptor) -> io::Result<Vec<usize>>;

fn each(path: &Path, choose: Choose<'_>, take: &mut dyn FnMut(&Portion<'_>) -> io::Result<()>) -> io::Result<()> {
    let file = File::open(path)?;
    // Only values count; what is told of them beside them needs not even be right.
    let skip = ParquetStatisticsPolicy::SkipAll;
    let options = ReadOptionsBuilder::new().with_column_stats_policy(skip.clone()).with_size_stats_policy(skip).build();
    let table = guarded(|| SerializedFileReader::new_with_options(file, options))?;
    let about = table.metadata().file_metadata();
    let columns = choose(about.schema_descr())?;
    let rows: i64 = guarded(|| Ok(table.metadata().row_groups().iter().map(|group| group.num_rows()).fold(0, i64::saturating_add)))?;
    if rows != about.num_rows() {
        return Err(io::Error::other("it does not have as many rows as it says"));
    }
    for at in 0..table.num_row_groups() {
        let group = guarded(|| table.get_row_group(at))?;
        let mut group = guarded(|| Group::open(&*group, about.schema_descr(), &columns))?;
        while let Some(portion) = guarded(|| group.next())? {
            take(&portion)?;
        }
    }
    Ok(())
}

/// The columns of a file come in groups of rows; one group, as far as it is read.
struct Group<'f> {
    left: usize,
    columns: Vec<(&'f str, ColumnReader)>,
}

impl<'f> Group<'f> {
    fn open(group: &dyn RowGroupReader, schema: &'f SchemaDescriptor, columns: &[usize]) -> Result<Self> {
        let about = group.metadata();
        let open = |at: &usize| -> Result<(&'f str, ColumnReader)> {
            let (name, column) = (schema.columns()[*at].name(), schema.column(*at));
            let chunk = about.columns().get(*at).filter(|chunk| chunk.num_values() == about.num_rows());
            chunk.ok_or_else(|| damaged(&format!("the column {name:?} does not have as many rows as the others")))?;
            let pages: Box<dyn PageReader> = Box::new(Pages::new(group.get_column_page_reader(*at)?, column.physical_type()));
            Ok((name, get_column_reader(column, pages)))
        };
        Ok(Group { left: usize::try_from(about.num_rows())?, columns: columns.iter().map(open).collect::<Result<_>>()? })
    }

    /// The next rows; none when all were read.
    fn next(&mut self) -> Result<Option<Portion<'f>>> {
        let rows = self.left.min(ROWS_AT_ONCE);
        if rows == 0 {
            return Ok(None);
        }
        self.left -= rows;
        let all = self.left == 0;
        let columns = self.columns.iter_mut().map(|(name, column)| Ok((*name, unpack(column, rows, all)?))).collect::<Result<_>>()?;
        Ok(Some(Portion { rows, columns }))
    }
}

fn damaged(why: &str) -> ParquetError {
    ParquetError::General(why.to_owned())
}

/// Some rows of a column; whether they are its last.
fn unpack(column: &mut ColumnReader, rows: usize, last: bool) -> Result<Column> {
    Ok(match column {
        ColumnReader::Int64ColumnReader(column) => {
            let values = values(column, rows, last)?.into_iter().map(|value| value.map(i64::cast_unsigned));
            Column::Whole(values.collect::<Option<_>>().ok_or_else(|| damaged("a whole number is missing"))?)
        }
        ColumnReader::DoubleColumnReader(column) => Column::Real(values(column, rows, last)?),
        ColumnReader::BoolColumnReader(column) => Column::Flag(values(column, rows, last)?),
        ColumnReader::ByteArrayColumnReader(column) => Column::Text(texts(&values(column, rows, last)?)?),
        _ => return Err(damaged("a column is of another kind")),
    })
}

/// The values of some rows.
fn values<T: DataType>(column: &mut ColumnReaderImpl<T>, rows: usize, last: bool) -> Result<Vec<Option<T::T>>> {
    let (mut values, mut there) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    let (read, ..) = column.read_records(rows, Some(&mut there), None, &mut values)?;
    if read != rows {
        return Err(damaged("a column ends too early"));
    }
    if last && column.read_records(1, Some(&mut Vec::new()), None, &mut Vec::new())?.0 > 0 {
        return Err(damaged("a column has more values than there are rows"));
    }
    let mut values = values.into_iter();
    // Without a word of which rows have a value, all have one.
    there.resize(rows, 1);
    Ok(there.into_iter().map(|there| if there == 0 { None } else { values.next() }).collect())
}

fn texts(values: &[Option<ByteArray>]) -> Result<Texts> {
    let mut texts = Texts { all: String::new(), places: Vec::with_capacity(values.len()) };
    for value in values {
        let from = texts.all.len();
        if let Some(value) = value {
            texts.all.push_str(value.as_utf8()?);
        }
        texts.places.push(value.as_ref().map(|_| (from, texts.all.len())));
    }
    Ok(texts)
}
