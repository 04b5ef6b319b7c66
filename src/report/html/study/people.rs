//! The report on key people: who is missed most, without whom nothing comes back, what only one person holds.

mod charts;
mod shown;

use super::{Piece, TO_IMPROVE, Told, Worst, sheet};
use crate::report::figures::lollipops;
use crate::report::figures::unit::Unit;
use crate::report::html::roles::Cast;
use crate::report::html::{Line, line};
use crate::report::people::read::{Absence, Change, Holder, Read};
use crate::report::words::{capital, count, duration, harmless, list, share};

const SORTS: [(&str, &str); 4] = [
    ("task", "tasks somebody can do"),
    ("knowledge", "pieces of know-how (runbooks and what only heads know)"),
    ("grant", "grants"),
    ("decision", "decisions"),
];

/// What the page says.
pub fn tell(read: &Read, cast: &Cast, seed: u64) -> Told {
    let view = View { read, cast, sets: sets(read) };
    let (worst, plays) = view.shown(seed);
    let people = read.absences.iter().filter(|absence| absence.away == "person").count() as u64;
    Told {
        played: format!("{} plays, and as many without each of {} people", count(read.replications), count(people)),
        question: "Whom can we least do without, and what hangs on one person?".to_owned(),
        answers: view.answers(),
        lead: [view.missed("person"), view.holders()].into_iter().flatten().collect(),
        whole: view.hours().into_iter().collect(),
        worst,
        cures_title: "What would help most".to_owned(),
        cures: view.cures(),
        cures_note: TO_IMPROVE.to_owned(),
        planner: view.planner(),
        analyst: view.analyst(),
        plays,
        ..Told::default()
    }
}

/// People without whom something does not come back: who, what nobody is left for, and the systems.
struct Alike {
    people: Vec<String>,
    because: String,
    systems: Vec<String>,
}

/// The smallest sets of each system; the same people stand in the way of many systems for the same reason.
fn sets(read: &Read) -> Vec<Alike> {
    let mut alike: Vec<Alike> = Vec::new();
    for of in &read.unrecoverable {
        let smallest = of.sets.first().map_or(0, |set| set.people.len());
        for set in of.sets.iter().filter(|set| set.people.len() == smallest) {
            match alike.iter_mut().find(|known| known.people == set.people) {
                Some(known) if known.systems.contains(&of.system) => {}
                Some(known) => known.systems.push(of.system.clone()),
                None => {
                    alike.push(Alike { people: set.people.clone(), because: set.because.clone(), systems: vec![of.system.clone()] });
                }
            }
        }
    }
    alike.sort_by(|a, b| a.people.len().cmp(&b.people.len()).then(b.systems.len().cmp(&a.systems.len())).then(a.people.cmp(&b.people)));
    alike
}

struct View<'a> {
    read: &'a Read,
    cast: &'a Cast,
    sets: Vec<Alike>,
}

/// Longer by more than luck explains.
fn surely_longer(absence: &Absence) -> bool {
    absence.time_to_recover.change.mean.interval[0].is_some_and(|low| low > 0.0)
}

fn row(label: String, change: &Change) -> lollipops::Row {
    lollipops::Row { label, value: change.value.unwrap_or(f64::NAN), low: change.interval[0], high: change.interval[1] }
}

