//! Distributions of spans of time from what people know about them: `Fixed("20m")`, `LogNormal(median: "30m", p90: "2h")`, and so on.

use crate::engine::chance::Dist;
use crate::engine::time::Span;
use crate::text::{Field, Node, Place, Problems, Read, Value, Word, figure, mismatch, nearest, read};

/// Every distribution by name, with its parameters in order and an example.
const LAWS: [(&str, &[&str], &str); 10] = [
    ("Fixed", &["value"], "Fixed(\"20m\")"),
    ("Uniform", &["min", "max"], "Uniform(\"10m\", \"30m\")"),
    ("Triangular", &["min", "mode", "max"], "Triangular(\"10m\", \"20m\", \"1h\")"),
    ("Pert", &["min", "mode", "max"], "Pert(\"10m\", \"20m\", \"1h\")"),
    ("Exponential", &["mean"], "Exponential(mean: \"4h\")"),
    ("LogNormal", &["median", "p90", "mean", "sigma"], "LogNormal(median: \"30m\", p90: \"2h\")"),
    ("Gamma", &["mean", "sd"], "Gamma(mean: \"4h\", sd: \"2h\")"),
    ("Weibull", &["median", "p90"], "Weibull(median: \"30m\", p90: \"2h\")"),
    ("Empirical", &["values"], "Empirical([\"10m\", \"25m\", \"2h\"])"),
    ("Mixture", &["parts"], "Mixture([(0.3, Fixed(\"5m\")), (0.7, Exponential(mean: \"4h\"))])"),
];
/// The most that sigma may be: at 10, one in ten is more than 300,000 times the median.
const SIGMA_MOST: f64 = 10.0;

impl Read for Dist {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Text(_) | Value::Number(_) => Span::read(node, problems).map(Dist::fixed),
            Value::Tuple(Some(name), items) => named(Said { node, name, parts: Parts::InOrder(items) }, problems),
            Value::Struct(Some(name), fields) => named(Said { node, name, parts: Parts::ByName(fields) }, problems),
            Value::Word(word) if word != "None" => {
                let name = Word { text: word.clone(), place: node.place };
                named(Said { node, name: &name, parts: Parts::ByName(&[]) }, problems)
            }
            _ => {
                mismatch(node, &Self::expected(), problems);
                None
            }
        }
    }
    /// Of what is always the same; what varies has no range but those of its parameters.
    fn amount(&self) -> Option<f64> {
        if let Dist::Fixed(value) = self { Some(*value) } else { None }
    }
    fn expected() -> String {
        "a distribution like LogNormal(median: \"30m\", p90: \"2h\"), or text like \"2h 30m\"".into()
    }
}

