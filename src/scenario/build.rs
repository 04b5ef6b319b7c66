//! Compiles a scenario into a plan, in the order in which the parts need each other. Mistakes that do not depend on each other are all
//! reported; what depends on sound parts (who can do a task, who would notice) is looked at only once those are sound.

use std::collections::BTreeSet;

use super::entry::ScenarioEntry;
use crate::engine::time::Instant;
use crate::model::absence::{Absence, build as absence};
use crate::model::authority::build::Staff as Staffed;
use crate::model::cost::{self, Pay};
use crate::model::demand::build as demand;
use crate::model::duty::turns;
use crate::model::ids::{GrantId, KindId, PersonId, PlaybookId};
use crate::model::incident::build::{Named, Times, attacks, check_containment, kinds};
use crate::model::knowledge::Runbooks;
use crate::model::knowledge::build::Takers;
use crate::model::means::Means;
use crate::model::names::{Names, sorted};
use crate::model::notice::{Notice, build as notices};
use crate::model::organisation::Strain;
use crate::model::organisation::build::{self as organisation, Work};
use crate::model::people::build::{self as people, Inherited};
use crate::model::plan::{Attack, Decision, Employer, ItSystem, Kind, Limits, Person, Plan, Policy, Rest, Sensor, Team, numbered};
use crate::model::playbook::build::{Built, playbooks};
use crate::model::recovery::Lane;
use crate::model::responsibility::{Service, build as responsibility, notice};
use crate::model::transition;
use crate::model::vendor::Vendor;
use crate::model::{
    access, authority, contract, escalation, estate, hand_offs, inject, knowledge, lead, means, recovery, telemetry, vendor,
};
use crate::text::{Id, Node, Problems};

mod calendar;
mod changed;
mod clock;
mod enter;
mod involved;
mod noticed;
mod occupied;
mod qualify;
mod salvage;
mod scripted;
mod sizes;
mod staffing;
mod targets;

use clock::Clock;
use salvage::Salvaged;
use staffing::Staffing;

/// Compiles the tree of a scenario. None when there is any mistake; all that are independent of each other are in `problems`.
pub fn compile(root: &Node, problems: &mut Problems) -> Option<Plan> {
    let before = problems.len();
    let mut salvaged = salvage::read_scenario(root, problems)?;
    let entry = &mut salvaged.entry;
    notice::add(&mut entry.playbooks, &entry.responsibilities, &entry.teams, &entry.people);
    let names = enter::names(root, &salvaged, problems);
    if !sizes::bearable(&salvaged.entry, &names, problems) {
        return None;
    }
    let mut plan = Compiler { entry: &salvaged.entry, names: &names, problems }.plan(&salvaged)?;
    involved::mark(&mut plan);
    inject::build::check_people(&plan, &names, problems);
    (problems.len() == before).then_some(plan)
}

/// People and what they belong to.
struct Organisation {
    employers: Vec<Employer>,
    teams: Vec<Team>,
    people: Vec<Person>,
    work: Work,
    pay: Pay,
    /// When grants end with role or contract.
    endings: Vec<(Instant, PersonId, GrantId)>,
}
/// What people can hold and know.
struct Held {
    grants: Vec<String>,
    knowledge: Vec<String>,
    runbooks: Runbooks,
}
/// What can break, and what breaks it.
struct Threats {
    systems: Vec<ItSystem>,
    lanes: Vec<Lane>,
    means: Vec<Means>,
    attacks: Vec<Attack>,
    kinds: Vec<Kind>,
}
/// Who is told, and who decides.
struct Lines {
    sensors: Vec<Sensor>,
    policies: Vec<Policy>,
    decisions: Vec<Decision>,
    access: access::Rules,
}

struct Compiler<'c> {
    entry: &'c ScenarioEntry,
    names: &'c Names<'c>,
    problems: &'c mut Problems,
}