impl View<'_> {
    fn system(&self, id: &str) -> String {
        let known = self.cast.scenario.plan.systems.iter().find(|system| system.id == id);
        harmless(known.map_or(id, |system| &system.name))
    }

    fn systems(&self, ids: &[String]) -> String {
        list(&ids.iter().map(|id| self.system(id)).collect::<Vec<_>>(), 4)
    }

    fn names(&self, ids: &[String], most: usize) -> String {
        list(&ids.iter().map(|id| self.cast.name(id)).collect::<Vec<_>>(), most)
    }

    fn who(&self, absence: &Absence) -> String {
        let plan = &self.cast.scenario.plan;
        match absence.away.as_str() {
            "team" => plan.teams.iter().find(|t| t.id == absence.who).map_or(absence.who.clone(), |t| format!("all of {}", t.name)),
            "provider" => plan.employers.iter().find(|e| e.id == absence.who).map_or(absence.who.clone(), |e| format!("all of {}", e.name)),
            _ => absence.who.split('+').map(|id| self.cast.name(id)).collect::<Vec<_>>().join(" and "),
        }
    }

    /// Absences of a sort that change something, those missed most first.
    fn matter(&self, sort: &str) -> Vec<&Absence> {
        let mut of: Vec<&Absence> = self.read.absences.iter().filter(|a| a.away == sort && !a.no_effect).collect();
        let mean = |a: &Absence| a.time_to_recover.change.mean.value.unwrap_or(0.0);
        let never = |a: &Absence| a.shares.not_recovered.change.value.unwrap_or(0.0);
        of.sort_by(|a, b| mean(b).total_cmp(&mean(a)).then(never(b).total_cmp(&never(a))).then_with(|| a.who.cmp(&b.who)));
        of
    }

    /// Those without whom some system does not come back at all.
    fn alone(&self) -> (Vec<String>, Vec<String>) {
        let (mut people, mut systems) = (Vec::new(), Vec::new());
        for set in self.sets.iter().filter(|set| set.people.len() == 1) {
            people.extend(set.people.iter().filter(|id| !people.contains(*id)).cloned().collect::<Vec<_>>());
            systems.extend(set.systems.iter().filter(|id| !systems.contains(*id)).cloned().collect::<Vec<_>>());
        }
        (people, systems)
    }

    /// What is held by as few as it takes, in each sort: how many of how many.
    fn few(&self, sort: &str) -> (Vec<&Holder>, usize) {
        let of: Vec<&Holder> = self.read.holders.iter().filter(|held| held.sort == sort).collect();
        let all = of.len();
        (of.into_iter().filter(|held| held.nobody_to_spare()).collect(), all)
    }

    fn answers(&self) -> Vec<Line> {
        let (alone, systems) = self.alone();
        let hangs = match alone.len() {
            0 => "No single person is needed for a tier-1 system to come back at all.".to_owned(),
            one => {
                let each = if one == 1 { "Without" } else { "Without any one of" };
                format!("{each} {} nobody is left who may and can bring back {}.", self.names(&alone, 4), self.systems(&systems))
            }
        };
        let most = self.matter("person").first().map_or(String::new(), |absence| self.longer(absence) + " ");
        let parts: Vec<String> = SORTS[1..]
            .iter()
            .filter_map(|(sort, words)| {
                let (few, all) = self.few(sort);
                (!few.is_empty()).then(|| format!("{} of {all} {words}", few.len()))
            })
            .collect();
        let operations = match parts.is_empty() {
            true => "Each runbook, grant and decision has somebody to spare.".to_owned(),
            false => format!("Nobody can be missed for {}.", list(&parts, 3)),
        };
        let people: Vec<&Absence> = self.read.absences.iter().filter(|a| a.away == "person").collect();
        let nothing = people.iter().filter(|a| a.no_effect).count();
        let sure = people.iter().filter(|a| row(String::new(), &a.time_to_recover.change.mean).sure()).count();
        let analyst = format!(
            "Of {} absences {nothing} change no play at all, and {sure} lengthen or shorten recovery by more than luck explains (95 % intervals of the difference, \
             play by play on the same luck).",
            people.len()
        );
        vec![line("For the board", format!("{most}{hangs}")), line("For the operations lead", operations), line("For the analyst", analyst)]
    }

    /// "The storage engineer is missed most: …"
    fn longer(&self, absence: &Absence) -> String {
        let mean = &absence.time_to_recover.change.mean;
        let value = mean.value.unwrap_or(0.0);
        // What is not back by the horizon counts as back then.
        let least = if absence.shares.not_recovered.change.value.is_some_and(|more| more > 0.0) { "at least " } else { "" };
        let sure = if row(String::new(), mean).sure() { "" } else { " (so few plays cannot tell that from no change)" };
        format!(
            "{} is missed most: without them it takes {least}{} {} on average until everything is back{sure}.",
            harmless(&self.who(absence)),
            duration(libm::fabs(value)),
            if value < 0.0 { "less" } else { "more" }
        )
    }

    fn said(&self, text: &str) -> String {
        harmless(&self.cast.said(text))
    }

    /// The worst finding, by whose absence it shows, and how much longer it takes then on average.
    fn worst(&self) -> Option<(Worst, &[String], Option<f64>)> {
        let alone = self.sets.iter().find(|set| set.people.len() < 2);
        match (alone, self.matter("person").into_iter().find(|absence| surely_longer(absence))) {
            (None, Some(most)) => Some((self.missed_most(most), std::slice::from_ref(&most.who), most.time_to_recover.change.mean.value)),
            (set, _) => {
                let set = set.or(self.sets.first())?;
                Some((self.needed(set)?, &set.people, None))
            }
        }
    }

    /// Who is missed most, and what hangs on them.
    fn missed_most(&self, absence: &Absence) -> Worst {
        let mean = &absence.time_to_recover.change.mean;
        let of = |held: &&Holder| held.nobody_to_spare() && held.people.contains(&absence.who);
        let held: Vec<String> = self.read.holders.iter().filter(of).map(|held| self.said(&held.name)).collect();
        let held = if held.is_empty() { String::new() } else { format!(" Nobody else is left for: {}.", list(&held, 4)) };
        Worst {
            shown: None,
            how: None,
            heading: "Worst finding".to_owned(),
            title: format!(
                "Without {} everything is back {} later on average",
                self.cast.name(&absence.who),
                duration(mean.value.unwrap_or(0.0))
            ),
            evidence: format!(
                "95 % sure: {} later.{held}{}",
                Unit::Time.between(mean.interval[0], mean.interval[1], Unit::say),
                self.with_one_more(&absence.who)
            ),
        }
    }

    /// Who else must be away so that something does not come back at all.
    fn with_one_more(&self, who: &String) -> String {
        let pair = |set: &&Alike| set.people.len() == 2 && set.people.contains(who);
        let Some(set) = self.sets.iter().find(pair) else { return String::new() };
        let other: Vec<String> = set.people.iter().filter(|id| *id != who).cloned().collect();
        format!(" With {} away as well nobody is left who may and can bring back {}.", self.names(&other, 1), self.systems(&set.systems))
    }

    fn needed(&self, set: &Alike) -> Option<Worst> {
        let title = match set.people.len() {
            0 => format!("{} cannot come back even with everybody there", self.systems(&set.systems)),
            1 => format!("{} alone stands between an incident and {}", self.names(&set.people, 1), self.systems(&set.systems)),
            many => {
                format!("{many} absences are enough to lose {}: {}", self.systems(&set.systems), self.names(&set.people, 6))
            }
        };
        let seen = self.read.absences.iter().find(|a| a.away == "person" && set.people.len() == 1 && a.who == set.people[0]);
        let share_of = seen.and_then(|a| a.shares.not_recovered.change.value).filter(|more| *more > 0.0);
        let seen = share_of.map_or(String::new(), |more| {
            format!(
                " Played without them, {} more plays in a hundred are not back by the horizon of {}.",
                Unit::Number.say(more * 100.0),
                duration(self.cast.scenario.plan.horizon.seconds_f64())
            )
        });
        let evidence = format!("Nobody else may and can do this: {}.{seen}", self.said(&set.because));
        Some(Worst { heading: "Worst finding".to_owned(), title, evidence, shown: None, how: None })
    }

    /// For what is held by as few as it takes: how others would come to hold it.
    fn cures(&self) -> Vec<Line> {
        let mut all = Vec::new();
        for (sort, _) in SORTS[1..].iter().chain(&SORTS[..1]) {
            for held in self.few(sort).0.iter().filter(|held| !held.people.is_empty()).take(2) {
                let name = self.said(&held.name);
                let who = self.names(&held.people, 3);
                let knows = if held.people.len() == 1 { "knows" } else { "know" };
                let (label, words) = match *sort {
                    "knowledge" => (format!("Write down {name}, or teach it."), format!("Now only {who} {knows} it.")),
                    "grant" => {
                        (format!("Give one more person {name}."), format!("Now only {who} holds it; review the grant each quarter."))
                    }
                    "decision" => {
                        let words = format!("Now it takes {who}; a standing permission for urgent cases would do, too.");
                        (format!("Name a deputy for the decision {name}."), words)
                    }
                    _ => (format!("Train one more person for {name}."), format!("Now only {who} can.")),
                };
                all.push(line(label, words));
            }
        }
        if let Some(most) = self.matter("person").into_iter().find(|absence| surely_longer(absence)) {
            let label = format!("Have somebody who can stand in for {}.", harmless(&self.who(most)));
            let later = duration(most.time_to_recover.change.mean.value.unwrap_or(0.0));
            all.insert(0, line(label, format!("Without them everything is back {later} later on average.")));
        }
        all.truncate(3);
        all
    }

    fn planner(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let rows = self.sets.iter().map(|set| {
            let people = if set.people.is_empty() { "nobody even now".to_owned() } else { self.names(&set.people, 6) };
            vec![people, set.people.len().to_string(), self.said(&set.because), self.systems(&set.systems)]
        });
        let head = ["without", "how many", "nobody is left for", "so that these do not come back"];
        pieces.extend(sheet("The smallest sets of people without whom a tier-1 system does not come back", head, rows.collect()));
        for (sort, caption) in [
            ("person", "Without each person"),
            ("team", "Without each team"),
            ("provider", "Without each provider"),
            ("pair", "Without two people"),
        ] {
            let rows = self.matter(sort).into_iter().map(|absence| self.absence(absence)).collect();
            let head = [
                "without",
                "later by, on average",
                "95 % sure between",
                "half are back within",
                "9 in 10 within",
                "RTO missed",
                "MTPD missed",
                "not back",
            ];
            pieces.extend(sheet(&format!("{caption}: only those whose absence changes any play"), head, rows));
        }
        let words = "RTO missed, MTPD missed and not back by the horizon: by how many plays in a hundred more; in brackets what luck alone may explain. Missed in any \
                     system of a play counts, so that it is oftener than a promise of one system is broken.";
        pieces.push(Piece::Words(words.to_owned()));
        for (sort, words) in SORTS {
            let rows = self.read.holders.iter().filter(|held| held.sort == sort).map(|held| {
                let written = if held.written { "yes" } else { "" };
                vec![
                    self.said(&held.name),
                    held.people.len().to_string(),
                    held.takes.to_string(),
                    written.to_owned(),
                    self.names(&held.people, 6),
                ]
            });
            let head = ["", "people", "it takes", "written down", "who"];
            pieces.extend(sheet(&format!("{}, the fewest first", capital(words)), head, rows.collect()));
        }
        pieces
    }

    fn absence(&self, absence: &Absence) -> Vec<String> {
        let longer = &absence.time_to_recover;
        let horizon = duration(self.cast.scenario.plan.horizon.seconds_f64());
        let within = |value: Option<f64>| value.map_or(format!("more than {horizon}"), duration);
        let points = |change: &Change| match change.value {
            None => "–".to_owned(),
            Some(0.0) => "·".to_owned(),
            Some(value) if row(String::new(), change).sure() => format!("{:+.1}", value * 100.0).replace('-', "−"),
            Some(value) if libm::fabs(value) < 5e-4 => "(0.0)".to_owned(),
            Some(value) => format!("({:+.1})", value * 100.0).replace('-', "−"),
        };
        let mean = &longer.change.mean;
        vec![
            harmless(&self.who(absence)),
            mean.value.map_or("–".to_owned(), |value| Unit::Time.signed(value)),
            Unit::Time.between(mean.interval[0], mean.interval[1], Unit::signed),
            within(longer.p50),
            within(longer.p90),
            points(&absence.shares.rto_missed.change),
            points(&absence.shares.mtpd_missed.change),
            points(&absence.shares.not_recovered.change),
        ]
    }

    fn analyst(&self) -> Vec<Piece> {
        let base = &self.read.as_it_is;
        let horizon = duration(self.cast.scenario.plan.horizon.seconds_f64());
        let within = |value: Option<f64>| value.map_or(format!("more than {horizon}"), duration);
        let shares = &base.shares;
        let missed = |value: Option<f64>| value.map_or("–".to_owned(), share);
        let mut pieces = vec![Piece::Lines(vec![
            line("With everybody there", format!("{} incidents", count(base.time_to_recover.count))),
            line(
                "Everything back",
                format!("half within {}, 9 in 10 within {}", within(base.time_to_recover.p50), within(base.time_to_recover.p90)),
            ),
            line(
                "Missed",
                format!(
                    "the RTO of some system in {} of plays, the MTPD in {}, recovery by the horizon in {}",
                    missed(shares.rto_missed),
                    missed(shares.mtpd_missed),
                    missed(shares.not_recovered)
                ),
            ),
        ])];
        pieces.extend(["team", "provider", "pair"].into_iter().filter_map(|sort| self.missed(sort)).map(Piece::Figure));
        let over = self
            .read
            .absences
            .iter()
            .filter(|a| !a.beyond_mtpd.is_empty())
            .map(|a| vec![harmless(&self.who(a)), self.systems(&a.beyond_mtpd)]);
        let head = ["without", "typically away for longer than their MTPD then, and not as it is"];
        pieces.extend(sheet("Systems that an absence puts over their MTPD", head, over.collect()));
        let rows = self.read.truck_factor_by_hour.iter().map(|of| {
            let hours = |factor: u64| of.by_hour.iter().filter(|value| **value == factor).count().to_string();
            vec![self.system(&of.system), hours(0), hours(1), hours(2)]
        });
        let head = ["system", "hours of 168 with somebody missing", "with one person to lose", "with two"];
        pieces.extend(sheet("How few absences it takes, by system", head, rows.collect()));
        let words = "Away means as if they had left: not on shift, not reached, no decisions, their turn on call the next one's. Plays in which somebody is in no \
                     fact were not played again, since their absence cannot have changed them. absences.parquet, holders.parquet, truck_factor.parquet and \
                     unrecoverable.parquet beside this page have all rows, with people by their ids.";
        pieces.push(Piece::Words(words.to_owned()));
        pieces
    }
}
