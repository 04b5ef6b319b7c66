//! From entries to absences as the plan has them: whose fields count for whom, how often spells must begin, and whether that can be.

use std::collections::BTreeMap;

use super::entry::{AbsenceEntry, WhyEntry};
use super::{Absence, BEFORE, Habit, Habits, Spell, Why};
use crate::engine::chance::{Dist, Purpose};
use crate::engine::time::{Instant, Span};
use crate::model::ids::PersonId;
use crate::model::names::{Names, sorted};
use crate::model::organisation::entry::TeamEntry;
use crate::model::people::entry::PersonEntry;
use crate::model::plan::{Employer, Person};
use crate::model::roster::{Hours, HoursId, Zone, working_days};
use crate::text::{Dict, Id, Place, Problems};

/// Nobody is away for more than this share of their working days, so that leave and sickness find their place.
const MOST: f64 = 0.9;
/// No more working days than this are kept in one scenario, and no more spells drawn in one play.
const MOST_DAYS: usize = 4_000_000;
const YEAR: f64 = Span::YEAR.0 as f64;
/// Days of each month, of 365.
const MONTHS: [f64; 12] = [31.0, 28.0, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

/// Who is away by name, as rosters have it.
pub type Named = (PersonId, WhyEntry, (Instant, Instant));

/// What absence is made from.
#[derive(Debug)]
pub struct Sources<'e> {
    /// What holds for everybody.
    pub scenario: Option<&'e AbsenceEntry>,
    /// Teams, as the file gives them.
    pub teams: &'e Dict<TeamEntry>,
    /// People, as the file gives them.
    pub entries: &'e Dict<PersonEntry>,
    /// People as built, with their hours.
    pub people: &'e [Person],
    /// Employers as built.
    pub employers: &'e [Employer],
    /// All hours.
    pub hours: &'e [Hours],
    /// By person: their hours by roster, before any override, so that a swap of shifts changes nobody's absences.
    pub by_roster: &'e [HoursId],
    /// Who is away by name.
    pub named: &'e [Named],
    /// Local time.
    pub zone: &'e Zone,
    /// Nothing is asked from here on.
    pub end: Instant,
}

