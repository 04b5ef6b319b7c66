//! Luck and not knowing, apart, as a planner reads it.

use super::{Sweep, WIDTH, figure};
use crate::report::measured;
use crate::report::sweep::{BandSummary, NotKnowing};
use crate::report::words::{capital, harmless, wrap};

/// What is beyond the horizon in some draws.
fn or_more(sweep: &Sweep, value: Option<f64>) -> String {
    if value.is_none() { sweep.none().to_owned() } else { figure(sweep, value) }
}

/// Both levels in one sentence.
pub(in crate::report) fn answer(sweep: &Sweep, known: &NotKnowing) -> String {
    let name = harmless(&measured::name(&sweep.measure));
    let of = |band: &BandSummary| {
        let by_luck = or_more(sweep, band.as_it_is);
        let (low, high) = (or_more(sweep, band.low), or_more(sweep, band.high));
        if low == high {
            format!("{by_luck} by luck, whatever the values that nobody knows")
        } else {
            format!("{by_luck} by luck, and between {low} and {high} depending on what nobody knows")
        }
    };
    format!("{}: typically {}; 1 in 10 is more than {}.", capital(&name), of(&known.p50), of(&known.p90))
}

/// The table of both levels.
pub(super) fn of(sweep: &Sweep, known: &NotKnowing) -> String {
    let inputs = match known.inputs.len() {
        1 => "the one input".to_owned(),
        many => format!("all {many} inputs at once"),
    };
    let mut text = format!(
        "\nLuck and not knowing, apart: {} draws of {inputs}\n{:<26}{:>14}{:>30}{:>13}{:>13}\n",
        known.draws, "", "as written", "9 draws in 10 lie between", "least", "most"
    );
    for (label, band) in
        [("1 in 10 is less than", &known.p10), ("typical", &known.p50), ("on average", &known.mean), ("1 in 10 is more than", &known.p90)]
    {
        let shown =
            |value: Option<f64>| if value.is_none() && sweep.as_it_is.count > 0 { "> horizon".to_owned() } else { figure(sweep, value) };
        let between = format!("{} and {}", shown(band.low), shown(band.high));
        text.push_str(&format!("{label:<26}{:>14}{between:>30}{:>13}{:>13}\n", shown(band.as_it_is), shown(band.least), shown(band.most)));
    }
    let words = match known.share_of_variance {
        Some(share) => format!(
            "From line to line is luck, along a line is not knowing: {:.0} % of all variance. More plays narrow neither; better estimates narrow the second.",
            share * 100.0
        ),
        None => "From line to line is luck, along a line is not knowing.".to_owned(),
    };
    text + &wrap(&words, WIDTH).join("\n") + "\n"
}
