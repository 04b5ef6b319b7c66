//! Key people for planners: first who is missed most and what depends on whom, then the absences one by one, the smallest sets of people without
//! whom a tier-1 system does not come back, and how many hold each runbook, grant and decision.

pub mod json;
pub mod read;
pub mod rows;

use super::coverage::short;
use super::words::{count, duration, harmless, list, wrap};
use crate::model::ids::{PersonId, SystemId};
use crate::model::plan::Plan;
use crate::statistics::paired::{Difference, Estimate, Sign};
use crate::study::people::effect::{Effect, Missed};
use crate::study::people::holders::Held;
use crate::study::people::needed::{Recovery, Why};
use crate::study::people::truck::{ByHour, Needed};
use crate::study::people::{Away, People};

const WIDTH: usize = 100;
/// Absences that the table shows; the others are in summary.json.
const SHOWN: usize = 15;

/// All that a study of people found.
#[derive(Debug)]
pub struct Found<'a> {
    /// The scenario.
    pub plan: &'a Plan,
    /// What was played.
    pub people: &'a People,
    /// Every tier-1 system with every incident that can take it down, and the smallest sets of people it does not come back without.
    pub needed: &'a [(Recovery, Vec<Needed>)],
    /// The truck factor by hour.
    pub by_hour: &'a [ByHour],
    /// Who holds what.
    pub held: &'a [Held],
}

/// Somebody by name.
pub fn name(plan: &Plan, person: PersonId) -> String {
    harmless(&plan.people[person.at()].name)
}

/// Those who are away, by name.
pub fn who(plan: &Plan, away: &Away) -> String {
    match away {
        Away::Person(one) => name(plan, *one),
        Away::Pair(one, other) => format!("{} and {}", name(plan, *one), name(plan, *other)),
        Away::Team(team) => format!("all of {}", harmless(&plan.teams[team.at()].name)),
        Away::Provider(employer) => format!("all of {}", harmless(&plan.employers[employer.at()].name)),
    }
}

fn systems(plan: &Plan, some: &[SystemId]) -> String {
    list(&some.iter().map(|s| harmless(&plan.systems[s.at()].name)).collect::<Vec<_>>(), 4)
}

/// The whole table.
pub fn table(found: &Found) -> String {
    let mut text = String::new();
    for sentence in answers(found) {
        for (at, line) in wrap(&sentence, WIDTH - 2).iter().enumerate() {
            text.push_str(&format!("{}{line}\n", if at == 0 { "" } else { "  " }));
        }
    }
    text.push_str(&absences(found));
    text.push_str(&unrecoverable(found));
    text.push_str(&hours(found));
    text.push_str(&holders(found));
    text
}

/// What to take away.
fn answers(found: &Found) -> Vec<String> {
    let mut all = Vec::new();
    let mut effects: Vec<&Effect> = found.people.effects.iter().filter(|e| matches!(e.away, Away::Person(_))).collect();
    effects.sort_by(|a, b| missed_most(a, b));
    if let Some(worst) = effects.first().filter(|effect| !effect.is_nothing()) {
        let mean = worst.longer.mean.value.unwrap_or(0.0);
        // What is not back by the horizon counts as back then.
        let open = worst.shares[Missed::Recovery as usize].is_some_and(|share| share > 0.0);
        let least = if open { "at least " } else { "" };
        let sure = match worst.longer.mean.sign() {
            Sign::Unknown => " So few plays cannot tell that from no change.",
            _ => "",
        };
        all.push(format!(
            "{} is missed most: without them it takes {least}{} {} on average until every hit system is back.{sure}",
            who(found.plan, &worst.away),
            duration(libm::fabs(mean)),
            if mean < 0.0 { "less" } else { "more" }
        ));
    }
    let nothing = effects.iter().filter(|effect| effect.is_nothing()).count();
    if nothing > 0 {
        all.push(format!("The absence of {nothing} of {} people changes no play at all.", effects.len()));
    }
    let alone: Vec<(&Needed, SystemId)> =
        found.needed.iter().flat_map(|(r, sets)| sets.iter().filter(|n| n.people.len() == 1).map(|n| (n, r.system))).collect();
    let mut people: Vec<PersonId> = alone.iter().map(|(needed, _)| needed.people[0]).collect();
    people.sort_unstable();
    people.dedup();
    let missing = found.needed.iter().filter(|(_, sets)| sets.iter().any(|n| n.people.is_empty())).count();
    if missing > 0 {
        all.push("Some tier-1 systems cannot come back even with everybody there: see below.".into());
    }
    all.push(match people.len() {
        0 if found.needed.is_empty() => "No incident here takes down a tier-1 system, so nobody is needed for one to come back.".to_owned(),
        0 => "No single person is needed for a tier-1 system to come back at all.".to_owned(),
        _ => {
            let mut of: Vec<SystemId> = alone.iter().map(|(_, system)| *system).collect();
            of.sort_unstable();
            of.dedup();
            let names: Vec<String> = people.iter().map(|p| name(found.plan, *p)).collect();
            let each = if people.len() == 1 { "Without" } else { "Without any one of" };
            format!("{each} {} there is nobody who may and can bring back {}.", list(&names, 6), systems(found.plan, &of))
        }
    });
    all
}

