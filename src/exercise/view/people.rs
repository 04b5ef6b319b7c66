//! People as a viewer sees them: duty, what they do, pages, and the questions they have to answer.

use serde::Serialize;

use crate::engine::time::Instant;
use crate::exercise::known::Viewer;
use crate::exercise::session::Session;
use crate::exercise::state::State;
use crate::exercise::words::{Choice, Point, authority_in_words, decision_in_words, page_in_words};
use crate::model::choice;
use crate::model::duty::Seen;
use crate::model::fact::Fact;
use crate::model::ids::{IncidentNo, PersonId};

/// What somebody is now.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// At work on their shift.
    OnShift,
    /// At work on an incident outside their shift.
    CalledOut,
    /// At work after the end of their shift.
    StaysOn,
    /// To be paged.
    OnCall,
    /// Resting: not to be called before that is over.
    Resting,
    /// Away.
    Away,
    /// Off duty.
    OffDuty,
}

/// Somebody.
#[derive(Clone, Debug, Serialize)]
pub struct Person {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Role.
    pub role: Option<String>,
    /// Team.
    pub team: String,
    /// Employer, where it is a provider.
    pub provider: Option<String>,
    /// What they are now.
    pub duty: Duty,
    /// Until when they rest or are away.
    pub until_local: Option<String>,
    /// The room speaks for them.
    pub seat: bool,
    /// What they have in hand, as far as the viewer knows.
    pub task: Option<String>,
    /// The system that is for.
    pub system: Option<String>,
    /// They lead an incident, as far as the viewer knows.
    pub leads: bool,
    /// Pages to them that they have not answered, as far as the viewer knows.
    pub pages_open: u32,
}

/// A page.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// The incident.
    pub incident: u32,
    /// Who is paged: id.
    pub person: String,
    /// Name.
    pub name: String,
    /// What for.
    pub about: String,
    /// When.
    pub at_ms: i64,
    /// When, as people read it.
    pub at_local: String,
    /// How often.
    pub times: u32,
    /// When they answered.
    pub answered_ms: Option<i64>,
}

/// A choice that the story waits for.
#[derive(Clone, Debug, Serialize)]
pub struct Waiting {
    /// Where: what [`Session::choose`] takes.
    pub at: Point,
    /// What the simulator would draw. A seat is not shown it.
    pub offer: Option<Choice>,
    /// What can be chosen, the offer first; times can be changed.
    pub options: Vec<Choice>,
    /// Whose choice it is: name.
    pub name: String,
    /// Their role.
    pub role: Option<String>,
    /// What it is about, in words: what they are paged for, or which decision.
    pub about: Vec<String>,
    /// For a decision: the task and system that wait for it.
    pub task: Option<String>,
    /// See `task`.
    pub system: Option<String>,
    /// For a decision: "holder" or "delegate".
    pub authority: Option<&'static str>,
    /// For a decision: how many must agree.
    pub quorum: u32,
    /// For a decision: when it was asked for.
    pub asked_ms: Option<i64>,
    /// For a decision: after how long delegates may decide too.
    pub delegates_after_ms: Option<i64>,
}

pub(super) fn people(session: &mut Session, viewer: &Viewer, state: &State) -> Vec<Person> {
    let clock = session.clock;
    let all = session.play.people(clock);
    let session = &*session;
    all.iter().map(|seen| person(session, viewer, state, seen)).collect()
}

fn person(session: &Session, viewer: &Viewer, state: &State, seen: &Seen) -> Person {
    let plan = &session.plan;
    let entry = &plan.people[seen.person.at()];
    let employer = &plan.employers[entry.employer.at()];
    let knows = |incident: IncidentNo| session.known.has_to_do(plan, viewer, incident);
    let (duty, until) = duty(seen, knows);
    let at = seen.at.filter(|job| knows(job.incident));
    let open = |page: &&super::super::state::Page| page.person == seen.person && page.answered.is_none();
    Person {
        id: entry.id.clone(),
        name: entry.name.clone(),
        role: entry.role.clone(),
        team: plan.teams[entry.team.at()].name.clone(),
        provider: employer.provider.then(|| employer.name.clone()),
        duty,
        until_local: until.map(|at| session.local(at)),
        seat: session.play.seats(seen.person),
        task: at.map(|job| plan.tasks[job.task.at()].name.clone()),
        system: at.and_then(|job| job.system).map(|system| plan.systems[system.at()].name.clone()),
        leads: state.incidents.values().any(|incident| incident.lead == Some(seen.person)),
        pages_open: state.pages.iter().filter(open).count() as u32,
    }
}

