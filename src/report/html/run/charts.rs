//! The figures of a run: what of its results goes into which.

use std::collections::BTreeMap;

use super::super::lanes::Again;
use super::{label, reached};
use crate::engine::time::Span;
use crate::model::ids::SystemId;
use crate::model::plan::{ItSystem, Plan, Team};
use crate::model::roster::Hours;
use crate::report::figures::canvas::Ink;
use crate::report::figures::exceedance::{self, Curve, Mark};
use crate::report::figures::{Figure, Values, convergence, duty, estate, ledger, spread};
use crate::report::summary::Summary;
use crate::report::words::{duration, harmless, limit, share};
use crate::scenario::finding::week::Weeks;
use crate::study::measure::seconds;

/// What figures are drawn from.
pub(super) struct Data<'a> {
    pub(super) summary: &'a Summary,
    pub(super) plan: &'a Plan,
    pub(super) times: &'a BTreeMap<String, Vec<f64>>,
    pub(super) away: &'a BTreeMap<String, Vec<f64>>,
    pub(super) one_each: bool,
}

impl Data<'_> {
    fn values(&self, name: &str) -> Values {
        Values::of(self.times.get(name).into_iter().flatten().copied())
    }

    fn away(&self, system: &ItSystem) -> Values {
        Values::of(self.away.get(&system.id).into_iter().flatten().copied())
    }

    /// The system that the first curve is about: one with a target, else the first-tier one whose promise is broken most often.
    fn system(&self) -> Option<&ItSystem> {
        let targeted = self.summary.targets.values().filter_map(|target| target.measure.strip_prefix("recover."));
        let targeted = targeted.filter_map(|id| self.plan.systems.iter().find(|system| system.id == id));
        let broken = |system: &&ItSystem| {
            let values = self.away(system);
            system.rto.map_or(0.0, |rto| values.share_above(seconds(rto)) * values.count() as f64)
        };
        let promised = || self.plan.systems.iter().filter(|s| s.tier == 1 && s.rto.is_some() && self.away.contains_key(&s.id));
        targeted.into_iter().next().or_else(|| promised().max_by(|a, b| broken(a).total_cmp(&broken(b))))
    }

    /// How often recovery takes longer than what was promised.
    pub(super) fn exceedance(&self) -> Option<Figure> {
        let everything = Curve { label: "everything back".to_owned(), values: self.values("time_to_recover") };
        let system = self.system().filter(|system| !self.away(system).is_empty());
        let (mut curves, mut marks) = (Vec::new(), Vec::new());
        let mut caption = String::new();
        if let Some(system) = system {
            let values = self.away(system);
            let promised = |what: &str, at: Option<Span>, ink| at.map(|at| Mark { label: what.to_owned(), at: seconds(at), ink });
            marks.extend(promised("RTO", system.rto, Ink::Rto));
            marks.extend(promised("MTPD", system.mtpd, Ink::Mtpd));
            let measure = format!("recover.{}", system.id);
            for target in self.summary.targets.values().filter(|target| target.measure == measure && target.limit > 0.0) {
                if !marks.iter().any(|mark| mark.at == target.limit) {
                    marks.push(Mark { label: "target".to_owned(), at: target.limit, ink: Ink::Target });
                }
            }
            let name = harmless(&system.name);
            let of = |at: usize| if at == 0 { " of its outages" } else { "" };
            let crossings: Vec<String> = marks
                .iter()
                .enumerate()
                .map(|(at, mark)| format!("its {} of {} in {}{}", mark.label, limit(mark.at), share(values.share_above(mark.at)), of(at)))
                .collect();
            caption = match crossings.is_empty() {
                true => format!("{name} is typically back after {}.", values.quantile(0.5).map_or("the horizon".to_owned(), duration)),
                false => format!("{name} is away for longer than {}.", crossings.join(", and for longer than ")),
            };
            curves.push(Curve { label: format!("{name} back"), values });
        } else {
            for target in self.summary.targets.values().filter(|target| target.measure == "time_to_recover" && target.limit > 0.0) {
                marks.push(Mark { label: "target".to_owned(), at: target.limit, ink: Ink::Target });
            }
        }
        let recover = self.summary.measures.get("time_to_recover").filter(|m| m.count > 0);
        if let Some(recover) = recover {
            let sentence =
                format!("One incident in ten takes longer than {} until everything is back.", reached(self.summary, recover.p90));
            caption = if caption.is_empty() { sentence } else { format!("{caption} {sentence}") };
        }
        curves.push(everything);
        exceedance::of("recovery", "How often recovery takes longer", caption, &curves, &marks, self.summary.horizon)
    }

    /// Where the time goes.
    pub(super) fn ledger(&self) -> Option<Figure> {
        let bar = ledger::Bar { label: "on average".to_owned(), parts: self.summary.ledger.clone() };
        let total: f64 = bar.parts.values().sum();
        let working = bar.parts.get("working").copied().unwrap_or(0.0);
        let censored = self.summary.measures.get("time_to_recover").is_some_and(|m| m.censored > 0);
        let least = if censored { " at least" } else { "" };
        let caption = format!(
            "From the first harm until every hit system is back it takes {}{least} on average; {} of that is work, the rest is waiting.",
            duration(total),
            share(working / total.max(1.0))
        );
        ledger::of_one("ledger", "Where the time goes", caption, &bar)
    }

    /// The systems and how often each was down.
    pub(super) fn estate(&self) -> Option<Figure> {
        let incidents = self.summary.incidents.max(1) as f64;
        let node = |system: &ItSystem| {
            let values = self.away(system);
            estate::Node {
                name: harmless(&system.name),
                needs: system.needs.iter().map(|need: &SystemId| need.at()).collect(),
                down: (values.count() as f64 / incidents).min(1.0),
                typically: values.quantile(0.5),
                hit: false,
            }
        };
        let nodes: Vec<estate::Node> = self.plan.systems.iter().map(node).collect();
        estate::of("systems", "What goes down, and for how long", &nodes)
    }

    /// The systems in one play: what was hit, and what went down with it.
    pub(super) fn in_play(&self, again: &Again, id: &str, title: &str) -> Option<Figure> {
        let node = |(number, system): (u32, &ItSystem)| {
            let outages = || again.outages().filter(|(_, outage)| outage.system == SystemId(number));
            let away: f64 = outages().filter_map(|(_, outage)| Some(seconds(outage.back? - outage.lost))).sum();
            estate::Node {
                name: harmless(&system.name),
                needs: system.needs.iter().map(|need: &SystemId| need.at()).collect(),
                down: if outages().next().is_some() { 1.0 } else { 0.0 },
                typically: outages().all(|(_, outage)| outage.back.is_some()).then_some(away),
                hit: outages().any(|(_, outage)| outage.hit),
            }
        };
        let nodes: Vec<estate::Node> = (0..).zip(&self.plan.systems).map(node).collect();
        estate::of_play(id, title, &nodes)
    }

    /// Who is on shift or on call when.
    pub(super) fn duty(&self) -> Option<Figure> {
        let (plan, weeks) = (self.plan, Weeks::of(self.plan));
        let row = |team: &Team| {
            let turns = plan.rotas.iter().flat_map(|rota| rota.turns());
            let theirs = turns.filter(|(_, _, people)| people.iter().any(|person| team.members.contains(person)));
            let on_call = Hours::from_spans(theirs.map(|(from, to, _)| (from, to)).collect());
            duty::Row {
                name: harmless(&team.name),
                hours: weeks.on_shift(plan, &team.members),
                on_call: weeks.by_hour(&plan.zone, &on_call).into_iter().map(|share| share >= 0.5).collect(),
            }
        };
        let rows: Vec<duty::Row> = plan.teams.iter().filter(|team| !team.members.is_empty()).map(row).collect();
        duty::of("duty", "Who is on duty in a typical week", &rows)
    }

    /// How the times of the milestones spread.
    pub(super) fn spread(&self) -> Option<Figure> {
        let all = ["time_to_detect", "time_to_acknowledge", "time_to_contain", "time_to_recover"];
        let curve = |name: &str| Curve { label: label(name, self.summary, self.plan), values: self.values(name) };
        let curves: Vec<Curve> = all.into_iter().map(curve).collect();
        let typical = |name: &str| self.summary.measures.get(name).filter(|m| m.count > 0).map(|m| reached(self.summary, m.p50));
        let caption = match typical("time_to_detect").zip(typical("time_to_contain")) {
            Some((detect, contain)) => format!(
                "Half of all incidents are noticed within {detect} of the first harm and contained within {contain}; acknowledging counts from the alert."
            ),
            None => "Detecting, containing and recovering count from the first harm, acknowledging from the alert.".to_owned(),
        };
        spread::of("times", "How the times spread", caption, &curves)
    }

    /// How sure the estimates are.
    pub(super) fn convergence(&self) -> Option<Figure> {
        let values = self.times.get("time_to_recover").filter(|_| self.one_each)?;
        convergence::of("convergence", "How sure the estimates are", "the time until everything is back", values)
    }
}
