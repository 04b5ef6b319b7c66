//! What a file may say about tickets and alerts.

use crate::engine::chance::Dist;
use crate::model::incident::entry::{Severity, WeightEntry};
use crate::model::people::entry::Level;
use crate::text::{Id, entry};

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
        /// Hands-on time of one.
        effort: Dist,
        /// Which of several that wait comes first.
        priority: Severity = Severity::Low,
        /// One that nobody has taken up by then is given up.
        gives_up_after: Option<Dist>,
    }
}
