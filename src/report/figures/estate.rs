//! The systems in layers, each to the right of what it needs: how often and how long each was down over many plays, or what was down in one.

use super::canvas::{Canvas, Ink, Side};
use super::{DataTable, Figure, short};
use crate::report::words::{duration, list, share};

/// One system.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// What it needs, by their places.
    pub needs: Vec<usize>,
    /// In what share of incidents its service was lost.
    pub down: f64,
    /// For how long, typically, where it was; none where it was never lost, or typically not back by the horizon.
    pub typically: Option<f64>,
    /// In the map of one play: the incident hit it, and it did not only go with what it needs.
    pub hit: bool,
}

/// Whether a map is of many plays or of one.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Of {
    Many,
    One,
}

/// More are not told apart on a page.
const MOST: usize = 60;
const BOX: f64 = 66.0;
const GAP: f64 = 12.0;
/// More columns than these have no room for words.
const DEEPEST: usize = 9;
/// Below this a system is never down, as far as anybody can see.
const NEVER: f64 = 1e-9;

/// The map of many plays; none without systems.
pub fn of(id: &str, title: &str, nodes: &[Node]) -> Option<Figure> {
    let (canvas, shown) = map(nodes, Of::Many)?;
    let caption = caption(nodes, shown.len());
    let down: Vec<String> =
        shown.iter().filter(|n| nodes[**n].down > NEVER).map(|n| format!("{} {}", nodes[*n].name, share(nodes[*n].down))).collect();
    let words = if down.is_empty() { "None is ever down.".to_owned() } else { format!("Down: {}.", down.join(", ")) };
    let svg = canvas.finish(id, title, &format!("Map of systems, what is needed at the left of what needs it. {words}"));
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table: table(nodes) })
}

/// The map of one play: what was hit, what went down with it, and for how long; none where nothing was down.
pub fn of_play(id: &str, title: &str, nodes: &[Node]) -> Option<Figure> {
    let down: Vec<&Node> = nodes.iter().filter(|node| node.down > NEVER).collect();
    if down.is_empty() {
        return None;
    }
    let (canvas, _) = map(nodes, Of::One)?;
    let hit: Vec<&str> = down.iter().filter(|node| node.hit).map(|node| node.name.as_str()).collect();
    let with = down.len() - hit.len();
    let mut caption = format!("Hit: {}", list(&hit, 6));
    if with > 0 {
        caption.push_str(&format!("; {with} more went down with what they need"));
    }
    let longest = |node: &&&Node| node.typically.unwrap_or(f64::INFINITY);
    if let Some(node) = down.iter().max_by(|a, b| longest(a).total_cmp(&longest(b))) {
        caption.push_str(&match node.typically {
            Some(away) => format!("; longest away is {}, for {}", node.name, duration(away)),
            None => format!("; {} is not back by the horizon", node.name),
        });
    }
    caption.push_str(&format!(". {} of {} systems stay up.", nodes.len() - down.len(), nodes.len()));
    let words: Vec<String> = down.iter().map(|node| format!("{} {}", node.name, away(node))).collect();
    let svg = canvas.finish(
        id,
        title,
        &format!("Map of systems in one play, what is needed at the left of what needs it. Down: {}.", words.join(", ")),
    );
    let mut table = DataTable::new(["", "what became of it", "for how long", "needs"]);
    for node in down {
        table.row([node.name.clone(), if node.hit { "hit" } else { "down with what it needs" }.to_owned(), away(node), needs(nodes, node)]);
    }
    Some(Figure { id: id.to_owned(), title: title.to_owned(), caption, svg, table })
}

/// The drawing, and which systems it shows.
fn map(nodes: &[Node], kind: Of) -> Option<(Canvas, Vec<usize>)> {
    let shown = shown(nodes);
    if shown.is_empty() {
        return None;
    }
    let columns = columns(nodes, &shown);
    let (count, longest) = (columns.len() as f64, columns.iter().map(Vec::len).max().unwrap_or(1) as f64);
    let (height, step) = (longest * (BOX + GAP) + 76.0, 1180.0 / count);
    let width = (step - 22.0).min(240.0);
    let mut places = vec![None; nodes.len()];
    for (at, column) in columns.iter().enumerate() {
        let free = (longest - column.len() as f64) * (BOX + GAP) / 2.0;
        for (row, node) in column.iter().enumerate() {
            places[*node] = Some((20.0 + at as f64 * step, 10.0 + free + row as f64 * (BOX + GAP)));
        }
    }
    let mut canvas = Canvas::new(1200, height as u32);
    for &node in &shown {
        for &need in &nodes[node].needs {
            if let (Some((x, y)), Some((of, from))) = (places[node], places.get(need).copied().flatten()) {
                // In one play a line is dark along which an outage went on.
                let went_on = kind == Of::One && nodes[node].down > NEVER && nodes[need].down > NEVER && !nodes[node].hit;
                canvas.line(&[(of + width, from + BOX / 2.0), (x, y + BOX / 2.0)], if went_on { Ink::Muted } else { Ink::Grid }, 2);
            }
        }
    }
    for &node in &shown {
        if let Some(place) = places[node] {
            one(&mut canvas, &nodes[node], kind, place, width);
        }
    }
    key(&mut canvas, kind, height - 26.0);
    Some((canvas, shown))
}

/// Those most often down, in the order of the file.
fn shown(nodes: &[Node]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by(|a, b| nodes[*b].down.total_cmp(&nodes[*a].down).then(a.cmp(b)));
    order.truncate(MOST);
    order.sort_unstable();
    order
}

