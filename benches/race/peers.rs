//! The peers that are programs of their own: built and installed first, then run and asked for their time per incident.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One peer on one model.
pub struct Peer {
    pub model: &'static str,
    pub name: &'static str,
    program: Vec<String>,
    incidents: u64,
}
impl Peer {
    /// Nanoseconds an incident, by the peer's own clock; nothing when it failed.
    pub fn run(&self, seed: u64) -> Option<f64> {
        let (program, arguments) = self.program.split_first()?;
        let mut command = Command::new(program);
        command.args(arguments).arg(self.incidents.to_string()).arg((seed + 1).to_string());
        let output = command.output().ok()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let number = |word: &str| word.parse::<f64>().ok();
        // The time of the run is the one word that is a number with an s behind it.
        let seconds = said.split_whitespace().filter_map(|word| number(word.strip_suffix('s')?)).next_back()?;
        output.status.success().then(|| seconds * 1e9 / self.incidents as f64)
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
fn done(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}

/// Builds and installs what can be; says what cannot.
pub fn prepare() -> Vec<Peer> {
    let mut peers = Vec::new();
    let built = target().join("peers");
    let manifest = root().join("benches/peers/rust/Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    if done(
        Command::new(cargo)
            .args(["build", "--release", "--locked", "--quiet", "--manifest-path"])
            .arg(manifest)
            .arg("--target-dir")
            .arg(&built),
    ) {
        let program = |name: &str, variant: &str| vec![built.join("release").join(name).display().to_string(), variant.to_string()];
        let compiled: [(&str, &str, &str, u64); 4] = [
            ("the hand-written loop", "hand", "m2p", 400_000),
            ("simcore", "simcore_peer", "m2", 200_000),
            ("simu-des", "simu_peer", "m2", 200_000),
            ("nexosim", "nexo", "m2", 100_000),
        ];
        for (name, binary, variant, incidents) in compiled {
            peers.push(Peer { model: "pipeline", name, program: program(binary, variant), incidents });
            peers.push(Peer { model: "queue", name, program: program(binary, "m1"), incidents: incidents * 3 });
        }
    } else {
        eprintln!("The compiled peers could not be built; the race goes on without them.");
    }
    match python() {
        Some(python) => {
            for (name, short, incidents) in [("SimPy", "simpy", 20_000), ("Ciw", "ciw", 8_000)] {
                for (model, variant) in [("pipeline", "m2"), ("queue", "m1")] {
                    let script = root().join(format!("benches/peers/python/{short}_{variant}.py")).display().to_string();
                    peers.push(Peer { model, name, program: vec![python.clone(), script], incidents });
                }
            }
        }
        None => eprintln!("SimPy and Ciw could not be installed; the race goes on without them."),
    }
    peers
}

/// A Python with the packages, in an environment of its own below the target directory.
fn python() -> Option<String> {
    let home = target().join("peers/venv");
    let python = home.join("bin/python");
    let works = |python: &Path| done(Command::new(python).args(["-c", "import simpy, ciw"]).stderr(std::process::Stdio::null()));
    if !works(&python) {
        let made = done(Command::new("python3").args(["-m", "venv"]).arg(&home));
        let list = root().join("benches/peers/python/requirements.txt");
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
        if !made || !done(Command::new(&python).args(pip).arg(list)) || !works(&python) {
            return None;
        }
    }
    Some(python.display().to_string())
}
