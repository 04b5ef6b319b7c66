//! One replication as a story: the local instant, who, what, why, waiting for whom, and at the right what the incident
//! was waiting for. It ends with the ledger, adding up.

use std::collections::BTreeMap;

use super::ending::ending;
use super::names::Names;
use super::telling::Teller;
use super::words::{count, list, wrap};
use crate::engine::time::Instant;
use crate::measures::Outcome;
use crate::model::fact::{Fact, Job, PageFor, Stop, Wait};
use crate::model::ids::{IncidentNo, PersonId, SystemId};
use crate::model::plan::Plan;

mod waiting;
use waiting::Waiting;

/// Width of the sentences.
const TEXT: usize = 78;

/// Tells the facts of one replication.
pub struct Story<'a> {
    plan: &'a Plan,
    teller: Teller<'a>,
    waiting: Waiting,
    bundle: Option<(Instant, Bundle)>,
    instant: Option<(Instant, Vec<Sentence>)>,
    day: String,
    minute: String,
    states: BTreeMap<IncidentNo, Wait>,
    many: bool,
    text: String,
    /// Where in the text each instant is told.
    places: Vec<(Instant, usize)>,
}

/// A sentence, the incident it is about, the task that it says is waiting, and who it says stands down.
struct Sentence {
    incident: Option<IncidentNo>,
    waiting: Option<Job>,
    down: Option<PersonId>,
    words: String,
}

/// Facts of one instant that are told in one sentence.
enum Bundle {
    Hit(IncidentNo, Vec<SystemId>),
    Down(IncidentNo, Vec<SystemId>),
    Up(Vec<SystemId>),
    Paged(IncidentNo, PageFor, Vec<PersonId>),
}

impl<'a> Story<'a> {
    /// Nothing told yet. `many` numbers the incidents, for a play in which there are several.
    pub fn new(plan: &'a Plan, many: bool) -> Self {
        Story {
            plan,
            teller: Teller::new(plan),
            waiting: Waiting::default(),
            bundle: None,
            instant: None,
            day: String::new(),
            minute: String::new(),
            states: BTreeMap::new(),
            many: many || plan.changes.any() || plan.sensors.iter().any(|s| s.false_alarms.is_some()),
            text: String::new(),
            places: Vec::new(),
        }
    }

    /// Tells a fact.
    pub fn add(&mut self, at: Instant, fact: &Fact) {
        let earlier = |told: Option<Instant>| told.is_some_and(|told| told != at);
        if earlier(self.instant.as_ref().map(|told| told.0)) || earlier(self.bundle.as_ref().map(|told| told.0)) {
            self.tell_instant();
        }
        if self.bundled(at, fact) {
            self.teller.tell(at, fact);
        } else {
            self.tell_bundle();
            let words = self.teller.tell(at, fact);
            // It waited for no time at all, or is told to wait for something else by the end of this instant.
            let replaced = match *fact {
                Fact::Started { job, .. } => Some(job),
                Fact::Waits { job, .. } if words.is_some() => Some(job),
                _ => None,
            };
            if let (Some(job), Some((_, sentences))) = (replaced, &mut self.instant) {
                sentences.retain(|sentence| sentence.waiting != Some(job));
            }
            if let Some(words) = words {
                let waiting = if let Fact::Waits { job, .. } | Fact::LaneFull { job, .. } = fact { Some(*job) } else { None };
                let down = if let Fact::StoodDown { person, .. } = fact { Some(*person) } else { None };
                self.sentence(at, Sentence { incident: incident_of(fact), waiting, down, words }, fact);
            }
        }
        self.waiting.see(fact);
    }

