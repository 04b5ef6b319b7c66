//! Each small scenario in `tests/traces/` is told as a story, and told as the transcript beside it: what a domain does can be read there in
//! words. `BLESS=1 cargo test --test traces` writes the transcripts anew; read the difference before you keep it.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};

use firedrill::measures::Recorder;
use firedrill::play::Play;
use firedrill::report::story::Story;
use firedrill::text::Request;

fn scenarios() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = fs::read_dir("tests/traces").unwrap().map(|e| e.unwrap().path()).collect();
    all.retain(|path| path.extension().is_some_and(|e| e == "ron"));
    all.sort();
    all
}

/// Replication 0 of seed 1, told as `firedrill trace` tells it.
fn told(path: &Path) -> String {
    let scenario = firedrill::scenario::open(&Request { scenario: path, models: &[], sets: &[] }).unwrap_or_else(|e| panic!("{e}"));
    let plan = &scenario.plan;
    let (mut play, mut recorder, mut facts) = (Play::new(plan.clone()), Recorder::new(plan), Vec::new());
    play.reset(1, 0);
    let played = play
        .run(&mut |at, fact| {
            facts.push((at, *fact));
            recorder.observe(at, fact);
        })
        .unwrap();
    recorder.finish(played.end);
    let outcomes = recorder.take();
    let mut story = Story::new(plan, outcomes.len() > 1);
    for (at, fact) in &facts {
        story.add(*at, fact);
    }
    format!("{}\n\n{}", plan.name, story.finish(&outcomes))
}

#[test]
fn every_small_scenario_is_told_as_its_transcript_says() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut wrong = Vec::new();
    for path in scenarios() {
        let transcript = path.with_extension("txt");
        let told = told(&path);
        if bless {
            fs::write(&transcript, &told).unwrap();
        } else if fs::read_to_string(&transcript).unwrap_or_default() != told {
            println!("--- {}\n{told}", path.display());
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "told otherwise than the transcripts say (above): {wrong:?}");
    assert!(!scenarios().is_empty(), "there are scenarios to tell");
}
