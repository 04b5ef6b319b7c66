//! `firedrill exercise`: the tabletop. What is done beforehand is in a file of its own.

use std::io::{self, BufRead, IsTerminal};
use std::path::{Path, PathBuf};

use clap::Args;

use super::options::{Shown, Which};
use super::{Failure, STATUSES, Status, output};
use crate::exercise::improvement::Improvement;
use crate::exercise::{Kind, Opening, Session, Trouble};
use crate::live::terminal::Console;
use crate::report::exercise::plan::left;

mod pages;
mod prepare;

/// The improvement plan of the last exercise, in the folder of the session that opens with it.
pub(super) const OPENS_WITH: &str = "opens-with.ron";

/// Play a scenario with people in the room: where the simulator would draw what somebody says or whether they answer, the room chooses.
///
/// The story stands still while the room talks; a choice costs the story time that you accept, never time on the wall. Everything is kept in a
/// journal as it is done, so that nothing is lost whatever happens: --resume goes on where it ended. The room speaks for those
/// at the exercise's seats (all who may decide, where it has none), unless --seat names others; for everybody else the simulator does, and what it would draw is offered at every choice.
///
/// The facilitator's page is all that it takes: the room's choices are entered there, in two keystrokes each. The room's page is for the
/// projector and shows only what is known by now; those who want a seat of their own type its code. Only this machine can come, unless --listen
/// says otherwise. --terminal plays the same without a browser.
///
/// The console (--terminal) takes short commands, one a line: help shows them, go comes to the next choice, 1a takes option a of choice 1.
/// It draws nothing and uses no colours, and reads commands from a pipe as well.
///
/// Beforehand, `--plan` plays it some hundred times with simulated staff: which decisions will come when, whether the moves have minutes enough for them,
/// which expectations simulated staff meet. `--handout` prints the players' brief, the facilitator's guide with the evaluator's sheets, and the injects as
/// cards. `--msel` reads the script of planners from a spreadsheet, `--export-msel` writes it.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill exercise scenarios/harbour-mutual/ransomware-tabletop.ron
  firedrill exercise scenarios/harbour-mutual/ransomware-tabletop.ron --terminal
  firedrill exercise ransomware.ron --terminal --seed 7 --out sessions/spring
  firedrill exercise ransomware.ron --terminal --seat ciso --seat cio
  firedrill exercise --terminal --resume sessions/spring
  firedrill exercise ransomware.ron --last sessions/spring                   opens with what spring left to be done
  firedrill replay sessions/spring
  firedrill exercise ransomware-tabletop.ron --plan
  firedrill exercise ransomware-tabletop.ron --handout --out papers
  firedrill exercise ransomware-tabletop.ron --msel script.xlsx            writes script.ron, which --model lays on

{STATUSES}"))]
pub struct Exercise {
    /// The scenario file
    #[arg(value_name = "SCENARIO", required_unless_present = "resume")]
    scenario: Option<PathBuf>,

    /// Lay this staffing model on the scenario; given again, the next one goes on top
    #[arg(long = "model", value_name = "FILE", conflicts_with = "resume")]
    models: Vec<PathBuf>,

    /// Change one value, for example --set people.ana.roster=always
    #[arg(long = "set", value_name = "PATH=VALUE", conflicts_with = "resume")]
    sets: Vec<String>,

    /// Where all luck comes from: the same seed and the same choices give the same story
    #[arg(long, value_name = "N", default_value_t = 1, conflicts_with = "resume")]
    seed: u64,

    /// The room speaks for this person, or for everybody of this role; given again, for these too [default: the exercise's seats, or all who may decide where it has none]
    #[arg(long = "seat", value_name = "WHO", conflicts_with = "resume")]
    seats: Vec<String>,

    /// Keep the session in this folder [default: results/SCENARIO-exercise, with a number where there is one]; the papers, or with --msel the layer
    #[arg(long, value_name = "PATH", conflicts_with = "resume")]
    out: Option<PathBuf>,

    /// Go on with the session of this folder
    #[arg(long, value_name = "DIR", conflicts_with = "scenario")]
    resume: Option<PathBuf>,

    /// Use the line console
    #[arg(long, conflicts_with_all = ["task", "port", "listen", "hosts"])]
    terminal: bool,

    #[command(flatten)]
    pages: pages::Pages,

    #[command(flatten)]
    prepare: prepare::Prepare,

    /// With --plan or --handout: how many plays with simulated staff stand behind the figures
    #[arg(short = 'n', long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    replications: u64,

    /// How many cores to use for these; all of them unless given. The results do not depend on it
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,