/// One kind of absence as fields say it: why, what its luck is drawn for, the fields, and how long it lasts unless said otherwise.
struct Said {
    why: Why,
    purpose: Purpose,
    fields: [&'static str; 2],
    days: fn(&AbsenceEntry) -> Option<Span>,
    lasts: fn(&AbsenceEntry) -> Option<&Dist>,
    usual: fn() -> Dist,
}
const KINDS: [Said; 3] = [
    Said {
        why: Why::Leave,
        purpose: Purpose::named("leave"),
        fields: ["annual_leave", "leave_lasts"],
        days: |e| e.annual_leave,
        lasts: |e| e.leave_lasts.as_ref(),
        usual: || {
            let days = |from, to| Dist::uniform(Span::days(from), Span::days(to));
            Dist::mixture([(0.6, days(1, 3)), (0.4, days(5, 10))])
        },
    },
    Said {
        why: Why::Sick,
        purpose: Purpose::named("sick"),
        fields: ["sick", "sick_lasts"],
        days: |e| e.sick,
        lasts: |e| e.sick_lasts.as_ref(),
        usual: || Dist::log_normal(Span::days(2), Span::days(5)),
    },
    Said {
        why: Why::Training,
        purpose: Purpose::named("training"),
        fields: ["training", "training_lasts"],
        days: |e| e.training,
        lasts: |e| e.training_lasts.as_ref(),
        usual: || Dist::uniform(Span::days(1), Span::days(3)),
    },
];

/// Builds absence; none when nobody can be away.
pub fn absence(sources: &Sources, names: &Names, problems: &mut Problems) -> Option<Absence> {
    let before = problems.len();
    let entries = check_entries(sources, names, problems);
    if problems.len() > before {
        return None;
    }
    let mut builder = Builder { sources, absence: Absence::default(), days: BTreeMap::new(), expected: BTreeMap::new(), spells: 0.0 };
    for (number, person) in sources.people.iter().enumerate() {
        let hours = sources.by_roster.get(number).copied().unwrap_or(HoursId::NEVER);
        let habits = builder.habits(person, hours, &entries[number], problems);
        builder.absence.habits.push(habits);
    }
    builder.absence.named = named(sources.named);
    let days: usize = builder.absence.days.iter().map(Vec::len).sum();
    if days > MOST_DAYS || builder.spells > MOST_DAYS as f64 {
        let place = names.place(&["absence"]);
        problems
            .at(place, "the scenario covers too long a time for so many people who can be away", "more than 4,000,000 absences")
            .help("shorten `runs_for` or `horizon`");
    }
    let any = !builder.absence.named.is_empty() || builder.absence.habits.iter().any(|h| !h.kinds.is_empty());
    any.then_some(builder.absence)
}

/// The entries that count for one person, the nearest first, and where the first of them is.
struct Layers<'e> {
    entries: Vec<&'e AbsenceEntry>,
    provider: bool,
}
impl<'e> Layers<'e> {
    fn first<T>(&self, of: impl Fn(&'e AbsenceEntry) -> Option<T>) -> Option<T> {
        self.entries.iter().find_map(|e| of(e))
    }
    fn covered(&self) -> bool {
        self.first(|e| e.covered).unwrap_or(self.provider)
    }
    /// Working days a year, whoever comes in their place.
    fn asked(&self, kind: &Said) -> f64 {
        self.first(kind.days).map_or(0.0, |d| d.0 as f64 / Span::DAY.0 as f64)
    }
    fn days(&self, kind: &Said) -> f64 {
        if self.covered() { 0.0 } else { self.asked(kind) }
    }
}

/// Checks all entries and says which count for whom.
fn check_entries<'e>(sources: &Sources<'e>, names: &Names, problems: &mut Problems) -> Vec<Layers<'e>> {
    let teams = sorted(sources.teams);
    let of_team = |person: &Person| teams.get(person.team.at()).and_then(|(_, t)| t.absence.as_ref());
    let mut all: Vec<Layers> = Vec::with_capacity(sources.people.len());
    let mut people = sources.people.iter();
    let mut own: Vec<(&Id, &AbsenceEntry, std::ops::Range<usize>)> = Vec::new();
    for (id, entry) in sorted(sources.entries) {
        let many = names.people.range(id).map_or(0, |r| r.len());
        if let Some(absence) = &entry.absence {
            own.push((id, absence, all.len()..all.len() + many));
        }
        for person in people.by_ref().take(many) {
            let entries = [entry.absence.as_ref(), of_team(person), sources.scenario];
            let provider = sources.employers.get(person.employer.at()).is_some_and(|e| e.provider);
            all.push(Layers { entries: entries.into_iter().flatten().collect(), provider });
        }
    }
    let everybody: Vec<&Layers> = all.iter().collect();
    if let Some(entry) = sources.scenario {
        check(entry, &["absence"], &everybody, names, problems);
    }
    for (number, (id, team)) in teams.iter().enumerate() {
        if let Some(entry) = &team.absence {
            let members: Vec<&Layers> = all.iter().zip(sources.people).filter(|(_, p)| p.team.at() == number).map(|(l, _)| l).collect();
            check(entry, &["teams", id, "absence"], &members, names, problems);
        }
    }
    for (id, entry, range) in own {
        check(entry, &["people", id, "absence"], &everybody[range], names, problems);
    }
    all
}

