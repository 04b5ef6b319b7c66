//! What a file may say about escalation policies.

use crate::model::quantity::Span;
use crate::text::{Id, entry, read::OneOrMore};

entry! {
    /// Who is paged, in which order, how far apart.
    pub struct PolicyEntry {
        /// The steps in order.
        steps: Vec<StepEntry>,
        /// After the last step it starts again this often, then falls silent.
        repeat: u32 = 0,
        /// A step that finds nobody takes no time.
        skip_if_empty: bool = false,
        /// Somebody whose shift or turn begins during a step is paged at once, not at the next step.
        re_resolve: bool = false,
        /// A page that is still open when the next step fires counts no more.
        lapses: bool = false,
        /// Starts again when this long after an answer no work has begun.
        re_page_after: Option<Span>,
    }
}
entry! {
    /// One step.
    pub struct StepEntry {
        /// A person, a role, a team (those of it on shift) or an on-call rota; or a list of these.
        page: OneOrMore<Id>,
        /// Time to the next step.
        wait: Span,
    }
}