/// Rosters, rotas and absences are known to everybody; that somebody was called out only to those who know of the incident.
fn duty(seen: &Seen, knows: impl Fn(IncidentNo) -> bool) -> (Duty, Option<Instant>) {
    if let Some(spell) = seen.away {
        (Duty::Away, Some(spell.to).filter(|to| *to < Instant::NEVER))
    } else if seen.on_shift {
        (Duty::OnShift, None)
    } else if seen.called_for.is_some_and(knows) {
        (Duty::CalledOut, None)
    } else if seen.stays {
        (Duty::StaysOn, None)
    } else if let Some(until) = seen.rests_until {
        (Duty::Resting, Some(until))
    } else if seen.on_call {
        (Duty::OnCall, None)
    } else {
        (Duty::OffDuty, None)
    }
}

pub(super) fn pages(session: &Session, state: &State) -> Vec<Page> {
    let plan = &session.plan;
    let page = |page: &super::super::state::Page| Page {
        incident: page.incident.0 + 1,
        person: plan.people[page.person.at()].id.clone(),
        name: plan.people[page.person.at()].name.clone(),
        about: page_in_words(plan, page.why),
        at_ms: page.at.0,
        at_local: session.local(page.at),
        times: page.times,
        answered_ms: page.answered.map(|at| at.0),
    };
    state.pages.iter().map(page).collect()
}

pub(super) fn waiting(session: &Session, viewer: &Viewer) -> Vec<Waiting> {
    let shown = |pending: &&choice::Pending| match viewer {
        Viewer::Facilitator => true,
        // That somebody is paged is seen only by them.
        Viewer::Room => {
            let incident = IncidentNo(pending.point.case().no);
            matches!(pending.point, choice::Point::Decision { .. }) && session.known.has_to_do(&session.plan, viewer, incident)
        }
        Viewer::Role(_) | Viewer::Person(_) => viewer.is(&session.plan, pending.point.person()),
    };
    session.play.pending().iter().filter(shown).map(|pending| wait(session, viewer, pending)).collect()
}

fn wait(session: &Session, viewer: &Viewer, pending: &choice::Pending) -> Waiting {
    let plan = &session.plan;
    let person: PersonId = pending.point.person();
    let entry = &plan.people[person.at()];
    let (at, offer) = (Point::of(plan, &pending.point), Choice::of(&pending.offer));
    let right = match pending.point {
        choice::Point::Decision { decision, .. } => Some(decision),
        choice::Point::Page { .. } => None,
    };
    let incident = IncidentNo(pending.point.case().no);
    let asked = right.and_then(|decision| {
        session.facts.iter().rev().find_map(|(at, fact)| match *fact {
            Fact::Asked { incident: of, decision: which, job } if of == incident && which == decision => Some((*at, job)),
            _ => None,
        })
    });
    let about = match right {
        Some(decision) => vec![decision_in_words(plan, decision)],
        None => pending.pages.iter().map(|why| page_in_words(plan, *why)).collect(),
    };
    let mut options = Session::options(&at, &offer);
    if *viewer != Viewer::Facilitator {
        // In an order that does not tell what would be drawn.
        options.sort_by_key(|choice| match choice {
            Choice::Decide { says, .. } => *says as u8,
            Choice::Answer { after_ms } => u8::from(after_ms.is_none()),
        });
    }
    Waiting {
        at,
        offer: (*viewer == Viewer::Facilitator).then_some(offer),
        options,
        name: entry.name.clone(),
        role: entry.role.clone(),
        about,
        task: asked.map(|(_, job)| plan.tasks[job.task.at()].name.clone()),
        system: asked.and_then(|(_, job)| job.system).map(|system| plan.systems[system.at()].name.clone()),
        authority: authority_in_words(pending),
        quorum: right.map_or(1, |decision| plan.decisions[decision.at()].quorum),
        asked_ms: asked.map(|(at, _)| at.0),
        delegates_after_ms: right.and_then(|decision| plan.decisions[decision.at()].delegate_after).map(|after| after.0),
    }
}
