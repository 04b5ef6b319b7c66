//! A curve as a picture: time on the left, memory on the right, both scales logarithmic.

use std::path::PathBuf;

use plotters::coord::Shift;
use plotters::prelude::*;

use super::Point;
use super::curves::Curve;

pub fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/growth")
}

pub fn draw(curve: &Curve, points: &[Point]) {
    let path = folder().join(format!("{}.svg", curve.name));
    let area = SVGBackend::new(&path, (860, 320)).into_drawing_area();
    area.fill(&WHITE).unwrap();
    let halves = area.split_evenly((1, 2));
    let times: Vec<(f64, f64)> = points.iter().map(|p| (p.x, p.seconds)).collect();
    let memory: Vec<(f64, f64)> = points.iter().map(|p| (p.x, p.megabytes)).collect();
    half(&halves[0], &format!("seconds of {}", curve.seconds_of), curve.what, &times);
    half(&halves[1], "peak memory, MB", curve.what, &memory);
    area.present().unwrap();
}

fn half(area: &DrawingArea<SVGBackend, Shift>, title: &str, below: &str, points: &[(f64, f64)]) {
    let least = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(0.0, f64::max);
    let (x, y) = (|p: &(f64, f64)| p.0, |p: &(f64, f64)| p.1);
    // A decade around what is nearly flat, so that noise does not look like growth.
    let (low, high) = (least(y) / 3.0, most(y) * 3.0);
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 15))
        .margin(10)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d((least(x) / 1.3..most(x) * 1.3).log_scale(), (low..high).log_scale())
        .unwrap();
    chart
        .configure_mesh()
        .x_desc(below)
        .axis_desc_style(("sans-serif", 11))
        .label_style(("sans-serif", 10))
        .x_label_formatter(&|x| label(*x))
        .y_label_formatter(&|y| label(*y))
        .light_line_style(TRANSPARENT)
        .bold_line_style(RGBColor(225, 225, 225))
        .draw()
        .unwrap();
    chart.draw_series(LineSeries::new(points.iter().copied(), &BLUE)).unwrap();
    chart.draw_series(points.iter().map(|p| Circle::new(*p, 3, BLUE.filled()))).unwrap();
}

/// A number beside an axis: only 1, 2 and 5 of each decade have one.
fn label(value: f64) -> String {
    let decade = 10_f64.powi(value.log10().floor() as i32);
    let digit = value / decade;
    if ![1.0, 2.0, 5.0, 10.0].iter().any(|round: &f64| (digit / round - 1.0).abs() < 0.01) {
        return String::new();
    }
    let places = (-value.log10().floor()).max(0.0) as usize;
    format!("{value:.places$}")
}
