//! When somebody answers the pages of a policy, as a distribution: the rules of `model/paging` with every draw kept open.
//!
//! Whether somebody answers is one number of luck u for each of their days (07:00 to 07:00), how soon another, v; both hold all day, whatever they
//! are paged for. A page draws by the duty at that moment (on shift, on call, off duty, away; by day or at night), so u falls into stretches in
//! each of which the course of events is the same: they answer at the first draw whose share is above u, and until then are tried again next
//! morning or at their next shift. The luck of different days is independent. So the chance of no answer by a time is a sum over these courses,
//! each a product over days of 1 - F(time since the draw). Where a policy lapses its pages, several draws of a day share v, and the answer comes
//! if the likeliest of them does: exact for all distributions that grow with one number of luck, which PERT and gamma do not always.

use super::ladder::Signal;
use super::presence::Presence;
use crate::engine::time::{Instant, Span};
use crate::model::contract::terms;
use crate::model::ids::PersonId;
use crate::model::plan::Plan;

/// Courses less likely than this are left out.
const NEGLIGIBLE: f64 = 1e-15;

/// How somebody stands at a draw, as an index into the laws of their reach.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// On shift.
    OnShift,
    /// On call.
    OnCall,
    /// Off duty.
    OffDuty,
    /// Away.
    Absent,
}

/// An answer on its way: it comes as long after `from` as the law says, unless `until` is sooner.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The draw, in milliseconds since the start of the policy.
    pub from: i64,
    /// What made it void.
    pub until: i64,
    /// Which law of theirs.
    pub standing: Standing,
}

/// One course of events.
#[derive(Clone, Debug)]
pub struct Course {
    /// How likely it is.
    pub weight: f64,
    /// The answers on their way in it, those of one day together.
    pub days: Vec<Vec<Pending>>,
}

/// What somebody's answers depend on.
#[derive(Debug)]
pub struct Answers<'p> {
    /// The scenario.
    pub plan: &'p Plan,
    /// Who is where.
    pub presence: &'p Presence,
    /// Who.
    pub person: PersonId,
}

/// How far one course has come.
#[derive(Clone, Debug)]
struct State {
    weight: f64,
    next: usize,
    open: bool,
    /// The day of the last draw, and whether it was one on duty.
    drawn: Option<(i64, bool)>,
    waiting: bool,
    retry: Option<Instant>,
    /// The day whose luck is being told, and what is known of its u.
    luck: Option<(i64, f64, f64)>,
    days: Vec<(i64, Vec<Pending>)>,
}

impl Answers<'_> {
    /// All courses of events from the start of a policy on; `asks` is told when their employer would be asked to respond instead.
    pub fn courses(&self, start: Instant, signals: &[(Instant, Signal)], until: Instant, asks: &mut dyn FnMut(Instant)) -> Vec<Course> {
        let first = State { weight: 1.0, next: 0, open: false, drawn: None, waiting: false, retry: None, luck: None, days: Vec::new() };
        let (mut under_way, mut done) = (vec![first], Vec::new());
        while let Some(mut state) = under_way.pop() {
            let signal = signals.get(state.next).copied();
            let at = signal.map(|s| s.0).into_iter().chain(state.retry).min().filter(|at| *at <= until);
            let Some(at) = at else {
                done.push(Course { weight: state.weight, days: state.days.into_iter().map(|(_, pending)| pending).collect() });
                continue;
            };
            let draws = match (state.retry.filter(|retry| *retry == at), signal) {
                (Some(_), _) => {
                    state.retry = None;
                    state.open
                }
                (None, Some((_, Signal::Lapse))) => {
                    state.next += 1;
                    state.open = false;
                    if state.waiting {
                        cut(&mut state, (at - start).0);
                        state.waiting = false;
                        state.drawn = None;
                    }
                    false
                }
                (None, Some((_, Signal::Page(_)))) => {
                    state.next += 1;
                    state.open = true;
                    let today = state.drawn.is_some_and(|(day, _)| day == self.plan.zone.day(at));
                    !(today && state.waiting) || self.by_contract(at)
                }
                (None, None) => false,
            };
            if draws && self.by_contract(at) {
                asks(at);
                under_way.push(state);
            } else if draws {
                self.draw(state, start, at, &mut under_way);
            } else {
                under_way.push(state);
            }
        }
        done
    }

    /// Somebody on duty answers when their employer responds.
    fn by_contract(&self, at: Instant) -> bool {
        let terms = terms::of(self.plan, self.person);
        let on_duty = || self.presence.on_shift(self.person).on_at(at) || self.presence.on_call(self.person).on_at(at);
        terms.response.is_some() && !terms.closed(at) && on_duty()
    }

    fn standing(&self, at: Instant) -> Standing {
        if self.presence.on_shift(self.person).on_at(at) {
            Standing::OnShift
        } else if self.presence.away(self.person, at).is_some() {
            Standing::Absent
        } else if self.presence.on_call(self.person).on_at(at) {
            Standing::OnCall
        } else {
            Standing::OffDuty
        }
    }

    /// Splits a course at a draw into the one in which they answer and the one in which they do not.
    fn draw(&self, mut state: State, start: Instant, at: Instant, under_way: &mut Vec<State>) {
        let terms = terms::of(self.plan, self.person);
        if terms.closed(at) {
            cut(&mut state, (at - start).0);
            if !terms.gone(at) {
                state.retry = Some(self.later(at));
            }
            return under_way.push(state);
        }
        let (day, standing) = (self.plan.zone.day(at), self.standing(at));
        let here = standing == Standing::OnShift;
        if state.drawn.is_some_and(|(drawn, on_duty)| drawn == day && on_duty >= here) {
            state.retry = Some(self.later(at));
            return under_way.push(state);
        }
        let reach = &self.plan.people[self.person.at()].reach;
        let law = [&reach.on_shift, &reach.on_call, &reach.off_duty, &reach.absent][standing as usize];
        let share = if self.plan.zone.is_night(at) { law.at_night } else { law.by_day };
        cut(&mut state, (at - start).0);
        state.drawn = Some((day, here));
        let (low, high) = state.luck.filter(|luck| luck.0 == day).map_or((0.0, 1.0), |(_, low, high)| (low, high));
        let middle = share.clamp(low, high);
        for (from, to, answers) in [(low, middle, true), (middle, high, false)] {
            let mut next = state.clone();
            next.weight *= if high > low { (to - from) / (high - low) } else { 0.0 };
            if next.weight < NEGLIGIBLE {
                continue;
            }
            next.luck = Some((day, from, to));
            next.waiting = answers;
            next.retry = None;
            if answers {
                let pending = Pending { from: (at - start).0, until: i64::MAX, standing };
                match next.days.last_mut().filter(|(of, _)| *of == day) {
                    Some((_, of_day)) => of_day.push(pending),
                    None => next.days.push((day, vec![pending])),
                }
            } else {
                next.retry = Some(self.later(at));
            }
            under_way.push(next);
        }
    }

    /// When somebody who does not answer is tried again.
    fn later(&self, at: Instant) -> Instant {
        let morning = self.plan.zone.next_morning(at);
        self.presence.on_shift(self.person).next_start(at + Span(1)).map_or(morning, |shift| shift.min(morning))
    }
}

/// The answer on its way, if there is one, does not come.
fn cut(state: &mut State, at: i64) {
    if state.waiting
        && let Some(pending) = state.days.last_mut().and_then(|(_, of_day)| of_day.last_mut())
    {
        pending.until = pending.until.min(at);
    }
}
