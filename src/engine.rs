//! The discrete-event core: what time is, what is booked, where luck comes from, what was recorded, and the loop that drives it.
//! It knows no incident, no person and no file.
//!
//! - [`time`]: instants and spans in whole milliseconds.
//! - [`bits`]: sets of small numbers, such as who is free.
//! - [`calendar`]: what is booked, in the order (instant, phase, sequence).
//! - [`chance`]: luck by key, and the distributions that turn it into spans.
//! - [`mod@column`]: all components of a kind, by number.
//! - [`chronicle`]: what was recorded, with a running fingerprint.
//! - [`driver`]: the loop.

pub mod bits;
pub mod calendar;
pub mod chance;
pub mod chronicle;
pub mod column;
pub mod driver;
pub mod time;
