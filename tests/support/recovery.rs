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