impl<'c> Compiler<'c> {
    #[allow(clippy::too_many_lines, reason = "a line for each part of the plan")]
    fn plan(&mut self, salvaged: &Salvaged) -> Option<Plan> {
        let (entry, names) = (self.entry, self.names);
        let clock = clock::clock(entry, salvaged.times_known, names, self.problems);
        let (rest, strain, limits) = self.bounds();
        let (mut services, mut organisation, organised) = self.organisation(&clock);
        let (staffing, absence) = self.staff(&mut organisation, &clock, rest, salvaged);

        let start = self.problems.len();
        let mut known = self.what_people_have(&clock);
        let mut threats = self.threats(&clock, &staffing, &known.runbooks);
        let mut built = self.playbooks(&mut services, &organisation.teams, &threats);
        let (notices, vendors) = (self.notices(&mut built, &clock), self.vendors(&staffing, &mut built));
        let mut changes = changed::changes(entry, &clock, &staffing, (&mut built, &mut threats.kinds), names, self.problems);
        let threatened = self.problems.len() == start;
        let (mut lines, watched) = self.lines(Staffed { people: &organisation.people, sound: organised && names.whole });
        let targets = targets::targets(&entry.targets, names, self.problems);
        let (mut demand, exposure) = self.demand(&organisation, organised, &clock, &staffing.calendar, (&threats, &services[..], &built));
        let injects = self.injects(&built, &threats, &organisation, &staffing, &clock);
        contract::build::injected(&injects, &mut organisation.employers);
        let exercise = self.exercise(&built, &threats, &organisation, &staffing, &clock);

        if !names.whole || !organised || !threatened {
            return None;
        }
        self.noticed(watched, &mut threats, &lines, &|kind| demand.raises(kind) || changes.notice(kind));
        let hand_offs = self.side_by_side(&mut built, &organisation);
        let (built, requirements) = self.qualify(built, &mut organisation, &threats, (&mut lines, &mut changes), &mut known);
        let clock = clock?;
        demand::enter_hours(&mut demand, &staffing.calendar, &clock.zone, clock.end());
        Some(Plan {
            name: entry.name.clone(),
            about: entry.about.clone(),
            zone: clock.zone,
            warm_up: clock.warm_up,
            arrivals_end: clock.arrivals_end,
            horizon: clock.horizon,
            limits,
            business_hours: staffing.business_hours,
            calendar: staffing.calendar,
            rest,
            strain,
            hand_offs,
            has_leads: built.playbooks.iter().any(|p| p.lead.is_some()),
            call_out_pay: organisation.work.call_out_pay,
            call_out_at_least: organisation.work.call_out_at_least,
            pay: organisation.pay,
            employers: organisation.employers,
            vendors,
            teams: organisation.teams,
            hours: staffing.rosters.hours,
            rotas: staffing.rosters.rotas,
            in_turn: staffing.in_turn,
            unusual: staffing.rosters.unusual,
            idle_overrides: staffing.rosters.idle,
            people: organisation.people,
            absence,
            grants: known.grants,
            knowledge: known.knowledge,
            runbooks: known.runbooks,
            systems: threats.systems,
            lanes: threats.lanes,
            means: threats.means,
            sensors: lines.sensors,
            services,
            decisions: lines.decisions,
            access: lines.access,
            policies: lines.policies,
            playbooks: built.playbooks,
            tasks: numbered(built.tasks),
            requirements,
            notices,
            attacks: threats.attacks,
            kinds: threats.kinds,
            injects,
            exercise,
            transition: transition::transition(entry.transition.as_ref(), names, self.problems),
            targets,
            demand,
            changes,
            exposure,
        })
    }

    /// The names of grants, and of what people know, and what is said of that.
    fn what_people_have(&mut self, clock: &Option<Clock>) -> Held {
        let (entry, names) = (self.entry, self.names);
        let takers = Takers { systems: &entry.systems, playbooks: &entry.playbooks, notices: &entry.notices, changes: &entry.changes };
        Held {
            grants: names.grants.names().map(str::to_string).collect(),
            knowledge: names.runbooks.names().map(str::to_string).collect(),
            runbooks: knowledge::build::runbooks(&entry.runbooks, takers, clock.as_ref().map(|c| &c.zone), names, self.problems),
        }
    }

    /// Who leads those who work side by side, and what it costs when they have different employers.
    fn side_by_side(&mut self, built: &mut Built, organisation: &Organisation) -> Option<hand_offs::HandOffs> {
        let (entry, names) = (self.entry, self.names);
        lead::build::leads(entry.lead.as_ref(), &entry.playbooks, &mut built.playbooks, &organisation.people, names, self.problems);
        hand_offs::build::hand_offs(entry.hand_offs.as_ref(), &entry.employers, &organisation.employers, names, self.problems)
    }

