//! Rosters: when people are on shift and who can be paged outside it, compiled once per scenario into sorted stretches of time from which
//! every question is answered by binary search. Leaves to others: what somebody's duty means for an incident (duty), whether they answer
//! (paging).
//!
//! - Shifts follow the wall clock: a night is an hour shorter in spring and longer in autumn. One that begins or ends at a time that the
//!   clock skips does so at the end of the gap; at a time shown twice, the first time.
//! - A holiday takes out the shifts that begin on that day by the clock of the roster's own zone. `Always` is a shift of each whole day.
//! - Everything that comes round does so before its first day as well.
//! - Overrides: what is added comes first, then all replacements at once, and what is removed stays removed.

mod build;
mod days;
pub mod entry;
mod hours;
mod overrides;
mod pattern;
mod roll;
mod rota;
mod shape;
mod zone;

pub use build::{RosterContext, Rosters, compile, weekly};
pub use days::working_days;
pub use hours::{Hours, HoursId};
pub use roll::Seat;
pub use rota::Rota;
pub use zone::{UnknownZone, Zone};
pub(in crate::model) use zone::{number_of, weekday_of};

#[cfg(test)]
mod tests;
