//! From the entry to the exercise as the plan has it: every name looked up, every time an instant, what is senseless refused.

use super::entry::{AfterEntry, DeedEntry, ExerciseEntry, ExpectationEntry, MoveEntry, NeedEntry};
use super::{Begins, Card, Deed, Exercise, Expectation, Milestone, Move, Need, Objective, Seat, Trigger};
use crate::engine::time::Instant;
use crate::model::ids::{DecisionId, InjectId, KindId, NoticeId, PersonId, PlaybookId, SystemId, TaskId};
use crate::model::inject::entry::At;
use crate::model::names::who::{Called, Who};
use crate::model::names::{Names, sorted, unknown};
use crate::model::plan::{Kind, Task, Team};
use crate::model::quantity::Moment;
use crate::model::roster::Rota;
use crate::text::{Id, Problems};

mod check;

/// What an exercise is made from.
pub struct Sources<'s> {
    /// Teams.
    pub teams: &'s [Team],
    /// On-call rotas.
    pub rotas: &'s [Rota],
    /// Tasks of all playbooks.
    pub tasks: &'s [Task],
    /// Kinds of incident.
    pub kinds: &'s [Kind],
    /// Nothing is played from here on; None when that could not be read.
    pub end: Option<Instant>,
}

/// Builds the exercise of a scenario that has one.
pub fn exercise(
    entry: Option<&ExerciseEntry>,
    sources: &Sources,
    instant: &mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>,
    names: &Names,
    problems: &mut Problems,
) -> Option<Exercise> {
    let entry = entry?;
    check::said(entry, names, problems);
    let objectives = sorted(&entry.objectives);
    let mut builder = Builder { sources, names, problems, objectives: objectives.iter().map(|(id, _)| id.text.as_str()).collect() };
    let ends = entry.ends.as_ref().and_then(|at| builder.begins(at, "the exercise never ends at that moment", instant));
    let moves: Vec<Move> = entry.moves.iter().map(|entry| builder.a_move(entry, instant)).collect();
    check::order(entry, &moves, ends, names, builder.problems);
    let mut cards: Vec<Card> = entry.cards.iter().filter_map(|(id, card)| builder.card(id, card)).collect();
    cards.sort_by_key(|card| card.inject);
    let expectations = sorted(&entry.expectations).into_iter().filter_map(|(id, entry)| builder.expectation(id, entry)).collect();
    let seats = builder.seats(&entry.seats);
    Some(Exercise {
        title: entry.title.clone(),
        brief: entry.brief.clone(),
        ground_rules: entry.ground_rules.clone(),
        minutes: entry.minutes,
        minutes_per_decision: entry.minutes_per_decision,
        minutes_per_inject: entry.minutes_per_inject,
        ends,
        objectives: objectives
            .into_iter()
            .map(|(id, o)| Objective { id: id.text.clone(), text: o.text.clone(), capability: o.capability.clone() })
            .collect(),
        moves,
        cards,
        expectations,
        seats,
    })
}

struct Builder<'b> {
    sources: &'b Sources<'b>,
    names: &'b Names<'b>,
    problems: &'b mut Problems,
    objectives: Vec<&'b str>,
}

