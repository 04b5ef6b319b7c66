//! The program is killed in the middle of an exercise: nothing that was done is lost.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use firedrill::exercise::journal::JOURNAL;
use firedrill::exercise::{Opening, Session};
use firedrill::live::terminal::Console;

use super::generator::Dice;
use super::sessions::wall;
use super::{open, random};

/// What the room enters: it takes the first option of the first choice, and goes on.
const KEYS: &str =
    "g\n1a\n1b\ns\nnote all is well\n1a\npage pa\ng\n1a\nassess critical\n1c\ng\n1a\n1a\ns\ns\n1b\nuntil +3h\n1a\n1a\ng\n1a\ng\n";

/// Moments at which it is killed.
const KILLS: usize = 50;

#[test]
fn a_program_that_is_killed_anywhere_goes_on_to_the_same_end() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("scenario.ron");
    std::fs::write(&path, &random(2).canonical).unwrap();
    let scenario = open(&path);
    // What is done when nobody kills it, and how many entries there are after each line.
    let opening = Opening { scenario: &scenario, seed: 5, seats: None, folder: None, wall: wall() };
    let mut whole = Console::new(Session::open(opening).unwrap(), None, || 0);
    let keys = KEYS.repeat(4);
    let mut after = Vec::new();
    for line in keys.lines() {
        whole.line(line);
        after.push(whole.session().journal().entries().len());
    }
    let all = whole.session();
    let mut dice = Dice::new(77);
    let mut lengths = Vec::new();
    for kill in 0..KILLS {
        let out = dir.path().join(format!("killed-{kill}"));
        let mut child = begin(&path, &out);
        let mut pipe = child.stdin.take().unwrap();
        pipe.write_all(keys.as_bytes()).unwrap();
        // Anywhere: once its journal has come so far, and a moment later.
        let lines = 1 + dice.below(all.journal().entries().len());
        while std::fs::read(out.join(JOURNAL)).map_or(0, |bytes| bytes.iter().filter(|byte| **byte == b'\n').count()) < lines {
            assert!(child.try_wait().unwrap().is_none(), "{kill}: it ended before {lines} lines had come");
            std::thread::sleep(Duration::from_micros(200));
        }
        std::thread::sleep(Duration::from_micros(dice.below(3_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        let (session, _) = Session::resume(&out, wall()).unwrap_or_else(|trouble| panic!("{kill}: {trouble}"));
        assert!(all.facts().starts_with(session.facts()), "{kill}");
        let made = session.journal().entries();
        assert!(made.iter().zip(all.journal().entries()).all(|(a, b)| a.what == b.what && a.facts == b.facts), "{kill}");
        let made = made.len();
        lengths.push(made);
        // It is resumed, and the room enters what had not come of what it entered; a line of which a part had come is entered again.
        let come = after.iter().filter(|entries| **entries <= made).count();
        let mut resumed = Console::new(session, Some(out.clone()), || 0);
        keys.lines().skip(come).for_each(|line| drop(resumed.line(line)));
        assert!(resumed.session().facts() == all.facts(), "{kill}, killed after {made} entries: another end");
        assert_eq!(resumed.session().fingerprint(), all.fingerprint(), "{kill}");
        drop(resumed);
        let (replayed, said) = Session::replay(&out, wall()).unwrap_or_else(|trouble| panic!("{kill}: {trouble}"));
        assert!(replayed.facts() == all.facts() && said.is_empty(), "{kill}: {said:?}");
    }
    println!("killed after {lengths:?} of {} entries", all.journal().entries().len());
    lengths.sort_unstable();
    lengths.dedup();
    assert!(lengths.len() > 15, "it was killed at the same few moments: {lengths:?}");
}

fn begin(scenario: &Path, out: &Path) -> std::process::Child {
    Command::new(env!("CARGO_BIN_EXE_firedrill"))
        .args(["exercise", "--terminal", "--seed", "5", "--out"])
        .arg(out)
        .arg(scenario)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}
