//! What a file may say about penalties.

use crate::model::quantity::Money;
use crate::text::{choice, entry};

entry! {
    /// What it costs when a notice is not sent in time.
    pub struct LateEntry {
        /// At once.
        fixed: Money = Money(0.0),
        /// For each day that has begun.
        per_day: Money = Money(0.0),
        /// No more than this in all.
        at_most: Option<Money>,
    }
}
entry! {
    /// What it costs when a promise about a system is broken.
    pub struct BrokenEntry {
        /// Which promise.
        over: PromiseEntry = PromiseEntry::Mtpd,
        /// At once.
        fixed: Money = Money(0.0),
        /// For each hour that has begun.
        per_hour: Money = Money(0.0),
        /// No more than this in all.
        at_most: Option<Money>,
    }
}
choice! {
    /// A promise about a system.
    #[derive(Copy, PartialEq, Eq)]
    pub enum PromiseEntry {
        /// Its recovery time objective.
        Rto,
        /// Its maximum tolerable period of disruption.
        Mtpd,
    }
}
