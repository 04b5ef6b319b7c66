//! What is known by now, and to whom: the room's page and each seat show only facts that somebody has been told.
//!
//! - An attack's stages, what it has stolen, its true severity, alarms that are false, pages that did not get through: nobody is told.
//! - What becomes of an incident is known to whoever has to do with it (answered, came, works, leads, decides, was told of it), from that moment
//!   on and with what came before; to the room once anybody has. An alert that nobody has answered is known to telemetry only, and so is a page.
//! - That a system was hit, and what became of its copies, is known once its turn has come in the work: a task for it is ready.
//! - What the room itself does, injects, who is away, and times of the business year are known to everybody.
//!
//! Everything is found from the facts, in one pass.

use crate::engine::time::Instant;
use crate::model::choice;
use crate::model::exposure;
use crate::model::fact::{Fact, Told};
use crate::model::ids::{IncidentNo, PersonId, SystemId};
use crate::model::plan::Plan;

/// Who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Whoever runs the exercise: knows everything.
    Facilitator,
    /// The room, on the projector: knows what anybody knows.
    Room,
    /// A role: knows what those know who have it.
    Role(String),
    /// One person.
    Person(PersonId),
}
impl Viewer {
    /// Somebody whose eyes the viewer has.
    pub fn is(&self, plan: &Plan, person: PersonId) -> bool {
        match self {
            Viewer::Facilitator | Viewer::Room => true,
            Viewer::Role(role) => plan.people[person.at()].role.as_deref() == Some(role),
            Viewer::Person(one) => *one == person,
        }
    }
}

/// Who can know a fact.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Audience {
    /// Whoever asks.
    Everybody,
    /// Nobody, as long as the story goes on.
    Nobody,
    /// Whoever has to do with the incident.
    Incident(IncidentNo),
    /// The same, once the system's turn has come in the work.
    Hit(IncidentNo, SystemId),
    /// The same for whatever incident took the system down.
    Service(SystemId),
    /// One person, and whoever has to do with an incident that they have to do with.
    Person(PersonId),
}

/// What can be known, fact by fact.
#[derive(Clone, Debug, Default)]
pub struct Known {
    audiences: Vec<Audience>,
    /// Who has to do with which incident.
    engaged: Vec<(IncidentNo, PersonId)>,
    /// Systems whose turn has come in the work on an incident.
    turned: Vec<(IncidentNo, SystemId)>,
    /// The incident that took a system down last.
    down_by: Vec<(SystemId, IncidentNo)>,
    /// By fact about a service: the incident that it belongs to.
    belongs: Vec<(usize, IncidentNo)>,
}

/// Whether a viewer knows the n-th fact of a history by the end of it.
pub fn known_to(plan: &Plan, viewer: &Viewer, nth: usize, history: &[(Instant, Fact)]) -> bool {
    let mut known = Known::new();
    known.see(plan, history);
    known.knows(plan, viewer, nth)
}

impl Known {
    /// Nothing has happened.
    pub fn new() -> Known {
        Known::default()
    }
    /// Looks at what is new in a history.
    pub fn see(&mut self, plan: &Plan, history: &[(Instant, Fact)]) {
        for (nth, (_, fact)) in history.iter().enumerate().skip(self.audiences.len()) {
            self.engage(plan, fact);
            let audience = audience(fact);
            if let Audience::Service(system) = audience {
                let by = self.down_by.iter().rev().find(|(of, _)| *of == system).map(|(_, by)| *by);
                self.belongs.extend(by.map(|by| (nth, by)));
            }
            self.audiences.push(audience);
        }
    }
    /// A viewer knows the n-th fact by now.
    pub fn knows(&self, plan: &Plan, viewer: &Viewer, nth: usize) -> bool {
        if *viewer == Viewer::Facilitator {
            return true;
        }
        let engaged = |incident: IncidentNo| self.has_to_do(plan, viewer, incident);
        match self.audiences.get(nth).copied().unwrap_or(Audience::Nobody) {
            Audience::Everybody => true,
            Audience::Nobody => false,
            Audience::Incident(incident) => engaged(incident),
            Audience::Hit(incident, system) => engaged(incident) && self.turned.contains(&(incident, system)),
            Audience::Service(_) => self.belongs.iter().find(|(of, _)| *of == nth).is_some_and(|(_, by)| engaged(*by)),
            Audience::Person(person) => {
                let theirs = self.engaged.iter().filter(|(_, who)| *who == person);
                let mut theirs = theirs.map(|(incident, _)| *incident);
                *viewer != Viewer::Room && viewer.is(plan, person) || theirs.any(engaged)
            }
        }
    }
    /// A viewer has to do with an incident: they know that there is one.
    pub fn has_to_do(&self, plan: &Plan, viewer: &Viewer, incident: IncidentNo) -> bool {
        *viewer == Viewer::Facilitator || self.engaged.iter().any(|(of, who)| *of == incident && viewer.is(plan, *who))
    }
    fn meets(&mut self, incident: IncidentNo, person: PersonId) {
        if !self.engaged.contains(&(incident, person)) {
            self.engaged.push((incident, person));
        }
    }
    fn turns(&mut self, incident: IncidentNo, system: Option<SystemId>) {
        if let Some(system) = system
            && !self.turned.contains(&(incident, system))
        {
            self.turned.push((incident, system));
        }
    }
    /// Who comes to have to do with what, and which systems' turn comes.
    fn engage(&mut self, plan: &Plan, fact: &Fact) {
        match *fact {
            Fact::Answered { incident, person, .. }
            | Fact::Acknowledged { incident, person }
            | Fact::CalledOut { incident, person }
            | Fact::Reached { incident, person, .. }
            | Fact::Consulted { incident, person, .. }
            | Fact::LeadTakesOver { incident, person, .. }
            | Fact::Update { incident, person, .. }
            | Fact::Declared { incident, lead: Some(person) }
            | Fact::Decided { incident, person: Some(person), .. } => self.meets(incident, person),
            Fact::Started { job, person, .. } => {
                self.turns(job.incident, job.system);
                if let Some(person) = person {
                    self.meets(job.incident, person);
                }
            }
            Fact::Released { job, .. } => self.turns(job.incident, job.system),
            Fact::Informed { incident, service, .. } => {
                for person in plan.services[service.at()].informed.iter().flat_map(|party| &party.people) {
                    self.meets(incident, *person);
                }
            }
            Fact::Down { system, by } => self.down_by.push((system, by)),
            _ => {}
        }
    }
}

