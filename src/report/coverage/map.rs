//! Heat maps of a week: a row a day, a column an hour, a figure in each cell, so that they can be read without colours.

use super::super::words::{capital, duration, harmless, many};
use super::title;
use crate::model::plan::Plan;
use crate::study::coverage::hourly::{AtHour, Hourly, Until};

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// So long that hours take more than two digits.
const LONG: f64 = 99.5 * 3600.0;

/// A time in three characters: "45s", "37m", "14h", "9d". Beside one that takes days because its hours have three digits, two days and more are
/// days too: "99h" beside "4d" would look longer than it.
pub fn brief(seconds: f64, beside_days: bool) -> String {
    let whole = |of: f64| libm::round(seconds / of);
    match seconds {
        s if s < 59.5 => format!("{:.0}s", whole(1.0)),
        s if s < 99.5 * 60.0 => format!("{:.0}m", whole(60.0)),
        s if s < if beside_days { 47.5 * 3600.0 } else { LONG } => format!("{:.0}h", whole(3600.0)),
        s if s < 99.5 * 86_400.0 => format!("{:.0}d", whole(86_400.0)),
        _ => "yr+".into(),
    }
}

/// One hour of the week in words.
pub fn hour_in_words(hour: usize) -> String {
    format!("{} {:02}:00", DAYS[hour / 24], hour % 24)
}

/// All maps: half and nine in ten, of each measure.
pub fn maps(plan: &Plan, hourly: &Hourly) -> String {
    let kind = &plan.kinds[hourly.kind.at()];
    let name = if kind.name.is_empty() { &kind.id } else { &kind.name };
    // Stopped early.
    let finished = match hourly.hours.len() {
        168 => String::new(),
        played => format!(", {played} of 168 hours played (blank: stopped before)"),
    };
    let mut text = format!("\n{}, begun at each hour of the week, {} each{finished}\n", harmless(name), many(hourly.replications, "play"));
    for until in Until::ALL {
        let at = Until::ALL.iter().position(|u| *u == until).unwrap_or(0);
        if hourly.hours.iter().all(|hour| hour.samples[at].count() == 0) {
            text.push_str(&format!("\n{}: in no play\n", capital(title(until))));
            continue;
        }
        for (level, words) in [(0.5, "half are within"), (0.9, "9 in 10 are within")] {
            text.push_str(&format!("\n{}: {words}\n", capital(title(until))));
            text.push_str(&map(&hourly.hours, |hour| hour.samples[at].quantile(level)));
        }
    }
    let horizon = duration(plan.horizon.seconds_f64());
    text.push_str(&format!(
        "rows: the day it begins, columns: the hour. s, m, h, d: seconds to days; >: not within {horizon}; -: in no play\n"
    ));
    text
}

fn map(hours: &[AtHour], of: impl Fn(&AtHour) -> Option<f64>) -> String {
    let beside_days = hours.iter().filter_map(&of).any(|value| value.is_finite() && value >= LONG);
    let mut text = String::from("   ");
    (0..24).for_each(|hour| text.push_str(&format!("  {hour:02}")));
    text.push('\n');
    for (day, name) in DAYS.iter().enumerate() {
        text.push_str(name);
        for hour in 0..24 {
            let cell = match hours.iter().find(|at| at.hour == day * 24 + hour) {
                None => " ".to_owned(),
                Some(at) => match of(at) {
                    None => "-".to_owned(),
                    Some(value) if value.is_finite() => brief(value, beside_days),
                    Some(_) => ">".to_owned(),
                },
            };
            text.push_str(&format!(" {cell:>3}"));
        }
        text.push('\n');
    }
    text
}

/// When it had better not begin, and when it is over soonest.
pub fn answer(plan: &Plan, hourly: &Hourly) -> Option<String> {
    let measured = |place: usize| {
        let of = move |hour: &AtHour| hour.samples[place].quantile(0.5).map(|value| (value, hour.hour));
        hourly.hours.iter().filter_map(of).collect::<Vec<_>>()
    };
    let place = Until::ALL.iter().rposition(|until| *until == Until::Recovered)?;
    let all = measured(place);
    let least = all.iter().copied().min_by(|a, b| a.0.total_cmp(&b.0))?;
    let most = all.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    let words =
        |value: f64| if value.is_finite() { duration(value) } else { format!("more than {}", duration(plan.horizon.seconds_f64())) };
    Some(format!(
        "Begun on {} the incident takes {} until all is back, typically; begun on {}, {}.",
        hour_in_words(most.1),
        words(most.0),
        hour_in_words(least.1),
        words(least.0)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_characters_say_how_long() {
        for (seconds, words) in
            [(0.0, "0s"), (44.6, "45s"), (2220.0, "37m"), (5970.0, "2h"), (50_400.0, "14h"), (360_000.0, "4d"), (864_000.0, "10d")]
        {
            assert_eq!(brief(seconds, false), words);
        }
        for (seconds, words) in [(356_400.0, "4d"), (172_800.0, "2d"), (169_000.0, "47h"), (7_200.0, "2h")] {
            assert_eq!(brief(seconds, true), words);
        }
        assert_eq!(brief(356_400.0, false), "99h");
        assert_eq!(hour_in_words(5 * 24 + 2), "Sat 02:00");
    }
}
