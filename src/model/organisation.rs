//! The organisation: employers, teams, who is responsible for which service, how long anybody may work.

pub mod build;
pub mod entry;
