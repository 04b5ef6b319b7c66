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

/// All figures of studies but runs, of rows that have this value and band each.
fn of_studies(label: &str, values: &[f64], band: [f64; 2]) -> Vec<Option<Figure>> {
    let ends = band.map(Some);
    let caption = || "It says something.".to_owned();
    let change = |value: &f64| lollipops::Row { label: label.to_owned(), value: *value, low: ends[0], high: ends[1] };
    let look = lollipops::Look { unit: unit::Unit::Time, nothing: "no change", change: "longer by", more_is_worse: true };
    let bar =
        |value: &f64| bars::Row { label: label.to_owned(), value: *value, band: Some(band), words: Some(label.to_owned()), chosen: true };
    let held = |value: &f64| holders::Row { label: label.to_owned(), holders: *value as usize, takes: 1 };
    let cell = |value: &f64| week::Cell { shade: week::shade(&[60.0], *value), brief: label.to_owned(), words: label.to_owned() };
    let cells: Vec<Option<week::Cell>> = values.iter().map(cell).map(Some).chain(std::iter::repeat(None)).take(168).collect();
    let open = |value: &f64| strips::Row { label: label.to_owned(), open: vec![(*value, Some(0)); 168], hours: *value };
    let cause = strips::Cause { letter: 'N', words: label.to_owned() };
    let range = |value: &f64| ranges::Row { label: label.to_owned(), half: Some(*value), nine: Some(value + 1.0), worst: None };
    let dot = |value: &f64| front::Dot {
        label: label.to_owned(),
        cost: *value,
        risk: 0.5,
        band: ends,
        standing: front::Standing::Open,
        front: true,
        chosen: true,
    };
    let end = |value: f64| tornado::End { input: label.to_owned(), value };
    let input = |value: &f64| tornado::Row { label: label.to_owned(), least: end(-value), most: end(*value) };
    let point = |value: &f64| response::Point { input: label.to_owned(), mean: *value, band, bad: *value };
    // What is drawn as a dot for each is not asked for a million of them by anything.
    let few = &values[..values.len().min(400)];
    vec![
        lollipops::of("a", label, caption(), &look, &values.iter().map(change).collect::<Vec<_>>()),
        bars::of("b", label, caption(), unit::Unit::Number, ["", "value", "band"], &values.iter().map(bar).collect::<Vec<_>>()),
        holders::of("c", label, caption(), &values.iter().filter(|v| v.is_finite()).map(held).collect::<Vec<_>>()),
        week::of("d", label, caption(), label, &cells, &vec![label.to_owned(); 5]),
        strips::of("e", label, caption(), &[cause], &few.iter().map(open).collect::<Vec<_>>()),
        ranges::of("f", label, caption(), 604_800.0, &values.iter().map(range).collect::<Vec<_>>()),
        front::of("g", label, caption(), &values.iter().map(dot).collect::<Vec<_>>()),
        tornado::of("h", label, caption(), unit::Unit::Money, 0.5, &values.iter().map(input).collect::<Vec<_>>()),
        response::of("i", label, caption(), unit::Unit::Share, 0.5, &values.iter().map(point).collect::<Vec<_>>()),
    ]
}

#[test]
fn figures_of_studies_draw_no_value_that_is_none() {
    assert!(of_studies("x", &[], [0.0, 1.0]).iter().all(Option::is_none));
    for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let figures = of_studies("x", &[none, none], [none, none]);
        // A cell of the week says itself what it has; the darkest is beyond the horizon.
        for (at, figure) in figures.iter().enumerate().filter(|(at, _)| *at != 3) {
            assert!(figure.is_none(), "{at}: {none}");
        }
        let mixed = of_studies("x", &[1.0, none, 2.0], [none, none]);
        let clean = of_studies("x", &[1.0, 2.0], [none, none]);
        for (at, (mixed, clean)) in mixed.iter().zip(&clean).enumerate().filter(|(at, _)| *at != 3) {
            assert_eq!(mixed.as_ref().map(|f| &f.svg), clean.as_ref().map(|f| &f.svg), "{at}: {none}");
        }
        mixed.iter().chain(&clean).flatten().for_each(well_formed);
    }
}

