//! The report on changes: which help most and what they cost, the best few together, and the plan with owners to be filled in.

use std::path::Path;

use super::{Piece, Told, Worst, sheet};
use crate::model::fact::Wait;
use crate::report::figures::unit::Unit;
use crate::report::figures::{Figure, bars, ledger, lollipops};
use crate::report::html::lanes::{self, Shown};
use crate::report::html::parting::{self, Side, Wanted};
use crate::report::html::roles::Cast;
use crate::report::html::typed::{self, How};
use crate::report::html::{Line, line};
use crate::report::improve::table::{price, promises, saves, side_effects, worth};
use crate::report::improve::{EffectSummary, Plan, RemedySummary, Saved};
use crate::report::words::{capital, count, duration, harmless, list, share};
use crate::text::Overlay;

const HOUR: f64 = 3600.0;

/// What the page says.
pub fn tell(plan: &Plan, cast: &Cast, folder: &Path) -> Told {
    let view = View { plan, cast };
    let harmful = view.harmful().and_then(|remedy| view.with(remedy, folder, "harm"));
    let best = view.helping().first().and_then(|remedy| view.with(remedy, folder, "best"));
    let [(harm_shown, harm_told), (best_shown, best_told)] = [harmful, best].map(Option::unzip);
    let how_harmful = view.harmful().filter(|_| harm_shown.is_none()).map(|remedy| view.how(remedy));
    let how_best = view.helping().first().filter(|_| best_shown.is_none()).map(|remedy| view.how(remedy));
    Told {
        played: format!("{} changes, {} plays of each that was played in full", plan.remedies.len(), count(plan.head.replications)),
        question: "Which changes help most, and what do they cost?".to_owned(),
        answers: view.answers(),
        lead: Vec::new(),
        // Changes have long names.
        whole: [view.saved(), view.together()].into_iter().flatten().collect(),
        worst: view.harm().map(|harm| Worst { shown: harm_shown, how: how_harmful, ..harm }),
        cures_title: "The three changes that help most".to_owned(),
        cures: view.first(),
        cures_note: "Each change is a file in patches/ that --model lays on the scenario; 00-best-… has the best few together.".to_owned(),
        planner: view.planner(),
        analyst: view.analyst(),
        cures_shown: best_shown,
        cures_how: how_best,
        plays: harm_told.into_iter().chain(best_told).collect(),
    }
}

struct View<'a> {
    plan: &'a Plan,
    cast: &'a Cast,
}

fn capital_stop(words: &str) -> String {
    format!("{}.", capital(words))
}

fn row(label: String, saved: &Saved, times: f64) -> lollipops::Row {
    let of = |value: Option<f64>| value.map(|value| value * times);
    lollipops::Row { label, value: of(saved.mean).unwrap_or(f64::NAN), low: of(saved.interval[0]), high: of(saved.interval[1]) }
}

