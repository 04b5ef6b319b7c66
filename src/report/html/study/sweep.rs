//! The report on sensitivity: which estimate moves the answer most, how it follows each of them, and what is luck and what is not knowing.

use super::{Piece, Told, Worst, sheet};
use crate::report::figures::response;
use crate::report::figures::tornado::{self, End};
use crate::report::figures::unit::Unit;
use crate::report::figures::{Figure, bars};
use crate::report::html::roles::Cast;
use crate::report::html::{Line, line};
use crate::report::sweep::table::apart;
use crate::report::sweep::{BandSummary, InputSummary, NotKnowing, Point, Sweep};
use crate::report::words::{count, harmless};

/// What the page says.
pub fn tell(sweep: &Sweep, cast: &Cast) -> Told {
    let view = View { sweep, cast, order: most_first(sweep) };
    Told {
        played: format!("{} variants, {} plays of each", sweep.points.len(), count(sweep.head.replications)),
        question: format!("What does the {} depend on, and which estimate is worth improving?", view.measure()),
        answers: view.answers(),
        lead: Vec::new(),
        whole: view.lead(),
        worst: view.most(),
        cures_title: "Estimates worth improving first".to_owned(),
        cures: view.estimates(),
        cures_note: "An estimate that matters is worth measuring: its interval narrows the answer more than further plays do.".to_owned(),
        planner: view.planner(),
        analyst: view.analyst(),
    }
}

struct View<'a> {
    sweep: &'a Sweep,
    cast: &'a Cast,
    order: Vec<usize>,
}

fn most_first(sweep: &Sweep) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sweep.inputs.len()).collect();
    let size = |at: usize| libm::fabs(sweep.inputs[at].influence);
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)).then(a.cmp(&b)));
    order
}

