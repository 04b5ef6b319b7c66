//! What is to be expected of a choice that is waited for: worked out aside, while the pages go on, for the facilitator, and shown to the others
//! when the facilitator says so. It is broken off once the choice is made or the story moves: nobody waits for it any more.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::server::Stage;
use crate::exercise::forecast::{AtChoice, Stopper, UnderWay};
use crate::exercise::words::Point;
use crate::exercise::{Phase, Session, Trouble};

/// The forecasts of an exercise.
pub(super) struct Outlook {
    /// Continuations of each option.
    continuations: u64,
    /// One is worked out at a time.
    turn: Semaphore,
    under_way: Mutex<Option<(Here, Stopper)>>,
    made: Mutex<Option<Made>>,
}
/// A choice, and how much had been done when it was looked at: what is merely written down makes no other moment of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Here {
    at: Point,
    deeds: usize,
}
impl Here {
    /// The story still stands there.
    fn stands(&self, session: &Session) -> bool {
        self.deeds == deeds(session) && session.phase() != Phase::Ended && session.pending().iter().any(|(at, _)| *at == self.at)
    }
}
struct Made {
    here: Here,
    words: Value,
    /// Everybody may see it.
    shown: bool,
}

/// How much has been done in a session that changes where the story leads.
pub(super) fn deeds(session: &Session) -> usize {
    session.journal().entries().iter().filter(|entry| entry.what.has_effect()).count()
}

impl Outlook {
    pub(super) fn new(continuations: u64) -> Outlook {
        Outlook { continuations, turn: Semaphore::new(1), under_way: Mutex::new(None), made: Mutex::new(None) }
    }
    fn made(&self) -> MutexGuard<'_, Option<Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
    fn under_way(&self) -> MutexGuard<'_, Option<(Here, Stopper)>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// What everybody may see of where the story stands.
    pub(super) fn shown(&self, session: &Session) -> Option<Value> {
        let made = self.made();
        let made = made.as_ref().filter(|made| made.shown && made.here.stands(session))?;
        Some(json!({"at": made.here.at, "forecast": made.words}))
    }
    /// Shows the forecast of a choice to everybody, or not any more. False where there is none.
    pub(super) fn show(&self, at: &Point, shown: bool) -> bool {
        let mut made = self.made();
        let Some(made) = made.as_mut().filter(|made| made.here.at == *at) else { return false };
        made.shown = shown;
        true
    }
    /// Something has been done: a forecast under way from where the story no longer stands is broken off.
    pub(super) fn done(&self, session: &Session) {
        if let Some((_, stopper)) = self.under_way().as_ref().filter(|(here, _)| !here.stands(session)) {
            stopper.stop();
        }
    }
    /// The exercise is left: nothing is to be expected any more.
    pub(super) fn leave(&self) {
        if let Some((_, stopper)) = self.under_way().as_ref() {
            stopper.stop();
        }
    }
}

/// The forecast of the n-th choice that is waited for, as JSON.
pub(super) async fn of(stage: Arc<Stage>, nth: usize) -> Result<Value, Trouble> {
    let unfinished = || Trouble::refused("the forecast was not finished");
    let _turn = stage.outlook.turn.acquire().await.map_err(|_| unfinished())?;
    let aside = stage.clone();
    let made = tokio::task::spawn_blocking(move || work_out(&aside, nth));
    made.await.unwrap_or_else(|_| Err(unfinished()))
}

fn work_out(stage: &Stage, nth: usize) -> Result<Value, Trouble> {
    let (under_way, here) = {
        // While the session is in hand nothing can be done to it, so that no deed goes unnoticed by what begins here.
        let session = stage.session();
        let pending = session.pending();
        let (at, _) = pending.get(nth).ok_or_else(|| Trouble::refused("nobody waits for that choice any more"))?;
        let here = Here { at: at.clone(), deeds: deeds(&session) };
        if let Some(made) = stage.outlook.made().as_ref().filter(|made| made.here == here) {
            return Ok(made.words.clone());
        }
        let moment = AtChoice::of(&session, at, &[])?;
        let jobs = std::thread::available_parallelism().map_or(1, usize::from);
        let under_way = UnderWay::begin(moment, stage.outlook.continuations, jobs);
        *stage.outlook.under_way() = Some((here.clone(), under_way.stopper()));
        (under_way, here)
    };
    let stopper = under_way.stopper();
    let forecast = under_way.take();
    *stage.outlook.under_way() = None;
    if stopper.is_stopped() {
        return Err(Trouble::refused("the story went on before it was finished"));
    }
    let words = json!(forecast.map_err(Trouble::refused)?);
    *stage.outlook.made() = Some(Made { here, words: words.clone(), shown: false });
    Ok(words)
}