    /// Bounds on working time, what long work costs, bounds on a play.
    fn bounds(&mut self) -> (Option<Rest>, Strain, Limits) {
        let (entry, names) = (self.entry, self.names);
        let rest = organisation::rest(entry.rest.as_ref());
        let strain = organisation::strain(entry.work.as_ref(), rest, names, self.problems);
        (rest, strain, organisation::limits(entry.limits.as_ref(), names, self.problems))
    }

    /// Enters the terms of contracts, and cuts the shifts of providers' people to them.
    fn contracts(&mut self, organisation: &mut Organisation, clock: &Option<Clock>, staffing: &mut Staffing) {
        let names = self.names;
        let mut hours_of = |id: &Id, problems: &mut Problems| staffing.hours_of(id, names, problems);
        let mut instant = |moment: &_, problems: &mut Problems| clock.as_ref().and_then(|c| c.instant(moment, problems));
        let mut sources = contract::build::Sources { hours_of: &mut hours_of, instant: &mut instant };
        contract::build::terms(&self.entry.employers, &mut organisation.employers, &mut sources, names, self.problems);
        contract::build::cut(&organisation.employers, &mut organisation.people, &mut staffing.rosters.hours);
        contract::build::end_grants(&organisation.employers, &mut organisation.people, &mut organisation.endings);
    }

    fn vendors(&mut self, staffing: &Staffing, built: &mut Built) -> Vec<Vendor> {
        let names = self.names;
        let mut hours_of = |id: &Id, problems: &mut Problems| staffing.hours_of(id, names, problems);
        let vendors = vendor::build::vendors(&self.entry.vendors, &mut hours_of, names, self.problems);
        vendor::build::assign(built, &vendors, names, self.problems);
        vendors
    }

    /// The teams responsible for each service, the organisation, and whether all of it makes sense.
    fn organisation(&mut self, clock: &Option<Clock>) -> (Vec<Service>, Organisation, bool) {
        let (entry, names) = (self.entry, self.names);
        let start = self.problems.len();
        let services = responsibility::services(&entry.responsibilities, names, self.problems);
        let employers = organisation::employers(&entry.employers, names, self.problems);
        let mut teams = organisation::teams(&entry.teams, names, self.problems);
        let work = organisation::work(entry.work.as_ref(), names, self.problems);
        let inherited = Inherited { teams: &entry.teams, reach: entry.reach.as_ref(), employers: &employers };
        let mut people = people::people(&entry.people, &inherited, &mut teams, names, self.problems);
        let mut instant = |moment: &_, problems: &mut Problems| clock.as_ref().and_then(|c| c.instant(moment, problems));
        let endings = access::build::endings(&entry.people, &mut people, &mut instant, names, self.problems);
        let pay = cost::pay(entry.work.as_ref(), &entry.rosters, names, self.problems);
        let organised = self.problems.len() == start;
        (services, Organisation { employers, teams, people, work, pay, endings }, organised)
    }

    /// Whom one must tell of incidents, and by when.
    fn notices(&mut self, built: &mut Built<'c>, clock: &Option<Clock>) -> Vec<Notice> {
        let (entry, names) = (self.entry, self.names);
        let zone = clock.as_ref().map(|c| &c.zone);
        let notices = notices::notices(&entry.notices, &entry.holidays, zone, names, self.problems);
        notices::owe(built, &entry.playbooks, &entry.notices, names, self.problems);
        notices
    }

    /// When people work, take turns on call, and are away.
    fn staff(
        &mut self,
        organisation: &mut Organisation,
        clock: &Option<Clock>,
        rest: Option<Rest>,
        salvaged: &Salvaged,
    ) -> (Staffing, Option<Absence>) {
        let mut staffing = staffing::compile(self.entry, clock, salvaged, self.names, self.problems);
        staffing.assign_hours(&mut organisation.people);
        self.contracts(organisation, clock, &mut staffing);
        staffing.in_turn = turns::take(&mut organisation.people, &mut staffing.rosters.hours, rest);
        let absence = clock.as_ref().and_then(|clock| self.absence(organisation, &staffing, clock));
        staffing.assign_rotas(&mut organisation.people, absence.is_some());
        (staffing, absence)
    }

