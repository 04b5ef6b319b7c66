//! The journal of a session: a head that says what is played, and an entry for each thing that was done to the play or noted beside it. It is
//! a file of lines (JSON Lines), written, and handed to the disk, ahead of each effect, so that whatever ends the program loses nothing.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Trouble;
use super::words::{Act, Choice, Point};

/// The file's name in the folder of a session.
pub const JOURNAL: &str = "journal.jsonl";
/// The scenario, resolved, beside it.
pub const SCENARIO: &str = "scenario.ron";
/// The version of the journal's form.
pub const SCHEMA: u32 = 1;

/// What is played.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The version of this form.
    pub schema: u32,
    /// The version of firedrill that wrote it.
    pub firedrill: String,
    /// The scenario's name.
    pub scenario: String,
    /// Its fingerprint, 16 hexadecimal digits.
    pub scenario_hash: String,
    /// Where all luck comes from.
    pub seed: u64,
    /// For whom the room speaks from the start: ids of people.
    pub seats: Vec<String>,
    /// It goes on from the beginning of another session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub branch_of: Option<Branch>,
}

/// Where a session left another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branch {
    /// The other session, as it was named.
    pub session: String,
    /// How many of its entries it shares.
    pub entries: u64,
}

/// One thing that was done to the play, or noted beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// From 1.
    pub entry: u64,
    /// How much had happened in the play when it stood still: the place to which it is brought again.
    pub position: u64,
    /// What stood for all facts up to there, 16 hexadecimal digits: a replay that comes to other facts is found out.
    pub facts: String,
    /// The story's clock, in milliseconds since the scenario's start.
    pub story_ms: i64,
    /// The same as people read it.
    pub story: String,
    /// The wall clock, in milliseconds since 1970. The play never looks at it.
    pub wall_ms: u64,
    /// Who did it, where that was said: a seat, or the facilitator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// What was done.
    pub what: What,
    /// Why, where that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// What an entry says was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The exercise starts.
    Startex,
    /// It pauses: the wall clock of the exercise stands still.
    Pausex,
    /// It goes on.
    Resumex,
    /// It ends. A session that has ended goes no further.
    Endex,
    /// The story came this far: no effect of its own, since the play would come there by itself.
    Went,
    /// A choice was made where the play waited for one.
    Chose {
        /// Where.
        at: Point,
        /// What.
        choice: Choice,
        /// What the simulator would have drawn.
        offered: Choice,
    },
    /// The room, or the facilitator, acted.
    Acted(Act),
    /// The room speaks for somebody from here on, or the simulator does again.
    Seat {
        /// Whom.
        person: String,
        /// The room does.
        room: bool,
    },
    /// Something was said to the room that is no inject of the scenario: words, on the spot.
    Told {
        /// The words.
        text: String,
        /// To whom: a role; everybody where there is nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// A move of the exercise begins, by its place among them from 0.
    Move {
        /// Which.
        number: usize,
    },
    /// Somebody takes part.
    Present {
        /// Facilitator, evaluator, or the seat.
        part: String,
        /// Their name as they gave it; empty where nobody did.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        name: String,
        /// Nobody sits there: the simulator plays the role.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        simulated: bool,
    },
    /// A note, beside the play.
    Note {
        /// The words.
        text: String,
        /// What it is about.
        #[serde(default)]
        about: Subject,
    },
    /// What an evaluator saw.
    Observed {
        /// The words.
        text: String,
        /// The id of the objective that it belongs to; the exercise as a whole where there is none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        objective: Option<String>,
        /// A strength, or an area for improvement, where that was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        strength: Option<bool>,
    },
    /// An evaluator rates an objective; why is beside it.
    Rated {
        /// The objective's id.
        objective: String,
        /// P, S, M or U.
        grade: String,
    },
}
/// What a note is about.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The course of events.
    #[default]
    Course,
    /// Something to be settled later.
    ParkingLot,
    /// What participants said afterwards.
    HotWash,
}
impl What {
    /// It changes the play, so that it cannot be left out of a replay.
    pub fn has_effect(&self) -> bool {
        matches!(self, What::Chose { .. } | What::Acted(_) | What::Seat { .. })
    }
}

/// A journal, and the file it is kept in, where it is.
#[derive(Debug)]
pub struct Journal {
    /// What is played.
    pub head: Head,
    entries: Vec<Entry>,
    file: Option<(File, PathBuf)>,
}

