//! The report on sensitivity: which estimate moves the answer most, how it follows each of them, and what is luck and what is not knowing.

mod charts;
mod shown;

use super::{Piece, Told, Worst, sheet};
use crate::report::figures::Figure;
use crate::report::figures::unit::Unit;
use crate::report::html::roles::Cast;
use crate::report::html::{Line, line};
use crate::report::measured;
use crate::report::sweep::table::{apart, most_first};
use crate::report::sweep::{BandSummary, InputSummary, NotKnowing, Point, Sweep};
use crate::report::words::{count, harmless, list};

/// What the page says.
pub fn tell(sweep: &Sweep, cast: &Cast, seed: u64) -> Told {
    let view = View { sweep, cast, order: most_first(&sweep.inputs) };
    let (shown, told, how) = view.shown(seed);
    Told {
        played: format!("{} variants, {} plays of each", sweep.points.len(), count(sweep.head.replications)),
        question: format!("What does the {} depend on, and which estimate is worth improving?", view.measure()),
        answers: view.answers(),
        lead: Vec::new(),
        whole: view.lead(),
        worst: view.most().map(|most| Worst { shown, how, ..most }),
        cures_title: "Estimates worth improving first".to_owned(),
        cures: view.estimates(),
        cures_note: "An estimate that matters is worth measuring: its interval narrows the answer more than further plays do.".to_owned(),
        planner: view.planner(),
        analyst: view.analyst(),
        plays: told.into_iter().collect(),
        ..Told::default()
    }
}

struct View<'a> {
    sweep: &'a Sweep,
    cast: &'a Cast,
    order: Vec<usize>,
}

