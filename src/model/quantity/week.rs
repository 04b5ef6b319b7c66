//! Times of day and days of the week.

use crate::model::quantity::{digits, text_of};
use crate::text::{Node, Problems, Read, nearest};

/// Minutes of a day.
const DAY: u32 = 24 * 60;
const SHORT: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const LONG: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A time of day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime {
    /// Minutes since midnight; 1440 is the end of the day.
    pub minutes: u32,
}
/// Some hours of a day. One that ends at or before its beginning runs over midnight, so that equal times are a day.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// From.
    pub from: ClockTime,
    /// To.
    pub to: ClockTime,
}
impl Window {
    /// How long it is.
    pub fn minutes(&self) -> u32 {
        if self.to > self.from { self.to.minutes - self.from.minutes } else { self.to.minutes + DAY - self.from.minutes }
    }
}
/// Some days of the week.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct Days {
    /// Monday first.
    pub on: [bool; 7],
}
/// When somebody hands over to the next, once a week.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub struct HandOver {
    /// 0 is Monday.
    pub weekday: usize,
    /// At what time; before the end of the day.
    pub at: ClockTime,
}

/// What is wrong, and what would be right.
type Slip = (String, String);

/// Reads a text by `rule`; its slip becomes a mistake.
fn by<T: Read>(node: &Node, problems: &mut Problems, rule: impl Fn(&str) -> Result<T, Slip>) -> Option<T> {
    let text = text_of::<T>(node, problems)?;
    match rule(text.trim()) {
        Ok(value) => Some(value),
        Err((title, help)) => {
            problems.at(node.place, title, T::expected()).help(help);
            None
        }
    }
}

impl Read for ClockTime {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        by(node, problems, clock)
    }
    fn expected() -> String {
        "a time of day like \"08:30\"".into()
    }
}
impl Read for Window {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        by(node, problems, window)
    }
    fn expected() -> String {
        "hours like \"07:00-19:00\"".into()
    }
}
impl Read for Days {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        by(node, problems, days)
    }
    fn expected() -> String {
        "days like \"Mon-Fri\", \"Sat,Sun\" or \"daily\"".into()
    }
}
impl Read for HandOver {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        by(node, problems, hand_over)
    }
    fn expected() -> String {
        "a day and a time like \"Mon 09:00\"".into()
    }
}

fn clock(text: &str) -> Result<ClockTime, Slip> {
    let parts = text.split_once(':').and_then(|(hours, minutes)| {
        let two = minutes.len() == 2;
        two.then_some((digits(hours, 2)?, digits(minutes, 2)?))
    });
    let Some((hours, minutes)) = parts else {
        return Err((format!("\"{text}\" is not a time of day"), meant(text)));
    };
    if minutes > 59 || hours * 60 + minutes > DAY {
        return Err((format!("there is no time {text}"), "times run from 00:00 to 24:00, minutes from 00 to 59".into()));
    }
    Ok(ClockTime { minutes: hours * 60 + minutes })
}

/// The time that was probably meant: "8", "8.30", "0830", "8 pm", "8:30pm".
fn meant(text: &str) -> String {
    let usual = || "write hours and minutes, as in \"08:30\"".to_string();
    let lower = text.to_lowercase();
    let plain: String = lower.chars().filter(|c| c.is_ascii_digit()).collect();
    let (hours, minutes) = match plain.len() {
        1 | 2 => (digits(&plain, 2), Some(0)),
        3 | 4 => (digits(&plain[..plain.len() - 2], 2), digits(&plain[plain.len() - 2..], 2)),
        _ => return usual(),
    };
    let (Some(hours), Some(minutes)) = (hours, minutes) else { return usual() };
    let hours = match (lower.ends_with("pm"), lower.ends_with("am")) {
        (true, _) if hours < 12 => hours + 12,
        (_, true) if hours == 12 => 0,
        _ => hours,
    };
    if hours < 24 && minutes < 60 { format!("write \"{hours:02}:{minutes:02}\"") } else { usual() }
}

