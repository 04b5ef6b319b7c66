//! `--resume`: going on with a study that was interrupted, from the results it left.

use std::io::ErrorKind;
use std::path::Path;

use clap::Args;

use super::run::no_folder;
use super::{Failure, Status};
use crate::report::folder::{Folder, RESUME};
use crate::study::resume::{Identity, Memory};

/// Whether a study goes on.
#[derive(Clone, Debug, Args)]
pub struct Resume {
    /// Go on with what was interrupted, from the results it left; give it the same scenario, seed and options
    #[arg(long)]
    pub resume: bool,
}

/// What is said under a study that was interrupted.
pub const HOW: &str = "the same command with --resume goes on from here";

impl Resume {
    /// What a study knows that begins: nothing, or with `--resume` what the results in a folder left.
    pub fn memory(&self, folder: &Path, identity: &Identity<'_>) -> Result<Memory, Failure> {
        if !self.resume {
            return Ok(Memory::new());
        }
        let wrong = |why: String| Failure::new(Status::Wrong, format!("{} cannot be resumed: {why}", folder.display()));
        let bytes = std::fs::read(folder.join(RESUME)).map_err(|why| match why.kind() {
            ErrorKind::NotFound => wrong("nothing was interrupted there".to_owned()),
            _ => wrong(why.to_string()),
        })?;
        Memory::of(&bytes, identity).map_err(|unlike| wrong(unlike.to_string()))
    }

    /// A study that goes on has no more plays already than it is asked for, or it would pass for one that was asked for as many as it has.
    pub fn no_more_than(&self, asked: u64, played: u64, folder: &Path) -> Result<(), Failure> {
        if !self.resume || played <= asked {
            return Ok(());
        }
        let words = format!(
            "{} cannot be resumed: {played} plays of it are finished already, and -n asks for {asked}; give it the -n that it was begun with",
            folder.display()
        );
        Err(Failure::new(Status::Wrong, words))
    }
}

/// Leaves in a folder what a study goes on from.
pub fn leave(folder: &Folder, memory: &Memory, identity: &Identity<'_>) -> Result<(), Failure> {
    folder.bytes(RESUME, &memory.bytes(identity)).map_err(no_folder)
}
