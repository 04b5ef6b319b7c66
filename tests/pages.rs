//! The page of each study, without a browser: its parts, a table beside each figure, nothing loaded, names that are only words.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The smallest call of each study that has something to show.
const STUDIES: [(&str, &str); 8] = [
    ("people", "people drill/ransomware.ron -n 20 --teams"),
    ("coverage", "coverage drill/ransomware.ron -n 2"),
    ("improve", "improve drill/ransomware.ron -n 16"),
    ("staff", "staff drill/ransomware.ron --model goal.ron --variant drill/models/night-watch.ron --vary people.shift.count=1,2 -n 16"),
    (
        "sweep",
        "sweep drill/ransomware.ron --vary decisions.isolate.deliberation=5m..4h/3 --vary decisions.isolate.delegate_after=10m,2h -n 10",
    ),
    (
        "latin",
        "sweep drill/ransomware.ron --vary decisions.isolate.deliberation=5m..4h --vary decisions.isolate.delegate_after=10m..2h --latin 6 -n 10",
    ),
    (
        "morris",
        "sweep drill/ransomware.ron --vary decisions.isolate.deliberation=5m..4h --vary decisions.isolate.delegate_after=10m..2h --morris 2 -n 10",
    ),
    (
        "grid",
        "sweep drill/ransomware.ron --vary decisions.isolate.deliberation=5m,4h --vary decisions.isolate.delegate_after=10m,2h --grid -n 10",
    ),
];
const GOAL: &str = r#"(targets: {"t": (measure: P50(Contained), at_most: "900h", owner: "director")},
    people: {"shift": (count: 1, role: "shift-lead", team: "it", roster: "office", cost_per_hour: 40)})"#;

/// A place with the starter organisation, laid over with this text, and the results of one study of it.
fn studied(name: &str, with: &str) -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let call = STUDIES.iter().find(|(study, _)| *study == name).unwrap().1;
    let run = |arguments: &str| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_firedrill")).current_dir(place.path()).args(arguments.split_whitespace()).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!([0, 3].contains(&output.status.code().unwrap()) && !said.contains("warning"), "{arguments}: {said}");
    };
    run("new drill");
    fs::write(place.path().join("goal.ron"), GOAL).unwrap();
    fs::write(place.path().join("with.ron"), with).unwrap();
    run(&format!("{call} --model with.ron --quiet --out {name}"));
    let folder = place.path().join(name);
    (place, folder)
}

fn page(folder: &Path) -> String {
    fs::read_to_string(folder.join("report.html")).unwrap()
}

/// All values of an attribute in a text.
fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    text.split(&format!(" {attribute}=\"")).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn whole(name: &str, page: &str) {
    assert!(page.len() < 2_000_000, "{name}: {} bytes", page.len());
    for tag in ["html", "head", "title", "body", "header", "main", "footer", "h1"] {
        // A picture has a title of its own.
        let least = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert!(if tag == "title" { least > 0 } else { least == 1 }, "{name}: {tag} stands {least} times");
    }
    for tag in ["table", "figure", "details", "section", "svg", "dl", "ol", "ul", "p", "tr"] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{name}: {tag}");
    }
    let ids = values(page, "id");
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "{name}: each id stands once");
    for label in values(page, "aria-labelledby").iter().flat_map(|labels| labels.split(' ')) {
        assert!(ids.contains(&label), "{name}: {label} is the name of nothing");
    }
    let figures = page.matches("<figure ").count();
    assert!(figures > 0, "{name} has a figure");
    assert_eq!(figures, page.matches("role=\"img\"").count(), "{name}");
    assert_eq!(figures, page.matches("<summary>The figures").count(), "{name}: a table beside each");
    assert_eq!(figures, page.matches("<desc id=").count(), "{name}: each is described");
    assert_eq!(
        figures,
        page.matches("<figcaption>").count() - page.matches("<figcaption></figcaption>").count(),
        "{name}: each has a sentence"
    );
    let lead = page.split("aria-labelledby=\"planner\"").next().unwrap_or_default();
    assert!(lead.matches("<figure ").count() <= 3, "{name}: three figures at most on the first page");
    assert_eq!(page.matches("<script").count(), 1, "{name}: its own script and no other");
    for forbidden in ["http://", "https://", " src=\"", "url(", "@import", " style=\"", "<link", "javascript:", "onload", "NaN", "Some("] {
        let page = page.replace("http://www.w3.org/2000/svg", "");
        assert!(!page.contains(forbidden), "{name}: {forbidden}");
    }
}

