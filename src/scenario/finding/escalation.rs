//! Escalation policies: when they fall silent, and whom they turn to first.

use super::cover::{WORTH_TELLING, gap_in_words, share};
use super::week::Weeks;
use super::{Finding, Uses, counted, listed, of_week, people};
use crate::engine::time::Span;
use crate::model::ids::{PersonId, PlaybookId, PolicyId, RequirementId, RotaId, TeamId};
use crate::model::plan::{Kind, Pagee, Plan, Policy};
use crate::model::roster::Hours;

/// All findings about escalation.
pub fn findings(plan: &Plan, uses: &Uses, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    silence(plan, &weeks, all);
    silence_before_duty(plan, &weeks, all);
    for (id, policy) in (0..).map(PolicyId).zip(&plan.policies).filter(|(id, _)| in_use(plan, *id)) {
        empty_steps(plan, policy, all);
        nobody_paged(plan, &weeks, id, policy, all);
        past_the_on_call(plan, uses, &weeks, id, all);
    }
}

/// Something starts it.
pub(super) fn in_use(plan: &Plan, id: PolicyId) -> bool {
    plan.playbooks.iter().any(|p| p.escalation == Some(id))
        || plan.sensors.iter().any(|s| s.pages == Some(id))
        || plan.systems.iter().any(|s| s.users.as_ref().is_some_and(|u| u.pages == Some(id)))
}

/// How long the accountable is given at least, where a policy turns to one whichever incident has started it.
fn owners_wait(plan: &Plan, policy: PolicyId) -> Option<Span> {
    let services = playbooks(plan, policy).into_iter().map(|p| plan.playbooks[p.at()].service);
    let waits: Option<Vec<Span>> =
        services.map(|s| s.map(|s| &plan.services[s.at()]).filter(|s| !s.owners.is_empty()).map(|s| s.accountable_wait)).collect();
    waits?.into_iter().min()
}

/// A policy that falls silent, and how soon.
struct Silent<'p> {
    policy: &'p Policy,
    /// How long it takes to go through its steps, at the worst hours.
    round: Span,
    /// At those some of them find nobody, and are passed over.
    passed: bool,
    after: Span,
    owners: Option<Span>,
}

const CURE: &str = "Let it `repeat` for a day, or end with somebody who is always reached.";

/// All policies that something starts, with how soon they fall silent.
fn all_silent<'p>(plan: &'p Plan, weeks: &Weeks) -> impl Iterator<Item = Silent<'p>> {
    (0..).map(PolicyId).zip(&plan.policies).filter(|(id, _)| in_use(plan, *id)).map(|(id, policy)| {
        let named = |pagees: &[Pagee]| pagees.iter().any(|p| matches!(p, Pagee::People(some) if !some.is_empty()));
        let passed =
            |pagees: &[Pagee]| policy.skip_if_empty && !named(pagees) && weeks.uncovered(&staffed(plan, weeks, pagees)) > WORTH_TELLING;
        let taken = |(pagees, wait): &(Vec<Pagee>, Span)| if passed(pagees) { Span(0) } else { *wait };
        let round: Span = policy.steps.iter().map(taken).sum();
        let owners = owners_wait(plan, id);
        let after = round * (i64::from(policy.repeat) + 1) + owners.unwrap_or(Span(0));
        Silent { policy, round, passed: policy.steps.iter().any(|(pagees, _)| passed(pagees)), after, owners }
    })
}

/// Policies that go on for a day and longer, and fall silent all the same before any of those whom they page is on duty again: over a weekend,
/// or for good.
fn silence_before_duty(plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    let (from, to) = weeks.whole();
    for silent in all_silent(plan, weeks).filter(|silent| silent.after >= Span::DAY) {
        let pagees = || silent.policy.steps.iter().flat_map(|(pagees, _)| pagees);
        let named = pagees().filter_map(|p| if let Pagee::People(some) = p { Some(some) } else { None }).flatten();
        let steps = silent.policy.steps.iter().fold(Hours::never(), |hours, (pagees, _)| hours.union(&staffed(plan, weeks, pagees)));
        let duty = weeks.any_on_shift(plan, named).union(&steps);
        let off = Hours::between(from, to + Span::WEEK).minus(&duty);
        let long = off.spans().iter().filter(|(begins, ends)| *ends - *begins > silent.after);
        let alone = Hours::from_spans(long.map(|(begins, ends)| (*begins, *ends - silent.after)).collect());
        // In a typical week: not over a holiday.
        if weeks.covered(&alone) <= WORTH_TELLING {
            continue;
        }
        let title = format!(
            "The escalation {} falls silent after {}, before anybody whom it pages is on duty again",
            silent.policy.id, silent.after
        );
        let gap = weeks.gap(&duty).map_or("Nobody of them ever is.".to_string(), |(from, to)| {
            format!("Nobody of them is on shift or on call for up to {}.", to - from)
        });
        let evidence =
            format!("{gap} {} after that nobody is paged any more. Let it `repeat` until then, or page a rota.", silent.course(true));
        all.push(Finding::new(28.0, title, evidence).inside(plan, weeks, &alone));
    }
}

