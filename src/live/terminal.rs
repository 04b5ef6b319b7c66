//! The exercise on a plain line console: for screen readers, for ssh, and for whoever runs it alone. Short commands, one thing a line, no colours,
//! nothing drawn; it works from a pipe. The facilitator enters the room's choices in two keystrokes: the number of the choice and the letter of
//! the option.
//!
//! A console is told a line and answers with text; whoever holds it reads and prints.

use std::path::PathBuf;

use super::when;
use crate::engine::time::Instant;
use crate::exercise::journal::{Subject, What};
use crate::exercise::{Phase, Session, Trouble, Upto, Viewer};
use crate::report::story::Story;
use crate::report::telling::sentence;
use crate::report::words::harmless;

mod choices;
mod forecast;
mod lists;
mod orders;

/// What a command comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// What is said.
    pub text: String,
    /// The console is left; the session can be gone on with.
    pub leaves: bool,
}
impl Reply {
    fn say(text: impl Into<String>) -> Reply {
        Reply { text: text.into(), leaves: false }
    }
}

/// A console with a session.
pub struct Console {
    session: Session,
    /// How many facts have been told.
    told: usize,
    /// Where branches are kept: the n-th in a folder named after this one.
    folder: Option<PathBuf>,
    branches: u32,
    wall: fn() -> u64,
}

const HELP: &str = "Commands (most have a short form, shown in brackets):
  go (g)                  on to the next choice; step (s) on to the next thing that happens; until Sat 07:00, until +2h
  waiting (w)             what the story waits for, with options; 1a takes option a of choice 1
  choose 1 approve 30m because REASON     also defer, refuse; for a page: choose 1 answer 10m, choose 1 silent
  forecast 1 (f)          where each answer to choice 1 is likely to lead, for your eyes
  who                     who is there, and what they do; who all also those off duty; who NAME one of them
  systems  incidents  tasks  pages  decisions  notices  injects  journal     how things stand
  room                    what the room knows, as the projector shows it
  page NAME               page somebody; declare; assess high; assign TASK NAME (TASK@SYSTEM where it is done once for each)
  inject NAME             play an inject; say WORDS tells the room something that is not in the script
  away NAME 9h: WORDS     the same with an effect, on the spot: somebody is away; down SYSTEM 4h: WORDS; severity critical: WORDS
  override task TASK done in 2h because REASON     also failed, TASK@SYSTEM; override page NAME 10m (or silent) because REASON;
                          override system NAME because REASON
  seat NAME on|off        the room speaks for somebody, or the simulator does
  note WORDS              kept in the journal; observe WORDS, observe OBJECTIVE: WORDS for the evaluator
  pause  start  end       PAUSEX, STARTEX, ENDEX; back to 12, back to Sat 07:10, back to -2h leaves this course for another
  quit (q)                leave; firedrill exercise --resume DIR goes on
Add #2 to a command that is about the second incident; without it the latest that is known is meant.";

