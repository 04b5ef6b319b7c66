//! Where the answers to a choice are likely to lead, for whoever runs the exercise: the command `forecast`.

use std::sync::atomic::AtomicBool;

use crate::exercise::forecast::{AtChoice, forecast};
use crate::exercise::{Session, Trouble};
use crate::report;

/// Continuations for each answer.
const CONTINUATIONS: u64 = 400;

/// Forecasts the n-th choice that is waited for; the first one where no number is given.
pub(super) fn told(session: &Session, rest: &str) -> Result<String, Trouble> {
    let number = if rest.is_empty() { Ok(1) } else { rest.parse::<usize>() };
    let number = number.map_err(|_| Trouble::refused("say which choice by its number: forecast 1"))?;
    let waiting = session.pending();
    let Some((point, _)) = number.checked_sub(1).and_then(|nth| waiting.get(nth)) else {
        return Err(Trouble::refused(match waiting.len() {
            0 => "nothing is waited for, so there is nothing to forecast; go comes to the next choice".to_owned(),
            many => format!("there is no choice {number}; {many} are waited for"),
        }));
    };
    let moment = AtChoice::of(session, point, &[])?;
    let jobs = std::thread::available_parallelism().map_or(1, usize::from);
    let made = forecast(&moment, CONTINUATIONS, jobs, &AtomicBool::new(false), &mut |_| {}).map_err(Trouble::refused)?;
    Ok(report::forecast::told(&made))
}
