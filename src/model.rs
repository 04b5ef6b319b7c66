//! The organisation at play. This is the table of contents: it names the domains, sets the stage for a play,
//! and hands each happening to the rule of its domain.

use std::sync::Arc;

use bevy_ecs::prelude::*;

pub mod absence;
pub mod access;
pub mod authority;
pub mod business_calendar;
pub mod change;
pub mod choice;
pub mod contract;
pub mod cost;
pub mod demand;
pub mod duty;
pub mod escalation;
pub mod estate;
pub mod exercise;
pub mod exposure;
pub mod fact;
pub mod hand_offs;
pub mod happening;
pub mod ids;
pub mod incident;
pub mod inject;
pub mod knowledge;
pub mod lead;
pub mod means;
pub mod names;
pub mod notice;
pub mod organisation;
pub mod paging;
pub mod penalty;
pub mod people;
pub mod plan;
pub mod playbook;
pub mod qualification;
pub mod quantity;
pub mod recovery;
pub mod response;
pub mod responsibility;
pub mod rooms;
pub mod roster;
pub mod target;
pub mod telemetry;
pub mod transition;
pub mod unknown;
pub mod vendor;

use crate::engine::chance::{Draw, Luck, Purpose, combine};
use crate::engine::driver::{Bound, Bounds, Core, HAPPENS, HasCore, Left, drive, drive_some};
use crate::engine::time::{Instant, Span};
use fact::Fact;
use happening::{Case, Happening};

use plan::Plan;
use rooms::{Doors, Rooms};

/// The plan as the rules see it.
#[derive(Resource)]
pub struct PlanInUse(pub Arc<Plan>);

/// The one hot resource: the engine's core, and which places for incidents are free.
#[derive(Resource)]
pub struct Hot {
    /// Clock, calendar, luck, chronicle.
    pub core: Core<Happening, Fact>,
    /// Places for incidents that are not in use.
    pub free: Vec<u32>,
}

/// What a rule sees: the plan, the hot resource, the rooms.
pub struct Scene<'a, 'w> {
    /// The plan.
    pub plan: &'a Plan,
    /// The hot resource.
    pub hot: &'a mut Hot,
    /// The rooms.
    pub rooms: &'a mut Rooms<'w>,
}
impl HasCore<Happening, Fact> for Scene<'_, '_> {
    fn core(&mut self) -> &mut Core<Happening, Fact> {
        &mut self.hot.core
    }
}
impl Scene<'_, '_> {
    /// The present.
    pub fn now(&self) -> Instant {
        self.hot.core.now
    }
    /// Books a happening so much later.
    #[inline(always)]
    pub fn book_in(&mut self, span: Span, happening: Happening) {
        let at = self.hot.core.now + span;
        self.hot.core.book(at, HAPPENS, happening);
    }
    /// Books a happening at an instant.
    #[inline(always)]
    pub fn book_at(&mut self, at: Instant, happening: Happening) {
        self.hot.core.book(at, HAPPENS, happening);
    }
    /// Books a happening at an instant, in the place that was kept for it where there is one.
    pub fn book_placed(&mut self, at: Instant, place: Option<u64>, happening: Happening) {
        match place {
            Some(place) => self.hot.core.calendar.book_as(at.max(self.hot.core.now), HAPPENS, place, happening),
            None => self.book_at(at, happening),
        }
    }
    /// Books what follows at once.
    #[inline(always)]
    pub fn follow(&mut self, happening: Happening) {
        self.hot.core.follow(happening);
    }
    /// Records a fact of now. This is the one place where injects see what they wait for.
    #[inline]
    pub fn record(&mut self, fact: Fact) {
        self.hot.core.record(fact);
        if !self.plan.injects.watches.is_empty() {
            self.seen();
        }
    }
    /// Injects see what has just been recorded.
    #[inline(never)]
    fn seen(&mut self) {
        if let Some((_, fact)) = self.hot.core.chronicle.facts().last().copied() {
            inject::rules::see(self, &fact);
        }
    }
    /// A fresh draw.
    #[inline(always)]
    pub fn draw(&self, purpose: Purpose, subject: u64, occurrence: u64) -> Draw {
        self.hot.core.luck.draw(purpose, subject, occurrence)
    }
    /// A draw about one incident and something of it.
    #[inline(always)]
    pub fn draw_for(&self, purpose: Purpose, case: Case, of: u64, occurrence: u64) -> Draw {
        let luck = self.rooms.incident.file(case).luck;
        self.draw(purpose, combine(luck, of), occurrence)
    }
    /// True while the incident that a happening speaks of is still in hand.
    pub fn live(&self, case: Case) -> bool {
        self.rooms.incident.file(case).no == case.no
    }
}
/// Hands a happening to the rule of its domain.
#[inline]
fn happen(scene: &mut Scene, happening: &Happening) {
    match happening {
        Happening::Absence(h) => absence::rules::happen(scene, h),
        Happening::Duty(h) => duty::rules::happen(scene, h),
        Happening::Qualification(h) => qualification::rules::happen(scene, h),
        Happening::Access(h) => access::rules::happen(scene, h),
        Happening::Incident(h) => incident::rules::happen(scene, h),
        Happening::Estate(h) => estate::rules::happen(scene, h),
        Happening::Means(h) => means::rules::happen(scene, h),
        Happening::Telemetry(h) => telemetry::rules::happen(scene, h),
        Happening::Escalation(h) => escalation::rules::happen(scene, h),
        Happening::Paging(h) => paging::rules::happen(scene, h),
        Happening::Authority(h) => authority::rules::happen(scene, h),
        Happening::Responsibility(h) => responsibility::rules::happen(scene, h),
        Happening::Response(h) => response::rules::happen(scene, h),
        Happening::Contract(h) => contract::rules::happen(scene, h),
        Happening::Vendor(h) => vendor::rules::happen(scene, h),
        Happening::Demand(h) => demand::rules::happen(scene, h),
        Happening::Lead(h) => lead::rules::happen(scene, h),
        Happening::Notice(h) => notice::rules::happen(scene, h),
        Happening::Exposure(h) => exposure::rules::happen(scene, h),
        Happening::BusinessCalendar(h) => business_calendar::rules::happen(scene, h),
        Happening::Change(h) => change::rules::happen(scene, h),
        Happening::Inject(h) => inject::rules::happen(scene, h),
        Happening::Choice(h) => choice::rules::happen(scene, h),
    }
}

