//! Exceptions: somebody who may accepts the risk of a finding for a while. Nobody is woken for that: it is put to the holders of the decision right
//! one after the other, then to the delegates, and each takes it up in their next hour at work.

use super::rules::{at_work_from, open, source, tell};
use super::{Finding, Happening, Told};
use crate::engine::chance::{Purpose, combine};
use crate::engine::time::Instant;
use crate::model::Scene;
use crate::model::fact::Answer;
use crate::model::happening::Happening as Any;
use crate::model::ids::PersonId;
use crate::model::plan::Decision;

const DELIBERATION: Purpose = Purpose::named("exception: deliberation");
const CONSULTATION: Purpose = Purpose::named("exception: consultation");
const ANSWER: Purpose = Purpose::named("exception: answer");
/// Whoever defers more often than this never decides.
const MOST_DEFERRALS: u64 = 1_000;

/// A finding nears its deadline, or the end of its exception: its owner asks. Nobody asks for one that nobody owns.
pub(super) fn asks(scene: &mut Scene, finding: Finding, nth: u32) {
    let plan = scene.plan;
    let Some(state) = open(scene, finding) else { return };
    state.asks = Some(nth);
    let (about, key, owned) = (state.about, state.nth, state.owned);
    let from = source(scene, about);
    let Some(law) = from.exceptions.filter(|_| owned) else { return };
    let luck = combine(combine(from.luck[about.severity as usize], key), u64::from(nth));
    let answer = answer(scene, &plan.decisions[law.decision.at()], luck);
    tell(scene, Told::Asked { about, decision: law.decision, nobody: answer.is_none() });
    if let Some((at, accepted, by)) = answer {
        scene.book_at(at, Any::Exposure(Happening::Answered { finding, nth, accepted, by }));
    }
}

/// When the answer comes, what it is and who gives it; none where too few of those who may accept are ever at work. It depends on rosters and
/// absences only, so all of it can be told when it is asked.
fn answer(scene: &Scene, right: &Decision, luck: u64) -> Option<(Instant, bool, PersonId)> {
    let now = scene.now();
    let quorum = right.quorum as usize;
    let wait = |n: usize| right.call_wait.times(n as f64);
    let holders = right.holders.iter().enumerate().map(|(n, person)| (now + wait((n + 1).saturating_sub(quorum)), *person));
    let after = right.delegate_after.map(|after| now + after);
    let delegates = right.delegates.iter().enumerate().filter_map(|(n, person)| Some((after? + wait(n), *person)));
    let mut reached: Vec<(Instant, usize, PersonId)> =
        holders.chain(delegates).enumerate().filter_map(|(n, (at, person))| Some((at_work_from(scene, person, at)?, n, person))).collect();
    reached.sort_unstable();
    reached.truncate(quorum);
    if reached.len() < quorum {
        return None;
    }
    let answers: Option<Vec<(Instant, bool, PersonId)>> =
        (0..).zip(&reached).map(|(place, (at, _, person))| answer_of(scene, right, combine(luck, place), *at, *person)).collect();
    let answers = answers?;
    // One refusal is enough; else it is accepted once the last of them agrees.
    let refused = answers.iter().filter(|(_, accepted, _)| !accepted).min().copied();
    refused.or_else(|| answers.into_iter().max())
}

/// When one of them has made up their mind.
fn answer_of(scene: &Scene, right: &Decision, luck: u64, reached: Instant, person: PersonId) -> Option<(Instant, bool, PersonId)> {
    let luck = combine(luck, right.luck);
    let mut at = reached;
    if let Some(asking) = &right.consultation {
        at += asking.sample(&mut scene.draw(CONSULTATION, luck, 0));
    }
    for time in 0..MOST_DEFERRALS {
        at += right.deliberation.sample(&mut scene.draw(DELIBERATION, luck, time));
        match [Answer::Approved, Answer::Deferred, Answer::Refused][scene.draw(ANSWER, luck, time).pick(&right.outcomes)] {
            Answer::Approved => return Some((at, true, person)),
            Answer::Refused => return Some((at, false, person)),
            Answer::Deferred => at += right.ask_again,
        }
    }
    None
}

/// Whoever may accept has answered.
pub(super) fn answered(scene: &mut Scene, finding: Finding, nth: u32, accepted: bool, by: PersonId) {
    let now = scene.now();
    let Some(state) = open(scene, finding).filter(|state| state.asks == Some(nth)) else { return };
    let about = state.about;
    if !accepted {
        return tell(scene, Told::Refused { about, by });
    }
    let overdue = state.overdue.take();
    let Some(law) = source(scene, about).exceptions else { return };
    let until = law.lasts.map(|lasts| now + lasts);
    if let Some(state) = open(scene, finding) {
        state.exempt = Some(until.unwrap_or(Instant::NEVER));
    }
    tell(scene, Told::Accepted { about, by, until, overdue });
    if let Some(until) = until {
        scene.book_at(until, Any::Exposure(Happening::Expires { finding }));
        // It is asked for anew in time, if it is long enough for that.
        let again = (until - law.before).max(now);
        if again < until {
            scene.book_at(again, Any::Exposure(Happening::Asks { finding, nth: nth + 1 }));
        }
    }
}

/// An exception is over, unless it has been renewed.
pub(super) fn expires(scene: &mut Scene, finding: Finding) {
    let now = scene.now();
    let Some(state) = open(scene, finding).filter(|state| state.exempt == Some(now)) else { return };
    state.exempt = None;
    let (about, overdue) = (state.about, state.late);
    state.overdue = overdue.then_some(now);
    tell(scene, Told::Expired { about, overdue });
}