impl Journal {
    /// A journal kept in memory only.
    pub fn unkept(head: Head) -> Journal {
        Journal { head, entries: Vec::new(), file: None }
    }
    /// A new journal in a folder, which is made; the resolved scenario is written beside it.
    ///
    /// # Errors
    /// When the folder holds a session already, or cannot be written.
    pub fn create(head: Head, folder: &Path, scenario: &str) -> Result<Journal, Trouble> {
        std::fs::create_dir_all(folder).map_err(|why| Trouble::disk(folder, &why))?;
        let path = folder.join(JOURNAL);
        let beside = folder.join(SCENARIO);
        let file = OpenOptions::new().write(true).create_new(true).open(&path).map_err(|why| match why.kind() {
            std::io::ErrorKind::AlreadyExists => Trouble::refused(format!(
                "{} holds a session already; go on with it (--resume), or choose another folder (--out)",
                folder.display()
            )),
            _ => Trouble::disk(&path, &why),
        })?;
        std::fs::write(&beside, scenario).and_then(|()| File::open(&beside)?.sync_all()).map_err(|why| Trouble::disk(&beside, &why))?;
        let mut journal = Journal { head, entries: Vec::new(), file: Some((file, path)) };
        let head = serde_json::to_string(&journal.head).map_err(|why| Trouble::refused(why.to_string()))?;
        journal.write(&head)?;
        Ok(journal)
    }
    /// Reads a journal. What was being written when the program ended is left out, and said.
    ///
    /// # Errors
    /// When there is none, or a line in the middle cannot be read.
    pub fn read(path: &Path) -> Result<(Journal, Option<String>), Trouble> {
        let (journal, _, said) = Journal::read_whole(path)?;
        Ok((journal, said))
    }
    /// Reads a journal and goes on with it: what was torn is cut off from the file.
    ///
    /// # Errors
    /// As [`Journal::read`], and when the file cannot be written.
    pub fn go_on(path: &Path) -> Result<(Journal, Option<String>), Trouble> {
        let (mut journal, whole, said) = Journal::read_whole(path)?;
        let mut file = OpenOptions::new().write(true).open(path).map_err(|why| Trouble::disk(path, &why))?;
        let cut = file.set_len(whole).and_then(|()| file.seek(SeekFrom::End(0))).and_then(|_| file.sync_all());
        cut.map_err(|why| Trouble::disk(path, &why))?;
        journal.file = Some((file, path.to_owned()));
        Ok((journal, said))
    }
    /// The journal, how many bytes of its file are whole, and what is said of the rest.
    fn read_whole(path: &Path) -> Result<(Journal, u64, Option<String>), Trouble> {
        let bytes = std::fs::read(path).map_err(|why| match why.kind() {
            std::io::ErrorKind::NotFound => Trouble::refused(format!("{} is not there: no session was kept here", path.display())),
            _ => Trouble::disk(path, &why),
        })?;
        let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let torn = bytes.len() - whole;
        let said = (torn > 0).then(|| {
            format!("the last line of {} was being written when the session ended; it had no effect yet and is left out", path.display())
        });
        let text = String::from_utf8_lossy(&bytes[..whole]);
        let mut lines = text.lines().enumerate();
        let bad = |line: usize, why: serde_json::Error| {
            Trouble::refused(format!("{}:{}: this is no line of a session's journal: {why}", path.display(), line + 1))
        };
        let Some((_, head)) = lines.next() else {
            return Err(Trouble::refused(format!("{} ends before the session began; nothing was done in it", path.display())));
        };
        let head: Head = serde_json::from_str(head).map_err(|why| bad(0, why))?;
        if head.schema != SCHEMA {
            let (path, schema) = (path.display(), head.schema);
            return Err(Trouble::refused(format!("{path} is of form {schema}; this firedrill reads form {SCHEMA}")));
        }
        let entries = lines.map(|(no, line)| serde_json::from_str::<Entry>(line).map_err(|why| bad(no, why)));
        let entries = entries.collect::<Result<Vec<Entry>, Trouble>>()?;
        if let Some((at, entry)) = entries.iter().enumerate().find(|(at, entry)| entry.entry != *at as u64 + 1) {
            let (path, line, is, next) = (path.display(), at + 2, entry.entry, at + 1);
            return Err(Trouble::refused(format!(
                "{path}:{line}: this is entry {is}, and {next} comes next: a line is missing or twice there"
            )));
        }
        Ok((Journal { head, entries, file: None }, whole as u64, said))
    }
    /// The entries so far.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
    /// Where it is kept.
    pub fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|(_, path)| path.as_path())
    }
    /// Adds an entry, and has it on the disk before it returns.
    ///
    /// # Errors
    /// When it cannot be written: then what it says must not be done.
    pub fn add(&mut self, entry: Entry) -> Result<(), Trouble> {
        let line = serde_json::to_string(&entry).map_err(|why| Trouble::refused(why.to_string()))?;
        self.write(&line)?;
        self.entries.push(entry);
        Ok(())
    }
    fn write(&mut self, line: &str) -> Result<(), Trouble> {
        let Some((file, path)) = &mut self.file else { return Ok(()) };
        let before = file.stream_position().map_err(|why| Trouble::disk(path, &why))?;
        let written = file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.sync_data());
        written.map_err(|why| {
            // What is only half there must not run into the next line. Where not even that works, a reader takes it for torn.
            let _ = file.set_len(before).and_then(|()| file.seek(SeekFrom::Start(before)));
            Trouble::disk(path, &why)
        })
    }
}
