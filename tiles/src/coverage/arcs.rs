//! Borders from one junction to the next, with what simplification needs to know of them.

use super::edge::{Edge, Node, Owner};

/// A border between two places where borders meet, or all around.
pub(super) struct Arc {
    pub(super) vertices: Vec<Vertex>,
    /// Sides as [`side`](super::edge::side) has them, going along the vertices.
    pub(super) left: Owner,
    pub(super) right: Owner,
}

#[derive(Clone, Copy)]
pub(super) struct Vertex {
    pub(super) at: Node,
    /// The tolerance, in steps, up to which simplification keeps it.
    pub(super) weight: f64,
}

/// The arcs that `edges` make, which meet at their ends only, each once.
pub(super) fn chain(edges: &[Edge]) -> Vec<Arc> {
    let ends = Ends::new(edges);
    let mut chained = vec![false; edges.len()];
    let mut arcs = Vec::new();
    // From junctions first; what is left then goes all around.
    for junctions in [true, false] {
        for &(from, index) in &ends.0 {
            if !chained[index as usize] && ends.is_junction(from) == junctions {
                arcs.push(walk(edges, &ends, (from, index), &mut chained));
            }
        }
    }
    arcs
}

/// Both ends of every edge with its index, ascending.
struct Ends(Vec<(Node, u32)>);

impl Ends {
    fn new(edges: &[Edge]) -> Self {
        let ends = (0..).zip(edges).flat_map(|(index, edge)| [(edge.low, index), (edge.high, index)]);
        let mut ends: Vec<(Node, u32)> = ends.collect();
        ends.sort_unstable();
        Self(ends)
    }

    fn at(&self, node: Node) -> &[(Node, u32)] {
        let rest = &self.0[self.0.partition_point(|(end, _)| *end < node)..];
        &rest[..rest.partition_point(|(end, _)| *end == node)]
    }

    fn is_junction(&self, node: Node) -> bool {
        self.at(node).len() != 2
    }
}

/// The arc that begins at a node with the edge of that index; its edges are marked as chained.
fn walk(edges: &[Edge], ends: &Ends, (from, index): (Node, u32), chained: &mut [bool]) -> Arc {
    let first = &edges[index as usize];
    let (left, right) = if first.low == from { (first.left, first.right) } else { (first.right, first.left) };
    let (mut at, mut index) = (from, index);
    let mut path = vec![from];
    while !std::mem::replace(&mut chained[index as usize], true) {
        let edge = &edges[index as usize];
        at = if edge.low == at { edge.high } else { edge.low };
        path.push(at);
        match ends.at(at) {
            [(_, one), (_, other)] => index = if *one == index { *other } else { *one },
            _ => break,
        }
    }
    Arc { vertices: weigh(&path), left, right }
}

/// The vertices of an arc with their weights; its ends weigh infinitely.
fn weigh(path: &[Node]) -> Vec<Vertex> {
    let mut vertices: Vec<Vertex> = path.iter().map(|at| Vertex { at: *at, weight: 0.0 }).collect();
    if let [first, .., last] = vertices.as_mut_slice() {
        (first.weight, last.weight) = (f64::INFINITY, f64::INFINITY);
    }
    weigh_between(&mut vertices);
    vertices
}

/// Douglas and Peucker (1973), with the tolerance at which a vertex would go instead of a yes or
/// no. No vertex outweighs the one that split its stretch, so every tolerance keeps a prefix of
/// splits.
fn weigh_between(vertices: &mut [Vertex]) {
    let mut stretches = vec![(0, vertices.len().saturating_sub(1), f64::INFINITY)];
    while let Some((start, end, limit)) = stretches.pop() {
        let (from, to) = (vertices[start].at, vertices[end].at);
        let distance = |index: usize| (distance(vertices[index].at, from, to), std::cmp::Reverse(index));
        let farthest = (start + 1..end).map(distance).max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        if let Some((far, std::cmp::Reverse(index))) = farthest {
            let weight = far.min(limit);
            vertices[index].weight = weight;
            stretches.extend([(start, index, weight), (index, end, weight)]);
        }
    }
}

/// Steps from `at` to the segment from `start` to `end`.
fn distance(at: Node, start: Node, end: Node) -> f64 {
    let from_start = |to: Node| (f64::from(to.x - start.x), f64::from(to.y - start.y));
    let ((x, y), (along_x, along_y)) = (from_start(at), from_start(end));
    let length_2 = along_x * along_x + along_y * along_y;
    let share = if length_2 > 0.0 { ((x * along_x + y * along_y) / length_2).clamp(0.0, 1.0) } else { 0.0 };
    (x - along_x * share).hypot(y - along_y * share)
}
