//! What a file may say about runbooks: whether they are written down, how well others do by them, how they are passed on.

use crate::model::quantity::{Date, Share};
use crate::text::entry;

entry! {
    /// A runbook: how something is done, by the name that `knows` and `runbook` give it.
    pub struct RunbookEntry {
        /// It is written down: whoever has skill and grant can follow it. Otherwise it is in the heads of those who know it.
        documented: Option<bool>,
        /// Those who follow it take this many times as long as those who know it.
        takes_times: Option<f64>,
        /// How often an attempt of theirs works, as a share of how often one works in hands that know.
        works: Option<Share>,
        /// When somebody last did it by what is written, in an exercise or in earnest; never, when not given.
        last_exercised: Option<Date>,
        /// Not exercised in the year before the start, it takes this many times as long again.
        unexercised_takes: Option<f64>,
        /// Not exercised in the year before the start, attempts by it fail this many times as often.
        unexercised_fails: Option<f64>,
        /// Somebody with nothing in hand works beside whoever knows it, and knows it afterwards.
        pairing: Option<PairingEntry>,
    }
}
entry! {
    /// How a runbook is passed on at work.
    pub struct PairingEntry {
        /// The work takes this many times as long while somebody is shown how.
        takes_times: f64 = 1.0,
        /// The share of cases in which they know it when it is done.
        learns: Share = Share(1.0),
    }
}
