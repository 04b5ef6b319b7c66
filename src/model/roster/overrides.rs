//! Changes to rosters and rotas for a while. What they come to does not depend on the order in which a file gives them: what is added
//! comes first, then all replacements at once, each of the shifts before any of them, and what is removed stays removed.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{OverrideEntry, RosterEntry};
use super::hours::Hours;
use super::pattern::Stretch;
use super::roll::Roll;
use super::shape::{check_far, is_rota};
use super::zone::Zone;
use crate::engine::time::Span;
use crate::model::absence::entry::WhyEntry;
use crate::model::ids::PersonId;
use crate::model::quantity::Moment;
use crate::text::{Dict, Id, Place, Problems, nearest};

/// All overrides, one person each.
#[derive(Debug, Default)]
pub(super) struct Overrides<'a> {
    /// The first of the section.
    pub place: Option<Place>,
    /// Who is added, to their shifts or to a rota.
    added: Vec<(PersonId, Option<&'a str>, Stretch)>,
    /// Who is replaced by whom.
    replaced: Vec<(PersonId, PersonId, Stretch)>,
    /// Who is away.
    removed: Vec<(PersonId, Stretch)>,
    /// Who is absent, why, and when; what that changes is found in each play.
    pub absent: Vec<(PersonId, WhyEntry, Stretch)>,
    /// Each by its id: when it is, and what would have to be changed by it.
    each: Vec<(&'a str, Stretch, Meant<'a>)>,
}
/// What an override is meant to change.
#[derive(Debug)]
enum Meant<'a> {
    /// These work, or can be paged on a rota, when they otherwise would not.
    More(Vec<PersonId>, Option<&'a str>),
    /// These have shifts or turns.
    Less(Vec<PersonId>),
    /// They are away, whatever their shifts.
    Away,
}

impl<'a> Overrides<'a> {
    /// Reads the section.
    pub fn read(section: &'a Dict<OverrideEntry>, rosters: &Dict<RosterEntry>, roll: &Roll, zone: &Zone, problems: &mut Problems) -> Self {
        let mut all = Overrides { place: section.0.first().map(|(id, _)| id.place), ..Overrides::default() };
        for (id, entry) in &section.0 {
            match entry {
                OverrideEntry::Add { people, from, to, rota } => {
                    let known = rota.as_ref().is_none_or(|rota| check_rota(rota, rosters, problems));
                    let people = roll.find_all(people, problems);
                    if let Some(span) = stretch(from, to, zone, problems).filter(|_| known) {
                        all.each.push((id, span, Meant::More(people.clone(), rota.as_deref())));
                        all.added.extend(people.iter().map(|person| (*person, rota.as_ref().map(|rota| &**rota), span)));
                    }
                }
                OverrideEntry::Remove { people, from, to } => {
                    let people = roll.find_all(people, problems);
                    if let Some(span) = stretch(from, to, zone, problems) {
                        all.each.push((id, span, Meant::Less(people.clone())));
                        all.removed.extend(people.iter().map(|person| (*person, span)));
                    }
                }
                OverrideEntry::Away { people, from, to, why } => {
                    let people = roll.find_all(people, problems);
                    if let Some(span) = stretch(from, to, zone, problems) {
                        all.each.push((id, span, Meant::Away));
                        all.absent.extend(people.iter().map(|person| (*person, *why, span)));
                    }
                }
                OverrideEntry::Replace { person, by, from, to } => {
                    let (whom, who) = (roll.find(person, problems), roll.find(by, problems));
                    let pairs = pairs(id, (person, &whom), (by, &who), problems);
                    if let Some(span) = stretch(from, to, zone, problems) {
                        all.each.push((id, span, Meant::Less(pairs.iter().map(|(person, _)| *person).collect())));
                        all.replaced.extend(pairs.iter().map(|(person, by)| (*person, *by, span)));
                    }
                }
            }
        }
        all
    }

    /// When shifts or turns may differ from what rosters and rotas say.
    pub fn times(&self) -> impl Iterator<Item = Stretch> {
        self.each.iter().filter(|(.., meant)| !matches!(meant, Meant::Away)).map(|(_, span, _)| *span)
    }

    /// Everybody whose shifts may differ from their roster.
    pub fn people(&self) -> BTreeSet<PersonId> {
        let added = self.added.iter().filter(|(_, rota, _)| rota.is_none()).map(|(person, ..)| *person);
        let replaced = self.replaced.iter().flat_map(|(person, by, _)| [*person, *by]);
        added.chain(replaced).chain(self.removed.iter().map(|(person, _)| *person)).collect()
    }

