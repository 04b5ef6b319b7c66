//! What a file may say about means of response.

use crate::model::quantity::Positive;
use crate::text::{Id, choice, entry};

choice! {
    /// What a means is for.
    pub enum ForEntry {
        /// Pages reach those who are not at work.
        Paging,
        /// Those who are not on site work on systems: VPN, remote desktop, the second factor.
        RemoteAccess,
        /// People work together; without it work takes this many times as long.
        Chat(f64),
        /// These grants cannot be used without it: a vault, a directory, a backup console.
        Grants(Vec<Id>),
        /// These runbooks cannot be used without it: they are only there.
        Runbooks(Vec<Id>),
    }
}
entry! {
    /// Something that the response itself needs.
    pub struct MeansEntry {
        /// The system that it is.
        system: Id,
        /// What it is for.
        is_for: ForEntry,
        /// Without it: how long until the telephone tree reaches somebody, or until somebody has come to the site. Never, when not given.
        fallback: Option<Positive>,
        /// It is there when the system is not: on a phone of its own, printed, in a sealed envelope.
        out_of_band: bool = false,
    }
}
