//! Measures as sentences and tables have them: what they are called, and what lies between two values of one.

use super::words::{count, duration, money};
use crate::study::arms::OF_A_YEAR;

/// A measure by its name in `summary.json`, as a sentence has it: "time to recover", "wait of vpn tickets". Ids stay as they are written.
pub fn name(measure: &str) -> String {
    if let Some(system) = measure.strip_prefix("recover.") {
        return format!("time until {system} is back");
    }
    let plain = |name: &str| name.replace(['_', '.'], " ");
    let Some(annual) = measure.strip_prefix(OF_A_YEAR) else { return plain(measure) };
    let of_tickets = annual.strip_prefix("tickets.").and_then(|rest| rest.rsplit_once('.'));
    match of_tickets.map(|(of, what)| (of.rsplit_once(".step_").unwrap_or((of, "")), what)) {
        Some(((id, ""), "wait_hours")) => format!("wait of {id} tickets"),
        Some(((id, step), "wait_hours")) => format!("wait of {id} tickets at step {step}"),
        Some(((id, _), "took_hours")) => format!("time that {id} tickets take"),
        Some(((id, ""), what)) => format!("number of {id} tickets {} a year", plain(what)),
        Some(((id, step), _)) => format!("number of {id} tickets a year that come to step {step}"),
        None if annual == "milestones.late_days" => "time that milestones are late".to_owned(),
        None => match annual.split_once('.') {
            Some((what, of)) if !["hours", "deadlines", "milestones", "changes"].contains(&what) => {
                format!("{} of {of} a year", plain(what))
            }
            _ => format!("{} a year", plain(annual)),
        },
    }
}

/// What one value is more than another in a unit of `summary.json`, with its sign; "0" where nothing of it would be seen. Texts have the
/// `minus` of a keyboard, pages a typeset one.
pub fn signed(unit: &str, value: f64, minus: char) -> String {
    let size = libm::fabs(value);
    let words = match unit {
        "s" => duration(size),
        "money" => money(size),
        "share" => format!("{:.1} points", size * 100.0),
        "h" => duration(size * 3600.0),
        "d" => duration(size * 86_400.0),
        _ if size < 9.95 => format!("{size:.1}"),
        _ => count(libm::round(size) as u64),
    };
    let nothing = words.chars().all(|c| !c.is_ascii_digit() || c == '0');
    if nothing { "0".to_owned() } else { format!("{}{words}", if value < 0.0 { minus } else { '+' }) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_called_by_words_and_ids_stay_as_they_are_written() {
        for (measure, words) in [
            ("time_to_recover", "time to recover"),
            ("cost.call_out", "cost call out"),
            ("recover.core_db", "time until core_db is back"),
            ("annual.tickets.vpn_access.wait_hours", "wait of vpn_access tickets"),
            ("annual.tickets.vpn_access.step_2.wait_hours", "wait of vpn_access tickets at step 2"),
            ("annual.tickets.vpn_access.step_2.came", "number of vpn_access tickets a year that come to step 2"),
            ("annual.tickets.vpn.took_hours", "time that vpn tickets take"),
            ("annual.tickets.vpn.given_up", "number of vpn tickets given up a year"),
            ("annual.milestones.late_days", "time that milestones are late"),
            ("annual.hours.displaced_by_incidents", "hours displaced by incidents a year"),
            ("annual.downtime_hours.core_db", "downtime hours of core_db a year"),
        ] {
            assert_eq!(name(measure), words, "{measure}");
        }
    }

    #[test]
    fn a_difference_has_its_sign_and_none_where_nothing_is_seen() {
        assert_eq!(signed("h", 1.5, '-'), "+1 h 30 min");
        assert_eq!(signed("s", -90.0, '−'), "−1 min 30 s");
        assert_eq!(signed("share", -0.052, '-'), "-5.2 points");
        assert_eq!(signed("money", 0.2, '-'), "0");
        assert_eq!(signed("count", -1234.4, '-'), "-1,234");
    }
}