/// Policies that fall silent within a day, the first to do so first; told together where they are several.
fn silence(plan: &Plan, weeks: &Weeks, all: &mut Vec<Finding>) {
    let mut silent: Vec<Silent> = all_silent(plan, weeks).filter(|silent| silent.after < Span::DAY).collect();
    silent.sort_by_key(|s| (s.after, &s.policy.id));
    let Some(first) = silent.first() else { return };
    let soon = Span(4 * 3_600_000);
    let weight = if first.after < soon { 20.0 + 25.0 * (1.0 - first.after.0 as f64 / soon.0 as f64) } else { 10.0 };
    let (title, evidence) = match silent.as_slice() {
        [one] => (
            format!("The escalation {} falls silent after {} without an answer", one.policy.id, one.after),
            format!("{} after that nobody is paged any more. {CURE}", one.course(true)),
        ),
        several => {
            let ids: Vec<&str> = several.iter().map(|s| s.policy.id.as_str()).collect();
            let each: Vec<String> = several.iter().map(|s| format!("{} after {}: {}", s.policy.id, s.after, s.course(false))).collect();
            (
                format!("{} escalations fall silent without an answer: {}", several.len(), listed(&ids)),
                format!("After that nobody is paged any more. {CURE} {}.", each.join("; ")),
            )
        }
    };
    all.push(Finding::new(weight, title, evidence));
}

impl Silent<'_> {
    /// "Its 3 steps take 1 h and are gone through twice; then the accountable is paged and given 30 min;"
    fn course(&self, alone: bool) -> String {
        let (steps, round) = (&self.policy.steps, self.round);
        let (what, are) = match steps.len() {
            1 if alone => ("Its only step takes".to_string(), "is"),
            1 => ("one step takes".to_string(), "is"),
            several if alone => (format!("Its {} take", counted(several, "step", "steps")), "are"),
            several => (format!("{} take", counted(several, "step", "steps")), "are"),
        };
        let rounds = match self.policy.repeat {
            0 => "once".to_string(),
            1 => "twice".to_string(),
            more => format!("{} times", more + 1),
        };
        let passed = if self.passed { " while some find nobody and are passed over," } else { "" };
        let course = format!("{what} {round}{passed} and {are} gone through {rounds}");
        match self.owners {
            Some(wait) if alone => format!("{course}; then the accountable is paged and given {wait};"),
            Some(wait) => format!("{course}, then the accountable is given {wait}"),
            None if alone => format!("{course};"),
            None => course,
        }
    }
}

