//! The plan of remedies as a leader reads it.

use super::{EffectSummary, Plan, RemedySummary, Saved, TogetherSummary};
use crate::model::fact::Wait;
use crate::report::table::labelled;
use crate::report::words::{count, duration, harmless, list, many, money, share, state, wrap};

const WIDTH: usize = 96;

/// What stands around the figures.
#[derive(Clone, Debug, Default)]
pub struct Around {
    /// Seconds that it took.
    pub took: Option<f64>,
    /// What to do next, as commands.
    pub next: Vec<String>,
    /// Where it was written, and how many files.
    pub written: Option<(String, usize)>,
}

fn hours(hours: f64) -> String {
    duration(hours * 3600.0)
}

/// An amount with its sign in words.
fn amount(value: f64) -> String {
    if value < 0.0 { format!("minus {}", money(-value)) } else { money(value) }
}

fn between(saved: &Saved, words: impl Fn(f64) -> String) -> String {
    match saved.interval {
        [Some(low), Some(high)] if low == high => "the same in every play".to_owned(),
        [Some(low), Some(high)] if low >= 0.0 => format!("95 % sure of {} to {}", words(low), words(high)),
        [Some(low), Some(high)] if high <= 0.0 => format!("95 % sure of {} to {} more", words(-high), words(-low)),
        [Some(low), Some(high)] => format!("between {} more and {} less", words(-low), words(high)),
        _ => "too few plays for an interval".to_owned(),
    }
}

/// "saves 14 h of an incident (95 % sure of 10 h to 18 h)".
pub fn saves(effect: &EffectSummary, per: &str) -> String {
    let a = if per == "year" { "a year" } else { "an incident" };
    match effect.hours_saved.mean {
        None => "too few plays to say".to_owned(),
        Some(0.0) => format!("changes nothing of the hours of {a}"),
        Some(mean) if mean > 0.0 => format!("saves {} of {a} ({})", hours(mean), between(&effect.hours_saved, hours)),
        Some(mean) => format!("adds {} to {a} ({})", hours(-mean), between(&effect.hours_saved, hours)),
    }
}

/// The same of several.
fn plural(saves: &str) -> String {
    for (one, several) in [("saves ", "save "), ("adds ", "add "), ("changes ", "change ")] {
        if let Some(rest) = saves.strip_prefix(one) {
            return format!("{several}{rest}");
        }
    }
    saves.to_owned()
}

/// What it takes, and what it brings with it.
pub fn side_effects(effect: &EffectSummary) -> String {
    let mut parts = vec![format!("Takes {:.0} h of work once and {:.0} h a year", effect.hours_once, effect.hours_per_year)];
    match effect.false_isolations_per_year {
        Some(more) if more > 0.05 => {
            parts.push(format!("{more:.1} more isolations a year for nothing, at {}", money(effect.false_alarm_cost_per_year)))
        }
        Some(less) if less < -0.05 => parts.push(format!("{:.1} fewer isolations a year for nothing", -less)),
        _ => {}
    }
    match effect.privileged_holders {
        0 => {}
        1 => parts.push("one more grant to review".to_owned()),
        more if more > 1 => parts.push(format!("{more} more grants to review")),
        fewer => parts.push(format!("{} fewer grants", -fewer)),
    }
    format!("{}.", parts.join("; "))
}

/// What it costs, once and a year.
pub fn price(effect: &EffectSummary) -> String {
    let once = if effect.once > 0.0 { format!("{} once, ", money(effect.once)) } else { String::new() };
    format!("{once}{} a year", amount(effect.cost_per_year))
}

/// What it saves in money, and when it pays.
pub fn worth(effect: &EffectSummary, per: &str) -> Option<String> {
    let saved = effect.money_saved.mean?;
    let sure = between(&effect.money_saved, money);
    if per == "year" && saved < 0.0 {
        return Some(format!("incidents cost {} a year more ({sure})", money(-saved)));
    }
    if per == "year" {
        return Some(format!("saves {} a year on incidents ({sure})", money(saved)));
    }
    if saved < 0.0 {
        return Some(format!("an incident costs {} more ({sure})", money(-saved)));
    }
    let sure_to_save = matches!(effect.money_saved.interval, [Some(low), _] if low > 0.0);
    let pays = match effect.pays_from_incidents_per_year {
        Some(_) if !sure_to_save => "; whether it pays cannot be told".to_owned(),
        Some(from) if from < 0.005 => "; pays at once".to_owned(),
        Some(from) if (0.5..0.995).contains(&from) => "; pays if it comes every year".to_owned(),
        Some(from) if from < 0.5 => format!("; pays if it comes once in {} years", count(libm::floor(1.0 / from).clamp(1.0, 1e6) as u64)),
        Some(from) => format!("; pays from {from:.1} such incidents a year"),
        None => String::new(),
    };
    (saved > 0.0).then(|| format!("saves {} an incident ({sure}){pays}", money(saved)))
}

