//! The commands as a user meets them: what they print, what they leave, how they end.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "commands/compare.rs"]
mod compare;
#[path = "commands/report.rs"]
mod report;
#[path = "commands/run.rs"]
mod run;
#[path = "support/shell.rs"]
mod shell;
#[path = "commands/studies.rs"]
mod studies;
#[path = "commands/sweep.rs"]
mod sweep;

use std::path::Path;
use std::process::{Command, Output};

/// The program with these arguments, in a folder.
pub fn firedrill(place: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firedrill"));
    command.current_dir(place).args(arguments.split_whitespace());
    command
}
/// What it printed and how it ended.
pub fn ended(place: &Path, arguments: &str) -> Output {
    firedrill(place, arguments).output().expect("it starts")
}
/// The status with which it ended by itself.
pub fn status(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

/// A folder with the starter organisation in `drill`.
pub fn drill() -> tempfile::TempDir {
    let place = tempfile::tempdir().expect("a temporary folder");
    assert_eq!(status(&ended(place.path(), "new drill")), 0);
    place
}