fn plots(folder: &Path) {
    let mut many = 0;
    for entry in fs::read_dir(folder.join("plots")).unwrap() {
        let svg = fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(svg.len() < 300_000 && svg.starts_with("<svg "), "{} bytes", svg.len());
        many += 1;
    }
    assert_eq!(many, page(folder).matches("<figure ").count(), "each figure is a file, too");
}

fn made_anew(place: &Path, name: &str) {
    let before = page(&place.join(name));
    let again = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_firedrill")).current_dir(place).arg("report").arg(name).args(more).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        page(&place.join(name))
    };
    assert!(again(&[]) == before, "{name}: made anew it is the same to the byte");
    let marked = again(&["--marking", "Privileged", "--names", "full"]);
    assert_eq!(marked.matches("<p class=\"marking\">Privileged</p>").count(), 2, "{name}");
}

#[test]
fn each_study_ends_in_a_page_that_can_be_made_anew() {
    for (name, _) in STUDIES {
        let (place, folder) = studied(name, "()");
        let text = page(&folder);
        whole(name, &text);
        for part in ["For the board", "For the analyst", "What this stands on", "seed ", "hash ", "What the figures cannot say"] {
            assert!(text.contains(part), "{name}: {part}");
        }
        plots(&folder);
        made_anew(place.path(), name);
    }
}

#[test]
fn hostile_names_are_only_words_and_people_have_no_names() {
    let evil = r#"</script><img src=x onerror=alert(1)>'&{{ 7*7 }}{% raw %} שלום"#;
    let long = "n".repeat(200);
    let with = format!(
        r#"(name: "{evil}", about: "{evil}", people: {{"maya": (name: "Zebediah Quux"), "tom": (name: "{long}")}},
            systems: {{"files": (name: "{evil}"), "mail": (name: "{long}")}}, teams: {{"it": (name: "{evil}")}},
            incidents: {{"first": (name: "{evil}")}})"#
    );
    // All but coverage, which looks at every minute of a year: once is enough of that.
    for (name, _) in STUDIES.into_iter().take(5).filter(|(name, _)| *name != "coverage") {
        let (_place, folder) = studied(name, &with);
        let text = page(&folder);
        whole(name, &text);
        assert!(!text.contains("<img") && text.contains('ש'), "{name}");
        assert!(text.contains("{{ 7*7 }}{% raw %}"), "{name}: a name is no template");
        assert!(!text.contains("Zebediah") && !text.contains("Quux"), "{name}: nobody is named unless asked for");
    }
}

/// What a page says is typed in its folder, as a shell is given it.
fn typed(page: &str) -> Vec<String> {
    let commands = page.split("<code>").skip(1).filter_map(|rest| rest.split("</code>").next());
    let plain = |text: &str| text.replace("&#x27;", "'").replace("&quot;", "\"").replace("&#x2f;", "/").replace("&amp;", "&");
    commands.map(plain).filter(|command| command.starts_with("firedrill trace ")).collect()
}

/// Each finding has a play that shows it on the page, and what tells that play again does so as it is typed.
fn shows_a_play(name: &str, folder: &Path) {
    let text = page(folder);
    let links: Vec<&str> =
        text.split("<p class=\"shown\">").skip(1).filter_map(|rest| rest.split("href=\"#").nth(1)?.split('"').next()).collect();
    let typed = typed(&text);
    assert!(!links.is_empty() || !typed.is_empty(), "{name}: no play shows what it found");
    for link in &links {
        assert_eq!(text.matches(&format!(" id=\"{link}\"")).count(), 1, "{name}: {link}");
    }
    assert!(typed.len() >= links.len(), "{name}: {typed:?} {links:?}");
    for command in typed {
        let program = command.replacen("firedrill", env!("CARGO_BIN_EXE_firedrill"), 1);
        let output = Command::new("sh").current_dir(folder).args(["-c", &program]).output().unwrap();
        let (told, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && told.lines().count() > 5, "{name}: {command}: {said}");
        // The minute that is pointed at is told by what tells the play again.
        let (replication, story) = (command.rsplit(' ').next().unwrap(), &told);
        let here = text.split("class=\"here\" id=\"").skip(1).filter_map(|rest| rest.split('>').nth(1)?.split_whitespace().next());
        let minutes: Vec<&str> = here.filter(|word| word.contains(':')).collect();
        let any = minutes.is_empty() || minutes.iter().any(|minute| story.contains(minute));
        assert!(any, "{name}: {replication}: {minutes:?}");
    }
}

