//! The pages of an exercise as a network sees them: who may come in, who may see and do what, and that leaving is not held up.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

#[path = "live/program.rs"]
mod program;
#[path = "live/scraped.rs"]
mod scraped;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use firedrill::exercise::{Opening, Phase, Session, Trouble};
use firedrill::live::{Leaver, Server};
use firedrill::scenario;
use firedrill::text::Request;

/// A server at work.
struct Hall {
    address: SocketAddr,
    /// Title and token of each place.
    places: Vec<(String, String, Option<String>)>,
    leaver: Leaver,
    serving: Option<JoinHandle<Result<Phase, Trouble>>>,
}
impl Hall {
    fn session() -> Session {
        let path = Path::new("scenarios/harbour-mutual/ransomware-tabletop.ron");
        let scenario = scenario::open(&Request { scenario: path, models: &[], sets: &[] }).unwrap_or_else(|e| panic!("{e}"));
        let opening = Opening { scenario: &scenario, seed: 1, seats: None, folder: None, wall: Box::new(|| 1_000) };
        Session::open(opening).unwrap()
    }
    fn open() -> Hall {
        Hall::that_forecasts(30)
    }
    /// One of which a forecast plays so many continuations.
    fn that_forecasts(continuations: u64) -> Hall {
        let server = Server::listen(Hall::session(), "127.0.0.1:0".parse().unwrap(), &[], continuations).unwrap();
        let places = server.places().all().iter().map(|p| (p.title.clone(), p.token.clone(), p.code.clone())).collect();
        let (address, leaver) = (server.address(), server.leaver());
        Hall { address, places, leaver, serving: Some(std::thread::spawn(move || server.serve())) }
    }
    fn token(&self, title: &str) -> &str {
        &self.places.iter().find(|(of, ..)| of == title).unwrap_or_else(|| panic!("{title} among {:?}", self.places)).1
    }
    /// A seat other than another.
    fn seats(&self) -> Vec<&(String, String, Option<String>)> {
        self.places.iter().filter(|(_, _, code)| code.is_some()).collect()
    }
    fn host(&self) -> String {
        self.address.to_string()
    }
    /// What is sent, byte by byte, and the status and text of what comes back.
    fn raw(&self, bytes: &[u8]) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(120))).unwrap();
        stream.write_all(bytes).unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer).into_owned();
        let status = text.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        (status, text)
    }
    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head += &format!("Host: {}\r\n", self.host());
        }
        for (name, value) in headers {
            head += &format!("{name}: {value}\r\n");
        }
        if !body.is_empty() {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        self.raw(format!("{head}\r\n{body}").as_bytes())
    }
    fn get(&self, path: &str) -> (u16, String) {
        self.send("GET", path, &[], "")
    }
    /// The same of what may be a stream, which has no end: what comes first.
    fn begins(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host()).as_bytes()).unwrap();
        let mut begun = [0; 12];
        stream.read_exact(&mut begun).unwrap();
        let text = String::from_utf8_lossy(&begun).into_owned();
        (text[9..].parse().unwrap(), text)
    }
    fn does(&self, token: &str, body: &str) -> (u16, String) {
        let origin = format!("http://{}", self.host());
        self.send("POST", &format!("/{token}/do"), &[("Origin", &origin), ("Content-Type", "application/json")], body)
    }
    /// The head of a deed, and nothing after it.
    fn body_that_does_not_come(&self, token: &str) -> (u16, String) {
        let (begun, origin) = (Instant::now(), format!("http://{}", self.host()));
        let headers = [("Origin", origin.as_str()), ("Content-Type", "application/json"), ("Content-Length", "15")];
        let answer = self.send("POST", &format!("/{token}/do"), &headers, "");
        assert!(begun.elapsed() < Duration::from_secs(14), "{:?}", begun.elapsed());
        answer
    }
    fn view(&self, token: &str) -> serde_json::Value {
        let (status, text) = self.get(&format!("/{token}/view"));
        assert_eq!(status, 200, "{text}");
        let body = text.split("\r\n\r\n").nth(1).unwrap();
        // The body comes whole, or in chunks.
        let json = &body[body.find('{').unwrap()..=body.rfind('}').unwrap()];
        serde_json::from_str(json).unwrap_or_else(|why| panic!("{why}: {json}"))
    }
    /// Starts, and goes on to the first decision: its place among the choices, and where it is made.
    fn to_a_decision(&self) -> (usize, serde_json::Value) {
        let facilitator = self.token("Facilitator");
        self.does(facilitator, r#"{"do":"start"}"#);
        let decision = (0..60).find_map(|_| {
            self.does(facilitator, r#"{"do":"go"}"#);
            let waiting = self.view(facilitator)["view"]["waiting"].as_array().unwrap().clone();
            let nth = waiting.iter().position(|w| w["at"]["point"] == "decision");
            if nth.is_none() && !waiting.is_empty() {
                let deed = serde_json::json!({"do": "choose", "at": waiting[0]["at"], "choice": waiting[0]["options"][0]});
                self.does(facilitator, &deed.to_string());
            }
            nth.map(|nth| (nth, waiting[nth].clone()))
        });
        decision.expect("a decision is waited for")
    }
    fn leave(&mut self) -> Duration {
        let begun = Instant::now();
        self.leaver.leave();
        self.serving.take().unwrap().join().unwrap().unwrap();
        begun.elapsed()
    }
}
impl Drop for Hall {
    fn drop(&mut self) {
        self.leaver.leave();
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "a row for each request")]
fn each_request_of_the_table_is_answered_as_it_says() {
    let hall = Hall::open();
    let (host, seats) = (hall.host(), hall.seats());
    let (facilitator, room) = (hall.token("Facilitator"), hall.token("Room"));
    let one = &seats[0].1;
    let own = format!("http://{host}");
    let port = hall.address.port();
    let json = ("Content-Type", "application/json");
    let start = r#"{"do":"start"}"#;
    let page = |token: &str| format!("/{token}/");
    let act = |token: &str| format!("/{token}/do");
    let long = "x".repeat(20_000);
    let flipped: String = facilitator.chars().map(|c| if c == '0' { '1' } else { '0' }).collect();
    let (named, loopback, foreign_port) = (format!("localhost:{port}"), format!("[::1]:{port}"), format!("127.0.0.1:{}", port - 1));
    let rebound = format!("evil.example:{port}");
    let table: Vec<(&str, u16, (u16, String))> = vec![
        ("the page of the facilitator", 200, hall.get(&page(facilitator))),
        ("the page of a seat", 200, hall.get(&page(one))),
        ("the page where a code is typed", 200, hall.get("/")),
        ("the script", 200, hall.get("/live.js")),
        ("by the name localhost", 200, hall.send("GET", &page(room), &[("Host", &named)], "")),
        ("by the other loopback address", 200, hall.send("GET", &page(room), &[("Host", &loopback)], "")),
        ("a foreign host", 421, hall.send("GET", &page(facilitator), &[("Host", "evil.example")], "")),
        ("a foreign name for this port", 421, hall.send("GET", &page(facilitator), &[("Host", &rebound)], "")),
        ("the host of another port", 421, hall.send("GET", &page(facilitator), &[("Host", &foreign_port)], "")),
        ("another address while it is loopback only", 421, hall.send("GET", "/", &[("Host", &format!("192.0.2.1:{port}"))], "")),
        ("no host", 421, hall.raw(format!("GET {} HTTP/1.1\r\nConnection: close\r\n\r\n", page(facilitator)).as_bytes())),
        (
            "two hosts",
            421,
            hall.raw(format!("GET / HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n").as_bytes()),
        ),
        ("a deed without an origin", 403, hall.send("POST", &act(facilitator), &[json], start)),
        ("a deed from a foreign origin", 403, hall.send("POST", &act(facilitator), &[json, ("Origin", "http://evil.example")], start)),
        ("a deed from the null origin", 403, hall.send("POST", &act(facilitator), &[json, ("Origin", "null")], start)),
        (
            "a deed from our host by https",
            403,
            hall.send("POST", &act(facilitator), &[json, ("Origin", &format!("https://{host}"))], start),
        ),
        (
            "a deed from two origins",
            403,
            hall.send("POST", &act(facilitator), &[json, ("Origin", &own), ("Origin", "http://evil.example")], start),
        ),
        (
            "a look from an origin that is no text",
            403,
            hall.raw(
                &[format!("GET {} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nOrigin: ", page(room)).as_bytes(), b"\xff\r\n\r\n"]
                    .concat(),
            ),
        ),
        ("a look from a foreign origin", 403, hall.send("GET", &format!("/{facilitator}/view"), &[("Origin", "http://evil.example")], "")),
        ("a token that is nobody's", 404, hall.get(&page(&flipped))),
        ("half a token", 404, hall.get(&page(&facilitator[..16]))),
        ("a deed with a token that is nobody's", 404, hall.does(&flipped, start)),
        ("the view of a token that is nobody's", 404, hall.get(&format!("/{flipped}/view"))),
        ("events of a place", 200, hall.begins(&format!("/{room}/events"))),
        ("events of a token that is nobody's", 404, hall.begins(&format!("/{flipped}/events"))),
        ("a forecast for the room", 403, hall.get(&format!("/{room}/forecast/0"))),
        ("a forecast for a token that is nobody's", 404, hall.get(&format!("/{flipped}/forecast/0"))),
        ("a path out of the folder", 404, hall.get("/../../etc/passwd")),
        ("the same in disguise", 404, hall.get("/%2e%2e/%2e%2e/etc/passwd")),
        ("a file of the session", 404, hall.get(&format!("/{facilitator}/journal.jsonl"))),
        ("a seat that would start", 422, hall.does(one, start)),
        ("the room that would start", 422, hall.does(room, start)),
        ("a body that is too long", 413, hall.does(facilitator, &format!(r#"{{"do":"tell","text":"{long}"}}"#))),
        ("a body that is no JSON", 400, hall.does(facilitator, "start")),
        ("a deed that there is not", 422, hall.does(facilitator, r#"{"do":"shutdown"}"#)),
        ("a field that there is not", 422, hall.does(facilitator, r#"{"do":"tell","text":"x","file":"/etc/passwd"}"#)),
        ("a deed as a form", 415, hall.send("POST", &act(facilitator), &[("Origin", &own)], "do=start")),
        ("a method that there is not", 405, hall.send("DELETE", &page(facilitator), &[("Origin", &own)], "")),
        (
            "a wrong code",
            403,
            hall.send("POST", "/join", &[("Origin", &own), ("Content-Type", "application/x-www-form-urlencoded")], "code=AAAAAA"),
        ),
        ("a body that does not come", 408, hall.body_that_does_not_come(facilitator)),
        ("no request at all", 400, hall.raw(b"\x16\x03\x01 nonsense\r\n\r\n")),
    ];
    assert!(table.len() >= 25);
    for (what, status, (is, text)) in &table {
        assert_eq!(is, status, "{what}: {text}");
        assert!(!text.contains("root:"), "{what}");
    }
    // Nothing of all that has begun the exercise.
    assert_eq!(hall.view(facilitator)["view"]["phase"], "ready");
}

#[test]
fn every_answer_is_sealed() {
    let hall = Hall::open();
    for path in ["/", "/nothing", &format!("/{}/", hall.token("Room")), &format!("/{}/view", hall.token("Room"))] {
        let (_, text) = hall.get(path);
        let head = text.split("\r\n\r\n").next().unwrap().to_lowercase();
        for seal in [
            "content-security-policy: default-src 'none'",
            "referrer-policy: same-origin",
            "cache-control: no-store",
            "x-frame-options: deny",
        ] {
            assert!(head.contains(seal), "{path} lacks {seal}: {head}");
        }
    }
}

#[test]
fn a_code_leads_to_its_seat_and_wrong_ones_are_stopped() {
    let hall = Hall::open();
    let origin = format!("http://{}", hall.host());
    let form = [("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    let (_, token, code) = hall.seats()[0].clone();
    let (status, text) = hall.send("POST", "/join", &form, &format!("code={}", code.unwrap().to_lowercase()));
    assert_eq!(status, 303, "{text}");
    assert!(text.contains(&format!("location: /{token}/")), "{text}");
    let answers: Vec<u16> = (0..25).map(|_| hall.send("POST", "/join", &form, "code=WRONG9").0).collect();
    assert_eq!(answers[0], 403);
    assert_eq!(answers[24], 429, "{answers:?}");
}

#[test]
fn starting_begins_the_first_move_and_going_on_does_not_begin_it_again() {
    let hall = Hall::open();
    let facilitator = hall.token("Facilitator");
    assert!(hall.view(facilitator)["script"]["now"].is_null());
    for deed in [r#"{"do":"start"}"#, r#"{"do":"note","note":{"move":{"number":1}}}"#, r#"{"do":"pause"}"#, r#"{"do":"start"}"#] {
        assert_eq!(hall.does(facilitator, deed).0, 200, "{deed}");
    }
    let seen = hall.view(facilitator);
    assert_eq!(seen["script"]["now"], 1);
    assert_eq!(seen["script"]["moves"][0]["began_running_ms"], 0);
    let moves = seen["view"]["journal"].as_array().unwrap().iter().filter(|entry| entry["what"]["move"].is_object()).count();
    assert_eq!(moves, 2);
}

#[test]
fn the_tray_says_whom_an_inject_reaches_and_what_should_come_of_it_to_the_facilitator_alone() {
    let hall = Hall::open();
    let (facilitator, play) = (hall.token("Facilitator"), r#"{"do":"act","act":{"inject":{"inject":"reporter"}}}"#);
    hall.does(facilitator, r#"{"do":"start"}"#);
    let (status, text) = hall.does(facilitator, play);
    assert!(status == 422 && text.contains("has not begun"), "{text}");
    hall.does(facilitator, r#"{"do":"step"}"#);
    assert_eq!(hall.does(facilitator, play).0, 200);
    hall.does(facilitator, r#"{"do":"step"}"#);
    let reporter = |title: &str| {
        let seen = hall.view(hall.token(title));
        seen["view"]["injects"].as_array().unwrap().iter().find(|i| i["id"] == "reporter").cloned()
    };
    let card = reporter("Facilitator").unwrap();
    assert_eq!((&card["from"], &card["to"][0], &card["move_number"]), (&"Hartford Courant".into(), &"Imani Whitfield".into(), &2.into()));
    assert_eq!(card["expected"], "A holding statement that does not guess.");
    for title in ["comms", "Room", "Evaluator"] {
        let card = reporter(title).unwrap_or_else(|| panic!("{title} is told"));
        assert!(card["says"].as_str().unwrap().contains("policyholders") && card.get("expected").is_none() && card.get("notes").is_none());
        assert!(card.get("move_number").is_none(), "{title} is told for which move it was written");
    }
    assert!(reporter("ciso").is_none(), "it is not for the CISO");
}

#[test]
fn a_whole_session_works_with_the_facilitator_alone() {
    let hall = Hall::open();
    let facilitator = hall.token("Facilitator");
    assert_eq!(hall.does(facilitator, r#"{"do":"start"}"#).0, 200);
    let mut choices = 0;
    for _ in 0..400 {
        let view = hall.view(facilitator);
        let waiting = view["view"]["waiting"].as_array().unwrap().clone();
        if let Some(first) = waiting.first() {
            let deed = serde_json::json!({"do": "choose", "at": first["at"], "choice": first["options"][0], "why": "as it would be"});
            assert_eq!(hall.does(facilitator, &deed.to_string()).0, 200);
            // Who comes second is told so.
            let (status, text) = hall.does(facilitator, &deed.to_string());
            assert_eq!(status, 409, "{text}");
            choices += 1;
        } else if view["view"]["over"] == true {
            break;
        } else {
            assert_eq!(hall.does(facilitator, r#"{"do":"go"}"#).0, 200);
        }
        if choices == 12 {
            break;
        }
    }
    assert!(choices >= 5, "{choices} choices");
    assert_eq!(hall.does(facilitator, r#"{"do":"end"}"#).0, 200);
    assert_eq!(hall.view(facilitator)["view"]["phase"], "ended");
}

#[test]
fn a_seat_neither_reads_nor_does_what_another_may() {
    let hall = Hall::open();
    let facilitator = hall.token("Facilitator").to_owned();
    hall.does(&facilitator, r#"{"do":"start"}"#);
    hall.does(&facilitator, r#"{"do":"go"}"#);
    let all = hall.view(&facilitator);
    let first = all["view"]["waiting"][0].clone();
    assert!(first.is_object(), "a choice is waited for");
    let deed = serde_json::json!({"do": "choose", "at": first["at"], "choice": first["options"][0]}).to_string();
    let mut whose = 0;
    for (title, token, _) in hall.seats() {
        let view = hall.view(token);
        assert!(view["view"]["journal"].is_null() && view["view"]["about"].is_null() && view["seats"].is_null(), "{title}");
        assert!(view["script"]["expectations"].as_array().is_none_or(Vec::is_empty), "{title}");
        let waits = view["view"]["waiting"].as_array().unwrap().iter().any(|w| w["at"] == first["at"]);
        if waits {
            whose += 1;
            assert!(view["view"]["waiting"][0]["offer"].is_null(), "{title} sees what would be drawn");
        } else {
            assert_eq!(hall.does(token, &deed).0, 422, "{title} chose for somebody else");
        }
        for forbidden in [
            r#"{"do":"go"}"#,
            r#"{"do":"end"}"#,
            r#"{"do":"act","act":{"inject":{"inject":"x"}}}"#,
            r#"{"do":"seat","person":"ciso","room":false}"#,
        ] {
            assert_eq!(hall.does(token, forbidden).0, 422, "{title}: {forbidden}");
        }
    }
    assert!(whose <= 1);
    let room = hall.view(hall.token("Room"));
    assert!(room["view"]["journal"].is_null() && room["seats"].is_null());
    assert!(
        room["view"]["injects"].as_array().unwrap().iter().all(|i| !i["came_ms"].as_array().unwrap().is_empty()),
        "an inject to come is shown"
    );
}

#[test]
fn a_seat_acts_on_what_it_knows_and_an_evaluator_writes_down_what_was_seen() {
    let hall = Hall::open();
    let (facilitator, evaluator) = (hall.token("Facilitator").to_owned(), hall.token("Evaluator"));
    hall.does(&facilitator, r#"{"do":"start"}"#);
    // On to where somebody has taken it up, and some seat knows nothing of it.
    let in_the_dark = (0..60).find_map(|_| {
        let seen = hall.view(&facilitator)["view"].clone();
        if let Some(first) = seen["waiting"].as_array().unwrap().first() {
            let options = first["options"].as_array().unwrap();
            let choice = options.iter().find(|o| !o["answer"]["after_ms"].is_null()).unwrap_or(&options[0]);
            hall.does(&facilitator, &serde_json::json!({"do": "choose", "at": first["at"], "choice": choice}).to_string());
        } else {
            hall.does(&facilitator, r#"{"do":"step"}"#);
        }
        let taken_up = seen["incidents"].as_array().unwrap().iter().find(|i| !i["acknowledged_ms"].is_null())?;
        let dark = hall.seats().into_iter().find(|(_, token, _)| hall.view(token)["view"]["incidents"].as_array().unwrap().is_empty());
        dark.map(|(_, token, _)| (token.clone(), taken_up["incident"].clone()))
    });
    let (seat, incident) = in_the_dark.expect("somebody knows, and a seat does not");
    let people = hall.view(&facilitator)["view"]["people"].clone();
    let acts = [
        serde_json::json!({"page": {"incident": incident, "person": people[0]["id"]}}),
        serde_json::json!({"assess": {"incident": incident, "severity": "low"}}),
        serde_json::json!({"declare": {"incident": incident}}),
        serde_json::json!({"spot": {"says": "x", "effect": {"away": {"person": people[0]["id"], "lasts_ms": 60_000}}}}),
    ];
    for act in &acts {
        for token in [seat.as_str(), evaluator] {
            let (status, text) = hall.does(token, &serde_json::json!({"do": "act", "act": act}).to_string());
            assert!(status == 422 && text.contains("is not for"), "{act}: {status} {text}");
        }
        let (status, text) = hall.does(&facilitator, &serde_json::json!({"do": "act", "act": act}).to_string());
        assert_eq!(status, 200, "{act}: {text}");
    }
    for forbidden in [r#"{"do":"step"}"#, r#"{"do":"tell","text":"x"}"#, r#"{"do":"note","note":{"move":{"number":1}}}"#] {
        assert_eq!(hall.does(evaluator, forbidden).0, 422, "{forbidden}");
    }
    let seen = r#"{"do":"note","note":{"observed":{"text":"They rang the deputy at once","objective":"2-command","strength":true}}}"#;
    assert_eq!(hall.does(evaluator, seen).0, 200);
    assert_eq!(hall.does(&seat, seen).0, 422, "a seat judges nobody");
}

#[test]
fn a_forecast_is_the_facilitators_until_it_is_shown() {
    let hall = Hall::open();
    let (facilitator, room) = (hall.token("Facilitator").to_owned(), hall.token("Room").to_owned());
    let (nth, waiting) = hall.to_a_decision();
    let at = &waiting["at"];
    assert_eq!(hall.get(&format!("/{room}/forecast/{nth}")).0, 403);
    let (status, text) = hall.get(&format!("/{facilitator}/forecast/{nth}"));
    assert_eq!(status, 200, "{text}");
    assert!(text.contains("first_back"), "{text}");
    assert!(hall.view(&room)["forecast"].is_null());
    let origin = format!("http://{}", hall.host());
    let headers = [("Origin", origin.as_str()), ("Content-Type", "application/json")];
    let shown = serde_json::json!({"at": at, "shown": true}).to_string();
    assert_eq!(hall.send("POST", &format!("/{room}/show"), &headers, &shown).0, 403);
    assert_eq!(hall.send("POST", &format!("/{facilitator}/show"), &headers, &shown).0, 200);
    assert!(hall.view(&room)["forecast"]["forecast"]["options"].is_array());
    assert!(hall.get(&format!("/{facilitator}/forecast/99")).1.contains("trouble"));
}

/// More continuations than would be played in an hour: whoever waits for this one waits in vain.
const ENDLESS: u64 = 10_000_000;

#[test]
fn the_pages_answer_while_a_forecast_is_made_and_a_choice_breaks_it_off() {
    let hall = Hall::that_forecasts(ENDLESS);
    let facilitator = hall.token("Facilitator").to_owned();
    let (nth, waiting) = hall.to_a_decision();
    std::thread::scope(|scope| {
        let forecast = scope.spawn(|| hall.get(&format!("/{facilitator}/forecast/{nth}")));
        std::thread::sleep(Duration::from_millis(500));
        let mut longest = Duration::ZERO;
        for _ in 0..10 {
            let begun = Instant::now();
            assert_eq!(hall.view(&facilitator)["view"]["phase"], "running");
            longest = longest.max(begun.elapsed());
        }
        println!("{longest:?} for the slowest of ten looks while a forecast is made");
        assert!(longest < Duration::from_secs(2), "{longest:?}");
        // What is merely written down leaves the story where it is.
        let note = r#"{"do":"note","note":{"note":{"text":"they talk","about":"course"}}}"#;
        let (status, text) = hall.does(&facilitator, note);
        assert_eq!(status, 200, "{text}");
        std::thread::sleep(Duration::from_millis(300));
        assert!(!forecast.is_finished(), "it is made while the room talks");
        let deed = serde_json::json!({"do": "choose", "at": waiting["at"], "choice": waiting["options"][0]});
        assert_eq!(hall.does(&facilitator, &deed.to_string()).0, 200);
        let (begun, (status, text)) = (Instant::now(), forecast.join().unwrap());
        assert_eq!(status, 200);
        assert!(text.contains("the story went on"), "{text}");
        assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    });
}

#[test]
fn a_forecast_under_way_does_not_hold_up_the_exit() {
    let mut hall = Hall::that_forecasts(ENDLESS);
    let (nth, _) = hall.to_a_decision();
    let asked = format!("GET /{}/forecast/{nth} HTTP/1.1\r\nHost: {}\r\n\r\n", hall.token("Facilitator"), hall.host());
    let mut stream = TcpStream::connect(hall.address).unwrap();
    stream.write_all(asked.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    let took = hall.leave();
    assert!(took < Duration::from_secs(2), "{took:?}");
    // Whoever waits for it is told, and not left with half an answer.
    let mut answer = String::new();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("before it was finished"), "{answer}");
}

#[test]
fn a_forecast_that_is_shown_stays_until_the_choice_is_made() {
    let hall = Hall::open();
    let (facilitator, room) = (hall.token("Facilitator").to_owned(), hall.token("Room").to_owned());
    let (nth, waiting) = hall.to_a_decision();
    let made = hall.get(&format!("/{facilitator}/forecast/{nth}")).1;
    let origin = format!("http://{}", hall.host());
    let headers = [("Origin", origin.as_str()), ("Content-Type", "application/json")];
    let shown = serde_json::json!({"at": waiting["at"], "shown": true}).to_string();
    assert_eq!(hall.send("POST", &format!("/{facilitator}/show"), &headers, &shown).0, 200);
    hall.does(&facilitator, r#"{"do":"tell","text":"The press has called."}"#);
    assert!(hall.view(&room)["forecast"].is_object(), "words are no deeds");
    let body = |text: &str| text.split("\r\n\r\n").nth(1).map(str::to_owned);
    assert_eq!(body(&hall.get(&format!("/{facilitator}/forecast/{nth}")).1), body(&made), "it is not made anew");
    let deed = serde_json::json!({"do": "choose", "at": waiting["at"], "choice": waiting["options"][0]});
    assert_eq!(hall.does(&facilitator, &deed.to_string()).0, 200);
    assert!(hall.view(&room)["forecast"].is_null());
}

#[test]
fn a_head_that_does_not_come_is_not_waited_for_long() {
    let hall = Hall::open();
    let begun = Instant::now();
    let (_, text) = hall.raw(b"GET / HTTP/1.1\r\nHost: ");
    assert!(!text.contains("200 OK"), "{text}");
    assert!(begun.elapsed() < Duration::from_secs(9), "{:?}", begun.elapsed());
}

#[test]
fn fifty_open_streams_do_not_hold_up_the_exit_and_two_hundred_are_served() {
    let mut hall = Hall::open();
    let room = hall.token("Room").to_owned();
    let open = || {
        let mut stream = TcpStream::connect(hall.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        stream.write_all(format!("GET /{room}/events HTTP/1.1\r\nHost: {}\r\n\r\n", hall.host()).as_bytes()).unwrap();
        stream
    };
    let mut streams: Vec<TcpStream> = (0..200).map(|_| open()).collect();
    for stream in &mut streams {
        let mut begun = [0; 15];
        stream.read_exact(&mut begun).unwrap();
        assert_eq!(&begun, b"HTTP/1.1 200 OK");
    }
    assert_eq!(hall.get("/").0, 200);
    // One that never ends its request is no hindrance either.
    let mut slow = TcpStream::connect(hall.address).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: ").unwrap();
    let took = hall.leave();
    assert!(took < Duration::from_secs(2), "{took:?}");
    // Each was brought to its end, and not cut off.
    for stream in &mut streams {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        assert!(rest.ends_with(b"0\r\n\r\n"), "{}", String::from_utf8_lossy(&rest));
    }
}