/// Who can know a fact. Every fact is named here, so that a new one is not shown to everybody by oversight.
#[expect(clippy::too_many_lines, reason = "an arm for each kind of fact")]
fn audience(fact: &Fact) -> Audience {
    use Audience::{Everybody, Hit, Incident, Nobody, Person, Service};
    match *fact {
        // The truth, which nobody is told.
        Fact::Began { .. }
        | Fact::Stage { .. }
        | Fact::Occurred { .. }
        | Fact::Stolen { .. }
        | Fact::StoppedBeforeImpact { .. }
        | Fact::FalseAlarm { .. }
        | Fact::NotDelivered { .. }
        | Fact::CameAgain { .. }
        | Fact::HorizonReached { .. }
        | Fact::OutOfUse { .. }
        | Fact::InUse { .. }
        | Fact::MeansDown { .. }
        | Fact::MeansUp { .. }
        | Fact::ProviderDown { .. }
        | Fact::ProviderBack { .. }
        | Fact::Tickets { .. }
        | Fact::TicketsTook { .. }
        | Fact::TicketsPassedOn { .. }
        | Fact::TicketsWaiting { .. }
        | Fact::Spent { .. }
        | Fact::MilestoneReached { .. }
        | Fact::MilestoneMissed { .. } => Nobody,
        Fact::Hit { incident, system }
        | Fact::CopiesLost { incident, system }
        | Fact::NoCleanCopy { incident, system }
        | Fact::NoCopyLeft { incident, system }
        | Fact::Reinfected { incident, system } => Hit(incident, system),
        Fact::Up { system } | Fact::FullService { system } | Fact::CaughtUp { system } => Service(system),
        Fact::MustRest { person } | Fact::Gained { person, .. } | Fact::Lost { person, .. } => Person(person),
        Fact::Away { .. }
        | Fact::Back { .. }
        | Fact::Left { .. }
        | Fact::Hired { .. }
        | Fact::Period { .. }
        | Fact::ContractEnded { .. } => Everybody,
        Fact::Inject(told) => of_inject(told),
        Fact::Room(told) => of_room(told),
        Fact::Exposure(told) => of_finding(&told),
        Fact::Change(step) => Incident(step.incident()),
        Fact::Knowing(what) => Incident(what.job().incident),
        Fact::Down { by: incident, .. }
        | Fact::WorkApart { incident, .. }
        | Fact::LeadTakesOver { incident, .. }
        | Fact::LeadHandsOver { incident, .. }
        | Fact::LeadStaysOn { incident, .. }
        | Fact::LeadEnds { incident, .. }
        | Fact::LeaderLess { incident }
        | Fact::Update { incident, .. }
        | Fact::AccessGiven { incident, .. }
        | Fact::GlassReviewed { incident, .. }
        | Fact::ReviewOverdue { incident, .. }
        | Fact::BackWith { incident, .. }
        | Fact::CutOff { incident, .. }
        | Fact::OnSite { incident, .. }
        | Fact::FoundFalse { incident }
        | Fact::Isolated { incident, .. }
        | Fact::Reconnected { incident, .. }
        | Fact::Alerted { incident, .. }
        | Fact::StepFired { incident, .. }
        | Fact::Silent { incident, .. }
        | Fact::Paged { incident, .. }
        | Fact::Answered { incident, .. }
        | Fact::Acknowledged { incident, .. }
        | Fact::Aware { incident, .. }
        | Fact::Declared { incident, .. }
        | Fact::Escalated { incident }
        | Fact::Contained { incident }
        | Fact::Recovered { incident }
        | Fact::Closed { incident }
        | Fact::ProviderRequested { incident, .. }
        | Fact::ProviderResponded { incident, .. }
        | Fact::BenchBusy { incident, .. }
        | Fact::BenchShared { incident, .. }
        | Fact::ChangeOrdered { incident, .. }
        | Fact::VendorCalled { incident, .. }
        | Fact::VendorReady { incident, .. }
        | Fact::CalledOut { incident, .. }
        | Fact::StoodDown { incident, .. }
        | Fact::Covered { incident, .. }
        | Fact::Asked { incident, .. }
        | Fact::Reached { incident, .. }
        | Fact::Decided { incident, .. }
        | Fact::Granted { incident, .. }
        | Fact::LeftTicket { incident, .. }
        | Fact::RootCauseWaits { incident }
        | Fact::RootCauseFixed { incident, .. }
        | Fact::Owned { incident, .. }
        | Fact::Consulting { incident, .. }
        | Fact::Consulted { incident, .. }
        | Fact::WentWithout { incident, .. }
        | Fact::Informed { incident, .. }
        | Fact::PromiseBroken { incident, .. }
        | Fact::NoticeClock { incident, .. }
        | Fact::NoticeSubmitted { incident, .. }
        | Fact::NoticeWaived { incident, .. }
        | Fact::NoticeMissed { incident, .. } => Incident(incident),
        Fact::Released { job, .. }
        | Fact::Waits { job, .. }
        | Fact::Started { job, .. }
        | Fact::Privileged { job, .. }
        | Fact::Stopped { job, .. }
        | Fact::Ended { job, .. }
        | Fact::HandedOver { job, .. }
        | Fact::HandedOff { job, .. }
        | Fact::DoneTwice { job, .. }
        | Fact::OwnerUnclear { job, .. }
        | Fact::Tired { job, .. }
        | Fact::Switched { job, .. }
        | Fact::StaysOn { job, .. }
        | Fact::BackOnShift { job, .. }
        | Fact::LaneFull { job, .. }
        | Fact::NothingKept { job, .. }
        | Fact::Restored { job, .. }
        | Fact::Skipped { job } => Incident(job.incident),
    }
}

