//! Tables as Parquet, for pandas, R and DuckDB: as what the columns stand in a file. `writer` writes them, `reader` reads them back.

mod guard;
mod reader;
mod writer;

use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type};
use parquet::errors::Result;
use parquet::schema::types::{self, ColumnDescriptor};

pub use reader::{Portion, Texts, portions, read};
pub use writer::Writer;

use super::rows::{Kind, Sheet};

/// The columns of a table as a file has them: whole numbers are always there, all else may be missing.
fn schema(sheet: &Sheet) -> Result<types::Type> {
    let column = |(name, kind): &(String, Kind)| {
        let (physical, logical, repetition) = match kind {
            Kind::Whole => (Type::INT64, Some(LogicalType::integer(64, false)), Repetition::REQUIRED),
            Kind::Real => (Type::DOUBLE, None, Repetition::OPTIONAL),
            Kind::Text => (Type::BYTE_ARRAY, Some(LogicalType::String), Repetition::OPTIONAL),
            Kind::Flag => (Type::BOOLEAN, None, Repetition::OPTIONAL),
        };
        types::Type::primitive_type_builder(name, physical).with_logical_type(logical).with_repetition(repetition).build().map(Arc::new)
    };
    let columns = sheet.columns.iter().map(column).collect::<Result<_>>()?;
    types::Type::group_type_builder(sheet.name).with_fields(columns).build()
}

