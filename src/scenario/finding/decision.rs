//! Decisions that nobody is there to take: not on shift, or nobody to spare when one of them cannot be reached.

use std::collections::{BTreeMap, BTreeSet};

use super::cover::{WORTH_TELLING, gap_in_words, share};
use super::permission::{self, Holds, permitted};
use super::week::Weeks;
use super::{Finding, hours, listed, of_week, people};
use crate::engine::time::Span;
use crate::model::ids::{DecisionId, PersonId};
use crate::model::plan::{Decision, Plan};
use crate::model::playbook::entry::Phase;
use crate::model::roster::Hours;

/// All findings about decisions that the scenario's incidents wait for.
pub fn findings(plan: &Plan, all: &mut Vec<Finding>) {
    let weeks = Weeks::of(plan);
    let used: Vec<(DecisionId, &Decision)> = (0..).map(DecisionId).zip(&plan.decisions).filter(|(id, d)| in_use(plan, *id, d)).collect();
    off_shift(plan, &weeks, &used, all);
    short(plan, &weeks, &used, all);
    nobody_spare(plan, &used, all);
    permission::findings(plan, &used, all);
}

/// Decisions that take several, at hours when some of those who may take them are on shift, and too few.
fn short(plan: &Plan, weeks: &Weeks, used: &[(DecisionId, &Decision)], all: &mut Vec<Finding>) {
    for (_, decision) in used.iter().filter(|(_, d)| d.quorum > 1) {
        let able: Vec<PersonId> = decision.holders.iter().chain(&decision.delegates).copied().collect();
        let enough = weeks.at_least(plan, &able, decision.quorum as usize);
        let missing = weeks.uncovered(&enough);
        // Hours with nobody at all are told already.
        let nobody = weeks.uncovered(&weeks.any_on_shift(plan, &able));
        if able.len() < decision.quorum as usize || missing <= nobody + WORTH_TELLING {
            continue;
        }
        let title = format!(
            "A decision on {} takes {} of {}, and for {} fewer of them are on shift",
            decision.id,
            decision.quorum,
            people(plan, &able),
            of_week(missing)
        );
        let unless = if decision.pre_authorised.is_empty() { "" } else { " Whoever is pre-authorised need not wait for them." };
        let evidence = format!("{} The others must be called.{unless}", gap_in_words(plan, weeks, &enough));
        let weight = if decision.pre_authorised.is_empty() { 33.0 } else { 24.0 } + 35.0 * share(missing);
        all.push(Finding::new(weight, title, evidence).outside(plan, weeks, &enough));
    }
}

/// Some work, or somebody's access, waits for the decision.
fn in_use(plan: &Plan, id: DecisionId, decision: &Decision) -> bool {
    let gates = plan.tasks.iter().any(|t| t.decision == Some(id));
    let gives_access = plan.access.passages().any(|(.., passage)| passage.right == id);
    decision.access.is_none() && (gates || gives_access)
}

/// The harm goes on until it is taken: each of these deserves its own line.
fn urgent(plan: &Plan, id: DecisionId) -> bool {
    plan.tasks.iter().any(|t| t.decision == Some(id) && matches!(t.phase, Phase::Triage | Phase::Contain))
}

/// Decisions alike: the hours without anybody who may take them.
struct Alike<'p> {
    cover: Hours,
    holders: &'p [PersonId],
    delegates: &'p [PersonId],
    permitted: Vec<PersonId>,
    decisions: Vec<(DecisionId, &'p Decision)>,
}
impl Alike<'_> {
    fn ids(&self) -> Vec<DecisionId> {
        self.decisions.iter().map(|(id, _)| *id).collect()
    }
}

/// Decisions that nobody on shift may take. Those that stop the harm are told one by one, the others together by their hours.
fn off_shift(plan: &Plan, weeks: &Weeks, used: &[(DecisionId, &Decision)], all: &mut Vec<Finding>) {
    type Key<'p> = (bool, &'p [PersonId], &'p [PersonId], Vec<PersonId>);
    let mut alike: BTreeMap<Key, Vec<(DecisionId, &Decision)>> = BTreeMap::new();
    for (id, decision) in used {
        let key = (!urgent(plan, *id), &decision.holders[..], &decision.delegates[..], permitted(plan, *id, Holds::Always));
        alike.entry(key).or_default().push((*id, *decision));
    }
    let (mut later, mut urgent): (BTreeMap<Span, Vec<Alike>>, BTreeMap<Span, Vec<Alike>>) = Default::default();
    for ((later_work, holders, delegates, permitted), decisions) in alike {
        let cover = weeks.any_on_shift(plan, holders.iter().chain(delegates).chain(&permitted));
        let missing = weeks.uncovered(&cover);
        if missing <= WORTH_TELLING {
            continue;
        }
        let alike = Alike { cover, holders, delegates, permitted, decisions };
        if later_work {
            later.entry(missing).or_default().push(alike);
        } else if OnCall::of(plan, weeks, &alike).words().is_some() {
            // Each rota has its own hours.
            one(plan, weeks, missing, &alike, all);
        } else {
            urgent.entry(missing).or_default().push(alike);
        }
    }
    for (missing, groups) in urgent {
        match groups.as_slice() {
            [only] => one(plan, weeks, missing, only, all),
            several => urgent_together(plan, weeks, missing, several, all),
        }
    }
    for (missing, groups) in later {
        match groups.as_slice() {
            [only] => one(plan, weeks, missing, only, all),
            several => together(plan, weeks, missing, several, all),
        }
    }
}

