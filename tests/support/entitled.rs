//! The same organisation where everybody is there, may and can do everything.

use super::Scenario;

/// What makes people absent, takes away what they use, or holds grants back.
const TAKES_AWAY: [&str; 4] = ["absence", "overrides", "means", "injects"];
/// Fields of a person that say what they can do and when they are there.
const OF_A_PERSON: [&str; 7] = ["roster", "skills", "grants", "knows", "access_until", "grants_until", "absence"];
/// Fields of a contract that keep a provider's people away.
const OF_A_CONTRACT: [&str; 4] = ["hours", "out_of_hours", "shared", "ends"];

impl Scenario {
    /// With every person fully entitled, present and on duty, and every decision allowed to all beforehand.
    pub fn entitled(&self) -> Scenario {
        self.with_all(&OF_A_PERSON, "roster: \"always\", ")
    }

    /// With every person fully entitled and easy to reach on call, and every decision allowed to all beforehand; on duty as they are.
    pub fn able(&self) -> Scenario {
        let fields: Vec<&str> = OF_A_PERSON.into_iter().filter(|field| *field != "roster").chain(["reach"]).collect();
        let mut all = self.with_all(&fields, "");
        all.head = without(&all.head, "reach");
        for (_, entries) in all.sections.iter_mut().filter(|(section, _)| *section == "teams") {
            entries.iter_mut().for_each(|(_, entry)| *entry = without(entry, "reach"));
        }
        all
    }

    fn with_all(&self, fields: &[&str], roster: &str) -> Scenario {
        let mut all = Scenario { head: self.head.clone(), sections: self.sections.clone() };
        for field in ["rest", "absence"] {
            all.head = without(&all.head, field);
        }
        all.sections.retain(|(name, _)| !TAKES_AWAY.contains(name));
        for (section, entries) in &mut all.sections {
            for (_, entry) in entries.iter_mut() {
                match *section {
                    "people" => {
                        fields.iter().for_each(|field| *entry = without(entry, field));
                        let able = r#"skills: {"triage": Expert, "craft": Expert}, grants: ["admin", "backup"], knows: ["runbook"]"#;
                        *entry = entry.replacen('(', &format!("({roster}{able}, "), 1);
                    }
                    "decisions" => {
                        *entry = without(entry, "pre_authorised");
                        let everybody = r#"pre_authorised: [(to: "own"), (to: "outside")]"#;
                        *entry = entry.replacen('(', &format!("({everybody}, "), 1);
                    }
                    "employers" => OF_A_CONTRACT.iter().for_each(|field| *entry = without(entry, field)),
                    _ => {}
                }
            }
        }
        all
    }
}

/// An entry without one of its fields, wherever it stands.
fn without(entry: &str, field: &str) -> String {
    let begins = |at: usize| entry[..at].ends_with([' ', '(', '\n']);
    let Some(start) = entry.match_indices(&format!("{field}: ")).map(|(at, _)| at).find(|at| begins(*at)) else {
        return entry.to_string();
    };
    let (mut depth, mut quoted, mut end) = (0, false, entry.len());
    for (at, c) in entry[start..].char_indices() {
        match c {
            '"' => quoted = !quoted,
            '(' | '[' | '{' if !quoted => depth += 1,
            ')' | ']' | '}' if !quoted && depth == 0 => {
                end = start + at;
                break;
            }
            ')' | ']' | '}' if !quoted => depth -= 1,
            ',' if !quoted && depth == 0 => {
                end = start + at + 1;
                break;
            }
            _ => {}
        }
    }
    format!("{}{}", &entry[..start], entry[end..].trim_start())
}
