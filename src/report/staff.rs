//! What a search for staffing came to: the answer, the front of cost against risk, the relief factor.

use serde::{Deserialize, Serialize};

use super::head::{Head, Setting};
use super::rows::{Cell, Kind, Sheet, Table};
use super::summary::{Bounds, finite, rounded};
use super::table::labelled;
use super::words::{duration, harmless, many, money, share, wrap};
use crate::model::plan::Plan;
use crate::study::staff::{Judged, Raced, Relief, Standing};

const WIDTH: usize = 96;
/// What people are away a year where the scenario does not say, in working days of 260: leave, sickness, training.
const USUAL: [f64; 3] = [25.0, 6.0, 5.0];

/// One staffing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StaffingSummary {
    /// What was set, in words: "people.analyst.count=3".
    pub staffing: Vec<String>,
    /// The file in the folder that has the scenario it was laid on: "scenario.ron", or that of a variant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scenario: String,
    /// The single values that were laid on that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sets: Vec<String>,
    /// Standing cost of a year.
    pub cost_per_year: f64,
    /// Plays.
    pub plays: u64,
    /// met, open or missed.
    pub targets: String,
    /// How many targets are met for certain.
    pub targets_met: usize,
    /// The share of promises broken.
    pub promises_broken: Option<f64>,
    /// Its interval.
    pub promises_broken_interval: Bounds,
    /// What incidents cost.
    pub incident_cost: Option<f64>,
    /// None other is as cheap and breaks as few promises.
    pub on_the_front: bool,
}

/// One way to staff.
#[derive(Clone, Debug)]
pub struct Way {
    /// What it is called: "as it is", or what makes it.
    pub name: Vec<String>,
    /// The file in the folder that has the scenario it is laid on.
    pub scenario: String,
    /// The single values that are laid on that.
    pub sets: Vec<String>,
}

/// People a seat around the clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReliefSummary {
    /// Of whom.
    pub people: String,
    /// Hours on shift a week.
    pub hours_per_week: f64,
    /// Shares of working time away, and why.
    pub away: Vec<(String, f64)>,
    /// People a seat.
    pub people_per_seat: f64,
}

/// All of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Staffings {
    /// What was played; `replications` are the plays of a staffing that was played in full.
    #[serde(flatten)]
    pub head: Head,
    /// Targets of the scenario.
    pub targets: usize,
    /// The cheapest that meets them all, by its place.
    pub best: Option<usize>,
    /// Cheaper ones of which it is not known.
    pub cheaper_and_open: Vec<usize>,
    /// All staffings, the cheapest first.
    pub staffings: Vec<StaffingSummary>,
    /// People a seat.
    pub relief: Vec<ReliefSummary>,
}

impl Staffings {
    /// Of a race: what each candidate is called, and the relief factors.
    pub fn of(plan: &Plan, raced: &Raced, ways: &[Way], relief: Vec<(String, Relief)>, setting: &Setting, asked: u64) -> Staffings {
        let front = raced.front();
        let known = |at: &usize| raced.judged[*at].as_ref().map(|judged| (*at, judged));
        let mut order: Vec<(usize, &Judged)> = (0..ways.len()).filter_map(|at| known(&at)).collect();
        order.sort_by(|a, b| a.1.cost.total_cmp(&b.1.cost).then(a.0.cmp(&b.0)));
        let best = raced.best.and_then(|best| order.iter().position(|(at, _)| *at == best));
        let cheaper = |at: usize| best.is_none_or(|best| at < best);
        let open = order.iter().enumerate().filter(|(at, (_, of))| cheaper(*at) && of.standing() == Standing::Open).map(|(at, _)| at);
        let staffings = order.iter().map(|(at, of)| StaffingSummary {
            staffing: ways[*at].name.clone(),
            scenario: ways[*at].scenario.clone(),
            sets: ways[*at].sets.clone(),
            cost_per_year: rounded(of.cost),
            plays: of.plays,
            targets: of.standing().name().to_owned(),
            targets_met: of.targets.iter().filter(|(standing, _)| *standing == Standing::Met).count(),
            promises_broken: finite(of.broken.0),
            promises_broken_interval: [finite(of.broken.1.low), finite(of.broken.1.high)],
            incident_cost: finite(of.incidents),
            on_the_front: front.contains(at),
        });
        let note = raced.stopped.then(|| format!("interrupted: {} of {} staffings have been played", order.len(), ways.len()));
        Staffings {
            head: setting.head("staff", &plan.name, asked, note),
            targets: plan.targets.len(),
            best,
            cheaper_and_open: open.collect(),
            staffings: staffings.collect(),
            relief: relief
                .into_iter()
                .map(|(people, of)| ReliefSummary {
                    people,
                    hours_per_week: rounded(of.hours),
                    away: of.away.iter().map(|(why, away)| ((*why).to_owned(), rounded(*away))).collect(),
                    people_per_seat: rounded(of.factor),
                })
                .collect(),
        }
    }

