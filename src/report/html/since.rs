//! The page that an operating or executive review opens with: what moved since an earlier study of the same plan.

use serde::Serialize;

use super::provenance::Origins;
use super::results::Results;
use super::roles::Cast;
use super::run::{sheet_of_origins, words_of_origins};
use super::{LIMITS, Line, Made, Options, Sheet, Trouble, line, page, plots};
use crate::report::figures::canvas::Ink;
use crate::report::figures::exceedance::{self, Curve, Mark};
use crate::report::figures::{Figure, Values, ledger};
use crate::report::since::changes::{Became, Change};
use crate::report::since::moved::{Board, Luck, Moved};
use crate::report::since::samples::Samples;
use crate::report::since::table::{from_to, moved_by, review, shown, verdict};
use crate::report::since::{self, Since, Trend};
use crate::report::words::{count, duration, harmless, limit, list, many};
use crate::statistics::Sample;
use crate::study::measure::seconds;

/// Everything that the template shows.
#[derive(Serialize)]
struct Part {
    about: String,
    setting: String,
    note: Option<String>,
    question: String,
    answers: Vec<Line>,
    lead: Vec<Figure>,
    targets: Option<Sheet>,
    boards: Vec<Sheet>,
    changes: Option<Sheet>,
    unchanged: String,
    gone: Vec<String>,
    new: Vec<String>,
    origins: Sheet,
    origins_words: String,
    footer: Vec<Line>,
    limits: Vec<&'static str>,
}

/// What the cast of both studies is called on paper.
pub struct Both<'a> {
    earlier: (&'a Results, Cast),
    now: (&'a Results, Cast),
}

impl<'a> Both<'a> {
    /// Of two studies.
    pub fn of(earlier: &'a Results, now: &'a Results, options: &Options) -> Result<Both<'a>, Trouble> {
        let cast = |results: &Results| Cast::of(results.scenario.clone(), options.names).map_err(Trouble);
        Ok(Both { earlier: (earlier, cast(earlier)?), now: (now, cast(now)?) })
    }

    /// What moved from the one to the other.
    pub fn since(&self, on: jiff::civil::Date) -> Result<Since, Trouble> {
        since::of(self.earlier.0, self.now.0, [&self.earlier.1, &self.now.1], on)
    }

    /// The page; `labels` say what the earlier study and this one are called.
    pub fn page(&self, since: &Since, labels: [&str; 2], on: jiff::civil::Date, options: &Options) -> Result<Made, Trouble> {
        let (earlier, now) = (self.earlier.0, self.now.0);
        let cast = &self.now.1;
        let plan = &*cast.scenario.plan;
        let origins = Origins::of(&cast.scenario.root);
        let part = Part {
            about: harmless(&cast.said(&plan.about)),
            setting: format!(
                "{} against {} · {} plays of each{} · as of {on}",
                harmless(labels[1]),
                harmless(labels[0]),
                count(since.plays),
                if since.same_luck { ", play by play on the same luck" } else { ", on different luck" }
            ),
            note: (!since.notes.is_empty()).then(|| since.notes.join(" ")),
            question: "What has moved, and is it more than luck?".to_owned(),
            answers: answers(since, !plan.kinds.is_empty()),
            lead: [self.exceedance(since), ledgers(since)].into_iter().flatten().collect(),
            targets: targets(&since.targets),
            boards: Board::ALL.into_iter().filter_map(|board| sheet(board, &since.moved)).collect(),
            changes: changes(&since.changes),
            unchanged: unchanged(since),
            gone: since.gone.clone(),
            new: since.new.clone(),
            origins: sheet_of_origins(&origins),
            origins_words: words_of_origins(&origins),
            footer: footer(earlier, now),
            limits: LIMITS.to_vec(),
        };
        let html = page("since.html", &cast.said(&plan.name), &part, options)?;
        let plots = plots(&part.lead);
        Ok(Made { html, plots })
    }

    /// Both studies' recovery, of the system that has a target or of everything.
    fn exceedance(&self, since: &Since) -> Option<Figure> {
        let plan = &*self.now.1.scenario.plan;
        let targeted = since.targets.iter().filter_map(|trend| trend.measure.strip_prefix("recover."));
        let system = targeted.filter_map(|id| plan.systems.iter().find(|system| system.id == id)).next();
        let measure = system.map_or("time_to_recover".to_owned(), |system| format!("recover.{}", system.id));
        let curve = |label: &str, samples: &Samples| {
            let values = samples.get(&measure).map_or(Vec::new(), Sample::sorted);
            Curve { label: label.to_owned(), values: Values::of(values) }
        };
        let [then, now] = &since.samples;
        let curves = [curve("now", now), curve("then", then)];
        let mut marks = Vec::new();
        for (label, at, ink) in system.map_or(Vec::new(), |s| vec![("RTO", s.rto, Ink::Rto), ("MTPD", s.mtpd, Ink::Mtpd)]) {
            marks.extend(at.map(|at| Mark { label: label.to_owned(), at: seconds(at), ink }));
        }
        let what = system.map_or("everything".to_owned(), |system| harmless(&system.name));
        let typical = |curve: &Curve| curve.values.quantile(0.5).map_or("not by the horizon".to_owned(), duration);
        let caption = format!("Half the time {what} is back within {}; it was {}.", typical(&curves[0]), typical(&curves[1]));
        let horizon = self.now.0.summary.horizon.max(self.earlier.0.summary.horizon);
        exceedance::of("since-recovery", &format!("How often it takes longer until {what} is back"), caption, &curves, &marks, horizon)
    }
}

