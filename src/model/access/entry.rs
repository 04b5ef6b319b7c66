//! What a file may say about grants: which are privileged, how they are asked for, how the glass is broken.

use crate::engine::chance::Dist;
use crate::model::quantity::{Positive, Span};
use crate::text::{Id, entry};

entry! {
    /// A grant: what its use means, and how somebody who lacks it comes by it.
    pub struct GrantEntry {
        /// What it opens can do great harm: each use is counted, with and without recorded authority.
        privileged: bool = false,
        /// How it is asked for.
        request: Option<RequestEntry>,
        /// How it is taken in an emergency.
        break_glass: Option<BreakGlassEntry>,
    }
}
entry! {
    /// An access request.
    pub struct RequestEntry {
        /// The decision right on it.
        decision: Id,
        /// From the decision to the access; at once, when not given.
        takes: Option<Dist>,
        /// How long it is held.
        lasts: Positive = Positive::hours(8),
    }
}
entry! {
    /// Access taken in an emergency.
    pub struct BreakGlassEntry {
        /// The decision right on it.
        decision: Id,
        /// How long work must have waited for the grant.
        after: Span = Span::minutes(30),
        /// From the decision to the access; at once, when not given.
        takes: Option<Dist>,
        /// How long it is held.
        lasts: Positive = Positive::hours(4),
        /// The review that is owed for it.
        review: Option<ReviewEntry>,
    }
}
entry! {
    /// A review after the fact.
    pub struct ReviewEntry {
        /// How long after everything is back it must be done.
        within: Positive = Positive::hours(48),
        /// Who does it: a person, role, team or employer.
        by: Id,
        /// Hands-on time.
        effort: Dist,
    }
}
