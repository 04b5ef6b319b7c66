//! Figures of the report, one file each, behind one small interface: what is to be seen goes in as plain values, a [`Figure`] comes out with
//! everything that a page needs of it. Whatever cannot be shown without a false mark gives no figure.
//!
//! All of them draw on the [`canvas`], which alone knows plotters; a [`drawing`](drawing::Drawing) is its SVG, and its PNG on request.

pub mod axis;
pub mod bars;
pub mod canvas;
pub mod convergence;
pub mod differences;
pub mod drawing;
pub mod duty;
pub mod estate;
pub mod exceedance;
pub mod front;
pub mod holders;
mod label;
pub mod ledger;
pub mod lollipops;
pub mod money;
mod png;
pub mod ranges;
pub mod response;
pub mod spread;
pub mod strips;
pub mod timeline;
pub mod tornado;
pub mod unit;
pub mod week;

use drawing::Drawing;
use serde::Serialize;

/// A figure, ready for a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Its name in files and links: unlike all others on a page.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What a reader should take from it, in a sentence or two.
    pub caption: String,
    /// The picture: SVG with a title and a description, which stands by itself.
    pub svg: Drawing,
    /// The same in figures.
    pub table: DataTable,
}

/// The values behind a figure, as text; the first column names the row.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DataTable {
    /// Names of the columns.
    pub head: Vec<String>,
    /// Rows, as long as the head.
    pub rows: Vec<Vec<String>>,
}

impl DataTable {
    /// A table without rows.
    pub fn new<S: Into<String>>(head: impl IntoIterator<Item = S>) -> DataTable {
        DataTable { head: head.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
}

/// Values of one measure, as a figure needs them: those that were reached in rising order, and how many were not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    reached: Vec<f64>,
    beyond: usize,
    left_out: usize,
}

impl Values {
    /// Of any numbers: what is infinite was not reached, what is no number at all is left out and counted.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Values {
        let (mut reached, mut beyond, mut left_out) = (Vec::new(), 0, 0);
        for value in values {
            if value.is_finite() {
                reached.push(value);
            } else if value == f64::INFINITY {
                beyond += 1;
            } else {
                left_out += 1;
            }
        }
        reached.sort_unstable_by(f64::total_cmp);
        Values { reached, beyond, left_out }
    }

    /// How many there are, reached or not.
    pub fn count(&self) -> usize {
        self.reached.len() + self.beyond
    }

    /// There is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.count() == 0
    }

    /// Those that were reached, in rising order.
    pub fn reached(&self) -> &[f64] {
        &self.reached
    }

    /// How many were not reached by the horizon.
    pub fn beyond(&self) -> usize {
        self.beyond
    }

    /// How many were no numbers.
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The share that is larger than a value.
    pub fn share_above(&self, value: f64) -> f64 {
        let at_most = self.reached.partition_point(|v| *v <= value);
        (self.count() - at_most) as f64 / self.count().max(1) as f64
    }

    /// A quantile; none in the part that was not reached.
    pub fn quantile(&self, level: f64) -> Option<f64> {
        let all: Vec<f64> = self.reached.iter().copied().chain(std::iter::repeat_n(f64::INFINITY, self.beyond)).collect();
        crate::statistics::quantile::quantile(&all, level).filter(|value| value.is_finite())
    }
}

/// A text that fits into so many characters, harmless for whatever shows it.
pub fn short(text: &str, most: usize) -> String {
    let text = super::words::harmless(text);
    if text.chars().count() <= most {
        return text;
    }
    text.chars().take(most.saturating_sub(1)).collect::<String>().trim_end().to_owned() + "…"
}

#[cfg(test)]
mod tests;