impl Console {
    /// A console for a session, which may have gone on for a while. `folder` is where it is kept; `wall` tells the time.
    pub fn new(session: Session, folder: Option<PathBuf>, wall: fn() -> u64) -> Console {
        let told = session.facts().len();
        Console { session, told, folder, branches: 0, wall }
    }
    /// The session in hand.
    pub fn session(&self) -> &Session {
        &self.session
    }
    /// What is said at the beginning.
    pub fn greeting(&mut self) -> String {
        let plan = self.session.plan().clone();
        let mut text = format!("EXERCISE: {}\n", harmless(&plan.name));
        if !plan.about.is_empty() {
            text.push_str(&format!("{}\n", harmless(&plan.about)));
        }
        if let Some(folder) = &self.folder {
            text.push_str(&format!("The journal is kept in {}.\n", folder.display()));
        }
        match self.session.phase() {
            Phase::Ready => text.push_str("Type go to start and come to the first choice; help shows all commands.\n"),
            Phase::Ended => text.push_str("The exercise has ended; back to 12 goes on from its twelfth entry.\n"),
            Phase::Running | Phase::Paused => {
                let so_far = self.session.journal().entries().len();
                text.push_str(&format!("{so_far} entries so far. Type go to go on; help shows all commands.\n"));
                text.push_str(&choices::waiting(&mut self.session));
            }
        }
        text
    }
    /// What stands before the next command: the story's clock.
    pub fn prompt(&self) -> String {
        format!("{}> ", self.session.plan().zone.format(self.session.clock()))
    }
    /// A command and what it comes to.
    pub fn line(&mut self, line: &str) -> Reply {
        match self.obey(line.trim()) {
            Ok(reply) => reply,
            Err(trouble) => Reply::say(format!("{}.\n", sentence(trouble.words.trim_end_matches('.').to_owned()))),
        }
    }
    fn obey(&mut self, line: &str) -> Result<Reply, Trouble> {
        let (word, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(word, rest)| (word, rest.trim()));
        let word = word.to_lowercase();
        if let Some((number, option)) = choices::two_keys(&word)
            && rest.is_empty()
        {
            choices::take(&mut self.session, number, option)?;
            return Ok(self.news());
        }
        match word.as_str() {
            "" | "waiting" | "w" => Ok(Reply::say(choices::waiting(&mut self.session))),
            "help" | "?" | "h" => Ok(Reply::say(format!("{HELP}\n"))),
            "go" | "g" => self.moves(|session| session.go()),
            "step" | "s" => self.step(),
            "until" => {
                let at = when::to_come(self.session.plan(), self.session.clock(), rest)?;
                self.moves(move |session| session.until(at))
            }
            "choose" | "c" => {
                choices::choose(&mut self.session, rest)?;
                Ok(self.news())
            }
            "start" | "startex" => self.marks(Session::start, "STARTEX"),
            "pause" | "pausex" => self.marks(Session::pause, "PAUSEX"),
            "end" | "endex" => self.marks(Session::end, "ENDEX"),
            "quit" | "q" | "exit" => Ok(Reply { text: self.left(), leaves: true }),
            "note" => {
                let what = What::Note { text: said(rest)?.to_owned(), about: Subject::Course };
                self.session.note(Some(FACILITATOR), what, None)?;
                Ok(Reply::say("Noted.\n"))
            }
            "observe" => {
                let known = rest.split_once(':').filter(|(objective, text)| !objective.contains(' ') && !text.trim().is_empty());
                let (objective, text) = known.map_or((None, rest), |(objective, text)| (Some(objective.trim().to_owned()), text.trim()));
                let kept = objective.as_ref().map_or("the exercise as a whole".to_owned(), |objective| harmless(objective));
                let what = What::Observed { text: said(text)?.to_owned(), objective, strength: None };
                self.session.note(Some("evaluator"), what, None)?;
                Ok(Reply::say(format!("Kept for {kept}.\n")))
            }
            "say" => {
                self.session.tell(Some(FACILITATOR), said(rest)?, None)?;
                Ok(Reply::say("Said to the room.\n"))
            }
            "back" => self.back(rest),
            "room" => Ok(Reply::say(self.room())),
            _ => match lists::list(&mut self.session, &word, rest) {
                Some(text) => text.map(Reply::say),
                None => {
                    orders::order(&mut self.session, &word, rest)?;
                    let mut reply = self.news();
                    if !self.session.pending().is_empty() && word != "seat" {
                        reply.text.insert_str(0, "It is done at this moment of the story, as soon as what is waited for is chosen.\n");
                    }
                    Ok(reply)
                }
            },
        }
    }
    /// Lets the story go on; it starts with the first move.
    fn moves(&mut self, go: impl FnOnce(&mut Session) -> Result<bool, Trouble>) -> Result<Reply, Trouble> {
        let mut text = String::new();
        if self.session.phase() == Phase::Ready {
            self.session.start(Some(FACILITATOR))?;
            text.push_str("STARTEX.\n");
        }
        let (before, clock) = (self.told, self.session.clock());
        go(&mut self.session)?;
        text.push_str(&self.tell());
        if self.told == before && self.session.clock() == clock && self.session.over().is_none() {
            text.push_str("The story waits.\n");
        }
        text.push_str(&self.then());
        Ok(Reply::say(text))
    }
    /// On to the next thing that is told: much of what happens is not.
    fn step(&mut self) -> Result<Reply, Trouble> {
        let mut reply = self.moves(|session| session.step())?;
        let silent = |console: &Console| console.session.pending().is_empty() && console.session.over().is_none();
        for _ in 0..100_000 {
            if !reply.text.is_empty() || !silent(self) {
                break;
            }
            reply = self.moves(|session| session.step())?;
        }
        Ok(reply)
    }
    fn marks(&mut self, mark: fn(&mut Session, Option<&str>) -> Result<(), Trouble>, said: &str) -> Result<Reply, Trouble> {
        mark(&mut self.session, Some(FACILITATOR))?;
        let mut text = format!("{said}.\n");
        if self.session.phase() == Phase::Ended {
            text.push_str(&self.left());
        }
        Ok(Reply::say(text))
    }
    /// What has happened since it was last told, and what the story waits for.
    fn news(&mut self) -> Reply {
        let mut text = self.tell();
        text.push_str(&self.then());
        Reply::say(text)
    }
    fn then(&mut self) -> String {
        if self.session.over().is_some() {
            let end = self.session.plan().zone.format_long(self.session.clock());
            return format!("The story is over: nothing more is to come after {end}. Type end for ENDEX.\n");
        }
        if self.session.pending().is_empty() { String::new() } else { choices::waiting(&mut self.session) }
    }
    /// Tells what has not been told.
    fn tell(&mut self) -> String {
        let facts = self.session.facts();
        let mut story = Story::new(self.session.plan(), true);
        for (at, fact) in &facts[..self.told] {
            story.add(*at, fact);
        }
        story.so_far();
        for (at, fact) in &facts[self.told..] {
            story.add(*at, fact);
        }
        self.told = facts.len();
        story.so_far()
    }
    /// What the room knows.
    fn room(&self) -> String {
        let (plan, facts) = (self.session.plan(), self.session.facts());
        let mut story = Story::new(plan, true);
        for nth in self.session.known_to(&Viewer::Room) {
            let (at, fact) = &facts[nth];
            story.add(*at, fact);
        }
        let text = story.so_far();
        if text.is_empty() { "The room knows of nothing yet.\n".to_owned() } else { text }
    }
    fn back(&mut self, rest: &str) -> Result<Reply, Trouble> {
        let to = rest.strip_prefix("to ").unwrap_or(rest).trim();
        let upto = match to.parse::<u64>() {
            Ok(entries) => Upto::Entries(entries),
            Err(_) => Upto::Story(when::past(self.session.plan(), self.session.clock(), to)?),
        };
        let wall = self.wall;
        let folder = self.next_folder();
        let branch = self.session.branch(upto, folder.as_deref(), Box::new(wall))?;
        self.session = branch;
        self.told = self.session.facts().len();
        let kept = folder
            .as_ref()
            .map_or(String::new(), |folder| format!(" It is kept in {}; the course before stays as it is.", folder.display()));
        self.folder = folder.or(self.folder.take());
        let at = self.session.plan().zone.format_long(self.session.clock());
        let entries = self.session.journal().entries().len();
        let mut text = format!("Another course from here: {at}, after {entries} entries.{kept}\n");
        text.push_str(&self.then());
        Ok(Reply::say(text))
    }
    fn next_folder(&mut self) -> Option<PathBuf> {
        let folder = self.folder.clone()?;
        loop {
            self.branches += 1;
            let mut name = folder.clone().into_os_string();
            name.push(format!("-course-{}", self.branches + 1));
            let next = PathBuf::from(name);
            if !next.exists() {
                return Some(next);
            }
        }
    }
    fn left(&self) -> String {
        let facts = self.session.fingerprint();
        match &self.folder {
            Some(folder) if self.session.phase() == Phase::Ended => {
                format!("Kept in {0} (facts {facts}); firedrill replay {0} plays it again.\n", folder.display())
            }
            Some(folder) => format!("Kept in {0} (facts {facts}); firedrill exercise --terminal --resume {0} goes on.\n", folder.display()),
            None => format!("Facts {facts}.\n"),
        }
    }
}

/// Who the journal says it was, where nobody else is named.
const FACILITATOR: &str = "facilitator";

fn said(text: &str) -> Result<&str, Trouble> {
    if text.is_empty() { Err(Trouble::refused("say what: the words are missing")) } else { Ok(text) }
}

/// An instant as people read it.
fn local(session: &Session, ms: i64) -> String {
    session.plan().zone.format(Instant(ms))
}

/// The reason in a command, behind "because".
fn because(text: &str) -> (&str, Option<&str>) {
    match text.find("because ") {
        Some(0) => ("", Some(text["because ".len()..].trim())),
        Some(at) if text[..at].ends_with(' ') => (text[..at].trim(), Some(text[at + "because ".len()..].trim())),
        _ => (text.trim(), None),
    }
}
