//! The report on coverage: who is there at each hour of the week, how long until a human answers, and how the incident goes then.

mod charts;
mod shown;

use super::{Piece, TO_IMPROVE, Told, Worst, sheet};
use crate::report::coverage::read::{Escalation, Gap, Measure, Read};
use crate::report::html::roles::Cast;
use crate::report::html::{Line, line};
use crate::report::words::{capital, count, duration, harmless, list, share};
use crate::study::coverage::quality::BALANCED;

/// Causes of gaps, by their names in files, each with a letter for pictures and what it means.
const CAUSES: [(&str, char, &str); 6] = [
    ("nobody_there", 'N', "nobody there"),
    ("no_skill", 'S', "without the skill"),
    ("no_grant", 'G', "without the grant"),
    ("no_knowledge", 'K', "without the know-how"),
    ("no_authority", 'A', "nobody who may decide"),
    ("not_reachable", 'R', "on call, hard to reach"),
];
const SORTS: [(&str, &str); 6] = [
    ("work", "tasks: somebody who may and can do it, and who may decide on it"),
    ("decision", "decisions: enough of those who may take it, or somebody who need not ask"),
    ("policy", "escalations: somebody paged who can do some of the work, or decide"),
    ("skill", "skills, at this level or above"),
    ("grant", "grants"),
    ("knowledge", "knowledge: somebody who knows it, or anybody where it is written down"),
];
/// The measures of an hour: their names, what they are called in ids, and what they are.
const UNTIL: [(&str, &str, &str); 3] = [
    ("time_to_acknowledge", "acknowledge", "from the alert until a person answers"),
    ("time_to_decide", "decide", "from the alert until the first decision"),
    ("time_to_recover", "recover", "from the first harm until everything is back"),
];
/// How far escalations are followed.
const FOLLOWED: f64 = 7.0 * 86_400.0;

/// What the page says.
pub fn tell(read: &Read, cast: &Cast, seed: u64) -> Told {
    let view = View { read, cast };
    let (worst, told) = view.shown(seed);
    let plays = read.incident.as_ref().map_or("nothing played".to_owned(), |incident| {
        format!("{} plays begun at each of {} hours of the week", count(incident.replications), incident.hours.len())
    });
    let work = |gap: &&Gap| gap.used && (gap.sort == "work" || gap.sort == "decision");
    Told {
        played: format!(
            "{} weeks of the calendar from {} · {plays}",
            read.calendar.weeks,
            harmless(read.calendar.from.split('T').next().unwrap_or(""))
        ),
        question: "Who is there when it happens, and what does the hour cost us?".to_owned(),
        answers: view.answers(),
        lead: Vec::new(),
        whole: [
            view.strips("gaps", "When nobody who may and can is there", "tasks and decisions", &work),
            view.map("time_to_recover", false),
            view.humans(),
        ]
        .into_iter()
        .flatten()
        .collect(),
        worst,
        cures_title: "What would help most".to_owned(),
        cures: view.cures(),
        cures_note: TO_IMPROVE.to_owned(),
        planner: view.planner(),
        analyst: view.analyst(),
        plays: told,
        ..Told::default()
    }
}

struct View<'a> {
    read: &'a Read,
    cast: &'a Cast,
}

fn hours(value: f64) -> String {
    match value {
        v if v < 0.05 => "–".to_owned(),
        v if v < 9.95 => format!("{v:.1}"),
        v => format!("{v:.0}"),
    }
}

/// One hour of the week in words.
fn hour_in_words(hour: usize) -> String {
    format!("{} at {:02}:00", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][hour / 24 % 7], hour % 24)
}

/// Half, or nine in ten.
fn level(measure: &Measure, nine: bool) -> Option<f64> {
    if nine { measure.p90 } else { measure.p50 }
}

fn mostly(gap: &Gap) -> Option<&'static str> {
    let of = |name: &str| gap.by_cause_hours.get(name).copied().unwrap_or(0.0);
    let most = CAUSES.iter().max_by(|a, b| of(a.0).total_cmp(&of(b.0)))?;
    (of(most.0) >= 0.05).then_some(most.2)
}

