//! `firedrill new`: writes a small organisation to start from.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, STATUSES, Status, output};

/// Write a small commented organisation that runs at once.
///
/// Eight people, five systems, one attack, and a staffing model to compare with. Change it until it is yours.
#[derive(Debug, Args)]
#[command(after_help = format!("Examples:
  firedrill new drill
  firedrill run drill/ransomware.ron
  firedrill run drill/ransomware.ron --model drill/models/night-watch.ron

{STATUSES}"))]
pub struct New {
    /// The folder to write it to; it must be new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// What is written.
const FILES: [(&str, &str); 4] = [
    ("organisation.ron", include_str!("starter/organisation.ron")),
    ("ransomware.ron", include_str!("starter/ransomware.ron")),
    ("models/night-watch.ron", include_str!("starter/models/night-watch.ron")),
    ("README.md", include_str!("starter/README.md")),
];

impl New {
    /// Does it.
    pub fn execute(&self) -> Result<Status, Failure> {
        let folder = &self.folder;
        let refuse = |why: &str| Err(Failure::new(Status::Wrong, format!("error: {} {why}. Name a new folder", folder.display())));
        match fs::read_dir(folder).map(Iterator::count) {
            Ok(entries) if entries > 0 => return refuse("is not empty, and nothing is overwritten"),
            Err(why) if why.kind() == std::io::ErrorKind::NotADirectory => return refuse("is a file"),
            _ => {}
        }
        write(folder)
            .map_err(|why| Failure::new(Status::Unfinished, format!("error: {} could not be written: {why}", folder.display())))?;
        let shown = folder.display();
        output::say(&format!(
            "Written to {shown}: organisation.ron, ransomware.ron, models/night-watch.ron, README.md\n\n\
             firedrill check {shown}/ransomware.ron\nfiredrill run {shown}/ransomware.ron\nfiredrill trace {shown}/ransomware.ron\n"
        ))?;
        Ok(Status::Done)
    }
}

fn write(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("models"))?;
    for (name, text) in FILES {
        // Never over a file that somebody put there in the meantime.
        let mut file = fs::File::create_new(folder.join(name))?;
        std::io::Write::write_all(&mut file, text.as_bytes())?;
    }
    Ok(())
}
