//! Borders on a grid that meet at their ends only.
//!
//! Snap rounding (Hobby 1999; Guibas and Marimont 1995): the square around each end of an edge and
//! around each crossing, one step wide, is hot, and an edge through a hot square goes through its
//! middle. After that no two edges cross, and none runs past the end of another within half a
//! step; nothing has moved by more than that.

use super::edge::{Edge, Node, side};
use super::tile_lines::TileLines;

/// Side of the squares by which what is near is found, in steps, as a power of two.
const CELL_BITS: u32 = 5;

/// `edges` cut and bent so that they meet at their ends only, and with them `lines` as edges
/// without owners. Cost: grows with the edges' length in squares of 32 steps, and within each with
/// the square of the edges there.
pub(super) fn node(edges: &[Edge], lines: &TileLines) -> Vec<Edge> {
    let edges_by_cell = edges_by_cell(edges);
    let mut hot: Vec<Node> = edges.iter().flat_map(|edge| [edge.low, edge.high]).collect();
    hot.extend(edges_by_cell.chunk_by(|a, b| a.0 == b.0).flat_map(|near| crossings(edges, near)));
    hot.extend(edges.iter().flat_map(|edge| lines.crossed_by(edge)));
    hot.extend(lines.corners());
    hot.sort_unstable();
    hot.dedup();
    let mut noded = bend(edges, passes(edges, &edges_by_cell, &hot));
    noded.extend(lines.edges(&hot));
    noded
}

type Cell = (i32, i32);

fn edges_by_cell(edges: &[Edge]) -> Vec<(Cell, u32)> {
    let mut by_cell: Vec<(Cell, u32)> =
        (0..).zip(edges).flat_map(|(index, edge)| cells(edge).map(move |cell| (cell, index))).collect();
    by_cell.sort_unstable();
    by_cell
}

/// The cells within a step of `edge`, and perhaps some more.
fn cells(edge: &Edge) -> impl Iterator<Item = Cell> + use<> {
    let Edge { low, high, .. } = *edge;
    let rows = (low.y - 1) >> CELL_BITS..=(high.y + 1) >> CELL_BITS;
    rows.flat_map(move |row| {
        let (bottom, top) = ((row << CELL_BITS) - 1, ((row + 1) << CELL_BITS) + 1);
        let (from, to) = match low.y == high.y {
            true => (low.x, high.x),
            false => (x_at(low, high, bottom.max(low.y)), x_at(low, high, top.min(high.y))),
        };
        let columns = (from.min(to) - 2) >> CELL_BITS..=(from.max(to) + 2) >> CELL_BITS;
        columns.map(move |column| (row, column))
    })
}

/// About where the line through `low` and `high` has the given `y`.
fn x_at(low: Node, high: Node, y: i32) -> i32 {
    let share = f64::from(y - low.y) / f64::from(high.y - low.y);
    low.x + (f64::from(high.x - low.x) * share) as i32
}

/// Where edges of one cell cross within both.
fn crossings(edges: &[Edge], near: &[(Cell, u32)]) -> Vec<Node> {
    let edge = |(_, index): &(Cell, u32)| edges[*index as usize];
    let others = |at: usize| near[at + 1..].iter().map(edge);
    near.iter()
        .enumerate()
        .flat_map(|(at, first)| others(at).filter_map(move |second| crossing(&edge(first), &second)))
        .collect()
}

/// The node nearest to where two edges cross within both.
fn crossing(a: &Edge, b: &Edge) -> Option<Node> {
    let parts =
        |edge: &Edge, from: i64, to: i64| (from > 0) != (to > 0) && from != 0 && to != 0 && edge.low != edge.high;
    let (low, high) = (side(a.low, a.high, b.low), side(a.low, a.high, b.high));
    let crosses = parts(b, low, high) && parts(a, side(b.low, b.high, a.low), side(b.low, b.high, a.high));
    crosses.then(|| Node { x: along(b.low.x, b.high.x, low, low - high), y: along(b.low.y, b.high.y, low, low - high) })
}

/// `from` and the part `share / whole` of the way to `to`, rounded to the nearest, halves up.
pub(super) fn along(from: i32, to: i32, share: i64, whole: i64) -> i32 {
    let (share, whole) = (i128::from(share) * i128::from(whole.signum()), i128::from(whole.abs()));
    let steps = 2 * i128::from(to - from) * share + whole;
    from + steps.div_euclid(2 * whole) as i32
}

/// Which hot squares each edge runs through, as pairs of the edge's index and the middle.
fn passes(edges: &[Edge], edges_by_cell: &[(Cell, u32)], hot: &[Node]) -> Vec<(u32, Node)> {
    let mut hot_by_cell: Vec<(Cell, Node)> =
        hot.iter().map(|node| ((node.y >> CELL_BITS, node.x >> CELL_BITS), *node)).collect();
    hot_by_cell.sort_unstable();
    let mut passes = Vec::new();
    let mut waiting = hot_by_cell.as_slice();
    for near in edges_by_cell.chunk_by(|a, b| a.0 == b.0) {
        let cell = near[0].0;
        waiting = &waiting[waiting.partition_point(|(of, _)| *of < cell)..];
        let here = &waiting[..waiting.partition_point(|(of, _)| *of == cell)];
        for (_, index) in near {
            let edge = &edges[*index as usize];
            passes.extend(
                here.iter().filter(|(_, middle)| runs_through(edge, *middle)).map(|(_, middle)| (*index, *middle)),
            );
        }
    }
    passes
}

