//! Service availability, security exposure and recovery readiness, each by itself and never one score, and day-to-day work beside them; and tables
//! of promises, decisions and notices.

use serde::Serialize;

use super::super::{Line, Sheet, line};
use super::reached;
use crate::model::fact::Wait;
use crate::model::plan::Plan;
use crate::report::promises::PromiseSummary;
use crate::report::summary::Summary;
use crate::report::words::{count, duration, harmless, limit, list, share, state};
use crate::report::{access, demand, exposure, knowledge, year};

/// One of them.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Board {
    title: &'static str,
    lines: Vec<Line>,
}

pub(super) fn of(summary: &Summary, plan: &Plan) -> Vec<Board> {
    let boards = [
        Board { title: "Service availability", lines: availability(summary, plan) },
        Board { title: "Security exposure", lines: exposed(summary, plan) },
        Board { title: "Recovery readiness", lines: readiness(summary, plan) },
        Board { title: "Day-to-day work", lines: daily(summary, plan) },
    ];
    boards.into_iter().filter(|board| !board.lines.is_empty()).collect()
}

/// What people's hours go on, and what becomes of tickets and projects.
fn daily(summary: &Summary, plan: &Plan) -> Vec<Line> {
    demand::of_year(summary, plan).into_iter().map(|(label, words)| line(label, words)).collect()
}

/// A time: typical, and one in ten worse.
fn time(summary: &Summary, name: &str, label: &str) -> Option<Line> {
    let measure = summary.measures.get(name).filter(|measure| measure.count > 0)?;
    let words = format!("typically {}, one in ten over {}", reached(summary, measure.p50), reached(summary, measure.p90));
    Some(line(label, words))
}

fn kept(summary: &Summary, name: &str, label: &str, of: &str) -> Option<Line> {
    summary.objectives.get(name).map(|kept| line(label, format!("kept in {} of {of}", share(*kept))))
}

fn availability(summary: &Summary, plan: &Plan) -> Vec<Line> {
    let mut lines: Vec<Line> = time(summary, "time_to_recover", "Everything back").into_iter().collect();
    lines.extend(kept(summary, "rto", "Recovery time objectives", "outages"));
    lines.extend(kept(summary, "mtpd", "Tolerable disruption (MTPD)", "outages"));
    let mut gravest: Vec<(f64, String)> = summary
        .systems
        .iter()
        .filter_map(|(id, system)| Some((system.mtpd.as_ref().or(system.rto.as_ref())?.met?, id)))
        .filter(|(met, _)| *met < 0.5)
        .map(|(met, id)| (met, named(plan, id)))
        .collect();
    gravest.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    let names: Vec<&String> = gravest.iter().map(|(_, name)| name).collect();
    if !names.is_empty() {
        lines.push(line("Over its limit in most outages", list(&names, 4)));
    }
    lines.extend(year::sentences(summary).map(|words| line("A year", words)));
    lines.extend(year::downtime(summary, plan).map(|words| line("Downtime in a year", words)));
    lines
}

fn exposed(summary: &Summary, plan: &Plan) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(time(summary, "dwell", "Unseen before harm or alert"));
    lines.extend(time(summary, "time_to_detect", "From harm to alert"));
    lines.extend(time(summary, "time_to_contain", "From harm to containment"));
    let stopped = summary.stopped_before_impact.filter(|_| plan.kinds.iter().any(|kind| kind.attack.is_some()));
    lines.extend(stopped.map(|stopped| line("Stopped before any harm", format!("{} of incidents", share(stopped)))));
    lines.extend(exposure::of_year(summary, plan).map(|words| line("Vulnerability findings", words)));
    lines.extend(access::sentences(summary).map(|words| line("Privileged access", words)));
    lines
}

