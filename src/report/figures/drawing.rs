//! A finished picture: its SVG, and what it was drawn from, so that it can be drawn as PNG as well.

use std::fmt;
use std::ops::Deref;

use serde::{Serialize, Serializer};

use super::canvas::{Shape, bitmap};

/// A picture. It reads as the text of its SVG.
#[derive(Clone)]
pub struct Drawing {
    svg: String,
    size: (u32, u32),
    shapes: Vec<Shape>,
}

impl Drawing {
    pub(super) fn new(svg: String, size: (u32, u32), shapes: Vec<Shape>) -> Drawing {
        Drawing { svg, size, shapes }
    }

    /// The bytes of a PNG, twice the size; none of a picture without any.
    pub fn png(&self) -> Option<Vec<u8>> {
        bitmap::png(self.size, &self.shapes)
    }
}

impl Deref for Drawing {
    type Target = str;
    fn deref(&self) -> &str {
        &self.svg
    }
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Drawing) -> bool {
        self.svg == other.svg
    }
}

impl Eq for Drawing {}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.svg)
    }
}

impl fmt::Display for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.svg)
    }
}

impl Serialize for Drawing {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.svg)
    }
}