    /// Whether the fact belongs with others of its instant.
    fn bundled(&mut self, at: Instant, fact: &Fact) -> bool {
        let same_instant = self.bundle.as_ref().is_some_and(|(since, _)| *since == at);
        match (self.bundle.as_mut().filter(|_| same_instant).map(|(_, bundle)| bundle), *fact) {
            (Some(Bundle::Hit(of, systems)), Fact::Hit { incident, system }) if *of == incident => systems.push(system),
            (Some(Bundle::Down(of, systems)), Fact::Down { system, by }) if *of == by => systems.push(system),
            (Some(Bundle::Up(systems)), Fact::Up { system }) => systems.push(system),
            (Some(Bundle::Paged(of, reason, people)), Fact::Paged { incident, person, why }) if *of == incident && *reason == why => {
                if !people.contains(&person) {
                    people.push(person)
                }
            }
            (_, fact) => {
                let begun = match fact {
                    Fact::Hit { incident, system } => Bundle::Hit(incident, vec![system]),
                    Fact::Down { system, by } => Bundle::Down(by, vec![system]),
                    Fact::Up { system } => Bundle::Up(vec![system]),
                    Fact::Paged { incident, person, why } => Bundle::Paged(incident, why, vec![person]),
                    _ => return false,
                };
                self.tell_bundle();
                self.bundle = Some((at, begun));
            }
        }
        true
    }

    fn sentence(&mut self, at: Instant, sentence: Sentence, fact: &Fact) {
        let sentences = &mut self.instant.get_or_insert_with(|| (at, Vec::new())).1;
        // Whoever stands down puts down first what they have in hand. Of somebody who is away it is said why when they stand down.
        let first = match fact {
            Fact::Stopped { person, why, .. } if *why != Stop::Away => sentences.iter().position(|said| said.down == Some(*person)),
            _ => None,
        };
        sentences.insert(first.unwrap_or(sentences.len()), sentence);
    }

    fn tell_bundle(&mut self) {
        let Some((at, bundle)) = self.bundle.take() else { return };
        let names = Names(self.plan);
        let systems = |ids: &[SystemId]| list(&ids.iter().map(|id| names.system(*id)).collect::<Vec<_>>(), 40);
        let (incident, words) = match bundle {
            Bundle::Hit(incident, ids) => (Some(incident), format!("Hit: {}.", systems(&ids))),
            Bundle::Down(incident, ids) => (Some(incident), format!("Down: {}.", systems(&ids))),
            Bundle::Up(ids) => (None, format!("Back: {}.", systems(&ids))),
            Bundle::Paged(incident, why, people) => {
                let people: Vec<String> = people.iter().map(|person| self.teller.asked_for(*person, at)).collect();
                (Some(incident), format!("Paged for {}: {}.", self.teller.why(why), list(&people, 40)))
            }
        };
        let sentence = Sentence { incident, waiting: None, down: None, words };
        self.instant.get_or_insert_with(|| (at, Vec::new())).1.push(sentence);
    }

    /// Everything of one instant; what the incident waits for from then on stands beside the last sentence.
    fn tell_instant(&mut self) {
        self.tell_bundle();
        let Some((at, sentences)) = self.instant.take() else { return };
        let last = sentences.iter().rposition(|sentence| sentence.incident.is_some());
        for (place, sentence) in sentences.iter().enumerate() {
            let incident = sentence.incident.filter(|_| Some(place) == last);
            let now = incident.and_then(|incident| Some((incident, self.waiting.of(incident)?)));
            // Only what is new since it was last said of this incident.
            let news = now.filter(|(incident, state)| self.states.insert(*incident, *state) != Some(*state)).map(|(_, state)| state);
            self.line(at, sentence, news);
        }
    }

