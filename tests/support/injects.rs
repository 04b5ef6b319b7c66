//! Injects in random scenarios.

use super::{Dice, Scenario};

/// Notes that fall into incidents, in half of the scenarios: in all kinds of states, with all kinds of effects.
pub fn injects(s: &mut Scenario, d: &mut Dice) {
    if d.chance(50) {
        return;
    }
    let vendor = s.sections.iter().any(|(name, _)| *name == "vendors");
    let systems = s.sections.iter().filter(|(name, _)| *name == "systems").flat_map(|(_, entries)| entries);
    let copies =
        |entry: &str| entry.split("backup: (").nth(1).and_then(|b| b.split("restore:").next()).is_some_and(|b| b.contains("every: "));
    let dated: Vec<String> = systems.filter(|(_, entry)| copies(entry)).map(|(id, _)| id.clone()).collect();
    let person = |d: &mut Dice| d.one(&[r#""ana""#, r#""ops""#, r#"["zed", "analyst"]"#, r#""ciso""#, r#""outside""#]);
    let system = |d: &mut Dice| d.one(&[r#""core""#, r#""db""#, r#"["app", "web"]"#, r#""kiosk""#]);
    for id in ["bad-news", "more-news", "worse-news", "last-news"] {
        if d.chance(25) {
            continue;
        }
        let (when, recurs) = match d.below(10) {
            0 => (format!("at: \"+{}m\"", d.below(900)), false),
            1 => (
                format!(
                    "when: {}",
                    d.one(&["Began", "Occurred", "Alerted", "Acknowledged", "Aware", "Escalated", "Contained", "Recovered"])
                ),
                false,
            ),
            2 => (format!("when: Unanswered({})", d.minutes(10, 90)), false),
            3 => (format!("when: SystemsDown({})", 1 + d.below(3)), false),
            4 => (r#"when: Stage("harm")"#.to_string(), false),
            5 => (
                format!(
                    "when: {}",
                    d.one(&[r#"Asked("isolate")"#, r#"Approved("isolate")"#, r#"Approved("restore")"#, r#"Refused("restore")"#])
                ),
                true,
            ),
            6 => (
                format!("when: {}", d.one(&[r#"TaskFailed("restore")"#, r#"TaskDone("fix")"#, r#"TaskStartedFor("restore", "app")"#])),
                true,
            ),
            _ => (format!("when: TaskStarted({:?})", d.one(&["restore", "fix", "isolate", "answer"])), true),
        };
        let after = if when.starts_with("when") && d.chance(50) { format!(", after: {}", d.takes(40)) } else { String::new() };
        let times = if recurs && d.chance(40) { ", times: 3" } else { "" };
        let effect = match d.below(11) {
            0 => format!("Absent(person: {}, lasts: {})", person(d), d.takes(600)),
            1 => format!("GrantGiven(person: {}, grant: {:?}, lasts: {})", person(d), d.one(&["admin", "backup"]), d.takes(300)),
            2 => format!("Severity({})", d.one(&["Low", "Critical"])),
            3 => format!("Assessed({})", d.one(&["Low", "High", "Critical"])),
            4 => format!("Down(system: {}, lasts: {})", system(d), d.takes(240)),
            5 => format!("Blind(telemetry: {:?}, lasts: {})", d.one(&["edr", "uptime"]), d.takes(600)),
            6 if vendor => format!("VendorAway(vendor: \"forensics\", lasts: {})", d.takes(600)),
            7 => format!("Challenged({:?})", d.one(&["isolate", "restore"])),
            8 => format!("Call(person: {}, takes: {})", person(d), d.takes(40)),
            9 => format!("Call(takes: {})", d.takes(40)),
            10 if !dated.is_empty() => format!("CopiesLost(system: {:?}, copies: {})", dated[d.below(dated.len())], 1 + d.below(4)),
            _ => format!("CopiesLost(system: {})", system(d)),
        };
        s.add(
            "injects",
            id,
            format!(r#"(says: "News.", {when}{after}, chance: {}{times}, effect: {effect})"#, d.one(&["0.3", "1.0", "1.0"])),
        );
    }
    let begins =
        format!(r#"(says: "More.", for: ["attack"], when: Occurred, after: {}, chance: 1.0, effect: NewIncident("ticket"))"#, d.takes(120));
    s.add("injects", "again-news", begins);
    s.add("injects", "held", r#"(says: "Held.", held_back: true, effect: Absent(person: "ops", lasts: "5d"))"#.into());
}

/// In two fifths of the scenarios rosters, turns on call and the contract of the provider change during incidents.
pub fn staffing(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(40) {
        return;
    }
    let provider = s.sections.iter().filter(|(name, _)| *name == "employers").flat_map(|(_, entries)| entries);
    let outside = provider.filter(|(id, _)| id == "outside").map(|(_, entry)| entry.as_str()).next_back();
    let (any, responds) = (outside.is_some(), outside.is_some_and(|entry| entry.contains("response: (")));
    let person = |d: &mut Dice| d.one(&[r#""ana""#, r#""ops""#, r#""analyst""#]);
    for id in ["staffing", "staffing-2", "staffing-3"] {
        let when = d.one(&["when: Occurred", "when: Alerted", r#"when: TaskStarted("restore"), times: 2"#, "when: Aware", r#"at: "+50m""#]);
        let effect = match d.below(8) {
            0 | 1 => format!("OnShift(person: {}, lasts: {})", person(d), d.takes(900)),
            2 => format!("OffShift(person: {}, lasts: {})", person(d), d.takes(900)),
            3 => format!("OnCall(person: {}, rota: \"rota\", lasts: {})", person(d), d.takes(900)),
            4 => format!("NobodyOnCall(rota: \"rota\", lasts: {})", d.takes(900)),
            5 if any => format!("Suspended(provider: \"outside\", lasts: {})", d.takes(900)),
            6 if any => format!("OwedIn(provider: \"outside\", hours: \"late\", lasts: {})", d.takes(2_000)),
            7 if responds => format!("RespondsAfter(provider: \"outside\", takes: {})", d.takes(60)),
            _ => format!("Call(person: {}, takes: {})", person(d), d.takes(40)),
        };
        s.add("injects", id, format!(r#"(says: "Changes.", {when}, chance: 1.0, effect: {effect})"#));
    }
}

impl Scenario {
    /// The same without injects, or with such as never come.
    pub fn with_injects(&self, that_never_come: bool) -> Scenario {
        let mut sections = self.sections.clone();
        sections.retain(|(name, _)| *name != "injects" || that_never_come);
        for (_, entry) in sections.iter_mut().filter(|(name, _)| *name == "injects").flat_map(|(_, entries)| entries) {
            *entry = entry.replace("chance: 0.3", "chance: 0").replace("chance: 1.0", "chance: 0");
        }
        Scenario { head: self.head.clone(), sections }
    }
}