fn ledgers(since: &Since) -> Option<Figure> {
    let parts = |samples: &Samples| {
        let part = |(name, sample): (&String, &Sample)| Some((name.strip_prefix("ledger.")?.to_owned(), sample.mean()?));
        samples.iter().filter_map(part).collect()
    };
    let [then, now] = &since.samples;
    let bars = [("then", then), ("now", now)].map(|(label, samples)| ledger::Bar { label: label.to_owned(), parts: parts(samples) });
    let total = |bar: &ledger::Bar| duration(bar.parts.values().sum::<f64>());
    let caption =
        format!("From the first harm until every hit system is back, on average: {} then, {} now.", total(&bars[0]), total(&bars[1]));
    ledger::of_several("since-ledger", "Where the time went then and goes now", caption, &bars)
}

/// A sentence for each audience; `incidents` can come or not.
fn answers(since: &Since, incidents: bool) -> Vec<Line> {
    let recover = since.moved.iter().find(|moved| moved.measure == "time_to_recover");
    let typical = match recover {
        Some(moved) => format!("Every hit system is typically back after {}.", then_and_now(moved)),
        None if incidents => "No incident did any harm in both studies.".to_owned(),
        None => "No incident can come in this scenario: it is about day-to-day work.".to_owned(),
    };
    let met = since.targets.iter().filter(|trend| trend.met == Some(true)).count();
    let was = since.targets.iter().filter(|trend| trend.was_met == Some(true)).count();
    let kept = match since.targets.len() {
        0 => String::new(),
        all => format!(" {met} of {all} targets are met now; {was} of them were then."),
    };
    let late: Vec<&str> = since.targets.iter().filter(|trend| trend.overdue.is_some()).map(|trend| trend.name.as_str()).collect();
    let late = if late.is_empty() { String::new() } else { format!(" Overdue for review: {}.", list(&late, 4)) };
    let mut waits: Vec<&Moved> =
        since.moved.iter().filter(|m| m.board == Board::Waits && matches!(m.luck, Luck::Better | Luck::Worse)).collect();
    let size = |moved: &&Moved| libm::fabs(moved.by.unwrap_or(0.0));
    waits.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let waits: Vec<String> =
        waits.iter().take(3).map(|moved| format!("{} ({})", moved.label, moved_by("s", moved.by, [None, None]).0)).collect();
    let operations = match waits.as_slice() {
        [] if incidents => Some("No wait moved by more than luck may explain.".to_owned()),
        [] => None,
        some => Some(format!("What moved most on average an incident: {}.", list(some, 3))),
    };
    let work = since.moved.iter().filter(|moved| moved.board == Board::Work).max_by(|a, b| size(a).total_cmp(&size(b)));
    let work = work.map(|moved| format!("On average {} {}.", moved.label, then_and_now(moved)));
    let operations: Vec<String> = operations.into_iter().chain(work).collect();
    let told = |luck: Luck| since.moved.iter().filter(|moved| moved.luck == luck).count();
    let analyst = format!(
        "Of {} {} are better and {} worse than luck alone explains at 95 % confidence, {} are as before, {} cannot be told; of twenty that did not move one is called moved by chance. {}",
        many(since.moved.len() as u64, "figure"),
        told(Luck::Better),
        told(Luck::Worse),
        told(Luck::Same),
        told(Luck::MayExplain),
        unchanged(since)
    );
    vec![
        line("For the board", format!("{typical}{kept}{late}")),
        line("For the operations lead", operations.join(" ")),
        line("For the analyst", analyst),
    ]
}