/// A distribution as written.
#[derive(Copy, Clone)]
struct Said<'a> {
    node: &'a Node,
    name: &'a Word,
    parts: Parts<'a>,
}
#[derive(Copy, Clone)]
enum Parts<'a> {
    InOrder(&'a [Node]),
    ByName(&'a [Field]),
}

fn named(said: Said, problems: &mut Problems) -> Option<Dist> {
    let Some((name, parameters, example)) = LAWS.iter().find(|(name, ..)| *name == said.name.text) else {
        unknown(said, problems);
        return None;
    };
    if *name == "LogNormal" {
        return log_normal(said, parameters, example, problems);
    }
    let given = said.parameters(parameters, example, problems)?;
    match (*name, given.as_slice()) {
        ("Fixed", [value]) => read(value, problems).map(Dist::fixed),
        ("Uniform", [min, max]) => {
            let [min, max] = spans([min, max], problems)?;
            in_order("max", max, "min", min, problems)?;
            Some(Dist::uniform(min.0, max.0))
        }
        ("Triangular" | "Pert", [min, mode, max]) => {
            let [min, mode, max] = spans([min, mode, max], problems)?;
            let (first, second) = (in_order("mode", mode, "min", min, problems), in_order("max", max, "mode", mode, problems));
            first.and(second)?;
            let make = if *name == "Pert" { Dist::pert } else { Dist::triangular };
            Some(make(min.0, mode.0, max.0))
        }
        ("Exponential", [mean]) => {
            let [mean] = spans([mean], problems)?;
            above_nothing("mean", mean, problems)?;
            Some(Dist::exponential(mean.0))
        }
        ("Gamma", [mean, sd]) => {
            let [mean, sd] = spans([mean, sd], problems)?;
            let (first, second) = (above_nothing("mean", mean, problems), above_nothing("sd", sd, problems));
            first.and(second)?;
            Some(Dist::gamma(mean.0, sd.0))
        }
        ("Weibull", [median, p90]) => {
            let (median, p90) = median_and_p90(median, p90, problems)?;
            Some(Dist::weibull(median, p90))
        }
        ("Empirical", [values]) => empirical(values, problems),
        ("Mixture", [parts]) => mixture(parts, problems),
        _ => None,
    }
}

/// An unknown name: says the nearest known one and all there are.
fn unknown(said: Said, problems: &mut Problems) {
    let names = LAWS.iter().map(|(name, ..)| *name);
    let all: Vec<&str> = names.clone().collect();
    let word = said.name.text.as_str();
    let usual = match word.to_lowercase().as_str() {
        "normal" | "gaussian" => Some("a normal distribution goes below 0: use Gamma(mean: …, sd: …)"),
        "constant" | "const" | "exactly" => Some("did you mean `Fixed`?"),
        "beta" | "betapert" => Some("did you mean `Pert`?"),
        "poisson" => Some("did you mean `Exponential`, the time from one to the next?"),
        _ => None,
    };
    let help = match usual.map(str::to_string).or_else(|| nearest(word, names).map(|near| format!("did you mean `{near}`?"))) {
        Some(near) => format!("{near} There are {}", all.join(", ")),
        None => format!("there are {}", all.join(", ")),
    };
    problems.at(said.name.place, format!("there is no distribution `{word}`"), Dist::expected()).help(help);
}

impl<'a> Said<'a> {
    /// The parameters in order, all of them, whether written by name or in order.
    fn parameters(self, names: &[&str], example: &str, problems: &mut Problems) -> Option<Vec<&'a Node>> {
        match self.parts {
            Parts::InOrder(items) if items.len() == names.len() => Some(items.iter().collect()),
            Parts::InOrder(items) => {
                self.wrong_count(items.len(), names, example, problems);
                None
            }
            Parts::ByName([]) => {
                self.wrong_count(0, names, example, problems);
                None
            }
            Parts::ByName(fields) => {
                let known = self.only(fields, names, example, problems);
                let missing: Vec<&str> = names.iter().copied().filter(|name| self.field(name).is_none()).collect();
                if known && !missing.is_empty() {
                    let title = format!("`{}` lacks {}", self.name.text, listed(&missing, "and"));
                    problems.at(self.name.place, title, format!("needs {}", listed(names, "and"))).help(format!("write {example}"));
                }
                names.iter().map(|name| self.field(name)).collect::<Option<Vec<_>>>().filter(|_| known)
            }
        }
    }
    fn field(self, name: &str) -> Option<&'a Node> {
        match self.parts {
            Parts::ByName(fields) => fields.iter().find(|field| field.name.text == name).map(|field| &field.node),
            Parts::InOrder(_) => None,
        }
    }
    fn wrong_count(self, count: usize, names: &[&str], example: &str, problems: &mut Problems) {
        let (values, has) = (if names.len() == 1 { "value" } else { "values" }, if count == 0 { "none".into() } else { count.to_string() });
        let title = format!("`{}` takes {} {values}, here it has {has}", self.name.text, names.len());
        problems.at(self.node.place, title, format!("needs {}", listed(names, "and"))).help(format!("write {example}"));
    }
    /// Whether all fields are among the names; each other one is a mistake.
    fn only(self, fields: &[Field], names: &[&str], example: &str, problems: &mut Problems) -> bool {
        let mut sound = true;
        for field in fields.iter().filter(|field| !names.contains(&field.name.text.as_str())) {
            sound = false;
            let (law, word) = (&self.name.text, field.name.text.as_str());
            let help = if word == "source" {
                format!("put it around the whole: (value: {law}(…), source: …)")
            } else if let Some(near) = nearest(word, names.iter().copied()) {
                format!("did you mean `{near}`?")
            } else {
                format!("write {example}")
            };
            let label = format!("`{law}` has {}", listed(names, "and"));
            problems.at(field.name.place, format!("unknown field `{word}`"), label).help(help);
        }
        sound
    }
}

/// "a, b and c".
fn listed(names: &[&str], last: &str) -> String {
    match names {
        [] => String::new(),
        [only] => format!("`{only}`"),
        [before @ .., end] => format!("`{}` {last} `{end}`", before.join("`, `")),
    }
}

/// A span and where it is written.
type At = (Span, Place);

