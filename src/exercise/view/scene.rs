//! What has gone wrong and what is done about it, as a viewer knows it.

use serde::Serialize;

use crate::exercise::journal::What;
use crate::exercise::known::Viewer;
use crate::exercise::session::Session;
use crate::exercise::state::State;
use crate::exercise::words::{Act, Bad, Says, decision_in_words};
use crate::model::fact::{Answer, Authority};

/// An incident.
#[derive(Clone, Debug, Serialize)]
pub struct Incident {
    /// Its number, from 1.
    pub incident: u32,
    /// What it is called, once somebody has concluded that it is one.
    pub name: Option<String>,
    /// What it is taken for.
    pub assessed: Option<Bad>,
    /// When it was alerted.
    pub alerted_ms: Option<i64>,
    /// When somebody answered first.
    pub acknowledged_ms: Option<i64>,
    /// When somebody concluded that it is one.
    pub aware_ms: Option<i64>,
    /// When a major incident was declared.
    pub declared_ms: Option<i64>,
    /// Who leads it: name.
    pub lead: Option<String>,
    /// When it was contained.
    pub contained_ms: Option<i64>,
    /// When everything was back.
    pub recovered_ms: Option<i64>,
    /// When the last task was done.
    pub closed_ms: Option<i64>,
    /// It is known to have been a false alarm.
    pub false_alarm: bool,
}

/// A system.
#[derive(Clone, Debug, Serialize)]
pub struct System {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Tier.
    pub tier: u32,
    /// What it needs: ids.
    pub needs: Vec<String>,
    /// Its service is known to be up.
    pub up: bool,
    /// It is known to be hit.
    pub hit: bool,
    /// It is isolated.
    pub isolated: bool,
    /// Since when it is down.
    pub down_ms: Option<i64>,
    /// Its recovery time objective.
    pub rto_ms: Option<i64>,
}

/// A task that is ready and not over.
#[derive(Clone, Debug, Serialize)]
pub struct Task {
    /// The incident.
    pub incident: u32,
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// The system it is done for: id.
    pub system: Option<String>,
    /// The how-manieth attempt.
    pub attempt: u32,
    /// Since when it is ready.
    pub since_ms: i64,
    /// Who is at it: name.
    pub at_work: Option<String>,
    /// It is under way.
    pub under_way: bool,
    /// What it waits for, as the wait ledger names it.
    pub waits_for: Option<&'static str>,
}

/// A decision.
#[derive(Clone, Debug, Serialize)]
pub struct Decision {
    /// The incident.
    pub incident: u32,
    /// Which.
    pub decision: String,
    /// When it was asked for.
    pub asked_ms: i64,
    /// The task that needs it.
    pub task: String,
    /// Who has been reached for it: names.
    pub reached: Vec<String>,
    /// What was said: name (nobody's, where somebody acted without), answer, story time.
    pub answers: Vec<(Option<String>, Says, i64)>,
    /// When it was taken.
    pub granted_ms: Option<i64>,
    /// On what authority.
    pub authority: Option<&'static str>,
}

/// What was said on the spot.
#[derive(Clone, Debug, Serialize)]
pub struct Said {
    /// When, in the story.
    pub at_ms: i64,
    /// When, as people read it.
    pub at_local: String,
    /// The words.
    pub text: String,
    /// To which role; to everybody where there is nothing.
    pub to: Option<String>,
}

pub(super) fn incidents(session: &Session, viewer: &Viewer, state: &State) -> Vec<Incident> {
    let plan = &session.plan;
    let known = state.incidents.iter().filter(|(no, _)| session.known.has_to_do(plan, viewer, **no));
    let ms = |at: Option<crate::engine::time::Instant>| at.map(|at| at.0);
    known
        .map(|(no, incident)| {
            // Its name is that of its kind, which is found out with it.
            let kind = session.kind_of(*no).filter(|_| incident.aware.is_some() || *viewer == Viewer::Facilitator);
            Incident {
                incident: no.0 + 1,
                name: kind.map(|kind| plan.kinds[kind.at()].name.clone()),
                assessed: incident.aware.map(|(_, severity)| super::bad(severity)),
                alerted_ms: ms(incident.alerted),
                acknowledged_ms: ms(incident.acknowledged),
                aware_ms: incident.aware.map(|(at, _)| at.0),
                declared_ms: ms(incident.declared),
                lead: incident.lead.map(|person| plan.people[person.at()].name.clone()),
                contained_ms: ms(incident.contained),
                recovered_ms: ms(incident.recovered),
                closed_ms: ms(incident.closed),
                false_alarm: incident.false_alarm,
            }
        })
        .collect()
}

