//! Narrow holes in the land, closed.
//!
//! Where simplification brings two coasts together, the water between them is cut off from the
//! sea, and on a small map looks like a gap between neighbours.

use geo::{LineString, Polygon};
use hashbrown::HashMap;

use super::edge::{Edge, Node, Step};
use super::rings::polygons;

/// Borders that, added to `edges`, give nobody's land that is enclosed and on average not as wide
/// as `width` steps to the neighbour with the longest border on it. Cost: sorting the coast.
pub(super) fn closings(edges: &[Edge], width: f64) -> Vec<Edge> {
    let coast: HashMap<Step, u32> = edges.iter().filter_map(coast).collect();
    let holes = polygons(coast.keys().copied(), Node::default());
    let narrow = holes.iter().filter(|hole| mean_width(hole) < width);
    narrow.flat_map(|hole| closing(&steps(hole), &coast)).collect()
}

/// The edge as the border of nobody's land, with the owner behind it.
fn coast(edge: &Edge) -> Option<(Step, u32)> {
    match (edge.left, edge.right) {
        (None, Some(owner)) => Some((Step { from: edge.low, to: edge.high }, owner)),
        (Some(owner), None) => Some((Step { from: edge.high, to: edge.low }, owner)),
        _ => None,
    }
}

/// Twice the area by the length of the border, which is the width of a long strip.
fn mean_width(hole: &Polygon<i32>) -> f64 {
    let border = steps(hole);
    let turn = |Step { from, to }: &Step| i64::from(from.x) * i64::from(to.y) - i64::from(to.x) * i64::from(from.y);
    let area_2: i64 = border.iter().map(turn).sum();
    area_2 as f64 / border.iter().map(length).sum::<f64>()
}

fn steps(polygon: &Polygon<i32>) -> Vec<Step> {
    let node = |at: geo::Coord<i32>| Node::new(at.x, at.y);
    let ring = |ring: &LineString<i32>| {
        ring.lines().map(|line| Step { from: node(line.start), to: node(line.end) }).collect::<Vec<_>>()
    };
    std::iter::once(polygon.exterior()).chain(polygon.interiors()).flat_map(ring).collect()
}

fn length(step: &Step) -> f64 {
    f64::from(step.to.x - step.from.x).hypot(f64::from(step.to.y - step.from.y))
}

/// The border of a hole, its land given to the neighbour with the longest border on it, of equals
/// the first.
fn closing(border: &[Step], coast: &HashMap<Step, u32>) -> Vec<Edge> {
    let mut lengths: Vec<(u32, f64)> = Vec::new();
    for step in border {
        let Some(owner) = coast.get(step) else { continue };
        match lengths.iter_mut().find(|(known, _)| known == owner) {
            Some((_, sum)) => *sum += length(step),
            None => lengths.push((*owner, length(step))),
        }
    }
    let longest = lengths.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    let owner = longest.map(|(owner, _)| owner);
    border.iter().filter_map(|step| Edge::new(step.from, step.to, owner, None)).collect()
}
