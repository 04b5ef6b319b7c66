//! Results in the forms people read: a table for a leader, a story for everybody, a folder of files for analysts.

pub mod access;
mod changes;
pub mod compare;
pub mod coverage;
pub mod csv;
pub mod demand;
mod ending;
pub mod exercise;
mod exposure;
pub mod facts;
pub mod figures;
pub mod folder;
pub mod head;
pub mod html;
pub mod improve;
pub mod knowledge;
pub mod missing;
pub mod names;
pub mod notices;
mod outages;
pub mod outside;
pub mod parquet;
pub mod people;
pub mod promises;
pub mod raci;
pub mod rows;
pub mod since;
pub mod staff;
pub mod story;
pub mod summary;
pub mod sweep;
pub mod table;
pub mod telling;
#[cfg(test)]
pub mod testing;
pub mod words;
pub mod year;
