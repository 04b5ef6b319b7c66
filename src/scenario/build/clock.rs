//! Where and when a scenario plays.

use crate::engine::time::{Instant, Span};
use crate::model::names::Names;
use crate::model::quantity::Moment;
use crate::model::roster::Zone;
use crate::scenario::entry::ScenarioEntry;
use crate::text::Problems;

/// Nothing is played for longer than this.
const LONGEST: Span = Span(100 * 365 * 24 * 3_600_000);

/// The clock of a scenario: milliseconds since its start.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Local time.
    pub zone: Zone,
    /// Incidents that begin before this are not counted.
    pub warm_up: Instant,
    /// No incident arrives from here on.
    pub arrivals_end: Instant,
    /// How long each incident is followed.
    pub horizon: Span,
}

impl Clock {
    /// Nothing is asked from here on.
    pub fn end(&self) -> Instant {
        self.arrivals_end + self.horizon
    }

    /// The instant of a local time; reports one that daylight saving skips.
    pub fn instant(&self, moment: &Moment, problems: &mut Problems) -> Option<Instant> {
        self.zone.moment(moment, problems)
    }
}

/// The clock; None when it cannot be told. `known` is false when the fields it is made from could not be read.
pub fn clock(entry: &ScenarioEntry, known: bool, names: &Names, problems: &mut Problems) -> Option<Clock> {
    let before = problems.len();
    let spans = [("warm_up", entry.warm_up), ("runs_for", entry.runs_for.0), ("horizon", entry.horizon.0)];
    for (field, span) in spans {
        if span > LONGEST {
            problems.at(names.place(&[field]), format!("`{field}` is longer than a century"), "at most 36500d");
        }
    }
    let zone = match Zone::new(&entry.time_zone, entry.starts.civil) {
        Ok(zone) => zone,
        Err(unknown) => {
            let title = format!("there is no time zone `{}`", entry.time_zone);
            let problem = problems.at(names.place(&["time_zone"]), title, "an IANA name such as \"America/New_York\"");
            if let Some(near) = unknown.nearest {
                problem.help(format!("did you mean `{near}`?"));
            }
            return None;
        }
    };
    let warm_up = Instant(0) + entry.warm_up;
    let clock = Clock { zone, warm_up, arrivals_end: warm_up + entry.runs_for.0, horizon: entry.horizon.0 };
    if known {
        clock.instant(&entry.starts, problems);
    }
    (known && problems.len() == before).then_some(clock)
}
