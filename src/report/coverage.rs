//! Coverage for planners: first what to take away in three sentences, then who is there and who is not, how long an escalation takes to reach a
//! human, and the incident at each hour of the week.

pub mod json;
mod map;
pub mod read;
pub mod rows;

use super::words::{count, duration, harmless, list, share, wrap};
use crate::engine::time::Span;
use crate::model::plan::Plan;
use crate::study::coverage::Static;
use crate::study::coverage::gap::Gap;
use crate::study::coverage::hourly::{Hourly, Until};
use crate::study::coverage::human::{Human, quantile};
use crate::study::coverage::need::{Cause, Need, Sort};
use crate::study::coverage::quality::BALANCED;

const WIDTH: usize = 100;
/// Rows of one sort that the table shows; the others are in summary.json.
const SHOWN: usize = 8;

/// All that a coverage study found.
#[derive(Debug)]
pub struct Found<'a> {
    /// The scenario, with rosters over a year.
    pub plan: &'a Plan,
    /// From the calendar.
    pub fixed: &'a Static,
    /// How long policies take to reach a human.
    pub humans: &'a [Human],
    /// The incident at each hour; none when no plays were asked for.
    pub hourly: Option<&'a Hourly>,
}

/// A minute of a policy in words.
pub fn minutes(value: Option<i64>) -> String {
    value.map_or("> 7 d".into(), |minutes| duration(minutes as f64 * 60.0))
}

/// Hours of a week: nothing for none, one digit where it is little.
fn hours(value: f64) -> String {
    match value {
        v if v < 0.05 => "·".into(),
        v if v < 9.95 => format!("{v:.1}"),
        v => format!("{v:.0}"),
    }
}

/// The hours of a week in a sentence.
fn hours_in_words(value: f64) -> String {
    if value < 0.05 {
        return "none".into();
    }
    if value < 9.95 { format!("{value:.1}") } else { format!("{value:.0}") }
}

/// The whole table.
pub fn table(found: &Found) -> String {
    let mut text = String::new();
    for sentence in answers(found) {
        for (at, line) in wrap(&sentence, WIDTH - 2).iter().enumerate() {
            text.push_str(&format!("{}{line}\n", if at == 0 { "" } else { "  " }));
        }
    }
    text.push_str(&gaps(found));
    text.push_str(&rotas(found));
    text.push_str(&escalations(found));
    if let Some(hourly) = found.hourly {
        text.push_str(&map::maps(found.plan, hourly));
    }
    text
}

/// What to take away, a sentence or two for each part.
fn answers(found: &Found) -> Vec<String> {
    let mut all = Vec::new();
    all.extend(worst_gap(found));
    let slow = |human: &&Human| quantile(&human.answered, 0.9).unwrap_or(i64::MAX);
    if let Some(human) = found.humans.iter().max_by_key(slow) {
        let name = harmless(&found.plan.policies[human.policy.at()].id);
        let worst = human.worst;
        let at = found.plan.zone.format(worst.at);
        let nine = |value: Option<i64>| value.map_or("more than 7 d".into(), |_| minutes(value));
        all.push(format!(
            "The escalation {name} takes {} to reach a human in 9 of 10 cases; started at its worst minute, {at}, {}.",
            nine(quantile(&human.answered, 0.9)),
            nine(worst.quantiles[1])
        ));
    }
    if let Some(hourly) = found.hourly {
        all.extend(map::answer(found.plan, hourly));
    }
    all
}

/// The work with the largest gap.
fn worst_gap(found: &Found) -> Option<String> {
    let worse = |a: &&(Need, Gap), b: &&(Need, Gap)| a.1.effective().total_cmp(&b.1.effective()).then_with(|| b.0.name.cmp(&a.0.name));
    let (need, gap) = found.fixed.gaps.iter().filter(|(need, _)| need.sort == Sort::Work && need.used).max_by(worse)?;
    let name = short(&need.name, 60);
    if gap.effective() < 0.05 {
        return Some("At every hour of the week somebody is there who may and can do every task.".into());
    }
    let hidden = gap.effective() - gap.calendar();
    let mut text = format!(
        "For {} of the 168 hours of an average week nobody on shift or on call may and can do this: {name}.",
        hours_in_words(gap.effective())
    );
    if hidden >= 0.05 {
        let most = Cause::ALL[1..].iter().max_by(|a, b| gap.by_cause[**a as usize].total_cmp(&gap.by_cause[**b as usize]));
        let lacks = most.map_or("", |cause| lacking(*cause));
        text.push_str(&match gap.calendar() {
            shown if shown < 0.05 => format!(" A calendar shows none of them: somebody of the team is always there, mostly {lacks}."),
            shown => format!(
                " A calendar shows {} of them; for the other {} somebody of the team is there, mostly {lacks}.",
                hours_in_words(shown),
                hours_in_words(hidden)
            ),
        });
    }
    Some(text)
}

fn lacking(cause: Cause) -> &'static str {
    match cause {
        Cause::NobodyThere => "without anybody",
        Cause::NoSkill => "without the skill",
        Cause::NoGrant => "without the grant",
        Cause::NoKnowledge => "without the knowledge",
        Cause::NoAuthority => "without anybody who may decide",
        Cause::NotReachable => "on call and hard to reach",
    }
}

/// A name that fits into so many characters.
pub(super) fn short(name: &str, most: usize) -> String {
    let name = harmless(name);
    match name.char_indices().nth(most) {
        Some(_) => name.chars().take(most - 1).collect::<String>().trim_end_matches([' ', ',']).to_owned() + "…",
        None => name,
    }
}

