//! No figure has a false mark, whatever it is given.

use std::collections::BTreeMap;

use super::canvas::{Canvas, Ink, Side};
use super::exceedance::{Curve, Mark};
use super::*;

fn curve(label: &str, values: impl IntoIterator<Item = f64>) -> Curve {
    Curve { label: label.to_owned(), values: Values::of(values) }
}
fn exceedance(curves: &[Curve]) -> Option<Figure> {
    let marks = [Mark { label: "RTO".to_owned(), at: 3600.0, ink: Ink::Rto }];
    exceedance::of("x", "How often", String::new(), curves, &marks, 86_400.0)
}

/// The points of the lines of one colour.
fn points(svg: &str, stroke: &str) -> Vec<(f64, f64)> {
    let lines = svg.lines().filter(|line| line.starts_with("<polyline") && line.contains(stroke));
    let last = lines.filter_map(|line| line.split("points=\"").nth(1)?.split('"').next()).max_by_key(|points| points.len());
    let numbers = last.unwrap_or("").split_whitespace();
    numbers.filter_map(|pair| pair.split_once(',')).map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).collect()
}

fn well_formed(figure: &Figure) {
    let svg = &figure.svg;
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"), "{svg}");
    for needed in ["role=\"img\"", "<title id=", "<desc id=", "viewBox="] {
        assert_eq!(svg.matches(needed).count(), 1, "{needed}");
    }
    assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{svg}");
    assert!(svg.len() < 300_000, "{} bytes", svg.len());
    assert!(figure.table.rows.iter().all(|row| row.len() == figure.table.head.len()), "{:?}", figure.table);
}

#[test]
fn of_nothing_there_is_no_figure() {
    assert_eq!(exceedance(&[]), None);
    assert_eq!(exceedance(&[curve("a", [])]), None);
    assert_eq!(exceedance(&[curve("a", [f64::NAN])]), None);
    assert_eq!(spread::of("x", "t", String::new(), &[curve("a", [f64::INFINITY])]), None);
    assert_eq!(convergence::of("x", "t", "w", &[f64::NAN; 40]), None);
    assert_eq!(convergence::of("x", "t", "w", &[1.0; 19]), None);
    assert_eq!(ledger::of_one("x", "t", String::new(), &ledger::Bar { label: String::new(), parts: BTreeMap::new() }), None);
    assert_eq!(estate::of("x", "t", &[]), None);
    let up = estate::Node { name: "db".to_owned(), needs: vec![], down: 0.0, typically: None, hit: false };
    assert_eq!(estate::of_play("x", "t", &[up]), None);
    assert_eq!(duty::of("x", "t", &[]), None);
    assert_eq!(money::of("x", "t", "risk", &[]), None);
    assert_eq!(differences::of("x", "t", String::new(), &[]), None);
}

#[test]
fn what_is_no_number_leaves_no_mark_and_what_was_not_reached_stays_above() {
    let clean = exceedance(&[curve("a", [1800.0, 7200.0])]).unwrap();
    let dirty = exceedance(&[curve("a", [1800.0, f64::NAN, 7200.0, f64::NEG_INFINITY])]).unwrap();
    assert_eq!(points(&clean.svg, "#0072B2"), points(&dirty.svg, "#0072B2"));
    assert!(dirty.svg.contains("2 values are no numbers"));
    let open = exceedance(&[curve("a", [1800.0, f64::INFINITY])]).unwrap();
    let last = *points(&open.svg, "#0072B2").last().unwrap();
    assert_eq!(last, (1170.0, 312.0), "half of them is not back at the right end");
    for figure in [clean, dirty, open] {
        well_formed(&figure);
    }
}

#[test]
fn one_value_and_equal_values_are_a_single_step() {
    for values in [vec![7200.0], vec![7200.0; 500]] {
        let figure = exceedance(&[curve("a", values)]).unwrap();
        well_formed(&figure);
        let points = points(&figure.svg, "#0072B2");
        let heights: Vec<f64> = points.iter().map(|(_, y)| *y).collect();
        assert_eq!((heights[0], *heights.last().unwrap()), (64.0, 560.0));
        let mut distinct = heights.clone();
        distinct.dedup();
        assert_eq!(distinct, [64.0, 560.0], "from all to none at once");
    }
    well_formed(&spread::of("x", "t", String::new(), &[curve("a", [0.0, 0.0]), curve("b", [60.0])]).unwrap());
    well_formed(&convergence::of("x", "t", "w", &[5.0; 20]).unwrap());
}

#[test]
fn a_million_points_are_drawn_in_little_room() {
    let many = || (0..1_000_000_u64).map(|k| (k.wrapping_mul(2_654_435_761) % 1_000_003) as f64);
    let curves = [curve("a", many()), curve("b", many().map(|v| v * 1.4))];
    well_formed(&exceedance(&curves).unwrap());
    well_formed(&spread::of("x", "t", String::new(), &curves).unwrap());
    let mut canvas = Canvas::new(1200, 600);
    canvas.line(&many().enumerate().map(|(k, v)| (k as f64 * 0.0012, v * 0.0006)).collect::<Vec<_>>(), Ink::Text, 1);
    let svg = canvas.finish("x", "t", "d");
    assert!(svg.len() < 300_000, "{} bytes", svg.len());
}

