//! Containment and recovery in random scenarios.

use super::{Dice, Scenario};

/// When copies are made and how long they are kept, in half of the scenarios.
pub fn copies(s: &mut Scenario, d: &mut Dice) {
    if d.chance(50) {
        return;
    }
    let verify = d.chance(40);
    for (_, entry) in s.sections.iter_mut().filter(|(name, _)| *name == "systems").flat_map(|(_, entries)| entries) {
        if !entry.contains("backup: (") {
            continue;
        }
        let mut more = String::new();
        if verify {
            more += &format!("verify: {}, ", d.takes(20));
        }
        if d.chance(80) {
            more += d.one(&[r#"every: "1h", "#, r#"every: "1d", at: "22:00", keep: "14d", "#, r#"every: "6h", keep: "18h", "#]);
            more += d.one(&["", "if_fails: OlderCopy, "]);
        }
        if d.chance(40) && !entry.contains("works: 1.0") {
            more += "untested_fails: 2, ";
        }
        let vault = d.one(&["vault: (", r#"vault: (every: "7d", at: "Sat 04:00", "#, r#"vault: (every: "1d", keep: "3d", "#]);
        let rpo = d.one(&["", r#"rpo: "1h", "#, r#"rpo: "1d", "#]);
        *entry = entry.replace("vault: (", vault).replace("backup: (", &format!("{rpo}backup: ({more}"));
    }
    for (_, entry) in s.sections.iter_mut().filter(|(name, _)| *name == "playbooks" && verify).flat_map(|(_, entries)| entries) {
        let restore = r#""fix": (phase: Recover, after: ["look"], each: Affected, effort: Restore)"#;
        let check = r#""check": (phase: Recover, after: ["fix"], each: Affected, effort: Verify, back_to: ("fix", 0.2))"#;
        *entry = entry.replace(restore, &format!("{restore}, {check}"));
    }
}

/// Isolation, restore lanes, reinfection and what follows an outage, each in some of the scenarios.
pub fn containment(s: &mut Scenario, d: &mut Dice) {
    let (isolates, lanes, reinfects, after) = (d.chance(40), d.chance(40), d.chance(40), d.chance(40));
    let mut each = |section: &str, change: &mut dyn FnMut(&mut String)| {
        s.sections.iter_mut().filter(|(name, _)| *name == section).flat_map(|(_, e)| e).for_each(|(_, entry)| change(entry));
    };
    if isolates {
        let what = d.one(&["isolates: [\"mail\"], ", "isolates: [\"mail\", \"core\"], ", "each: Affected, isolates: true, "]);
        let join = d.one(&[
            "",
            r#", "join": (phase: Recover, after: ["restore"], teams: ["soc", "ops"], effort: "20m", reconnects: true)"#,
            r#", "join": (phase: Close, after: ["restore"], each: Affected, teams: ["soc"], effort: "30m", reconnects: true)"#,
        ]);
        each("playbooks", &mut |entry| {
            if entry.contains(r#""isolate": ("#) {
                *entry = entry.replace(r#""isolate": ("#, &format!(r#""isolate": ({what}"#)).replace("})", &format!("{join}}})"));
            }
        });
    }
    if lanes {
        let order = d.one(&["", r#"restore_order: ["mail", "web", "core"], "#]);
        each("systems", &mut |entry| {
            *entry = entry
                .replace("backup: (", d.one(&["backup: (", r#"backup: (lane: "array", "#]))
                .replace("vault: (", r#"vault: (lane: "tape", "#)
        });
        each("decisions", &mut |entry| *entry = entry.replace("(held_by", &format!("({order}held_by")));
        let used = |s: &Scenario, lane: &str| s.text().contains(&format!("lane: {lane:?}"));
        for lane in ["array", "tape"] {
            if used(s, lane) {
                s.add("restore_lanes", lane, format!("(at_once: {})", 1 + d.below(4) / 3));
            }
        }
        if !s.sections.iter().any(|(name, _)| *name == "restore_lanes") {
            let decisions = s.sections.iter_mut().filter(|(name, _)| *name == "decisions").flat_map(|(_, e)| e);
            decisions.for_each(|(_, entry)| *entry = entry.replace(order, ""));
        }
    }
    let mut each = |section: &str, change: &mut dyn FnMut(&mut String)| {
        s.sections.iter_mut().filter(|(name, _)| *name == section).flat_map(|(_, e)| e).for_each(|(_, entry)| change(entry));
    };
    if reinfects {
        let chance = d.one(&["0.5", "1.0"]);
        each("attacks", &mut |entry| *entry = entry.replace("(stages: [(", &format!("(reinfects: {chance}, stages: [(")));
        let clean =
            format!(r#""clean": (phase: Eradicate, after: ["triage"], skill: ("craft", Basic), effort: {}), "isolate": ("#, d.takes(300));
        each("playbooks", &mut |entry| *entry = entry.replace(r#""isolate": ("#, &clean));
    }
    if after {
        each("systems", &mut |entry| {
            let slow = format!("capacity: (minimum: 0.5, full_after: {}), ", d.takes(60));
            let more =
                d.one(&["", "catch_up: \"20m\", ", &slow, "catch_up: \"2h\", capacity: (minimum: 0.8, full_after: \"1h\"), "]).to_string();
            *entry = entry.replace("(tier:", &format!("({more}tier:"));
        });
    }
}

/// What the response itself needs, and alarms about nothing, each in some of the scenarios.
pub fn means(s: &mut Scenario, d: &mut Dice) {
    let on = |d: &mut Dice| d.one(&["core", "mail", "web"]).to_string();
    if d.chance(40) {
        let fallback = |d: &mut Dice| d.one(&["", r#", fallback: "40m""#]).to_string();
        let all = [
            ("pager", "Paging".to_string(), fallback(d)),
            ("vpn", "RemoteAccess".to_string(), fallback(d)),
            ("chat", "Chat(1.5)".to_string(), String::new()),
            ("vault", format!("Grants([{:?}])", d.one(&["admin", "backup"])), String::new()),
            ("wiki", "Runbooks([\"runbook\"])".to_string(), String::new()),
        ];
        for (id, is_for, more) in all {
            if d.chance(60) {
                let band = d.one(&["", "", ", out_of_band: true"]);
                let system = on(d);
                s.add("means", id, format!("(system: {system:?}, is_for: {is_for}{more}{band})"));
            }
        }
    }
    if d.chance(30) {
        let share = d.one(&["", ", taken_for_real: 0.5", r#", taken_for_real: 1.0, noticed_after: "3h""#]);
        let alarms = format!("(false_alarms_per_week: {}, looks_like: \"attack\"{share}, watches", 2 + d.below(30));
        let telemetry = s.sections.iter_mut().filter(|(name, _)| *name == "telemetry").flat_map(|(_, e)| e);
        telemetry.filter(|(id, _)| id == "edr").for_each(|(_, entry)| *entry = entry.replace("(watches", &alarms));
    }
}
