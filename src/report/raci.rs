//! The responsibility matrix: who is responsible, accountable, consulted and informed for which service.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::words::{harmless, wrap};
use crate::model::ids::PersonId;
use crate::model::plan::Plan;
use crate::model::responsibility::{Matter, Party, Service};

/// Width of a table.
const WIDTH: usize = 100;
/// The longest name of a row.
const NAME: usize = 40;

/// The letters of one row, a column a service.
type Row = (String, Vec<String>);

/// The matrix as a table for people: a row for each team, role or person, a column for each service.
pub fn table(plan: &Plan) -> String {
    if plan.services.is_empty() {
        return "no services: the scenario says nothing in `responsibilities`\n".to_owned();
    }
    let rows = rows(plan);
    let name = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let titles: Vec<String> = plan.services.iter().map(|s| harmless(&s.id)).collect();
    let wide: usize = titles.iter().map(|t| t.chars().count() + 2).sum();
    // Titles that do not fit are numbered, and told above.
    let numbered = name + wide > WIDTH;
    let mut text = String::new();
    if numbered {
        for (at, title) in titles.iter().enumerate() {
            text.push_str(&format!("{:>3}  {title}\n", at + 1));
        }
        text.push('\n');
    }
    let heads: Vec<String> = titles.iter().enumerate().map(|(at, t)| if numbered { (at + 1).to_string() } else { t.clone() }).collect();
    text.push_str(&line("", name, &heads, &heads));
    for (who, letters) in &rows {
        text.push_str(&line(who, name, letters, &heads));
    }
    text.push_str("\nR does the work, A owns it and is escalated to, C must be asked, I is told\n");
    text.push_str(&consulted(plan));
    text
}

fn line(who: &str, name: usize, cells: &[String], heads: &[String]) -> String {
    let mut line = format!("{who:name$}");
    for (cell, head) in cells.iter().zip(heads) {
        line.push_str(&format!("  {cell:^width$}", width = head.chars().count().max(3)));
    }
    line.trim_end().to_owned() + "\n"
}

/// Everybody who stands to any service in any way: teams first as the file has them, then the others by name.
fn rows(plan: &Plan) -> Vec<Row> {
    let none = || vec![String::new(); plan.services.len()];
    let mut teams: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut others: BTreeMap<Other, Vec<String>> = BTreeMap::new();
    let mut called: BTreeMap<Other, BTreeSet<&str>> = BTreeMap::new();
    let is_team = |party: &Party| plan.teams.iter().position(|t| t.id == party.id);
    // Somebody who is accountable by id and informed by role is one and the same.
    let add = |letters: &mut String, letter: char| {
        if !letters.contains(letter) {
            letters.push(letter);
        }
    };
    for (at, service) in plan.services.iter().enumerate() {
        for team in &service.responsible {
            add(&mut teams.entry(team.0).or_insert_with(none)[at], 'R');
        }
        let consulted = service.consulted.iter().map(|c| &c.party);
        let parties = service.accountable.iter().map(|p| (p, 'A')).chain(consulted.map(|p| (p, 'C')));
        for (party, letter) in parties.chain(service.informed.iter().map(|p| (p, 'I'))) {
            if let Some(team) = is_team(party) {
                add(&mut teams.entry(team as u32).or_insert_with(none)[at], letter);
                continue;
            }
            let other = match party.people.as_slice() {
                [only] => Other::Person(plan.people[only.at()].name.clone(), *only),
                _ => Other::Role(party.id.clone()),
            };
            called.entry(other.clone()).or_default().insert(&party.id);
            add(&mut others.entry(other).or_insert_with(none)[at], letter);
        }
    }
    let short = |name: &str| harmless(name).chars().take(NAME).collect::<String>();
    let teams = teams.into_iter().map(|(team, letters)| (short(&plan.teams[team as usize].name), letters));
    let mut rest: Vec<Row> = Vec::new();
    for (other, letters) in others {
        let ids: Vec<&str> = called.remove(&other).unwrap_or_default().into_iter().collect();
        let name = match &other {
            Other::Person(name, _) if ids != [name.as_str()] => format!("{name} ({})", ids.join(", ")),
            Other::Person(name, _) | Other::Role(name) => name.clone(),
        };
        rest.push((short(&name), letters));
    }
    rest.sort_by(|a, b| a.0.cmp(&b.0));
    teams.chain(rest).collect()
}

