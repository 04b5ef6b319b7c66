//! Contracts, third parties and access in random scenarios.

use super::{Dice, Scenario};

/// What the provider owes. Whatever it does not cover can be ordered, so that somebody can always do everything.
pub fn contracts(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(70) {
        return;
    }
    let mut terms = String::from("fee_per_hour: 180");
    if d.chance(60) {
        terms += &format!(", response: (target: \"20m\", actual: {})", d.takes(20));
    }
    if d.chance(40) {
        terms += &format!(", shared: (clients: {}, busy: 0.1, free_after: {}, left_sector_wide: 0.34)", 1 + d.below(12), d.takes(200));
    }
    if d.chance(40) {
        let out = if d.chance(50) { ", out_of_hours: 1.5" } else { "" };
        terms += &format!(", hours: {:?}{out}", d.one(&["office", "late", "weekend", "weeks"]));
    }
    if d.chance(40) {
        let scope =
            d.one(&["covers: (phases: [Triage, Contain])", "excludes: (systems: [\"db\", \"web\"])", "covers: (phases: [Recover])"]);
        terms += &format!(", {scope}, change_order: (decision: \"restore\", takes: {}, costs: 900)", d.takes(90));
    }
    if d.chance(30) {
        terms += ", needs: [\"mail\"]";
    }
    if d.chance(20) {
        let ends = ["2026-01-11T12:00", "2026-03-29T04:00", "2026-10-27T10:00"];
        let start = ["2026-01-05", "2026-03-26", "2026-10-23"].iter().position(|start| s.head.contains(&format!("starts: \"{start}")));
        terms += &format!(", ends: {:?}", ends[start.unwrap_or(0)]);
    }
    if d.chance(40) {
        terms += ", recovery_fee_per_hour: 250, included_hours_per_month: \"3h\", minimum: \"2h\"";
    }
    s.change("employers", "outside", "fee_per_hour: 180", &terms);
    if d.chance(40) {
        s.change("incidents", "attack", "(attack:", "(sector_wide: true, attack:");
    }
}

/// Third parties who are brought in.
pub fn vendors(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(60) {
        return;
    }
    let hours = if d.chance(40) { ", hours: \"office\"" } else { "" };
    let decision = if d.chance(40) { ", decision: \"isolate\"" } else { "" };
    let entry = format!("(activation: {}{hours}{decision}, fee_per_hour: 300, minimum: \"4h\", retainer_per_month: 500)", d.takes(300));
    s.add("vendors", "forensics", entry);
    s.change("playbooks", "attack-plan", "vendor: true", "vendor: \"forensics\"");
}

/// In half of the scenarios access is asked for or taken, ends with a contract, or is stolen from those who have it.
pub fn access(s: &mut Scenario, seed: u64) {
    let d = &mut Dice::new(seed ^ 0x5EED_ACCE);
    if !d.chance(50) {
        return;
    }
    for (id, minutes) in [("give-access", 20), ("break-glass", 5)] {
        let holders = d.one(&[r#"["ciso"]"#, r#"["ciso", "counsel"]"#, r#"["ana", "ben", "cass"]"#, r#"["analyst"]"#]);
        let mut entry = format!("(held_by: {holders}, deliberation: {}, call_wait: {}", d.takes(minutes), d.minutes(5, 30));
        if d.chance(30) {
            entry += &format!(", delegates: [\"cio\"], delegate_after: {}", d.minutes(20, 120));
        }
        if d.chance(40) {
            entry += &format!(", outcomes: (approve: 0.6, defer: 0.2, refuse: 0.2), ask_again: {}", d.minutes(20, 180));
        }
        if d.chance(30) {
            entry += &format!(", pre_authorised: [(to: {:?}, from_severity: {})]", d.one(&["ops", "ana", "own"]), d.one(&["Low", "High"]));
        }
        if d.chance(30) {
            entry += &format!(", acts_without_authority_after: {}", d.minutes(60, 600));
        }
        s.add("decisions", id, entry + ")");
    }
    for id in ["admin", "backup"] {
        let mut parts = vec![format!("privileged: {}", d.one(&["true", "true", "false"]))];
        let setting_up = |d: &mut Dice| if d.chance(60) { format!(", takes: {}", d.takes(30)) } else { String::new() };
        if d.chance(75) {
            parts.push(format!("request: (decision: \"give-access\", lasts: {}{})", d.minutes(20, 600), setting_up(d)));
        }
        if d.chance(75) || parts == ["privileged: false"] {
            let by = d.one(&["ciso", "soc", "board", "outside"]);
            let within = d.minutes(60, 2880);
            let review =
                if d.chance(80) { format!(", review: (within: {within}, by: {by:?}, effort: {})", d.takes(60)) } else { String::new() };
            let glass = format!("after: {}, lasts: {}{}{review}", d.minutes(0, 90), d.minutes(20, 300), setting_up(d));
            parts.push(format!("break_glass: (decision: \"break-glass\", {glass})"));
        }
        s.add("grants", id, format!("({})", parts.join(", ")));
    }
    let day = |d: &mut Dice| d.one(&["2026-01-07T12:00", "2026-03-28T12:00", "2026-10-26T12:00"]).to_string();
    for (section, entries) in &mut s.sections {
        for (_, entry) in entries.iter_mut() {
            if *section == "people" && d.chance(25) {
                *entry = entry.replacen("grants: [\"", &format!("access_until: {:?}, grants: [\"", day(d)), 1);
            }
            if *section == "attacks" && d.chance(50) {
                *entry = entry.replacen(
                    "(stage: \"access\",",
                    "(stage: \"access\", from_holders: (grants: [\"admin\", \"backup\"], each: 0.2),",
                    1,
                );
            }
        }
    }
}
