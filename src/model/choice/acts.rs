//! What the room does of its own accord: each act is checked when it is done, told, and booked with the domain concerned.

use std::fmt;

use super::{Act, Told, spot};
use crate::model::Scene;
use crate::model::fact::{Fact, Job, PageFor};
use crate::model::happening::{Case, Happening as Any, Incident, Inject, JobNo, Paging, Response};
use crate::model::ids::{IncidentNo, PersonId};
use crate::model::incident::NONE;
use crate::model::{paging, response};

/// Why an act cannot be done now.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The play does not wait for that choice.
    NotAsked,
    /// The play is over.
    Over,
    /// No incident of this number is in hand.
    NoIncident,
    /// A major incident has been declared already.
    DeclaredAlready,
    /// It is taken for that already.
    AssessedSo,
    /// Nobody is aware of the incident yet.
    NobodyAware,
    /// The task is not one of the incident, or is over.
    NoTask,
    /// What must be done before the task is not done.
    NotReady,
    /// The task takes nobody's hands.
    NoHands,
    /// They may or can not do it: team, skill, grant or knowledge.
    NotQualified,
    /// They are not at work.
    NotAtWork,
    /// They have it in hand already.
    HasIt,
    /// They lead an incident.
    Leads,
    /// They are not paged, or have answered.
    NotPaged,
    /// They are away.
    Away,
    /// The incident has not taken the system down.
    NotDown,
    /// No incident is in hand that the inject belongs to.
    NoIncidentForIt,
    /// The inject has come as often as it may.
    CameAlready,
}
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::NotAsked => "nobody waits for that choice, or it is a choice of another kind",
            Refusal::Over => "the play is over",
            Refusal::NoIncident => "no such incident is in hand",
            Refusal::DeclaredAlready => "a major incident has been declared already",
            Refusal::AssessedSo => "it is taken for that already",
            Refusal::NobodyAware => "nobody has taken the incident up yet",
            Refusal::NoTask => "the incident has no such task that is still open",
            Refusal::NotReady => "what must be done before that task is not done yet, or it waits for a decision",
            Refusal::NoHands => "that task takes nobody's hands",
            Refusal::NotQualified => "they may not or cannot do it: team, skill, grant or knowledge is missing",
            Refusal::NotAtWork => "they are not at work on it now; page them first",
            Refusal::Leads => "they lead an incident, and put that down first",
            Refusal::HasIt => "they have it in hand already",
            Refusal::NotPaged => "they have no page open",
            Refusal::Away => "they are away",
            Refusal::NotDown => "the incident has not taken that system down, or it is back",
            Refusal::NoIncidentForIt => {
                "the incident that this inject belongs to has not begun, or is over; its words can be said on the spot"
            }
            Refusal::CameAlready => "that inject has come already",
        })
    }
}

/// The place of an incident in hand.
fn case_of(scene: &Scene, incident: IncidentNo) -> Result<Case, Refusal> {
    let cases = (0..scene.rooms.incident.places()).map(|place| Case { place, no: incident.0 });
    cases.filter(|case| case.no != NONE).find(|case| scene.live(*case)).ok_or(Refusal::NoIncident)
}

/// A job of an incident in hand that is still open.
fn job_of(scene: &Scene, job: Job) -> Result<(Case, JobNo), Refusal> {
    let case = case_of(scene, job.incident)?;
    Ok((case, response::room::find(scene, case, job).ok_or(Refusal::NoTask)?))
}

