//! The report on staffings: the cheapest that meets the targets, cost against risk, and how many people a seat around the clock takes.

mod shown;

use std::path::Path;

use shown::Seen;

use super::{Piece, Told, Worst, sheet};
use crate::report::figures::front::{self, Dot, Standing};
use crate::report::figures::unit::Unit;
use crate::report::figures::{Figure, bars};
use crate::report::html::roles::{Cast, Naming};
use crate::report::html::{Line, line};
use crate::report::staff::{ReliefSummary, StaffingSummary, Staffings};
use crate::report::words::{count, harmless, list, money, share};

/// What the page says.
pub fn tell(all: &Staffings, cast: &Cast, place: (&Path, Naming)) -> Told {
    let view = View { all, cast };
    let Seen { worst, answer, how, plays } = view.seen(place);
    Told {
        played: format!("{} staffings, up to {} plays of each", all.staffings.len(), count(all.head.replications)),
        question: if all.targets == 1 {
            "What is the cheapest staffing that meets the target?".to_owned()
        } else {
            format!("What is the cheapest staffing that meets all {} targets?", all.targets)
        },
        answers: view.answers(),
        lead: Vec::new(),
        whole: [view.front(), view.relief()].into_iter().flatten().collect(),
        worst,
        cures_title: "Staffings to choose from".to_owned(),
        cures: view.choices(),
        cures_note: String::new(),
        cures_shown: answer,
        cures_how: how,
        plays,
        planner: view.planner(),
        analyst: view.analyst(),
    }
}

struct View<'a> {
    all: &'a Staffings,
    cast: &'a Cast,
}

