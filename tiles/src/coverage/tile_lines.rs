//! The lines along which tiles are cut: the four sides of every tile, as wide as its buffer
//! reaches.
//!
//! Borders get a node wherever they cross one, so a tile is cut out by choosing edges; nothing is
//! rounded then, and two tiles that show the same border show it alike.

use std::ops::RangeInclusive;

use super::edge::{Edge, Node};
use super::noding::along;
use crate::TileCoord;
use crate::schema::{BUFFER, EXTENT};

const SIDE: i32 = EXTENT as i32;
const MARGIN: i32 = BUFFER as i32;

/// The lines of all tiles of a zoom around some edges.
#[derive(Debug, Default)]
pub(crate) struct TileLines {
    /// Where lines from north to south are, ascending.
    x: Vec<i32>,
    /// Where lines from west to east are, ascending.
    y: Vec<i32>,
}

impl TileLines {
    /// The lines of the tiles that `edges` reach, and all others between them.
    pub(super) fn around(edges: &[Edge]) -> Self {
        let ends = || edges.iter().flat_map(|edge| [edge.low, edge.high]);
        Self { x: lines(ends().map(|node| node.x)), y: lines(ends().map(|node| node.y)) }
    }

    /// Where `edge` crosses lines, rounded along them.
    pub(super) fn crossed_by(&self, edge: &Edge) -> impl Iterator<Item = Node> + use<'_> {
        let Edge { low, high, .. } = *edge;
        let (width, height) = (i64::from(high.x - low.x), i64::from(high.y - low.y));
        let at_x = move |x: &i32| Node { x: *x, y: along(low.y, high.y, i64::from(x - low.x), width) };
        let at_y = move |y: &i32| Node { x: along(low.x, high.x, i64::from(y - low.y), height), y: *y };
        between(&self.x, low.x, high.x).iter().map(at_x).chain(between(&self.y, low.y, high.y).iter().map(at_y))
    }

    /// Where lines cross one another.
    pub(super) fn corners(&self) -> impl Iterator<Item = Node> {
        self.y.iter().flat_map(|y| self.x.iter().map(|x| Node { x: *x, y: *y }))
    }

    /// The lines as edges without owners between those of `nodes` that lie on them; `nodes` are
    /// ascending.
    pub(super) fn edges(&self, nodes: &[Node]) -> impl Iterator<Item = Edge> {
        let rows: Vec<Node> = nodes.iter().filter(|node| self.y.binary_search(&node.y).is_ok()).copied().collect();
        let mut columns: Vec<Node> =
            nodes.iter().filter(|node| self.x.binary_search(&node.x).is_ok()).copied().collect();
        columns.sort_unstable_by_key(|node| (node.x, node.y));
        let edges = |nodes: Vec<Node>, same_line: fn(Node, Node) -> bool| {
            let ends = nodes.windows(2).filter(|ends| same_line(ends[0], ends[1]));
            ends.filter_map(|ends| Edge::new(ends[0], ends[1], None, None)).collect::<Vec<_>>()
        };
        let rows = edges(rows, |a, b| a.y == b.y);
        rows.into_iter().chain(edges(columns, |a, b| a.x == b.x))
    }
}

/// The lines of the tiles that `places` lie in, buffers included, and of those between.
fn lines(places: impl Iterator<Item = i32> + Clone) -> Vec<i32> {
    let (Some(low), Some(high)) = (places.clone().min(), places.max()) else { return Vec::new() };
    let sides = tiles(low, high).flat_map(|tile| [tile * SIDE - MARGIN, (tile + 1) * SIDE + MARGIN]);
    let mut lines: Vec<i32> = sides.collect();
    lines.sort_unstable();
    lines
}

/// The lines strictly between two places.
fn between(lines: &[i32], a: i32, b: i32) -> &[i32] {
    let first = lines.partition_point(|line| *line <= a.min(b));
    let last = lines.partition_point(|line| *line < a.max(b));
    lines.get(first..last).unwrap_or_default()
}

/// The columns or rows of tiles that end at `low` or past it and begin at `high` or before it.
fn tiles(low: i32, high: i32) -> RangeInclusive<i32> {
    (low - MARGIN - 1).div_euclid(SIDE)..=(high + MARGIN).div_euclid(SIDE)
}

/// The tiles of zoom `z` that hold an edge which crosses no line, each with what it shows of it.
pub(crate) fn shown(edge: Edge, z: u8) -> impl Iterator<Item = (TileCoord, Edge)> {
    let (west, east) = (edge.low.x.min(edge.high.x), edge.low.x.max(edge.high.x));
    let rows = tiles(edge.high.y, edge.low.y);
    let coords = tiles(east, west).flat_map(move |x| rows.clone().map(move |y| (x, y)));
    coords.filter_map(move |(x, y)| {
        let tile = TileCoord::new(z, u32::try_from(x).ok()?, u32::try_from(y).ok()?).ok()?;
        Some((tile, within(edge, x, y)?))
    })
}

/// The edge as the tile in column `x` and row `y` shows it: on a side of the tile, only with the
/// owner inside; elsewhere, only where owners meet.
fn within(edge: Edge, x: i32, y: i32) -> Option<Edge> {
    let is_column = edge.low.x == edge.high.x;
    let is_row = edge.low.y == edge.high.y;
    let shown = match edge.low {
        at if is_column && at.x == x * SIDE - MARGIN => Edge { left: None, ..edge },
        at if is_column && at.x == (x + 1) * SIDE + MARGIN => Edge { right: None, ..edge },
        at if is_row && at.y == y * SIDE - MARGIN => Edge { right: None, ..edge },
        at if is_row && at.y == (y + 1) * SIDE + MARGIN => Edge { left: None, ..edge },
        _ => edge,
    };
    shown.parts_owners().then_some(shown)
}
