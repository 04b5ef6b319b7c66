//! The after-action report as Markdown: the same sections, for a wiki or a ticket.

use super::super::{Line, Sheet};
use super::{AfterAction, Capability, Shown};

/// The report as Markdown.
pub fn markdown(report: &AfterAction) -> String {
    let mut text = format!("# After-action report\n\n{}\n\n{}\n", plain(&report.about), plain(&report.setting));
    text.push_str("\n## Overview\n\n");
    lines(&report.overview, &mut text);
    text.push_str("\n## Executive summary\n\n");
    items(&report.summary, &mut text);
    text.push_str(&format!("\n## Objectives by capability\n\n{}\n\n", plain(&report.thresholds)));
    sheet(&report.objectives, &mut text);
    for of in &report.capabilities {
        capability(of, &mut text);
    }
    let parts = [
        ("Course of events", &report.course),
        ("Decisions", &report.decisions),
        ("Overrides", &report.overrides),
        ("The room and simulated plays", &report.plays),
    ];
    for (title, part) in parts.iter().filter(|(_, part)| !part.rows.is_empty()) {
        text.push_str(&format!("\n## {title}\n\n"));
        if std::ptr::eq(*part, &report.plays) {
            text.push_str(&format!(
                "{}. The simulator draws what the room decides; it is no yardstick for persons.\n\n",
                plain(&part.caption)
            ));
        }
        sheet(part, &mut text);
    }
    for (title, all) in [("Hot wash", &report.hot_wash), ("Parking lot", &report.parking)] {
        if !all.is_empty() {
            text.push_str(&format!("\n## {title}\n\n"));
            items(all, &mut text);
        }
    }
    text.push_str("\n## Improvement plan\n\n");
    if report.improvement.rows.is_empty() {
        text.push_str("Nothing is proposed.\n");
    } else {
        sheet(&report.improvement, &mut text);
    }
    if !report.present.rows.is_empty() {
        text.push_str("\n## Participants\n\n");
        sheet(&report.present, &mut text);
    }
    text.push_str("\n---\n\n");
    lines(&report.footer, &mut text);
    text
}

fn capability(of: &Capability, text: &mut String) {
    text.push_str(&format!("\n### {}\n", plain(&of.title)));
    if !of.rating.is_empty() {
        text.push_str(&format!("\nRating: **{}**\n", plain(&of.rating)));
    }
    for (title, all) in [("Strengths", &of.strengths), ("Areas for improvement", &of.areas)] {
        if !all.is_empty() {
            text.push_str(&format!("\n{title}\n\n"));
            all.iter().for_each(|of| shown(of, text));
        }
    }
    if !of.open.is_empty() {
        text.push_str("\nNot judged\n\n");
        items(&of.open, text);
    }
}

fn shown(of: &Shown, text: &mut String) {
    text.push_str(&format!("- **{}** {}\n", plain(&of.title), plain(&of.words)));
    for fact in &of.facts {
        text.push_str(&format!("  - {}\n", plain(fact)));
    }
}

fn lines(all: &[Line], text: &mut String) {
    for line in all {
        text.push_str(&format!("- {}: {}\n", plain(&line.label), plain(&line.words)));
    }
}

fn items(all: &[String], text: &mut String) {
    for item in all {
        text.push_str(&format!("- {}\n", plain(item)));
    }
}

fn sheet(of: &Sheet, text: &mut String) {
    let row = |cells: &[String]| format!("| {} |\n", cells.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" | "));
    text.push_str(&row(&of.head));
    text.push_str(&format!("|{}\n", " --- |".repeat(of.head.len())));
    for cells in &of.rows {
        text.push_str(&row(cells));
    }
}

/// A text that Markdown and what shows it take for words: nothing in it is markup.
fn plain(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => said.push(' '),
            '<' => said.push_str("&lt;"),
            '>' => said.push_str("&gt;"),
            '&' => said.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                said.push('\\');
                said.push(c);
            }
            _ => said.push(c),
        }
    }
    said
}