impl View<'_> {
    fn best(&self) -> Option<&StaffingSummary> {
        self.all.staffings.get(self.all.best?)
    }

    /// "analyst ×3, night-watch.ron".
    fn name(&self, of: &StaffingSummary) -> String {
        let part = |part: &String| {
            let counted = part.split_once('=').and_then(|(path, many)| {
                let id = path.strip_prefix("people.")?.strip_suffix(".count")?;
                Some(format!("{} × {}", many, id.replace(['-', '_'], " ")))
            });
            let file = part.rsplit('/').next().and_then(|file| file.strip_suffix(".ron")).map(str::to_owned);
            let set = || part.split_once('=').map(|(path, value)| format!("{} {value}", self.cast.path(path)));
            counted.or(file).or_else(set).unwrap_or_else(|| part.clone())
        };
        harmless(&self.cast.said(&of.staffing.iter().map(part).collect::<Vec<_>>().join(", ")))
    }

    fn targets(&self) -> String {
        if self.all.targets == 1 { "the target".to_owned() } else { format!("all {} targets", self.all.targets) }
    }

    fn safest(&self) -> Option<&StaffingSummary> {
        let broken = |of: &StaffingSummary| of.promises_broken.unwrap_or(f64::INFINITY);
        self.all.staffings.iter().min_by(|a, b| broken(a).total_cmp(&broken(b)))
    }

    fn answers(&self) -> Vec<Line> {
        let told = |of: &StaffingSummary| {
            let broken = of.promises_broken.map_or(String::new(), |broken| format!("; {} of promises are broken with it", share(broken)));
            format!("{}, for {} a year{broken}", self.name(of), money(of.cost_per_year))
        };
        let board = match (self.best(), self.safest()) {
            (Some(best), _) => format!("The cheapest staffing that meets {}: {}.", self.targets(), told(best)),
            (None, Some(safest)) => format!("None of these staffings is sure to meet {}. The safest: {}.", self.targets(), told(safest)),
            (None, None) => "No staffing was played.".to_owned(),
        };
        let dearest = self.all.staffings.last().filter(|last| Some(last.staffing.as_slice()) != self.best().map(|b| b.staffing.as_slice()));
        let planner = match (self.best(), dearest, self.all.relief.first()) {
            (Some(best), Some(dearest), _) if dearest.cost_per_year <= 1.005 * best.cost_per_year => {
                "All that were tried cost much the same.".to_owned()
            }
            (Some(best), Some(dearest), _) => {
                let more = dearest.cost_per_year - best.cost_per_year;
                let saved = best.promises_broken.zip(dearest.promises_broken).map_or(0.0, |(best, dearest)| best - dearest);
                format!(
                    "The dearest that was tried costs {} more a year and breaks {}.",
                    money(more.max(0.0)),
                    match saved {
                        saved if saved > 0.0005 => format!("{:.1} promises in a hundred fewer", saved * 100.0),
                        saved if saved < -0.0005 => format!("{:.1} promises in a hundred more", -saved * 100.0),
                        _ => "as many promises".to_owned(),
                    }
                )
            }
            (_, _, Some(relief)) => format!("A seat around the clock takes {:.1} of {}.", relief.people_per_seat, harmless(&relief.people)),
            _ => "More staffings to choose from come with --vary and --variant.".to_owned(),
        };
        let of = |standing: &str| self.all.staffings.iter().filter(|of| of.targets == standing).count();
        let analyst = format!(
            "Of {} staffings {} meet {}, {} miss at least one, and {} cannot be told with the plays they had (95 % intervals of the targets' quantiles).",
            self.all.staffings.len(),
            of("met"),
            self.targets(),
            of("missed"),
            of("open")
        );
        vec![line("For the board", board), line("For the planner", planner), line("For the analyst", analyst)]
    }

    fn front(&self) -> Option<Figure> {
        let dot = |(at, of): (usize, &StaffingSummary)| Dot {
            label: self.name(of),
            cost: of.cost_per_year,
            risk: of.promises_broken.unwrap_or(f64::NAN),
            band: of.promises_broken_interval,
            standing: match of.targets.as_str() {
                "met" => Standing::Met,
                "missed" => Standing::Missed,
                _ => Standing::Open,
            },
            front: of.on_the_front,
            chosen: self.all.best == Some(at),
        };
        let dots: Vec<Dot> = self.all.staffings.iter().enumerate().map(dot).collect();
        let front = dots.iter().filter(|dot| dot.front).count();
        let best = self.best().map_or("No staffing is sure to meet every target.".to_owned(), |best| {
            format!("In the box: {}, the cheapest that meets {}.", self.name(best), self.targets())
        });
        let caption = format!(
            "{best} The further down, the fewer promises are broken, the further left, the cheaper. {} on the front: to pay less is to break more promises.",
            if front == 1 { "1 staffing is".to_owned() } else { format!("{front} staffings are") }
        );
        front::of("front", "Cost against risk of each staffing", caption, &dots)
    }

    /// People a seat.
    fn relief(&self) -> Option<Figure> {
        let real = |of: &&ReliefSummary| of.hours_per_week <= 100.0;
        let rows: Vec<bars::Row> = self
            .all
            .relief
            .iter()
            .filter(real)
            .map(|of| bars::Row {
                label: harmless(&of.people.replace(['-', '_'], " ")),
                value: of.people_per_seat,
                band: None,
                words: Some(format!("{:.1} people a seat", of.people_per_seat)),
                chosen: true,
            })
            .collect();
        let first = self.all.relief.iter().find(real)?;
        let caption = format!(
            "One seat around the clock is 168 hours a week. A person of “{}” works {:.1} of them{}, so that it takes {:.1} people to fill it: the relief factor.",
            harmless(&first.people.replace(['-', '_'], " ")),
            first.hours_per_week,
            if first.away.is_empty() { "" } else { " before absence" },
            first.people_per_seat
        );
        bars::of("relief", "How many people one seat around the clock takes", caption, Unit::Number, ["", "people a seat", ""], &rows)
    }

    /// The arithmetic of each relief factor, in one sentence.
    fn arithmetic(&self, of: &ReliefSummary) -> String {
        if of.hours_per_week > 100.0 {
            return format!(
                "on shift for {:.1} h a week: a seat that is always filled, not a person; a roster would show how many it takes",
                of.hours_per_week
            );
        }
        if of.away.is_empty() {
            return format!(
                "168 ÷ {:.1} = {:.2}; the scenario says nothing of absence, which makes it more",
                of.hours_per_week, of.people_per_seat
            );
        }
        let present = 1.0 - of.away.iter().map(|(_, away)| away).sum::<f64>();
        format!("168 ÷ ({:.1} × {present:.3}) = {:.2}", of.hours_per_week, of.people_per_seat)
    }

    fn open(&self) -> Option<Worst> {
        let many = self.all.cheaper_and_open.len();
        let cheapest = self.all.staffings.get(*self.all.cheaper_and_open.first()?)?;
        let title = match many {
            1 => "One cheaper staffing cannot be told to meet the targets or to miss them".to_owned(),
            many => format!("{many} cheaper staffings cannot be told to meet the targets or to miss them"),
        };
        let evidence = format!(
            "The cheapest of them: {}, for {} a year. More plays (-n) would tell.",
            self.name(cheapest),
            money(cheapest.cost_per_year)
        );
        Some(Worst { heading: "What is not known".to_owned(), title, evidence, shown: None, how: None })
    }

    /// The answer, and its neighbours on the front.
    fn choices(&self) -> Vec<Line> {
        let front: Vec<&StaffingSummary> = self.all.staffings.iter().filter(|of| of.on_the_front).collect();
        let at = self.best().and_then(|best| front.iter().position(|of| of.staffing == best.staffing));
        let from = at.map_or(0, |at| at.saturating_sub(1)).min(front.len().saturating_sub(3));
        let word = |of: &StaffingSummary| match of.targets.as_str() {
            "met" => "meets every target".to_owned(),
            "missed" => format!("meets {} of {} targets", of.targets_met, self.all.targets),
            _ => "cannot be told".to_owned(),
        };
        let told = |of: &&StaffingSummary| {
            let broken = of.promises_broken.map_or("–".to_owned(), share);
            line(format!("{}:", self.name(of)), format!("{} a year, {broken} of promises broken; {}.", money(of.cost_per_year), word(of)))
        };
        front.iter().skip(from).take(3).map(told).collect()
    }

    fn planner(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let rows = self.all.relief.iter().map(|of| {
            let away: Vec<String> = of.away.iter().map(|(why, away)| format!("{:.1} % {why}", away * 100.0)).collect();
            let away = if away.is_empty() { "not said".to_owned() } else { list(&away, 6) };
            vec![
                harmless(&of.people.replace(['-', '_'], " ")),
                format!("{:.1} h", of.hours_per_week),
                away,
                format!("{:.2}", of.people_per_seat),
                self.arithmetic(of),
            ]
        });
        let head = ["", "on shift, a week", "away", "people a seat", "how it comes about"];
        pieces.extend(sheet("Relief factor: people it takes to fill one seat around the clock", head, rows.collect()));
        let row = |of: &StaffingSummary| {
            vec![
                self.name(of),
                money(of.cost_per_year),
                of.promises_broken.map_or("–".to_owned(), share),
                Unit::Share.between(of.promises_broken_interval[0], of.promises_broken_interval[1], Unit::say),
                of.incident_cost.map_or("–".to_owned(), money),
                match of.targets.as_str() {
                    "met" => "all met".to_owned(),
                    "missed" => format!("{} of {} met", of.targets_met, self.all.targets),
                    _ => "cannot be told".to_owned(),
                },
                count(of.plays),
            ]
        };
        let head = ["staffing", "a year", "promises broken", "95 % sure between", "incidents cost", "targets", "plays"];
        let front = self.all.staffings.iter().filter(|of| of.on_the_front).map(row);
        pieces.extend(sheet("The front: none other is as cheap and breaks as few promises", head, front.collect()));
        let others = self.all.staffings.iter().filter(|of| !of.on_the_front).map(row);
        pieces.extend(sheet("The other staffings, the cheapest first", head, others.collect()));
        pieces
    }

    fn analyst(&self) -> Vec<Piece> {
        let words = "The same luck in every staffing. All begin with an eighth of the plays; those that miss a target for certain drop out, and those dearer than one that \
                     meets all wait. The cheapest is played in full before it is named; of several as cheap it is the one that breaks the fewest promises. A target is met when its 95 % interval lies below its limit. Cost is payroll, retainers and allowances of a year; promises are RTO, MTPD, \
                     notices, recovery within the horizon and the targets. staffings.parquet beside this page has all rows.";
        vec![Piece::Words(words.to_owned())]
    }
}