/// Decisions that the harm goes on without, all without anybody at the same hours, and nobody on call.
fn urgent_together(plan: &Plan, weeks: &Weeks, missing: Span, several: &[Alike], all: &mut Vec<Finding>) {
    let names: Vec<&str> = several.iter().flat_map(|a| &a.decisions).map(|(_, d)| d.id.as_str()).collect();
    let each = several.iter().map(|alike| {
        let of: Vec<&str> = alike.decisions.iter().map(|(_, d)| d.id.as_str()).collect();
        let delegates = if alike.delegates.is_empty() { String::new() } else { format!(", then {}", people(plan, alike.delegates)) };
        let permitted =
            if alike.permitted.is_empty() { String::new() } else { format!("; pre-authorised: {}", people(plan, &alike.permitted)) };
        let at_times = permission::only_at_times(plan, &alike.ids());
        format!("{} by {}{delegates}{permitted}", listed(&of), people(plan, alike.holders)) + at_times.trim_end_matches('.')
    });
    let likeliest = at_night(plan, several.iter().flat_map(|a| a.holders.iter().chain(a.delegates)));
    let evidence = format!(
        "The harm goes on until they are taken, and nobody who may is on call. Off duty at night the easiest to reach answers {likeliest:.0} % \
         of calls. Held: {}. {CURE}",
        each.collect::<Vec<_>>().join("; ")
    );
    let finding = Finding::new(35.0 + 45.0 * share(missing) + 0.5 * names.len().min(10) as f64, title(&names, missing), evidence);
    all.push(finding.outside(plan, weeks, &several[0].cover));
}

fn title(names: &[&str], missing: Span) -> String {
    format!("Nobody who may decide on {} is on shift for {}", listed(names), of_week(missing))
}

const CURE: &str = "A standing permission, or a rota of those who may, closes the gap.";

/// How likely the easiest to reach of some people answers a call at night, in percent.
fn at_night<'p>(plan: &Plan, people: impl Iterator<Item = &'p PersonId>) -> f64 {
    100.0 * people.map(|p| plan.people[p.at()].reach.off_duty.at_night).fold(0.0, f64::max)
}

fn one(plan: &Plan, weeks: &Weeks, missing: Span, alike: &Alike, all: &mut Vec<Finding>) {
    let names: Vec<&str> = alike.decisions.iter().map(|(_, d)| d.id.as_str()).collect();
    let mut evidence = format!("Held by {}", people(plan, alike.holders));
    if !alike.delegates.is_empty() {
        evidence = format!("{evidence}; delegates: {}", people(plan, alike.delegates));
    }
    let permitted = if alike.permitted.is_empty() {
        "Nobody is pre-authorised.".into()
    } else {
        format!("Pre-authorised: {}.", people(plan, &alike.permitted))
    };
    let likeliest = at_night(plan, alike.holders.iter().chain(alike.delegates));
    let on_call = OnCall::of(plan, weeks, alike);
    let reached = match on_call.words() {
        Some(words) => format!("{words}{}", on_call.others(missing, likeliest)),
        None => format!("Off duty at night the easiest to reach of them answers {likeliest:.0} % of calls."),
    };
    let at_times = permission::only_at_times(plan, &alike.ids());
    evidence = format!("{evidence}. {permitted}{at_times} {reached} {CURE}");
    let unheld = missing - on_call.meanwhile;
    all.push(
        Finding::new(22.0 + 13.0 * f64::from(unheld > WORTH_TELLING) + 45.0 * share(unheld), title(&names, missing), evidence).outside(
            plan,
            weeks,
            &alike.cover,
        ),
    );
}