    /// The text of `summary.json`.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// The table of staffings.
    pub fn sheet() -> Sheet {
        let columns = [
            ("staffing", Kind::Text),
            ("cost_per_year", Kind::Real),
            ("plays", Kind::Whole),
            ("targets", Kind::Text),
            ("promises_broken", Kind::Real),
            ("promises_broken_low", Kind::Real),
            ("promises_broken_high", Kind::Real),
            ("incident_cost", Kind::Real),
            ("on_the_front", Kind::Flag),
        ];
        Sheet { table: Table::OfStudy, name: "staffings", columns: columns.map(|(name, kind)| (name.to_owned(), kind)).to_vec() }
    }

    /// The names of all staffings, as its rows have them.
    pub fn names(&self) -> Vec<String> {
        self.staffings.iter().map(|of| of.staffing.join(", ")).collect()
    }

    /// Its rows.
    pub fn rows<'a>(&'a self, names: &'a [String]) -> Vec<Vec<Cell<'a>>> {
        let row = |(of, name): (&'a StaffingSummary, &'a String)| {
            vec![
                Cell::Text(Some(name)),
                Cell::Real(Some(of.cost_per_year)),
                Cell::Whole(of.plays),
                Cell::Text(Some(&of.targets)),
                Cell::Real(of.promises_broken),
                Cell::Real(of.promises_broken_interval[0]),
                Cell::Real(of.promises_broken_interval[1]),
                Cell::Real(of.incident_cost),
                Cell::Flag(Some(of.on_the_front)),
            ]
        };
        self.staffings.iter().zip(names).map(row).collect()
    }

    /// The table; `around` are the last lines.
    pub fn table(&self, around: &[(&str, String)]) -> String {
        let mut parts = vec![harmless(&self.head.scenario)];
        parts.extend(self.head.model.as_deref().map(harmless));
        parts.push(many(self.staffings.len() as u64, "staffing"));
        parts.push(format!("up to {} of each", many(self.head.replications, "play")));
        parts.push(format!("seed {}", self.head.seed));
        let mut text = parts.join(" · ") + "\n";
        text.push_str(&self.head.note.as_ref().map_or(String::new(), |note| format!("NOTE  {note}\n")));
        text.push_str(&(wrap(&self.answer(), WIDTH).join("\n") + "\n"));
        text.push_str(&self.front());
        text.push_str(&self.seats());
        let words = "the same luck in every staffing. All begin with an eighth of the plays; those that miss a target for certain drop out, and those dearer than one that meets all \
                     wait. The cheapest is played in full before it is named; of several as cheap it is the one that breaks the fewest promises. A target is met when its 95 % interval lies below its limit. Cost is payroll, retainers and allowances of a year.";
        text.push_str(&format!("\n{}", labelled("How", words)));
        for (label, words) in around {
            text.push_str(&format!("{label:<15}{words}\n"));
        }
        text
    }

    fn answer(&self) -> String {
        let name = |of: &StaffingSummary| harmless(&of.staffing.join(", "));
        let all = if self.targets == 1 { "the target".to_owned() } else { format!("all {} targets", self.targets) };
        let mut text = match self.best.map(|best| &self.staffings[best]) {
            Some(best) => format!("The cheapest staffing that meets {all}: {}, for {} a year.", name(best), money(best.cost_per_year)),
            None => {
                let safest =
                    self.staffings.iter().min_by(|a, b| a.promises_broken.unwrap_or(1.0).total_cmp(&b.promises_broken.unwrap_or(1.0)));
                let safest = safest.map_or(String::new(), |of| {
                    format!(
                        " The fewest promises are broken ({}) with {}, for {} a year.",
                        share(of.promises_broken.unwrap_or(1.0)),
                        name(of),
                        money(of.cost_per_year)
                    )
                });
                format!("None of these staffings is sure to meet {all}.{safest}")
            }
        };
        if !self.cheaper_and_open.is_empty() {
            let which = match (self.best, self.cheaper_and_open.len()) {
                (None, 1) => "one of them".to_owned(),
                (None, open) => format!("{open} of them"),
                (Some(_), 1) => "a cheaper one".to_owned(),
                (Some(_), open) => format!("{open} cheaper ones"),
            };
            let does = if self.cheaper_and_open.len() == 1 { "it does" } else { "they do" };
            text.push_str(&format!(" Of {which} it cannot be told whether {does}: more plays (-n) would tell."));
        }
        text
    }

