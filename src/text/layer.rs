//! The files of one scenario, laid over one another: what a file `extends`,
//! the file itself, further models, and single values from the command line.

mod merge;
mod path;

use super::problem::{Problem, Problems};
use super::scan::{MAX_BYTES, parse, parse_value};
use super::source::{FileId, Place, Sources, small};
use super::tree::{Field, Node, Value, Word};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The longest chain of files that extend one another.
const MAX_CHAIN: usize = 16;
/// The most paths in one `extends` or `remove`.
const MAX_PATHS: usize = 1000;
/// The most files of one scenario.
const MAX_FILES: usize = 64;

/// What is to be read.
#[derive(Copy, Clone, Debug)]
pub struct Request<'a> {
    /// The scenario file.
    pub scenario: &'a Path,
    /// Files laid over it, in this order.
    pub models: &'a [PathBuf],
    /// Single values laid over all files: `people.ana.cost_per_hour=120`.
    pub sets: &'a [String],
}

/// A scenario that was read, with all its texts.
#[derive(Clone, Debug)]
pub struct Layered {
    /// All layers in one tree.
    pub root: Node,
    /// The texts that the places in the tree point into.
    pub sources: Sources,
    /// The names of these texts in the order in which they were read.
    pub files: Vec<String>,
}

impl Layered {
    /// Reads all files of a request. On failure returns the problems with the
    /// texts that are needed to show them.
    pub fn load(request: Request<'_>) -> Result<Self, (Problems, Sources)> {
        let mut problems = Problems::new();
        let mut sources = Sources::default();
        match load(request, &mut problems, &mut sources) {
            Some(root) => {
                let files = sources.names().map(str::to_string).collect();
                Ok(Layered { root, sources, files })
            }
            None => Err((problems, sources)),
        }
    }
}

/// Reads all files of a request and lays them over one another. None if there
/// is any mistake.
pub fn load(request: Request<'_>, problems: &mut Problems, sources: &mut Sources) -> Option<Node> {
    let before = problems.len();
    let mut stack = Stack { root: None, chain: Vec::new(), laid: Vec::new(), read: 0, sound: true, problems, sources };
    stack.file(request.scenario, None, true);
    let own = stack.root.as_ref().map(|root| root.place);
    for model in request.models {
        stack.file(model, None, true);
    }
    if let (Some(root), Some(own)) = (&mut stack.root, own) {
        root.place = own;
    }
    for set in request.sets {
        stack.set(set);
    }
    let (root, sound) = (stack.root.take(), stack.sound);
    root.filter(|_| sound && problems.len() == before)
}

/// What is laid on a scenario that has been read, without touching a file.
#[derive(Copy, Clone, Debug, Default)]
pub struct Overlay<'a> {
    /// What problems call the text.
    pub name: &'a str,
    /// What a file for `--model` could say, `remove` included, `extends` not; nothing where it is empty.
    pub text: &'a str,
    /// Single values, laid last, as `--set` has them.
    pub sets: &'a [String],
}

/// Lays an overlay on a tree whose places point into `sources`. None if there is any mistake.
pub fn lay_over(root: Node, overlay: Overlay<'_>, problems: &mut Problems, sources: &mut Sources) -> Option<Node> {
    let before = problems.len();
    let own = root.place;
    let mut stack = Stack { root: Some(root), chain: Vec::new(), laid: Vec::new(), read: 0, sound: true, problems, sources };
    if !overlay.text.trim().is_empty() {
        stack.words(overlay.name, overlay.text);
    }
    if let Some(root) = &mut stack.root {
        root.place = own;
    }
    for set in overlay.sets {
        stack.set(set);
    }
    let (root, sound) = (stack.root.take(), stack.sound);
    root.filter(|_| sound && problems.len() == before)
}

/// The layers laid so far.
struct Stack<'a> {
    root: Option<Node>,
    /// The files that are being read, each extended by the one before it.
    chain: Vec<(PathBuf, String)>,
    /// Files that are laid already.
    laid: Vec<PathBuf>,
    read: usize,
    /// Whether all layers so far could be read; if not, paths are not checked.
    sound: bool,
    problems: &'a mut Problems,
    sources: &'a mut Sources,
}

/// What a file says about other files.
#[derive(Default)]
struct Directions {
    extends: Vec<(String, Place)>,
    remove: Vec<(String, Place)>,
}