/// Reads spans; all their mistakes are collected.
fn spans<const N: usize>(nodes: [&Node; N], problems: &mut Problems) -> Option<[At; N]> {
    let read = nodes.map(|node| read::<Span>(node, problems).map(|span| (span, node.place)));
    let sound = read.iter().all(Option::is_some);
    sound.then(|| read.map(Option::unwrap_or_default))
}

fn in_order(later: &str, (more, place): At, earlier: &str, (less, other): At, problems: &mut Problems) -> Option<()> {
    if more >= less {
        return Some(());
    }
    let title = format!("`{later}` is shorter than `{earlier}`");
    problems
        .at(place, title, format!("at least {less}"))
        .also(other, format!("`{earlier}` is {less}"))
        .help(format!("write the values in the order of their length: `{earlier}` before `{later}`"));
    None
}

fn above_nothing(name: &str, (span, place): At, problems: &mut Problems) -> Option<()> {
    if span > Span::ZERO {
        return Some(());
    }
    problems.at(place, format!("`{name}` must be longer than nothing"), "more than 0").help("for no time at all write Fixed(\"0s\")");
    None
}

fn median_and_p90(median: &Node, p90: &Node, problems: &mut Problems) -> Option<(Span, Span)> {
    let [median, p90] = spans([median, p90], problems)?;
    above_nothing("median", median, problems)?;
    if p90.0 > median.0 {
        return Some((median.0, p90.0));
    }
    let title = "`p90` must be longer than `median`";
    problems
        .at(p90.1, title, format!("more than {}", median.0))
        .also(median.1, format!("half take longer than {}", median.0))
        .help("`median` is what half of them stay below, `p90` what nine in ten stay below");
    None
}

/// `median` with `p90` or `sigma`, or `mean` with `sigma`: which two is said by name.
fn log_normal(said: Said, names: &[&str], example: &str, problems: &mut Problems) -> Option<Dist> {
    if let Parts::ByName(fields) = said.parts
        && !said.only(fields, names, example, problems)
    {
        return None;
    }
    match (said.field("median"), said.field("p90"), said.field("mean"), said.field("sigma")) {
        (Some(median), Some(p90), None, None) => {
            let (median, p90) = median_and_p90(median, p90, problems)?;
            Some(Dist::log_normal(median, p90))
        }
        (median, None, mean, Some(sigma)) if median.is_some() != mean.is_some() => {
            let name = if mean.is_some() { "mean" } else { "median" };
            let (of, sigma) = (spans([median.or(mean)?], problems), sigma_of(sigma, problems));
            let ([of], sigma) = (of?, sigma?);
            above_nothing(name, of, problems)?;
            Some(if mean.is_some() { Dist::log_normal_mean(of.0, sigma) } else { Dist::log_normal_sigma(of.0, sigma) })
        }
        _ => {
            let title = "`LogNormal` takes two values, by name: `median` and `p90`, or `mean` and `sigma`";
            problems.at(said.node.place, title, "these do not go together").help(format!("write {example}"));
            None
        }
    }
}

fn sigma_of(node: &Node, problems: &mut Problems) -> Option<f64> {
    let sigma: f64 = read(node, problems)?;
    if sigma > 0.0 && sigma <= SIGMA_MOST {
        return Some(sigma);
    }
    problems
        .at(node.place, "`sigma` is out of range", format!("above 0 and at most {SIGMA_MOST}"))
        .help("`sigma` is the standard deviation of the natural logarithm; most times of people are between 0.3 and 1.5");
    None
}

fn empirical(node: &Node, problems: &mut Problems) -> Option<Dist> {
    let values: Vec<Span> = read(node, problems)?;
    if values.is_empty() {
        problems
            .at(node.place, "`Empirical` needs at least one value", "this list is empty")
            .help("write Empirical([\"10m\", \"25m\", \"2h\"])");
        return None;
    }
    Some(Dist::empirical(values))
}

/// A part of a mixture: its weight, where that is written, and its distribution.
struct Part(f64, Place, Dist);
impl Read for Part {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let place = match &node.value {
            Value::Tuple(None, items) => items.first().map_or(node.place, |item| item.place),
            _ => node.place,
        };
        let (weight, dist) = <(f64, Dist)>::read(node, problems)?;
        Some(Part(weight, place, dist))
    }
    fn expected() -> String {
        "a weight and a distribution in round brackets: (0.3, Fixed(\"5m\"))".into()
    }
}