impl View<'_> {
    /// What numbers are, and by how much they are taken times.
    fn unit(&self) -> (Unit, f64) {
        match self.sweep.unit.as_str() {
            "s" => (Unit::Time, 1.0),
            "h" if self.sweep.is_an_amount() => (Unit::Number, 1.0),
            "h" => (Unit::Time, 3600.0),
            "d" => (Unit::Time, 86_400.0),
            "money" => (Unit::Money, 1.0),
            "share" => (Unit::Share, 1.0),
            _ => (Unit::Number, 1.0),
        }
    }

    fn number(&self, value: Option<f64>) -> f64 {
        value.map_or(f64::NAN, |value| value * self.unit().1)
    }

    fn say(&self, value: Option<f64>) -> String {
        value.map_or(self.sweep.none().to_owned(), |value| self.unit().0.say(value * self.unit().1))
    }

    fn measure(&self) -> String {
        harmless(&measured::name(&self.sweep.measure))
    }

    fn input(&self, at: usize) -> String {
        self.cast.path(&self.sweep.inputs[at].path)
    }

    fn label(&self, point: &Point, at: usize) -> String {
        harmless(
            &self.cast.said(point.labels.get(at).and_then(Option::as_ref).or(point.inputs[at].as_ref()).map_or("as it is", String::as_str)),
        )
    }

    fn design(&self) -> &str {
        &self.sweep.design
    }

    /// Points that set one input, those at its least and its most mean.
    fn ends(&self, at: usize) -> Option<(&Point, &Point)> {
        let known = || self.sweep.points.iter().filter(move |p| p.inputs.get(at).is_some_and(Option::is_some) && p.mean.value.is_some());
        let mean = |point: &Point| point.mean.value.unwrap_or(0.0);
        let least = known().min_by(|a, b| mean(a).total_cmp(&mean(b)))?;
        Some((least, known().max_by(|a, b| mean(a).total_cmp(&mean(b)))?))
    }

    /// What moves it most moves it by less than is said of it.
    fn hardly(&self) -> bool {
        let ends = self.order.first().and_then(|first| self.ends(*first));
        !matches!(self.design(), "morris" | "latin") && ends.is_some_and(|(a, b)| self.say(a.mean.value) == self.say(b.mean.value))
    }

    fn nothing(&self) -> bool {
        self.sweep.inputs.iter().all(|input| input.influence == 0.0)
    }

    fn answers(&self) -> Vec<Line> {
        let Some(&first) = self.order.first() else { return Vec::new() };
        let (name, path) = (self.measure(), self.input(first));
        let known = format!("As it is, the mean {name} is {}.", self.say(self.sweep.as_it_is.mean.value));
        let board = match (self.design(), self.ends(first)) {
            (_, None) => format!("No play has any {name}: nothing can be said."),
            _ if self.nothing() => match self.sweep.without_any() {
                0 => format!("{known} Nothing that was varied changes it in any play."),
                none => format!(
                    "{known} Nothing that was varied changes it where there is any; {none} of {} variants have none.",
                    self.sweep.points.len()
                ),
            },
            ("morris", _) => {
                format!(
                    "{known} Over its range {path} moves it by {} on average, more than any other input.",
                    self.say(Some(self.sweep.inputs[first].influence))
                )
            }
            (_, Some((least, most))) => {
                let all = if self.design() == "latin" {
                    "over all that is not known together"
                } else {
                    "over the values of that input that moves it most"
                };
                match (self.say(least.mean.value), self.say(most.mean.value)) {
                    (from, to) if from == to => format!("{known} It hardly moves {all}; what little it does is by {path}."),
                    (from, to) => format!("{known} It lies between {from} and {to} {all}: {path} matters most."),
                }
            }
        };
        let board = match self.sweep.not_knowing.as_ref().filter(|_| self.sweep.has_any()) {
            Some(known) => format!("{} {board}", apart::answer(self.sweep, known)),
            None => board,
        };
        let little: Vec<usize> = self.order.iter().copied().filter(|at| self.influence(*at) < 0.1 * self.influence(first)).collect();
        let planner = match (self.order.len(), little.len()) {
            (1, _) => "One input was varied; vary others beside it to see which matters more.".to_owned(),
            (_, 0) => "Each of the inputs moves the answer by a tenth or more of what the first does.".to_owned(),
            (all, 1) => format!(
                "1 of {all} inputs hardly matters: it moves the answer by less than a tenth of what the first does. A better estimate of it changes little."
            ),
            (all, few) => format!(
                "{few} of {all} inputs hardly matter: each moves the answer by less than a tenth of what the first does. Better estimates of them change little."
            ),
        };
        let analyst = format!("{} The same luck in every variant; bands are 95 % intervals of the mean.", self.how());
        vec![line("For the board", board), line("For the planner", planner), line("For the analyst", analyst)]
    }

    fn influence(&self, at: usize) -> f64 {
        libm::fabs(self.sweep.inputs[at].influence)
    }

    fn how(&self) -> String {
        let many = count(self.sweep.points.len() as u64);
        match self.design() {
            "grid" => format!("Every combination of all values, {many} of them."),
            "latin" => format!("{many} draws of all inputs at once, each part of each range once (Latin hypercube)."),
            "morris" => format!("Trajectories through the ranges (Morris), {many} variants."),
            _ => format!("One input at a time, the others as they are, {many} variants."),
        }
    }

    fn lead(&self) -> Vec<Figure> {
        let mut figures: Vec<Figure> = self.main().into_iter().chain(self.not_knowing()).chain(self.ranking()).collect();
        figures.extend(self.curves_shown().filter_map(|at| self.curve(at)));
        figures
    }

    /// The inputs whose curves stand on the first page: where there is room, those that matter.
    fn curves_shown(&self) -> impl Iterator<Item = usize> {
        let room = self.sweep.not_knowing.is_none() && self.sweep.ranking.is_none() && !self.hardly();
        let most = self.order.first().map_or(0.0, |first| self.influence(*first));
        let matters = move |at: &&usize| self.influence(**at) > 0.1 * most;
        let many = if self.design() == "one_at_a_time" && room { 2 } else { 0 };
        self.order.iter().filter(matters).take(many).copied()
    }

    fn most(&self) -> Option<Worst> {
        let first = *self.order.first().filter(|_| !self.nothing())?;
        let (least, most) = self.ends(first)?;
        let evidence = match self.design() {
            "morris" => {
                format!("Through its range it moves the mean by {} on average.", self.say(Some(self.sweep.inputs[first].influence)))
            }
            "latin" => format!("Rank correlation {} with the mean.", Unit::Number.say(self.sweep.inputs[first].influence)),
            _ if self.hardly() => format!(
                "From {} to {} it moves the mean of {} by {}: hardly at all.",
                self.label(least, first),
                self.label(most, first),
                self.say(least.mean.value),
                self.say(Some(self.influence(first)))
            ),
            _ => format!(
                "With {} the mean is {}, with {} it is {}.",
                self.label(least, first),
                self.say(least.mean.value),
                self.label(most, first),
                self.say(most.mean.value)
            ),
        };
        let heading = if self.hardly() { "Nothing that was varied matters much; most of it" } else { "What matters most" };
        Some(Worst { heading: heading.to_owned(), title: self.input(first), evidence, shown: None, how: None })
    }

    fn estimates(&self) -> Vec<Line> {
        let size = |at: usize| match self.design() {
            "latin" => format!("rank correlation {}", Unit::Number.say(self.sweep.inputs[at].influence)),
            _ => format!("moves the mean by {}", self.say(Some(self.sweep.inputs[at].influence))),
        };
        let of = |at: &usize| line(format!("{}:", self.input(*at)), format!("{}.", size(*at)));
        self.order.iter().filter(|at| self.influence(**at) > 0.0 && !self.hardly()).take(3).map(of).collect()
    }

    fn planner(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        if self.design() == "one_at_a_time" {
            let shown: Vec<usize> = self.curves_shown().collect();
            let more = self.order.iter().filter(|at| !shown.contains(at) && self.influence(**at) > 0.0);
            pieces.extend(more.take(10).filter_map(|at| self.curve(*at)).map(Piece::Figure));
            let idle: Vec<String> = self.order.iter().filter(|at| self.influence(**at) == 0.0).map(|at| self.input(*at)).collect();
            if !idle.is_empty() && !self.nothing() {
                pieces.push(Piece::Words(format!("No play changes with any value of {}.", list(&idle, 10))));
            }
        }
        let mut head = vec!["".to_owned()];
        head.extend(["on average", "95 % sure between", "half", "1 in 10 is more than", "against as it is"].map(str::to_owned));
        let row = |label: String, point: &Point| {
            let band = point.mean.interval;
            let change = point.change.value.map_or("–".to_owned(), |value| self.unit().0.signed(value * self.unit().1));
            vec![
                label,
                self.say(point.mean.value),
                match band {
                    [Some(_), Some(_)] => format!("{} to {}", self.say(band[0]), self.say(band[1])),
                    _ => "too few plays to say".to_owned(),
                },
                self.say(point.p50.value),
                self.say(point.p90.value),
                change,
            ]
        };
        let mut rows = vec![row("as it is".to_owned(), &self.sweep.as_it_is)];
        for point in &self.sweep.points {
            let set = (0..self.sweep.inputs.len()).filter(|at| point.inputs.get(*at).is_some_and(Option::is_some));
            let label: Vec<String> = set.map(|at| format!("{} = {}", self.input(at), self.label(point, at))).collect();
            rows.push(row(label.join(", "), point));
        }
        if let Some(known) = &self.sweep.not_knowing {
            pieces.extend(self.apart(known));
        }
        let head: [&str; 6] = std::array::from_fn(|at| head[at].as_str());
        pieces.extend(sheet("All variants", head, rows));
        pieces
    }

    fn analyst(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let rows = self.order.iter().map(|at| {
            let input = &self.sweep.inputs[*at];
            let size = if self.design() == "latin" { Unit::Number.say(input.influence) } else { self.say(Some(input.influence)) };
            vec![self.input(*at), size, input.spread.map_or("–".to_owned(), |spread| self.say(Some(spread))), source(input)]
        });
        pieces.extend(sheet(
            "The inputs, what matters most first",
            ["input", "influence", "spread", "where its range comes from"],
            rows.collect(),
        ));
        let words = "Influence is the span of the mean (one at a time, grid), the mean absolute effect of the whole range (Morris; its spread is the standard deviation of \
                     the effects), or the rank correlation (Latin hypercube). responses.parquet beside this page has a row for each variant.";
        pieces.push(Piece::Words(words.to_owned()));
        pieces
    }

    /// Luck and what is not known, apart.
    fn apart(&self, known: &NotKnowing) -> Option<Piece> {
        let row = |label: &str, band: &BandSummary| {
            let between = format!("{} to {}", self.say(band.low), self.say(band.high));
            vec![label.to_owned(), self.say(band.as_it_is), between, self.say(band.least), self.say(band.most)]
        };
        let rows = vec![
            row("1 in 10 is less than", &known.p10),
            row("half", &known.p50),
            row("on average", &known.mean),
            row("1 in 10 is more than", &known.p90),
        ];
        let title = format!("Luck from line to line, not knowing along a line: {} draws of all inputs at once", known.draws);
        sheet(&title, ["", "as written", "9 draws in 10", "least", "most"], rows)
    }
}

/// Where the scenario says that a range comes from; one given on the command line says nothing.
fn source(input: &InputSummary) -> String {
    input.source.as_deref().map_or("not said".to_owned(), harmless)
}
