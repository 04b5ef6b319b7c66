//! What the business calendar brings that nobody is there for: times in which lost service costs more and nobody who restores it is on shift, or
//! in which more is asked of a team than it has; periods that never come, and those that fall together.

use super::demand::Load;
use super::week::{Stretches, Weeks, When};
use super::{Finding, Uses, hours, nobody_on_shift};
use crate::engine::time::{Instant, Span};
use crate::model::business_calendar::Period;
use crate::model::ids::{PlaybookId, RequirementId, TeamId};
use crate::model::plan::Plan;
use crate::model::playbook::entry::Phase;
use crate::model::roster::Hours;

/// A gap shorter than this in a period is no finding.
const WORTH_TELLING: Span = Span::HOUR;

/// All findings about the calendar.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let end = plan.arrivals_end + plan.horizon;
    for (at, period) in plan.calendar.periods.iter().enumerate() {
        let played = period.hours.within(Instant(0), end);
        if played.is_never() && period.once {
            let evidence = format!("The play lasts from {} to {}.", date(plan, Instant(0)), date(plan, end));
            all.push(Finding::new(9.0, format!("A period never comes in the time that is played: {}", period.name), evidence));
        }
        if played.is_never() {
            continue;
        }
        if period.downtime_cost > 1.0 {
            dear_and_uncovered(plan, uses, period, &played, all);
        }
        if period.demand > 1.0 {
            more_than_there_is(plan, period, &played, all);
        }
        for other in &plan.calendar.periods[at + 1..] {
            fall_together(plan, period, other, end, all);
        }
    }
}

fn date(plan: &Plan, at: Instant) -> String {
    plan.zone.civil(at).date().strftime("%-d %B %Y").to_string()
}

/// Lost service costs more, and nobody who can do some part of a recovery is on shift.
fn dear_and_uncovered(plan: &Plan, uses: &Uses, period: &Period, played: &Hours, all: &mut Vec<Finding>) {
    let gap = |number: usize| {
        let requirement = &plan.requirements[number];
        let qualified = requirement.qualified.iter().map(|(person, ..)| plan.people[person.at()].hours as usize);
        let cover = Hours::from_spans(qualified.filter_map(|at| plan.hours.get(at)).flat_map(|h| h.spans().to_vec()).collect());
        played.minus(&cover)
    };
    let in_use = |playbook: PlaybookId| plan.kinds.iter().any(|kind| kind.playbook == playbook);
    let recovers = |number: &usize| {
        let mut tasks = uses.tasks(RequirementId(*number as u32)).map(|task| &plan.tasks[task.at()]);
        tasks.any(|task| task.phase == Phase::Recover && in_use(task.playbook))
    };
    let gaps = (0..plan.requirements.len()).filter(recovers).map(|number| (gap(number), number));
    let Some((gap, number)) = gaps.max_by_key(|(gap, number)| (gap.total(), std::cmp::Reverse(*number))) else { return };
    let (missing, of) = (gap.total(), played.total());
    if missing < WORTH_TELLING {
        return;
    }
    let title = format!(
        "Lost service costs {} times as much in {}, and for {} of its {} hours nobody who restores is on shift",
        period.downtime_cost,
        period.name,
        hours(missing),
        hours(of)
    );
    let longest = gap.spans().iter().max_by_key(|(from, to)| (*to - *from, std::cmp::Reverse(*from)));
    let when = longest.map_or(String::new(), |(from, to)| {
        format!(" The longest such time is {}, from {} to {}.", *to - *from, plan.zone.format_long(*from), plan.zone.format_long(*to))
    });
    let tasks = super::listed(&uses.words(plan, RequirementId(number as u32)));
    let evidence = format!("It is about {tasks}.{when}");
    let then = within(period, When::weekly(Stretches::touched(&plan.zone, gap.spans())), played);
    all.push(Finding::new(24.0 + 20.0 * missing.hours_f64() / of.hours_f64(), title, evidence).at(then));
}

/// At some hours of the week, in the dates of a period only.
fn within(period: &Period, when: When, played: &Hours) -> When {
    when.only(&format!("in {}", period.name)).dated(played.spans())
}

/// Tickets ask more of a team than it has, in this period only.
fn more_than_there_is(plan: &Plan, period: &Period, played: &Hours, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    for (team, entry) in (0..).map(TeamId).zip(&plan.teams) {
        let load = Load::of(plan, &weeks, team);
        let asked = load.taken * period.demand;
        if load.taken <= 0.0 || load.taken >= load.there || asked < load.there {
            continue;
        }
        let cover = weeks.any_on_shift(plan, &entry.members);
        let title = format!(
            "In {} tickets ask more of {} than it has: {asked:.0} hours of work a week for {:.0}",
            period.name, entry.name, load.there
        );
        let evidence = format!(
            "{} times as many come for {} hours in the time that is played; at other times they take {:.0} hours a week; {}. What is not done then waits until after.",
            period.demand,
            hours(played.total()),
            load.taken,
            nobody_on_shift(weeks.uncovered(&cover), "of the team")
        );
        all.push(Finding::new(40.0, title, evidence).at(within(period, When::any_hour(), played)));
    }
}

/// Two periods make lost service dearer at once.
fn fall_together(plan: &Plan, one: &Period, other: &Period, end: Instant, all: &mut Vec<Finding>) {
    if one.downtime_cost <= 1.0 || other.downtime_cost <= 1.0 {
        return;
    }
    let alone = one.hours.minus(&other.hours);
    let both = one.hours.minus(&alone).within(Instant(0), end);
    let Some((from, to)) = both.spans().first() else { return };
    let title = format!(
        "Two periods fall together, {} and {}: lost service costs {} times as much then",
        one.name,
        other.name,
        // Two factors as people write them have no more digits than this.
        libm::round(one.downtime_cost * other.downtime_cost * 1e6) / 1e6
    );
    let evidence = format!(
        "For {} hours in the time that is played, first from {} to {}. Their scales multiply.",
        hours(both.total()),
        plan.zone.format_long(*from),
        plan.zone.format_long(*to)
    );
    all.push(Finding::new(10.0, title, evidence).at(When::during(plan, both.spans())));
}
