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
        let refuse = |why: &str| Err(Failure::new(Status::Wrong, format!("{} {why}. Name a new folder", folder.display())));
        match fs::read_dir(folder).map(Iterator::count) {
            Ok(entries) if entries > 0 => return refuse("is not empty, and nothing is overwritten"),
            Err(why) if why.kind() == std::io::ErrorKind::NotADirectory => return refuse("is a file"),
            _ => {}
        }
        write(folder).map_err(|why| Failure::new(Status::Unfinished, format!("{} could not be written: {why}", folder.display())))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;
    use crate::study::{Design, run};
    use crate::text::Request;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn what_is_written_runs_at_once() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let folder = place.path().join("drill");
        let new = New { folder: folder.clone() };
        write(&folder).expect("written");
        for models in [vec![], vec![folder.join("models/night-watch.ron")]] {
            let request = Request { scenario: &folder.join("ransomware.ron"), models: &models, sets: &[] };
            let plan = scenario::open(&request).unwrap_or_else(|rejected| panic!("{rejected}")).plan;
            assert_eq!((plan.people.len(), plan.systems.len()), (8 + 8 * models.len(), 5));
            let design = Design { seed: 1, replications: 40, jobs: 1, precision: None };
            let keep = &mut |_, _| Ok::<(), ()>(());
            let studied = run(&plan, &design, &AtomicBool::new(false), &mut |_, _| {}, keep).expect("it runs");
            assert!(studied.tally.occurred > 0 && studied.tally.ledger_means().iter().sum::<f64>() > 0.0);
        }
        assert!(new.execute().is_err_and(|failure| failure.status == Status::Wrong), "nothing is overwritten");
    }
}
