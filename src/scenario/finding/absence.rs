//! When those who are needed can be away: rotas all of whose members may be gone at once, named absences that leave nobody, seats that stay
//! empty.

use std::collections::{BTreeMap, BTreeSet};

use super::permission::{Holds, permitted};
use super::week::When;
use super::{Finding, Uses, counted, hours, listed, people, person};
use crate::engine::time::{Instant, Span};
use crate::model::absence::{Absence, BEFORE, Cover, Spell, Why};
use crate::model::ids::{DecisionId, PersonId, RequirementId, RotaId, TeamId};
use crate::model::plan::{Pagee, Plan};
use crate::model::roster::Hours;

/// Less than this in an average week is no finding.
const WORTH_TELLING: f64 = 0.5;
const WEEK: f64 = 168.0;
/// A team short of so large a share of its people on average is worth telling.
const SHORT: f64 = 0.1;

/// All findings about who can be away.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let Some(absence) = &plan.absence else { return };
    rotas(plan, absence, all);
    named(plan, uses, absence, all);
    vacancies(plan, absence, all);
}

/// The share of their working days that somebody is away for the kinds of absence that count.
fn share_away(absence: &Absence, who: PersonId, counts: impl Fn(Why) -> bool) -> f64 {
    let Some(habits) = absence.habits.get(who.at()) else { return 0.0 };
    let share = |kind: &crate::model::absence::Habit| {
        let row = &absence.expected[kind.expected];
        let days = (row.len() - 1).saturating_sub(BEFORE).max(1) as f64;
        (row[row.len() - 1] - row[BEFORE]) * kind.lasts.mean() / Span::DAY.0 as f64 / days
    };
    habits.kinds.iter().filter(|k| counts(k.why)).map(share).sum::<f64>().min(1.0)
}

/// Hours of an average week, with one digit where they are few.
fn hours_of_week(share: f64) -> String {
    let hours = share * WEEK;
    if hours < 9.95 { format!("{hours:.1}") } else { format!("{hours:.0}") }
}

/// Rotas that are paged, and how often nobody of them can be.
fn rotas(plan: &Plan, absence: &Absence, all: &mut Vec<Finding>) {
    let paged = |id: RotaId| {
        plan.policies.iter().flat_map(|p| &p.steps).any(|(pagees, _)| pagees.iter().any(|p| matches!(p, Pagee::Rota(r) if *r == id)))
    };
    for (_, rota) in (0..).map(RotaId).zip(&plan.rotas).filter(|(id, _)| paged(*id)) {
        let members = rota.members();
        let away = |counts: fn(Why) -> bool| -> Vec<f64> { members.iter().map(|m| share_away(absence, *m, counts)).collect() };
        let together: f64 = away(|_| true).iter().product();
        if !members.is_empty() && together * WEEK >= WORTH_TELLING {
            let everybody = match members {
                [only] => format!("{}, who is all there is on {},", person(plan, *only), rota.id()),
                _ => format!("Everybody on {} at the same time", rota.id()),
            };
            let verb = if members.len() == 1 { "is" } else { "can be" };
            let title = format!("{everybody} {verb} away for {} of the 168 hours of an average week", hours_of_week(together));
            let evidence =
                format!("Leave, sickness and training of {} together. Then a page finds nobody, or somebody away.", people(plan, members));
            all.push(Finding::new(50.0 + 40.0 * together, title, evidence));
        }
        // How often the one in turn is away and nobody takes over.
        let counts: fn(Why) -> bool = match rota.cover() {
            Cover::Sick(_) => continue,
            Cover::Planned => |why| !why.planned(),
            Cover::Nobody => |_| true,
        };
        let alone = away(counts).iter().sum::<f64>() / members.len().max(1) as f64;
        if members.len() > 1 && alone * WEEK >= WORTH_TELLING {
            let what = if rota.cover() == Cover::Nobody { "away" } else { "sick" };
            let title = format!(
                "Whoever is on call on {} is {what} for {} of the 168 hours of an average week, and nobody takes the turn",
                rota.id(),
                hours_of_week(alone)
            );
            let evidence =
                "`cover` of the rota says so; Next(sick_after: \"4h\") passes the turn to the next member who is there.".to_string();
            all.push(Finding::new(45.0 + 40.0 * alone, title, evidence));
        }
    }
}

