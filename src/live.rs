//! The exercise with people in the room: its pages, for a facilitator, the projector, and those who want a seat, and its line console, for screen
//! readers and ssh.
//!
//! What is played, kept and shown to whom is the session's (`exercise`); words are the report's. The pages: who sits where ([`places`]), who may
//! come in ([`guard`]), what may be done by whom ([`deed`]), what is answered (`routes`), what a facilitator has prepared (`script`), what is to
//! be expected (`outlook`). Only `cli` reads and prints.

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
