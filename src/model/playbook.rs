//! Playbooks: the tasks that answer one kind of incident, and their order.

pub mod build;
pub mod entry;
