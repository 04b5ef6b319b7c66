//! What a file may say about hand-offs between employers.

use crate::engine::chance::Dist;
use crate::model::quantity::{Share, Span};
use crate::text::entry;

entry! {
    /// What it costs when employers work from two ticket systems.
    pub struct HandOffsEntry {
        /// Whoever takes up what people of another employer did reads in this long.
        cost: Span = Span(0),
        /// And takes this many times as long over it.
        context: f64 = 1.0,
        /// This share of the work is done twice while both are at it.
        duplicated: Share = Share(0.0),
        /// How long it takes to settle whose a new job is.
        unclear_owner: Option<Dist>,
    }
}
