//! The command line: the only place that prints, draws bars and reads options.

pub mod after_action;
pub mod assumptions;
pub mod check;
pub mod compare;
pub mod coverage;
pub mod exercise;
pub mod improve;
pub mod interrupt;
pub mod list;
pub mod new;
pub mod options;
pub mod output;
pub mod people;
pub mod progress;
pub mod readiness;
pub mod replay;
pub mod report;
pub mod resume;
pub mod run;
pub mod staff;
pub mod sweep;
pub mod trace;
pub mod vary;

use std::fmt;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::model::plan::Plan;
use crate::scenario::Scenario;

/// How a command ended, as the shell sees it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Done.
    Done = 0,
    /// It could not finish: disk full, no right to write.
    Unfinished = 1,
    /// The command line or the scenario is wrong.
    Wrong = 2,
    /// A target is missed.
    Missed = 3,
    /// A limit was hit.
    Limit = 4,
    /// Interrupted; what was finished is kept.
    Interrupted = 130,
}

/// Why a command ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What the shell is told.
    pub status: Status,
    /// What the user is told.
    pub words: String,
}
impl Failure {
    /// A failure.
    pub fn new(status: Status, words: impl fmt::Display) -> Self {
        Failure { status, words: words.to_string() }
    }
}

/// Values with a range must be ones that can be played at either end of it.
fn ranges_hold(scenario: &Scenario) -> Result<(), Failure> {
    scenario.ranges_hold().map_err(|rejected| Failure::new(Status::Wrong, rejected.render(output::colour())))
}

/// Studies of what becomes of incidents need a scenario in which some can come.
fn needs_incidents(plan: &Plan, asks: &str) -> Result<(), Failure> {
    if !plan.kinds.is_empty() {
        return Ok(());
    }
    let words = format!(
        "no incident can come in this scenario, and {asks}; `firedrill run` tells what becomes of tickets and projects, and `firedrill sweep \
         --measure annual.tickets.<id>.wait_hours --vary …` how that changes"
    );
    Err(Failure::new(Status::Wrong, words))
}

const STATUSES: &str = "Exit status:
  0    done
  1    could not finish (disk full, no right to write)
  2    the command line or the scenario is wrong
  3    a target is missed
  4    a limit was hit
  130  interrupted, with what was finished kept";

/// Of a study that holds nothing against the targets.
const STATUSES_OF_STUDY: &str = "Exit status:
  0    done
  1    could not finish (disk full, no right to write)
  2    the command line or the scenario is wrong
  4    a limit was hit
  130  interrupted, with what was finished kept";

/// Rehearses incidents before they happen: who notices, who is missing, who may decide, when are we back?
#[derive(Debug, Parser)]
#[command(name = "firedrill", version, propagate_version = true, after_help = STATUSES, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Run(run::Run),
    Trace(trace::Trace),
    Compare(compare::Compare),
    Coverage(coverage::Coverage),
    People(people::People),
    Report(report::Report),
    Improve(improve::Improve),
    Exercise(exercise::Exercise),
    AfterAction(after_action::AfterAction),
    Readiness(readiness::Readiness),
    Staff(staff::Staff),
    Replay(replay::Replay),
    Sweep(sweep::Sweep),
    List(list::List),
    New(new::New),
}

/// Reads the command line, does what it says, prints one error if it fails, and says how it ended.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Fails only when nobody reads; then nobody needs it.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Status::Wrong as u8 } else { Status::Done as u8 });
        }
    };
    let ended = match &cli.command {
        Command::Check(check) => check.execute(),
        Command::Run(run) => run.execute(),
        Command::Trace(trace) => trace.execute(),
        Command::Compare(compare) => compare.execute(),
        Command::Coverage(coverage) => coverage.execute(),
        Command::People(people) => people.execute(),
        Command::Report(report) => report.execute(),
        Command::Improve(improve) => improve.execute(),
        Command::Exercise(exercise) => exercise.execute(),
        Command::AfterAction(after_action) => after_action.execute(),
        Command::Readiness(readiness) => readiness.execute(),
        Command::Staff(staff) => staff.execute(),
        Command::Replay(replay) => replay.execute(),
        Command::Sweep(sweep) => sweep.execute(),
        Command::List(list) => list.execute(),
        Command::New(new) => new.execute(),
    };
    match ended {
        Ok(status) => ExitCode::from(status as u8),
        Err(failure) => {
            let words = failure.words.trim_end();
            // What a scenario's mistakes say is marked already, and being interrupted is no error.
            let marked = words.starts_with('\u{1b}') || words.starts_with("error") || failure.status == Status::Interrupted;
            output::tell(&if marked { words.to_owned() } else { format!("error: {words}") });
            ExitCode::from(failure.status as u8)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_options_do_not_contradict_each_other() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example_and_the_statuses() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("firedrill "), "{}", command.get_name());
            assert!(help.contains("130"), "{}", command.get_name());
        }
    }
}
