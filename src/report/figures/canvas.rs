//! A surface for figures: lines, boxes and words, drawn with plotters as SVG. The only file that knows plotters; `bitmap` draws
//! the same shapes on pixels.
//!
//! plotters draws what is not a number at zero and what is infinite at the edge, without a word. Here a line is split at such a point, and
//! anything else that has one is not drawn at all.
//!
//! Colours are those of Okabe and Ito, which people with any colour vision tell apart; each has a dash of its own, so that lines are told apart
//! in grey as well. A page finds every colour by its exact value (in the dark the style sheet turns round ink and paper, and the shades with the words
//! on them), so that the picture needs no style and stands by itself in a file. What looks alike and is turned otherwise differs in its last digit.

pub(super) mod bitmap;
mod letters;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::axis::Scale;
use super::drawing::Drawing;
use crate::report::words::harmless;

/// What something is drawn with.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Words.
    Text,
    /// Words that matter less.
    Muted,
    /// Lines to read values by.
    Grid,
    /// The ground.
    Paper,
    /// A recovery time objective.
    Rto,
    /// A maximum tolerable period of disruption.
    Mtpd,
    /// A target.
    Target,
    /// The n-th of several things.
    Series(usize),
    /// From 0, nothing, to 4, most.
    Shade(usize),
    /// Words on one of the three least shades, which are light where the page is.
    OnLight,
    /// Words on one of the two most, which are dark where the page is light.
    OnDark,
    /// Words on a series, whatever the page.
    OnSeries,
    /// A gap that nobody fills: as the most of the shades, but no glare in the dark.
    Gap,
    /// Beside the first series: on call-out, but not at work.
    Pale,
}

const SERIES: [(RGBColor, Option<&str>); 7] = [
    (RGBColor(0x00, 0x72, 0xB2), None),
    (RGBColor(0xD5, 0x5E, 0x00), Some("26 9")),
    (RGBColor(0x00, 0x9E, 0x73), Some("9 7")),
    (RGBColor(0xCC, 0x79, 0xA7), Some("26 8 5 8")),
    (RGBColor(0xE6, 0x9F, 0x00), Some("3 7")),
    (RGBColor(0x56, 0xB4, 0xE9), Some("40 8")),
    (RGBColor(0x99, 0x99, 0x99), Some("14 5 3 5 3 5")),
];
const SHADES: [RGBColor; 5] = [
    RGBColor(0xED, 0xF2, 0xF6),
    RGBColor(0xC3, 0xDA, 0xEA),
    RGBColor(0x86, 0xB6, 0xD6),
    RGBColor(0x1F, 0x73, 0xA9),
    RGBColor(0x0A, 0x45, 0x70),
];
/// Further than any figure reaches, and far from where a coordinate overflows.
const FAR: f64 = 20_000.0;

impl Ink {
    fn rgb(self) -> RGBColor {
        match self {
            Ink::Text => RGBColor(0x1A, 0x1A, 0x1A),
            Ink::Muted => RGBColor(0x55, 0x5B, 0x61),
            Ink::Grid => RGBColor(0xDA, 0xDE, 0xE2),
            Ink::Paper => RGBColor(0xFF, 0xFF, 0xFF),
            Ink::Rto => RGBColor(0x1A, 0x1A, 0x1C),
            Ink::Mtpd => RGBColor(0x1A, 0x1A, 0x1D),
            Ink::Target => RGBColor(0x1A, 0x1A, 0x1E),
            Ink::Series(at) => SERIES[at % SERIES.len()].0,
            Ink::Shade(at) => SHADES[at.min(SHADES.len() - 1)],
            Ink::OnLight => RGBColor(0x1A, 0x1A, 0x1B),
            Ink::OnDark => RGBColor(0xFF, 0xFF, 0xFE),
            Ink::OnSeries => RGBColor(0x1A, 0x1A, 0x19),
            Ink::Gap => RGBColor(0x0A, 0x45, 0x71),
            Ink::Pale => RGBColor(0xC3, 0xDA, 0xEB),
        }
    }

    /// Strokes of one ink all have the same dash, so that plotters' one line can be given it by its colour.
    fn dash(self) -> Option<&'static str> {
        match self {
            Ink::Rto => Some("4 6"),
            Ink::Mtpd => Some("18 7"),
            Ink::Target => Some("18 6 4 6"),
            Ink::Series(at) => SERIES[at % SERIES.len()].1,
            _ => None,
        }
    }

    fn dashed() -> impl Iterator<Item = (String, &'static str)> {
        let marks = [Ink::Rto, Ink::Mtpd, Ink::Target].into_iter();
        let all = marks.chain((0..SERIES.len()).map(Ink::Series));
        all.filter_map(|ink| {
            let RGBColor(r, g, b) = ink.rgb();
            Some((format!("stroke=\"#{r:02X}{g:02X}{b:02X}\""), ink.dash()?))
        })
    }
}

