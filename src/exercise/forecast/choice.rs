//! The moment at which a session waits for a choice. The play is brought there by the session's journal, by the story's clock: a continuation has
//! the same facts up to there, but not as many happenings, since a page that is never answered takes another course than one that is answered late.

use std::sync::Arc;

use super::{Moment, Sink};
use crate::engine::time::Instant;
use crate::exercise::journal::{Entry, What};
use crate::exercise::words::{Choice, Point, Says, person_of};
use crate::exercise::{Session, Trouble};
use crate::model::fact::Fact;
use crate::model::ids::{IncidentNo, PersonId};
use crate::model::plan::Plan;
use crate::play::Play;

/// A session at a choice, and what can be chosen.
#[derive(Clone, Debug)]
pub struct AtChoice {
    plan: Arc<Plan>,
    seed: u64,
    seats: Vec<PersonId>,
    entries: Vec<Entry>,
    clock: Instant,
    point: Point,
    options: Vec<(String, Choice)>,
}
impl AtChoice {
    /// A choice that a session waits for, with what can be chosen there and what that is called; the usual where there is nothing.
    ///
    /// # Errors
    /// When the session does not wait for it.
    pub fn of(session: &Session, point: &Point, options: &[(String, Choice)]) -> Result<AtChoice, Trouble> {
        let Some((_, offer)) = session.pending().into_iter().find(|(at, _)| at == point) else {
            return Err(Trouble::refused("nothing is forecast there: that choice has been made already, or nobody waits for it"));
        };
        let (plan, head) = (session.plan().clone(), &session.journal().head);
        let seats = head.seats.iter().map(|id| person_of(&plan, id)).collect::<Result<Vec<PersonId>, Trouble>>()?;
        let options = if options.is_empty() { usual(offer) } else { options.to_vec() };
        let entries = session.journal().entries().to_vec();
        Ok(AtChoice { plan, seed: head.seed, seats, entries, clock: session.clock(), point: point.clone(), options })
    }
}

/// What can be chosen, where the room has said nothing yet: each answer after the time that is offered; answering when offered, or not.
fn usual(offer: Choice) -> Vec<(String, Choice)> {
    match offer {
        Choice::Decide { takes_ms, .. } => [("approve", Says::Approve), ("defer", Says::Defer), ("refuse", Says::Refuse)]
            .map(|(name, says)| (name.to_owned(), Choice::Decide { says, takes_ms }))
            .to_vec(),
        Choice::Answer { after_ms } => {
            let answers = Choice::Answer { after_ms: after_ms.or(Some(0)) };
            vec![("answer".to_owned(), answers), ("do not answer".to_owned(), Choice::Answer { after_ms: None })]
        }
    }
}

/// A play on its way to the moment, with what it has recorded.
struct Way<'w> {
    play: &'w mut Play,
    facts: Vec<(Instant, Fact)>,
    sink: &'w mut Sink<'w>,
}
impl Way<'_> {
    fn go(&mut self, until: Instant) -> Result<(), String> {
        let Way { play, facts, sink } = self;
        let gone = play.go_on(until, u64::MAX, &mut |at, fact| {
            facts.push((at, *fact));
            sink(at, fact);
        });
        gone.map(|_| ()).map_err(|limit| limit.to_string())
    }
    /// Does what an entry of the journal says.
    fn does(&mut self, plan: &Plan, what: &What, clock: Instant) -> Result<(), String> {
        match what {
            What::Chose { at, choice, .. } => choose(self.play, plan, at, *choice)?,
            What::Acted(act) => {
                let act = act.to_play(plan, &self.facts).map_err(|trouble| trouble.words)?;
                self.play.act(clock, act).map_err(|refusal| refusal.to_string())?;
            }
            What::Seat { person, room } => {
                let person = person_of(plan, person).map_err(|trouble| trouble.words)?;
                self.play.seat(person, *room);
                return Ok(());
            }
            _ => return Ok(()),
        }
        self.go(clock)
    }
}

fn choose(play: &mut Play, plan: &Plan, at: &Point, choice: Choice) -> Result<(), String> {
    let waits = play.pending().iter().map(|p| p.point).find(|point| Point::of(plan, point) == *at);
    let point = waits.ok_or("the play does not wait for that choice")?;
    let choice = choice.to_play().map_err(|trouble| trouble.words)?;
    play.choose(point, choice).map_err(|refusal| refusal.to_string())
}

impl Moment for AtChoice {
    fn plan(&self) -> &Arc<Plan> {
        &self.plan
    }
    fn incident(&self) -> IncidentNo {
        IncidentNo(self.point.incident().saturating_sub(1))
    }
    fn at(&self) -> Instant {
        self.clock
    }
    fn options(&self) -> Vec<String> {
        self.options.iter().map(|(name, _)| name.clone()).collect()
    }
    fn bring(&self, play: &mut Play, sink: &mut Sink) -> Result<(), String> {
        play.reset(self.seed, 0);
        for person in &self.seats {
            play.seat(*person, true);
        }
        let mut tell = |at: Instant, fact: &Fact| sink(at, fact);
        let mut way = Way { play, facts: Vec::new(), sink: &mut tell };
        for entry in &self.entries {
            let clock = Instant(entry.story_ms);
            // Before the start nothing has happened yet.
            if entry.position > 0 {
                way.go(clock)?;
            }
            way.does(&self.plan, &entry.what, clock)?;
        }
        way.go(self.clock)
    }
    fn take(&self, play: &mut Play, option: usize, sink: &mut Sink) -> Result<(), String> {
        // From here on everybody is simulated; whoever else is waited for does what luck has them do.
        for person in (0..self.plan.people.len() as u32).map(PersonId) {
            if play.seats(person) {
                play.seat(person, false);
            }
        }
        let (_, choice) = self.options.get(option).ok_or("there is no such option")?;
        choose(play, &self.plan, &self.point, *choice)?;
        while let Some((point, offer)) = play.pending().first().map(|pending| (pending.point, pending.offer)) {
            play.choose(point, offer).map_err(|refusal| refusal.to_string())?;
        }
        play.told(sink);
        Ok(())
    }
}