    #[command(flatten)]
    shown: Shown,
}

impl Exercise {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        if self.prepare.asked() {
            return self.prepare();
        }
        // Before anything is written, so that a slip leaves no folder behind.
        let last = self.opens_with()?;
        let (session, folder) = match &self.resume {
            Some(folder) => {
                let (session, said) = Session::resume(folder, Box::new(wall)).map_err(failure)?;
                said.iter().for_each(|line| output::tell(&format!("note: {line}")));
                (session, folder.clone())
            }
            None => self.begin()?,
        };
        let last = kept(&folder, last)?;
        if !self.terminal {
            return self.pages.serve(session, &folder, last);
        }
        if let Some(last) = last {
            output::say(&format!("{}\n", left(&last).trim_start()))?;
        }
        console(Console::new(session, Some(folder), wall))
    }

    fn which(&self) -> Which {
        Which { scenario: self.scenario.clone().unwrap_or_default(), models: self.models.clone(), sets: self.sets.clone() }
    }

    fn begin(&self) -> Result<(Session, PathBuf), Failure> {
        let which = self.which();
        let scenario = which.open()?;
        let folder = self.out.clone().unwrap_or_else(|| free(which.folder_of("exercise")));
        let seats = if self.seats.is_empty() { None } else { Some(self.seated(&scenario.plan)?) };
        let opening = Opening { scenario: &scenario, seed: self.seed, seats, folder: Some(&folder), wall: Box::new(wall) };
        Ok((Session::open(opening).map_err(failure)?, folder))
    }

    /// People by id or role.
    fn seated(&self, plan: &crate::model::plan::Plan) -> Result<Vec<String>, Failure> {
        let mut all = Vec::new();
        for who in &self.seats {
            let fits = |p: &&crate::model::plan::Person| p.id == *who || p.role.as_deref() == Some(who);
            let before = all.len();
            all.extend(plan.people.iter().filter(fits).map(|p| p.id.clone()));
            if all.len() == before {
                return Err(Failure::new(Status::Wrong, format!("--seat {who}: there is nobody of that id or role in the scenario")));
            }
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }
}

/// The plan that a session opens with is kept beside its journal, so that it is there when the session is gone on with.
fn kept(folder: &Path, last: Option<Improvement>) -> Result<Option<Improvement>, Failure> {
    let path = folder.join(OPENS_WITH);
    if let Some(last) = last {
        let written = std::fs::write(&path, last.to_ron());
        written.map_err(|why| Failure::new(Status::Unfinished, format!("{} could not be written: {why}", path.display())))?;
        return Ok(Some(last));
    }
    match std::fs::read_to_string(&path) {
        Ok(words) => Improvement::of_text(&path.display().to_string(), &words).map(Some).map_err(prepare::wrong),
        Err(_) => Ok(None),
    }
}

/// The folder, or the first with a number behind it that is not there yet.
fn free(folder: PathBuf) -> PathBuf {
    let numbered = |number: u32| {
        let mut name = folder.clone().into_os_string();
        name.push(format!("-{number}"));
        PathBuf::from(name)
    };
    if !folder.exists() { folder } else { (2..).map(numbered).find(|next| !next.exists()).unwrap_or(folder) }
}

/// Reads commands to the end. From a pipe each is repeated behind the prompt, so that what is printed can be read as a transcript.
fn console(mut console: Console) -> Result<Status, Failure> {
    let piped = !io::stdin().is_terminal();
    output::say(&console.greeting())?;
    output::say(&console.prompt())?;
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|why| Failure::new(Status::Unfinished, format!("could not read the next command: {why}")))?;
        if piped {
            output::say(&format!("{line}\n"))?;
        }
        let reply = console.line(&line);
        output::say(&reply.text)?;
        if reply.leaves {
            return Ok(Status::Done);
        }
        output::say(&console.prompt())?;
    }
    output::say(&format!("\n{}", console.line("quit").text))?;
    Ok(Status::Done)
}

/// What the trouble with a session means for the shell.
pub fn failure(trouble: Trouble) -> Failure {
    let status = match trouble.kind {
        Kind::Refused | Kind::Overtaken => Status::Wrong,
        Kind::Limit => Status::Limit,
        Kind::Disk => Status::Unfinished,
    };
    Failure::new(status, trouble.words)
}

/// The wall clock, in milliseconds since 1970: noted in the journal, and looked at by nothing else.
#[allow(clippy::disallowed_methods, reason = "the journal notes when something was done; no play depends on it")]
pub fn wall() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