/// The one system: runs the loop until it has a reason to leave.
pub fn play_loop(plan: Res<PlanInUse>, mut hot: ResMut<Hot>, doors: Doors) -> Left {
    let mut rooms = doors.open();
    let mut scene = Scene { plan: &plan.0, hot: &mut hot, rooms: &mut rooms };
    if scene.hot.core.luck.is_noted() { unknown::drive_noted(scene, happen, u64::MAX) } else { drive(&mut scene, happen) }
}

/// The same for at most so many happenings.
pub fn play_some(In(most): In<u64>, plan: Res<PlanInUse>, mut hot: ResMut<Hot>, doors: Doors) -> Left {
    let mut rooms = doors.open();
    let mut scene = Scene { plan: &plan.0, hot: &mut hot, rooms: &mut rooms };
    if scene.hot.core.luck.is_noted() { unknown::drive_noted(scene, happen, most) } else { drive_some(&mut scene, happen, most) }
}

/// Something is done to a play that stands still.
pub fn by_hand(In(hand): In<choice::Hand>, plan: Res<PlanInUse>, mut hot: ResMut<Hot>, doors: Doors) -> Result<(), choice::Refusal> {
    let mut rooms = doors.open();
    choice::rules::by_hand(&mut Scene { plan: &plan.0, hot: &mut hot, rooms: &mut rooms }, hand)
}

/// How everybody is at an instant at which a play stands still.
pub fn look(In(at): In<Instant>, plan: Res<PlanInUse>, mut hot: ResMut<Hot>, doors: Doors) -> Vec<duty::Seen> {
    let mut rooms = doors.open();
    duty::seen::all(&mut Scene { plan: &plan.0, hot: &mut hot, rooms: &mut rooms }, at)
}

/// Begins a play: every domain puts itself at the start of time and books its first happenings.
pub fn begin(In(luck): In<Luck>, plan: Res<PlanInUse>, mut hot: ResMut<Hot>, doors: Doors) {
    let mut rooms = doors.open();
    hot.core.reset(luck);
    hot.free.clear();
    hot.free.extend((0..rooms.incident.places()).rev());
    let mut scene = Scene { plan: &plan.0, hot: &mut hot, rooms: &mut rooms };
    // First, so that what is counted begins and ends before anything else of its instants.
    demand::rules::begin(&mut scene);
    exposure::rules::begin(&mut scene);
    qualification::rules::begin(&mut scene);
    absence::rules::begin(&mut scene);
    // Who goes with a contract goes before what they hold does.
    contract::rules::begin(&mut scene);
    access::rules::begin(&mut scene);
    duty::rules::begin(&mut scene);
    lead::rules::begin(&mut scene);
    response::rules::begin(&mut scene);
    means::rules::begin(&mut scene);
    telemetry::begin(&mut scene);
    vendor::rules::begin(&mut scene);
    business_calendar::rules::begin(&mut scene);
    estate::rules::begin(&mut scene);
    incident::rules::begin(&mut scene);
    inject::rules::begin(&mut scene);
    choice::rules::begin(&mut scene);
    if plan.0.demand.any() {
        duty::rules::run(&mut scene);
    }
}