/// Who is missed more: by the mean time, then by how often it is not back.
fn missed_most(a: &Effect, b: &Effect) -> std::cmp::Ordering {
    let mean = |effect: &Effect| effect.longer.mean.value.unwrap_or(0.0);
    let never = |effect: &Effect| effect.oftener[Missed::Recovery as usize].mean.value.unwrap_or(0.0);
    mean(b).total_cmp(&mean(a)).then(never(b).total_cmp(&never(a))).then_with(|| a.away.cmp(&b.away))
}

fn signed(seconds: f64) -> String {
    let sign = match seconds {
        s if libm::fabs(s) < 0.5 => "",
        s if s < 0.0 => "-",
        _ => "+",
    };
    format!("{sign}{}", duration(libm::fabs(seconds)))
}

/// What the absence of somebody changes, as the table has it.
fn figures(effect: &Effect) -> [String; 5] {
    let [half, bad, _] = &effect.longer.quantiles;
    let oftener = |missed: Missed| points(&effect.oftener[missed as usize]);
    [change(half), change(bad), oftener(Missed::Rto), oftener(Missed::Mtpd), oftener(Missed::Recovery)]
}

/// A change of a time, with what is known of it.
fn change(estimate: &Estimate) -> String {
    match (estimate.value, estimate.sign()) {
        (_, Sign::Zero) => "·".into(),
        (Some(value), _) if value.is_infinite() => {
            if value > 0.0 {
                "> horizon".into()
            } else {
                "sooner".into()
            }
        }
        (Some(value), Sign::Unknown) => format!("({})", signed(value)),
        (Some(value), _) => signed(value),
        (None, _) => "-".into(),
    }
}

/// A change of a share in points.
fn points(difference: &Difference) -> String {
    let estimate = &difference.mean;
    match (estimate.value.map(|value| value * 100.0), estimate.sign()) {
        (None, _) => "-".into(),
        (_, Sign::Zero) => "·".into(),
        (Some(0.0), _) => "·".into(),
        (Some(value), Sign::Unknown) if libm::fabs(value) < 0.05 => "(0.0)".into(),
        (Some(value), Sign::Unknown) => format!("({value:+.1})"),
        (Some(value), _) => format!("{value:+.1}"),
    }
}

