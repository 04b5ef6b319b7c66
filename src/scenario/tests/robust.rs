//! Whatever is changed, a scenario is either compiled or refused with reasons.

use super::super::findings;
use super::{BASE, read};

/// Compiles a text; what is refused must say why and where.
fn survives(text: &str) {
    match read(text) {
        Ok(plan) => drop(findings(&plan)),
        Err((problems, _)) => {
            assert!(!problems.is_empty(), "refused without a reason:\n{text}");
            assert!(problems.iter().all(|p| p.place.is_some()), "a mistake without a place: {problems:?}");
        }
    }
}

#[test]
fn any_line_may_be_missing() {
    let lines: Vec<&str> = BASE.lines().collect();
    for missing in 0..lines.len() {
        let rest: Vec<&str> = lines.iter().enumerate().filter(|(i, _)| *i != missing).map(|(_, l)| *l).collect();
        survives(&rest.join("\n"));
    }
}

#[test]
fn any_word_may_be_another() {
    let quotes: Vec<usize> = BASE.match_indices('"').map(|(at, _)| at).collect();
    for pair in quotes.chunks(2) {
        for word in ["zzz", "core", "ana", "office", "desk", "1h", "", "2026-01-08T00:00"] {
            survives(&format!("{}\"{word}{}", &BASE[..pair[0]], &BASE[pair[1]..]));
        }
    }
}

#[test]
fn any_number_may_be_another() {
    let digit = |at: usize| BASE.as_bytes()[at].is_ascii_digit();
    for at in (1..BASE.len()).filter(|at| digit(*at) && !digit(*at - 1)) {
        let end = (at..BASE.len()).find(|end| !digit(*end)).unwrap_or(BASE.len());
        for number in ["0", "-1", "0.5", "1", "99999", "1e300"] {
            survives(&format!("{}{number}{}", &BASE[..at], &BASE[end..]));
        }
    }
}

#[test]
fn any_entry_may_be_missing() {
    for (at, _) in BASE.match_indices("\": (") {
        let open = at + 3;
        let mut depth = 0;
        let close = BASE[open..].char_indices().find_map(|(i, c)| {
            depth += i32::from(matches!(c, '(' | '[' | '{')) - i32::from(matches!(c, ')' | ']' | '}'));
            (depth == 0).then_some(open + i + 1)
        });
        let start = BASE[..at].rfind('"').unwrap_or(at);
        let close = close.unwrap_or(BASE.len());
        survives(&format!("{}{}", &BASE[..start], BASE[close..].trim_start_matches(',')));
        survives(&format!("{}(){}", &BASE[..open], &BASE[close..]));
        survives(&format!("{}7{}", &BASE[..open], &BASE[close..]));
    }
}

/// A text with one section filled by 4,000 entries.
fn crowded(section: &str, entry: impl Fn(usize) -> String) -> String {
    let entries: String = (0..4_000).map(|i| format!("\"x{i}\": {},\n", entry(i))).collect();
    let head = "(name: \"Crowd\", time_zone: \"UTC\", starts: \"2026-01-05T00:00\", runs_for: \"9d\",";
    format!("{head}\n teams: {{\"t\": ()}}, people: {{\"p\": (team: \"t\")}}, systems: {{\"s\": ()}}, {section}: {{\n{entries}}})")
        .replace(&format!(" {}: {{\"{}\": (), ", section, &section[..1]), " ")
        .replace("people: {\"p\": (team: \"t\")}, systems: {\"s\": ()}, people", "systems: {\"s\": ()}, people")
        .replace("systems: {\"s\": ()}, systems", "systems")
        .replace("teams: {\"t\": ()}, people: {\"p\": (team: \"t\")}, systems: {\"s\": ()}, teams", "teams")
}

#[test]
fn large_nonsense_is_refused_quickly() {
    let texts = [
        crowded("people", |i| format!("(team: \"u{i}\", grants: [\"g{i}\"])")),
        crowded("people", |_| "(team: \"t\", takes_times: 0)".into()),
        crowded("systems", |i| format!("(needs: [\"x{}\"], tier: 0, grant: \"g\")", (i + 1) % 4_000)),
        crowded("systems", |i| format!("(needs: [\"x{}\"])", if i == 0 { 0 } else { i - 1 })),
        crowded("telemetry", |i| format!("(watches: [\"y{i}\"], after: Fixed(\"1m\"))")),
        crowded("decisions", |i| format!("(held_by: [\"y{i}\"], deliberation: Fixed(\"1m\"), quorum: 0)")),
        crowded("escalation", |i| format!("(steps: [(page: \"y{i}\", wait: \"1m\")])")),
        crowded("playbooks", |i| format!("(service: \"y{i}\", tasks: {{\"a\": (phase: Contain, after: [\"b\"], effort: Restore)}})")),
        crowded("incidents", |i| format!("(playbook: \"y{i}\", hits: [\"z\"], severity: High)")),
        crowded("attacks", |_| "(stages: [])".into()),
        crowded("employers", |_| "(contract: ())".into()),
        crowded("people", |i| format!("(team: \"t\", cost: {i})")),
    ];
    for text in texts {
        let clock = std::time::Instant::now();
        survives(&text);
        let took = clock.elapsed();
        assert!(took < std::time::Duration::from_secs(5), "{took:?} for {}", &text[..300]);
    }
}
