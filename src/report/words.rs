//! Figures as a person would say them.

use crate::model::fact::Wait;

const MINUTE: i64 = 60;
const HOUR: i64 = 3600;
const DAY: i64 = 86_400;
const YEAR: i64 = 365 * DAY;

/// A time in its two largest units, rounded: "3 d 4 h", "4 h 50 min", "17 min", "45 s". From ten days on the hours are a tenth of a day: "12.5 d".
pub fn duration(seconds: f64) -> String {
    if seconds >= (10 * YEAR) as f64 {
        return format!("{} years", count((seconds / YEAR as f64) as u64));
    }
    let days = seconds / DAY as f64;
    if (9.98..99.95).contains(&days) {
        let tenths = format!("{days:.1}");
        return format!("{} d", tenths.trim_end_matches('0').trim_end_matches('.'));
    }
    let step = match seconds {
        s if s < 600.0 => 1,
        s if s < DAY as f64 => MINUTE,
        s if s < 10.0 * DAY as f64 => HOUR,
        _ => DAY,
    };
    let whole = libm::round(seconds.max(0.0) / step as f64) as i64 * step;
    let (days, hours, minutes, rest) = (whole / DAY, whole % DAY / HOUR, whole % HOUR / MINUTE, whole % MINUTE);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{rest} s"),
        (0, 0, _) => two(minutes, "min", rest, "s"),
        (0, _, _) => two(hours, "h", minutes, "min"),
        _ => two(days, "d", hours, "h"),
    }
}

fn two(large: i64, large_unit: &str, small: i64, small_unit: &str) -> String {
    if small == 0 { format!("{large} {large_unit}") } else { format!("{large} {large_unit} {small} {small_unit}") }
}

/// A time to the minute, for figures that are added up: "1 d 02 h 05 min".
pub fn to_the_minute(minutes: i64) -> String {
    let (days, hours, rest) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => format!("{rest} min"),
        (0, _) => format!("{hours} h {rest:02} min"),
        _ => format!("{days} d {hours:02} h {rest:02} min"),
    }
}

/// A limit as plans state them: hours up to two days, "90 min" below two hours.
pub fn limit(seconds: f64) -> String {
    let whole = libm::round(seconds) as i64;
    if whole % HOUR == 0 && (HOUR..=96 * HOUR).contains(&whole) {
        format!("{} h", whole / HOUR)
    } else if whole % MINUTE == 0 && whole < 3 * HOUR {
        format!("{} min", whole / MINUTE)
    } else {
        duration(seconds)
    }
}

/// So many of something, in its singular where it is one: "1 play", "10,000 plays".
pub fn many(number: u64, one: &str) -> String {
    format!("{} {one}{}", count(number), if number == 1 { "" } else { "s" })
}

/// A whole number with its thousands apart: "10,000".
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// An amount of money, in the scenario's currency: "1.24 m", "340 k", "9,100".
pub fn money(amount: f64) -> String {
    if amount >= 999_500.0 {
        format!("{:.2} m", amount / 1e6)
    } else if amount >= 10_000.0 {
        format!("{:.0} k", amount / 1e3)
    } else {
        count(libm::round(amount.max(0.0)) as u64)
    }
}

/// A share: "81 %", and never "0 %" of something that did happen nor "100 %" of something that sometimes did not.
pub fn share(share: f64) -> String {
    let percent = share * 100.0;
    if share > 0.0 && percent < 0.5 {
        if percent < 0.05 { "under 0.1 %".to_owned() } else { format!("{percent:.1} %") }
    } else if share < 1.0 && percent >= 99.5 {
        if percent >= 99.95 { "over 99.9 %".to_owned() } else { format!("{percent:.1} %") }
    } else {
        format!("{percent:.0} %")
    }
}

/// A word as a shell would take it back.
pub fn typed(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) { word.to_owned() } else { format!("'{}'", word.replace('\'', r"'\''")) }
}

/// A quantile in words: "half", "9 in 10".
pub fn level(level: f64) -> String {
    let percent = libm::round(level * 100.0) as u64;
    match percent {
        50 => "half".to_owned(),
        95 => "19 in 20".to_owned(),
        99 => "99 in 100".to_owned(),
        _ if percent.is_multiple_of(10) => format!("{} in 10", percent / 10),
        _ => format!("{percent} in 100"),
    }
}