    fn absence(&mut self, organisation: &Organisation, staffing: &Staffing, clock: &Clock) -> Option<Absence> {
        let entry = self.entry;
        let sources = absence::Sources {
            scenario: entry.absence.as_ref(),
            teams: &entry.teams,
            entries: &entry.people,
            people: &organisation.people,
            employers: &organisation.employers,
            hours: &staffing.rosters.hours,
            by_roster: &staffing.rosters.by_roster,
            named: &staffing.rosters.absent,
            zone: &clock.zone,
            end: staffing.end,
            called_away: inject::build::makes_absent(&entry.injects),
        };
        absence::absence(&sources, self.names, self.problems)
    }

    /// Playbooks and their tasks, and who must be asked about them and told.
    fn playbooks(&mut self, services: &mut [Service], teams: &[Team], threats: &Threats) -> Built<'c> {
        let (entry, names) = (self.entry, self.names);
        let mut built = playbooks(&entry.playbooks, services, names, self.problems);
        let work = responsibility::Work { playbooks: &built.playbooks, tasks: &mut built.tasks, teams };
        responsibility::parties(&entry.responsibilities, services, work, names, self.problems);
        let contains = |playbook: PlaybookId| built.playbooks.get(playbook.at()).map(|p| p.has_contain);
        check_containment(&entry.incidents, contains, names, self.problems);
        recovery::reinfection::check(&entry.attacks, &threats.kinds, &built, names, self.problems);
        built
    }

    fn threats(&mut self, clock: &Option<Clock>, staffing: &Staffing, runbooks: &Runbooks) -> Threats {
        let (entry, names) = (self.entry, self.names);
        let mut hours_of = |id: &Id, problems: &mut Problems| staffing.hours_of(id, names, problems);
        let mut systems = estate::build::systems(&entry.systems, &mut hours_of, names, self.problems);
        if names.whole {
            recovery::build::check_verified(&entry.systems, &entry.playbooks, names, self.problems);
        }
        if let Some(clock) = clock {
            recovery::build::settle(&mut systems, self.tested(), &clock.zone);
        }
        let attacks = attacks(&entry.attacks, names, self.problems);
        let failures: BTreeSet<&Id> = entry.systems.iter().filter_map(|(_, s)| s.fails.as_ref()).map(|f| &f.incident).collect();
        let named = |ids: &BTreeSet<&Id>| sorted(&entry.incidents).iter().map(|(id, _)| ids.contains(id)).collect();
        let named = Named { failing: named(&failures), raised: named(&scripted::begun_otherwise(entry)) };
        let mut instant = |moment: &_, problems: &mut Problems| clock.as_ref().and_then(|c| c.instant(moment, problems));
        let mut times = Times { instant: &mut instant, arrivals_end: clock.as_ref().map(|c| c.arrivals_end) };
        let kinds = kinds(&entry.incidents, &named, &mut times, names, self.problems);
        let lanes = recovery::build::lanes(&entry.restore_lanes, &entry.systems, names, self.problems);
        let means = means::build::means(&entry.means, runbooks, &mut systems, names, self.problems);
        Threats { systems, lanes, means, attacks, kinds }
    }

    /// Which telemetry sees which incident, where all of it is known.
    fn noticed(&mut self, watched: bool, threats: &mut Threats, lines: &Lines, begun: &dyn Fn(KindId) -> bool) {
        if watched {
            noticed::sensors(threats, &lines.sensors, &self.entry.incidents, begun, self.problems);
        }
    }

    /// Who is told and who decides, and whether all of it makes sense.
    fn lines(&mut self, staff: Staffed) -> (Lines, bool) {
        let (entry, names) = (self.entry, self.names);
        let start = self.problems.len();
        let lines = Lines {
            sensors: telemetry::build::sensors(&entry.telemetry, names, self.problems),
            policies: escalation::build::policies(&entry.escalation, names, self.problems),
            decisions: authority::build::decisions(&entry.decisions, staff, names, self.problems),
            access: access::build::rules(&entry.grants, names, self.problems),
        };
        (lines, self.problems.len() == start)
    }

    /// The day on which the restore of each system was last tested.
    fn tested(&self) -> impl Iterator<Item = Option<jiff::civil::Date>> + use<'c> {
        let names = self.names;
        sorted(&self.entry.systems).into_iter().flat_map(|(id, system)| {
            let tested = system.backup.as_ref().and_then(|b| b.last_tested).map(|day| day.civil);
            std::iter::repeat_n(tested, names.systems.range(id).map_or(0, |r| r.len()))
        })
    }
}
