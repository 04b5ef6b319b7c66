//! Tests of notices.

mod deadlines;
