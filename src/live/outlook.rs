//! What is to be expected of a choice that is waited for: worked out aside, while the pages go on, for the facilitator, and shown to the others
//! when the facilitator says so.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::Semaphore;

use super::server::Stage;
use crate::exercise::Trouble;
use crate::exercise::forecast::{AtChoice, forecast};
use crate::exercise::words::Point;

/// The forecasts of an exercise.
pub(super) struct Outlook {
    /// Continuations of each option.
    continuations: u64,
    /// One is worked out at a time.
    turn: Semaphore,
    made: Mutex<Option<Made>>,
}
struct Made {
    at: Point,
    /// The journal had so many entries: with more it is another moment.
    entries: u64,
    words: Value,
    /// Everybody may see it.
    shown: bool,
}
impl Outlook {
    pub(super) fn new(continuations: u64) -> Outlook {
        Outlook { continuations, turn: Semaphore::new(1), made: Mutex::new(None) }
    }
    fn made(&self) -> MutexGuard<'_, Option<Made>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// What everybody may see of a moment.
    pub(super) fn shown(&self, entries: u64) -> Option<Value> {
        self.made().as_ref().filter(|made| made.shown && made.entries == entries).map(|made| json!({"at": made.at, "forecast": made.words}))
    }
    /// Shows the forecast of a choice to everybody, or not any more. False where there is none.
    pub(super) fn show(&self, at: &Point, shown: bool) -> bool {
        let mut made = self.made();
        let Some(made) = made.as_mut().filter(|made| made.at == *at) else { return false };
        made.shown = shown;
        true
    }
}

/// The forecast of the n-th choice that is waited for, as JSON.
pub(super) async fn of(stage: Arc<Stage>, nth: usize) -> Result<Value, Trouble> {
    let unfinished = || Trouble::refused("the forecast was not finished");
    let _turn = stage.outlook.turn.acquire().await.map_err(|_| unfinished())?;
    let aside = stage.clone();
    let made = tokio::task::spawn_blocking(move || {
        let (moment, at, entries) = {
            let session = aside.session();
            let pending = session.pending();
            let (at, _) = pending.get(nth).ok_or_else(|| Trouble::refused("nobody waits for that choice any more"))?;
            (AtChoice::of(&session, at, &[])?, at.clone(), session.journal().entries().len() as u64)
        };
        if let Some(made) = aside.outlook.made().as_ref().filter(|made| made.at == at && made.entries == entries) {
            return Ok(made.words.clone());
        }
        let jobs = std::thread::available_parallelism().map_or(1, usize::from);
        let forecast =
            forecast(&moment, aside.outlook.continuations, jobs, &AtomicBool::new(false), &mut |_| {}).map_err(Trouble::refused)?;
        let words = json!(forecast);
        *aside.outlook.made() = Some(Made { at, entries, words: words.clone(), shown: false });
        Ok(words)
    });
    made.await.unwrap_or_else(|_| Err(unfinished()))
}
