//! Weeks unlike the others: rotas and queues that have somebody in a typical week, and nobody for some time that is played.

use super::cover::{Queued, paged_rotas, queued};
use super::week::{Weeks, When};
use super::{Finding, listed, people};
use crate::engine::time::{Instant, Span};
use crate::model::absence::{Absence, Cover, Why};
use crate::model::ids::PersonId;
use crate::model::plan::Plan;
use crate::model::roster::{Hours, Rota};

/// All findings about single times without anybody.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    for id in paged_rotas(plan) {
        let rota = &plan.rotas[id.at()];
        let turns = Weeks::turns(plan, id);
        nobodys_turn(plan, rota, &unlike(plan, &weeks, &turns), all);
        if let Some(absence) = &plan.absence {
            turns_of_the_absent(plan, rota, absence, all);
        }
    }
    for (team, Queued { alerts, calls }) in queued(plan) {
        let team = &plan.teams[team.at()];
        let gaps = unlike(plan, &weeks, &weeks_of_all(plan, &team.members));
        let sources: Vec<String> = alerts.into_iter().chain(calls.into_iter().map(|(source, _)| source)).collect();
        if let Some(times) = told(plan, &gaps) {
            let title = format!("Nobody of {} is on shift {times}, and {} wait there", team.name, listed(&sources));
            let evidence = format!("In a usual week somebody is. They page nobody. {LOOK}");
            all.push(Finding::new(47.0, title, evidence).at(When::during(plan, gaps.spans())));
        }
    }
}

const LOOK: &str = "Look at what `overrides` and `holidays` take out then.";

/// When any of some people is on shift, in all the time that is played.
fn weeks_of_all(plan: &Plan, who: &[PersonId]) -> Hours {
    let hours = who.iter().filter_map(|p| plan.hours.get(plan.people[p.at()].hours as usize));
    Hours::from_spans(hours.flat_map(|h| h.spans().to_vec()).collect())
}

/// The times played in which a typical week has somebody and these have nobody: whatever there is where a week has no gap, and a week or
/// longer where it has.
fn unlike(plan: &Plan, weeks: &Weeks, cover: &Hours) -> Hours {
    let gaps = Hours::between(Instant(0), plan.arrivals_end + plan.horizon).minus(cover);
    if weeks.covered(cover) == Span(0) || cover.is_never() {
        return Hours::never();
    }
    let least = if weeks.uncovered(cover) == Span(0) { Span(1) } else { Span::WEEK };
    Hours::from_spans(gaps.spans().iter().copied().filter(|(from, to)| *to - *from >= least).collect())
}

/// "for 7 d, from … to …"; nothing where there is no such time.
fn told(plan: &Plan, gaps: &Hours) -> Option<String> {
    let (from, to) = gaps.spans().first()?;
    let first = format!("from {} to {}", plan.zone.format_long(*from), plan.zone.format_long(*to));
    Some(match gaps.spans().len() {
        1 => format!("for {}, {first}", *to - *from),
        many => format!("for {} in {many} stretches, first {first}", gaps.total()),
    })
}

/// Times in which nobody has the turn on a rota that is paged.
fn nobodys_turn(plan: &Plan, rota: &Rota, gaps: &Hours, all: &mut Vec<Finding>) {
    let Some(times) = told(plan, gaps) else { return };
    let title = format!("Nobody is on call on {} {times}", rota.id());
    let evidence = format!("In a usual week somebody always is; pages to it reach nobody then. {LOOK}");
    all.push(Finding::new(58.0, title, evidence).at(When::during(plan, gaps.spans())));
}

/// Turns on call that fall into a named absence of whoever has them, where the rota says that nobody takes them over.
fn turns_of_the_absent(plan: &Plan, rota: &Rota, absence: &Absence, all: &mut Vec<Finding>) {
    let stays = |why: Why| match rota.cover() {
        Cover::Sick(_) => false,
        Cover::Planned => !why.planned(),
        Cover::Nobody => true,
    };
    for member in rota.members() {
        let spells = absence.named.iter().filter(|(who, spell)| who == member && stays(spell.why));
        let away = Hours::from_spans(spells.map(|(_, spell)| (spell.from, spell.to)).collect());
        let turns = rota.turns().filter(|(.., who)| *who == [*member]).map(|(from, to, _)| (from, to));
        let turns = Hours::from_spans(turns.collect()).within(Instant(0), plan.arrivals_end + plan.horizon);
        let gaps = turns.minus(&turns.minus(&away));
        let Some(times) = told(plan, &gaps) else { continue };
        let title = format!("{} is away and on call on {} {times}", people(plan, &[*member]), rota.id());
        let evidence = "`cover` of the rota says that nobody takes the turn. Replace(…) in `overrides` swaps it.".to_string();
        all.push(Finding::new(56.0, title, evidence).at(When::during(plan, gaps.spans())));
    }
}
