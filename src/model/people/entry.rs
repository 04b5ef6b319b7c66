//! What a file may say about people: skills, grants, knowledge, and how they answer a page.

use crate::engine::chance::Dist;
use crate::model::absence::entry::AbsenceEntry;
use crate::model::quantity::{Moment, Money, Share};
use crate::text::{Dict, Id, choice, entry};

entry! {
    /// One person, or `count` alike (then their ids are `<id>-1`, `<id>-2`, …).
    pub struct PersonEntry {
        /// Shown in reports.
        name: Option<String>,
        /// How many alike people this entry stands for.
        count: Option<u32>,
        /// What decisions and pages may call them by.
        role: Option<Id>,
        /// The team they belong to.
        team: Id,
        /// Who employs them.
        employer: Option<Id>,
        /// When they are on shift; never, when not given.
        roster: Option<Id>,
        /// What they can do, and how well.
        skills: Dict<Level>,
        /// What they have access to.
        grants: Vec<Id> = Vec::new(),
        /// Their role or contract ends then, and with it all their grants.
        access_until: Option<Moment>,
        /// When single grants of theirs end.
        grants_until: Dict<Moment>,
        /// The undocumented things they know.
        knows: Vec<Id> = Vec::new(),
        /// Loaded cost of an hour.
        cost_per_hour: Money = Money(0.0),
        /// Work takes this many times as long in their hands (a contractor in the first weeks, a provider without the context).
        takes_times: f64 = 1.0,
        /// How they answer pages.
        reach: Option<ReachEntry>,
        /// How often and how long they are away, where that differs from the team and the scenario.
        absence: Option<AbsenceEntry>,
    }
}
choice! {
    /// How well somebody can do something.
    #[derive(Copy, PartialEq, Eq, PartialOrd, Ord)]
    pub enum Level {
        /// Needs guidance.
        Basic,
        /// Can work alone.
        Working,
        /// Teaches others.
        Expert,
    }
}
entry! {
    /// Whether and how soon a page is answered, by duty. A part that is not given comes from the team, then the scenario, then the defaults.
    pub struct ReachEntry {
        /// On shift: 0.99, after 4 min (1 in 10 over 12 min).
        on_shift: Option<AnswerEntry>,
        /// On call: 0.95, after 11 min (1 in 10 over 35 min).
        on_call: Option<AnswerEntry>,
        /// Off duty: 0.35 (0.15 at night), after 50 min (1 in 10 over 4 h).
        off_duty: Option<AnswerEntry>,
        /// Away: 0.15 (never at night), after 3 h (1 in 10 over 10 h).
        absent: Option<AnswerEntry>,
    }
}
entry! {
    /// Whether and how soon a page is answered.
    pub struct AnswerEntry {
        /// The share of pages answered.
        answers: Share,
        /// How soon; as is usual on this duty, when not given.
        after: Option<Dist>,
        /// The share answered between 22:00 and 07:00, when it differs.
        at_night: Option<Share>,
    }
}