#[test]
fn a_line_is_broken_where_there_is_no_value() {
    let mut canvas = Canvas::new(100, 100);
    canvas.line(&[(0.0, 0.0), (10.0, 10.0), (20.0, f64::NAN), (30.0, 10.0), (40.0, 0.0), (50.0, f64::INFINITY)], Ink::Text, 1);
    canvas.rect(f64::NAN, 0.0, 1.0, 1.0, Ink::Text);
    canvas.dot(1.0, f64::INFINITY, 4, Ink::Text);
    canvas.text(f64::NAN, 1.0, Side::Start, 20.0, Ink::Text, "nowhere");
    let svg = canvas.finish("x", "t", "d");
    assert_eq!(svg.matches("<polyline").count(), 2, "{svg}");
    assert_eq!(svg.matches("<rect").count(), 1, "the ground only: {svg}");
    assert!(!svg.contains("nowhere") && !svg.contains("<circle"), "{svg}");
}

#[test]
fn hostile_names_are_only_words() {
    let hostile = "</desc></svg><script>alert(1)</script><img src=x onerror=\"alert(1)\">\u{202e}&'";
    let long = "m".repeat(200);
    let rows = [hostile, long.as_str()].map(|name| duty::Row { name: name.to_owned(), hours: vec![1; 168], on_call: vec![true; 168] });
    let nodes = [hostile, long.as_str()].map(|name| estate::Node {
        name: name.to_owned(),
        needs: vec![0],
        down: 0.5,
        typically: Some(60.0),
        hit: true,
    });
    let dots = [hostile, long.as_str()].map(|name| money::Dot { label: name.to_owned(), cost: 1.0, risk: 60.0 });
    let bars =
        [hostile, long.as_str()].map(|name| ledger::Bar { label: name.to_owned(), parts: BTreeMap::from([("working".to_owned(), 60.0)]) });
    let all = [
        duty::of("x", hostile, &rows),
        estate::of("x", hostile, &nodes),
        estate::of_play("x", hostile, &nodes),
        money::of("x", hostile, "risk", &dots),
        ledger::of_several("x", hostile, String::new(), &bars),
        exceedance(&[curve(hostile, [1.0, 2.0]), curve(&long, [1.0, 2.0])]),
    ];
    for figure in all.into_iter().flatten() {
        well_formed(&figure);
        assert!(!figure.svg.contains("<script") && !figure.svg.contains("<img") && !figure.svg.contains('\u{202e}'), "{}", figure.svg);
        assert_eq!(figure.svg.matches("</svg>").count(), 1);
        let texts = figure.svg.split("<text ").skip(1).filter_map(|text| text.split('>').nth(1)?.split('<').next());
        assert!(texts.into_iter().all(|text| text.trim().chars().count() < 130), "words that are too long to be drawn are shortened");
    }
}

#[test]
fn the_map_of_one_play_tells_what_was_hit_from_what_went_with_it() {
    let node = |name: &str, needs: Vec<usize>, down: f64, typically: Option<f64>, hit: bool| estate::Node {
        name: name.to_owned(),
        needs,
        down,
        typically,
        hit,
    };
    let nodes = [
        node("core-db", vec![], 1.0, Some(7200.0), true),
        node("policy-admin", vec![0], 1.0, None, false),
        node("mail", vec![], 0.0, None, false),
    ];
    let figure = estate::of_play("x", "t", &nodes).unwrap();
    well_formed(&figure);
    assert_eq!(
        figure.caption,
        "Hit: core-db; 1 more went down with what they need; policy-admin is not back by the horizon. 1 of 3 systems stay up."
    );
    let rows: Vec<&[String]> = figure.table.rows.iter().map(Vec::as_slice).collect();
    assert_eq!(rows, [["core-db", "hit", "2 h", ""], ["policy-admin", "down with what it needs", "not back", "core-db"]]);
}

#[test]
fn who_is_on_call_is_seen_where_nobody_is_on_shift() {
    let office: Vec<usize> = (0..168).map(|hour| usize::from(hour < 120 && (8..17).contains(&(hour % 24)))).collect();
    let row = |on_call: Vec<bool>| duty::Row { name: "infrastructure".to_owned(), hours: office.clone(), on_call };
    let without = duty::of("x", "t", &[row(vec![false; 168])]).unwrap();
    let with = duty::of("x", "t", &[row(vec![true; 168])]).unwrap();
    for figure in [&without, &with] {
        well_formed(figure);
    }
    assert_eq!((without.table.rows[0][2].as_str(), with.table.rows[0][2].as_str()), ("123", "0"));
    assert!(with.svg.contains("somebody is on call") && !without.svg.contains("on call<"), "{}", without.svg);
    assert!(with.caption.ends_with("0 of 1 teams have anybody on shift, and 1 more somebody on call."), "{}", with.caption);
}
