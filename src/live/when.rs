//! Times as people type them: "30m", "+2h", "07:00", "Sat 07:00", "2026-03-07 07:00".

use jiff::civil::{DateTime, Time};

use crate::engine::time::{Instant, Span};
use crate::exercise::Trouble;
use crate::model::plan::Plan;
use crate::model::quantity;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A length of time.
///
/// # Errors
/// When it is none.
pub fn span(text: &str) -> Result<Span, Trouble> {
    let text = text.trim();
    if text == "0" || text == "now" || text == "at once" {
        return Ok(Span(0));
    }
    quantity::span_of(text).map_err(Trouble::refused)
}

/// An instant of the story that is to come: the next one that fits.
///
/// # Errors
/// When it is none.
pub fn to_come(plan: &Plan, now: Instant, text: &str) -> Result<Instant, Trouble> {
    if let Some(later) = text.strip_prefix('+') {
        return Ok(now + span(later)?);
    }
    find(plan, now, text, 0..=8, |at| at > now)
}

/// An instant of the story that is past: the last one that fits.
///
/// # Errors
/// When it is none.
pub fn past(plan: &Plan, now: Instant, text: &str) -> Result<Instant, Trouble> {
    if let Some(earlier) = text.strip_prefix(['-', '−']) {
        return Ok(now - span(earlier)?);
    }
    find(plan, now, text, -8..=0, |at| at <= now)
}

fn find(
    plan: &Plan,
    now: Instant,
    text: &str,
    days: std::ops::RangeInclusive<i64>,
    fits: impl Fn(Instant) -> bool,
) -> Result<Instant, Trouble> {
    let trimmed = text.trim();
    if let Ok(civil) = trimmed.replacen(' ', "T", 1).parse::<DateTime>() {
        return Ok(plan.zone.instant(civil));
    }
    let (day, time) = match trimmed.split_once(' ') {
        Some((day, time)) => (Some(day.to_lowercase()), time.trim()),
        None => (None, trimmed),
    };
    let weekday = day.as_deref().map(|day| DAYS.iter().position(|known| day.len() >= 3 && day.starts_with(known)));
    let clock = time.split_once(':').and_then(|(hour, minute)| Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok());
    let (Some(clock), Some(weekday)) = (clock, weekday.map_or(Some(None), |found| found.map(Some))) else {
        let help = "write a time such as 07:00, Sat 07:00, 2026-03-07 07:00, or how far from now: +2h, or -2h to go back";
        return Err(Trouble::refused(format!("{trimmed:?} is no time of the story; {help}")));
    };
    let today = plan.zone.civil(now).date();
    let mut nearest: Option<Instant> = None;
    for ahead in days {
        let Ok(date) = today.checked_add(jiff::Span::new().days(ahead)) else { continue };
        if weekday.is_some_and(|weekday| date.weekday().to_monday_zero_offset() as usize != weekday) {
            continue;
        }
        let at = plan.zone.instant(date.to_datetime(clock));
        let nearer = nearest.is_none_or(|known| (at - now).0.abs() < (known - now).0.abs());
        if fits(at) && nearer {
            nearest = Some(at);
        }
    }
    nearest.ok_or_else(|| Trouble::refused(format!("{trimmed:?} is not near enough; write the date as well")))
}
