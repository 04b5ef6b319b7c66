//! The program itself at its pages: how it is left, and what it opens with.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

const SCENARIO: &str = "scenarios/harbour-mutual/ransomware-tabletop.ron";
const LAST: &str = r#"(session: "autumn", scenario: "Tabletop", held: "2026-09-10", actions: {
    "1": (issue: "Isolation waited for one man", action: "Let infrastructure isolate at night", owner: "Helena", due: "2026-12-01"),
    "2": (issue: "No number at hand", action: "Print the call list", status: Done, done: "2026-10-02")})"#;

fn exercise(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firedrill"));
    command.arg("exercise").args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The program with its pages open, its room's host and path, and what it prints further.
fn begun(arguments: &[&str]) -> (Child, String, String, BufReader<ChildStdout>) {
    let mut child = exercise(arguments).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.starts_with("Room") {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the room's link is printed");
    }
    let link = line.split("http://").nth(1).unwrap().trim().to_owned();
    let (host, path) = link.split_once('/').unwrap();
    (child, host.to_owned(), path.trim_end_matches('/').to_owned(), lines)
}

#[test]
fn ctrl_c_with_fifty_open_streams_ends_the_program_within_two_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("session");
    let (mut child, host, token, _lines) = begun(&[SCENARIO, "--out", out.to_str().unwrap()]);
    let open = |_| {
        let mut stream = TcpStream::connect(&host).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream.write_all(format!("GET /{token}/events HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap();
        let mut answer = [0; 15];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200 OK");
        stream
    };
    let streams: Vec<TcpStream> = (0..50).map(open).collect();
    let begun = Instant::now();
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let status = child.wait().unwrap();
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(2), "{took:?}");
    assert_eq!(status.code(), Some(130));
    assert_eq!(streams.len(), 50);
    assert!(out.join("journal.jsonl").exists(), "what was done is kept");
}

#[test]
fn a_session_opens_with_what_the_last_one_left_and_so_does_going_on_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    std::fs::create_dir(path("autumn")).unwrap();
    std::fs::write(Path::new(&path("autumn")).join("improvement-plan.ron"), LAST).unwrap();
    let said = |arguments: &[&str]| {
        let output = exercise(arguments).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (status, text, trouble) = said(&[SCENARIO, "--terminal", "--out", &path("spring"), "--last", &path("autumn")]);
    assert_eq!(status, Some(0), "{trouble}");
    let left = "What autumn left to be done";
    assert!(text.starts_with(left) && text.contains("Let infrastructure isolate at night") && text.contains("2026-12-01"), "{text}");
    let (status, text, _) = said(&["--terminal", "--resume", &path("spring")]);
    assert!(status == Some(0) && text.starts_with(left), "{text}");
    // On the room's page, before it begins.
    let (mut child, host, token, _lines) = begun(&["--resume", &path("spring")]);
    let mut stream = TcpStream::connect(&host).unwrap();
    stream.write_all(format!("GET /{token}/view HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").as_bytes()).unwrap();
    let mut sent = String::new();
    stream.read_to_string(&mut sent).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(sent.contains("Print the call list") && sent.contains("done, to be retested"), "{sent}");
    assert!(sent.contains(r#""folder":null"#) && !sent.contains(&path("spring")), "where the journal is kept is the facilitator's to know");
    // A slip of the pen leaves nothing behind.
    let (status, _, trouble) = said(&[SCENARIO, "--terminal", "--out", &path("summer"), "--last", &path("nowhere")]);
    assert!(status == Some(2) && trouble.contains("holds no improvement-plan.ron"), "{trouble}");
    assert!(!Path::new(&path("summer")).exists());
}