/// Whether `edge` runs through the square around `middle`, to which its left and lower sides
/// belong and the other two do not, so that every place is in one square.
fn runs_through(edge: &Edge, middle: Node) -> bool {
    // From the middle, in half steps: the sides of the square are at -1 and 1.
    let seen = |node: Node| Node::new(2 * (node.x - middle.x), 2 * (node.y - middle.y));
    let (a, b) = (seen(edge.low), seen(edge.high));
    let (from, to) = if a.x <= b.x { (a, b) } else { (b, a) };
    let rises = from.y < to.y;
    if from.x >= 1 || to.x < -1 || from.y.min(to.y) >= 1 || from.y.max(to.y) < -1 {
        return false;
    }
    if from.x == to.x || from.y == to.y {
        return true;
    }
    let corner = |x, y| side(from, to, Node::new(x, y)).signum();
    match [corner(-1, 1), corner(1, 1), corner(-1, -1), corner(1, -1)] {
        // Through a corner: either along the inside or past it.
        [0, ..] | [.., 0] => !rises,
        [_, 0, ..] => rises,
        corners => corners.iter().any(|corner| *corner != corners[0]),
    }
}

/// The edges led through the middles of the hot squares that they run through.
fn bend(edges: &[Edge], mut passes: Vec<(u32, Node)>) -> Vec<Edge> {
    let progress = |index: u32, at: Node| {
        let Edge { low, high, .. } = edges[index as usize];
        let (x, y) = (i64::from(high.x - low.x), i64::from(high.y - low.y));
        x * i64::from(at.x - low.x) + y * i64::from(at.y - low.y)
    };
    passes.sort_unstable_by_key(|(index, at)| (*index, progress(*index, *at)));
    let bent = passes.chunk_by(|a, b| a.0 == b.0).flat_map(|passed| {
        let Edge { left, right, .. } = edges[passed[0].0 as usize];
        let ends = passed.windows(2);
        ends.filter_map(move |ends| Edge::new(ends[0].1, ends[1].1, left, right))
    });
    bent.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Place = (i32, i32);

    fn edges(ends: &[(Place, Place)]) -> Vec<Edge> {
        let node = |(x, y): (i32, i32)| Node::new(x, y);
        ends.iter().filter_map(|(from, to)| Edge::new(node(*from), node(*to), Some(1), None)).collect()
    }

    fn noded(edges: &[Edge]) -> Vec<(Node, Node)> {
        let mut noded: Vec<_> = node(edges, &TileLines::default()).iter().map(|edge| (edge.low, edge.high)).collect();
        noded.sort();
        noded.dedup();
        noded
    }

    #[test]
    fn edges_that_cross_meet_at_the_nearest_node() {
        let crossing = noded(&edges(&[((0, 0), (10, 10)), ((0, 7), (10, 2))]));
        let middle = Node::new(5, 5);
        assert_eq!(crossing.len(), 4);
        assert!(crossing.iter().all(|(low, high)| *low == middle || *high == middle), "{crossing:?}");
    }

    #[test]
    fn an_edge_close_by_the_end_of_another_goes_through_it() {
        let bent = noded(&edges(&[((0, 0), (100, 1)), ((50, 1), (50, 40))]));
        assert_eq!(bent.iter().filter(|(low, high)| [*low, *high].contains(&Node::new(50, 1))).count(), 3);
    }

    #[test]
    fn halves_are_rounded_up_whichever_way_an_edge_runs() {
        assert_eq!([along(0, 5, 1, 2), along(5, 0, 1, 2), along(0, -5, 1, 2), along(0, 5, -1, -2)], [3, 3, -2, 3]);
    }

    fn is_inside(edge: &(Node, Node), at: Node) -> bool {
        edge.0 < at && at < edge.1 && side(edge.0, edge.1, at) == 0
    }

    proptest! {
        #[test]
        fn what_is_noded_meets_at_ends_only(
            ends in proptest::collection::vec(((-40..40_i32, -40..40_i32), (-40..40_i32, -40..40_i32)), 0..25),
        ) {
            let noded = noded(&edges(&ends));
            for (index, a) in noded.iter().enumerate() {
                for b in &noded[index + 1..] {
                    let as_edge = |ends: &(Node, Node)| Edge { low: ends.0, high: ends.1, left: None, right: None };
                    prop_assert_eq!(crossing(&as_edge(a), &as_edge(b)), None);
                    let ends = [(a, b.0), (a, b.1), (b, a.0), (b, a.1)];
                    prop_assert!(!ends.iter().any(|(edge, end)| is_inside(edge, *end)), "{:?} {:?}", a, b);
                }
            }
        }

        /// A long edge bent at many squares stays within one step of itself.
        #[test]
        fn nothing_moves_by_more_than_a_step(
            ends in proptest::collection::vec(((-900..900_i32, -900..900_i32), (-900..900_i32, -900..900_i32)), 1..12),
        ) {
            let edges = edges(&ends);
            let near = |at: Node, edge: &Edge| {
                let length = f64::from(edge.high.x - edge.low.x).hypot(f64::from(edge.high.y - edge.low.y));
                side(edge.low, edge.high, at).abs() as f64 <= length
            };
            for (low, high) in noded(&edges) {
                prop_assert!(edges.iter().any(|edge| near(low, edge) && near(high, edge)));
            }
        }
    }
}
