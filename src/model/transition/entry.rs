//! What a file may say about the way to a staffing model.

use crate::model::quantity::{Money, Span};
use crate::text::entry;

entry! {
    /// The way to a staffing model, and out of it.
    pub struct TransitionEntry {
        /// Paid once: onboarding, tools, severance.
        one_off: Money = Money(0.0),
        /// From the decision until the model works as described.
        takes: Span = Span(0),
        /// Until then an incident costs so much more than before, as a share: 0.2 for a fifth.
        dip: f64 = 0.0,
        /// Paid once to leave it.
        exit: Money = Money(0.0),
    }
}
