//! What outcomes must be for facts written by hand, and what must hold for any facts.

mod costs;
mod laws;
mod milestones;
mod states;
mod walk;
