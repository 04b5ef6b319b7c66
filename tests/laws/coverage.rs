//! Coverage: what a calendar does not show is nothing where everybody is entitled, and never less than nothing.

use std::sync::Mutex;

use firedrill::engine::time::Span;
use firedrill::model::plan::Plan;
use firedrill::scenario::finding::week::Weeks;
use firedrill::study::coverage::gap::Gap;
use firedrill::study::coverage::need::{self, Cause, Need, Sort};
use firedrill::study::coverage::presence::Presence;

use crate::for_all;
use crate::lab::plan_of;

fn gaps(plan: &Plan) -> Vec<(Need, Gap)> {
    let weeks = Weeks::first(plan, 3);
    let presence = Presence::of(plan, &weeks, Span::days(1));
    need::needs(plan).into_iter().map(|need| (need.clone(), Gap::of(plan, &need, &presence, &weeks))).collect()
}

#[test]
fn with_everybody_entitled_the_effective_gap_is_that_of_the_calendar() {
    let (needs, open, hidden) = (Mutex::new(0), Mutex::new(0), Mutex::new(0));
    for_all(|_, scenario| {
        for (need, gap) in gaps(&plan_of(&scenario.able().text())) {
            *needs.lock().unwrap() += 1;
            *open.lock().unwrap() += u32::from(gap.calendar() > 0.0);
            // Whom a policy pages need not be of a team that does the work, however much they can.
            if need.sort != Sort::Policy {
                assert_eq!(gap.effective(), gap.calendar(), "{} {}: {:?}", need.sort.name(), need.name, gap.by_cause);
            }
        }
        for (need, gap) in gaps(&plan_of(&scenario.text())) {
            *hidden.lock().unwrap() += u32::from(gap.effective() > gap.calendar());
            assert!(gap.effective() < 168.5 && Cause::ALL.iter().all(|c| gap.by_cause[*c as usize] >= 0.0), "{}: {gap:?}", need.name);
            let by_hour: f64 = gap.covered.iter().sum();
            // Three weeks may hold an hour more or less, by daylight saving.
            assert!((by_hour + gap.effective() - 168.0).abs() < 1.5, "{}: {by_hour} covered, {} not", need.name, gap.effective());
        }
    });
    if std::env::var_os("SCENARIO").is_none() {
        assert!(*needs.lock().unwrap() > 1_000);
        assert!(*open.lock().unwrap() > 100 && *hidden.lock().unwrap() > 100, "{open:?} {hidden:?}");
    }
}