/// The playbooks whose incidents a policy can be started for.
pub(super) fn playbooks(plan: &Plan, policy: PolicyId) -> Vec<PlaybookId> {
    let by_users = plan.systems.iter().any(|s| s.users.as_ref().is_some_and(|u| u.pages == Some(policy)));
    let by_sensor = |k: &Kind| k.sensors.iter().any(|s| plan.sensors[s.at()].pages == Some(policy));
    let starts = |k: &&Kind| by_users || by_sensor(k) || plan.playbooks[k.playbook.at()].escalation == Some(policy);
    let mut all: Vec<PlaybookId> = plan.kinds.iter().filter(starts).map(|k| k.playbook).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The first people that a policy turns to who can do none of the work, as far as nobody else is paged before; with the hours in which somebody
/// else is: of a team while it is on shift, of a rota while anybody has a turn.
fn first_leaders(plan: &Plan, weeks: &Weeks, policy: &Policy, able: &dyn Fn(&PersonId) -> bool) -> (Vec<PersonId>, Hours) {
    let (mut leaders, mut before): (Vec<PersonId>, Hours) = (Vec::new(), Hours::never());
    for (pagees, _) in &policy.steps {
        let (theirs, others): (Vec<&Pagee>, Vec<&Pagee>) = pagees.iter().partition(|pagee| of_leaders(plan, pagee, able).is_some());
        let named: Vec<PersonId> = theirs.iter().filter_map(|pagee| of_leaders(plan, pagee, able)).flatten().copied().collect();
        if named.iter().any(able) || (!others.is_empty() && !leaders.is_empty()) {
            break;
        }
        before = before.union(&staffed(plan, weeks, others));
        leaders.extend(named.into_iter().filter(|p| !leaders.contains(p)).collect::<Vec<_>>());
    }
    (leaders, before)
}

/// The people whom a step turns to by name, or by a rota of people who can do none of the work and lead no incident: executives have one, too.
fn of_leaders<'p>(plan: &'p Plan, pagee: &'p Pagee, able: &dyn Fn(&PersonId) -> bool) -> Option<&'p [PersonId]> {
    let leads = |p: &PersonId| plan.playbooks.iter().filter_map(|p| p.lead.as_ref()).any(|lead| lead.able.contains(p));
    match pagee {
        Pagee::People(some) => Some(some),
        Pagee::Team(_) => None,
        Pagee::Rota(rota) => {
            Some(plan.rotas[rota.at()].everyone()).filter(|all| !all.is_empty() && !all.iter().any(|p| able(p) || leads(p)))
        }
    }
}

/// The hours in which a step pages somebody of a team, or on a rota.
fn staffed<'p>(plan: &Plan, weeks: &Weeks, pagees: impl IntoIterator<Item = &'p Pagee>) -> Hours {
    pagees.into_iter().fold(Hours::never(), |hours, pagee| match pagee {
        Pagee::People(_) => hours,
        Pagee::Team(team) => hours.union(&weeks.any_on_shift(plan, &plan.teams[team.at()].members)),
        Pagee::Rota(rota) => hours.union(&Weeks::turns(plan, *rota)),
    })
}

/// Steps that page a team to which nobody belongs, or a rota on which nobody is, and nobody else.
fn empty_steps(plan: &Plan, policy: &Policy, all: &mut Vec<Finding>) {
    for (number, (pagees, wait)) in (1..).zip(&policy.steps) {
        let nobody: Option<Vec<&str>> = pagees
            .iter()
            .map(|pagee| match pagee {
                Pagee::Team(team) => Some(&plan.teams[team.at()]).filter(|t| t.members.is_empty()).map(|t| t.name.as_str()),
                Pagee::Rota(rota) => Some(&plan.rotas[rota.at()]).filter(|r| r.everyone().is_empty()).map(|r| r.id()),
                Pagee::People(_) => None,
            })
            .collect();
        let Some(nobody) = nobody.filter(|n| !n.is_empty()) else { continue };
        let title = format!("Step {number} of escalation {} pages {}, to which nobody belongs", policy.id, listed(&nobody));
        let lost = if policy.skip_if_empty { "It is passed over".into() } else { format!("It is {wait} of waiting for nobody") };
        all.push(Finding::new(if policy.skip_if_empty { 40.0 } else { 50.0 }, title, format!("{lost}.")));
    }
}

/// Policies that page nobody at all at some hours: all their steps go to teams that are off duty then, or to rotas on which nobody has a turn.
fn nobody_paged(plan: &Plan, weeks: &Weeks, id: PolicyId, policy: &Policy, all: &mut Vec<Finding>) {
    let named = |pagees: &[Pagee]| pagees.iter().any(|p| matches!(p, Pagee::People(some) if !some.is_empty()));
    if policy.steps.iter().any(|(pagees, _)| named(pagees)) {
        return;
    }
    let cover = policy.steps.iter().fold(Hours::never(), |hours, (pagees, _)| hours.union(&staffed(plan, weeks, pagees)));
    let missing = weeks.uncovered(&cover);
    if missing <= WORTH_TELLING {
        return;
    }
    let sensors = plan.sensors.iter().filter(|s| s.pages == Some(id)).map(|s| format!("alerts of {}", s.id));
    let calls =
        plan.systems.iter().filter(|s| s.users.as_ref().is_some_and(|u| u.pages == Some(id))).map(|s| format!("calls about {}", s.name));
    let sources: Vec<String> = sensors.chain(calls).collect();
    let of = if sources.is_empty() { String::new() } else { format!(", for {}", listed(&sources)) };
    let title = format!("The escalation {} pages nobody for {}{of}", policy.id, of_week(missing));
    let steps = if policy.steps.len() == 1 { "Its only step pages" } else { "All its steps page" };
    let evidence = format!("{steps} those who are on duty anyway. {}", gap_in_words(plan, weeks, &cover));
    all.push(Finding::new(50.0 + 35.0 * share(missing), title, evidence).outside(plan, weeks, &cover));
}

