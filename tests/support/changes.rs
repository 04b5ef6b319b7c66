//! Changes, for random scenarios.

use super::{Dice, Scenario};

/// Planned changes in a third of all scenarios, in some of them emergency changes and freezes as well.
pub fn changes(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(35) {
        return;
    }
    s.add(
        "decisions",
        "approve-change",
        format!("(held_by: [\"{}\"], deliberation: {}, outcomes: (approve: 0.8, defer: 0.2))", d.one(&["ciso", "cio"]), d.takes(30)),
    );
    s.add("decisions", "go-ahead", format!("(held_by: [\"cio\", \"counsel\"], deliberation: {})", d.takes(10)));
    s.add(
        "incidents",
        "failed-change",
        format!("(playbook: \"fault-plan\", severity: {}, reported: {})", d.one(&["Medium", "High"]), d.takes(60)),
    );
    for (id, rate) in [("patch", 6), ("upgrade", 3), ("routers", 3)] {
        if d.chance(70) {
            let rate = 1 + d.below(rate);
            let entry = planned(d, rate);
            s.add("changes", id, entry);
        }
    }
    if d.chance(50) {
        let own = if d.chance(40) { format!(", rate_per_week: 2, teams: [\"ops\"], effort: {}", d.takes(60)) } else { String::new() };
        let review = format!(
            "review: (by: \"{}\", effort: {}, within: BusinessDays({}))",
            d.one(&["cio", "soc", "board"]),
            d.takes(60),
            1 + d.below(4)
        );
        let fails = d.one(&["0", "0.3", "0.6"]);
        let begins = if fails == "0" { "" } else { ", begins: \"failed-change\"" };
        s.add("changes", "hot-fix", format!("(kind: Emergency, approval: \"approve-change\", fails: {fails}{begins}{own}, {review})"));
        s.change("playbooks", "desk-plan", "phase: Recover", "phase: Recover, change: \"hot-fix\"");
    }
    let planned = s.sections.iter().any(|(name, all)| *name == "changes" && all.iter().any(|(_, e)| !e.contains("Emergency")));
    if planned && d.chance(40) {
        let when = format!("Weekly([(days: {:?}, from: \"{:02}:00\", to: \"24:00\")])", d.one(&["Fri-Sun", "Wed", "Mon,Tue"]), d.below(24));
        s.add("calendar", "freeze", format!("(when: {when}, freeze: true)"));
    }
    // Nothing begins the incident of which no change says that it is one.
    let begun = s.sections.iter().any(|(name, all)| *name == "changes" && all.iter().any(|(_, e)| e.contains("begins")));
    if !begun {
        s.change("incidents", "failed-change", "severity", "rate_per_year: 20, severity");
    }
}

fn planned(d: &mut Dice, rate: usize) -> String {
    let kind = if d.chance(50) { "Standard" } else { "Normal" };
    let mut entry = format!(
        "(kind: {kind}, rate_per_week: {rate}, systems: {}, effort: {}",
        d.one(&["[\"core\"]", "[\"db\", \"web\"]", "[]"]),
        d.takes(90)
    );
    entry += &format!(", teams: {}, skill: (\"craft\", Basic)", d.one(&["[\"ops\"]", "[\"ops\", \"data\"]"]));
    if d.chance(30) {
        entry += ", grant: \"admin\"";
    }
    if kind == "Normal" {
        entry += ", approval: \"approve-change\"";
    }
    if d.chance(40) {
        entry += &format!(", test: {}", d.takes(60));
    }
    let window = d.chance(75);
    if window {
        let (days, from) = (d.one(&["daily", "Sat,Sun", "Tue,Thu"]), d.below(22));
        entry += &format!(", window: Weekly([(days: {days:?}, from: \"{from:02}:00\", to: \"{:02}:30\")])", from + 1 + d.below(2));
        if d.chance(40) {
            entry += ", go_ahead: \"go-ahead\"";
        }
    }
    match d.below(4) {
        0 => entry += ", fails: 0",
        share => {
            let fails = d.one(&["fails: 0.5", "risk: High", "fails: 1.0"]);
            entry += &format!(", {fails}, begins: \"failed-change\", noticed: {}", d.one(&["1.0", "0.7"]));
            if share > 1 {
                let within = if window && d.chance(50) { String::new() } else { format!(", within: {}", d.minutes(30, 300)) };
                let who = d.one(&["", ", teams: [\"ops\"], grant: \"backup\""]);
                entry += &format!(", rollback: (effort: {}, works: {}{within}{who})", d.takes(40), d.one(&["1.0", "0.6"]));
            }
        }
    }
    entry + ")"
}
