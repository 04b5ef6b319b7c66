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

#[test]
fn a_program_that_is_killed_anywhere_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("scenario.ron");
    std::fs::write(&path, &random(2).canonical).unwrap();
    let scenario = open(&path);
    // What is done when nobody kills it.
    let opening = Opening { scenario: &scenario, seed: 5, seats: None, folder: None, wall: wall() };
    let mut whole = Console::new(Session::open(opening).unwrap(), None, || 0);
    KEYS.repeat(4).lines().for_each(|line| drop(whole.line(line)));
    let all = whole.session();
    let mut dice = Dice::new(77);
    let mut lengths = Vec::new();
    for kill in 0..50 {
        let out = dir.path().join(format!("killed-{kill}"));
        let mut child = begin(&path, &out);
        let mut keys = child.stdin.take().unwrap();
        // It may be killed before it has read them.
        let _ = keys.write_all(KEYS.repeat(4).as_bytes());
        std::thread::sleep(Duration::from_millis(dice.below(60) as u64 + 10 * (kill % 8)));
        child.kill().unwrap();
        child.wait().unwrap();
        if std::fs::read(out.join(JOURNAL)).is_ok_and(|bytes| bytes.contains(&b'\n')) {
            let (session, _) = Session::resume(&out, wall()).unwrap_or_else(|trouble| panic!("{kill}: {trouble}"));
            assert!(all.facts().starts_with(session.facts()), "{kill}");
            let made = session.journal().entries();
            assert!(made.iter().zip(all.journal().entries()).all(|(a, b)| a.what == b.what && a.facts == b.facts), "{kill}");
            lengths.push(made.len());
        }
    }
    lengths.sort_unstable();
    lengths.dedup();
    assert!(lengths.len() > 1, "it was always killed at the same moment: {lengths:?}");
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