/// Who is on duty and could do some of the work that a policy calls for: on rotas, or in teams on shift. Each with a name, and when.
struct OnDuty<'p> {
    all: Vec<(Pagee, &'p str, Hours)>,
    past: &'static str,
    there: &'static str,
    page: &'static str,
}
impl<'p> OnDuty<'p> {
    fn on_call(plan: &'p Plan, able: &dyn Fn(&PersonId) -> bool) -> OnDuty<'p> {
        let able_on = |r: &RotaId| plan.rotas[r.at()].everyone().iter().any(able);
        let rotas = (0..plan.rotas.len() as u32).map(RotaId).filter(able_on);
        let turns = |r: RotaId| Hours::from_spans(plan.rotas[r.at()].turns().map(|(from, to, _)| (from, to)).collect());
        let all = rotas.map(|r| (Pagee::Rota(r), plan.rotas[r.at()].id(), turns(r))).collect();
        OnDuty { all, past: "the on-call", there: "is on call", page: "rota" }
    }
    fn on_shift(plan: &'p Plan, weeks: &Weeks, able: &dyn Fn(&PersonId) -> bool) -> OnDuty<'p> {
        let shifts = |t: TeamId| weeks.any_on_shift(plan, plan.teams[t.at()].members.iter().filter(|p| able(p)));
        let teams = (0..plan.teams.len() as u32).map(TeamId);
        let all = teams.map(|t| (Pagee::Team(t), plan.teams[t.at()].name.as_str(), shifts(t))).collect();
        OnDuty { all, past: "those on shift", there: "of them is on shift", page: "team" }
    }
    /// As far as they are there at none of these hours, and those of them who are not.
    fn outside(mut self, weeks: &Weeks, hours: &Hours) -> (OnDuty<'p>, Hours) {
        self.all.iter_mut().for_each(|(.., theirs)| *theirs = theirs.minus(hours));
        self.all.retain(|(.., theirs)| weeks.covered(theirs) > WORTH_TELLING);
        let together = self.all.iter().fold(Hours::never(), |all, (.., theirs)| all.union(theirs));
        (self, together)
    }
}

/// Policies that turn to people who can do none of the work while somebody on call or on shift could do it, and is paged later or never.
fn past_the_on_call(plan: &Plan, uses: &Uses, weeks: &Weeks, id: PolicyId, all: &mut Vec<Finding>) {
    let policy = &plan.policies[id.at()];
    let served = playbooks(plan, id);
    let asked = |r: &RequirementId| uses.tasks(*r).any(|t| served.contains(&plan.tasks[t.at()].playbook));
    let work: Vec<RequirementId> = (0..plan.requirements.len() as u32).map(RequirementId).filter(asked).collect();
    let able = |p: &PersonId| plan.people[p.at()].qualifies.iter().any(|(r, _)| work.contains(r));
    let (leaders, before) = first_leaders(plan, weeks, policy, &able);
    let theirs = |pagee: &Pagee| of_leaders(plan, pagee, &able).is_some_and(|some| !some.is_empty());
    let Some(first) = policy.steps.iter().position(|(who, _)| who.iter().any(theirs)).filter(|_| !leaders.is_empty()) else { return };
    // Where they stand in for those who should have come first it is wrong at any hour; else asking them while they are at work costs little.
    let instead = first > 0;
    let at_work = if instead { Hours::never() } else { weeks.any_on_shift(plan, &leaders) };
    for duty in [OnDuty::on_call(plan, &able), OnDuty::on_shift(plan, weeks, &able)] {
        let (duty, alone) = duty.outside(weeks, &at_work.union(&before));
        let held = weeks.covered(&alone);
        if held <= WORTH_TELLING {
            continue;
        }
        let title = format!("The escalation {} turns to {} past {}", policy.id, people(plan, &leaders), duty.past);
        let pages = |who: &[Pagee]| who.iter().any(|p| duty.all.iter().any(|(pagee, ..)| pagee == p));
        let when = match policy.steps.iter().position(|(who, _)| pages(who)) {
            Some(step) => format!("paged in step {} only", step + 1),
            None => "never paged by it".to_string(),
        };
        let names: Vec<&str> = duty.all.iter().map(|(_, name, _)| *name).collect();
        let evidence = format!(
            "{} could do some of the work, and {} {when}; for {} somebody {} while nobody of {} is on shift. Page the {} first.",
            listed(&names),
            if names.len() == 1 { "is" } else { "are" },
            of_week(held),
            duty.there,
            if instead { "the steps before" } else { "the first paged" },
            duty.page,
        );
        // Past those on shift as well it is the same mistake.
        return all.push(Finding::new(30.0 + 15.0 * share(held), title, evidence).inside(plan, weeks, &alone));
    }
}