fn mixture(node: &Node, problems: &mut Problems) -> Option<Dist> {
    let parts: Vec<Part> = read(node, problems)?;
    if parts.is_empty() {
        problems
            .at(node.place, "`Mixture` needs at least one part", "this list is empty")
            .help("write Mixture([(0.3, Fixed(\"5m\")), (0.7, Fixed(\"1h\"))])");
        return None;
    }
    let mut sound = true;
    for Part(weight, place, _) in &parts {
        if *weight <= 0.0 || *weight > 1e9 {
            sound = false;
            problems
                .at(*place, format!("a weight of {} makes no sense", figure(*weight)), "above 0, at most 1,000,000,000")
                .help("leave out parts that never come");
        }
    }
    sound.then(|| Dist::mixture(parts.into_iter().map(|Part(weight, _, dist)| (weight, dist))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::quantity::testing::{mistake, said};

    const M: i64 = 60_000;

    #[test]
    fn every_form_is_read() {
        let m = Span::minutes;
        for (text, right) in [
            ("\"20m\"", Dist::fixed(m(20))),
            ("Fixed(\"20m\")", Dist::fixed(m(20))),
            ("Uniform(\"10m\", \"30m\")", Dist::uniform(m(10), m(30))),
            ("Uniform(min: \"10m\", max: \"30m\")", Dist::uniform(m(10), m(30))),
            ("Triangular(\"5m\", \"15m\", \"1h\")", Dist::triangular(m(5), m(15), m(60))),
            ("Pert(\"5m\", \"15m\", \"1h\")", Dist::pert(m(5), m(15), m(60))),
            ("Pert(mode: \"15m\", min: \"5m\", max: \"1h\")", Dist::pert(m(5), m(15), m(60))),
            ("Exponential(mean: \"4h\")", Dist::exponential(m(240))),
            ("Exponential(\"4h\")", Dist::exponential(m(240))),
            ("LogNormal(median: \"30m\", p90: \"2h\")", Dist::log_normal(m(30), m(120))),
            ("LogNormal(mean: \"1h\", sigma: 0.8)", Dist::log_normal_mean(m(60), 0.8)),
            ("LogNormal(median: \"1h\", sigma: 0.8)", Dist::log_normal_sigma(m(60), 0.8)),
            ("Gamma(mean: \"4h\", sd: \"2h\")", Dist::gamma(m(240), m(120))),
            ("Gamma(\"4h\", \"2h\")", Dist::gamma(m(240), m(120))),
            ("Weibull(median: \"30m\", p90: \"2h\")", Dist::weibull(m(30), m(120))),
            ("Weibull(\"30m\", \"2h\")", Dist::weibull(m(30), m(120))),
            ("Empirical([\"10m\", \"5m\", \"2h\"])", Dist::empirical([m(5), m(10), m(120)])),
            ("Mixture([(0.3, \"5m\"), (0.7, Fixed(\"1h\"))])", Dist::mixture([(3.0, Dist::fixed(m(5))), (7.0, Dist::fixed(m(60)))])),
            ("(value: Fixed(\"20m\"), source: Measured(\"2025 tickets\"))", Dist::fixed(m(20))),
            ("Exponential(mean: (value: \"4h\", source: Estimated(\"ana\")))", Dist::exponential(m(240))),
            ("Some(Fixed(\"20m\"))", Dist::fixed(m(20))),
        ] {
            assert_eq!(said::<Dist>(text), right, "{text}");
        }
        assert_eq!(said::<Dist>("\"20m\"").mean(), (20 * M) as f64);
    }

    #[test]
    fn every_example_in_a_help_is_right_itself() {
        for (name, _, example) in LAWS {
            assert!(example.starts_with(name));
            said::<Dist>(example);
        }
    }

    #[test]
    fn every_mistake_in_a_distribution_says_what_would_be_right() {
        for (text, title, under, help) in [
            ("20", "20 of what?", "[20]", "\"20m\""),
            ("true", "expected a distribution", "[true]", ""),
            ("Lognormal(median: \"1h\", p90: \"2h\")", "no distribution `Lognormal`", "[Lognormal]", "did you mean `LogNormal`?"),
            ("Normal(\"1h\", \"2h\")", "no distribution `Normal`", "[Normal]", "Gamma(mean"),
            ("Zipf(\"1h\")", "no distribution `Zipf`", "[Zipf]", "there are Fixed, Uniform"),
            ("Exponential", "takes 1 value, here it has none", "[Exponential]", "Exponential(mean: \"4h\")"),
            ("Exponential()", "takes 1 value, here it has none", "[Exponential()]", "Exponential(mean: \"4h\")"),
            ("Uniform(\"1h\")", "takes 2 values, here it has 1", "[Uniform(\"1h\")]", "Uniform(\"10m\", \"30m\")"),
            ("Uniform(\"2h\", \"1h\")", "`max` is shorter than `min`", "[\"1h\"]", "order"),
            ("Triangular(\"2h\", \"1h\", \"3h\")", "`mode` is shorter than `min`", "[\"1h\"]", "order"),
            ("Pert(\"1h\", \"3h\", \"2h\")", "`max` is shorter than `mode`", "[\"2h\"]", "order"),
            ("Exponential(mean: \"0s\")", "`mean` must be longer than nothing", "[\"0s\"]", "Fixed(\"0s\")"),
            ("Exponential(mean: \"-5m\")", "less than nothing", "[\"-5m\"]", "0 or more"),
            ("Exponential(maen: \"4h\")", "unknown field `maen`", "[maen]", "did you mean `mean`?"),
            (
                "Exponential(mean: \"4h\", source: Measured(\"x\"))",
                "unknown field `source`",
                "[source]",
                "(value: Exponential(…), source: …)",
            ),
            ("Gamma(mean: \"4h\")", "`Gamma` lacks `sd`", "[Gamma]", "Gamma(mean: \"4h\", sd: \"2h\")"),
            ("Gamma(mean: \"4h\", sd: \"0h\")", "`sd` must be longer than nothing", "[\"0h\"]", "Fixed"),
            ("LogNormal(median: \"2h\", p90: \"2h\")", "`p90` must be longer than `median`", "[\"2h\"]", "nine in ten"),
            ("LogNormal(\"1h\", \"2h\")", "by name", "[LogNormal(\"1h\", \"2h\")]", "LogNormal(median: \"30m\", p90: \"2h\")"),
            ("LogNormal(median: \"1h\")", "by name", "[LogNormal(median: \"1h\")]", "LogNormal(median"),
            ("LogNormal(mean: \"1h\", p90: \"2h\")", "by name", "[LogNormal(", "LogNormal(median"),
            ("LogNormal(mean: \"1h\", median: \"1h\", sigma: 1)", "by name", "[LogNormal(", "LogNormal(median"),
            ("LogNormal(mean: \"1h\", sigma: 0)", "`sigma` is out of range", "[0]", "natural logarithm"),
            ("LogNormal(mean: \"0h\", sigma: 1)", "`mean` must be longer", "[\"0h\"]", "Fixed"),
            ("LogNormal(mean: \"1h\", sigma: \"1h\")", "expected a number", "[\"1h\"]", ""),
            ("Weibull(median: \"2h\", p90: \"1h\")", "`p90` must be longer than `median`", "[\"1h\"]", "nine in ten"),
            ("Weibull(median: \"0h\", p90: \"1h\")", "`median` must be longer", "[\"0h\"]", "Fixed"),
            ("Empirical([])", "at least one value", "[[]]", "Empirical(["),
            ("Empirical(\"1h\")", "expected a list", "[\"1h\"]", "square brackets"),
            ("Empirical([\"1h\", \"soon\"])", "\"soon\" is not a span", "[\"soon\"]", "units"),
            ("Mixture([])", "at least one part", "[[]]", "Mixture(["),
            ("Mixture([(0, \"1h\")])", "a weight of 0", "[0]", "leave out"),
            ("Mixture([(1, \"1h\"), (-2, \"1h\")])", "a weight of -2", "[-2]", "leave out"),
            ("Mixture([\"1h\"])", "expected two values in round brackets", "[\"1h\"]", ""),
        ] {
            let mistake = mistake::<Dist>(text);
            assert!(mistake.contains(title) && mistake.contains(under) && mistake.contains(help), "{text}: {mistake}");
            assert_eq!(mistake.lines().count(), 1, "{text}: {mistake}");
        }
    }

    #[test]
    fn all_mistakes_of_a_distribution_are_found_at_once() {
        let mistakes = mistake::<Dist>("Triangular(\"soon\", 5, \"later\")");
        assert_eq!(mistakes.lines().count(), 3, "{mistakes}");
        let mistakes = mistake::<Dist>("Pert(\"3h\", \"2h\", \"1h\")");
        assert_eq!(mistakes.lines().count(), 2, "{mistakes}");
        let mistakes = mistake::<Dist>("Mixture([(1, Fixed(\"x\")), (0.5, Exponential(mean: \"0s\"))])");
        assert_eq!(mistakes.lines().count(), 2, "{mistakes}");
    }
}
