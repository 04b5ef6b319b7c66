//! The tables of a comparison: a column for each model.

use super::View;
use crate::report::compare::{ModelSummary, tickets};
use crate::report::html::Sheet;
use crate::report::html::run::reached;
use crate::report::words::{duration, harmless, limit, money};
use crate::study::arms::OF_A_YEAR;

impl View<'_> {
    fn head(&self, first: &str) -> Vec<String> {
        std::iter::once(first.to_owned()).chain(self.comparison.models.iter().map(Self::name)).collect()
    }

    pub(super) fn models(&self) -> Sheet {
        let mut rows = Vec::new();
        for (name, label) in self.measures().iter().filter(|(name, _)| !name.starts_with("objectives.") && !name.starts_with(OF_A_YEAR)) {
            let cell = |model: &ModelSummary| {
                let Some(measure) = model.summary.measures.get(name).filter(|m| m.count > 0) else { return String::new() };
                match measure.unit.as_str() {
                    "money" => measure.p50.map_or(String::new(), money),
                    _ => reached(&model.summary, measure.p50),
                }
            };
            let cells: Vec<String> = self.comparison.models.iter().map(cell).collect();
            if cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(std::iter::once(label.clone()).chain(cells).collect());
            }
        }
        for (name, label) in tickets::rows(self.comparison, self.plan) {
            let cell = |model: &ModelSummary| tickets::mean(&model.summary, &name).map_or(String::new(), |hours| duration(hours * 3600.0));
            rows.push(std::iter::once(format!("{label}, on average")).chain(self.comparison.models.iter().map(cell)).collect());
        }
        let caption = match tickets::are_all_there_is(self.comparison, self.plan) {
            true => "What becomes of tickets in each model",
            false => "What is typical in each model: half of all incidents are worse",
        };
        Sheet { caption: caption.to_owned(), head: self.head(""), rows }
    }

    pub(super) fn targets(&self) -> Option<Sheet> {
        let names: Vec<&String> = self.first().summary.targets.keys().collect();
        let row = |name: &&String| {
            let cell = |model: &ModelSummary| match model.summary.targets.get(*name) {
                // What was promised in time, and is, was late by nothing at all.
                Some(target) if target.limit == 0.0 && target.met == Some(true) => "met".to_owned(),
                Some(target) => {
                    let word = target.met.map_or("not tested", |met| if met { "met" } else { "MISSED" });
                    format!("{word}: {}", reached(&model.summary, target.value))
                }
                None => String::new(),
            };
            let promised = self.first().summary.targets.get(*name).map_or(String::new(), |target| {
                if target.limit > 0.0 { format!(" (at most {})", limit(target.limit)) } else { " (in time)".to_owned() }
            });
            let label = format!("{}{promised}", harmless(&name.replace('-', " ")));
            std::iter::once(label).chain(self.comparison.models.iter().map(cell)).collect()
        };
        let rows: Vec<Vec<String>> = names.iter().map(row).collect();
        (!rows.is_empty()).then(|| Sheet { caption: "Targets met and missed".to_owned(), head: self.head("target"), rows })
    }

    pub(super) fn money(&self) -> Option<Sheet> {
        type Pick = fn(&ModelSummary) -> Option<f64>;
        let all: [(&str, Pick); 6] = [
            ("own people, a year", |m| Some(m.money.payroll_per_year)),
            ("providers, a year", |m| Some(m.money.retainers_per_year)),
            ("being on call, a year", |m| Some(m.money.on_call_allowances_per_year)),
            ("standing cost, a year", |m| Some(m.money.standing_per_year)),
            ("an incident, on average", |m| m.money.incident),
            ("incidents, a year", |m| m.money.incidents_per_year),
        ];
        let row = |(label, pick): &(&str, Pick)| {
            let cells: Vec<Option<f64>> = self.comparison.models.iter().map(pick).collect();
            let any = cells.iter().any(|cell| cell.is_some_and(|paid| paid > 0.0));
            let words = cells.into_iter().map(|cell| cell.map_or(String::new(), money));
            any.then(|| std::iter::once((*label).to_owned()).chain(words).collect())
        };
        let rows: Vec<Vec<String>> = all.iter().filter_map(row).collect();
        (!rows.is_empty()).then(|| Sheet { caption: "What each model costs".to_owned(), head: self.head(""), rows })
    }
}