    /// The overrides that change nothing between two instants, by when somebody is on shift and by the turns of each rota before any of them.
    /// Those of other times are not among them: an organisation's file has the leave of the whole year, for the scenarios of every week.
    pub fn idle<'h>(
        &self,
        (start, end): Stretch,
        shifts: &dyn Fn(PersonId) -> Option<&'h Hours>,
        turns: &BTreeMap<&str, BTreeMap<PersonId, Hours>>,
    ) -> Vec<String> {
        let within = |hours: Option<&Hours>, (from, to): Stretch| hours.map_or(Span(0), |h| h.elapsed(from, to));
        let also_added = |person: &PersonId| self.added.iter().any(|(other, ..)| other == person);
        let idle = |(_, (from, to), meant): &&(&str, Stretch, Meant)| {
            let span = ((*from).max(start), (*to).min(end));
            if span.0 >= span.1 {
                return false;
            }
            let all_of_it = span.1 - span.0;
            match meant {
                Meant::Away => false,
                Meant::More(people, None) => people.iter().all(|p| within(shifts(*p), span) == all_of_it),
                Meant::More(people, Some(rota)) => people.iter().all(|p| within(turns.get(rota).and_then(|t| t.get(p)), span) == all_of_it),
                Meant::Less(people) => people.iter().all(|p| {
                    let paged = turns.values().any(|times| within(times.get(p), span) > Span(0));
                    within(shifts(*p), span) == Span(0) && !paged && !also_added(p)
                }),
            }
        };
        self.each.iter().filter(idle).map(|(id, ..)| (*id).to_string()).collect()
    }

    /// When some people are taken out, those of them who are.
    pub fn taken_out(&self, people: &[PersonId]) -> Vec<(PersonId, Stretch)> {
        self.removed.iter().filter(|(person, _)| people.contains(person)).copied().collect()
    }

    /// Changes the times of people: their shifts, or their turns on a rota.
    pub fn apply(&self, times: &mut BTreeMap<PersonId, Hours>, rota: Option<&str>) {
        let mut more: Changes = BTreeMap::new();
        for (person, _, span) in self.added.iter().filter(|(_, to, _)| *to == rota) {
            more.entry(*person).or_default().push(*span);
        }
        change(times, more, Hours::union);
        let (mut less, mut more): (Changes, Changes) = (BTreeMap::new(), BTreeMap::new());
        for (person, by, (from, to)) in &self.replaced {
            if let Some(hours) = times.get(person) {
                more.entry(*by).or_default().extend_from_slice(hours.within(*from, *to).spans());
                less.entry(*person).or_default().push((*from, *to));
            }
        }
        change(times, less, Hours::minus);
        change(times, more, Hours::union);
        let mut less: Changes = BTreeMap::new();
        for (person, span) in self.removed.iter().filter(|(person, _)| times.contains_key(person)) {
            less.entry(*person).or_default().push(*span);
        }
        change(times, less, Hours::minus);
    }
}

type Changes = BTreeMap<PersonId, Vec<Stretch>>;

fn change(times: &mut BTreeMap<PersonId, Hours>, changes: Changes, how: impl Fn(&Hours, &Hours) -> Hours) {
    for (person, spans) in changes {
        let hours = times.entry(person).or_default();
        *hours = how(hours, &Hours::from_spans(spans));
    }
}

/// From one moment to another, the later one last.
fn stretch(from: &Moment, to: &Moment, zone: &Zone, problems: &mut Problems) -> Option<Stretch> {
    let near = [from, to].map(|moment| check_far(moment.civil.date(), moment.place, zone, problems));
    let (begins, ends) = (zone.moment(from, problems), zone.moment(to, problems));
    let span = (begins?, ends?);
    if span.0 >= span.1 {
        let title = if from.civil == to.civil { "this change lasts no time" } else { "this change ends before it begins" };
        problems.at(to.place, title, "`to` must be later than `from`").also(from.place, "it begins here");
        return None;
    }
    near.iter().all(|near| *near).then_some(span)
}

fn check_rota(rota: &Id, rosters: &Dict<RosterEntry>, problems: &mut Problems) -> bool {
    let rotas = || rosters.0.iter().filter(|(_, entry)| is_rota(entry)).map(|(id, _)| &**id);
    if rotas().any(|id| id == &**rota) {
        return true;
    }
    let known = rosters.0.iter().any(|(id, _)| **id == **rota);
    let problem = if known {
        problems.at(rota.place, format!("`{rota}` is not an on-call rota"), "people can be added to an `OnCall` only")
    } else {
        problems.at(rota.place, format!("there is no rota `{rota}`"), "not one of `rosters`")
    };
    if let Some(near) = nearest(rota, rotas()) {
        problem.help(format!("did you mean `{near}`?"));
    } else if known {
        problem.help("leave `rota` out for work in addition to a roster");
    }
    false
}

/// Who stands in for whom: one for everybody, or one for each.
fn pairs(id: &Id, person: (&Id, &[PersonId]), by: (&Id, &[PersonId]), problems: &mut Problems) -> Vec<(PersonId, PersonId)> {
    let pairs: Vec<(PersonId, PersonId)> = match by.1 {
        [] => Vec::new(),
        [one] => person.1.iter().map(|person| (*person, *one)).collect(),
        several if several.len() == person.1.len() || person.1.is_empty() => {
            person.1.iter().copied().zip(several.iter().copied()).collect()
        }
        several => {
            let label = format!("{} people for {}", several.len(), person.1.len());
            let problem = problems.at(by.0.place, format!("`{id}` does not say who takes over whom"), label);
            problem.also(person.0.place, "for these").help("name one person, or as many as they stand in for");
            Vec::new()
        }
    };
    if pairs.iter().any(|(person, by)| person == by) {
        problems.at(by.0.place, format!("`{}` cannot stand in for themselves", by.0), "must be somebody else");
        return Vec::new();
    }
    pairs
}