impl View<'_> {
    fn said(&self, text: &str) -> String {
        harmless(&self.cast.said(text))
    }

    /// "an incident" or "a year".
    fn per(&self) -> &'static str {
        if self.plan.per == "year" { "a year" } else { "an incident" }
    }

    fn helping(&self) -> Vec<&RemedySummary> {
        self.plan.remedies.iter().filter(|remedy| remedy.place.is_some()).collect()
    }

    fn title(&self, remedy: &RemedySummary) -> String {
        let place = remedy.place.map_or(String::new(), |place| format!("{place}. "));
        format!("{place}{}", self.said(&remedy.title))
    }

    fn answers(&self) -> Vec<Line> {
        let helping = self.helping();
        let chosen = self.plan.together.iter().rfind(|step| step.chosen);
        let board = match (helping.first(), chosen) {
            (None, _) if self.plan.remedies.is_empty() => {
                "Nothing is proposed: no decision, task or alert waits for somebody whom a change could make able.".to_owned()
            }
            (None, _) => format!("None of the {} changes that were tried can be told to help.", self.plan.remedies.len()),
            (Some(first), None) => {
                format!("First: {}. It {}, for {}.", self.said(&first.title), saves(&first.effect, &self.plan.per), price(&first.effect))
            }
            (Some(_), Some(all)) => {
                let lost = self.plan.as_it_is.hours_lost.map_or(String::new(), |lost| format!(" of {}", duration(lost * HOUR)));
                let kept = all.effect.hours_saved.mean.map_or("–".to_owned(), |saved| duration(saved.max(0.0) * HOUR));
                format!(
                    "The best {} changes together save {kept}{lost} that {} takes on average, for {}.",
                    all.names.len(),
                    self.per(),
                    price(&all.effect)
                )
            }
        };
        let total: f64 = self.plan.ledger.values().sum();
        let mut states: Vec<(Wait, f64)> =
            Wait::ALL.into_iter().map(|wait| (wait, self.plan.ledger.get(wait.name()).copied().unwrap_or(0.0))).collect();
        states.retain(|(wait, mean)| *wait != Wait::Working && *mean > 0.02 * total);
        states.sort_by(|a, b| b.1.total_cmp(&a.1));
        let most: Vec<String> =
            states.iter().take(3).map(|(wait, mean)| format!("{} ({})", crate::report::words::state(*wait), duration(*mean))).collect();
        let operations = match most.is_empty() {
            true => "As it is, nearly all of the time is work.".to_owned(),
            false => format!("As it is, waited for longest: {}. The changes answer what is waited for.", list(&most, 3)),
        };
        let of = |verdict: &str| self.plan.remedies.iter().filter(|remedy| remedy.effect.verdict == verdict).count();
        let analyst = format!(
            "Of {} changes {} help, {} do harm, {} cannot be told from no change; all on the same luck, the better half going on in each round.",
            self.plan.remedies.len(),
            of("helps"),
            of("harms"),
            of("cannot_tell") + of("nothing")
        );
        vec![line("For the board", board), line("For the operations lead", operations), line("For the analyst", analyst)]
    }

    /// What each of them saves.
    fn saved(&self) -> Option<Figure> {
        let known =
            |remedy: &&RemedySummary| remedy.place.is_some() || matches!(remedy.effect.verdict.as_str(), "helps" | "harms" | "cannot_tell");
        let rows: Vec<lollipops::Row> =
            self.plan.remedies.iter().filter(known).map(|remedy| row(self.title(remedy), &remedy.effect.hours_saved, HOUR)).collect();
        let sure = rows.iter().filter(|row| row.sure() && row.value > 0.0).count();
        let first = self.helping().first().map_or(String::new(), |first| {
            let mean = first.effect.hours_saved.mean.unwrap_or(0.0);
            format!("First: {}. It saves {} of {}. ", self.said(&first.title), duration(mean.max(0.0) * HOUR), self.per())
        });
        let caption = format!(
            "{first}{sure} of those shown save time for certain. The order is by hours, promises and money together, so that a longer line may stand lower."
        );
        let look = lollipops::Look { unit: Unit::Time, nothing: "none", change: "saves, on average", more_is_worse: false };
        lollipops::of("saved", &format!("What each change saves of {}", self.per()), caption, &look, &rows)
    }

    fn places(&self, names: &[String]) -> String {
        let place = |name: &String| {
            let remedy = self.plan.remedies.iter().find(|remedy| remedy.name == *name);
            remedy.and_then(|remedy| remedy.place).map_or("another".to_owned(), |place| place.to_string())
        };
        list(&names.iter().map(place).collect::<Vec<_>>(), 6)
    }

    /// What is left with one change after the other.
    fn together(&self) -> Option<Figure> {
        let lost = self.plan.as_it_is.hours_lost? * HOUR;
        let mut rows = vec![bars::Row { label: "as it is".to_owned(), value: lost, band: None, words: None, chosen: false }];
        let plan = self.plan.together.iter().rposition(|step| step.chosen);
        for (at, step) in self.plan.together.iter().enumerate() {
            let saved = &step.effect.hours_saved;
            let mean = saved.mean? * HOUR;
            let band = saved.interval[0].zip(saved.interval[1]).map(|(low, high)| [lost - high * HOUR, lost - low * HOUR]);
            let label = format!("with {}{}", self.places(&step.names), if plan == Some(at) { " (the plan)" } else { "" });
            rows.push(bars::Row { label, value: (lost - mean).max(0.0), band, words: None, chosen: plan == Some(at) });
        }
        if rows.len() < 2 {
            return None;
        }
        let last = self.plan.together.iter().rfind(|step| step.chosen).or(self.plan.together.last())?;
        let left = (lost - last.effect.hours_saved.mean? * HOUR).max(0.0);
        let apart = last.hours_if_they_added_up - last.effect.hours_saved.mean?;
        let overlap = match apart {
            apart if libm::fabs(apart) < 0.05 * libm::fabs(last.hours_if_they_added_up) => {
                "They save about as much as each alone adds up to.".to_owned()
            }
            apart if apart > 0.0 => format!("Each alone would add up to {} more: they overlap.", duration(apart * HOUR)),
            apart => format!("Together they save {} more than each alone adds up to.", duration(-apart * HOUR)),
        };
        let caption = format!(
            "With {} it takes {} instead of {} on average. {overlap} The numbers are those of the list; thin lines: 95 % sure.",
            self.places(&last.names),
            duration(left),
            duration(lost)
        );
        let title = format!("What {} takes with the best few together", self.per());
        bars::of("together", &title, caption, Unit::Time, ["", "takes, on average", "95 % sure between"], &rows)
    }

    /// What looks like help and does harm.
    fn harm(&self) -> Option<Worst> {
        let remedy = self.harmful()?;
        let evidence = format!(
            "It {}; costs {}. {} Played {} times.",
            saves(&remedy.effect, &self.plan.per),
            price(&remedy.effect),
            side_effects(&remedy.effect),
            count(remedy.effect.plays)
        );
        Some(Worst { heading: "What would do harm".to_owned(), title: self.said(&remedy.title), evidence, shown: None, how: None })
    }

    fn harmful(&self) -> Option<&RemedySummary> {
        self.plan.remedies.iter().find(|remedy| remedy.effect.verdict == "harms")
    }

    /// A play with a change beside the same play without it, of about the effect that it has on average.
    fn with(&self, remedy: &RemedySummary, folder: &Path, id: &str) -> Option<(Shown, lanes::Told)> {
        let text = std::fs::read_to_string(folder.join(&remedy.patch)).ok()?;
        let changed = self.cast.scenario.with(&Overlay { name: "the change", text: &text, sets: &[] }).ok()?;
        let changed = self.cast.in_another(changed);
        let as_it_is = Side { cast: self.cast, called: "as it is".to_owned() };
        let with = Side { cast: &changed, called: format!("with “{}”", self.said(&remedy.title)) };
        // A change saves where it helps: the play with it is the shorter one.
        let wanted = Wanted::About(-remedy.effect.hours_saved.mean? * HOUR);
        let command = Self::command(remedy);
        let plays = (self.plan.head.seed, remedy.effect.plays);
        let parting = parting::of([&as_it_is, &with], plays, wanted, id, (Some(command), String::new()))?;
        Some((parting.shown, parting.told))
    }

    /// Tells plays with a change: its file by the number, since the name may hold the ids of people.
    fn command(remedy: &RemedySummary) -> String {
        let file = remedy.patch.rsplit('/').next().unwrap_or(&remedy.patch);
        format!("firedrill trace scenario.ron --model patches/{}-*.ron", file.split('-').next().unwrap_or(file))
    }

    fn how(&self, remedy: &RemedySummary) -> How {
        let words = "No play that was looked at differs by about as much; this tells the first with that change.".to_owned();
        How { words, command: typed::of_play(&Self::command(remedy), self.plan.head.seed, 0) }
    }

    fn effect(&self, effect: &EffectSummary) -> String {
        let mut parts = vec![saves(effect, &self.plan.per)];
        parts.extend(promises(effect, self.plan.as_it_is.promises_broken));
        parts.extend(worth(effect, &self.plan.per));
        parts.join("; ")
    }

    fn first(&self) -> Vec<Line> {
        let helping = self.helping();
        let of = |remedy: &&RemedySummary| {
            let words = format!("{} Costs {}.", capital_stop(&self.effect(&remedy.effect)), price(&remedy.effect));
            line(format!("{}.", self.said(&remedy.title)), words)
        };
        helping.iter().take(3).map(of).collect()
    }

    fn planner(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let rows = self.helping().into_iter().map(|remedy| {
            let effect = &remedy.effect;
            vec![
                self.title(remedy),
                capital(&self.effect(effect)),
                price(effect),
                side_effects(effect),
                remedy.owner.as_deref().map_or(BLANK.to_owned(), |owner| self.cast.name(owner)),
                BLANK.to_owned(),
            ]
        });
        let head = ["change", "effect", "costs", "takes and brings with it", "owner", "by"];
        pieces.extend(sheet("The plan: owners and dates to be filled in", head, rows.collect()));
        let reasons = self.helping().into_iter().map(|remedy| {
            let finding = remedy.finding.as_deref().map_or(String::new(), |finding| self.said(finding));
            vec![self.title(remedy), self.said(&remedy.why), finding, self.patch(&remedy.patch)]
        });
        let head = ["change", "why", "the finding that it answers", "its file"];
        pieces.extend(sheet("Why, and the file that lays each change on the scenario (--model)", head, reasons.collect()));
        let last = self.plan.together.iter().rposition(|step| step.chosen);
        let steps = self.plan.together.iter().enumerate().map(|(at, step)| {
            let chosen = match step.chosen {
                true if last == Some(at) => "the plan",
                true => "on the way to it",
                false => "",
            };
            let file = step.patch.as_deref().map_or(String::new(), |patch| self.patch(patch));
            vec![self.places(&step.names), saves(&step.effect, &self.plan.per), price(&step.effect), chosen.to_owned(), file]
        });
        let head = ["changes", "together", "cost", "", "file"];
        pieces.extend(sheet("The best few together, one more in each step", head, steps.collect()));
        for (verdict, caption) in [
            ("harms", "What would do harm"),
            ("cannot_tell", "What cannot be told from no change"),
            ("nothing", "What makes no difference"),
            ("helps", "What helps less and was played in part"),
        ] {
            let rows = self
                .plan
                .remedies
                .iter()
                .filter(|remedy| remedy.place.is_none() && remedy.effect.verdict == verdict)
                .map(|remedy| vec![self.said(&remedy.title), capital(&saves(&remedy.effect, &self.plan.per)), price(&remedy.effect)]);
            pieces.extend(sheet(caption, ["change", "effect", "costs"], rows.collect()));
        }
        pieces
    }

    /// A file by its number: its name may hold the ids of people.
    fn patch(&self, path: &str) -> String {
        let name = path.rsplit('/').next().unwrap_or(path);
        harmless(&match name.split_once('-') {
            Some((number, _)) if !name.starts_with("00-") => format!("patches/{number}-….ron"),
            _ => path.to_owned(),
        })
    }

    fn analyst(&self) -> Vec<Piece> {
        let bar = ledger::Bar { label: "on average".to_owned(), parts: self.plan.ledger.clone() };
        let total: f64 = bar.parts.values().sum();
        // What is stopped before it does harm takes no time, and has no part in where the time goes.
        let lost = self.plan.as_it_is.hours_lost.map_or(total, |lost| lost * HOUR);
        let stopped = self.plan.per != "year" && lost < 0.995 * total;
        let whole = if stopped {
            format!(" Over all incidents, also those that are stopped before any harm, it is {}.", duration(lost))
        } else {
            String::new()
        };
        let caption = format!(
            "Where the {} go that an incident{} takes on average, as it is: what is waited for is what a change can save.{whole}",
            duration(total),
            if stopped { " that does harm" } else { "" },
        );
        let mut pieces: Vec<Piece> =
            ledger::of_one("ledger", "Where the time goes as it is", caption, &bar).into_iter().map(Piece::Figure).collect();
        let money = |remedy: &&RemedySummary| remedy.effect.money_saved.mean.is_some_and(|saved| saved != 0.0);
        let rows: Vec<lollipops::Row> =
            self.helping().into_iter().filter(money).map(|remedy| row(self.title(remedy), &remedy.effect.money_saved, 1.0)).collect();
        let look = lollipops::Look { unit: Unit::Money, nothing: "none", change: "saves, on average", more_is_worse: false };
        let caption =
            format!("What incidents cost less with each change, {}; what the change itself costs a year is in the plan.", self.per());
        pieces.extend(
            lollipops::of("money", &format!("What each change saves in money, of {}", self.per()), caption, &look, &rows)
                .map(Piece::Figure),
        );
        let broken = self.plan.as_it_is.promises_broken.map_or("–".to_owned(), share);
        let words = format!(
            "Promises are RTO, MTPD, notices, recovery within the horizon and the targets, play by play; as it is, {broken} are broken. The order is by the sum of the places \
             in hours saved, promises kept and money. What a change takes (hours of work at {} each, licences) is assumed by firedrill and stands in each patch. \
             remedies.parquet beside this page has all figures.",
            count(libm::round(self.plan.hour_of_work.max(0.0)) as u64)
        );
        pieces.push(Piece::Words(words));
        pieces
    }
}

/// To be filled in by hand.
const BLANK: &str = "________";
