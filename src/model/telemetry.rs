//! Telemetry and users: who sees it, how long after, and whom they tell. An alert in an unstaffed queue is not awareness.
//! Leaves to others: whether somebody can be reached (paging), what they do (response).

pub mod build;
pub mod entry;
pub mod rules;
