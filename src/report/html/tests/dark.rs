//! In the dark no part of a figure glares, and what is written on a part can be read there as on paper.

use super::super::STYLE;
use crate::report::figures::{Figure, duty, estate, ledger, strips, week};

/// A colour as the style sheet has it where it is dark.
fn in_the_dark(colour: &str) -> String {
    let dark = STYLE.split("prefers-color-scheme:dark").nth(1).and_then(|rest| rest.split("\n}\n").next()).expect("there is a dark part");
    let rule = dark.lines().find(|line| line.contains(&format!("[fill=\"{colour}\"]")));
    rule.map_or(colour.to_owned(), |rule| rule.split("{fill:").nth(1).and_then(|rest| rest.split('}').next()).expect("a fill").to_owned())
}

/// Luminance as WCAG has it: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { libm::pow((value + 0.055) / 1.055, 2.4) }
    };
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// An attribute's value in a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

fn number(tag: &str, name: &str) -> f64 {
    attribute(tag, name).and_then(|value| value.parse().ok()).unwrap_or(0.0)
}

/// Filled boxes of a figure, in the order in which they are drawn: corners and colour.
fn boxes(svg: &str) -> Vec<([f64; 4], String)> {
    let all = svg.split("<rect ").skip(1).map(|rest| format!(" {}", rest.split('>').next().unwrap_or_default()));
    let of = |tag: String| {
        let (x, y) = (number(&tag, "x"), number(&tag, "y"));
        let fill = attribute(&tag, "fill").filter(|fill| fill.starts_with('#'))?.to_owned();
        Some(([x, y, x + number(&tag, "width"), y + number(&tag, "height")], fill))
    };
    all.filter_map(of).collect()
}

/// Words of a figure and where they stand.
fn words(svg: &str) -> Vec<(f64, f64, String)> {
    let all = svg.split("<text ").skip(1).map(|rest| format!(" {}", rest.split('>').next().unwrap_or_default()));
    all.filter_map(|tag| Some((number(&tag, "x"), number(&tag, "y"), attribute(&tag, "fill")?.to_owned()))).collect()
}

fn figures() -> Vec<Figure> {
    let cell = |shade: usize| Some(week::Cell { shade, brief: "4 h".to_owned(), words: String::new() });
    let cells: Vec<Option<week::Cell>> = (0..168).map(|hour| cell(hour % 5)).collect();
    let causes = ["nobody", "skill", "grant", "know-how", "authority", "reach"];
    let causes = causes.map(|words| strips::Cause { letter: 'N', words: words.to_owned() });
    let open: Vec<(f64, Option<usize>)> = (0..168).map(|hour| if hour < 96 { (1.0, Some(hour / 16)) } else { (0.0, None) }).collect();
    let team = duty::Row { name: "it".to_owned(), hours: (0..168).map(|hour| hour / 16).collect(), on_call: vec![true; 168] };
    let node = |down: f64, hit: bool| estate::Node { name: "mail".to_owned(), needs: vec![], down, typically: Some(60.0), hit };
    let nodes = [node(0.0, false), node(0.2, false), node(0.5, false), node(1.0, true)];
    let waits = ["working", "off_duty", "decision_reach", "vendor", "rework", "undetected"];
    let bar = ledger::Bar { label: "a".to_owned(), parts: waits.map(|wait| (wait.to_owned(), 3600.0)).into() };
    let legend = ["a", "b", "c", "d", "e"].map(str::to_owned);
    let made = [
        week::of("a", "t", "c".to_owned(), "d", &cells, &legend),
        strips::of("b", "t", "c".to_owned(), &causes, &[strips::Row { label: "x".to_owned(), open, hours: 96.0 }]),
        duty::of("c", "t", &[team]),
        estate::of("d", "t", &nodes),
        estate::of_play("e", "t", &nodes),
        ledger::of_several("f", "t", "c".to_owned(), &[bar]),
    ];
    made.into_iter().map(|figure| figure.expect("there is something to show")).collect()
}

#[test]
fn what_is_written_on_a_part_of_a_figure_can_be_read_by_day_and_in_the_dark() {
    let mut seen = 0;
    for figure in figures() {
        let boxes = boxes(&figure.svg);
        for (x, y, ink) in words(&figure.svg) {
            let below = boxes.iter().rfind(|([left, top, right, bottom], _)| (left..=right).contains(&&x) && (top..=bottom).contains(&&y));
            let (_, ground) = below.expect("the ground is below everything");
            let pairs = [[ink.clone(), ground.clone()], [in_the_dark(&ink), in_the_dark(ground)]];
            for [ink, ground] in &pairs {
                let found = contrast(ink, ground);
                // Bold letters of 17 and more are large where a figure has its whole width, and stand beside words.
                let least = if figure.id == "b" { 3.0 } else { 4.5 };
                assert!(found >= least, "{}: {ink} on {ground} has a contrast of {found:.2}", figure.id);
            }
            seen += 1;
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn no_large_part_of_a_figure_is_white_where_the_page_is_dark() {
    for figure in figures() {
        for ([left, top, right, bottom], fill) in boxes(&figure.svg) {
            let large = (right - left) * (bottom - top) > 400.0;
            let light = luminance(&in_the_dark(&fill));
            assert!(!large || light < 0.6, "{}: {fill} is {light:.2} bright where all around is dark", figure.id);
        }
    }
    let page = luminance(&in_the_dark("#FFFFFF"));
    let free = figures().swap_remove(1);
    let ([_, top, _, bottom], strip) = boxes(&free.svg).swap_remove(1);
    assert!(
        bottom - top > 20.0 && luminance(&in_the_dark(&strip)) < 0.05 && luminance(&in_the_dark(&strip)) > page,
        "free hours are dark: {strip}"
    );
}

#[test]
fn more_is_brighter_where_it_is_dark_and_darker_where_it_is_light() {
    let cells: Vec<Option<week::Cell>> =
        (0..168).map(|hour| Some(week::Cell { shade: hour % 5, brief: String::new(), words: String::new() })).collect();
    let map = week::of("a", "t", "c".to_owned(), "d", &cells, &[]).expect("a map");
    let shades: Vec<String> = boxes(&map.svg).into_iter().skip(1).take(5).map(|(_, fill)| fill).collect();
    let light: Vec<f64> = shades.iter().map(|fill| luminance(fill)).collect();
    let dark: Vec<f64> = shades.iter().map(|fill| luminance(&in_the_dark(fill))).collect();
    assert!(light.is_sorted_by(|a, b| a > b) && dark.is_sorted_by(|a, b| a < b), "{light:?} {dark:?}");
}
