//! What is done and what goes wrong in random scenarios, and what occupies people all the same.

use super::{Dice, Scenario};

/// Tickets, alerts that are mostly nothing, projects, and faults that come again until their root cause is fixed.
pub fn demand(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(40) {
        return;
    }
    for (id, team) in [("requests", "ops"), ("chores", "soc"), ("queries", "ops")] {
        if d.chance(60) {
            let lost = if d.chance(50) { format!(", gives_up_after: {}", d.takes(2000)) } else { String::new() };
            let entry = format!(
                "(team: {team:?}, rate_per_week: {}, variance: {}, effort: {}, priority: {}{lost})",
                5 + d.below(150),
                d.one(&["1.0", "1.5", "4.0"]),
                d.takes(60),
                d.one(&["Low", "Medium", "High"])
            );
            s.add("demand", id, entry);
        }
    }
    let alerts = format!(
        r#"(team: "soc", skill: ("triage", Basic), rate_per_week: {}, effort: {}, priority: Medium, false_positives: {}, raises: "ticket")"#,
        20 + d.below(200),
        d.takes(15),
        d.one(&["0.9", "0.99", "1.0"])
    );
    s.add("demand", "alerts", alerts);
    if d.chance(60) {
        let milestones = if d.chance(50) { r#", milestones: {"half": (after: "20h", due: "2026-11-30")}"# } else { "" };
        let team = d.one(&[r#""ops""#, r#"["ops", "soc"]"#, r#"["soc"]"#]);
        s.add(
            "projects",
            "move",
            format!(r#"(team: {team}, effort: "{}h", due: "2026-11-0{}"{milestones})"#, 40 + d.below(100), 1 + d.below(9)),
        );
    }
    let recurs = format!(
        r#", recurs: (chance: {}, within: {}, fixed_by: (team: "soc", effort: {})))"#,
        d.one(&["0.3", "1.0"]),
        d.minutes(600, 6000),
        d.takes(300)
    );
    let faults = s.sections.iter_mut().filter(|(name, _)| *name == "incidents").flat_map(|(_, entries)| entries);
    for (_, entry) in faults.filter(|(id, _)| id == "fault") {
        entry.truncate(entry.len() - 1);
        entry.push_str(&recurs);
    }
}

/// Tickets that take time to reach a team, that others go on with, or that are finished after the shift.
pub fn passed_on(s: &mut Scenario, d: &mut Dice) {
    for (id, other) in [("requests", "soc"), ("chores", "ops"), ("queries", "soc")] {
        if !d.chance(50) {
            continue;
        }
        let after = if d.chance(50) { format!("after: {}, ", d.takes(120)) } else { String::new() };
        let at_end = d.one(&["", "at_shift_end: Finish, "]);
        let back = if d.chance(50) { format!(", (share: 0.5, team: \"ops\", effort: {})", d.takes(30)) } else { String::new() };
        let then = format!(
            "then: [(share: {}, {}team: {other:?}, effort: {}){back}], ",
            d.one(&["1", "0.4"]),
            d.one(&["", "after: \"20m\", "]),
            d.takes(60)
        );
        s.change("demand", id, "(team", &format!("({after}{at_end}{then}team"));
    }
}

/// Vulnerability findings with and without owners, exceptions, incidents that come in through them, and logs that do not reach back far.
pub fn exposure(s: &mut Scenario, d: &mut Dice) {
    if d.chance(40) {
        s.change("telemetry", "edr", "watches:", &format!("retention: {}, watches:", d.minutes(60, 1200)));
        let reads = format!("skill: (\"triage\", Basic), investigates: (telemetry: \"edr\", without: {})", d.one(&["1.5", "3.0"]));
        s.change("playbooks", "attack-plan", "skill: (\"triage\", Basic)", &reads);
    }
    if !d.chance(45) {
        return;
    }
    let mut unowned = 0;
    for id in ["core", "db", "app"] {
        // Somebody of ops can do everything.
        match d.chance(60) {
            true => s.change("systems", id, "(tier", "(owner: \"ops\", tier"),
            false => unowned += 1,
        }
    }
    let accountable =
        s.sections.iter().any(|(name, all)| *name == "responsibilities" && all.iter().any(|(_, e)| e.contains("accountable:")));
    let service = if unowned > 0 && accountable && d.chance(70) { ", service: \"response\"" } else { "" };
    let exceptions = if d.chance(60) {
        let lasts = if d.chance(70) { format!(", lasts: {}", d.minutes(600, 6000)) } else { String::new() };
        format!(", exceptions: (decision: \"restore\", before: {}{lasts})", d.minutes(10, 600))
    } else {
        String::new()
    };
    let skill = if d.chance(50) { ", skill: (\"craft\", Basic)" } else { "" };
    s.add(
        "vulnerabilities",
        "scanner",
        format!(
            r#"(systems: ["core", "db", "app"], rate_per_week: (critical: {}, medium: {}), within: (critical: {}, medium: {}), variance: {}, effort: {}{skill}{service}{exceptions})"#,
            1 + d.below(6),
            1 + d.below(20),
            d.minutes(1000, 3000),
            d.minutes(2000, 6000),
            d.one(&["1.0", "5.0"]),
            d.takes(120),
        ),
    );
    let from = d.one(&["", ", from: Found"]);
    let door = format!(
        "(exposed_by: (vulnerabilities: [\"scanner\"], each: (critical: 1.5, medium: 0.2), at_most: {}{from}), playbook",
        2 + d.below(9)
    );
    s.change("incidents", "fault", "(playbook", &door);
}

/// Attempts that fail, and fail more often where they are improvised.
pub fn success(s: &mut Scenario, d: &mut Dice) {
    for (playbook, task) in [("attack-plan", "isolate"), ("fault-plan", "look"), ("desk-plan", "answer")] {
        if d.chance(30) {
            s.change("playbooks", playbook, &format!("{task:?}: ("), &format!("{task:?}: (works: {}, ", d.one(&["0.9", "0.5"])));
        }
    }
    if d.chance(50) {
        for playbook in ["attack-plan", "fault-plan"] {
            s.change("playbooks", playbook, "improvise: 2.0", "improvise: 2.0, improvise_works: 0.6");
        }
        for system in ["core", "db", "app", "web", "mail", "kiosk"] {
            s.change("systems", system, "improvise: 2.5", "improvise: 2.5, improvise_works: 0.5");
        }
    }
}

/// What is written of the runbook, and how it is passed on: in half of all scenarios in which something takes it.
pub fn runbooks(s: &mut Scenario, d: &mut Dice) {
    let says = |sections: &[&str], what: &str| {
        let mut entries = s.sections.iter().filter(|(name, _)| sections.contains(name)).flat_map(|(_, entries)| entries);
        entries.any(|(_, entry)| entry.contains(what))
    };
    if !says(&["systems", "playbooks"], "\"runbook\"") || d.chance(50) {
        return;
    }
    let mut said = Vec::new();
    // What is stored somewhere is written down.
    if d.chance(50) || says(&["means"], "Runbooks(") {
        said.push("documented: true, unexercised_takes: 1.1".to_string());
        said.push(format!("takes_times: {}, works: {}, unexercised_fails: 1.5", d.one(&["1.0", "1.2", "1.5"]), d.one(&["0.9", "0.6"])));
        if d.chance(50) {
            said.push(format!("last_exercised: {:?}", d.one(&["2025-11-01", "2020-01-01"])));
        }
    }
    if said.is_empty() || d.chance(50) {
        said.push(format!("pairing: (takes_times: {}, learns: {})", d.one(&["1.0", "1.3"]), d.one(&["1.0", "0.5"])));
    }
    s.add("runbooks", "runbook", format!("({})", said.join(", ")));
}

pub fn playbooks(s: &mut Scenario, d: &mut Dice) {
    let policy = |d: &mut Dice| if d.chance(55) { ", escalation: \"ladder\"" } else { "" };
    let declares = if d.chance(40) { ", declares: true" } else { "" };
    let decision = |d: &mut Dice, id: &str| if d.chance(60) { format!(", decision: {id:?}") } else { String::new() };
    let knows = |d: &mut Dice| {
        let improvise = if d.chance(30) { ", improvise: 2.0" } else { "" };
        if d.chance(40) { format!(", knows: \"runbook\"{improvise}") } else { String::new() }
    };
    let grant = |d: &mut Dice| if d.chance(50) { format!(", grant: {:?}", d.one(&["admin", "backup"])) } else { String::new() };
    let mut tasks = vec![
        format!(r#""triage": (phase: Triage, teams: ["soc", "ops"], skill: ("triage", Basic), effort: {}{declares})"#, d.takes(20)),
        format!(
            r#""isolate": (phase: Contain, after: ["triage"], skill: ("craft", Working), effort: {}{}{}{})"#,
            d.takes(45),
            grant(d),
            knows(d),
            decision(d, "isolate")
        ),
        format!(r#""order": (phase: Recover, after: ["triage"], takes: {}, vendor: true, chance: 0.5)"#, d.takes(400)),
        format!(
            r#""restore": (phase: Recover, after: ["isolate"{}], each: Affected, effort: Restore{})"#,
            d.one(&["", ", \"order\""]),
            decision(d, "restore")
        ),
    ];
    if d.chance(60) {
        tasks.push(format!(r#""verify": (phase: Recover, after: ["restore"], each: Affected, skill: ("craft", Basic), effort: {}, back_to: ("restore", 0.2))"#, d.takes(30)));
    }
    if d.chance(40) {
        tasks.push(format!(r#""guest-work": (phase: Recover, after: ["triage"], teams: ["partner"], from_severity: High, skill: ("craft", Basic), effort: {})"#, d.takes(90)));
    }
    if d.chance(50) {
        tasks.push(format!(
            r#""review": (phase: Close, after: ["restore"], teams: ["soc"], effort: {}, only_if: {})"#,
            d.takes(60),
            d.one(&["CopiesLost", "CopiesIntact"])
        ));
    }
    s.add("playbooks", "attack-plan", format!("(service: \"response\"{}, tasks: {{{}}})", policy(d), tasks.join(", ")));
    let simple = format!(
        r#""look": (phase: Recover, skill: ("craft", Basic), effort: {}{}), "fix": (phase: Recover, after: ["look"], each: Affected, effort: Restore)"#,
        d.takes(30),
        knows(d)
    );
    s.add("playbooks", "fault-plan", format!("(service: \"response\"{}, tasks: {{{simple}}})", policy(d)));
    s.add(
        "playbooks",
        "desk-plan",
        format!(
            r#"(service: "response", tasks: {{"answer": (phase: Recover, skill: ("craft", Basic), effort: {}{})}})"#,
            d.takes(180),
            grant(d)
        ),
    );
}

pub fn incidents(s: &mut Scenario, d: &mut Dice) {
    let first = format!("(stage: \"access\", next: {}, steals: {})", d.takes(600), d.some(&["admin", "backup"], 50));
    let mut attack = format!("(stages: [{first}, (stage: \"harm\", steals: {})]", d.some(&["backup"], 50));
    if d.chance(70) {
        let (over, most) = (d.one(&["[Grants]", "[Network]", "[Grants, Network]"]), 2 + d.below(4));
        attack += &format!(
            ", spread: (over: {over}, every: {}, at_most: {most}, weights: {{\"web\": {}}})",
            d.takes(60),
            d.one(&["0", "0.5", "4"])
        );
    }
    s.add("attacks", "worm", attack + ")");
    let start = if s.head.contains("2026-01-05") {
        ["2026-01-05T10:00", "2026-01-10T02:14"]
    } else if s.head.contains("2026-03-26") {
        ["2026-03-27T16:40", "2026-03-28T23:50"]
    } else {
        ["2026-10-24T23:10", "2026-10-26T09:00"]
    };
    let (at, severity) = (d.one(&start), d.one(&["Medium", "High", "Critical"]));
    let reported = if d.chance(40) { format!(", reported: {}", d.takes(240)) } else { String::new() };
    let assessment = if d.chance(40) { ", assessment: (too_low: 0.3, too_high: 0.2)" } else { "" };
    s.add(
        "incidents",
        "attack",
        format!(
            r#"(attack: "worm", playbook: "attack-plan", at: {at:?}, hits: {}, severity: {severity}{reported}{assessment})"#,
            d.one(&[r#"["core"]"#, r#"["app", "mail"]"#, r#"["kiosk"]"#])
        ),
    );
    let failing = s.sections.iter().any(|(name, entries)| *name == "systems" && entries.iter().any(|(_, e)| e.contains("fails:")));
    let severity = d.one(&["Low", "Medium", "High"]);
    if failing {
        s.add("incidents", "failure", format!("(playbook: \"fault-plan\", severity: {severity})"));
    }
    let when = if d.chance(50) {
        format!("rate_per_year: {}", 60 + d.below(120))
    } else {
        format!("rate_per_year: {}, weight_by_hour: [(days: \"Mon-Fri\", from: \"08:00\", to: \"18:00\", weight: 5)]", 60 + d.below(120))
    };
    let reported = if d.chance(40) { format!(", reported: {}", d.takes(60)) } else { String::new() };
    s.add(
        "incidents",
        "fault",
        format!(
            r#"(playbook: "fault-plan", {when}, hits_one_of: {{"core": 2, "db": 1, "web": 1}}, severity: {}{reported})"#,
            d.one(&["Low", "Medium", "High"])
        ),
    );
    s.add("incidents", "ticket", format!(r#"(playbook: "desk-plan", every: {}, severity: Low, reported: "0s")"#, d.takes(1500)));
}

/// Whom the attack must be told to, in half of the scenarios.
pub fn notices(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(50) {
        return;
    }
    let by = |d: &mut Dice, decision: &str| {
        let decision = if d.chance(60) { format!(", decision: {decision:?}") } else { String::new() };
        let grant = if d.chance(40) { format!(", grant: {:?}", d.one(&["admin", "backup"])) } else { String::new() };
        format!("teams: [\"ops\", \"data\"], skill: (\"craft\", Basic), effort: {}{grant}{decision}", d.takes(90))
    };
    let within = d.one(&["\"4h\"", "\"24h\"", "\"72h\"", "BusinessDays(3)", "Days(2)", "Months(1)"]);
    // A clock cannot run from its own decision.
    let decided = s.sections.iter().any(|(name, all)| *name == "playbooks" && all.iter().any(|(_, e)| e.contains("decision: \"isolate\"")));
    let from = match d.below(4) {
        0 => "Occurred",
        1 if decided => "Decided(\"isolate\")",
        2 => "TaskDone(\"isolate\")",
        _ => "Aware",
    };
    let cap = if d.chance(40) {
        format!(", at_most: (within: \"{}h\", from: Aware, lapses: {})", 2 + d.below(30), d.one(&["true", "false"]))
    } else {
        String::new()
    };
    let (weekends, calendar) = (d.one(&["Count", "NextWorkingDay", "NoonNextWorkingDay"]), d.chance(50));
    let calendar = if calendar && (weekends != "Count" || within.starts_with('B')) { ", calendar: \"feasts\"" } else { "" };
    let severity = if d.chance(30) { ", from_severity: High" } else { "" };
    let send = by(d, "restore");
    s.add("notices", "first-notice", format!("(within: {within}, from: {from}{cap}, weekends: {weekends}{calendar}{severity}, {send})"));
    let send = by(d, "isolate");
    s.add("notices", "report", format!("(within: \"{}h\", from: Submitted(\"first-notice\"), {send})", 1 + d.below(90)));
    if !calendar.is_empty() {
        s.add("holidays", "feasts", "(days: [\"2026-01-06\", \"2026-01-09\", \"2026-03-30\", \"2026-10-26\"])".into());
    }
    let plans = s.sections.iter_mut().find(|(name, _)| *name == "playbooks").map(|(_, entries)| entries);
    for (_, entry) in plans.into_iter().flatten().filter(|(id, _)| id == "attack-plan") {
        *entry = entry.replacen('(', "(notices: [\"first-notice\", \"report\"], ", 1);
    }
}