fn readiness(summary: &Summary, plan: &Plan) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    lines.extend(kept(summary, "rpo", "Recovery point objectives", "restores"));
    if let Some(lost) = summary.measures.get("data_loss").filter(|measure| measure.count > 0) {
        let words = |value: Option<f64>| value.map_or("all of it".to_owned(), duration);
        lines.push(line("Data lost", format!("typically {}, one in ten over {}", words(lost.p50), words(lost.p90))));
    }
    if !plan.systems.is_empty() {
        let dated = plan.systems.iter().filter(|system| system.backup.is_some()).count();
        lines.push(line("Systems with a copy to restore from", format!("{dated} of {}", plan.systems.len())));
    }
    let again = summary.ledger.get(Wait::Rework.name()).copied().unwrap_or(0.0);
    if again >= 60.0 {
        lines.push(line("Work done again", format!("{} an incident on average", duration(again))));
    }
    lines.extend(knowledge::sentences(summary).map(|words| line("Runbooks", words)));
    let acted = summary
        .decisions
        .iter()
        .filter(|(_, decision)| decision.without_authority > 0.0)
        .max_by(|a, b| a.1.without_authority.total_cmp(&b.1.without_authority));
    lines.extend(
        acted.map(|(id, of)| line("Acted without authority", format!("in {} of cases of {}", share(of.without_authority), harmless(id)))),
    );
    lines
}

fn named(plan: &Plan, id: &str) -> String {
    harmless(plan.systems.iter().find(|system| system.id == id).map_or(id, |system| &system.name))
}

/// What is promised of each system beside what was achieved.
pub(super) fn promises(summary: &Summary, plan: &Plan) -> Option<Sheet> {
    let mut rows: Vec<(f64, Vec<String>)> = Vec::new();
    for (id, system) in &summary.systems {
        let all = [("RTO", &system.rto, false), ("MTPD", &system.mtpd, false), ("RPO", &system.rpo, true)];
        for (what, promise, data) in all {
            let Some(PromiseSummary { promised, p50, p90, met: Some(met) }) = promise else { continue };
            let beyond = |value: &Option<f64>| value.map_or(if data { "all of it".to_owned() } else { reached(summary, None) }, duration);
            rows.push((*met, vec![named(plan, id), what.to_owned(), limit(*promised), beyond(p50), beyond(p90), share(*met)]));
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let rows: Vec<Vec<String>> = rows.into_iter().map(|(_, row)| row).collect();
    let head = ["system", "promise", "at most", "typical", "1 in 10 over", "kept"].map(str::to_owned).to_vec();
    (!rows.is_empty()).then(|| Sheet {
        caption: "What is promised of each system and what was achieved, the most broken first".to_owned(),
        head,
        rows,
    })
}

/// Who had to be waited for.
pub(super) fn decisions(summary: &Summary) -> Option<Sheet> {
    let mut all: Vec<_> = summary.decisions.iter().collect();
    all.sort_by(|a, b| ((b.1.reach + b.1.deliberation) * b.1.asked as f64).total_cmp(&((a.1.reach + a.1.deliberation) * a.1.asked as f64)));
    let row = |(id, of): (&String, &crate::report::summary::DecisionSummary)| {
        vec![harmless(id), count(of.asked), duration(of.reach), duration(of.deliberation), share(of.without_authority)]
    };
    let rows: Vec<Vec<String>> = all.into_iter().map(row).collect();
    let head = ["decision", "asked", "until one who may is reached", "until they have decided", "taken without authority"]
        .map(str::to_owned)
        .to_vec();
    (!rows.is_empty()).then(|| Sheet { caption: "Decisions, those waited for longest first; times on average".to_owned(), head, rows })
}

/// Who had to be told.
pub(super) fn notices(summary: &Summary, plan: &Plan) -> Option<Sheet> {
    let row = |(id, of): (&String, &crate::report::summary::NoticeSummary)| {
        let name = plan.notices.iter().find(|notice| notice.id == *id).map_or(id.as_str(), |notice| &notice.name);
        let late = of.late_for.iter().max_by(|a, b| a.1.total_cmp(b.1));
        let late = late
            .and_then(|(name, _)| Wait::ALL.into_iter().find(|wait| wait.name() == name))
            .map_or(String::new(), |wait| state(wait).to_owned());
        vec![harmless(name), count(of.due), share(of.in_time), late]
    };
    let rows: Vec<Vec<String>> = summary.notices.iter().map(row).collect();
    let head = ["notice", "due", "in time", "late mostly because"].map(str::to_owned).to_vec();
    (!rows.is_empty()).then(|| Sheet { caption: "Notices and their deadlines".to_owned(), head, rows })
}
