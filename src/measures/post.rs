//! The posts of the cost of an incident: what money goes on. One list, so that outcome, study, tables and files name them alike.

use crate::model::plan::Plan;

/// What an amount of money is paid for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// Working hours of the organisation's own people, outside paid call-outs.
    Labour,
    /// Work of the organisation's own people after the end of their shifts, where it is paid as overtime.
    Overtime,
    /// Calling the organisation's own people out.
    CallOut,
    /// Fees of providers.
    Provider,
    /// Third parties who were brought in.
    Vendor,
    /// Lost service.
    Downtime,
    /// Penalties for notices that were late and promises that were broken.
    Penalty,
}
impl Post {
    /// All posts, in the order of files.
    pub const ALL: [Post; 7] = [Post::Labour, Post::Overtime, Post::CallOut, Post::Provider, Post::Vendor, Post::Downtime, Post::Penalty];

    /// Whether a scenario can have it: what it cannot have is not measured.
    pub fn in_use(self, plan: &Plan) -> bool {
        match self {
            Post::Overtime => plan.pay.overtime.is_some(),
            Post::Vendor => plan.vendors.iter().any(|v| v.fee_per_hour > 0.0),
            Post::Penalty => plan.notices.iter().any(|n| n.penalty.is_some()) || plan.systems.iter().any(|s| s.penalty.is_some()),
            Post::Labour | Post::CallOut | Post::Provider | Post::Downtime => true,
        }
    }

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Post::Labour => "labour",
            Post::Overtime => "overtime",
            Post::CallOut => "call_out",
            Post::Provider => "provider",
            Post::Vendor => "vendor",
            Post::Downtime => "downtime",
            Post::Penalty => "penalty",
        }
    }
}