#[test]
fn figures_of_studies_take_one_value_equal_ones_and_a_million() {
    for values in [vec![1.0], vec![1.0; 30], vec![0.0; 30], vec![1e300, -1e300]] {
        of_studies("x", &values, [0.0, 1.0]).iter().flatten().for_each(well_formed);
    }
    let many: Vec<f64> = (0..1_000_000_u64).map(|k| (k.wrapping_mul(2_654_435_761) % 1_000_003) as f64).collect();
    of_studies("x", &many, [0.0, 1.0]).iter().flatten().for_each(well_formed);
}

#[test]
fn figures_of_studies_take_any_name() {
    let hostile = "</desc></svg><script>alert(1)</script><img src=x onerror=\"alert(1)\">\u{202e}&'";
    for name in [hostile, "m".repeat(200).as_str(), "", "שלום"] {
        for figure in of_studies(name, &[1.0, 2.0, 3.0], [0.0, 1.0]).iter().flatten() {
            well_formed(figure);
            assert!(!figure.svg.contains("<script") && !figure.svg.contains("<img") && !figure.svg.contains('\u{202e}'), "{}", figure.svg);
            assert_eq!(figure.svg.matches("</svg>").count(), 1);
            let texts = figure.svg.split("<text ").skip(1).filter_map(|text| text.split('>').nth(1)?.split('<').next());
            assert!(texts.into_iter().all(|text| text.trim().chars().count() < 130), "words that are too long to be drawn are shortened");
        }
    }
}

#[test]
fn a_change_that_cannot_be_told_is_a_ring_and_one_that_can_is_none() {
    let row = |low: f64| lollipops::Row { label: "a".to_owned(), value: 3600.0, low: Some(low), high: Some(7200.0) };
    let look = lollipops::Look { unit: unit::Unit::Time, nothing: "no change", change: "longer by", more_is_worse: true };
    let circles = |low: f64| lollipops::of("x", "t", String::new(), &look, &[row(low)]).unwrap().svg.matches("<circle").count();
    assert_eq!((circles(600.0), circles(-600.0)), (1, 2));
}

#[test]
fn bars_that_differ_little_are_marked_by_how_far_they_are_from_how_it_is() {
    let end = |input: &str, value: f64| tornado::End { input: input.to_owned(), value };
    let day = 86_400.0;
    let row = tornado::Row { label: "a".to_owned(), least: end("15 min", 10.5 * day), most: end("2 h", 10.5 * day + 170.0) };
    let figure = tornado::of("x", "t", String::new(), unit::Unit::Time, 10.5 * day, &[row]).unwrap();
    well_formed(&figure);
    assert!(figure.svg.contains("\n+1 min\n") && !figure.svg.contains("\n10.5 d\n"), "{}", figure.svg);
    assert_eq!(figure.table.rows[0][2], "10.5 d (as it is)");
    assert_eq!(figure.table.rows[0][4], "10.5 d (+2 min 50 s)");
}

