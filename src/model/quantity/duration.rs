//! Spans of time from text: "90s", "2h 30m", "1.5h", "5d".

use crate::engine::time::Span;
use crate::model::quantity::text_of;
use crate::text::{Node, Problems, Read, Value, nearest};

/// The longest span that can be written.
const LONGEST: Span = Span(1_000 * Span::YEAR.0);

/// Units by all their names, the one shown in help first.
const UNITS: [(Span, &[&str]); 7] = [
    (Span::YEAR, &["y", "year", "years"]),
    (Span::WEEK, &["w", "wk", "week", "weeks"]),
    (Span::DAY, &["d", "day", "days"]),
    (Span::HOUR, &["h", "hr", "hrs", "hour", "hours"]),
    (Span::MINUTE, &["m", "min", "mins", "minute", "minutes"]),
    (Span::SECOND, &["s", "sec", "secs", "second", "seconds"]),
    (Span(1), &["ms"]),
];

impl Read for Span {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        if let Value::Number(number) = node.value {
            let problem = problems.at(node.place, format!("{number} of what? a span of time needs a unit"), "text like \"2h 30m\"");
            problem.help(format!("\"{number}m\" is minutes, \"{number}h\" is hours, \"{number}d\" is days"));
            return None;
        }
        let text = text_of::<Span>(node, problems)?;
        match span(text) {
            Ok(span) => Some(span),
            Err((title, help)) => {
                problems.at(node.place, title, Span::expected()).help(help);
                None
            }
        }
    }
    fn amount(&self) -> Option<f64> {
        Some(self.0 as f64)
    }
    fn expected() -> String {
        "text like \"2h 30m\"".into()
    }
}

/// What is wrong, and what would be right.
type Slip = (String, String);
const UNITS_HELP: &str = "units are y, w, d, h, m (minutes), s and ms, as in \"1d 4h\" or \"90s\"";

/// A span of time from text that is in no file; what is wrong with it otherwise.
pub fn span_of(text: &str) -> Result<Span, String> {
    span(text).map_err(|(title, help)| format!("{title}: {help}"))
}

/// Reads a span of time.
fn span(text: &str) -> Result<Span, Slip> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(("a span of time is missing".into(), UNITS_HELP.into()));
    }
    if rest.starts_with(['-', '−']) {
        return Err((format!("\"{rest}\" is less than nothing"), "a span of time is 0 or more".into()));
    }
    let mut total = 0.0;
    let mut before: Option<Span> = None;
    while !rest.is_empty() {
        let (number, after) = number(rest)?;
        let (unit, after) = unit(after, number)?;
        if before.is_some_and(|before| before <= unit) {
            let help = "write the larger unit first and each unit once, as in \"1d 4h 30m\"";
            return Err((format!("the units of \"{}\" are out of order", text.trim()), help.into()));
        }
        before = Some(unit);
        total += number.1 * unit.0 as f64;
        rest = after.trim_start_matches([' ', ',']);
    }
    if total > LONGEST.0 as f64 {
        return Err((format!("\"{}\" is too long", text.trim()), "at most 1000 years can be written".into()));
    }
    Ok(Span(total.round() as i64))
}

/// A number as written and as a value.
type Count<'a> = (&'a str, f64);

/// The number that a text begins with, and what follows.
fn number(text: &str) -> Result<(Count<'_>, &str), Slip> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, after) = text.split_at(end);
    if after.starts_with(',') && after[1..].starts_with(|c: char| c.is_ascii_digit()) {
        let right = text.replacen(',', ".", 1);
        return Err((format!("\"{text}\" has a comma in its number"), format!("write \"{right}\"")));
    }
    match number.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(((number, value), after.trim_start())),
        _ => Err((format!("\"{text}\" is not a span of time"), UNITS_HELP.into())),
    }
}