/// Promises broken instead of as it is.
pub fn promises(effect: &EffectSummary, before: Option<f64>) -> Option<String> {
    let (saved, before) = (effect.promises_kept.mean?, before?);
    (libm::fabs(saved) > 5e-4).then(|| format!("promises broken {} instead of {}", share((before - saved).clamp(0.0, 1.0)), share(before)))
}

/// The table.
pub fn of(plan: &Plan, around: &Around) -> String {
    let mut parts = vec![harmless(&plan.head.scenario)];
    parts.extend(plan.head.model.as_deref().map(harmless));
    parts.push(many(plan.head.replications, "play"));
    parts.push(format!("seed {}", plan.head.seed));
    parts.extend(around.took.map(|took| format!("{took:.1} s")));
    let mut text = parts.join(" · ") + "\n";
    text.push_str(&plan.head.note.as_ref().map_or(String::new(), |note| format!("NOTE  {note}\n")));
    text.push_str(&(wrap(&answer(plan), WIDTH).join("\n") + "\n"));
    text.push_str(&now(plan));
    for remedy in plan.remedies.iter().filter(|remedy| remedy.place.is_some()) {
        text.push_str(&entry(plan, remedy));
    }
    text.push_str(&together(plan));
    text.push_str(&others(plan));
    text.push_str(&method(plan));
    for (at, next) in around.next.iter().enumerate() {
        text.push_str(&format!("{:<15}{next}\n", if at == 0 { "Next" } else { "" }));
    }
    if let Some((folder, files)) = &around.written {
        text.push_str(&format!("{:<15}{folder}/summary.json and {} more\n", "Written", files.saturating_sub(1)));
    }
    text
}

/// The answer in a sentence or two.
fn answer(plan: &Plan) -> String {
    let a = if plan.per == "year" { "a year" } else { "an incident" };
    let Some(best) = plan.remedies.iter().find(|remedy| remedy.place == Some(1)) else {
        return match plan.remedies.is_empty() {
            true => "Nothing is proposed: no decision, task or alert waits for somebody whom a change could make able.".to_owned(),
            false => format!(
                "None of the {} changes that were tried can be told to help; play more often (-n), or look at where the time goes.",
                plan.remedies.len()
            ),
        };
    };
    let lost = plan.as_it_is.hours_lost.map_or(String::new(), |lost| format!(", of {} that {a} takes now", hours(lost)));
    let mut text = format!("First: {}. It {}{lost}, for {}.", harmless(&best.title), saves(&best.effect, &plan.per), price(&best.effect));
    if let Some(all) = plan.together.iter().rfind(|step| step.chosen) {
        let many = all.names.len();
        text.push_str(&format!(" The best {many} together {}, for {}.", plural(&saves(&all.effect, &plan.per)), price(&all.effect)));
    }
    text
}

fn now(plan: &Plan) -> String {
    let all: f64 = plan.ledger.values().sum();
    let mut states: Vec<(&Wait, f64)> = Wait::ALL.iter().map(|wait| (wait, plan.ledger.get(wait.name()).copied().unwrap_or(0.0))).collect();
    states.sort_by(|a, b| b.1.total_cmp(&a.1));
    let told =
        states.iter().filter(|(_, mean)| *mean > all * 0.03).take(6).map(|(wait, mean)| format!("{} {}", state(**wait), duration(*mean)));
    let told: Vec<String> = told.collect();
    if told.is_empty() { String::new() } else { format!("\n{}", labelled("Where it goes", &told.join(", "))) }
}

fn entry(plan: &Plan, remedy: &RemedySummary) -> String {
    let effect = &remedy.effect;
    let place = remedy.place.unwrap_or(0);
    let mut text = String::from("\n");
    let indent = |words: &str| wrap(words, WIDTH - 4).iter().map(|line| format!("    {line}\n")).collect::<String>();
    for (at, line) in wrap(&harmless(&remedy.title), WIDTH - 4).iter().enumerate() {
        text.push_str(&if at == 0 { format!("{place:>2}  {line}\n") } else { format!("    {line}\n") });
    }
    let mut figures = vec![saves(effect, &plan.per)];
    figures.extend(promises(effect, plan.as_it_is.promises_broken));
    figures.extend(worth(effect, &plan.per));
    text.push_str(&indent(&format!("{}.", figures.join("; "))));
    text.push_str(&indent(&format!("Costs {}. {}", price(effect), side_effects(effect))));
    text.push_str(&indent(&harmless(&remedy.why)));
    text.push_str(&remedy.finding.as_ref().map_or(String::new(), |finding| indent(&format!("Finding: {}", harmless(finding)))));
    text.push_str(&format!("    Owner ____________   by ____________   {}\n", remedy.patch));
    text
}

