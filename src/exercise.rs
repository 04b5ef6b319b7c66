//! The exercise: a play with people in the room. A session is its scenario, its seed and its list of choices, kept in a journal; it can be
//! gone on with after a crash, replayed to the same facts, and left at any moment for another course.
//!
//! - [`Session`] is the door: open one, let it start, go on, choose, act, note, look, end.
//! - [`words`] has choices and acts in words, as a page sends them and a journal keeps them.
//! - [`journal`] keeps them, ahead of each effect.
//! - [`known`] says which facts somebody can know by now; [`view`] shows a viewer what they know, as JSON for a page.
//! - [`forecast`] plays several hundred continuations of a session for each option of a choice that it waits for.
//! - [`account`] is a session for whoever reports on it; [`expectation`] judges what should have happened from facts.
//!
//! Nothing here looks at the wall clock, prints, or draws: whoever opens a session hands in what tells the time, for the journal only.

pub mod account;
pub mod after;
pub mod dry_run;
pub mod evaluation;
pub mod expectation;
pub mod forecast;
pub mod headless;
pub mod improvement;
pub mod journal;
pub mod known;
pub mod msel;
pub mod proposal;
mod record;
mod session;
mod state;
pub mod view;
pub mod words;

use std::fmt;
use std::path::Path;

pub use journal::{Entry, Head, Journal, What};
pub use known::{Known, Viewer};
pub use session::{Opening, Phase, Session, Upto};
pub use view::View;

/// Why something cannot be done with a session, in words for whoever asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What kind of trouble it is.
    pub kind: Kind,
    /// What is wrong, and what would be right.
    pub words: String,
}
/// What kind of trouble it is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What was asked for cannot be done, or not now.
    Refused,
    /// Somebody else was quicker: the choice has been made.
    Overtaken,
    /// A limit of the scenario was hit.
    Limit,
    /// The disk did not take or give what it should.
    Disk,
}
impl Trouble {
    /// What was asked for cannot be done.
    pub fn refused(words: impl Into<String>) -> Trouble {
        Trouble { kind: Kind::Refused, words: words.into() }
    }
    /// The disk is at fault.
    pub fn disk(path: &Path, why: &std::io::Error) -> Trouble {
        Trouble { kind: Kind::Disk, words: format!("{}: {why}", path.display()) }
    }
}
impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}
impl std::error::Error for Trouble {}