    fn line(&mut self, at: Instant, sentence: &Sentence, news: Option<Wait>) {
        let Sentence { incident, words, .. } = sentence;
        let local = self.plan.zone.civil(at);
        let day = local.strftime("%A %-d %B %Y").to_string();
        if day != self.day {
            self.text.push_str(&format!("{}{day}\n", if self.day.is_empty() { "" } else { "\n" }));
            self.day = day;
            self.minute.clear();
        }
        self.places.push((at, self.text.len()));
        let minute = local.strftime("%H:%M").to_string();
        let clock = if minute == self.minute { "     ".to_owned() } else { minute.clone() };
        self.minute = minute;
        let numbered = incident.filter(|_| self.many).map_or(String::new(), |incident| format!("{} ", Names(self.plan).incident(incident)));
        let mut margin = news.map_or("", Wait::name);
        for (at, row) in wrap(&format!("{numbered}{words}"), TEXT).iter().enumerate() {
            let clock = if at == 0 { clock.as_str() } else { "" };
            let padding = if margin.is_empty() { 0 } else { TEXT };
            self.text.push_str(format!("  {clock:5}  {row:padding$}  {margin}").trim_end());
            self.text.push('\n');
            margin = "";
        }
    }

    /// Everything that was told since it was last asked for, up to and with the instant that was told last.
    pub fn so_far(&mut self) -> String {
        self.tell_instant();
        std::mem::take(&mut self.text)
    }

    /// The end: what became of each incident, and where its time went.
    pub fn finish(self, outcomes: &[Outcome]) -> String {
        self.finish_with_places(outcomes).0
    }

    /// The same, and at which byte of the text the line begins that tells of each instant, in order.
    pub fn finish_with_places(mut self, outcomes: &[Outcome]) -> (String, Vec<(Instant, usize)>) {
        self.tell_instant();
        for outcome in outcomes.iter().take(5) {
            self.text.push('\n');
            self.text.push_str(&ending(self.plan, outcome, self.many));
        }
        if outcomes.len() > 5 {
            self.text.push_str(&match outcomes.len() - 5 {
                1 => "\n… and 1 more incident, in the same way.\n".to_owned(),
                more => format!("\n… and {} more incidents, in the same way.\n", count(more as u64)),
            });
        }
        (self.text, self.places)
    }
}

