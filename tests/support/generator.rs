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
#[path = "organisation.rs"]
mod organisation;
#[path = "outside.rs"]
mod outside;
#[path = "recovery.rs"]
mod recovery;
#[path = "work.rs"]
mod work;

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
            // A standing permission for everybody of an employer is theirs too: they have one of their own.
            more.add("employers", &format!("{id}-firm"), "()".into());
            more.add(
                "people",
                &format!("{id}-person"),
                format!(
                    r#"(team: "{id}-team", employer: "{id}-firm", roster: "always", role: "{id}-role", skills: {{"{id}-skill": Expert}})"#
                ),
            );
            more.add(
                "people",
                &format!("{id}-pair"),
                format!(r#"(count: 2, team: "{id}-team", employer: "{id}-firm", roster: "office", cost_per_hour: 10)"#),
            );
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
    if skill || !organisation::strain(seed).is_empty() {
        let skill = if skill { r#"basic_takes: 1.6, expert_takes: 0.7, call_out_pay: 1.5, call_out_at_least: "2h""# } else { "" };
        head += &format!("\n    work: ({}{skill}),", organisation::strain(seed));
    }
    head += &organisation::hand_offs(seed).0;
    let mut s = Scenario { head, sections: Vec::new() };
    organisation::rosters(&mut s, d);
    organisation::people(&mut s, d, seed);
    organisation::systems(&mut s, d);
    organisation::decisions(&mut s, d);
    work::playbooks(&mut s, d);
    if s.sections.iter().any(|(_, entries)| entries.iter().any(|(_, entry)| entry.contains("declares: true"))) {
        s.head += &organisation::lead(seed);
    }
    work::incidents(&mut s, d);
    outside::access(&mut s, seed);
    organisation::costs(&mut s, &mut Dice::new(seed ^ 0x5EED_0013));
    outside::vendors(&mut s, &mut Dice::new(seed ^ 0x5EED_0010));
    organisation::absence(&mut s, &mut Dice::new(seed ^ 0x5EED_0001));
    organisation::responsibilities(&mut s, &mut Dice::new(seed ^ 0x5EED_0005));
    work::success(&mut s, &mut Dice::new(seed ^ 0x5EED_0004));
    recovery::copies(&mut s, &mut Dice::new(seed ^ 0x5EED_0009));
    work::demand(&mut s, &mut Dice::new(seed ^ 0x5EED_0015));
    work::passed_on(&mut s, &mut Dice::new(seed ^ 0x5EED_0031));
    recovery::containment(&mut s, &mut Dice::new(seed ^ 0x5EED_0109));
    recovery::means(&mut s, &mut Dice::new(seed ^ 0x5EED_0007));
    work::runbooks(&mut s, &mut Dice::new(seed ^ 0x5EED_0014));
    work::notices(&mut s, &mut Dice::new(seed ^ 0x5EED_0E08));
    outside::contracts(&mut s, &mut Dice::new(seed ^ 0x5EED_1010));
    changes::changes(&mut s, &mut Dice::new(seed ^ 0x5EED_0016));
    calendar::periods(&mut s, &mut Dice::new(seed ^ 0x5EED_0012));
    calendar::penalties(&mut s, &mut Dice::new(seed ^ 0x5EED_0D13));
    work::exposure(&mut s, &mut Dice::new(seed ^ 0x5EED_0017));
    injects::injects(&mut s, &mut Dice::new(seed ^ 0x5EED_0011));
    injects::staffing(&mut s, &mut Dice::new(seed ^ 0x5EED_0021));
    s
}
