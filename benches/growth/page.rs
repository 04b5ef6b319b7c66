//! The page with all curves.

use std::fmt::Write as _;

use super::curves::Curve;
use super::{Point, exponent, plot};

pub fn write(measured: &[(&Curve, Vec<Point>)]) {
    let mut text = String::from(
        "# How time and memory grow\n\nWritten by `just growth`: each point is a process of its own, the median of several interleaved rounds; the exponent b is that of y = a x^b by least squares on logarithms. \
         0 is flat, 1 in proportion. Times of a shared machine mean little by themselves; the shapes count.\n\n| against | time (of) | exponent | memory | exponent |\n| --- | --- | --- | --- | --- |\n",
    );
    for (curve, points) in measured {
        let range = |of: fn(&Point) -> f64| {
            let (first, last) = (points.first().map_or(f64::NAN, of), points.last().map_or(f64::NAN, of));
            format!("{} to {}", short(first), short(last))
        };
        let fitted = |of: fn(&Point) -> f64| exponent(&points.iter().map(|p| (p.x, of(p))).collect::<Vec<_>>());
        let _ = writeln!(
            text,
            "| {}, {} | {} s ({}) | {:.2} | {} MB | {:.2} |",
            curve.what,
            range(|p| p.x),
            range(|p| p.seconds),
            curve.seconds_of,
            fitted(|p| p.seconds),
            range(|p| p.megabytes),
            fitted(|p| p.megabytes)
        );
    }
    for (curve, points) in measured {
        let _ = writeln!(text, "\n## {}\n\n![{}]({}.svg)\n", capital(curve.name), curve.what, curve.name);
        let _ = writeln!(text, "| {} | seconds of {} | MB |\n| --- | --- | --- |", curve.what, curve.seconds_of);
        for point in points {
            let _ = writeln!(text, "| {} | {} | {:.1} |", point.x, short(point.seconds), point.megabytes);
        }
    }
    std::fs::write(plot::folder().join("README.md"), &text).unwrap();
    println!("{text}");
}

fn short(value: f64) -> String {
    if value >= 100.0 || value.fract() == 0.0 {
        format!("{value:.0}")
    } else if value >= 1.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.4}")
    }
}
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
