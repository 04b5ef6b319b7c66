//! Means of response: paging, remote access, chat, vaults, directories and runbook stores are systems, and are down when those are.
//! Leaves to others: what takes systems down (estate), who can use what (qualification), how fast work goes (response).

use bevy_ecs::prelude::*;
use bevy_ecs::system::SystemParam;

use crate::engine::time::Span;
use crate::model::fact::{Capability, PageFor};
use crate::model::happening::Case;
use crate::model::ids::{MeansId, PersonId, SystemId};
use crate::model::plan::Plan;

pub mod build;
pub mod entry;
pub mod rules;

/// What a means is for.
#[derive(Clone, Debug, PartialEq)]
pub enum For {
    /// Pages reach those who are not at work.
    Paging,
    /// Those who are not on site work on systems.
    RemoteAccess,
    /// People work together; without it work takes this many times as long.
    Chat(f64),
    /// Grants and runbooks that cannot be used without it.
    Use(Vec<Capability>),
}
/// A means of response.
#[derive(Clone, Debug)]
pub struct Means {
    /// Id.
    pub id: String,
    /// The system that it is.
    pub system: SystemId,
    /// What for.
    pub is_for: For,
    /// What is left without it takes so long: the telephone tree, the way to the site.
    pub fallback: Option<Span>,
}

/// A page that has not been delivered.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Held {
    case: Case,
    person: PersonId,
    why: PageFor,
}
/// Which means are down, and which pages wait for that.
#[derive(Resource, Debug)]
pub struct Outage {
    down: Vec<bool>,
    held: Vec<Held>,
}
impl Outage {
    /// All are there.
    pub fn of(plan: &Plan) -> Outage {
        Outage { down: vec![false; plan.means.len()], held: Vec::new() }
    }
}

/// The room of means.
#[derive(SystemParam)]
pub struct Room<'w> {
    outage: ResMut<'w, Outage>,
}
impl Room<'_> {
    /// All means of one purpose are down, if there are any; with the shortest way round, where there is one.
    pub fn lost(&self, plan: &Plan, is_for: &For) -> Option<Option<Span>> {
        let mut alike = plan.means.iter().enumerate().filter(|(_, m)| m.is_for == *is_for).peekable();
        alike.peek()?;
        let mut fallback = None;
        for (index, means) in alike {
            if !self.outage.down[index] {
                return None;
            }
            fallback = [fallback, means.fallback].into_iter().flatten().min();
        }
        Some(fallback)
    }
    /// How many times as long work takes now, for want of what people work together with.
    pub fn slows(&self, plan: &Plan) -> f64 {
        let down = plan.means.iter().zip(&self.outage.down).filter(|(_, down)| **down);
        down.map(|(means, _)| if let For::Chat(times) = means.is_for { times } else { 1.0 }).product()
    }
    fn is_down(&mut self, means: MeansId) -> &mut bool {
        &mut self.outage.down[means.at()]
    }
}
