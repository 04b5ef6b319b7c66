//! What a file may say about copies and what is done with them.

use crate::engine::chance::Dist;
use crate::model::quantity::{ClockTime, Date, HandOver, Positive, Share};
use crate::text::{Id, Node, Problems, Read, Value, choice, entry, mismatch, read::read};

/// When one of the copies is made: at a time of day, or at a day of the week and a time.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct CopyTime {
    /// 0 is Monday; any day, when not said.
    pub weekday: Option<usize>,
    /// In minutes of the day.
    pub minutes: u32,
}
impl Read for CopyTime {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        let weekly = matches!(&node.value, Value::Text(text) if text.trim().starts_with(char::is_alphabetic));
        if weekly {
            let at: HandOver = read(node, problems)?;
            return Some(CopyTime { weekday: Some(at.weekday), minutes: at.at.minutes });
        }
        read::<ClockTime>(node, problems).map(|at| CopyTime { weekday: None, minutes: at.minutes })
    }
    fn expected() -> String {
        "a time of day like \"22:00\", or a day and a time like \"Sun 03:00\"".into()
    }
}

choice! {
    /// What is done after a restore that failed.
    #[derive(Copy, PartialEq, Eq)]
    pub enum IfFails {
        /// The same copy is restored again.
        SameCopy,
        /// The next older copy is restored: one more interval of data is lost.
        OlderCopy,
    }
}
entry! {
    /// Copies to restore from.
    pub struct BackupEntry {
        /// Hands-on time of a restore.
        restore: Dist,
        /// Hands-on time of checking what was restored, for tasks with `effort: Verify`.
        verify: Option<Dist>,
        /// The share of restores that work.
        works: Share = Share(1.0),
        /// When a restore was last tested; never, when not given.
        last_tested: Option<Date>,
        /// How many times as often a restore fails that was not tested in the year before the start.
        untested_fails: f64 = 1.0,
        /// From one copy to the next; without it the age of copies is not known.
        every: Option<Positive>,
        /// One of the copies is made then.
        at: Option<CopyTime>,
        /// How long a copy is kept; for ever, when not given.
        keep: Option<Positive>,
        /// What is done after a restore that failed.
        if_fails: IfFails = IfFails::SameCopy,
        /// An attacker with this grant can destroy the copies.
        reached_by: Option<Id>,
        /// How often copies that can be reached are destroyed.
        lost: Share = Share(1.0),
        /// Copies that cannot be changed cannot be destroyed.
        immutable: bool = false,
        /// The entry of `restore_lanes` that its restores share.
        lane: Option<Id>,
        /// Off-line copies, used when the first are lost. Without them a system whose copies are lost stays down.
        vault: Option<VaultEntry>,
    }
}
entry! {
    /// Off-line copies.
    pub struct VaultEntry {
        /// Hands-on time of a restore from them.
        restore: Dist,
        /// The share of restores that work.
        works: Share = Share(1.0),
        /// From one copy to the next.
        every: Option<Positive>,
        /// One of the copies is made then.
        at: Option<CopyTime>,
        /// How long a copy is kept; for ever, when not given.
        keep: Option<Positive>,
        /// The entry of `restore_lanes` that its restores share.
        lane: Option<Id>,
    }
}
entry! {
    /// Restores that can run at once: the copies cannot be read faster, however many people there are.
    pub struct LaneEntry {
        /// How many.
        at_once: u32,
    }
}
entry! {
    /// A service that is slow at first.
    pub struct CapacityEntry {
        /// The share of its capacity with which it counts as back.
        minimum: Share,
        /// How long from there to all of it.
        full_after: Dist,
    }
}
/// What a task isolates or reconnects: `true`, or a list of systems.
#[derive(Clone, Debug)]
pub enum CutEntry {
    /// The system that the task is done for.
    Own,
    /// These.
    These(Vec<Id>),
}
impl Read for CutEntry {
    fn read(node: &Node, problems: &mut Problems) -> Option<Self> {
        match &node.value {
            Value::Bool(true) => Some(CutEntry::Own),
            Value::List(_) => read::<Vec<Id>>(node, problems).map(CutEntry::These),
            _ => {
                mismatch(node, &Self::expected(), problems);
                None
            }
        }
    }
    fn expected() -> String {
        "`true` for the system that the task is done for, or a list of systems".into()
    }
}
