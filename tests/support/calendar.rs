//! Times of the business year, for random scenarios.

use super::{Dice, Scenario};

/// Some periods in a third of all scenarios; those with tickets have more of them at some times.
pub fn periods(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(35) {
        return;
    }
    let tickets = s.sections.iter().any(|(name, _)| *name == "demand");
    for id in ["closing", "audit", "summer"] {
        if d.chance(60) {
            let mut scales = format!("downtime_cost: {}", d.one(&["2.5", "0.5", "1.5"]));
            if tickets && d.chance(60) {
                scales = format!("{scales}, demand: {}", d.one(&["1.4", "0.25", "3.0"]));
            }
            let when = when(d);
            s.add("calendar", id, format!("(when: {when}, scales: ({scales}))"));
        }
    }
}

fn when(d: &mut Dice) -> String {
    let days = |d: &mut Dice| format!("{}({})", d.one(&["Days", "BusinessDays"]), 1 + d.below(6));
    match d.below(5) {
        0 => format!("MonthEnd(last: {}, first: {})", days(d), days(d)),
        1 => format!("QuarterEnd(last: {})", days(d)),
        2 => format!("Yearly(from: \"{:02}-01\", to: \"{:02}-08\")", 1 + d.below(12), 1 + d.below(12)),
        3 => format!("Weekly([(days: {:?}, from: \"{:02}:00\", to: \"24:00\")])", d.one(&["Mon-Fri", "Sat,Sun", "Wed"]), d.below(24)),
        _ => "Between([(from: \"2026-01-06T09:00\", to: \"2026-01-20T17:00\"), (from: \"2026-10-27T00:00\", to: \"2026-11-03T04:00\")])"
            .into(),
    }
}

impl Scenario {
    /// The same without a calendar.
    pub fn without_calendar(&self) -> Scenario {
        let sections = self.sections.iter().filter(|(name, _)| *name != "calendar").cloned().collect();
        Scenario { head: self.head.clone(), sections }
    }
    /// The same with a calendar that changes prices only, between half and three and three quarters times as much.
    pub fn with_prices(&self, seed: u64) -> Scenario {
        let mut priced = self.without_calendar();
        let d = &mut Dice::new(seed ^ 0x5EED_1012);
        for (id, times) in [("cheap", "0.5"), ("dear", "1.5"), ("dearest", "2.5")] {
            let when = when(d);
            priced.add("calendar", id, format!("(when: {when}, scales: (downtime_cost: {times}))"));
        }
        priced
    }
}