/// The incident a fact is about.
#[expect(clippy::too_many_lines, reason = "a line for each kind of fact")]
fn incident_of(fact: &Fact) -> Option<IncidentNo> {
    match *fact {
        Fact::ProviderDown { .. } | Fact::ProviderBack { .. } | Fact::ContractEnded { .. } => None,
        Fact::Up { .. }
        | Fact::FullService { .. }
        | Fact::MeansDown { .. }
        | Fact::MeansUp { .. }
        | Fact::CaughtUp { .. }
        | Fact::MustRest { .. }
        | Fact::Gained { .. }
        | Fact::Lost { .. }
        | Fact::OutOfUse { .. }
        | Fact::InUse { .. }
        | Fact::Tickets { .. }
        | Fact::TicketsTook { .. }
        | Fact::TicketsPassedOn { .. }
        | Fact::TicketsWaiting { .. }
        | Fact::Spent { .. }
        | Fact::MilestoneReached { .. }
        | Fact::MilestoneMissed { .. }
        | Fact::Away { .. }
        | Fact::Left { .. }
        | Fact::Hired { .. }
        | Fact::Back { .. }
        | Fact::Period { .. } => None,
        Fact::Down { by, .. } => Some(by),
        Fact::Change(step) => Some(step.incident()),
        Fact::Knowing(what) => Some(what.job().incident),
        Fact::Inject(told) => told.incident(),
        Fact::Room(told) => told.incident(),
        Fact::Exposure(told) => told.incident(),
        Fact::Released { job, .. }
        | Fact::Waits { job, .. }
        | Fact::Started { job, .. }
        | Fact::Privileged { job, .. }
        | Fact::Stopped { job, .. }
        | Fact::Ended { job, .. }
        | Fact::HandedOver { job, .. }
        | Fact::HandedOff { job, .. }
        | Fact::DoneTwice { job, .. }
        | Fact::OwnerUnclear { job, .. }
        | Fact::Tired { job, .. }
        | Fact::Switched { job, .. }
        | Fact::StaysOn { job, .. }
        | Fact::BackOnShift { job, .. }
        | Fact::LaneFull { job, .. }
        | Fact::NothingKept { job, .. }
        | Fact::Restored { job, .. }
        | Fact::Skipped { job } => Some(job.incident),
        Fact::Began { incident, .. }
        | Fact::Stage { incident, .. }
        | Fact::WorkApart { incident, .. }
        | Fact::LeadTakesOver { incident, .. }
        | Fact::LeadHandsOver { incident, .. }
        | Fact::LeadStaysOn { incident, .. }
        | Fact::LeadEnds { incident, .. }
        | Fact::LeaderLess { incident }
        | Fact::Update { incident, .. }
        | Fact::Occurred { incident, .. }
        | Fact::Hit { incident, .. }
        | Fact::CopiesLost { incident, .. }
        | Fact::NoCleanCopy { incident, .. }
        | Fact::NoCopyLeft { incident, .. }
        | Fact::Stolen { incident, .. }
        | Fact::AccessGiven { incident, .. }
        | Fact::GlassReviewed { incident, .. }
        | Fact::ReviewOverdue { incident, .. }
        | Fact::Reinfected { incident, .. }
        | Fact::BackWith { incident, .. }
        | Fact::FalseAlarm { incident, .. }
        | Fact::NotDelivered { incident, .. }
        | Fact::CutOff { incident, .. }
        | Fact::OnSite { incident, .. }
        | Fact::FoundFalse { incident }
        | Fact::Isolated { incident, .. }
        | Fact::Reconnected { incident, .. }
        | Fact::StoppedBeforeImpact { incident }
        | Fact::Alerted { incident, .. }
        | Fact::StepFired { incident, .. }
        | Fact::Silent { incident, .. }
        | Fact::Paged { incident, .. }
        | Fact::Answered { incident, .. }
        | Fact::Acknowledged { incident, .. }
        | Fact::Aware { incident, .. }
        | Fact::Declared { incident, .. }
        | Fact::Escalated { incident }
        | Fact::Contained { incident }
        | Fact::Recovered { incident }
        | Fact::Closed { incident }
        | Fact::HorizonReached { incident }
        | Fact::ProviderRequested { incident, .. }
        | Fact::ProviderResponded { incident, .. }
        | Fact::BenchBusy { incident, .. }
        | Fact::BenchShared { incident, .. }
        | Fact::ChangeOrdered { incident, .. }
        | Fact::VendorCalled { incident, .. }
        | Fact::VendorReady { incident, .. }
        | Fact::CalledOut { incident, .. }
        | Fact::StoodDown { incident, .. }
        | Fact::Covered { incident, .. }
        | Fact::Asked { incident, .. }
        | Fact::Reached { incident, .. }
        | Fact::Decided { incident, .. }
        | Fact::Granted { incident, .. }
        | Fact::LeftTicket { incident, .. }
        | Fact::RootCauseWaits { incident }
        | Fact::RootCauseFixed { incident, .. }
        | Fact::CameAgain { incident, .. }
        | Fact::Owned { incident, .. }
        | Fact::Consulting { incident, .. }
        | Fact::Consulted { incident, .. }
        | Fact::WentWithout { incident, .. }
        | Fact::Informed { incident, .. }
        | Fact::PromiseBroken { incident, .. }
        | Fact::NoticeClock { incident, .. }
        | Fact::NoticeSubmitted { incident, .. }
        | Fact::NoticeWaived { incident, .. }
        | Fact::NoticeMissed { incident, .. } => Some(incident),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn a_play_is_told_as_it_should_be() {
        let plan = testing::plan();
        let facts = testing::facts(172, 6000);
        let mut story = Story::new(&plan, false);
        for (at, fact) in &facts {
            story.add(*at, fact);
        }
        let told = story.finish(&testing::outcomes(&plan, &facts));
        testing::golden("story.txt", &told);
    }
}
