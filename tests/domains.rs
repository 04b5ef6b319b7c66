//! What each domain does, one small scenario a test: one thing is switched, and only its part of the ledger or its measure moves.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "support/lab.rs"]
mod lab;

mod domains {
    mod absence;
    mod access;
    mod alarms;
    mod assessment;
    mod calendar;
    mod called_in;
    mod changes;
    mod containment;
    mod contract;
    mod cost;
    mod coverage;
    mod demand;
    mod exceptions;
    mod exposure;
    mod hand_offs;
    mod injects;
    mod knowledge;
    mod lead;
    mod means;
    mod notices;
    mod overtime;
    mod pace;
    mod passed_on;
    mod penalties;
    mod people;
    mod projects;
    mod qualification;
    mod queue;
    mod recovery;
    mod responsibility;
    mod rest;
    mod root_causes;
    mod staffing;
    mod vendor;
    mod waves;
    mod way_in;
    mod year;
}