impl Stack<'_> {
    /// Lays a file with all that it extends. A file that several others extend
    /// is laid once, below the first of them; one that is `asked` for, always.
    fn file(&mut self, path: &Path, named: Option<Place>, asked: bool) {
        let name = path.display().to_string();
        let known = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        if let Some(at) = self.chain.iter().position(|(open, _)| *open == known) {
            let mut chain: Vec<&str> = self.chain[at..].iter().map(|(_, name)| name.as_str()).collect();
            chain.push(&name);
            let chain = chain.join(" extends ");
            self.fail(named, "files extend one another in a circle".into(), chain);
            return;
        }
        if !asked && self.laid.contains(&known) {
            return;
        }
        if self.chain.len() >= MAX_CHAIN || self.read >= MAX_FILES {
            let label = format!("at most {MAX_CHAIN} files deep and {MAX_FILES} files in all");
            self.fail(named, format!("too many files: {name} is not read"), label);
            return;
        }
        self.read += 1;
        let Some(file) = self.text(path, &name, named) else {
            return;
        };
        let Some(mut node) = parse(self.sources, file, self.problems) else {
            self.sound = false;
            return;
        };
        let directions = self.directions(&mut node);
        self.chain.push((known.clone(), name));
        let folder = path.parent().unwrap_or(Path::new(""));
        for (other, place) in &directions.extends {
            self.file(&folder.join(other), Some(*place), false);
        }
        self.chain.pop();
        self.laid.push(known);
        self.over(node, &directions);
    }

    /// Lays a file over the layers so far.
    fn over(&mut self, node: Node, directions: &Directions) {
        for (entry, place) in &directions.remove {
            self.remove(entry, *place);
        }
        match &mut self.root {
            Some(root) => merge::lay(root, node),
            None => self.root = Some(node),
        }
    }

    /// Lays a text that is no file over the layers so far.
    fn words(&mut self, name: &str, text: &str) {
        let file = self.sources.add(name.to_string(), text.to_string());
        let Some(mut node) = parse(self.sources, file, self.problems) else {
            self.sound = false;
            return;
        };
        let directions = self.directions(&mut node);
        if let Some((_, place)) = directions.extends.first() {
            self.fail(Some(*place), format!("{name} is no file, and cannot extend one"), "this would be read first".into());
            return;
        }
        self.over(node, &directions);
    }

    fn fail(&mut self, place: Option<Place>, title: String, label: String) -> &mut Problem {
        self.sound = false;
        self.problems.push(Problem { place, title, label, ..Problem::default() })
    }

    /// Reads a file and keeps its text.
    fn text(&mut self, path: &Path, name: &str, named: Option<Place>) -> Option<FileId> {
        let bytes = match read_file(path) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                let label = format!("at most {} MB are read", MAX_BYTES / (1024 * 1024));
                self.fail(named, format!("{name} is too large"), label);
                return None;
            }
            Err(error) => {
                let (title, label) = match error.kind() {
                    std::io::ErrorKind::NotFound => (format!("there is no file {name}"), String::new()),
                    std::io::ErrorKind::PermissionDenied => (format!("{name} may not be read"), "permission denied".into()),
                    std::io::ErrorKind::IsADirectory => (format!("{name} is a folder"), "expected a file".into()),
                    _ => (format!("{name} cannot be read"), error.to_string()),
                };
                let problem = self.fail(named, title, label);
                if named.is_some() {
                    problem.help("the path is taken from the folder of the file that names it");
                }
                return None;
            }
        };
        match String::from_utf8(bytes) {
            Ok(text) => Some(self.sources.add(name.to_string(), text)),
            Err(error) => {
                self.not_utf8(name, &error);
                None
            }
        }
    }

    fn not_utf8(&mut self, name: &str, error: &std::string::FromUtf8Error) {
        let bytes = error.as_bytes();
        let at = error.utf8_error().valid_up_to();
        let code = bytes.get(at).copied().unwrap_or(0);
        let text = String::from_utf8_lossy(bytes).into_owned();
        let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let file = self.sources.add(name.to_string(), text);
        let start = at.saturating_sub(mark);
        let place = Place { file, start: small(start), end: small(start + 3) };
        let label = format!("the byte 0x{code:02X} is no character");
        self.fail(Some(place), format!("{name} is not written in UTF-8"), label).help("save the file with the encoding UTF-8");
    }

    /// Takes `extends` and `remove` out of a file.
    fn directions(&mut self, node: &mut Node) -> Directions {
        let mut directions = Directions::default();
        let Value::Struct(None, fields) = &mut node.value else {
            return directions;
        };
        let is_direction = |field: &Field| matches!(field.name.text.as_str(), "extends" | "remove");
        let (taken, kept): (Vec<Field>, Vec<Field>) = std::mem::take(fields).into_iter().partition(is_direction);
        *fields = kept;
        for field in taken {
            let (what, into) = if field.name.text == "extends" {
                ("a list of files: [\"base.ron\"]", &mut directions.extends)
            } else {
                ("a list of paths: [\"people.ana\"]", &mut directions.remove)
            };
            let place = field.node.place;
            let items = match field.node.value {
                Value::List(items) => items,
                _ => vec![field.node],
            };
            if items.len() > MAX_PATHS {
                let title = format!("too many paths: {}", items.len());
                self.fail(Some(place.head()), title, format!("at most {MAX_PATHS} in one list"));
                continue;
            }
            for item in items {
                match item.value {
                    Value::Text(text) if !text.trim().is_empty() => into.push((text, item.place)),
                    _ => {
                        let label = format!("this is {}", item.describe());
                        self.fail(Some(item.place), format!("expected {what}"), label);
                    }
                }
            }
        }
        directions
    }

    /// Takes an entry or a field out of the layers so far.
    fn remove(&mut self, entry: &str, place: Place) {
        if !self.sound {
            return;
        }
        let steps = path::steps(entry);
        let missing = match &mut self.root {
            Some(root) => path::remove(root, &steps),
            None => Err(path::Missing::nothing()),
        };
        if let Err(missing) = missing {
            // Quotes hold the path; if it has no escapes, its step can be underlined.
            let exact = self.sources.excerpt(place).len() == entry.len() + 2;
            let place = if exact { missing.within(&steps, place, 1) } else { place };
            let (title, label, help) = missing.words(&steps);
            self.problems.at(place, title, label).help = help;
        }
    }

    /// Lays one value from the command line.
    fn set(&mut self, set: &str) {
        let Some((path, value)) = set.split_once('=') else {
            self.problems.general(format!("--set {set} has no value")).help("write --set path.to.field=value");
            return;
        };
        let file = self.sources.add(format!("--set {path}"), set.to_string());
        let whole = Place { file, start: 0, end: small(path.len()) };
        let steps = path::steps(path);
        let Some(root) = self.root.as_mut().filter(|_| self.sound) else {
            return;
        };
        let (parent, name) = match path::parent(root, &steps) {
            Ok(found) => found,
            Err(missing) => {
                let (title, label, help) = missing.words(&steps);
                self.problems.at(missing.within(&steps, whole, 0), title, label).help = help;
                return;
            }
        };
        let old = path::child(parent, name).map(|node| &node.value);
        let plain = Node {
            place: Place { file, start: small(path.len() + 1), end: small(set.len()) },
            value: Value::Text(value.trim().to_string()),
        };
        let mut tried = Problems::new();
        let parsed = parse_value(self.sources, file, path.len() + 1, steps.len(), &mut tried);
        let node = match parsed {
            Some(Node { value: Value::Word(word), .. }) if means_text(&word, old) => plain,
            Some(node) => node,
            None if value.trim_start().starts_with(['(', '[', '{', '"']) || has_control(value) => {
                self.problems.append(tried);
                return;
            }
            None => plain,
        };
        let last = steps.last().map_or(whole, |step| Place { start: small(step.start), end: small(step.start + step.text.len()), ..whole });
        let word = Word { text: name.to_string(), place: last };
        if !path::put(parent, Field { name: word, node }) {
            let title = format!("`{path}` cannot be set");
            self.problems.at(whole, title, "the value around it has no fields");
        }
    }
}

