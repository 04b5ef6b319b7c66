//! How a session comes about: opened at its scenario's start, gone on with from its journal, replayed, or left for another course.

use std::path::Path;
use std::sync::Arc;

use super::{Opening, Phase, Session, Upto, Wall};
use crate::engine::time::Instant;
use crate::exercise::Trouble;
use crate::exercise::journal::{Branch, Entry, Head, JOURNAL, Journal, SCENARIO, SCHEMA, What};
use crate::exercise::known::Known;
use crate::exercise::words;
use crate::model::ids::PersonId;
use crate::model::plan::Plan;
use crate::play::Play;
use crate::scenario;
use crate::text::Request;

impl Session {
    /// Opens a session: the play stands at the scenario's start, and nothing has happened.
    ///
    /// # Errors
    /// When a seat names nobody, or the journal cannot be written.
    pub fn open(opening: Opening) -> Result<Session, Trouble> {
        let Opening { scenario, seed, seats, folder, wall } = opening;
        let plan = scenario.plan.clone();
        let head = Head {
            schema: SCHEMA,
            firedrill: env!("CARGO_PKG_VERSION").to_owned(),
            scenario: plan.name.clone(),
            scenario_hash: scenario.hash.clone(),
            seed,
            seats: seats.unwrap_or_else(|| players(&plan)),
            branch_of: None,
        };
        seated(&plan, &head)?;
        let journal = match folder {
            Some(folder) => Journal::create(head, folder, &scenario.canonical)?,
            None => Journal::unkept(head),
        };
        Session::begin(plan, scenario.canonical.as_str().into(), journal, wall)
    }
    /// Goes on with the session of a folder where it was left, however it ended. Also says what a reader should know: that a line was torn, or
    /// that another version wrote it.
    ///
    /// # Errors
    /// When the folder holds no session, the scenario beside it is another one, or the play does not come to the same facts.
    pub fn resume(folder: &Path, wall: Wall) -> Result<(Session, Vec<String>), Trouble> {
        let (journal, torn) = Journal::go_on(&folder.join(JOURNAL))?;
        Session::from_journal(folder, journal, torn, wall)
    }
    /// Replays the session of a folder, which is left as it is: what is done to it further is kept nowhere.
    ///
    /// # Errors
    /// As [`Session::resume`].
    pub fn replay(folder: &Path, wall: Wall) -> Result<(Session, Vec<String>), Trouble> {
        let (journal, torn) = Journal::read(&folder.join(JOURNAL))?;
        Session::from_journal(folder, journal, torn, wall)
    }
    fn from_journal(folder: &Path, journal: Journal, torn: Option<String>, wall: Wall) -> Result<(Session, Vec<String>), Trouble> {
        let mut said: Vec<String> = torn.into_iter().collect();
        let path = folder.join(SCENARIO);
        let opened = scenario::open(&Request { scenario: &path, models: &[], sets: &[] });
        let scenario = opened.map_err(|rejected| Trouble::refused(rejected.render(false)))?;
        if scenario.hash != journal.head.scenario_hash {
            let (path, is, was) = (path.display(), &scenario.hash, &journal.head.scenario_hash);
            return Err(Trouble::refused(format!("{path} has been changed since the session: it is {is}, and the session played {was}")));
        }
        let here = env!("CARGO_PKG_VERSION");
        if journal.head.firedrill != here {
            said.push(format!("the session was played by firedrill {}; this is {here}", journal.head.firedrill));
        }
        let mut session = Session::begin(scenario.plan.clone(), scenario.canonical.as_str().into(), journal, wall)?;
        let entries = session.journal.entries().to_vec();
        for entry in &entries {
            session.bring(entry)?;
        }
        Ok((session, said))
    }
    /// Another session that shares the beginning of this one and then goes its own way, kept in a folder or in memory only.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub fn branch(&self, upto: Upto, folder: Option<&Path>, wall: Wall) -> Result<Session, Trouble> {
        let within = |entry: &&Entry| match upto {
            Upto::Entries(count) => entry.entry <= count,
            Upto::Story(at) => entry.story_ms <= at.0,
        };
        let shared: Vec<Entry> = self.journal.entries().iter().take_while(within).filter(|e| e.what != What::Endex).cloned().collect();
        let name =
            self.journal.path().and_then(Path::parent).map_or("a session kept in memory".to_owned(), |path| path.display().to_string());
        let branch = Branch { session: name, entries: shared.len() as u64 };
        let head = Head { branch_of: Some(branch), ..self.journal.head.clone() };
        let journal = match folder {
            Some(folder) => Journal::create(head, folder, &self.text)?,
            None => Journal::unkept(head),
        };
        let mut session = Session::begin(self.plan.clone(), self.text.clone(), journal, wall)?;
        for (nth, entry) in (1..).zip(shared) {
            let entry = Entry { entry: nth, ..entry };
            session.journal.add(entry.clone())?;
            session.bring(&entry)?;
        }
        if let Upto::Story(at) = upto
            && at > session.clock
            && session.phase != Phase::Ready
        {
            session.until(at)?;
        }
        Ok(session)
    }
    fn begin(plan: Arc<Plan>, text: Arc<str>, journal: Journal, wall: Wall) -> Result<Session, Trouble> {
        let mut play = Play::new(plan.clone());
        play.reset(journal.head.seed, 0);
        for person in seated(&plan, &journal.head)? {
            play.seat(person, true);
        }
        let known = Known::new();
        let (facts, clock) = (Vec::new(), Instant(0));
        let mut session = Session { play, plan, text, journal, facts, known, clock, over: None, phase: Phase::Ready, wall };
        session.listen();
        Ok(session)
    }
}

/// Those for whom the room speaks from the start.
fn seated(plan: &Plan, head: &Head) -> Result<Vec<PersonId>, Trouble> {
    head.seats.iter().map(|id| words::person_of(plan, id)).collect()
}

/// Those who play at the seats of the exercise, or everybody who may take a decision about the incident or what is done for it.
fn players(plan: &Plan) -> Vec<String> {
    let seats = plan.exercise.iter().flat_map(|exercise| &exercise.seats);
    let seated: Vec<PersonId> = seats.flat_map(|seat| seat.people.iter().copied()).collect();
    let rights = plan.decisions.iter().filter(|decision| decision.access.is_none());
    let mut people: Vec<PersonId> = rights.flat_map(|right| right.holders.iter().chain(&right.delegates)).copied().collect();
    if !seated.is_empty() {
        people = seated;
    }
    people.sort_unstable();
    people.dedup();
    people.into_iter().map(|person| plan.people[person.at()].id.clone()).collect()
}
