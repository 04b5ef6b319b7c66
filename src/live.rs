//! The exercise with people in the room: its pages, for a facilitator, the projector, and those who want a seat.
//!
//! [`terminal`] is the same on a console of plain lines, for screen readers and ssh.
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
pub mod terminal;
pub mod when;

pub use server::{Leaver, Server};