/// Who can know what comes of an inject: the room is told its words; what it does to machines shows when somebody meets it.
fn of_inject(told: Told) -> Audience {
    match told {
        Told::Fired { .. } | Told::Shift { .. } | Told::OnCall { .. } => Audience::Everybody,
        Told::CopiesBad { incident, system, .. } => Audience::Hit(incident, system),
        Told::Out { incident, .. } | Told::Challenged { incident, .. } | Told::Call { incident, .. } => Audience::Incident(incident),
        Told::Turns { in_truth: true, .. } => Audience::Nobody,
        Told::Turns { incident, .. } => Audience::Incident(incident),
        Told::Sight { .. }
        | Told::VendorAway { .. }
        | Told::Suspended { .. }
        | Told::Resumes { .. }
        | Told::OwedIn { .. }
        | Told::RespondsAfter { .. } => Audience::Nobody,
    }
}

/// Who can know what the room does; what the facilitator does behind the scenes is not shown as such.
fn of_room(told: choice::Told) -> Audience {
    match told {
        choice::Told::Seat { .. } | choice::Told::Plays { .. } | choice::Told::Spot(_) | choice::Told::Overtaken => Audience::Nobody,
        choice::Told::EndsTask { .. } | choice::Told::AnswersPage { .. } | choice::Told::BringsBack { .. } => Audience::Nobody,
        // Whether somebody answers shows when they do.
        choice::Told::Answers { person, .. } => Audience::Person(person),
        choice::Told::Says { incident, .. }
        | choice::Told::Pages { incident, .. }
        | choice::Told::Declares { incident }
        | choice::Told::Assesses { incident, .. } => Audience::Incident(incident),
        choice::Told::Assigns { job, .. } => Audience::Incident(job.incident),
    }
}

/// Findings are known once somebody looks after them; that an incident came through one is not.
fn of_finding(told: &exposure::Told) -> Audience {
    match told {
        exposure::Told::Found { .. } | exposure::Told::Overdue { .. } | exposure::Told::CameThrough { .. } => Audience::Nobody,
        _ => Audience::Everybody,
    }
}