fn absences(found: &Found) -> String {
    let base = &found.people.base;
    let shown = |level: f64| match base.recover.quantile(level) {
        Some(value) if value.is_finite() => duration(value),
        Some(_) => format!("> {}", duration(found.plan.horizon.seconds_f64())),
        None => "-".into(),
    };
    let shares: Vec<String> = base.missed.iter().map(|s| s.mean().map_or("-".into(), |share| format!("{:.1} %", share * 100.0))).collect();
    let mut text =
        format!("\n{:<30}{:>16}{:>16}{:>11}{:>11}{:>13}\n", "Every hit system back", "half", "9 in 10", "RTO", "MTPD", "not back");
    text.push_str(&format!("{:<30}{:>16}{:>16}{:>11}{:>11}{:>13}\n", "", "within", "within", "missed", "missed", "by the end"));
    text.push_str(&format!("{:<30}{:>16}{:>16}{:>11}{:>11}{:>13}\n", "as it is", shown(0.5), shown(0.9), shares[0], shares[1], shares[2]));
    text.push_str("RTO and MTPD missed: in any system of a play, so oftener than a promise of one system is broken\n");
    for (sort, heading) in
        [("person", "without"), ("team", "without a team"), ("provider", "without a provider"), ("pair", "without two people")]
    {
        let mut of: Vec<&Effect> = found.people.effects.iter().filter(|e| e.away.sort() == sort).collect();
        if of.is_empty() {
            continue;
        }
        of.sort_by(|a, b| missed_most(a, b));
        text.push_str(&format!("{heading}\n"));
        let matter: Vec<&&Effect> = of.iter().filter(|effect| !effect.is_nothing()).collect();
        let nothing = of.len() - matter.len();
        // Whose absence moves the average a little, and none of the figures that stand here.
        let (matter, hardly): (Vec<&&Effect>, Vec<&&Effect>) =
            matter.into_iter().partition(|effect| figures(effect).iter().any(|figure| figure != "·") || !effect.beyond_mtpd.is_empty());
        for effect in matter.iter().take(SHOWN) {
            let [half, bad, rto, mtpd, back] = figures(effect);
            let name = short(&who(found.plan, &effect.away), 27);
            text.push_str(&format!("  {name:<28}{half:>16}{bad:>16}{rto:>11}{mtpd:>11}{back:>13}\n"));
            if !effect.beyond_mtpd.is_empty() {
                text.push_str(&format!(
                    "    typically over its MTPD then, and not as it is: {}\n",
                    systems(found.plan, &effect.beyond_mtpd)
                ));
            }
        }
        let more = matter.len().saturating_sub(SHOWN);
        if !hardly.is_empty() {
            text.push_str(&format!("  {} of {} change none of these figures\n", count(hardly.len() as u64), count(of.len() as u64)));
        }
        if more > 0 {
            text.push_str(&format!("  ({more} more who are missed less in summary.json)\n"));
        }
        if nothing > 0 {
            text.push_str(&format!("  {} of {} change nothing\n", count(nothing as u64), count(of.len() as u64)));
        }
    }
    text.push_str("Times longer, and points of a hundred more often; in brackets: cannot be told from no change; ·: no change\n");
    text
}

/// What nobody is left for, in words.
pub fn because(plan: &Plan, why: Why) -> String {
    match why {
        Why::Task(task, Some(system)) => {
            format!("{} of {}", harmless(&plan.tasks[task.at()].name), harmless(&plan.systems[system.at()].name))
        }
        Why::Task(task, None) => harmless(&plan.tasks[task.at()].name),
        Why::Decision(decision, task) => {
            format!("the decision {} before {}", harmless(&plan.decisions[decision.at()].id), harmless(&plan.tasks[task.at()].name))
        }
    }
}

