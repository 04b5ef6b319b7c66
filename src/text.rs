//! RON with places: scenario files read so that every mistake can be shown
//! where it was made. This module knows no domain.
//!
//! The way of a file: [`layer::load`] reads the files of a scenario into
//! [`Sources`], [`scan::parse`] makes a tree of [`Node`]s of each, the trees are
//! laid over one another, and [`read()`] turns the result into the types declared
//! with `entry!` and `choice!`. Whatever goes wrong on the way is
//! collected in [`Problems`] and shown by [`render`].

pub mod entry;
pub mod layer;
pub mod problem;
pub mod provenance;
pub mod range;
pub mod read;
pub mod scan;
pub mod source;
pub mod tree;
pub mod write;

pub use entry::{Choice, Fields};
pub(crate) use entry::{choice, entry};
pub use layer::{Layered, Overlay, Request, lay_over, load};
pub use problem::{Problem, Problems, nearest, render};
pub use provenance::{Provenance, SourceKind, count_values, provenance, statement};
pub use range::{End, Ranged, at_end, ranges};
pub use read::{Dict, Id, OneOrMore, Placed, Read, bare, mismatch, read};
pub use scan::{MAX_BYTES, parse};
pub use source::{FileId, Place, Sources};
pub use tree::{Field, Node, Value, Word};
pub use write::write;

/// A number as a message says it: one of very many digits by its power of ten.
pub fn figure(number: f64) -> String {
    let size = number.abs();
    if size == 0.0 || (1e-6..1e15).contains(&size) { number.to_string() } else { format!("{number:e}") }
}
