//! Notices: whom the organisation must tell of an incident, from when the clock of each runs, and when it is due.

pub mod deadline;

#[cfg(test)]
#[allow(clippy::too_many_lines, reason = "a table is as long as its cases")]
mod tests;