fn gaps(found: &Found) -> String {
    let mut text = format!(
        "\nWho is there, in hours of an average week ({} weeks from {}). A calendar shows the first column.\n",
        found.fixed.weeks.many(),
        found.plan.zone.civil(found.fixed.weeks.whole().0).date()
    );
    text.push_str(&format!("{:<40}{:>8}{:>34}{:>9}{:>9}\n", "", "nobody", "somebody there, but without", "not to", "in all"));
    text.push_str(&format!(
        "{:<40}{:>8}{:>7}{:>7}{:>10}{:>10}{:>9}{:>9}\n",
        "", "there", "skill", "grant", "know-how", "authority", "reach", "missing"
    ));
    for sort in [Sort::Work, Sort::Decision, Sort::Policy, Sort::Skill, Sort::Grant, Sort::Knowledge] {
        let all = || found.fixed.gaps.iter().filter(|(need, _)| need.sort == sort);
        let of: Vec<&(Need, Gap)> = all().filter(|(need, _)| need.used).collect();
        let others = all().count() - of.len();
        if of.is_empty() {
            continue;
        }
        text.push_str(&format!("{}\n", heading(sort)));
        let open: Vec<&&(Need, Gap)> = of.iter().filter(|(_, gap)| gap.effective() >= 0.05).collect();
        for (need, gap) in open.iter().take(SHOWN).map(|of| (&of.0, &of.1)) {
            let cells = gap.by_cause.map(hours);
            text.push_str(&format!(
                "  {:<38}{:>8}{:>7}{:>7}{:>10}{:>10}{:>9}{:>9}\n",
                short(&need.name, 37),
                cells[0],
                cells[1],
                cells[2],
                cells[3],
                cells[4],
                cells[5],
                hours(gap.effective())
            ));
        }
        let (more, whole) = (open.len().saturating_sub(SHOWN), of.len() - open.len());
        if more > 0 {
            text.push_str(&format!("  ({more} more with smaller gaps in summary.json)\n"));
        }
        if whole > 0 {
            text.push_str(&format!("  {whole} of {} covered at every hour\n", of.len()));
        }
        if others > 0 {
            text.push_str(&format!("  ({others} more of playbooks that no incident of this scenario starts in summary.json)\n"));
        }
    }
    text
}

fn heading(sort: Sort) -> &'static str {
    match sort {
        Sort::Work => "tasks: somebody who may and can do it, and who may decide on it",
        Sort::Decision => "decisions: enough of those who may take it, or somebody who need not ask",
        Sort::Policy => "escalations: somebody paged who can do some of the work, or decide",
        Sort::Skill => "skills, at this level or above",
        Sort::Grant => "grants",
        Sort::Knowledge => "knowledge: somebody who knows it, or anybody where it is written down",
    }
}

fn rotas(found: &Found) -> String {
    if found.fixed.rotas.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{:<28}{:>9}{:>9}{:>8}   hours a week of each\n", "On-call rotas", "covered", "balance", "score");
    for quality in &found.fixed.rotas {
        let name = short(found.plan.rotas[quality.rota.at()].id(), 27);
        let loads: Vec<String> = quality
            .loads
            .iter()
            .map(|(who, load)| format!("{} {}", harmless(&found.plan.people[who.at()].id), hours_in_words(*load)))
            .collect();
        let uneven = if quality.balance < BALANCED { "; uneven" } else { "" };
        let alone = if quality.loads.len() == 1 { "; one person" } else { "" };
        text.push_str(&format!(
            "{name:<28}{:>9}{:>9.2}{:>8.2}   {}{uneven}{alone}\n",
            share(quality.covered),
            quality.balance,
            quality.score(),
            list(&loads, 5)
        ));
    }
    text
}

fn escalations(found: &Found) -> String {
    if found.humans.is_empty() {
        return String::new();
    }
    let starts = count(found.humans[0].starts);
    let mut text = format!("\nTime to a human, worked out for a start at each of {starts} minutes\n");
    text.push_str(&format!(
        "{:<22}{:>11}{:>13}{:>15}  {:<12}{:>12}{:>13}\n",
        "", "half", "9 in 10", "9 in 10, from", "the worst", "silent", "nobody by"
    ));
    text.push_str(&format!(
        "{:<22}{:>11}{:>13}{:>15}  {:<12}{:>12}{:>13}\n",
        "", "within", "within", "the worst", "start", "after", "then"
    ));
    for human in found.humans {
        let name = short(&found.plan.policies[human.policy.at()].id, 21);
        text.push_str(&format!(
            "{name:<22}{:>11}{:>13}{:>15}  {:<12}{:>12}{:>13}\n",
            minutes(quantile(&human.answered, 0.5)),
            minutes(quantile(&human.answered, 0.9)),
            minutes(human.worst.quantiles[1]),
            found.plan.zone.format(human.worst.at),
            span(human.falls_silent),
            share(human.silent)
        ));
    }
    text.push_str("Pages that are still open may be answered after the policy has fallen silent. Leave and sickness are not in it.\n");
    text
}

fn span(span: Span) -> String {
    duration(span.seconds_f64())
}

/// A measure as the maps call it.
fn title(until: Until) -> &'static str {
    match until {
        Until::Acknowledged => "from the alert until a person answers",
        Until::Decided => "from the alert until the first decision is taken",
        Until::Recovered => "from the first harm until every hit system is back",
    }
}