#[test]
fn what_a_study_found_shows_in_a_play_that_can_be_told_again() {
    for name in ["staff", "sweep", "latin", "morris", "grid"] {
        let (_place, folder) = studied(name, "()");
        shows_a_play(name, &folder);
    }
}

/// Types a command in a folder; it ends well, targets met or not.
fn firedrill(folder: &Path, arguments: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firedrill"));
    let output = command.current_dir(folder).args(arguments.split_whitespace()).output().unwrap();
    assert!([0, 3].contains(&output.status.code().unwrap()), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn what_a_comparison_found_shows_in_a_play_of_each_model() {
    let place = tempfile::tempdir().unwrap();
    let run = |arguments: &str| firedrill(place.path(), arguments);
    run("new drill");
    run("compare drill/ransomware.ron --model drill/models/night-watch.ron -n 16 --quiet --out c");
    let folder = place.path().join("c");
    let text = page(&folder);
    assert!(text.contains("What changes, and a play that shows it"), "{text}");
    shows_a_play("compare", &folder);
}

/// The page on four models, played so often; what it says is made from the tables, which grow with the plays.
#[test]
fn a_report_of_four_models_and_many_plays_stays_small_and_is_soon_written() {
    let place = tempfile::tempdir().unwrap();
    let firedrill = |arguments: &str| firedrill(place.path(), arguments);
    firedrill("new drill");
    for (name, deliberation) in [("quick", "5m"), ("slow", "4h")] {
        let text = format!(r#"(decisions: {{"isolate": (deliberation: Fixed("{deliberation}"))}})"#);
        fs::write(place.path().join(format!("{name}.ron")), text).unwrap();
    }
    let models = "--model drill/models/night-watch.ron --model quick.ron --model slow.ron";
    let size = |plays: u32| {
        firedrill(&format!("compare drill/ransomware.ron {models} -n {plays} --quiet --out c{plays}"));
        // The best of three, so that what else runs on the machine does not count.
        let took = (0..3).map(|_| {
            let begun = std::time::Instant::now();
            firedrill(&format!("report c{plays}"));
            begun.elapsed()
        });
        assert!(took.min().unwrap() < std::time::Duration::from_secs(3), "{plays} plays: the report takes too long");
        page(&place.path().join(format!("c{plays}"))).len()
    };
    let (few, many) = (size(30), size(600));
    assert!(many < 2_000_000 && (many as f64) < 1.5 * few as f64, "{few} bytes of 30 plays, {many} of 600");
}

#[test]
fn without_incidents_the_page_is_about_day_to_day_work() {
    let place = tempfile::tempdir().unwrap();
    let desk = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/models/pipeline.ron");
    firedrill(place.path(), &format!("run {} --set runs_for=30d -n 2 --quiet --out desk", desk.display()));
    firedrill(place.path(), "report desk");
    let page = page(&place.path().join("desk"));
    whole("desk", &page);
    assert!(page.contains("What becomes of day-to-day work?") && page.contains("No incident can come in this scenario"));
    let board = page.split("<h3>Day-to-day work</h3>").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(board.contains("go on to") && board.contains("done after") && board.contains("a year on shift"), "{board}");
    assert!(!page.contains("0 of 0") && !page.contains("each incident followed") && !page.contains("was waiting for"));
    assert!(page.contains("All measures of a year") && !page.contains("All measures of an incident"));
    for study in ["people", "coverage", "improve"] {
        let output = Command::new(env!("CARGO_BIN_EXE_firedrill")).arg(study).arg(&desk).args(["-n", "2"]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && said.contains("no incident can come in this scenario"), "{study}: {said}");
    }
}

#[test]
fn tickets_that_nobody_takes_up_are_not_told_as_taken_up_at_once() {
    let place = tempfile::tempdir().unwrap();
    let unmanned = r#"(name: "Unmanned", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "20d", teams: {"desk": ()},
        rosters: {"never": Weekly([(days: "Sat", from: "02:00", to: "03:00")])}, people: {"ann": (team: "desk", roster: "never")},
        demand: {"calls": (team: "desk", rate_per_week: 300, effort: "30m"),
                 "urgent": (team: "desk", priority: Critical, rate_per_week: 1, effort: "5m", after: "21d")})"#;
    fs::write(place.path().join("unmanned.ron"), unmanned).unwrap();
    firedrill(place.path(), "run unmanned.ron -n 2 --quiet --out left");
    firedrill(place.path(), "report left");
    let page = page(&place.path().join("left"));
    assert!(page.contains("none of urgent is taken up") && page.contains("99 % not done by the end"), "{page}");
    assert!(!page.contains("wait 0 s"));
}

#[test]
fn staffing_models_of_a_service_desk_are_held_against_each_other_by_how_long_tickets_wait() {
    let place = tempfile::tempdir().unwrap();
    let desk = r#"(name: "Desk", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "40d", teams: {"desk": (), "experts": ()},
        people: {"ann": (team: "desk", roster: "all"), "bob": (team: "experts", roster: "all")}, rosters: {"all": Always},
        demand: {"calls": (team: "desk", rate_per_week: 260, effort: Exponential(mean: "30m"),
                           then: [(team: "experts", share: 0.5, effort: Exponential(mean: "20m"))])})"#;
    fs::write(place.path().join("desk.ron"), desk).unwrap();
    fs::write(place.path().join("two.ron"), r#"(people: {"cid": (team: "desk", roster: "all")})"#).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_firedrill"))
        .current_dir(place.path())
        .args("compare desk.ron --model two.ron -n 20 --quiet --out held".split(' '))
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let row = |label: &str| told.lines().filter(|line| line.starts_with(label)).map(str::to_owned).collect::<Vec<_>>();
    // Two rows each: side by side, and one against the other.
    let (wait, took) = (row("calls wait"), row("calls take in all"));
    assert!(wait.len() == 2 && wait[0].ends_with('+') && wait[1].contains("100 %  better"), "{told}");
    assert!(took.len() == 2 && took[0].ends_with('+'), "{told}");
    assert!(!told.contains("cost a year cannot be told"), "it is no question of incidents: {told}");
    let page = page(&place.path().join("held"));
    assert!(page.contains("With which staffing model do tickets wait less") && page.contains("calls wait, on average"), "{page}");
    assert!(!page.contains("gets us back sooner"));
    assert!(
        page.contains("On average calls take in all least with two: ") || page.contains("On average calls wait least with two: "),
        "{page}"
    );
    assert!(page.contains("does not say what people and providers cost") && !page.contains("What each model costs"), "{page}");
}

const CALLS: &str = r#"(name: "Desk", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "40d", teams: {"desk": ()},
    people: {"ann": (team: "desk", roster: "all", count: 1)}, rosters: {"all": Always},
    demand: {"calls": (team: "desk", rate_per_week: (value: 260, between: (200, 300)), effort: Exponential(mean: "30m"))})"#;

#[test]
fn what_a_service_desk_depends_on_and_what_moved_since_is_told_by_how_long_tickets_wait() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("desk.ron"), CALLS).unwrap();
    let said = |arguments: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_firedrill")).current_dir(place.path()).args(arguments.split(' ')).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    let (status, told) = said("sweep desk.ron -n 8 --vary people.ann.count=1..3 --quiet --out swept");
    assert!(status == 0 && told.contains("people.ann.count from 3 to 1, the mean wait of calls tickets goes from"), "{told}");
    let swept = page(&place.path().join("swept"));
    assert!(swept.contains("What does the wait of calls tickets depend on") && !swept.contains("beyond the horizon"), "{swept}");
    assert!(swept.contains("This tells the first play with people.ann.count 1.") && !swept.contains("everything is back"), "{swept}");
    let (status, told) = said("sweep desk.ron -n 8 --vary people.ann.count=1..3 --measure time_to_recover --quiet");
    assert!(status == 2 && told.contains("so it has no time_to_recover; there are annual.hours.projects"), "{told}");
    let (status, told) = said("sweep desk.ron -n 8 --set runs_for=1h --vary demand.calls.rate_per_week=0.001,0.002 --quiet --out none");
    assert!(status == 0 && told.contains("No play has any wait of calls tickets"), "{told}");
    assert!(!page(&place.path().join("none")).contains("beyond the horizon"));
    fs::write(place.path().join("nothing.ron"), r#"(name: "Nothing", time_zone: "UTC", starts: "2026-01-05T00:00", runs_for: "1d")"#)
        .unwrap();
    let (status, told) = said("sweep nothing.ron -n 8 --vary runs_for=1d,2d");
    assert!(status == 2 && told.contains("nothing is measured in this scenario: add `incidents`"), "{told}");
    fs::write(place.path().join("two.ron"), r#"(demand: {"mails": (team: "desk", rate_per_week: 10, effort: "5m")})"#).unwrap();
    let (status, told) = said("sweep desk.ron --model two.ron -n 8 --vary people.ann.count=1..3 --quiet");
    let both = "for example annual.tickets.calls.wait_hours, annual.tickets.mails.wait_hours";
    assert!(status == 2 && told.contains(both), "{told}");

    said("run desk.ron -n 30 --quiet --out then");
    said("run desk.ron -n 30 --quiet --out now --set people.ann.count=2");
    let (status, told) = said("report now --since then --on 2026-06-30");
    let row = told.lines().find(|line| line.starts_with("calls wait")).unwrap();
    assert!(status == 0 && told.contains("Day-to-day work") && row.ends_with("better, and not by luck alone"), "{told}");
    let since = fs::read_to_string(place.path().join("now/since.html")).unwrap();
    assert!(since.contains("On average calls wait") && !since.contains("did any harm"), "{since}");
    // With hardly anybody there hardly any ticket is taken up: those that lie there wait as well.
    said("run desk.ron -n 30 --quiet --out worse --set work=(available:0.001)");
    let (_, told) = said("report worse --since then --on 2026-06-30");
    assert!(told.lines().any(|line| line.starts_with("calls wait") && line.ends_with("worse, and not by luck alone")), "{told}");
    let (_, told) = said("report then --since then --on 2026-06-30");
    assert!(told.lines().any(|line| line.starts_with("calls wait") && line.ends_with("as before")), "{told}");
}

#[test]
fn the_worst_play_of_a_service_desk_is_the_one_in_which_tickets_wait_longest() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("desk.ron"), CALLS).unwrap();
    firedrill(place.path(), "run desk.ron -n 31 --quiet --csv --out one");
    let summary: serde_json::Value = serde_json::from_str(&fs::read_to_string(place.path().join("one/summary.json")).unwrap()).unwrap();
    let table = fs::read_to_string(place.path().join("one/plays.csv")).unwrap();
    let mut rows = table.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let head = rows.next().unwrap();
    let column = |name: &str| head.iter().position(|known| *known == name).unwrap();
    let (wait, play) = (column("tickets.calls.wait_hours"), column("replication"));
    let mut waits: Vec<(f64, u64)> = rows.map(|row| (row[wait].parse().unwrap(), row[play].parse().unwrap())).collect();
    waits.sort_by(|a, b| a.0.total_cmp(&b.0));
    // In order of what they waited all together, which is nearly that of what one waits.
    let place = |name: &str| waits.iter().position(|(_, play)| Some(*play) == summary[name].as_u64()).unwrap();
    assert!(place("worst_replication") >= 29 && (13..=17).contains(&place("median_replication")), "{waits:?} {summary}");
}

#[test]
fn several_folders_are_made_anew_at_once_and_one_page_holds_one() {
    let (place, folder) = studied("people", "()");
    let twice = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_firedrill"))
            .current_dir(place.path())
            .args(["report", "people", "people"])
            .args(more)
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8_lossy(&output.stdout).matches("Written").count())
    };
    assert_eq!(twice(&[]), (0, 2));
    assert_eq!(twice(&["--out", "one.html"]), (2, 0));
    fs::remove_file(folder.join("scenario.ron")).unwrap();
    assert_eq!(twice(&[]), (2, 0));
}
