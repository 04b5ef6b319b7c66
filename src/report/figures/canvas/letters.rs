//! Words on pixels: the outlines of letters as edges, and how much of each pixel lies inside of them.

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::Side;

/// So many lines are looked at in each row of pixels.
const LINES: usize = 4;
/// So many straight pieces make a curve.
const PIECES: u8 = 5;

/// Words at a point, which is at half their height.
pub(super) struct Words<'a> {
    pub(super) at: (f32, f32),
    pub(super) side: Side,
    pub(super) size: f32,
    pub(super) text: &'a str,
}

/// Writes words on rows of pixels, red, green and blue in turn.
pub(super) fn write(pixels: &mut [u8], width: usize, face: &Face<'_>, words: &Words<'_>, (r, g, b): (u8, u8, u8)) {
    let height = pixels.len() / (3 * width).max(1);
    let edges = edges(face, words);
    let ends = |pick: fn(&Edge) -> [f32; 2], start: f32, better: fn(f32, f32) -> f32| edges.iter().flat_map(pick).fold(start, better);
    let top = ends(|e| [e.from.1, e.to.1], f32::INFINITY, f32::min).max(0.0) as usize;
    let bottom = (ends(|e| [e.from.1, e.to.1], 0.0, f32::max).ceil() as usize).min(height);
    let mut covered = vec![0.0_f32; width];
    for row in top..bottom {
        covered.fill(0.0);
        for line in 0..LINES {
            inside(&edges, row as f32 + (line as f32 + 0.5) / LINES as f32, &mut covered);
        }
        for (column, covered) in covered.iter().enumerate().filter(|(_, covered)| **covered > 0.0) {
            let place = 3 * (row * width + column);
            for (under, ink) in pixels[place..place + 3].iter_mut().zip([r, g, b]) {
                let (under_it, share) = (f32::from(*under), covered.min(1.0));
                *under = (under_it + (f32::from(ink) - under_it) * share).round() as u8;
            }
        }
    }
}

/// How much of each pixel of a row a line at this height has inside of the letters.
fn inside(edges: &[Edge], y: f32, covered: &mut [f32]) {
    let crossing = |edge: &Edge| {
        let (from, to) = (edge.from, edge.to);
        let down = if from.1 <= y && to.1 > y {
            1
        } else if to.1 <= y && from.1 > y {
            -1
        } else {
            return None;
        };
        Some((from.0 + (to.0 - from.0) * (y - from.1) / (to.1 - from.1), down))
    };
    let mut crossings: Vec<(f32, i32)> = edges.iter().filter_map(crossing).collect();
    crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut winding = 0;
    for pair in crossings.windows(2) {
        winding += pair[0].1;
        let (from, to) = (pair[0].0.max(0.0), pair[1].0.min(covered.len() as f32));
        if winding == 0 || from >= to {
            continue;
        }
        for (column, covered) in covered.iter_mut().enumerate().take(to.ceil() as usize).skip(from as usize) {
            *covered += (to.min(column as f32 + 1.0) - from.max(column as f32)).max(0.0) / LINES as f32;
        }
    }
}

/// A straight piece of an outline.
struct Edge {
    from: (f32, f32),
    to: (f32, f32),
}

fn edges(face: &Face<'_>, words: &Words<'_>) -> Vec<Edge> {
    let scale = words.size / f32::from(face.units_per_em());
    let glyphs: Vec<GlyphId> = words.text.chars().map(|c| face.glyph_index(c).unwrap_or(GlyphId(0))).collect();
    let advance = |glyph: &GlyphId| f32::from(face.glyph_hor_advance(*glyph).unwrap_or(0)) * scale;
    let width: f32 = glyphs.iter().map(advance).sum();
    let mut pen = match words.side {
        Side::Start => words.at.0,
        Side::Middle => words.at.0 - width / 2.0,
        Side::End => words.at.0 - width,
    };
    // The middle of words is at half the height of capitals, above where they stand.
    let stands = words.at.1 + 0.36 * words.size;
    let mut outline = Outline { edges: Vec::new(), origin: (pen, stands), scale, begun: (0.0, 0.0), last: (0.0, 0.0) };
    for glyph in &glyphs {
        outline.origin.0 = pen;
        face.outline_glyph(*glyph, &mut outline);
        pen += advance(glyph);
    }
    outline.edges
}

/// Takes outlines over as edges; upwards is less there.
struct Outline {
    edges: Vec<Edge>,
    origin: (f32, f32),
    scale: f32,
    begun: (f32, f32),
    last: (f32, f32),
}

impl Outline {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + x * self.scale, self.origin.1 - y * self.scale)
    }
    fn go(&mut self, to: (f32, f32)) {
        self.edges.push(Edge { from: self.last, to });
        self.last = to;
    }
    fn curve(&mut self, at: impl Fn(f32) -> (f32, f32)) {
        for piece in 1..=PIECES {
            self.go(at(f32::from(piece) / f32::from(PIECES)));
        }
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.begun = self.at(x, y);
        self.last = self.begun;
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.go(self.at(x, y));
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (a, b, c) = (self.last, self.at(x1, y1), self.at(x, y));
        let mix = |a: f32, b: f32, c: f32, t: f32| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
        self.curve(|t| (mix(a.0, b.0, c.0, t), mix(a.1, b.1, c.1, t)));
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (a, b, c, d) = (self.last, self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        let mix = |a: f32, b: f32, c: f32, d: f32, t: f32| {
            let s = 1.0 - t;
            s * s * s * a + 3.0 * s * s * t * b + 3.0 * s * t * t * c + t * t * t * d
        };
        self.curve(|t| (mix(a.0, b.0, c.0, d.0, t), mix(a.1, b.1, c.1, d.1, t)));
    }
    fn close(&mut self) {
        self.go(self.begun);
    }
}
