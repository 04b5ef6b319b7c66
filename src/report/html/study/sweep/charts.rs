//! The figures of a report on sensitivity: a tornado, curves, rankings, luck and not knowing apart.

use super::View;
use crate::report::figures::response;
use crate::report::figures::tornado::{self, End};
use crate::report::figures::unit::Unit;
use crate::report::figures::{Figure, bars};
use crate::report::sweep::{BandSummary, InputSummary, Point};
use crate::report::words::{capital, share};

impl View<'_> {
    /// A tornado where one input was varied at a time; else how much each matters.
    pub(super) fn main(&self) -> Option<Figure> {
        let name = self.measure();
        let first = *self.order.first()?;
        if self.design() == "one_at_a_time" {
            let as_it_is = self.number(self.sweep.as_it_is.mean.value);
            let row = |at: &usize| {
                let (least, most) = self.ends(*at)?;
                let end = |point: &Point| End { input: self.label(point, *at), value: self.number(point.mean.value) };
                // As it is counts too, also where none of the values is what it is now.
                let now = || End { input: "as it is".to_owned(), value: as_it_is };
                let (mut least, mut most) = (end(least), end(most));
                if as_it_is < least.value {
                    least = now();
                }
                if as_it_is > most.value {
                    most = now();
                }
                Some(tornado::Row { label: self.input(*at), least, most })
            };
            let rows: Vec<tornado::Row> = self.order.iter().filter_map(row).collect();
            let caption = format!(
                "The wider a bar, the more the mean {name} depends on that input: {} moves it most. At the ends stands what the input is there.",
                self.input(first)
            );
            return tornado::of("tornado", &format!("What moves the {name}"), caption, self.unit().0, as_it_is, &rows);
        }
        self.influences(self.design(), &self.sweep.inputs)
    }

    /// Which estimate is worth improving, where that was asked beside.
    pub(super) fn ranking(&self) -> Option<Figure> {
        self.influences("morris", &self.sweep.ranking.as_ref()?.inputs)
    }

    /// How much each input matters in a design.
    fn influences(&self, design: &str, inputs: &[InputSummary]) -> Option<Figure> {
        let name = self.measure();
        let mut order: Vec<&InputSummary> = inputs.iter().collect();
        order.sort_by(|a, b| libm::fabs(b.influence).total_cmp(&libm::fabs(a.influence)));
        let first = self.cast.path(&order.first()?.path);
        let correlation = design == "latin";
        let (unit, times) = if correlation { (Unit::Number, 1.0) } else { self.unit() };
        let row = |(at, input): (usize, &&InputSummary)| {
            let band = input.spread.map(|spread| [(input.influence - spread).max(0.0) * times, (input.influence + spread) * times]);
            bars::Row { label: self.cast.path(&input.path), value: input.influence * times, band, words: None, chosen: at == 0 }
        };
        let rows: Vec<bars::Row> = order.iter().enumerate().map(row).collect();
        let (id, title, caption) = match design {
            "morris" => (
                "morris",
                format!("How much each input moves the {name}"),
                "A bar is how far the mean moves when the input goes through its range, on average; a long thin line says that this depends much on what the others are.",
            ),
            "latin" => (
                "correlation",
                format!("How closely the {name} follows each input"),
                "1: whenever the input is larger, so is the answer; −1: whenever it is larger, the answer is smaller; 0: they have nothing to do with one another.",
            ),
            _ => {
                let words = "How far the mean moves over the values of an input, all others averaged.";
                ("influence", format!("How much each input moves the {name}"), words)
            }
        };
        let caption = format!("{first} matters most. {caption}");
        let heads = ["", if correlation { "rank correlation" } else { "moves it by" }, "spread"];
        bars::of(id, &title, caption, unit, heads, &rows)
    }

    /// What luck makes of it, and what not knowing does.
    pub(super) fn not_knowing(&self) -> Option<Figure> {
        let known = self.sweep.not_knowing.as_ref()?;
        let row = |(label, band): (&str, &BandSummary)| bars::Row {
            label: label.to_owned(),
            value: self.number(band.as_it_is),
            band: band.low.zip(band.high).map(|(low, high)| [self.number(Some(low)), self.number(Some(high))]),
            words: None,
            chosen: true,
        };
        let lines = [
            ("1 play in 10 is less", &known.p10),
            ("a typical play", &known.p50),
            ("on average", &known.mean),
            ("1 play in 10 is more", &known.p90),
        ];
        let share_of =
            known.share_of_variance.map_or(String::new(), |of| format!(" Of all that makes plays differ {} is not knowing.", share(of)));
        let caption = format!(
            "From bar to bar is luck, with every value as it is written; a thin line is how far that moves with what nobody knows, in 9 of 10 of {} draws.{share_of} More \
             plays narrow neither; better estimates narrow the second.",
            known.draws
        );
        let rows: Vec<bars::Row> = lines.into_iter().map(row).collect();
        bars::of("not-knowing", "Luck, and what nobody knows", caption, self.unit().0, ["", "as written", "9 draws in 10 between"], &rows)
    }

    /// How the answer follows one input, the others as they are.
    pub(super) fn curve(&self, at: usize) -> Option<Figure> {
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
        let title = format!("{} with {}", capital(&self.measure()), self.input(at));
        response::of(&format!("input-{}", at + 1), &title, caption, self.unit().0, self.number(self.sweep.as_it_is.mean.value), &points)
    }
}
