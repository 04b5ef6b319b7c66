//! firedrill rehearses incidents before they happen. A scenario describes an organisation and an incident; firedrill plays it ten thousand
//! times and shows when it was detected, who was missing, who was waited for, and when service came back.
//!
//! The modules in reading order: the engine knows no incident, the text no domain; the model is the organisation at play; a scenario is the
//! sections of a file together; a play is a world behind a handle; measures, statistics and studies look at what it recorded; reports tell it.

pub mod engine;
pub mod text;

pub mod model;

pub mod scenario;

pub mod measures;
pub mod play;
pub mod statistics;

pub mod study;

pub mod exercise;

pub mod report;

pub mod live;

pub mod cli;