fn unrecoverable(found: &Found) -> String {
    if found.needed.is_empty() {
        return String::new();
    }
    let mut text = "\nWithout whom a tier-1 system does not come back: nobody is left who may and can\n".to_owned();
    // The same people for the same reason stand in the way of many systems.
    let mut alike: Vec<(&Vec<PersonId>, Why, Vec<SystemId>)> = Vec::new();
    for (recovery, sets) in found.needed {
        let smallest = sets.first().map_or(0, |needed| needed.people.len());
        for needed in sets.iter().filter(|needed| needed.people.len() == smallest) {
            match alike.iter_mut().find(|(people, ..)| *people == &needed.people) {
                Some((.., systems)) if systems.contains(&recovery.system) => {}
                Some((.., systems)) => systems.push(recovery.system),
                None => alike.push((&needed.people, needed.why, vec![recovery.system])),
            }
        }
    }
    alike.sort_by(|a, b| a.0.len().cmp(&b.0.len()).then(b.2.len().cmp(&a.2.len())).then_with(|| a.0.cmp(b.0)));
    for (people, why, of) in alike.iter().take(SHOWN) {
        let names: Vec<String> = people.iter().map(|p| name(found.plan, *p)).collect();
        let left = if people.is_empty() { "nobody even now".into() } else { list(&names, 6) };
        for (row, words) in
            wrap(&format!("{left}: {}; for {}", because(found.plan, *why), systems(found.plan, of)), WIDTH - 8).iter().enumerate()
        {
            text.push_str(&if row == 0 { format!("  {:>3}  {words}\n", people.len()) } else { format!("       {words}\n") });
        }
    }
    if alike.len() > SHOWN {
        text.push_str(&format!("  ({} more in summary.json)\n", alike.len() - SHOWN));
    }
    text
}

const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

fn hours(found: &Found) -> String {
    if found.by_hour.is_empty() {
        return String::new();
    }
    let lowest: Vec<usize> = (0..168).map(|hour| found.by_hour.iter().map(|of| of.factor[hour]).min().unwrap_or(usize::MAX)).collect();
    let mut text = "\nTruck factor by hour: how few of those on shift or on call in a typical week it takes, at most, until a tier-1 system\ncannot come back with those who are left (the lowest of all systems; 0: somebody who is needed is not there anyway)\n   ".to_owned();
    (0..24).for_each(|hour| text.push_str(&format!(" {hour:02}")));
    text.push('\n');
    for (day, name) in DAYS.iter().enumerate() {
        text.push_str(name);
        for factor in &lowest[day * 24..(day + 1) * 24] {
            text.push_str(&if *factor > 99 { "  -".into() } else { format!("{factor:>3}") });
        }
        text.push('\n');
    }
    let missing = |of: &ByHour| of.factor.iter().filter(|factor| **factor == 0).count();
    let least = found.by_hour.iter().min_by_key(|of| missing(of));
    let most = found.by_hour.iter().max_by_key(|of| missing(of));
    if let (Some(least), Some(most)) = (least, most) {
        let of = |of: &ByHour| format!("{} of 168 hours for {}", missing(of), harmless(&found.plan.systems[of.system.at()].name));
        text.push_str(&match missing(least) == missing(most) {
            true if found.by_hour.len() > 1 => {
                format!("Somebody is missing at {} of 168 hours, for each of these systems\n", missing(most))
            }
            true => format!("Somebody is missing at {}\n", of(most)),
            false => format!("Somebody is missing at {}, and at {}\n", of(least), of(most)),
        });
    }
    text
}

fn holders(found: &Found) -> String {
    let mut text = "\nHow many hold it\n".to_owned();
    for (sort, heading) in [("task", "can do"), ("knowledge", "know"), ("grant", "hold the grant"), ("decision", "may decide")] {
        let of: Vec<&Held> = found.held.iter().filter(|held| held.sort == sort).collect();
        let few: Vec<&&Held> = of.iter().filter(|held| held.spare() < 1 && !held.written).collect();
        if of.is_empty() {
            continue;
        }
        text.push_str(&format!("{heading}: {} of {} with nobody to spare\n", few.len(), of.len()));
        for held in few.iter().take(SHOWN) {
            let names: Vec<String> = held.people.iter().map(|p| name(found.plan, *p)).collect();
            let takes = if held.quorum > 1 { format!(" (takes {})", held.quorum) } else { String::new() };
            text.push_str(&format!("  {:>3}  {:<44} {}{takes}\n", held.people.len(), short(&held.name, 44), list(&names, 3)));
        }
        if few.len() > SHOWN {
            text.push_str(&format!("       ({} more in summary.json)\n", few.len() - SHOWN));
        }
    }
    text
}