/// Reports fields that cannot be, or that change nothing for anybody.
fn check(entry: &AbsenceEntry, path: &[&str], people: &[&Layers], names: &Names, problems: &mut Problems) {
    let spot = |field: &str| -> Place { names.place(&[path, &[field]].concat()) };
    let said = KINDS.iter().any(|k| (k.days)(entry).is_some() || (k.lasts)(entry).is_some());
    if !said && entry.covered.is_none() && entry.leave_by_month.is_none() {
        let problem = problems.at(entry.place, "this says nothing about absence", "it would have no effect");
        problem.help("for example absence: (annual_leave: \"22d\", sick: \"6d\", training: \"4d\"), in working days a year");
    }
    for kind in &KINDS {
        let [days, lasts] = kind.fields;
        if (kind.days)(entry).is_some_and(|d| d > Span::YEAR) {
            problems.at(spot(days), format!("`{days}` is longer than a year"), "working days a year");
        }
        let nobody = people.iter().all(|p| p.days(kind) <= 0.0);
        if nobody && (kind.days)(entry).is_some_and(|d| d > Span::ZERO) {
            let title = format!("`{days}` is given, but everybody it is about is covered");
            let problem = problems.at(spot(days), title, "this would have no effect");
            problem.help("people of a provider are covered unless it says covered: false");
        } else if nobody && (kind.lasts)(entry).is_some() {
            let title = format!("`{lasts}` is given, but nobody it is about has any `{days}`");
            problems.at(spot(lasts), title, "this would have no effect").help(format!("give {days} too, for example {days}: \"6d\""));
        }
        if (kind.lasts)(entry).is_some_and(|l| l.mean() < 60_000.0) {
            problems.at(spot(lasts), format!("`{lasts}` is no time at all"), "working days, for example \"2d\"");
        }
    }
    if entry.covered.is_some() && people.iter().all(|p| KINDS.iter().all(|kind| p.asked(kind) <= 0.0)) {
        problems.at(spot("covered"), "nobody it is about is ever away", "`covered` would have no effect");
    }
    if let Some(weights) = &entry.leave_by_month {
        let sound = weights.len() == 12 && weights.iter().all(|w| w.is_finite() && *w >= 0.0) && weights.iter().any(|w| *w > 0.0);
        if !sound {
            let label = format!("{} numbers", weights.len());
            let problem = problems.at(spot("leave_by_month"), "`leave_by_month` needs a number for each month, January first", label);
            problem.help("1 for an ordinary month, 2 for one in which twice as much leave is taken, 0 for none");
        } else if people.iter().all(|p| p.days(&KINDS[0]) <= 0.0) {
            let title = "`leave_by_month` is given, but nobody it is about has any `annual_leave`";
            problems.at(spot("leave_by_month"), title, "this would have no effect");
        }
    }
}

/// What tells two rows of expected spells apart: whose days, which kind, and the bits of its figures.
type Key = (usize, Why, [u64; 2], Vec<u64>);

struct Builder<'s, 'e> {
    sources: &'s Sources<'e>,
    absence: Absence,
    days: BTreeMap<HoursId, usize>,
    expected: BTreeMap<Key, usize>,
    /// How many are to be drawn in one play.
    spells: f64,
}
impl Builder<'_, '_> {
    fn habits(&mut self, person: &Person, hours: HoursId, layers: &Layers, problems: &mut Problems) -> Habits {
        if KINDS.iter().all(|kind| layers.days(kind) <= 0.0) {
            return Habits::default();
        }
        let days = self.days_of(hours);
        let a_year = self.absence.days[days].len() as f64 * YEAR / self.sources.end.0 as f64;
        let mut kinds = Vec::new();
        let (mut away, mut at_most) = (0.0, 0.0);
        for kind in KINDS.iter().filter(|kind| layers.days(kind) > 0.0) {
            let lasts = layers.first(kind.lasts).cloned().unwrap_or_else(kind.usual);
            let weights = (kind.why == Why::Leave).then(|| layers.first(|e| e.leave_by_month.as_deref())).flatten().unwrap_or(&[]);
            let asked = layers.days(kind);
            away += asked;
            at_most += asked * heaviest(weights);
            let expected = self.expected_of(days, kind.why, asked / a_year, &lasts, weights);
            self.spells += self.absence.expected[expected].last().copied().unwrap_or(0.0);
            kinds.push(Habit { why: kind.why, purpose: kind.purpose, expected, lasts });
        }
        if at_most > MOST * a_year {
            let place = layers.first(|e| Some(e.place)).unwrap_or_default();
            let month = if away > MOST * a_year { "" } else { " with so much of the leave in one month" };
            let title = format!("`{}` cannot be away for {away:.0} of their {a_year:.0} working days a year{month}", person.id);
            problems.at(place, title, "more than nine in ten of their days").help("days are working days of their own roster");
        }
        Habits { days, kinds }
    }

