//! Random organisations in trouble, as scenario text: for properties that must hold whatever a file says.
#![allow(dead_code)]

#[path = "calendar.rs"]
mod calendar;
#[path = "changes.rs"]
mod changes;
#[path = "entitled.rs"]
mod entitled;
#[path = "injects.rs"]
mod injects;
#[path = "recovery.rs"]
mod recovery;

/// Luck of the generator's own, so that a change in the product does not change the scenarios.
pub struct Dice(u64);
impl Dice {
    pub fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x1234_5678_9abc_def0)
    }
    fn next(&mut self) -> u64 {
        // splitmix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
    /// Some of these as a RON list of names, each by its own luck.
    fn some(&mut self, of: &[&str], percent: usize) -> String {
        let kept: Vec<String> = of.iter().filter(|_| self.chance(percent)).map(|s| format!("{s:?}")).collect();
        format!("[{}]", kept.join(", "))
    }
    fn minutes(&mut self, least: usize, most: usize) -> String {
        format!("{:?}", format!("{}m", least + self.below(most - least + 1)))
    }
    /// A distribution with about this mean, in minutes.
    fn takes(&mut self, mean: usize) -> String {
        match self.below(6) {
            0 => format!("Fixed(\"{mean}m\")"),
            1 => format!("Uniform(\"{}m\", \"{}m\")", mean / 2, mean * 3 / 2),
            2 => format!("Triangular(\"{}m\", \"{mean}m\", \"{}m\")", mean / 2, mean * 2),
            3 => format!("Exponential(mean: \"{mean}m\")"),
            4 => format!("LogNormal(median: \"{mean}m\", p90: \"{}m\")", mean * 3),
            _ => format!("Pert(\"{}m\", \"{mean}m\", \"{}m\")", mean / 3, mean * 4),
        }
    }
    fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

/// A section: its name, and entries by id; the order of these must not matter.
type Section = (&'static str, Vec<(String, String)>);

/// A scenario that can be written down in any order of its entries.
pub struct Scenario {
    head: String,
    sections: Vec<Section>,
}
impl Scenario {
    fn add(&mut self, section: &'static str, id: &str, entry: String) {
        let entry = (id.to_string(), entry);
        match self.sections.iter_mut().find(|(name, _)| *name == section) {
            Some((_, entries)) => entries.push(entry),
            None => self.sections.push((section, vec![entry])),
        }
    }
    /// Writes something else into an entry, if it is there and says so.
    fn change(&mut self, section: &'static str, id: &str, from: &str, to: &str) {
        let entries = self.sections.iter_mut().filter(|(name, _)| *name == section).flat_map(|(_, entries)| entries);
        for (_, entry) in entries.filter(|(known, _)| known == id) {
            *entry = entry.replacen(from, to, 1);
        }
    }
    /// As a file.
    pub fn text(&self) -> String {
        let mut text = format!("(\n{}\n", self.head);
        for (name, entries) in &self.sections {
            let inner: Vec<String> = entries.iter().map(|(id, entry)| format!("        {id:?}: {entry},\n")).collect();
            text.push_str(&format!("    {name}: {{\n{}    }},\n", inner.concat()));
        }
        text + ")\n"
    }
    /// The same with entries and sections in another order.
    pub fn shuffled(&self, seed: u64) -> Scenario {
        let mut dice = Dice::new(seed);
        let mut sections = self.sections.clone();
        dice.shuffle(&mut sections);
        for (_, entries) in &mut sections {
            dice.shuffle(entries);
        }
        Scenario { head: self.head.clone(), sections }
    }
    /// The same with a person, a team, a system and its telemetry that take no part, before and behind all others in the order of names.
    pub fn with_bystanders(&self) -> Scenario {
        let mut more = Scenario { head: self.head.clone(), sections: self.sections.clone() };
        for id in ["aaa", "zzz"] {
            more.add("teams", &format!("{id}-team"), "()".into());
            more.add(
                "people",
                &format!("{id}-person"),
                format!(r#"(team: "{id}-team", roster: "always", role: "{id}-role", skills: {{"{id}-skill": Expert}})"#),
            );
            more.add("people", &format!("{id}-pair"), format!(r#"(count: 2, team: "{id}-team", roster: "office", cost_per_hour: 10)"#));
            more.add("systems", &format!("{id}-system"), "(tier: 1, rto: \"1h\")".into());
            more.add("telemetry", &format!("{id}-sensor"), format!(r#"(watches: ["{id}-system"], after: "1m", goes_to: "{id}-team")"#));
        }
        more
    }
}

/// The n-th random scenario.
pub fn scenario(seed: u64) -> Scenario {
    let mut dice = Dice::new(seed);
    let d = &mut dice;
    let zone = d.one(&["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata"]);
    let starts = d.one(&["2026-01-05T00:00", "2026-03-26T12:00", "2026-10-23T18:30"]);
    let mut head = format!(
        "    name: \"random {seed}\", time_zone: {zone:?}, starts: {starts:?}, warm_up: \"{}d\", runs_for: \"10d\", horizon: \"{}d\",",
        d.one(&["0", "0", "2"]),
        6 + d.below(20)
    );
    let reach = |d: &mut Dice, answers: &[&str], mean| {
        let share = d.one(answers);
        format!("(answers: {share}, after: {}, at_night: {})", d.takes(mean), d.one(&["0.1", "0.5", "0.9"]))
    };
    head += &format!(
        "\n    reach: (on_shift: {}, on_call: {}, off_duty: {}),",
        reach(d, &["0.9", "1.0"], 4),
        reach(d, &["0.7", "0.95"], 15),
        reach(d, &["0.1", "0.4", "0.8"], 60)
    );
    if d.chance(50) {
        head += &format!("\n    rest: (longest_stretch: \"{}h\", least_rest: \"{}h\"),", 13 + d.below(5), 8 + d.below(4));
    }
    let skill = d.chance(50);
    if skill || !strain(seed).is_empty() {
        let skill = if skill { r#"basic_takes: 1.6, expert_takes: 0.7, call_out_pay: 1.5, call_out_at_least: "2h""# } else { "" };
        head += &format!("\n    work: ({}{skill}),", strain(seed));
    }
    head += &hand_offs(seed).0;
    let mut s = Scenario { head, sections: Vec::new() };
    rosters(&mut s, d);
    people(&mut s, d, seed);
    systems(&mut s, d);
    decisions(&mut s, d);
    playbooks(&mut s, d);
    if s.sections.iter().any(|(_, entries)| entries.iter().any(|(_, entry)| entry.contains("declares: true"))) {
        s.head += &lead(seed);
    }
    incidents(&mut s, d);
    access(&mut s, seed);
    costs(&mut s, &mut Dice::new(seed ^ 0x5EED_0013));
    vendors(&mut s, &mut Dice::new(seed ^ 0x5EED_0010));
    absence(&mut s, &mut Dice::new(seed ^ 0x5EED_0001));
    responsibilities(&mut s, &mut Dice::new(seed ^ 0x5EED_0005));
    success(&mut s, &mut Dice::new(seed ^ 0x5EED_0004));
    recovery::copies(&mut s, &mut Dice::new(seed ^ 0x5EED_0009));
    demand(&mut s, &mut Dice::new(seed ^ 0x5EED_0015));
    recovery::containment(&mut s, &mut Dice::new(seed ^ 0x5EED_0109));
    recovery::means(&mut s, &mut Dice::new(seed ^ 0x5EED_0007));
    runbooks(&mut s, &mut Dice::new(seed ^ 0x5EED_0014));
    notices(&mut s, &mut Dice::new(seed ^ 0x5EED_0E08));
    contracts(&mut s, &mut Dice::new(seed ^ 0x5EED_1010));
    changes::changes(&mut s, &mut Dice::new(seed ^ 0x5EED_0016));
    calendar::periods(&mut s, &mut Dice::new(seed ^ 0x5EED_0012));
    calendar::penalties(&mut s, &mut Dice::new(seed ^ 0x5EED_0D13));
    exposure(&mut s, &mut Dice::new(seed ^ 0x5EED_0017));
    injects::injects(&mut s, &mut Dice::new(seed ^ 0x5EED_0011));
    s
}

/// Tickets, alerts that are mostly nothing, projects, and faults that come again until their root cause is fixed.
fn demand(s: &mut Scenario, d: &mut Dice) {
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

/// Vulnerability findings with and without owners, exceptions, incidents that come in through them, and logs that do not reach back far.
fn exposure(s: &mut Scenario, d: &mut Dice) {
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

/// What the provider owes. Whatever it does not cover can be ordered, so that somebody can always do everything.
fn contracts(s: &mut Scenario, d: &mut Dice) {
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
fn vendors(s: &mut Scenario, d: &mut Dice) {
    if !d.chance(60) {
        return;
    }
    let hours = if d.chance(40) { ", hours: \"office\"" } else { "" };
    let decision = if d.chance(40) { ", decision: \"isolate\"" } else { "" };
    let entry = format!("(activation: {}{hours}{decision}, fee_per_hour: 300, minimum: \"4h\", retainer_per_month: 500)", d.takes(300));
    s.add("vendors", "forensics", entry);
    s.change("playbooks", "attack-plan", "vendor: true", "vendor: \"forensics\"");
}

/// Overtime and allowances for being on call.
fn costs(s: &mut Scenario, d: &mut Dice) {
    if d.chance(60) {
        s.head = s.head.replace("call_out_pay: 1.5", "call_out_pay: 1.5, overtime_pay: 1.25");
    }
    if d.chance(50) {
        s.change("rosters", "rota", r#"from: "2026-01-05")"#, r#"from: "2026-01-05", allowance_per_week: 250)"#);
    }
}

/// Attempts that fail, and fail more often where they are improvised.
fn success(s: &mut Scenario, d: &mut Dice) {
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
fn runbooks(s: &mut Scenario, d: &mut Dice) {
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

/// Who owns the service, must be asked, is told: in half of all scenarios.
fn responsibilities(s: &mut Scenario, d: &mut Dice) {
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

/// In half of the scenarios access is asked for or taken, ends with a contract, or is stolen from those who have it.
fn access(s: &mut Scenario, seed: u64) {
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

fn rosters(s: &mut Scenario, d: &mut Dice) {
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
fn lost_context(seed: u64, team: &str) -> &'static str {
    let mut dice = Dice::new(seed ^ 0x10_57C0 ^ team.bytes().fold(0, |sum, b| sum * 31 + u64::from(b)));
    match dice.below(8) {
        0 | 1 => ", loses: 0.2",
        2 => ", then: Restart",
        3 => ", then: Resample",
        _ => "",
    }
}

/// What hand-offs between employers cost, and whether the provider shares the view.
fn hand_offs(seed: u64) -> (String, &'static str) {
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
fn lead(seed: u64) -> String {
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
fn strain(seed: u64) -> String {
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

fn people(s: &mut Scenario, d: &mut Dice, seed: u64) {
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

fn systems(s: &mut Scenario, d: &mut Dice) {
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

fn decisions(s: &mut Scenario, d: &mut Dice) {
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

fn playbooks(s: &mut Scenario, d: &mut Dice) {
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

fn incidents(s: &mut Scenario, d: &mut Dice) {
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

/// Who is away: in half of the scenarios people are on leave, sick and in training, in some of them often; in others somebody is away by name.
fn absence(s: &mut Scenario, d: &mut Dice) {
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

/// Whom the attack must be told to, in half of the scenarios.
fn notices(s: &mut Scenario, d: &mut Dice) {
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