/// Whoever is no team: one person, by name, or a role that several have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Other {
    Person(String, PersonId),
    Role(String),
}

/// A person by name and id, a team by its name; a role that several have by itself.
fn who(plan: &Plan, party: &Party) -> String {
    if let Some(team) = plan.teams.iter().find(|t| t.id == party.id) {
        return team.name.clone();
    }
    match party.people.as_slice() {
        [only] if plan.people[only.at()].name != party.id => format!("{} ({})", plan.people[only.at()].name, party.id),
        _ => party.id.clone(),
    }
}

fn matter(plan: &Plan, matter: Matter) -> &str {
    match matter {
        Matter::Decision(decision) => &plan.decisions[decision.at()].id,
        Matter::Task(task) => &plan.tasks[task.at()].id,
    }
}

fn about(plan: &Plan, of: &[Matter]) -> Vec<String> {
    let mut all: Vec<String> = of.iter().map(|m| harmless(matter(plan, *m))).collect();
    all.sort();
    all.dedup();
    all
}

/// What the consulted are asked about.
fn consulted(plan: &Plan) -> String {
    let mut text = String::new();
    for service in &plan.services {
        for asked in service.consulted.iter().filter(|c| !c.about.is_empty()) {
            let words = format!(
                "{} is asked for {} about {}, and waited for {} at most.",
                who(plan, &asked.party),
                service.id,
                about(plan, &asked.about).join(", "),
                asked.at_most
            );
            for row in wrap(&harmless(&words), WIDTH) {
                text.push_str(&format!("{row}\n"));
            }
        }
    }
    text
}

/// The matrix for programs: by service, everybody as the file calls them.
pub fn json(plan: &Plan) -> Value {
    let ids = |parties: &[Party]| parties.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
    let service = |s: &Service| {
        let responsible: Vec<&str> = s.responsible.iter().map(|t| plan.teams[t.at()].id.as_str()).collect();
        let consulted: Vec<Value> = s
            .consulted
            .iter()
            .map(|c| json!({"who": c.party.id, "about": about(plan, &c.about), "at_most_s": c.at_most.0 as f64 / 1000.0}))
            .collect();
        json!({"service": s.id, "responsible": responsible, "accountable": ids(&s.accountable), "consulted": consulted,
            "informed": ids(&s.informed)})
    };
    Value::Array(plan.services.iter().map(service).collect())
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn whoever_is_meant_by_id_and_by_role_has_one_row() {
        let text = r#"(name: "raci", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d",
            teams: {"ops": (), "legal": (name: "Legal")},
            people: {"cio": (name: "Cy Owen", role: "chief", team: "ops"), "lea": (name: "Lea Law", team: "legal"),
                "op": (count: 2, role: "operator", team: "ops")},
            decisions: {"go": (held_by: ["cio"], deliberation: "5m")},
            responsibilities: {"svc": (responsible: ["ops"], accountable: "cio", informed: ["chief", "operator"],
                consulted: [(who: "legal", about: ["go"])])},
            playbooks: {"p": (service: "svc", tasks: {"do": (phase: Triage, decision: "go", effort: "1h")})},
            incidents: {"i": (playbook: "p", at: "2026-01-05T08:00", severity: High, reported: "0s")})"#;
        let plan = crate::report::testing::opened(text, &[]).plan;
        let table = table(&plan);
        let rows: Vec<String> = table.lines().take(5).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(rows, ["svc", "Legal C", "ops R", "Cy Owen (chief, cio) AI", "operator I"], "{table}");
        assert!(table.contains("Legal is asked for svc about go, and waited for 4 h at most."), "{table}");
    }
}