/// What a column of a file holds; none if that is nothing of ours.
fn kind(column: &ColumnDescriptor) -> Option<Kind> {
    if column.path().parts().len() != 1 || column.max_rep_level() > 0 {
        return None;
    }
    match (column.physical_type(), column.converted_type()) {
        (Type::INT64, ConvertedType::UINT_64) => Some(Kind::Whole),
        (Type::DOUBLE, ConvertedType::NONE) => Some(Kind::Real),
        (Type::BYTE_ARRAY, ConvertedType::UTF8) => Some(Kind::Text),
        (Type::BOOLEAN, ConvertedType::NONE) => Some(Kind::Flag),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io;
    use std::path::Path;

    use parquet::schema::printer::print_schema;

    use super::{Portion, Writer, portions, read, schema};
    use crate::report::folder::Folder;
    use crate::report::rows::{Cell, Kind, Sheet, Table};
    use crate::report::testing;

    #[test]
    fn every_column_is_explained_where_analysts_look() {
        let explained = fs::read_to_string("results/README.md").expect("there");
        let year = Path::new("scenarios/harbour-mutual/year.ron");
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

    /// The names of the columns of a table.
    fn columns(plan: &crate::model::plan::Plan, table: &str) -> Vec<String> {
        let sheet = crate::report::rows::sheets(plan).into_iter().find(|sheet| sheet.name == table).expect("a table");
        sheet.columns.into_iter().map(|(name, _)| name).collect()
    }

    /// A table with a column of each kind.
    fn sheet() -> Sheet {
        let columns = [("number", Kind::Whole), ("time_s", Kind::Real), ("who", Kind::Text), ("met", Kind::Flag)];
        Sheet { table: Table::OfStudy, name: "all", columns: columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec() }
    }

    /// A row of it: something is missing in most, and every fourth has all.
    fn row(at: u64) -> [Cell<'static>; 4] {
        let who = ["Ines", "", "Zoë", "佐藤"][(at / 7 % 4) as usize];
        let there = |one: u64| at.is_multiple_of(4) || at % 4 == one;
        [
            Cell::Whole(u64::MAX - at),
            Cell::Real(there(1).then_some(at as f64 / 8.0)),
            Cell::Text(there(2).then_some(who)),
            Cell::Flag(there(3).then_some(at.is_multiple_of(3))),
        ]
    }

    fn write(folder: &Path, rows: u64) {
        let mut writer = Writer::create(folder, &sheet()).expect("begun");
        (0..rows).for_each(|at| writer.add(&row(at)).expect("added"));
        writer.finish().expect("finished");
    }

    /// Reads it back; whether it is the one that was written.
    fn same(folder: &Path, rows: u64) -> io::Result<bool> {
        let (mut at, mut same) = (0, true);
        read(folder, &sheet(), &mut |found| {
            same &= found == row(at);
            at += 1;
            Ok(())
        })?;
        Ok(same && at == rows)
    }

    #[test]
    fn other_tools_are_told_what_the_columns_hold() {
        let mut shown = Vec::new();
        print_schema(&mut shown, &schema(&sheet()).expect("fine names"));
        let lines = [
            "message all {",
            "  REQUIRED INT64 number (INTEGER(64,false));",
            "  OPTIONAL DOUBLE time_s;",
            "  OPTIONAL BYTE_ARRAY who (STRING);",
            "  OPTIONAL BOOLEAN met;",
            "}",
        ];
        assert_eq!(String::from_utf8(shown).expect("text").lines().collect::<Vec<_>>(), lines);
    }

    #[test]
    fn whatever_is_missing_and_however_long_it_is_a_table_comes_back_as_it_was() {
        let place = tempfile::tempdir().expect("a temporary folder");
        // None, less than a portion, and one row more than two portions of a writer.
        for rows in [0, 1, 5000, 131_073] {
            write(place.path(), rows);
            assert!(same(place.path(), rows).expect("readable"), "{rows} rows");
        }
    }

    #[test]
    fn what_is_no_number_is_missing() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let sheet = Sheet { table: Table::OfStudy, name: "all", columns: vec![("time_s".to_owned(), Kind::Real)] };
        let mut writer = Writer::create(place.path(), &sheet).expect("begun");
        [f64::NAN, 1.5, f64::INFINITY].iter().for_each(|value| writer.add(&[Cell::Real(Some(*value))]).expect("added"));
        writer.finish().expect("finished");
        let mut seen = Vec::new();
        let mut take = |rows: &Portion<'_>| {
            seen.extend_from_slice(rows.real("time_s")?);
            Some(())
        };
        portions(&place.path().join("all.parquet"), &["time_s"], &mut take).expect("readable");
        assert_eq!(seen, [None, Some(1.5), None]);
    }

    #[test]
    fn a_row_that_does_not_fit_is_refused() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let mut writer = Writer::create(place.path(), &sheet()).expect("begun");
        let mut other = row(0);
        other[1] = Cell::Flag(None);
        assert!(writer.add(&row(0)[..3]).is_err());
        assert!(writer.add(&other).is_err());
    }

    #[test]
    fn a_column_that_is_missing_or_of_another_kind_is_told() {
        let place = tempfile::tempdir().expect("a temporary folder");
        write(place.path(), 10);
        let path = place.path().join("all.parquet");
        let why = |name: &str| {
            let found = portions(&path, &[name], &mut |rows| rows.real(name).map(|_| ()));
            found.expect_err("no such numbers").to_string()
        };
        assert_eq!(why("cost"), "a column is missing or of another kind");
        assert_eq!(why("who"), "a column is missing or of another kind");
        let mut other = sheet();
        other.columns[1].1 = Kind::Flag;
        let why = read(place.path(), &other, &mut |_| Ok(())).expect_err("other columns").to_string();
        assert_eq!(why, "all.parquet has other columns");
        other = sheet();
        other.columns.pop();
        assert!(read(place.path(), &other, &mut |_| Ok(())).is_err());
    }

    #[test]
    fn a_file_that_is_cut_off_is_refused_wherever_that_is() {
        let place = tempfile::tempdir().expect("a temporary folder");
        write(place.path(), 300);
        let path = place.path().join("all.parquet");
        let whole = fs::read(&path).expect("written");
        for length in (0..whole.len()).step_by(whole.len() / 200) {
            fs::write(&path, &whole[..length]).expect("written");
            assert!(same(place.path(), 300).is_err(), "the first {length} bytes");
        }
    }

    #[test]
    fn a_file_with_a_wrong_byte_is_refused_or_read_and_nobody_falls_over_it() {
        let place = tempfile::tempdir().expect("a temporary folder");
        write(place.path(), 300);
        let path = place.path().join("all.parquet");
        let whole = fs::read(&path).expect("written");
        let mut refused = 0;
        for at in (0..whole.len()).step_by(whole.len() / 200) {
            for wrong in [whole[at] ^ 1, whole[at] ^ 0x80, !whole[at]] {
                let mut bytes = whole.clone();
                bytes[at] = wrong;
                fs::write(&path, &bytes).expect("written");
                let mut rows = 0;
                let read = read(place.path(), &sheet(), &mut |_| {
                    rows += 1;
                    Ok(())
                });
                refused += usize::from(read.is_err());
                assert!(read.is_err() || rows == 300, "{wrong} at {at}: {rows} rows");
            }
        }
        assert!(refused > 100, "{refused}");
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
        let all = |name: &str, look: &dyn Fn(&Portion<'_>)| {
            let columns = columns(&plan, name);
            let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
            let mut times = 0;
            let path = target.join(format!("{name}.parquet"));
            let mut take = |rows: &Portion<'_>| {
                look(rows);
                times += 1;
                Some(())
            };
            portions(&path, &columns, &mut take).expect("readable");
            assert_eq!(times, 1, "one portion");
        };
        let real = |rows: &Portion<'_>, name: &str, row: usize| rows.real(name).expect("numbers")[row].expect("there");
        all("incidents", &|rows| {
            assert_eq!(rows.whole("replication"), Some([0, 1, 2, 3, 4].as_slice()));
            assert_eq!(real(rows, "time_to_recover_s", 1) - real(rows, "time_to_recover_s", 0), 60.0);
            assert_eq!(rows.text("began_local").and_then(|began| began.get(0)), Some("2026-03-05T23:40:00"));
            let recover = real(rows, "time_to_recover_s", 3);
            all("ledger", &|rows| {
                let sum: f64 = columns(&plan, "ledger")[2..].iter().map(|column| real(rows, column, 3)).sum();
                assert_eq!(sum, recover, "the ledger adds up");
            });
        });
        all("systems", &|rows| assert_eq!(rows.rows(), 10));
        all("decisions", &|rows| assert_eq!(rows.rows(), 5));
        let csv = fs::read_to_string(target.join("incidents.csv")).expect("there");
        assert_eq!(csv.lines().count(), 6);
        assert_eq!(csv.lines().next().map(|line| line.split(',').count()), Some(columns(&plan, "incidents").len()));
    }
}
