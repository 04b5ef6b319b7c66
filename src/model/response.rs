//! The response: an incident's tasks, who does them, who waits for whom. A task hangs on a desk, one for each requirement;
//! a person who becomes free looks only at the desks they qualify for.
//! Leaves to others: when somebody is on duty (duty), whether they can be reached (paging), decisions (authority).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::bits::Bits;
use crate::engine::column::{Column, Store};
use crate::engine::time::Instant;
use crate::model::fact::{Job, Wait};
use crate::model::happening::{Case, JobNo};
use crate::model::ids::{IncidentNo, PersonId, RequirementId, TaskId};
use crate::model::plan::{Plan, Set};

mod apart;
mod assign;
mod attempt;
mod beside;
mod dropped;
mod finished;
mod injected;
mod investigation;
mod job;
mod jobs;
pub mod lanes;
mod leading;
mod length;
mod line;
mod outside;
mod pace;
mod precedence;
pub mod quiet;
mod ready;
pub(super) mod redraw;
mod reinfection;
mod remote;
mod requalified;
mod retime;
mod review;
pub mod room;
pub mod rules;
mod seats;
mod shared;
mod strain;
mod unentitled;
mod window;
mod work;

pub use job::{JobState, Standing, Work};

/// What a person has in hand.
#[derive(Component, Clone, Debug, Default)]
pub struct Hands {
    /// The job.
    pub(super) job: Option<(Case, JobNo)>,
    /// The job that they work beside, to learn it.
    pub(super) beside: Option<(Case, JobNo)>,
    /// On shift with nothing in hand: their bits are set at the desks where they qualify.
    pub(super) idle: bool,
    /// Called out, and not able to reach the systems.
    pub(super) away: bool,
    /// Called out, and at the site.
    pub(super) on_site: bool,
    /// Told apart from ways to the site begun before.
    pub(super) journey: u32,
    /// Counted at their desks as on shift.
    pub(super) counted: bool,
    /// Somebody has called, and they take up nothing before this.
    pub(super) on_call_until: Instant,
    /// The incident of the last one, and when the stretch of duty began in which it was; followed where a switch costs anything.
    pub(super) last: Option<(Case, Instant)>,
}
/// Where jobs of one requirement wait, and who of the qualified is there.
#[derive(Component, Clone, Debug, Default)]
pub struct Desk {
    /// Waiting jobs, most severe first, then first ready.
    pub(super) queue: line::Line,
    /// Qualified people on shift with nothing in hand, by rank, a bit each.
    pub(super) idle: Bits,
    /// Qualified people on shift.
    pub(super) qualified: u32,
    /// People on shift who lack only the grant.
    pub(super) lack_grant: u32,
    /// People on shift who lack only the knowledge.
    pub(super) lack_knowledge: u32,
}
impl Desk {
    /// A desk for so many ranks.
    pub fn for_ranks(count: usize) -> Desk {
        Desk { idle: Bits::none_of(count), ..Desk::default() }
    }
    #[inline]
    pub(super) fn set_idle(&mut self, rank: u32, idle: bool) {
        self.idle.set(rank as usize, idle);
    }
}

/// How many turns in queues have been given (of work that is equally severe, what became ready first goes first), and where somebody waits.
#[derive(Resource, Debug, Default)]
pub struct Turns {
    pub(super) given: u64,
    /// The desks at which jobs wait.
    pub(super) lines: Set,
    /// The desks at which something was awaited when it was looked at last.
    pub(super) awaited: Set,
    /// How many jobs, of all incidents, wait for others to be asked or for a decision.
    pub(super) asking: u32,
}

