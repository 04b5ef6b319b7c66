//! What a file may say about third parties who are brought in when something happens, and how a task names one.

use crate::engine::chance::Dist;
use crate::model::quantity::{Money, Span};
use crate::text::{Id, Node, Problems, Read, Value, entry, read::read};

entry! {
    /// A third party who is brought in: cyber insurer, outside counsel, forensic retainer.
    pub struct VendorEntry {
        /// Shown in reports.
        name: Option<String>,
        /// Time from the call until it starts on the first task of an incident.
        activation: Dist,
        /// That time runs only in the hours of this roster; always, when not given.
        hours: Option<Id>,
        /// The decision to bring it in; nobody need decide, when not given.
        decision: Option<Id>,
        /// Paid every month, whatever happens.
        retainer_per_month: Money = Money(0.0),
        /// Paid for each hour that its tasks take.
        fee_per_hour: Money = Money(0.0),
        /// An incident in which it works is charged as at least so long.
        minimum: Span = Span(0),
    }
}

/// Whether the time of a task is a wait on a vendor, and on which.
#[derive(Clone, Debug, Default)]
pub enum TaskVendor {
    /// No.
    #[default]
    No,
    /// On somebody who is not described further: `true`.
    Unnamed,
    /// On an entry of `vendors`.
    Named(Id),
}
impl Read for TaskVendor {
    fn read(node: &Node, problems: &mut Problems) -> Option<TaskVendor> {
        match node.value {
            Value::Text(_) => read(node, problems).map(TaskVendor::Named),
            _ => read::<bool>(node, problems).map(|yes| if yes { TaskVendor::Unnamed } else { TaskVendor::No }),
        }
    }
    fn expected() -> String {
        "true, false, or the name of a vendor in quotes".into()
    }
}