pub(super) fn systems(session: &Session, state: &State) -> Vec<System> {
    let plan = &session.plan;
    let all = plan.systems.iter().zip(&state.systems);
    all.map(|(entry, now)| System {
        id: entry.id.clone(),
        name: entry.name.clone(),
        tier: entry.tier,
        needs: entry.needs.iter().map(|need| plan.systems[need.at()].id.clone()).collect(),
        up: now.down.is_none(),
        hit: now.hit,
        isolated: now.isolated,
        down_ms: now.down.map(|(at, _)| at.0),
        rto_ms: entry.rto.map(|rto| rto.0),
    })
    .collect()
}

pub(super) fn tasks(session: &Session, state: &State) -> Vec<Task> {
    let plan = &session.plan;
    let open = state.tasks.iter().filter(|(_, task)| !task.over);
    open.map(|(job, task)| Task {
        incident: job.incident.0 + 1,
        id: plan.tasks[job.task.at()].id.clone(),
        name: plan.tasks[job.task.at()].name.clone(),
        system: job.system.map(|system| plan.systems[system.at()].id.clone()),
        attempt: task.attempt,
        since_ms: task.since.0,
        at_work: task.at_work.map(|person| plan.people[person.at()].name.clone()),
        under_way: task.under_way,
        waits_for: task.waits.map(|wait| wait.name()),
    })
    .collect()
}

pub(super) fn decisions(session: &Session, state: &State) -> Vec<Decision> {
    let plan = &session.plan;
    let name = |person: crate::model::ids::PersonId| plan.people[person.at()].name.clone();
    let says = |answer: Answer| [Says::Approve, Says::Defer, Says::Refuse][answer as usize];
    let on = |authority: Authority| match authority {
        Authority::Holder => "holder",
        Authority::Delegate => "delegate",
        Authority::PreAuthorised(_) => "pre_authorised",
        Authority::Nobody => "nobody",
    };
    let decisions = state.decisions.iter();
    decisions
        .map(|d| Decision {
            incident: d.incident.0 + 1,
            decision: decision_in_words(plan, d.decision),
            asked_ms: d.asked.0,
            task: plan.tasks[d.by.task.at()].name.clone(),
            reached: d.reached.iter().map(|(person, _)| name(*person)).collect(),
            answers: d.answers.iter().map(|(person, answer, _, at)| (person.map(name), says(*answer), at.0)).collect(),
            granted_ms: d.granted.map(|(_, at)| at.0),
            authority: d.granted.map(|(authority, _)| on(authority)),
        })
        .collect()
}

pub(super) fn said(session: &Session, viewer: &Viewer) -> Vec<Said> {
    let to_them = |to: &Option<String>| match (viewer, to) {
        (Viewer::Facilitator, _) | (_, None) => true,
        (Viewer::Role(role), Some(to)) => role == to,
        (Viewer::Person(person), Some(to)) => session.plan.people[person.at()].role.as_ref() == Some(to),
        (Viewer::Room, Some(_)) => false,
    };
    let entries = session.journal.entries().iter();
    let told = entries.filter_map(|entry| match &entry.what {
        What::Told { text, to } | What::Acted(Act::Spot { says: text, to, .. }) if to_them(to) => Some(Said {
            at_ms: entry.story_ms,
            at_local: session.local(crate::engine::time::Instant(entry.story_ms)),
            text: text.clone(),
            to: to.clone(),
        }),
        _ => None,
    });
    told.collect()
}
