//! A forecast in a facilitator's words: a paragraph for each answer.

use super::words::{count, duration, list, share};
use crate::exercise::forecast::{Chance, Expected, Forecast, Spread};

/// How many of what may be missed are named.
const NAMED: usize = 4;

/// What is to be expected of each answer, and how that is meant.
pub fn told(forecast: &Forecast) -> String {
    if forecast.continuations == 0 {
        return "No continuation was played to its end: there is no forecast.\n".to_owned();
    }
    let mut text = format!(
        "From here on {} times for each answer, everybody simulated, with the same luck; half of the times, and 8 in 10:\n",
        count(forecast.continuations)
    );
    for option in &forecast.options {
        text.push_str(&format!("  {}: {}.\n", option.option, expected(option, forecast.options.len() > 1)));
        let missed = missed(&option.rto_missed, "recovery time of").into_iter().chain(missed(&option.notices_missed, "notice"));
        let missed: Vec<String> = missed.collect();
        if !missed.is_empty() {
            text.push_str(&format!("    Missed: {}.\n", list(&missed, 2 * NAMED)));
        }
    }
    text
}

fn expected(option: &Expected, compared: bool) -> String {
    let contained = option.contained.map_or("contained by now".to_owned(), |spread| format!("contained in {}", in_words(&spread)));
    let back = option.recovered.map_or("back by now".to_owned(), |spread| format!("back in {}", in_words(&spread)));
    let first = if compared && option.recovered.is_some() { format!("; first back {}", share(option.first_back)) } else { String::new() };
    format!("{contained}, {back}{first}")
}

/// "5 h 18 min (2 h 51 min to 10 h)", and how often it does not come at all.
fn in_words(spread: &Spread) -> String {
    let time = |seconds: Option<f64>| seconds.map_or("beyond the horizon".to_owned(), duration);
    let never = if spread.beyond_horizon > 0 { format!(", {} times not by the horizon", spread.beyond_horizon) } else { String::new() };
    format!("{} ({} to {}{never})", time(spread.p50_s), time(spread.p10_s), time(spread.p90_s))
}

fn missed(chances: &[Chance], what: &str) -> Vec<String> {
    let likely = chances.iter().filter(|chance| chance.missed > 0.0).take(NAMED);
    likely.map(|chance| format!("{what} {} {}", chance.id, share(chance.missed))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn option(name: &str, recovered: Option<Spread>, first_back: f64, missed: &[(&str, f64)]) -> Expected {
        let chances = missed.iter().map(|(id, missed)| Chance { id: (*id).to_owned(), missed: *missed }).collect();
        Expected { option: name.to_owned(), contained: None, recovered, first_back, rto_missed: chances, notices_missed: Vec::new() }
    }

    #[test]
    fn each_answer_is_told_with_its_range_and_what_may_be_missed() {
        let spread = |p50_s, p90_s, beyond_horizon| Some(Spread { p10_s: Some(600.0), p50_s: Some(p50_s), p90_s, beyond_horizon });
        let approve = option("approve", spread(19_080.0, Some(36_000.0), 0), 0.98, &[("mail", 0.17), ("web", 0.0)]);
        let defer = option("defer", spread(25_200.0, None, 41), 0.02, &[]);
        let forecast = Forecast { seed: 1, at_ms: 0, incident: 1, continuations: 400, left_out: 3, options: vec![approve, defer] };
        let text = told(&forecast);
        assert!(text.contains("  approve: contained by now, back in 5 h 18 min (10 min to 10 h); first back 98 %.\n"), "{text}");
        assert!(text.contains("    Missed: recovery time of mail 17 %.\n"), "{text}");
        assert!(
            text.contains("  defer: contained by now, back in 7 h (10 min to beyond the horizon, 41 times not by the horizon)"),
            "{text}"
        );
        let none = Forecast { continuations: 0, ..forecast };
        assert!(told(&none).contains("no forecast"));
    }
}
