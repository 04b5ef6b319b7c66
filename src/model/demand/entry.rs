//! What a file may say about tickets and alerts, projects, and incidents that come again until their root cause is fixed.

use crate::engine::chance::Dist;
use crate::model::incident::entry::{Severity, WeightEntry};
use crate::model::people::entry::Level;
use crate::model::quantity::{Date, Positive, Share};
use crate::text::{Dict, Id, OneOrMore, choice, entry};

entry! {
    /// Tickets, requests or alerts that occupy people.
    pub struct DemandEntry {
        /// Shown in reports.
        name: Option<String>,
        /// The team whose people take them.
        team: Id,
        /// Only those who can do this, and how well at least.
        skill: Option<(Id, Level)>,
        /// How many a week, on average.
        rate_per_week: f64,
        /// Hours of the week that bring more or fewer of them; the others weigh 1.
        weight_by_hour: Vec<WeightEntry> = Vec::new(),
        /// The variance of the count of an hour over its mean: 1 at random, more where they come in crowds.
        variance: f64 = 1.0,
        /// How long it takes to reach the team.
        after: Option<Dist>,
        /// Hands-on time of one.
        effort: Dist,
        /// Who goes on with it, and when, once that is done.
        then: Vec<TicketStepEntry> = Vec::new(),
        /// What the end of a shift does to one in hand.
        at_shift_end: TicketAtShiftEnd = TicketAtShiftEnd::PutDown,
        /// Which of several that wait comes first.
        priority: Severity = Severity::Low,
        /// One that nobody has taken up by then is given up.
        gives_up_after: Option<Dist>,
        /// The share of them that are nothing; the others are the incident that `raises` names.
        false_positives: Option<Share>,
        /// What one that is real is the first sign of.
        raises: Option<Id>,
    }
}
choice! {
    /// What the end of a shift does to a ticket in hand.
    #[derive(Copy, PartialEq, Eq)]
    pub enum TicketAtShiftEnd {
        /// It waits for somebody else, who goes on with it.
        PutDown,
        /// Whoever has it in hand stays until it is done.
        Finish,
    }
}
entry! {
    /// What comes next of a ticket.
    pub struct TicketStepEntry {
        /// The share of those that come so far that are passed on; the others are done.
        share: Share = Share(1.0),
        /// How long it takes to reach the next team.
        after: Option<Dist>,
        /// The team whose people go on with it.
        team: Id,
        /// Only those who can do this, and how well at least.
        skill: Option<(Id, Level)>,
        /// Hands-on time of what is done then.
        effort: Dist,
    }
}
entry! {
    /// Work that is planned, and gets what incidents and tickets leave of its teams' time.
    pub struct ProjectEntry {
        /// Shown in reports.
        name: Option<String>,
        /// Whose people work on it.
        team: OneOrMore<Id>,
        /// How much work it is.
        effort: Positive,
        /// The last day on which it is in time.
        due: Date,
        /// What must be reached on the way.
        milestones: Dict<MilestoneEntry>,
    }
}
entry! {
    /// Something that a project must have reached by some day.
    pub struct MilestoneEntry {
        /// How much of the project's work it takes, from its beginning.
        after: Positive,
        /// The last day on which it is in time.
        due: Date,
    }
}
entry! {
    /// An incident that comes again as long as its root cause is not fixed.
    pub struct RecursEntry {
        /// The share of incidents after which it comes again.
        chance: Share,
        /// It comes again at some moment of this time after everything is back.
        within: Positive,
        /// The work that ends it.
        fixed_by: FixEntry,
    }
}
entry! {
    /// Root-cause work: it waits behind all tickets.
    pub struct FixEntry {
        /// The team whose people do it.
        team: Id,
        /// Only those who can do this, and how well at least.
        skill: Option<(Id, Level)>,
        /// How much work it is.
        effort: Dist,
    }
}
