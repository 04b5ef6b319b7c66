//! The posts of the cost of an incident: what money goes on. One list, so that outcome, study, tables and files name them alike.

/// What an amount of money is paid for.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Post {
    /// Working hours of the organisation's own people, outside paid call-outs.
    Labour,
    /// Calling the organisation's own people out.
    CallOut,
    /// Fees of providers.
    Provider,
    /// Lost service.
    Downtime,
}
impl Post {
    /// All posts, in the order of files.
    pub const ALL: [Post; 4] = [Post::Labour, Post::CallOut, Post::Provider, Post::Downtime];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Post::Labour => "labour",
            Post::CallOut => "call_out",
            Post::Provider => "provider",
            Post::Downtime => "downtime",
        }
    }
}
