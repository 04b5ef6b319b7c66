//! Writing to the terminal. A reader that has gone away (`firedrill … | head`) is no error.

use std::io::{self, IsTerminal, Write};

use super::{Failure, Status};

/// Writes a text to standard output.
pub fn say(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(Status::Unfinished, format!("could not write to standard output: {why}")))
        }
        _ => Ok(()),
    }
}

/// Writes a line to standard error; when that does not work there is nobody left to tell.
pub fn tell(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Whether problems may be shown in colour: on a terminal that has it, unless `NO_COLOR` is set (no-color.org).
pub fn colour() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    io::stderr().is_terminal() && !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