/// Furnishes an empty world for a plan.
pub fn furnish(world: &mut World, plan: &Arc<Plan>) {
    for _ in &plan.people {
        world.spawn((duty::Duty::default(), response::Hands::default(), lead::Leading::default()));
    }
    for _ in &plan.systems {
        world.spawn(estate::Service::default());
    }
    for requirement in &plan.requirements {
        world.spawn(response::Desk::for_ranks(2 * requirement.candidates.len()));
    }
    let bounds = Bounds { total: plan.limits.happenings, per_instant: plan.limits.per_instant, pending: plan.limits.pending };
    world.insert_resource(Hot { core: Core::new(bounds), free: Vec::new() });
    world.insert_resource(absence::Calendar::default());
    world.insert_resource(response::lanes::Lanes::of(plan));
    world.insert_resource(response::Turns::default());
    world.insert_resource(means::Outage::of(plan));
    world.insert_resource(telemetry::Sight::of(plan));
    world.insert_resource(vendor::Away::of(plan));
    world.insert_resource(duty::Clock::of(plan));
    world.insert_resource(qualification::Holdings::of(plan));
    world.insert_resource(access::Loans::default());
    world.insert_resource(business_calendar::Watch::default());
    world.insert_resource(incident::Ledger::of(plan));
    world.insert_resource(contract::Standing::of(plan));
    world.insert_resource(demand::Book::of(&plan.demand));
    world.insert_resource(exposure::Register::default());
    world.insert_resource(choice::Table::default());
    world.insert_resource(PlanInUse(plan.clone()));
    make_room(world, plan);
}

/// Adds places for incidents. They are taken in the order of their numbers, as in a world that has had them from the start, so that an incident
/// has the same place in both: rules go through incidents by place.
/// False when there may be no more of them.
pub fn make_room(world: &mut World, plan: &Plan) -> bool {
    let first = world.query::<&incident::File>().iter(world).count() as u32;
    let most = u32::try_from(plan.limits.in_hand).unwrap_or(u32::MAX).saturating_add(1);
    let more = first.max(4).min(most.saturating_sub(first));
    if more == 0 {
        return false;
    }
    for _ in 0..more {
        world.spawn((
            incident::File::default(),
            escalation::Ladders::default(),
            paging::Contacts::default(),
            access::Askings::default(),
            authority::Requests::default(),
            responsibility::Consultations::default(),
            response::Work::default(),
            lead::Led::default(),
            vendor::Brought::default(),
            notice::Clocks::default(),
            contract::Engagements::default(),
            change::Course::default(),
            (inject::Seen::default(), telemetry::Queues::default()),
        ));
    }
    world.resource_mut::<Hot>().free.extend((first..first + more).rev());
    true
}

/// Who waits for what in the incident with the most open work: named when a limit is hit.
/// Where something was tried too often, the one with most attempts.
pub fn culprit(world: &mut World, plan: &Plan, bound: Bound) -> String {
    let mut worst: Option<(usize, u32, String)> = None;
    let mut files = world.query::<(&incident::File, &response::Work)>();
    for (file, work) in files.iter(world) {
        if file.no == incident::NONE {
            continue;
        }
        let (open, attempts, words) = work.open_in_words(plan);
        let open = if bound == Bound::Attempts { attempts as usize } else { open };
        if worst.as_ref().is_none_or(|(most, no, _)| (open, u32::MAX - file.no) > (*most, u32::MAX - *no)) {
            worst = Some((open, file.no, format!("incident {} ({}) {}", file.no + 1, plan.kinds[file.kind.at()].id, words)));
        }
    }
    let open = files.iter(world).filter(|(f, _)| f.no != incident::NONE).count();
    match worst {
        Some((_, _, words)) if open == 1 => words,
        Some((_, _, words)) => format!("{open} incidents were in hand; {words}"),
        None => "no incident was in hand".to_string(),
    }
}