impl Builder<'_> {
    /// A time of the story, which must lie within what is played.
    fn begins(&mut self, at: &At, title: &str, instant: &mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>) -> Option<Begins> {
        match at {
            At::After(span) => Some(Begins::After(*span)),
            At::On(moment) => {
                let at = instant(moment, self.problems)?;
                if at < Instant(0) {
                    self.problems.at(moment.place, title, "earlier than `starts`");
                } else if self.sources.end.is_some_and(|end| at >= end) {
                    self.problems.at(moment.place, title, "no incident is followed as long as that");
                }
                Some(Begins::At(at))
            }
        }
    }

    fn a_move(&mut self, entry: &MoveEntry, instant: &mut dyn FnMut(&Moment, &mut Problems) -> Option<Instant>) -> Move {
        let title = format!("the move `{}` never begins", entry.title);
        Move {
            title: entry.title.clone(),
            says: entry.says.clone(),
            minutes: entry.minutes,
            begins: entry.begins.as_ref().and_then(|at| self.begins(at, &title, instant)),
            questions: entry.questions.clone(),
            injects: self.names.injects.find_all(&entry.injects, self.problems).into_iter().map(InjectId).collect(),
        }
    }

    fn card(&mut self, id: &Id, entry: &super::entry::CardEntry) -> Option<Card> {
        let inject = self.names.injects.find(id, self.problems).map(InjectId);
        let mut to: Vec<PersonId> = Vec::new();
        for id in entry.to.iter().flat_map(|all| all.iter()) {
            to.extend(self.people(id, Called::AsAsked));
        }
        to.sort_unstable();
        to.dedup();
        let objective = entry.objective.as_ref().and_then(|id| self.objective(id));
        let to_names = entry.to.iter().flat_map(|all| all.iter()).map(|id| id.text.clone()).collect();
        let (from, expected, notes) = (entry.from.clone(), entry.expected.clone(), entry.notes.clone());
        Some(Card { inject: inject?, from, to, to_names, expected, objective, notes })
    }

    fn objective(&mut self, id: &Id) -> Option<usize> {
        let found = self.objectives.iter().position(|known| *known == id.text);
        if found.is_none() {
            unknown(id, "objective", "`objectives` of the exercise", self.objectives.iter().copied(), self.problems);
        }
        found
    }

    /// Everybody whom a name means.
    fn people(&mut self, id: &Id, called: Called) -> Vec<PersonId> {
        match self.names.who(id, called, self.problems) {
            Some(Who::People(people)) => people,
            Some(Who::Team(team)) => self.sources.teams.get(team.at()).map_or(Vec::new(), |team| team.members.clone()),
            Some(Who::Rota(rota)) => self.sources.rotas.get(rota.at()).map_or(Vec::new(), |rota| rota.members().to_vec()),
            Some(Who::Employer(_)) | None => Vec::new(),
        }
    }

    fn expectation(&mut self, id: &Id, entry: &ExpectationEntry) -> Option<Expectation> {
        let mut belongs: Vec<KindId> = self.names.kinds.find_all(&entry.r#for, self.problems).into_iter().map(KindId).collect();
        belongs.sort_unstable();
        let objective = self.objective(&entry.objective);
        let after = self.trigger(&entry.after);
        let deeds: Vec<Option<Deed>> = entry.what.iter().map(|deed| self.deed(deed, &belongs)).collect();
        let deeds: Option<Vec<Deed>> = deeds.into_iter().collect();
        let (objective, after, deeds) = (objective?, after?, deeds?);
        check::expectation(id, entry, (after, &deeds), self.names, self.problems);
        Some(Expectation {
            id: id.text.clone(),
            text: entry.text.clone(),
            objective,
            belongs,
            after,
            deeds,
            need: if entry.need == Some(NeedEntry::AtLeastOne) { Need::AtLeastOne } else { Need::All },
            within: entry.within.0,
            points: entry.points,
        })
    }

    fn trigger(&mut self, entry: &AfterEntry) -> Option<Trigger> {
        Some(match entry {
            AfterEntry::Occurred => Trigger::Milestone(Milestone::Occurred),
            AfterEntry::Alerted => Trigger::Milestone(Milestone::Alerted),
            AfterEntry::Acknowledged => Trigger::Milestone(Milestone::Acknowledged),
            AfterEntry::Aware => Trigger::Milestone(Milestone::Aware),
            AfterEntry::Declared => Trigger::Milestone(Milestone::Declared),
            AfterEntry::Escalated => Trigger::Milestone(Milestone::Escalated),
            AfterEntry::Contained => Trigger::Milestone(Milestone::Contained),
            AfterEntry::Recovered => Trigger::Milestone(Milestone::Recovered),
            AfterEntry::SystemDown(id) => Trigger::Down(SystemId(self.names.systems.find_one(id, self.problems)?)),
            AfterEntry::Asked(id) => Trigger::Asked(self.decision(id)?),
            AfterEntry::Decided(id) => Trigger::Decided(self.decision(id)?),
            AfterEntry::Injected(id) => Trigger::Injected(InjectId(self.names.injects.find(id, self.problems)?)),
        })
    }

    fn decision(&mut self, id: &Id) -> Option<DecisionId> {
        self.names.decisions.find(id, self.problems).map(DecisionId)
    }

    fn deed(&mut self, entry: &DeedEntry, belongs: &[KindId]) -> Option<Deed> {
        Some(match entry {
            DeedEntry::Acknowledged => Deed::Milestone(Milestone::Acknowledged),
            DeedEntry::Aware => Deed::Milestone(Milestone::Aware),
            DeedEntry::Declared => Deed::Milestone(Milestone::Declared),
            DeedEntry::Escalated => Deed::Milestone(Milestone::Escalated),
            DeedEntry::Contained => Deed::Milestone(Milestone::Contained),
            DeedEntry::Recovered => Deed::Milestone(Milestone::Recovered),
            DeedEntry::Decided(id) => Deed::Decided(self.decision(id)?),
            DeedEntry::Approved(id) => Deed::Approved(self.decision(id)?),
            DeedEntry::Restored(id) => Deed::Restored(SystemId(self.names.systems.find_one(id, self.problems)?)),
            DeedEntry::NoticeSent(id) => Deed::Sent(NoticeId(self.names.notices.find(id, self.problems)?)),
            DeedEntry::TaskDone(id) => Deed::Done(self.tasks(id, belongs)),
            DeedEntry::Paged(id) => Deed::Paged(id.text.clone(), self.people(id, Called::AsPaged)),
        })
    }

    /// The tasks of this id in the playbooks of the incidents in which it is looked for.
    fn tasks(&mut self, id: &Id, belongs: &[KindId]) -> Vec<TaskId> {
        let playbooks: Vec<PlaybookId> = belongs.iter().filter_map(|kind| self.sources.kinds.get(kind.at())).map(|k| k.playbook).collect();
        let called = (0..).map(TaskId).zip(self.sources.tasks).filter(|(_, task)| task.id == id.text);
        let ours: Vec<TaskId> = called.filter(|(_, t)| belongs.is_empty() || playbooks.contains(&t.playbook)).map(|(id, _)| id).collect();
        if ours.is_empty() && self.names.whole {
            unknown(id, "task", "the tasks of its incidents' playbooks", self.sources.tasks.iter().map(|t| t.id.as_str()), self.problems);
        }
        ours
    }

    fn seats(&mut self, ids: &[Id]) -> Vec<Seat> {
        let mut seats: Vec<Seat> = Vec::new();
        crate::model::names::twice(ids, self.problems);
        for (at, id) in ids.iter().enumerate() {
            if ids[..at].contains(id) {
                continue;
            }
            let people = self.people(id, Called::AsDecider);
            if let Some(other) = seats.iter().find(|seat| seat.people.iter().any(|person| people.contains(person))) {
                let title = format!("`{id}` and `{}` are the same seat", other.id);
                self.problems.at(id.place, title, "somebody would sit on both").help("name each person, or each role, once");
                continue;
            }
            if !people.is_empty() {
                seats.push(Seat { id: id.text.clone(), people });
            }
        }
        seats
    }
}
