//! What the plan promises.

use crate::engine::time::Span;
use crate::model::ids::{NoticeId, SystemId};
use crate::model::names::{Names, sorted};
use crate::model::plan::{self, Statistic, Target};
use crate::scenario::entry::{Milestone, Quantile, TargetEntry};
use crate::text::{Dict, Problems};

/// Builds the targets.
pub fn targets(entries: &Dict<TargetEntry>, names: &Names, problems: &mut Problems) -> Vec<Target> {
    let mut all = Vec::new();
    for (id, entry) in sorted(entries) {
        let (statistic, of) = match &entry.measure {
            Quantile::P50(of) => (Statistic::Quantile(0.5), of),
            Quantile::P90(of) => (Statistic::Quantile(0.9), of),
            Quantile::P95(of) => (Statistic::Quantile(0.95), of),
            Quantile::P99(of) => (Statistic::Quantile(0.99), of),
            Quantile::Mean(of) => (Statistic::Mean, of),
        };
        let of = match of {
            Milestone::Detected => plan::Milestone::Detected,
            Milestone::Acknowledged => plan::Milestone::Acknowledged,
            Milestone::Escalated => plan::Milestone::Escalated,
            Milestone::Contained => plan::Milestone::Contained,
            Milestone::Recovered => plan::Milestone::Recovered,
            Milestone::SystemBack(system) => match names.systems.find_one(system, problems) {
                Some(system) => plan::Milestone::SystemBack(SystemId(system)),
                None => continue,
            },
            Milestone::Undetermined(notice) | Milestone::Notified(notice) | Milestone::Lateness(notice) => {
                let Some(number) = names.notices.find(notice, problems).map(NoticeId) else { continue };
                match of {
                    Milestone::Undetermined(_) => plan::Milestone::Undetermined(number),
                    Milestone::Notified(_) => plan::Milestone::Notified(number),
                    _ => plan::Milestone::Lateness(number),
                }
            }
        };
        if entry.at_most == Span(0) && !matches!(of, plan::Milestone::Lateness(_)) {
            let place = names.place(&["targets", id, "at_most"]);
            problems.at(place, "this must be longer than nothing", "more than 0").help("for example \"4h\"");
        }
        if entry.baseline == Some(Span(0)) && !matches!(of, plan::Milestone::Lateness(_)) {
            let place = names.place(&["targets", id, "baseline"]);
            problems.at(place, "this must be longer than nothing", "what it came to when the target was set").help("for example \"31h\"");
        }
        if entry.owner.as_ref().is_some_and(|owner| owner.trim().is_empty()) {
            let problem = problems.at(names.place(&["targets", id, "owner"]), "`owner` is empty", "nothing stands between the quotes");
            problem.help("leave `owner` out where nobody answers for it");
        }
        all.push(Target {
            id: id.text.clone(),
            statistic,
            of,
            at_most: entry.at_most,
            owner: entry.owner.clone(),
            baseline: entry.baseline,
            review: entry.review.map(|review| review.civil),
        });
    }
    all
}
