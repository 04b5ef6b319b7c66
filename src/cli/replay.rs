//! `firedrill replay`: a session of an exercise played again, to the same facts.

use std::path::PathBuf;

use clap::Args;

use super::exercise::{failure, wall};
use super::options::Format;
use super::{Failure, STATUSES, Status, output};
use crate::exercise::{Session, Upto};
use crate::live::when;
use crate::report::facts::Lines;
use crate::report::story::Story;
use crate::report::words::{count, harmless};

/// Play a session again, to the same facts, and tell it; or leave it at any moment for another course.
///
/// A session is its scenario, its seed and its list of choices, so that it can be played again anywhere: every entry of the journal says what stood
/// for all facts up to it, and a replay that comes to others ends with an error. The folder is left as it is.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill replay sessions/spring
  firedrill replay sessions/spring --format json                          every fact, one JSON object a line
  firedrill replay sessions/spring --branch-at \"Sat 07:10\" --out other    the same up to then, for another course
  firedrill replay sessions/spring --branch-at 12 --out other             the same up to entry 12 of the journal
  firedrill exercise --terminal --resume other

{STATUSES}"))]
pub struct Replay {
    /// The folder of the session
    #[arg(value_name = "SESSION")]
    session: PathBuf,

    /// Make a new session that is the same up to this entry of the journal, or this time of the story
    #[arg(long, value_name = "N|TIME", requires = "out")]
    branch_at: Option<String>,

    /// Where the new session is kept
    #[arg(long, value_name = "DIR", requires = "branch_at")]
    out: Option<PathBuf>,

    /// The story to read, or JSON for programs
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,

    /// Print only whether it comes to the same facts
    #[arg(long)]
    quiet: bool,
}

impl Replay {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let (session, said) = Session::replay(&self.session, Box::new(wall)).map_err(failure)?;
        said.iter().for_each(|line| output::tell(&format!("note: {line}")));
        if let (Some(at), Some(out)) = (&self.branch_at, &self.out) {
            let upto = match at.parse::<u64>() {
                Ok(entries) => Upto::Entries(entries),
                Err(_) => Upto::Story(when::past(session.plan(), session.clock(), at).map_err(failure)?),
            };
            let branch = session.branch(upto, Some(out), Box::new(wall)).map_err(failure)?;
            let (at, entries) = (branch.plan().zone.format_long(branch.clock()), branch.journal().entries().len());
            let out = out.display();
            output::say(&format!(
                "Written to {out}: the same up to {at}, with {entries} entries\n\nfiredrill exercise --terminal --resume {out}\n"
            ))?;
            return Ok(Status::Done);
        }
        let plan = session.plan();
        if self.format == Format::Json {
            let mut lines = Lines::new(plan);
            session.facts().iter().for_each(|(at, fact)| lines.add(*at, fact));
            output::say(&lines.finish())?;
            return Ok(Status::Done);
        }
        let head = &session.journal().head;
        let entries = session.journal().entries().len() as u64;
        let mut text = format!("{} · seed {} · {} entries\n\n", harmless(&plan.name), head.seed, count(entries));
        if !self.quiet {
            let mut story = Story::new(plan, true);
            session.facts().iter().for_each(|(at, fact)| story.add(*at, fact));
            text.push_str(&story.so_far());
            text.push('\n');
        }
        let facts = count(session.facts().len() as u64);
        text.push_str(&format!("The same {facts} facts as in the exercise: {}\n", session.fingerprint()));
        output::say(&text)?;
        Ok(Status::Done)
    }
}
