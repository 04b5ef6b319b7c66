//! People: skills, grants, knowledge, and how they answer a page.

pub mod build;
pub mod entry;
