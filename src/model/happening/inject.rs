//! What can be booked to happen to injects.

use super::Case;
use crate::model::ids::InjectId;

/// What happens to injects.
#[expect(missing_docs, reason = "fields are named for the kind of thing they number")]
#[derive(Copy, Clone, Debug)]
pub enum Inject {
    /// One comes by the clock, or by the facilitator's hand, into the oldest incident in hand that it belongs to.
    Now { inject: InjectId, by_hand: bool },
    /// One has waited for an answer that may have come meanwhile.
    StillUnanswered { case: Case, inject: InjectId, nth: u32 },
    /// One comes into an incident, for the n-th time.
    Fires { case: Case, inject: InjectId, nth: u32 },
}