    /// The working days of some hours.
    fn days_of(&mut self, hours: HoursId) -> usize {
        let (sources, all) = (self.sources, &mut self.absence.days);
        *self.days.entry(hours).or_insert_with(|| {
            let never = Hours::never();
            let hours = sources.hours.get(hours.at()).unwrap_or(&never);
            all.push(working_days(hours, sources.zone, sources.end));
            all.len() - 1
        })
    }

    /// How many spells are expected to have begun by each working day, so that they take this share of all.
    fn expected_of(&mut self, days: usize, why: Why, share: f64, lasts: &Dist, weights: &[f64]) -> usize {
        let mean = lasts.mean() / Span::DAY.0 as f64;
        let key = (days, why, [share.to_bits(), mean.to_bits()], weights.iter().map(|w| w.to_bits()).collect());
        let (sources, table, all) = (self.sources, &self.absence.days[days], &mut self.absence.expected);
        *self.expected.entry(key).or_insert_with(|| {
            let usual: f64 = if weights.is_empty() { 1.0 } else { weights.iter().zip(MONTHS).map(|(w, d)| w * d / 365.0).sum() };
            let apart = sources.end.0 as f64 / table.len().max(1) as f64;
            let start = table.first().map_or(Instant(0), |d| d.0);
            let past = (0..BEFORE).map(|day| start - Span(((BEFORE - day) as f64 * apart) as i64));
            let weight = |at: Instant| if weights.is_empty() { 1.0 } else { weights[sources.zone.civil(at).month() as usize - 1] / usual };
            let mut sum = 0.0;
            let mut row = vec![0.0];
            for at in past.chain(table.iter().map(|d| d.0)) {
                sum += share / mean * weight(at);
                row.push(sum);
            }
            all.push(row);
            all.len() - 1
        })
    }
}

/// How many times as much leave is taken in the heaviest month as on average.
fn heaviest(weights: &[f64]) -> f64 {
    if weights.is_empty() {
        return 1.0;
    }
    let usual: f64 = weights.iter().zip(MONTHS).map(|(w, d)| w * d / 365.0).sum();
    weights.iter().copied().fold(0.0, f64::max) / usual
}

/// Named absences in the order of person and time; where two of one person overlap, the earlier one counts.
fn named(all: &[Named]) -> Vec<(PersonId, Spell)> {
    let mut sorted: Vec<(PersonId, Spell)> = all.iter().map(|&(who, why, (from, to))| (who, Spell { from, to, why: why.into() })).collect();
    sorted.sort_unstable();
    let mut kept: Vec<(PersonId, Spell)> = Vec::with_capacity(sorted.len());
    for (person, mut spell) in sorted {
        if let Some((_, before)) = kept.last().filter(|(of, _)| *of == person) {
            spell.from = spell.from.max(before.to);
        }
        if spell.from < spell.to {
            kept.push((person, spell));
        }
    }
    kept
}

impl From<WhyEntry> for Why {
    fn from(entry: WhyEntry) -> Why {
        match entry {
            WhyEntry::Leave => Why::Leave,
            WhyEntry::Sick => Why::Sick,
            WhyEntry::Training => Why::Training,
            WhyEntry::Other => Why::Other,
        }
    }
}