impl View<'_> {
    /// What numbers are, and by how much they are taken times.
    fn unit(&self) -> (Unit, f64) {
        match self.sweep.unit.as_str() {
            "s" => (Unit::Time, 1.0),
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
        value.map_or("beyond the horizon".to_owned(), |value| self.unit().0.say(value * self.unit().1))
    }

    fn measure(&self) -> String {
        harmless(&self.sweep.measure.replace('_', " "))
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

    fn nothing(&self) -> bool {
        self.sweep.inputs.iter().all(|input| input.influence == 0.0)
    }

    fn answers(&self) -> Vec<Line> {
        let Some(&first) = self.order.first() else { return Vec::new() };
        let (name, path) = (self.measure(), self.input(first));
        let known = format!("As it is, the mean {name} is {}.", self.say(self.sweep.as_it_is.mean.value));
        let board = match (self.design(), self.ends(first)) {
            (_, None) => format!("No play has any {name}: nothing can be said."),
            _ if self.nothing() => format!("{known} Nothing that was varied changes it in any play."),
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
        let board = match &self.sweep.not_knowing {
            Some(known) => format!("{} {board}", apart::answer(self.sweep, known)),
            None => board,
        };
        let little: Vec<usize> = self.order.iter().copied().filter(|at| self.influence(*at) < 0.1 * self.influence(first)).collect();
        let planner = match (self.order.len(), little.len()) {
            (1, _) => "One input was varied; vary others beside it to see which matters more.".to_owned(),
            (_, 0) => "Each of the inputs moves the answer by a tenth or more of what the first does.".to_owned(),
            (_, few) => format!(
                "{few} of {} inputs hardly matter: less than a tenth of what the first does. Better estimates of them change little.",
                self.order.len()
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
        let mut figures: Vec<Figure> = self.ranking().into_iter().collect();
        if self.design() == "one_at_a_time" {
            figures.extend(self.order.iter().take(2).filter_map(|at| self.curve(*at)));
        }
        figures
    }

    /// A tornado where one input was varied at a time; else how much each matters.
    fn ranking(&self) -> Option<Figure> {
        let name = self.measure();
        let first = *self.order.first()?;
        if self.design() == "one_at_a_time" {
            let row = |at: &usize| {
                let (least, most) = self.ends(*at)?;
                let end = |point: &Point| End { input: self.label(point, *at), value: self.number(point.mean.value) };
                Some(tornado::Row { label: self.input(*at), least: end(least), most: end(most) })
            };
            let rows: Vec<tornado::Row> = self.order.iter().filter_map(row).collect();
            let caption = format!(
                "The wider a bar, the more the mean {name} depends on that input: {} moves it most. At the ends stands what the input is there.",
                self.input(first)
            );
            let as_it_is = self.number(self.sweep.as_it_is.mean.value);
            return tornado::of("tornado", &format!("What moves the {name}"), caption, self.unit().0, as_it_is, &rows);
        }
        let correlation = self.design() == "latin";
        let (unit, times) = if correlation { (Unit::Number, 1.0) } else { self.unit() };
        let row = |at: &usize| {
            let input = &self.sweep.inputs[*at];
            let band = input.spread.map(|spread| [(input.influence - spread).max(0.0) * times, (input.influence + spread) * times]);
            bars::Row { label: self.input(*at), value: input.influence * times, band, words: None, chosen: *at == first }
        };
        let rows: Vec<bars::Row> = self.order.iter().map(row).collect();
        let (id, title, caption) = match self.design() {
            "morris" => (
                "morris",
                format!("How much each input moves the {name}"),
                "A bar is how far the mean moves when the input goes through its range, on average; a long thin line says that this depends much on what the others are."
                    .to_owned(),
            ),
            "latin" => (
                "correlation",
                format!("How closely the {name} follows each input"),
                "1: whenever the input is larger, so is the answer; −1: whenever it is larger, the answer is smaller; 0: they have nothing to do with one another."
                    .to_owned(),
            ),
            _ => ("influence", format!("How much each input moves the {name}"), "How far the mean moves over the values of an input, all others averaged.".to_owned()),
        };
        let caption = format!("{} matters most. {caption}", self.input(first));
        let heads = ["", if correlation { "rank correlation" } else { "moves it by" }, "spread"];
        bars::of(id, &title, caption, unit, heads, &rows)
    }

    /// How the answer follows one input, the others as they are.
    fn curve(&self, at: usize) -> Option<Figure> {
        let of = self.sweep.points.iter().filter(|point| point.inputs.get(at).is_some_and(Option::is_some));
        let points: Vec<response::Point> = of
            .map(|point| response::Point {
                input: self.label(point, at),
                mean: self.number(point.mean.value),
                band: point.mean.interval.map(|end| self.number(end)),
                bad: self.number(point.p90.value),
            })
            .collect();
        let (least, most) = self.ends(at)?;
        let caption = match least.mean.value == most.mean.value {
            true => format!("{} changes nothing.", self.input(at)),
            false => format!(
                "On average it is least with {} ({}) and most with {} ({}). Where bands overlap, luck alone may make the difference.",
                self.label(least, at),
                self.say(least.mean.value),
                self.label(most, at),
                self.say(most.mean.value)
            ),
        };
        let title = format!("{} with {}", super::capital(&self.measure()), self.input(at));
        response::of(&format!("input-{}", at + 1), &title, caption, self.unit().0, self.number(self.sweep.as_it_is.mean.value), &points)
    }

    fn most(&self) -> Option<Worst> {
        let first = *self.order.first().filter(|_| !self.nothing())?;
        let (least, most) = self.ends(first)?;
        let evidence = match self.design() {
            "morris" => {
                format!("Through its range it moves the mean by {} on average.", self.say(Some(self.sweep.inputs[first].influence)))
            }
            "latin" => format!("Rank correlation {} with the mean.", Unit::Number.say(self.sweep.inputs[first].influence)),
            _ => format!(
                "With {} the mean is {}, with {} it is {}.",
                self.label(least, first),
                self.say(least.mean.value),
                self.label(most, first),
                self.say(most.mean.value)
            ),
        };
        Some(Worst { heading: "What matters most".to_owned(), title: self.input(first), evidence })
    }

    fn estimates(&self) -> Vec<Line> {
        let size = |at: usize| match self.design() {
            "latin" => format!("rank correlation {}", Unit::Number.say(self.sweep.inputs[at].influence)),
            _ => format!("moves the mean by {}", self.say(Some(self.sweep.inputs[at].influence))),
        };
        let of = |at: &usize| line(format!("{}:", self.input(*at)), format!("{}.", size(*at)));
        self.order.iter().filter(|at| self.influence(**at) > 0.0).take(3).map(of).collect()
    }

    fn planner(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        if self.design() == "one_at_a_time" {
            pieces.extend(self.order.iter().skip(2).take(10).filter_map(|at| self.curve(*at)).map(Piece::Figure));
        }
        let mut head = vec!["".to_owned()];
        head.extend(["on average", "95 % sure between", "half", "1 in 10 is worse than", "against as it is"].map(str::to_owned));
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
        if let Some(share) = self.sweep.not_knowing.as_ref().and_then(|known| known.share_of_variance) {
            pieces.push(Piece::Words(format!(
                "Of all variance {:.0} % is not knowing, the rest is luck. More plays narrow neither; better estimates narrow the first.",
                share * 100.0
            )));
        }
        if let Some(ranking) = &self.sweep.ranking {
            let row = |input: &InputSummary| {
                vec![
                    self.cast.path(&input.path),
                    self.say(Some(input.influence)),
                    input.spread.map_or("–".to_owned(), |spread| self.say(Some(spread))),
                ]
            };
            let mut all: Vec<&InputSummary> = ranking.inputs.iter().collect();
            all.sort_by(|a, b| b.influence.total_cmp(&a.influence));
            let title = "Which estimate is worth improving, by trajectories through all ranges";
            pieces.extend(sheet(title, ["input", "effect of its whole range", "spread"], all.into_iter().map(row).collect()));
        }
        let rows = self.order.iter().map(|at| {
            let input = &self.sweep.inputs[*at];
            let size = if self.design() == "latin" { Unit::Number.say(input.influence) } else { self.say(Some(input.influence)) };
            vec![self.input(*at), size, input.spread.map_or("–".to_owned(), |spread| self.say(Some(spread)))]
        });
        pieces.extend(sheet("The inputs, what matters most first", ["input", "influence", "spread"], rows.collect()));
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
            row("1 in 10 is better than", &known.p10),
            row("half", &known.p50),
            row("on average", &known.mean),
            row("1 in 10 is worse than", &known.p90),
        ];
        let title = format!("Luck from line to line, not knowing along a line: {} draws of all inputs at once", known.draws);
        sheet(&title, ["", "as written", "9 draws in 10", "least", "most"], rows)
    }
}
