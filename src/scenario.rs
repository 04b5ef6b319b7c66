//! A scenario as a whole: its files laid over one another, read, checked across all domains, compiled into a plan; and what is wrong
//! with the organisation it describes.

use std::fmt;
use std::sync::Arc;

use crate::model::plan::Plan;
use crate::text::{self, Node, Problems, Sources};

pub mod build;
pub mod entry;
pub mod finding;
mod lasting;
pub mod remedy;
pub mod unknown;
pub mod vary;

pub use build::compile;
pub use finding::{Finding, findings};
pub use unknown::Unknown;
pub use vary::Assumption;

/// A scenario that was read and makes sense.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The compiled scenario.
    pub plan: Arc<Plan>,
    /// All its layers in one tree.
    pub root: Node,
    /// The tree as text: the same whatever the order of entries in the files.
    pub canonical: String,
    /// A fingerprint of the canonical text, 16 hexadecimal digits.
    pub hash: String,
    /// The texts that places in the tree point into.
    pub sources: Sources,
    /// The names of these texts in the order in which they were read.
    pub files: Vec<String>,
}

/// Why a scenario cannot be played.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// All mistakes.
    pub problems: Problems,
    /// The texts they were made in.
    pub sources: Sources,
}
impl Rejected {
    /// All mistakes with the lines they were made in, in colour on request.
    pub fn render(&self, colour: bool) -> String {
        text::render(&self.problems, &self.sources, colour)
    }
}
impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}
impl std::error::Error for Rejected {}

/// Reads, checks and compiles a scenario. All independent mistakes are reported at once.
pub fn open(request: &text::Request) -> Result<Scenario, Rejected> {
    let mut problems = Problems::new();
    let mut sources = Sources::default();
    let root = text::load(*request, &mut problems, &mut sources);
    made(root, problems, sources)
}

impl Scenario {
    /// A variant: the scenario with a text laid on it as a staffing model would be, then single values as `--set` lays them, without touching
    /// a file. Studies make their arms so. The scenario itself stays as it is; the variant has its own plan, canonical text and hash, so that
    /// `results/…/scenario.ron` repeats it.
    ///
    /// ```text
    /// let sets = ["decisions.isolate.pre_authorised=[(to:\"soc\",from_severity:High)]".to_owned()];
    /// let bolder = scenario.with(&Overlay { sets: &sets, ..Overlay::default() })?;
    /// let away = scenario.with(&Overlay { name: "without ana", text: "(overrides: {…})", ..Overlay::default() })?;
    /// let mut arms = Arms::new([("as it is".to_owned(), scenario.plan.clone()), ("bolder".to_owned(), bolder.plan)]);
    /// ```
    pub fn with(&self, overlay: &text::Overlay) -> Result<Scenario, Rejected> {
        let mut problems = Problems::new();
        let mut sources = self.sources.clone();
        let root = text::lay_over(self.root.clone(), *overlay, &mut problems, &mut sources);
        made(root, problems, sources)
    }
}

fn made(root: Option<Node>, mut problems: Problems, sources: Sources) -> Result<Scenario, Rejected> {
    let plan = root.as_ref().and_then(|root| compile(root, &mut problems));
    match (root, plan) {
        (Some(root), Some(plan)) => {
            let canonical = text::write(&root);
            let hash = format!("{:016x}", fingerprint(canonical.as_bytes()));
            let files = sources.names().map(str::to_string).collect();
            Ok(Scenario { plan: Arc::new(plan), root, canonical, hash, sources, files })
        }
        _ => Err(Rejected { problems, sources }),
    }
}

/// FNV-1a over all bytes, then mixed (the last steps of MurmurHash3) so that every bit counts everywhere.
fn fingerprint(bytes: &[u8]) -> u64 {
    let fnv = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3));
    let once = (fnv ^ (fnv >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let twice = (once ^ (once >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    twice ^ (twice >> 33)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, clippy::too_many_lines, reason = "tests look at the clock and list many mistakes")]
mod tests;
