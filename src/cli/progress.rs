//! How far a study has come: a bar on a terminal, plain lines otherwise, nothing with `--quiet`. Always on standard error.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use super::output;
use crate::report::words::count;

/// Between two plain lines.
const EVERY: Duration = Duration::from_secs(3);

/// Shows how far a study has come.
pub struct Progress(Shape);
enum Shape {
    Bar(ProgressBar),
    Lines { next: Instant, last: (u64, u64) },
    Nothing,
}

impl Progress {
    /// Begins to show how many plays are done.
    pub fn begin(quiet: bool) -> Self {
        Progress::of(quiet, "plays")
    }

    /// Begins to show how many of these are done.
    #[expect(clippy::disallowed_methods, reason = "progress alone may look at the clock")]
    pub fn of(quiet: bool, what: &str) -> Self {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if quiet {
            Progress(Shape::Nothing)
        } else if io::stderr().is_terminal() && !dumb {
            Progress(Shape::Bar(bar(what)))
        } else {
            Progress(Shape::Lines { next: Instant::now() + EVERY, last: (0, 0) })
        }
    }

    /// So many of so many are done.
    #[expect(clippy::disallowed_methods, reason = "progress alone may look at the clock")]
    pub fn show(&mut self, done: u64, of: u64) {
        match &mut self.0 {
            Shape::Bar(bar) => {
                if bar.length() != Some(of) {
                    bar.set_length(of);
                }
                bar.set_position(done);
            }
            Shape::Lines { next, last } => {
                *last = (done, of);
                let now = Instant::now();
                if now >= *next {
                    *next = now + EVERY;
                    output::tell(&format!("{done} of {of}"));
                }
            }
            Shape::Nothing => {}
        }
    }

    /// Takes the bar away, or writes how far it came.
    pub fn end(self) {
        match self.0 {
            Shape::Bar(bar) => bar.finish_and_clear(),
            Shape::Lines { last: (_, 0), .. } => {}
            Shape::Lines { last: (done, of), .. } => output::tell(&format!("{done} of {of}")),
            Shape::Nothing => {}
        }
    }
}

fn bar(what: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
    let style = ProgressStyle::with_template(&format!("{{wide_bar}} {{pos}} of {{len}} {what}  {{rate}}  {{eta}} left"))
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let _ = write!(out, "{}/s", count(libm::round(state.per_sec()) as u64));
    };
    bar.set_style(style.with_key("rate", rate).progress_chars("█▉▊▋▌▍▎▏ "));
    bar
}