fn window(text: &str) -> Result<Window, Slip> {
    let wrong =
        || (format!("\"{text}\" does not say from when to when"), "write two times with a dash between, as in \"07:00-19:00\"".to_string());
    let (from, to) = text.split_once(['-', '–', '—']).ok_or_else(wrong)?;
    let (from, to) = (clock(from.trim())?, clock(to.trim())?);
    if from.minutes == DAY {
        return Err(("hours cannot begin at 24:00".into(), format!("write \"00:00-{:02}:{:02}\"", to.minutes / 60, to.minutes % 60)));
    }
    Ok(Window { from, to })
}

fn weekday(text: &str) -> Result<usize, Slip> {
    let lower = text.trim().to_lowercase();
    let known = |names: &[&str; 7]| names.iter().position(|name| name.to_lowercase() == lower);
    if let Some(day) = known(&SHORT).or_else(|| known(&LONG)) {
        return Ok(day);
    }
    let usual = "days are Mon, Tue, Wed, Thu, Fri, Sat and Sun";
    let near = nearest(&lower, LONG).and_then(|name| LONG.iter().position(|long| *long == name));
    // "Tues", "Thurs" and the like begin as the short name does.
    let begins = || SHORT.iter().position(|short| lower.starts_with(&short.to_lowercase()) && lower.len() > 3);
    let near = near.or_else(begins).or_else(|| nearest(&lower, SHORT).and_then(|name| SHORT.iter().position(|short| *short == name)));
    let help = near.and_then(|day| SHORT.get(day)).map_or(usual.to_string(), |name| format!("did you mean `{name}`? {usual}"));
    Err((format!("\"{}\" is not a day of the week", text.trim()), help))
}

fn days(text: &str) -> Result<Days, Slip> {
    match text.to_lowercase().as_str() {
        "daily" => return Ok(Days { on: [true; 7] }),
        "weekdays" | "workdays" => return Err((format!("\"{text}\" are not the same days everywhere"), "write \"Mon-Fri\"".into())),
        "weekend" | "weekends" => return Err((format!("\"{text}\" is not the same days everywhere"), "write \"Sat,Sun\"".into())),
        "" => return Err(("days are missing".into(), "write \"Mon-Fri\", \"Sat,Sun\" or \"daily\"".into())),
        "always" | "every day" | "everyday" | "all" => {
            return Err((format!("\"{text}\" is not a day of the week"), "write \"daily\"".into()));
        }
        _ => {}
    }
    let mut on = [false; 7];
    for part in text.split(',') {
        let (first, last) = match part.split_once(['-', '–', '—']) {
            Some((first, last)) => (weekday(first)?, weekday(last)?),
            None => (weekday(part)?, weekday(part)?),
        };
        // From Friday to Monday goes over the weekend.
        let count = (last + 7 - first) % 7;
        (0..=count).for_each(|step| on[(first + step) % 7] = true);
    }
    Ok(Days { on })
}