fn together(plan: &Plan) -> String {
    let title = |name: &str| {
        plan.remedies.iter().find(|r| r.name == name).map_or(name.to_owned(), |r| r.place.map_or(name.to_owned(), |p| format!("{p}")))
    };
    let one = |step: &TogetherSummary| {
        let names: Vec<String> = step.names.iter().map(|name| title(name)).collect();
        let saved = step.effect.hours_saved.mean.unwrap_or(0.0);
        let apart = step.hours_if_they_added_up - saved;
        let how = if libm::fabs(apart) < 0.05 * libm::fabs(step.hours_if_they_added_up) {
            "about as much as each alone adds up to".to_owned()
        } else if apart > 0.0 {
            format!("{} less than each alone adds up to: they overlap", hours(apart))
        } else {
            format!("{} more than each alone adds up to: they help each other", hours(-apart))
        };
        format!("{} {}, {how}", list(&names, 5), plural(&saves(&step.effect, &plan.per)))
    };
    let mut text = String::new();
    if !plan.together.is_empty() {
        text.push_str(&format!(
            "\n{:<15}{}\n",
            "Together", "by their numbers above; one more in each step, the best of those tried (greedy)"
        ));
    }
    for step in &plan.together {
        let words = format!(
            "{}{}",
            one(step),
            if step.chosen { format!(". In the plan: {}", step.patch.clone().unwrap_or_default()) } else { String::new() }
        );
        text.push_str(&labelled("", &words));
    }
    text
}

/// Those that do harm, and those of which nothing can be told.
fn others(plan: &Plan) -> String {
    let of = |verdict: &str| plan.remedies.iter().filter(|r| r.place.is_none() && r.effect.verdict == verdict).collect::<Vec<_>>();
    let mut text = String::new();
    for (at, remedy) in of("harms").iter().enumerate() {
        let effect = &remedy.effect;
        let noise = effect.false_isolations_per_year.filter(|more| *more > 0.05);
        let why = match noise {
            Some(more) => format!(
                "it takes services down for nothing {more:.1} times a year, at {}, and saves {}",
                money(effect.false_alarm_cost_per_year),
                if plan.per == "year" {
                    format!("{} a year", amount(effect.money_saved.mean.unwrap_or(0.0)))
                } else {
                    format!("{} on an incident", amount(effect.money_saved.mean.unwrap_or(0.0)))
                }
            ),
            None => saves(effect, &plan.per),
        };
        let words = format!("{}: {why}.", harmless(&remedy.title));
        text.push_str(&format!("{}{}", if at == 0 { "\n" } else { "" }, labelled(if at == 0 { "Does harm" } else { "" }, &words)));
    }
    let names = |all: &[&RemedySummary]| list(&all.iter().map(|r| harmless(&r.title)).collect::<Vec<_>>(), 6);
    let given_up: Vec<&RemedySummary> = plan.remedies.iter().filter(|r| r.place.is_none() && r.effect.verdict == "helps").collect();
    for (label, all) in [("Helps less", given_up), ("Cannot tell", of("cannot_tell")), ("No difference", of("nothing"))] {
        if !all.is_empty() {
            text.push_str(&format!("\n{}", labelled(label, &names(&all))));
        }
    }
    text
}

fn method(plan: &Plan) -> String {
    let money = if plan.per == "year" { "money (saved less cost)" } else { "money (saved on one such incident a year less cost)" };
    let of = if plan.per == "year" {
        ""
    } else {
        "Hours and money are of all incidents of a play together; one that is stopped before any harm takes no hours. "
    };
    let words = format!(
        "the same luck in every variant, each held against the scenario as it is play by play; the better half of all goes on in each round, the last {} in full. The order is by the sum of the places in hours \
         saved, promises kept and {money}. {of}Promises are RTO, MTPD, notices, recovery within the horizon and the targets, play by play. What a change \
         takes (hours of work at {}, licences) is assumed by firedrill and stands in each patch; payroll, retainers and allowances are the scenario's.",
        crate::study::improve::FINAL,
        count(libm::round(plan.hour_of_work) as u64),
    );
    format!("\n{}", labelled("How", &words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_save_nothing_is_not_said_to_pay() {
        let effect = |low: f64| -> EffectSummary {
            let saved = |mean: f64, low: f64| serde_json::json!({"mean": mean, "interval": [low, 21_000.0]});
            let of = serde_json::json!({
                "plays": 200, "verdict": "helps", "hours_saved": saved(2.0, 0.4), "promises_kept": saved(0.0, 0.0), "money_saved": saved(8_000.0, low),
                "false_isolations_per_year": null, "false_alarm_cost_per_year": 0.0, "privileged_holders": 6, "hours_once": 40.0, "hours_per_year": 12.0,
                "once": 4_000.0, "cost_per_year": 360_000.0, "pays_from_incidents_per_year": 45.0
            });
            serde_json::from_value(of).expect("an effect")
        };
        let told = |low: f64| worth(&effect(low), "incident").expect("money");
        assert_eq!(told(1_000.0), "saves 8,000 an incident (95 % sure of 1,000 to 21 k); pays from 45.0 such incidents a year");
        assert_eq!(told(-4_000.0), "saves 8,000 an incident (between 4,000 more and 21 k less); whether it pays cannot be told");
    }
}
