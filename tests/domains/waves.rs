//! Incidents that come in waves: as many on average, more unevenly.

use crate::lab::{each, plan_of};

fn counts(waves: &str) -> Vec<f64> {
    let plan = plan_of(&format!(
        r#"(name: "waves", time_zone: "UTC", starts: "2026-01-05T00:00", warm_up: "2d", runs_for: "60d", horizon: "1h",
        rosters: {{"always": Always}}, teams: {{"ops": ()}}, people: {{"op": (team: "ops", roster: "always")}},
        playbooks: {{"p": (tasks: {{"do": (phase: Recover, takes: "1m")}})}},
        incidents: {{"i": (playbook: "p", rate_per_year: 365, severity: Low, reported: "0s", {waves})}})"#
    ));
    each(&plan, 3, 300, |outcomes| outcomes.len() as f64)
}
fn moments(counts: &[f64]) -> (f64, f64) {
    let n = counts.len() as f64;
    let mean = counts.iter().sum::<f64>() / n;
    (mean, counts.iter().map(|c| (c - mean) * (c - mean)).sum::<f64>() / (n - 1.0))
}

#[test]
fn waves_leave_the_mean_and_multiply_the_variance() {
    let (mean, variance) = moments(&counts(""));
    assert!((mean - 60.0).abs() < 4.0 * (60.0_f64 / 300.0).sqrt() && (variance / mean - 1.0).abs() < 0.35, "{mean} {variance}");
    // Waves of four on average: a variance of seven times the mean, for times long against the wave.
    let (mean, variance) = moments(&counts(r#"waves: (size: 4.0, within: "12h")"#));
    assert!((mean - 60.0).abs() < 4.0 * (7.0_f64 * 60.0 / 300.0).sqrt(), "{mean}");
    assert!((variance / mean / 7.0 - 1.0).abs() < 0.35, "{variance} for {mean}");
}
