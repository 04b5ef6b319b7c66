//! Assumed values, and a scenario with one of them halved or doubled: what is said to be assumed (`source: Assumed("…")`) may well be half or twice as
//! much, and a study that compares asks whether that would turn its verdict.
//!
//! A statement may cover several values; they are varied together. Times, amounts, rates and factors are multiplied; a share between 0 and 1 has its odds
//! multiplied, so that it stays one. Promises, head counts and instants stay as they are: they are laid down, not estimated.

use crate::engine::time::Span;
use crate::text::{self, Field, Node, Problems, SourceKind, Value};

use super::{Rejected, Scenario};

/// Something that is said to be assumed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assumption {
    /// Where it stands.
    pub path: String,
    /// What its `source` says.
    pub source: String,
}

/// Fields that are laid down rather than estimated.
const LAID_DOWN: [&str; 16] = [
    "rto",
    "rpo",
    "mtpd",
    "at_most",
    "within",
    "count",
    "quorum",
    "tier",
    "horizon",
    "runs_for",
    "warm_up",
    "limits",
    "transition",
    "step",
    "repeat",
    "clients",
];

/// Fields that multiply something, or say how often it happens: below 1 they are no shares, and at 1 they can be more.
fn is_factor(name: &str) -> bool {
    const ENDINGS: [&str; 7] = ["takes", "takes_times", "_pay", "_fails", "_per_year", "_per_week", "_per_month"];
    const NAMES: [&str; 8] = ["improvise", "without", "context", "variance", "demand", "downtime_cost", "weight", "weights"];
    NAMES.contains(&name) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

impl Scenario {
    /// All statements that something is assumed, in the order of the scenario.
    pub fn assumptions(&self) -> Vec<Assumption> {
        let stated = text::provenance(&self.root).into_iter().filter(|statement| statement.kind == SourceKind::Assumed);
        stated.map(|statement| Assumption { path: statement.path, source: statement.text }).collect()
    }

    /// The scenario with everything that a statement covers multiplied; nothing where the scenario does not make it, or where it covers nothing that
    /// can be. An error is a variant that makes no sense.
    pub fn varied(&self, assumption: &Assumption, factor: f64) -> Option<Result<Scenario, Rejected>> {
        let nth = self.assumptions().iter().position(|stated| stated == assumption)?;
        let mut root = self.root.clone();
        let mut walk = Walk { left: nth as i64, factor, changed: false };
        walk.node(&mut root, false, false);
        walk.changed.then(|| super::made(Some(root), Problems::new(), self.sources.clone()))
    }
}

/// What is halved need not lie in the range that was given for the whole.
fn without_range(node: &mut Node) {
    if std::ptr::eq(text::bare(node), node) {
        return;
    }
    let Value::Struct(_, fields) = &mut node.value else { return };
    fields.retain(|field| field.name.text != "between");
    if fields.len() == 1
        && let Some(only) = fields.pop()
    {
        *node = only.node;
    }
}

/// On the way through a tree, in the order in which statements are listed.
struct Walk {
    /// Statements of an assumption up to the one that is meant.
    left: i64,
    factor: f64,
    changed: bool,
}

impl Walk {
    fn node(&mut self, node: &mut Node, covered: bool, factor: bool) {
        let covered = match text::statement(node) {
            Some(SourceKind::Assumed) => {
                self.left -= 1;
                self.left == -1
            }
            // What has a statement of its own is not covered by the one around it.
            Some(_) => false,
            None => covered,
        };
        if covered {
            without_range(node);
        }
        match &mut node.value {
            Value::List(items) | Value::Tuple(_, items) => items.iter_mut().for_each(|item| self.node(item, covered, factor)),
            Value::Map(fields) | Value::Struct(_, fields) => fields.iter_mut().for_each(|field| self.field(field, covered, factor)),
            _ if covered => self.leaf(node, factor),
            _ => {}
        }
    }

    fn field(&mut self, field: &mut Field, covered: bool, factor: bool) {
        let name = field.name.text.as_str();
        if name != "source" {
            let (covered, factor) = (covered && !LAID_DOWN.contains(&name), factor || is_factor(name));
            self.node(&mut field.node, covered, factor);
        }
    }

    fn leaf(&mut self, node: &mut Node, factor: bool) {
        let varied = match &node.value {
            Value::Number(number) if factor => (*number > 0.0).then(|| Value::Number(number * self.factor)),
            Value::Number(number) => self.number(*number).map(Value::Number),
            Value::Text(_) => text::read::<Span>(node, &mut Problems::new()).filter(|span| *span > Span(0)).map(|span| {
                let varied = libm::round(span.0 as f64 * self.factor).max(1.0);
                Value::Text(format!("{varied}ms"))
            }),
            _ => None,
        };
        if let Some(value) = varied {
            node.value = value;
            self.changed = true;
        }
    }

    fn number(&self, number: f64) -> Option<f64> {
        let whole = libm::floor(number) == number;
        match number {
            n if n <= 0.0 || n == 1.0 => None,
            n if n < 1.0 => {
                let odds = n / (1.0 - n) * self.factor;
                Some(odds / (1.0 + odds))
            }
            n if whole => Some(libm::ceil(n * self.factor)),
            n => Some(n * self.factor),
        }
    }
}