/// The unit that a text begins with, and what follows.
fn unit<'a>(text: &'a str, number: Count<'_>) -> Result<(Span, &'a str), Slip> {
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    let written = number.0;
    if word.is_empty() {
        return Err((format!("{written} has no unit"), format!("\"{written}m\" is minutes, \"{written}h\" is hours; {UNITS_HELP}")));
    }
    let lower = word.to_lowercase();
    let known = UNITS.iter().find(|(_, names)| names.contains(&lower.as_str()));
    // A capital M is a month to some and a minute to others.
    if let Some((unit, _)) = known.filter(|_| word != "M") {
        return Ok((*unit, after));
    }
    if word == "M" || lower.starts_with("mo") {
        let help = "months differ in length: write days or weeks, as in \"30d\"; minutes are a small m";
        return Err((format!("`{word}` is not a unit of time"), help.into()));
    }
    let names = UNITS.iter().flat_map(|(_, names)| names.iter().copied());
    let help = nearest(&lower, names).map_or(UNITS_HELP.to_string(), |near| format!("did you mean `{near}`? {UNITS_HELP}"));
    Err((format!("`{word}` is not a unit of time"), help))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::quantity::testing::{mistake, said};

    #[test]
    fn spans_are_read_as_people_write_them() {
        for (text, ms) in [
            ("90s", 90_000),
            ("2h 30m", 9_000_000),
            ("2h30m", 9_000_000),
            ("2 h 30 min", 9_000_000),
            ("1 hour, 5 minutes", 3_900_000),
            ("5d", 432_000_000),
            ("1w", 604_800_000),
            ("1y", 31_536_000_000),
            ("1.5h", 5_400_000),
            (".5h", 1_800_000),
            ("250ms", 250),
            ("0d", 0),
            ("0s", 0),
            (" 20m ", 1_200_000),
            ("1D 2H", 93_600_000),
            ("0.0004s", 0),
        ] {
            assert_eq!(said::<Span>(&format!("\"{text}\"")), Span(ms), "{text}");
        }
    }

    #[test]
    fn what_is_shown_can_be_read_again() {
        for span in [Span(0), Span(350), Span::seconds(3_599), Span::minutes(61), Span::hours(49), Span::minutes(4_330)] {
            assert_eq!(said::<Span>(&format!("\"{span}\"")), span);
        }
    }

    #[test]
    fn every_mistake_in_a_span_says_what_would_be_right() {
        for (text, title, help) in [
            ("20", "20 of what?", "\"20m\" is minutes"),
            ("\"20\"", "20 has no unit", "\"20m\" is minutes"),
            ("\"1h30\"", "30 has no unit", "\"30m\" is minutes"),
            ("\"\"", "is missing", "\"1d 4h\""),
            ("\"-5m\"", "less than nothing", "0 or more"),
            ("\"1,5h\"", "comma", "\"1.5h\""),
            ("\"2 horus\"", "`horus` is not a unit", "did you mean `hours`?"),
            ("\"3M\"", "`M` is not a unit", "\"30d\""),
            ("\"3 months\"", "`months` is not a unit", "\"30d\""),
            ("\"30m 2h\"", "out of order", "larger unit first"),
            ("\"2h 3h\"", "out of order", "each unit once"),
            ("\"soon\"", "not a span", "units are"),
            ("\"1.2.3h\"", "not a span", "units are"),
            ("\"2000y\"", "too long", "1000 years"),
            ("\"4h–5h\"", "not a span", "units are"),
        ] {
            let mistake = mistake::<Span>(text);
            assert!(mistake.contains(title) && mistake.contains(help), "{text}: {mistake}");
        }
    }

    #[test]
    fn no_text_makes_the_reader_fall_over() {
        for text in ["ä", "1ä", "1 €", "²h", "1e9h", "9999999999999999999999999999999h", ",", "1h,", "....", "1h\u{a0}2m", "٣h"] {
            let _ = span(text);
        }
    }
}
