//! How often incidents come at each hour of the week.

use crate::model::incident::entry::WeightEntry;
use crate::model::names::Names;
use crate::text::Problems;

/// Hours of a week.
const HOURS: usize = 168;
/// Milliseconds of an hour.
const HOUR: f64 = 3_600_000.0;
/// Hours of a year of 365 days.
const YEAR: f64 = 8_760.0;

/// The rate a millisecond at each hour of the week, from Monday 00:00 on, such that so many come in a year on average. `of` is the section
/// and the id of what comes.
pub fn rates(of: [&str; 2], per_year: f64, entries: &[WeightEntry], names: &Names, problems: &mut Problems) -> Vec<f64> {
    let mut weights = [1.0; HOURS];
    let mut taken = [false; HOURS];
    for entry in entries {
        if entry.weight < 0.0 {
            problems.at(entry.place.head(), "a weight cannot be negative", "0 or more");
        }
        let Some(hours) = hours(entry, problems) else { continue };
        let mut twice = false;
        for hour in hours {
            twice |= std::mem::replace(&mut taken[hour], true);
            weights[hour] = entry.weight;
        }
        if twice {
            problems.at(entry.place.head(), "an hour of the week has two weights", "this overlaps with an earlier line");
        }
    }
    let mean = weights.iter().sum::<f64>() / HOURS as f64;
    if mean <= 0.0 && weights.iter().all(|w| *w >= 0.0) {
        let place = names.place(&[of[0], of[1], "weight_by_hour"]);
        problems.at(place, format!("there is no hour at which `{}` could come", of[1]), "all weights are 0");
    }
    weights.iter().map(|w| per_year * w / mean / YEAR / HOUR).collect()
}

/// The hours of the week that a line is about; it may run over midnight.
fn hours(entry: &WeightEntry, problems: &mut Problems) -> Option<Vec<usize>> {
    let (from, to) = (entry.from.minutes, entry.to.minutes);
    if from % 60 != 0 || to % 60 != 0 {
        problems.at(entry.place.head(), "weights are given for full hours", "`from` and `to` must be like \"08:00\"");
        return None;
    }
    let (from, to) = (from as usize / 60, to as usize / 60);
    let length = if to > from { to - from } else { to + 24 - from };
    let days = (0..7).filter(|day| entry.days.on[*day]);
    Some(days.flat_map(|day| (0..length).map(move |hour| (day * 24 + from + hour) % HOURS)).collect())
}
