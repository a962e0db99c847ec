//! Whether areas are valid as they are.

use geo::{Coord, LineString, Polygon};

/// Edges up to which every pair is looked at; beyond, it costs less to make the area valid.
const MOST_EDGES: usize = 96;

/// Whether no two edges of `polygons` touch, except where they follow one another. What is too
/// large to be looked at cheaply, or consists of several polygons, is not called simple.
pub(super) fn is_simple(polygons: &[Polygon<i32>]) -> bool {
    let [polygon] = polygons else { return false };
    let rings = || std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let edges: usize = rings().map(|ring| ring.0.len() - 1).sum();
    edges <= MOST_EDGES
        && rings().enumerate().all(|(index, ring)| {
            let earlier = rings().take(index).flat_map(edges_of);
            no_edges_touch(ring) && earlier.clone().all(|edge| edges_of(ring).all(|other| !touch(edge, other)))
        })
}

type Edge = (Coord<i32>, Coord<i32>);

fn edges_of(ring: &LineString<i32>) -> impl Iterator<Item = Edge> + Clone {
    ring.0.windows(2).map(|edge| (edge[0], edge[1]))
}

/// For one closed ring: edges that follow one another share their one end and nothing else.
fn no_edges_touch(ring: &LineString<i32>) -> bool {
    let edges: Vec<Edge> = edges_of(ring).collect();
    let last = edges.len() - 1;
    edges.iter().enumerate().all(|(index, edge)| {
        let rest = edges.iter().enumerate().skip(index + 1);
        rest.into_iter().all(|(other_index, other)| match (index, other_index) {
            (a, b) if b == a + 1 => !turns_back(edge.0, edge.1, other.1),
            (0, b) if b == last => !turns_back(other.0, other.1, edge.1),
            _ => !touch(*edge, *other),
        })
    })
}

/// Whether `b` to `c` runs back over `a` to `b`.
fn turns_back(a: Coord<i32>, b: Coord<i32>, c: Coord<i32>) -> bool {
    side(a, b, c) == 0 && dot(a, b, c) < 0
}

fn touch((a, b): Edge, (c, d): Edge) -> bool {
    let (c_side, d_side) = (side(a, b, c), side(a, b, d));
    let (a_side, b_side) = (side(c, d, a), side(c, d, b));
    if c_side == 0 && d_side == 0 {
        let overlap = |a: i32, b: i32, c: i32, d: i32| a.min(b) <= c.max(d) && c.min(d) <= a.max(b);
        return overlap(a.x, b.x, c.x, d.x) && overlap(a.y, b.y, c.y, d.y);
    }
    c_side * d_side <= 0 && a_side * b_side <= 0
}

/// On which side of the line through `a` and `b` lies `c`: -1, 0 or 1.
fn side(a: Coord<i32>, b: Coord<i32>, c: Coord<i32>) -> i64 {
    let (along, across) = (b - a, c - a);
    (i64::from(along.x) * i64::from(across.y) - i64::from(along.y) * i64::from(across.x)).signum()
}

fn dot(a: Coord<i32>, b: Coord<i32>, c: Coord<i32>) -> i64 {
    let (before, after) = (b - a, c - b);
    i64::from(before.x) * i64::from(after.x) + i64::from(before.y) * i64::from(after.y)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Validation;
    use proptest::prelude::*;

    fn polygon(points: &[(i32, i32)]) -> Polygon<i32> {
        Polygon::new(LineString::from(points.to_vec()), vec![])
    }

    #[test]
    fn a_square_is_simple_and_a_bow_tie_is_not() {
        assert!(is_simple(&[polygon(&[(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)])]));
        assert!(!is_simple(&[polygon(&[(0, 0), (9, 9), (9, 0), (0, 9), (0, 0)])]));
        assert!(!is_simple(&[polygon(&[(0, 0), (9, 0), (9, 9), (9, 0), (0, 9), (0, 0)])]));
    }

    #[test]
    fn a_hole_that_touches_its_edge_is_not_simple() {
        let outer = LineString::from(vec![(0, 0), (9, 0), (9, 9), (0, 9), (0, 0)]);
        let hole = |x: i32| LineString::from(vec![(x, 3), (3, 6), (6, 6), (x, 3)]);
        assert!(is_simple(&[Polygon::new(outer.clone(), vec![hole(3)])]));
        assert!(!is_simple(&[Polygon::new(outer, vec![hole(0)])]));
    }

    proptest! {
        #[test]
        fn what_is_called_simple_is_valid(
            points in proptest::collection::vec((0..12_i32, 0..12_i32), 3..9),
        ) {
            let mut ring = crate::grid_area::tidy(points.iter().map(|at| (*at).into()).collect());
            prop_assume!(ring.len() >= 4);
            ring.dedup();
            let area = Polygon::new(LineString(ring), vec![]);
            let exact: Polygon<f64> = geo::MapCoords::map_coords(&area, |at| Coord { x: at.x.into(), y: at.y.into() });
            prop_assert_eq!(is_simple(&[area]), exact.is_valid());
        }
    }
}
