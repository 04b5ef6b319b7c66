//! What a file may say about employers, teams, rest and the price of call-outs.

use crate::model::absence::entry::AbsenceEntry;
use crate::model::contract::entry::ContractEntry;
use crate::model::people::entry::ReachEntry;
use crate::model::quantity::{Positive, Share, Span};
use crate::text::{Dict, choice, entry};

entry! {
    /// Who employs a person: the organisation itself or a provider.
    pub struct EmployerEntry {
        /// Shown in reports.
        name: Option<String>,
        /// A provider under contract rather than the organisation itself.
        provider: bool = false,
        /// Its people work in the view that others share; a provider's do not unless this says so.
        shared_view: Option<bool>,
        /// What the provider owes and is paid.
        contract: Option<ContractEntry>,
    }
}
entry! {
    /// People who answer for the same work.
    pub struct TeamEntry {
        /// Shown in reports.
        name: Option<String>,
        /// What happens to work in hand when its owner's shift ends.
        at_shift_end: AtShiftEnd = AtShiftEnd::Finish,
        /// What more severe work does to less severe work in hand.
        preemption: Preemption = Preemption::Never,
        /// How its members answer pages, unless they say otherwise themselves.
        reach: Option<ReachEntry>,
        /// How often and how long its members are away, where that differs from the scenario.
        absence: Option<AbsenceEntry>,
    }
}
choice! {
    /// What happens to work in hand when its owner's shift ends.
    pub enum AtShiftEnd {
        /// The owner stays until it is done, or until rest binds them.
        Finish,
        /// It goes back to the queue; whoever takes it up spends this long reading in.
        HandOver {
            /// How long that takes.
            cost: Span = Span(0),
            /// Where it is taken up.
            then: Then = Then::Resume,
            /// Share of what was done that has to be done again.
            loses: Share = Share(0.0)
        },
    }
}
choice! {
    /// Where work that was handed over is taken up.
    #[derive(Copy, PartialEq, Eq, Hash)]
    pub enum Then {
        /// Where it stopped.
        Resume,
        /// From the beginning.
        Restart,
        /// From the beginning, and it may take another time.
        Resample,
    }
}
choice! {
    /// What more severe work does to less severe work in hand.
    #[derive(Copy, PartialEq, Eq)]
    pub enum Preemption {
        /// It waits.
        Never,
        /// It takes the person; the work goes on later where it stopped.
        Resume,
        /// It takes the person; the work starts again from the beginning.
        Restart,
        /// It takes the person; the work starts again and may take another time.
        Resample,
    }
}
entry! {
    /// What bounds everyone's working time, call-outs included.
    pub struct RestEntry {
        /// Nobody works longer than this without rest.
        longest_stretch: Positive = Positive::hours(16),
        /// Nobody comes back before this much rest.
        least_rest: Span = Span::hours(10),
    }
}
entry! {
    /// How fast people work by skill, and what a call-out costs.
    pub struct WorkEntry {
        /// A task takes this many times as long in the hands of a beginner.
        basic_takes: f64 = 1.0,
        /// ... of somebody able to work alone.
        working_takes: f64 = 1.0,
        /// ... of an expert.
        expert_takes: f64 = 1.0,
        /// Pay during a call-out, times the ordinary cost per hour.
        call_out_pay: f64 = 1.0,
        /// A call-out is paid for at least this long.
        call_out_at_least: Span = Span(0),
        /// How long stretches slow people, the shortest first.
        fatigue: Vec<FatigueEntry> = Vec::new(),
        /// Taking up another incident than the one before costs this much.
        switch: Span = Span(0),
        /// How much of paid time is there for tickets and projects; meetings, breaks and the like take the rest.
        available: Share = Share(1.0),
        /// Pay after the end of a shift, times the ordinary cost per hour; told apart from other labour when given.
        overtime_pay: Option<f64>,
    }
}
entry! {
    /// From when on somebody tires.
    pub struct FatigueEntry {
        /// After so long a stretch of work.
        after: Positive,
        /// Work takes this many times as long.
        takes: f64,
    }
}
entry! {
    /// Bounds on one play, so that a mistaken scenario ends with an explanation.
    pub struct LimitsEntry {
        /// Happenings in one play.
        happenings: u64 = 20_000_000,
        /// Happenings at one instant.
        per_instant: u64 = 200_000,
        /// Happenings waiting at once.
        pending: u64 = 1_000_000,
        /// Attempts at one task of one incident.
        attempts: u64 = 10_000,
        /// Incidents in hand at once.
        in_hand: u64 = 5_000,
    }
}
/// The order of ids that a file gives for a section.
pub type Section<T> = Dict<T>;
