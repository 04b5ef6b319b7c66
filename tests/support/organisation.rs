//! Who there is and what there is in random scenarios.

use super::{Dice, Scenario};

/// Overtime and allowances for being on call.
pub fn costs(s: &mut Scenario, d: &mut Dice) {
    if d.chance(60) {
        s.head = s.head.replace("call_out_pay: 1.5", "call_out_pay: 1.5, overtime_pay: 1.25");
    }
    if d.chance(50) {
        s.change("rosters", "rota", r#"from: "2026-01-05")"#, r#"from: "2026-01-05", allowance_per_week: 250)"#);
    }
}

/// Who owns the service, must be asked, is told: in half of all scenarios.
pub fn responsibilities(s: &mut Scenario, d: &mut Dice) {
    if d.chance(50) {
        return;
    }
    let mut more = String::new();
    if d.chance(60) {
        more += &format!(", accountable: {}", d.one(&[r#""ciso""#, r#""cid""#, r#"["ciso", "cio"]"#]));
        if d.chance(50) {
            more += &format!(", accountable_wait: {}", d.minutes(0, 60));
        }
    }
    if d.chance(70) {
        let asked = |d: &mut Dice, who: &str| {
            let about =
                d.one(&[r#"["triage"]"#, r#"["restore"]"#, r#"["look"]"#, r#"["fix", "isolate"]"#, r#"["answer", "restore", "isolate"]"#]);
            format!("(who: {who:?}, about: {about}, takes: {}, at_most: {})", d.takes(25), d.minutes(5, 300))
        };
        let first = d.one(&["counsel", "board", "cass"]);
        let list = if d.chance(50) { [asked(d, first), asked(d, "cio")].join(", ") } else { asked(d, first) };
        more += &format!(", consulted: [{list}]");
    }
    if d.chance(60) {
        more += &format!(", informed: [\"board\", \"coy\"], notice: {}", d.takes(15));
    }
    s.change("responsibilities", "response", "\"data\"]", &format!("\"data\"]{more}"));
}

pub fn rosters(s: &mut Scenario, d: &mut Dice) {
    s.add("rosters", "always", "Always".into());
    s.add("rosters", "office", r#"Weekly([(days: "Mon-Fri", from: "08:30", to: "17:30")])"#.into());
    s.add("rosters", "late", r#"Weekly([(days: "Mon-Sat", from: "15:00", to: "23:30")])"#.into());
    s.add("rosters", "weekend", r#"Weekly([(days: "Sat,Sun", from: "10:00", to: "18:00")])"#.into());
    s.add("rosters", "abroad", r#"Zoned("Asia/Singapore", Weekly([(days: "Mon-Fri", from: "09:00", to: "18:00")]))"#.into());
    s.add(
        "rosters",
        "turns",
        r#"Rotating(cycle: "DDNN----", from: "2026-01-05", day: "07:00-19:00", night: "19:00-07:00", step: 2)"#.into(),
    );
    s.add(
        "rosters",
        "weeks",
        r#"Weeks(from: "2026-01-05", weeks: [[(days: "Mon-Fri", from: "06:00", to: "14:00")], [(days: "Mon-Fri", from: "14:00", to: "22:00")]])"#.into(),
    );
    let members = d.one(&[r#"["ana", "ben"]"#, r#"["ben", "cal", "dev"]"#, r#"["eve"]"#]);
    s.add("rosters", "rota", format!(r#"OnCall(members: {members}, hand_over: "Mon 09:00", from: "2026-01-05")"#));
    if d.chance(30) {
        s.add("holidays", "day-off", r#"(days: ["2026-01-07", "2026-03-30", "2026-10-26"], rosters: ["office", "late"])"#.into());
    }
    if d.chance(30) {
        s.add("overrides", "swap", r#"Replace(person: "ana", by: "ben", from: "2026-01-06T00:00", to: "2026-01-09T00:00")"#.into());
    }
}

/// What a hand-over loses.
pub fn lost_context(seed: u64, team: &str) -> &'static str {
    let mut dice = Dice::new(seed ^ 0x10_57C0 ^ team.bytes().fold(0, |sum, b| sum * 31 + u64::from(b)));
    match dice.below(8) {
        0 | 1 => ", loses: 0.2",
        2 => ", then: Restart",
        3 => ", then: Resample",
        _ => "",
    }
}

/// What hand-offs between employers cost, and whether the provider shares the view.
pub fn hand_offs(seed: u64) -> (String, &'static str) {
    let mut dice = Dice::new(seed ^ 0x0A9A_2700);
    let d = &mut dice;
    if !d.chance(40) {
        return (String::new(), "");
    }
    let (cost, unclear) = (d.minutes(5, 45), d.takes(30));
    let unclear = if d.chance(60) { format!(", unclear_owner: {unclear}") } else { String::new() };
    let (context, twice) = (d.one(&["1.0", "1.1", "1.4"]), d.one(&["0.0", "0.15", "0.5"]));
    let shared = if d.chance(25) { "shared_view: true, " } else { "" };
    (format!("\n    hand_offs: (cost: {cost}, context: {context}, duplicated: {twice}{unclear}),"), shared)
}

/// Who leads declared incidents.
pub fn lead(seed: u64) -> String {
    let mut dice = Dice::new(seed ^ 0x001E_AD00);
    let d = &mut dice;
    if !d.chance(45) {
        return String::new();
    }
    let who = d.one(&[r#"by: ["ciso", "cio"]"#, r#"by: ["analyst"]"#, r#"by: ["ana", "eve", "cid"]"#, r#"skill: ("craft", Working)"#]);
    let updates =
        if d.chance(60) { format!(r#"updates: (every: "{}h", takes: {}), "#, 1 + d.below(4), d.minutes(5, 30)) } else { String::new() };
    let hand_over = if d.chance(60) { format!("hand_over: {}, ", d.minutes(5, 40)) } else { String::new() };
    format!("\n    lead: ({who}, at_once: {}, {updates}{hand_over}without: {}),", 1 + d.below(3), d.one(&["1.0", "1.25", "2.0"]))
}

/// What it costs when work lasts, as fields of `work`.
pub fn strain(seed: u64) -> String {
    let mut dice = Dice::new(seed ^ 0x0FA7_1604);
    let d = &mut dice;
    let mut fields = String::new();
    if d.chance(35) {
        let (first, second) = (3 + d.below(5), 9 + d.below(3));
        fields += &format!(r#"fatigue: [(after: "{first}h", takes: 1.25), (after: "{second}h", takes: 1.6)], "#);
    }
    if d.chance(35) {
        fields += &format!("switch: {}, ", d.minutes(1, 25));
    }
    fields
}

pub fn people(s: &mut Scenario, d: &mut Dice, seed: u64) {
    for team in ["soc", "ops", "data", "board", "partner"] {
        let end = if d.chance(50) { format!("HandOver(cost: {}{})", d.minutes(0, 45), lost_context(seed, team)) } else { "Finish".into() };
        let preemption = d.one(&["Never", "Resume", "Restart", "Resample"]);
        s.add("teams", team, format!("(at_shift_end: {end}, preemption: {preemption})"));
    }
    s.add("employers", "own", "()".into());
    let shared = hand_offs(seed).1;
    s.add("employers", "outside", format!("({shared}provider: true, contract: (retainer_per_month: 9000, fee_per_hour: 180))"));
    s.add("responsibilities", "response", r#"(responsible: ["ops", "data"])"#.into());
    let soc = if d.chance(60) { "turns" } else { d.one(&["office", "weeks", "late"]) };
    s.add("people", "analyst", format!(r#"(count: {}, role: "analyst", team: "soc", employer: "own", roster: "{soc}", skills: {{"triage": Working}}, cost_per_hour: 50)"#, 1 + d.below(4)));
    for id in ["ana", "ben", "cal", "dev", "eve"] {
        let roster = if d.chance(85) {
            format!("roster: {:?}, ", d.one(&["office", "office", "late", "weekend", "weeks", "abroad", "turns"]))
        } else {
            String::new()
        };
        let (team, level) = (d.one(&["ops", "ops", "data"]), d.one(&["Basic", "Working", "Expert"]));
        let (grants, knows) = (d.some(&["admin", "backup"], 45), d.some(&["runbook"], 40));
        let slow = if d.chance(20) { ", takes_times: 1.4" } else { "" };
        s.add(
            "people",
            id,
            format!(r#"({roster}team: "{team}", employer: "own", skills: {{"craft": {level}, "triage": Basic}}, grants: {grants}, knows: {knows}, cost_per_hour: 80{slow})"#),
        );
    }
    // Somebody can do everything, but is not often there.
    let roster = d.one(&["weekend", "late", "abroad", "turns"]);
    s.add(
        "people",
        "zed",
        format!(
            r#"(team: "ops", employer: "outside", roster: "{roster}", skills: {{"craft": Expert, "triage": Expert}}, grants: ["admin", "backup"], knows: ["runbook"], reach: (off_duty: (answers: 0.2, after: "3h")))"#
        ),
    );
    for (id, role) in [("cass", "ciso"), ("cid", "cio"), ("coy", "counsel")] {
        let roster = if d.chance(60) { "roster: \"office\", " } else { "" };
        let reach = if d.chance(60) {
            format!(", reach: (off_duty: (answers: {}, after: {}))", d.one(&["0.5", "0.9", "1.0"]), d.takes(40))
        } else {
            String::new()
        };
        s.add("people", id, format!(r#"({roster}role: "{role}", team: "board", employer: "own"{reach})"#));
    }
    s.add(
        "people",
        "guest",
        format!(
            r#"(count: 2, team: "partner", employer: "outside", roster: "always", skills: {{"craft": {}}})"#,
            d.one(&["Basic", "Working"])
        ),
    );
}

pub fn systems(s: &mut Scenario, d: &mut Dice) {
    let needs = [
        ("core", "[]"),
        ("db", r#"["core"]"#),
        ("app", r#"["db", "core"]"#),
        ("web", r#"["app"]"#),
        ("mail", "[]"),
        ("kiosk", r#"["web"]"#),
    ];
    for (id, needs) in needs {
        let mut entry = format!(
            "(tier: {}, needs: {needs}, rto: \"8h\", mtpd: \"3d\", downtime_cost: (business_hour: 900, other: 100)",
            1 + d.below(3)
        );
        if d.chance(50) {
            entry += &format!(", grant: {:?}", d.one(&["admin", "backup"]));
        }
        if d.chance(60) {
            entry += ", skill: (\"craft\", Working)";
        }
        if d.chance(40) {
            entry += ", runbook: \"runbook\"";
            if d.chance(40) {
                entry += ", improvise: 2.5";
            }
        }
        entry += &format!(", segment: {:?}, exposes: {}", d.one(&["lan", "lan", "dmz"]), d.some(&["admin", "backup"], 25));
        let vault = if d.chance(60) { format!(", vault: (restore: {}, works: 0.9)", d.takes(600)) } else { String::new() };
        let reached = if d.chance(50) { ", reached_by: \"backup\", lost: 0.7" } else { "" };
        entry += &format!(", backup: (restore: {}, works: {}{reached}{vault})", d.takes(120), d.one(&["1.0", "0.9", "0.6"]));
        if d.chance(50) {
            entry += &format!(", restart: {}", d.takes(20));
        }
        if d.chance(40) {
            entry += &format!(", users: (hours: \"office\", notice: {}, call: 0.8, team: {:?})", d.takes(30), d.one(&["soc", "ops"]));
        }
        if d.chance(30) {
            entry += &format!(", fails: (every: Exponential(mean: \"{}d\"), incident: \"failure\")", 5 + d.below(30));
        }
        if id == "kiosk" {
            entry += &format!(", count: {}", 1 + d.below(3));
        }
        s.add("systems", id, entry + ")");
    }
    let to = |d: &mut Dice| d.one(&[r#"goes_to: "soc""#, r#"goes_to: "ops""#, r#"pages: "ladder""#, r#"goes_to: "soc", pages: "ladder""#]);
    let sees = d.one(&["1.0", "0.7", "0.3"]);
    let entry =
        format!(r#"(watches: ["core", "app", "mail"], stages: ["access", "harm"], sees: {sees}, after: {}, {})"#, d.takes(90), to(d));
    s.add("telemetry", "edr", entry);
    let entry = format!(
        r#"(watches: ["core", "db", "app", "web", "mail", "kiosk"], sees: 0.8, after: {}, {}, severity: {})"#,
        d.takes(10),
        to(d),
        d.one(&["Low", "High"])
    );
    s.add("telemetry", "uptime", entry);
}

pub fn decisions(s: &mut Scenario, d: &mut Dice) {
    for id in ["isolate", "restore"] {
        let mut entry =
            format!("(held_by: {}, deliberation: {}", d.one(&[r#"["ciso"]"#, r#"["ciso", "counsel"]"#, r#"["cass", "coy"]"#]), d.takes(25));
        if entry.contains("co") && d.chance(40) {
            entry += ", quorum: 2";
        }
        if d.chance(50) {
            entry += &format!(", delegates: [\"cio\"], delegate_after: {}", d.minutes(20, 120));
        }
        if d.chance(55) {
            entry += &format!(", consultation: {}", d.takes(30));
        }
        if d.chance(60) {
            entry += ", outcomes: (approve: 0.6, defer: 0.3, refuse: 0.1)";
        }
        if d.chance(25) {
            entry += &format!(
                ", pre_authorised: [(to: {:?}, from_severity: {})]",
                d.one(&["soc", "ops", "zed", "own"]),
                d.one(&["Low", "High", "Critical"])
            );
        }
        if d.chance(25) {
            entry += &format!(", acts_without_authority_after: {}", d.minutes(60, 600));
        }
        entry += &format!(", call_wait: {}, ask_again: {}", d.minutes(5, 30), d.minutes(20, 180));
        s.add("decisions", id, entry + ")");
    }
    let flags: String = ["skip_if_empty", "re_resolve", "lapses"].iter().filter(|_| d.chance(40)).map(|f| format!(", {f}: true")).collect();
    let again = if d.chance(40) { ", re_page_after: \"1h\"" } else { "" };
    s.add(
        "escalation",
        "ladder",
        format!(
            r#"(steps: [(page: {}, wait: {}), (page: ["ops", "ben"], wait: {})], repeat: {}{flags}{again})"#,
            d.one(&[r#""rota""#, r#""soc""#, r#""analyst""#]),
            d.minutes(5, 20),
            d.minutes(10, 40),
            d.below(4)
        ),
    );
}

/// Who is away: in half of the scenarios people are on leave, sick and in training, in some of them often; in others somebody is away by name.
pub fn absence(s: &mut Scenario, d: &mut Dice) {
    if d.chance(50) {
        let (leave, sick, training) = (d.one(&["22d", "40d"]), d.one(&["6d", "15d"]), d.one(&["0d", "4d", "8d"]));
        let more = d.one(&["", ", sick_lasts: Exponential(mean: \"3d\")", ", leave_by_month: [2, 1, 2, 1, 1, 1, 1, 1, 1, 2, 0, 1]"]);
        let seats = d.one(&["", "", ", turnover_per_year: 8.0, notice: \"1d\", time_to_hire: Exponential(mean: \"4d\"), ramp_takes: 2.5"]);
        s.head += &format!("\n    absence: (annual_leave: {leave:?}, sick: {sick:?}, training: {training:?}{more}{seats}),");
    }
    if d.chance(30) {
        let who = d.one(&["[\"ben\", \"cal\"]", "[\"zed\"]", "[\"cass\"]", "[\"analyst\"]"]);
        let times = [
            ("2026-01-05", "\"2026-01-05T12:10\"", "\"2026-01-12T08:30\""),
            ("2026-03-26", "\"2026-03-27T17:30\"", "\"2026-03-29T11:00\""),
            ("2026-10-23", "\"2026-10-24T12:00\"", "\"2026-10-30T00:00\""),
        ];
        let (_, from, to) = times.into_iter().find(|(start, ..)| s.head.contains(start)).expect("one of these starts");
        let why = d.one(&["Leave", "Sick", "Training", "Other"]);
        s.add("overrides", "gone", format!("Away(people: {who}, from: {from}, to: {to}, why: {why})"));
    }
    if d.chance(40) {
        let cover = d.one(&["Next(sick_after: \"30m\")", "WhenPlanned", "Nobody"]);
        if let Some((_, rosters)) = s.sections.iter_mut().find(|(name, _)| *name == "rosters")
            && let Some((_, rota)) = rosters.iter_mut().find(|(id, _)| id == "rota")
        {
            *rota = rota.replace(", hand_over", &format!(", cover: {cover}, hand_over"));
        }
    }
}
