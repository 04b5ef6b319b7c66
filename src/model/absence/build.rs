//! From entries to absences as the plan has them: whose fields count for whom, how often spells must begin, and whether that can be.

use std::collections::BTreeMap;

use super::entry::{AbsenceEntry, WhyEntry};
use super::{Absence, BEFORE, Habit, Habits, Spell, Turnover, Why};
use crate::engine::chance::{Dist, Luck, Purpose};
use crate::engine::time::{Instant, Span};
use crate::model::ids::PersonId;
use crate::model::names::Names;
use crate::model::organisation::entry::TeamEntry;
use crate::model::people::entry::PersonEntry;
use crate::model::plan::{Employer, Person};
use crate::model::roster::{Hours, HoursId, Zone, working_days};
use crate::text::{Dict, Problems};

mod check;

use check::{Layers, given_or};

/// Nobody is away for more than this share of their working days, so that leave and sickness find their place.
const MOST: f64 = 0.9;
/// No more working days than this are kept in one scenario, and no more spells drawn in one play.
const MOST_DAYS: usize = 4_000_000;
/// Draws from which it is told how long a seat stays empty on average.
const SAMPLED: u64 = 1000;
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
    /// Something in a play may call people away.
    pub called_away: bool,
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
    let entries = check::entries(sources, names, problems);
    if problems.len() > before {
        return None;
    }
    let mut builder = Builder {
        sources,
        absence: Absence { end: sources.end, ..Absence::default() },
        days: BTreeMap::new(),
        expected: BTreeMap::new(),
        spells: 0.0,
    };
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
    let any = !builder.absence.named.is_empty() || builder.absence.habits.iter().any(|h| !h.kinds.is_empty() || h.turnover.is_some());
    (any || sources.called_away).then_some(builder.absence)
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
        let turnover = (layers.turnover() > 0.0).then(|| turnover(layers));
        if turnover.is_none() && KINDS.iter().all(|kind| layers.days(kind) <= 0.0) {
            return Habits::default();
        }
        let days = self.days_of(hours);
        let a_year = self.absence.days[days].len() as f64 * YEAR / self.sources.end.0 as f64;
        let mut kinds = Vec::new();
        let (mut away, mut at_most) = (0.0, 0.0);
        for kind in KINDS.iter().filter(|kind| layers.days(kind) > 0.0) {
            let lasts = given_or(layers.first(kind.lasts), (kind.usual)());
            let weights = (kind.why == Why::Leave).then(|| layers.first(|e| e.leave_by_month.as_deref())).flatten().unwrap_or(&[]);
            let asked = layers.days(kind);
            away += asked;
            at_most += asked * heaviest(weights);
            let expected = self.expected_of(days, kind.why, asked / a_year, &lasts, weights);
            self.spells += self.absence.expected[expected].last().copied().unwrap_or(0.0);
            kinds.push(Habit { why: kind.why, purpose: kind.purpose, expected, lasts });
        }
        if at_most > MOST * a_year {
            let month = if away > MOST * a_year { "" } else { " with so much of the leave in one month" };
            let title = format!("`{}` cannot be away for {away:.0} of their {a_year:.0} working days a year{month}", person.id);
            problems.at(layers.place(), title, "more than nine in ten of their days").help("days are working days of their own roster");
        }
        self.spells += turnover.as_ref().map_or(0.0, |t| t.per_year * self.sources.end.0 as f64 / YEAR);
        Habits { days, kinds, turnover }
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

/// How people in a seat come and go.
fn turnover(layers: &Layers) -> Turnover {
    let notice = given_or(layers.first(|e| e.notice.as_ref()), Dist::fixed(Span::days(30)));
    let time_to_hire = given_or(layers.first(|e| e.time_to_hire.as_ref()), Dist::log_normal(Span::days(90), Span::days(240)));
    // The mean of what hiring takes beyond the notice has no formula; it is only shown, not played.
    let luck = Luck::new(0, 0, 0);
    let empty = |nth: u64| {
        let mut draw = luck.draw(Purpose::named("empty seat"), 0, nth);
        let noticed = notice.sample(&mut draw);
        (time_to_hire.sample(&mut draw) - noticed).max(Span::ZERO).0 as f64 / Span::DAY.0 as f64
    };
    let empty_for = (0..SAMPLED).map(empty).sum::<f64>() / SAMPLED as f64;
    Turnover {
        per_year: layers.turnover(),
        notice,
        time_to_hire,
        ramp: layers.first(|e| e.ramp).unwrap_or(Span::days(90)),
        ramp_takes: layers.first(|e| e.ramp_takes).unwrap_or(1.5),
        empty_for,
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