/// A state of the wait ledger as a leader would call it.
pub fn state(wait: Wait) -> &'static str {
    match wait {
        Wait::Undetected => "nobody has noticed",
        Wait::Unanswered => "an alert nobody answers",
        Wait::OffDuty => "nobody on duty can do it",
        Wait::Busy => "those who can are busy",
        Wait::NoGrant => "on duty, but without access",
        Wait::NoKnowledge => "on duty, but without the knowledge",
        Wait::DecisionReach => "reaching who may decide",
        Wait::Deliberation => "a decision being weighed",
        Wait::Consultation => "others being consulted",
        Wait::HandOver => "reading in after a hand-over",
        Wait::Dependency => "something outside the incident",
        Wait::Vendor => "a vendor",
        Wait::Rework => "doing work again",
        Wait::Working => "working",
    }
}

/// "a", "a and b", "a, b and c"; beyond `most`, "a, b and 7 more".
pub fn list<S: AsRef<str>>(names: &[S], most: usize) -> String {
    let shown: Vec<&str> = names.iter().take(most).map(AsRef::as_ref).collect();
    let more = names.len() - shown.len();
    match (shown.split_last(), more) {
        (None, _) => String::new(),
        (Some((last, [])), 0) => (*last).to_owned(),
        (Some((last, others)), 0) => format!("{} and {last}", others.join(", ")),
        (Some(_), more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Lines of at most `width` characters, broken at blanks; a longer word stands alone.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push(String::new());
            used = 0;
        }
        let line = lines.last_mut().expect("one line at least");
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines
}

/// As a sentence begins.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// Text without control and bidirectional characters, so that a scenario cannot drive the terminal.
pub fn harmless(text: &str) -> String {
    let odd = |c: char| c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if odd(c) { '\u{fffd}' } else { c }).collect()
}

/// Splits `total` among parts in proportion to them, in whole units that add up to it (largest remainder; ties to the first).
pub fn apportion(parts: &[f64], total: i64) -> Vec<i64> {
    let sum: f64 = parts.iter().sum();
    if sum <= 0.0 {
        return vec![0; parts.len()];
    }
    let exact: Vec<f64> = parts.iter().map(|part| part / sum * total as f64).collect();
    let mut whole: Vec<i64> = exact.iter().map(|&part| libm::floor(part) as i64).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| (exact[b] - libm::floor(exact[b])).total_cmp(&(exact[a] - libm::floor(exact[a]))));
    let missing = total - whole.iter().sum::<i64>();
    for &at in order.iter().take(missing.max(0) as usize) {
        whole[at] += 1;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_say_them() {
        for (seconds, words) in [
            (0.0, "0 s"),
            (44.6, "45 s"),
            (59.7, "1 min"),
            (150.0, "2 min 30 s"),
            (1020.0, "17 min"),
            (3599.0, "1 h"),
            (17_400.0, "4 h 50 min"),
            (86_399.0, "1 d"),
            (273_600.0, "3 d 4 h"),
            (1_814_400.0, "21 d"),
            (861_000.0, "9 d 23 h"),
            (863_999.0, "10 d"),
            (864_001.0, "10 d"),
            (1_080_000.0, "12.5 d"),
            (4_262_000.0, "49.3 d"),
            (8_639_000.0, "100 d"),
            (10_900_000.0, "126 d"),
            (365_000_000.0 * 86_400.0, "1,000,000 years"),
        ] {
            assert_eq!(duration(seconds), words, "{seconds}");
        }
        assert_eq!(to_the_minute(1565), "1 d 02 h 05 min");
        assert_eq!(limit(86_400.0), "24 h");
        assert_eq!(limit(1800.0), "30 min");
        assert_eq!(limit(172_800.0), "48 h");
        assert_eq!(limit(604_800.0), "7 d");
    }

    #[test]
    fn amounts_and_shares() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(412), "412");
        assert_eq!(money(1_240_000.0), "1.24 m");
        assert_eq!(money(9100.4), "9,100");
        assert_eq!(share(0.0004), "under 0.1 %");
        assert_eq!(share(0.997), "99.7 %");
        assert_eq!(share(0.0), "0 %");
        assert_eq!(list(&["a", "b", "c"], 5), "a, b and c");
        assert_eq!(list(&["a", "b", "c"], 1), "a and 2 more");
    }

    #[test]
    fn parts_add_up_to_the_whole() {
        let parts = [1.0, 1.0, 1.0, 0.0];
        assert_eq!(apportion(&parts, 100), [34, 33, 33, 0]);
        assert_eq!(apportion(&[0.0, 0.0], 50), [0, 0]);
        assert_eq!(apportion(&[3.7, 9.1, 0.2], 1).iter().sum::<i64>(), 1);
    }
}