/// Columns by the longest way to what needs nothing; in each, what belongs together is near.
fn columns(nodes: &[Node], shown: &[usize]) -> Vec<Vec<usize>> {
    let mut depth = vec![0_usize; nodes.len()];
    // Needs have no circles; the bound holds all the same.
    for _ in 0..nodes.len().min(64) {
        for node in 0..nodes.len() {
            let needs = nodes[node].needs.iter().filter_map(|need| depth.get(*need));
            depth[node] = needs.max().map_or(0, |deepest| deepest + 1).min(DEEPEST);
        }
    }
    let mut columns: Vec<Vec<usize>> = vec![Vec::new(); DEEPEST + 1];
    let mut row = vec![0.0_f64; nodes.len()];
    for (at, column) in columns.iter_mut().enumerate() {
        let mut here: Vec<usize> = shown.iter().copied().filter(|node| depth[*node] == at).collect();
        let middle = |node: usize| {
            let needs: Vec<f64> = nodes[node].needs.iter().filter_map(|need| row.get(*need).copied()).collect();
            needs.iter().sum::<f64>() / needs.len().max(1) as f64
        };
        let mut keyed: Vec<(f64, usize)> = here.drain(..).map(|node| (middle(node), node)).collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let count = keyed.len() as f64;
        for (place, (_, node)) in keyed.iter().enumerate() {
            row[*node] = place as f64 - count / 2.0;
        }
        *column = keyed.into_iter().map(|(_, node)| node).collect();
    }
    columns.retain(|column| !column.is_empty());
    columns
}

fn shade(node: &Node, kind: Of) -> usize {
    match node.down {
        d if kind == Of::One && d > NEVER => {
            if node.hit {
                4
            } else {
                2
            }
        }
        d if d <= NEVER || d.is_nan() => 0,
        d if d < 0.25 => 1,
        d if d < 0.75 => 2,
        _ => 3,
    }
}

fn one(canvas: &mut Canvas, node: &Node, kind: Of, (x, y): (f64, f64), width: f64) {
    let shade = shade(node, kind);
    let ink = if shade >= 3 { Ink::OnDark } else { Ink::OnLight };
    canvas.rect(x, y, width, BOX, Ink::Shade(shade));
    canvas.frame(x, y, width, BOX, Ink::Muted);
    let fits = ((width - 8.0) / 9.2) as usize;
    let words = if node.down > NEVER { away(node) } else { "up".to_owned() };
    for (row, line) in two_lines(&node.name, fits).iter().chain([&short(&words, fits)]).enumerate() {
        canvas.text(x + 6.0, y + 14.0 + 19.0 * row as f64, Side::Start, 15.0, ink, line);
    }
}

/// For how long one that was down was so.
fn away(node: &Node) -> String {
    node.typically.map_or("not back".to_owned(), duration)
}

/// A name in two lines, the second shortened where it does not fit.
fn two_lines(name: &str, fits: usize) -> [String; 2] {
    let lines = crate::report::words::wrap(&short(name, 200), fits.max(4));
    let rest = lines.get(1..).unwrap_or_default().join(" ");
    [short(&lines[0], fits), short(&rest, fits)]
}

fn key(canvas: &mut Canvas, kind: Of, at: f64) {
    let (all, boxes): (&[(usize, &str)], _) = match kind {
        Of::Many => (
            &[(0, "never down"), (1, "down in under 25 % of incidents"), (2, "25 to 75 %"), (3, "over 75 %")],
            "in the box: typically for how long",
        ),
        Of::One => (&[(0, "stays up"), (2, "down with what it needs"), (4, "hit")], "in the box: for how long"),
    };
    let mut left = 20.0;
    for (shade, words) in all {
        canvas.rect(left, at - 10.0, 20.0, 20.0, Ink::Shade(*shade));
        canvas.frame(left, at - 10.0, 20.0, 20.0, Ink::Muted);
        canvas.text(left + 28.0, at, Side::Start, 18.0, Ink::Muted, words);
        left += 64.0 + 9.2 * words.len() as f64;
    }
    canvas.text(left, at, Side::Start, 18.0, Ink::Muted, boxes);
}

fn caption(nodes: &[Node], shown: usize) -> String {
    let down = nodes.iter().filter(|node| node.down > NEVER).count();
    let mut words = format!("{down} of {} systems lose their service", nodes.len());
    if let Some(longest) = nodes
        .iter()
        .filter(|node| node.typically.is_some())
        .max_by(|a, b| a.typically.unwrap_or(0.0).total_cmp(&b.typically.unwrap_or(0.0)))
    {
        words.push_str(&format!("; longest away is {}, typically {}", longest.name, duration(longest.typically.unwrap_or(0.0))));
    }
    if shown < nodes.len() {
        words.push_str(&format!(" (the {shown} most often down are shown)"));
    }
    words + ". What is needed stands at the left of what needs it."
}

fn table(nodes: &[Node]) -> DataTable {
    let mut table = DataTable::new(["", "down in", "typically for", "needs"]);
    let mut order: Vec<&Node> = nodes.iter().collect();
    order.sort_by(|a, b| b.down.total_cmp(&a.down));
    for node in order {
        let typically = match node.typically {
            Some(typically) => duration(typically),
            None if node.down > NEVER => "beyond the horizon".to_owned(),
            None => String::new(),
        };
        table.row([node.name.clone(), share(node.down), typically, needs(nodes, node)]);
    }
    table
}

fn needs(nodes: &[Node], node: &Node) -> String {
    node.needs.iter().filter_map(|need| nodes.get(*need)).map(|need| need.name.as_str()).collect::<Vec<_>>().join(", ")
}