impl View<'_> {
    fn said(&self, text: &str) -> String {
        harmless(&self.cast.said(text))
    }

    fn horizon(&self) -> String {
        duration(self.cast.scenario.plan.horizon.seconds_f64())
    }

    /// Work of this scenario's incidents with a gap, the largest first.
    fn open(&self) -> Vec<&Gap> {
        let mut open: Vec<&Gap> =
            self.read.gaps.iter().filter(|gap| gap.used && gap.sort == "work" && gap.effective_gap_hours >= 0.05).collect();
        open.sort_by(|a, b| b.effective_gap_hours.total_cmp(&a.effective_gap_hours).then(a.name.cmp(&b.name)));
        open
    }

    fn slowest(&self) -> Option<&Escalation> {
        let slow = |of: &&Escalation| of.time_to_a_human.p90.unwrap_or(f64::INFINITY);
        self.read.escalations.iter().max_by(|a, b| slow(a).total_cmp(&slow(b)).then(b.policy.cmp(&a.policy)))
    }

    /// The hours at which the incident had least and best begin, with the typical time until everything is back.
    fn extremes(&self) -> Option<((usize, f64), (usize, f64))> {
        let incident = self.read.incident.as_ref()?;
        let at = |hour: &crate::report::coverage::read::Hour| {
            let measure = hour.measures.get("time_to_recover").filter(|m| m.count > 0)?;
            Some((hour.hour, measure.p50.unwrap_or(f64::INFINITY)))
        };
        let all: Vec<(usize, f64)> = incident.hours.iter().filter_map(at).collect();
        let worst = all.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let best = all.iter().copied().min_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)))?;
        Some((worst, best))
    }

    fn until(&self, time: f64) -> String {
        if time.is_finite() { duration(time) } else { format!("more than {}", self.horizon()) }
    }

    fn answers(&self) -> Vec<Line> {
        let open = self.open();
        let board = match self.extremes() {
            Some((worst, best)) => format!(
                "Begun on {} the incident typically takes {} until everything is back; begun on {}, {}.",
                hour_in_words(worst.0),
                self.until(worst.1),
                hour_in_words(best.0),
                self.until(best.1)
            ),
            None => self.largest_gap(),
        };
        let slow = self.slowest().map_or(String::new(), |of| {
            let words = |time: Option<f64>| time.map_or("more than 7 d".to_owned(), duration);
            format!(
                " The escalation {} reaches a human within {} in 9 of 10 cases, and begun at its worst minute within {}.",
                self.said(&of.policy),
                words(of.time_to_a_human.p90),
                words(of.worst.p90)
            )
        });
        let operations = format!("{}{slow}", self.largest_gap());
        let hidden = open.iter().filter(|gap| gap.effective_gap_hours - gap.calendar_gap_hours >= 0.05).count();
        let analyst = format!(
            "Of {} kinds of work {} have gaps, {hidden} of them some that a calendar alone does not show; gaps and escalations are worked out over {} weeks without \
             sampling, leave and sickness are not in them.",
            self.read.gaps.iter().filter(|gap| gap.used && gap.sort == "work").count(),
            open.len(),
            self.read.calendar.weeks
        );
        vec![line("For the board", board), line("For the operations lead", operations), line("For the analyst", analyst)]
    }

    fn largest_gap(&self) -> String {
        match self.open().first() {
            None => "At every hour of the week somebody is there who may and can do every task.".to_owned(),
            Some(gap) => format!(
                "For {} of the 168 hours of an average week nobody on shift or on call may and can do this: {}.",
                hours(gap.effective_gap_hours),
                self.said(&gap.name)
            ),
        }
    }

    fn local(&self, at: &str) -> String {
        harmless(&at.replace('T', " ").chars().take(16).collect::<String>())
    }

    fn worst(&self) -> Option<Worst> {
        let open = self.open();
        let gap = open.first()?;
        let hidden = gap.effective_gap_hours - gap.calendar_gap_hours;
        let evidence = match hidden >= 0.05 {
            true => format!(
                "A calendar shows {} of these hours; for the other {} somebody of the team is there, but mostly {}.",
                hours(gap.calendar_gap_hours),
                hours(hidden),
                mostly_hidden(gap)
            ),
            false => "All of it shows in the calendar: nobody of those whose work it is is on shift or on call.".to_owned(),
        };
        Some(Worst {
            heading: "Worst finding".to_owned(),
            title: format!(
                "{} hours of the week without anybody who may and can do this: {}",
                hours(gap.effective_gap_hours),
                self.said(&gap.name)
            ),
            evidence,
            shown: None,
            how: None,
        })
    }

    /// What closes most of the gaps, by cause.
    fn cures(&self) -> Vec<Line> {
        let sum = |name: &str| self.open().iter().map(|gap| gap.by_cause_hours.get(name).copied().unwrap_or(0.0)).sum::<f64>();
        let mut by: Vec<(f64, &str, usize)> = CAUSES
            .iter()
            .map(|(name, ..)| {
                let many = self.open().iter().filter(|gap| gap.by_cause_hours.get(*name).is_some_and(|hours| *hours >= 0.05)).count();
                (sum(name), *name, many)
            })
            .filter(|(hours, ..)| *hours >= 0.05)
            .collect();
        by.sort_by(|a, b| b.0.total_cmp(&a.0));
        by.truncate(3);
        let all = self.open().len();
        let cure = |(_, name, many): &(f64, &str, usize)| {
            let label = match *name {
                "nobody_there" => "Put somebody on shift or on call at these hours.",
                "no_skill" => "Train those who are there.",
                "no_grant" => "Give access to those who are there, or have an emergency account.",
                "no_knowledge" => "Write the runbook down, or teach it to those who are there.",
                "no_authority" => "Pre-authorise the decision, or name a deputy who is there.",
                _ => "Agree on call-out with those on call, or page more of them.",
            };
            let words = CAUSES.iter().find(|cause| cause.0 == *name).map_or("", |cause| cause.2);
            line(label, format!("It is the first thing missing ({words}) in {many} of the {all} kinds of work with gaps."))
        };
        by.iter().map(cure).collect()
    }

    fn planner(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (name, _, what) in UNTIL {
            let maps: Vec<Piece> = [false, true]
                .into_iter()
                // The first page has this one.
                .filter(|nine| name != "time_to_recover" || *nine)
                .filter_map(|nine| self.map(name, nine))
                .map(Piece::Figure)
                .collect();
            if maps.is_empty() && self.read.incident.is_some() && name != "time_to_recover" {
                pieces.push(Piece::Words(format!("{}: in no play.", capital(what))));
            }
            pieces.extend(maps);
        }
        for (sort, words) in &SORTS[2..] {
            let id = format!("gaps-{sort}");
            let title = capital(words.split(':').next().unwrap_or(words));
            let which = |gap: &&Gap| gap.used && gap.sort == *sort;
            let many = if *sort == "knowledge" { "pieces of knowledge".to_owned() } else { title.to_lowercase() };
            let many = many.split(',').next().unwrap_or(&many);
            pieces.extend(self.strips(&id, &format!("{title}: when nobody is there"), many, &which).map(Piece::Figure));
        }
        pieces.extend(self.rotas());
        pieces
    }

    /// The quality of the rotas.
    fn rotas(&self) -> Option<Piece> {
        let row = |rota: &crate::report::coverage::read::Rota| {
            let loads: Vec<String> =
                rota.hours_a_week.iter().map(|(who, load)| format!("{} {} h", self.cast.name(who), hours(*load))).collect();
            let word = match (rota.hours_a_week.len(), rota.balance < BALANCED) {
                (1, _) => "one person carries all",
                (_, true) => "uneven",
                _ => "",
            };
            vec![
                self.said(&rota.rota),
                share(rota.covered),
                format!("{:.2}", rota.balance),
                format!("{:.2}", rota.score),
                list(&loads, 6),
                word.to_owned(),
            ]
        };
        let head = ["rota", "of the week covered", "balance", "score", "on call, a week", ""];
        let caption = "On-call rotas: balance is 1 where all carry the same and lower where few carry most; the score is the mean of the covered share and the balance";
        sheet(caption, head, self.read.rotas.iter().map(row).collect())
    }

    fn analyst(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for (sort, words) in SORTS {
            let rows = self.read.gaps.iter().filter(|gap| gap.used && gap.sort == sort).map(|gap| {
                let mut row = vec![self.said(&gap.name), gap.able.to_string()];
                row.extend(CAUSES.iter().map(|cause| hours(gap.by_cause_hours.get(cause.0).copied().unwrap_or(0.0))));
                row.push(hours(gap.effective_gap_hours));
                row
            });
            let head = ["", "able", "nobody there", "skill", "grant", "know-how", "authority", "hard to reach", "in all"];
            pieces.extend(sheet(&format!("Hours of a week that are open, by what is missing first; {words}"), head, rows.collect()));
        }
        let rows = self.read.escalations.iter().map(|of| {
            let words = |time: Option<f64>| time.map_or("more than 7 d".to_owned(), duration);
            vec![
                self.said(&of.policy),
                words(of.time_to_a_human.p50),
                words(of.time_to_a_human.p90),
                self.local(&of.worst.at),
                words(of.worst.p90),
                duration(of.falls_silent_after),
                share(of.nobody_when_silent),
            ]
        });
        let starts = self.read.escalations.first().map_or(0, |of| of.starts);
        let head = ["escalation", "half within", "9 in 10 within", "worst start", "9 in 10 from then", "last page after", "nobody by then"];
        let caption = format!("Time to a human, worked out for a start at each of {} minutes", count(starts));
        pieces.extend(sheet(&caption, head, rows.collect()));
        let words = "A gap has the first cause that is not met, in the order of the columns, so that the causes add up to it; a calendar shows the first of them. Pages \
                     that are still open may be answered after an escalation has fallen silent. gaps.parquet, gap_hours.parquet, escalations.parquet, \
                     escalation_hours.parquet and hours.parquet beside this page have all hours, with 95 % intervals of the quantiles.";
        pieces.push(Piece::Words(words.to_owned()));
        pieces
    }
}

/// What most of a gap lacks that a calendar does not show.
fn mostly_hidden(gap: &Gap) -> &'static str {
    let of = |name: &str| gap.by_cause_hours.get(name).copied().unwrap_or(0.0);
    CAUSES[1..].iter().max_by(|a, b| of(a.0).total_cmp(&of(b.0))).map_or("", |cause| cause.2)
}