/// The door to the room of work.
#[derive(SystemParam)]
pub struct Door<'w, 's> {
    work: Store<'w, 's, Work>,
    hands: Store<'w, 's, Hands>,
    desks: Store<'w, 's, Desk>,
    lanes: ResMut<'w, lanes::Lanes>,
    turns: ResMut<'w, Turns>,
}
impl<'w> Door<'w, '_> {
    /// Opens it for as long as the loop runs.
    pub fn open(self) -> Room<'w> {
        Room {
            work: self.work.open(),
            hands: self.hands.open(),
            desks: self.desks.open(),
            lanes: self.lanes.into_inner(),
            turns: self.turns.into_inner(),
        }
    }
}
/// The room of work.
pub struct Room<'w> {
    pub(super) work: Column<'w, Work>,
    pub(super) hands: Column<'w, Hands>,
    pub(super) desks: Column<'w, Desk>,
    pub(super) lanes: &'w mut lanes::Lanes,
    pub(super) turns: &'w mut Turns,
}
impl Room<'_> {
    /// The response to an incident has begun: its tasks are laid out.
    #[inline]
    pub fn is_under_way(&self, case: Case) -> bool {
        self.of(case).begun
    }
    /// Work on some task of an incident has started.
    pub fn has_begun(&self, case: Case) -> bool {
        self.of(case).started
    }
    /// The job that somebody has in hand.
    #[inline]
    pub fn in_hand(&self, person: PersonId) -> Option<(Case, JobNo)> {
        self.hands[person.at()].job
    }
    /// The incident that somebody is busy with: they have a job of it in hand, or are beside one.
    #[inline]
    pub fn busy_with(&self, person: PersonId) -> Option<Case> {
        let hands = &self.hands[person.at()];
        hands.job.or(hands.beside).map(|(case, _)| case)
    }
    /// Somebody has a job in hand.
    pub fn has_hands_full(&self, person: PersonId) -> bool {
        self.hands[person.at()].job.is_some()
    }
    /// A job as facts name it.
    pub fn job(&self, case: Case, job: JobNo) -> Job {
        let state = &self.of(case).jobs[job as usize];
        Job { incident: IncidentNo(case.no), task: state.task, system: state.system }
    }
    /// What a job asks of people.
    #[inline]
    pub fn requirement(&self, case: Case, job: JobNo) -> Option<RequirementId> {
        self.of(case).jobs[job as usize].asks
    }
    /// Somebody has a job in hand.
    pub fn busy(&self, person: PersonId) -> bool {
        self.hands[person.at()].job.is_some()
    }
    /// What a task that is done once waits for now, or that it is being worked on; nothing before it is ready or once it is over.
    pub fn waits_for(&self, case: Case, task: TaskId) -> Option<Wait> {
        let state = self.of(case).jobs.iter().find(|job| job.task == task)?;
        match state.standing() {
            Standing::Blocked | Standing::Over => None,
            Standing::Worked | Standing::Elapsing => Some(Wait::Working),
            _ => state.on,
        }
    }
    /// Forgets the work of a case that begins.
    pub fn clear(&mut self, case: Case) {
        let work = &mut self.work[case.at()];
        self.turns.asking -= work.asking();
        work.clear();
    }
    #[inline]
    fn of(&self, case: Case) -> &Work {
        &self.work[case.at()]
    }
}

impl Work {
    /// How many jobs are open, and where the one stands that was tried most often, with how often that was.
    pub fn open_in_words(&self, plan: &Plan) -> (usize, u32, String) {
        let open = self.jobs.iter().filter(|j| j.standing() != Standing::Over);
        let pending = |j: &&JobState| j.standing() != Standing::Over && (j.standing() != Standing::Blocked || j.attempt > 1);
        // Of several the first one: `max_by_key` would take the last.
        let waiting = self.jobs.iter().filter(pending).reduce(|first, next| if next.attempt > first.attempt { next } else { first });
        let words = match waiting {
            Some(job) => {
                let task = &plan.tasks[job.task.at()].id;
                let of = job.system.map_or(String::new(), |system| format!(" for {}", plan.systems[system.at()].id));
                let on = job.on.map_or("being worked on", Wait::name);
                format!("was at task {task}{of}, attempt {} ({on})", job.attempt)
            }
            None => "had no task in hand".to_string(),
        };
        (open.count(), waiting.map_or(0, |job| job.attempt), words)
    }
}