/// Whether a bare word on the command line is text: where text stood before,
/// and otherwise if it begins with a small letter, unlike alternatives.
fn means_text(word: &str, old: Option<&Value>) -> bool {
    match old {
        Some(Value::Text(_)) => word != "None",
        Some(Value::Word(_) | Value::Struct(Some(_), _) | Value::Tuple(Some(_), _)) => false,
        _ => word.starts_with(char::is_lowercase),
    }
}

fn has_control(text: &str) -> bool {
    text.chars().any(super::scan::forbidden)
}

/// All bytes of a file; None if it is too large.
fn read_file(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = File::open(path)?;
    if file.metadata()?.len() > MAX_BYTES {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= MAX_BYTES))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{render, write};

    /// A folder of files; the first one is the scenario.
    fn laid(files: &[(&str, &str)], models: &[&str], sets: &[&str]) -> Result<String, String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            std::fs::write(path, text).expect("written");
        }
        let models: Vec<PathBuf> = models.iter().map(|name| folder.path().join(name)).collect();
        let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
        let scenario = folder.path().join(files[0].0);
        let request = Request { scenario: &scenario, models: &models, sets: &sets };
        match Layered::load(request) {
            Ok(layered) => Ok(write(&layered.root).split_whitespace().collect()),
            Err((problems, sources)) => {
                let root = format!("{}/", folder.path().display());
                Err(render(&problems, &sources, false).replace(&root, ""))
            }
        }
    }

    fn set(text: &str, set: &str) -> Result<String, String> {
        laid(&[("a.ron", text)], &[], &[set])
    }

    #[test]
    fn later_layers_lie_over_earlier_ones_field_by_field() {
        let files = [
            ("a.ron", "(extends: [\"sub/b.ron\"], p: {\"x\": (n: 2), \"z\": ()}, l: [3], e: N(b: 2))"),
            ("sub/b.ron", "(extends: \"c.ron\", p: {\"x\": (n: 1, m: 1), \"y\": (n: 5)}, l: [1, 2], e: N(a: 1))"),
            ("sub/c.ron", "(q: 1, p: {\"x\": (k: 7)})"),
            ("m.ron", "(q: (value: 4, source: Assumed(\"m\")), p: {\"x\": (m: 9)})"),
        ];
        assert_eq!(
            laid(&files, &["m.ron"], &["p.y.n=6"]).as_deref(),
            Ok("(e:N(b:2),l:[3],p:{\"x\":(k:7,m:9,n:2),\"y\":(n:6),\"z\":()},q:(source:Assumed(\"m\"),value:4),)")
        );
    }

    #[test]
    fn a_file_that_two_extend_is_laid_once_below_both() {
        let files = [
            ("a.ron", "(extends: [\"b.ron\", \"c.ron\"])"),
            ("b.ron", "(extends: [\"d.ron\"], n: 1)"),
            ("c.ron", "(extends: [\"./d.ron\"], m: 1)"),
            ("d.ron", "(n: 0, m: 0)"),
        ];
        assert_eq!(laid(&files, &[], &[]).as_deref(), Ok("(m:1,n:1,)"));
        assert_eq!(laid(&files, &["d.ron"], &[]).as_deref(), Ok("(m:0,n:0,)"));
    }

    #[test]
    fn a_circle_of_files_is_named() {
        let files = [("a.ron", "(extends: [\"b.ron\"])"), ("b.ron", "(extends: [\"a.ron\"])")];
        let said = laid(&files, &[], &[]).expect_err("a mistake");
        assert!(said.contains("a.ron extends b.ron extends a.ron"), "{said}");
        assert!(said.contains("b.ron:1:12"), "{said}");
        let itself = laid(&[("a.ron", "(extends: [\"a.ron\"])")], &[], &[]).expect_err("a mistake");
        assert!(itself.contains("circle"), "{itself}");
    }

    #[test]
    fn long_chains_and_many_files_are_refused() {
        let chain: Vec<(String, String)> = (0..20).map(|at| (format!("f{at}.ron"), format!("(extends: [\"f{}.ron\"])", at + 1))).collect();
        let files: Vec<(&str, &str)> = chain.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        assert!(laid(&files, &[], &[]).expect_err("a mistake").contains("too many files"));
        let names: String = (0..70).map(|at| format!("\"g{at}.ron\",")).collect();
        let top = format!("(extends: [{names}])");
        let wide: Vec<(String, String)> = (0..70).map(|at| (format!("g{at}.ron"), "()".into())).collect();
        let mut files = vec![("a.ron", top.as_str())];
        files.extend(wide.iter().map(|(name, text): &(String, String)| (name.as_str(), text.as_str())));
        assert_eq!(laid(&files, &[], &[]).expect_err("a mistake").matches("too many files").count(), 7);
    }

    #[test]
    fn remove_takes_out_of_what_lies_below() {
        let files = [
            ("a.ron", "(extends: [\"b.ron\"], remove: [\"p.x\", \"p.y.n\"], p: {\"x\": (k: 1)})"),
            ("b.ron", "(p: {\"x\": (n: 1), \"y\": (n: 1, m: 2)})"),
        ];
        assert_eq!(laid(&files, &[], &[]).as_deref(), Ok("(p:{\"x\":(k:1),\"y\":(m:2)},)"));
        let wrong = [("a.ron", "(extends: [\"b.ron\"], remove: [\"p.anna\"])"), ("b.ron", "(p: {\"ana\": ()})")];
        let said = laid(&wrong, &[], &[]).expect_err("a mistake");
        assert!(said.contains("there is no `anna` in `p`"), "{said}");
        assert!(said.contains("did you mean `ana`?") && said.contains("a.ron:1:34"), "{said}");
        let two = [("a.ron", "(extends: [\"b.ron\"], remove: [\"x\", \"p.ana.y\"])"), wrong[1]];
        assert_eq!(laid(&two, &[], &["q.r=1", "z"]).expect_err("a mistake").matches("error").count(), 4);
        assert!(laid(&[("a.ron", "(remove: [\"x\"])")], &[], &[]).is_err());
        assert!(laid(&[("a.ron", "(remove: 5, extends: [3])")], &[], &[]).expect_err("a mistake").matches("error").count() == 2);
    }

    #[test]
    fn single_values_are_set_from_the_command_line() {
        let text = "(n: 1, t: \"x\", w: Finish, l: [(a: 1)], p: {\"ana\": (cost: (value: 1, source: Assumed(\"x\")))}, u: ())";
        for (given, part) in [
            ("n=2", "n:2,"),
            ("t=blue", "t:\"blue\","),
            ("t=2026-03-05T12:00", "t:\"2026-03-05T12:00\","),
            ("h=20d", "h:\"20d\","),
            ("h= 1 h 30 min ", "h:\"1h30min\","),
            ("w=Pert(1, 2, 3)", "w:Pert(1,2,3),"),
            ("w=finish", "w:finish,"),
            ("x=Finish", "x:Finish,"),
            ("x=blue", "x:\"blue\","),
            ("x=a=b", "x:\"a=b\","),
            ("x=", "x:\"\","),
            ("l.0.a=5", "l:[(a:5)],"),
            ("p.ana.cost=5", "p:{\"ana\":(cost:5)},"),
            ("p.ana.cost.value=5", "cost:(source:Assumed(\"x\"),value:5)"),
            ("p.ben=(cost: 1)", "\"ben\":(cost:1)"),
            ("u.v=true", "u:(v:true),"),
        ] {
            let said = set(text, given);
            assert!(said.as_ref().is_ok_and(|text| text.contains(part)), "{given}: {said:?}");
        }
    }

    #[test]
    fn a_wrong_path_on_the_command_line_is_shown() {
        let text = "(n: 1, people: {\"ana\": (cost: 1)})";
        let said = set(text, "people.anna.cost=1").expect_err("a mistake");
        assert!(said.contains("there is no `anna` in `people`"), "{said}");
        assert!(said.contains("--set people.anna.cost:1:8") && said.contains("did you mean `ana`?"), "{said}");
        for given in ["n", "n.x=1", "=1", ".=1", "n.=1", "people..x=1", "x.y=1", "people.ana.x.y=2"] {
            assert!(set(text, given).is_err(), "{given}");
        }
        let said = set(text, "people.ana=(cost: 1").expect_err("a mistake");
        assert!(said.contains("`(` is not closed"), "{said}");
        assert!(set(text, "n=\u{1b}[31m").is_err());
        assert!(set(text, &format!("n={}", "[".repeat(100_000))).is_err());
    }

    #[test]
    fn files_that_cannot_be_read_are_named() {
        let said = laid(&[("a.ron", "(extends: [\"no.ron\"])")], &["nor.ron"], &[]).expect_err("a mistake");
        assert!(said.contains("there is no file no.ron") && said.contains("a.ron:1:12"), "{said}");
        assert!(said.contains("there is no file nor.ron"), "{said}");
        assert!(laid(&[("a.ron", "(extends: [\".\"])")], &[], &[]).expect_err("a mistake").contains("error"));
        if Path::new("/dev/zero").exists() {
            let endless = laid(&[("a.ron", "(extends: [\"/dev/zero\"])")], &[], &[]).expect_err("a mistake");
            assert!(endless.contains("too large"), "{endless}");
        }
    }

    #[test]
    fn text_that_is_not_utf8_is_shown_with_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ron");
        std::fs::write(&path, b"(\n  a: \"M\xfcller\",\n)").expect("written");
        let request = Request { scenario: &path, models: &[], sets: &[] };
        let (problems, sources) = Layered::load(request).expect_err("a mistake");
        let said = render(&problems, &sources, false);
        assert!(said.contains("a.ron:2:8") && said.contains("UTF-8") && said.contains("0xFC"), "{said}");
    }

    #[test]
    fn a_file_of_64_megabytes_is_refused_unread() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.ron");
        std::fs::File::create(&path).and_then(|file| file.set_len(64 << 20)).expect("made");
        let request = Request { scenario: &path, models: &[], sets: &[] };
        let (problems, sources) = Layered::load(request).expect_err("a mistake");
        assert!(render(&problems, &sources, false).contains("too large"));
    }
}