/// "9 h; it was 12 h: better, and not by luck alone".
fn then_and_now(moved: &Moved) -> String {
    format!("{}; it was {}: {}", shown(moved.unit, moved.now), shown(moved.unit, moved.earlier), moved.luck.words())
}

fn unchanged(since: &Since) -> String {
    match since.changes.len() {
        0 => "Nothing in the scenario changed.".to_owned(),
        1 => "1 entry of the scenario changed.".to_owned(),
        many => format!("{} entries of the scenario changed.", count(many as u64)),
    }
}

fn head(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn targets(trends: &[Trend]) -> Option<Sheet> {
    let time = |value: Option<f64>| value.map_or(String::new(), duration);
    let row = |trend: &Trend| {
        let promised = if trend.limit > 0.0 { limit(trend.limit) } else { "in time".to_owned() };
        let (by, between) = moved_by("s", trend.by, trend.between);
        vec![
            trend.name.clone(),
            promised,
            time(trend.baseline),
            if trend.was_met.is_some() { shown("s", trend.earlier) } else { String::new() },
            if trend.met.is_some() { shown("s", trend.now) } else { String::new() },
            if between.is_empty() { by } else { format!("{by} ({between})") },
            verdict(trend),
            trend.luck.map_or("not there before".to_owned(), |luck| luck.words().to_owned()),
            trend.owner.clone().unwrap_or_default(),
            review(trend).unwrap_or_default(),
        ]
    };
    let names = [
        "target",
        "at most",
        "when it was set",
        "then",
        "now",
        "moved by (95 % sure between)",
        "verdict",
        "is it luck?",
        "owner",
        "review",
    ];
    let rows: Vec<Vec<String>> = trends.iter().map(row).collect();
    // What no target says has no column.
    let said: Vec<usize> = (0..names.len()).filter(|at| rows.iter().any(|row| !row[*at].is_empty())).collect();
    let of = |cells: &[String]| said.iter().map(|at| cells[*at].clone()).collect::<Vec<String>>();
    (!rows.is_empty()).then(|| Sheet {
        caption: "Targets and how they have come along".to_owned(),
        head: of(&head(&names)),
        rows: rows.iter().map(|row| of(row)).collect(),
    })
}

fn sheet(board: Board, moved: &[Moved]) -> Option<Sheet> {
    let row = |moved: &Moved| {
        let (by, between) = moved_by(moved.unit, moved.by, moved.between);
        vec![
            moved.label.clone(),
            shown(moved.unit, moved.earlier),
            shown(moved.unit, moved.now),
            by,
            between,
            moved.luck.words().to_owned(),
        ]
    };
    let rows: Vec<Vec<String>> = moved.iter().filter(|moved| moved.board == board).map(row).collect();
    let names = ["", "then", "now", "moved by", "95 % sure between", "is it luck?"];
    (!rows.is_empty()).then(|| Sheet { caption: board.words().to_owned(), head: head(&names), rows })
}

fn changes(all: &[Change]) -> Option<Sheet> {
    let row = |change: &Change| {
        let became = match change.became {
            Became::Added => "added",
            Became::Removed => "removed",
            Became::Changed => "changed",
        };
        vec![harmless(&change.path), became.to_owned(), harmless(&from_to(change))]
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    (!rows.is_empty()).then(|| Sheet {
        caption: "Entries of the scenario that changed, by their path".to_owned(),
        head: head(&["entry", "what became of it", "from -> to"]),
        rows,
    })
}

fn footer(earlier: &Results, now: &Results) -> Vec<Line> {
    let of = |results: &Results| {
        let summary = &results.summary;
        format!(
            "{}, hash {}, {}, seed {}, {} plays, firedrill {}",
            harmless(&summary.head.scenario),
            summary.head.scenario_hash,
            summary.head.model.as_deref().map_or("as written".to_owned(), harmless),
            summary.head.seed,
            count(summary.head.replications),
            summary.head.firedrill
        )
    };
    vec![line("Now", of(now)), line("Then", of(earlier))]
}