#[test]
fn the_dots_of_a_front_have_their_names_as_far_as_they_find_room() {
    let dot = |label: &str, cost: f64, front: bool| front::Dot {
        label: label.to_owned(),
        cost,
        risk: 0.5,
        band: [None, None],
        standing: front::Standing::Missed,
        front,
        chosen: false,
    };
    let apart = front::of("x", "t", String::new(), &[dot("lean", 1.0, true), dot("costly", 9.0, false)]).unwrap();
    assert!(apart.svg.contains("\nlean\n") && apart.svg.contains("\ncostly\n"), "{}", apart.svg);
    let twin = |k: usize| dot(&format!("twin {k}"), 1.0, true);
    let upon = front::of("x", "t", String::new(), &[twin(1), twin(2), twin(3), twin(4), twin(5), dot("costly", 9.0, true)]).unwrap();
    assert!(upon.svg.contains("\ntwin 1\n") && !upon.svg.contains("\ntwin 5\n") && upon.svg.contains("\ncostly\n"), "{}", upon.svg);
    // A name does not lie on the mark of another: "fully managed" is a little cheaper and a little safer than "as it is".
    let near = |label: &str, cost: f64, risk: f64| front::Dot { risk, ..dot(label, cost, true) };
    let all = [near("fully managed", 11.60, 0.46), near("as it is", 11.63, 0.51), near("co-managed", 12.41, 0.43)];
    let figure = front::of("x", "t", String::new(), &all).unwrap();
    let place = |name: &str| {
        let before = figure.svg.split(&format!("\n{name}\n")).next().and_then(|before| before.rsplit("<text ").next()).unwrap();
        let number =
            |of: &str| before.split(&format!("{of}=\"")).nth(1).and_then(|rest| rest.split('"').next()?.parse::<f64>().ok()).unwrap();
        (number("x"), number("y"))
    };
    let (first, second) = (place("fully managed"), place("as it is"));
    assert!((first.1 - second.1).abs() > 24.0, "{first:?} {second:?}");
    let crosses = figure.svg.split("<polyline ").skip(1).filter(|line| line.contains("stroke-width=\"3\""));
    let ends = crosses.filter_map(|line| line.split("points=\"").nth(1)?.split('"').next()).flat_map(|points| points.split_whitespace());
    let on = |(x, y): (f64, f64)| {
        move |end: &str| {
            let (left, top) = end.split_once(',').unwrap();
            let (left, top): (f64, f64) = (left.parse().unwrap(), top.parse().unwrap());
            (x..x + 11.0 * 13.0).contains(&left) && (top - y).abs() < 10.0
        }
    };
    let ends: Vec<&str> = ends.collect();
    assert!(!ends.iter().any(|end| on(first)(end)), "{first:?} {ends:?}");
    // Nor on the line: what falls to the right has its last name below the line.
    let falls = front::of("x", "t", String::new(), &[near("as it is", 1.32, 0.24), near("night watch", 1.43, 0.11)]).unwrap();
    let last = falls
        .svg
        .split("\nnight watch\n")
        .next()
        .and_then(|before| before.rsplit(" y=\"").next()?.split('"').next()?.parse::<f64>().ok())
        .unwrap();
    assert!(last > 335.0, "the dot is at 327, and the line comes from above: {last}");
}

#[test]
fn figures_of_runs_take_what_is_no_number_and_very_much_of_it() {
    let number = |k: usize| match k % 5 {
        0 => f64::NAN,
        1 => f64::INFINITY,
        2 => f64::NEG_INFINITY,
        3 => 1e300,
        _ => k as f64,
    };
    for many in [1, 5, 400, 20_000] {
        let nodes: Vec<estate::Node> = (0..many.min(400))
            .map(|k| estate::Node {
                name: format!("system {k}"),
                needs: if k > 0 { vec![k / 2] } else { vec![] },
                down: number(k),
                typically: Some(number(k + 1)),
                hit: k % 2 == 0,
            })
            .collect();
        let parts = |k: usize| BTreeMap::from([("working".to_owned(), number(k)), ("vendor".to_owned(), number(k + 2))]);
        let bars: Vec<ledger::Bar> = (0..many.min(400)).map(|k| ledger::Bar { label: format!("model {k}"), parts: parts(k) }).collect();
        let dots: Vec<money::Dot> =
            (0..many).map(|k| money::Dot { label: format!("model {k}"), cost: number(k), risk: number(k + 3) }).collect();
        let teams: Vec<duty::Row> = (0..many.min(400))
            .map(|k| duty::Row { name: format!("team {k}"), hours: vec![k; 168], on_call: vec![k % 2 == 0; 168] })
            .collect();
        let values: Vec<f64> = (0..many).map(number).collect();
        let several = [curve("a", values.clone()), curve("b", values.iter().rev().copied())];
        let all = [
            estate::of("a", "t", &nodes),
            estate::of_play("b", "t", &nodes),
            ledger::of_several("c", "t", String::new(), &bars),
            ledger::of_one("d", "t", String::new(), &bars[0]),
            money::of("e", "t", "risk", &dots),
            duty::of("f", "t", &teams),
            convergence::of("g", "t", "w", &values),
            spread::of("h", "t", String::new(), &several),
            exceedance(&several),
        ];
        all.iter().flatten().for_each(well_formed);
    }
}
