//! The same shapes as PNG, for those whose slides take no SVG: drawn by plotters on pixels, twice the size, with words in a font that is built in, so that a
//! picture looks alike on every machine. Letters that the font does not have are boxes; the SVG has them all.

use plotters::prelude::*;
use ttf_parser::Face;

use super::letters::{Words, write};
use super::{Shape, draw};
use crate::report::figures::png;

/// DejaVu Sans, the letters of Europe; its terms stand beside it.
const FONT: &[u8] = include_bytes!("font/DejaVuSans.subset.ttf");
/// So many pixels for one of the SVG, for print at half a page's width.
const SCALE: i32 = 2;

/// The bytes of a PNG; none of a picture without any size.
pub(in crate::report::figures) fn png((width, height): (u32, u32), shapes: &[Shape]) -> Option<Vec<u8>> {
    let (width, height) = (width * SCALE as u32, height * SCALE as u32);
    if width == 0 || height == 0 {
        return None;
    }
    let face = Face::parse(FONT, 0).ok()?;
    let mut pixels = vec![0xFF; width as usize * height as usize * 3];
    // plotters has the pixels for as long as no words come.
    let words = |shape: &Shape| matches!(shape, Shape::Text { .. });
    for run in shapes.chunk_by(|a, b| words(a) == words(b)) {
        if words(&run[0]) {
            for shape in run.iter().flat_map(larger) {
                if let Shape::Text { at: (x, y), side, size, ink, text, .. } = shape {
                    let words = Words { at: (x as f32, y as f32), side, size: size as f32, text: &text };
                    write(&mut pixels, width as usize, &face, &words, ink.rgb().rgb());
                }
            }
        } else {
            let area = BitMapBackend::with_buffer(&mut pixels, (width, height)).into_drawing_area();
            for shape in run.iter().flat_map(larger) {
                draw(&area, &shape).ok()?;
            }
            area.present().ok()?;
        }
    }
    Some(png::encoded(width, &pixels))
}

/// A shape as it is drawn on pixels: larger, a dashed line piece by piece, bold words twice.
fn larger(shape: &Shape) -> Vec<Shape> {
    let scaled = |(x, y): (i32, i32)| (x * SCALE, y * SCALE);
    match shape {
        Shape::Series(_) => Vec::new(),
        Shape::Rect { corners, ink, filled } => vec![Shape::Rect { corners: corners.map(scaled), ink: *ink, filled: *filled }],
        Shape::Dot { at, radius, ink } => vec![Shape::Dot { at: scaled(*at), radius: radius * SCALE, ink: *ink }],
        Shape::Line { points, ink, width } => {
            let points: Vec<(i32, i32)> = points.iter().copied().map(scaled).collect();
            let pattern: Vec<f64> = ink.dash().map_or(Vec::new(), |dash| dash.split(' ').filter_map(|part| part.parse().ok()).collect());
            let pattern: Vec<f64> = pattern.into_iter().map(|length| length * f64::from(SCALE)).collect();
            let pieces = if pattern.is_empty() { vec![points] } else { dashes(&points, &pattern) };
            pieces.into_iter().map(|points| Shape::Line { points, ink: *ink, width: width * SCALE as u32 }).collect()
        }
        Shape::Text { at, side, size, ink, bold, text } => {
            let (x, y) = scaled(*at);
            let place =
                |x| Shape::Text { at: (x, y), side: *side, size: size * f64::from(SCALE), ink: *ink, bold: false, text: text.clone() };
            if *bold { vec![place(x), place(x + 1)] } else { vec![place(x)] }
        }
    }
}

/// The pieces of a line that are drawn, by the lengths of what is drawn and left out in turn.
fn dashes(points: &[(i32, i32)], pattern: &[f64]) -> Vec<Vec<(i32, i32)>> {
    let whole = |x: f64, y: f64| (libm::round(x) as i32, libm::round(y) as i32);
    let (mut pieces, mut piece) = (Vec::new(), points.first().map_or(Vec::new(), |first| vec![*first]));
    let (mut turn, mut left) = (0, pattern[0].max(1.0));
    for pair in points.windows(2) {
        let (mut x, mut y) = (f64::from(pair[0].0), f64::from(pair[0].1));
        let (across, down) = (f64::from(pair[1].0) - x, f64::from(pair[1].1) - y);
        let length = libm::hypot(across, down);
        let mut rest = length;
        while rest > 1e-9 {
            let step = f64::min(left, rest);
            (x, y) = (x + across / length * step, y + down / length * step);
            (rest, left) = (rest - step, left - step);
            let drawn = turn % 2 == 0;
            if drawn {
                piece.push(whole(x, y));
            }
            if left <= 1e-9 {
                turn += 1;
                left = pattern[turn % pattern.len()].max(1.0);
                if drawn {
                    pieces.push(std::mem::take(&mut piece));
                } else {
                    piece = vec![whole(x, y)];
                }
            }
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figures::canvas::{Canvas, Ink, Side};

    #[test]
    fn a_picture_has_its_shapes_and_words_where_they_belong() {
        let mut canvas = Canvas::new(200, 100);
        canvas.rect(10.0, 10.0, 40.0, 20.0, Ink::Series(0));
        canvas.line(&[(0.0, 60.0), (200.0, 60.0)], Ink::Text, 4);
        canvas.line(&[(0.0, 80.0), (f64::NAN, 80.0), (200.0, 80.0)], Ink::Text, 4);
        canvas.text(100.0, 20.0, Side::Start, 20.0, Ink::Text, "Ünïté ✗");
        let bytes = canvas.finish("x", "t", "d").png().expect("drawn");
        let (width, pixels) = png::testing::decoded(&bytes);
        assert_eq!((width, pixels.len()), (400, 400 * 200 * 3));
        let pixel = |x: usize, y: usize| &pixels[3 * (2 * y * 400 + 2 * x)..][..3];
        assert_eq!(pixel(20, 20), [0x00, 0x72, 0xB2]);
        assert_eq!(pixel(100, 60), [0x1A, 0x1A, 0x1A]);
        assert_eq!(pixel(100, 80), [0xFF; 3], "what is no number leaves no mark");
        let inked = |columns: std::ops::Range<usize>| {
            columns.flat_map(|x| (5..35).map(move |y| (x, y))).filter(|(x, y)| pixel(*x, *y)[0] < 0xF0).count()
        };
        assert!(inked(100..200) > 60, "words are drawn: {}", inked(100..200));
        assert_eq!(inked(52..98), 0, "they begin at their point");
        assert_eq!(Canvas::new(0, 0).finish("x", "t", "d").png(), None);
    }

    #[test]
    fn dashes_add_up_along_a_bent_line() {
        assert_eq!(
            dashes(&[(0, 0), (10, 0), (10, 10)], &[4.0, 2.0]),
            [vec![(0, 0), (4, 0)], vec![(6, 0), (10, 0)], vec![(10, 2), (10, 6)], vec![(10, 8), (10, 10)]]
        );
        assert_eq!(dashes(&[(0, 0), (4, 0), (4, 3)], &[6.0, 2.0]), [vec![(0, 0), (4, 0), (4, 2)]]);
    }
}