/// On which side of its point a text stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Side {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// Something drawn.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// What follows belongs to the series of this number and name, or to none.
    Series(Option<(usize, String)>),
    Rect {
        corners: [(i32, i32); 2],
        ink: Ink,
        filled: bool,
    },
    Line {
        points: Vec<(i32, i32)>,
        ink: Ink,
        width: u32,
    },
    Text {
        at: (i32, i32),
        side: Side,
        size: f64,
        ink: Ink,
        bold: bool,
        text: String,
    },
    Dot {
        at: (i32, i32),
        radius: i32,
        ink: Ink,
    },
}

/// Shapes that follow one another, and the series that they belong to.
type Run<'a> = (Option<&'a (usize, String)>, Vec<&'a Shape>);

/// A figure in the making.
#[derive(Clone, Debug)]
pub struct Canvas {
    width: u32,
    height: u32,
    shapes: Vec<Shape>,
    /// What the axes are, where values can be read off lines.
    axes: Option<[String; 2]>,
}

fn whole(value: f64) -> Option<i32> {
    value.is_finite().then(|| libm::round(value.clamp(-FAR, FAR)) as i32)
}
fn point(x: f64, y: f64) -> Option<(i32, i32)> {
    whole(x).zip(whole(y))
}

/// A long line with four points in each column of the figure at most: the first, the highest, the lowest and the last, which look the same.
fn thin(points: Vec<(i32, i32)>) -> Vec<(i32, i32)> {
    if points.len() < 4000 {
        return points;
    }
    let mut thinned: Vec<(i32, i32)> = Vec::new();
    for column in points.chunk_by(|a, b| a.0 == b.0) {
        let (first, last) = (column[0], column[column.len() - 1]);
        let by_height = |point: &&(i32, i32)| point.1;
        let extremes = [column.iter().min_by_key(by_height), column.iter().max_by_key(by_height)];
        for point in [Some(&first), extremes[0], extremes[1], Some(&last)].into_iter().flatten() {
            if thinned.last() != Some(point) {
                thinned.push(*point);
            }
        }
    }
    thinned
}

impl Canvas {
    /// An empty one. Figures are 1,200 wide; a page shows them at half of that or more.
    pub fn new(width: u32, height: u32) -> Canvas {
        Canvas { width, height, shapes: Vec::new(), axes: None }
    }

    /// Values can be read off the lines of its series by these axes, in these units: "s", "share", "plays".
    pub fn axes(&mut self, (x, of_x): (&Scale, &str), (y, of_y): (&Scale, &str)) {
        self.axes = Some([format!("{} {of_x}", x.words()), format!("{} {of_y}", y.words())]);
    }

    /// What is drawn from here on belongs to a series, which a page may take away and name; or to none again.
    pub fn series(&mut self, series: Option<(usize, &str)>) {
        self.shapes.push(Shape::Series(series.map(|(at, name)| (at, harmless(name)))));
    }

    /// A box from its upper left corner.
    pub fn rect(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        self.any_rect([x, y, width, height], ink, true);
    }

    /// The outline of a box.
    pub fn frame(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        self.any_rect([x, y, width, height], ink, false);
    }

    fn any_rect(&mut self, [x, y, width, height]: [f64; 4], ink: Ink, filled: bool) {
        if let (Some(from), Some(to)) = (point(x, y), point(x + width, y + height)) {
            self.shapes.push(Shape::Rect { corners: [from, to], ink, filled });
        }
    }

    /// A line through points; where one of them is no number the line is broken.
    pub fn line(&mut self, points: &[(f64, f64)], ink: Ink, width: u32) {
        let mut piece: Vec<(i32, i32)> = Vec::new();
        for at in points.iter().map(|(x, y)| point(*x, *y)).chain([None]) {
            match at {
                Some(at) if piece.last() == Some(&at) => {}
                Some(at) => piece.push(at),
                None if piece.len() > 1 => self.shapes.push(Shape::Line { points: thin(std::mem::take(&mut piece)), ink, width }),
                None => piece.clear(),
            }
        }
    }

    /// Words at a point, which is at half their height.
    pub fn text(&mut self, x: f64, y: f64, side: Side, size: f64, ink: Ink, text: &str) {
        self.any_text((x, y), side, size, (ink, false), text);
    }

    /// Words that stand out.
    pub fn bold(&mut self, x: f64, y: f64, side: Side, size: f64, ink: Ink, text: &str) {
        self.any_text((x, y), side, size, (ink, true), text);
    }

