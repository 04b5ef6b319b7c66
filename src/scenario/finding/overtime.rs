//! Work that lasts: what is handed over to nobody, and shifts in which people tire.

use std::collections::BTreeMap;

use super::cover::{WORTH_TELLING, gap_in_words};
use super::week::Weeks;
use super::{Finding, Uses, a_week, listed, of_week, people};
use crate::engine::time::{Instant, Span};
use crate::model::ids::{PersonId, RequirementId, TeamId};
use crate::model::organisation::HandOver;
use crate::model::plan::Plan;
use crate::model::roster::Hours;

const WEEK: f64 = 168.0;

/// All findings about work that lasts.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    for (id, team) in (0..).map(TeamId).zip(&plan.teams) {
        if let Some(law) = &team.hand_over {
            handed_to_nobody(plan, uses, &weeks, (id, law), all);
        }
    }
    tiring_shifts(plan, &weeks, all);
}

/// Work that a team hands over at the end of a shift when nobody who could take it up is there.
fn handed_to_nobody(plan: &Plan, uses: &Uses, weeks: &Weeks, (id, law): (TeamId, &HandOver), all: &mut Vec<Finding>) {
    let mut worst: Option<(Span, Hours)> = None;
    let mut work = Vec::new();
    for (number, requirement) in (0..).map(RequirementId).zip(&plan.requirements) {
        let able: Vec<PersonId> = requirement.qualified.iter().map(|(p, ..)| *p).collect();
        let own = |p: &PersonId| plan.people[p.at()].team == id && !plan.hours[plan.people[p.at()].hours as usize].spans().is_empty();
        if !able.iter().any(own) {
            continue;
        }
        let cover = weeks.any_on_shift(plan, &able);
        let missing = weeks.uncovered(&cover);
        if missing > WORTH_TELLING {
            work.extend(uses.words(plan, number));
            if worst.as_ref().is_none_or(|(most, _)| missing > *most) {
                worst = Some((missing, cover));
            }
        }
    }
    let Some((missing, cover)) = worst else { return };
    work.sort();
    work.dedup();
    let title = format!(
        "{} hands over {} at the end of a shift to nobody: for {} nobody on shift can take it up",
        plan.teams[id.at()].name,
        listed(&work),
        of_week(missing)
    );
    let gap = gap_in_words(plan, weeks, &cover);
    let reads = if law.cost > Span(0) { format!(" Whoever takes it up reads in for {}.", law.cost) } else { String::new() };
    let evidence = format!("{gap} Until then it lies, unless somebody is called out.{reads}");
    all.push(Finding::new(25.0 + 25.0 * missing.hours_f64() / WEEK, title, evidence).outside(plan, weeks, &cover));
}

/// Shifts that are so long that people tire in them.
fn tiring_shifts(plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    let Some(&(after, takes)) = plan.strain.fatigue.first() else { return };
    let end = plan.arrivals_end + plan.horizon;
    let mut by_hours: BTreeMap<u32, Vec<PersonId>> = BTreeMap::new();
    for (id, person) in (0..).map(PersonId).zip(&plan.people).filter(|(_, p)| p.involved) {
        by_hours.entry(person.hours).or_default().push(id);
    }
    // Day and night shifts of one length are one finding.
    let mut alike: BTreeMap<(String, Span), (Vec<PersonId>, Hours)> = BTreeMap::new();
    for (number, who) in by_hours {
        let spans = plan.hours.get(number as usize).map_or(&[][..], |h| h.spans());
        let tired: Vec<(Instant, Instant)> = spans.iter().map(|(from, to)| (*from + after, *to)).filter(|(from, to)| from < to).collect();
        let tired = Hours::from_spans(tired);
        let share = weeks.covered(&tired);
        let endless = spans.iter().any(|(from, to)| *from <= Instant(0) && *to >= end);
        let longest = spans.iter().map(|(from, to)| *to - *from).max().unwrap_or(Span(0));
        let long = if endless { "do not end".to_string() } else { format!("last up to {longest}") };
        if share > WORTH_TELLING {
            let (people, hours) = alike.entry((long, share)).or_default();
            people.extend(who);
            *hours = hours.union(&tired);
        }
    }
    for ((long, share), (mut who, tired)) in alike {
        who.sort_unstable();
        let title = format!(
            "Shifts of {} {long}: {} tired for {}, and work takes {takes} times as long",
            people(plan, &who),
            if who.len() == 1 { "this person is" } else { "each of them is" },
            a_week(share)
        );
        let evidence = format!("Fatigue begins after {after} at work. Shorter shifts, or a hand-over before, would keep people fresh.");
        all.push(Finding::new(20.0 + 25.0 * share.hours_f64() / WEEK, title, evidence).inside(plan, weeks, &tired));
    }
}