fn hand_over(text: &str) -> Result<HandOver, Slip> {
    let wrong = || (format!("\"{text}\" is not a day and a time"), "write both, as in \"Mon 09:00\"".to_string());
    let (day, time) = text.split_once(' ').ok_or_else(wrong)?;
    let (weekday, at) = (weekday(day)?, clock(time.trim())?);
    if at.minutes == DAY {
        let next = SHORT.get((weekday + 1) % 7).copied().unwrap_or("Mon");
        return Err(("24:00 is the beginning of the next day".into(), format!("write \"{next} 00:00\"")));
    }
    Ok(HandOver { weekday, at })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::quantity::testing::{mistake, said};

    fn on(text: &str) -> String {
        let days = said::<Days>(&format!("\"{text}\"")).on;
        days.iter().map(|on| if *on { 'x' } else { '.' }).collect()
    }

    #[test]
    fn days_are_read_as_lists_and_ranges() {
        assert_eq!(on("Mon-Fri"), "xxxxx..");
        assert_eq!(on("Sat,Sun"), ".....xx");
        assert_eq!(on("Mon,Wed-Fri"), "x.xxx..");
        assert_eq!(on("Fri-Mon"), "x...xxx");
        assert_eq!(on("daily"), "xxxxxxx");
        assert_eq!(on("Mon-Sun"), "xxxxxxx");
        assert_eq!(on("tue"), ".x.....");
        assert_eq!(on("Monday – Thursday, Sat"), "xxxx.x.");
    }

    #[test]
    fn times_of_day_run_from_midnight_to_the_end_of_the_day() {
        assert_eq!(said::<ClockTime>("\"08:30\"").minutes, 510);
        assert_eq!(said::<ClockTime>("\"8:30\"").minutes, 510);
        assert_eq!(said::<ClockTime>("\"00:00\"").minutes, 0);
        assert_eq!(said::<ClockTime>("\"24:00\"").minutes, 1440);
    }

    #[test]
    fn windows_may_run_over_midnight() {
        let minutes = |text: &str| said::<Window>(&format!("\"{text}\"")).minutes();
        assert_eq!(minutes("07:00-19:00"), 720);
        assert_eq!(minutes("19:00 – 07:00"), 720);
        assert_eq!(minutes("00:00-24:00"), 1440);
        assert_eq!(minutes("08:00-08:00"), 1440);
        assert_eq!(minutes("22:00-24:00"), 120);
    }

    #[test]
    fn a_hand_over_is_a_day_and_a_time() {
        assert_eq!(said::<HandOver>("\"Mon 09:00\""), HandOver { weekday: 0, at: ClockTime { minutes: 540 } });
        assert_eq!(said::<HandOver>("\"sunday  0:00\""), HandOver { weekday: 6, at: ClockTime { minutes: 0 } });
    }

    #[test]
    fn every_mistake_in_days_says_what_would_be_right() {
        for (text, title, help) in [
            ("\"Mon-Fry\"", "\"Fry\" is not a day", "did you mean `Fri`?"),
            ("\"Tues\"", "\"Tues\" is not a day", "did you mean `Tue`?"),
            ("\"Thurs\"", "\"Thurs\" is not a day", "did you mean `Thu`?"),
            ("\"Wendesday\"", "is not a day", "did you mean `Wed`?"),
            ("\"Mon,\"", "\"\" is not a day", "days are Mon"),
            ("\"weekdays\"", "weekdays", "\"Mon-Fri\""),
            ("\"weekend\"", "weekend", "\"Sat,Sun\""),
            ("\"every day\"", "every day", "\"daily\""),
            ("\"\"", "missing", "\"daily\""),
            ("[\"Mon\"]", "expected days", ""),
        ] {
            let mistake = mistake::<Days>(text);
            assert!(mistake.contains(title) && mistake.contains(help), "{text}: {mistake}");
        }
    }

    #[test]
    fn every_mistake_in_times_says_what_would_be_right() {
        for (text, title, help) in [
            ("\"24:01\"", "no time 24:01", "00:00 to 24:00"),
            ("\"12:60\"", "no time 12:60", "00 to 59"),
            ("\"8.30\"", "not a time", "\"08:30\""),
            ("\"8pm\"", "not a time", "\"20:00\""),
            ("\"8:30 pm\"", "not a time", "\"20:30\""),
            ("\"12am\"", "not a time", "\"00:00\""),
            ("\"0830\"", "not a time", "\"08:30\""),
            ("\"8:3\"", "not a time", "\"08:30\""),
            ("\"noon\"", "not a time", "\"08:30\""),
            ("8", "expected a time of day", ""),
        ] {
            let mistake = mistake::<ClockTime>(text);
            assert!(mistake.contains(title), "{text}: {mistake}");
            assert!(mistake.contains(help) || text == "\"8:3\"", "{text}: {mistake}");
        }
        for (text, help) in [("\"07:00\"", "\"07:00-19:00\""), ("\"24:00-07:00\"", "\"00:00-07:00\""), ("\"7-19\"", "\"07:00\"")] {
            assert!(mistake::<Window>(text).contains(help), "{text}");
        }
        for (text, help) in [("\"Mon\"", "\"Mon 09:00\""), ("\"Sun 24:00\"", "\"Mon 00:00\""), ("\"Mo 09:00\"", "did you mean `Mon`?")] {
            assert!(mistake::<HandOver>(text).contains(help), "{text}: {}", mistake::<HandOver>(text));
        }
    }
}
