//! The exercise: whoever takes every offer plays what a study plays; sessions replay to the same facts, survive being torn off anywhere, can be
//! left at any moment; nobody is shown what they do not know.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "exercise/acts.rs"]
mod acts;
#[path = "support/generator.rs"]
mod generator;
#[path = "exercise/killed.rs"]
mod killed;
#[path = "exercise/offers.rs"]
mod offers;
#[path = "exercise/room.rs"]
mod room;
#[path = "exercise/sessions.rs"]
mod sessions;
#[path = "exercise/terminal.rs"]
mod terminal;

use std::path::Path;

use firedrill::scenario::{self, Scenario};
use firedrill::text::Request;

/// A random scenario, read as a file would be.
pub fn random(seed: u64) -> Scenario {
    read(&generator::scenario(seed).text())
}

/// A scenario of this text.
pub fn read(text: &str) -> Scenario {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("scenario.ron");
    std::fs::write(&path, text).unwrap();
    open(&path)
}

/// A scenario of a file.
pub fn open(path: &Path) -> Scenario {
    scenario::open(&Request { scenario: path, models: &[], sets: &[] }).unwrap_or_else(|rejected| panic!("{rejected}"))
}

/// Everybody who takes part, by id.
pub fn everybody(scenario: &Scenario) -> Vec<String> {
    scenario.plan.people.iter().map(|person| person.id.clone()).collect()
}