    fn front(&self) -> String {
        let mut text = format!(
            "\nCost against risk: none other is as cheap and breaks as few promises\n{:>10}{:>18}{:>9}{:>8}  {}\n",
            "a year", "promises broken", "targets", "plays", "staffing"
        );
        for of in self.staffings.iter().filter(|of| of.on_the_front) {
            let band = match of.promises_broken_interval {
                [Some(low), Some(high)] if low < high => format!(" ({:.0}-{:.0})", low * 100.0, (high * 100.0).min(100.0)),
                _ => String::new(),
            };
            let broken = of.promises_broken.map_or("-".to_owned(), share) + &band;
            text.push_str(&format!(
                "{:>10}{broken:>18}{:>9}{:>8}  {}\n",
                money(of.cost_per_year),
                of.targets,
                of.plays,
                harmless(&of.staffing.join(", "))
            ));
        }
        text
    }

    /// The relief factor and its arithmetic.
    fn seats(&self) -> String {
        let mut text = String::new();
        for (at, of) in self.relief.iter().enumerate() {
            let head = format!(
                "{}: a seat around the clock is 168 h a week, and one of them is on shift for {}",
                harmless(&of.people),
                duration(of.hours_per_week * 3600.0)
            );
            let words = if of.hours_per_week > 100.0 {
                format!("{head}: that is a seat that is always filled, not a person; give it a roster to see how many people it takes.")
            } else if of.away.is_empty() {
                let away = USUAL.iter().sum::<f64>() / 260.0;
                format!(
                    "{head}: 168 ÷ {:.1} = {:.2} people a seat. The scenario says nothing of absence; with {} days of leave, {} sick and {} of training in 260 it is {:.2}.",
                    of.hours_per_week,
                    of.people_per_seat,
                    USUAL[0],
                    USUAL[1],
                    USUAL[2],
                    of.people_per_seat / (1.0 - away)
                )
            } else {
                let away: Vec<String> = of.away.iter().map(|(why, away)| format!("{:.1} % {why}", away * 100.0)).collect();
                let present = 1.0 - of.away.iter().map(|(_, away)| away).sum::<f64>();
                format!(
                    "{head}, less {}: 168 ÷ ({:.1} × {present:.3}) = {:.2} people a seat.",
                    away.join(", "),
                    of.hours_per_week,
                    of.people_per_seat
                )
            };
            text.push_str(&format!("{}{}", if at == 0 { "\n" } else { "" }, labelled(if at == 0 { "Relief factor" } else { "" }, &words)));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_told_is_said_of_as_many_as_there_are() {
        let told = |best: Option<usize>, open: &[usize]| -> String {
            let one = |name: &str, targets: &str| {
                serde_json::json!({"staffing": [name], "cost_per_year": 1e6, "plays": 9, "targets": targets, "targets_met": 0,
                    "promises_broken": 0.25, "promises_broken_interval": [0.2, 0.3], "incident_cost": null, "on_the_front": true})
            };
            let all = serde_json::json!({
                "schema": 1, "firedrill": "0", "study": "staff", "scenario": "s", "scenario_hash": "h", "model": null, "seed": 1, "replications": 9,
                "targets": 1, "best": best, "cheaper_and_open": open, "staffings": [one("a", "open"), one("b", "open"), one("c", "met")], "relief": []
            });
            serde_json::from_value::<Staffings>(all).expect("staffings").answer()
        };
        assert!(told(Some(2), &[0]).ends_with(" Of a cheaper one it cannot be told whether it does: more plays (-n) would tell."));
        assert!(told(Some(2), &[0, 1]).contains(" Of 2 cheaper ones it cannot be told whether they do:"));
        // None is cheaper than one that was not found.
        assert!(told(None, &[0, 1]).contains(" Of 2 of them it cannot be told whether they do:"));
        assert!(told(None, &[0]).contains(" Of one of them it cannot be told whether it does:"));
    }
}
