//! Laws of exposure: every finding is found, owned, late, accepted and remediated in an order that makes sense and by those who may, and what is
//! measured is what was told.

use std::collections::BTreeMap;
use std::sync::Mutex;

use firedrill::engine::time::{Instant, Span};
use firedrill::measures::Recorder;
use firedrill::model::exposure::Told as News;
use firedrill::model::fact::Fact;
use firedrill::model::ids::FindingNo;
use firedrill::model::plan::Plan;
use firedrill::play::Play;

use super::lab::plan_of;
use super::{SEED, for_all};

/// What has been told of one finding.
struct Row {
    due: Instant,
    owned: bool,
    overdue: Option<Instant>,
    exempt: Option<Option<Instant>>,
    asked: u32,
    remediated: bool,
}

#[test]
fn findings_are_owned_late_accepted_and_remediated_in_an_order_that_makes_sense_and_by_those_who_may() {
    let seen = Mutex::new([0_u64; 8]);
    for_all(|_, scenario| {
        let plan = plan_of(&scenario.text());
        if !plan.exposure.any() {
            return;
        }
        let mut play = Play::new(plan.clone());
        for replication in 0..2 {
            let (mut rows, mut recorder) = (BTreeMap::new(), Recorder::new(&plan));
            let (mut late, mut since) = (0_i64, plan.warm_up);
            let mut sum = 0_i64;
            play.reset(SEED, replication);
            let played = play.run(&mut |at, fact| {
                recorder.observe(at, fact);
                if let Fact::Exposure(news) = fact {
                    let until = at.clamp(plan.warm_up, plan.arrivals_end);
                    sum += late * (until.0 - since.0).max(0);
                    since = since.max(until);
                    late += follow(&plan, &mut rows, at, news, &mut seen.lock().unwrap());
                }
            });
            sum += late * (plan.arrivals_end.0 - since.0).max(0);
            recorder.finish(played.unwrap().end);
            let measured: i64 = recorder.year().exposure.by_severity.iter().map(|s| s.time_overdue.0).sum();
            assert_eq!(measured, sum, "the time overdue is what was told");
        }
    });
    let seen = seen.into_inner().unwrap();
    let only = std::env::var_os("SCENARIO").is_some();
    assert!(
        only || seen.iter().all(|times| *times > 0),
        "owned, assigned, overdue, in time, late, accepted, refused, came through: {seen:?}"
    );
}

/// Notes what is told; how many more findings are overdue now.
fn follow(plan: &Plan, rows: &mut BTreeMap<FindingNo, Row>, at: Instant, news: &News, seen: &mut [u64; 8]) -> i64 {
    let about = news.about();
    let source = &plan.exposure.sources[about.source as usize];
    let (_, owner) = source.systems.iter().find(|(system, _)| *system == about.system).expect("it is on one of the source's systems");
    if let News::Found { due, team, .. } = *news {
        assert_eq!(due, at + source.within(about.severity));
        assert_eq!(team, owner.filter(|o| !o.assigned).map(|o| o.team));
        seen[0] += u64::from(team.is_some());
        let row = Row { due, owned: team.is_some(), overdue: None, exempt: None, asked: 0, remediated: false };
        assert!(rows.insert(about.no, row).is_none(), "found once");
        return 0;
    }
    let row = rows.get_mut(&about.no).expect("it is found first");
    assert!(!row.remediated, "nothing becomes of what is remediated");
    let before = i64::from(row.overdue.is_some());
    match *news {
        News::Found { .. } => {}
        News::Assigned { team, by, .. } => {
            assert!(!row.owned && owner.is_some_and(|o| o.assigned && o.team == team));
            assert!(plan.services[source.service.unwrap().at()].owners.contains(&by));
            assert!(plan.hours[plan.people[by.at()].hours as usize].on_at(at), "at work");
            row.owned = true;
            seen[1] += 1;
        }
        News::Overdue { owned, .. } => {
            assert!(at == row.due && owned == row.owned && row.exempt.is_none());
            row.overdue = Some(at);
            seen[2] += 1;
        }
        News::Remediated { person, overdue, .. } => {
            let owner = owner.expect("somebody's");
            assert!(row.owned && plan.people[person.at()].team == owner.team);
            assert_eq!(overdue, row.overdue);
            (row.remediated, row.overdue) = (true, None);
            seen[if overdue.is_some() { 4 } else { 3 }] += 1;
        }
        News::Asked { .. } => {
            let law = source.exceptions.expect("exceptions are possible");
            assert!(row.owned && (row.asked > 0 || at >= row.due - law.before));
            row.asked += 1;
        }
        News::Accepted { by, until, overdue, .. } => {
            let law = source.exceptions.unwrap();
            let right = &plan.decisions[law.decision.at()];
            assert!(row.asked > 0 && right.holders.iter().chain(&right.delegates).any(|p| *p == by));
            assert_eq!(until, law.lasts.map(|lasts| at + lasts));
            assert_eq!(overdue, row.overdue);
            (row.exempt, row.overdue) = (Some(until), None);
            seen[5] += 1;
        }
        News::Refused { .. } => {
            assert!(row.asked > 0);
            seen[6] += 1;
        }
        News::Expired { overdue, .. } => {
            assert_eq!(row.exempt, Some(Some(at)));
            assert_eq!(overdue, at >= row.due + Span(1) || (overdue && at == row.due), "past its deadline or not");
            row.exempt = None;
            row.overdue = overdue.then_some(at);
        }
        News::CameThrough { late, .. } => {
            let from_found = plan.exposure.doors.iter().flatten().any(|door| door.from_found);
            assert!(late || from_found);
            assert!(if late { at >= row.due } else { at <= row.due });
            seen[7] += 1;
        }
    }
    i64::from(row.overdue.is_some()) - before
}