/// Named absences during which nobody is left for a task, a decision or a rota.
fn named(plan: &Plan, uses: &Uses, absence: &Absence, all: &mut Vec<Finding>) {
    let mut undone: BTreeMap<(Instant, Instant), (Vec<String>, BTreeSet<PersonId>)> = BTreeMap::new();
    for (id, requirement) in (0..).map(RequirementId).zip(&plan.requirements) {
        let able: Vec<PersonId> = requirement.qualified.iter().map(|q| q.0).collect();
        for gap in gaps(plan, absence, &able) {
            let (work, who) = undone.entry(gap).or_default();
            work.extend(uses.words(plan, id));
            who.extend(&able);
        }
    }
    for (gap, (mut work, who)) in undone {
        work.sort();
        work.dedup();
        let who: Vec<PersonId> = who.into_iter().collect();
        // Reviews and notes to the informed are no work that an incident waits for.
        if !work.is_empty() {
            tell(plan, absence, &who, (gap, &format!("Nobody can do {}", listed(&work)), 70.0), all);
        }
    }
    for (index, decision) in plan.decisions.iter().enumerate() {
        if plan.tasks.iter().any(|t| t.decision.is_some_and(|d| d.at() == index)) {
            let need_not_ask = permitted(plan, DecisionId(index as u32), Holds::Always);
            let mut may: Vec<PersonId> = decision.holders.iter().chain(&decision.delegates).copied().chain(need_not_ask).collect();
            may.sort_unstable();
            may.dedup();
            let title = format!("Nobody who may decide on {} is there", decision.id);
            gaps(plan, absence, &may).into_iter().for_each(|gap| tell(plan, absence, &may, (gap, &title, 66.0), all));
        }
    }
    for rota in &plan.rotas {
        let (title, who) = (format!("Nobody on the rota {} is there", rota.id()), rota.members());
        gaps(plan, absence, who).into_iter().for_each(|gap| tell(plan, absence, who, (gap, &title, 62.0), all));
    }
}

/// Each time for which all of some people are away by name.
fn gaps(plan: &Plan, absence: &Absence, who: &[PersonId]) -> Vec<(Instant, Instant)> {
    let end = plan.arrivals_end + plan.horizon;
    let mut gaps = Hours::between(Instant(0), end);
    for person in who {
        let spells: Vec<(Instant, Instant)> = spells(absence, *person).map(|s| (s.from, s.to)).collect();
        if spells.is_empty() {
            return Vec::new();
        }
        // What is common to both: what is left of the one when all but the other is taken away.
        let there = Hours::between(Instant(0), end).minus(&Hours::from_spans(spells));
        gaps = gaps.minus(&there);
    }
    if who.is_empty() { Vec::new() } else { gaps.spans().to_vec() }
}

/// Tells what is wrong, and how much so, while all of some people are away.
fn tell(
    plan: &Plan,
    absence: &Absence,
    who: &[PersonId],
    ((from, to), title, weight): ((Instant, Instant), &str, f64),
    all: &mut Vec<Finding>,
) {
    let whole = format!("{title} from {} to {}, {} hours", when(plan, from), when(plan, to), hours(to - from));
    let evidence = format!("{} named as absent for all of that time.", list_away(plan, absence, who, from));
    all.push(Finding::new(weight, whole, evidence).at(When::during(plan, &[(from, to)])));
}

fn spells(absence: &Absence, who: PersonId) -> impl Iterator<Item = &Spell> {
    absence.named.iter().filter(move |(person, _)| *person == who).map(|(_, spell)| spell)
}

fn list_away(plan: &Plan, absence: &Absence, who: &[PersonId], at: Instant) -> String {
    let why = |p: &PersonId| spells(absence, *p).find(|s| s.from <= at && at < s.to).map_or("away", |s| in_words(s.why));
    let names: Vec<String> = who.iter().map(|p| format!("{} ({})", person(plan, *p), why(p))).collect();
    format!("{} {}", listed(&names), if who.len() == 1 { "is" } else { "are" })
}

fn in_words(why: Why) -> &'static str {
    match why {
        Why::Leave => "on leave",
        Why::Training => "in training",
        Why::Sick => "sick",
        Why::Other | Why::Left => "away",
    }
}

fn when(plan: &Plan, at: Instant) -> String {
    plan.zone.civil(at).strftime("%a %-d %B %H:%M").to_string()
}

/// Teams that lose people faster than seats are filled.
fn vacancies(plan: &Plan, absence: &Absence, all: &mut Vec<Finding>) {
    for (id, team) in (0..).map(TeamId).zip(&plan.teams) {
        let seats: Vec<&crate::model::absence::Turnover> = plan
            .people
            .iter()
            .zip(&absence.habits)
            .filter(|(p, _)| p.team == id && p.involved)
            .filter_map(|(_, h)| h.turnover.as_ref())
            .collect();
        let empty: f64 = seats.iter().map(|t| t.empty_share()).sum();
        let share = empty / team.members.len().max(1) as f64;
        if share < SHORT {
            continue;
        }
        let leave: f64 = seats.iter().map(|t| t.per_year).sum::<f64>() / seats.len().max(1) as f64;
        let days: f64 = seats.iter().map(|t| t.empty_for).sum::<f64>() / seats.len().max(1) as f64;
        let title = format!(
            "{} loses people faster than it replaces them: a seat is empty for {} of the 168 hours of an average week",
            team.name,
            hours_of_week(share)
        );
        let evidence = format!(
            "{:.0} in 100 leave a year and a seat stays empty for {days:.0} days on average, so that {empty:.1} of its {} are missing in the long run, \
             besides those who are new.",
            leave * 100.0,
            counted(team.members.len(), "seat", "seats")
        );
        all.push(Finding::new(40.0 + 60.0 * share, title, evidence));
    }
}
