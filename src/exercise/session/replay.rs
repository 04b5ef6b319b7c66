//! How a session moves: live and in a replay the same code does what an entry says, so that they cannot come apart.

use super::{Phase, Session, ended};
use crate::engine::time::Instant;
use crate::exercise::journal::{Entry, What};
use crate::exercise::words::{self, Point};
use crate::exercise::{Kind, Trouble};
use crate::play::Stood;

impl Session {
    /// Brings the play to where an entry found it, sees that it is the same play, and does what the entry says.
    pub(super) fn bring(&mut self, entry: &Entry) -> Result<(), Trouble> {
        let unfit = |what: String| Trouble::refused(format!("entry {} ({}) does not fit this play: {what}", entry.entry, entry.story));
        let here = self.play.happenings();
        let Some(missing) = entry.position.checked_sub(here) else {
            return Err(unfit(format!("it was made when {} things had happened, and {here} have already", entry.position)));
        };
        if missing > 0 {
            let stood = self.advance(Instant::NEVER, missing)?;
            let (came, waits) = (self.play.happenings(), stood == Stood::Chooses);
            if came != entry.position {
                let why = if waits { "the play waits for a choice that the journal does not have" } else { "the play is over" };
                return Err(unfit(format!("{why}, when {came} of {} things have happened", entry.position)));
            }
        }
        if self.fingerprint() != entry.facts {
            return Err(unfit(format!("what happened before it is not what it was then ({} and not {})", self.fingerprint(), entry.facts)));
        }
        self.clock = self.clock.max(Instant(entry.story_ms));
        self.apply(&entry.what).map_err(|trouble| unfit(trouble.words))
    }
    /// Does what an entry says.
    pub(super) fn apply(&mut self, what: &What) -> Result<(), Trouble> {
        match what {
            What::Startex | What::Resumex => self.phase = Phase::Running,
            What::Pausex => self.phase = Phase::Paused,
            What::Endex => self.phase = Phase::Ended,
            What::Went
            | What::Told { .. }
            | What::Move { .. }
            | What::Present { .. }
            | What::Note { .. }
            | What::Observed { .. }
            | What::Rated { .. } => {}
            What::Chose { at, choice, .. } => {
                let pending = self.play.pending().iter().find(|p| Point::of(&self.plan, &p.point) == *at).map(|p| p.point);
                let point = pending.ok_or_else(|| Trouble::refused("the play does not wait for the choice that it makes"))?;
                self.play.choose(point, choice.to_play()?).map_err(|refusal| Trouble::refused(refusal.to_string()))?;
                self.settle()?;
            }
            What::Acted(act) => {
                let act = act.to_play(&self.plan, &self.facts)?;
                self.play.act(self.clock, act).map_err(|refusal| Trouble::refused(refusal.to_string()))?;
                self.settle()?;
            }
            What::Seat { person, room } => {
                self.play.seat(words::person_of(&self.plan, person)?, *room);
                self.listen();
            }
        }
        Ok(())
    }
    /// Lets the play go on, and takes in what it records.
    pub(super) fn advance(&mut self, until: Instant, most: u64) -> Result<Stood, Trouble> {
        if self.over.is_some() && most > 0 {
            return if self.phase == Phase::Ended { Err(ended()) } else { Ok(Stood::Paused) };
        }
        let facts = &mut self.facts;
        let stood = self.play.go_on(until, most, &mut |at, fact| facts.push((at, *fact)));
        self.take_in();
        let stood = stood.map_err(|limit| Trouble { kind: Kind::Limit, words: limit.to_string() })?;
        self.clock = self.clock.max(self.play.now());
        if let Stood::Over(played) = stood {
            self.over = Some(played);
        }
        Ok(stood)
    }
    /// Lets everything happen that is due by now.
    pub(super) fn settle(&mut self) -> Result<(), Trouble> {
        self.advance(self.clock, u64::MAX)?;
        Ok(())
    }
    /// Takes in what a hand has recorded.
    pub(super) fn listen(&mut self) {
        let facts = &mut self.facts;
        self.play.told(&mut |at, fact| facts.push((at, *fact)));
        self.take_in();
    }
    fn take_in(&mut self) {
        self.known.see(&self.plan, &self.facts);
    }
}
