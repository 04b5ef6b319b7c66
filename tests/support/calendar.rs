//! Times of the business year and penalties, for random scenarios.

use super::{Dice, Scenario};

/// Some periods in a third of all scenarios; those with tickets have more of them at some times.
pub fn periods(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(35) {
        return;
    }
    // A freeze has an effect where there are changes that are planned.
    let planned = |entry: &str| !entry.contains("kind: Emergency");
    let changes = s.sections.iter().any(|(name, entries)| *name == "changes" && entries.iter().any(|(_, entry)| planned(entry)));
    let tickets = s.sections.iter().any(|(name, _)| *name == "demand");
    for id in ["closing", "audit", "summer"] {
        if d.chance(60) {
            let mut scales = format!("downtime_cost: {}", d.one(&["2.5", "0.5", "1.5"]));
            if tickets && d.chance(60) {
                scales = format!("{scales}, demand: {}", d.one(&["1.4", "0.25", "3.0"]));
            }
            let when = when(d);
            let freeze = if changes && d.chance(40) { ", freeze: true" } else { "" };
            s.add("calendar", id, format!("(when: {when}, scales: ({scales}){freeze})"));
        }
    }
}

/// Penalties for some notices and for promises about some systems.
pub fn penalties(s: &mut Scenario, d: &mut Dice) {
    for (section, entries) in &mut s.sections {
        for (_, entry) in entries {
            let penalty = match *section {
                "systems" if d.chance(30) && entry.contains("mtpd:") => {
                    let over = if entry.contains("rto:") { d.one(&["Rto", "Mtpd"]) } else { "Mtpd" };
                    format!("(penalty: (over: {over}, fixed: {}, per_hour: 250), ", d.one(&["0", "1000"]))
                }
                "notices" if d.chance(30) => format!("(penalty: (fixed: 5000, per_day: 1000, at_most: {}), ", 6000 + d.below(3) * 1000),
                _ => continue,
            };
            *entry = entry.replacen('(', &penalty, 1);
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
    /// The same without penalties.
    pub fn without_penalties(&self) -> Scenario {
        let mut free = Scenario { head: self.head.clone(), sections: self.sections.clone() };
        for (_, entry) in free.sections.iter_mut().flat_map(|(_, entries)| entries) {
            if let Some(rest) = entry.strip_prefix("(penalty: (").and_then(|rest| rest.split_once("), ")) {
                *entry = format!("({}", rest.1);
            }
        }
        free
    }
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
