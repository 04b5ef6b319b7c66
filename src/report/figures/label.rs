//! What a row of a figure is called: in one line where it fits, in two smaller ones where it does not, and only then cut.

use super::canvas::{Canvas, Ink, Side};
use super::short;
use crate::report::words::harmless;

/// So much smaller are words in two lines.
const SMALLER: f64 = 0.8;

/// Words beside a row whose middle is here, in letters of this size, of which so many fit into a line.
pub(super) fn beside(canvas: &mut Canvas, (x, middle): (f64, f64), side: Side, size: f64, fits: usize, text: &str) {
    let text = harmless(text);
    if text.chars().count() <= fits {
        canvas.text(x, middle, side, size, Ink::Text, &text);
        return;
    }
    let smaller = size * SMALLER;
    let [first, second] = halves(&text, (fits as f64 / SMALLER) as usize);
    canvas.text(x, middle - 0.56 * smaller, side, smaller, Ink::Text, &first);
    canvas.text(x, middle + 0.56 * smaller, side, smaller, Ink::Text, &second);
}

/// Two lines, parted behind a word, a step of a path or, where there is neither, a letter; the second is cut where it does not fit.
fn halves(text: &str, fits: usize) -> [String; 2] {
    let letters: Vec<char> = text.chars().collect();
    let behind = |at: &usize| matches!(letters[*at], ' ' | '.' | '/' | ',') || (letters[*at] == '-' && letters.get(at + 1) != Some(&' '));
    // Where it all fits into two lines they are of much the same length.
    let whole = letters.len() <= 2 * fits;
    let from = if whole { letters.len().saturating_sub(fits).max(letters.len() / 3) } else { fits / 2 };
    let middle = letters.len() / 2;
    let places = (from..fits.min(letters.len())).filter(behind);
    let at = if whole { places.min_by_key(|at| at.abs_diff(middle)) } else { places.max() };
    let at = at.map_or(fits.min(letters.len()), |at| at + 1);
    let [first, second] = [&letters[..at], &letters[at..]].map(|part| part.iter().collect::<String>().trim().to_owned());
    [first, short(&second, fits)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_has_two_lines_parted_where_it_reads_well() {
        let parted = |text: &str| halves(text, 42);
        assert_eq!(
            parted("1. Teach Policy engineer the runbook \"restore-policy-admin\""),
            ["1. Teach Policy engineer the", "runbook \"restore-policy-admin\""]
        );
        assert_eq!(parted("teams.it-leadership.reach.off_duty.at_night"), ["teams.it-leadership.", "reach.off_duty.at_night"]);
        assert_eq!(parted(&"n".repeat(50)), ["n".repeat(42), "n".repeat(8)]);
        let [first, second] = parted(&"word ".repeat(40));
        assert!(first.chars().count() <= 42 && second.chars().count() <= 42 && second.ends_with('…'), "{first} / {second}");
    }
}