    fn any_text(&mut self, (x, y): (f64, f64), side: Side, size: f64, (ink, bold): (Ink, bool), text: &str) {
        if let Some(at) = point(x, y).filter(|_| !text.is_empty()) {
            self.shapes.push(Shape::Text { at, side, size, ink, bold, text: harmless(text) });
        }
    }

    /// A dot.
    pub fn dot(&mut self, x: f64, y: f64, radius: i32, ink: Ink) {
        if let Some(at) = point(x, y) {
            self.shapes.push(Shape::Dot { at, radius, ink });
        }
    }

    /// The picture, with what it shows in words for whoever does not see it.
    pub fn finish(self, id: &str, title: &str, description: &str) -> Drawing {
        let axes = self.axes.as_ref().map_or(String::new(), |[x, y]| format!(" data-x=\"{}\" data-y=\"{}\"", escaped(x), escaped(y)));
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\"{axes}>\n\
             <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
            self.width,
            self.height,
            escaped(title),
            escaped(description),
        );
        let ground = Shape::Rect { corners: [(0, 0), (self.width as i32, self.height as i32)], ink: Ink::Paper, filled: true };
        let mut runs: Vec<Run<'_>> = vec![(None, vec![&ground])];
        for shape in &self.shapes {
            match (shape, runs.last_mut()) {
                (Shape::Series(series), _) => runs.push((series.as_ref(), Vec::new())),
                (shape, Some((_, run))) => run.push(shape),
                _ => {}
            }
        }
        for (series, run) in runs.into_iter().filter(|(_, run)| !run.is_empty()) {
            let drawn = slim(&self.drawn(&run));
            match series {
                Some((at, name)) => svg.push_str(&format!("<g data-series=\"{at}\" data-name=\"{}\">\n{drawn}</g>\n", escaped(name))),
                None => svg.push_str(&drawn),
            }
        }
        for (stroke, dash) in Ink::dashed() {
            // Boxes are filled, so that only lines have a stroke.
            svg = svg.replace(&stroke, &format!("{stroke} stroke-dasharray=\"{dash}\""));
        }
        svg.push_str("</svg>\n");
        Drawing::new(svg, (self.width, self.height), self.shapes)
    }

    /// Some shapes, without what is around them.
    fn drawn(&self, shapes: &[&Shape]) -> String {
        let mut drawn = String::new();
        {
            let area = SVGBackend::with_string(&mut drawn, (self.width, self.height)).into_drawing_area();
            for shape in shapes {
                // Writing into a text cannot fail.
                let _ = draw(&area, shape);
            }
            let _ = area.present();
        }
        let inside = drawn.split_once('>').map_or("", |(_, rest)| rest).trim();
        let inside = inside.strip_suffix("</svg>").unwrap_or(inside).trim_end();
        if inside.is_empty() { String::new() } else { format!("{inside}\n") }
    }
}

fn draw<B: DrawingBackend>(area: &DrawingArea<B, Shift>, shape: &Shape) -> Result<(), Box<dyn std::error::Error>> {
    match shape {
        Shape::Series(_) => {}
        Shape::Rect { corners, ink, filled } => {
            let style = ShapeStyle { color: ink.rgb().into(), filled: *filled, stroke_width: 1 };
            area.draw(&Rectangle::new(*corners, style)).map_err(|why| why.to_string())?;
        }
        Shape::Line { points, ink, width } => {
            area.draw(&PathElement::new(points.clone(), ink.rgb().stroke_width(*width))).map_err(|why| why.to_string())?;
        }
        Shape::Dot { at, radius, ink } => {
            area.draw(&Circle::new(*at, *radius, ink.rgb().filled())).map_err(|why| why.to_string())?;
        }
        Shape::Text { at, side, size, ink, bold, text } => {
            let side = match side {
                Side::Start => HPos::Left,
                Side::Middle => HPos::Center,
                Side::End => HPos::Right,
            };
            // plotters divides the size by this, to make it the height of a line.
            let font = FontDesc::new(FontFamily::SansSerif, size * 1.24, if *bold { FontStyle::Bold } else { FontStyle::Normal });
            let colour = ink.rgb();
            let style = TextStyle::from(font).color(&colour).pos(Pos::new(side, VPos::Center));
            area.draw_text(text, &style, *at).map_err(|why| why.to_string())?;
        }
    }
    Ok(())
}

/// What says nothing takes no room.
fn slim(svg: &str) -> String {
    svg.replace(" opacity=\"1\"", "").replace(" stroke=\"none\"", "").replace(" \"/>", "\"/>")
}

fn escaped(text: &str) -> String {
    harmless(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