/// Those of some decision who are on call while none of them is on shift.
struct OnCall<'p> {
    rotas: Vec<&'p str>,
    /// For how much of a week.
    meanwhile: Span,
    /// How often the one who is the hardest to reach answers at night, in percent.
    answers: f64,
}
impl<'p> OnCall<'p> {
    fn of(plan: &'p Plan, weeks: &Weeks, alike: &Alike) -> OnCall<'p> {
        let may = |p: &PersonId| alike.holders.contains(p) || alike.delegates.contains(p) || alike.permitted.contains(p);
        let (mut rotas, mut spans, mut members) = (Vec::new(), Vec::new(), BTreeSet::new());
        for rota in &plan.rotas {
            let turns: Vec<_> = rota.turns().filter(|(.., who)| who.iter().any(may)).collect();
            if !turns.is_empty() {
                rotas.push(rota.id());
                members.extend(turns.iter().flat_map(|(.., who)| who.iter().copied()).filter(may));
                spans.extend(turns.iter().map(|(from, to, _)| (*from, *to)));
            }
        }
        let meanwhile = weeks.covered(&Hours::from_spans(spans).minus(&alike.cover));
        let chance = |p: &PersonId| plan.people[p.at()].reach.on_call.at_night;
        OnCall { rotas, meanwhile, answers: 100.0 * members.iter().map(chance).fold(1.0, f64::min) }
    }
    fn words(&self) -> Option<String> {
        let told = || {
            let (held, rotas) = (hours(self.meanwhile), listed(&self.rotas));
            format!("On call for {held} of these hours: {rotas}; at night whoever has the turn answers {:.0} % of calls.", self.answers)
        };
        (self.meanwhile > WORTH_TELLING).then(told)
    }
    /// What becomes of the other hours.
    fn others(&self, missing: Span, likeliest: f64) -> String {
        if missing - self.meanwhile <= WORTH_TELLING {
            return String::new();
        }
        format!(" In the others the easiest to reach answers {likeliest:.0} % of calls at night.")
    }
}

fn together(plan: &Plan, weeks: &Weeks, missing: Span, several: &[Alike], all: &mut Vec<Finding>) {
    let mut names: Vec<&str> = several.iter().flat_map(|a| &a.decisions).map(|(_, d)| d.id.as_str()).collect();
    names.sort_unstable();
    let calls = several.iter().map(|a| at_night(plan, a.holders.iter().chain(a.delegates)));
    let (least, most) = calls.fold((100.0, 0.0), |(least, most): (f64, f64), of| (least.min(of), most.max(of)));
    let answers = if least == most { format!("{most:.0} %") } else { format!("{least:.0} to {most:.0} %") };
    let mut on_call: Vec<String> = several.iter().filter_map(|a| OnCall::of(plan, weeks, a).words()).collect();
    on_call.sort();
    on_call.dedup();
    let reached = match on_call.as_slice() {
        [] => format!("Off duty at night the easiest to reach of those who may answers {answers} of calls."),
        some => format!("{} Off duty at night the others answer {answers} of calls at best.", some.join(" ")),
    };
    let evidence = format!(
        "{} {reached}{} They do not stop the harm; recovery and notices wait for them.",
        gap_in_words(plan, weeks, &several[0].cover),
        permission::only_at_times(plan, &several.iter().flat_map(Alike::ids).collect::<Vec<_>>()),
    );
    let finding = Finding::new(35.0 + 40.0 * share(missing), title(&names, missing), evidence);
    all.push(finding.outside(plan, weeks, &several[0].cover));
}

/// Decisions that take everybody who may take them: one who cannot be reached is enough to hold them up.
fn nobody_spare(plan: &Plan, used: &[(DecisionId, &Decision)], all: &mut Vec<Finding>) {
    let mut alike: BTreeMap<(Vec<PersonId>, bool), Vec<&str>> = BTreeMap::new();
    for (_, decision) in used.iter().filter(|(_, d)| d.acts_without_authority_after.is_none()) {
        let able: BTreeSet<PersonId> = decision.holders.iter().chain(&decision.delegates).copied().collect();
        let asked_always = decision.pre_authorised.is_empty();
        if able.len() <= decision.quorum as usize {
            alike.entry((able.into_iter().collect(), asked_always)).or_default().push(&decision.id);
        }
    }
    for ((able, asked_always), names) in alike {
        let what = listed(&names);
        let title = match able.as_slice() {
            [only] => format!("{} alone may decide on {what}", people(plan, &[*only])),
            all => format!("A decision on {what} takes all {} who may take it: {}", all.len(), people(plan, all)),
        };
        let unless = if asked_always { "" } else { ", unless somebody pre-authorised acts" };
        let who = if able.len() == 1 { "This person" } else { "One of them" };
        let evidence = format!("{who} on leave, ill or asleep holds it up{unless}. Name a delegate.");
        all.push(Finding::new(if asked_always { 52.0 } else { 34.0 }, title, evidence));
    }
}