/// An act could be done now.
pub(super) fn check(scene: &Scene, act: &Act) -> Result<(), Refusal> {
    if scene.hot.core.is_finished() {
        return Err(Refusal::Over);
    }
    match *act {
        Act::Page { incident, person } => {
            let case = case_of(scene, incident)?;
            taken_up(scene, case)?;
            gone(scene, person)
        }
        Act::Declare { incident } => {
            let case = case_of(scene, incident)?;
            taken_up(scene, case)?;
            if scene.rooms.incident.file(case).declared { Err(Refusal::DeclaredAlready) } else { Ok(()) }
        }
        Act::Assess { incident, severity } => {
            let case = case_of(scene, incident)?;
            taken_up(scene, case)?;
            if scene.rooms.incident.file(case).assessed == Some(severity) { Err(Refusal::AssessedSo) } else { Ok(()) }
        }
        Act::Inject { inject } => crate::model::inject::rules::may_be_played(scene, inject),
        Act::Spot(what) => spot::check(scene, what, |incident| case_of(scene, incident)),
        Act::Assign { job, person } => {
            let (case, no) = job_of(scene, job)?;
            response::room::may_take(scene, case, no, person)
        }
        Act::EndTask { job, .. } => {
            let (case, no) = job_of(scene, job)?;
            response::room::may_end(scene, case, no)
        }
        Act::AnswerPage { incident, person, .. } => {
            let case = case_of(scene, incident)?;
            if paging::rules::has_open(scene, case, person) { Ok(()) } else { Err(Refusal::NotPaged) }
        }
        Act::SystemBack { incident, system } => {
            let case = case_of(scene, incident)?;
            if scene.rooms.estate.is_down_by(system, case) { Ok(()) } else { Err(Refusal::NotDown) }
        }
    }
}

/// People act only on what somebody has taken up.
fn taken_up(scene: &Scene, case: Case) -> Result<(), Refusal> {
    if scene.rooms.incident.file(case).acknowledged { Ok(()) } else { Err(Refusal::NobodyAware) }
}

fn gone(scene: &Scene, person: PersonId) -> Result<(), Refusal> {
    let away = scene.rooms.duty.of(person).away;
    if away.is_some_and(|spell| spell.why == crate::model::absence::Why::Left) { Err(Refusal::Away) } else { Ok(()) }
}

/// An act is done, unless what happened at the same instant has overtaken it.
pub(super) fn done(scene: &mut Scene, act: Act) {
    if check(scene, &act).is_err() {
        return scene.record(Fact::Room(Told::Overtaken));
    }
    let case = |scene: &Scene, incident| case_of(scene, incident).ok();
    match act {
        Act::Page { incident, person } => {
            scene.record(Fact::Room(Told::Pages { incident, person }));
            if let Some(case) = case(scene, incident) {
                scene.follow(Any::Paging(Paging::Page { case, person, why: PageFor::Room }));
            }
        }
        Act::Declare { incident } => {
            scene.record(Fact::Room(Told::Declares { incident }));
            if let Some(case) = case(scene, incident) {
                scene.follow(Any::Incident(Incident::Declare { case, lead: None }));
            }
        }
        Act::Assess { incident, severity } => {
            scene.record(Fact::Room(Told::Assesses { incident, severity }));
            if let Some(case) = case(scene, incident) {
                scene.follow(Any::Incident(Incident::Turns { case, severity, in_truth: false }));
            }
        }
        Act::Inject { inject } => {
            scene.record(Fact::Room(Told::Plays { inject }));
            scene.follow(Any::Inject(Inject::Now { inject, by_hand: true }));
        }
        Act::Spot(what) => {
            scene.record(Fact::Room(Told::Spot(what)));
            let case = what.incident().and_then(|incident| case(scene, incident));
            spot::happens(scene, what, case);
        }
        Act::Assign { job, person } => {
            scene.record(Fact::Room(Told::Assigns { job, person }));
            if let Ok((case, no)) = job_of(scene, job) {
                scene.follow(Any::Response(Response::Assigned { case, job: no, person }));
            }
        }
        Act::EndTask { job, after, ending } => {
            scene.record(Fact::Room(Told::EndsTask { job, after, ending }));
            if let Ok((case, no)) = job_of(scene, job) {
                scene.follow(Any::Response(Response::MustEnd { case, job: no, after, ending }));
            }
        }
        Act::AnswerPage { incident, person, after } => {
            scene.record(Fact::Room(Told::AnswersPage { incident, person, after }));
            if let Some(case) = case(scene, incident) {
                scene.follow(Any::Paging(Paging::MustAnswer { case, person, after }));
            }
        }
        Act::SystemBack { incident, system } => {
            scene.record(Fact::Room(Told::BringsBack { incident, system }));
            if let Some(case) = case(scene, incident) {
                scene.follow(Any::Response(Response::MustBeBack { case, system }));
            }
        }
    }
}
