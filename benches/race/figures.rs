//! What was measured beside what is asked.

/// What is asked of a figure.
#[derive(Copy, Clone)]
pub enum Asked {
    /// No more than the first; the second is the aim.
    AtMost(f64, f64),
    /// No less than the first; the second is the aim.
    AtLeast(f64, f64),
    /// Nothing; it is shown.
    Nothing,
}

struct Figure {
    text: String,
    value: f64,
    unit: &'static str,
    asked: Asked,
}

/// All of them, in the order in which they were measured.
#[derive(Default)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// Says it at once, and keeps it for the table. `text` is what was measured, such as "pipeline against the hand-written loop".
    pub fn add(&mut self, text: impl Into<String>, value: f64, unit: &'static str, asked: Asked) {
        self.0.push(Figure { text: text.into(), value, unit, asked });
    }

    pub fn print(&self) {
        println!("\n{:<66} {:>14} {:>12} {:>10}", "what", "measured", "asked", "aim");
        for figure in &self.0 {
            let (asked, aim, verdict) = match figure.asked {
                Asked::AtMost(most, aim) => (format!("<= {most}"), format!("{aim}"), if figure.value <= most { "" } else { "  MISSED" }),
                Asked::AtLeast(least, aim) => {
                    (format!(">= {least}"), format!("{aim}"), if figure.value >= least { "" } else { "  MISSED" })
                }
                Asked::Nothing => (String::new(), String::new(), ""),
            };
            let measured = format!("{} {}", rounded(figure.value), figure.unit);
            println!("{:<66} {measured:>14} {asked:>12} {aim:>10}{verdict}", figure.text);
        }
    }
}

fn rounded(value: f64) -> String {
    match value.abs() {
        big if big >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        small if small >= 0.1 => format!("{value:.2}"),
        _ => format!("{value:.4}"),
    }
}

pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => sorted[n / 2],
        n => 0.5 * (sorted[n / 2 - 1] + sorted[n / 2]),
    }
}
/// The median of the ratios within a round.
pub fn ratio(ours: &[f64], theirs: &[f64]) -> f64 {
    median(&ours.iter().zip(theirs).map(|(a, b)| a / b).collect::<Vec<_>>())
}
