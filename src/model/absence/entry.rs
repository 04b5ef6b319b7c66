//! What a file may say about absence: how many working days a year people are away, for how long at a time, and who is away by name.

use crate::engine::chance::Dist;
use crate::model::quantity::Span;
use crate::text::{choice, entry};

entry! {
    /// How often and how long people are away, in working days of their own roster. A field that is not given comes from the team, then the
    /// scenario.
    pub struct AbsenceEntry {
        /// Working days of leave a person-year.
        annual_leave: Option<Span>,
        /// Working days of one leave: six in ten are 1 to 3 days, the others 5 to 10.
        leave_lasts: Option<Dist>,
        /// How much more leave is taken in some months than in others, from January to December.
        leave_by_month: Option<Vec<f64>>,
        /// Working days of sickness a person-year.
        sick: Option<Span>,
        /// Working days of one sickness: half are over in 2 days, one in ten lasts longer than 5.
        sick_lasts: Option<Dist>,
        /// Working days of training a person-year.
        training: Option<Span>,
        /// Working days of one training: 1 to 3.
        training_lasts: Option<Dist>,
        /// How many of a hundred leave the organisation in a year, as a share.
        turnover_per_year: Option<f64>,
        /// From notice to the last day: 30 days.
        notice: Option<Dist>,
        /// From notice to the first day of whoever comes instead: 90 days, one in ten over 240.
        time_to_hire: Option<Dist>,
        /// How long somebody is new: 90 days.
        ramp: Option<Span>,
        /// Work takes somebody new this many times as long: 1.5.
        ramp_takes: Option<f64>,
        /// Somebody else comes in their place, so that nobody is missed: so for a provider's people unless said otherwise.
        covered: Option<bool>,
    }
}
choice! {
    /// Why somebody is away.
    #[derive(Copy, PartialEq, Eq)]
    pub enum WhyEntry {
        /// On leave.
        Leave,
        /// Sick.
        Sick,
        /// In training.
        Training,
        /// For another reason, planned.
        Other,
    }
}
