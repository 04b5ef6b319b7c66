//! The exercise with people in the room: its pages, for a facilitator, the projector, and those who want a seat.
//!
//! What is played, kept and shown to whom is the session's (`exercise`). This serves it: who sits where ([`places`]), who may come in
//! ([`guard`]), what may be done by whom ([`deed`]), what is answered (`routes`). Only `cli` prints.

pub mod deed;
pub mod guard;
mod outlook;
pub mod places;
mod routes;
mod script;
mod server;

pub use server::{Leaver, Server};
