//! Which telemetry may see which incident, and incidents that nobody would ever notice.

use super::Threats;
use crate::model::ids::{KindId, SensorId, SystemId};
use crate::model::incident::build::exposure::{can_hit, first_hits, goes_down};
use crate::model::incident::entry::IncidentEntry;
use crate::model::names::sorted;
use crate::model::plan::Sensor;
use crate::text::{Dict, Problems};

/// Enters with each kind of incident the telemetry that may see it; reports incidents that nobody would notice, and attacks on nothing. `begun`
/// tells of kinds that are noticed by what begins them: an alert among many, a change that failed.
pub(super) fn sensors(
    threats: &mut Threats,
    sensors: &[Sensor],
    entries: &Dict<IncidentEntry>,
    begun: &dyn Fn(KindId) -> bool,
    problems: &mut Problems,
) {
    for (index, (id, entry)) in sorted(entries).into_iter().enumerate() {
        let kind = KindId(index as u32);
        let first = first_hits(kind, &threats.kinds, &threats.systems);
        if let (Some(attack), true) = (&entry.attack, first.is_empty()) {
            let problem = problems.at(attack.place, format!("the attack of `{id}` hits nothing"), "`hits` or `hits_one_of` is missing");
            problem.help("hits: [\"…\"] names the systems on which it begins");
            continue;
        }
        let hit = can_hit(kind, &threats.kinds, &threats.attacks, &threats.systems);
        let down = goes_down(&hit, &threats.systems);
        let stages = threats.kinds[index].attack.and_then(|a| threats.attacks.get(a.at())).map_or(&[][..], |a| &a.stages);
        let sees = |sensor: &Sensor| {
            let on_stage = |at: usize, name: &String| {
                sensor.stages.contains(name)
                    && if at + 1 == stages.len() { watches(sensor, &hit) } else { first.iter().any(|s| watches_one(sensor, *s)) }
            };
            let outage = sensor.stages.is_empty() && watches(sensor, &down);
            sensor.sees > 0.0 && (outage || stages.iter().enumerate().any(|(at, (name, ..))| on_stage(at, name)))
        };
        let all: Vec<SensorId> = (0..).map(SensorId).zip(sensors).filter(|(_, s)| sees(s)).map(|(id, _)| id).collect();
        let users = threats.systems.iter().zip(&down).any(|(s, down)| *down && s.users.as_ref().is_some_and(|u| u.call > 0.0));
        if all.is_empty() && !users && entry.reported.is_none() && !begun(kind) {
            let label = match first.as_slice() {
                [] => "it hits no system, so that no telemetry and no users can see it".to_string(),
                _ => "no telemetry watches what it hits, and no users call".to_string(),
            };
            let problem = problems.at(id.place, format!("nobody would ever notice `{id}`"), label);
            problem.help("add reported: Fixed(\"10m\") to it, telemetry that watches its systems, or `users` to them");
        }
        threats.kinds[index].sensors = all;
    }
}

fn watches(sensor: &Sensor, systems: &[bool]) -> bool {
    sensor.watches.iter().zip(systems).any(|(watched, there)| *watched && *there)
}

fn watches_one(sensor: &Sensor, system: SystemId) -> bool {
    sensor.watches.get(system.at()).copied().unwrap_or(false)
}
